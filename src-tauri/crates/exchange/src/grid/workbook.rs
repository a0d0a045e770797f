//! Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods) into sheets, with calamine. Macros are never run.
//!
//! Cells of the zipped Excel formats are streamed; only the older formats, whose cells stand in the file one by
//! one anyway, come as a dense range. Hidden rows are read like others: the formats' reader can't tell them, and
//! a filtered list still is the list.

use std::io::Cursor;

use calamine::{Data, DataRef, Ods, OdsError, Range, Reader, SheetVisible, Style, Xls, XlsError, Xlsb, Xlsx};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::Unit;
use vilkaar_wording::import::FileFault;

use super::guard;
use super::{Merge, Sheet, Stored};
use crate::cells::unit;

/// The most cells that all sheets may hold: ten times the largest municipality's.
const MAX_CELLS: usize = 10_000_000;

type Source<'a> = Cursor<&'a [u8]>;

/// Reads a zipped workbook.
pub(super) fn read_zip(bytes: &[u8]) -> Result<Vec<Sheet>, FileFault> {
    let contents = guard::unpack(bytes)?;
    let bytes = contents.stored.as_slice();
    let has = |name: &str| contents.names.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    if has("xl/workbook.bin") {
        read_xlsb(bytes)
    } else if has("content.xml") {
        read_ods(bytes)
    } else if contents.names.iter().any(|name| name.to_ascii_lowercase().ends_with("workbook.xml")) {
        read_xlsx(bytes, contents.merges)
    } else {
        Err(FileFault::NotATable)
    }
}

/// Reads an OLE compound file: an .xls, or what Excel makes of an encrypted workbook.
pub(super) fn read_compound(bytes: &[u8]) -> Result<Vec<Sheet>, FileFault> {
    // "EncryptedPackage" in UTF-16, the stream that holds an encrypted .xlsx.
    const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    if bytes.windows(ENCRYPTED.len()).any(|part| part == ENCRYPTED) {
        return Err(FileFault::Encrypted);
    }
    let mut book: Xls<Source<'_>> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
            XlsError::Password => FileFault::Encrypted,
            _ => FileFault::Damaged,
        })?;
    let mut sheets = Vec::new();
    for (name, hidden) in names(&book) {
        let range = book.worksheet_range(&name).map_err(|_| FileFault::Damaged)?;
        let mut sheet = Sheet::new(&name, hidden);
        push_range(&mut sheet, &range)?;
        let merges = book.merge_cells_by_sheet_name(&name).map_err(|_| FileFault::Damaged)?;
        sheet.fill_down(&merges.iter().map(|at| (at.start, at.end)).collect::<Vec<Merge>>());
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn read_xlsx(bytes: &[u8], merges: bool) -> Result<Vec<Sheet>, FileFault> {
    let mut book: Xlsx<Source<'_>> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
    let mut sheets = Vec::new();
    for (name, hidden) in names(&book) {
        let mut sheet = Sheet::new(&name, hidden);
        {
            let mut cells = book.worksheet_cells_reader(&name).map_err(|_| FileFault::Damaged)?;
            let units: Vec<Option<Unit>> = cells.styles().iter().map(unit_of).collect();
            let read = |_| FileFault::Damaged;
            while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(read)? {
                push_cell(&mut sheet, cell.get_position(), cell.get_value())?;
                if let Some(unit) = units.get(style).copied().flatten() {
                    sheet.units.push((cell.get_position(), unit));
                }
            }
            // A file may have its cells in any order.
            sheet.units.sort_by_key(|(position, _)| *position);
        }
        if merges {
            let found = book.merge_cells_by_sheet_name(&name).map_err(|_| FileFault::Damaged)?;
            sheet.fill_down(&found.iter().map(|at| (at.start, at.end)).collect::<Vec<Merge>>());
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The unit that a style's number format writes beside a number.
fn unit_of(style: &Style) -> Option<Unit> {
    unit::of_format(&style.number_format.as_ref()?.format_code)
}

fn read_xlsb(bytes: &[u8]) -> Result<Vec<Sheet>, FileFault> {
    let mut book: Xlsb<Source<'_>> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
    let mut sheets = Vec::new();
    for (name, hidden) in names(&book) {
        let mut sheet = Sheet::new(&name, hidden);
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| FileFault::Damaged)?;
        while let Some(cell) = cells.next_cell().map_err(|_| FileFault::Damaged)? {
            push_cell(&mut sheet, cell.get_position(), cell.get_value())?;
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn read_ods(bytes: &[u8]) -> Result<Vec<Sheet>, FileFault> {
    let mut book: Ods<Source<'_>> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
            OdsError::Password => FileFault::Encrypted,
            _ => FileFault::Damaged,
        })?;
    let mut sheets = Vec::new();
    for (name, hidden) in names(&book) {
        let range = book.worksheet_range(&name).map_err(|_| FileFault::Damaged)?;
        let mut sheet = Sheet::new(&name, hidden);
        push_range(&mut sheet, &range)?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The worksheets' names and whether they are hidden.
fn names<'a, R: Reader<Source<'a>>>(book: &R) -> Vec<(String, bool)> {
    book.sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect()
}

fn push_range(sheet: &mut Sheet, range: &Range<Data>) -> Result<(), FileFault> {
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, cell) in range.used_cells() {
        let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else { continue };
        let position = (top + row, left + column);
        match cell {
            Data::Empty => {}
            Data::String(text) => sheet.push_text(position.0, position.1, text),
            Data::Int(value) => push(sheet, position, Stored::Number(Decimal::from(*value)))?,
            Data::Float(value) => push_float(sheet, position, *value)?, // f64: calamine's number cell
            Data::Bool(value) => push(sheet, position, Stored::Flag(*value))?,
            Data::DateTime(value) => push_date(sheet, position, value)?,
            Data::DateTimeIso(text) | Data::DurationIso(text) => push_iso(sheet, position, text)?,
            Data::Error(error) => sheet.push_text(position.0, position.1, &error.to_string()),
        }
    }
    Ok(())
}

fn push_cell(sheet: &mut Sheet, position: (u32, u32), cell: &DataRef<'_>) -> Result<(), FileFault> {
    match cell {
        DataRef::Empty => Ok(()),
        DataRef::SharedString(text) => {
            sheet.push_text(position.0, position.1, text);
            Ok(())
        }
        DataRef::String(text) => {
            sheet.push_text(position.0, position.1, text);
            Ok(())
        }
        DataRef::Int(value) => push(sheet, position, Stored::Number(Decimal::from(*value))),
        DataRef::Float(value) => push_float(sheet, position, *value), // f64: calamine's number cell
        DataRef::Bool(value) => push(sheet, position, Stored::Flag(*value)),
        DataRef::DateTime(value) => push_date(sheet, position, value),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => push_iso(sheet, position, text),
        DataRef::Error(error) => {
            sheet.push_text(position.0, position.1, &error.to_string());
            Ok(())
        }
    }
}

fn push(sheet: &mut Sheet, position: (u32, u32), cell: Stored) -> Result<(), FileFault> {
    if sheet.cells.len() >= MAX_CELLS {
        return Err(FileFault::Bomb);
    }
    sheet.push(position.0, position.1, cell);
    Ok(())
}

/// A number cell as the formats keep it.
type Binary = f64; // f64: no workbook format has decimals

/// A number cell. A whole number needs no text on the way to its decimal.
fn push_float(sheet: &mut Sheet, position: (u32, u32), value: Binary) -> Result<(), FileFault> {
    // Below it every whole number is kept exactly.
    const EXACT: Binary = 1e15;
    if value.fract() == 0.0 && value.abs() < EXACT {
        return push(sheet, position, Stored::Number(Decimal::from(value as i64)));
    }
    push_number(sheet, position, &value.to_string())
}

/// A number by its shortest text (domain §2): 2394.1 is the decimal 2394.1 and not the binary fraction near it.
fn push_number(sheet: &mut Sheet, position: (u32, u32), shortest: &str) -> Result<(), FileFault> {
    match shortest.parse() {
        Ok(number) => push(sheet, position, Stored::Number(number)),
        Err(_) => {
            sheet.push_text(position.0, position.1, shortest);
            Ok(())
        }
    }
}

fn push_date(
    sheet: &mut Sheet,
    position: (u32, u32),
    value: &calamine::ExcelDateTime,
) -> Result<(), FileFault> {
    match value.as_datetime() {
        Some(moment) if value.is_datetime() => push(sheet, position, Stored::Date(moment.date())),
        _ => push_number(sheet, position, &value.as_f64().to_string()), // f64: a duration's shortest text
    }
}

fn push_iso(sheet: &mut Sheet, position: (u32, u32), text: &str) -> Result<(), FileFault> {
    match text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()) {
        Some(day) => push(sheet, position, Stored::Date(day)),
        None => {
            sheet.push_text(position.0, position.1, text);
            Ok(())
        }
    }
}
