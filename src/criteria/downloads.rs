//! A set as a file to download: TOML, or a workbook for Excel.

use axum::{http::header, response::IntoResponse};

use super::{export, model::CriteriaSet, workbook::workbook};
use crate::{export::xlsx as write, web::Result};

/// As TOML.
pub(super) fn toml(set: &CriteriaSet, version: i32) -> Result<impl IntoResponse + use<>> {
    Ok(file(set, version, "toml", "application/toml; charset=utf-8", export(set)?.into_bytes()))
}

/// As a workbook.
pub(super) fn xlsx(set: &CriteriaSet, version: i32) -> Result<impl IntoResponse + use<>> {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(set, version, "xlsx", kind, write(&workbook(set)?)?))
}

fn file(
    set: &CriteriaSet,
    version: i32,
    end: &str,
    kind: &'static str,
    bytes: Vec<u8>,
) -> impl IntoResponse + use<> {
    let name = format!("attachment; filename=\"{}-{version}.{end}\"", set.code);
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
}
