//! Steps that a single record is made for, told as what somebody did and not as fields that differ.
//!
//! Invariant: a step is only told where nothing else in the record differs, so that no change is ever silent.

use vilkaar_domain::{
    AgendaMark, Attachment, Contract, Entity, FollowUp, Handled, NotifiedDecision, NotifiedRate, Postponed,
    RateLine, SubGoal,
};

use super::fields::{CprForm, fields};
use super::operation::Change;
use super::{NameOf, lower_first, name, numbered, stands_alone, title};
use crate::format::{self, date, list};

/// What was done with a record, where it is one of the steps that it is made for.
pub(super) fn step(before: Option<&Entity>, after: &Entity, name_of: NameOf<'_>) -> Option<String> {
    match (before, after) {
        (None, Entity::FollowUp(follow_up)) => Some(followed_up(&[follow_up], name_of)),
        (None, Entity::Attachment(file)) => Some(format!("vedhæftede {}", file_title(file))),
        (None, Entity::DeliveredHours(_)) => Some(format!("noterede {}", title(after, name_of))),
        (None, Entity::NotifiedRate(_)) => Some(format!("noterede {}", title(after, name_of))),
        (before, Entity::AgendaMark(new)) => agenda_step(
            match before {
                Some(Entity::AgendaMark(old)) => Some(old),
                _ => None,
            },
            new,
        ),
        (Some(Entity::RateLine(old)), Entity::RateLine(new)) => rate_line_step(old, new),
        (Some(Entity::Contract(old)), Entity::Contract(new)) => contract_step(old, new),
        (Some(Entity::SubGoal(old)), Entity::SubGoal(new)) => sub_goal_step(old, new),
        (Some(Entity::NotifiedRate(old)), Entity::NotifiedRate(new)) => notified_step(old, new),
        _ => None,
    }
}

/// The steps that rate lines are made for: closing one, and annulling a wrong one (domain §2.1); and a corrected
/// amount, which is named by its service.
fn rate_line_step(old: &RateLine, new: &RateLine) -> Option<String> {
    let closed = RateLine { to: new.to, ..old.clone() };
    if closed == *new
        && let (None, Some(to)) = (old.to, new.to)
    {
        return Some(format!("afsluttede {} med {} som sidste dag", rate_line_title(new), date(to)));
    }
    let annulled = RateLine { annulled: true, to: new.to, ..old.clone() };
    if annulled == *new && !old.annulled {
        return Some(format!("annullerede {}", rate_line_title(new)));
    }
    let repriced = RateLine { amount: new.amount, ..old.clone() };
    (repriced == *new && old.amount != new.amount).then(|| {
        format!(
            "ændrede {} fra {} kr. til {} kr. {}",
            lower_first(new.service.word()),
            format::rate(old.amount),
            format::rate(new.amount),
            new.unit.word()
        )
    })
}

/// `grundtakst 2.394,00 kr. pr. døgn fra 01-01-2024`.
pub(super) fn rate_line_title(line: &RateLine) -> String {
    let quantity = line.quantity.map(|q| format!(", {} pr. uge,", format::number(q))).unwrap_or_default();
    format!("{} {}{quantity} fra {}", rate_line_price(line), line.unit.word(), date(line.from))
}

/// `grundtakst 2.394,00 kr.`
pub(super) fn rate_line_price(line: &RateLine) -> String {
    format!("{} {} kr.", lower_first(line.service.word()), format::rate(line.amount))
}

/// Notice that was given or received.
fn contract_step(old: &Contract, new: &Contract) -> Option<String> {
    let (None, Some(notice)) = (&old.notice_given, &new.notice_given) else { return None };
    (Contract { notice_given: new.notice_given.clone(), ..old.clone() } == *new).then(|| {
        format!(
            "registrerede, at {} er opsagt den {} af {} med ophør {}{}",
            numbered("kontrakt", new.number.as_ref()),
            date(notice.on),
            notice.by.word(),
            date(notice.ends),
            notice
                .decision_on
                .map(|day| format!(", afgørelse truffet den {}", date(day)))
                .unwrap_or_default()
        )
    })
}

fn sub_goal_step(old: &SubGoal, new: &SubGoal) -> Option<String> {
    let (None, Some(day)) = (old.reached_on, new.reached_on) else { return None };
    (SubGoal { reached_on: new.reached_on, ..old.clone() } == *new)
        .then(|| format!("noterede delmålet \"{}\" som opnået den {}", new.text, date(day)))
}

fn notified_step(old: &NotifiedRate, new: &NotifiedRate) -> Option<String> {
    let decision = new.decision.filter(|_| old.decision != new.decision)?;
    let only_decided = NotifiedRate {
        decision: new.decision,
        decided_on: new.decided_on,
        reason: new.reason.clone(),
        ..old.clone()
    };
    (only_decided == *new).then(|| {
        let rate = format!("den varslede takst {} kr. fra {}", format::rate(new.new_rate), date(new.from));
        let did = match decision {
            NotifiedDecision::Accept => format!("accepterede {rate}"),
            NotifiedDecision::Negotiate => format!("tog {rate} op til forhandling"),
            NotifiedDecision::Reject => format!("afviste {rate}"),
        };
        format!("{did}{}", remark(new.reason.as_deref()))
    })
}

/// What was noted, after a colon; nothing where nothing was.
fn remark(said: Option<&str>) -> String {
    said.map(str::trim).filter(|said| !said.is_empty()).map(|said| format!(": {said}")).unwrap_or_default()
}

/// What somebody did about an item of the agenda.
fn agenda_step(old: Option<&AgendaMark>, new: &AgendaMark) -> Option<String> {
    let was = |pick: fn(&AgendaMark) -> bool| old.is_some_and(pick);
    let mut done = Vec::new();
    let (handled, postponed) = (old.and_then(|m| m.handled.as_ref()), old.and_then(|m| m.postponed.as_ref()));
    if handled != new.handled.as_ref() {
        done.push(match &new.handled {
            Some(Handled { on: _, by: _, reason }) => {
                format!("håndterede en opgave i Dagens arbejde{}", remark(Some(reason)))
            }
            None => "åbnede en håndteret opgave i Dagens arbejde igen".to_owned(),
        });
    }
    if postponed != new.postponed.as_ref() {
        done.push(match &new.postponed {
            Some(Postponed { until, by: _, reason }) => {
                format!("udsatte en opgave i Dagens arbejde til {}{}", date(*until), remark(Some(reason)))
            }
            None => "tog en udsat opgave i Dagens arbejde frem igen".to_owned(),
        });
    }
    if old.and_then(|mark| mark.owner.as_ref()) != new.owner.as_ref() {
        done.push(match &new.owner {
            Some(owner) => format!("overdrog en opgave i Dagens arbejde til {owner}"),
            None if was(|mark| mark.owner.is_some()) => {
                "gav en overdraget opgave i Dagens arbejde tilbage".to_owned()
            }
            None => return None,
        });
    }
    (!done.is_empty()).then(|| list(&done.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// Follow-ups of one day's work: `fulgte op på 2 mål den 12-03-2026: 1.1 (niveau 3), 1.2 (niveau 2, …)`.
pub(super) fn followed_up(follow_ups: &[&FollowUp], name_of: NameOf<'_>) -> String {
    let noted = |follow_up: &FollowUp| {
        let parts: Vec<String> = [
            follow_up.level.map(|level| format!("niveau {}", level.number())),
            follow_up.source.map(|source| format!("kilde {}", lower_first(source.word()))),
            follow_up.result.map(|result| lower_first(result.word())),
            follow_up.remark.as_ref().map(|remark| format!("\"{remark}\"")),
        ]
        .into_iter()
        .flatten()
        .collect();
        parts.join(", ")
    };
    if let [one] = follow_ups {
        let goal = name_of(one.goal.0).map_or_else(|| "et mål".to_owned(), |name| format!("målet {name}"));
        let noted = noted(one);
        let noted = if noted.is_empty() { noted } else { format!(": {noted}") };
        return format!("fulgte op på {goal} den {}{noted}", date(one.date));
    }
    let first = follow_ups.first().map(|one| one.date);
    let same_day = follow_ups.iter().all(|one| Some(one.date) == first);
    let each: Vec<String> = follow_ups
        .iter()
        .map(|one| {
            let goal = name_of(one.goal.0).unwrap_or_else(|| "et mål".to_owned());
            let day = if same_day { String::new() } else { format!("den {}", date(one.date)) };
            let parts: Vec<String> = [day, noted(one)].into_iter().filter(|part| !part.is_empty()).collect();
            if parts.is_empty() { goal } else { format!("{goal} ({})", parts.join(", ")) }
        })
        .collect();
    let day = first.filter(|_| same_day).map(|day| format!(" den {}", date(day))).unwrap_or_default();
    format!("fulgte op på {} mål{day}: {}", follow_ups.len(), each.join(", "))
}

/// `filen kontrakt.pdf (underskrevet kontrakt)`.
pub(super) fn file_title(file: &Attachment) -> String {
    format!("filen {} ({})", file.name.reveal(), file.kind.word())
}

/// A change of one record in a few words: no values, and no name of a file or a person.
pub(super) fn short(change: &Change<'_>, name_of: NameOf<'_>) -> String {
    let Some(record) = change.record() else { return "en ændring".to_owned() };
    let what = match record {
        Entity::Attachment(_) => "en fil".to_owned(),
        Entity::SubGoal(_) => "et delmål".to_owned(),
        Entity::RateLine(line) => lower_first(line.service.word()),
        Entity::Placement(_) => "placeringen".to_owned(),
        Entity::ExpectedYouth(_) => "en kommende ung".to_owned(),
        other => name(other, name_of),
    };
    match (change.before, change.after) {
        (None, Some(Entity::Attachment(_))) => "vedhæftede en fil".to_owned(),
        (_, Some(Entity::AgendaMark(_))) => "behandlede en opgave i Dagens arbejde".to_owned(),
        (None, Some(Entity::SavedFilter(_))) => format!("gemte {what}"),
        (None, _) => format!("oprettede {what}"),
        (_, None) => format!("fjernede {what}"),
        (Some(before), Some(after)) => {
            let (old, new) = (fields(before, CprForm::Full, name_of), fields(after, CprForm::Full, name_of));
            let changed: Vec<String> = old
                .into_iter()
                .zip(new)
                .filter(|(old, new)| old.value != new.value)
                .map(|(_, new)| new.label.trim_end_matches(',').to_owned())
                .collect();
            match changed.as_slice() {
                [] => format!("ændrede {what}"),
                [one] if stands_alone(after) => format!("ændrede {one}"),
                [one] => format!("ændrede {one} for {what}"),
                _ => format!("ændrede {what}"),
            }
        }
    }
}
