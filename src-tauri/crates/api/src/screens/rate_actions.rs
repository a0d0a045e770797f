//! What can be done about a rate line, and what a *trappetakst* proposes (domain §4).
//!
//! Invariant: the program proposes and never changes a rate alone; a goal counts only once a sagsbehandler has
//! confirmed it, and what has been done is not proposed again.

use chrono::{Datelike, NaiveDate};
use vilkaar_application::permission::UseCase;
use vilkaar_domain::calendar::{add_days, month_end};
use vilkaar_domain::step_rates::{ExpectedRate, GoalTrigger, StepTrigger};
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

/// The form that makes a step the agreed rate, filled in.
pub(crate) fn step(expected: &ExpectedRate<'_>, today: NaiveDate) -> RecordAction {
    let value = |name: &str, value: String| FieldValue { name: name.to_owned(), value };
    let mut proposed =
        vec![value("amount", format::rate(expected.step.new_rate)), value("cause", "Trappetakst".to_owned())];
    if let Some(day) = first_day(expected, today) {
        proposed.insert(0, value("from", format::date(day)));
    }
    RecordAction {
        proposed,
        ..action(FormAction::ChangeRate, expected.replaces, "Gennemfør trappetaksten …")
    }
}

/// From when a step is proposed: the day of the clause, or the first of the month after its goal was confirmed. Never
/// a day that the rate it replaces hasn't begun before.
fn first_day(expected: &ExpectedRate<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let day = match expected.trigger {
        StepTrigger::Date(day) => day,
        StepTrigger::Goal(GoalTrigger::Confirmed(day)) => add_days(month_end(day.max(today)), 1),
        StepTrigger::Goal(GoalTrigger::Open | GoalTrigger::Unconfirmed) | StepTrigger::Unclear => {
            return None;
        }
    };
    Some(day.max(add_days(expected.replaces.from, 1)))
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
        .filter(|expected| !is_planned(file, expected, today))
        .map(|expected| {
            let rate = format!(
                "{} {} kr. {}",
                expected.step.service.word(),
                format::rate(expected.step.new_rate),
                expected.replaces.unit
            );
            let from = first_day(expected, today).map(format::date).unwrap_or_default();
            let goal = expected.goal.map(|file| step_rates::goal_name(file.goal.undertema, &file.goal.key));
            let because = match (expected.trigger, goal) {
                (StepTrigger::Goal(GoalTrigger::Confirmed(day)), Some(goal)) => {
                    format!("målet {goal} blev opnået {} og er bekræftet", format::date(day))
                }
                (StepTrigger::Date(day), _) if day.year() == today.year() => {
                    format!("aftalens dag var {}", format::date(day))
                }
                _ => "aftalens dag er kommet".to_owned(),
            };
            RateProposal {
                sentence: format!("Trappetaksten {rate} kan træde i kraft {from}: {because}."),
                saving: format!("Sparer {} om året", format::kr_whole(expected.yearly_saving)),
                action: step(expected, today),
            }
        })
        .collect()
}

/// Is a rate as low agreed from a day ahead already?
fn is_planned(file: &CaseFile<'_>, expected: &ExpectedRate<'_>, today: NaiveDate) -> bool {
    file.rate_lines.iter().any(|line| {
        !line.annulled
            && line.service == expected.step.service
            && line.from > today
            && line.amount <= expected.step.new_rate
    })
}

#[cfg(test)]
mod tests;
