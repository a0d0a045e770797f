//! Which of the file's sheets are read as what, and what of them isn't known.

use std::collections::HashMap;
use std::sync::Arc;

use vilkaar_wording::import::{FileFault, Trouble};

use super::reader::Corrected;
use super::{Options, PlanError, PlanSheet, Problem, Reading, RowStatus, Work};
use crate::grid::Sheet;
use crate::headings::{self, Table};
use crate::sheets::Kind;

impl<'a> Work<'a> {
    /// Which sheets are ours; names unknown sheets and columns.
    pub(super) fn recognise(&mut self) -> Result<Vec<Reading<'a>>, PlanError> {
        let mut readings = Vec::new();
        for (at, sheet) in self.file.sheets().iter().enumerate() {
            let mapping = self.options.mapping.get(&**sheet.name());
            if sheet.row_count() == 0 {
                continue;
            }
            if sheet.is_hidden() {
                self.sheet_problem(at, Trouble::SheetHidden);
                continue;
            }
            let only_one = self.file.sheets().iter().filter(|sheet| sheet.row_count() > 0).count() == 1;
            let table = headings::recognise(sheet, mapping)
                .or_else(|| only_one.then(|| headings::to_be_mapped(sheet, mapping)).flatten());
            let Some(table) = table else {
                if !crate::template::is_help_sheet(sheet.name()) {
                    self.sheet_problem(at, Trouble::SheetUnknown);
                }
                continue;
            };
            for column in table.columns.iter().filter(|column| column.target.is_none() && !column.put_aside) {
                let trouble = Trouble::ColumnUnknown;
                self.problem(at, table.heading_row, column.heading.clone(), trouble, column.heading.clone());
            }
            for missing in table.missing() {
                let label = table.heading(missing).to_owned();
                self.problem(at, table.heading_row, label, Trouble::RequiredColumnMissing, String::new());
            }
            let rows: Vec<u32> = (0..sheet.row_count())
                .filter(|position| {
                    sheet.row_at(*position).is_some_and(|row| {
                        row.number() > table.heading_row && !headings::is_passed_over(row, &table)
                    })
                })
                .filter_map(|position| u32::try_from(position).ok())
                .collect();
            let day_in_title = if table.kind == Kind::List {
                crate::rows::list::day_in_title(sheet, table.heading_row)
            } else {
                None
            };
            self.sheets.push(PlanSheet {
                name: Arc::clone(sheet.name()),
                kind: table.kind,
                heading_row: table.heading_row,
                columns: table.columns.clone(),
                rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
                day_in_title,
            });
            let corrected = self.corrected(sheet, &table);
            readings.push(Reading { at, sheet, table, corrected, rows, day_in_title });
        }
        if readings.is_empty() {
            return Err(PlanError::File(FileFault::NothingKnown));
        }
        Ok(readings)
    }

    /// The sheet's corrected cells, by row.
    fn corrected(&self, sheet: &Sheet, table: &Table) -> Corrected<'a> {
        let options: &'a Options = self.options;
        let mut corrected: Corrected<'a> = HashMap::new();
        for ((name, row, heading), text) in &options.corrections {
            let column = table.columns.iter().find(|column| column.heading == *heading);
            if let (true, Some(column)) = (**sheet.name() == **name, column) {
                corrected.entry(*row).or_default().push((column.at, text.as_str()));
            }
        }
        corrected
    }

    fn sheet_problem(&mut self, at: usize, trouble: Trouble) {
        let name = self.file.sheets().get(at).map(|sheet| sheet.name().to_string()).unwrap_or_default();
        self.problem(at, 1, String::new(), trouble, name);
    }

    /// Notes a problem that belongs to no row's reader.
    pub(crate) fn problem(&mut self, at: usize, row: u32, column: String, trouble: Trouble, value: String) {
        let Some(sheet) = self.file.sheets().get(at) else { return };
        let order = u32::try_from(self.problems.len()).unwrap_or(u32::MAX);
        let problem =
            Problem { sheet: Arc::clone(sheet.name()), row, column, trouble, value, choices: Vec::new() };
        self.problems.push((at, problem, order));
    }

    /// A sheet without a column that rows can't be without: every row is refused, the reason stands at the heading.
    pub(super) fn refuse_sheet(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        let headings: Vec<&str> =
            reading.table.missing().map(|column| reading.table.heading(column)).collect();
        let because = format!("Arket mangler kolonnen {}.", headings.join(" og "));
        for row in reading.rows() {
            self.tick()?;
            let status = if self.is_left_out(reading.origin(row.number())) {
                RowStatus::LeftOut
            } else {
                RowStatus::Refused
            };
            self.push_row(reading, row.number(), String::new(), status, Some(because.clone()));
        }
        Ok(())
    }
}
