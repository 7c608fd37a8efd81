//! What is recorded of a cell's year. Pure.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{coded::coded, kinds::Kind};
use crate::ids::{MemberId, OrganizationId};

coded! {
    /// Official or probationary member.
    Standing {
        /// Votes.
        Official = "official", "Chính thức";
        /// Does not yet vote.
        Probationary = "probationary", "Dự bị";
    }
}

coded! {
    /// Whether a member is expected at meetings.
    Status {
        /// Yes.
        Active = "active", "Đang sinh hoạt";
        /// Freed from it.
        Exempt = "exempt", "Được miễn sinh hoạt";
        /// Elsewhere for a while.
        TemporarilyAway = "temporarily_away", "Tạm chuyển đi";
        /// From elsewhere for a while: counted, without a vote.
        TemporarilyHere = "temporarily_here", "Tạm chuyển đến";
        /// Armed forces on special duty.
        SpecialDuty = "special_duty", "Làm nhiệm vụ đặc biệt";
        /// Suspended.
        Suspended = "suspended", "Bị đình chỉ sinh hoạt";
    }
}

coded! {
    /// How a member kept a commitment.
    Mark {
        /// Best.
        Excellent = "excellent", "Xuất sắc";
        /// Good: with the best, what the four-good model asks.
        Good = "good", "Tốt";
        /// Fair.
        Fair = "fair", "Khá";
        /// Poor.
        Poor = "poor", "Chưa đạt";
    }
}

coded! {
    /// The form of a disciplinary decision.
    DisciplineForm {
        /// Khiển trách.
        Reprimand = "reprimand", "Khiển trách";
        /// Cảnh cáo.
        Warning = "warning", "Cảnh cáo";
        /// Cách chức.
        Dismissal = "dismissal", "Cách chức";
        /// Khai trừ.
        Expulsion = "expulsion", "Khai trừ";
    }
}

coded! {
    /// Who is honoured.
    Recipient {
        /// A person.
        Individual = "individual", "Cá nhân";
        /// A group.
        Collective = "collective", "Tập thể";
    }
}

coded! {
    /// How somebody is honoured.
    AwardKind {
        /// Praised.
        Commendation = "commendation", "Biểu dương";
        /// Given a certificate of merit.
        Certificate = "certificate", "Giấy khen";
        /// Given the certificate of merit of a province.
        Diploma = "diploma", "Bằng khen";
        /// Recognised for a model of work.
        Model = "model", "Công nhận mô hình";
        /// Recognised as an example to others.
        Exemplar = "exemplar", "Công nhận điển hình tiên tiến";
        /// Rewarded, where nobody said with what.
        Reward = "reward", "Khen thưởng";
    }
}

coded! {
    /// A document that began the model.
    DocumentKind {
        /// Nghị quyết.
        Resolution = "resolution", "Nghị quyết";
        /// Kế hoạch.
        Plan = "plan", "Kế hoạch";
        /// Hướng dẫn.
        Guide = "guide", "Hướng dẫn";
    }
}

coded! {
    /// The level of a year, of a unit or a member.
    Level {
        /// Xuất sắc.
        Excellent = "excellent", "Hoàn thành xuất sắc nhiệm vụ";
        /// Tốt.
        Good = "good", "Hoàn thành tốt nhiệm vụ";
        /// Hoàn thành.
        Completed = "completed", "Hoàn thành nhiệm vụ";
        /// Không hoàn thành.
        NotCompleted = "not_completed", "Không hoàn thành nhiệm vụ";
    }
}

/// A member who joins the roll of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewMember {
    /// The name, nothing more about the person.
    pub name: String,
    /// Official or probationary.
    pub standing: Standing,
    /// Whether expected at meetings.
    pub status: Status,
    /// The post held in the cell; chi ủy viên are counted by it.
    pub post: Option<String>,
    /// First day on the roll.
    pub from: NaiveDate,
}

/// A member's commitment for a year: three concrete tasks, marked at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Commitment {
    /// Whose.
    pub member: MemberId,
    /// For which year.
    pub year: i32,
    /// The three tasks.
    pub tasks: [String; 3],
    /// The mark, once given.
    pub mark: Option<Mark>,
}

/// The mark given to a commitment, and the one that stood there when it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Marking {
    pub(super) member: MemberId,
    pub(super) mark: Option<Mark>,
    pub(super) seen: Option<Mark>,
}

/// A disciplinary decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Discipline {
    /// The member's name at the time.
    pub member_name: String,
    /// What was decided.
    pub form: DisciplineForm,
    /// The decision's number.
    pub decision_number: String,
    /// Its date.
    pub decided_on: NaiveDate,
}

/// A model of good mass work: registered, then recognised, then perhaps rewarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MassWorkModel {
    /// For which year.
    pub year: i32,
    /// What it is called.
    pub name: String,
    /// When it was registered.
    pub registered_on: NaiveDate,
    /// When it was recognised.
    pub recognized_on: Option<NaiveDate>,
    /// When it was rewarded.
    pub rewarded_on: Option<NaiveDate>,
}

/// A line in the book of good people and good deeds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GoodDeed {
    /// When it was entered.
    pub entered_on: NaiveDate,
    /// A person or a group.
    pub recipient: Recipient,
    /// Who.
    pub name: String,
    /// What they did.
    pub deed: String,
    /// The movement or occasion; empty where none.
    pub occasion: String,
}

/// An honour given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Award {
    /// When.
    pub given_on: NaiveDate,
    /// Which kind.
    pub kind: AwardKind,
    /// The organization of the tree that gave it.
    pub giver_id: Option<OrganizationId>,
    /// The body outside the tree that gave it; empty where it was an organization of it.
    pub giver: String,
    /// A person or a group.
    pub recipient: Recipient,
    /// Who.
    pub name: String,
    /// The movement or occasion; empty where none.
    pub occasion: String,
    /// What for; empty where nobody said.
    pub ground: String,
    /// The decision's number; empty where none.
    pub decision_number: String,
}

/// A document of the cell on the model.
#[derive(Debug, Clone)]
pub struct IssuedDocument {
    /// For which year.
    pub year: i32,
    /// Which kind.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub summary: String,
    /// When it was issued.
    pub issued_on: NaiveDate,
}

/// One thing entered into the record of a cell.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is named after what it holds")]
pub enum Entry {
    Commitment(Commitment),
    Discipline(Discipline),
    MassWorkModel(MassWorkModel),
    GoodDeed(GoodDeed),
    Award(Award),
    IssuedDocument(IssuedDocument),
}

impl Entry {
    /// The kind with a form of its own, and the row of its table as the database takes many at once.
    pub(super) fn row(&self) -> Option<(Kind, serde_json::Value)> {
        let (kind, row) = match self {
            Self::Commitment(one) => (Kind::Commitment, serde_json::to_value(one)),
            Self::Discipline(one) => (Kind::Discipline, serde_json::to_value(one)),
            Self::MassWorkModel(one) => (Kind::MassWorkModel, serde_json::to_value(one)),
            Self::GoodDeed(one) => (Kind::GoodDeed, serde_json::to_value(one)),
            Self::Award(one) => (Kind::Award, serde_json::to_value(one)),
            _ => return None,
        };
        Some((kind, row.ok()?))
    }

    /// The year whose record it stands in.
    pub(super) fn year(&self) -> i32 {
        match self {
            Self::Commitment(Commitment { year, .. })
            | Self::MassWorkModel(MassWorkModel { year, .. })
            | Self::IssuedDocument(IssuedDocument { year, .. }) => *year,
            Self::Discipline(one) => one.decided_on.year(),
            Self::GoodDeed(one) => one.entered_on.year(),
            Self::Award(one) => one.given_on.year(),
        }
    }

    /// What kind of thing it is, as the event says it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Commitment(_) => "commitment",
            Self::Discipline(_) => "discipline",
            Self::MassWorkModel(_) => "mass_work_model",
            Self::GoodDeed(_) => "good_deed",
            Self::Award(_) => "award",
            Self::IssuedDocument(_) => "issued_document",
        }
    }
}
