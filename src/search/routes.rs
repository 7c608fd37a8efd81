//! `/search?q=`.

use std::collections::HashMap;

use axum::{Router, extract::State, routing::get};
use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    model::{Sought, in_order},
    pages::{Held, List, Person, SHOWN, Show},
    queries::{self, Found, Holder},
};
use crate::{
    access::{Right, Visitor},
    ids::{OrganizationId, PersonId},
    layout::Frame,
    state::AppState,
    text::{nfc, person_key},
    web::{Page, Query, Result},
};

/// Finding.
pub fn router() -> Router<AppState> {
    Router::new().route("/search", get(show))
}

/// Names that are looked at, met in each way: so many are put in order before the first ones are shown.
const LOOKED_AT: i64 = 120;

/// People that are put in order before the first ones are shown.
const PEOPLE_LOOKED_AT: i64 = 1000;

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    q: String,
}

async fn show(
    State(state): State<AppState>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Page<Show>> {
    let typed = nfc(asked.q.trim());
    let sought = Sought::parse(&typed);
    let today = visitor.surroundings.today;
    let accounts = [visitor.branches(Right::Manage), visitor.branches(Right::Administer)].concat();
    let (mut organizations, mut people) = (Vec::new(), Vec::new());
    if let Some(sought) = &sought {
        let mut read = state.db.snapshot().await?;
        queries::plan_for_these_words(&mut read).await?;
        organizations = find(&mut read, &numbers(&visitor.branches(Right::Browse)), sought, today).await?;
        if !accounts.is_empty() {
            people = find_people(&mut read, &numbers(&accounts), sought, today).await?;
        }
    }
    let title = if typed.is_empty() { "Tìm kiếm".to_owned() } else { format!("Tìm “{typed}”") };
    // The page has a box of its own.
    let frame = Frame { searches: false, ..Frame::new(&visitor, title) };
    Ok(Page(Show {
        frame,
        typed,
        asked: sought.is_some(),
        organizations: List::of(organizations),
        people: List::of(people),
        looks_for_people: !accounts.is_empty(),
    }))
}

fn numbers(organizations: &[OrganizationId]) -> Vec<i64> {
    organizations.iter().map(|organization| organization.get()).collect()
}

async fn find(
    read: &mut PgConnection,
    branches: &[i64],
    sought: &Sought,
    today: NaiveDate,
) -> sqlx::Result<Vec<Found>> {
    let branches = queries::with_inherited(read, branches, today).await?;
    let names = queries::names(read, &branches, sought, today, LOOKED_AT).await?;
    let mut periods = in_order(names);
    periods.truncate(SHOWN + 1);
    queries::found(read, &periods, today).await
}

async fn find_people(
    read: &mut PgConnection,
    branches: &[i64],
    sought: &Sought,
    today: NaiveDate,
) -> anyhow::Result<Vec<Person>> {
    let limit = i64::try_from(SHOWN + 1)?;
    let holders = queries::people(read, branches, sought, today, (PEOPLE_LOOKED_AT, limit)).await?;
    let mut people: HashMap<PersonId, (i32, Person)> = HashMap::new();
    for holder in holders {
        let Holder { person, name, role, code, organization, closeness } = holder;
        let found = people.entry(person).or_insert((closeness, Person { name, positions: Vec::new() }));
        found.1.positions.push(Held {
            role: role.parse::<crate::access::Role>()?.to_string(),
            code,
            organization,
        });
    }
    let mut people: Vec<_> = people.into_values().collect();
    people.sort_by_cached_key(|(closeness, person)| (*closeness, person_key(&person.name)));
    Ok(people.into_iter().map(|(_, person)| person).collect())
}
