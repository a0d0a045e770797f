//! Lists as a workbook, with the formulas that the program used.
//!
//! Invariant: a formula carries the figure that the program worked out, so that it shows before anything is calculated
//! anew; what isn't known is a text and never 0. A text is written as a text, whatever it begins with.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};

/// The row of the headings, counted from 1 as a workbook does: a line of what the sheet is stands above.
pub const HEADINGS: u32 = 2;
/// The first row of the list, counted from 1.
pub const FIRST: u32 = HEADINGS + 1;
/// A cell holds no more than this many characters (Excel's own limit).
const CELL: usize = 32_767;
/// Wider columns are harder to read than wrapped ones.
const WIDEST: usize = 60;

/// How a figure is shown. Codes are those of the file format; Excel shows them as the reader's country writes them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// Kroner and øre.
    Kroner,
    /// A rate: two to four decimals.
    Rate,
    /// A number with as many decimals as it has.
    Number,
}

impl Shown {
    const fn code(self) -> &'static str {
        match self {
            Self::Kroner => "#,##0.00\\ \"kr.\"",
            Self::Rate => "#,##0.00##\\ \"kr.\"",
            Self::Number => "#,##0.######",
        }
    }
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Nothing is known, or there is nothing.
    Empty,
    /// Words.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// A figure.
    Figure(Decimal, Shown),
    /// A figure that is worked out: the formula, where `{r}` is its own row, and what it comes to.
    Formula(String, Decimal, Shown),
}

impl Cell {
    /// Words, or nothing where they are not known.
    pub fn text(words: Option<impl Into<String>>) -> Self {
        words.map(Into::into).filter(|words: &String| !words.is_empty()).map_or(Self::Empty, Self::Text)
    }

    /// A day, or nothing where it is not known.
    #[must_use]
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// The figure, worked out or not.
    #[must_use]
    pub const fn figure(&self) -> Option<Decimal> {
        match self {
            Self::Figure(figure, _) | Self::Formula(_, figure, _) => Some(*figure),
            Self::Empty | Self::Text(_) | Self::Day(_) => None,
        }
    }
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Is its sum under the list?
    pub has_sum: bool,
    /// Is it only there for formulas to find rows by?
    pub is_hidden: bool,
}

impl Column {
    /// A column without a sum.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), has_sum: false, is_hidden: false }
    }

    /// A column with its sum under the list.
    pub fn summed(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), has_sum: true, is_hidden: false }
    }
}

impl Column {
    /// A hidden column of numbers that tell rows apart, for the conditions of sums. A text won't do: as a condition
    /// `*`, `?`, `~` and a leading `<`, `>` or `=` mean something else, and a text of digits is taken for a number.
    pub fn key(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), has_sum: false, is_hidden: true }
    }
}

/// A sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// What it is, as of which day and with which filter: the line above the headings.
    pub about: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, a cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// What stands before the sums: `Sum`, `Sum (ufuldstændig)`.
    pub sum: String,
}

impl Sheet {
    /// The last row of the list, counted from 1; the heading's where there are none.
    #[must_use]
    pub fn last(&self) -> u32 {
        HEADINGS + u32::try_from(self.rows.len()).unwrap_or(u32::MAX - HEADINGS)
    }

    /// The formula of a column's sum, which follows what is filtered away, and what it comes to.
    #[must_use]
    pub fn total(&self, column: usize) -> Option<(String, Decimal, Shown)> {
        let has_sum = self.columns.get(column)?.has_sum && !self.rows.is_empty();
        let cells = || self.rows.iter().filter_map(|row| row.get(column));
        let shown = cells().find_map(|cell| match cell {
            Cell::Figure(_, shown) | Cell::Formula(_, _, shown) => Some(*shown),
            _ => None,
        })?;
        let letter = letter(column);
        let sum = cells().filter_map(Cell::figure).sum();
        has_sum.then(|| (format!("=SUBTOTAL(109,{letter}{FIRST}:{letter}{})", self.last()), sum, shown))
    }
}

/// A workbook of lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Book {
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub municipality: String,
    /// The sheets; the first is the list itself.
    pub sheets: Vec<Sheet>,
    /// *Forklaring*: what the figures are and how they come about, a paragraph each.
    pub explanation: Vec<String>,
}

/// The letters of a column, counted from 0: A, B … Z, AA.
#[must_use]
pub fn letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The workbook as the bytes of an .xlsx file.
///
/// # Errors
/// [`XlsxError`] when it can't be put together.
pub fn workbook(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without an hour of its own the same list is the same file.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(&book.title)
        .set_author(&book.municipality)
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    for sheet in &book.sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&sheet.name)?;
        write(worksheet, sheet)?;
    }
    let worksheet = workbook.add_worksheet();
    worksheet.set_name("Forklaring")?;
    explanation(worksheet, book)?;
    workbook.save_to_buffer()
}

fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_background_color(Color::RGB(0xe6_ec_f2))
        .set_align(FormatAlign::Top)
}

fn write(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    worksheet.write_string_with_format(0, 0, &sheet.about, &Format::new().set_italic())?;
    for (column, titled) in (0_u16..).zip(&sheet.columns) {
        worksheet.write_string_with_format(HEADINGS - 1, column, &titled.heading, &heading())?;
        worksheet.set_column_width(column, width(sheet, usize::from(column)))?;
        if titled.is_hidden {
            worksheet.set_column_hidden(column)?;
        }
    }
    worksheet.set_freeze_panes(HEADINGS, 1)?;
    for (row, cells) in (FIRST - 1..).zip(&sheet.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            put(worksheet, row, column, cell, false)?;
        }
    }
    let last_column = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or_default();
    if !sheet.rows.is_empty() {
        worksheet.autofilter(HEADINGS - 1, 0, sheet.last() - 1, last_column)?;
    }
    let sums = (0..sheet.columns.len()).filter_map(|column| Some((column, sheet.total(column)?)));
    for (column, (formula, sum, shown)) in sums {
        // A row apart, so that sorting and filtering never take it along.
        let row = sheet.last() + 1;
        worksheet.write_string_with_format(row, 0, &sheet.sum, &Format::new().set_bold())?;
        let column = u16::try_from(column).unwrap_or_default();
        put(worksheet, row, column, &Cell::Formula(formula, sum, shown), true)?;
    }
    Ok(())
}

/// Wide enough for what stands in a column, in characters.
fn width(sheet: &Sheet, column: usize) -> u16 {
    let of = |cell: &Cell| match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.chars().count(),
        Cell::Day(_) => 10,
        // Points between thousands, decimals, and the unit.
        Cell::Figure(figure, _) | Cell::Formula(_, figure, _) => figure.trunc().to_string().len() * 4 / 3 + 8,
    };
    let heading = sheet.columns.get(column).map_or(0, |titled| titled.heading.chars().count().min(18));
    let widest = sheet.rows.iter().filter_map(|row| row.get(column)).map(of).max().unwrap_or_default();
    u16::try_from(widest.max(heading).clamp(8, WIDEST) + 3).unwrap_or(20)
}

fn put(worksheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, is_sum: bool) -> Result<(), XlsxError> {
    let format = |shown: Shown| {
        let format = Format::new().set_num_format(shown.code()).set_align(FormatAlign::Top);
        if is_sum { format.set_bold() } else { format }
    };
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let format = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
            let kept: String = text.chars().take(CELL / 2).collect();
            worksheet.write_string_with_format(row, column, kept, &format)?;
        }
        Cell::Day(day) => {
            let format = Format::new().set_num_format("dd-mm-yyyy").set_align(FormatAlign::Top);
            match serial(*day) {
                Ok(serial) => worksheet.write_datetime_with_format(row, column, &serial, &format)?,
                // Before 1900 a workbook has no days.
                Err(_) => worksheet.write_string(row, column, day.format("%d-%m-%Y").to_string())?,
            };
        }
        Cell::Figure(figure, shown) => {
            let number = figure.to_f64(); // f64: a workbook's number cell holds nothing else
            match number {
                Some(number) => worksheet.write_number_with_format(row, column, number, &format(*shown))?,
                None => worksheet.write_string(row, column, figure.to_string())?,
            };
        }
        Cell::Formula(formula, result, shown) => {
            let formula = formula.replace("{r}", &(row + 1).to_string());
            let formula = Formula::new(formula).set_result(result.normalize().to_string());
            worksheet.write_formula_with_format(row, column, formula, &format(*shown))?;
        }
    }
    Ok(())
}

fn serial(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or_default(), part(day.month()), part(day.day()))
}

fn explanation(worksheet: &mut Worksheet, book: &Book) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    worksheet.set_column_width(0, 110)?;
    worksheet.write_string_with_format(0, 0, &book.title, &heading())?;
    for (row, paragraph) in (1_u32..).zip(&book.explanation) {
        worksheet.write_string_with_format(row, 0, paragraph, &text)?;
    }
    Ok(())
}
