//! What each chart shows, as plain exact values. Amounts stay `Money`, rates `Rate` and shares
//! `Decimal`; only the painter turns them into coordinates, so no figure is ever rounded here.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::{Money, Rate};

/// A rate over time as steps, against what price and wage regulation (P/L) alone would have given.
#[derive(Clone, Debug, PartialEq)]
pub struct StepChart {
    /// Heading, as "Grundtakst mod P/L".
    pub title: String,
    /// Second half of the heading: what the chart shows, as "kr. pr. døgn; 8,9 % over P/L siden 2022".
    pub subtitle: String,
    /// Unit of the values, as "kr. pr. døgn".
    pub unit: String,
    /// The agreed and expected rates, in order of time and without overlap; days between two steps
    /// are a gap (*takst mangler*) and are drawn as one, never as 0 kr.
    pub steps: Vec<RateStep>,
    /// The first rate regulated by P/L alone; empty where a year's P/L is missing.
    pub regulated: Vec<RegulatedStep>,
    /// The day that counts as today, drawn as a thin dotted line.
    pub today: NaiveDate,
    /// The last day shown; an open step is drawn to it.
    pub until: NaiveDate,
    /// Bold note beside the last step, as "73.391 kr. pr. år" (what is above P/L); may be absent.
    pub note: Option<ChartNote>,
}

/// One rate in force between two days.
#[derive(Clone, Debug, PartialEq)]
pub struct RateStep {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included; `None` = open.
    pub to: Option<NaiveDate>,
    /// Kroner per unit.
    pub rate: Rate,
    /// Agreed, or only expected (*trappetakst*, notified but not agreed).
    pub certainty: Certainty,
}

/// What P/L alone would have made of the first rate, between two days.
#[derive(Clone, Debug, PartialEq)]
pub struct RegulatedStep {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included; `None` = open.
    pub to: Option<NaiveDate>,
    /// Kroner per unit.
    pub rate: Rate,
}

/// How sure a value is; expected ones are drawn dotted or paler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The time has passed and the money is spent.
    Spent,
    /// Agreed, but the time has not passed.
    Agreed,
    /// Not agreed: planned, proposed, or following from a clause.
    Expected,
}

/// Two short lines written at a chart's right edge, the first bold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartNote {
    /// The bold line.
    pub strong: String,
    /// The line below it.
    pub plain: String,
}

/// Upright bars from zero, as cost by month or year, against one named line.
#[derive(Clone, Debug, PartialEq)]
pub struct BarChart {
    /// Heading, as "Udgift pr. måned".
    pub title: String,
    /// Second half of the heading, as "brutto; mørkt er over budgettet"; the unit (mio. kr. or t.kr.)
    /// is put before it when the chart is drawn.
    pub subtitle: String,
    /// What a bar stands for, heading of the table's first column, as "Måned".
    pub category: String,
    /// What is counted, heading of the table's second column, as "Udgift, kr.".
    pub measure: String,
    /// The bars in the order shown.
    pub bars: Vec<Bar>,
    /// The budget or the limit; what a bar has above it is drawn dark.
    pub line: Option<NamedLine>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Name below it, as "jan.".
    pub label: String,
    /// Its amount; `None` = unknown (drawn as a gap with the word "mangler", never as 0 kr.).
    pub value: Option<Money>,
    /// Spent, agreed (paler, with the word "aftalt") or expected.
    pub certainty: Certainty,
}

/// A thin line across a chart with its name, as "Budget" or "1,0 mio. kr.".
#[derive(Clone, Debug, PartialEq)]
pub struct NamedLine {
    /// Its name.
    pub name: String,
    /// Its amount.
    pub value: Money,
}

/// Lying bars from zero, one per named thing, as offers compared or cases above the limit.
#[derive(Clone, Debug, PartialEq)]
pub struct RankChart {
    /// Heading.
    pub title: String,
    /// Second half of the heading.
    pub subtitle: String,
    /// Heading of the table's first column, as "Tilbud".
    pub category: String,
    /// Heading of the table's second column, as "Kr. pr. døgn".
    pub measure: String,
    /// The bars, in the order shown.
    pub bars: Vec<RankBar>,
    /// A limit or median as a thin named line.
    pub line: Option<NamedLine>,
}

/// One lying bar.
#[derive(Clone, Debug, PartialEq)]
pub struct RankBar {
    /// Name at its left.
    pub label: String,
    /// Its amount.
    pub value: Money,
    /// The one the chart is about (dark, bold), or one to compare it with.
    pub emphasis: Emphasis,
}

/// Which bars the eye should find first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// What the chart is about.
    Subject,
    /// One of the municipality's own.
    Own,
    /// Compared with.
    Other,
}

/// The level of functioning of one goal over time: 0 is best, 4 is complete loss (domain §4).
#[derive(Clone, Debug, PartialEq)]
pub struct LevelChart {
    /// Heading, the goal's undertema.
    pub title: String,
    /// Second half of the heading, as "Udvikle, frist 30-04-2026".
    pub subtitle: String,
    /// The goal's first day.
    pub from: NaiveDate,
    /// Last day shown: the deadline or today, whichever is later.
    pub until: NaiveDate,
    /// The level at the start.
    pub start: u8,
    /// The level wanted, drawn as a dashed green line.
    pub expected: u8,
    /// Measured levels in order of time.
    pub points: Vec<LevelPoint>,
    /// The day that counts as today.
    pub today: NaiveDate,
}

/// One measured level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelPoint {
    /// Day of the follow-up.
    pub date: NaiveDate,
    /// 0–4.
    pub level: u8,
    /// Who measured: a sagsbehandler's point is filled, others' are hollow.
    pub measured_by: MeasuredBy,
}

/// Who a measurement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasuredBy {
    /// The municipality's sagsbehandler.
    CaseWorker,
    /// The provider (*udfører*).
    Provider,
    /// The citizen or a relative.
    CitizenOrRelative,
}

/// What a yearly cost is made of, as one lying bar in parts with direct labels.
#[derive(Clone, Debug, PartialEq)]
pub struct CompositionChart {
    /// Heading, as "Hvad taksten består af".
    pub title: String,
    /// Second half of the heading, as "kr. pr. år, helårsvirkning pr. 20-11-2026".
    pub subtitle: String,
    /// The parts in the order shown; only positive ones are drawn, all stand in the table.
    pub parts: Vec<CompositionPart>,
}

/// One part of a composition.
#[derive(Clone, Debug, PartialEq)]
pub struct CompositionPart {
    /// Its name, as "Grundtakst".
    pub name: String,
    /// Kroner a year.
    pub yearly: Money,
    /// Its share of the whole in percent.
    pub percent: Decimal,
}
