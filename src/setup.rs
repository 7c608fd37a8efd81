//! `bontot create-admin`: the first account of an installation, made by whoever may run the program.

use anyhow::{Context, Result, bail};
use rand::seq::IndexedRandom;

use crate::{
    access::Role,
    accounts::{NewPerson, NewPosition, create_person, give_position, password_problem, set_password},
    audit::{Actor, Change, Event},
    clock::Clock,
    config::NewAdmin,
    db::{Db, refused_by},
    ids::{OrganizationCode, OrganizationId},
    organizations,
};

/// Letters of a made-up password: none that look alike.
const LETTERS: &[u8] = b"abcdefghkmnpqrstuvwxyz23456789";

/// Makes the account with a position as administrator.
pub async fn create_admin(db: &Db, clock: &Clock, admin: &NewAdmin, password: &str) -> Result<()> {
    if let Some(problem) = password_problem(password, &admin.username) {
        bail!(problem);
    }
    let organization = top(db, clock, admin).await?;
    let mut change = Change::begin(db, clock, Actor::program()).await?;
    let new = NewPerson { name: admin.name.clone(), username: admin.username.clone() };
    let person = create_person(&mut change, &new).await.map_err(in_words)?;
    set_password(&mut change, person, password).await?;
    let position = NewPosition { person, organization, role: Role::Administrator, from: clock.today() };
    let positions = vec![give_position(&mut change, position).await?];
    change.commit(Event::PersonCreated { person, username: admin.username.clone(), positions }).await
}

/// A password nobody can guess.
pub fn made_up_password() -> String {
    let mut random = rand::rng();
    let group = |_| -> String {
        (0..5).filter_map(|_| LETTERS.choose(&mut random)).map(|&letter| char::from(letter)).collect()
    };
    (0..4).map(group).collect::<Vec<_>>().join("-")
}

async fn top(db: &Db, clock: &Clock, admin: &NewAdmin) -> Result<OrganizationId> {
    let code: OrganizationCode = admin
        .organization
        .parse()
        .ok()
        .with_context(|| format!("mã tổ chức {} không hợp lệ", admin.organization))?;
    let found = organizations::find(&mut *db.connection().await?, &code).await?;
    match (found, &admin.organization_name) {
        (Some(id), _) => Ok(id),
        (None, Some(name)) => open(db, clock, code, name).await,
        (None, None) => bail!("chưa có tổ chức {code}; thêm --organization-name để lập tổ chức này"),
    }
}

async fn open(db: &Db, clock: &Clock, code: OrganizationCode, name: &str) -> Result<OrganizationId> {
    let from = clock.today();
    let mut change = Change::begin(db, clock, Actor::program()).await?;
    let traits = organizations::Traits {
        name: name.to_owned(),
        short_name: name.to_owned(),
        kind: organizations::Kind::Committee,
        tier: None,
        sector: None,
        parent: None,
    };
    let dated = organizations::Dated::on(from);
    let organization = organizations::open(&mut change, &code, traits, &dated).await?;
    change.commit(Event::OrganizationOpened { organization, from }).await?;
    Ok(organization)
}

fn in_words(error: sqlx::Error) -> anyhow::Error {
    match refused_by(&error) {
        Some("person_username_unique") => anyhow::anyhow!("tên đăng nhập này đã có người dùng"),
        Some("person_username_form") => {
            anyhow::anyhow!("tên đăng nhập gồm 2 đến 40 ký tự a-z, 0-9, dấu chấm, gạch nối, gạch dưới")
        }
        _ => error.into(),
    }
}
