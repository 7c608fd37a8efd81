//! Criteria sets: what a month, or one meeting, is scored on.
//!
//! The centre names the four criteria; each committee sets its own points. So a set is data: read from a file,
//! checked, published, and frozen once a sheet uses it; a change is a new version from a later month. This
//! module knows the grammar of a set and what recorded facts suggest for its items; the arithmetic of a sheet
//! is in `scores`.

mod actions;
mod adoptions;
mod burden;
mod check;
mod differences;
mod downloads;
mod editor;
mod exact;
mod facts;
mod model;
mod pages;
mod paper;
mod part;
mod preset;
mod queries;
mod routes;
mod rules;
mod sources;
mod stored;
mod suggest;
mod words;
mod workbook;
mod year;

pub use actions::{find, in_force, load_presets, publish, stored, stored_all};
pub use adoptions::{Adoption, Trouble, adopt, adoption, set_in_force, troubles};
pub use check::{SECTORS, problems};
pub use editor::{issued, start_draft};
pub use facts::{Fact, Facts, RecordLink, Value};
pub use model::{
    CriteriaSet, Criterion, Grade, Instrument, Item, Kind, MissingMonth, MonthsRequired, MonthsWith,
    Recognition, Scale, UnitLevel, YearGrade, YearRule,
};
pub use paper::{Entry, Filled, Form};
pub use preset::{PRESETS, Refused, export, parse};
pub use routes::router;
pub use rules::{
    Band, Choice, Comparison, Condition, Ground, NotApplicable, Override, Rule, SectorBands, Test, Then,
    Veto, Wanted,
};
pub use sources::Source;
pub use stored::StoredSet;
pub use suggest::{Suggestion, Vetoed, suggest, vetoes};
pub use words::{
    of_missing as missing_month_in_words, of_points as points_in_words, of_unit_level as unit_level_in_words,
};
