//! What can happen to a member on the roll. Pure.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    ids::MemberId,
    records::model::{NewMember, Standing, Status},
    text::dates,
};

/// A time in which nothing about a member changed.
#[derive(Debug, Clone)]
pub(in crate::records) struct Stretch {
    pub(in crate::records) id: i64,
    pub(in crate::records) version: i32,
    pub(in crate::records) member: MemberId,
    pub(in crate::records) name: String,
    pub(in crate::records) from: NaiveDate,
    /// The last day, where there is one.
    pub(in crate::records) until: Option<NaiveDate>,
    pub(in crate::records) standing: Standing,
    pub(in crate::records) status: Status,
    pub(in crate::records) post: String,
}

/// What is written of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::records) struct Stand {
    pub(in crate::records) standing: Standing,
    pub(in crate::records) status: Status,
    /// Empty where none.
    pub(in crate::records) post: String,
}

/// A stretch as somebody saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(in crate::records) struct Seen {
    pub(in crate::records) id: i64,
    pub(in crate::records) version: i32,
    pub(in crate::records) member: MemberId,
}

/// One thing that happens to the roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::records) enum Step {
    /// Somebody comes onto it.
    Join(NewMember),
    /// Standing, status or post is another from a day on; also: somebody comes back.
    Change { seen: Seen, from: NaiveDate, until: Option<NaiveDate>, stand: Stand },
    /// What was written of the last stretch was wrong.
    Correct { seen: Seen, name: String, from: NaiveDate, stand: Stand },
    /// Somebody leaves after a last day.
    Leave { seen: Seen, last: NaiveDate },
}

impl Stretch {
    pub(in crate::records) fn seen(&self) -> Seen {
        Seen { id: self.id, version: self.version, member: self.member }
    }

    pub(in crate::records) fn stand(&self) -> Stand {
        Stand { standing: self.standing, status: self.status, post: self.post.clone() }
    }

    /// Which stretch it is and in which version, for a form that was made from it.
    pub(super) fn token(&self) -> String {
        format!("{}.{}", self.id, self.version)
    }

    /// Whether the member has left, seen on a day.
    pub(in crate::records) fn has_ended(&self, today: NaiveDate) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

impl Step {
    /// Whether the last stretch says already what the step would write: the button was pressed twice.
    pub(super) fn is_done(&self, last: &Stretch) -> bool {
        match self {
            Self::Join(_) => false,
            Self::Change { from, stand, .. } => last.from == *from && last.stand() == *stand,
            Self::Correct { name, from, stand, .. } => {
                last.from == *from && last.stand() == *stand && last.name == *name
            }
            Self::Leave { last: day, .. } => last.until == Some(*day),
        }
    }
}

/// The step by which a member stands otherwise from a day on, or why there is none. On the first day of the last
/// stretch, it is that stretch put right.
pub(in crate::records) fn change(last: &Stretch, from: NaiveDate, stand: Stand) -> Result<Step, String> {
    let seen = last.seen();
    if from < last.from {
        return Err(format!(
            "Lần ghi gần nhất của đồng chí này tính từ ngày {}; đề nghị chọn từ ngày đó trở đi.",
            dates::day(last.from)
        ));
    }
    if from == last.from {
        return Ok(Step::Correct { seen, name: last.name.clone(), from, stand });
    }
    let until = last.until.filter(|until| *until >= from);
    if last.stand() == stand && last.until.is_none_or(|until| until >= from) {
        return Err("Không có gì khác so với hiện nay.".to_owned());
    }
    Ok(Step::Change { seen, from, until, stand })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn stretch(until: Option<NaiveDate>) -> Stretch {
        Stretch {
            id: 7,
            version: 2,
            member: MemberId(1),
            name: "Nguyễn Văn An".to_owned(),
            from: day(3, 1),
            until,
            standing: Standing::Probationary,
            status: Status::Active,
            post: String::new(),
        }
    }

    fn official() -> Stand {
        Stand { standing: Standing::Official, status: Status::Active, post: String::new() }
    }

    #[test]
    fn a_member_changes_from_a_day_on_but_never_before_what_is_written() {
        let last = stretch(None);
        assert!(change(&last, day(2, 28), official()).unwrap_err().contains("01/03/2026"));
        assert!(matches!(change(&last, day(3, 1), official()), Ok(Step::Correct { .. })));
        let step = change(&last, day(3, 2), official()).unwrap();
        assert_eq!(step, Step::Change { seen: last.seen(), from: day(3, 2), until: None, stand: official() });
        assert!(change(&last, day(3, 2), last.stand()).is_err(), "nothing changes");
    }

    #[test]
    fn who_left_may_come_back_as_they_were_and_a_planned_leaving_stays() {
        let left = stretch(Some(day(6, 30)));
        let back = change(&left, day(9, 1), left.stand()).unwrap();
        assert!(matches!(back, Step::Change { until: None, .. }));
        let planned = change(&left, day(6, 1), official()).unwrap();
        assert!(matches!(planned, Step::Change { until: Some(until), .. } if until == day(6, 30)));
    }
}
