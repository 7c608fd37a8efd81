//! What a cell writes of its year, and what a committee answers.

use chrono::{Datelike, NaiveDate};

use crate::{
    clock::Month,
    points::Points,
    recognition::model::Assessment,
    text::{dates, is_a_reason, numbers},
    web::{FieldErrors, Fields},
};

/// Longest text, in characters.
const LONGEST: usize = 10_000;

/// The texts of the year's report: field, what it is called, whether it must be there.
pub(super) const TEXTS: [(&str, &str, bool); 4] = [
    ("situation", "Đặc điểm tình hình", false),
    ("results", "Kết quả nổi bật theo bốn tiêu chí", true),
    ("shortcomings", "Hạn chế, nguyên nhân", true),
    ("directions", "Phương hướng, đề nghị", false),
];

/// An assessment as it is shown to be written on.
pub(super) fn written(assessment: &Assessment) -> Fields {
    let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let pairs = vec![
        text("voted_on", &dates::day(assessment.voted_on)),
        text("vote_for", &assessment.votes.0.to_string()),
        text("vote_total", &assessment.votes.1.to_string()),
        text("situation", &assessment.situation),
        text("results", &assessment.results),
        text("shortcomings", &assessment.shortcomings),
        text("directions", &assessment.directions),
    ];
    let gaps = assessment.gaps.iter().map(|(month, why)| (format!("gap[{month}]"), why.clone()));
    Fields::new(pairs.into_iter().chain(gaps))
}

/// Reads an assessment. Each month without a sheet needs its reason.
pub(super) fn assessment(
    typed: &Fields,
    year: i32,
    missing: &[Month],
    today: NaiveDate,
) -> Result<Assessment, FieldErrors> {
    let mut errors = FieldErrors::default();
    let voted_on = errors.keep("voted_on", dates::parse_day(typed.text("voted_on")));
    if let Some(day) = voted_on {
        if day > today {
            errors.push("voted_on", "Ngày này chưa đến.");
        } else if day.year() < year {
            errors
                .push("voted_on", format!("Chi bộ biểu quyết về năm {year} thì không thể trước năm {year}."));
        }
    }
    let votes = votes(typed, &mut errors);
    for (name, label, is_required) in TEXTS {
        let length = typed.text(name).chars().count();
        if is_required && length == 0 {
            errors.push(name, format!("{label}: đề nghị ghi, ngắn gọn cũng được."));
        } else if length > LONGEST {
            errors.push(name, format!("{label}: dài tối đa 10.000 ký tự."));
        }
    }
    let gaps = gaps(typed, missing, &mut errors);
    let text = |name: &str| typed.text(name).to_owned();
    match (voted_on, votes) {
        (Some(voted_on), Some(votes)) if errors.is_empty() => Ok(Assessment {
            voted_on,
            votes,
            situation: text("situation"),
            results: text("results"),
            shortcomings: text("shortcomings"),
            directions: text("directions"),
            gaps,
        }),
        _ => Err(errors),
    }
}

fn votes(typed: &Fields, errors: &mut FieldErrors) -> Option<(i32, i32)> {
    let agreed = errors.keep("vote_for", numbers::parse_count(typed.text("vote_for")));
    let entitled = errors.keep("vote_total", numbers::parse_count(typed.text("vote_total")));
    let (agreed, entitled) = agreed.zip(entitled)?;
    if agreed > entitled {
        errors.push("vote_for", format!("Số tán thành không thể nhiều hơn {entitled} đảng viên biểu quyết."));
    } else if entitled == 0 {
        errors.push("vote_total", "Cần có đảng viên biểu quyết.");
    }
    Some((agreed, entitled))
}

fn gaps(typed: &Fields, missing: &[Month], errors: &mut FieldErrors) -> Vec<(Month, String)> {
    let reasons = missing.iter().map(|month| {
        let name = format!("gap[{month}]");
        let why = typed.text(&name).to_owned();
        if why.is_empty() {
            errors.push(&name, format!("Phiếu {} chưa có; đề nghị nêu lý do.", month.label()));
        }
        (*month, why)
    });
    reasons.collect()
}

/// What a reviewer makes of a cell's year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Appraisal {
    pub(super) average: Option<Points>,
    pub(super) note: String,
}

/// Reads an appraisal. Another average than the cell's needs a reason.
pub(super) fn appraisal(typed: &Fields, own: Option<Points>) -> Result<Appraisal, FieldErrors> {
    let mut errors = FieldErrors::default();
    let text = typed.text("average");
    let average = if text.is_empty() { own } else { errors.keep("average", numbers::parse_points(text)) };
    let note = typed.text("note").to_owned();
    let shown = |points: Option<Points>| points.map(Points::fixed);
    // What was not touched stays exact, however many decimals it has.
    let average = if shown(average) == shown(own) { own } else { average };
    if average != own && !is_a_reason(&note) {
        errors.push("note", "Điểm thẩm định khác điểm chi bộ đề nghị thì cần nêu lý do.");
    }
    if errors.is_empty() { Ok(Appraisal { average, note }) } else { Err(errors) }
}

/// Reads why something is sent back, declined or objected to.
pub(super) fn reason(typed: &Fields) -> Result<String, FieldErrors> {
    let text = typed.text("reason");
    if !is_a_reason(text) {
        return Err(FieldErrors::one("reason", "Đề nghị nêu lý do, ít nhất vài từ."));
    }
    if text.chars().count() > LONGEST {
        return Err(FieldErrors::one("reason", "Lý do dài tối đa 10.000 ký tự."));
    }
    Ok(text.to_owned())
}

/// The version a form was drawn for.
pub(super) fn version(typed: &Fields) -> i32 {
    typed.text("version").parse().unwrap_or_default()
}
