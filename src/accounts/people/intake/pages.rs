//! The page of a list of accounts: to hand in, what it would do, and what it made.

use std::collections::HashSet;

use askama::Template;
use chrono::NaiveDate;

use super::{columns::MATCHING, plan::Plan, queries::Intake};
use crate::{
    accounts::people::model::{Account, By},
    import::{Found, Outcome, Places},
    layout::Frame,
    text::dates,
    web::{FieldErrors, Fields},
};

/// A file that was read, before anything is written.
pub(super) struct Looked {
    pub(super) found: Found,
    /// The same, to be carried back.
    pub(super) rows: String,
    /// Where each column stands.
    pub(super) places: Places,
    /// None while a column still has to be chosen.
    pub(super) plan: Option<Plan>,
    pub(super) mark: String,
    /// Whether the accounts changed since it was looked at.
    pub(super) has_changed: bool,
}

/// Accounts from a file.
#[derive(Template)]
#[template(path = "accounts/people/intake/file.html")]
pub(super) struct File {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
    pub(super) looked: Option<Looked>,
    /// Lists that were read before.
    pub(super) before: Vec<Intake>,
}

impl File {
    fn here(&self) -> String {
        format!("/organizations/{}/people", self.code)
    }
}

impl Intake {
    fn when(&self) -> String {
        dates::instant(self.at)
    }
}

impl Looked {
    /// Rows shown of those that were understood.
    const SHOWN: usize = 200;

    fn columns(&self) -> Vec<(String, &'static str, String)> {
        MATCHING.columns(&self.places)
    }

    /// What a person should know of how it was read and of what it would do.
    fn remarks(&self) -> Vec<String> {
        let of_plan = self.plan.iter().flat_map(|plan| &plan.remarks);
        self.found.remarks_with(&self.places).into_iter().chain(of_plan.cloned()).collect()
    }

    /// Whether a row names no first day.
    fn lacks_a_day(&self) -> bool {
        let from = self.places.get("from").map(usize::to_string);
        from.is_none_or(|at| self.found.rows.iter().any(|row| row.get(&at).is_none()))
    }

    /// What the file would do, in a sentence.
    fn said(plan: &Plan) -> String {
        let wrong = plan.problems.iter().map(|problem| problem.row);
        let rows: HashSet<_> = plan.lines.iter().map(|line| line.row).chain(wrong).collect();
        let (created, given, same) = (plan.work.created.len(), plan.work.given.len(), plan.same());
        format!(
            "Tệp có {} dòng: {created} tài khoản mới, {given} chức vụ mới, {same} dòng đã có.",
            rows.len()
        )
    }

    /// What each row would do, the first few: number, of whom, what.
    fn lines(plan: &Plan) -> Vec<(u32, &str, &str)> {
        let what = |outcome| match outcome {
            &Outcome::New(ref words) | &Outcome::Changed(ref words) => words.as_str(),
            Outcome::Same => "đã có",
        };
        plan.lines
            .iter()
            .take(Self::SHOWN)
            .map(|line| (line.row, line.title.as_str(), what(&line.outcome)))
            .collect()
    }

    /// How many there are beyond those shown.
    fn more(plan: &Plan) -> usize {
        plan.lines.len().saturating_sub(Self::SHOWN)
    }

    fn button(plan: &Plan) -> String {
        match (plan.work.created.len(), plan.work.given.len()) {
            (0, 0) => format!("Ghi {} thay đổi", plan.changed()),
            (0, given) => format!("Ghi {given} chức vụ"),
            (created, given) => format!("Ghi {created} tài khoản, {given} chức vụ"),
        }
    }
}

/// The accounts a list made.
#[derive(Template)]
#[template(path = "accounts/people/intake/made.html")]
pub(super) struct Made {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) intake: Intake,
    pub(super) accounts: Vec<Account>,
    pub(super) by: By,
    pub(super) today: NaiveDate,
}

impl Made {
    fn here(&self) -> String {
        format!("/organizations/{}/people", self.code)
    }

    /// How many of those shown can be given a slip.
    fn open(&self) -> usize {
        self.accounts.iter().filter(|account| self.by.may_open(account)).count()
    }

    /// What an account still waits for: a state's class and word.
    fn state(account: &Account) -> (&'static str, &'static str) {
        match (account.is_active, account.has_password) {
            (false, _) => ("shut", "ngừng hoạt động"),
            (_, false) => ("todo", "chưa đặt mật khẩu"),
            _ => ("done", "đã đặt mật khẩu"),
        }
    }

    /// How many accounts are not on the page.
    fn more(&self) -> usize {
        usize::try_from(self.intake.made).unwrap_or_default().saturating_sub(self.accounts.len())
    }
}
