//! Finding organizations and people by words, inside one's own branch.
//!
//! Words may stand in any order, with or without marks, whole or begun; present and former names, short names and codes
//! are looked through. What is written exactly so stands first, then whole words, then begun ones, each in the order of
//! the alphabet. People are found by those who look after accounts: boards and administrators.

mod model;
mod pages;
mod queries;
mod routes;

pub use routes::router;
