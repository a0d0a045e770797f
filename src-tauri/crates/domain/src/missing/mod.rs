//! What is missing on a placement (*mangler*): the holes that cost money or break a rule (domain §1, design §8).
//!
//! Invariant: at most one item per case and kind, on active and planned cases only, so that a count of
//! items is a count of cases.

mod approval;

pub use approval::ApprovalLack;

use chrono::NaiveDate;

use crate::agenda::Owner;
use crate::calendar::{Period, add_months};
use crate::notice::{contract_in_force, is_superseded};
use crate::stake::NoComparison;
use crate::{CaseFile, CaseNumber, ContractId, PlacementId, PlacementStatus, Settings};

/// A kind of thing that can be missing. The order is that of the codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MissingKind {
    /// The offer's approval isn't known.
    ApprovalUnknown,
    /// The next follow-up of a goal is overdue.
    FollowUpOverdue,
    /// No contract is in force.
    NoContract,
    /// No goals.
    NoGoals,
    /// Support hours a week aren't known.
    NoHours,
    /// The contract has no notice rule of the municipality's.
    NoNoticeRule,
    /// Days without a rate.
    NoRate,
    /// Above the limit without a search of other offers.
    NoSearch,
    /// The contract's signed file isn't there.
    NoSignedFile,
    /// The price per support hour can't be compared.
    NotComparable,
    /// The offer isn't approved for the placement.
    OfferNotApproved,
}

/// How much it weighs that something is missing. It is told in several places, and the same in each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MissingWeight {
    /// It breaks a rule or costs money that nobody sees.
    Serious,
    /// It makes the next talk or follow-up weaker.
    Lack,
    /// It is worth knowing: nearly every contract that was imported lacks its file, and what can't be compared is
    /// often nobody's fault.
    Remark,
}

impl MissingKind {
    /// Every kind, the worst first: what is unlawful or unsafe before what is merely not filed.
    pub const WORST_FIRST: [Self; 11] = [
        Self::NoContract,
        Self::FollowUpOverdue,
        Self::NoRate,
        Self::OfferNotApproved,
        Self::NoSearch,
        Self::NoGoals,
        Self::NoNoticeRule,
        Self::ApprovalUnknown,
        Self::NoHours,
        Self::NotComparable,
        Self::NoSignedFile,
    ];

    /// How much it weighs.
    #[must_use]
    pub const fn weight(self) -> MissingWeight {
        match self {
            Self::NoContract | Self::NoRate | Self::OfferNotApproved | Self::FollowUpOverdue => {
                MissingWeight::Serious
            }
            Self::ApprovalUnknown | Self::NoGoals | Self::NoHours | Self::NoNoticeRule | Self::NoSearch => {
                MissingWeight::Lack
            }
            Self::NoSignedFile | Self::NotComparable => MissingWeight::Remark,
        }
    }

    /// The stable code on the command line (design §8, `gaps`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ApprovalUnknown => "approval_unknown",
            Self::FollowUpOverdue => "follow_up_overdue",
            Self::NoContract => "no_contract",
            Self::NoGoals => "no_goals",
            Self::NoHours => "no_hours",
            Self::NoNoticeRule => "no_notice_rule",
            Self::NoRate => "no_rate",
            Self::NoSearch => "no_search",
            Self::NoSignedFile => "no_signed_file",
            Self::NotComparable => "not_comparable",
            Self::OfferNotApproved => "offer_not_approved",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::WORST_FIRST.into_iter().find(|kind| kind.code() == code)
    }
}

/// What is missing, with what a sentence about it needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MissingWhat {
    /// The offer's approval isn't known.
    ApprovalUnknown {
        /// The offer's name.
        offer: String,
    },
    /// The follow-up that was due first.
    FollowUpOverdue {
        /// *Mål-id*.
        goal: String,
        /// When it was due.
        due: NaiveDate,
    },
    /// No contract on the day.
    NoContract {
        /// The end of the latest contract, where there was one.
        ended_on: Option<NaiveDate>,
        /// The start of the next, where there is one.
        next_start: Option<NaiveDate>,
    },
    /// No goals.
    NoGoals,
    /// No support hours.
    NoHours,
    /// No rule of the municipality's.
    NoNoticeRule {
        /// The contract.
        id: ContractId,
        /// *Kontraktnr.*
        contract: Option<String>,
    },
    /// The first days without a rate.
    NoRate {
        /// The days.
        gap: Period,
    },
    /// No search although above the limit.
    NoSearch {
        /// The first day above the limit where it is still to come; none when the citizen is above it.
        above_from: Option<NaiveDate>,
    },
    /// No signed file.
    NoSignedFile {
        /// The contract.
        id: ContractId,
        /// *Kontraktnr.*
        contract: Option<String>,
    },
    /// No comparison of the price per support hour.
    NotComparable {
        /// Why.
        why: NoComparison,
    },
    /// The offer isn't approved for the placement.
    OfferNotApproved {
        /// The offer's name.
        offer: String,
        /// Why.
        lack: ApprovalLack,
    },
}

impl MissingWhat {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> MissingKind {
        match self {
            Self::ApprovalUnknown { .. } => MissingKind::ApprovalUnknown,
            Self::FollowUpOverdue { .. } => MissingKind::FollowUpOverdue,
            Self::NoContract { .. } => MissingKind::NoContract,
            Self::NoGoals => MissingKind::NoGoals,
            Self::NoHours => MissingKind::NoHours,
            Self::NoNoticeRule { .. } => MissingKind::NoNoticeRule,
            Self::NoRate { .. } => MissingKind::NoRate,
            Self::NoSearch { .. } => MissingKind::NoSearch,
            Self::NoSignedFile { .. } => MissingKind::NoSignedFile,
            Self::NotComparable { .. } => MissingKind::NotComparable,
            Self::OfferNotApproved { .. } => MissingKind::OfferNotApproved,
        }
    }
}

/// Something missing on a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingItem {
    /// The placement.
    pub placement: PlacementId,
    /// *Sagsnr.*
    pub case: CaseNumber,
    /// What.
    pub what: MissingWhat,
    /// Who should get it.
    pub owner: Owner,
}

/// What the cost of a case says about what is missing; the cost module works it out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MissingCostFacts {
    /// The first days of the stay without Grundtakst or Ydelsespakke within [`rate_gap_window`].
    pub rate_gap: Option<Period>,
    /// The first day from today to twelve months on when the citizen is above the limit (domain §2.3).
    pub above_limit_from: Option<NaiveDate>,
    /// Why the price per support hour can't be compared, where it can't (domain §2.6).
    pub no_comparison: Option<NoComparison>,
}

/// The days in which a missing rate is looked for: two years back to twelve months ahead (design §8).
#[must_use]
pub fn rate_gap_window(today: NaiveDate) -> Option<Period> {
    Period::new(add_months(today, -24), Some(add_months(today, 12)))
}

impl CaseFile<'_> {
    /// What is missing on the case, by kind; nothing on an ended one. A planned case is judged on its
    /// first day for its contract.
    #[must_use]
    pub fn missing(
        &self,
        settings: &Settings,
        today: NaiveDate,
        cost: &MissingCostFacts,
    ) -> Vec<MissingItem> {
        if self.placement.status(today) == PlacementStatus::Ended {
            return Vec::new();
        }
        let mut found = self.missing_of_contract(today);
        found.extend(self.missing_of_offer());
        found.extend(self.missing_of_goals(settings, today));
        found.extend(cost.rate_gap.map(|gap| MissingWhat::NoRate { gap }));
        found.extend(
            cost.above_limit_from.filter(|_| !self.has_searched_elsewhere()).map(|first| {
                MissingWhat::NoSearch { above_from: Some(first).filter(|first| *first > today) }
            }),
        );
        if self.placement.support_hours.is_none() {
            found.push(MissingWhat::NoHours);
        } else if let Some(why) = cost.no_comparison {
            // Without hours nothing can be compared either, and that is told once.
            found.push(MissingWhat::NotComparable { why });
        }
        found.sort_by_key(MissingWhat::kind);
        found
            .into_iter()
            .map(|what| MissingItem {
                placement: self.placement.id,
                case: self.placement.case.clone(),
                owner: self.owner_of_missing(what.kind(), today),
                what,
            })
            .collect()
    }

    /// No contract, no rule, no signed file.
    fn missing_of_contract(&self, today: NaiveDate) -> Vec<MissingWhat> {
        let day = self.placement.moved_in.max(today);
        let mut found = Vec::new();
        let in_force = contract_in_force(&self.contracts, day);
        let next = self.contracts.iter().copied().find(|contract| contract.start > day);
        if in_force.is_none() {
            found.push(MissingWhat::NoContract {
                ended_on: self
                    .contracts
                    .iter()
                    .filter(|contract| !is_superseded(&self.contracts, contract, day))
                    .filter_map(|contract| contract.fixed_end())
                    .filter(|end| *end < day)
                    .max(),
                next_start: next.map(|contract| contract.start),
            });
        }
        if let Some(contract) = in_force.or(next) {
            if contract.notice_municipality.is_none() {
                found.push(MissingWhat::NoNoticeRule { id: contract.id, contract: contract.number.clone() });
            }
            if !contract.has_signed_file {
                found.push(MissingWhat::NoSignedFile { id: contract.id, contract: contract.number.clone() });
            }
        }
        found
    }

    /// Approval of the offer.
    fn missing_of_offer(&self) -> Vec<MissingWhat> {
        let Some(offer) = self.offer else { return Vec::new() };
        let mut found = Vec::new();
        if let Some(lack) = offer.approval_lack(self.placement.legal_basis) {
            found.push(MissingWhat::OfferNotApproved { offer: offer.name.clone(), lack });
        }
        if offer.is_approval_unknown() {
            found.push(MissingWhat::ApprovalUnknown { offer: offer.name.clone() });
        }
        found
    }

    /// Goals and their follow-up.
    fn missing_of_goals(&self, settings: &Settings, today: NaiveDate) -> Option<MissingWhat> {
        if self.goals.is_empty() {
            return Some(MissingWhat::NoGoals);
        }
        self.next_goal_follow_up(settings, today)
            .filter(|(_, due)| *due < today)
            .map(|(goal, due)| MissingWhat::FollowUpOverdue { goal: goal.key.clone(), due })
    }

    /// Is anything but the present offer among *Afsøgte tilbud*?
    fn has_searched_elsewhere(&self) -> bool {
        let present = self.offer.map(|offer| offer.name.trim().to_lowercase());
        self.searched_offers.iter().any(|searched| Some(searched.offer.trim().to_lowercase()) != present)
    }

    /// Contract and rates are the negotiator's to get, the rest the case worker's.
    fn owner_of_missing(&self, kind: MissingKind, today: NaiveDate) -> Owner {
        match kind {
            MissingKind::NoContract
            | MissingKind::NoNoticeRule
            | MissingKind::NoRate
            | MissingKind::NoSignedFile => self.owner_of_money(today),
            MissingKind::ApprovalUnknown
            | MissingKind::FollowUpOverdue
            | MissingKind::NoGoals
            | MissingKind::NoHours
            | MissingKind::NoSearch
            | MissingKind::NotComparable
            | MissingKind::OfferNotApproved => self.owner_of_care(),
        }
    }
}

#[cfg(test)]
mod tests;
