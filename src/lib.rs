//! Bốn Tốt: how party cells track the four-good model, month by month.

// The floor: knows no capability.
/// What time it is, months and days in Hà Nội.
pub mod clock;
/// A type for each kind of identifier.
pub mod ids;
/// Exact points and averages.
pub mod points;

// How the program is run: used by main alone.
/// What `bontot check` looks at.
pub mod check;
/// A PostgreSQL of our own.
pub mod cluster;
/// Every setting.
pub mod config;
/// The demonstration year.
pub mod demo;
/// The accept loop.
pub mod server;
