//! What belongs together, in one sentence: a rate that follows another, a correction, an end, a move, an allonge, a
//! follow-up of several goals.
//!
//! Invariant: every record of an operation is told, by the sentence it is part of or by one of its own.

use chrono::NaiveDate;
use vilkaar_domain::{Contract, Entity, FollowUp, Placement, RateLine};

use super::steps::{followed_up, rate_line_title};
use super::{CprForm, NameOf, changes_with, lower_first, numbered};
use crate::format::{self, date};
use crate::log::records;

/// A record before and after, as an entry of the log holds it.
#[derive(Clone, Copy, Debug)]
pub struct Change<'e> {
    /// None where it is new.
    pub before: Option<&'e Entity>,
    /// None where it was taken out.
    pub after: Option<&'e Entity>,
}

impl<'e> Change<'e> {
    /// The record as it is, or was.
    #[must_use]
    pub fn record(&self) -> Option<&'e Entity> {
        self.after.or(self.before)
    }
}

/// What was done, one or several changes of an operation.
enum Deed<'e> {
    /// A line was closed and another follows it.
    RateChanged { old: &'e RateLine, new: &'e RateLine },
    /// A wrong line was annulled and the right ones put beside it.
    RateCorrected { wrong: &'e RateLine, right: Vec<&'e RateLine> },
    /// A stay ended, and what ended with it.
    Ended { placement: &'e Placement, lines: usize, contracts: usize },
    /// A citizen moved to another offer, and what came along.
    Moved { to: &'e Placement, with: Vec<(&'static str, usize)> },
    /// An allonge, and what it amends where that is told.
    Allonge { contract: &'e Contract, amended: Option<&'e Contract> },
    /// Goals were followed up.
    FollowedUp(Vec<&'e FollowUp>),
    /// One record.
    Single(Change<'e>),
}

/// What an operation did, one clause each as it follows a person's name. Never empty where there are changes.
#[must_use]
pub fn operation(changes: &[Change<'_>], name_of: NameOf<'_>) -> Vec<String> {
    deeds(changes).iter().flat_map(|deed| told(deed, name_of)).collect()
}

/// What an operation did in a few words without values, as it follows *Fortryd:*: `ændrede grundtakst`, `fulgte op på 5 mål`.
#[must_use]
pub fn gist(changes: &[Change<'_>], name_of: NameOf<'_>) -> String {
    let deeds = deeds(changes);
    let mut told: Vec<String> = Vec::new();
    for deed in &deeds {
        let short = short(deed, name_of);
        if !told.contains(&short) {
            told.push(short);
        }
    }
    match told.len() {
        0 => "en ændring".to_owned(),
        1..=3 => format::list(&told.iter().map(String::as_str).collect::<Vec<_>>()),
        _ => several_rates(&deeds).unwrap_or_else(|| sum(changes)),
    }
}

/// Many rates that were followed by others: `regulerede 31 takster`; none where it was something else too.
fn several_rates(deeds: &[Deed<'_>]) -> Option<String> {
    let mut did = "regulerede";
    for deed in deeds {
        let Deed::RateChanged { new, .. } = deed else { return None };
        if !new.cause.as_ref().is_some_and(is_regulation) {
            did = "ændrede";
        }
    }
    Some(format!("{did} {} takster", deeds.len()))
}

/// So many records of each kind: `ændrede 12 placeringer og 3 takstlinjer`.
fn sum(changes: &[Change<'_>]) -> String {
    let mut counts: Vec<(&'static str, u64)> = Vec::new();
    for kind in changes.iter().filter_map(Change::record).map(Entity::kind) {
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let kinds: Vec<(String, u64)> = counts.into_iter().map(|(kind, n)| (kind.to_owned(), n)).collect();
    crate::log::operation("", &kinds)
}

/// Finds what belongs together.
fn deeds<'e>(changes: &[Change<'e>]) -> Vec<Deed<'e>> {
    let mut rest: Vec<Option<Change<'e>>> = changes.iter().copied().map(Some).collect();
    let mut deeds = Vec::new();
    moves(&mut rest, &mut deeds);
    ends(&mut rest, &mut deeds);
    rates(&mut rest, &mut deeds);
    allonges(&mut rest, &mut deeds);
    let follow_ups: Vec<&FollowUp> = take(&mut rest, |change| match (change.before, change.after) {
        (None, Some(Entity::FollowUp(follow_up))) => Some(follow_up),
        _ => None,
    });
    if !follow_ups.is_empty() {
        deeds.push(Deed::FollowedUp(follow_ups));
    }
    deeds.extend(rest.into_iter().flatten().map(Deed::Single));
    deeds
}

/// Takes the changes that `pick` gives something for out of what isn't told yet.
fn take<'e, T>(rest: &mut [Option<Change<'e>>], pick: impl Fn(&Change<'e>) -> Option<T>) -> Vec<T> {
    let mut taken = Vec::new();
    for slot in rest {
        if let Some(picked) = slot.as_ref().and_then(&pick) {
            taken.push(picked);
            *slot = None;
        }
    }
    taken
}

/// The placement that a new record of a move belongs to, goals' own records by their goal.
fn is_in(record: &Entity, placement: &Placement, goals: &[uuid::Uuid]) -> bool {
    let id = placement.id;
    match record {
        Entity::RateLine(r) => r.placement == id,
        Entity::Contract(r) => r.placement == id,
        Entity::Goal(r) => r.placement == id,
        Entity::StepRate(r) => r.placement == id,
        Entity::SearchedOffer(r) => r.placement == id,
        Entity::Attachment(r) => r.placement == id,
        Entity::FollowUp(r) => goals.contains(&r.goal.0),
        Entity::SubGoal(r) => goals.contains(&r.goal.0),
        _ => false,
    }
}

fn moves<'e>(rest: &mut [Option<Change<'e>>], deeds: &mut Vec<Deed<'e>>) {
    let moved = take(rest, |change| match (change.before, change.after) {
        (None, Some(Entity::Placement(to))) if to.moved_from.is_some() => Some(to),
        _ => None,
    });
    for to in moved {
        let goals: Vec<uuid::Uuid> = rest
            .iter()
            .flatten()
            .filter_map(|change| match change.after {
                Some(Entity::Goal(goal)) if goal.placement == to.id => Some(goal.id.0),
                _ => None,
            })
            .collect();
        let kinds = take(rest, |change| {
            let new = change.after.filter(|_| change.before.is_none())?;
            is_in(new, to, &goals).then(|| new.kind())
        });
        let mut with: Vec<(&'static str, usize)> = Vec::new();
        for kind in kinds {
            match with.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, count)) => *count += 1,
                None => with.push((kind, 1)),
            }
        }
        deeds.push(Deed::Moved { to, with });
    }
}

fn ends<'e>(rest: &mut [Option<Change<'e>>], deeds: &mut Vec<Deed<'e>>) {
    let ended = take(rest, |change| match (change.before, change.after) {
        (Some(Entity::Placement(before)), Some(Entity::Placement(after))) => {
            let only_ends = Placement {
                ended_on: after.ended_on,
                end_reason: after.end_reason,
                expected_end: after.expected_end,
                ..before.clone()
            };
            (before.ended_on.is_none() && after.ended_on.is_some() && only_ends == *after).then_some(after)
        }
        _ => None,
    });
    for placement in ended {
        let lines = take(rest, |change| match (change.before, change.after) {
            (Some(Entity::RateLine(before)), Some(Entity::RateLine(after)))
                if after.placement == placement.id
                    && after.to.is_some_and(|to| before.to.is_none_or(|b| to < b)) =>
            {
                (RateLine { to: after.to, ..before.clone() } == *after).then_some(())
            }
            _ => None,
        });
        let contracts = take(rest, |change| match (change.before, change.after) {
            (Some(Entity::Contract(before)), Some(Entity::Contract(after)))
                if after.placement == placement.id =>
            {
                (Contract { end: after.end, ..before.clone() } == *after).then_some(())
            }
            _ => None,
        });
        deeds.push(Deed::Ended { placement, lines: lines.len(), contracts: contracts.len() });
    }
}

fn rates<'e>(rest: &mut [Option<Change<'e>>], deeds: &mut Vec<Deed<'e>>) {
    // A correction first: its wrong line is annulled, not closed.
    let annulled = take(rest, |change| match (change.before, change.after) {
        (Some(Entity::RateLine(before)), Some(Entity::RateLine(after))) => {
            (!before.annulled && after.annulled).then_some(after)
        }
        _ => None,
    });
    for wrong in annulled {
        let right = take(rest, |change| match (change.before, change.after) {
            (None, Some(Entity::RateLine(new))) if new.corrects == Some(wrong.id) => Some(new),
            _ => None,
        });
        deeds.push(Deed::RateCorrected { wrong, right });
    }
    for place in 0..rest.len() {
        let Some(Change { before: None, after: Some(Entity::RateLine(new)) }) = rest[place] else { continue };
        let closed = rest.iter().position(|slot| match slot {
            Some(Change { before: Some(Entity::RateLine(old)), after: Some(Entity::RateLine(closed)) }) => {
                let follows = closed.to.and_then(|to| to.succ_opt()) == Some(new.from);
                let same = closed.placement == new.placement && closed.service == new.service;
                follows && same && (*closed == old.closed_by(new) || *closed == old.closed_before(new.from))
            }
            _ => false,
        });
        let Some(closed) = closed else { continue };
        if let Some(Change { after: Some(Entity::RateLine(old)), .. }) = rest[closed] {
            deeds.push(Deed::RateChanged { old, new });
            rest[closed] = None;
            rest[place] = None;
        }
    }
}

fn allonges<'e>(rest: &mut [Option<Change<'e>>], deeds: &mut Vec<Deed<'e>>) {
    let made = take(rest, |change| match (change.before, change.after) {
        (None, Some(Entity::Contract(contract))) if contract.amends.is_some() => Some(contract),
        _ => None,
    });
    for contract in made {
        let amended = take(rest, |change| match (change.before, change.after) {
            (Some(Entity::Contract(before)), Some(Entity::Contract(after)))
                if contract.amends == Some(after.id)
                    && Contract { end: after.end, ..before.clone() } == *after =>
            {
                Some(after)
            }
            _ => None,
        });
        deeds.push(Deed::Allonge { contract, amended: amended.into_iter().next() });
    }
}

/// A service inside a sentence.
fn service(line: &RateLine) -> String {
    lower_first(line.service.word())
}

/// `2.394,00 kr. til 2.489,76 kr. pr. døgn`, with both units where they differ.
fn from_to(old: &RateLine, new: &RateLine) -> String {
    let unit = |line: &RateLine| {
        let quantity = line.quantity.map(|q| format!(", {} pr. uge", format::number(q))).unwrap_or_default();
        format!("{}{quantity}", line.unit.word())
    };
    let (before, after) = (unit(old), unit(new));
    let (rate_before, rate_after) = (format::rate(old.amount), format::rate(new.amount));
    if before == after {
        format!("fra {rate_before} kr. til {rate_after} kr. {after}")
    } else {
        format!("fra {rate_before} kr. {before} til {rate_after} kr. {after}")
    }
}

/// The last day of a line, where it has one.
fn until(to: Option<NaiveDate>) -> String {
    to.map(|to| format!(" til og med {}", date(to))).unwrap_or_default()
}

fn told(deed: &Deed<'_>, name_of: NameOf<'_>) -> Vec<String> {
    let one = match deed {
        Deed::RateChanged { old, new } => {
            let did = if new.cause.as_ref().is_some_and(is_regulation) { "regulerede" } else { "ændrede" };
            format!("{did} {} {} fra {}{}", service(new), from_to(old, new), date(new.from), until(new.to))
        }
        Deed::RateCorrected { wrong, right } => match right.as_slice() {
            [] => format!("annullerede {}", rate_line_title(wrong)),
            [right] if (right.from, right.to) == (wrong.from, wrong.to) => {
                format!("rettede {} {} fra {}", service(wrong), from_to(wrong, right), date(right.from))
            }
            right => {
                let right: Vec<String> =
                    right.iter().map(|line| format!("{}{}", rate_line_title(line), until(line.to))).collect();
                let right: Vec<&str> = right.iter().map(String::as_str).collect();
                format!("rettede {} til {}", rate_line_title(wrong), format::list(&right))
            }
        },
        Deed::Ended { placement, .. } if placement.is_cancelled() => {
            format!(
                "annullerede placeringen {}, der skulle være begyndt {}",
                placement.case,
                date(placement.moved_in)
            )
        }
        Deed::Ended { placement, lines, contracts } => {
            let day = placement.ended_on.map(date).unwrap_or_default();
            let why = placement.end_reason.map(|why| format!(" ({})", why.word())).unwrap_or_default();
            format!(
                "afsluttede placeringen {} med {day} som sidste dag{why}{}",
                placement.case,
                closed(*lines, *contracts)
            )
        }
        Deed::Moved { to, with } => {
            let offer = name_of(to.offer.0).unwrap_or_else(|| "et andet tilbud".to_owned());
            let with: Vec<String> = with.iter().map(|(kind, count)| records(kind, *count)).collect();
            let with: Vec<&str> = with.iter().map(String::as_str).collect();
            let along = if with.is_empty() { String::new() } else { format!(" med {}", format::list(&with)) };
            format!("flyttede borgeren til {offer} fra {} som {}{along}", date(to.moved_in), to.case)
        }
        Deed::Allonge { contract, amended } => {
            let to = amended.map(|amended| format!(" til {}", numbered("kontrakt", amended.number.as_ref())));
            format!(
                "lavede {}{}, der gælder fra {}{}",
                numbered("allonge", contract.number.as_ref()),
                to.unwrap_or_default(),
                date(contract.start),
                until(contract.end)
            )
        }
        Deed::FollowedUp(follow_ups) => followed_up(follow_ups, name_of),
        Deed::Single(change) => {
            return changes_with(CprForm::Masked, change.before, change.after, name_of);
        }
    };
    vec![one]
}

/// What ended with a stay.
fn closed(lines: usize, contracts: usize) -> String {
    let parts: Vec<String> = [("rate_line", lines), ("contract", contracts)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| records(kind, count))
        .collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if parts.is_empty() { String::new() } else { format!(" og lukkede {}", format::list(&parts)) }
}

/// Is it a regulation with P/L, and no new price?
fn is_regulation(cause: &vilkaar_domain::Cause) -> bool {
    cause.word() == "P/L"
}

fn short(deed: &Deed<'_>, name_of: NameOf<'_>) -> String {
    match deed {
        Deed::RateChanged { new, .. } if new.cause.as_ref().is_some_and(is_regulation) => {
            format!("regulerede {}", service(new))
        }
        Deed::RateChanged { new, .. } => format!("ændrede {}", service(new)),
        Deed::RateCorrected { wrong, right } if right.is_empty() => format!("annullerede {}", service(wrong)),
        Deed::RateCorrected { wrong, .. } => format!("rettede {}", service(wrong)),
        Deed::Ended { placement, .. } if placement.is_cancelled() => "annullerede placeringen".to_owned(),
        Deed::Ended { .. } => "afsluttede placeringen".to_owned(),
        Deed::Moved { .. } => "flyttede borgeren".to_owned(),
        Deed::Allonge { .. } => "lavede en allonge".to_owned(),
        Deed::FollowedUp(follow_ups) => format!("fulgte op på {}", records("goal", follow_ups.len())),
        Deed::Single(change) => super::steps::short(change, name_of),
    }
}
