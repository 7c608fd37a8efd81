//! What is typed of a year's levels. Pure.

use crate::{
    ids::{MemberId, OrganizationId},
    points::Points,
    records::Level,
};

/// The level of the unit a cell leads, and of its staff.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// The unit's level.
    pub unit_level: Option<Level>,
    /// Staff, members or not.
    pub staff_total: Option<i32>,
    /// Of these, at "hoàn thành tốt" or better.
    pub staff_good: Option<i32>,
}

/// What a cell enters of a year, as a whole.
#[derive(Debug, Clone, Default)]
pub struct NewEntry {
    /// Of which year.
    pub year: i32,
    /// The version that was looked at; 0: nothing had been entered.
    pub seen: i32,
    /// The unit and its staff.
    pub facts: Facts,
    /// The members with a level.
    pub levels: Vec<(MemberId, Level)>,
    /// Members left without one.
    pub without: Vec<MemberId>,
    /// Why more are at the best level than the cap allows; empty where they are not.
    pub reason: String,
}

/// The level an organization gives itself, before the gates.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewOwn {
    pub(super) year: i32,
    /// The version that was looked at; 0: nothing had been sent.
    pub(super) seen: i32,
    pub(super) points: Option<Points>,
    pub(super) reached: Level,
    pub(super) votes: (i32, i32),
}

/// An official level chosen for an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) organization: OrganizationId,
    pub(super) level: Level,
    /// The sending and the official level that were looked at.
    pub(super) seen: (i32, i32),
}
