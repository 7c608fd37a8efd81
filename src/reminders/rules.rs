//! The rules of a committee as a form.

use super::model::{Rules, SETTING};
use crate::{
    access::{Manage, Proof},
    audit::{Change, Event},
    clock::Clock,
    db::Db,
    settings,
    web::{FieldErrors, Fields},
};

/// The three rules: the field, the words, the most days.
pub(super) const FIELDS: [(&str, &str); 3] = [
    ("meeting", "Chưa nhập cuộc họp: nhắc trước hạn gửi phiếu"),
    ("sheet", "Chưa gửi phiếu: nhắc trước hạn gửi phiếu"),
    ("late", "Đã quá hạn: nhắc sau hạn gửi phiếu"),
];

/// Most days before or after a deadline.
const MOST: u32 = 25;

/// The rules as a form shows them.
pub(super) fn typed(rules: Rules, seen: Option<&serde_json::Value>) -> Fields {
    let days = [("meeting", rules.meeting), ("sheet", rules.sheet), ("late", rules.late)];
    let fields = days.map(|(name, days)| (name.to_owned(), days.map(|n| n.to_string()).unwrap_or_default()));
    let seen = seen.map(ToString::to_string).unwrap_or_default();
    Fields::new(fields.into_iter().chain([("seen".to_owned(), seen)]))
}

/// Reads the form. A rule whose days are left blank is off.
pub(super) fn parse(typed: &Fields) -> Result<Rules, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut days = |name: &str, least: u32| match typed.text(name) {
        "" => None,
        text => {
            let days = text.parse::<u32>().ok().filter(|days| (least..=MOST).contains(days));
            errors.keep(
                name,
                days.ok_or(format!(
                    "Đồng chí ghi số ngày từ {least} đến {MOST}, hoặc để trống nếu không nhắc."
                )),
            )
        }
    };
    let rules = Rules { meeting: days("meeting", 0), sheet: days("sheet", 0), late: days("late", 1) };
    if errors.is_empty() { Ok(rules) } else { Err(errors) }
}

/// Sets the rules; false when somebody else has set others since the form was drawn.
pub(super) async fn set(
    db: &Db,
    clock: &Clock,
    by: &Proof<Manage>,
    rules: Rules,
    seen: &str,
) -> anyhow::Result<bool> {
    let seen = serde_json::from_str(seen).ok();
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let committee = by.organization().id;
    let value = serde_json::to_value(rules)?;
    if !settings::replace(&mut change, committee, SETTING, seen.as_ref(), &value).await? {
        return Ok(false);
    }
    change.commit(Event::SettingMade { name: SETTING.to_owned() }).await?;
    Ok(true)
}
