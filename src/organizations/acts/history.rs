//! An organization through time: what it is, period by period, and what an act makes of that. Pure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::model::Act;
use crate::{
    ids::OrganizationId,
    organizations::{Kind, Sector},
};

/// What holds of an organization for a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traits {
    /// Its full name.
    pub name: String,
    /// Its name in narrow places.
    pub short_name: String,
    /// Committee or cell.
    pub kind: Kind,
    /// How a committee of its level is called in print: tỉnh ủy, đảng ủy.
    pub tier: Option<String>,
    /// Its sector, where it has one.
    pub sector: Option<Sector>,
    /// What it stands under; none for the top.
    pub parent: Option<OrganizationId>,
}

/// A period with what holds in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Span {
    /// Its first day.
    pub(super) from: NaiveDate,
    /// The first day after it; none while it goes on.
    pub(super) to: Option<NaiveDate>,
    /// What holds.
    pub(super) traits: Traits,
}

/// The periods of an organization, in order, without overlap. Between two there may be days on which it was not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct History(pub(super) Vec<Span>);

/// Why an act cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The organization is not there on that day.
    NotThere,
    /// It is there already.
    AlreadyThere,
    /// Something later is on record, from this day on: acts are entered in the order of their days.
    Later(NaiveDate),
    /// It begins on that day: it would never have been.
    BeginsThatDay,
    /// It would stay as it is.
    NothingChanges,
}

impl History {
    /// What held on a day.
    #[cfg(test)]
    fn on(&self, day: NaiveDate) -> Option<&Traits> {
        let span = self.0.iter().find(|span| span.from <= day && span.to.is_none_or(|to| day < to));
        span.map(|span| &span.traits)
    }

    /// Begins to be, or begins again.
    pub(super) fn begin(&mut self, day: NaiveDate, traits: Traits) -> Result<(), Refusal> {
        match self.0.last() {
            Some(last) if last.to.is_none() => return Err(Refusal::AlreadyThere),
            Some(Span { to: Some(to), .. }) if *to > day => return Err(Refusal::Later(*to)),
            _ => self.push(day, traits),
        }
        Ok(())
    }

    /// Is something else from a day on.
    pub(super) fn become_other(
        &mut self,
        day: NaiveDate,
        change: impl FnOnce(&mut Traits),
    ) -> Result<(), Refusal> {
        let last = self.going_on(day)?;
        let mut traits = last.traits.clone();
        change(&mut traits);
        if traits == last.traits {
            return Err(Refusal::NothingChanges);
        }
        if last.from == day {
            self.0.pop();
        } else {
            last.to = Some(day);
        }
        self.push(day, traits);
        Ok(())
    }

    /// Is no more from a day on.
    pub(super) fn end(&mut self, day: NaiveDate) -> Result<(), Refusal> {
        let last = self.going_on(day)?;
        if last.from == day {
            return Err(Refusal::BeginsThatDay);
        }
        last.to = Some(day);
        Ok(())
    }

    /// The period that goes on from a day without end.
    fn going_on(&mut self, day: NaiveDate) -> Result<&mut Span, Refusal> {
        let is_first = self.0.len() == 1;
        let Some(last) = self.0.last_mut() else { return Err(Refusal::NotThere) };
        match last.to {
            Some(to) if to <= day => Err(Refusal::NotThere),
            Some(to) => Err(Refusal::Later(to)),
            None if last.from <= day => Ok(last),
            None if is_first => Err(Refusal::NotThere),
            None => Err(Refusal::Later(last.from)),
        }
    }

    /// Adds a period without end; joined to the one before where nothing is different between them.
    fn push(&mut self, from: NaiveDate, traits: Traits) {
        match self.0.last_mut() {
            Some(last) if last.to == Some(from) && last.traits == traits => last.to = None,
            _ => self.0.push(Span { from, to: None, traits }),
        }
    }

    /// What held last.
    pub(super) fn last(&self) -> Option<&Traits> {
        self.0.last().map(|span| &span.traits)
    }
}

impl Act {
    /// What the act makes of a history.
    pub(super) fn carry_out(&self, history: &mut History, on: NaiveDate) -> Result<(), Refusal> {
        match self {
            Self::Open(traits) => history.begin(on, traits.clone()),
            Self::Rename { name, short_name } => history.become_other(on, |traits| {
                name.clone_into(&mut traits.name);
                short_name.clone_into(&mut traits.short_name);
            }),
            Self::Reshape { kind, sector } => history.become_other(on, |traits| {
                traits.kind = *kind;
                traits.sector = *sector;
            }),
            Self::Move { parent } => history.become_other(on, |traits| traits.parent = Some(*parent)),
            Self::Close => history.end(on),
            Self::Reopen { parent } => {
                let last = history.last().cloned().ok_or(Refusal::NotThere)?;
                history.begin(on, Traits { parent: Some(*parent), ..last })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + chrono::Days::new(n)
    }

    fn cell(parent: i64) -> Traits {
        Traits {
            name: "Chi bộ A".to_owned(),
            short_name: "CB A".to_owned(),
            kind: Kind::Cell { has_cell_committee: false },
            tier: None,
            sector: Some(Sector::Office),
            parent: Some(OrganizationId(parent)),
        }
    }

    fn begun() -> History {
        let mut history = History::default();
        history.begin(day(0), cell(1)).unwrap();
        history
    }

    fn moved(to: i64) -> Act {
        Act::Move { parent: OrganizationId(to) }
    }

    #[test]
    fn a_moved_cell_stands_here_until_the_day_and_there_from_it() {
        let mut history = begun();
        moved(2).carry_out(&mut history, day(10)).unwrap();
        assert_eq!(history.on(day(9)), Some(&cell(1)));
        assert_eq!(history.on(day(10)), Some(&cell(2)));
    }

    #[test]
    fn two_acts_of_one_day_make_one_period() {
        let mut history = begun();
        moved(2).carry_out(&mut history, day(10)).unwrap();
        let named = Act::Rename { name: "Chi bộ B".to_owned(), short_name: "CB B".to_owned() };
        named.carry_out(&mut history, day(10)).unwrap();
        assert_eq!(history.0.len(), 2);
        let traits = history.on(day(10)).unwrap();
        assert_eq!((traits.name.as_str(), traits.parent), ("Chi bộ B", Some(OrganizationId(2))));
    }

    #[test]
    fn acts_are_entered_in_the_order_of_their_days() {
        let mut history = begun();
        moved(2).carry_out(&mut history, day(10)).unwrap();
        assert_eq!(moved(3).carry_out(&mut history, day(9)), Err(Refusal::Later(day(10))));
        Act::Close.carry_out(&mut history, day(20)).unwrap();
        assert_eq!(moved(3).carry_out(&mut history, day(15)), Err(Refusal::Later(day(20))));
        assert_eq!(moved(3).carry_out(&mut history, day(20)), Err(Refusal::NotThere));
    }

    #[test]
    fn what_changes_nothing_or_would_never_have_been_is_refused() {
        let mut history = begun();
        assert_eq!(moved(1).carry_out(&mut history, day(5)), Err(Refusal::NothingChanges));
        assert_eq!(Act::Close.carry_out(&mut history, day(0)), Err(Refusal::BeginsThatDay));
        assert_eq!(moved(2).carry_out(&mut History::default(), day(5)), Err(Refusal::NotThere));
        assert_eq!(history.begin(day(5), cell(1)), Err(Refusal::AlreadyThere));
    }

    #[test]
    fn a_cell_opened_again_was_not_there_in_between() {
        let mut history = begun();
        let again = Act::Reopen { parent: OrganizationId(1) };
        Act::Close.carry_out(&mut history, day(10)).unwrap();
        assert_eq!(again.carry_out(&mut history, day(9)), Err(Refusal::Later(day(10))));
        again.carry_out(&mut history, day(20)).unwrap();
        let there = [9, 10, 19, 20].map(|n| history.on(day(n)).is_some());
        assert_eq!(there, [true, false, false, true]);
    }

    fn any_act() -> impl Strategy<Value = Act> {
        prop_oneof![
            (1..4_i64).prop_map(moved),
            (0..3_u8)
                .prop_map(|n| Act::Rename { name: format!("Chi bộ {n}"), short_name: format!("CB {n}") }),
            Just(Act::Close),
            (1..4_i64).prop_map(|to| Act::Reopen { parent: OrganizationId(to) }),
        ]
    }

    proptest! {
        /// Whatever happens, periods are in order and apart, and no act changes a day before its own.
        #[test]
        fn the_past_stays_as_it_was(acts in proptest::collection::vec((any_act(), 0..60_u64), 0..20)) {
            let mut history = begun();
            for (act, on) in acts {
                let before = history.clone();
                let refused = act.carry_out(&mut history, day(on)).is_err();
                if refused {
                    prop_assert_eq!(&history, &before);
                }
                for n in 0..on {
                    prop_assert_eq!(history.on(day(n)), before.on(day(n)));
                }
                for pair in history.0.windows(2) {
                    prop_assert!(pair[0].to.is_some_and(|to| pair[0].from < to && to <= pair[1].from));
                    prop_assert!(pair[0].to != Some(pair[1].from) || pair[0].traits != pair[1].traits);
                }
            }
        }
    }
}
