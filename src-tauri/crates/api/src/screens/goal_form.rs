//! Goals by hand: *indsatsmål*, *delmål*, a follow-up typed wrong, the hours delivered in a month (domain §4).
//!
//! Invariant: a level is 0 to 4 and agrees with the måltype; what was measured is put right only with a reason.

use vilkaar_application::permission::UseCase;
use vilkaar_domain::{FollowUp, Goal, SubGoal};

use crate::types::{FormAction, RecordAction};

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

/// The form that puts a follow-up right.
pub(crate) fn correct(follow_up: &FollowUp) -> RecordAction {
    action(FormAction::EditFollowUp, &follow_up.id, "Ret")
}

/// The form of a delmål.
pub(crate) fn edit_sub_goal(step: &SubGoal) -> RecordAction {
    action(FormAction::EditSubGoal, &step.id, "Ret delmål")
}
