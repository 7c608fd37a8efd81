//! Everything that is tested through the real router, against a real PostgreSQL, a database each.
//!
//! `DATABASE_URL` names a server on which databases may be made; `bontot database -- cargo test` brings one.

mod support;

mod access;
mod accounts;
mod accounts_intake;
mod adoption;
mod architecture;
mod awards;
mod candidacies;
mod candidacies_walk;
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
mod handover;
mod holidays;
mod intake;
mod language;
mod levels;
mod links;
mod meetings;
mod organizations;
mod own;
mod papers;
mod people;
mod quality;
mod recognition;
mod recognition_past;
mod records;
mod register;
mod registrations;
mod reminders;
mod reopening;
mod reorganizing;
mod requests;
mod reviews;
mod roster;
mod scores;
mod search;
mod secrecy;
mod settings;
mod tree;
mod tree_histories;
mod tree_intake;
mod typing;
mod why;
