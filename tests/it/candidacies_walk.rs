//! Random walks over a candidacy by random persons, alone and two at once: no step but those there are, nothing lost.

use std::collections::BTreeSet;

use sqlx::PgPool;

use crate::{
    candidacies::{ASSESSED, VOTE, january},
    support::{Chance, Client, World},
};

const FILE: &str = "/organizations/noi-vu/recognitions/2026";
const BENCH: &str = "/organizations/dcq/recognitions/2026/bench";

/// The steps there are, written down once more: from, to.
const STEPS: [(&str, &str); 18] = [
    ("", "self_assessed"),
    ("self_assessed", "proposed"),
    ("proposed", "self_assessed"),
    ("proposed", "returned"),
    ("returned", "self_assessed"),
    ("proposed", "appraised"),
    ("proposed", "not_proposed"),
    ("not_proposed", "returned"),
    ("appraised", "returned"),
    ("appraised", "presented"),
    ("presented", "appraised"),
    ("presented", "recognized"),
    ("presented", "not_recognized"),
    ("presented", "postponed"),
    ("postponed", "presented"),
    ("recognized", "presented"),
    ("not_recognized", "presented"),
    ("recognized", "issued"),
];

/// Whose role it is, the address, what is sent.
type Act = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What anybody may try.
const ACTS: [Act; 12] = [
    ("bithu.noivu", "assessment", &ASSESSED),
    ("bithu.noivu", "proposal", &[]),
    ("bithu.noivu", "withdrawal", &[]),
    ("thamdinh.dcq", "appraisal", &[]),
    ("thamdinh.dcq", "return", &[("reason", "Xem lại số liệu")]),
    ("thamdinh.dcq", "refusal", &[("reason", "Chưa đủ điều kiện")]),
    ("kiemtra.dcq", "inspection", &[("verdict", "confirmed")]),
    ("tochuc.dcq", "bench/presentation", &[]),
    ("tochuc.dcq", "bench/recall", &[]),
    ("thuongvu.dcq", "bench/vote", &VOTE),
    ("thuongvu.dcq", "bench/revote", &[]),
    ("vanphong.dcq", "decision", &[("number", "07-QĐ/ĐU"), ("signed_on", "20/01/2027"), ("cells", "noi-vu")]),
];

/// Acts that lead on from a state, for walks that go far.
fn ahead(state: &str) -> &'static [usize] {
    match state {
        "" | "returned" => &[0],
        "self_assessed" => &[1],
        "proposed" => &[2, 3, 3, 3, 4, 5, 6],
        "not_proposed" => &[4],
        "appraised" | "postponed" => &[4, 7, 7, 7],
        "presented" => &[8, 9, 9],
        "recognized" => &[10, 11],
        _ => &[10],
    }
}

/// State, version, how many steps are on record.
type Stand = (String, i32, i64);

async fn stand(world: &World) -> Stand {
    sqlx::query_as(
        "select coalesce(max(c.state), ''), coalesce(max(c.version), 0), count(e.candidacy_id)
         from candidacy c left join candidacy_event e using (candidacy_id)",
    )
    .fetch_one(&world.pool)
    .await
    .unwrap()
}

async fn act(person: &Client, address: &str, sent: &[(&str, &str)], version: i32) -> u16 {
    let version = version.to_string();
    let path = match address.strip_prefix("bench/") {
        Some(act) => format!("{BENCH}/{act}"),
        None if address == "decision" => "/organizations/dcq/recognitions/2026".to_owned(),
        None => format!("{FILE}/{address}"),
    };
    let block = [("cells", "noi-vu"), ("version[noi-vu]", version.as_str()), ("version", version.as_str())];
    person.post(&path, &[sent, &block].concat()).await.status.as_u16()
}

/// Whether a stand may follow another: one step there is, or an inspection, each on record.
fn follows((from, was, steps): &Stand, (to, version, more): &Stand) -> bool {
    let moved = STEPS.contains(&(from.as_str(), to.as_str())) || from == to;
    let taken = i64::from(version - was);
    moved && *more == steps + taken && (0..=1).contains(&taken) && (taken == 1 || from == to)
}

async fn walk(world: &World, seed: u64) -> BTreeSet<String> {
    let mut chance = Chance::new(seed);
    let mut reached = BTreeSet::new();
    for turn in 0..60 {
        let before = stand(world).await;
        let on = chance.of(ahead(&before.0)).unwrap();
        let (owner, address, sent) = if chance.once_in(3) { chance.of(&ACTS).unwrap() } else { ACTS[on] };
        let (someone, ..) = chance.of(&ACTS).unwrap();
        // A decision may also be recorded of a cell that sent nothing; that is another walk.
        if address == "decision" && before.0.is_empty() {
            continue;
        }
        let who = if chance.once_in(10) { someone } else { owner };
        let version = if chance.once_in(10) { before.1 - 1 } else { before.1 };
        let (first, second) = (world.person(who).await, world.person(who).await);
        let status = act(&first, address, sent, version);
        let statuses = if chance.once_in(3) {
            let (a, b) = tokio::join!(status, act(&second, address, sent, version));
            vec![a, b]
        } else {
            vec![status.await]
        };
        let after = stand(world).await;
        let said = format!("seed {seed}, turn {turn}: {who} {address} {statuses:?}: {before:?} to {after:?}");
        assert!(statuses.iter().all(|status| [303, 403, 404, 422].contains(status)), "{said}");
        assert!(follows(&before, &after), "{said}");
        assert!(who == owner || before == after || is_shared(owner, who), "{said}");
        reached.insert(after.0);
    }
    reached
}

/// The organization board checks as reviewers do.
fn is_shared(owner: &str, who: &str) -> bool {
    owner == "thamdinh.dcq" && who == "tochuc.dcq"
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn random_walks_reach_no_forbidden_state_and_lose_no_step(pool: PgPool) {
    let world = january(pool).await;
    let mut seen = BTreeSet::new();
    for seed in [1, 2, 3, 4] {
        seen.extend(walk(&world, seed).await);
        let issued = world.count("select count(*) from recognition where organization_id = 4").await;
        let is_issued = world.count("select count(*) from candidacy where state = 'issued'").await;
        assert_eq!(issued, is_issued, "a decision is issued for what was voted on, once");
        // The next walk begins anew; what is on record is not undone by anybody but this test.
        sqlx::raw_sql(
            "delete from recognition; delete from recognition_decision;
             alter table candidacy_event disable trigger user; delete from candidacy_event; delete from candidacy;
             alter table candidacy_event enable trigger user;",
        )
        .execute(&world.pool)
        .await
        .unwrap();
    }
    let reached = ["self_assessed", "proposed", "returned", "appraised", "presented", "recognized", "issued"];
    assert!(reached.iter().all(|state| seen.contains(*state)), "the walks went far: {seen:?}");
}
