//! A letter, and how long to wait before it is tried again. Pure.

use chrono::Duration;

use crate::{
    clock::Month,
    ids::{OrganizationId, PersonId},
};

/// A letter to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub person: PersonId,
    /// Where their letters go.
    pub address: String,
    /// Their name.
    pub name: String,
    /// What it is about.
    pub subject: String,
    /// The text: plain words, whatever they look like.
    pub body: String,
    /// The sheet it asks for, if it asks for one: once that is sent, the letter is not.
    pub asks_for: Option<(OrganizationId, Month)>,
}

/// Why a letter was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    /// What the mail server said.
    pub(super) problem: String,
    /// Trying again will not help.
    pub(super) for_good: bool,
}

/// What becomes of a letter that was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unsent {
    pub(super) problem: String,
    /// How long to wait before the next try; none when it is given up.
    pub(super) pause: Option<Duration>,
}

/// Pauses after each try, in minutes. After the last one a letter is given up: a day and a half after it was written.
const PAUSES: [i64; 6] = [1, 5, 30, 120, 480, 1440];

impl Refused {
    /// What to do after so many tries, this one among them.
    pub(super) fn after(self, attempts: i32) -> Unsent {
        let pause = usize::try_from(attempts - 1).ok().and_then(|tried| PAUSES.get(tried));
        let pause = pause.filter(|_| !self.for_good).map(|minutes| Duration::minutes(*minutes));
        Unsent { problem: self.problem, pause }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let refused = |for_good| Refused { problem: "bận".to_owned(), for_good };
        let minutes = |attempts| refused(false).after(attempts).pause.map(|pause| pause.num_minutes());
        assert_eq!(
            (1..=7).map(minutes).collect::<Vec<_>>(),
            [Some(1), Some(5), Some(30), Some(120), Some(480), Some(1440), None]
        );
        assert_eq!(refused(true).after(1).pause, None);
    }
}
