//! Why a cell's year has the average it has: which months count, what became of the missing ones, the sum, and each
//! grade of the year held against it.

use askama::Template;
use sqlx::PgConnection;

use super::{build::squares, queries};
use crate::{
    access::Authorised,
    charts::Reading,
    clock::Month,
    criteria::{MissingMonth, StoredSet, missing_month_in_words},
    dashboard::{
        calendar::Calendar,
        model::{Square, is_due},
        rule,
    },
    export::{Cell, Column, Document, Link, Part, Row, Table, Width},
    layout::Frame,
    organizations,
    scores::{ROUNDING, YearAverage, grades, steps, year_tried},
};

/// Why a year has the average it has.
#[derive(Template)]
#[template(path = "dashboard/why.html")]
pub(in crate::dashboard) struct WhyPage {
    frame: Frame,
    code: String,
    year: i32,
    document: Document,
}

/// The page of an explanation.
pub(in crate::dashboard) fn page<P>(by: &Authorised<P>, year: i32, document: Document) -> WhyPage {
    let code = by.organization().code.to_string();
    let above = format!("/organizations/{code}/years/{year}");
    let frame = Frame::about(by, document.title.clone()).crumb(format!("Năm {year}"), Some(above));
    WhyPage { frame, code, year, document }
}

/// The explanation of a cell's year.
pub(in crate::dashboard) async fn document<P>(
    read: &mut PgConnection,
    by: &Authorised<P>,
    year: i32,
    calendar: &Calendar,
) -> anyhow::Result<Document> {
    let cell = by.organization();
    let squares = squares(read, cell.id, year, calendar).await?;
    let criteria = rule::criteria_of(read, cell.id, &squares).await?;
    let average = rule::averaged(criteria.as_ref(), &squares);
    let day = squares.iter().rev().find(|square| is_due(square)).map(|square| square.month.last_day());
    let names = organizations::names_on(read, cell.id, day.unwrap_or(calendar.today)).await?;
    let grades = queries::month_grades(read, cell.id, year).await?;
    let name = names.map_or_else(|| cell.name.clone(), |names| names.name);
    let code = cell.code.as_str();
    let mut parts =
        vec![about(criteria.as_ref(), &average), Part::Table(months(code, &squares, average.rule))];
    parts.push(Part::Heading("Bình quân năm".to_owned()));
    parts.push(Part::Table(steps(&average.steps, "Bình quân", average.to_string())));
    parts
        .extend(criteria.as_ref().into_iter().flat_map(|stored| graded(stored, &squares, &grades, &average)));
    parts.push(Part::Text(ROUNDING.to_owned()));
    Ok(Document {
        title: "Vì sao điểm này?".to_owned(),
        subtitle: vec![format!("{name}: bình quân năm {year}")],
        parts,
        ..Document::default()
    })
}

fn about(criteria: Option<&StoredSet>, average: &YearAverage) -> Part {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let set = criteria.map_or_else(
        || "chưa có bộ tiêu chí nào được áp dụng".to_owned(),
        |stored| {
            let label = stored.set.illustration().map(|label| format!(" ({label})")).unwrap_or_default();
            format!("“{}”, phiên bản {}{label}", stored.set.name, stored.version)
        },
    );
    Part::Pairs(vec![
        pair("Bộ tiêu chí của tháng gần nhất", set),
        pair("Tháng thiếu", missing_month_in_words(average.rule).to_owned()),
        pair(
            "Số tháng",
            format!("phải nộp {}, có điểm {}", average.expected, average.expected - average.missing),
        ),
    ])
}

fn months(code: &str, squares: &[Square], rule: MissingMonth) -> Table {
    let column = |label, width| Column { label, width };
    let row = |square: &Square| {
        let to = format!("/organizations/{code}/months/{}/sheet/why", square.month);
        let leads_on = square.leads_on && square.reading.value().is_some();
        let month = format!("{}/{}", square.number(), square.month.year());
        let month = Cell::from(month).at(leads_on.then_some(Link { to, says: None }));
        let points = square.reading.value().map_or_else(|| "–".to_owned(), |points| points.to_string());
        Row::new(vec![month, square.says.as_str().into(), counts(square.reading, rule).into(), points.into()])
    };
    Table {
        columns: vec![
            column("Tháng", Width::Words),
            column("Phiếu", Width::Rest),
            column("Bình quân", Width::Words),
            column("Điểm", Width::Figure),
        ],
        rows: squares.iter().map(row).collect(),
    }
}

/// Whether a month counts.
fn counts(reading: Reading, rule: MissingMonth) -> &'static str {
    match (reading, rule) {
        (Reading::Official(_) | Reading::SelfGiven(_), _) => "tính",
        (Reading::Missing, MissingMonth::CountsAsZero) => "tính 0 điểm",
        (Reading::Missing, _) => "không tính",
        (Reading::NotExpected | Reading::Future, _) => "–",
    }
}

/// The grades of the year, where the criteria have some.
fn graded(
    stored: &StoredSet,
    squares: &[Square],
    of_months: &[(Month, Option<String>)],
    average: &YearAverage,
) -> Vec<Part> {
    let Some(rule) = stored.set.year.as_ref().filter(|rule| !rule.grades.is_empty()) else {
        return Vec::new();
    };
    let grade_of = |square: &Square| {
        of_months.iter().find(|(month, _)| *month == square.month).and_then(|(_, grade)| grade.as_deref())
    };
    let months: Vec<_> = squares.iter().filter(|square| is_due(square)).map(grade_of).collect();
    let tried = year_tried(&stored.set, rule, &months, average.average);
    let reached =
        tried.iter().find(|tried| tried.holds()).map(|tried| tried.name.clone()).unwrap_or_default();
    vec![Part::Heading("Xếp loại năm".to_owned()), Part::Table(grades(&tried, &reached))]
}
