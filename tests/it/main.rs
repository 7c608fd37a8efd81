//! Everything that is tested through the real router, against a real PostgreSQL, a database each.
//!
//! `DATABASE_URL` names a server on which databases may be made; `bontot database -- cargo test` brings one.

mod support;

mod access;
mod accounts;
mod adoption;
mod architecture;
mod clocks;
mod criteria;
mod criteria_files;
mod dashboard;
mod database;
mod demo;
mod documents;
mod editor;
mod evidence;
mod facts;
mod floor;
mod holidays;
mod intake;
mod meetings;
mod organizations;
mod people;
mod quality;
mod recognition;
mod records;
mod reopening;
mod reorganizing;
mod requests;
mod reviews;
mod roster;
mod scores;
mod search;
mod settings;
mod tree;
mod typing;
mod why;
