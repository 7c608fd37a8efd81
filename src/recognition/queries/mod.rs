//! All SQL of recognition: years held against conditions, candidacies, rounds, decisions.

pub(super) mod candidacies;
pub(super) mod copies;
pub(super) mod decisions;
pub(super) mod facts;
pub(super) mod past;
pub(super) mod rounds;
pub(super) mod years;
