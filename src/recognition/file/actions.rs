//! Writing a cell's own assessment of its year, numbering its papers, and laying signed copies with it.

use anyhow::Context;
use chrono::NaiveDate;

use super::{
    numbers::{NewNumbers, field},
    routes::MOVED_ON,
};
use crate::{
    access::{Organization, Proof, Submit},
    audit::{Change, Event},
    clock::{Clock, Month},
    db::Db,
    files::{self, Kept},
    papers::{self, Desk, Issuer, Made, NewPaper, Number},
    recognition::{
        load,
        model::Assessment,
        papers::{CellPaper, OfCell},
        queries::{candidacies as queries, copies},
    },
    web::FieldErrors,
};

/// Writes the cell's assessment over the version it was written on. `false`: it was written or sent meanwhile.
pub(super) async fn assess(
    db: &Db,
    clock: &Clock,
    by: &Proof<Submit>,
    (year, version): (i32, i32),
    new: &Assessment,
) -> anyhow::Result<bool> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let cell = by.organization().id;
    let who = change.who()?;
    let done = queries::assess(change.connection(), cell, year, version, new, &who).await?;
    if done {
        change.commit(Event::YearAssessed { organization: cell, year }).await?;
    }
    Ok(done)
}

/// Lays the signed copy of a paper with the cell's year. `None`: the file takes none now; `false`: this very copy is there.
pub(super) async fn file_copy(
    db: &Db,
    clock: &Clock,
    by: &Proof<Submit>,
    (year, paper): (i32, CellPaper),
    copy: &Kept,
) -> anyhow::Result<Option<bool>> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let organization = by.organization().id;
    let Some((candidacy, _)) = copies::hold_open(change.connection(), organization, year).await? else {
        return Ok(None);
    };
    let who = change.who()?;
    files::record(change.connection(), std::slice::from_ref(copy), (who.at, who.person)).await?;
    let added = copies::add(change.connection(), candidacy, paper, &copy.object, &who).await?;
    let is_new = added.is_some();
    if let Some(numbered) = added.flatten() {
        papers::lay_signed(&mut change, numbered, copy, &who).await?;
    }
    if is_new {
        let paper = paper.code().to_owned();
        change.commit(Event::YearCopyFiled { organization, year, paper }).await?;
    }
    Ok(Some(is_new))
}

/// A paper of a cell's year as it will lie in its register.
struct Numbered<'a> {
    paper: CellPaper,
    number: &'a Number,
    day: NaiveDate,
    about: String,
    made: Made,
}

/// What papers are made from: who issues them, and the version of the assessment.
struct Source {
    issuer: Issuer,
    version: i32,
}

/// Gives papers of a cell's year their numbers and files them as they are now. What cannot be comes back as a sentence at its
/// field.
pub(super) async fn number(
    desk: Desk<'_>,
    by: &Proof<Submit>,
    year: i32,
    new: &NewNumbers,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let cell = by.organization().id;
    let Some((source, numbered)) = numbered(desk, by.organization(), year, new).await? else {
        return Ok(Err(FieldErrors::one("signed_on", NOT_THERE)));
    };
    let mut change = Change::begin(desk.db, desk.clock, by.actor()).await?;
    let held = copies::hold_open(change.connection(), cell, year).await?;
    let Some(candidacy) = held.filter(|(_, version)| *version == source.version) else {
        return Ok(Err(FieldErrors::one("signed_on", MOVED_ON)));
    };
    let signer = source.issuer.style.signer.as_str();
    let mut filed = Vec::with_capacity(numbered.len());
    for one in &numbered {
        let paper = NewPaper {
            kind: one.paper.kind().context("a paper without a number")?,
            number: one.number,
            signed_on: one.day,
            about: &one.about,
            // The minutes are signed by who wrote them and who led the meeting.
            signed_by: if one.paper == CellPaper::Minutes { ("", "") } else { ("Bí thư", signer) },
            recipients: &[],
            made: Some(&one.made),
        };
        match papers::issue(&mut change, cell, &paper).await? {
            Ok(paper) => filed.push((one.paper, paper)),
            Err(why) => return Ok(Err(FieldErrors::one(field(one.paper), why))),
        }
    }
    copies::add_numbered(change.connection(), candidacy, &filed).await?;
    papers::keep_style(&mut change, cell, &source.issuer.style).await?;
    let papers = filed.into_iter().map(|(_, paper)| paper).collect();
    Ok(Ok(change.commit(Event::YearPapersNumbered { organization: cell, year, papers }).await?))
}

const NOT_THERE: &str = "Ngày này chi bộ chưa thành lập hoặc đã kết thúc hoạt động.";

/// Makes the papers under their numbers. `None`: the cell was not there on their day.
async fn numbered<'a>(
    desk: Desk<'_>,
    cell: &Organization,
    year: i32,
    new: &'a NewNumbers,
) -> anyhow::Result<Option<(Source, Vec<Numbered<'a>>)>> {
    let this = Month::of(desk.clock.today());
    let mut read = desk.db.snapshot().await?;
    let issuer = papers::issuer(&mut read, cell.id, new.signed_on).await?;
    let candidacy = queries::find(&mut read, cell.id, year).await?.context("the cell assessed nothing")?;
    let judged = load::year_of(&mut read, cell.id, year, this).await?.context("the cell had no part")?;
    drop(read);
    let Some(mut issuer) = issuer else { return Ok(None) };
    issuer.style.place.clone_from(&new.place);
    issuer.style.signer.clone_from(&new.signer);
    let mut numbered = Vec::with_capacity(new.papers.len());
    for (paper, number) in &new.papers {
        // Minutes are of the day of the meeting.
        let day = if *paper == CellPaper::Minutes { candidacy.assessment.voted_on } else { new.signed_on };
        let under = Some((number, day));
        let document =
            OfCell { issuer: &issuer, under, year, judged: &judged, candidacy: &candidacy }.paper(*paper);
        let called = format!("{}-{}-{year}", paper.address(), cell.code);
        let made = papers::make(desk, &document, &paper.layout(&issuer), &called).await?;
        numbered.push(Numbered { paper: *paper, number, day, about: document.about, made });
    }
    Ok(Some((Source { issuer, version: candidacy.version }, numbered)))
}
