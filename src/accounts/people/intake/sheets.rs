//! A list of accounts to fill in, as a neutral sheet.

use super::columns::COLUMNS;
use crate::{
    access::Role,
    export::sheet::{Column, Kind, Sheet},
};

/// A sheet to fill in by somebody who may give some of the roles.
pub(super) fn blank(committee: &str, may_give: impl Fn(Role) -> bool) -> Sheet {
    let column = |key: &str, name: &str| match key {
        "role" => Column::new(name, Kind::Text)
            .with_choices(Role::ALL.into_iter().filter(|role| may_give(*role)).map(|role| role.to_string())),
        "from" | "last" => Column::new(name, Kind::Date),
        _ => Column::new(name, Kind::Text),
    };
    let notes = [
        committee,
        "Mỗi dòng một chức vụ; đồng chí giữ nhiều chức vụ thì ghi nhiều dòng cùng tên đăng nhập.",
        "Tên đăng nhập: chữ a–z không dấu, chữ số, dấu chấm, gạch nối, gạch dưới. Tổ chức: mã hoặc tên đầy đủ.",
        "Thư điện tử, Đến hết ngày được để trống. Không ghi mật khẩu: mỗi đồng chí tự đặt.",
    ];
    Sheet {
        title: "Tài khoản và chức vụ".to_owned(),
        notes: notes.map(str::to_owned).into(),
        columns: COLUMNS.iter().map(|wanted| column(wanted.key, wanted.names[0])).collect(),
        rows: Vec::new(),
    }
}
