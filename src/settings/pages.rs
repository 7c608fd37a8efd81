//! All settings of a committee, and one of them.

use askama::Template;

use super::{
    model::{Number, Setting},
    preview::Dates,
    queries::Made,
};
use crate::{
    clock::Month,
    ids::OrganizationId,
    layout::Frame,
    text::{capital, dates},
    web::{FieldErrors, Fields},
};

/// Every setting, with where it comes from.
#[derive(Template)]
#[template(path = "settings/list.html")]
pub(super) struct ListPage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) groups: Vec<(&'static str, Vec<Row>)>,
}

/// A setting as it holds.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) label: &'static str,
    pub(super) segment: &'static str,
    pub(super) said: String,
    pub(super) source: Source,
    /// What the committee set for later months, the nearest first.
    pub(super) to_come: Vec<String>,
}

/// Where what holds comes from.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) said: String,
    pub(super) by: String,
}

impl Source {
    fn of(made: Option<&Made>, committee: OrganizationId) -> Self {
        let Some(made) = made else {
            return Self { said: "Mặc định của chương trình".to_owned(), by: String::new() };
        };
        let is_own = made.organization == Some(committee);
        let since = since(made);
        let said = match &made.organization_name {
            _ if is_own => format!("Đặt tại cấp ủy này{since}"),
            Some(name) => format!("Theo {name}{since}"),
            None => format!("Đặt chung cho mọi cấp ủy{since}"),
        };
        Self { said, by: made.by_whom() }
    }
}

/// ", từ tháng 12/2026"; nothing where it held from the beginning.
fn since(made: &Made) -> String {
    if made.at.is_none() { String::new() } else { format!(", từ {}", made.from.label()) }
}

impl Made {
    /// "Đặng Văn Hải (Ban Tổ chức, Đảng ủy …), 25/11/2026 09:00".
    fn by_whom(&self) -> String {
        match (&self.by, self.at) {
            (Some(by), Some(at)) => format!("{by}, {}", dates::instant(at)),
            _ => String::new(),
        }
    }

    /// What was set, in words.
    fn said(&self, setting: &Setting) -> String {
        if self.value.is_null() {
            "theo cấp trên".to_owned()
        } else {
            setting.said(&setting.read(&self.value))
        }
    }

    fn begins(&self) -> String {
        self.from.label()
    }
}

impl Row {
    /// A setting as it holds for a committee in a month, with what the committee set for later ones.
    pub(super) fn of(
        setting: &Setting,
        in_force: &[Made],
        own: &[Made],
        (committee, month): (OrganizationId, Month),
    ) -> Self {
        let made = in_force.iter().find(|made| made.name == setting.name);
        let later = own.iter().rev().filter(|made| made.name == setting.name && made.from > month);
        let numbers = made.map_or_else(|| setting.usual(), |made| setting.read(&made.value));
        Self {
            label: setting.label,
            segment: setting.segment,
            said: capital(&setting.said(&numbers)),
            source: Source::of(made, committee),
            to_come: later.map(|made| format!("Từ {}: {}", made.from.label(), made.said(setting))).collect(),
        }
    }
}

/// One setting: what holds, and the form that sets it otherwise.
#[derive(Template)]
#[template(path = "settings/form.html")]
pub(super) struct FormPage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) list: String,
    /// The calendar the dates move by.
    pub(super) calendar: String,
    pub(super) setting: &'static Setting,
    pub(super) version: i32,
    pub(super) row: Row,
    /// What would hold if the committee itself set nothing.
    pub(super) above: Row,
    pub(super) history: Vec<Made>,
    /// The real dates of the months to come, for a setting that moves them.
    pub(super) dates: Vec<Dates>,
    /// The dates are shown for what is typed.
    pub(super) is_preview: bool,
    /// Somebody set it otherwise meanwhile.
    pub(super) is_changed: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl FormPage {
    fn text(&self, number: &Number) -> &str {
        self.typed.text(number.field())
    }

    /// Whose numbers are to hold.
    fn choices(&self) -> [(&'static str, String); 2] {
        let above = format!("{}. {}", self.above.source.said, self.above.said);
        [("own", "Cấp ủy đặt riêng".to_owned()), ("above", above)]
    }

    fn whose(&self) -> &str {
        self.typed.text("whose")
    }
}

impl Dates {
    fn label(&self) -> String {
        self.month.label()
    }

    fn on_time(&self) -> String {
        dates::weekday_day(self.then.on_time)
    }

    fn closing(&self) -> String {
        dates::weekday_day(self.then.closing)
    }

    /// What they are now, where they would move.
    fn before(&self) -> Option<String> {
        let said = || format!("nay {} và {}", dates::day(self.now.on_time), dates::day(self.now.closing));
        self.is_moved().then(said)
    }
}
