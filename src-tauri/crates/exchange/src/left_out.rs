//! The list of what was left out: the rows as they stand in the file, each with its reasons, as a workbook that can be
//! put right and imported afterwards.
//!
//! Invariant: a row keeps its sheet's name and headings, so that what is corrected there is read as it would have
//! been in the first file; the two added columns are known to the import and read past.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::grid::{Cell, ParsedFile};
use crate::plan::{ImportPlan, LeftOutRow, PlanSheet};

/// The column of the reasons.
pub(crate) const REASON: &str = "Udeladt fordi";
/// The column of the row's number in the first file.
pub(crate) const ROW: &str = "Række i filen";

/// The rows left out, as the bytes of an .xlsx file.
///
/// # Errors
/// [`XlsxError`] when the workbook can't be put together.
pub fn left_out(file: &ParsedFile, plan: &ImportPlan) -> Result<Vec<u8>, XlsxError> {
    let mut by_sheet: HashMap<&str, Vec<&LeftOutRow>> = HashMap::new();
    for row in &plan.left_out_rows {
        by_sheet.entry(&row.sheet).or_default().push(row);
    }
    let mut workbook = Workbook::new();
    for sheet in &plan.sheets {
        if let Some(rows) = by_sheet.remove(&*sheet.name) {
            let worksheet = workbook.add_worksheet();
            worksheet.set_name(if sheet.name.is_empty() { sheet.kind.name() } else { &*sheet.name })?;
            write_sheet(worksheet, file, sheet, &rows)?;
        }
    }
    if workbook.worksheets().is_empty() {
        workbook.add_worksheet().set_name("Intet udeladt")?;
    }
    workbook.save_to_buffer()
}

fn write_sheet(
    worksheet: &mut Worksheet,
    file: &ParsedFile,
    sheet: &PlanSheet,
    rows: &[&LeftOutRow],
) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_background_color(Color::RGB(0xe6_ec_f2));
    let date = Format::new().set_num_format("dd-mm-yyyy");
    let mut at = 0;
    // The day that the sheet's title says goes with its rows.
    if let Some(day) = sheet.day_in_title {
        worksheet.write_string(
            at,
            0,
            format!("Udeladte rækker pr. {}", vilkaar_wording::format::date(day)),
        )?;
        at += 1;
    }
    let columns: Vec<_> = sheet.columns.iter().filter(|column| !is_added(&column.heading)).collect();
    let reason = u16::try_from(columns.len()).unwrap_or(u16::MAX - 1);
    for (column, known) in (0_u16..).zip(&columns) {
        worksheet.write_string_with_format(at, column, &known.heading, &heading)?;
        worksheet.set_column_width(column, 16)?;
    }
    worksheet.write_string_with_format(at, reason, REASON, &heading)?;
    worksheet.set_column_width(reason, 60)?;
    worksheet.write_string_with_format(at, reason + 1, ROW, &heading)?;
    worksheet.set_freeze_panes(at + 1, 0)?;
    let source = file.sheet(&sheet.name);
    for left in rows {
        at += 1;
        if let Some(row) = source.and_then(|source| source.row(left.row)) {
            for (column, known) in (0_u16..).zip(&columns) {
                write_cell(worksheet, at, column, row.cell(known.at), &date)?;
            }
        }
        let reasons =
            if left.reasons.is_empty() { "Valgt fra i importen.".to_owned() } else { left.reasons.join(" ") };
        worksheet.write_string(at, reason, reasons)?;
        worksheet.write_number(at, reason + 1, left.row)?;
    }
    Ok(())
}

/// Is it one of the columns that a list of left out rows has of its own?
pub(crate) fn is_added(heading: &str) -> bool {
    heading == REASON || heading == ROW
}

fn write_cell(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Cell<'_>,
    date: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        // As text also where it begins with "=": a cell of somebody's sheet never becomes a formula.
        Cell::Text(text) => {
            worksheet.write_string(row, column, text)?;
        }
        Cell::Number(number) => {
            let cell = number.to_f64(); // f64: a workbook's number cell holds nothing else
            match cell {
                Some(value) => worksheet.write_number(row, column, value)?,
                None => worksheet.write_string(row, column, number.to_string())?,
            };
        }
        Cell::Date(day) => {
            worksheet.write_datetime_with_format(row, column, &serial_day(day)?, date)?;
        }
        Cell::Flag(flag) => {
            worksheet.write_boolean(row, column, flag)?;
        }
    }
    Ok(())
}

fn serial_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(1900);
    let month = u8::try_from(day.month()).unwrap_or(1);
    ExcelDateTime::from_ymd(year, month, u8::try_from(day.day()).unwrap_or(1))
}
