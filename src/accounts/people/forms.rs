//! What is typed into the forms of an account.

use chrono::NaiveDate;

use super::{
    model::{By, Grant, Held, Written, mail},
    queries::Place,
};
use crate::{
    access::Role,
    ids::PositionId,
    text::dates,
    web::{FieldErrors, Fields},
};

/// Positions that fit on the form of a new account.
pub(super) const ROWS: usize = 3;

/// The name of a field in a row of positions.
pub(super) fn cell(name: &str, row: usize) -> String {
    format!("{name}[{row}]")
}

/// A position as typed, its organization not found yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    row: usize,
    /// Code or name of the organization.
    pub(super) place: String,
    role: Role,
    from: NaiveDate,
    last: Option<NaiveDate>,
}

const USERNAME: &str =
    "Tên đăng nhập gồm 2 đến 40 ký tự: chữ a–z không dấu, chữ số, dấu chấm, gạch nối, gạch dưới.";

/// A user name as typed; its letters have one case.
pub(super) fn username(text: &str) -> Result<String, &'static str> {
    let username = text.to_lowercase();
    let fits = (2..=40).contains(&username.len())
        && username.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    match fits {
        true => Ok(username),
        false if text.is_empty() => Err("Đề nghị nhập tên đăng nhập."),
        false => Err(USERNAME),
    }
}

/// Reads the name, the user name and the mail address.
fn written(typed: &Fields, errors: &mut FieldErrors) -> Written {
    let name = typed.text("name").split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        errors.push("name", "Đề nghị nhập họ và tên.");
    }
    let username = errors.keep("username", username(typed.text("username"))).unwrap_or_default();
    // A form without the field leaves the address as it was.
    let mail =
        typed.get("mail").map_or_else(|| Ok(typed.text("seen_mail").to_owned()), |text| mail(text.trim()));
    let mail = errors.keep("mail", mail).unwrap_or_default();
    Written { name, username, mail }
}

/// Reads a new account with its positions.
pub(super) fn account(typed: &Fields) -> Result<(Written, Vec<Asked>), FieldErrors> {
    let mut errors = FieldErrors::default();
    let written = written(typed, &mut errors);
    let asked = positions(typed, &mut errors);
    if errors.is_empty() { Ok((written, asked)) } else { Err(errors) }
}

/// What an account said when its form was drawn, and what it shall say.
pub(super) fn edit(typed: &Fields) -> Result<(Written, Written), FieldErrors> {
    let mut errors = FieldErrors::default();
    let written = written(typed, &mut errors);
    let seen = |field| typed.text(field).to_owned();
    let seen = Written { name: seen("seen_name"), username: seen("seen_username"), mail: seen("seen_mail") };
    if errors.is_empty() { Ok((seen, written)) } else { Err(errors) }
}

/// Reads rows of positions. A row without organization and role is empty; the first one must not be.
pub(super) fn positions(typed: &Fields, errors: &mut FieldErrors) -> Vec<Asked> {
    let text = |name, row| typed.text(&cell(name, row)).to_owned();
    let is_filled = |row: &usize| !text("organization", *row).is_empty() || !text("role", *row).is_empty();
    let mut rows: Vec<usize> = (1..=ROWS).filter(is_filled).collect();
    if rows.is_empty() {
        rows.push(1);
    }
    rows.into_iter().filter_map(|row| position(typed, row, errors)).collect()
}

fn position(typed: &Fields, row: usize, errors: &mut FieldErrors) -> Option<Asked> {
    let place = typed.text(&cell("organization", row)).to_owned();
    if place.is_empty() {
        errors.push(cell("organization", row), "Đề nghị nhập tổ chức, bằng mã hoặc tên đầy đủ.");
    }
    let role = typed.text(&cell("role", row)).parse::<Role>();
    let role = errors.keep(&cell("role", row), role.map_err(|_| "Đề nghị chọn chức vụ."));
    let from = match typed.text(&cell("from", row)) {
        "" => Err("Đề nghị nhập ngày bắt đầu."),
        text => dates::parse_day(text),
    };
    let from = errors.keep(&cell("from", row), from);
    let last = match typed.text(&cell("last", row)) {
        "" => None,
        text => errors.keep(&cell("last", row), dates::parse_day(text)),
    };
    if let Some((from, last)) = from.zip(last)
        && last < from
    {
        errors.push(cell("last", row), "Ngày cuối không thể trước ngày bắt đầu.");
    }
    Some(Asked { row, place, role: role?, from: from?, last })
}

/// Finds the organizations of positions, and says which position cannot be given.
pub(super) fn grants(by: By, asked: &[Asked], places: &[Place]) -> Result<Vec<Grant>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let grants: Vec<_> = asked
        .iter()
        .enumerate()
        .filter_map(|(n, asked)| {
            let found = places.iter().filter(|place| usize::try_from(place.text) == Ok(n));
            errors
                .keep(&cell("organization", asked.row), the_one(&found.collect::<Vec<_>>()))
                .map(|place| grant(by, asked, place, &mut errors))
        })
        .collect();
    if errors.is_empty() { Ok(grants) } else { Err(errors) }
}

fn the_one<'a>(found: &[&'a Place]) -> Result<&'a Place, String> {
    match found {
        [] => Err("Không tìm thấy tổ chức này trong phạm vi đồng chí quản lý.".to_owned()),
        [place] => Ok(place),
        several => {
            let codes: Vec<_> = several.iter().map(|place| place.code.as_str()).collect();
            Err(format!("Nhiều tổ chức cùng tên; đề nghị nhập mã: {}.", codes.join(", ")))
        }
    }
}

fn grant(by: By, asked: &Asked, place: &Place, errors: &mut FieldErrors) -> Grant {
    let grant = Grant { organization: place.id, role: asked.role, from: asked.from, last: asked.last };
    for (field, sentence) in refusals(by, &grant, place) {
        errors.push(cell(field, asked.row), sentence);
    }
    grant
}

/// Why a position cannot be given there, each with the field it is about.
pub(super) fn refusals(by: By, grant: &Grant, place: &Place) -> Vec<(&'static str, String)> {
    let role = if !by.may_give(grant.role) {
        Some("Chức vụ quản trị do người giữ chức vụ quản trị giao.")
    } else if grant.role.belongs_to(place.is_cell) {
        None
    } else if place.is_cell {
        Some("Chi bộ có bí thư, phó bí thư, người nhập số liệu; chức vụ này thuộc cấp ủy.")
    } else {
        Some("Chức vụ này thuộc chi bộ; tổ chức đã nhập là cấp ủy.")
    };
    let begun = (grant.from < place.begun)
        .then(|| format!("Tổ chức này hoạt động từ ngày {}.", dates::day(place.begun)));
    let ended = place.ended.filter(|ended| grant.last.is_none_or(|last| last > *ended));
    let ended = ended.map(|ended| format!("Tổ chức này kết thúc hoạt động ngày {}.", dates::day(ended)));
    [("role", role.map(str::to_owned)), ("from", begun), ("last", ended)]
        .into_iter()
        .filter_map(|(field, sentence)| Some((field, sentence?)))
        .collect()
}

/// Where a position cannot be written down since the same one is held in some of its days.
pub(super) fn overlap(row: usize) -> FieldErrors {
    FieldErrors::one(
        cell("from", row),
        "Đồng chí này giữ đúng chức vụ đó trong một phần thời gian này. Đề nghị xem lại ngày, hoặc kết thúc lần trước.",
    )
}

/// The last day of a position, and which version of it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub(super) position: PositionId,
    pub(super) version: i32,
    pub(super) last: NaiveDate,
}

/// Reads when a position ends.
pub(super) fn end(typed: &Fields, held: &Held) -> Result<End, FieldErrors> {
    let last = match typed.text("last") {
        "" => Err("Đề nghị nhập ngày cuối giữ chức vụ.".to_owned()),
        text => dates::parse_day(text).map_err(str::to_owned),
    };
    let last = last.and_then(|last| {
        let from = dates::day(held.from);
        if last < held.from {
            Err(format!("Chức vụ bắt đầu từ ngày {from}; ngày cuối không thể trước đó."))
        } else {
            Ok(last)
        }
    });
    let version = typed.text("version").parse().unwrap_or_default();
    last.map(|last| End { position: held.id, version, last })
        .map_err(|sentence| FieldErrors::one("last", sentence))
}

/// Reads why an account goes out of use or comes back.
pub(super) fn reason(typed: &Fields) -> Result<String, FieldErrors> {
    match typed.text("reason") {
        "" => Err(FieldErrors::one("reason", "Đề nghị ghi lý do.")),
        reason => Ok(reason.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{OrganizationId, PersonId};

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())))
    }

    fn place(text: i64, code: &str, is_cell: bool) -> Place {
        let begun = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        Place {
            text,
            id: OrganizationId(text),
            code: code.parse().unwrap(),
            name: code.to_owned(),
            is_cell,
            begun,
            ended: None,
        }
    }

    #[test]
    fn f12_a_user_name_has_one_case_and_no_letters_that_need_a_vietnamese_keyboard() {
        let read = |username| {
            edit(&typed(&[("name", " Nguyễn  Văn An "), ("username", username)])).map(|(_, w)| w.username)
        };
        assert_eq!(read(" ThanhTra.BT "), Ok("thanhtra.bt".to_owned()));
        for wrong in ["thanh tra", "thanhtrạ", "a", "a@b", &"a".repeat(41)] {
            assert_eq!(read(wrong).unwrap_err().get("username"), Some(USERNAME), "{wrong}");
        }
    }

    #[test]
    fn empty_rows_of_positions_are_left_out_and_the_first_is_asked_for() {
        let one = [
            ("organization[2]", "thanh-tra"),
            ("role[2]", "deputy"),
            ("from[2]", "01/12/2026"),
            ("from[1]", "25/11/2026"),
        ];
        let mut errors = FieldErrors::default();
        let asked = positions(&typed(&one), &mut errors);
        assert_eq!((asked.len(), errors.is_empty()), (1, true));
        positions(&typed(&[("from[1]", "25/11/2026")]), &mut errors);
        let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["organization[1]", "role[1]"]);
    }

    #[test]
    fn a_role_belongs_to_its_kind_of_organization_and_only_an_administrator_makes_another() {
        let row = |role| [("organization[1]", "x"), ("role[1]", role), ("from[1]", "25/11/2026")];
        let wrong = |role, is_cell, administers| {
            let asked = positions(&typed(&row(role)), &mut FieldErrors::default());
            let by = By { person: PersonId(1), administers };
            let given = grants(by, &asked, &[place(0, "x", is_cell)]);
            given.err().and_then(|errors| errors.get("role[1]").map(str::to_owned))
        };
        assert_eq!(wrong("secretary", true, false), None);
        assert_eq!(wrong("reviewer", false, false), None);
        assert!(wrong("secretary", false, false).unwrap().contains("thuộc chi bộ"));
        assert!(wrong("reviewer", true, false).unwrap().contains("thuộc cấp ủy"));
        assert!(wrong("administrator", false, false).unwrap().contains("người giữ chức vụ quản trị giao"));
        assert_eq!(wrong("administrator", false, true), None);
    }

    #[test]
    fn a_name_that_two_organizations_have_is_asked_for_by_code() {
        let row = [("organization[1]", "Chi bộ 2"), ("role[1]", "clerk"), ("from[1]", "25/11/2026")];
        let asked = positions(&typed(&row), &mut FieldErrors::default());
        let by = By { person: PersonId(1), administers: false };
        let two = [place(0, "cb-2", true), place(0, "cb-2-x", true)];
        assert!(
            grants(by, &asked, &two).unwrap_err().get("organization[1]").unwrap().contains("cb-2, cb-2-x")
        );
        assert!(
            grants(by, &asked, &[])
                .unwrap_err()
                .get("organization[1]")
                .unwrap()
                .starts_with("Không tìm thấy")
        );
    }
}
