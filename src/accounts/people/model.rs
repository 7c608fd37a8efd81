//! What may be done to an account, and by whom. Pure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    access::{Appoint, Proof, Right, Role},
    clock::Instant,
    ids::{OrganizationCode, OrganizationId, PersonId, PositionId},
};

/// A position somebody holds, held or will hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(in crate::accounts) struct Held {
    pub(super) id: PositionId,
    pub(super) version: i32,
    pub(super) role: Role,
    pub(super) organization: OrganizationId,
    pub(super) code: OrganizationCode,
    /// The organization's latest name.
    pub(super) name: String,
    pub(super) from: NaiveDate,
    /// The last day, where one is set.
    pub(super) last: Option<NaiveDate>,
}

impl Held {
    /// Held on the day or later: not over.
    pub(super) fn is_present(&self, today: NaiveDate) -> bool {
        self.last.is_none_or(|last| last >= today)
    }

    /// Begins after the day.
    pub(super) fn is_to_come(&self, today: NaiveDate) -> bool {
        self.from > today
    }
}

/// What is written of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::accounts) struct Written {
    pub(in crate::accounts) name: String,
    pub(in crate::accounts) username: String,
    /// Where their letters go; empty: nowhere. Shown to those who may change the account, and to the person.
    pub(in crate::accounts) mail: String,
}

/// How far the present positions of a person reach.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// Whether one lies outside the branch.
    pub(super) outside: bool,
    /// Whether one, wherever it is, administers.
    pub(super) administers: bool,
}

/// An account as a board sees it.
#[derive(Debug, Clone)]
pub(in crate::accounts) struct Account {
    pub(super) person: PersonId,
    pub(in crate::accounts) written: Written,
    pub(super) has_password: bool,
    pub(super) is_active: bool,
    /// Whether a second factor is on.
    pub(super) has_second_factor: bool,
    /// The positions in the branch, latest first; never empty.
    pub(super) held: Vec<Held>,
    pub(super) reach: Reach,
    /// Who changed what is written last, and when.
    pub(super) changed: Option<(String, Instant)>,
}

impl Account {
    /// Whose it is.
    pub(in crate::accounts) fn person(&self) -> PersonId {
        self.person
    }
}

/// Why somebody may not do something to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::accounts) enum Barrier {
    /// It is their own.
    Own,
    /// Its person administers; they do not.
    Administrator,
    /// A present position lies outside their branch.
    Outside,
}

impl Barrier {
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::Own => {
                "Đây là tài khoản của đồng chí. Chức vụ và tài khoản của mình do người khác có quyền quản lý tài khoản \
                 thay đổi."
            }
            Self::Administrator => {
                "Đồng chí này giữ chức vụ quản trị; tài khoản do người giữ chức vụ quản trị thay đổi."
            }
            Self::Outside => {
                "Đồng chí này còn giữ chức vụ ngoài phạm vi đang xem; tài khoản do cấp ủy quản lý tất cả các chức vụ đó \
                 thay đổi. Ở đây giao, kết thúc được chức vụ trong phạm vi."
            }
        }
    }
}

/// Who acts.
#[derive(Debug, Clone, Copy)]
pub(in crate::accounts) struct By {
    pub(super) person: PersonId,
    pub(super) administers: bool,
}

impl By {
    pub(in crate::accounts) fn of(proof: &Proof<Appoint>) -> Self {
        Self { person: proof.person(), administers: proof.may(Right::Administer) }
    }

    /// Whether they may change the account itself.
    pub(in crate::accounts) fn may_change(self, account: &Account) -> Result<(), Barrier> {
        self.may_place(account)?;
        match account.reach {
            Reach { administers: true, .. } if !self.administers => Err(Barrier::Administrator),
            Reach { outside: true, .. } => Err(Barrier::Outside),
            Reach { .. } => Ok(()),
        }
    }

    /// Whether a link for a first password is theirs to hand over, and there is somebody to use it.
    pub(super) fn may_open(self, account: &Account) -> bool {
        self.may_change(account).is_ok() && account.is_active && !account.has_password
    }

    /// Whether they may give the person positions, and end them.
    pub(super) fn may_place(self, account: &Account) -> Result<(), Barrier> {
        if account.person == self.person { Err(Barrier::Own) } else { Ok(()) }
    }

    /// Whether a role is theirs to give and to end.
    pub(super) fn may_give(self, role: Role) -> bool {
        role != Role::Administrator || self.administers
    }
}

/// A position to write down, its organization found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Grant {
    pub(super) organization: OrganizationId,
    pub(super) role: Role,
    pub(super) from: NaiveDate,
    pub(super) last: Option<NaiveDate>,
}

impl Grant {
    /// Whether a position is this one already: the button was pressed twice.
    pub(super) fn is(&self, held: &Held) -> bool {
        (self.organization, self.role, self.from, self.last)
            == (held.organization, held.role, held.from, held.last)
    }

    /// Whether the same role in the same organization is held in some of these days.
    pub(super) fn overlaps(&self, held: &Held) -> bool {
        let Held { organization, role, from, last, .. } = *held;
        self.meets(&Self { organization, role, from, last })
    }

    /// The same of a position that is to be written down too.
    pub(super) fn meets(&self, other: &Self) -> bool {
        (self.organization, self.role) == (other.organization, other.role)
            && other.last.is_none_or(|last| self.from <= last)
            && self.last.is_none_or(|last| other.from <= last)
    }
}

/// Brings together what somebody saw and typed with what is written by now: what only one of two people changed is
/// kept, whoever saves last. Otherwise names the fields both changed.
pub(super) fn merge(seen: &Written, typed: &Written, now: &Written) -> Result<Written, Vec<&'static str>> {
    let mut both = Vec::new();
    let mut one = |field: &'static str, seen: &str, typed: &str, now: &str| {
        if typed == seen {
            return now.to_owned();
        }
        if now != seen && now != typed {
            both.push(field);
        }
        typed.to_owned()
    };
    let name = one("name", &seen.name, &typed.name, &now.name);
    let username = one("username", &seen.username, &typed.username, &now.username);
    let mail = one("mail", &seen.mail, &typed.mail, &now.mail);
    if both.is_empty() { Ok(Written { name, username, mail }) } else { Err(both) }
}

/// Signs that stand in no address.
const NOT_IN_MAIL: [char; 9] = ['@', '<', '>', '(', ')', ',', ';', ':', '"'];

/// A mail address as typed; an empty one is none.
pub(super) fn mail(text: &str) -> Result<String, &'static str> {
    if text.is_empty() {
        return Ok(String::new());
    }
    if text.contains('@') && !text.is_ascii() {
        return Err("Địa chỉ thư điện tử không có dấu tiếng Việt. Đề nghị xem lại.");
    }
    let word = |part: &str| {
        let fits = |c: char| c.is_ascii_graphic() && c != '\\' && !NOT_IN_MAIL.contains(&c);
        !part.is_empty() && part.split('.').all(|piece| !piece.is_empty()) && part.chars().all(fits)
    };
    let parts = text.split_once('@').filter(|(name, host)| word(name) && word(host) && host.contains('.'));
    match parts {
        Some(_) if text.len() <= 254 => Ok(text.to_owned()),
        _ => Err("Địa chỉ thư điện tử chưa đúng. Đồng chí ghi như an.nguyen@donvi.gov.vn."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, username: &str) -> Written {
        Written { name: name.to_owned(), username: username.to_owned(), mail: String::new() }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn held(from: &str, last: Option<&str>) -> Held {
        Held {
            id: PositionId(1),
            version: 1,
            role: Role::Secretary,
            organization: OrganizationId(3),
            code: "thanh-tra".parse().unwrap(),
            name: "Chi bộ Thanh tra tỉnh".to_owned(),
            from: day(from),
            last: last.map(day),
        }
    }

    #[test]
    fn two_people_on_different_fields_both_keep_their_work() {
        let seen = written("Nguyen Van An", "an");
        let merged = merge(&seen, &written("Nguyễn Văn An", "an"), &written("Nguyen Van An", "an.nv"));
        assert_eq!(merged, Ok(written("Nguyễn Văn An", "an.nv")));
    }

    #[test]
    fn on_the_same_field_the_second_is_asked_unless_both_wrote_the_same() {
        let seen = written("An", "an");
        let (mine, theirs) = (written("Nguyễn Văn An", "an"), written("Nguyễn An", "an"));
        assert_eq!(merge(&seen, &mine, &theirs), Err(vec!["name"]));
        assert_eq!(merge(&seen, &mine, &mine), Ok(mine));
    }

    #[test]
    fn a_mail_address_has_a_box_and_a_host_and_no_marks() {
        for (text, fine) in [
            ("", true),
            ("an.nguyen@donvi.gov.vn", true),
            ("A_b-1+c@x.vn", true),
            ("không phải thư", false),
            ("an@donvi", false),
            ("an nguyen@donvi.vn", false),
            ("an@donvi.vn, binh@donvi.vn", false),
            ("an@@donvi.vn", false),
            ("an@donvi..vn", false),
            (".an@donvi.vn", false),
            ("nguyễn@donvi.vn", false),
            ("An <an@donvi.vn>", false),
        ] {
            assert_eq!(mail(text).is_ok(), fine, "{text}");
        }
        assert!(mail(&format!("{}@donvi.vn", "a".repeat(250))).is_err());
    }

    #[test]
    fn a_role_is_held_once_at_a_time() {
        let grant = |from, last: Option<&str>| Grant {
            organization: OrganizationId(3),
            role: Role::Secretary,
            from: day(from),
            last: last.map(day),
        };
        let first = held("2020-01-01", Some("2026-06-30"));
        for (from, last, overlaps) in [
            ("2026-06-30", None, true),
            ("2026-07-01", None, false),
            ("2019-01-01", Some("2019-12-31"), false),
            ("2019-01-01", Some("2020-01-01"), true),
            ("2021-01-01", Some("2021-12-31"), true),
        ] {
            assert_eq!(grant(from, last).overlaps(&first), overlaps, "{from} {last:?}");
        }
        assert!(grant("2020-01-01", Some("2026-06-30")).is(&first));
        assert!(!grant("2020-01-01", None).is(&first));
    }

    #[test]
    fn a_position_is_present_through_its_last_day() {
        let held = held("2026-11-20", Some("2026-11-25"));
        assert!(held.is_present(day("2026-11-25")) && !held.is_present(day("2026-11-26")));
        assert!(held.is_to_come(day("2026-11-19")) && !held.is_to_come(day("2026-11-20")));
    }
}
