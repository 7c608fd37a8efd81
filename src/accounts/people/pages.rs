//! The people of a branch, one of them, and the forms.

use askama::Template;
use chrono::NaiveDate;

use super::{
    forms::{ROWS, cell},
    model::{Account, Barrier, By, Held},
    queries::{Listed, Pause},
};
use crate::{
    access::Role,
    clock::Instant,
    layout::Frame,
    text::dates,
    web::{FieldErrors, Fields},
};

/// Which people somebody wants to see, as asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) role: String,
    pub(super) state: String,
}

/// The people of a branch.
#[derive(Template)]
#[template(path = "accounts/people/list.html")]
pub(super) struct List {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) organization: String,
    pub(super) filter: Filter,
    pub(super) people: Vec<Listed>,
    pub(super) today: NaiveDate,
    /// The first page of these, where this is a later one.
    pub(super) first: String,
    pub(super) next: Option<String>,
}

impl List {
    fn here(&self) -> String {
        format!("/organizations/{}/people", self.code)
    }

    fn states() -> [(&'static str, &'static str); 4] {
        [
            ("present", "Đang giữ chức vụ"),
            ("past", "Đã thôi chức vụ"),
            ("inactive", "Tài khoản ngừng hoạt động"),
            ("all", "Tất cả"),
        ]
    }

    fn roles() -> Vec<(&'static str, String)> {
        std::iter::once(("", "Mọi chức vụ".to_owned())).chain(roles(|_| true)).collect()
    }

    fn shown(&self) -> String {
        format!("{} đồng chí trên trang này", self.people.len())
    }

    /// What stands beside a name: the present positions, or else the last one.
    fn held<'a>(&self, listed: &'a Listed) -> Vec<&'a Held> {
        let present: Vec<_> = listed.held.0.iter().filter(|held| held.is_present(self.today)).collect();
        if present.is_empty() { listed.held.0.iter().take(1).collect() } else { present }
    }
}

fn roles(wanted: impl Fn(Role) -> bool) -> impl Iterator<Item = (&'static str, String)> {
    Role::ALL.into_iter().filter(move |role| wanted(*role)).map(|role| (role.code(), role.to_string()))
}

/// Organizations to choose from: code and name.
pub(super) type Choices = Vec<(String, String)>;

/// Somebody with an account, with their positions in the branch.
#[derive(Template)]
#[template(path = "accounts/people/show.html")]
pub(super) struct Show {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) account: Account,
    pub(super) by: By,
    pub(super) pauses: Vec<Pause>,
    pub(super) today: NaiveDate,
}

impl Show {
    fn here(&self) -> String {
        format!("/organizations/{}/people/{}", self.code, self.account.person)
    }

    fn barrier(&self) -> Option<Barrier> {
        self.by.may_change(&self.account).err()
    }

    fn may_place(&self) -> bool {
        self.by.may_place(&self.account).is_ok()
    }

    fn may_end(&self, held: &Held) -> bool {
        self.may_place() && self.by.may_give(held.role) && held.is_present(self.today)
    }

    fn changed(&self) -> Option<String> {
        self.account.changed.as_ref().map(|(by, at)| format!("{by}, {}", dates::instant(*at)))
    }
}

impl Held {
    /// "từ 01/01/2020 đến 30/06/2026".
    pub(super) fn period(&self) -> String {
        let from = dates::day(self.from);
        self.last.map_or_else(|| format!("từ {from}"), |last| format!("{from} – {}", dates::day(last)))
    }

    /// A state's class and word.
    fn state(&self, today: NaiveDate) -> (&'static str, &'static str) {
        match (self.is_present(today), self.is_to_come(today)) {
            (_, true) => ("todo", "chưa bắt đầu"),
            (true, _) => ("done", "đang giữ"),
            (false, _) => ("none", "đã kết thúc"),
        }
    }
}

impl Pause {
    fn began(&self) -> String {
        dates::instant(self.at)
    }

    fn over(&self) -> Option<(String, &str, &str)> {
        let (at, by) = self.ended_at.zip(self.ended_by.as_deref())?;
        Some((dates::instant(at), by, self.end_reason.as_deref()?))
    }
}

/// A row of fields about a position.
pub(super) struct Row {
    pub(super) organization: String,
    pub(super) role: String,
    pub(super) from: String,
    pub(super) last: String,
}

impl Row {
    fn of(row: usize) -> Self {
        let name = |field| cell(field, row);
        Self {
            organization: name("organization"),
            role: name("role"),
            from: name("from"),
            last: name("last"),
        }
    }

    /// Whether something was typed into it.
    fn is_filled(&self, typed: &Fields) -> bool {
        [&self.organization, &self.role, &self.from, &self.last]
            .into_iter()
            .any(|name| !typed.text(name).is_empty())
    }
}

/// A new account, or a new position of somebody.
#[derive(Template)]
#[template(path = "accounts/people/new.html")]
pub(super) struct New {
    pub(super) frame: Frame,
    pub(super) code: String,
    /// None: a new account.
    pub(super) account: Option<Account>,
    pub(super) administers: bool,
    pub(super) choices: Choices,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl New {
    fn back(&self) -> String {
        let people = format!("/organizations/{}/people", self.code);
        self.account.as_ref().map_or(people.clone(), |account| format!("{people}/{}", account.person))
    }

    fn action(&self) -> String {
        if self.account.is_some() { format!("{}/positions", self.back()) } else { self.back() }
    }

    fn rows(&self) -> Vec<Row> {
        let rows = if self.account.is_some() { 1 } else { ROWS };
        (1..=rows).map(Row::of).collect()
    }

    fn roles(&self) -> Vec<(&'static str, String)> {
        let may = |role| role != Role::Administrator || self.administers;
        std::iter::once(("", "Chọn chức vụ".to_owned())).chain(roles(may)).collect()
    }
}

/// What is written of an account, to be changed.
#[derive(Template)]
#[template(path = "accounts/people/edit.html")]
pub(super) struct Edit {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

/// The end of a position.
#[derive(Template)]
#[template(path = "accounts/people/end.html")]
pub(super) struct End {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) name: String,
    pub(super) held: Held,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

/// Out of use, or back into it.
#[derive(Template)]
#[template(path = "accounts/people/activity.html")]
pub(super) struct Activity {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) account: Account,
    /// Whether the account shall come back into use.
    pub(super) active: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl Activity {
    fn action(&self) -> String {
        format!("{}/{}", self.here, if self.active { "activation" } else { "deactivation" })
    }
}

/// "Lê Thị Hồng Vân đã sửa lúc 25/11/2026 09:00".
pub(super) fn somebody(changed: Option<&(String, Instant)>) -> String {
    changed.map_or_else(
        || "Đã có người sửa".to_owned(),
        |(by, at)| format!("Đồng chí {by} đã sửa lúc {}", dates::instant(*at)),
    )
}
