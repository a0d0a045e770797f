//! *Varslede takster*: rates that a provider has notified, typed or from a sheet, held against P/L and decided on
//! (domain §2.4).
//!
//! Invariant: a notified rate changes nothing until it is accepted; then the line is changed from its day as by hand,
//! and never overwritten.

pub(crate) mod file;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::calendar::add_days;
use vilkaar_domain::cost::increase::{index_percent, percent_increase};
use vilkaar_domain::cost::{IncreaseAboveIndex, PriceTable, PricedLine, increase_above_index};
use vilkaar_domain::{
    Cause, Entity, Money, NotifiedDecision, NotifiedRate, Rate, RateLine, RateLineId, RecordId,
};
use vilkaar_wording::format;

use super::effect::{effect, line_name};
use super::forms::fields::{self as typed, day_field, text_field};
use super::forms::{self, Field, Frame, odd, wrong};
use super::placement::standing::price_table;
use super::placement::unit_words;
use crate::errors;
use crate::program::saving::{Decided, Decision};
use crate::types::{
    ApiError, DecideNotified, FieldKind, FieldProblem, FieldValue, Form, FormCheck, FormRequest,
    NotifiedChoice, NotifiedRateRow, NotifiedRates, ReasonNeed, Status, Tone,
};

/// A notified rate as it is typed.
#[derive(Clone, Debug, Default)]
struct Draft {
    rate: Option<Rate>,
    from: Option<NaiveDate>,
    notified_on: Option<NaiveDate>,
    source: Option<String>,
}

fn fields() -> Vec<Field<Draft>> {
    vec![
        Field {
            name: "newRate",
            label: "Varslet takst",
            group: "Varsel",
            kind: FieldKind::Number,
            unit: Some("kr."),
            help: Some("I samme enhed som den takst, der gælder nu."),
            is_required: true,
            shown_when: None,
            get: |draft| typed::show_rate(draft.rate),
            set: |draft, text| {
                draft.rate = typed::rate(text)?;
                Ok(())
            },
        },
        day_field!(Draft, "from", "Gælder fra", "Varsel", from).required(),
        day_field!(Draft, "notifiedOn", "Varslet den", "Varsel", notified_on),
        text_field!(Draft, Text, "source", "Kilde", "Varsel", source)
            .help("Brevet, mailen eller takstbladet."),
    ]
}

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

fn facts_of<'p>(portfolio: &'p Portfolio, line: &RateLine) -> Option<&'p CaseFacts> {
    portfolio.cases().iter().find(|facts| facts.priced.placement == line.placement)
}

/// The form of a notified rate for a line.
///
/// # Errors
/// `record_unknown`.
pub(crate) fn form(
    portfolio: &Portfolio,
    request: &FormRequest,
    operation: String,
) -> Result<Form, ApiError> {
    let line = line_of(portfolio, request.record.as_deref())?;
    let case = facts_of(portfolio, line).map_or_else(String::new, |facts| facts.priced.case.to_string());
    let frame = Frame {
        title: format!("Varslet takst på {case}"),
        introduction: Some(format!(
            "Nu: {} fra {}. Varslet ændrer intet, før I har accepteret det.",
            line_name(line),
            format::date(line.from)
        )),
        submit: "Gem varslet",
        reason: ReasonNeed::None,
    };
    let mut form = forms::form(&fields(), &Draft::default(), frame, operation, |_| Vec::new());
    forms::propose(&mut form, &request.proposed);
    Ok(form)
}

/// What is wrong while it is typed, and what accepting it would do.
///
/// # Errors
/// `record_unknown`.
pub(crate) fn check(
    portfolio: &Portfolio,
    record: Option<&str>,
    values: &[FieldValue],
) -> Result<FormCheck, ApiError> {
    let line = line_of(portfolio, record)?;
    let mut draft = Draft::default();
    let mut problems = forms::read(&fields(), &mut draft, values);
    problems.extend(rules(portfolio, line, draft.rate, draft.from));
    let effect = match (draft.rate, draft.from) {
        (Some(rate), Some(from)) if problems.iter().all(|problem| !problem.is_error) => {
            effect(portfolio, &accepted(portfolio, line, rate, from, None)).map(|mut effect| {
                effect.title = "Hvis I accepterer".to_owned();
                effect
            })
        }
        _ => None,
    };
    Ok(FormCheck { problems, effect })
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
        }
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

/// Decides on saving a typed one.
///
/// # Errors
/// `record_unknown`.
pub(crate) fn decide_typed(
    portfolio: &Portfolio,
    record: Option<&str>,
    values: &[FieldValue],
) -> Result<Decision, ApiError> {
    let line = line_of(portfolio, record)?;
    let mut draft = Draft::default();
    let mut problems = forms::read(&fields(), &mut draft, values);
    problems.extend(rules(portfolio, line, draft.rate, draft.from));
    let (Some(new_rate), Some(from), true) =
        (draft.rate, draft.from, problems.iter().all(|problem| !problem.is_error))
    else {
        return Ok(Decision::Refuse(problems));
    };
    if is_known(portfolio, line.id, new_rate, from) {
        return Ok(Decision::Refuse(vec![wrong("newRate", "Det varsel står allerede på listen.")]));
    }
    let change = kept(portfolio, line, new_rate, from, draft.notified_on, draft.source);
    Ok(Decision::Save(Decided {
        changes: vec![change],
        message: "Varslet er gemt og venter på jeres afgørelse.".to_owned(),
        case: None,
    }))
}

/// Is the same notified already?
pub(super) fn is_known(portfolio: &Portfolio, line: RateLineId, rate: Rate, from: NaiveDate) -> bool {
    portfolio
        .register()
        .notified_rates
        .iter()
        .any(|known| known.line == line && known.new_rate == rate && known.from == from)
}

/// The record of a notified rate.
pub(super) fn kept(
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

/// What the domain's rule proposes: what stays within P/L is accepted, what is above it, or can't be held against it,
/// is taken up with the provider.
fn proposal(
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
            let line = register.rate_lines.iter().find(|line| line.id == rate.line)?;
            let line = succeeded(portfolio, line, rate.from);
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
    let above = line
        .service
        .is_indexed()
        .then(|| increase_above_index((line.amount, line.from), (rate.new_rate, rate.from), table).ok())
        .flatten();
    let index = above.and_then(|_| index_percent(line.from, rate.from, table).ok());
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
        (line.service.is_indexed() && above.is_none())
            .then(|| "P/L mangler for et af årene, så varslet kan ikke holdes op mod P/L".to_owned()),
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
        percent: percent_increase(line.amount, rate.new_rate)
            .map_or_else(|| "–".to_owned(), |percent: Decimal| format::signed_percent(percent, 1)),
        price_index: index.map(|percent| format::percent(percent, 1)),
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
    }
}

/// Decides notified rates, all of them or none.
///
/// # Errors
/// `record_unknown`.
pub(crate) fn decide(portfolio: &Portfolio, request: &DecideNotified) -> Result<Decision, ApiError> {
    let register = portfolio.register();
    let reason = typed::text(&request.reason);
    if request.choice == NotifiedChoice::Reject && reason.is_none() {
        return Ok(Decision::Refuse(vec![wrong(
            "reason",
            "Skriv, hvorfor taksten afvises; leverandøren vil spørge.",
        )]));
    }
    let decision = match request.choice {
        NotifiedChoice::Accept => NotifiedDecision::Accept,
        NotifiedChoice::Negotiate => NotifiedDecision::Negotiate,
        NotifiedChoice::Reject => NotifiedDecision::Reject,
    };
    let (mut changes, mut problems): (Vec<EntityChange>, Vec<FieldProblem>) = (Vec::new(), Vec::new());
    let mut lines: Vec<RateLineId> = Vec::new();
    for id in &request.ids {
        let found = register.notified_rates.iter().find(|rate| rate.id.to_string() == *id);
        let rate = found.ok_or_else(|| {
            errors::plain(
                "record_unknown",
                "Et af varslerne findes ikke længere. Åbn listen igen; intet er gemt.",
            )
        })?;
        let line = succeeded(portfolio, line_of(portfolio, Some(&rate.line.to_string()))?, rate.from);
        let case = facts_of(portfolio, line).map_or_else(String::new, |facts| facts.priced.case.to_string());
        let refuse = |sentence: String| wrong(id, format!("{case}: {sentence}"));
        if rate.decision == Some(NotifiedDecision::Accept) {
            problems.push(refuse(
                "taksten er allerede accepteret. Ret den på sagen, hvis den skal være en anden.".to_owned(),
            ));
            continue;
        }
        if decision == NotifiedDecision::Accept {
            if lines.contains(&line.id) {
                problems.push(refuse(
                    "to varsler gælder samme linje. Acceptér det ene først, så det andet.".to_owned(),
                ));
                continue;
            }
            lines.push(line.id);
            if let Some(problem) = cannot_accept(portfolio, line, rate) {
                problems.push(refuse(problem));
                continue;
            }
            changes.extend(accepted(portfolio, line, rate.new_rate, rate.from, rate.source.clone()));
        }
        let after = NotifiedRate {
            decision: Some(decision),
            decided_on: Some(portfolio.today()),
            reason: reason.clone(),
            ..rate.clone()
        };
        changes.push(EntityChange {
            before: Some(Entity::NotifiedRate(rate.clone())),
            after: Some(Entity::NotifiedRate(after)),
            citizen: facts_of(portfolio, line).map(|facts| facts.priced.citizen),
            reason: None,
        });
    }
    if !problems.is_empty() {
        return Ok(Decision::Refuse(problems));
    }
    let count = format::counted(request.ids.len(), "varslet takst er", "varslede takster er");
    let above = super::effect::limit_remarks(portfolio, &changes);
    let above: Vec<String> =
        above.into_iter().filter(|remark| remark.tone == Tone::Bad).map(|remark| remark.text).collect();
    let message = std::iter::once(format!("{count} {decision}.")).chain(above).collect::<Vec<_>>().join(" ");
    Ok(Decision::Save(Decided { changes, message, case: None }))
}

/// Why a notified rate can't become the line's successor.
fn cannot_accept(portfolio: &Portfolio, line: &RateLine, rate: &NotifiedRate) -> Option<String> {
    let wrong = rules(portfolio, line, Some(rate.new_rate), Some(rate.from));
    if let Some(problem) = wrong.into_iter().find(|problem| problem.is_error) {
        return Some(problem.sentence);
    }
    let new = successor(line, rate.new_rate, rate.from, None);
    let lines = portfolio.register().rate_lines.iter();
    let other = lines.filter(|other| other.id != line.id).find(|other| new.overlap(other).is_some())?;
    Some(format!(
        "fra {} gælder allerede {}. Ret den linje, eller afvis varslet.",
        format::date(other.from),
        line_name(other)
    ))
}

#[cfg(test)]
mod tests;
