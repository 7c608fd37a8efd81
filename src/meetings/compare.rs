//! Two people corrected the same meeting: what the second typed beside what the first saved.

use super::{
    attendance::AttendanceState,
    forms::Saved,
    model::{MeetingForm, MeetingKind},
    queries::{Attendee, Task},
};
use crate::{text::dates, web::Fields};

/// A field that says one thing as typed and another as saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// The field's name, to link to it.
    pub(super) field: String,
    /// What it is called.
    pub(super) label: String,
    /// As typed now.
    pub(super) mine: String,
    /// As saved meanwhile.
    pub(super) theirs: String,
}

/// What the two saves disagree about, in the order of the form.
pub(super) fn differences(typed: &Fields, kept: &Fields, saved: &Saved) -> Vec<Difference> {
    let difference = |(name, text): (&str, &str)| {
        let (mine, theirs) = (shown(name, text), shown(name, kept.text(name)));
        let label = label(name, &saved.attendance, &saved.carried)?;
        (mine != theirs).then(|| Difference { field: name.to_owned(), label, mine, theirs })
    };
    typed.iter().filter_map(difference).collect()
}

/// What was typed in words, each with what its field is called: to be kept where it cannot be saved.
pub(super) fn in_words(typed: &Fields, roll: &[Attendee], tasks: &[Task]) -> Vec<(String, String)> {
    let said = |(name, text): (&str, &str)| {
        let is_usual = text.trim().is_empty() || (name.starts_with("state[") && text == "present");
        (!is_usual).then(|| Some((label(name, roll, tasks)?, shown(name, text)))).flatten()
    };
    typed.iter().filter_map(said).collect()
}

/// Without new tasks that are saved already in the same words: a second click adds nothing.
pub(super) fn without_repeated_tasks(typed: &Fields, saved: &Saved) -> Fields {
    let repeated: Vec<&str> = typed
        .grid("task_what")
        .filter(|(key, what)| {
            !key.starts_with('t') && saved.tasks.iter().any(|task| task.what == what.trim())
        })
        .map(|(key, _)| key)
        .collect();
    let kept = typed.iter().filter(|(name, _)| {
        let key = name.strip_prefix("task_").and_then(|rest| rest.split_once('['));
        key.is_none_or(|(_, key)| !repeated.contains(&key.trim_end_matches(']')))
    });
    Fields::new(kept.map(|(name, text)| (name.to_owned(), text.to_owned())))
}

/// A value in words, the same however it was typed.
fn shown(name: &str, text: &str) -> String {
    let text = text.trim();
    let word = match name.split('[').next().unwrap_or(name) {
        "kind" => MeetingKind::from_code(text).map(MeetingKind::label),
        "form" => MeetingForm::from_code(text).map(MeetingForm::label),
        "state" => AttendanceState::from_code(text).map(AttendanceState::label),
        "minutes_approved" => Some(if text == "yes" { "Đã thông qua" } else { "Chưa thông qua" }),
        "carried_done" => Some(match text {
            "yes" => "Đã hoàn thành",
            "no" => "Chưa hoàn thành",
            _ => "Chưa xem xét",
        }),
        _ => None,
    };
    if let Some(word) = word {
        return word.to_owned();
    }
    match name.split('[').next().unwrap_or(name) {
        "starts_at" | "ends_at" => dates::parse_time(text).map(dates::time).ok(),
        "held_on" | "documents_sent_on" | "notice_sent_on" | "reported_on" | "task_due" => {
            dates::parse_day(text).map(dates::day).ok()
        }
        _ => None,
    }
    .unwrap_or_else(|| text.to_owned())
}

/// What a field is called; none for what is no field of a meeting.
fn label(name: &str, roll: &[Attendee], tasks: &[Task]) -> Option<String> {
    let plain = match name {
        "kind" => "Loại cuộc họp",
        "held_on" => "Ngày họp",
        "starts_at" => "Bắt đầu",
        "ends_at" => "Kết thúc",
        "place" => "Địa điểm",
        "form" => "Hình thức",
        "chair" => "Chủ trì",
        "clerk" => "Người ghi biên bản",
        "guests" => "Khách mời",
        "topic" => "Tên chuyên đề",
        "agenda" => "Nội dung chương trình",
        "discussion" => "Ý kiến phát biểu",
        "praise_criticism" => "Biểu dương, phê bình",
        "conclusion" => "Kết luận",
        "resolution_number" => "Số nghị quyết",
        "speakers" => "Số đảng viên phát biểu",
        "vote_for" => "Số tán thành",
        "vote_total" => "Tổng số biểu quyết",
        "minutes_approved" => "Thông qua biên bản",
        "documents_sent_on" => "Gửi tài liệu",
        "notice_sent_on" => "Thông báo họp",
        "reported_on" => "Báo cáo cấp trên",
        "on_roll" => "Tổng số đảng viên",
        "present" => "Có mặt",
        "absent_excused" => "Vắng có lý do",
        "absent_unexcused" => "Vắng không lý do",
        "not_counted" => "Không tính",
        _ => return grid_label(name, roll, tasks),
    };
    Some(plain.to_owned())
}

fn grid_label(name: &str, roll: &[Attendee], tasks: &[Task]) -> Option<String> {
    let (grid, key) = name.strip_suffix(']')?.split_once('[')?;
    let member = || roll.iter().find(|a| a.member.to_string() == key).map(|a| a.name.as_str());
    let carried = || tasks.iter().find(|t| t.id.to_string() == key).map(|t| t.what.as_str());
    match grid {
        "state" => Some(format!("Điểm danh: {}", member()?)),
        "reason" => Some(format!("Lý do: {}", member()?)),
        "task_what" => Some("Nhiệm vụ".to_owned()),
        "task_who" => Some("Người thực hiện".to_owned()),
        "task_due" => Some("Hạn hoàn thành".to_owned()),
        "carried_done" => Some(format!("Nhiệm vụ trước: {}", carried()?)),
        "carried_result" => Some(format!("Kết quả: {}", carried()?)),
        _ => None,
    }
}
