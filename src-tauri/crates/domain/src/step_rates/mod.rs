//! The *trappetakster* of a case: from which day or on which goal a lower rate is expected, which agreed
//! line it would replace and what it would save (domain §4).
//!
//! Invariant: an expected rate never enters a certain figure; a goal counts only when a sagsbehandler
//! has confirmed it, and a step only lowers. Agenda, tables and forecast all ask [`CaseFile::still_lowers`], and
//! the rule is in [`standing`].

use chrono::NaiveDate;

use crate::calendar::add_days;
use crate::cost::PricedLine;
use crate::progress::Outcome;
use crate::{CaseFile, GoalFile, Money, RateLine, Settings, StepRate};

/// *Årsag* of a line that a step's proposal opens.
pub const STEP_CAUSE: &str = "Trappetakst";

/// When a step comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepTrigger {
    /// On a date of the clause; it may have passed without the rate having been lowered.
    Date(NaiveDate),
    /// When a goal is opnået: its state today.
    Goal(GoalTrigger),
    /// The clause names neither a date nor a goal of the case.
    Unclear,
}

/// Where the goal of a step stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GoalTrigger {
    /// Not opnået.
    Open,
    /// Opnået by a measurement that isn't the sagsbehandler's: to be confirmed.
    Unconfirmed,
    /// Confirmed by the sagsbehandler on the day.
    Confirmed(NaiveDate),
}

/// A rate that is expected.
#[derive(Clone, Debug)]
pub struct ExpectedRate<'a> {
    /// The clause.
    pub step: &'a StepRate,
    /// When it comes.
    pub trigger: StepTrigger,
    /// The goal, where it depends on one.
    pub goal: Option<&'a GoalFile<'a>>,
    /// The agreed line it would replace.
    pub replaces: &'a RateLine,
    /// The day that the clause gives: its date, or the day its goal was confirmed; it stays however much later it
    /// is carried out. None while it waits for a goal.
    pub due: Option<NaiveDate>,
    /// From which day it is expected; none while it waits for a goal.
    pub from: Option<NaiveDate>,
    /// What it saves a year (*helårsvirkning*).
    pub yearly_saving: Money,
}

impl CaseFile<'_> {
    /// The rates that are expected, those with a day first by day, then those that wait for a goal; none of a
    /// cancelled stay, which has no rate to lower.
    #[must_use]
    pub fn expected_rates(&self, settings: &Settings, today: NaiveDate) -> Vec<ExpectedRate<'_>> {
        if self.placement.is_cancelled() {
            return Vec::new();
        }
        let mut found: Vec<ExpectedRate<'_>> =
            self.step_rates.iter().filter_map(|step| self.expected_rate(step, settings, today)).collect();
        found.sort_by_key(|expected| {
            (expected.from.is_none(), expected.from, std::cmp::Reverse(expected.step.new_rate))
        });
        found
    }

    fn expected_rate<'a>(
        &'a self,
        step: &'a StepRate,
        settings: &Settings,
        today: NaiveDate,
    ) -> Option<ExpectedRate<'a>> {
        let goal = step.when_goal.and_then(|id| self.goals.iter().find(|file| file.goal.id == id));
        let trigger = match (step.from, goal.map(|goal| goal_trigger(goal, today))) {
            (Some(day), Some(GoalTrigger::Confirmed(reached))) if reached < day => {
                StepTrigger::Goal(GoalTrigger::Confirmed(reached))
            }
            (Some(day), _) => StepTrigger::Date(day),
            (None, Some(goal)) => StepTrigger::Goal(goal),
            (None, None) => StepTrigger::Unclear,
        };
        let due = step_day(self, step, today);
        // What is past was paid at the old rate: an overdue step is expected from tomorrow.
        let from = due.map(|day| day.max(add_days(today, 1)).max(self.placement.moved_in));
        let is_in_stay = |day: NaiveDate| self.placement.ended_on.is_none_or(|end| day <= end);
        if from.is_some_and(|day| !is_in_stay(day)) {
            return None;
        }
        let replaces = self
            .lines_ahead(step, due, from.unwrap_or_else(|| self.placement.moved_in.max(today)))
            .into_iter()
            .find(|line| is_in_stay(line.from) && self.still_lowers(step, due, line, today))?;
        let priced = |line: &RateLine| {
            PricedLine::new(line, self.placement.stay(), self.day_offer_steps(settings))
                .map_or(Money::ZERO, |priced| priced.annualised())
        };
        let stepped = RateLine { amount: step.new_rate, ..replaces.clone() };
        Some(ExpectedRate {
            step,
            trigger,
            goal,
            replaces,
            due,
            from: from.map(|day| day.max(replaces.from)),
            yearly_saving: priced(replaces) - priced(&stepped),
        })
    }

    /// The lines that a step may lower from a day on: the one in force, then those planned after it. Where none is in
    /// force (the next rate isn't typed yet), the last one that ran on the clause's day or later.
    fn lines_ahead(&self, step: &StepRate, due: Option<NaiveDate>, on: NaiveDate) -> Vec<&RateLine> {
        let lines = self.lines_of(step);
        let last = |is_wanted: &dyn Fn(&RateLine) -> bool| {
            lines.iter().copied().filter(|line| is_wanted(line)).max_by_key(|line| (line.from, line.id))
        };
        let ran_since =
            |line: &RateLine| line.from <= on && due.is_some_and(|due| line.to.is_none_or(|to| to >= due));
        last(&|line| line.is_in_force(on))
            .or_else(|| last(&ran_since))
            .into_iter()
            .chain(lines.iter().copied().filter(|line| line.from > on))
            .collect()
    }

    /// Goals that are opnået by others' measurements only: the sagsbehandler is to confirm them.
    #[must_use]
    pub fn goals_to_confirm(&self, today: NaiveDate) -> Vec<&GoalFile<'_>> {
        self.goals.iter().filter(|goal| goal_trigger(goal, today) == GoalTrigger::Unconfirmed).collect()
    }
}

/// The day of a step: its date, or the day its goal was confirmed as opnået by a sagsbehandler, whichever
/// comes first.
pub(crate) fn step_day(file: &CaseFile<'_>, step: &StepRate, today: NaiveDate) -> Option<NaiveDate> {
    let by_goal = step
        .when_goal
        .and_then(|id| file.goals.iter().find(|goal| goal.goal.id == id))
        .and_then(|goal| goal.reached_and_confirmed_on(today));
    match (step.from, by_goal) {
        (Some(date), Some(reached)) => Some(date.min(reached)),
        (date, reached) => date.or(reached),
    }
}

fn goal_trigger(goal: &GoalFile<'_>, today: NaiveDate) -> GoalTrigger {
    match (goal.outcome(today), goal.reached_and_confirmed_on(today)) {
        (Outcome::Reached, Some(day)) => GoalTrigger::Confirmed(day),
        (Outcome::Reached, None) => GoalTrigger::Unconfirmed,
        _ => GoalTrigger::Open,
    }
}

mod standing;
#[cfg(test)]
mod standing_tests;
#[cfg(test)]
mod tests;
