use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Cell, Refusal, csv, grid::Grid, ods, xlsx};

/// What a workbook may be once unpacked.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;
/// Parts a workbook may have.
const MAX_PARTS: usize = 1000;

/// Opens a file by what it is, whatever its name says.
pub(super) fn open(bytes: &[u8]) -> Result<Grid, Refusal> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => zipped(bytes),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => xls(bytes),
        // Text has no zero bytes, unless it is UTF-16, which says so at its beginning.
        _ if bytes.contains(&0) && !bytes.starts_with(&[0xff, 0xfe]) => Err(not_a_table()),
        _ => csv::read(bytes),
    }
}

pub(super) fn not_a_table() -> Refusal {
    Refusal::new(
        "Chưa đọc được tệp này. Đề nghị dùng tệp Excel (.xlsx, .xls), .ods hoặc .csv, không đặt mật khẩu.",
    )
}

fn zipped(bytes: &[u8]) -> Result<Grid, Refusal> {
    let mut parts = weigh(bytes)?;
    let has = |name: &str| parts.file_names().flatten().any(|part| part.eq_ignore_ascii_case(name));
    if has("xl/vbaProject.bin") {
        return Err(Refusal::new("Tệp có macro. Đề nghị lưu lại thành .xlsx rồi gửi."));
    }
    if has("xl/workbook.xml") {
        return xlsx::read(bytes, &mut parts);
    }
    let Ok(mut content) = parts.by_name("content.xml") else { return Err(not_a_table()) };
    let mut xml = String::new();
    content.read_to_string(&mut xml).map_err(|_| not_a_table())?;
    ods::read(&xml)
}

/// Unpacks every part once into nothing, counting: what the file says of its own sizes is not believed.
fn weigh(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Refusal> {
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_a_table())?;
    let too_large = || Refusal::new("Tệp nén quá nhiều dữ liệu bên trong nên không được mở.");
    if parts.len() > MAX_PARTS {
        return Err(too_large());
    }
    let mut left = MAX_UNPACKED;
    for n in 0..parts.len() {
        let part = parts.by_index(n).map_err(|_| not_a_table())?;
        left -= weigh_part(part, left)?;
        if left == 0 {
            return Err(too_large());
        }
    }
    Ok(parts)
}

/// Counts a part up to a limit. One that declares a document type is refused: no spreadsheet does.
fn weigh_part(part: impl Read, limit: u64) -> Result<u64, Refusal> {
    let mut part = part.take(limit);
    let mut head = Vec::new();
    (&mut part).take(4096).read_to_end(&mut head).map_err(|_| not_a_table())?;
    if head.windows(9).any(|window| window.eq_ignore_ascii_case(b"<!DOCTYPE")) {
        return Err(not_a_table());
    }
    let rest = std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| not_a_table())?;
    Ok(head.len() as u64 + rest)
}

/// The first sheet of an old workbook. Its format has no list of hidden rows that the reader gives.
fn xls(bytes: &[u8]) -> Result<Grid, Refusal> {
    use calamine::{Reader, Xls};
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|_| not_a_table())?;
    let range = book.worksheet_range_at(0).ok_or_else(not_a_table)?.map_err(|_| not_a_table())?;
    let (top, left) = range.start().unwrap_or_default();
    let mut grid = Grid::default();
    for (row, column, data) in range.used_cells() {
        if let Some(cell) = cell(data) {
            let number = top + u32::try_from(row).unwrap_or(u32::MAX - top - 1) + 1;
            grid.put(number, left as usize + column, cell)?;
        }
    }
    Ok(grid)
}

/// What a cell holds, by the reader's own types.
pub(super) fn cell(data: &impl calamine::DataType) -> Option<Cell> {
    if data.is_empty() {
        None
    } else if data.is_error() {
        Some(Cell::Broken)
    } else if data.is_datetime() || data.is_datetime_iso() {
        data.as_date().map(Cell::Day)
    } else if let Some(answer) = data.get_bool() {
        answer.then(|| Cell::Text("x".to_owned()))
    } else if let Some(number) = data.get_float().or_else(|| data.as_f64().filter(|_| data.is_int())) {
        Cell::number(number)
    } else {
        data.as_string().map(|text| Cell::Text(crate::text::nfc(&text)))
    }
}
