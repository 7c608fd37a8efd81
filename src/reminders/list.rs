//! The list of who has not sent, as a page and as a sheet.

use super::{model::Part, queries::Row};
use crate::{
    clock::{InHanoi, Instant, Month},
    export::sheet::{Column, Kind, Sheet, Value},
    months::{Deadlines, Timeliness},
    scores::State,
    text::dates,
};

impl Row {
    fn sheet_state(&self) -> Option<State> {
        self.state.as_deref().and_then(|state| state.parse().ok())
    }

    /// The state of the sheet, as a class and a word.
    pub(super) fn sheet(&self) -> (&'static str, &'static str) {
        match self.sheet_state() {
            Some(State::Returned) => ("returned", "Trả lại"),
            Some(_) => ("doing", "Đang nhập"),
            None => ("todo", "Chưa lập"),
        }
    }

    /// Whether the meeting is recorded, as a class and a word.
    pub(super) fn meeting(&self) -> (&'static str, &'static str) {
        if self.has_met { ("done", "Đã nhập") } else { ("todo", "Chưa nhập") }
    }

    /// "25/11/2026 09:00".
    pub(super) fn reminded(&self) -> Option<String> {
        self.reminded_at.map(dates::instant)
    }

    /// Who reminded last.
    pub(super) fn reminder(&self) -> String {
        self.reminded_by.clone().unwrap_or_else(|| "chương trình nhắc theo lịch".to_owned())
    }

    /// "3 người, 1 nhận cả thư điện tử".
    pub(super) fn reaches(&self) -> String {
        match (self.people, self.with_mail) {
            (0, _) => "chưa có người giữ chức vụ".to_owned(),
            (people, 0) => format!("{people} người, chưa có thư điện tử"),
            (people, mail) if people == mail => format!("{people} người, có thư điện tử"),
            (people, mail) => format!("{people} người, {mail} có thư điện tử"),
        }
    }
}

/// The list as a sheet: its columns, order and rows.
pub(super) fn sheet(committee: &str, month: Month, part: Part, rows: &[Row], now: Instant) -> Sheet {
    let names = ["Chi bộ", "Trực thuộc", "Cuộc họp", "Phiếu", "Người nhận lời nhắc"];
    let mut columns: Vec<_> = names.into_iter().map(|name| Column::new(name, Kind::Text)).collect();
    columns.push(Column::new("Nhắc lần cuối", Kind::Date));
    columns.push(Column::new("Ai nhắc", Kind::Text));
    let row = |row: &Row| {
        vec![
            Value::text(row.name.as_str()),
            Value::text(row.parent.clone().unwrap_or_default()),
            Value::text(row.meeting().1),
            Value::text(row.sheet().1),
            Value::text(row.reaches()),
            Value::day(row.reminded_at.map(|at| at.in_hanoi().date_naive())),
            Value::text(if row.reminded_at.is_some() { row.reminder() } else { String::new() }),
        ]
    };
    Sheet {
        title: format!("{} {}", part.label(), month.label().replace('/', "-")),
        notes: vec![
            committee.to_owned(),
            format!("{}, {}", part.label(), month.label()),
            format!("Đến {}, tính theo tổ chức hiện nay", dates::instant(now)),
        ],
        columns,
        rows: rows.iter().map(row).collect(),
    }
}

/// The deadline in a sentence.
pub(super) fn deadline_words(deadlines: Deadlines, now: Instant) -> String {
    let on_time = dates::weekday_day(deadlines.on_time);
    let closing = dates::weekday_day(deadlines.closing);
    let today = now.in_hanoi().date_naive();
    match deadlines.at(now) {
        Timeliness::OnTime => match (deadlines.on_time - today).num_days() {
            0 => format!("Hạn gửi phiếu: {on_time} (hôm nay)."),
            days => format!("Hạn gửi phiếu: {on_time} (còn {days} ngày)."),
        },
        Timeliness::Late => {
            format!(
                "Quá hạn gửi phiếu {} ngày ({on_time}). Khóa nhập hết {closing}.",
                (today - deadlines.on_time).num_days()
            )
        }
        Timeliness::Closed => format!("Quá hạn gửi phiếu ({on_time}), đã khóa nhập từ hết {closing}."),
    }
}
