//! The house rules that a program can check.

use std::{collections::BTreeMap, fs, path::Path};

/// The layers, lowest first. A module may use those below its own layer.
const LAYERS: &[&[&str]] = &[
    &["ids", "clock", "config", "points", "jobs"],
    &["text"],
    &["db", "web", "charts", "export", "cluster"],
    &["import", "files"],
    &["state", "audit"],
    &["access", "mail"],
    &["layout"],
    &["accounts", "organizations"],
    &["criteria"],
    &["months", "papers"],
    &["meetings", "records"],
    &["scores"],
    &["evidence"],
    &["settings"],
    &["reviews", "registrations", "levels"],
    &["recognition", "reminders"],
    &["dashboard", "history", "search"],
    &["app"],
    &["demo", "check", "server", "setup"],
    &["commands"],
    &["main", "lib"],
];

/// `web` asks for the settings of the pages; they are part of the state, which knows no capability.
const EXCEPTIONS: &[(&str, &str)] = &[("web", "state")];

/// Each table's only writing module.
const OWNERS: &[(&str, &str)] = &[
    ("audit_event", "audit"),
    ("person", "accounts"),
    ("position", "accounts"),
    ("account_intake", "accounts"),
    ("session", "accounts"),
    ("sign_in_failure", "accounts"),
    ("deactivation", "accounts"),
    ("password_link", "accounts"),
    ("second_factor", "accounts"),
    ("recovery_code", "accounts"),
    ("half_session", "accounts"),
    ("organization", "organizations"),
    ("organization_period", "organizations"),
    ("organization_event", "organizations"),
    ("organization_lineage", "organizations"),
    ("organization_event_change", "organizations"),
    ("registration", "organizations"),
    ("registration_request", "registrations"),
    ("criteria_set", "criteria"),
    ("criterion", "criteria"),
    ("criterion_item", "criteria"),
    ("criteria_adoption", "criteria"),
    ("member", "records"),
    ("membership", "records"),
    ("commitment", "records"),
    ("discipline", "records"),
    ("mass_work_model", "records"),
    ("good_deed", "records"),
    ("award", "records"),
    ("award_decision", "records"),
    ("issued_document", "records"),
    ("year_fact", "levels"),
    ("member_year_level", "levels"),
    ("level_entry", "levels"),
    ("own_level", "levels"),
    ("official_level", "levels"),
    ("reopening", "months"),
    ("reopening_request", "reviews"),
    ("struck_entry", "records"),
    ("paper", "papers"),
    ("paper_file", "papers"),
    ("paper_recipient", "papers"),
    ("paper_style", "papers"),
    ("recognition_decision", "recognition"),
    ("recognition", "recognition"),
    ("recognition_round", "recognition"),
    ("candidacy", "recognition"),
    ("candidacy_event", "recognition"),
    ("revocation", "recognition"),
    ("meeting", "meetings"),
    ("attendance", "meetings"),
    ("task", "meetings"),
    ("stored_file", "files"),
    ("evidence", "evidence"),
    ("setting", "settings"),
    ("holiday", "months"),
    ("letter", "mail"),
    ("reminder", "reminders"),
];

/// `access` notes when a session was last seen, in the one round trip in which it looks it up; the demonstration marks
/// its data as one.
const ALSO_WRITES: &[(&str, &str)] = &[("session", "access"), ("setting", "demo")];

fn sources() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(Path::new("src"), &mut found);
    found
}

fn collect(folder: &Path, found: &mut BTreeMap<String, String>) {
    for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "sql") {
            found.insert(path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap());
        }
    }
}

fn module_of(path: &str) -> &str {
    let rest = path.trim_start_matches("src/");
    rest.split('/').next().unwrap().trim_end_matches(".rs")
}

fn layer_of(module: &str) -> usize {
    LAYERS.iter().position(|layer| layer.contains(&module)).unwrap_or_else(|| panic!("{module} has no layer"))
}

/// The modules a source names: `crate::x` and every `x` of `use crate::{x::…, y}`.
fn used(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in source.match_indices("crate::") {
        let rest = &source[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && c.is_alphabetic() => {
                    names.push(word(&group[i..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    names
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn imports_point_strictly_down() {
    let mut wrong = Vec::new();
    for (path, source) in sources() {
        let module = module_of(&path);
        for name in used(&source) {
            let known = LAYERS.iter().any(|layer| layer.contains(&name.as_str()));
            let excepted = EXCEPTIONS.contains(&(module, name.as_str()));
            if known && name != module && !excepted && layer_of(&name) >= layer_of(module) {
                wrong.push(format!("{path} uses {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_table_has_one_writer() {
    let mut wrong = Vec::new();
    for (path, source) in sources() {
        let module = module_of(&path);
        for verb in ["insert into ", "update ", "delete from "] {
            for (at, _) in source.match_indices(verb) {
                let table = word(&source[at + verb.len()..]);
                let Some((_, owner)) = OWNERS.iter().find(|(t, _)| *t == table) else { continue };
                if *owner != module && !ALSO_WRITES.contains(&(table.as_str(), module)) {
                    wrong.push(format!("{path} writes {table}, which {owner} owns"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_a_change_begins_a_writing_transaction() {
    let wrong: Vec<_> = sources()
        .into_iter()
        .filter(|(path, source)| {
            source.contains(".begin()") && !["src/audit/change.rs", "src/db.rs"].contains(&path.as_str())
        })
        .map(|(path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sql_stands_in_queries() {
    let allowed = |path: &str| {
        path.contains("queries")
            || ["src/audit/change.rs", "src/db.rs", "src/check.rs"].contains(&path)
            || path.starts_with("src/cluster")
    };
    let wrong: Vec<_> = sources()
        .into_iter()
        .filter(|(path, source)| {
            !allowed(path) && (source.contains("sqlx::query") || source.contains("query_as!"))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_template_is_unescaped_and_none_is_long() {
    let mut found = BTreeMap::new();
    templates(Path::new("templates"), &mut found);
    for (path, text) in found {
        assert!(!text.contains("|safe") && !text.contains("| safe"), "{path} has an unescaped value");
        assert!(text.lines().count() <= 120, "{path} is longer than 120 lines");
    }
}

fn templates(folder: &Path, found: &mut BTreeMap<String, String>) {
    for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if path.is_dir() {
            templates(&path, found);
        } else {
            found.insert(path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap());
        }
    }
}
