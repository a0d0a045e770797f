//! *Historik*: the log as sentences, newest first. An import's many new records are told as one step.
//!
//! Invariant: each sentence is made by the wording crate from what the entry holds; an entry whose
//! content was deleted in its time says so.

use std::collections::BTreeMap;

use chrono::{DateTime, Local, Utc};
use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::LogEntry;
use vilkaar_application::undo::{REDO, UNDO};
use vilkaar_domain::CaseFile;
use vilkaar_wording::{format, history as words, log};

use crate::types::HistoryEntry;

/// So many new records in one operation are told one by one; more are told as a sum.
const TOLD_ONE_BY_ONE: usize = 3;

/// The entries, newest first, as sentences: one for each operation, and one for what is withheld of it.
pub(super) fn history(portfolio: &Portfolio, file: &CaseFile<'_>, entries: &[LogEntry]) -> Vec<HistoryEntry> {
    let name_of = |id: Uuid| name(portfolio, file, id);
    let mut told = Vec::new();
    let mut rest = entries;
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|entry| entry.operation_id == first.operation_id).count();
        let (operation, later) = rest.split_at(same);
        rest = later;
        told.extend(sentences(operation, &name_of).into_iter().map(|sentence| HistoryEntry {
            at: at(first.at),
            who: first.who.clone(),
            sentence: log::upper_first(&sentence),
        }));
    }
    told
}

/// What one operation did, oldest entry first in the telling.
fn sentences(operation: &[LogEntry], name_of: words::NameOf<'_>) -> Vec<String> {
    let Some(first) = operation.first() else { return Vec::new() };
    let reason = operation.iter().find_map(|entry| entry.reason.as_deref());
    if let (UNDO | REDO, Some(done)) = (first.operation.as_str(), words::taken_back(reason)) {
        return vec![format!("{done}.")];
    }
    let is_new = |entry: &&LogEntry| entry.payload.as_ref().is_some_and(|p| p.before.is_none());
    let created: Vec<&LogEntry> = operation.iter().filter(is_new).collect();
    // An import's many new records are told as their sum; what was made by hand belongs together.
    let is_summed = first.operation == "import" && created.len() > TOLD_ONE_BY_ONE;
    let changes: Vec<words::Change<'_>> = operation
        .iter()
        .rev()
        .filter(|entry| !(is_summed && is_new(entry)))
        .filter_map(|entry| entry.payload.as_ref())
        .map(|told| words::Change { before: told.before.as_ref(), after: told.after.as_ref() })
        .collect();
    let mut done = words::operation(&changes, name_of);
    if is_summed {
        done.push(format!("oprettede {}", sum(&created)));
    }
    let mut told = Vec::new();
    if !done.is_empty() {
        told.push(words::sentence(&done, reason));
    }
    let withheld = operation.iter().filter(|entry| entry.payload.is_none());
    let mut kinds: Vec<&str> = withheld.map(|entry| entry.entity_kind.as_str()).collect();
    kinds.dedup();
    told.extend(kinds.into_iter().map(|kind| words::sentence(&[log::content_not_shown(kind)], reason)));
    told
}

/// The hour on this computer's clock: `20-11-2026 09.41`.
fn at(instant: DateTime<Utc>) -> String {
    instant.with_timezone(&Local).format("%d-%m-%Y %H.%M").to_string()
}

/// `placeringen, 5 takstlinjer, 1 kontrakt og 2 mål`.
fn sum(created: &[&LogEntry]) -> String {
    let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for entry in created {
        *counts.entry((log::kind_order(&entry.entity_kind), &entry.entity_kind)).or_default() += 1;
    }
    let parts: Vec<String> = counts
        .into_iter()
        .map(|((_, kind), count)| match (kind, count) {
            // The history is this placement's and this citizen's.
            ("placement", 1) => "placeringen".to_owned(),
            ("citizen", 1) => "borgeren".to_owned(),
            _ => log::records(kind, count),
        })
        .collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    format::list(&parts)
}

/// What a record is called in a sentence: a goal, an offer or a provider.
fn name(portfolio: &Portfolio, file: &CaseFile<'_>, id: Uuid) -> Option<String> {
    let goal = file.goals.iter().find(|goal| goal.goal.id.0 == id).map(super::goals::title);
    let register = portfolio.register();
    goal.or_else(|| register.offers.iter().find(|offer| offer.id.0 == id).map(|offer| offer.name.clone()))
        .or_else(|| register.providers.iter().find(|who| who.id.0 == id).map(|who| who.name.clone()))
}
