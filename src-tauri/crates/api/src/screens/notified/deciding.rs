//! Accepting, taking up or rejecting notified rates.
//!
//! Invariant: all that was chosen is decided, or none; and only over what the one who decides saw.

use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::{Entity, NotifiedDecision, NotifiedRate, RateLine, RateLineId};
use vilkaar_wording::format;

use super::{accepted, facts_of, line_of, rules, succeeded, successor};
use crate::errors;
use crate::program::saving::{Decided, Decision};
use crate::screens::effect::{limit_remarks, line_name};
use crate::screens::forms::fields as typed;
use crate::screens::forms::wrong;
use crate::types::{ApiError, DecideNotified, FieldProblem, NotifiedChoice, Tone};

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
    for (at, id) in request.ids.iter().enumerate() {
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
        if request.seen.get(at).is_none_or(|shown| *shown != seen(rate)) {
            problems.push(refuse(changed_words(rate)));
            continue;
        }
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
    let above = limit_remarks(portfolio, &changes);
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

/// How a notified rate stood when it was shown: its rate and day, and what was decided.
pub(super) fn seen(rate: &NotifiedRate) -> String {
    let decided = rate.decision.map(NotifiedDecision::word).unwrap_or_default();
    let day = rate.decided_on.map(|day| day.to_string()).unwrap_or_default();
    format!("{}@{}={decided}@{day}", rate.new_rate, rate.from)
}

/// That somebody else was faster.
fn changed_words(rate: &NotifiedRate) -> String {
    match (rate.decision, rate.decided_on) {
        (Some(decision), Some(day)) => {
            format!("taksten er {decision} {} i mellemtiden. Se listen igen, og afgør så.", format::date(day))
        }
        _ => "varslet er ændret, siden listen blev vist. Se listen igen, og afgør så.".to_owned(),
    }
}
