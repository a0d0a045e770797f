//! The packet's figures: rates over time, what they buy, what they cost. Exact values only; an unknown
//! one is `None`, never zero.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::{Money, Rate};

use crate::charts::{BarChart, CompositionChart, StepChart};

/// Rate history.
#[derive(Clone, Debug, PartialEq)]
pub struct RateSection {
    /// The lines, newest first; annulled ones included.
    pub lines: Vec<RateLineRow>,
    /// The base rate over time; `None` where there is none to draw.
    pub chart: Option<StepChart>,
    /// The rise above P/L from the first base rate to today's.
    pub above_price_level: AbovePriceLevel,
    /// Days of the stay without a base rate (*takst mangler*), first and last day included.
    pub gaps: Vec<DateSpan>,
}

/// Two days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateSpan {
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` = open.
    pub to: Option<NaiveDate>,
}

/// *Stigning ud over P/L* (domain §2.4).
#[derive(Clone, Debug, PartialEq)]
pub enum AbovePriceLevel {
    /// Worked out.
    Known {
        /// Year of the rate it is counted from.
        since: i32,
        /// Kroner per unit above (negative: below) P/L.
        per_unit: Money,
        /// What the rate would be by P/L alone.
        regulated: Rate,
        /// Unit of both, as "kr. pr. døgn".
        unit: String,
        /// Percent above P/L.
        percent: Decimal,
        /// What that is a year.
        yearly: Money,
    },
    /// A year has no percent: no figure.
    YearsMissing(Vec<i32>),
    /// Nothing to compare: one rate only, or no base rate.
    NotComparable,
}

/// One rate line as a table row.
#[derive(Clone, Debug, PartialEq)]
pub struct RateLineRow {
    /// *Ydelse*, as "Grundtakst".
    pub service: String,
    /// *Enhed*, as "pr. døgn".
    pub unit: String,
    /// *Beløb*.
    pub rate: Rate,
    /// *Gælder fra*.
    pub from: NaiveDate,
    /// *Gælder til*; `None` = open, and a one-off's is its own day.
    pub to: Option<NaiveDate>,
    /// *Årsag*.
    pub cause: Option<String>,
    /// Percent since the line it follows; `None` for the first.
    pub increase_percent: Option<Decimal>,
    /// The P/L percent of the same step; `None` = first line, or a year is missing.
    pub price_level_percent: Option<Decimal>,
    /// Kroner per unit above P/L in this step.
    pub above_price_level: Option<Money>,
    /// The percent of this year is missing.
    pub price_level_missing_for: Option<i32>,
    /// Where the line stands today.
    pub standing: LineStanding,
}

/// Where a line stands on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStanding {
    /// Ended before the day.
    Past,
    /// In force.
    Current,
    /// Agreed from a later day.
    Future,
    /// Expected only (*trappetakst*).
    Expected,
    /// Corrected away; costs nothing, stays visible.
    Annulled,
}

/// What the rate buys.
#[derive(Clone, Debug, PartialEq)]
pub struct SupportSection {
    /// Bought hours a week by kind, as ("§ 85 støtte", 20).
    pub hours: Vec<(String, Decimal)>,
    /// Nattedækning and the like in words.
    pub night_cover: Option<String>,
    /// The support part of the annualised cost (domain §2.6).
    pub support_yearly: Option<Money>,
    /// What the yearly cost is made of.
    pub composition: Option<CompositionChart>,
    /// Paid against delivered, by month or follow-up, oldest first.
    pub delivered: Vec<DeliveredHours>,
    /// What the rate includes besides support (bolig, kost …).
    pub includes: Vec<String>,
}

/// Hours paid for and hours delivered in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveredHours {
    /// The period in words, as "oktober 2026".
    pub period: String,
    /// Hours paid for.
    pub paid: Decimal,
    /// Hours delivered; `None` = not told.
    pub delivered: Option<Decimal>,
    /// Kroner for what was paid and not delivered.
    pub undelivered: Option<Money>,
}

/// Cost by year and month.
#[derive(Clone, Debug, PartialEq)]
pub struct CostSection {
    /// The years shown, in order of time.
    pub years: Vec<CostYear>,
    /// This year by month.
    pub chart: Option<BarChart>,
    /// Why refund or net is missing or estimated, as "ingen satser for 2027".
    pub remarks: Vec<String>,
}

/// One year's cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostYear {
    /// Calendar year.
    pub year: i32,
    /// Gross.
    pub gross: Money,
    /// Some of the year lies ahead.
    pub ahead: bool,
    /// A rate is missing in some days: the sum is *ufuldstændig*.
    pub incomplete: bool,
    /// Egenbetaling collected by the municipality.
    pub own_payment: Money,
    /// VAT refund.
    pub vat_refund: Money,
    /// Central refusion; `None` = no limits for the year, or paid by another.
    pub refund: Option<Money>,
    /// Net; `None` with the refund.
    pub net: Option<Money>,
}
