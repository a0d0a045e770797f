//! Phrases that several sections share: days left, who should get what is missing, statuses.

use chrono::NaiveDate;
use vilkaar_domain::missing::MissingKind;

use crate::block::Block;
use crate::icons::Icon;
use crate::packet::{CaseFacts, Concern, InternalPacket, Outcome};

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

/// Who gets what is missing: the owner that the list of what is missing names, else by function.
pub(super) fn owner(packet: &InternalPacket, kind: MissingKind) -> String {
    match packet.missing.iter().find(|item| item.kind == Some(kind)).map(|item| item.who.as_str()) {
        Some("centerchef") => "Centerchefen".to_owned(),
        Some(name) => name.to_owned(),
        None => match kind {
            MissingKind::NoContract
            | MissingKind::NoNoticeRule
            | MissingKind::NoRate
            | MissingKind::NoSignedFile => negotiator(&packet.case),
            MissingKind::ApprovalUnknown
            | MissingKind::FollowUpOverdue
            | MissingKind::NoGoals
            | MissingKind::NoHours
            | MissingKind::NoSearch
            | MissingKind::NotComparable
            | MissingKind::OfferNotApproved => case_worker(&packet.case),
        },
    }
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
