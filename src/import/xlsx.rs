use std::{
    collections::{HashMap, HashSet},
    io::{BufReader, Cursor},
};

use calamine::{Reader, SheetVisible, Xlsx};
use quick_xml::{
    Reader as Xml, XmlVersion,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{
    Refusal,
    file::{cell, not_a_table},
    grid::Grid,
};

type Parts<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The first sheet a person sees, cell by cell: a sheet with one cell at its far corner costs no more than two.
pub(super) fn read(bytes: &[u8], parts: &mut Parts) -> Result<Grid, Refusal> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| not_a_table())?;
    let shown = book.sheets_metadata().iter().find(|sheet| sheet.visible == SheetVisible::Visible);
    let name = shown.map(|sheet| sheet.name.clone()).ok_or_else(not_a_table)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| not_a_table())?;
    let mut grid = Grid::default();
    while let Some(found) = cells.next_cell().map_err(|_| not_a_table())? {
        let (row, column) = found.get_position();
        if let Some(cell) = cell(found.get_value()) {
            grid.put(row + 1, column as usize, cell)?;
        }
    }
    grid.hide(&hidden_rows(parts, &name).unwrap_or_default());
    Ok(grid)
}

/// The rows a person hid, which the cell reader does not tell.
fn hidden_rows(parts: &mut Parts, sheet: &str) -> Option<HashSet<u32>> {
    let path = path_of(parts, sheet)?;
    let mut hidden = HashSet::new();
    let mut last = 0;
    each_tag(parts, &path, |tag| {
        if tag.local_name().as_ref() == "row" {
            last = attribute(tag, "r").and_then(|r| r.parse().ok()).unwrap_or(last + 1);
            if attribute(tag, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true") {
                hidden.insert(last);
            }
        }
    })?;
    Some(hidden)
}

/// Where the part of a sheet lies: the workbook names a relation, the relations a path.
fn path_of(parts: &mut Parts, sheet: &str) -> Option<String> {
    let mut relation = None;
    each_tag(parts, "xl/workbook.xml", |tag| {
        if tag.local_name().as_ref() == "sheet" && attribute(tag, "name").as_deref() == Some(sheet) {
            relation = attribute(tag, "id");
        }
    })?;
    let mut targets = HashMap::new();
    each_tag(parts, "xl/_rels/workbook.xml.rels", |tag| {
        if let Some((id, target)) = attribute(tag, "Id").zip(attribute(tag, "Target")) {
            targets.insert(id, target);
        }
    })?;
    let target = targets.remove(&relation?)?;
    Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

fn each_tag(parts: &mut Parts, path: &str, mut see: impl FnMut(&BytesStart)) -> Option<()> {
    let part = parts.by_name(path).ok()?;
    let mut xml = Xml::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        match xml.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) | Event::Empty(tag) => see(&tag),
            Event::Eof => return Some(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// An attribute by its name without prefix.
pub(super) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}
