//! Whatever happens to the tree, and in whatever order it is recorded: nothing stands below itself, and every cell is
//! counted once, by either reading.

mod at_once;
mod happening;
mod recount;

use bontot::{
    audit::{Actor, Change, Event},
    clock::Clock,
    dashboard,
    db::{Db, refused_by},
    ids::OrganizationId,
    points::Points,
};
use chrono::{Datelike, Days, NaiveDate};
use sqlx::PgPool;

use self::{
    happening::Happening,
    recount::{Reading, Tree},
};
use crate::support::{Chance, World};

const TODAY: &str = "2026-11-25";

/// So many acts make a history; it is looked at so many times on its way.
const ACTS: usize = 45;
const LOOKS: usize = 3;

/// What the database may refuse an act by: each has its sentence.
const REFUSALS: [&str; 5] = [
    "organization_no_cycle",
    "organization_period_not_own_parent",
    "organization_parent_active",
    "organization_successor_there",
    "organization_event_corrected_once",
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Carries out what happens; whether it could be.
async fn happens(world: &World, happening: &Happening) -> bool {
    let db = Db::from(world.pool.clone());
    let mut change = Change::begin(&db, &Clock::system(), Actor::program()).await.unwrap();
    match happening.carry_out(&mut change).await {
        Ok(true) => {
            let event = Event::OrganizationOpened { organization: OrganizationId(1), from: day(TODAY) };
            change.commit(event).await.expect("what could be done can be kept");
            true
        }
        Ok(false) => false,
        Err(error) => {
            let constraint = error.downcast_ref::<sqlx::Error>().and_then(refused_by);
            assert!(constraint.is_some_and(|name| REFUSALS.contains(&name)), "{happening:?}: {error:#}");
            false
        }
    }
}

/// Some cells have sheets for some months, in any state; some of them for months in which they are not expected.
async fn sheets(world: &World, seed: u64) {
    sqlx::query(
        "insert into score_sheet (organization_id, month, instrument, criteria_set_id, state, self_total, official_total,
             submitted_at, submitted_by, confirmed_at, confirmed_by, created_at, updated_at, updated_by)
         select organization_id, month, 'four_good', 1, state, points, case state when 'confirmed' then points end,
                case when state in ('submitted', 'confirmed') then now() end,
                case when state in ('submitted', 'confirmed') then 1 end,
                case state when 'confirmed' then now() end, case state when 'confirmed' then 6 end, now(), now(), 1
         from (select organization_id, month, (array['draft', 'submitted', 'returned', 'confirmed'])[1 + mark % 4] as state,
                      mark % 101 as points
               from organization o, generate_series(date '2026-01-01', '2026-11-01', interval '1 month') month,
                    lateral (select (hashint8($1 + o.organization_id * 1000 + extract(month from month)::int)::bigint
                                     & 2147483647) as mark) m
               where mark % 3 > 0) s
         on conflict do nothing",
    )
    .bind(i64::try_from(seed % 1_000_000).unwrap())
    .execute(&world.pool)
    .await
    .unwrap();
}

/// A history from a seed: the same seed makes the same one. `HISTORY_SEED` asks for another.
#[expect(clippy::disallowed_methods, reason = "a failed history is looked at again by its seed")]
async fn any_history(pool: PgPool, seed: u64) {
    let seed = std::env::var("HISTORY_SEED").map_or(seed, |seed| seed.parse().unwrap());
    println!("HISTORY_SEED={seed}");
    let world = World::new(pool).await;
    sqlx::raw_sql(
        "insert into criteria_set (code, instrument, name, basis, valid_from, official, scale, frame, state)
         values ('khung', 'four_good', 'Khung', '', '2020-01-01', false, 'points', 100, 'published')",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let mut chance = Chance::new(seed);
    let mut done = 0;
    for step in 1..=ACTS {
        let tree = Tree::read(&world.pool).await;
        let happening = Happening::any(&mut chance, &tree, step);
        let could_be = happens(&world, &happening).await;
        done += usize::from(could_be);
        println!("{step} {} {happening:?}", if could_be { "done" } else { "refused" });
        if step % (ACTS / LOOKS) == 0 {
            sheets(&world, seed).await;
            look(&world, &mut chance).await;
        }
    }
    assert!(done > ACTS / 4, "only {done} acts could be");
}

/// Everything that must hold of a tree, whatever its history.
async fn look(world: &World, chance: &mut Chance) {
    let tree = Tree::read(&world.pool).await;
    let mut days: Vec<_> = (0..8).map(|_| happening::any_day(chance)).collect();
    days.extend([day("2020-01-01"), day(TODAY)]);
    for on in days {
        recount::ancestry_is_what_climbing_finds(&world.pool, &tree, on).await;
    }
    recount::names_are_found_below_all_they_ever_stood_under(&world.pool, &tree).await;
    let committees: Vec<_> = tree.committees().collect();
    for (number, last) in (1..=11).map(|number| (number, month_end(number))) {
        for reading in [Reading::AsItWas, Reading::OfADay(day(TODAY))] {
            let counted = recount::expected(&world.pool, &committees, first(number), reading).await;
            for committee in &committees {
                let ours = tree.expected_below(*committee, last, reading);
                assert_eq!(counted[committee], ours, "below {committee}, month {number}, {reading:?}");
            }
        }
        let both = [Reading::AsItWas, Reading::OfADay(day(TODAY))].map(|r| tree.expected_below(1, last, r));
        assert_eq!(both[0], both[1], "the same cells by both readings of the whole, month {number}");
    }
    for year in [2025, 2026] {
        let was = recount::counted(&world.pool, 1, year, Reading::AsItWas).await;
        let is = recount::counted(&world.pool, 1, year, Reading::OfADay(day(TODAY))).await;
        assert_eq!(was, is, "the same cells by both readings of {year}");
    }
    rates(world, &committees).await;
}

fn first(month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, 1).unwrap()
}

fn month_end(month: u32) -> NaiveDate {
    first(month) + chrono::Months::new(1) - Days::new(1)
}

/// Nobody sends more sheets than are expected, and a committee's figures are those of what is counted below it together.
async fn rates(world: &World, committees: &[i64]) {
    let mut read = Db::from(world.pool.clone()).connection().await.unwrap();
    let months: Vec<_> = (1..=11).map(first).collect();
    for as_of in [None, Some(day(TODAY))] {
        for committee in committees {
            let branch = OrganizationId(*committee);
            for f in dashboard::figures(&mut read, branch, &months, as_of).await.unwrap() {
                let what = format!("{committee} {} {as_of:?}", f.month.first_day().month());
                assert!(f.expected > 0 && (0..=f.expected).contains(&f.sent), "sent {what}");
                assert!(f.waiting <= f.sent && f.scored <= f.sent && f.high <= f.scored, "parts {what}");
                let most: Points = (100 * f.scored).to_string().parse().unwrap();
                assert!(f.sum <= most, "points {what}");
            }
        }
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn any_history_counts_every_cell_once(pool: PgPool) {
    any_history(pool, 1).await;
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn another_history_counts_every_cell_once(pool: PgPool) {
    any_history(pool, 20_261_125).await;
}

/// What went over twice, and what came back: each found to be counted nowhere, or allowed where it could not be.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn one_that_took_another_over_and_was_taken_over_by_it_is_counted(pool: PgPool) {
    let world = World::new(pool).await;
    let goes_over = |from, to, on: &str| Happening::merge(&[from], to, day(on));
    assert!(happens(&world, &goes_over(3, 4, "2026-03-01")).await);
    assert!(happens(&world, &Happening::reopen(3, 2, day("2026-05-01"))).await);
    assert!(happens(&world, &goes_over(4, 3, "2026-07-01")).await);
    assert!(happens(&world, &Happening::close(3, day("2026-09-01"))).await);
    look(&world, &mut Chance::new(0)).await;
    assert!(!happens(&world, &goes_over(6, 3, "2026-10-01")).await, "nobody goes over to one that has ended");
}

/// The opening of an organization others went over to is not taken back.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn nobody_is_left_with_a_successor_that_never_was(pool: PgPool) {
    let world = World::new(pool).await;
    assert!(happens(&world, &Happening::open("moi", 2, day("2026-02-01"))).await);
    assert!(happens(&world, &Happening::merge(&[3], 7, day("2026-03-01"))).await);
    let opening = organizations_event(&world).await;
    assert!(!happens(&world, &Happening::TakeBack { event: opening }).await);
    assert!(!happens(&world, &Happening::close(7, day("2026-03-01"))).await);
    assert!(happens(&world, &Happening::TakeBack { event: opening + 1 }).await);
    assert!(happens(&world, &Happening::TakeBack { event: opening }).await);
    look(&world, &mut Chance::new(0)).await;
}

async fn organizations_event(world: &World) -> i64 {
    world.count("select min(organization_event_id) from organization_event").await
}
