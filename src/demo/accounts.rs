//! Accounts and positions: a few people to sign in as, and a secretary for every cell.

use std::collections::HashMap;

use anyhow::{Context, Result};

use super::{
    cells::{COMMITTEE, Cell, INSPECTORATE, POWER_COMPANY, PROVINCE, cells},
    tree::{Tree, beginning, clock_at},
};
use crate::{
    access::{Organization, Permission, Person, Position, Proof, Role},
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
    let cells = cells();
    let line = |account: &Account| {
        format!("  {:<20} {}, {}", account.username, account.role, place(&cells, account.organization))
    };
    let lines: Vec<String> = TO_TRY.iter().map(line).collect();
    format!("Tài khoản dùng thử, mật khẩu chung: {PASSWORD}\n{}", lines.join("\n"))
}

/// An organization by its name.
fn place(cells: &[Cell], code: &'static str) -> String {
    let committee =
        [&PROVINCE, &COMMITTEE, &POWER_COMPANY].into_iter().find(|committee| committee.code == code);
    let cell = cells.iter().find(|cell| cell.code == code).map(|cell| cell.name.as_str());
    committee.map(|committee| committee.name).or(cell).unwrap_or(code).to_owned()
}

/// Everybody with an account, by user name.
#[derive(Debug, Default)]
pub(super) struct Cast(HashMap<String, (Person, Position)>);

impl Cast {
    /// The proof that a person may do `P` to an organization, by the same matrix as on the pages.
    pub(super) fn proof<P: Permission>(
        &self,
        username: &str,
        organization: &Organization,
    ) -> Result<Proof<P>> {
        let found =
            self.0.get(username).with_context(|| format!("{username} is not in the demonstration"))?;
        let proof = Proof::for_position(found.0.clone(), &found.1, organization.clone());
        proof.with_context(|| format!("{username} may not do this"))
    }
}

/// An account about to be made.
struct New {
    username: String,
    organization: String,
    role: Role,
    name: String,
    with_password: bool,
}

/// Makes the accounts to try, and an account without a password for every other secretary.
pub(super) async fn give(db: &Db, cells: &[Cell], tree: &Tree) -> Result<Cast> {
    let to_try = TO_TRY.iter().map(|account| New {
        username: account.username.to_owned(),
        organization: account.organization.to_owned(),
        role: account.role,
        name: account.name.map_or_else(|| holder(cells, account.organization, account.role), str::to_owned),
        with_password: true,
    });
    let others = cells.iter().filter(|cell| !is_to_try(cell)).map(|cell| New {
        username: secretary(cell),
        organization: cell.code.clone(),
        role: Role::Secretary,
        name: holder(cells, &cell.code, Role::Secretary),
        with_password: false,
    });
    let mut cast = Cast::default();
    for new in to_try.chain(others) {
        let member = make(db, tree, &new).await?;
        cast.0.insert(new.username, member);
    }
    Ok(cast)
}

/// What the secretary of a cell signs in with.
pub(super) fn secretary(cell: &Cell) -> String {
    let known =
        TO_TRY.iter().find(|account| account.organization == cell.code && account.role == Role::Secretary);
    known.map_or_else(|| format!("bithu.{}", cell.code), |account| account.username.to_owned())
}

/// Who checks the sheets of a cell: somebody at the committee it stands under.
pub(super) fn reviewer(cell: &Cell) -> &'static str {
    let above = TO_TRY
        .iter()
        .find(|account| account.organization == cell.parent.code && account.role == Role::Reviewer);
    above.map_or("thamdinh", |account| account.username)
}

fn is_to_try(cell: &Cell) -> bool {
    TO_TRY.iter().any(|account| account.organization == cell.code && account.role == Role::Secretary)
}

/// The member of a cell who holds a role.
fn holder(cells: &[Cell], code: &str, role: Role) -> String {
    let place = match role {
        Role::Secretary => 0,
        Role::Deputy => 1,
        _ => 3,
    };
    let cell = cells.iter().find(|cell| cell.code == code);
    cell.and_then(|cell| cell.members.get(place)).map(|member| member.name.clone()).unwrap_or_default()
}

async fn make(db: &Db, tree: &Tree, new: &New) -> Result<(Person, Position)> {
    let organization = tree.get(&new.organization)?;
    let mut change = Change::begin(db, &clock_at(beginning(), 9, 0), Actor::program()).await?;
    let account = NewPerson { name: new.name.clone(), username: new.username.clone() };
    let person = create_person(&mut change, &account).await?;
    if new.with_password {
        set_password(&mut change, person, PASSWORD).await?;
    }
    let position = NewPosition { person, organization: organization.id, role: new.role, from: beginning() };
    let positions = vec![give_position(&mut change, position).await?];
    change.commit(Event::PersonCreated { person, username: new.username.clone(), positions }).await?;
    let held = Position {
        role: new.role,
        organization: organization.id,
        code: organization.code.clone(),
        name: organization.name.clone(),
    };
    Ok((Person { id: person, name: new.name.clone() }, held))
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
