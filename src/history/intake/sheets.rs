//! The list of organizations as a neutral sheet: what is there, or a blank one to fill in.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{columns::COLUMNS, queries::Known};
use crate::{
    export::sheet::{Column, Kind as Holding, Sheet, Value},
    ids::OrganizationId,
    organizations::{Kind, Sector},
};

/// What stands below a committee on a day, each with its code, so that the file can come back changed.
pub(super) fn organizations(
    committee: OrganizationId,
    known: &[Known],
    day: NaiveDate,
    notes: Vec<String>,
) -> Sheet {
    let codes: HashMap<_, _> = known.iter().map(|known| (known.id, known.code.as_str())).collect();
    let there = known.iter().filter(|known| known.id != committee && known.is_there(day));
    let row = |known: &Known| {
        vec![
            Value::text(known.code.as_str()),
            Value::text(known.name.as_str()),
            Value::text(known.short_name.as_str()),
            Value::text(known.parent.and_then(|parent| codes.get(&parent)).copied().unwrap_or_default()),
            Value::text(if known.is_cell() { "Chi bộ" } else { "Cấp ủy" }),
            Value::text(known.sector().map_or("", Sector::label)),
            Value::text(if known.kind() == (Kind::Cell { has_cell_committee: true }) { "x" } else { "" }),
        ]
    };
    Sheet {
        title: "Tổ chức đảng trực thuộc".to_owned(),
        notes,
        columns: columns(),
        rows: there.map(row).collect(),
    }
}

/// A sheet to fill in.
pub(super) fn blank(notes: Vec<String>) -> Sheet {
    Sheet {
        title: "Tổ chức đảng trực thuộc".to_owned(), notes, columns: columns(), rows: Vec::new()
    }
}

fn columns() -> Vec<Column> {
    let column = |(key, name): (&str, &str)| {
        let column = Column::new(name, Holding::Text);
        match key {
            "kind" => column.with_choices(["Chi bộ", "Cấp ủy"]),
            "sector" => column.with_choices(Sector::all().map(|(_, label)| label)),
            "cell_committee" => column.with_choices(["x", "không"]),
            _ => column,
        }
    };
    COLUMNS.iter().map(|wanted| column((wanted.key, wanted.names[0]))).collect()
}
