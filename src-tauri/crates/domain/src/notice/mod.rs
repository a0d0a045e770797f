//! Notice (*opsigelse*): when a contract ends if notice is given on a day, and the latest day for a
//! wanted end, under minimum term, fixed end and tacit renewal (domain §3).
//!
//! Invariant: an answer carries what decided it, so that the sentence about it is made from the answer
//! and never worked out a second time.

mod rule;
mod versions;
mod words;

use chrono::NaiveDate;

use crate::calendar::{Period, add_days, add_months, holidays};
use crate::{Contract, ContractId, NoticeRule, Party};

pub use versions::{is_superseded, passed_terms, successor, term_end, versions_from, versions_of};

/// Why there is no answer about notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoticeError {
    /// The case has no contract.
    #[error("no contract")]
    ContractMissing,
    /// The contract's fixed end lies before the day.
    #[error("the contract ended on {ended_on}")]
    ContractEnded {
        /// *Slut*.
        ended_on: NaiveDate,
    },
    /// The contract has no rule for that party.
    #[error("no notice rule for {}", party.word())]
    NoticeRuleMissing {
        /// Whose rule is missing.
        party: Party,
    },
}

impl NoticeError {
    /// The stable code on the command line (design §8).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ContractMissing => "contract_missing",
            Self::ContractEnded { .. } => "contract_ended",
            Self::NoticeRuleMissing { .. } => "notice_rule_missing",
        }
    }
}

/// What decided the day on which a contract ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndCause {
    /// The rule alone.
    Rule,
    /// The minimum term moved the end to a later day.
    MinimumTerm {
        /// *Mindsteperiode til*.
        until: NaiveDate,
    },
    /// The fixed *Slut* came before the rule's end.
    FixedEnd {
        /// *Slut*.
        end: NaiveDate,
    },
    /// Tacit renewal: the contract ends only with a term.
    Renewal {
        /// The first term's end, *Slut*.
        first_end: NaiveDate,
        /// *Forlænges med (md.)*.
        months: u32,
    },
    /// Notice that was given already ends it before that.
    EarlierNotice {
        /// When it ends by that notice.
        ends: NaiveDate,
    },
}

/// The end that notice on a day gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoticeEnd {
    /// The day on which notice reaches the other party.
    pub given: NaiveDate,
    /// The party's rule.
    pub rule: NoticeRule,
    /// The end by the rule alone.
    pub rule_end: NaiveDate,
    /// When the contract ends.
    pub ends: NaiveDate,
    /// What decided it.
    pub cause: EndCause,
}

/// The latest notice for a wanted end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LatestNotice {
    /// The wanted end.
    pub wanted: NaiveDate,
    /// *Seneste opsigelse*: the latest day whose end by the rule and the minimum term is on or before
    /// `wanted`, never later than *Slut*. It may lie in the past.
    pub last_day: NaiveDate,
    /// The last *arbejdsdag* on or before it.
    pub last_workday: NaiveDate,
    /// What notice on `last_day` gives; with tacit renewal it may end after `wanted`.
    pub end: NoticeEnd,
    /// The days from the day after `wanted` to the end that notice one day later gives: their cost is
    /// *koster en måneds forsinkelse*. None where a day's delay costs no day.
    pub delay: Option<Period>,
}

/// An answer about notice by one party of one contract.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeAnswer {
    /// Notice on a day was asked about.
    Given(NoticeEnd),
    /// A wanted end was asked about, and there is a latest day for it.
    Latest(LatestNotice),
    /// The minimum term lies after the wanted end: no notice ends it by then.
    NotByThen {
        /// The wanted end.
        wanted: NaiveDate,
        /// *Mindsteperiode til*.
        minimum_until: NaiveDate,
        /// The earliest end, by notice today.
        earliest: NoticeEnd,
    },
    /// The party can't end the contract.
    Never {
        /// *Slut*; none for an open contract and for one that renews itself.
        ends: Option<NaiveDate>,
    },
}

impl NoticeAnswer {
    /// When the contract ends, as the answer has it (design §8, `notice`).
    #[must_use]
    pub const fn ends(&self) -> Option<NaiveDate> {
        match self {
            Self::Given(end) => Some(end.ends),
            Self::Latest(latest) => Some(latest.end.ends),
            Self::NotByThen { earliest, .. } => Some(earliest.ends),
            Self::Never { ends } => *ends,
        }
    }

    /// *Seneste opsigelse*, where a wanted end was asked about and has one.
    #[must_use]
    pub const fn last_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Latest(latest) => Some(latest.last_day),
            Self::Given(_) | Self::NotByThen { .. } | Self::Never { .. } => None,
        }
    }

    /// The last *arbejdsdag* for it.
    #[must_use]
    pub const fn last_workday(&self) -> Option<NaiveDate> {
        match self {
            Self::Latest(latest) => Some(latest.last_workday),
            Self::Given(_) | Self::NotByThen { .. } | Self::Never { .. } => None,
        }
    }
}

/// A party's answer with the contract that it is from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The contract.
    pub contract: ContractId,
    /// Who gives notice.
    pub party: Party,
    /// The answer.
    pub answer: NoticeAnswer,
}

/// The contract in force on a day; of several versions the one that began last. One that a later version has taken the
/// place of is in force no more.
#[must_use]
pub fn contract_in_force<'a>(contracts: &[&'a Contract], day: NaiveDate) -> Option<&'a Contract> {
    contracts
        .iter()
        .copied()
        .filter(|contract| contract.is_in_force(day) && !is_superseded(contracts, contract, day))
        .max_by_key(|contract| (contract.start, contract.id))
}

/// The contract that notice on a day is about: the one in force that day, else the next (design §8).
///
/// # Errors
/// [`NoticeError::ContractEnded`] when every contract has ended before the day,
/// [`NoticeError::ContractMissing`] when there is none at all.
pub fn contract_for_notice<'a>(
    contracts: &[&'a Contract],
    day: NaiveDate,
) -> Result<&'a Contract, NoticeError> {
    if let Some(contract) = contract_in_force(contracts, day) {
        return Ok(contract);
    }
    let next = contracts
        .iter()
        .copied()
        .filter(|contract| contract.start > day && contract.term().is_some())
        .min_by_key(|contract| (contract.start, contract.id));
    match next {
        Some(contract) => Ok(contract),
        None => Err(contracts
            .iter()
            .filter(|contract| !is_superseded(contracts, contract, day))
            .filter_map(|contract| contract.fixed_end())
            .max()
            .map_or(NoticeError::ContractMissing, |ended_on| NoticeError::ContractEnded { ended_on })),
    }
}

/// When a party's notice on a day ends the contract, by the contract in force that day, else the next.
///
/// # Errors
/// [`NoticeError`] when there is no contract, it has ended, or it has no rule for the party.
pub fn notice_given(contracts: &[&Contract], party: Party, given: NaiveDate) -> Result<Notice, NoticeError> {
    let contract = contract_for_notice(contracts, given)?;
    let answer = match versions::end(&versions_from(contracts, contract), party, given)? {
        Some(end) => NoticeAnswer::Given(end),
        None => NoticeAnswer::Never { ends: last_version(contracts, contract).fixed_end() },
    };
    Ok(Notice { contract: contract.id, party, answer })
}

/// The latest notice of a party for a wanted end, by the contract in force today, else the next.
///
/// # Errors
/// [`NoticeError`] when there is no contract, it has ended, or it has no rule for the party.
pub fn notice_for_end(
    contracts: &[&Contract],
    party: Party,
    wanted: NaiveDate,
    today: NaiveDate,
) -> Result<Notice, NoticeError> {
    let contract = contract_for_notice(contracts, today)?;
    let answer = latest_notice(contracts, contract, party, wanted, today)?;
    Ok(Notice { contract: contract.id, party, answer })
}

/// The latest notice of a party for a wanted end, by one contract and the versions that follow it.
///
/// # Errors
/// [`NoticeError`] when it has no rule for the party, or is over.
pub fn latest_notice(
    contracts: &[&Contract],
    contract: &Contract,
    party: Party,
    wanted: NaiveDate,
    today: NaiveDate,
) -> Result<NoticeAnswer, NoticeError> {
    versions::latest(&versions_from(contracts, contract), party, wanted, today)
}

/// When a contract ends by its rule *ved borgerens død*, and never after its versions end anyway (*Slut*, notice
/// already given); `None` without a rule, and where it runs on.
#[must_use]
pub fn end_on_death<'a>(
    contracts: &[&'a Contract],
    contract: &'a Contract,
    died: NaiveDate,
) -> Option<NaiveDate> {
    let by_rule = contract.terms.notice_on_death?.end(died)?;
    Some(last_version(contracts, contract).fixed_end().map_or(by_rule, |end| by_rule.min(end)))
}

/// The last version that follows a contract; itself without any.
fn last_version<'a>(contracts: &[&'a Contract], contract: &'a Contract) -> &'a Contract {
    versions_from(contracts, contract).last().copied().unwrap_or(contract)
}

impl Contract {
    /// Months of tacit renewal, where *Slut* is set and the contract renews itself.
    #[must_use]
    pub fn renewal(&self) -> Option<(NaiveDate, u32)> {
        self.end.zip(self.renews_by_months.filter(|months| *months > 0))
    }

    /// Do *Slut* and the renewal say the same as another's?
    #[must_use]
    pub fn has_terms_of(&self, other: &Self) -> bool {
        (self.end, self.renews_by_months) == (other.end, other.renews_by_months)
    }

    /// The contract as one that is known, as it stands, since a day.
    #[must_use]
    pub fn known_since(&self, day: NaiveDate) -> Self {
        let terms = crate::FurtherTerms { recorded_on: Some(day), ..self.terms.clone() };
        Self { terms, ..self.clone() }
    }

    /// Since when the contract is in the register: the day it was recorded; of one from before that was kept, the day
    /// in its id.
    pub(super) fn known_from(&self) -> Option<NaiveDate> {
        let of_id = || {
            let (seconds, nanoseconds) = self.id.0.get_timestamp()?.to_unix();
            let at = chrono::DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)?;
            Some(at.date_naive())
        };
        self.terms.recorded_on.or_else(of_id)
    }

    /// The day that ends the contract: *Slut*, or before it the end that notice gave; none for an open contract and for
    /// one that renews itself.
    #[must_use]
    pub fn fixed_end(&self) -> Option<NaiveDate> {
        let agreed = if self.renewal().is_some() { None } else { self.end };
        agreed.into_iter().chain(self.noticed_end()).min()
    }

    /// The end that notice gave, where it was given.
    fn noticed_end(&self) -> Option<NaiveDate> {
        self.notice_given.as_ref().map(|notice| notice.ends)
    }

    /// The end of the term that runs on a day: *Slut*, or with tacit renewal the first end + k·N months
    /// on or after the day, counted from the first end and clamped (domain §3); notice given ends it for good. None
    /// when open.
    #[must_use]
    pub fn current_term_end(&self, day: NaiveDate) -> Option<NaiveDate> {
        match self.renewal().filter(|_| self.notice_given.is_none()) {
            Some((first_end, months)) => Some(term_end_from(first_end, months, day)),
            None => self.fixed_end(),
        }
    }

    /// When notice on a day ends this contract; `None` when the party can't end it.
    ///
    /// # Errors
    /// [`NoticeError::NoticeRuleMissing`] without a rule, [`NoticeError::ContractEnded`] after *Slut*.
    pub fn notice_end(&self, party: Party, given: NaiveDate) -> Result<Option<NoticeEnd>, NoticeError> {
        let rule = self.notice_rule(party).ok_or(NoticeError::NoticeRuleMissing { party })?;
        if let Some(ended_on) = self.fixed_end().filter(|end| given > *end) {
            return Err(NoticeError::ContractEnded { ended_on });
        }
        let Some(rule_end) = rule.end(given) else { return Ok(None) };
        let mut ends = rule_end;
        let mut cause = EndCause::Rule;
        if let Some(until) = self.minimum_until.filter(|until| rule_end < *until) {
            ends = rule.minimum_end(until);
            cause = EndCause::MinimumTerm { until };
        }
        if let Some((first_end, months)) = self.renewal() {
            let term_end = term_end_from(first_end, months, ends);
            if term_end != ends {
                ends = term_end;
                cause = EndCause::Renewal { first_end, months };
            }
        } else if let Some(end) = self.end.filter(|end| *end < ends) {
            ends = end;
            cause = EndCause::FixedEnd { end };
        }
        if let Some(noticed) = self.noticed_end().filter(|noticed| *noticed < ends) {
            ends = noticed;
            cause = EndCause::EarlierNotice { ends };
        }
        Ok(Some(NoticeEnd { given, rule, rule_end, ends, cause }))
    }

    /// The latest notice of a party so that this contract ends by a wanted day (domain §3).
    ///
    /// # Errors
    /// [`NoticeError::NoticeRuleMissing`] without a rule; [`NoticeError::ContractEnded`] when the
    /// earliest end is asked for of a contract that is over.
    pub fn notice_by(
        &self,
        party: Party,
        wanted: NaiveDate,
        today: NaiveDate,
    ) -> Result<NoticeAnswer, NoticeError> {
        let rule = self.notice_rule(party).ok_or(NoticeError::NoticeRuleMissing { party })?;
        let never = NoticeAnswer::Never { ends: self.fixed_end() };
        let Some(by_rule) = rule.latest_day(wanted) else { return Ok(never) };
        if let Some(minimum_until) = self.minimum_until.filter(|until| rule.minimum_end(*until) > wanted) {
            return Ok(self.notice_end(party, today)?.map_or(never, |earliest| NoticeAnswer::NotByThen {
                wanted,
                minimum_until,
                earliest,
            }));
        }
        let last_day = self.fixed_end().map_or(by_rule, |end| by_rule.min(end));
        let Some(end) = self.notice_end(party, last_day)? else { return Ok(never) };
        // A day after Slut can't be given notice on any more, and costs nothing by that.
        let a_day_later = self.notice_end(party, add_days(last_day, 1)).ok().flatten();
        let delay = a_day_later.and_then(|later| Period::new(add_days(wanted, 1), Some(later.ends)));
        Ok(NoticeAnswer::Latest(LatestNotice {
            wanted,
            last_day,
            last_workday: holidays::last_workday(last_day),
            end,
            delay,
        }))
    }
}

/// The first end of a term on or after a day: first end + k·N months, k ≥ 0, counted from the first end
/// so that a clamped February doesn't shorten the terms after it.
fn term_end_from(first_end: NaiveDate, months: u32, day: NaiveDate) -> NaiveDate {
    let step = i32::try_from(months).unwrap_or(i32::MAX);
    let mut term_end = first_end;
    let mut passed = 0_i32;
    while term_end < day {
        passed = passed.saturating_add(step);
        let next = add_months(first_end, passed);
        if next <= term_end {
            // The calendar's end is reached; no later term exists.
            return day;
        }
        term_end = next;
    }
    term_end
}

#[cfg(test)]
mod latest_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod version_tests;
