//! The side column: what is due and what is missing, worst first, each leading to its part.
//!
//! Invariant: the items are the agenda's and the gaps' own; what is added is a state worked out from
//! the goals, so that nothing is told twice.

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::CaseFile;
use vilkaar_domain::agenda::{AgendaItem, AgendaSubject, DueState};
use vilkaar_domain::missing::{MissingKind, MissingWeight, MissingWhat};
use vilkaar_domain::progress::Outcome;
use vilkaar_domain::step_rates::{GoalTrigger, StepTrigger};
use vilkaar_wording::{agenda, format, missing as words, progress, step_rates};

use super::standing;
use crate::screens::targets;
use crate::types::{FormAction, FormTarget, PlacementSection, Status, TodoItem, Tone};

/// The tone of a state.
pub(crate) const fn tone_of(state: DueState) -> Tone {
    match state {
        DueState::Overdue => Tone::Bad,
        DueState::Due30 => Tone::Warn,
        DueState::Due90 | DueState::Later => Tone::Info,
    }
}

/// Is it a notice for an end that has passed? Then the renegotiation or the end itself tells it.
fn is_past_notice(item: &AgendaItem, facts: &CaseFacts) -> bool {
    let AgendaSubject::Notice { latest, .. } = &item.subject else { return false };
    let today = item.due - chrono::TimeDelta::days(item.days);
    latest.wanted < today && facts.agenda.len() > 1
}

/// The item that comes first of those that can still be kept or must be made good.
pub(super) fn leading_item(facts: &CaseFacts) -> Option<&AgendaItem> {
    facts.agenda.iter().find(|item| !is_past_notice(item, facts)).or_else(|| facts.agenda.first())
}

/// The part of the screen where an item is handled.
pub(crate) const fn section_of(subject: &AgendaSubject) -> PlacementSection {
    match subject {
        AgendaSubject::RateReview { .. } | AgendaSubject::StepRate { .. } => PlacementSection::Economy,
        AgendaSubject::GoalFollowUp { .. } => PlacementSection::Goals,
        AgendaSubject::Approval { .. }
        | AgendaSubject::ContractEnd { .. }
        | AgendaSubject::Notice { .. }
        | AgendaSubject::Renegotiation { .. }
        | AgendaSubject::StayEnd
        | AgendaSubject::Supervision { .. } => PlacementSection::Contract,
    }
}

/// Every agenda item that is due within 90 days, as the list and the agenda count them, and the goals that wait for the sagsbehandler.
pub(super) fn due(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<TodoItem> {
    let mut items: Vec<TodoItem> = facts
        .agenda
        .iter()
        .filter(|item| item.state != DueState::Later)
        .map(|item| TodoItem {
            target: Some(targets::of_item(item)),
            title: agenda::what(&item.subject).to_owned(),
            status: Status { tone: tone_of(item.state), text: agenda::days(item.days) },
            detail: Some(detail(portfolio, file, facts, item)),
            section: section_of(&item.subject),
        })
        .collect();
    let overdue = items.iter().take_while(|item| item.status.tone == Tone::Bad).count();
    items.splice(overdue..overdue, to_confirm(portfolio, file));
    items
}

fn detail(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts, item: &AgendaItem) -> String {
    let mut text = agenda::detail(item);
    match &item.subject {
        AgendaSubject::Renegotiation { .. } => {
            let goals = file.goal_progress(&portfolio.register().settings, portfolio.today());
            let mut reasons = Vec::new();
            if !goals.is_empty() && goals.iter().all(|(_, goal)| goal.outcome == Outcome::Reached) {
                reasons.push("mål opnået".to_owned());
            }
            let above = standing::above_index(portfolio, file, facts).and_then(Result::ok);
            if let Some(words) = above.as_ref().and_then(standing::above_index_words) {
                reasons.push(format!("takst {words}"));
            }
            if !reasons.is_empty() {
                text = format!("{text} {}.", upper_first(&reasons.join(", ")));
            }
        }
        AgendaSubject::Supervision { .. } => {
            if let Some(day) = file.offer.and_then(|offer| offer.checked_on) {
                text = format!("{text} Kontrolleret {}.", format::date(day));
            }
        }
        AgendaSubject::Approval { .. }
        | AgendaSubject::ContractEnd { .. }
        | AgendaSubject::GoalFollowUp { .. }
        | AgendaSubject::Notice { .. }
        | AgendaSubject::RateReview { .. }
        | AgendaSubject::StayEnd
        | AgendaSubject::StepRate { .. } => {}
    }
    text
}

pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Goals opnået by others' measurement that a lower rate waits for.
fn to_confirm(portfolio: &Portfolio, file: &CaseFile<'_>) -> Vec<TodoItem> {
    let today = portfolio.today();
    file.expected_rates(&portfolio.register().settings, today)
        .iter()
        .filter(|rate| rate.trigger == StepTrigger::Goal(GoalTrigger::Unconfirmed))
        .filter_map(|rate| {
            let goal = rate.goal?;
            let level = goal.latest_measurement(today).and_then(|entry| entry.level)?;
            let name = step_rates::goal_name(goal.goal.undertema, &goal.goal.key);
            Some(TodoItem {
                target: Some(FormTarget {
                    case: Some(file.placement.case.to_string()),
                    section: Some(PlacementSection::Goals),
                    action: None,
                    record: Some(goal.goal.id.0.to_string()),
                    field: None,
                }),
                title: "Bekræft opnået mål".to_owned(),
                status: Status { tone: Tone::Warn, text: "nu".to_owned() },
                detail: Some(format!(
                    "{name}, niveau {}. {}",
                    level.number(),
                    step_rates::when_confirmed(rate)
                )),
                section: PlacementSection::Goals,
            })
        })
        .collect()
}

/// Where what is missing is put right.
pub(crate) const fn section_of_missing(kind: MissingKind) -> PlacementSection {
    match kind {
        MissingKind::NoRate | MissingKind::NoSearch | MissingKind::NoHours | MissingKind::NotComparable => {
            PlacementSection::Economy
        }
        MissingKind::NoGoals | MissingKind::FollowUpOverdue => PlacementSection::Goals,
        MissingKind::NoContract
        | MissingKind::NoNoticeRule
        | MissingKind::NoSignedFile
        | MissingKind::ApprovalUnknown
        | MissingKind::OfferNotApproved => PlacementSection::Contract,
    }
}

/// The tone of what is missing, by its weight.
pub(crate) const fn tone_of_missing(kind: MissingKind) -> Tone {
    match kind.weight() {
        MissingWeight::Serious => Tone::Bad,
        MissingWeight::Lack => Tone::Warn,
        MissingWeight::Remark => Tone::Info,
    }
}

/// What is missing, worst first.
pub(crate) fn missing(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<TodoItem> {
    let mut found: Vec<TodoItem> = MissingKind::WORST_FIRST
        .into_iter()
        // An overdue follow-up stands among what is due.
        .filter(|kind| *kind != MissingKind::FollowUpOverdue)
        .flat_map(|kind| facts.missing.iter().filter(move |item| item.what.kind() == kind))
        .map(|item| {
            let kind = item.what.kind();
            let name = words::kind(kind);
            TodoItem {
                target: Some(targets::of_missing(portfolio, facts, item)),
                title: match &item.what {
                    MissingWhat::NoSignedFile { contract: Some(number), .. }
                    | MissingWhat::NoNoticeRule { contract: Some(number), .. } => format!("{name}, {number}"),
                    _ => name.to_owned(),
                },
                status: Status { tone: tone_of_missing(kind), text: "Mangler".to_owned() },
                detail: Some(format!("{} Ansvarlig: {}.", words::detail(&item.what), item.owner.name())),
                section: section_of_missing(kind),
            }
        })
        .collect();
    if let Some(title) = new_goals(portfolio, file) {
        found.push(TodoItem {
            target: Some(FormTarget {
                case: Some(file.placement.case.to_string()),
                section: Some(PlacementSection::Goals),
                action: Some(FormAction::NewGoal),
                record: None,
                field: None,
            }),
            title,
            status: Status { tone: Tone::Warn, text: "Mangler".to_owned() },
            detail: None,
            section: PlacementSection::Goals,
        });
    }
    found
}

/// `Nye mål efter de to opnåede`, where every goal has ended.
pub(crate) fn new_goals(portfolio: &Portfolio, file: &CaseFile<'_>) -> Option<String> {
    let today = portfolio.today();
    if !file.needs_new_goals(today) {
        return None;
    }
    let all_reached = file.goals.iter().all(|goal| goal.outcome(today) == Outcome::Reached);
    Some(progress::new_goals(file.goals.len(), all_reached))
}
