//! The hours that are paid for against those delivered, by month (domain §1: support that was *paid
//! but not delivered* is what a negotiator finds first).

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::hourly_rate;
use crate::calendar::{Period, add_days, month_end};
use crate::cost::PricedCase;
use crate::{CaseFile, Money};

/// Hours of one month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MonthHours {
    /// The month, as its first day.
    pub month: NaiveDate,
    /// Bought: hours a week × days / 7; none where *Støttetimer pr. uge* isn't known.
    pub bought: Option<Decimal>,
    /// Delivered, where it is reported.
    pub delivered: Option<Decimal>,
}

impl MonthHours {
    /// Delivered − bought; negative is paid but not delivered.
    #[must_use]
    pub fn difference(&self) -> Option<Decimal> {
        Some(self.delivered? - self.bought?)
    }

    /// What the difference is worth at a price per support hour.
    #[must_use]
    pub fn worth(&self, hourly_rate: Money) -> Option<Money> {
        self.difference().map(|hours| Money::round(hours * hourly_rate.kroner()))
    }
}

/// The hours of each month of the stay from `first` through `last` (any days of those months).
#[must_use]
pub fn hours_by_month(
    file: &CaseFile<'_>,
    case: &PricedCase,
    first: NaiveDate,
    last: NaiveDate,
) -> Vec<MonthHours> {
    let mut rows = Vec::new();
    let mut month = first.with_day(1).unwrap_or(first);
    while month <= last {
        let end = month_end(month);
        let in_stay = Period::new(month, Some(end)).and_then(|days| days.intersection(&case.stay));
        if let Some(days) = in_stay {
            let reported = file
                .delivered_hours
                .iter()
                .filter(|row| row.month.year() == month.year() && row.month.month() == month.month());
            rows.push(MonthHours {
                month,
                bought: bought(case, days),
                delivered: reported.map(|row| row.hours).reduce(|sum, hours| sum + hours),
            });
        }
        month = add_days(end, 1);
    }
    rows
}

/// What a support hour cost in a month of the stay: the support of its days over the hours bought in them. So a rate, or
/// hours, that change within the month count each for their days, and the hours that weren't delivered are priced as
/// the bought ones were paid (domain §2.6: all-in with all-in). `None` where a day has no rate, or no hours are known.
#[must_use]
pub fn hourly_rate_in(case: &PricedCase, month: NaiveDate) -> Option<Money> {
    let first = month.with_day(1)?;
    let days = Period::new(first, Some(month_end(month)))?.intersection(&case.stay)?;
    let end = days.to()?;
    // The days on which a line begins, or the one before it has ended.
    let mut starts: Vec<NaiveDate> = case
        .gross_lines()
        .flat_map(|line| [line.first_day(), line.last_day().map(|last| add_days(last, 1))])
        .flatten()
        .filter(|day| days.contains(*day))
        .chain([days.from()])
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let (mut support, mut hours) = (Decimal::ZERO, Decimal::ZERO);
    for (at, start) in starts.iter().enumerate() {
        let next = starts.get(at + 1).copied().unwrap_or_else(|| add_days(end, 1));
        let count = Decimal::from((next - *start).num_days());
        let found = hourly_rate(case, *start).ok()?;
        support += (found.support - found.base_rate).kroner() * count;
        hours += found.hours_a_week * count;
    }
    // Kr. a year over 365 days, hours a week over 7: one division keeps the quotient exact until it is rounded.
    Some(Money::round(support * Decimal::from(7) / (hours * Decimal::from(365))))
}

/// Support that was paid but not delivered over the months that are reported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undelivered {
    /// Months with a report and a price.
    pub months: usize,
    /// Hours bought in them.
    pub bought: Decimal,
    /// Hours delivered in them.
    pub delivered: Decimal,
    /// What the hours that weren't delivered are worth; negative when more was delivered than bought.
    pub worth: Money,
    /// The same a year: worth × 12 / months.
    pub yearly: Money,
    /// The first days of the months with a report whose support hour has no price. They are in none of the others.
    pub unpriced: Vec<NaiveDate>,
}

/// Sums the months that are reported, more hours in one month against fewer in another, each at the price of a
/// support hour in it; `None` where the bought hours and the price are known of none. Months without a price are
/// named, never counted as 0.
#[must_use]
pub fn undelivered(
    rows: &[MonthHours],
    hourly_rate: impl Fn(&MonthHours) -> Option<Money>,
) -> Option<Undelivered> {
    let known: Vec<(Decimal, Decimal, Money)> =
        rows.iter().filter_map(|row| Some((row.bought?, row.delivered?, hourly_rate(row)?))).collect();
    if known.is_empty() {
        return None;
    }
    let is_unpriced = |row: &&MonthHours| row.difference().is_some() && hourly_rate(row).is_none();
    let unpriced = rows.iter().filter(is_unpriced).map(|row| row.month).collect();
    let bought: Decimal = known.iter().map(|(bought, ..)| *bought).sum();
    let delivered: Decimal = known.iter().map(|(_, delivered, _)| *delivered).sum();
    let worth: Decimal =
        known.iter().map(|(bought, delivered, rate)| (*bought - *delivered) * rate.kroner()).sum();
    Some(Undelivered {
        months: known.len(),
        bought,
        delivered,
        worth: Money::round(worth),
        yearly: Money::round(worth * Decimal::from(12) / Decimal::from(known.len())),
        unpriced,
    })
}

/// Hours bought in days of the stay: the placement's own, and those of add-ons paid by the hour.
fn bought(case: &PricedCase, days: Period) -> Option<Decimal> {
    let weekly_days = |hours: Decimal, days: Period| {
        let count = days.to().map_or(0, |to| (to - days.from()).num_days() + 1);
        hours * Decimal::from(count)
    };
    let extra: Decimal = case
        .gross_lines()
        .filter_map(|line| {
            let in_force = Period::new(line.first_day()?, line.last_day())?.intersection(&days)?;
            Some(weekly_days(line.extra_hours()?, in_force))
        })
        .sum();
    Some((weekly_days(case.support_hours?, days) + extra) / Decimal::from(7))
}
