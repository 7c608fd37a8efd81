//! What is asked of the workbench, and what is typed on it.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    points::Points,
    recognition::model::{Step, Terms, Vote},
    text::{dates, is_a_reason, numbers},
    web::{FieldErrors, Fields},
};

/// What the address asks: the table's order and filter, another bar, another quota.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) sort: String,
    #[serde(default)]
    pub(super) show: String,
    #[serde(default)]
    pub(super) bar: String,
    #[serde(default)]
    pub(super) quota: String,
    #[serde(default)]
    pub(super) page: usize,
    /// `all`: every row of the page comes ticked.
    #[serde(default)]
    pub(super) ticked: String,
}

/// What a what-if asks; what is blank stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct WhatIf {
    pub(super) bar: Option<Points>,
    pub(super) quota: Option<i32>,
}

/// Reads another bar and another quota.
pub(super) fn what_if(bar: &str, quota: &str) -> Result<WhatIf, FieldErrors> {
    let mut errors = FieldErrors::default();
    let bar = optional(&mut errors, "bar", bar, numbers::parse_points);
    if bar.is_some_and(|bar| !bar.reaches(Points::hundredths(1)) || bar.reaches(Points::whole(1001))) {
        errors.push("bar", "Điểm sàn: ghi một số lớn hơn 0.");
    }
    let quota = optional(&mut errors, "quota", quota, numbers::parse_count);
    if quota == Some(0) {
        errors.push("quota", "Số lượng tối đa: ghi một số lớn hơn 0, hoặc để trống.");
    }
    if errors.is_empty() { Ok(WhatIf { bar, quota }) } else { Err(errors) }
}

fn optional<T>(
    errors: &mut FieldErrors,
    name: &str,
    text: &str,
    read: fn(&str) -> Result<T, &'static str>,
) -> Option<T> {
    if text.trim().is_empty() { None } else { errors.keep(name, read(text.trim())) }
}

/// Reads the terms of a round with the reason for them.
pub(super) fn terms(typed: &Fields) -> Result<(Terms, String), FieldErrors> {
    let asked = what_if(typed.text("bar"), typed.text("quota"));
    let reason = typed.text("reason").to_owned();
    let mut errors = asked.as_ref().err().cloned().unwrap_or_default();
    if !is_a_reason(&reason) {
        errors.push("reason", "Đề nghị ghi căn cứ: kết luận, công văn nào, ít nhất vài từ.");
    }
    let covers_all = typed.text("covers") == "all";
    match asked {
        Ok(WhatIf { bar, quota }) if errors.is_empty() => Ok((Terms { covers_all, bar, quota }, reason)),
        _ => Err(errors),
    }
}

/// What the Standing Committee decided of a block of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decided {
    pub(super) step: Step,
    pub(super) vote: Option<Vote>,
    pub(super) note: String,
}

/// Reads the vote on a block of cells.
pub(super) fn decided(typed: &Fields, today: NaiveDate) -> Result<Decided, FieldErrors> {
    let mut errors = FieldErrors::default();
    let step = match typed.text("outcome") {
        "recognize" => Some(Step::Recognize),
        "not_recognize" => Some(Step::NotRecognize),
        "postpone" => Some(Step::Postpone),
        _ => None,
    };
    if step.is_none() {
        errors.push("outcome", "Đề nghị chọn kết quả: công nhận, không công nhận hoặc hoãn.");
    }
    let vote = vote(typed, today, &mut errors);
    let note = typed.text("note").to_owned();
    if vote.is_some_and(|vote| !vote.carries()) && step == Some(Step::Recognize) {
        errors.push("votes_for", "Công nhận cần quá nửa tổng số ủy viên Ban Thường vụ tán thành.");
    }
    if matches!(step, Some(Step::NotRecognize | Step::Postpone)) && !is_a_reason(&note) {
        errors.push("note", "Không công nhận hoặc hoãn thì cần nêu lý do, ít nhất vài từ.");
    }
    match step {
        Some(step) if errors.is_empty() => Ok(Decided { step, vote, note }),
        _ => Err(errors),
    }
}

fn vote(typed: &Fields, today: NaiveDate, errors: &mut FieldErrors) -> Option<Vote> {
    let mut count = |name: &str| errors.keep(name, numbers::parse_count(typed.text(name)));
    let (agreed, against, absent) = (count("votes_for"), count("votes_against"), count("votes_absent"));
    let on = errors.keep("voted_on", dates::parse_day(typed.text("voted_on")));
    if on.is_some_and(|day| day > today) {
        errors.push("voted_on", "Ngày này chưa đến.");
    }
    Some(Vote { agreed: agreed?, against: against?, absent: absent?, on: on? })
}

/// The cells that are ticked, each with the version it was looked at in.
pub(super) fn ticked(typed: &Fields) -> Vec<(String, i32)> {
    let version = |code: &str| typed.text(&format!("version[{code}]")).parse().unwrap_or_default();
    typed.all("cells").map(|code| (code.to_owned(), version(code))).collect()
}
