//! Accounts and positions: a few people to sign in as, and a secretary for every cell.

use anyhow::Result;

use super::{
    cells::{COMMITTEE, Cell, INSPECTORATE, POWER_COMPANY, PROVINCE},
    tree::{Tree, beginning, clock_at},
};
use crate::{
    access::Role,
    accounts::{NewPerson, NewPosition, create_person, give_position, set_password},
    audit::{Actor, Change, Event},
    db::Db,
};

/// The password of every account to try. A demonstration holds nothing worth guarding.
const PASSWORD: &str = "hoa-ban-no-thang-ba";

struct Account {
    username: &'static str,
    organization: &'static str,
    role: Role,
    /// None: the member of the cell who holds the post.
    name: Option<&'static str>,
}

const fn of(username: &'static str, organization: &'static str, role: Role, name: &'static str) -> Account {
    Account { username, organization, role, name: Some(name) }
}

const fn member(username: &'static str, organization: &'static str, role: Role) -> Account {
    Account { username, organization, role, name: None }
}

/// Whom to try, the first three being the journey.
const TO_TRY: [Account; 14] = [
    member("bithu.thanhtra", INSPECTORATE, Role::Secretary),
    of("thamdinh", COMMITTEE.code, Role::Reviewer, "Lê Thị Hồng Vân"),
    of("banthuongvu", COMMITTEE.code, Role::StandingCommittee, "Hoàng Quang Minh"),
    member("phobithu.thanhtra", INSPECTORATE, Role::Deputy),
    member("nhaplieu.thanhtra", INSPECTORATE, Role::Clerk),
    member("bithu.tuyengiao", "ban-tuyen-giao", Role::Secretary),
    member("bithu.kythuat", "ky-thuat", Role::Secretary),
    of("thamdinh.dienluc", POWER_COMPANY.code, Role::Reviewer, "Triệu Minh Đức"),
    of("bantochuc", COMMITTEE.code, Role::OrganizationBoard, "Nông Thị Thanh Mai"),
    of("vanphong", COMMITTEE.code, Role::Office, "Phạm Thu Hiền Anh"),
    of("kiemtra", COMMITTEE.code, Role::Inspection, "Đặng Xuân Hữu Phúc"),
    of("theodoi", PROVINCE.code, Role::Viewer, "Vũ Ngọc Thanh Hà"),
    of("thamdinh.tinhuy", PROVINCE.code, Role::Reviewer, "Lý Đức Quang Huy"),
    of("quantri", PROVINCE.code, Role::Administrator, "Bàn Văn Hữu Long"),
];

/// The accounts to try, as lines to print.
pub fn to_try() -> String {
    let line =
        |account: &Account| format!("  {:<20} {}, {}", account.username, account.role, account.organization);
    let lines: Vec<String> = TO_TRY.iter().map(line).collect();
    format!("Tài khoản dùng thử, mật khẩu chung: {PASSWORD}\n{}", lines.join("\n"))
}

/// Makes the accounts to try, and an account without a password for every other secretary.
pub(super) async fn give(db: &Db, cells: &[Cell], tree: &Tree) -> Result<()> {
    for account in &TO_TRY {
        let cell = cells.iter().find(|cell| cell.code == account.organization);
        let name = account.name.or_else(|| cell.and_then(|cell| holder(cell, account.role))).unwrap_or("");
        make(db, tree, account.username, account.organization, account.role, name, true).await?;
    }
    for cell in cells.iter().filter(|cell| !is_to_try(cell)) {
        let name = holder(cell, Role::Secretary).unwrap_or("");
        make(db, tree, &username_of_secretary(cell), &cell.code, Role::Secretary, name, false).await?;
    }
    Ok(())
}

/// What the secretary of a cell signs in with.
pub(super) fn username_of_secretary(cell: &Cell) -> String {
    let known =
        TO_TRY.iter().find(|account| account.organization == cell.code && account.role == Role::Secretary);
    known.map_or_else(|| format!("bithu.{}", cell.code), |account| account.username.to_owned())
}

fn is_to_try(cell: &Cell) -> bool {
    TO_TRY.iter().any(|account| account.organization == cell.code && account.role == Role::Secretary)
}

/// The member of a cell who holds a role.
fn holder(cell: &Cell, role: Role) -> Option<&str> {
    let place = match role {
        Role::Secretary => 0,
        Role::Deputy => 1,
        _ => 3,
    };
    cell.members.get(place).map(|member| member.name.as_str())
}

async fn make(
    db: &Db,
    tree: &Tree,
    username: &str,
    organization: &str,
    role: Role,
    name: &str,
    with_password: bool,
) -> Result<()> {
    let mut change = Change::begin(db, &clock_at(beginning(), 9, 0), Actor::program()).await?;
    let new = NewPerson { name: name.to_owned(), username: username.to_owned() };
    let person = create_person(&mut change, &new).await?;
    if with_password {
        set_password(&mut change, person, PASSWORD).await?;
    }
    let organization = tree.get(organization)?.id;
    give_position(&mut change, NewPosition { person, organization, role, from: beginning() }).await?;
    change.commit(Event::PersonCreated { person, username: username.to_owned() }).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::password_problem;

    #[test]
    fn the_password_is_one_the_program_would_take() {
        for account in &TO_TRY {
            assert_eq!(password_problem(PASSWORD, account.username), None, "{}", account.username);
        }
    }

    #[test]
    fn every_account_is_named_once() {
        let text = to_try();
        assert!(TO_TRY.iter().all(|account| text.matches(&format!("  {} ", account.username)).count() == 1));
    }
}
