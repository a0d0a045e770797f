//! *Indsigt* as a workbook: one sheet with the entries, one with what they cover.
//!
//! Invariant: it says what the paper says, made of the same [`Insight`]. A text is written as a text and never as a
//! formula, whatever it begins with.

use chrono::{Datelike, NaiveDateTime, Timelike};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use vilkaar_wording::log::insight::{self, Insight};

/// Headings of the entries with the widths of their columns, in characters.
const COLUMNS: [(&str, u16); 6] =
    [("Tidspunkt", 17), ("Hvem", 24), ("Hvad", 80), ("Indhold", 60), ("Begrundelse", 40), ("Hvorfra", 28)];

/// The drawing as the bytes of an .xlsx file.
///
/// # Errors
/// [`XlsxError`] when the workbook can't be put together.
pub fn workbook(insight: &Insight) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(insight.title())
        .set_author(&insight.municipality)
        .set_creation_datetime(&excel(insight.drawn_at)?);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name("Poster")?;
    entries(sheet, insight)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("Omfang")?;
    covers(sheet, insight)?;
    workbook.save_to_buffer()
}

fn heading() -> Format {
    Format::new().set_bold().set_background_color(Color::RGB(0xe6_ec_f2)).set_align(FormatAlign::Top)
}

/// An instant as a workbook keeps it, to the second.
fn excel(at: NaiveDateTime) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    ExcelDateTime::from_ymd(u16::try_from(at.year()).unwrap_or(1900), part(at.month()), part(at.day()))?
        .and_hms(u16::try_from(at.hour()).unwrap_or_default(), part(at.minute()), at.second())
}

fn entries(sheet: &mut Worksheet, insight: &Insight) -> Result<(), XlsxError> {
    let instant = Format::new().set_num_format("dd-mm-yyyy hh:mm").set_align(FormatAlign::Top);
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    for (column, (name, width)) in (0_u16..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &heading())?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, line) in (1_u32..).zip(&insight.lines) {
        sheet.write_datetime_with_format(row, 0, excel(line.at)?, &instant)?;
        let texts = [
            Some(line.who.as_str()),
            Some(line.what.as_str()),
            line.contents.as_deref(),
            line.reason.as_deref(),
            Some(line.origin.as_str()),
        ];
        for (column, value) in (1_u16..).zip(texts) {
            if let Some(value) = value {
                sheet.write_string_with_format(row, column, shortened(value), &text)?;
            }
        }
    }
    let last = u32::try_from(insight.lines.len()).unwrap_or(u32::MAX);
    if last > 0 {
        sheet.autofilter(0, 0, last, u16::try_from(COLUMNS.len() - 1).unwrap_or_default())?;
    }
    Ok(())
}

/// A cell holds no more than this many characters (Excel's own limit).
const CELL: usize = 32_767;

/// A text that fits a cell; what doesn't is said to go on.
fn shortened(text: &str) -> String {
    const GOES_ON: &str = " … (resten står i PDF-udgaven)";
    if text.encode_utf16().count() <= CELL {
        return text.to_owned();
    }
    // Two units of UTF-16 a letter at most.
    let kept: String = text.chars().take(CELL / 2 - GOES_ON.len()).collect();
    format!("{kept}{GOES_ON}")
}

fn covers(sheet: &mut Worksheet, insight: &Insight) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, insight::TITLE, &heading())?;
    sheet.write_string_with_format(0, 1, &insight.municipality, &heading())?;
    sheet.set_freeze_panes(1, 0)?;
    let explained = insight.explanation.iter().map(|text| ("", text.as_str()));
    let head = insight.head_sentence();
    let rows = insight
        .covers
        .iter()
        .map(|(label, value)| (label.as_str(), value.as_str()))
        .chain(explained)
        .chain([("Loggen", head.as_str())]);
    for (row, (label, value)) in (1_u32..).zip(rows) {
        sheet.write_string_with_format(row, 0, label, &text)?;
        sheet.write_string_with_format(row, 1, value, &text)?;
    }
    Ok(())
}
