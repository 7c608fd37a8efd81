//! The pages of a save that did not go through: what was typed stands there, to be chosen from or copied.

use askama::Template;

use super::{
    actions::Conflict,
    edits::{Field, token},
    pages::About,
    sheet::Sheet,
};
use crate::{layout::Frame, text::dates, web::FieldErrors};

/// Two people changed the same fields.
#[derive(Template)]
#[template(path = "scores/conflict.html")]
pub(super) struct ConflictPage {
    pub(super) frame: Frame,
    pub(super) about: About,
    pub(super) rows: Vec<ConflictRow>,
}

/// One field two people changed.
pub(super) struct ConflictRow {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) mine: String,
    pub(super) mine_said: String,
    pub(super) theirs: String,
    pub(super) theirs_said: String,
    pub(super) by: String,
    pub(super) at: String,
    /// The hidden field that says what was seen.
    pub(super) seen: String,
    pub(super) token: String,
}

impl ConflictRow {
    /// The row of a conflict, with both values as people read them.
    pub(super) fn of(sheet: &Sheet, conflict: Conflict) -> Self {
        if conflict.code.is_empty() {
            return Self::of_grade(sheet, conflict);
        }
        let set = &sheet.criteria.set;
        let item = set.item(&conflict.code);
        let said = |text: &str| match (conflict.field, text) {
            (Field::Mark, "") => "chưa chấm".to_owned(),
            (Field::NotApplicable, "yes") => "không áp dụng".to_owned(),
            (Field::NotApplicable, _) => "có áp dụng".to_owned(),
            (_, "") => "để trống".to_owned(),
            (Field::Mark, text) => {
                let choices = item.map(|item| set.choices(item)).unwrap_or_default();
                choices.into_iter().find(|c| c.code == text).map_or_else(|| text.to_owned(), |c| c.name)
            }
            (_, text) => text.to_owned(),
        };
        let token = item.map(|item| token(&sheet.line(&conflict.code), item)).unwrap_or_default();
        Self {
            name: format!("{}[{}]", conflict.field.name(), conflict.code),
            label: format!(
                "Mục {} {} – {}",
                conflict.code,
                item.map_or("", |i| &i.text),
                conflict.field.label()
            ),
            mine_said: said(&conflict.mine),
            theirs_said: said(&conflict.theirs),
            at: conflict.at.map(dates::instant).unwrap_or_default(),
            mine: conflict.mine,
            theirs: conflict.theirs,
            by: conflict.by,
            seen: format!("seen[{}]", conflict.code),
            token,
        }
    }

    fn of_grade(sheet: &Sheet, conflict: Conflict) -> Self {
        let name = |code: &str| {
            let grade = sheet.criteria.set.grade(code);
            grade.map_or_else(|| "chưa chọn".to_owned(), |grade| grade.name.clone())
        };
        Self {
            name: "grade".to_owned(),
            label: "Xếp loại cả kỳ".to_owned(),
            mine_said: name(&conflict.mine),
            theirs_said: name(&conflict.theirs),
            at: conflict.at.map(dates::instant).unwrap_or_default(),
            seen: "seen_grade".to_owned(),
            token: conflict.theirs.clone(),
            mine: conflict.mine,
            theirs: conflict.theirs,
            by: conflict.by,
        }
    }
}

/// A save that was refused: what was typed can be copied from here.
#[derive(Template)]
#[template(path = "scores/refused.html")]
pub(super) struct RefusedPage {
    pub(super) frame: Frame,
    pub(super) about: About,
    pub(super) why: String,
    /// What was typed: item and field, text.
    pub(super) typed: Vec<(String, String)>,
    /// Where the cell asks to have the month opened again, with what was typed.
    pub(super) ask: Option<String>,
}
