//! Bốn Tốt: how party cells track the four-good model, month by month.
//!
//! Modules stand in layers and import downward only; `tests/it/architecture.rs` checks it.

// ── The floor: knows no capability ──
/// Numbers in, geometry of pictures out.
pub mod charts;
/// What time it is; months and days in Hà Nội.
pub mod clock;
/// PostgreSQL: pool, snapshots, migrations.
pub mod db;
/// What leaves the program as a file: spreadsheets and documents.
pub mod export;
/// Files people hand in: received, judged by content, kept, given out again.
pub mod files;
/// A type for each kind of identifier.
pub mod ids;
/// Spreadsheets as people have them, read tolerantly and refused by row.
pub mod import;
/// Work that goes on after its request was answered.
pub mod jobs;
/// Exact points and averages.
pub mod points;
/// What every request may reach.
pub mod state;
/// Vietnamese text: fold, sort, numbers, dates.
pub mod text;
/// Errors as pages, forms, paths, headers, assets.
pub mod web;

// ── The foundation: who, and what is remembered ──
/// Sessions, roles and the proof that somebody may do something.
pub mod access;
/// Every act with its event, in one transaction.
pub mod audit;
/// The frame of a page.
pub mod layout;
/// Letters to people, written with an act and sent afterwards.
pub mod mail;

// ── The capabilities ──
/// People with accounts: signing in and out.
pub mod accounts;
/// Criteria sets: what is scored, and what recorded facts suggest.
pub mod criteria;
/// What to do now, who waits for whom, how the year goes.
pub mod dashboard;
/// What stands behind the items of a sheet: files, and minutes of meetings.
pub mod evidence;
/// Changing the tree: acts by decision, what each will do, what each has done.
pub mod history;
/// The levels of a year: entered, sent up, made official within the cap.
pub mod levels;
/// Meetings of a cell: attendance, minutes, tasks that carry over.
pub mod meetings;
/// The months of a cell: their two dates, and closed ones opened again.
pub mod months;
/// The tree of party organizations, as it was and as it is.
pub mod organizations;
/// The register of papers: their numbers, how they look, what lies with them for good.
pub mod papers;
/// Who is recognised for a year, and by which decision.
pub mod recognition;
/// The facts of a year: roster, commitments, discipline, models, good deeds, awards, documents.
pub mod records;
/// Registering for the model: by a cell's own vote, or chosen as pilot.
pub mod registrations;
/// Who has not sent a month's sheet, and reminding them.
pub mod reminders;
/// What the committee above does with sheets: official points, confirming, returning.
pub mod reviews;
/// Score sheets: a cell's month on the four criteria, a meeting's quality.
pub mod scores;
/// Finding organizations and people by words.
pub mod search;
/// What committees set for everything below them, from a month on.
pub mod settings;

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
