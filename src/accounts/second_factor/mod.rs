//! The second factor: a code from an app on the phone, asked after the password.
//!
//! off → begun (a secret is shown as QR code) → on (a first code was right; ten recovery codes are shown once) → off (by
//! password and code, or by whoever looks after the account). A committee may ask it of its own positions by the
//! setting `second_factor.required`; a person who has none yet is then led here before anything else.

mod actions;
mod model;
mod pages;
mod queries;
mod routes;

pub(super) use actions::take_code;
pub(super) use queries::{Factor, factor};
pub(super) use routes::router;
