//! What can be done about a rate line, and what a *trappetakst* proposes (domain §4).
//!
//! Invariant: the program proposes and never changes a rate alone; a goal counts only once a sagsbehandler has
//! confirmed it, and what has been done is not proposed again. A proposal's day is the clause's (its date, or the day
//! its goal was confirmed as opnået), today as in a year.

use chrono::NaiveDate;
use vilkaar_application::permission::UseCase;
use vilkaar_domain::calendar::add_days;
use vilkaar_domain::step_rates::{ExpectedRate, GoalTrigger, STEP_CAUSE, StepTrigger};
use vilkaar_domain::{CaseFile, RateLine, Settings};
use vilkaar_wording::{format, step_rates};

use crate::types::{FieldValue, FormAction, RateLineState, RateProposal, RecordAction};

fn action(action: FormAction, line: &RateLine, label: &str) -> RecordAction {
    RecordAction {
        action,
        record: Some(line.id.to_string()),
        proposed: Vec::new(),
        label: label.to_owned(),
        use_case: UseCase::EditRates.code().to_owned(),
    }
}

/// The forms that are open to a line as it stands: what is over can only be put right, what is annulled is history.
pub(crate) fn of_line(line: &RateLine, state: RateLineState) -> Vec<RecordAction> {
    let correct = || action(FormAction::CorrectRate, line, "Ret fejl");
    let details = || action(FormAction::EditRateDetails, line, "Ret oplysninger");
    match state {
        RateLineState::InForce | RateLineState::Coming if !line.is_one_off() => vec![
            action(FormAction::ChangeRate, line, "Ny takst fra …"),
            action(FormAction::EndRate, line, "Afslut"),
            correct(),
            details(),
        ],
        RateLineState::InForce | RateLineState::Coming | RateLineState::Ended => vec![correct(), details()],
        RateLineState::Expected | RateLineState::Annulled => Vec::new(),
    }
}

/// What stands beside a line: what corrected it or what it corrects, its package, source and review.
pub(crate) fn remark(file: &CaseFile<'_>, line: &RateLine) -> Option<String> {
    let mut parts = Vec::new();
    if line.annulled {
        let right = file.rate_lines.iter().rev().find(|other| other.corrects == Some(line.id));
        parts.push(right.map_or_else(
            || "Annulleret".to_owned(),
            |right| format!("Rettet: afløst af {} kr. {}", format::rate(right.amount), right.unit),
        ));
    }
    if let Some(wrong) =
        line.corrects.and_then(|id| file.rate_lines.iter().copied().find(|other| other.id == id))
    {
        parts.push(format!("Afløser {} kr. {}, som var en fejl", format::rate(wrong.amount), wrong.unit));
    }
    parts.extend(line.package_code.clone());
    parts.extend(line.source.as_ref().map(|source| format!("Kilde: {source}")));
    if !line.annulled {
        parts.extend(line.review_on.map(|day| format!("Revurderes {}", format::date(day))));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The form that makes a step the agreed rate, filled in. A rate that began on the step's day or later (P/L has raised the
/// old one since) was wrong from its start, so it is corrected; any other is changed from the day.
pub(crate) fn step(expected: &ExpectedRate<'_>) -> RecordAction {
    let value = |name: &str, value: String| FieldValue { name: name.to_owned(), value };
    let mut proposed =
        vec![value("amount", format::rate(expected.step.new_rate)), value("cause", STEP_CAUSE.to_owned())];
    let day = expected.due;
    proposed.extend(day.map(|day| value("from", format::date(day.max(expected.replaces.from)))));
    let is_late = day.is_some_and(|day| day <= expected.replaces.from);
    let form = if is_late { FormAction::CorrectRate } else { FormAction::ChangeRate };
    RecordAction { proposed, ..action(form, expected.replaces, "Gennemfør trappetaksten …") }
}

/// The steps whose day has come or whose goal is confirmed as opnået.
pub(crate) fn proposals(file: &CaseFile<'_>, settings: &Settings, today: NaiveDate) -> Vec<RateProposal> {
    file.expected_rates(settings, today)
        .iter()
        .filter(|expected| match expected.trigger {
            StepTrigger::Date(day) => day <= today,
            StepTrigger::Goal(GoalTrigger::Confirmed(_)) => true,
            StepTrigger::Goal(GoalTrigger::Open | GoalTrigger::Unconfirmed) | StepTrigger::Unclear => false,
        })
        .map(|expected| {
            let rate = format!(
                "{} {} kr. {}",
                expected.step.service.word(),
                format::rate(expected.step.new_rate),
                expected.replaces.unit
            );
            let from = expected.due.unwrap_or(today).max(expected.replaces.from);
            let goal = expected.goal.map(|file| step_rates::goal_name(file.goal.undertema, &file.goal.key));
            let mut because = match (expected.trigger, goal, expected.due) {
                (StepTrigger::Goal(GoalTrigger::Confirmed(day)), Some(goal), _) => {
                    format!("målet {goal} blev opnået {} og er bekræftet", format::date(day))
                }
                (_, _, Some(day)) => format!("aftalens dag var {}", format::date(day)),
                _ => "aftalens dag er kommet".to_owned(),
            };
            let day_before = add_days(expected.replaces.from, -1);
            let is_low_before = file.rate_lines.iter().any(|line| {
                line.service == expected.step.service
                    && line.is_in_force(day_before)
                    && line.amount <= expected.step.new_rate
            });
            if expected.due.is_some_and(|due| due < expected.replaces.from) {
                let since = format::date(expected.replaces.from);
                because.push_str(&if is_low_before {
                    format!(". Taksten fra {since} er den gamle takst reguleret og skal også sættes ned")
                } else {
                    format!(". Taksten er reguleret {since}; dagene før afregnes med leverandøren for sig")
                });
            }
            let next = expected.replaces.to.and_then(|to| {
                let begins = |line: &&&RateLine| {
                    line.service == expected.step.service
                        && !line.annulled
                        && line.from > to
                        && line.amount > expected.step.new_rate
                };
                file.rate_lines.iter().filter(begins).min_by_key(|line| line.from)
            });
            if let Some(next) = next {
                because.push_str(&format!(
                    ". Taksten, der er planlagt fra {}, foreslås sat ned bagefter",
                    format::date(next.from)
                ));
            }
            RateProposal {
                sentence: format!(
                    "Trappetaksten {rate} kan træde i kraft {}: {because}.",
                    format::date(from)
                ),
                saving: format!("Sparer {} om året", format::kr_whole(expected.yearly_saving)),
                action: step(expected),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
