//! Random walks over a candidacy by random persons, alone and two at once: no step but those there are, no number twice, nothing
//! lost.

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
const ACTS: [Act; 14] = [
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
    ("vanphong.dcq", "decision", &[("signed_on", "20/01/2027"), ("cells", "noi-vu")]),
    ("bithu.noivu", "numbers", &[("signed_on", "18/01/2027")]),
    ("bithu.noivu", "signed/to-trinh", &[]),
];

/// Numbers are taken from so few that they meet.
const NUMBERS: usize = 30;

const SCAN: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// Acts that lead on from a state, for walks that go far.
fn ahead(state: &str) -> &'static [usize] {
    match state {
        "" | "returned" => &[0],
        "self_assessed" => &[1, 1, 12, 13],
        "proposed" => &[2, 3, 3, 3, 4, 5, 6, 12, 13],
        "not_proposed" => &[4],
        "appraised" | "postponed" => &[4, 7, 7, 7],
        "presented" => &[8, 9, 9],
        "recognized" => &[10, 11],
        _ => &[10],
    }
}

/// What is on record.
#[derive(Debug, PartialEq, sqlx::FromRow)]
struct Stand {
    state: String,
    version: i32,
    steps: i64,
    /// Papers of the committee and of the cell.
    decisions: i64,
    numbered: i64,
    copies: i64,
}

async fn stand(world: &World) -> Stand {
    sqlx::query_as(
        "select coalesce(max(state), '') as state, coalesce(max(version), 0) as version,
                (select count(*) from candidacy_event) as steps,
                (select count(*) from paper where organization_id = 2) as decisions,
                (select count(*) from paper where organization_id = 4) as numbered,
                (select count(*) from candidacy_copy) as copies
         from candidacy",
    )
    .fetch_one(&world.pool)
    .await
    .unwrap()
}

async fn act(person: &Client, address: &str, sent: &[(&str, &str)], (version, number): (i32, usize)) -> u16 {
    if address.starts_with("signed/") {
        return person.hand_in(&format!("{FILE}/{address}"), &[], SCAN).await.status.as_u16();
    }
    let (version, number) = (version.to_string(), number.to_string());
    let path = match address.strip_prefix("bench/") {
        Some(act) => format!("{BENCH}/{act}"),
        None if address == "decision" => "/organizations/dcq/recognitions/2026".to_owned(),
        None => format!("{FILE}/{address}"),
    };
    let numbers = [("number", number.as_str()), ("number[request]", number.as_str())];
    let block = [("cells", "noi-vu"), ("version[noi-vu]", version.as_str()), ("version", version.as_str())];
    person.post(&path, &[sent, &numbers, &block].concat()).await.status.as_u16()
}

/// Whether a stand may follow another: one step there is, or an inspection, each on record; one paper for a decision that was
/// issued, at most one for a number that was asked for, at most one copy for one that was handed in.
fn follows(before: &Stand, after: &Stand, address: &str) -> bool {
    let (from, to) = (before.state.as_str(), after.state.as_str());
    let moved = STEPS.contains(&(from, to)) || from == to;
    let taken = i64::from(after.version - before.version);
    let stepped =
        after.steps == before.steps + taken && (0..=1).contains(&taken) && (taken == 1 || from == to);
    let issued = i64::from(from != to && to == "issued");
    let at_most = |only: &str| 0..=i64::from(address == only);
    moved
        && stepped
        && after.decisions == before.decisions + issued
        && at_most("numbers").contains(&(after.numbered - before.numbered))
        && at_most("signed/to-trinh").contains(&(after.copies - before.copies))
}

async fn walk(world: &World, seed: u64) -> BTreeSet<String> {
    let mut chance = Chance::new(seed);
    let mut reached = BTreeSet::new();
    for turn in 0..60 {
        let before = stand(world).await;
        let on = chance.of(ahead(&before.state)).unwrap();
        let (owner, address, sent) = if chance.once_in(3) { chance.of(&ACTS).unwrap() } else { ACTS[on] };
        let (someone, ..) = chance.of(&ACTS).unwrap();
        // A decision may also be recorded of a cell that sent nothing; that is another walk.
        if address == "decision" && before.state.is_empty() {
            continue;
        }
        let who = if chance.once_in(10) { someone } else { owner };
        let version = if chance.once_in(10) { before.version - 1 } else { before.version };
        let with = (version, 1 + chance.below(NUMBERS));
        let (first, second) = (world.person(who).await, world.person(who).await);
        let status = act(&first, address, sent, with);
        let statuses = if chance.once_in(3) {
            let (a, b) = tokio::join!(status, act(&second, address, sent, with));
            vec![a, b]
        } else {
            vec![status.await]
        };
        let after = stand(world).await;
        let said = format!("seed {seed}, turn {turn}: {who} {address} {statuses:?}: {before:?} to {after:?}");
        assert!(statuses.iter().all(|status| [303, 403, 404, 409, 422].contains(status)), "{said}");
        assert!(follows(&before, &after, address), "{said}");
        assert!(who == owner || before == after || is_shared(owner, who), "{said}");
        reached.insert(after.state);
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
        // The next walk begins anew, with the numbers that are used; what is on record is undone by nobody but this test.
        let anew = "truncate recognition, recognition_decision, candidacy_event, candidacy cascade";
        sqlx::raw_sql(anew).execute(&world.pool).await.unwrap();
    }
    let papers = world.count("select count(*) from paper").await;
    let numbers = "select count(distinct (organization_id, kind, term, number)) from paper";
    assert_eq!(world.count(numbers).await, papers, "no number is used twice");
    let numbered = world.count("select count(*) from paper where organization_id = 4").await;
    let decisions = papers - numbered;
    assert!(numbered > 1 && decisions > 1, "{numbered} numbered papers of the cell, {decisions} decisions");
    let whole = "select count(*) from paper_file where part in ('pdf', 'docx')";
    assert_eq!(world.count(whole).await, 2 * papers, "each paper is there as it was issued");
    let reached = ["self_assessed", "proposed", "returned", "appraised", "presented", "recognized", "issued"];
    assert!(reached.iter().all(|state| seen.contains(*state)), "the walks went far: {seen:?}");
}
