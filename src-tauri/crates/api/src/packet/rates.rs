//! The rate's history against P/L.

use chrono::Datelike;
use rust_decimal::Decimal;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::packet::{AbovePriceLevel, DateSpan, LineStanding, RateLineRow, RateSection};
use vilkaar_domain::cost::increase::{LineIncrease, index_percent, percent_increase};
use vilkaar_domain::cost::{PriceTable, line_increases};
use vilkaar_domain::step_rates::ExpectedRate;
use vilkaar_domain::{CaseFile, Rate, RateLine, Unit};

use crate::screens::placement::rate_lines::{state, step_chart};
use crate::screens::placement::{standing, unit_words};
use crate::types::RateLineState;

/// *Årsag* of a rate that changed because the support did.
const CHANGED_SUPPORT: &str = "Ændret støtte";

/// Lines, chart, what is above P/L, and gaps.
pub(super) fn section(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> RateSection {
    RateSection {
        lines: lines(portfolio, file, facts),
        chart: step_chart(portfolio, file, facts),
        above_price_level: above(portfolio, file, facts),
        gaps: facts
            .priced
            .gaps(facts.priced.stay)
            .iter()
            .map(|gap| DateSpan { from: gap.from(), to: gap.to() })
            .collect(),
    }
}

fn above(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> AbovePriceLevel {
    match standing::above_index(portfolio, file, facts) {
        None => AbovePriceLevel::NotComparable,
        Some(Err(missing)) => AbovePriceLevel::YearsMissing(missing.0),
        Some(Ok(found)) => {
            let current = file.rate_lines.iter().find(|line| line.id == found.current);
            match (Rate::new(found.above.regulated.kroner()), current) {
                (Some(regulated), Some(current)) => AbovePriceLevel::Known {
                    since: found.since.year(),
                    per_unit: found.above.difference,
                    regulated,
                    unit: format!("kr. {}", current.unit.word()),
                    percent: found.above.percent.unwrap_or(Decimal::ZERO),
                    yearly: found.yearly,
                },
                _ => AbovePriceLevel::NotComparable,
            }
        }
    }
}

/// Newest first, those expected from a day on top.
fn lines(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<RateLineRow> {
    let table = standing::price_table(portfolio);
    let increases = line_increases(&file.rate_lines, &table);
    let settings = &portfolio.register().settings;
    let mut expected = file.expected_rates(settings, portfolio.today());
    expected.sort_by_key(|rate| std::cmp::Reverse(rate.from));
    let mut agreed: Vec<&RateLine> = file.rate_lines.clone();
    agreed.sort_by_key(|line| (std::cmp::Reverse(line.from), line.service.clone(), line.id));
    expected
        .iter()
        .filter_map(|rate| expected_row(rate, &table))
        .chain(agreed.iter().map(|line| {
            let increase = increases.iter().find(|increase| increase.line == line.id);
            row(line, increase, portfolio, facts)
        }))
        .collect()
}

fn row(
    line: &RateLine,
    increase: Option<&LineIncrease>,
    portfolio: &Portfolio,
    facts: &CaseFacts,
) -> RateLineRow {
    // A rate that follows other support is no price for the same: P/L says nothing of it.
    let is_same_support = line.cause.as_ref().is_none_or(|cause| cause.word() != CHANGED_SUPPORT);
    let against = increase.and_then(|increase| increase.against_index.as_ref()).filter(|_| is_same_support);
    let known = against.and_then(|found| found.as_ref().ok());
    RateLineRow {
        service: line.service.word().to_owned(),
        unit: unit_words(line),
        rate: line.amount,
        from: line.from,
        // A one-off is of its day.
        to: if line.unit == Unit::Once { Some(line.from) } else { line.to },
        cause: line.cause.as_ref().map(|cause| cause.word().to_owned()),
        increase_percent: increase.and_then(|increase| increase.percent),
        price_level_percent: known.map(|found| found.percent),
        above_price_level: known.map(|found| found.above.difference),
        price_level_missing_for: against
            .and_then(|found| found.as_ref().err())
            .and_then(|missing| missing.0.first().copied()),
        standing: match state(line, facts, portfolio.today()) {
            RateLineState::InForce => LineStanding::Current,
            RateLineState::Coming => LineStanding::Future,
            RateLineState::Ended => LineStanding::Past,
            RateLineState::Expected => LineStanding::Expected,
            RateLineState::Annulled => LineStanding::Annulled,
        },
    }
}

fn expected_row(rate: &ExpectedRate<'_>, table: &PriceTable) -> Option<RateLineRow> {
    let from = rate.from?;
    let line = rate.replaces;
    let percent = line.service.is_indexed().then(|| index_percent(line.from, from, table).ok()).flatten();
    Some(RateLineRow {
        service: line.service.word().to_owned(),
        unit: unit_words(line),
        rate: rate.step.new_rate,
        from,
        to: None,
        cause: Some("Trappetakst".to_owned()),
        increase_percent: percent_increase(line.amount, rate.step.new_rate),
        price_level_percent: percent,
        above_price_level: None,
        price_level_missing_for: None,
        standing: LineStanding::Expected,
    })
}
