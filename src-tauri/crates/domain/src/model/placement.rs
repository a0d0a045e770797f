//! A placement: one citizen's stay at one offer, paid by a municipality.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{AgreedContent, worded};
use crate::calendar::Period;
use crate::{CaseNumber, CitizenId, OfferId, PlacementId, Rate};

worded! {
    /// The legal bases that a placement can have (domain §1).
    LegalBasis {
        /// SEL § 107, midlertidigt botilbud.
        Section107 = "§ 107",
        /// SEL § 108, længerevarende botilbud.
        Section108 = "§ 108",
        /// Almenboliglovens § 105 with SEL § 85. None of the rules bound to a paragraph.
        HousingLike = "Botilbudslignende",
        /// § 110 and others. None of the rules bound to a paragraph.
        Other = "Andet",
    }
}

impl LegalBasis {
    /// The stable name on the command line: 107, 108, lignende, andet.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Section107 => "107",
            Self::Section108 => "108",
            Self::HousingLike => "lignende",
            Self::Other => "andet",
        }
    }
}

worded! {
    /// *Støttebehov* of VUM 2.0 (domain §4).
    SupportNeed {
        /// Intet støttebehov.
        None = "Intet støttebehov",
        /// Let støttebehov.
        Mild = "Let støttebehov",
        /// Moderat støttebehov.
        Moderate = "Moderat støttebehov",
        /// Højt støttebehov.
        High = "Højt støttebehov",
        /// Fuldstændigt støttebehov.
        Full = "Fuldstændigt støttebehov",
        /// Ikke vurderet.
        NotAssessed = "Ikke vurderet",
    }
}

worded! {
    /// Why a stay ended.
    EndReason {
        /// A home of one's own.
        OwnHome = "egen bolig",
        /// Another offer.
        OtherOffer = "andet tilbud",
        /// A nursing home.
        NursingHome = "plejebolig",
        /// Another municipality took over.
        OtherMunicipality = "anden kommune",
        /// Death.
        Death = "død",
        /// The stay never began: it is no end, and costs nothing.
        Cancelled = "annulleret",
        /// Something else.
        Other = "andet",
    }
}

/// Where a placement stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlacementStatus {
    /// *Indflytning* is after the day.
    Planned,
    /// The citizen lives there, past an expected end too.
    Active,
    /// *Ophørt den* is before the day.
    Ended,
}

/// One citizen's stay at one offer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Placement {
    /// Id of the record.
    pub id: PlacementId,
    /// *Sagsnr.*
    pub case: CaseNumber,
    /// Whose stay it is.
    pub citizen: CitizenId,
    /// Where.
    pub offer: OfferId,
    /// The paragraph of the stay.
    pub legal_basis: LegalBasis,
    /// *Primær målgruppe*.
    pub target_group: Option<String>,
    /// *Sekundær målgruppe*.
    pub secondary_target_group: Option<String>,
    /// *Støttebehov*.
    pub support_need: Option<SupportNeed>,
    /// *Indflytning*, the first day of the stay.
    pub moved_in: NaiveDate,
    /// *Forventet ophør*; it ends nothing.
    pub expected_end: Option<NaiveDate>,
    /// *Ophørt den*, the last day of the stay.
    pub ended_on: Option<NaiveDate>,
    /// *Støttetimer pr. uge*, hours.
    pub support_hours: Option<Decimal>,
    /// *Sagsbehandler 1*, a name from the sheet.
    pub case_worker: Option<String>,
    /// *Sagsbehandler 2*.
    pub second_case_worker: Option<String>,
    /// *Handlekommune*.
    pub acting_municipality: Option<String>,
    /// *Betalingskommune*; blank means the acting one.
    pub paying_municipality: Option<String>,
    /// *Basistakst* of a package model, kr. per døgn.
    pub base_rate: Option<Rate>,
    /// Hours by paragraph, night cover, what the rate includes.
    #[serde(default, skip_serializing_if = "AgreedContent::is_unknown")]
    pub content: AgreedContent,
    /// Why the stay ended; none while it goes on, or not known.
    pub end_reason: Option<EndReason>,
    /// The placement that the citizen moved from into this one.
    pub moved_from: Option<PlacementId>,
    /// *Chance* in percent (0–100) that a negotiation brings the rate down; none = the one of the settings.
    pub chance: Option<u8>,
}

impl Placement {
    /// The stay: from *Indflytning* to the actual end. A rate line counts only within it (domain §2.1).
    /// An actual end before the start gives a stay of one day; the import refuses such a row.
    #[must_use]
    pub fn stay(&self) -> Period {
        Period::new(self.moved_in, self.ended_on)
            .or_else(|| Period::new(self.moved_in, Some(self.moved_in)))
            .unwrap_or_else(|| unreachable!("a day is not before itself"))
    }

    /// Was the placement cancelled? It has no day, costs nothing and stays for its history.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.end_reason == Some(EndReason::Cancelled)
    }

    /// Planned, active or ended on a day (design §8, fine print); a cancelled one has ended.
    #[must_use]
    pub fn status(&self, today: NaiveDate) -> PlacementStatus {
        if self.is_cancelled() {
            PlacementStatus::Ended
        } else if self.moved_in > today {
            PlacementStatus::Planned
        } else if self.ended_on.is_some_and(|end| end < today) {
            PlacementStatus::Ended
        } else {
            PlacementStatus::Active
        }
    }

    /// *Forventet ophør overskredet*: past the expected end and still active.
    #[must_use]
    pub fn is_past_expected_end(&self, today: NaiveDate) -> bool {
        self.status(today) == PlacementStatus::Active && self.expected_end.is_some_and(|end| end < today)
    }

    /// Does this municipality pay? Another does where *Betalingskommune* is filled and differs from
    /// *Handlekommune*, case and a trailing " Kommune" ignored (domain §2.5).
    #[must_use]
    pub fn is_own_cost(&self) -> bool {
        let normal = |name: &str| {
            let lower = name.trim().to_lowercase();
            lower.strip_suffix(" kommune").map_or(lower.clone(), |bare| bare.trim().to_owned())
        };
        match (&self.paying_municipality, &self.acting_municipality) {
            (Some(paying), acting) if !paying.trim().is_empty() => {
                normal(paying) == normal(acting.as_deref().unwrap_or_default())
            }
            _ => true,
        }
    }
}
