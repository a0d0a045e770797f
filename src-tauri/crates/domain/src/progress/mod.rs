//! Progression of goals: outcome, behind or not, when the next follow-up is due (domain §4).
//!
//! It is a local scale, labelled so where it is shown; FFB has no official one. Invariant: only what
//! was known on the day counts, so looking back gives what one would have seen then.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::calendar::add_months;
use crate::notice::contract_in_force;
use crate::{
    CaseFile, Contract, FollowUp, FollowUpResult, Goal, GoalFile, GoalType, LegalBasis, Level, Placement,
    PlacementStatus, Settings, Source,
};

/// How far a goal has come, by domain §4's table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// *Opnået*.
    Reached,
    /// *På vej*.
    OnTrack,
    /// *Uændret*.
    Unchanged,
    /// *Tilbagegang*.
    Regressed,
    /// *Ikke målt*.
    NotMeasured,
}

impl Outcome {
    /// The stable code on the command line (design §8).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::OnTrack => "on_track",
            Self::Unchanged => "unchanged",
            Self::Regressed => "regressed",
            Self::NotMeasured => "not_measured",
        }
    }
}

/// Where a goal stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GoalProgress<'a> {
    /// The outcome by the latest measurement.
    pub outcome: Outcome,
    /// *Bagefter*.
    pub is_behind: bool,
    /// The goal has ended, by its result or with the placement.
    pub has_ended: bool,
    /// When the next follow-up is due; none when the goal has ended. It may lie in the past.
    pub next_follow_up: Option<NaiveDate>,
    /// The measurement that the outcome rests on.
    pub measured_by: Option<&'a FollowUp>,
}

impl GoalProgress<'_> {
    /// Was the next follow-up due before the day?
    #[must_use]
    pub fn is_follow_up_overdue(&self, today: NaiveDate) -> bool {
        self.next_follow_up.is_some_and(|due| due < today)
    }
}

/// The outcome of a measured level, by domain §4's table.
#[must_use]
pub fn outcome_of(goal: &Goal, current: Level) -> Outcome {
    let (start, expected) = (goal.start_level, goal.expected_level);
    match goal.goal_type {
        GoalType::Develop if current <= expected => Outcome::Reached,
        GoalType::Develop if current < start => Outcome::OnTrack,
        GoalType::Develop if current == start => Outcome::Unchanged,
        GoalType::Maintain if current <= start => Outcome::Reached,
        GoalType::LimitLoss if current <= expected => Outcome::Reached,
        GoalType::Develop | GoalType::Maintain | GoalType::LimitLoss => Outcome::Regressed,
    }
}

/// The order in which follow-ups count: by date; on one day Borger, Pårørende, Udfører, Sagsbehandler
/// (one without a source first); then by entry. The greatest counts.
fn weight(follow_up: &FollowUp) -> (NaiveDate, Option<Reverse<Source>>, crate::FollowUpId) {
    (follow_up.date, follow_up.source.map(Reverse), follow_up.id)
}

impl<'a> GoalFile<'a> {
    /// Follow-ups on or before a day.
    fn known_on(&self, day: NaiveDate) -> impl Iterator<Item = &'a FollowUp> {
        self.follow_ups.iter().copied().filter(move |entry| entry.date <= day)
    }

    /// The latest measurement on or before a day: a follow-up with a level (domain §4).
    #[must_use]
    pub fn latest_measurement(&self, day: NaiveDate) -> Option<&'a FollowUp> {
        self.known_on(day).filter(|entry| entry.level.is_some()).max_by_key(|entry| weight(entry))
    }

    /// The outcome on a day.
    #[must_use]
    pub fn outcome(&self, day: NaiveDate) -> Outcome {
        self.latest_measurement(day)
            .and_then(|entry| entry.level)
            .map_or(Outcome::NotMeasured, |level| outcome_of(self.goal, level))
    }

    /// Has the goal ended by the day: its latest result ends it, or the placement has ended? The
    /// deadline ends nothing (domain §4).
    #[must_use]
    pub fn has_ended(&self, placement: &Placement, day: NaiveDate) -> bool {
        let by_result = self
            .known_on(day)
            .filter(|entry| entry.result.is_some())
            .max_by_key(|entry| weight(entry))
            .and_then(|entry| entry.result)
            .is_some_and(|result| match result {
                FollowUpResult::End | FollowUpResult::EndAndRefer => true,
                FollowUpResult::Continue => false,
            });
        by_result || placement.status(day) == PlacementStatus::Ended
    }

    /// The day from which a *trappetakst* may rest on the goal: the first of the unbroken run of the
    /// sagsbehandler's own measurements that have it opnået, while the goal is opnået. The provider's
    /// own measurement alone never confirms it (domain §4).
    #[must_use]
    pub fn reached_and_confirmed_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        if self.outcome(day) != Outcome::Reached {
            return None;
        }
        let mut own: Vec<&FollowUp> = self
            .known_on(day)
            .filter(|entry| entry.source == Some(Source::CaseWorker) && entry.level.is_some())
            .collect();
        own.sort_by_key(|entry| Reverse(weight(entry)));
        own.into_iter()
            .take_while(|entry| {
                entry.level.is_some_and(|level| outcome_of(self.goal, level) == Outcome::Reached)
            })
            .last()
            .map(|entry| entry.date)
    }

    /// The first day ever on which the sagsbehandler measured the goal as opnået, as known on a day; it may have been
    /// lost and reached anew since.
    #[must_use]
    pub fn first_confirmed_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.known_on(day)
            .filter(|entry| entry.source == Some(Source::CaseWorker))
            .filter(|entry| entry.level.is_some_and(|level| outcome_of(self.goal, level) == Outcome::Reached))
            .map(|entry| entry.date)
            .min()
    }

    /// Where the goal stands on a day.
    #[must_use]
    pub fn progress(&self, placement: &Placement, cadence_months: u32, today: NaiveDate) -> GoalProgress<'a> {
        let outcome = self.outcome(today);
        let has_ended = self.has_ended(placement, today);
        let latest = self.known_on(today).map(|entry| entry.date).max().unwrap_or(self.goal.from);
        let cadence = i32::try_from(cadence_months).unwrap_or(i32::MAX);
        GoalProgress {
            outcome,
            is_behind: !has_ended && is_behind(self.goal, outcome, today),
            has_ended,
            next_follow_up: (!has_ended).then(|| add_months(latest, cadence)),
            measured_by: self.latest_measurement(today),
        }
    }
}

/// *Bagefter* of a goal that hasn't ended (domain §4): not opnået and past the deadline, or an Udvikle
/// goal without progress when three quarters of its time are gone.
fn is_behind(goal: &Goal, outcome: Outcome, today: NaiveDate) -> bool {
    let Some(deadline) = goal.deadline else { return false };
    if outcome != Outcome::Reached && today > deadline {
        return true;
    }
    let stands_still = matches!(outcome, Outcome::NotMeasured | Outcome::Unchanged | Outcome::Regressed);
    goal.goal_type == GoalType::Develop
        && stands_still
        && 4 * (today - goal.from).num_days() >= 3 * (deadline - goal.from).num_days()
}

/// Months between follow-ups of a case: as its contract says, else by paragraph (domain §4).
#[must_use]
pub fn follow_up_months(placement: &Placement, contract: Option<&Contract>, settings: &Settings) -> u32 {
    contract.and_then(|contract| contract.follow_up_months).filter(|months| *months > 0).unwrap_or(
        match placement.legal_basis {
            LegalBasis::Section107 => settings.follow_up_months_107,
            LegalBasis::Section108 | LegalBasis::HousingLike | LegalBasis::Other => {
                settings.follow_up_months_other
            }
        },
    )
}

impl<'a> CaseFile<'a> {
    /// Every goal with where it stands on a day, by *Mål-id*.
    #[must_use]
    pub fn goal_progress(
        &self,
        settings: &Settings,
        today: NaiveDate,
    ) -> Vec<(&GoalFile<'a>, GoalProgress<'a>)> {
        let day = self.placement.moved_in.max(today);
        let cadence = follow_up_months(self.placement, contract_in_force(&self.contracts, day), settings);
        self.goals.iter().map(|goal| (goal, goal.progress(self.placement, cadence, today))).collect()
    }

    /// Has the case goals, and has every one of them ended while the stay goes on? Then new ones are due
    /// (the contract asks for time-limited goals as long as the citizen lives there, domain §1).
    #[must_use]
    pub fn needs_new_goals(&self, today: NaiveDate) -> bool {
        self.placement.status(today) != PlacementStatus::Ended
            && !self.goals.is_empty()
            && self.goals.iter().all(|goal| goal.has_ended(self.placement, today))
    }

    /// The open goal whose follow-up is due first, and when; of several the first by *Mål-id*.
    #[must_use]
    pub fn next_goal_follow_up(
        &self,
        settings: &Settings,
        today: NaiveDate,
    ) -> Option<(&'a Goal, NaiveDate)> {
        self.goal_progress(settings, today)
            .into_iter()
            .filter_map(|(file, progress)| progress.next_follow_up.map(|due| (file.goal, due)))
            .min_by_key(|(_, due)| *due)
    }
}

#[cfg(test)]
mod tests;
