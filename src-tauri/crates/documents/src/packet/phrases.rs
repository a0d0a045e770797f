//! Phrases that several sections share: days left, who should get what is missing, statuses.

use chrono::NaiveDate;

use crate::block::Block;
use crate::icons::Icon;
use crate::packet::{CaseFacts, Concern, Outcome};

/// Days within which a date is soon.
const SOON: i64 = 30;

/// How far away a day is, and how bad that is: "om 10 dage", "80 dage over".
pub(super) fn days_left(today: NaiveDate, due: NaiveDate) -> (Option<Icon>, String) {
    match (due - today).num_days() {
        -1 => (Some(Icon::Serious), "Overskredet 1 dag".to_owned()),
        days if days < 0 => (Some(Icon::Serious), format!("Overskredet {} dage", -days)),
        0 => (Some(Icon::Serious), "I dag".to_owned()),
        1 => (Some(Icon::Warning), "I morgen".to_owned()),
        days if days <= SOON => (Some(Icon::Warning), format!("Om {days} dage")),
        days => (None, format!("Om {days} dage")),
    }
}

/// The case worker by name, else by function.
pub(super) fn case_worker(case: &CaseFacts) -> String {
    case.case_worker
        .as_ref()
        .map_or_else(|| "Sagsbehandleren".to_owned(), |name| format!("Sagsbehandler {name}"))
}

/// The negotiator by name, else by function.
pub(super) fn negotiator(case: &CaseFacts) -> String {
    case.negotiator.as_ref().map_or_else(|| "Forhandleren".to_owned(), |name| format!("Forhandler {name}"))
}

/// What a section without data says: what is missing, and who should get it.
pub(super) fn absent(what: &str, who: &str, task: &str) -> Block {
    Block::Callout {
        icon: Icon::Warning,
        title: format!("Mangler: {what}."),
        text: format!("{who} skaffer {task}."),
    }
}

/// A concern's icon.
pub(super) fn icon(concern: Concern) -> Icon {
    match concern {
        Concern::None => Icon::Good,
        Concern::Warning => Icon::Warning,
        Concern::Serious => Icon::Serious,
        Concern::Unknown => Icon::Note,
    }
}

/// An outcome's word and icon.
pub(super) fn outcome(outcome: Outcome) -> (Icon, &'static str) {
    match outcome {
        Outcome::Reached => (Icon::Good, "Opnået"),
        Outcome::OnTrack => (Icon::Good, "På vej"),
        Outcome::Unchanged => (Icon::Note, "Uændret"),
        Outcome::Regressed => (Icon::Serious, "Tilbagegang"),
        Outcome::NotMeasured => (Icon::Warning, "Ikke målt"),
    }
}
