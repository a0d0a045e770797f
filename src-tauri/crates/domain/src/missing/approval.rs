//! Is an offer approved for what it is used for (domain §5)?
//!
//! Invariant: what isn't known is unknown, never approved and never unapproved.

use chrono::NaiveDate;

use crate::{LegalBasis, Offer, SupervisionStatus};

/// Why an offer isn't approved for a placement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ApprovalLack {
    /// *Godkendelse ophørt*, and since when if known.
    Ceased {
        /// *Fra* of the status.
        since: Option<NaiveDate>,
    },
    /// The placement's paragraph isn't among those the offer is approved for.
    OtherParagraph {
        /// The placement's paragraph.
        legal_basis: LegalBasis,
    },
}

impl ApprovalLack {
    /// Since when, where it is known.
    #[must_use]
    pub const fn since(self) -> Option<NaiveDate> {
        match self {
            Self::Ceased { since } => since,
            Self::OtherParagraph { .. } => None,
        }
    }
}

impl Offer {
    /// Why the offer isn't approved for a placement by a paragraph; `None` when it is, or when that
    /// isn't known. Botilbudslignende and Andet are asked about no paragraph (domain §1).
    #[must_use]
    pub fn approval_lack(&self, legal_basis: LegalBasis) -> Option<ApprovalLack> {
        if self.supervision == Some(SupervisionStatus::Ceased) {
            return Some(ApprovalLack::Ceased { since: self.supervision_from });
        }
        let number = match legal_basis {
            LegalBasis::Section107 => "107",
            LegalBasis::Section108 => "108",
            LegalBasis::HousingLike | LegalBasis::Other => return None,
        };
        let is_listed = self
            .approved_for
            .iter()
            .any(|paragraph| paragraph.split(|c: char| !c.is_ascii_digit()).any(|part| part == number));
        (!self.approved_for.is_empty() && !is_listed).then_some(ApprovalLack::OtherParagraph { legal_basis })
    }

    /// Is the status of Socialtilsyn blank or *ukendt*?
    #[must_use]
    pub const fn is_approval_unknown(&self) -> bool {
        matches!(self.supervision, None | Some(SupervisionStatus::Unknown))
    }
}
