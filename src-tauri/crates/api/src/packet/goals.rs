//! The goals of a case for the packet (domain §4).

use vilkaar_application::portfolio::Portfolio;
use vilkaar_documents::packet::{GoalReport, Outcome as Shown};
use vilkaar_domain::CaseFile;
use vilkaar_domain::progress::Outcome;
use vilkaar_wording::{format, progress as words};

use crate::screens::placement::goals::{level_chart, title};

/// One report a goal, by *Mål-id*.
pub(super) fn reports(portfolio: &Portfolio, file: &CaseFile<'_>) -> Vec<GoalReport> {
    let today = portfolio.today();
    file.goal_progress(&portfolio.register().settings, today)
        .into_iter()
        .map(|(goal, progress)| GoalReport {
            title: title(goal),
            wish: goal.goal.wishes.clone(),
            goal_type: goal.goal.goal_type.word().to_owned(),
            deadline: goal.goal.deadline,
            outcome: match progress.outcome {
                Outcome::Reached => Shown::Reached,
                Outcome::OnTrack => Shown::OnTrack,
                Outcome::Unchanged => Shown::Unchanged,
                Outcome::Regressed => Shown::Regressed,
                Outcome::NotMeasured => Shown::NotMeasured,
            },
            behind: progress.is_behind,
            latest: progress.measured_by.and_then(|entry| {
                Some(format!("niveau {} den {}", entry.level?.number(), words::measured(entry)))
            }),
            next_follow_up: progress.next_follow_up,
            chart: Some(level_chart(portfolio, goal)),
            remark: goal.follow_ups.iter().rev().filter(|entry| entry.date <= today).find_map(|entry| {
                let remark = entry.remark.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
                Some(format!("Seneste bemærkning ({}): {remark}", format::date(entry.date)))
            }),
        })
        .collect()
}
