//! *Trappetakst* in words: when a lower rate comes and what it saves (domain §4).
//!
//! Invariant: a rate that waits for a goal says so, and for whose confirmation.

use vilkaar_domain::Undertema;
use vilkaar_domain::step_rates::{ExpectedRate, GoalTrigger, StepTrigger};

use crate::format::{date, kr_whole, rate};

/// A goal's name inside a sentence about it: `Egen sundhed` of *Varetage egen sundhed*.
#[must_use]
pub fn goal_name(undertema: Option<Undertema>, key: &str) -> String {
    let Some(undertema) = undertema else { return key.to_owned() };
    let word = undertema.word();
    let bare = word.strip_prefix("Varetage ").unwrap_or(word);
    let mut letters = bare.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The goal of an expected rate, by name.
fn goal(expected: &ExpectedRate<'_>) -> String {
    expected.goal.map_or_else(|| "målet".to_owned(), |file| goal_name(file.goal.undertema, &file.goal.key))
}

/// From when, as a period of a rate line: `fra 01-01-2027`, `når Egen sundhed er opnået`.
#[must_use]
pub fn period(expected: &ExpectedRate<'_>) -> String {
    match expected.trigger {
        StepTrigger::Date(day) => format!("fra {}", date(day)),
        StepTrigger::Goal(GoalTrigger::Confirmed(day)) => {
            format!("{} opnået {}", goal(expected), date(day))
        }
        StepTrigger::Goal(GoalTrigger::Open | GoalTrigger::Unconfirmed) => {
            format!("når {} er opnået", goal(expected))
        }
        StepTrigger::Unclear => "tidspunkt ikke oplyst".to_owned(),
    }
}

/// The clause as a whole sentence.
#[must_use]
pub fn sentence(expected: &ExpectedRate<'_>) -> String {
    let falls = format!(
        "{} falder til {} kr. {}",
        expected.step.service.word(),
        rate(expected.step.new_rate),
        expected.replaces.unit.word()
    );
    let worth = format!("{} mindre om året", kr_whole(expected.yearly_saving));
    match expected.trigger {
        StepTrigger::Date(day) => format!("{falls} fra {}: {worth}.", date(day)),
        StepTrigger::Goal(GoalTrigger::Confirmed(day)) => {
            format!("{falls}, fordi {} blev opnået {}: {worth}.", goal(expected), date(day))
        }
        StepTrigger::Goal(GoalTrigger::Open) => {
            format!("{falls}, når {} er opnået: {worth}.", goal(expected))
        }
        StepTrigger::Goal(GoalTrigger::Unconfirmed) => {
            format!("{falls}, når sagsbehandleren har bekræftet, at {} er opnået: {worth}.", goal(expected))
        }
        StepTrigger::Unclear => format!("{falls}; hverken dato eller mål er oplyst. Det er {worth}."),
    }
}

/// What confirming the goal brings, for the one who is asked to: `Så er taksten 2.050,00: 151.939 kr.
/// mindre om året.`
#[must_use]
pub fn when_confirmed(expected: &ExpectedRate<'_>) -> String {
    format!(
        "Så er taksten {}: {} mindre om året.",
        rate(expected.step.new_rate),
        kr_whole(expected.yearly_saving)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_named_by_what_it_is_about() {
        assert_eq!(goal_name(Some(Undertema::OwnHealth), "M1"), "Egen sundhed");
        assert_eq!(goal_name(Some(Undertema::Cleaning), "M2"), "Gøre rent");
        assert_eq!(goal_name(None, "S2022-1008-M1"), "S2022-1008-M1");
    }
}
