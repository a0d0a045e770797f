//! The log in words: what an entry's records, before and after, say that someone did.
//!
//! Invariant: every field that differs gives one sentence; a new field of a record fails the build here
//! until it has its word. A CPR number is masked.

mod fields;
mod operation;
mod steps;

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_domain::Entity;

use crate::format::{self, date};
use fields::{CprForm, Field, fields};
pub use operation::{Change, gist, operation};
use steps::{file_title, rate_line_price, rate_line_title};

/// Gives a record's name by its id (an offer's, a provider's, a goal's), where it is known.
pub type NameOf<'a> = &'a dyn Fn(Uuid) -> Option<String>;

/// What was done, one entry per changed field, as it follows a person's name: `ændrede grundtakst fra
/// 2.394,00 kr. til 2.489,76 kr.`, `oprettede kontrakt K-2406 fra 01-01-2022`, and `fjernede …` where there is no record
/// after. Never empty.
#[must_use]
pub fn changes<'e>(
    before: Option<&Entity>,
    after: impl Into<Option<&'e Entity>>,
    name_of: NameOf<'_>,
) -> Vec<String> {
    changes_with(CprForm::Masked, before, after.into(), name_of)
}

/// The same with the CPR number in full, for the citizen's own paper.
#[must_use]
pub fn changes_in_full<'e>(
    before: Option<&Entity>,
    after: impl Into<Option<&'e Entity>>,
    name_of: NameOf<'_>,
) -> Vec<String> {
    changes_with(CprForm::Full, before, after.into(), name_of)
}

/// Everything that is known of a record, `label: value` each, the CPR number in full: for the citizen's own paper.
#[must_use]
pub fn contents(record: &Entity, name_of: NameOf<'_>) -> Vec<String> {
    fields(record, CprForm::Full, name_of)
        .into_iter()
        .filter_map(|field| Some(format!("{}: {}", field.label, field.value?)))
        .collect()
}

fn changes_with(
    cpr: CprForm,
    before: Option<&Entity>,
    after: Option<&Entity>,
    name_of: NameOf<'_>,
) -> Vec<String> {
    let Some(after) = after else {
        return before.map(|before| format!("fjernede {}", title(before, name_of))).into_iter().collect();
    };
    let before = before.filter(|before| before.kind() == after.kind());
    if let Some(done) = steps::step(before, after, name_of) {
        return vec![done];
    }
    let title = title(after, name_of);
    let Some(before) = before else { return vec![format!("oprettede {title}")] };
    let of = if stands_alone(after) { String::new() } else { format!(" for {}", name(after, name_of)) };
    // Two CPR numbers of one birthday look the same when they are masked, and differ all the same.
    let is_changed = fields(before, CprForm::Full, name_of)
        .into_iter()
        .zip(fields(after, CprForm::Full, name_of))
        .map(|(old, new)| old.value != new.value);
    let changed: Vec<String> = fields(before, cpr, name_of)
        .iter()
        .zip(&fields(after, cpr, name_of))
        .zip(is_changed)
        .filter(|(_, is_changed)| *is_changed)
        .map(|((old, new), _)| change(old, new, &of))
        .collect();
    if changed.is_empty() { vec![format!("gemte {title} uden ændringer")] } else { changed }
}

/// Whole sentences with day and person: `12-03-2026 Karina Holst ændrede … fra … til …, fordi ….`
#[must_use]
pub fn sentences<'e>(
    day: NaiveDate,
    who: &str,
    before: Option<&Entity>,
    after: impl Into<Option<&'e Entity>>,
    reason: Option<&str>,
    name_of: NameOf<'_>,
) -> Vec<String> {
    let because = because(reason);
    changes(before, after, name_of)
        .into_iter()
        .map(|done| format!("{} {who} {done}{because}.", date(day)))
        .collect()
}

/// What an operation did as one sentence, as it follows a person's name, with its reason and a full stop.
#[must_use]
pub fn sentence(done: &[String], reason: Option<&str>) -> String {
    let done: Vec<&str> = done.iter().map(String::as_str).collect();
    format!("{}{}.", format::list(&done).trim_end_matches('.'), because(reason))
}

/// Words that a reason begins with and that are no names, so that they go on in the middle of a sentence.
const OPENINGS: [&str; 36] = [
    "aftale",
    "aftalen",
    "aftalt",
    "afgørelse",
    "borger",
    "borgeren",
    "de",
    "den",
    "der",
    "det",
    "efter",
    "en",
    "et",
    "fejl",
    "forkert",
    "han",
    "hun",
    "ifølge",
    "indsatsen",
    "kommunen",
    "kontrakten",
    "leverandøren",
    "målet",
    "ny",
    "nye",
    "prisen",
    "rettelse",
    "sagen",
    "støtten",
    "taksten",
    "tastefejl",
    "tilbuddet",
    "tilsynet",
    "vi",
    "ændret",
    "på",
];

/// What the reason of an undo begins with; the change that was undone follows.
pub const TAKEN_BACK: &str = "Fortrudt: ";
/// What the reason of an undone undo begins with.
pub const TAKEN_AGAIN: &str = "Gentaget: ";

/// What an undo did, made of its reason: `fortrød: ændrede grundtakst i S2022-1008 (12-03-2026 kl. 10.12)`; none where
/// the reason is no undo's.
#[must_use]
pub fn taken_back(reason: Option<&str>) -> Option<String> {
    let reason = reason?;
    let of = |opening, did: &str| reason.strip_prefix(opening).map(|what| format!("{did}: {what}"));
    of(TAKEN_BACK, "fortrød").or_else(|| of(TAKEN_AGAIN, "lavede igen"))
}

/// The reason after what was done: `, fordi leverandøren har varslet nye takster`; empty where none was given.
#[must_use]
pub fn because(reason: Option<&str>) -> String {
    let Some(text) = reason.map(|text| text.trim().trim_end_matches('.')).filter(|text| !text.is_empty())
    else {
        return String::new();
    };
    if let Some(file) = text.strip_prefix("Import af ") {
        return format!(" ved import af {file}");
    }
    let first = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    let text = if OPENINGS.contains(&first.as_str()) { lower_first(text) } else { text.to_owned() };
    format!(", fordi {text}")
}

/// One field's change.
fn change(old: &Field, new: &Field, of: &str) -> String {
    let label = &new.label;
    match (&old.value, &new.value) {
        (Some(old), Some(new)) => format!("ændrede {label}{of} fra {old} til {new}"),
        (None, Some(new)) => format!("satte {label}{of} til {new}"),
        (Some(old), None) => format!("fjernede {label}{of}, som var {old}"),
        (None, None) => format!("ændrede {label}{of}"),
    }
}

/// Records whose fields need no "for …": the history is the placement's own, and a rate is its service.
const fn stands_alone(entity: &Entity) -> bool {
    matches!(entity, Entity::Placement(_) | Entity::Citizen(_) | Entity::Settings(_))
}

/// A word inside a sentence: its first letter small.
fn lower_first(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What a record is called where a change of one field is told, so without the days that follow.
fn name(entity: &Entity, name_of: NameOf<'_>) -> String {
    match entity {
        Entity::Contract(r) => numbered("kontrakt", r.number.as_ref()),
        Entity::RateLine(r) => format!("{} {}", rate_line_price(r), r.unit.word()),
        other => title(other, name_of),
    }
}

/// A record's number behind what it is, where it has one.
fn numbered(what: &str, number: Option<&String>) -> String {
    number.map_or_else(|| what.to_owned(), |number| format!("{what} {number}"))
}

/// What a record is called inside a sentence.
fn title(entity: &Entity, name_of: NameOf<'_>) -> String {
    match entity {
        Entity::Citizen(_) => "borgeren".to_owned(),
        Entity::Provider(r) => format!("leverandøren {}", r.name),
        Entity::Offer(r) => format!("tilbuddet {}", r.name),
        Entity::Placement(r) => format!("placeringen {} fra {}", r.case, date(r.moved_in)),
        Entity::RateLine(r) => rate_line_title(r),
        Entity::Contract(r) => {
            format!("{} fra {}", numbered("kontrakt", r.number.as_ref()), date(r.start))
        }
        Entity::Goal(r) => {
            let theme = r.undertema.map(|theme| format!(" ({})", theme.word())).unwrap_or_default();
            format!("målet {}{theme}", r.key)
        }
        Entity::FollowUp(r) => {
            let goal = name_of(r.goal.0).map(|name| format!(" af målet {name}")).unwrap_or_default();
            format!("opfølgning{goal} den {}", date(r.date))
        }
        Entity::DeliveredHours(r) => {
            format!("leverede timer for {}: {}", format::month(r.month), format::number(r.hours))
        }
        Entity::StepRate(r) => {
            let when = r.from.map(|from| format!(" fra {}", date(from))).unwrap_or_default();
            format!(
                "trappetakst {} kr. for {}{when}",
                format::rate(r.new_rate),
                lower_first(r.service.word())
            )
        }
        Entity::SearchedOffer(r) => format!("det afsøgte tilbud {}", r.offer),
        Entity::OwnOffer(r) => format!("det egne tilbud {}", r.name),
        Entity::ExpectedYouth(r) => format!("den kommende unge {}", r.key),
        Entity::BudgetLine(r) => format!("budgettet for {} i {}", r.paragraph, r.year),
        Entity::PriceIndex(r) => format!("P/L for {}", r.year),
        Entity::RefundLimits(r) => format!("refusionsgrænserne for {}", r.year),
        Entity::Settings(_) => "indstillingerne".to_owned(),
        Entity::SubGoal(r) => {
            let goal = name_of(r.goal.0).map(|name| format!(" af målet {name}")).unwrap_or_default();
            format!("delmålet \"{}\"{goal}", r.text)
        }
        Entity::Attachment(r) => file_title(r),
        Entity::AgendaMark(_) => "opgaven i Dagens arbejde".to_owned(),
        Entity::NotifiedRate(r) => {
            format!("varslet takst {} kr. fra {}", format::rate(r.new_rate), date(r.from))
        }
        Entity::SavedFilter(r) => format!("filteret {}", r.name),
        Entity::User(r) => format!("brugeren {}", r.name),
    }
}

#[cfg(test)]
mod tests;
