use rust_xlsxwriter::{DataValidation, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::sheet::{Column, Kind, Sheet, Value};

/// Rows a drop-down reaches where people will add some.
const ROOM: u32 = 500;
/// The paper size Excel calls A4.
const A4: u8 = 9;
/// A tab's name holds no more.
const TAB: usize = 31;

/// The table as a workbook of one sheet: header frozen and repeated in print, A4 landscape, as wide as the page.
pub fn xlsx(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name(tab_name(&sheet.title))?;
    let header = above(page, sheet)?;
    for (x, column) in (0..).zip(&sheet.columns) {
        page.set_column_width(x, width(column))?;
        page.write_string_with_format(header, x, &column.name, &header_format())?;
        offer(page, column, x, header + 1, sheet.rows.len())?;
    }
    for (y, row) in (header + 1..).zip(&sheet.rows) {
        for ((x, column), value) in (0..).zip(&sheet.columns).zip(row) {
            write(page, (y, x), column.kind, value)?;
        }
    }
    page.set_freeze_panes(header + 1, 0)?;
    page.set_repeat_rows(header, header)?;
    page.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    page.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3).set_footer("&C&P/&N");
    Ok(workbook.save_to_buffer()?)
}

/// Writes what stands above the table; gives the row of the header.
fn above(page: &mut Worksheet, sheet: &Sheet) -> Result<u32, XlsxError> {
    page.write_string_with_format(0, 0, &sheet.title, &Format::new().set_bold().set_font_size(14))?;
    let mut row = 1;
    for note in &sheet.notes {
        page.write_string(row, 0, note)?;
        row += 1;
    }
    Ok(row + 1)
}

/// Puts the drop-down of a column on its rows and on some below, for those who add.
fn offer(page: &mut Worksheet, column: &Column, x: u16, first: u32, rows: usize) -> Result<(), XlsxError> {
    if column.choices.is_empty() {
        return Ok(());
    }
    let list = DataValidation::new()
        .allow_list_strings(&column.choices)?
        .set_error_title("Chưa đúng lựa chọn")?
        .set_error_message("Đề nghị chọn một mục trong danh sách của ô này.")?;
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    page.add_data_validation(first, x, first.saturating_add(rows.max(ROOM)), x, &list)?;
    Ok(())
}

fn write(page: &mut Worksheet, (y, x): (u32, u16), kind: Kind, value: &Value) -> Result<(), XlsxError> {
    let format = cell_format(kind);
    match value {
        Value::Blank | Value::Share(_, 0) => page.write_blank(y, x, &format)?,
        Value::Text(text) => page.write_string_with_format(y, x, text, &format)?,
        Value::Points(points) => page.write_number_with_format(y, x, approximate(&points.0), &format)?,
        Value::Count(n) => page.write_number_with_format(y, x, approximate(n), &format)?,
        Value::Day(day) => page.write_datetime_with_format(y, x, day, &format)?,
        Value::Share(part, whole) => {
            page.write_number_with_format(y, x, approximate(part) / approximate(whole), &format)?
        }
    };
    Ok(())
}

/// A number as Excel keeps all of them; nothing is computed with it here.
fn approximate(number: &impl ToString) -> f64 {
    number.to_string().parse().unwrap_or_default()
}

fn cell_format(kind: Kind) -> Format {
    let format = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    match kind {
        // "@": Excel leaves what is typed into the cell as it is, leading zeros too.
        Kind::Text => format.set_num_format("@"),
        Kind::LongText => format.set_num_format("@").set_text_wrap(),
        Kind::Points => format.set_num_format("#,##0.00"),
        Kind::Count => format.set_num_format("0"),
        Kind::Date => format.set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left),
        Kind::Percent => format.set_num_format("0.00%"),
    }
}

fn header_format() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_background_color("F3EEE6")
        .set_align(FormatAlign::VerticalCenter)
}

fn width(column: &Column) -> f64 {
    match column.kind {
        Kind::LongText => 44.0,
        Kind::Text => 24.0,
        Kind::Date => 14.0,
        Kind::Points | Kind::Count | Kind::Percent => 11.0,
    }
}

/// A tab's name: short, and without the signs Excel forbids.
fn tab_name(title: &str) -> String {
    let name: String = title.chars().filter(|c| !r"[]:*?/\'".contains(*c)).take(TAB).collect();
    if name.trim().is_empty() { "Bảng".to_owned() } else { name.trim().to_owned() }
}
