//! What a file would change: every row judged against the register, nothing written.
//!
//! Invariant: the plan is a pure function of the file, the register and the options (new ids apart), in the order of
//! the file; what people changed in the window stands, whatever a row says of it (ADR 21); with a refused row that isn't left out it holds no changes at all, so that nothing of the file can be
//! written by mistake (issue: "without that choice nothing is written").

mod corrections;
mod finish;
mod reader;
mod recognise;
mod settle;
mod store;
mod work;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use vilkaar_application::import::ByHand;
use vilkaar_application::ports::{EntityChange, Identities, Progress};
use vilkaar_domain::Register;
use vilkaar_wording::import::{FileFault, Severity, Trouble};

use crate::grid::ParsedFile;
use crate::headings::{FileColumn, Mapping};
use crate::sheets::Kind;

pub(crate) use reader::RowReader;
pub(crate) use settle::{Recorded, Settled};
pub(crate) use store::{Applied, Keyed, Origin, Slots};
pub(crate) use vilkaar_application::import::Fields;
pub(crate) use work::{CaseLink, NotReadRow, Outcome, Reading, Work, name_key, spelled};

/// The user's choices; they travel with every preview and with the writing itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day that counts as today.
    pub today: NaiveDate,
    /// Corrected cells: sheet, row (1-based), the file's own heading → what shall stand there.
    pub corrections: HashMap<(String, u32, String), String>,
    /// Rows left out one by one: sheet, row.
    pub left_out: HashSet<(String, u32)>,
    /// Leave out every refused row.
    pub skip_refused: bool,
    /// Columns mapped by hand, by sheet.
    pub mapping: HashMap<String, Mapping>,
    /// The day of a sheet that doesn't say it (*pr. dato*); it goes before the one in the sheet's title.
    pub sheet_day: Option<NaiveDate>,
    /// What people did in the window of what sheets once said; nothing where the register is all the sheets'.
    pub by_hand: Arc<ByHand>,
    /// Nobody can be asked (the command line): a sheet without its day takes today with a warning, and the plan
    /// doesn't ask for the day.
    pub nobody_to_ask: bool,
}

impl Options {
    /// No choices made.
    #[must_use]
    pub fn new(today: NaiveDate) -> Self {
        Self {
            today,
            corrections: HashMap::new(),
            left_out: HashSet::new(),
            skip_refused: false,
            mapping: HashMap::new(),
            sheet_day: None,
            by_hand: Arc::default(),
            nobody_to_ask: true,
        }
    }
}

/// A problem at its cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Sheet; "" for a text file.
    pub sheet: Arc<str>,
    /// 1-based row as stored.
    pub row: u32,
    /// The file's own heading; "" when it is about the whole sheet.
    pub column: String,
    /// What is wrong; gives code, severity and sentences.
    pub trouble: Trouble,
    /// What stands in the cell (with its correction).
    pub value: String,
    /// Values offered for the cell.
    pub choices: Vec<Choice>,
}

impl Problem {
    /// The stable code of design §8.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.trouble.code()
    }

    /// Does it refuse the row?
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.trouble.severity()
    }

    /// What happened.
    #[must_use]
    pub fn message(&self) -> String {
        self.trouble.message(&self.column, &self.value)
    }

    /// What to do.
    #[must_use]
    pub fn advice(&self) -> String {
        self.trouble.advice()
    }

    /// For the list: "Beløb: to tusind".
    #[must_use]
    pub fn short(&self) -> String {
        let short = self.trouble.short(&self.value);
        if self.column.is_empty() { short } else { format!("{}: {short}", self.column) }
    }

    /// Can a new value be written into the cell? Not where a column or a sheet is the problem.
    #[must_use]
    pub const fn can_correct(&self) -> bool {
        !matches!(
            self.trouble,
            Trouble::ColumnUnknown
                | Trouble::SheetUnknown
                | Trouble::SheetHidden
                | Trouble::RequiredColumnMissing
                | Trouble::TakenOutByHand
        )
    }
}

/// A value offered for a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// As shown: "2.417,00".
    pub label: String,
    /// As written into the cell: "2417,00".
    pub value: String,
}

/// What becomes of a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RowStatus {
    /// It makes a new record.
    New,
    /// It changes one.
    Changed,
    /// It says what is known.
    Unchanged,
    /// It can't be read, itself or by consequence.
    Refused,
    /// It is left out by choice, itself or by consequence.
    LeftOut,
}

/// A field that a row changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldChange {
    /// The field's Danish name.
    pub field: &'static str,
    /// Before; "" when not known.
    pub before: String,
    /// After.
    pub after: String,
    /// It was left aside for what a hand did: `before` stands, and `after` is what the sheet says.
    pub is_left_aside: bool,
}

impl FieldChange {
    /// A change of a field.
    #[must_use]
    pub const fn new(field: &'static str, before: String, after: String) -> Self {
        Self { field, before, after, is_left_aside: false }
    }

    /// The same as what a row says, and a hand otherwise.
    #[must_use]
    pub fn left_aside(self) -> Self {
        Self { is_left_aside: true, ..self }
    }
}

/// A data row of the preview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanRow {
    /// Sheet; "" for a text file.
    pub sheet: Arc<str>,
    /// 1-based row as stored.
    pub row: u32,
    /// What the sheet is about.
    pub kind: Kind,
    /// The case, or what else the row is known by: an offer's name, a year.
    pub case: String,
    /// What becomes of it.
    pub status: RowStatus,
    /// What changes, field by field; only for changed rows.
    pub changes: Vec<FieldChange>,
    /// What the row says otherwise than a hand did since: `before` stands, `after` is what the sheet says.
    pub differences: Vec<FieldChange>,
    /// Why it is refused or left out by consequence of another row.
    pub because: Option<String>,
}

/// A sheet that was read.
#[derive(Clone, Debug)]
pub struct PlanSheet {
    /// Name as in the file; "" for a text file.
    pub name: Arc<str>,
    /// What it is about.
    pub kind: Kind,
    /// The heading's row.
    pub heading_row: u32,
    /// Its columns, in the file's order.
    pub columns: Vec<FileColumn>,
    /// Data rows.
    pub rows: u32,
    /// The day found in its title, if it needs one.
    pub day_in_title: Option<NaiveDate>,
}

/// What the file would do.
#[derive(Clone, Debug, Default)]
pub struct ImportPlan {
    /// What to save, in an order where a record comes after those it refers to. Empty while a refused row is
    /// neither corrected nor left out.
    pub changes: Vec<EntityChange>,
    /// Data rows that make something new.
    pub created: u32,
    /// Data rows that change something.
    pub changed: u32,
    /// Data rows that say what is known.
    pub unchanged: u32,
    /// Data rows that are refused, themselves or by consequence.
    pub refused: u32,
    /// Refused rows that are left out by `skip_refused`.
    pub skipped: u32,
    /// Rows left out one by one, and what hangs on them; not among the refused.
    pub left_out: u32,
    /// The problems in the order of the file, those of left out rows apart.
    pub problems: Vec<Problem>,
    /// Every data row in the order of the file.
    pub rows: Vec<PlanRow>,
    /// The rows that would be left out, with the reasons in words.
    pub left_out_rows: Vec<LeftOutRow>,
    /// The sheets that were read.
    pub sheets: Vec<PlanSheet>,
    /// A sheet doesn't say its day and a new rate needs it: ask.
    pub asks_for_day: bool,
}

impl ImportPlan {
    /// May it be written: is every row read or left out by choice?
    #[must_use]
    pub const fn can_commit(&self) -> bool {
        self.refused == self.skipped
    }

    /// How many problems refuse a row.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity() == Severity::Error).count()
    }
}

/// A row that is left out, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOutRow {
    /// Sheet; "" for a text file.
    pub sheet: Arc<str>,
    /// 1-based row as stored.
    pub row: u32,
    /// The reasons in words; empty for a row that was left out without a problem.
    pub reasons: Vec<String>,
}

/// Why there is no plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PlanError {
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
    /// The file can't be read; the code and sentence are the fault's.
    #[error("{}", .0.sentence())]
    File(FileFault),
}

/// Works out what the file would change. `progress` is told of (rows done, rows in all) and can cancel.
///
/// # Errors
/// [`PlanError::Cancelled`], or [`FileFault::NothingKnown`] when no sheet is recognised.
pub fn plan(
    file: &ParsedFile,
    register: &Register,
    options: &Options,
    ids: &dyn Identities,
    progress: Progress<'_>,
) -> Result<ImportPlan, PlanError> {
    let mut work = Work::new(file, register, options, ids, progress);
    work.run()?;
    Ok(work.finish())
}
