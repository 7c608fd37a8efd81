//! Identifiers: one type for each kind of row, so that a meeting can never be passed where a sheet is meant.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// The number itself, for binding into a query.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

id! {
    /// A node of the tree: a committee or a cell.
    OrganizationId,
    /// An act on the tree.
    OrganizationEventId,
    /// A person with an account.
    PersonId,
    /// A list of accounts that was read from a file.
    AccountIntakeId,
    /// A position: one person's role in one organization for a period.
    PositionId,
    /// A party member on a cell's roll; not necessarily a user.
    MemberId,
    /// One version of a criteria set.
    CriteriaSetId,
    /// A committee's adoption of a set.
    AdoptionId,
    /// One criterion of a set.
    CriterionId,
    /// One item under a criterion, or a bonus or penalty of a set.
    ItemId,
    /// One line of the register of papers.
    PaperId,
    /// One meeting.
    MeetingId,
    /// A task set by a meeting.
    TaskId,
    /// A score sheet.
    SheetId,
    /// A month opened again for a cell.
    ReopeningId,
    /// A cell's request to have a month opened again.
    ReopeningRequestId,
    /// Something that stands behind an item of a sheet.
    EvidenceId,
    /// A letter to a person.
    LetterId,
}

/// The code of an organization as it stands in a URL: 1–40 lower-case letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
#[sqlx(transparent)]
#[serde(try_from = "String")]
pub struct OrganizationCode(String);

impl OrganizationCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OrganizationCode {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err("not an organization code") }
    }
}

impl TryFrom<String> for OrganizationCode {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for OrganizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
