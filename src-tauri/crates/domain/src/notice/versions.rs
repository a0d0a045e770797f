//! Contracts that come as versions (*allonger*): which one holds on a day, and notice where a later version changes
//! the terms (domain §3).
//!
//! Invariant: from the day a version begins, the one it amends holds no more, even when the later one ends first;
//! and *seneste opsigelse* is the latest day whose notice is in time, whichever version holds that day.

use chrono::NaiveDate;

use super::{LatestNotice, NoticeAnswer, NoticeEnd, NoticeError};
use crate::calendar::{Period, add_days, holidays};
use crate::{Contract, Party};

/// The version that takes a contract's place, if one was made; of several the one that begins last.
#[must_use]
pub fn successor<'a>(contracts: &[&'a Contract], contract: &Contract) -> Option<&'a Contract> {
    contracts
        .iter()
        .copied()
        .filter(|other| other.amends == Some(contract.id) && other.id != contract.id)
        .max_by_key(|other| (other.start, other.id))
}

/// A contract with the versions that follow it, in order.
#[must_use]
pub fn versions_from<'a>(contracts: &[&'a Contract], contract: &'a Contract) -> Vec<&'a Contract> {
    let mut found = vec![contract];
    let mut last = contract;
    while let Some(next) = successor(contracts, last) {
        // A ring can't be typed; a damaged register must not hang the program.
        if found.iter().any(|known| known.id == next.id) {
            break;
        }
        found.push(next);
        last = next;
    }
    found
}

/// Every version of the contract that one belongs to, in order.
#[must_use]
pub fn versions_of<'a>(contracts: &[&'a Contract], contract: &'a Contract) -> Vec<&'a Contract> {
    let mut first = contract;
    for _ in contracts {
        match contracts.iter().copied().find(|other| Some(other.id) == first.amends) {
            Some(former) => first = former,
            None => break,
        }
    }
    versions_from(contracts, first)
}

/// Has a later version taken the contract's place by the day?
#[must_use]
pub fn is_superseded(contracts: &[&Contract], contract: &Contract, day: NaiveDate) -> bool {
    contracts
        .iter()
        .any(|other| other.amends == Some(contract.id) && other.id != contract.id && other.start <= day)
}

/// The end of the term that runs on a day, with the versions that follow: an allonge that prolongs moves it. None
/// when it is open.
#[must_use]
pub fn term_end(contracts: &[&Contract], contract: &Contract, day: NaiveDate) -> Option<NaiveDate> {
    versions_from(contracts, contract).last().and_then(|last| last.current_term_end(day))
}

/// The ends of a contract's own terms that passed before a day, oldest first: since it came into the register, and until
/// the version that takes its place was known. A version that is agreed and hasn't begun takes none of them back. None
/// for a contract that notice ends; of one that renews itself no more only its *Slut*, where a later version has another.
#[must_use]
pub fn passed_terms(contracts: &[&Contract], contract: &Contract, day: NaiveDate) -> Vec<NaiveDate> {
    let versions = versions_from(contracts, contract);
    if versions.iter().any(|version| version.notice_given.is_some()) {
        return Vec::new();
    }
    // What passes after that is no term any more: the later version's end took its place.
    let next = versions.get(1);
    let until = next.and_then(|next| next.known_from()).map_or(day, |known| known.min(day));
    if contract.renewal().is_none() {
        return contract.end.filter(|end| next.is_some() && *end < until).into_iter().collect();
    }
    let Some(known) = contract.known_from() else { return Vec::new() };
    let mut found = Vec::new();
    let mut term = contract.current_term_end(known.max(contract.start));
    while let Some(end) = term.filter(|end| *end < until) {
        found.push(end);
        term = contract.current_term_end(add_days(end, 1));
    }
    found
}

/// The terms of notice that is given under the first of some versions: its own rule; *Slut*, renewal and notice
/// already given of the last, since that is the agreement the notice ends; and the longest minimum term, because one
/// that was agreed binds before its version begins.
fn terms(versions: &[&Contract]) -> Option<Contract> {
    let (first, last) = (versions.first()?, versions.last()?);
    Some(Contract {
        minimum_until: versions.iter().filter_map(|version| version.minimum_until).max(),
        end: last.end,
        renews_by_months: last.renews_by_months,
        notice_given: last.notice_given.clone(),
        ..(*first).clone()
    })
}

/// When a party's notice on a day ends the contract whose versions these are, the one in force that day first.
///
/// # Errors
/// [`NoticeError`].
pub(super) fn end(
    versions: &[&Contract],
    party: Party,
    given: NaiveDate,
) -> Result<Option<NoticeEnd>, NoticeError> {
    terms(versions).ok_or(NoticeError::ContractMissing)?.notice_end(party, given)
}

/// The latest notice of a party for a wanted end: the latest day on which one of the versions holds and notice is in
/// time by it. The version in force (the first) answers also for days that lie before it.
///
/// # Errors
/// [`NoticeError`] of the version in force.
pub(super) fn latest(
    versions: &[&Contract],
    party: Party,
    wanted: NaiveDate,
    today: NaiveDate,
) -> Result<NoticeAnswer, NoticeError> {
    let own = terms(versions).ok_or(NoticeError::ContractMissing)?.notice_by(party, wanted, today)?;
    for (at, version) in versions.iter().enumerate().skip(1).rev() {
        let answer = terms(&versions[at..]).and_then(|terms| terms.notice_by(party, wanted, today).ok());
        let Some(NoticeAnswer::Latest(latest)) = answer else { continue };
        match held_back(versions, at, party, latest) {
            Some(latest) if latest.last_day >= version.start => return Ok(NoticeAnswer::Latest(latest)),
            Some(_) | None => {}
        }
    }
    Ok(match own {
        NoticeAnswer::Latest(latest) => {
            held_back(versions, 0, party, latest).map_or(own, NoticeAnswer::Latest)
        }
        NoticeAnswer::Given(_) | NoticeAnswer::NotByThen { .. } | NoticeAnswer::Never { .. } => own,
    })
}

/// A version's latest notice, held back to the last day on which the version holds; a day later is the next one's.
fn held_back(versions: &[&Contract], at: usize, party: Party, latest: LatestNotice) -> Option<LatestNotice> {
    let Some(next) = versions.get(at + 1) else { return Some(latest) };
    let held_until = add_days(next.start, -1);
    if latest.last_day < held_until {
        return Some(latest);
    }
    let later = end(&versions[at + 1..], party, next.start).ok().flatten();
    Some(LatestNotice {
        wanted: latest.wanted,
        last_day: held_until,
        last_workday: holidays::last_workday(held_until),
        end: end(&versions[at..], party, held_until).ok().flatten()?,
        delay: later.and_then(|later| Period::new(add_days(latest.wanted, 1), Some(later.ends))),
    })
}
