//! The columns of a list of accounts, and what a row says in them. Pure.

use chrono::NaiveDate;

use crate::{
    access::Role,
    accounts::people::{forms, model},
    import::{Cell, Matching, Row, Wanted},
    text::fold,
};

const fn column(key: &'static str, names: &'static [&'static str]) -> Wanted {
    Wanted { key, names, required: false }
}

/// The columns that are looked for: those of our own files, and those people use.
pub(super) const COLUMNS: [Wanted; 7] = [
    column("username", &["Tên đăng nhập", "Tài khoản", "Tên tài khoản", "Username", "User"]),
    column("name", &["Họ và tên", "Họ tên", "Họ và tên đồng chí", "Họ, chữ đệm và tên", "Đồng chí"]),
    column("mail", &["Thư điện tử", "Địa chỉ thư điện tử", "Hộp thư", "Hòm thư", "Email", "E-mail", "Mail"]),
    column(
        "organization",
        &[
            "Tổ chức",
            "Tổ chức đảng",
            "Mã tổ chức",
            "Mã tổ chức đảng",
            "Tên tổ chức",
            "Tên tổ chức đảng",
            "Mã",
            "Chi bộ",
            "Mã chi bộ",
            "Đơn vị",
            "Mã đơn vị",
        ],
    ),
    column("role", &["Chức vụ", "Vai trò", "Chức vụ, vai trò", "Chức danh", "Quyền"]),
    column("from", &["Từ ngày", "Từ", "Ngày bắt đầu", "Bắt đầu từ ngày", "Giữ chức vụ từ ngày"]),
    column("last", &["Đến hết ngày", "Đến ngày", "Đến", "Ngày kết thúc", "Ngày cuối"]),
];

/// How they are found in a file.
pub(super) const MATCHING: Matching = Matching {
    wanted: &COLUMNS,
    needed: &[
        ("username", "Đề nghị chọn cột nào là tên đăng nhập."),
        ("organization", "Đề nghị chọn cột nào là tổ chức, ghi bằng mã hoặc tên đầy đủ."),
        ("role", "Đề nghị chọn cột nào là chức vụ."),
    ],
};

/// What a column is called in our own files.
pub(super) fn label(key: &str) -> &'static str {
    MATCHING.label(key)
}

/// What people call a role beside its name on our pages, folded.
const ALSO_CALLED: [(&str, Role); 20] = [
    ("bi thu chi bo", Role::Secretary),
    ("bt", Role::Secretary),
    ("pho bi thu chi bo", Role::Deputy),
    ("pbt", Role::Deputy),
    ("nguoi nhap", Role::Clerk),
    ("nhap so lieu", Role::Clerk),
    ("nguoi nhap lieu", Role::Clerk),
    ("can bo nhap lieu", Role::Clerk),
    ("tham dinh", Role::Reviewer),
    ("can bo tham dinh", Role::Reviewer),
    ("ban to chuc cap uy", Role::OrganizationBoard),
    ("can bo ban to chuc", Role::OrganizationBoard),
    ("thuong vu", Role::StandingCommittee),
    ("btv", Role::StandingCommittee),
    ("van phong cap uy", Role::Office),
    ("ubkt", Role::Inspection),
    ("kiem tra", Role::Inspection),
    ("theo doi", Role::Viewer),
    ("quan tri vien", Role::Administrator),
    ("nguoi quan tri", Role::Administrator),
];

/// What a row says: a position of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) row: u32,
    pub(super) username: String,
    /// Empty where the row is silent.
    pub(super) name: String,
    /// Empty where the row is silent.
    pub(super) mail: String,
    /// Code or whole name of the organization.
    pub(super) place: String,
    /// See [`is_number`].
    pub(super) is_number: bool,
    pub(super) role: Role,
    pub(super) from: Option<NaiveDate>,
    pub(super) last: Option<NaiveDate>,
}

/// What is wrong with a cell: its column, and a sentence.
pub(super) type Wrong = (&'static str, String);

/// Reads a row, or says everything that is wrong in it.
pub(super) fn read(row: &Row) -> Result<Said, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let username = keep(&mut wrong, "username", text(row, "username", forms::username));
    let name = keep(&mut wrong, "name", row.text("name"));
    let mail = keep(&mut wrong, "mail", text(row, "mail", model::mail));
    let place = keep(&mut wrong, "organization", text(row, "organization", place));
    let role = keep(&mut wrong, "role", row.text("role").map_err(str::to_owned).and_then(|text| role(&text)));
    let from = keep(&mut wrong, "from", row.day("from"));
    let last = keep(&mut wrong, "last", row.day("last"));
    if let (Some(Some(from)), Some(Some(last))) = (from, last)
        && last < from
    {
        wrong.push((label("last"), "Ngày cuối không thể trước ngày bắt đầu.".to_owned()));
    }
    let is_number = is_number(row);
    match (username, name, mail, place, role, from, last) {
        (Some(username), Some(name), Some(mail), Some(place), Some(role), Some(from), Some(last))
            if wrong.is_empty() =>
        {
            Ok(Said { row: row.number, username, name, mail, place, is_number, role, from, last })
        }
        _ => Err(wrong),
    }
}

/// Whether the spreadsheet kept the organization's code as a number: zeros before it are lost.
pub(super) fn is_number(row: &Row) -> bool {
    matches!(row.get("organization"), Some(Cell::Number(_)))
}

fn keep<T>(wrong: &mut Vec<Wrong>, key: &str, read: Result<T, impl Into<String>>) -> Option<T> {
    read.map_err(|sentence| wrong.push((label(key), sentence.into()))).ok()
}

fn text(
    row: &Row,
    key: &str,
    parse: impl FnOnce(&str) -> Result<String, &'static str>,
) -> Result<String, &'static str> {
    parse(&row.text(key)?)
}

fn place(text: &str) -> Result<String, &'static str> {
    if text.is_empty() { Err("Chưa có mã hoặc tên tổ chức.") } else { Ok(text.to_owned()) }
}

fn role(text: &str) -> Result<Role, String> {
    if text.is_empty() {
        return Err("Chưa có chức vụ.".to_owned());
    }
    let folded = fold(text);
    let ours = Role::ALL.into_iter().find(|role| fold(&role.to_string()) == folded);
    let also = || ALSO_CALLED.iter().find(|(name, _)| *name == folded).map(|(_, role)| *role);
    ours.or_else(also).ok_or_else(|| {
        let names: Vec<_> = Role::ALL.iter().map(Role::to_string).collect();
        format!("“{text}” chưa đúng. Chỉ nhận: {}.", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_as_people_call_it() {
        for (text, expected) in [
            ("Bí thư", Some(Role::Secretary)),
            ("PHÓ BÍ THƯ", Some(Role::Deputy)),
            ("Ủy ban kiểm tra", Some(Role::Inspection)),
            ("Cán bộ thẩm định", Some(Role::Reviewer)),
            ("Quản trị tối cao", None),
            ("", None),
        ] {
            assert_eq!(role(text).ok(), expected, "{text}");
        }
    }
}
