//! Issuing papers, and what is done with them afterwards.

use chrono::NaiveDate;

use super::{
    model::{Issuer, Kind, Number, Style},
    queries,
};
use crate::{
    access::{Issue, Proof},
    audit::{Change, Event, Who},
    clock::Clock,
    db::{Db, refused_by},
    export::{Document, Layout, Press, docx},
    files::{self, Kept, Store},
    ids::{OrganizationId, PaperId},
    state::AppState,
    text::dates,
};

/// Why an organization issues no paper on a day.
pub const NOT_THERE: &str = "Ngày này cấp ủy chưa thành lập hoặc đã kết thúc hoạt động.";

/// What it takes to issue a paper: where it is written down, set and kept.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The database.
    pub db: &'a Db,
    /// The time.
    pub clock: &'a Clock,
    /// Where the paper itself lies.
    pub files: &'a Store,
    /// Sets it.
    pub press: &'a Press,
}

impl<'a> From<&'a AppState> for Desk<'a> {
    fn from(state: &'a AppState) -> Self {
        Self { db: &state.db, clock: &state.clock, files: &state.files, press: &state.press }
    }
}

/// A paper as it will lie in the register: set, and in the store.
#[derive(Debug)]
pub struct Made {
    pdf: Kept,
    docx: Kept,
}

/// A paper about to be filed.
#[derive(Debug)]
pub struct NewPaper<'a> {
    /// What it is.
    pub kind: Kind,
    /// The number it takes.
    pub number: &'a Number,
    /// The day it was signed.
    pub signed_on: NaiveDate,
    /// What it is about, for the register.
    pub about: &'a str,
    /// Who signed it: as what, and the name; empty where nobody said.
    pub signed_by: (&'a str, &'a str),
    /// The organizations it goes to.
    pub recipients: &'a [OrganizationId],
    /// The paper itself; none for one made elsewhere.
    pub made: Option<&'a Made>,
}

/// Sets a paper and puts it into the store, as PDF and as DOCX. `called`: the name of both, in plain letters.
pub async fn make(
    desk: Desk<'_>,
    document: &Document,
    layout: &Layout,
    called: &str,
) -> anyhow::Result<Made> {
    let pdf = desk.press.set_all(std::slice::from_ref(document), layout, desk.clock.now()).await?;
    let word = docx(document, layout)?;
    Ok(Made {
        pdf: desk.files.keep(called, files::Kind::Pdf, pdf).await?,
        docx: desk.files.keep(called, files::Kind::Docx, word).await?,
    })
}

/// Files a paper of an organization and takes its number. A step: the caller commits. The sentence says what the number was used
/// for already.
pub async fn issue(
    change: &mut Change,
    issuer: OrganizationId,
    new: &NewPaper<'_>,
) -> anyhow::Result<Result<PaperId, String>> {
    if let Some(why) = taken(change.connection(), issuer, new).await? {
        return Ok(Err(why));
    }
    let who = change.who()?;
    let paper = match queries::insert(change.connection(), issuer, new, &who).await {
        Ok(paper) => paper,
        // Somebody took it between the question and the insert.
        Err(error) if refused_by(&error) == Some("paper_number_once") => {
            return Ok(Err(format!("Số {} vừa được dùng cho văn bản khác.", new.number)));
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(made) = new.made {
        lay(change, paper, &[("pdf", &made.pdf), ("docx", &made.docx)], &who).await?;
    }
    Ok(Ok(paper))
}

/// What a number was used for already, as a sentence.
async fn taken(
    connection: &mut sqlx::PgConnection,
    issuer: OrganizationId,
    new: &NewPaper<'_>,
) -> sqlx::Result<Option<String>> {
    let (kind, number) = (new.kind, new.number);
    let used = queries::user_of(&mut *connection, issuer, (kind, number), new.signed_on).await?;
    let Some((day, about)) = used else { return Ok(None) };
    let next = queries::next_number(connection, issuer, kind, new.signed_on).await?;
    Ok(Some(format!(
        "Số {:02} đã dùng cho {} ngày {}: {about}. Số tiếp theo trong sổ là {next:02}.",
        number.number,
        kind.label().to_lowercase(),
        dates::day(day)
    )))
}

async fn lay(change: &mut Change, paper: PaperId, parts: &[(&str, &Kept)], who: &Who) -> sqlx::Result<u64> {
    let kept: Vec<Kept> = parts.iter().map(|(_, kept)| (*kept).clone()).collect();
    files::record(change.connection(), &kept, (who.at, who.person)).await?;
    queries::add_files(change.connection(), paper, parts, who).await
}

/// Puts the number of a paper that was made elsewhere into the register. The sentence says what it was used for already.
pub(super) async fn note(
    desk: Desk<'_>,
    by: &Proof<Issue>,
    new: &NewPaper<'_>,
) -> anyhow::Result<Result<(), String>> {
    let organization = by.organization().id;
    let mut change = Change::begin(desk.db, desk.clock, by.actor()).await?;
    match issue(&mut change, organization, new).await? {
        Ok(paper) => Ok(Ok(change.commit(Event::PaperNoted { organization, paper }).await?)),
        Err(why) => Ok(Err(why)),
    }
}

/// Strikes out a number that was noted by mistake. `false`: it was struck before, or something rests on it.
pub(super) async fn strike(
    desk: Desk<'_>,
    by: &Proof<Issue>,
    paper: PaperId,
    reason: &str,
) -> anyhow::Result<bool> {
    let organization = by.organization().id;
    let mut change = Change::begin(desk.db, desk.clock, by.actor()).await?;
    let who = change.who()?;
    let done = queries::strike(change.connection(), organization, paper, reason, &who).await?;
    if done {
        change.commit(Event::PaperStruck { organization, paper }).await?;
    }
    Ok(done)
}

/// Lays a signed copy, whose file has its row already, with a paper. A step: the caller commits.
pub async fn lay_signed(change: &mut Change, paper: PaperId, copy: &Kept, who: &Who) -> sqlx::Result<()> {
    queries::add_files(change.connection(), paper, &[("signed", copy)], who).await?;
    Ok(())
}

/// Keeps how the papers of an organization look from now on. A step: the caller commits.
pub async fn keep_style(
    change: &mut Change,
    organization: OrganizationId,
    style: &Style,
) -> anyhow::Result<()> {
    let who = change.who()?;
    queries::set_style(change.connection(), organization, style, &who).await?;
    Ok(())
}

/// Lays the signed copy that came back with a paper. `None`: the organization issued no such paper, or its number was struck;
/// `false`: this very copy lies there already.
pub(super) async fn file_signed_copy(
    desk: Desk<'_>,
    by: &Proof<Issue>,
    paper: PaperId,
    copy: &Kept,
) -> anyhow::Result<Option<bool>> {
    let organization = by.organization().id;
    let mut change = Change::begin(desk.db, desk.clock, by.actor()).await?;
    let line = queries::line(change.connection(), organization, paper).await?;
    if !line.is_some_and(|(line, is_own)| is_own && line.struck.is_none()) {
        return Ok(None);
    }
    let who = change.who()?;
    let is_new = lay(&mut change, paper, &[("signed", copy)], &who).await? > 0;
    if is_new {
        change.commit(Event::SignedCopyFiled { organization, paper }).await?;
    }
    Ok(Some(is_new))
}

/// Lays the certificates that follow a paper with it, once and for good.
pub async fn add_certificates(
    desk: Desk<'_>,
    by: &Proof<Issue>,
    paper: PaperId,
    (content, certificates, called): (Vec<u8>, usize, &str),
) -> anyhow::Result<()> {
    let organization = by.organization().id;
    let kept = desk.files.keep(called, files::Kind::Pdf, content).await?;
    let mut change = Change::begin(desk.db, desk.clock, by.actor()).await?;
    let who = change.who()?;
    if lay(&mut change, paper, &[("certificates", &kept)], &who).await? > 0 {
        change.commit(Event::CertificatesSet { organization, paper, certificates }).await?;
    }
    Ok(())
}

/// Sets how the papers of an organization look. `false`: somebody else set it since it was seen.
pub(super) async fn set_style(
    db: &Db,
    clock: &Clock,
    by: &Proof<Issue>,
    style: &Style,
) -> anyhow::Result<bool> {
    let organization = by.organization().id;
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let who = change.who()?;
    let done = queries::set_style(change.connection(), organization, style, &who).await?;
    if done {
        change.commit(Event::PaperStyleSet { organization }).await?;
    }
    Ok(done)
}

impl Issuer {
    /// The same, signed by somebody else.
    #[must_use]
    pub fn signed_by(mut self, post: &str, signer: &str) -> Self {
        post.clone_into(&mut self.style.post);
        signer.clone_into(&mut self.style.signer);
        self
    }
}
