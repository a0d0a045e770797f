//! *Varslede takster*: rates that a provider has notified, typed or from a sheet, held against P/L and decided on
//! (domain §2.4). Here stands what all of it shares: which line a notified rate is about, what it can't be, and what
//! accepting it comes to.
//!
//! Invariant: a notified rate changes nothing until it is accepted; then the line is changed from its day as by hand,
//! and never overwritten.

mod deciding;
pub(crate) mod file;
mod headings;
mod matching;
mod reading;
mod rows;
mod typed;

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::calendar::add_days;
use vilkaar_domain::{Cause, Entity, NotifiedRate, Rate, RateLine, RateLineId, RecordId};
use vilkaar_wording::format;

use super::forms::{odd, wrong};
use super::rate_form::unusual_rate;
use crate::errors;
use crate::types::{ApiError, FieldProblem};

pub(crate) use deciding::decide;
pub(crate) use rows::notified_rates;
pub(crate) use typed::{check, decide_typed, form};

fn line_of<'p>(portfolio: &'p Portfolio, record: Option<&str>) -> Result<&'p RateLine, ApiError> {
    let id = record.and_then(|id| id.parse::<Uuid>().ok()).map(RateLineId);
    let found = portfolio.register().rate_lines.iter().find(|line| Some(line.id) == id);
    found.ok_or_else(|| errors::plain("record_unknown", "Takstlinjen findes ikke længere. Åbn sagen igen."))
}

/// The line that a notified rate succeeds: of the same service and paragraph, in force on the day before. The line it was
/// notified of may have been regulated, changed or corrected since; where none is in force, it is still that one.
fn succeeded<'p>(portfolio: &'p Portfolio, notified: &'p RateLine, from: NaiveDate) -> &'p RateLine {
    let on = add_days(from, -1);
    let is_meant = |line: &&RateLine| {
        line.placement == notified.placement
            && line.paragraph == notified.paragraph
            && line.service.word().to_lowercase() == notified.service.word().to_lowercase()
            && line.is_in_force(on)
            && !line.is_one_off()
    };
    if is_meant(&notified) {
        return notified;
    }
    portfolio.register().rate_lines.iter().find(is_meant).unwrap_or(notified)
}

/// The line that a kept notice is held against: what it would succeed as the records are now.
pub(crate) fn held_against<'p>(portfolio: &'p Portfolio, rate: &NotifiedRate) -> Option<&'p RateLine> {
    let line = portfolio.register().rate_lines.iter().find(|line| line.id == rate.line)?;
    Some(succeeded(portfolio, line, rate.from))
}

fn facts_of<'p>(portfolio: &'p Portfolio, line: &RateLine) -> Option<&'p CaseFacts> {
    portfolio.cases().iter().find(|facts| facts.priced.placement == line.placement)
}

/// What can't be notified of a line.
fn rules(
    portfolio: &Portfolio,
    line: &RateLine,
    rate: Option<Rate>,
    from: Option<NaiveDate>,
) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    if line.annulled || line.is_one_off() {
        found.push(wrong(
            "newRate",
            "Linjen er annulleret eller et engangsbeløb; den kan ikke varsles en ny takst.",
        ));
        return found;
    }
    if let Some(rate) = rate {
        if rate.is_negative() {
            found.push(wrong("newRate", "En varslet takst kan ikke være under 0 kr."));
        } else if rate == line.amount {
            found.push(odd("newRate", "Det er den takst, der gælder nu."));
        } else if rate.scaled() == 0 {
            found.push(odd("newRate", "Taksten er 0,00 kr. Se efter, om det er rigtigt."));
        }
        found.extend(unusual(portfolio, line, rate).map(|sentence| odd("newRate", sentence)));
    }
    if let Some(from) = from {
        if from <= line.from {
            let began = format::date(line.from);
            found.push(wrong(
                "from",
                format!("Taksten nu begyndte {began}. En ny kan først gælde dagen efter."),
            ));
        } else if let Some(to) = line.to.filter(|to| add_days(*to, 1) < from) {
            found.push(wrong("from", format!("Taksten slutter {}, før varslet gælder.", format::date(to))));
        } else if facts_of(portfolio, line)
            .and_then(|facts| facts.priced.stay.to())
            .is_some_and(|end| end < from)
        {
            found.push(wrong("from", "Opholdet er ophørt, før varslet gælder."));
        }
    }
    found
}

/// A rate outside what is usual a day (domain §2.1), in the line's unit.
fn unusual(portfolio: &Portfolio, line: &RateLine, rate: Rate) -> Option<String> {
    unusual_rate(&portfolio.register().settings, &RateLine { amount: rate, ..line.clone() })
}

/// Is the same notified already, of this line or of one that it has succeeded or put right?
fn is_known(portfolio: &Portfolio, line: &RateLine, rate: Rate, from: NaiveDate) -> bool {
    let register = portfolio.register();
    let is_of_line = |known: &NotifiedRate| {
        known.line == line.id
            || register
                .rate_lines
                .iter()
                .find(|other| other.id == known.line)
                .is_some_and(|other| succeeded(portfolio, other, from).id == line.id)
    };
    register
        .notified_rates
        .iter()
        .filter(|known| known.placement == line.placement && known.new_rate == rate && known.from == from)
        .any(is_of_line)
}

/// The record of a notified rate.
fn kept(
    portfolio: &Portfolio,
    line: &RateLine,
    new_rate: Rate,
    from: NaiveDate,
    notified_on: Option<NaiveDate>,
    source: Option<String>,
) -> EntityChange {
    EntityChange {
        before: None,
        after: Some(Entity::NotifiedRate(NotifiedRate {
            id: RecordId(crate::UuidIdentities.next()),
            placement: line.placement,
            line: line.id,
            new_rate,
            from,
            notified_on,
            source,
            decision: None,
            decided_on: None,
            reason: None,
        })),
        citizen: facts_of(portfolio, line).map(|facts| facts.priced.citizen),
        reason: None,
    }
}

/// The changes that accepting a notified rate comes to.
fn accepted(
    portfolio: &Portfolio,
    line: &RateLine,
    rate: Rate,
    from: NaiveDate,
    source: Option<String>,
) -> Vec<EntityChange> {
    let citizen = facts_of(portfolio, line).map(|facts| facts.priced.citizen);
    let change = |before: Option<RateLine>, after: RateLine| EntityChange {
        before: before.map(Entity::RateLine),
        after: Some(Entity::RateLine(after)),
        citizen,
        reason: None,
    };
    let new = successor(line, rate, from, source);
    let closed = line.closed_by(&new);
    let closing = (closed != *line).then(|| change(Some(line.clone()), closed));
    closing.into_iter().chain([change(None, new)]).collect()
}

/// The line that a notified rate becomes. A line that ends the day before is succeeded by an open one: its end was the
/// old rate's.
fn successor(line: &RateLine, rate: Rate, from: NaiveDate, source: Option<String>) -> RateLine {
    RateLine {
        id: RateLineId(crate::UuidIdentities.next()),
        amount: rate,
        from,
        to: line.to.filter(|to| *to >= from),
        cause: Cause::new("Varslet af leverandør"),
        corrects: None,
        source,
        ..line.clone()
    }
}

#[cfg(test)]
mod sheet_tests;
#[cfg(test)]
mod tests;
