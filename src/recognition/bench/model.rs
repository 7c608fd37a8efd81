//! The candidates of a round in their order: who passes, who is within the quota, who ties with whom. Pure.

use std::cmp::Reverse;

use crate::{
    points::Points,
    recognition::{
        conditions::{Tried, Verdict},
        load::Judged,
        model::State,
        queries::candidacies::Standing,
    },
};

/// A candidate.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Candidate {
    pub(in crate::recognition) judged: Judged,
    pub(in crate::recognition) standing: Option<Standing>,
    /// Its place among those that pass, ties sharing one; none for the others.
    pub(in crate::recognition) place: Option<usize>,
    /// Whether it passes but lies beyond the quota.
    pub(in crate::recognition) is_beyond: bool,
    /// Whether it ties with another across the edge of the quota.
    pub(in crate::recognition) ties: bool,
}

/// How the table is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::recognition) enum Order {
    #[default]
    Average,
    Name,
    State,
}

impl Order {
    /// As it stands in addresses.
    pub(in crate::recognition) fn of(text: &str) -> Self {
        match text {
            "name" => Self::Name,
            "state" => Self::State,
            _ => Self::Average,
        }
    }
}

impl Candidate {
    pub(in crate::recognition) fn verdict(&self) -> Verdict {
        self.judged.tried.as_ref().map_or(Verdict::Unknown, Tried::verdict)
    }

    /// The average that counts: of the appraisal where there is one, else by the records.
    pub(in crate::recognition) fn average(&self) -> Option<Points> {
        let appraised = self.standing.as_ref().and_then(|standing| standing.appraised_average);
        appraised.or_else(|| self.judged.tried.as_ref().and_then(|tried| tried.average.average))
    }

    /// Where it stands; a decision may have been recorded without a file.
    pub(in crate::recognition) fn state(&self) -> Option<State> {
        let recorded = || self.judged.cell.is_recognized.then_some(State::Issued);
        self.standing.as_ref().map(|standing| standing.state).or_else(recorded)
    }
}

/// How many stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::recognition) struct Tally {
    pub(in crate::recognition) passes: usize,
    pub(in crate::recognition) near: usize,
    pub(in crate::recognition) fails: usize,
    pub(in crate::recognition) unknown: usize,
    /// Recognised by vote, issued or not.
    pub(in crate::recognition) recognized: usize,
}

/// Counts the candidates.
pub(in crate::recognition) fn tally(candidates: &[Candidate]) -> Tally {
    let count = |verdict| candidates.iter().filter(|candidate| candidate.verdict() == verdict).count();
    let is_recognized =
        |candidate: &&Candidate| matches!(candidate.state(), Some(State::Recognized | State::Issued));
    Tally {
        passes: count(Verdict::Holds),
        near: count(Verdict::Near),
        fails: count(Verdict::Fails),
        unknown: count(Verdict::Unknown),
        recognized: candidates.iter().filter(is_recognized).count(),
    }
}

/// Puts the candidates together and in order, places given among those that pass.
pub(in crate::recognition) fn ranked(
    judged: Vec<Judged>,
    mut standings: Vec<Standing>,
    quota: Option<usize>,
    order: Order,
) -> Vec<Candidate> {
    let mut candidates: Vec<_> = judged
        .into_iter()
        .map(|judged| {
            let at = standings.iter().position(|standing| standing.cell == judged.cell.id);
            let standing = at.map(|at| standings.swap_remove(at));
            Candidate { judged, standing, place: None, is_beyond: false, ties: false }
        })
        .collect();
    // By name already; the sort keeps that among equals.
    candidates.sort_by_key(|candidate| (candidate.verdict(), Reverse(candidate.average())));
    place(&mut candidates, quota);
    match order {
        Order::Average => {}
        Order::Name => candidates.sort_by_key(|candidate| candidate.judged.rank),
        Order::State => candidates.sort_by_key(|candidate| candidate.state().map(State::rank)),
    }
    candidates
}

fn place(candidates: &mut [Candidate], quota: Option<usize>) {
    let passing = candidates.iter().take_while(|candidate| candidate.verdict() == Verdict::Holds).count();
    let averages: Vec<_> = candidates[..passing].iter().map(Candidate::average).collect();
    for (n, candidate) in candidates[..passing].iter_mut().enumerate() {
        let first = averages.iter().position(|average| *average == averages[n]).unwrap_or(n);
        candidate.place = Some(first + 1);
        let Some(quota) = quota else { continue };
        candidate.is_beyond = n >= quota;
        let edge = averages.get(quota.wrapping_sub(1)).zip(averages.get(quota));
        candidate.ties = edge.is_some_and(|(last, next)| last == next && *last == averages[n]);
    }
}
