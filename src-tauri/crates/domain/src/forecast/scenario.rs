//! One case's lines as they are certain, and as they are expected to run.
//!
//! Invariant: a line is cut the day before and succeeded, as the municipality itself would do; a step only
//! ever lowers a rate.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{Course, ForecastBasis};
use crate::calendar::{Period, add_days};
use crate::cost::indexation::raised;
use crate::cost::{PricedLine, Purse, YearFrame};
use crate::notice::contract_in_force;
use crate::step_rates::step_day;
use crate::{CaseFile, Money, PlacementStatus, RateLine, Regulation, Unit};

/// Certain and expected cost of a case by paragraph of the line.
pub(super) fn courses<'a>(
    file: &CaseFile<'a>,
    basis: &ForecastBasis<'_>,
    frame: &YearFrame,
) -> BTreeMap<&'a str, Course> {
    let mut courses: BTreeMap<&str, Course> = BTreeMap::new();
    let placement = file.placement;
    if placement.is_cancelled() {
        return courses;
    }
    if let Some(stay) = certain_stay(file, basis.today) {
        for line in file.rate_lines.iter().filter(|line| line.from <= basis.today) {
            let months = months(file, line, stay, basis, frame);
            let course = courses.entry(&line.paragraph).or_default();
            course.add(&Course { certain: months, ..Course::default() });
        }
    }
    let lasts = match placement.ended_on {
        Some(end) => Some(end),
        // Past its expected end the stay goes on, nobody knows until when.
        None => placement.expected_end.filter(|end| *end >= basis.today),
    };
    let Some(stay) = Period::new(placement.moved_in, lasts) else { return courses };
    for line in &file.rate_lines {
        let mut sum = [Money::ZERO; 12];
        for part in expected_parts(file, line, basis, frame.year()) {
            for (total, month) in sum.iter_mut().zip(months(file, &part, stay, basis, frame)) {
                *total += month;
            }
        }
        let course = courses.entry(&line.paragraph).or_default();
        course.add(&Course { expected: sum, ..Course::default() });
    }
    courses
}

/// The stay as far as it is certain: to the actual end, else to the expected one.
fn certain_stay(file: &CaseFile<'_>, today: NaiveDate) -> Option<Period> {
    let placement = file.placement;
    if placement.status(today) == PlacementStatus::Planned {
        return None;
    }
    Period::new(placement.moved_in, placement.ended_on.or(placement.expected_end))
}

/// The gross months of a line within a stay.
fn months(
    file: &CaseFile<'_>,
    line: &RateLine,
    stay: Period,
    basis: &ForecastBasis<'_>,
    frame: &YearFrame,
) -> [Money; 12] {
    match PricedLine::new(line, stay, file.day_offer_steps(basis.settings)) {
        Some(priced) if priced.purse() == Purse::Gross => priced.months(frame),
        _ => [Money::ZERO; 12],
    }
}

/// What is expected to change a rate.
enum Change {
    /// Trappetakst: to this rate, if it is lower.
    Step(crate::Rate),
    /// P/L of the year, in percent.
    Index(rust_decimal::Decimal),
}

/// A line as it is expected to run: itself, then each successor that a step or P/L brings.
fn expected_parts(
    file: &CaseFile<'_>,
    line: &RateLine,
    basis: &ForecastBasis<'_>,
    through_year: i32,
) -> Vec<RateLine> {
    let mut changes: Vec<(NaiveDate, u8, Change)> = Vec::new();
    if line.unit != Unit::Once && !line.annulled {
        for step in file.step_rates.iter().filter(|step| step.service == line.service) {
            if let Some(due) = step_day(file, step, basis.today)
                && file.still_lowers(step, Some(due), line, basis.today)
            {
                // What is past was paid at the old rate: an overdue step is expected from tomorrow, and on a line
                // that P/L has brought since from its first day.
                let day = due.max(add_days(basis.today, 1)).max(line.from);
                changes.push((day, 0, Change::Step(step.new_rate)));
            }
        }
        if line.service.is_indexed() {
            for year in basis.today.year() + 1..=through_year {
                if let (Some(percent), Some(first)) =
                    (basis.price_table.percent(year), NaiveDate::from_ymd_opt(year, 1, 1))
                    && is_regulated_by_index(file, first)
                {
                    changes.push((first, 1, Change::Index(percent)));
                }
            }
        }
    }
    // A step and P/L on one day: the step names the rate from that day on, so P/L waits a year.
    changes.sort_by_key(|(day, order, _)| (*day, *order));

    let mut parts = Vec::new();
    let mut current = line.clone();
    for (day, _, change) in changes {
        if current.from > day || current.to.is_some_and(|to| to < day) {
            continue;
        }
        if current.from == day {
            // Two steps on one day, or one on the line's first: the lower holds. P/L is in a rate of its day already.
            if let Change::Step(rate) = change {
                current.amount = current.amount.min(rate);
            }
            continue;
        }
        let amount = match change {
            Change::Step(rate) if rate >= current.amount => continue,
            Change::Step(rate) => rate,
            Change::Index(percent) => raised(current.amount, percent),
        };
        let next = RateLine { amount, from: day, ..current.clone() };
        current.to = Some(add_days(day, -1));
        parts.push(std::mem::replace(&mut current, next));
    }
    parts.push(current);
    parts
}

/// Is a contract regulated by P/L in force on the day?
fn is_regulated_by_index(file: &CaseFile<'_>, day: NaiveDate) -> bool {
    let contract = contract_in_force(&file.contracts, day);
    contract.is_some_and(|contract| contract.regulation == Some(Regulation::PriceAndWage))
}
