//! *Vis beregning*: how each line of a case costs what it does in a year, as typed steps. The
//! sentences are made in the crate `wording`.
//!
//! Invariant: the gross amounts of the lines sum to the case's gross of the year.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::case::year_period;
use super::line::{PricedLine, Purse, day_offer_percent};
use crate::calendar::{Period, add_days, days_in_month, days_in_year, month_end};
use crate::{CaseFile, DayOfferSteps, Money, Rate, RateLine, RateLineId, Service, Settings, Unit};

/// The part of one month that a monthly rate covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PartMonth {
    /// The month, as its first day.
    pub month: NaiveDate,
    /// Days covered.
    pub days: u32,
    /// Days in the month.
    pub of: u32,
}

/// How a cost comes about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Formula {
    /// beløb × days.
    Days {
        /// Days covered.
        days: i64,
    },
    /// beløb × settlement days × days / days in the year.
    SettlementDays {
        /// *Afregningsdage pr. år*.
        settled: u16,
        /// Days covered.
        days: i64,
        /// Days in the year.
        year_days: u32,
    },
    /// beløb × whole months, and parts of months by their days.
    Months {
        /// Whole months.
        whole: u32,
        /// Months covered in part.
        parts: Vec<PartMonth>,
    },
    /// beløb × days / days in the year.
    Year {
        /// Days covered.
        days: i64,
        /// Days in the year.
        year_days: u32,
    },
    /// beløb × hours a week × days / 7.
    Hours {
        /// Hours a week.
        a_week: Decimal,
        /// Days covered.
        days: i64,
    },
    /// beløb × times a week × open weeks × days / days in the year.
    Weekly {
        /// Days of attendance or trips a week.
        a_week: Decimal,
        /// Open weeks a year.
        weeks: Decimal,
        /// Days covered.
        days: i64,
        /// Days in the year.
        year_days: u32,
    },
    /// beløb × step × days.
    DayOffer {
        /// The step, percent of a full place.
        percent: u8,
        /// Days a week.
        a_week: Decimal,
        /// Days covered.
        days: i64,
    },
    /// beløb, once.
    Once,
    /// *Antal pr. uge* is missing: the cost is unknown.
    Unknown,
}

/// A line's cost in a year, explained.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExplainedLine {
    /// The line.
    pub line: RateLineId,
    /// *Ydelse*.
    pub service: Service,
    /// The line's own paragraph.
    pub paragraph: String,
    /// *Enhed*.
    pub unit: Unit,
    /// *Beløb*.
    pub amount: Rate,
    /// The first day that counts, clipped to stay and year.
    pub from: NaiveDate,
    /// The last day that counts.
    pub to: NaiveDate,
    /// Whose money it is.
    pub purse: Purse,
    /// What the line costs in the year, egenbetaling too.
    pub cost: Money,
    /// The part of it that is gross: 0,00 for egenbetaling.
    pub gross: Money,
    /// How it comes about.
    pub formula: Formula,
}

/// Explains each line of a case that counts in a year, by first day, then service and id. Annulled
/// lines are left out.
#[must_use]
pub fn explain_year(file: &CaseFile<'_>, year: i32, settings: &Settings) -> Vec<ExplainedLine> {
    let Some(period) = year_period(year) else { return Vec::new() };
    let steps = file.day_offer_steps(settings);
    let mut lines: Vec<ExplainedLine> = file
        .rate_lines
        .iter()
        .filter(|_| !file.placement.is_cancelled())
        .filter_map(|line| explain_line(line, file.placement.stay(), period, steps))
        .collect();
    lines.sort_by(|a, b| (a.from, a.service.word(), a.line).cmp(&(b.from, b.service.word(), b.line)));
    lines
}

fn explain_line(line: &RateLine, stay: Period, year: Period, steps: &DayOfferSteps) -> Option<ExplainedLine> {
    let priced = PricedLine::new(line, stay, steps)?;
    let days = Period::new(priced.first_day()?, priced.last_day())?.intersection(&year)?;
    let (from, to) = (days.from(), days.to()?);
    let cost = priced.cost(from, to);
    let purse = priced.purse();
    Some(ExplainedLine {
        line: line.id,
        service: line.service.clone(),
        paragraph: line.paragraph.clone(),
        unit: line.unit,
        amount: line.amount,
        from,
        to,
        purse,
        cost,
        gross: if purse == Purse::Gross { cost } else { Money::ZERO },
        formula: if priced.is_known() { formula(line, from, to, steps) } else { Formula::Unknown },
    })
}

/// The steps of a line's cost for days of one year.
fn formula(line: &RateLine, from: NaiveDate, to: NaiveDate, steps: &DayOfferSteps) -> Formula {
    let days = (to - from).num_days() + 1;
    let year_days = days_in_year(chrono::Datelike::year(&from));
    match (line.unit, line.quantity, line.settlement_days) {
        (Unit::Once, ..) => Formula::Once,
        (Unit::Day, _, None) => Formula::Days { days },
        (Unit::Day, _, Some(settled)) => Formula::SettlementDays { settled, days, year_days },
        (Unit::Month, ..) => months(from, to),
        (Unit::Year, ..) => Formula::Year { days, year_days },
        (Unit::Hour, Some(a_week), _) => Formula::Hours { a_week, days },
        (Unit::Attendance | Unit::Trip, Some(a_week), _) => {
            Formula::Weekly { a_week, weeks: line.weeks(), days, year_days }
        }
        (Unit::DayOfferPlace, Some(a_week), _) => day_offer_percent(steps, a_week)
            .map_or(Formula::Unknown, |percent| Formula::DayOffer { percent, a_week, days }),
        (Unit::Hour | Unit::Attendance | Unit::Trip | Unit::DayOfferPlace, None, _) => Formula::Unknown,
    }
}

fn months(from: NaiveDate, to: NaiveDate) -> Formula {
    let (mut whole, mut parts) = (0, Vec::new());
    let mut start = from;
    while start <= to {
        let end = month_end(start);
        let of = days_in_month(chrono::Datelike::year(&start), chrono::Datelike::month(&start));
        let days = u32::try_from((end.min(to) - start).num_days() + 1).unwrap_or(of);
        if days == of {
            whole += 1;
        } else {
            let month = chrono::Datelike::with_day(&start, 1).unwrap_or(start);
            parts.push(PartMonth { month, days, of });
        }
        start = add_days(end, 1);
    }
    Formula::Months { whole, parts }
}
