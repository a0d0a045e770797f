//! *Mål*: each goal with its outcome, what is due and its level over time (domain §4).
//!
//! Invariant: an outcome is the domain's; a sagsbehandler's measurement is told apart from others'.

use chrono::NaiveDate;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_documents::charts::{self, LevelChart, LevelPoint, MeasuredBy, Size};
use vilkaar_domain::progress::{GoalProgress, Outcome};
use vilkaar_domain::{CaseFile, FollowUp, GoalFile, Source, SubGoal};
use vilkaar_wording::{format, progress as words};

use crate::charts::chart;
use crate::screens::goal_form;
use crate::types::{ApiError, DataColumn, DataTable, Goal, Status, SubGoalRow, Tone};

/// The goals of a case, by *Mål-id*.
pub(super) fn goals(portfolio: &Portfolio, file: &CaseFile<'_>) -> Result<Vec<Goal>, ApiError> {
    file.goal_progress(&portfolio.register().settings, portfolio.today())
        .iter()
        .map(|(goal, progress)| one(portfolio, goal, progress))
        .collect()
}

fn one(portfolio: &Portfolio, file: &GoalFile<'_>, progress: &GoalProgress<'_>) -> Result<Goal, ApiError> {
    let (goal, today) = (file.goal, portfolio.today());
    let drawn = charts::level_chart(&level_chart(portfolio, file), Size::screen(208.0, 72.0));
    Ok(Goal {
        record: goal.id.to_string(),
        purpose: goal.purpose.clone(),
        wording: goal.wording.clone(),
        sub_goals: file.sub_goals.iter().map(|step| sub_goal(step, progress, today)).collect(),
        actions: goal_form::actions(goal),
        id: goal.key.clone(),
        title: title(file),
        text: goal.wishes.clone(),
        detail: words::detail(goal),
        outcome: outcome(progress),
        measured: progress.measured_by.map(words::measured),
        behind: words::behind_because(goal, progress, today)
            .map(|why| Status { tone: Tone::Bad, text: format!("{}: {}", words::BEHIND, lower_first(&why)) }),
        next_follow_up: next_follow_up(progress, today),
        chart: Some(chart(drawn)?),
        follow_ups: follow_ups(file),
        follow_up_actions: file.follow_ups.iter().rev().map(|entry| goal_form::correct(entry)).collect(),
    })
}

/// When the next follow-up is due, with its weight; none when the goal has ended.
pub(crate) fn next_follow_up(progress: &GoalProgress<'_>, today: NaiveDate) -> Option<Status> {
    let due_in = (progress.next_follow_up? - today).num_days();
    let tone = match due_in {
        ..0 => Tone::Bad,
        0..=30 => Tone::Warn,
        _ => Tone::Quiet,
    };
    Some(Status { tone, text: words::next_follow_up(progress, today) })
}

/// An outcome as it is shown.
pub(crate) fn outcome(progress: &GoalProgress<'_>) -> Status {
    Status { tone: tone(progress.outcome), text: words::outcome(progress.outcome).to_owned() }
}

/// A delmål with how it stands.
fn sub_goal(step: &SubGoal, progress: &GoalProgress<'_>, today: NaiveDate) -> SubGoalRow {
    let status = match (step.reached_on, step.deadline) {
        (Some(day), _) => Some(Status { tone: Tone::Good, text: format!("Opnået {}", format::date(day)) }),
        (None, Some(day)) if day < today && !progress.has_ended => {
            Some(Status { tone: Tone::Bad, text: format!("Frist {} overskredet", format::date(day)) })
        }
        (None, Some(day)) => Some(Status { tone: Tone::Quiet, text: format!("Frist {}", format::date(day)) }),
        (None, None) => None,
    };
    SubGoalRow {
        record: step.id.to_string(),
        text: step.text.clone(),
        status,
        remark: step.remark.clone(),
        actions: vec![goal_form::edit_sub_goal(step)],
    }
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The goal's undertema; without one its id.
pub(crate) fn title(file: &GoalFile<'_>) -> String {
    file.goal.undertema.map_or_else(|| format!("Mål {}", file.goal.key), |theme| theme.word().to_owned())
}

fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Reached => Tone::Good,
        Outcome::OnTrack => Tone::Info,
        Outcome::Unchanged | Outcome::NotMeasured => Tone::Warn,
        Outcome::Regressed => Tone::Bad,
    }
}

/// The level over time, as both the screen and the packet draw it.
pub(crate) fn level_chart(portfolio: &Portfolio, file: &GoalFile<'_>) -> LevelChart {
    let (goal, today) = (file.goal, portfolio.today());
    LevelChart {
        title: title(file),
        subtitle: words::detail(goal),
        from: goal.from,
        until: goal.deadline.map_or(today, |deadline| deadline.max(today)),
        start: goal.start_level.number(),
        expected: goal.expected_level.number(),
        points: file
            .follow_ups
            .iter()
            .filter(|entry| entry.date <= today)
            .filter_map(|entry| {
                Some(LevelPoint {
                    date: entry.date,
                    level: entry.level?.number(),
                    measured_by: match entry.source {
                        Some(Source::CaseWorker) => MeasuredBy::CaseWorker,
                        Some(Source::Provider) | None => MeasuredBy::Provider,
                        Some(Source::Relatives | Source::Citizen) => MeasuredBy::CitizenOrRelative,
                    },
                })
            })
            .collect(),
        today,
    }
}

fn follow_ups(file: &GoalFile<'_>) -> DataTable {
    let mut entries: Vec<&FollowUp> = file.follow_ups.clone();
    entries.reverse();
    let columns = ["Dato", "Niveau", "Kilde", "Resultat", "Bemærkning"];
    DataTable {
        caption: format!("Opfølgning på {}", title(file)),
        columns: columns
            .iter()
            .map(|heading| DataColumn { heading: (*heading).to_owned(), is_numeric: *heading == "Niveau" })
            .collect(),
        rows: entries
            .iter()
            .map(|entry| {
                vec![
                    format::date(entry.date),
                    entry
                        .level
                        .map_or_else(|| "ikke vurderet".to_owned(), |level| level.number().to_string()),
                    entry.source.map(|source| source.word().to_owned()).unwrap_or_default(),
                    entry.result.map(|result| result.word().to_owned()).unwrap_or_default(),
                    entry.remark.clone().unwrap_or_default(),
                ]
            })
            .collect(),
        foot: None,
    }
}
