//! The list of notified rates: each against the rate in force and P/L, with what the rule proposes.
//!
//! Invariant: what can't be held against P/L is said to be so, with the years that are missing, and is never proposed
//! to be accepted for want of a figure.

use rust_decimal::Decimal;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::cost::increase::index_percent_exact;
use vilkaar_domain::cost::{IncreaseAboveIndex, MissingYears, PriceTable, PricedLine, increase_above_index};
use vilkaar_domain::{Money, NotifiedDecision, NotifiedRate, RateLine};
use vilkaar_wording::format;

use super::deciding::seen;
use super::{facts_of, held_against, unusual};
use crate::screens::placement::standing::price_table;
use crate::screens::placement::unit_words;
use crate::types::{NotifiedRateRow, NotifiedRates, Status, Tone};

/// What the domain's rule proposes: what stays within P/L is accepted, what is above it, or can't be held against it,
/// is taken up with the provider.
pub(super) fn proposal(
    line: &RateLine,
    notified: &NotifiedRate,
    above: Option<&IncreaseAboveIndex>,
) -> NotifiedDecision {
    let is_within = match above {
        Some(above) => {
            above.difference <= Money::ZERO || above.percent.is_some_and(|percent| percent.is_zero())
        }
        None => notified.new_rate <= line.amount,
    };
    if is_within { NotifiedDecision::Accept } else { NotifiedDecision::Negotiate }
}

/// All notified rates, undecided first.
pub(crate) fn notified_rates(portfolio: &Portfolio) -> NotifiedRates {
    let table = price_table(portfolio);
    let register = portfolio.register();
    let mut notified: Vec<&NotifiedRate> = register.notified_rates.iter().collect();
    notified.sort_by_key(|rate| (rate.decision.is_some(), std::cmp::Reverse(rate.from), rate.id));
    let waiting = notified.iter().filter(|rate| rate.decision.is_none()).count();
    let rows = notified
        .into_iter()
        .filter_map(|rate| {
            let line = held_against(portfolio, rate)?;
            Some(row(portfolio, facts_of(portfolio, line)?, line, rate, &table))
        })
        .collect();
    let sentence = if waiting == 0 {
        "Ingen varslede takster venter på afgørelse".to_owned()
    } else {
        format!(
            "{} på afgørelse",
            format::counted(waiting, "varslet takst venter", "varslede takster venter")
        )
    };
    NotifiedRates { rows, sentence }
}

fn row(
    portfolio: &Portfolio,
    facts: &CaseFacts,
    line: &RateLine,
    rate: &NotifiedRate,
    table: &PriceTable,
) -> NotifiedRateRow {
    let against = line
        .service
        .is_indexed()
        .then(|| increase_above_index((line.amount, line.from), (rate.new_rate, rate.from), table));
    let missing = against.as_ref().and_then(|against| against.as_ref().err()).map(missing_words);
    let above = against.and_then(Result::ok);
    let index = above.and_then(|_| index_percent_exact(line.from, rate.from, table).ok());
    let file = portfolio.file(facts);
    let steps = file.day_offer_steps(&portfolio.register().settings);
    let yearly = |line: &RateLine| {
        PricedLine::new(line, file.placement.stay(), steps).map_or(Money::ZERO, |priced| priced.annualised())
    };
    let new = RateLine { amount: rate.new_rate, ..line.clone() };
    let proposal = proposal(line, rate, above.as_ref());
    let remark: Vec<String> = [
        rate.reason.clone(),
        rate.source.as_ref().map(|source| format!("Kilde: {source}")),
        rate.notified_on.map(|day| format!("Varslet {}", format::date(day))),
        missing,
        unusual(portfolio, line, rate.new_rate).map(|sentence| sentence.trim_end_matches('.').to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    NotifiedRateRow {
        id: rate.id.to_string(),
        case: facts.priced.case.to_string(),
        citizen: portfolio.citizen_name(facts).unwrap_or_default().to_owned(),
        offer: portfolio.offer_name(facts).unwrap_or_default().to_owned(),
        service: line.service.word().to_owned(),
        unit: unit_words(line),
        old: format::rate(line.amount),
        new: format::rate(rate.new_rate),
        from: format::date(rate.from),
        percent: percent(line, rate)
            .map_or_else(|| "–".to_owned(), |percent| format::signed_percent(percent, 2)),
        price_index: index.map(|percent| format::percent(percent, 2)),
        above_index: above.map(|above| format::signed_kr_bare(above.difference)),
        yearly: format::signed_kr_bare(yearly(&new) - yearly(line)),
        proposal: match proposal {
            NotifiedDecision::Accept if above.is_none() => {
                Status { tone: Tone::Good, text: "Acceptér: taksten stiger ikke".to_owned() }
            }
            NotifiedDecision::Accept => {
                Status { tone: Tone::Good, text: "Acceptér: inden for P/L".to_owned() }
            }
            _ if above.is_none() => {
                Status { tone: Tone::Warn, text: "Tag det op: kan ikke holdes op mod P/L".to_owned() }
            }
            _ => Status { tone: Tone::Warn, text: "Forhandl: over P/L".to_owned() },
        },
        decision: rate.decision.map(|decision| {
            let day = rate.decided_on.map(|day| format!(" {}", format::date(day))).unwrap_or_default();
            let tone = match decision {
                NotifiedDecision::Accept => Tone::Good,
                NotifiedDecision::Negotiate => Tone::Info,
                NotifiedDecision::Reject => Tone::Quiet,
            };
            Status { tone, text: format!("{decision}{day}") }
        }),
        remark: (!remark.is_empty()).then(|| remark.join("; ")),
        seen: seen(rate),
    }
}

/// The rise with two decimals, as P/L has: with one, 3,14 % would look like the 3,1 % it is above.
fn percent(line: &RateLine, rate: &NotifiedRate) -> Option<Decimal> {
    let (old, new) = (line.amount.kroner(), rate.new_rate.kroner());
    (!old.is_zero()).then(|| (new - old) / old * Decimal::ONE_HUNDRED)
}

/// The years without P/L, that a notice can't be held against.
fn missing_words(missing: &MissingYears) -> String {
    let years: Vec<String> = missing.0.iter().map(i32::to_string).collect();
    let years: Vec<&str> = years.iter().map(String::as_str).collect();
    format!("P/L mangler for {}, så varslet kan ikke holdes op mod P/L", format::list(&years))
}
