//! Which line vouches for a clause as carried out or overtaken (domain §4).
//!
//! Invariant: a line as low as the clause, from its day on or in force on it (of a goal: the first day it was ever
//! confirmed), vouches for itself, for every line before it and for what P/L or the provider's list makes of it; a
//! higher rate that the parties agreed on the clause's day or later vouches for every line from it on.
//! P/L and the provider's list never vouch of themselves, nor does another step of the same clause; a correction is what
//! the line that it corrects was.
//! A regulated line after the low one that is rather the old rate regulated (P/L was planned before the step was carried
//! out) isn't vouched for: the step is expected, and proposed, for it as well, until it is put right.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::STEP_CAUSE;
use crate::calendar::add_days;
use crate::cost::PriceTable;
use crate::{CaseFile, RateLine, StepRate};

/// The causes of lines that leave a clause standing.
const NOT_AGREED_ANEW: [&str; 3] = ["P/L", "Varslet af leverandør", STEP_CAUSE];

/// A rate in kroner as it was in a year.
#[derive(Clone, Copy)]
struct Level {
    kroner: Decimal,
    year: i32,
}

impl Level {
    fn of(line: &RateLine) -> Self {
        Self { kroner: line.amount.kroner(), year: line.from.year() }
    }

    /// What P/L makes of it by a year, as far as its percents are known.
    fn regulated(self, table: &PriceTable, year: i32) -> Decimal {
        (self.year + 1..=year)
            .filter_map(|year| table.percent(year))
            .fold(self.kroner, |kroner, percent| kroner * (Decimal::ONE + percent / Decimal::ONE_HUNDRED))
    }
}

/// A clause carried out: the line that did it, the low rate since, and the old one as it would have run on.
struct CarriedOut<'a> {
    by: &'a RateLine,
    low: Level,
    old: Option<Level>,
}

impl CarriedOut<'_> {
    /// Is a regulated line the low rate taken on, rather than the old one? Either level moves on with it.
    fn goes_on_in(&mut self, line: &RateLine, table: &PriceTable) -> bool {
        let found = Level::of(line);
        let low = self.low.regulated(table, found.year);
        let old = self.old.map(|old| old.regulated(table, found.year));
        let goes_on = old.is_none_or(|old| (found.kroner - low).abs() <= (found.kroner - old).abs());
        if goes_on {
            // The percent may not be in the table: the line itself says by how much the year was raised.
            let raised = if low.is_zero() { Decimal::ONE } else { found.kroner / low };
            self.old = old.map(|old| Level { kroner: old * raised, ..found });
            self.low = found;
        } else {
            self.old = Some(found);
        }
        goes_on
    }
}

impl CaseFile<'_> {
    /// Does a step still lower a line, as its clause says: is the line dearer, and vouched for by none? `due` is the
    /// clause's day; none while it waits for a goal.
    pub(crate) fn still_lowers(
        &self,
        step: &StepRate,
        due: Option<NaiveDate>,
        line: &RateLine,
        today: NaiveDate,
    ) -> bool {
        line.amount > step.new_rate && self.vouched_for(step, due, line, today).is_none()
    }

    /// The line by which a step was carried out or overtaken, as of a day; none while it stands, or has nothing to lower.
    #[must_use]
    pub fn step_settled_by(&self, step: &StepRate, today: NaiveDate) -> Option<&RateLine> {
        let due = super::step_day(self, step, today);
        let on = due.map_or(today, |due| due.max(add_days(today, 1))).max(self.placement.moved_in);
        let line = self.lines_ahead(step, due, on).into_iter().next()?;
        self.vouched_for(step, due, line, today)
    }

    /// The lines that a step is about: lasting ones of its *Ydelse*, by first day.
    pub(super) fn lines_of(&self, step: &StepRate) -> Vec<&RateLine> {
        let is_about = |line: &&RateLine| {
            line.service == step.service && !line.annulled && !line.is_one_off() && line.period().is_some()
        };
        let mut lines: Vec<&RateLine> = self.rate_lines.iter().copied().filter(is_about).collect();
        lines.sort_by_key(|line| (line.from, line.id));
        lines
    }

    /// The line that vouches for a line: see the rule at the top.
    fn vouched_for(
        &self,
        step: &StepRate,
        due: Option<NaiveDate>,
        line: &RateLine,
        today: NaiveDate,
    ) -> Option<&RateLine> {
        let day = due.unwrap_or_else(|| add_days(today, 1));
        let goal = step.when_goal.and_then(|id| self.goals.iter().find(|file| file.goal.id == id));
        let since = goal.and_then(|goal| goal.first_confirmed_on(today)).map_or(day, |first| first.min(day));
        let is_low = |other: &RateLine| {
            other.unit == line.unit
                && other.amount <= step.new_rate
                && (other.from >= since || other.is_in_force(since))
        };
        let lines = self.lines_of(step);
        let place = |line: &RateLine| (line.from, line.id);
        if let Some(ahead) = lines.iter().find(|other| is_low(other) && place(other) > place(line)) {
            return Some(ahead);
        }
        let table = PriceTable::new(self.price_indexes);
        let mut carried_out: Option<CarriedOut<'_>> = None;
        let mut before: Option<&RateLine> = None;
        for other in lines {
            let mut is_vouched_for = false;
            if is_low(other) {
                let old =
                    carried_out.and_then(|was| was.old).or_else(|| self.replaced_by(step, other, before));
                carried_out = Some(CarriedOut { by: other, low: Level::of(other), old });
                is_vouched_for = true;
            } else if self.is_agreed_anew(other) {
                if other.from >= day {
                    return Some(other);
                }
                carried_out = None;
            } else if other.unit == line.unit
                && let Some(run) = carried_out.as_mut()
            {
                is_vouched_for = run.goes_on_in(other, &table);
            }
            if place(other).cmp(&place(line)) != Ordering::Less {
                return carried_out.filter(|_| is_vouched_for).map(|run| run.by);
            }
            before = Some(other);
        }
        None
    }

    /// The dearer rate that a low line took the place of: that of the line it corrects, else of the one before it.
    fn replaced_by(&self, step: &StepRate, low: &RateLine, before: Option<&RateLine>) -> Option<Level> {
        let is_old = |line: &&RateLine| line.unit == low.unit && line.amount > step.new_rate;
        let wrong = low.corrects.and_then(|id| self.rate_lines.iter().copied().find(|line| line.id == id));
        wrong
            .filter(is_old)
            .map(Level::of)
            .or_else(|| before.filter(is_old).map(|line| Level { year: low.from.year(), ..Level::of(line) }))
    }

    /// Did the parties agree on a line's rate anew? P/L and the provider's yearly list regulate the rate that was
    /// (domain §2.4), and another step of the same clause is none of this one's; a correction is what the line that
    /// it corrects was. A line without cause counts as agreed.
    fn is_agreed_anew(&self, line: &RateLine) -> bool {
        let mut line = line;
        // A chain of corrections is no longer than the lines there are.
        for _ in 0..self.rate_lines.len() {
            let wrong = line.corrects.and_then(|id| self.rate_lines.iter().copied().find(|o| o.id == id));
            let Some(wrong) = wrong else { break };
            line = wrong;
        }
        line.cause.as_ref().is_none_or(|cause| !NOT_AGREED_ANEW.contains(&cause.word()))
    }
}
