//! The tree counted again from its periods and its record alone, climbing parent by parent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sqlx::PgPool;

/// By which tree something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As it was on each month's last day.
    AsItWas,
    /// As it is on a day.
    OfADay(NaiveDate),
}

impl Reading {
    fn day(self) -> Option<NaiveDate> {
        match self {
            Self::AsItWas => None,
            Self::OfADay(day) => Some(day),
        }
    }
}

/// A row: of whom, from, to, under whom, whether a cell.
type Period = (i64, NaiveDate, Option<NaiveDate>, Option<i64>, bool);

/// A stretch of days of an organization.
struct Stretch {
    from: NaiveDate,
    to: Option<NaiveDate>,
    parent: Option<i64>,
    is_cell: bool,
}

impl Stretch {
    fn holds(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on < to)
    }
}

/// The tree through time.
pub(super) struct Tree {
    stretches: BTreeMap<i64, Vec<Stretch>>,
    /// Whom an organization that ended on a day went over to, by the acts that stand: the first of the last act.
    heirs: BTreeMap<(i64, NaiveDate), i64>,
    /// Who takes part from when to when.
    takes_part: Vec<(i64, NaiveDate, Option<NaiveDate>)>,
    /// The acts on record.
    acts: Vec<i64>,
}

impl Tree {
    pub(super) async fn read(pool: &PgPool) -> Self {
        let rows: Vec<Period> = sqlx::query_as(
            "select organization_id, lower(valid), upper(valid), parent_id, kind = 'cell'
             from organization_period order by organization_id, lower(valid)",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        let mut stretches: BTreeMap<i64, Vec<Stretch>> = BTreeMap::new();
        for (id, from, to, parent, is_cell) in rows {
            stretches.entry(id).or_default().push(Stretch { from, to, parent, is_cell });
        }
        let lines: Vec<(i64, NaiveDate, i64)> = sqlx::query_as(
            "select predecessor_id, effective_on, successor_id
             from organization_lineage join organization_event e using (organization_event_id)
             where predecessor_id <> successor_id and e.kind in ('merged', 'split')
               and not exists (select from organization_event b where b.corrects = e.organization_event_id)
             order by e.organization_event_id, successor_id desc",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        let takes_part =
            sqlx::query_as("select organization_id, lower(valid), upper(valid) from registration")
                .fetch_all(pool)
                .await
                .unwrap();
        let acts = sqlx::query_scalar(
            "select organization_event_id from organization_event where kind <> 'corrected' order by 1",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        let heirs = lines.into_iter().map(|(from, on, to)| ((from, on), to)).collect();
        Self { stretches, heirs, takes_part, acts }
    }

    pub(super) fn acts(&self) -> &[i64] {
        &self.acts
    }

    pub(super) fn all(&self) -> impl Iterator<Item = i64> {
        self.stretches.keys().copied()
    }

    pub(super) fn committees(&self) -> impl Iterator<Item = i64> {
        self.all().filter(|id| !self.is_cell(*id))
    }

    pub(super) fn is_cell(&self, id: i64) -> bool {
        self.stretches.get(&id).is_some_and(|all| all.iter().any(|stretch| stretch.is_cell))
    }

    fn on(&self, id: i64, on: NaiveDate) -> Option<&Stretch> {
        self.stretches.get(&id)?.iter().find(|stretch| stretch.holds(on))
    }

    pub(super) fn there_on(&self, on: NaiveDate) -> Vec<i64> {
        self.all().filter(|id| self.on(*id, on).is_some()).collect()
    }

    pub(super) fn parent_on(&self, id: i64, on: NaiveDate) -> Option<i64> {
        self.on(id, on)?.parent
    }

    pub(super) fn children_on(&self, above: i64, on: NaiveDate) -> Vec<i64> {
        self.all().filter(|id| self.parent_on(*id, on) == Some(above)).collect()
    }

    /// What stands above an organization on a day, itself first. Panics where it stands below itself.
    fn climb(&self, from: i64, on: NaiveDate) -> Vec<i64> {
        let mut above = Vec::new();
        let mut at = Some(from);
        while let Some(id) = at.filter(|id| self.on(*id, on).is_some()) {
            assert!(!above.contains(&id), "{id} stands below itself on {on}");
            above.push(id);
            at = self.parent_on(id, on);
        }
        above
    }

    /// Where an organization is counted by the tree of a day: what it stands under, or what it went over to, or will
    /// stand under, and so on up.
    fn counted_under(&self, id: i64, on: NaiveDate) -> Vec<i64> {
        if self.on(id, on).is_some() {
            return self.climb(id, on);
        }
        let all = &self.stretches[&id];
        let last = all.iter().rfind(|stretch| stretch.from <= on);
        let goes_to = match last {
            Some(last) => self.heirs.get(&(id, last.to.unwrap())).copied().or(last.parent),
            None => all[0].parent,
        };
        self.counted_under(goes_to.expect("the top does not end"), on)
    }

    /// The cells expected below a committee for the month of a last day.
    pub(super) fn expected_below(&self, committee: i64, last: NaiveDate, reading: Reading) -> BTreeSet<i64> {
        let takes_part = |id: &i64| {
            let of_it = self.takes_part.iter().filter(|(who, ..)| who == id);
            of_it.into_iter().any(|(_, from, to)| *from <= last && to.is_none_or(|to| last < to))
        };
        let expected = self.all().filter(|id| self.on(*id, last).is_some_and(|stretch| stretch.is_cell));
        let counts = |id: &i64| match reading {
            Reading::AsItWas => self.climb(*id, last).contains(&committee),
            Reading::OfADay(on) => self.counted_under(*id, on).contains(&committee),
        };
        expected.filter(takes_part).filter(counts).collect()
    }
}

pub(super) async fn ancestry_is_what_climbing_finds(pool: &PgPool, tree: &Tree, on: NaiveDate) {
    let mut climbed = BTreeSet::new();
    for id in tree.there_on(on) {
        let above = tree.climb(id, on);
        climbed.extend((0..).zip(above).map(|(depth, above): (i32, i64)| (above, id, depth)));
    }
    let kept: Vec<(i64, i64, i32)> = sqlx::query_as(
        "select ancestor_id, descendant_id, depth from organization_ancestry where valid @> $1",
    )
    .bind(on)
    .fetch_all(pool)
    .await
    .unwrap();
    assert_eq!(kept.len(), climbed.len(), "twice on {on}");
    assert_eq!(kept.into_iter().collect::<BTreeSet<_>>(), climbed, "{on}");
}

/// The index of names knows every name with everything its organization ever stood under.
pub(super) async fn names_are_found_below_all_they_ever_stood_under(pool: &PgPool, tree: &Tree) {
    let kept: Vec<(i64, Vec<i64>)> = sqlx::query_as("select organization_id, above from organization_index")
        .fetch_all(pool)
        .await
        .unwrap();
    let periods = tree.stretches.values().map(Vec::len).sum::<usize>();
    assert_eq!(kept.len(), periods, "a name of each period");
    for (id, mut above) in kept {
        // Something above changes only where a period of something begins.
        let days = tree.stretches.values().flatten().map(|stretch| stretch.from).collect::<BTreeSet<_>>();
        let ever: BTreeSet<_> = days.into_iter().flat_map(|on| tree.climb(id, on)).collect();
        above.sort_unstable();
        assert_eq!(above, ever.into_iter().collect::<Vec<_>>(), "above {id}");
    }
}

/// The cells the program expects below committees in a month.
pub(super) async fn expected(
    pool: &PgPool,
    committees: &[i64],
    month: NaiveDate,
    reading: Reading,
) -> BTreeMap<i64, BTreeSet<i64>> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "select c.id, e.organization_id from unnest($1::bigint[]) c (id), cells_expected(c.id, array[$2], $3) e",
    )
    .bind(committees)
    .bind(month)
    .bind(reading.day())
    .fetch_all(pool)
    .await
    .unwrap();
    let mut below: BTreeMap<i64, BTreeSet<i64>> =
        committees.iter().map(|id| (*id, BTreeSet::new())).collect();
    for (committee, cell) in rows {
        assert!(below.get_mut(&committee).unwrap().insert(cell), "{cell} twice below {committee}, {month}");
    }
    below
}

/// The cells the program counts below a committee in a year, with the days of each.
pub(super) async fn counted(
    pool: &PgPool,
    committee: i64,
    year: i32,
    reading: Reading,
) -> Vec<(i64, String, bool)> {
    sqlx::query_as(
        "select organization_id, days::text, is_last from cells_counted($1, $2, $3) order by organization_id",
    )
    .bind(committee)
    .bind(year)
    .bind(reading.day())
    .fetch_all(pool)
    .await
    .unwrap()
}
