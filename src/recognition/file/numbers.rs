//! `/organizations/{cell}/recognitions/{year}/numbers`: the papers of a cell's year get their numbers, and stay as they are then.

use askama::Template;
use axum::{Router, extract::State as Shared, routing::get};
use chrono::NaiveDate;

use super::{actions, routes};
use crate::{
    access::{Authorised, Submit},
    layout::Frame,
    papers::{self, Desk, Issuer, Kind, Number},
    recognition::{papers::CellPaper, queries::candidacies},
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, Page, Path, Result, see_other, unprocessable},
};

/// Numbers for the papers of a cell's year.
pub(in crate::recognition) fn router() -> Router<AppState> {
    Router::new().route("/organizations/{org}/recognitions/{year}/numbers", get(show).post(take))
}

/// Papers about to be numbered.
#[derive(Debug)]
pub(super) struct NewNumbers {
    /// Where they are dated; empty: room to write it by hand.
    pub(super) place: String,
    pub(super) signed_on: NaiveDate,
    pub(super) signer: String,
    /// Each with its number.
    pub(super) papers: Vec<(CellPaper, Number)>,
}

/// The field of a paper's number.
pub(super) fn field(paper: CellPaper) -> String {
    format!("number[{}]", paper.code())
}

/// Reads the numbers. `voted_on`: the meeting the papers tell of.
fn parse(
    typed: &Fields,
    sign: &str,
    (voted_on, today): (NaiveDate, NaiveDate),
) -> std::result::Result<NewNumbers, FieldErrors> {
    let mut errors = FieldErrors::default();
    let signed_on = errors.keep("signed_on", dates::parse_day(typed.text("signed_on")));
    match signed_on {
        Some(day) if day > today => errors.push("signed_on", "Ngày này chưa đến."),
        Some(day) if day < voted_on => errors.push(
            "signed_on",
            format!("Chi bộ họp, biểu quyết ngày {}; văn bản ký từ ngày ấy trở đi.", dates::day(voted_on)),
        ),
        _ => {}
    }
    let mut papers = Vec::new();
    for (paper, kind) in CellPaper::numbered() {
        let field = field(paper);
        if typed.text(&field).is_empty() {
            continue;
        }
        if let Some(number) = errors.keep(&field, Number::parse(typed.text(&field), kind, sign)) {
            papers.push((paper, number));
        }
    }
    if papers.is_empty() && errors.is_empty() {
        errors.push(field(CellPaper::Request), "Đề nghị nhập số cho ít nhất một văn bản.");
    }
    let word = |name: &str| typed.text(name).to_owned();
    match signed_on.filter(|_| errors.is_empty()) {
        Some(signed_on) => Ok(NewNumbers { place: word("place"), signed_on, signer: word("signer"), papers }),
        None => Err(errors),
    }
}

/// Where numbers are taken.
#[derive(Template)]
#[template(path = "recognition/file_numbers.html")]
struct NumbersPage {
    frame: Frame,
    path: String,
    name: String,
    year: i32,
    voted_on: String,
    typed: Fields,
    errors: FieldErrors,
}

impl NumbersPage {
    /// The number of each paper: field, label, what was typed.
    fn numbers(&self) -> Vec<(String, String, &str)> {
        CellPaper::numbered()
            .map(|(paper, _)| {
                let field = field(paper);
                let typed = self.typed.text(&field);
                (field, format!("Số {}", paper.name().to_lowercase()), typed)
            })
            .collect()
    }
}

/// What the page is made from.
struct Stand {
    path: String,
    voted_on: NaiveDate,
    issuer: Issuer,
}

async fn stand(state: &AppState, by: &Authorised<Submit>, year: i32) -> Result<Stand> {
    let (path, cell) = (routes::path(by, year)?, by.organization().id);
    let mut read = state.db.connection().await?;
    let candidacy = candidacies::find(&mut read, cell, year).await?.ok_or(Error::NotFound)?;
    if !candidacy.state.takes_papers() {
        return Err(Error::Conflict(CLOSED.to_owned()));
    }
    let issuer = papers::issuer(&mut read, cell, state.clock.today()).await?.ok_or(Error::NotFound)?;
    Ok(Stand { path, voted_on: candidacy.assessment.voted_on, issuer })
}

const CLOSED: &str =
    "Hồ sơ đã được thẩm định nên văn bản giữ nguyên như đã gửi. Cấp ủy trả lại hồ sơ thì lấy số mới được.";

fn page(by: &Authorised<Submit>, year: i32, stand: Stand, typed: Fields, errors: FieldErrors) -> NumbersPage {
    let frame = Frame::about(by, "Lấy số văn bản")
        .crumb(format!("Đề nghị công nhận năm {year}"), Some(stand.path.clone()));
    NumbersPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        path: stand.path,
        name: by.organization().name.clone(),
        year,
        voted_on: dates::day(stand.voted_on),
        typed,
        errors,
    }
}

async fn show(
    Shared(state): Shared<AppState>,
    by: Authorised<Submit>,
    Path((_, year)): Path<(String, i32)>,
) -> Result<Page<NumbersPage>> {
    let stand = stand(&state, &by, year).await?;
    let (cell, today) = (by.organization().id, state.clock.today());
    let style = &stand.issuer.style;
    let mut typed = Fields::default()
        .with("place", style.place.clone())
        .with("signer", style.signer.clone())
        .with("signed_on", dates::day(today));
    let mut read = state.db.connection().await?;
    let kinds: Vec<Kind> = CellPaper::numbered().map(|(_, kind)| kind).collect();
    let next = papers::next_numbers(&mut read, cell, &kinds, today).await?;
    drop(read);
    for ((paper, kind), next) in CellPaper::numbered().zip(next) {
        typed = typed.with(&field(paper), Number::of(next, kind, &style.sign).to_string());
    }
    Ok(Page(page(&by, year, stand, typed, FieldErrors::default())))
}

async fn take(
    Shared(state): Shared<AppState>,
    by: Authorised<Submit>,
    Path((_, year)): Path<(String, i32)>,
    typed: Fields,
) -> Result {
    let stand = stand(&state, &by, year).await?;
    let days = (stand.voted_on, state.clock.today());
    let errors = match parse(&typed, &stand.issuer.style.sign, days) {
        Ok(new) => match actions::number(Desk::from(&state), by.proof(), year, &new).await? {
            Ok(()) => {
                let done = "Đã lấy số. Đồng chí in, ký rồi nộp bản ký tại đây.";
                return Ok(see_other(&format!("{}#papers", stand.path), done));
            }
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(page(&by, year, stand, typed, errors)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> std::result::Result<NewNumbers, FieldErrors> {
        let typed = Fields::new(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        parse(&typed, "CB", (day("2026-12-15"), day("2027-01-05")))
    }

    #[test]
    fn each_paper_has_its_own_number_and_one_left_blank_gets_none() {
        let new =
            read(&[("signed_on", "20/12/2026"), ("number[request]", "5"), ("number[report]", "07-BC/CB")]);
        let numbers: Vec<_> =
            new.unwrap().papers.into_iter().map(|(paper, n)| (paper.code(), n.to_string())).collect();
        assert_eq!(numbers, [("request", "05-TTr/CB".to_owned()), ("report", "07-BC/CB".to_owned())]);
    }

    #[test]
    fn a_paper_is_signed_after_the_meeting_it_tells_of_and_not_tomorrow() {
        for (day, why) in [("14/12/2026", "15/12/2026"), ("06/01/2027", "chưa đến"), ("hôm nay", "")] {
            let errors = read(&[("signed_on", day), ("number[request]", "5")]).unwrap_err();
            assert!(errors.get("signed_on").unwrap().contains(why), "{day}");
        }
        let errors = read(&[("signed_on", "20/12/2026")]).unwrap_err();
        assert!(errors.get("number[request]").is_some());
    }
}
