//! Contracts with their notice rules (domain §3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AgreedContent, worded};
use crate::calendar::Period;
use crate::{ContractId, PlacementId};

/// How a party can end the contract. The day of notice is the day it reaches the other party.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeRule {
    /// *Fra dag til dag*: the same day.
    SameDay,
    /// *N dage*: day + N.
    Days(u32),
    /// *N måneder*: day + N months, clamped.
    Months(u32),
    /// *Løbende måned + N måneder*: last day of the Nth month after the month of notice.
    RunningMonthPlusMonths(u32),
    /// *Løbende måned + N dage*: last day of the month of notice + N days.
    RunningMonthPlusDays(u32),
    /// *Kan ikke opsiges* by that party.
    Never,
}

worded! {
    /// *Betaling*.
    Payment {
        /// In advance.
        Ahead = "forud",
        /// In arrears.
        Arrears = "bagud",
    }
}

worded! {
    /// *Regulering* of the rate from year to year (domain §2.4).
    Regulation {
        /// By the P/L rate.
        PriceAndWage = "P/L",
        /// Follows the offer's new list each year.
        OfferList = "årlig tilbudstakst",
        /// Fixed.
        Fixed = "fast",
    }
}

worded! {
    /// Who gives notice.
    Party {
        /// The municipality.
        Municipality = "kommune",
        /// The provider.
        Provider = "leverandør",
    }
}

/// One version of a placement's contract. A change is a new version (*allonge*), never a rewrite.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contract {
    /// Id of the record.
    pub id: ContractId,
    /// The placement it is about.
    pub placement: PlacementId,
    /// *Kontraktnr.*
    pub number: Option<String>,
    /// *Start*.
    pub start: NaiveDate,
    /// *Slut*, the fixed end; open if none.
    pub end: Option<NaiveDate>,
    /// *Opsigelse kommune*.
    pub notice_municipality: Option<NoticeRule>,
    /// *Opsigelse leverandør*.
    pub notice_provider: Option<NoticeRule>,
    /// *Mindsteperiode til*.
    pub minimum_until: Option<NaiveDate>,
    /// *Forlænges med (md.)*: tacit renewal, months at a time.
    pub renews_by_months: Option<u32>,
    /// *Genforhandles*.
    pub renegotiate_on: Option<NaiveDate>,
    /// *Forhandler*, a name from the sheet.
    pub negotiator: Option<String>,
    /// *Betaling*.
    pub payment: Option<Payment>,
    /// *Regulering*.
    pub regulation: Option<Regulation>,
    /// *Aftalt den*.
    pub agreed_on: Option<NaiveDate>,
    /// Months between follow-ups, where the contract says so.
    pub follow_up_months: Option<u32>,
    /// The signed contract is on file.
    pub has_signed_file: bool,
    /// The version that this one (an *allonge*) amends: from `start` on this one holds; none = the first.
    pub amends: Option<ContractId>,
    /// Hours by paragraph, night cover, what the rate includes.
    #[serde(default, skip_serializing_if = "AgreedContent::is_unknown")]
    pub content: AgreedContent,
    /// Terms beside dates and notice.
    #[serde(default, skip_serializing_if = "FurtherTerms::is_unknown")]
    pub terms: FurtherTerms,
    /// Notice that was given or received; none = none.
    pub notice_given: Option<NoticeGiven>,
}

/// Terms of a contract beside its dates and notice (domain §3).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FurtherTerms {
    /// When the contract ends on the citizen's death; none = not known.
    pub notice_on_death: Option<NoticeRule>,
    /// Days to pay, at most 30.
    pub days_to_pay: Option<u8>,
    /// What is paid while the citizen is away, in the contract's words.
    pub absence_rule: Option<String>,
    /// Where invoices go (EAN, 13 digits).
    pub ean: Option<String>,
    /// *Afgørelse truffet den*: the decision about the citizen that fewer hours or another place need.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_on: Option<NaiveDate>,
    /// The day that counted as today when the contract came into the register, or its *Slut* or renewal was put right
    /// last: what fell due before it was never known here. None in registers of before it was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<NaiveDate>,
}

impl FurtherTerms {
    /// The terms of a contract that comes into the register on a day, nothing else known.
    #[must_use]
    pub fn recorded_on(day: NaiveDate) -> Self {
        Self { recorded_on: Some(day), ..Self::default() }
    }

    /// Is nothing of it known?
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

/// Notice of a contract, given or received (domain §3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NoticeGiven {
    /// The day it reached the other party.
    pub on: NaiveDate,
    /// Who gave it.
    pub by: Party,
    /// The day the contract ends by it.
    pub ends: NaiveDate,
    /// *Afgørelse truffet den*: the decision about the citizen; none = *kræver borgerafgørelse*.
    pub decision_on: Option<NaiveDate>,
}

impl Contract {
    /// The rule of a party, if the contract has one.
    #[must_use]
    pub const fn notice_rule(&self, party: Party) -> Option<NoticeRule> {
        match party {
            Party::Municipality => self.notice_municipality,
            Party::Provider => self.notice_provider,
        }
    }

    /// The days that the contract is in force; with tacit renewal it runs on past *Slut*,
    /// until notice ends it.
    #[must_use]
    pub fn term(&self) -> Option<Period> {
        Period::new(self.start, self.fixed_end())
    }

    /// Is the contract in force on the day?
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.term().is_some_and(|term| term.contains(day))
    }
}
