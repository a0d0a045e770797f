//! The sample files, a register to import into, and files made up in a test.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use rust_xlsxwriter::{Workbook, Worksheet};
use vilkaar_application::ports::Identities;
use vilkaar_domain::{CaseFile, Register};
use vilkaar_exchange::{ImportPlan, Options, ParsedFile, Problem, plan, read_bytes, read_path};

/// Ids in rising order, the same in every run.
pub struct Counted(AtomicU64);

impl Identities for Counted {
    fn next(&self) -> uuid::Uuid {
        uuid::Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

/// Where later ids begin, so that two imports into one register never share one.
static BEGIN: AtomicU64 = AtomicU64::new(1);

pub fn ids() -> Counted {
    Counted(AtomicU64::new(BEGIN.fetch_add(1_000_000, Ordering::Relaxed)))
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The samples' day (domain §7).
pub fn today() -> NaiveDate {
    day(2026, 11, 20)
}

pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures").join(name)
}

pub fn sample(name: &str) -> ParsedFile {
    read_path(&path(name)).unwrap()
}

pub fn planned(file: &ParsedFile, register: &Register, options: &Options) -> ImportPlan {
    plan(file, register, options, &ids(), &mut |_, _| true).unwrap()
}

pub fn options() -> Options {
    Options::new(today())
}

/// The register after the plan's changes.
pub fn applied(register: &Register, plan: ImportPlan) -> Register {
    let mut register = register.clone();
    for change in plan.changes {
        register.apply(change.before.as_ref(), change.after);
    }
    register
}

/// The register with the sample workbook in it.
pub fn egeskov() -> Register {
    let empty = Register::default();
    let plan = planned(&sample("egeskov-kommune.xlsx"), &empty, &options());
    assert!(plan.can_commit());
    applied(&empty, plan)
}

/// Created, changed, unchanged, refused.
pub fn counts(plan: &ImportPlan) -> [u32; 4] {
    [plan.created, plan.changed, plan.unchanged, plan.refused]
}

/// Row, column and code of each problem.
pub fn told(plan: &ImportPlan) -> Vec<(u32, &str, &str)> {
    plan.problems.iter().map(|problem| (problem.row, problem.column.as_str(), problem.code())).collect()
}

pub fn problem<'a>(plan: &'a ImportPlan, code: &str) -> &'a Problem {
    plan.problems
        .iter()
        .find(|problem| problem.code() == code)
        .unwrap_or_else(|| panic!("no {code} in {:?}", told(plan)))
}

pub fn case<'a>(files: &'a [CaseFile<'a>], number: &str) -> &'a CaseFile<'a> {
    files.iter().find(|file| file.placement.case.as_str() == number).unwrap()
}

/// A text file.
pub fn csv(text: &str) -> ParsedFile {
    read_bytes("ark.csv", text.as_bytes()).unwrap()
}

/// A sheet's rows of texts; numbers that begin with `#` are written as number cells, days with `@` as serial days.
pub fn fill(sheet: &mut Worksheet, name: &str, rows: &[&[&str]]) {
    sheet.set_name(name).unwrap();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(*cells) {
            if let Some(number) = text.strip_prefix('#') {
                sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap(); // f64: a number cell
            } else if !text.is_empty() {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
}

/// A workbook of such sheets.
pub fn workbook(sheets: &[(&str, &[&[&str]])]) -> ParsedFile {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        fill(workbook.add_worksheet(), name, rows);
    }
    read_bytes("bog.xlsx", &workbook.save_to_buffer().unwrap()).unwrap()
}

/// Placeringer with one case at one offer.
pub const ONE_CASE: &[&[&str]] = &[
    &["Sagsnr.", "CPR-nr.", "Navn", "Lovgrundlag", "Tilbud", "Indflytning", "Ophørt den"],
    &["S1", "771065-1683", "Jonas Kjær", "§ 108", "Lindehøj", "2024-05-15"],
];

/// The headings of *Takster* that the tests use.
pub const RATES: &[&str] = &[
    "Sagsnr.",
    "Ydelse",
    "Lovgrundlag",
    "Beløb",
    "Enhed",
    "Antal pr. uge",
    "Gælder fra",
    "Gælder til",
    "Årsag",
];
