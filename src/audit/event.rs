//! Every verb of the program, with what it changed. No passwords, no minutes, no points: those stay in their
//! tables; the event says which row.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    clock::Month,
    ids::{
        AccountIntakeId, EvidenceId, MeetingId, MemberId, OrganizationEventId, OrganizationId, PaperId,
        PersonId, PositionId, ReopeningRequestId, SheetId,
    },
};

/// One act. The dotted name and the data are stored; the sentence for people is made on the page.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "verb", content = "data")]
#[expect(missing_docs, reason = "the fields are named after the columns they point at")]
pub enum Event {
    /// An account was made.
    #[serde(rename = "person.created")]
    PersonCreated { person: PersonId, username: String, positions: Vec<PositionId> },
    /// A file of accounts was read: it made some, gave positions, and gave known people another mail address.
    #[serde(rename = "person.imported")]
    PeopleImported {
        intake: AccountIntakeId,
        created: Vec<PersonId>,
        positions: Vec<PositionId>,
        edited: Vec<PersonId>,
    },
    /// A password was set; the fact only.
    #[serde(rename = "person.password_set")]
    PasswordSet { person: PersonId },
    /// A link to set a password was made, to be handed over.
    #[serde(rename = "person.password_link_made")]
    PasswordLinkMade { person: PersonId },
    /// Links were made for the accounts of a file, to be handed over.
    #[serde(rename = "person.password_links_made")]
    PasswordLinksMade { intake: AccountIntakeId, people: Vec<PersonId> },
    /// A person began to set up a second factor.
    #[serde(rename = "person.second_factor_begun")]
    SecondFactorBegun { person: PersonId },
    /// A person switched the second factor on.
    #[serde(rename = "person.second_factor_on")]
    SecondFactorOn { person: PersonId },
    /// A person switched the second factor off.
    #[serde(rename = "person.second_factor_off")]
    SecondFactorOff { person: PersonId },
    /// Whoever looks after the account took the second factor away.
    #[serde(rename = "person.second_factor_reset")]
    SecondFactorReset { person: PersonId },
    /// The password was right and a code was asked.
    #[serde(rename = "session.code_asked")]
    CodeAsked { person: PersonId },
    /// Somebody signed in.
    #[serde(rename = "session.begun")]
    SessionBegun { person: PersonId },
    /// Somebody signed out.
    #[serde(rename = "session.ended")]
    SessionEnded { person: PersonId },
    /// A position was given.
    #[serde(rename = "position.given")]
    PositionGiven { person: PersonId, position: PositionId },
    /// A position was given a last day.
    #[serde(rename = "position.ended")]
    PositionEnded { person: PersonId, position: PositionId, last: NaiveDate },
    /// What is written of an account was changed.
    #[serde(rename = "person.edited")]
    PersonEdited { person: PersonId },
    /// An account was taken out of use; it is kept with the reason.
    #[serde(rename = "person.deactivated")]
    PersonDeactivated { person: PersonId },
    /// An account came back into use.
    #[serde(rename = "person.reactivated")]
    PersonReactivated { person: PersonId },
    /// An organization began.
    #[serde(rename = "organization.opened")]
    OrganizationOpened { organization: OrganizationId, from: NaiveDate },
    /// An act changed the tree.
    #[serde(rename = "organization.changed")]
    OrganizationChanged { event: OrganizationEventId, organizations: Vec<OrganizationId> },
    /// A file of organizations was read into the tree by some acts.
    #[serde(rename = "organization.imported")]
    OrganizationsImported {
        organization: OrganizationId,
        events: Vec<OrganizationEventId>,
        opened: usize,
        changed: usize,
    },
    /// An act on the tree was taken back by another.
    #[serde(rename = "organization.change_corrected")]
    OrganizationChangeCorrected { event: OrganizationEventId, corrects: OrganizationEventId },
    /// An organization joined the model.
    #[serde(rename = "organization.registered")]
    OrganizationRegistered { organization: OrganizationId, from: Month },
    /// A cell sent its registration of a year.
    #[serde(rename = "registration.sent")]
    RegistrationSent { organization: OrganizationId, year: i32 },
    /// A cell took its registration of a year back before it was answered.
    #[serde(rename = "registration.withdrawn")]
    RegistrationWithdrawn { organization: OrganizationId, year: i32 },
    /// A committee accepted the registrations of cells.
    #[serde(rename = "registration.accepted")]
    RegistrationsAccepted { organization: OrganizationId, year: i32, cells: Vec<OrganizationId> },
    /// A committee declined the registration of a cell.
    #[serde(rename = "registration.declined")]
    RegistrationDeclined { organization: OrganizationId, year: i32 },
    /// Cells were chosen as pilots by a decision.
    #[serde(rename = "registration.pilots_chosen")]
    PilotsChosen { organization: OrganizationId, from: Month, cells: Vec<OrganizationId> },
    /// A cell takes part in the model no longer.
    #[serde(rename = "registration.ended")]
    ParticipationEnded { organization: OrganizationId, last: Month },
    /// A criteria set came in.
    #[serde(rename = "criteria.loaded")]
    CriteriaLoaded { code: String, version: i32 },
    /// A committee began to write a set, or a new version of one.
    #[serde(rename = "criteria.drafted")]
    CriteriaDrafted { organization: OrganizationId, code: String, version: i32 },
    /// A part of a draft was saved.
    #[serde(rename = "criteria.saved")]
    CriteriaSaved { code: String, version: i32, part: String },
    /// A draft was deleted.
    #[serde(rename = "criteria.deleted")]
    CriteriaDeleted { organization: OrganizationId, code: String, version: i32 },
    /// A draft was published.
    #[serde(rename = "criteria.published")]
    CriteriaPublished { organization: OrganizationId, code: String, version: i32 },
    /// A published set that nobody uses became a draft again.
    #[serde(rename = "criteria.withdrawn")]
    CriteriaWithdrawn { organization: OrganizationId, code: String, version: i32 },
    /// A committee scores with a set from a month on.
    #[serde(rename = "criteria.adopted")]
    CriteriaAdopted { organization: OrganizationId, code: String, version: i32, from: Month },
    /// A committee took back an adoption that no sheet was begun under.
    #[serde(rename = "criteria.adoption_withdrawn")]
    CriteriaAdoptionWithdrawn { organization: OrganizationId, code: String, version: i32, from: Month },
    /// A meeting was entered.
    #[serde(rename = "meeting.recorded")]
    MeetingRecorded { meeting: MeetingId, month: Month },
    /// A meeting was corrected.
    #[serde(rename = "meeting.corrected")]
    MeetingCorrected { meeting: MeetingId, version: i32 },
    /// The committee above looked at the minutes.
    #[serde(rename = "meeting.minutes_read")]
    MinutesRead { meeting: MeetingId },
    /// A draft was saved.
    #[serde(rename = "sheet.saved")]
    SheetSaved { sheet: SheetId, version: i32, items: Vec<String> },
    /// A sheet was sent to the committee above.
    #[serde(rename = "sheet.submitted")]
    SheetSubmitted { sheet: SheetId, version: i32 },
    /// A sheet was taken back by its cell before a review.
    #[serde(rename = "sheet.withdrawn")]
    SheetWithdrawn { sheet: SheetId, version: i32 },
    /// A sheet was sent back.
    #[serde(rename = "sheet.returned")]
    SheetReturned { sheet: SheetId, version: i32, items: Vec<String> },
    /// Official points were set.
    #[serde(rename = "sheet.official_set")]
    OfficialSet { sheet: SheetId, version: i32, items: Vec<String> },
    /// A sheet was confirmed.
    #[serde(rename = "sheet.confirmed")]
    SheetConfirmed { sheet: SheetId, version: i32 },
    /// A month was opened again for a cell; the confirmations of these sheets were withdrawn.
    #[serde(rename = "month.reopened")]
    MonthReopened { organization: OrganizationId, month: Month, until: NaiveDate, sheets: Vec<SheetId> },
    /// Files or minutes were put behind an item.
    #[serde(rename = "evidence.attached")]
    EvidenceAttached { sheet: SheetId, item: String, evidence: Vec<EvidenceId> },
    /// A piece of evidence was taken off.
    #[serde(rename = "evidence.removed")]
    EvidenceRemoved { sheet: SheetId, item: String, evidence: EvidenceId },
    /// The committee above opened a file.
    #[serde(rename = "evidence.read")]
    EvidenceRead { sheet: SheetId, item: String, evidence: EvidenceId },
    /// Something of the year's record was entered.
    #[serde(rename = "record.entered")]
    RecordEntered { organization: OrganizationId, kind: String },
    /// An entry of the year's record was put right.
    #[serde(rename = "record.corrected")]
    RecordCorrected { organization: OrganizationId, kind: String, entry: i64 },
    /// An entry of the year's record was struck out; it is kept with the reason.
    #[serde(rename = "record.struck")]
    RecordStruck { organization: OrganizationId, kind: String, entry: i64 },
    /// A committee put down the draft of a decision on awards.
    #[serde(rename = "award.drafted")]
    AwardsDrafted { organization: OrganizationId, decision: i64 },
    /// A committee gave awards by a decision with a number.
    #[serde(rename = "award.given")]
    AwardsGiven { organization: OrganizationId, decision: i64, awards: usize },
    /// A decision on awards was put right.
    #[serde(rename = "award.corrected")]
    AwardsCorrected { organization: OrganizationId, decision: i64 },
    /// The draft of a decision on awards was thrown away.
    #[serde(rename = "award.draft_discarded")]
    AwardDraftDiscarded { organization: OrganizationId, decision: i64 },
    /// Discipline of a cell was looked at by somebody from above it.
    #[serde(rename = "record.discipline_read")]
    DisciplineRead { organization: OrganizationId, year: i32 },
    /// A file was read into the record.
    #[serde(rename = "record.imported")]
    RecordImported { organization: OrganizationId, kind: String, added: usize, changed: usize },
    /// A member came onto the roll of a cell.
    #[serde(rename = "roster.joined")]
    RosterJoined { organization: OrganizationId, member: MemberId },
    /// A member's standing, status or post changed from a day on.
    #[serde(rename = "roster.changed")]
    RosterChanged { organization: OrganizationId, member: MemberId, from: NaiveDate },
    /// What was written of a member on the roll was put right.
    #[serde(rename = "roster.corrected")]
    RosterCorrected { organization: OrganizationId, member: MemberId },
    /// A member left the roll.
    #[serde(rename = "roster.left")]
    RosterLeft { organization: OrganizationId, member: MemberId, last: NaiveDate },
    /// A member put on the roll by mistake was struck out.
    #[serde(rename = "roster.struck")]
    RosterStruck { organization: OrganizationId, member: MemberId },
    /// A cell entered the levels of its members and of the unit it leads.
    #[serde(rename = "levels.entered")]
    LevelsEntered { organization: OrganizationId, year: i32 },
    /// An organization sent the level it gives itself for a year.
    #[serde(rename = "levels.own_sent")]
    OwnLevelSent { organization: OrganizationId, year: i32, version: i32 },
    /// A committee chose official levels of a year.
    #[serde(rename = "levels.official_chosen")]
    OfficialLevelsChosen { organization: OrganizationId, year: i32, organizations: Vec<OrganizationId> },
    /// A cell assessed its year.
    #[serde(rename = "recognition.year_assessed")]
    YearAssessed { organization: OrganizationId, year: i32 },
    /// The inspection said whether discipline stands against the recognition of cells.
    #[serde(rename = "recognition.year_inspected")]
    YearInspected { year: i32, verdict: String, organizations: Vec<OrganizationId> },
    /// The signed copy of one of the papers of a cell's year came in.
    #[serde(rename = "recognition.copy_filed")]
    YearCopyFiled { organization: OrganizationId, year: i32, paper: String },
    /// The papers of a cell's year got their numbers.
    #[serde(rename = "recognition.papers_numbered")]
    YearPapersNumbered { organization: OrganizationId, year: i32, papers: Vec<PaperId> },
    /// Somebody above a cell took away a signed copy of its year.
    #[serde(rename = "recognition.copy_read")]
    YearCopyRead { organization: OrganizationId, year: i32, copy: i64 },
    /// Cells came a step further, or back, on their way to recognition.
    #[serde(rename = "recognition.moved")]
    CandidacyMoved { year: i32, state: String, organizations: Vec<OrganizationId> },
    /// A committee set what its round of a year asks and allows.
    #[serde(rename = "recognition.round_set")]
    RoundSet { organization: OrganizationId, year: i32 },
    /// A recognition was taken back by a later decision.
    #[serde(rename = "recognition.revoked")]
    RecognitionRevoked { organization: OrganizationId, year: i32 },
    /// A signed decision on recognition was recorded.
    #[serde(rename = "recognition.decision_recorded")]
    DecisionRecorded { organization: OrganizationId, year: i32 },
    /// A number was put into the register for a paper made elsewhere.
    #[serde(rename = "paper.noted")]
    PaperNoted { organization: OrganizationId, paper: PaperId },
    /// A number that was put into the register by mistake was struck out.
    #[serde(rename = "paper.struck")]
    PaperStruck { organization: OrganizationId, paper: PaperId },
    /// The signed copy of a paper came back.
    #[serde(rename = "paper.signed_copy_filed")]
    SignedCopyFiled { organization: OrganizationId, paper: PaperId },
    /// The certificates that follow a paper were set.
    #[serde(rename = "paper.certificates_set")]
    CertificatesSet { organization: OrganizationId, paper: PaperId, certificates: usize },
    /// How an organization's papers look, and who signs them, was set.
    #[serde(rename = "paper.style_set")]
    PaperStyleSet { organization: OrganizationId },
    /// A cell asked to have a month opened again.
    #[serde(rename = "reopening.requested")]
    ReopeningRequested { organization: OrganizationId, month: Month, request: ReopeningRequestId },
    /// A committee declined to open a month again.
    #[serde(rename = "reopening.declined")]
    ReopeningDeclined { organization: OrganizationId, request: ReopeningRequestId },
    /// The committee looked at what a cell had typed when a month closed.
    #[serde(rename = "reopening.requests_read")]
    ReopeningRequestsRead { organization: OrganizationId, month: Month },
    /// Days off, or weekend days worked, were entered into the calendar.
    #[serde(rename = "holidays.entered")]
    HolidaysEntered { first: NaiveDate, last: NaiveDate },
    /// Days entered into the calendar were struck out.
    #[serde(rename = "holidays.struck")]
    HolidaysStruck { first: NaiveDate, last: NaiveDate },
    /// A committee set something for everything below it, from a month on.
    #[serde(rename = "setting.changed")]
    SettingChanged { organization: OrganizationId, name: String, from: Month },
    /// People of cells that had not sent a sheet were reminded by rule.
    #[serde(rename = "reminder.sent")]
    RemindersSent { month: Month, cells: usize, people: usize },
    /// A committee reminded cells that had not sent a sheet.
    #[serde(rename = "reminder.asked")]
    RemindersAsked { organization: OrganizationId, month: Month, cells: usize, people: usize },
    /// A setting was made.
    #[serde(rename = "setting.made")]
    SettingMade { name: String },
}
