//! Bốn Tốt: how party cells track the four-good model, month by month.

// The floor: knows no capability.
/// Numbers in, geometry of pictures out.
pub mod charts;
/// What time it is, months and days in Hà Nội.
pub mod clock;
/// A type for each kind of identifier.
pub mod ids;
/// Exact points and averages.
pub mod points;
