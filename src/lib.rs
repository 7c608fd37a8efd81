//! Bốn Tốt: how party cells track the four-good model, month by month.
//!
//! Modules stand in layers and import downward only; `tests/it/architecture.rs` checks it.

// ── The floor: knows no capability ──
/// What time it is; months and days in Hà Nội.
pub mod clock;
/// A type for each kind of identifier.
pub mod ids;
/// Exact points and averages.
pub mod points;
/// Vietnamese text: fold, sort, numbers, dates.
pub mod text;
/// PostgreSQL: pool, snapshots, migrations.
pub mod db;
/// Errors as pages, forms, paths, headers, assets.
pub mod web;
/// What every request may reach.
pub mod state;

// ── The foundation: who, and what is remembered ──
/// Every act with its event, in one transaction.
pub mod audit;
/// Sessions, roles and the proof that somebody may do something.
pub mod access;
/// The frame of a page.
pub mod layout;

// ── The capabilities ──
/// People with accounts: signing in and out.
pub mod accounts;
/// The tree of party organizations, as it was and as it is.
pub mod organizations;

/// All routers together, with the layers around them.
pub mod app;

// ── How the program is run: used by main alone ──
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
/// The first account of an installation.
pub mod setup;
