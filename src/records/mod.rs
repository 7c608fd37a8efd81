//! The facts of a cell's year that are neither meetings nor points: the roster, commitments and their marks,
//! discipline, mass-work models, good deeds, awards, the documents that began the model.
//!
//! Totals are never typed: every figure of the year is counted from these rows. The cell enters them; the
//! committee above reads them, discipline only where it checks the cell.

mod actions;
mod awards;
mod coded;
mod entries;
mod forms;
mod intake;
mod kinds;
mod model;
mod pages;
mod power;
mod queries;
mod roster;
mod routes;
mod sheets;

pub use actions::{Going, hand_back, hand_over, join, reward, write};
pub use model::{
    Award, AwardKind, Commitment, Discipline, DisciplineForm, DocumentKind, Entry, GoodDeed, IssuedDocument,
    Level, Mark, MassWorkModel, NewMember, Recipient, Standing, Status,
};

pub use intake::uploads;
pub use routes::router;
