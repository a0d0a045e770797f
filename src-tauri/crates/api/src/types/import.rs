//! *Import*: is this file right? Choose, preview, correct at the cell, write.
//! Invariant: all choices travel with every request, so a preview and its commit are judged on the same input, and
//! nothing is stored before `import_commit`.

use serde::{Deserialize, Serialize};

/// A file that the user chose in a dialogue of the core.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportFile {
    /// Opaque; valid while the program runs.
    pub ticket: String,
    /// The file's name.
    pub name: String,
}

/// The user's choices so far.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportRequest {
    /// Ticket of the file.
    pub file: String,
    /// The day of a sheet that doesn't say it (*pr. dato*), ISO; null = as the file says, else today.
    pub day: Option<String>,
    /// Columns mapped by hand; others are recognised. Remembered for files with the same headings on commit.
    pub mappings: Vec<ColumnMapping>,
    /// Cells corrected; also the answers to ambiguous numbers.
    pub corrections: Vec<CellCorrection>,
    /// Rows left out one by one.
    pub left_out: Vec<RowAddress>,
    /// Leave out every row that is refused.
    pub leave_out_refused: bool,
}

/// A column and what it holds.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ColumnMapping {
    /// Sheet; "" for CSV.
    pub sheet: String,
    /// The file's own heading.
    pub heading: String,
    /// Key of a `ColumnTarget`; null = don't read the column.
    pub target: Option<String>,
}

/// A corrected cell.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CellCorrection {
    /// Sheet; "" for CSV.
    pub sheet: String,
    /// 1-based row as stored.
    pub row: u32,
    /// The file's own heading.
    pub column: String,
    /// What shall stand there.
    pub value: String,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RowAddress {
    /// Sheet; "" for CSV.
    pub sheet: String,
    /// 1-based row as stored.
    pub row: u32,
}

/// What the file would do.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportPreview {
    /// The file's name.
    pub file_name: String,
    /// "15 ark, 1.228 rækker · intet er gemt endnu".
    pub context: String,
    /// Four: nye, ændrede, uændrede, problemer; the remark says which kinds.
    pub figures: Vec<super::Figure>,
    /// Rows, as in design §8.
    pub counts: ImportCounts,
    /// The sheets that were read, with their columns.
    pub sheets: Vec<ImportSheet>,
    /// Problems in the order of the file, at most 2,000.
    pub problems: Vec<ImportProblem>,
    /// Problems beyond those.
    pub problems_not_shown: u32,
    /// Before and after of changed rows: sheet, row, what, before, after; at most 500.
    pub changes: super::DataTable,
    /// Asked when a sheet doesn't say its day and it matters.
    pub asks_for_day: Option<DayQuestion>,
    /// Whether `import_commit` would be accepted with these choices.
    pub can_commit: bool,
}

/// Counts of data rows.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportCounts {
    /// New.
    pub created: u32,
    /// Changed.
    pub changed: u32,
    /// Unchanged.
    pub unchanged: u32,
    /// Refused and not left out.
    pub refused: u32,
    /// Left out by choice.
    pub left_out: u32,
    /// Errors.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
}

/// A sheet that was read.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportSheet {
    /// Name as in the file; "" for CSV.
    pub name: String,
    /// Name to show, e.g. "Takster" or the file's name.
    pub label: String,
    /// Data rows.
    pub rows: u32,
    /// Its columns, in the file's order.
    pub columns: Vec<ImportColumn>,
    /// What its columns can hold.
    pub targets: Vec<ColumnTarget>,
}

/// A column of a sheet.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportColumn {
    /// The file's own heading.
    pub heading: String,
    /// What it is read as; null = not read.
    pub target: Option<String>,
    /// The first values found in it, at most three.
    pub samples: Vec<String>,
    /// Amounts, dates and numbers stand to the right.
    pub is_numeric: bool,
}

/// Something a column can hold.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ColumnTarget {
    /// Stable key.
    pub key: String,
    /// Its Danish name, as in the template.
    pub label: String,
    /// Whether the sheet can't be read without it.
    pub is_required: bool,
}

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Severity {
    /// The row is refused.
    Error,
    /// The row is read as said.
    Warning,
}

/// A problem at its cell.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportProblem {
    /// Sheet; "" for CSV.
    pub sheet: String,
    /// 1-based row as stored.
    pub row: u32,
    /// The file's own heading; "" when it is about the whole row.
    pub column: String,
    /// Code of design §8.
    pub code: String,
    /// How grave.
    pub severity: Severity,
    /// For the list, e.g. "Beløb: to tusind".
    pub short: String,
    /// What is wrong, e.g. "»to tusind« er ikke et beløb."
    pub message: String,
    /// What to do, and what helps in judging it.
    pub advice: String,
    /// What stands in the cell (with its correction).
    pub value: String,
    /// Values to choose with one click; for an ambiguous number its two readings.
    pub suggestions: Vec<Suggestion>,
    /// Whether a new value can be written into the cell.
    pub can_correct: bool,
}

/// A value offered for a cell.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Suggestion {
    /// "2.417,00 kr."
    pub label: String,
    /// What is written into the cell, "2417,00".
    pub value: String,
}

/// The question for the sheet's day.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DayQuestion {
    /// "Arket siger ikke, hvilken dag det gælder pr. …"
    pub message: String,
    /// Proposed day, ISO.
    pub proposed: String,
}

/// A problem's surroundings.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportRowsRequest {
    /// The file and the choices (corrected cells are shown corrected).
    pub import: ImportRequest,
    /// Sheet; "" for CSV.
    pub sheet: String,
    /// The row in the middle.
    pub row: u32,
    /// Data rows wanted before and after it.
    pub around: u32,
}

/// Rows of a sheet as they stand in the file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportRows {
    /// Headings, in the file's order.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<ImportRow>,
}

/// One row of a sheet.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportRow {
    /// 1-based row as stored.
    pub row: u32,
    /// One text per heading.
    pub cells: Vec<String>,
    /// Left out by choice.
    pub is_left_out: bool,
}

/// How far a running preview or commit is.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportProgress {
    /// Whether one runs.
    pub is_running: bool,
    /// "Læser Takster", "Gemmer opfølgninger".
    pub phase: String,
    /// Rows done.
    pub done: u32,
    /// Rows in all; 0 while not known.
    pub total: u32,
}

/// What was stored.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportResult {
    /// Rows.
    pub counts: ImportCounts,
    /// "75 rækker er oprettet, 10 ændret; 15 er udeladt."
    pub message: String,
    /// Cases that the import brought above the limit, in words.
    pub newly_above_limit: Vec<String>,
}
