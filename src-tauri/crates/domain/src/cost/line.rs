//! A rate line made ready for pricing: its exact øre per unit of time, clipped to the stay.
//!
//! Invariant: C(d), the cost from 1 January of d's year (or the line's start) through d, is exact and
//! rounded once; the cost of a period is a difference of two rounded C, so days add up to months and
//! months to the year (domain §2.2).

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

use super::exact::{Coefficient, held, rounded_wide};
use super::year_frame::{OPEN, YearFrame, date, number};
use crate::calendar::Period;
use crate::{Collector, DayOfferSteps, Money, RateLine, RateLineId, Service, Unit};

/// Month units: the least common multiple of 28, 29, 30 and 31, so that a day of any month is a whole
/// number of them.
const MONTH_UNITS: i64 = 377_580;

/// Whose money a line is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Purse {
    /// The municipality pays it: part of gross.
    Gross,
    /// Egenbetaling that the municipality collects: taken off before the state refund.
    OwnPaymentToMunicipality,
    /// Egenbetaling that the offer collects: shown, and part of no figure.
    OwnPaymentToOffer,
}

/// How the line costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pricing {
    /// Øre on one day.
    Once(i64),
    /// Øre per day, in a common and in a leap year.
    PerDay([Coefficient; 2]),
    /// Øre per month unit.
    PerMonth(Coefficient),
    /// The unit needs *Antal pr. uge* and there is none that can be used: the cost is unknown, never 0.
    Unknown,
}

/// A rate line ready for pricing. Annulled lines have none: they cost nothing from their start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PricedLine {
    id: RateLineId,
    from: i32,
    to: i32,
    pricing: Pricing,
    annualised: Money,
    purse: Purse,
    is_housing: bool,
    is_support: bool,
    extra_hours: Option<Decimal>,
}

impl PricedLine {
    /// Prices a line within a stay. `None` when it costs nothing there at all: annulled, or no day of
    /// it falls within the stay. A one-off counts before the stay too, not after it (domain §2.1).
    #[must_use]
    pub fn new(line: &RateLine, stay: Period, steps: &DayOfferSteps) -> Option<Self> {
        if line.annulled {
            return None;
        }
        let stay_to = stay.to().map_or(OPEN, number);
        let (from, to) = if line.unit == Unit::Once {
            (number(line.from), number(line.from))
        } else {
            (number(line.from).max(number(stay.from())), line.to.map_or(OPEN, number).min(stay_to))
        };
        if from > to || from > stay_to {
            return None;
        }
        let (pricing, annualised) = price(line, steps);
        let purse = match (&line.service, line.collected_by) {
            (Service::OwnPayment, Some(Collector::Offer)) => Purse::OwnPaymentToOffer,
            (Service::OwnPayment, _) => Purse::OwnPaymentToMunicipality,
            _ => Purse::Gross,
        };
        let is_addon = line.service.is_support() && !line.service.is_housing();
        Some(Self {
            id: line.id,
            from,
            to,
            pricing,
            annualised,
            purse,
            is_housing: line.service.is_housing(),
            is_support: line.service.is_support(),
            extra_hours: if is_addon && line.unit == Unit::Hour { line.quantity } else { None },
        })
    }

    /// The line.
    #[must_use]
    pub const fn id(&self) -> RateLineId {
        self.id
    }

    /// Whose money it is.
    #[must_use]
    pub const fn purse(&self) -> Purse {
        self.purse
    }

    /// Grundtakst or Ydelsespakke with a known price.
    #[must_use]
    pub fn covers_housing(&self) -> bool {
        self.is_housing && self.is_known()
    }

    /// Grundtakst, Ydelsespakke or a tillæg other than Dagtimetillæg (domain §2.6).
    #[must_use]
    pub const fn is_support(&self) -> bool {
        self.is_support
    }

    /// Hours a week of a tillæg paid by the hour.
    #[must_use]
    pub const fn extra_hours(&self) -> Option<Decimal> {
        self.extra_hours
    }

    /// Can the line be priced? Only a unit that lacks its *Antal pr. uge* can't.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.pricing != Pricing::Unknown
    }

    /// Is it paid once, on its day?
    #[must_use]
    pub const fn is_one_off(&self) -> bool {
        matches!(self.pricing, Pricing::Once(_))
    }

    /// *Helårsvirkning* of the line, rounded to øre; 0,00 for one-offs and unknown prices.
    #[must_use]
    pub const fn annualised(&self) -> Money {
        self.annualised
    }

    /// The first day it counts.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        date(self.from)
    }

    /// The last day it counts; none is open.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        date(self.to)
    }

    /// Does the line count on the day?
    #[must_use]
    pub fn counts_on(&self, day: NaiveDate) -> bool {
        self.is_in_force(number(day))
    }

    pub(super) const fn from(&self) -> i32 {
        self.from
    }

    pub(super) const fn to(&self) -> i32 {
        self.to
    }

    pub(super) const fn is_in_force(&self, day: i32) -> bool {
        self.from <= day && day <= self.to
    }

    /// The cost of the days from `first` through `last`, rounded by year (domain §2.2).
    #[must_use]
    pub fn cost(&self, first: NaiveDate, last: NaiveDate) -> Money {
        Money::from_oere(self.cost_between(number(first), number(last)))
    }

    /// The cost of each month of a calendar year.
    #[must_use]
    pub fn months(&self, frame: &YearFrame) -> [Money; 12] {
        let mut months = [0; 12];
        self.add_months(frame, &mut months);
        months.map(Money::from_oere)
    }

    pub(super) fn cost_between(&self, first: i32, last: i32) -> i64 {
        let (first, last) = (first.max(self.from), last.min(self.to));
        let (Some(from), Some(to)) = (date(first), date(last)) else { return 0 };
        if first > last {
            return 0;
        }
        (from.year()..=to.year())
            .map(|year| {
                let frame = YearFrame::new(year);
                self.through(&frame, last.min(frame.last())) - self.through(&frame, first - 1)
            })
            .sum()
    }

    /// round(C(d)) in øre for a day of the frame's year; 0 before it.
    fn through(&self, frame: &YearFrame, day: i32) -> i64 {
        let (start, end) = (self.from.max(frame.first()), self.to.min(day));
        if start > end {
            return 0;
        }
        match self.pricing {
            Pricing::Once(oere) => oere,
            Pricing::PerDay(by_year) => {
                by_year[usize::from(frame.is_leap())].times(i64::from(end - start + 1))
            }
            Pricing::PerMonth(coefficient) => {
                let mut month_start = frame.first();
                let mut units = 0;
                for month_end in frame.month_ends() {
                    units += month_units(month_start, *month_end, start, end);
                    month_start = month_end + 1;
                }
                coefficient.times(units)
            }
            Pricing::Unknown => 0,
        }
    }

    /// Adds the line's cost of each month of the year to `months`, in øre.
    pub(super) fn add_months(&self, frame: &YearFrame, months: &mut [i64; 12]) {
        let (start, end) = (self.from.max(frame.first()), self.to.min(frame.last()));
        if start > end {
            return;
        }
        match self.pricing {
            Pricing::Once(oere) => {
                let month = frame.month_ends().iter().position(|month_end| start <= *month_end);
                if let Some(slot) = month.and_then(|month| months.get_mut(month)) {
                    *slot += oere;
                }
            }
            Pricing::PerDay(by_year) => {
                let coefficient = by_year[usize::from(frame.is_leap())];
                let mut before = 0;
                for (slot, month_end) in months.iter_mut().zip(frame.month_ends()) {
                    let days = (end.min(*month_end) - start + 1).max(0);
                    let through = coefficient.times(i64::from(days));
                    *slot += through - before;
                    before = through;
                }
            }
            Pricing::PerMonth(coefficient) => {
                let (mut before, mut units, mut month_start) = (0, 0, frame.first());
                for (slot, month_end) in months.iter_mut().zip(frame.month_ends()) {
                    units += month_units(month_start, *month_end, start, end);
                    let through = coefficient.times(units);
                    *slot += through - before;
                    before = through;
                    month_start = month_end + 1;
                }
            }
            Pricing::Unknown => {}
        }
    }
}

/// The month units of the days that a month has of `start`–`end`.
fn month_units(month_start: i32, month_end: i32, start: i32, end: i32) -> i64 {
    let days = i64::from((end.min(month_end) - start.max(month_start) + 1).max(0));
    // A match of four divisors, so that each division is by a constant.
    match month_end - month_start + 1 {
        28 => days * (MONTH_UNITS / 28),
        29 => days * (MONTH_UNITS / 29),
        30 => days * (MONTH_UNITS / 30),
        _ => days * (MONTH_UNITS / 31),
    }
}

/// The percent of a full place that a number of days a week costs; half days count as the next whole.
/// `None` for none and for more than five: an error at import (domain §2.1).
#[must_use]
pub fn day_offer_percent(steps: &DayOfferSteps, days_a_week: Decimal) -> Option<u8> {
    let whole = usize::try_from(days_a_week.ceil()).ok()?;
    steps.percent.get(whole.checked_sub(1)?).copied()
}

/// A quantity as a whole number over a power of ten. Beyond nine decimals it is an artefact of a
/// workbook's number cell (3,3333333333333335), so it is rounded there to keep the products small.
fn fraction(quantity: Decimal) -> (i128, i128) {
    let short = quantity.round_dp_with_strategy(9, RoundingStrategy::MidpointAwayFromZero).normalize();
    (short.mantissa(), 10_i128.saturating_pow(short.scale()))
}

/// How a line costs, and its annualised cost.
fn price(line: &RateLine, steps: &DayOfferSteps) -> (Pricing, Money) {
    // A rate is in ten-thousandths of a krone: hundredths of an øre.
    let rate = i128::from(line.amount.scaled());
    let per_day = |factor: i128, divisor: i128| Pricing::PerDay([Coefficient::new(factor, divisor); 2]);
    let per_year_share = |factor: i128, divisor: i128| {
        Pricing::PerDay([365, 366].map(|days| Coefficient::new(factor, divisor.saturating_mul(days))))
    };
    let yearly = |factor: i128, divisor: i128| Money::from_oere(held(rounded_wide(factor, divisor)));
    let weekly = line.quantity.filter(|quantity| *quantity > Decimal::ZERO);
    let unknown = (Pricing::Unknown, Money::ZERO);

    match (line.unit, line.settlement_days) {
        (Unit::Day, None) => (per_day(rate, 100), yearly(rate.saturating_mul(365), 100)),
        (Unit::Day, Some(settled)) => {
            let year = rate.saturating_mul(i128::from(settled));
            (per_year_share(year, 100), yearly(year, 100))
        }
        (Unit::Month, _) => {
            let pricing = Pricing::PerMonth(Coefficient::new(rate, 100 * i128::from(MONTH_UNITS)));
            (pricing, yearly(rate.saturating_mul(12), 100))
        }
        (Unit::Year, _) => (per_year_share(rate, 100), yearly(rate, 100)),
        (Unit::Hour, _) => match weekly.map(fraction) {
            Some((hours, scale)) => {
                let (week, divisor) = (rate.saturating_mul(hours), scale.saturating_mul(700));
                (per_day(week, divisor), yearly(week.saturating_mul(365), divisor))
            }
            None => unknown,
        },
        (Unit::Attendance | Unit::Trip, _) => {
            match weekly.and_then(|quantity| quantity.checked_mul(line.weeks())).map(fraction) {
                Some((times, scale)) => {
                    let (year, divisor) = (rate.saturating_mul(times), scale.saturating_mul(100));
                    (per_year_share(year, divisor), yearly(year, divisor))
                }
                None => unknown,
            }
        }
        (Unit::DayOfferPlace, _) => match weekly.and_then(|days| day_offer_percent(steps, days)) {
            Some(percent) => {
                let day = rate.saturating_mul(i128::from(percent));
                (per_day(day, 10_000), yearly(day.saturating_mul(365), 10_000))
            }
            None => unknown,
        },
        (Unit::Once, _) => (Pricing::Once(held(rounded_wide(rate, 100))), Money::ZERO),
    }
}
