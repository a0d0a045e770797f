//! Undoing in words: what Ctrl+Z takes, what the log says of it, and why something isn't undone.
//!
//! Invariant: nothing personal stands in what is kept as a reason: records and fields, never their values.

use chrono::{DateTime, Local, Utc};
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::LogEntry;
use vilkaar_application::undo::{Refusal, Step, UNDO};
use vilkaar_wording::history::{self, Change, TAKEN_AGAIN, TAKEN_BACK};
use vilkaar_wording::{format, log as words};

use super::log::Names;

/// When, as shortly as it can be told: `kl. 10.12`, or with the day where it is another one.
fn at(instant: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (instant, now) = (instant.with_timezone(&Local), now.with_timezone(&Local));
    let hour = instant.format("kl. %H.%M");
    if instant.date_naive() == now.date_naive() {
        hour.to_string()
    } else {
        format!("{} {hour}", format::date(instant.date_naive()))
    }
}

/// What a step did, and in which case: `ændrede grundtakst i S2022-1008`.
fn what(portfolio: &Portfolio, step: &Step, entries: &[LogEntry]) -> String {
    did(portfolio, &step.name, &step.kinds, entries)
}

/// What an operation did, by its entries; by its name and kinds where they don't tell.
fn did(portfolio: &Portfolio, name: &str, kinds: &[(String, u64)], entries: &[LogEntry]) -> String {
    let names = Names::of(portfolio);
    let is_undo = name == UNDO;
    let payloads: Vec<_> = entries.iter().filter_map(|entry| entry.payload.as_ref()).collect();
    let changes: Vec<Change<'_>> = payloads
        .iter()
        .map(|payload| {
            let (before, after) = (payload.before.as_ref(), payload.after.as_ref());
            // An undo made the change backwards.
            if is_undo { Change { before: after, after: before } } else { Change { before, after } }
        })
        .collect();
    let done = if name == "import" || changes.len() < entries.len() || changes.is_empty() {
        words::operation(name, kinds)
    } else {
        history::gist(&changes, &|id| names.name(id))
    };
    let mut cases: Vec<String> =
        changes.iter().filter_map(Change::record).flat_map(|record| names.cases_of(record)).collect();
    cases.sort();
    cases.dedup();
    match cases.as_slice() {
        [] => done,
        [case] => format!("{done} i {case}"),
        several => format!("{done} i {}", format::counted(several.len(), "sag", "sager")),
    }
}

/// `Fortryd: ændrede grundtakst i S2022-1008 (kl. 10.12)`.
pub(crate) fn offer(portfolio: &Portfolio, step: &Step, entries: &[LogEntry], now: DateTime<Utc>) -> String {
    format!("Fortryd: {} ({})", what(portfolio, step, entries), at(step.at, now))
}

/// What the log keeps of the undo: what it took back, and of when that was.
pub(crate) fn reason(portfolio: &Portfolio, step: &Step, entries: &[LogEntry]) -> String {
    let opening = if step.name == UNDO { TAKEN_AGAIN } else { TAKEN_BACK };
    let when = step.at.with_timezone(&Local).format("%d-%m-%Y kl. %H.%M");
    format!("{opening}{} ({when})", what(portfolio, step, entries))
}

/// What was done, for whoever undid it.
pub(crate) fn message(step: &Step) -> &'static str {
    if step.name == UNDO { "Ændringen er lavet igen." } else { "Ændringen er fortrudt." }
}

/// Why it isn't undone: who did what since, and when.
pub(crate) fn refusal(portfolio: &Portfolio, refusal: &Refusal, me: &str, now: DateTime<Utc>) -> String {
    let who = |entry: &LogEntry| if entry.who == me { "Du".to_owned() } else { entry.who.clone() };
    let on = |entry: &LogEntry| {
        let there = at(entry.at, now);
        if there.starts_with("kl.") { there } else { format!("den {there}") }
    };
    match refusal {
        Refusal::Unknown => {
            "Ændringen kan ikke fortrydes: kun ens egne seneste ændringer kan. Ret den i stedet i sagen.".to_owned()
        }
        Refusal::People => {
            "Ændringer af brugere kan ikke fortrydes. Ret personen under Brugere i stedet.".to_owned()
        }
        Refusal::ContentGone => {
            "Ændringen kan ikke fortrydes: indholdet er slettet i loggen, da fristen udløb, eller det hører ikke til \
             din rolle. Ret den i stedet i sagen."
                .to_owned()
        }
        Refusal::ChangedSince { by } => {
            let kinds = [(by.entity_kind.clone(), 1)];
            format!(
                "{} har ændret det samme {}: {}. Fortryd ikke, men ret det, som det står nu.",
                who(by),
                on(by),
                did(portfolio, &by.operation, &kinds, std::slice::from_ref(by.as_ref()))
            )
        }
        Refusal::BuiltOn { record, by } => {
            let what = vilkaar_wording::storage::kind_word(record.kind()).to_lowercase();
            let by = by.as_deref().map(|by| format!("{} har {} tilføjet", who(by), on(by)));
            let by = by.unwrap_or_else(|| "Der er siden tilføjet".to_owned());
            format!("{by} noget ({what}), der hører til det, du vil fortryde. Fortryd eller ret det først.")
        }
    }
}
