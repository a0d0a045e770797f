//! A row's cells as values, with every problem noted at its cell.
//!
//! Invariant: a reader that gives nothing for a cell that holds something has noted why.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use vilkaar_domain::{Cpr, Money, Rate, Unit};
use vilkaar_wording::import::{DateFault, Severity, Trouble, reading};

use super::Choice;
use crate::cells::words::Worded;
use crate::cells::{amount, date, words};
use crate::grid::{Cell, Row};
use crate::headings::Table;

/// A problem of a row before it is told which sheet it is in.
#[derive(Debug)]
pub(crate) struct Noted {
    pub(crate) column: String,
    pub(crate) trouble: Trouble,
    pub(crate) value: String,
    pub(crate) choices: Vec<Choice>,
}

/// Corrected cells of a sheet: row → column of the file, text.
pub(crate) type Corrected<'a> = HashMap<u32, Vec<(u32, &'a str)>>;

/// Reads one row.
pub(crate) struct RowReader<'a> {
    row: Row<'a>,
    table: &'a Table,
    corrected: &'a [(u32, &'a str)],
    /// What was noted so far.
    pub(crate) noted: Vec<Noted>,
    refused: bool,
}

impl<'a> RowReader<'a> {
    pub(crate) fn new(row: Row<'a>, table: &'a Table, corrected: &'a Corrected<'a>) -> Self {
        let number = row.number();
        let corrected =
            if corrected.is_empty() { &[] } else { corrected.get(&number).map_or(&[][..], Vec::as_slice) };
        Self { row, table, corrected, noted: Vec::new(), refused: false }
    }

    /// The row's number, 1-based.
    pub(crate) fn row_number(&self) -> u32 {
        self.row.number()
    }

    /// Has an error been noted?
    pub(crate) const fn is_refused(&self) -> bool {
        self.refused
    }

    /// Does the file have the column at all?
    pub(crate) fn has(&self, column: impl Into<usize>) -> bool {
        self.table.place(column.into()).is_some()
    }

    /// The cell, corrected where it was.
    pub(crate) fn cell(&self, column: impl Into<usize>) -> Cell<'a> {
        let Some(at) = self.table.place(column.into()) else { return Cell::Blank };
        if let Some((_, text)) = self.corrected.iter().find(|(corrected, _)| *corrected == at) {
            return Cell::of_text(text);
        }
        self.row.cell(at)
    }

    /// Notes a problem at a cell.
    pub(crate) fn note(&mut self, column: impl Into<usize>, trouble: Trouble) {
        self.note_with(column, trouble, Vec::new());
    }

    pub(crate) fn note_with(&mut self, column: impl Into<usize>, trouble: Trouble, choices: Vec<Choice>) {
        let column = column.into();
        self.refused |= trouble.severity() == Severity::Error;
        let value = self.cell(column).shown();
        self.noted.push(Noted { column: self.table.heading(column).to_owned(), trouble, value, choices });
    }

    /// Notes a problem at the cell of a field by its Danish name, under whichever heading the file has it; at the row
    /// where the sheet has no such column.
    pub(crate) fn note_at(&mut self, field: &str, trouble: Trouble) {
        match self.table.kind.column_of(field).filter(|at| self.has(*at)) {
            Some(at) => self.note(at, trouble),
            None => {
                self.refused |= trouble.severity() == Severity::Error;
                let (column, value, choices) = (field.to_owned(), String::new(), Vec::new());
                self.noted.push(Noted { column, trouble, value, choices });
            }
        }
    }

    /// Notes a problem whose row comes from a list of words, with the words to choose from.
    fn note_words<T: Worded>(&mut self, column: usize, trouble: Trouble) {
        let choices = T::known()
            .into_iter()
            .map(|word| Choice { label: word.to_owned(), value: word.to_owned() })
            .collect();
        self.note_with(column, trouble, choices);
    }

    /// Notes that a required cell is blank.
    pub(crate) fn require<T>(&mut self, column: impl Into<usize>, value: Option<T>) -> Option<T> {
        let column = column.into();
        // A cell that holds something unreadable has its own problem already.
        if value.is_none() && self.cell(column).is_blank() {
            self.note(column, Trouble::RequiredMissing);
        }
        value
    }

    /// A text, a number's too.
    pub(crate) fn text(&self, column: impl Into<usize>) -> Option<String> {
        self.cell(column).plain()
    }

    /// A date.
    pub(crate) fn date(&mut self, column: impl Into<usize>) -> Option<NaiveDate> {
        let column = column.into();
        let cell = self.cell(column);
        if cell.is_blank() {
            return None;
        }
        date::read(cell).map_err(|fault| self.note(column, Trouble::DateUnreadable(fault))).ok()
    }

    /// The first day of a month, from a date in it or "maj 2026".
    pub(crate) fn month(&mut self, column: impl Into<usize>) -> Option<NaiveDate> {
        let column = column.into();
        let cell = self.cell(column);
        if cell.is_blank() {
            return None;
        }
        let day = match (date::read(cell), cell) {
            (Err(DateFault::DayMissing), Cell::Text(text)) => date::read_text(&format!("1 {text}")),
            (read, _) => read,
        };
        day.map_err(|fault| self.note(column, Trouble::DateUnreadable(fault)))
            .ok()
            .and_then(|day| day.with_day(1))
    }

    /// An amount of money with its period and its two readings noted.
    fn amount(&mut self, column: usize) -> Option<amount::Amount> {
        self.read_amount(column, Trouble::AmountUnreadable)
    }

    fn read_amount(&mut self, column: usize, unreadable: Trouble) -> Option<amount::Amount> {
        let cell = self.cell(column);
        if cell.is_blank() {
            return None;
        }
        let Some(amount) = amount::read(cell) else {
            self.note(column, unreadable);
            return None;
        };
        if let Some(as_decimal) = amount.as_decimal {
            let written = |value: Decimal| value.to_string().replace('.', ",");
            let choices = [amount.value, as_decimal].map(|value| {
                let exact = if value.scale() == 0 { format!("{value},00") } else { written(value) };
                Choice { label: reading(value), value: exact }
            });
            let trouble = Trouble::NumberAmbiguous { as_thousands: amount.value, as_decimal };
            self.note_with(column, trouble, choices.to_vec());
        }
        Some(amount)
    }

    /// A rate: at most four decimals, more are rounded with a warning.
    pub(crate) fn rate(&mut self, column: impl Into<usize>) -> Option<(Rate, Option<Unit>)> {
        let column = column.into();
        let amount = self.amount(column)?;
        let rounded = self.rounded(column, amount.value, 4);
        let rate = Rate::new(rounded);
        if rate.is_none() {
            self.note(column, Trouble::AmountUnreadable);
        }
        rate.map(|rate| (rate, amount.unit))
    }

    /// A sum of money: whole øre, more decimals are rounded with a warning.
    pub(crate) fn money(&mut self, column: impl Into<usize>) -> Option<Money> {
        let column = column.into();
        let amount = self.amount(column)?;
        let rounded = self.rounded(column, amount.value, 2);
        if rounded.abs() > Decimal::from(1_000_000_000_000_i64) {
            self.note(column, Trouble::AmountUnreadable);
            return None;
        }
        Some(Money::round(rounded))
    }

    fn rounded(&mut self, column: usize, value: Decimal, decimals: u32) -> Decimal {
        let value = value.normalize();
        if value.scale() <= decimals {
            return value;
        }
        let used = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        self.note(column, Trouble::TooManyDecimals { used, decimals });
        used
    }

    /// A number that is no money: hours, days, weeks. Not below zero.
    pub(crate) fn number(&mut self, column: impl Into<usize>) -> Option<Decimal> {
        let column = column.into();
        let value = self.percent(column)?;
        if value.is_sign_negative() && !value.is_zero() {
            self.note(column, Trouble::AmountNegative);
            return None;
        }
        Some(value)
    }

    /// A number that may be below zero, with or without a percent sign.
    pub(crate) fn percent(&mut self, column: impl Into<usize>) -> Option<Decimal> {
        let column = column.into();
        if let Cell::Text(text) = self.cell(column)
            && let Some(percent) = text.strip_suffix('%')
        {
            let read = amount::read_text(percent).map(|amount| amount.value.normalize());
            if read.is_none() {
                self.note(column, Trouble::NumberUnreadable);
            }
            return read;
        }
        Some(self.read_amount(column, Trouble::NumberUnreadable)?.value.normalize())
    }

    /// A whole number up to a highest; `DaysOutOfRange` beyond it.
    pub(crate) fn whole(&mut self, column: impl Into<usize>, most: u16) -> Option<u32> {
        let column = column.into();
        let number = self.number(column)?;
        match number.to_u32().filter(|_| number.is_integer()) {
            Some(whole) if whole <= u32::from(most) => Some(whole),
            Some(_) => {
                self.note(column, Trouble::DaysOutOfRange { most });
                None
            }
            None => {
                self.note(column, Trouble::NumberUnreadable);
                None
            }
        }
    }

    /// A calendar year.
    pub(crate) fn year(&mut self, column: impl Into<usize>) -> Option<i32> {
        let column = column.into();
        match self.cell(column) {
            Cell::Blank => None,
            Cell::Date(day) => Some(day.year()),
            cell => {
                let year = amount::read(cell)
                    .and_then(|amount| amount.as_decimal.map_or(Some(amount.value), |_| None));
                let year = year.and_then(|year| year.to_i32().filter(|_| year.is_integer()));
                let year = year.filter(|year| (1990..=2199).contains(year));
                if year.is_none() {
                    self.note(column, Trouble::DateUnreadable(DateFault::NotADate));
                }
                year
            }
        }
    }

    /// A CPR number.
    pub(crate) fn cpr(&mut self, column: impl Into<usize>) -> Option<Cpr> {
        let column = column.into();
        let text = self.text(column)?;
        let cpr = Cpr::parse(&text);
        if cpr.is_none() {
            self.note(column, Trouble::CprForm);
        }
        cpr
    }

    /// A word of a list; another word is passed over with a warning.
    pub(crate) fn word<T: Worded>(&mut self, column: impl Into<usize>) -> Option<T> {
        self.word_or(column, || Trouble::WordUnknown { known: T::known() })
    }

    /// A word of a list; another word is the given problem.
    pub(crate) fn word_or<T: Worded>(
        &mut self,
        column: impl Into<usize>,
        trouble: impl FnOnce() -> Trouble,
    ) -> Option<T> {
        let column = column.into();
        let text = match self.cell(column) {
            Cell::Blank => return None,
            Cell::Text(text) => T::read(text),
            other => T::read(&other.shown()),
        };
        if text.is_none() {
            self.note_words::<T>(column, trouble());
        }
        text
    }

    /// Yes or no; anything else is passed over with a warning.
    pub(crate) fn yes_or_no(&mut self, column: impl Into<usize>) -> Option<bool> {
        let column = column.into();
        let cell = self.cell(column);
        let read = words::yes_or_no(cell);
        if read.is_none() && !cell.is_blank() {
            self.note(column, Trouble::WordUnknown { known: vec!["ja", "nej"] });
        }
        read
    }

    /// Notes an end that lies before its start.
    pub(crate) fn check_order(
        &mut self,
        column: impl Into<usize>,
        start: Option<NaiveDate>,
        end: Option<NaiveDate>,
    ) {
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            self.note(column, Trouble::EndBeforeStart { start });
        }
    }
}
