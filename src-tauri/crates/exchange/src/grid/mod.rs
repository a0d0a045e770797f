//! A file's sheets as rows of typed cells, whatever the format.
//!
//! Invariant: a row is found under the number it has in the file (1-based, title and blank lines counted), and a
//! number cell is the decimal of its shortest text, never a binary fraction. Cells are kept sparse, so that a
//! sheet with one cell in its last row takes no more room than its cells.

mod guard;
mod text;
mod workbook;

use std::panic::catch_unwind;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::Unit;
use vilkaar_wording::import::FileFault;

/// The most bytes that a file may have: 50 MB.
pub const MAX_FILE_BYTES: u64 = 50 * 1024 * 1024;

/// What stands in a cell, borrowed from its sheet or from a correction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell<'a> {
    /// Nothing, or only space.
    Blank,
    /// Text, trimmed.
    Text(&'a str),
    /// A number.
    Number(Decimal),
    /// A date; a time of day is left out.
    Date(NaiveDate),
    /// True or false.
    Flag(bool),
}

impl<'a> Cell<'a> {
    /// A text cell, blank when it holds only space (no-break space and byte order marks included) or a dash, which
    /// people write for "nothing".
    #[must_use]
    pub fn of_text(text: &'a str) -> Self {
        let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}');
        if trimmed.chars().all(|c| matches!(c, '-' | '–' | '—')) {
            Self::Blank
        } else {
            Self::Text(trimmed)
        }
    }

    /// Is there nothing in it?
    #[must_use]
    pub const fn is_blank(self) -> bool {
        matches!(self, Self::Blank)
    }

    /// The cell as a reader sees it: numbers with a comma, dates as dd-mm-yyyy.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.to_owned(),
            Self::Number(number) => number.normalize().to_string().replace('.', ","),
            Self::Date(day) => vilkaar_wording::format::date(day),
            Self::Flag(true) => "ja".to_owned(),
            Self::Flag(false) => "nej".to_owned(),
        }
    }

    /// The cell as plain text for names and numbers that are no amounts: a phone number, a case number.
    #[must_use]
    pub fn plain(self) -> Option<String> {
        match self {
            Self::Blank => None,
            Self::Text(text) => Some(text.to_owned()),
            Self::Number(number) => Some(number.normalize().to_string()),
            Self::Date(day) => Some(day.to_string()),
            Self::Flag(_) => Some(self.shown()),
        }
    }
}

/// A stored cell; texts lie in the sheet's arena, so that reading a cell allocates nothing.
#[derive(Clone, Copy, Debug)]
enum Stored {
    Text { at: u32, len: u32 },
    Number(Decimal),
    Date(NaiveDate),
    Flag(bool),
}

/// First and last row and column of merged cells, 0-based.
type Merge = ((u32, u32), (u32, u32));

/// A sheet of a workbook, or a text file as the one sheet it is.
#[derive(Clone, Debug)]
pub struct Sheet {
    name: Arc<str>,
    hidden: bool,
    texts: String,
    cells: Vec<(u32, Stored)>,
    /// Row number (0-based) and where its cells begin in `cells`, rising.
    rows: Vec<(u32, u32)>,
    /// What the number formats of cells write beside them ("kr./md."), by row and column (0-based), rising.
    units: Vec<((u32, u32), Unit)>,
}

impl Sheet {
    fn new(name: &str, hidden: bool) -> Self {
        Self {
            name: name.into(),
            hidden,
            texts: String::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            units: Vec::new(),
        }
    }

    /// The sheet's name; "" for a text file.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Is the sheet hidden in its workbook?
    #[must_use]
    pub const fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// The rows that hold anything, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> + '_ {
        (0..self.rows.len()).filter_map(|at| self.row_at(at))
    }

    /// How many rows hold anything.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The row at a position of [`Self::rows`].
    #[must_use]
    pub fn row_at(&self, at: usize) -> Option<Row<'_>> {
        let (row, _) = self.rows.get(at)?;
        Some(Row { sheet: self, number: row + 1, cells: self.cells_of(at) })
    }

    /// The row with this number (1-based), if it holds anything.
    #[must_use]
    pub fn row(&self, number: u32) -> Option<Row<'_>> {
        let wanted = number.checked_sub(1)?;
        self.row_at(self.rows.binary_search_by_key(&wanted, |(row, _)| *row).ok()?)
    }

    fn push_text(&mut self, row: u32, column: u32, text: &str) {
        if let Cell::Text(trimmed) = Cell::of_text(text) {
            let (Ok(at), Ok(len)) = (u32::try_from(self.texts.len()), u32::try_from(trimmed.len())) else {
                return;
            };
            self.texts.push_str(trimmed);
            self.push(row, column, Stored::Text { at, len });
        }
    }

    /// Cells come row by row, from left to right, as every format stores them.
    fn push(&mut self, row: u32, column: u32, cell: Stored) {
        if self.rows.last().is_none_or(|(last, _)| *last != row) {
            let Ok(at) = u32::try_from(self.cells.len()) else { return };
            self.rows.push((row, at));
        }
        self.cells.push((column, cell));
    }

    /// Fills the first column of merged cells downwards: a case number merged over its rate rows counts for each
    /// of them. Nothing is filled to the right, where a merged cell is a title.
    fn fill_down(&mut self, merges: &[Merge]) {
        let mut added: Vec<(u32, u32, Stored)> = Vec::new();
        for ((top, left), (bottom, _)) in merges {
            if bottom <= top {
                continue;
            }
            let Some(cell) = self.stored(*top, *left) else { continue };
            let last = self.rows.last().map_or(0, |(row, _)| *row);
            added.extend((*top + 1..=(*bottom).min(last)).map(|row| (row, *left, cell)));
            if let Some(unit) = self.unit(*top, *left) {
                self.units.extend((*top + 1..=(*bottom).min(last)).map(|row| ((row, *left), unit)));
                self.units.sort_by_key(|(position, _)| *position);
            }
        }
        if added.is_empty() {
            return;
        }
        let mut all: Vec<(u32, u32, Stored)> = (0..self.rows.len())
            .flat_map(|at| {
                let row = self.rows.get(at).map_or(0, |(row, _)| *row);
                self.cells_of(at).iter().map(move |(column, cell)| (row, *column, *cell))
            })
            .collect();
        all.extend(added);
        all.sort_by_key(|(row, column, _)| (*row, *column));
        all.dedup_by_key(|(row, column, _)| (*row, *column));
        self.cells.clear();
        self.rows.clear();
        for (row, column, cell) in all {
            self.push(row, column, cell);
        }
    }

    fn stored(&self, row: u32, column: u32) -> Option<Stored> {
        let at = self.rows.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.cells_of(at).iter().find(|(at, _)| *at == column).map(|(_, cell)| *cell)
    }

    /// The unit that a cell's number format writes.
    fn unit(&self, row: u32, column: u32) -> Option<Unit> {
        let at = self.units.binary_search_by_key(&(row, column), |(position, _)| *position).ok()?;
        self.units.get(at).map(|(_, unit)| *unit)
    }

    fn cells_of(&self, at: usize) -> &[(u32, Stored)] {
        let begin = self.rows.get(at).map_or(0, |(_, cell)| *cell as usize);
        let end = self.rows.get(at + 1).map_or(self.cells.len(), |(_, cell)| *cell as usize);
        self.cells.get(begin..end).unwrap_or_default()
    }

    fn show(&self, cell: Stored) -> Cell<'_> {
        match cell {
            Stored::Text { at, len } => {
                Cell::Text(self.texts.get(at as usize..(at + len) as usize).unwrap_or_default())
            }
            Stored::Number(number) => Cell::Number(number),
            Stored::Date(day) => Cell::Date(day),
            Stored::Flag(flag) => Cell::Flag(flag),
        }
    }
}

/// A row of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    sheet: &'a Sheet,
    number: u32,
    cells: &'a [(u32, Stored)],
}

impl<'a> Row<'a> {
    /// The row's number in the file, 1-based.
    #[must_use]
    pub fn number(self) -> u32 {
        self.number
    }

    /// The cell in a column, 0-based.
    #[must_use]
    pub fn cell(self, column: u32) -> Cell<'a> {
        let cells = self.cells;
        // Most rows are filled from the left, so the cell is often at its own index.
        match cells.get(column as usize) {
            Some((at, cell)) if *at == column => self.sheet.show(*cell),
            _ => cells
                .binary_search_by_key(&column, |(at, _)| *at)
                .ok()
                .and_then(|at| cells.get(at))
                .map_or(Cell::Blank, |(_, cell)| self.sheet.show(*cell)),
        }
    }

    /// The unit that the number format of a cell writes beside it, as a reader sees it: per month of `1.234,00 kr./md.`
    /// Only .xlsx tells its formats.
    #[must_use]
    pub fn unit(self, column: u32) -> Option<Unit> {
        self.sheet.unit(self.number.checked_sub(1)?, column)
    }

    /// The cells that hold something, with their columns (0-based), from left to right.
    pub fn cells(self) -> impl Iterator<Item = (u32, Cell<'a>)> + 'a {
        let sheet = self.sheet;
        self.cells.iter().map(move |(column, cell)| (*column, sheet.show(*cell)))
    }
}

/// A file that was read: its name and its sheets.
#[derive(Clone, Debug)]
pub struct ParsedFile {
    name: String,
    sheets: Vec<Sheet>,
}

impl ParsedFile {
    /// The file's name, without its folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The sheets in the order of the file.
    #[must_use]
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The sheet of a name; "" is the sheet of a text file.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| &**sheet.name() == name)
    }
}

/// Why a file could not be read; the sentence and code are [`FileFault`]'s.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", .0.sentence())]
pub struct ReadError(pub FileFault);

/// Reads a workbook or text file. Macros are not run, formulas give the value they were saved with.
///
/// # Errors
/// [`ReadError`] for a file that can't be opened, is too large, protected, cut off, a zip bomb or no table.
pub fn read_path(path: &Path) -> Result<ParsedFile, ReadError> {
    read_path_and_bytes(path).map(|(file, _)| file)
}

/// The same, with the bytes that were read: so that it can be told whether the file is another the next time.
///
/// # Errors
/// As [`read_path`].
pub fn read_path_and_bytes(path: &Path) -> Result<(ParsedFile, Vec<u8>), ReadError> {
    let size = std::fs::metadata(path).map_err(|_| ReadError(FileFault::Missing))?.len();
    if size > MAX_FILE_BYTES {
        return Err(ReadError(FileFault::TooLarge));
    }
    let bytes = std::fs::read(path).map_err(|_| ReadError(FileFault::Missing))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((read_bytes(&name, &bytes)?, bytes))
}

/// Reads a file that is already in memory; `name` is its file name. The format is told by the content.
///
/// # Errors
/// As [`read_path`].
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<ParsedFile, ReadError> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(ReadError(FileFault::TooLarge));
    }
    // The workbook library indexes by numbers from the file; a damaged one must not take the program along.
    let unwound = |_| Err(FileFault::Damaged);
    let sheets = match guard::kind(bytes) {
        guard::FileKind::Zip => catch_unwind(|| workbook::read_zip(bytes)).unwrap_or_else(unwound),
        guard::FileKind::CompoundFile => {
            catch_unwind(|| workbook::read_compound(bytes)).unwrap_or_else(unwound)
        }
        guard::FileKind::Text => text::read(bytes).map(|sheet| vec![sheet]),
    }
    .map_err(ReadError)?;
    Ok(ParsedFile { name: name.to_owned(), sheets })
}
