//! Bulk indexation by P/L (domain §2.4): every line with its new rate or why it is left out, and the one operation
//! that carries it out.
//!
//! Invariant: nothing is overwritten. The old line ends on 31 December and the new begins on 1 January; a line that was
//! changed since the preview stops the whole of it, and a line is never raised twice for a year.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::calendar::add_months;
use vilkaar_domain::cost::increase::percent_increase;
use vilkaar_domain::cost::indexation::{IndexDecision, IndexationChoice, LeftOut, propose};
use vilkaar_domain::cost::{PricedCase, PricedLine, limit as rule};
use vilkaar_domain::{
    CaseFile, Cause, CitizenId, Entity, FigureStatus, Money, PlacementId, PriceIndex, Rate, RateLine,
    RateLineId,
};
use vilkaar_wording::format;

use super::effect::limit_remark;
use super::forms::wrong;
use super::placement::standing::price_table;
use super::placement::unit_words;
use crate::errors;
use crate::program::saving::{Decided, Decision};
use crate::types::{ApiError, Indexation, IndexationRequest, IndexationRow, Tone};

/// A line that would be raised.
struct Raise<'p> {
    facts: &'p CaseFacts,
    old: &'p RateLine,
    new: RateLine,
    /// Kr. a year more.
    yearly: Money,
    /// *Helårsvirkning* of the old.
    before: Money,
}

/// A line that isn't, and why.
struct Left<'p> {
    facts: &'p CaseFacts,
    line: &'p RateLine,
    why: String,
    is_own_choice: bool,
}

/// The whole of it.
struct Plan<'p> {
    portfolio: &'p Portfolio,
    index: &'p PriceIndex,
    raised: Vec<Raise<'p>>,
    left: Vec<Left<'p>>,
    files: Vec<CaseFile<'p>>,
}

/// The proposal, row by row.
///
/// # Errors
/// `price_index_missing`: the year has no percent; `year_unknown`.
pub(crate) fn indexation(portfolio: &Portfolio, request: &IndexationRequest) -> Result<Indexation, ApiError> {
    let plan = plan(portfolio, request)?;
    let before: Money = plan.raised.iter().map(|raise| raise.before).sum();
    let more: Money = plan.raised.iter().map(|raise| raise.yearly).sum();
    let percent = format::percent(plan.index.percent, scale(plan.index.percent));
    let sentence = if plan.raised.is_empty() {
        format!("Ingen linjer reguleres for {}. Nedenfor står hvorfor.", request.year)
    } else {
        format!(
            "{} reguleres {percent} fra 01-01-{}: {} om året.",
            format::counted(plan.raised.len(), "linje", "linjer"),
            request.year,
            format::signed_kr_whole(more)
        )
    };
    let status = plan.index.status.map_or("status ikke oplyst", FigureStatus::word);
    let source =
        plan.index.source.as_ref().map_or_else(|| status.to_owned(), |source| format!("{source} ({status})"));
    Ok(Indexation {
        sentence,
        percent,
        source: Some(source),
        above_limit: above_limit(&plan),
        rows: plan.rows(),
        before: format::kr(before),
        after: format::kr(before + more),
        change: format!("{} kr.", format::signed_kr_bare(more)),
        seen: seen(&plan),
    })
}

/// The percent of a year, where it is known.
pub(crate) fn percent(portfolio: &Portfolio, year: i32) -> Option<Decimal> {
    index_of(portfolio, year).map(|index| index.percent)
}

/// The new rate of each line that would be raised.
///
/// # Errors
/// As [`indexation`].
pub(crate) fn raised(
    portfolio: &Portfolio,
    request: &IndexationRequest,
) -> Result<HashMap<RateLineId, Rate>, ApiError> {
    let plan = plan(portfolio, request)?;
    Ok(plan.raised.iter().map(|raise| (raise.old.id, raise.new.amount)).collect())
}

/// Carries it out as one operation: what was seen and nothing else.
///
/// # Errors
/// As [`indexation`].
pub(crate) fn commit(portfolio: &Portfolio, request: &IndexationRequest) -> Result<Decision, ApiError> {
    let unexplained: Vec<_> = request
        .skipped
        .iter()
        .filter(|skipped| skipped.reason.trim().is_empty())
        .map(|skipped| wrong(&skipped.line, "Skriv, hvorfor linjen springes over."))
        .collect();
    if !unexplained.is_empty() {
        return Ok(Decision::Refuse(unexplained));
    }
    let plan = plan(portfolio, request)?;
    let Some(shown) = &request.seen else {
        return Ok(Decision::Refuse(vec![wrong(
            "rows",
            "Der reguleres kun det, I har set på listen. Se den igennem, og regulér så. Intet er gemt.",
        )]));
    };
    if *shown != seen(&plan) {
        let changed = changed_cases(shown, &plan);
        let which = if changed.is_empty() { String::new() } else { format!(": {}", changed.join(", ")) };
        return Ok(Decision::Refuse(vec![wrong(
            "rows",
            format!(
                "Takster, aftaler eller P/L er ændret, siden listen blev vist{which}. Intet er gemt. Se listen igennem igen, og regulér så."
            ),
        )]));
    }
    if plan.raised.is_empty() {
        return Ok(Decision::Refuse(vec![wrong(
            "rows",
            format!("Der er ingen linjer at regulere for {}. Det kan være gjort allerede.", request.year),
        )]));
    }
    let changes = plan.raised.iter().flat_map(|raise| {
        let citizen = Some(raise.facts.priced.citizen);
        let change = |before: Option<RateLine>, after: RateLine| EntityChange {
            before: before.map(Entity::RateLine),
            after: Some(Entity::RateLine(after)),
            citizen,
            reason: None,
        };
        [change(Some(raise.old.clone()), raise.old.closed_by(&raise.new)), change(None, raise.new.clone())]
    });
    let changes: Vec<EntityChange> = changes.collect();
    let percent = format::percent(plan.index.percent, scale(plan.index.percent));
    let mut message = format!(
        "{} er reguleret {percent} fra 01-01-{}.",
        format::counted(plan.raised.len(), "linje", "linjer"),
        request.year
    );
    let above = above_limit(&plan).len();
    if above > 0 {
        message.push_str(&format!(
            " {} over {} ved det.",
            format::counted(above, "sag kommer", "sager kommer"),
            portfolio.limit_name()
        ));
    }
    Ok(Decision::Save(Decided { changes, message, case: None }))
}

/// Why, for the log: the year, the percent, and what was left out by choice with the reasons.
pub(crate) fn reason(portfolio: &Portfolio, request: &IndexationRequest) -> String {
    let mut reason = format!("P/L {}", request.year);
    if let Some(index) = index_of(portfolio, request.year) {
        reason.push_str(&format!(", {}", format::percent(index.percent, scale(index.percent))));
    }
    let lines = &portfolio.register().rate_lines;
    for skipped in &request.skipped {
        let line = lines.iter().find(|line| line.id.to_string() == skipped.line);
        let case = line.and_then(|line| {
            let of = |facts: &&CaseFacts| facts.priced.placement == line.placement;
            portfolio.cases().iter().find(of).map(|facts| facts.priced.case.to_string())
        });
        if let (Some(line), Some(case)) = (line, case) {
            reason.push_str(&format!(
                "; valgt fra: {case} {}, fordi {}",
                line.service.word(),
                skipped.reason.trim().trim_end_matches('.')
            ));
        }
    }
    reason
}

fn index_of(portfolio: &Portfolio, year: i32) -> Option<&PriceIndex> {
    portfolio.register().price_indexes.iter().rev().find(|index| index.year == year)
}

/// Decimals that a percent is shown with: all that it has, since it is what the rates are raised by.
fn scale(percent: Decimal) -> u32 {
    percent.normalize().scale().max(1)
}

fn plan<'p>(portfolio: &'p Portfolio, request: &IndexationRequest) -> Result<Plan<'p>, ApiError> {
    let year = request.year;
    let missing = || {
        errors::at(
            "year",
            "price_index_missing",
            format!("P/L mangler for {year}. Skriv procenten med kilde i tabellen P/L, og regulér så."),
        )
    };
    let first = NaiveDate::from_ymd_opt(year, 1, 1)
        .filter(|_| (1990..=2200).contains(&year))
        .ok_or_else(|| errors::at("year", "year_unknown", "Skriv et årstal, fx 2027."))?;
    let index = index_of(portfolio, year).ok_or_else(missing)?;
    let table = price_table(portfolio);
    let choice = IndexationChoice {
        year,
        agreed_within_months: request.within_months.min(600),
        above_limit_too: request.above_limit_too,
    };
    let settings = &portfolio.register().settings;
    let facts_of: HashMap<PlacementId, &CaseFacts> =
        portfolio.cases().iter().map(|facts| (facts.priced.placement, facts)).collect();
    let skipped: HashMap<&str, &str> =
        request.skipped.iter().map(|skip| (skip.line.as_str(), skip.reason.trim())).collect();
    // What ended long before is history, and no answer to why it isn't raised.
    let lately = add_months(first, -12);
    let files = portfolio.register().case_files();
    let (mut raised, mut left) = (Vec::new(), Vec::new());
    for file in &files {
        let Some(facts) = facts_of.get(&file.placement.id).copied() else { continue };
        let proposed = propose(file, facts.is_above_limit(), choice, &table).map_err(|_| missing())?;
        for (line, proposed) in file.rate_lines.iter().copied().zip(proposed) {
            let is_history = line.annulled
                || [line.to, file.placement.ended_on].into_iter().flatten().any(|end| end < lately);
            let left_out = |why: String, is_own_choice| Left { facts, line, why, is_own_choice };
            match (proposed.decision, skipped.get(line.id.to_string().as_str())) {
                (IndexDecision::LeftOut(_), _) if is_history => {}
                (IndexDecision::LeftOut(why), _) => {
                    left.push(left_out(left_out_words(why, request), false));
                }
                (IndexDecision::Raised(_), Some(reason)) => {
                    left.push(left_out(format!("Valgt fra: {reason}"), true));
                }
                (IndexDecision::Raised(rate), None) => {
                    let new = RateLine {
                        id: RateLineId(crate::UuidIdentities.next()),
                        amount: rate,
                        from: first,
                        cause: Cause::new("P/L"),
                        corrects: None,
                        source: Some(format!(
                            "P/L {year}, {}",
                            format::percent(index.percent, scale(index.percent))
                        )),
                        ..line.clone()
                    };
                    let steps = file.day_offer_steps(settings);
                    let annualised = |line: &RateLine| {
                        PricedLine::new(line, file.placement.stay(), steps)
                            .map_or(Money::ZERO, |priced| priced.annualised())
                    };
                    let (before, after) = (annualised(line), annualised(&new));
                    raised.push(Raise { facts, old: line, new, yearly: after - before, before });
                }
            }
        }
    }
    Ok(Plan { portfolio, index, raised, left, files })
}

fn left_out_words(why: LeftOut, request: &IndexationRequest) -> String {
    match why {
        LeftOut::Ended => "Slutter før 1. januar".to_owned(),
        LeftOut::NotBegun => "Ny takst er aftalt fra 1. januar eller senere".to_owned(),
        LeftOut::OneOff => "Engangsbeløb".to_owned(),
        LeftOut::OwnPayment => "Egenbetaling".to_owned(),
        LeftOut::OtherService => "Reguleres ikke af P/L".to_owned(),
        LeftOut::NoContract => "Ingen kontrakt i kraft 1. januar".to_owned(),
        LeftOut::RegulationUnknown => "Kontrakten siger ikke, hvordan taksten reguleres".to_owned(),
        LeftOut::OfferList => "Årlig tilbudstakst: følger tilbuddets nye takstblad".to_owned(),
        LeftOut::Fixed => "Fast takst".to_owned(),
        LeftOut::AgreedLately => format!("Aftalt inden for {} måneder", request.within_months),
        LeftOut::AboveLimit => "Over grænsen: forhandles for sig".to_owned(),
    }
}

impl Plan<'_> {
    fn rows(&self) -> Vec<IndexationRow> {
        let row = |facts: &CaseFacts, line: &RateLine| IndexationRow {
            line: line.id.to_string(),
            case: facts.priced.case.to_string(),
            citizen: self.portfolio.citizen_name(facts).unwrap_or_default().to_owned(),
            offer: self.portfolio.offer_name(facts).unwrap_or_default().to_owned(),
            service: line.service.word().to_owned(),
            unit: unit_words(line),
            old: format::rate(line.amount),
            new: None,
            percent: None,
            yearly: None,
            left_out: None,
            may_choose: false,
        };
        let raised = self.raised.iter().map(|raise| IndexationRow {
            new: Some(format::rate(raise.new.amount)),
            percent: percent_increase(raise.old.amount, raise.new.amount)
                .map(|_| signed_percent(raise.old, &raise.new)),
            yearly: Some(format::signed_kr_bare(raise.yearly)),
            may_choose: true,
            ..row(raise.facts, raise.old)
        });
        let left = self.left.iter().map(|left| IndexationRow {
            left_out: Some(left.why.clone()),
            may_choose: left.is_own_choice,
            ..row(left.facts, left.line)
        });
        raised.chain(left).collect()
    }
}

/// The increase with two decimals, as P/L has.
fn signed_percent(old: &RateLine, new: &RateLine) -> String {
    let (old, new) = (old.amount.kroner(), new.amount.kroner());
    format::signed_percent((new - old) / old * Decimal::ONE_HUNDRED, 2)
}

/// Who comes above the limit by it, a sentence each.
fn above_limit(plan: &Plan<'_>) -> Vec<String> {
    let settings = &plan.portfolio.register().settings;
    let name = plan.portfolio.limit_name();
    let day = plan.portfolio.today();
    let mut by_case: BTreeMap<PlacementId, Vec<&Raise<'_>>> = BTreeMap::new();
    for raise in &plan.raised {
        by_case.entry(raise.old.placement).or_default().push(raise);
    }
    let mut citizens: Vec<CitizenId> = plan.raised.iter().map(|raise| raise.facts.priced.citizen).collect();
    citizens.sort_unstable();
    citizens.dedup();
    let mut files: HashMap<CitizenId, Vec<&CaseFile<'_>>> = HashMap::new();
    for file in &plan.files {
        files.entry(file.placement.citizen).or_default().push(file);
    }
    let mut found = Vec::new();
    for citizen in citizens {
        let Some(cases) = files.get(&citizen) else { continue };
        let before: Vec<PricedCase> = cases.iter().map(|file| PricedCase::new(file, settings)).collect();
        let after: Vec<PricedCase> = cases
            .iter()
            .map(|file| {
                let lines = lines_after(file, by_case.get(&file.placement.id));
                let file = CaseFile { rate_lines: lines.iter().collect(), ..(*file).clone() };
                PricedCase::new(&file, settings)
            })
            .collect();
        let judge = |cases: &[PricedCase]| rule::judge(&cases.iter().collect::<Vec<_>>(), day, settings);
        let raised: Vec<&str> = cases
            .iter()
            .filter(|file| by_case.contains_key(&file.placement.id))
            .map(|file| file.placement.case.as_str())
            .collect();
        let remark = limit_remark(&format::list(&raised), &name, &judge(&before), &judge(&after));
        found.extend(remark.filter(|remark| remark.tone == Tone::Bad).map(|remark| remark.text));
    }
    found.sort();
    found
}

fn lines_after(file: &CaseFile<'_>, raises: Option<&Vec<&Raise<'_>>>) -> Vec<RateLine> {
    let raises = raises.map_or(&[] as &[&Raise<'_>], Vec::as_slice);
    let kept = file.rate_lines.iter().map(|line| {
        let raise = raises.iter().find(|raise| raise.old.id == line.id);
        raise.map_or_else(|| (*line).clone(), |raise| line.closed_by(&raise.new))
    });
    kept.chain(raises.iter().map(|raise| raise.new.clone())).collect()
}

/// What was shown: each raised line with its last day, its old rate, its new one and what that comes to a year.
fn seen(plan: &Plan<'_>) -> String {
    let mut shown: Vec<String> = plan
        .raised
        .iter()
        .map(|raise| {
            let to = raise.old.to.map(|day| day.to_string()).unwrap_or_default();
            let yearly = raise.yearly.oere();
            format!("{}={}>{}@{to}+{yearly}", raise.old.id, raise.old.amount, raise.new.amount)
        })
        .collect();
    shown.sort();
    shown.join(";")
}

/// The cases whose lines differ from what was shown.
fn changed_cases(shown: &str, plan: &Plan<'_>) -> Vec<String> {
    let now = seen(plan);
    let (shown, now): (Vec<&str>, Vec<&str>) = (shown.split(';').collect(), now.split(';').collect());
    let differing =
        shown.iter().filter(|row| !now.contains(row)).chain(now.iter().filter(|row| !shown.contains(row)));
    let lines: Vec<&str> = differing.filter_map(|row| row.split('=').next()).collect();
    let mut cases: Vec<String> = plan
        .portfolio
        .register()
        .rate_lines
        .iter()
        .filter(|line| lines.contains(&line.id.to_string().as_str()))
        .filter_map(|line| {
            let of = |facts: &&CaseFacts| facts.priced.placement == line.placement;
            plan.portfolio.cases().iter().find(of).map(|facts| facts.priced.case.to_string())
        })
        .collect();
    cases.sort();
    cases.dedup();
    cases.truncate(10);
    cases
}

#[cfg(test)]
mod tests;
