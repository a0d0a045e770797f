//! Goals by hand: *indsatsmål*, *delmål*, a follow-up typed wrong, the hours delivered in a month (domain §4).
//!
//! Invariant: a level is 0 to 4 and agrees with the måltype; what was measured is put right only with a reason.

mod follow_up;
mod goal;
mod hours;
mod sub_goal;
#[cfg(test)]
mod tests;

use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_domain::{FollowUp, Goal, Level, SubGoal};

use super::forms::Said;
use super::forms::sheet::AnySheet;
use crate::errors;
use crate::program::case;
use crate::types::{ApiError, FormAction, RecordAction};

pub(crate) use hours::{change, hours_in_month, month_of, of_month};

/// The form of an action on a case.
///
/// # Errors
/// `case_unknown`, `record_unknown`, `action_unknown`.
pub(crate) fn sheet<'p>(
    portfolio: &'p Portfolio,
    action: FormAction,
    number: Option<&str>,
    record: Option<&str>,
) -> Result<Box<dyn AnySheet + 'p>, ApiError> {
    let facts = case(portfolio, number.unwrap_or_default())?;
    let file = portfolio.file(facts);
    let is = |id: &dyn ToString| record.is_some_and(|record| record == id.to_string());
    let goal = || {
        let found = file.goals.iter().find(|goal| is(&goal.goal.id));
        found.cloned().ok_or_else(errors::record_unknown)
    };
    let sheet: Box<dyn AnySheet + 'p> = match action {
        FormAction::NewGoal => Box::new(goal::GoalForm { portfolio, goal: None, file }),
        FormAction::EditGoal => {
            let goal = Some(goal()?);
            Box::new(goal::GoalForm { portfolio, goal, file })
        }
        FormAction::NewSubGoal => {
            Box::new(sub_goal::SubGoalForm { portfolio, goal: goal()?, step: None, file })
        }
        FormAction::EditSubGoal => {
            let found = file.goals.iter().find_map(|goal| {
                let step = goal.sub_goals.iter().copied().find(|step| is(&step.id))?;
                Some((goal.clone(), step))
            });
            let (goal, step) = found.ok_or_else(errors::record_unknown)?;
            Box::new(sub_goal::SubGoalForm { portfolio, goal, step: Some(step), file })
        }
        FormAction::EditFollowUp => {
            let found = file.goals.iter().find_map(|goal| {
                let entry = goal.follow_ups.iter().copied().find(|entry| is(&entry.id))?;
                Some((goal.clone(), entry))
            });
            let (goal, entry) = found.ok_or_else(errors::record_unknown)?;
            Box::new(follow_up::FollowUpForm { portfolio, goal, entry, file })
        }
        FormAction::EditDeliveredHours => {
            let month = match record {
                None => None,
                Some(text) => Some(hours::month_of(text).ok_or_else(errors::record_unknown)?),
            };
            Box::new(hours::HoursForm { portfolio, facts, month, file })
        }
        _ => return Err(errors::action_unknown()),
    };
    Ok(sheet)
}

/// What the log says the change was made in, and what it calls it.
pub(crate) const fn names(action: FormAction) -> (&'static str, &'static str) {
    match action {
        FormAction::NewGoal => ("Nyt mål", "goal"),
        FormAction::EditGoal => ("Ret mål", "goal"),
        FormAction::NewSubGoal => ("Nyt delmål", "goal"),
        FormAction::EditSubGoal => ("Ret delmål", "goal"),
        FormAction::EditFollowUp => ("Ret opfølgning", "follow_up"),
        _ => ("Leverede timer", "hours"),
    }
}

/// A level as it is shown and chosen: `2 Moderat`.
pub(crate) fn level_word(level: Level) -> String {
    format!("{} {}", level.number(), level.word())
}

/// The levels to choose from.
pub(crate) fn levels() -> Vec<String> {
    (0..=4).filter_map(Level::new).map(level_word).collect()
}

/// A level as typed or chosen: its number, with or without its word; blank = not assessed.
///
/// # Errors
/// What else it is: there are five levels only.
pub(crate) fn level(typed: &str) -> Result<Option<Level>, Said> {
    let number = typed.split_whitespace().next().unwrap_or_default();
    if number.is_empty() {
        return Ok(None);
    }
    number.parse().ok().and_then(Level::new).map(Some).ok_or_else(|| {
        "Niveauet går fra 0 (ingen) til 4 (fuldstændig nedsat funktionsevne). Vælg et af dem.".into()
    })
}

/// A form that is open to a record.
fn action(action: FormAction, record: &impl ToString, label: &str) -> RecordAction {
    RecordAction {
        action,
        record: Some(record.to_string()),
        proposed: Vec::new(),
        label: label.to_owned(),
        use_case: UseCase::EditGoals.code().to_owned(),
    }
}

/// The forms that are open to a goal.
pub(crate) fn actions(goal: &Goal) -> Vec<RecordAction> {
    vec![
        action(FormAction::EditGoal, &goal.id, "Ret mål"),
        action(FormAction::NewSubGoal, &goal.id, "Nyt delmål"),
    ]
}

/// The forms of goals that are open to a case as a whole.
pub(crate) fn case_actions() -> Vec<RecordAction> {
    [(FormAction::NewGoal, "Nyt mål"), (FormAction::EditDeliveredHours, "Leverede timer")]
        .into_iter()
        .map(|(kind, label)| RecordAction { record: None, ..action(kind, &"", label) })
        .collect()
}

/// The form that puts a follow-up right.
pub(crate) fn correct(follow_up: &FollowUp) -> RecordAction {
    action(FormAction::EditFollowUp, &follow_up.id, "Ret")
}

/// The form of a delmål.
pub(crate) fn edit_sub_goal(step: &SubGoal) -> RecordAction {
    action(FormAction::EditSubGoal, &step.id, "Ret delmål")
}
