//! What the rate buys: hours, what they cost, and what was paid but not delivered.

use rust_decimal::Decimal;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::charts::{CompositionChart, CompositionPart};
use vilkaar_documents::packet::{DeliveredHours, SupportSection};
use vilkaar_domain::comparison::MonthHours;
use vilkaar_domain::{CaseFile, Money, RateLine};
use vilkaar_wording::format;

use crate::screens::follow_up;

/// Hours bought, their price and those delivered.
pub(super) fn section(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> SupportSection {
    let day = facts.priced.judged_on(portfolio.today());
    let mut hours: Vec<(String, Decimal)> = file
        .placement
        .support_hours
        .map(|hours| ("Støttetimer i taksten".to_owned(), hours))
        .into_iter()
        .collect();
    for priced in facts.priced.gross_lines().filter(|line| line.is_support() && line.counts_on(day)) {
        let line = file.rate_lines.iter().find(|line| line.id == priced.id());
        if let (Some(extra), Some(line)) = (priced.extra_hours(), line) {
            hours.push((line.service.word().to_owned(), extra));
        }
    }
    SupportSection {
        hours: if file.placement.support_hours.is_some() { hours } else { Vec::new() },
        night_cover: None,
        support_yearly: facts.hourly_rate.map(|found| found.support),
        composition: composition(portfolio, file, facts),
        delivered: delivered(portfolio, file, facts),
        includes: Vec::new(),
    }
}

/// The months of the last twelve from the first that is reported on.
pub(super) fn months(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<MonthHours> {
    follow_up::reported_months(portfolio, file, facts)
}

/// The hours unrounded, so that their sum is the same here as in the summary.
fn delivered(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<DeliveredHours> {
    months(portfolio, file, facts)
        .iter()
        .filter_map(|row| {
            Some(DeliveredHours {
                period: format::month(row.month),
                paid: row.bought?,
                delivered: row.delivered,
                undelivered: follow_up::rate_in(facts, row.month)
                    .and_then(|rate| row.worth(rate))
                    .map(|worth| -worth),
            })
        })
        .collect()
}

/// What the annualised cost is made of; none of a single line, which is the whole.
fn composition(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Option<CompositionChart> {
    let day = facts.priced.judged_on(portfolio.today());
    let whole = facts.annualised.filter(|whole| *whole > Money::ZERO)?;
    let mut parts: Vec<CompositionPart> = facts
        .priced
        .gross_lines()
        .filter(|line| line.counts_on(day) && !line.is_one_off())
        .filter_map(|priced| {
            let line: &RateLine = file.rate_lines.iter().find(|line| line.id == priced.id())?;
            let yearly = priced.annualised();
            Some(CompositionPart {
                name: line.service.word().to_owned(),
                yearly,
                percent: yearly.kroner() * Decimal::ONE_HUNDRED / whole.kroner(),
            })
        })
        .collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.yearly));
    (parts.len() > 1).then(|| CompositionChart {
        title: "Hvad taksten består af".to_owned(),
        subtitle: format!("kr. pr. år, helårsvirkning pr. {}", format::date(day)),
        parts,
    })
}
