//! Providers and their offers, with supervision (domain §5).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DayOfferSteps, worded};
use crate::{OfferId, ProviderId};

worded! {
    /// *Ejerform*.
    Ownership {
        /// A municipality's.
        Municipal = "Kommunal",
        /// A region's.
        Regional = "Regional",
        /// Private.
        Private = "Privat",
        /// Selvejende institution.
        SelfGoverning = "Selvejende",
        /// Foundation.
        Foundation = "Fond",
    }
}

worded! {
    /// *Socialtilsyn*: the offer's status.
    SupervisionStatus {
        /// Godkendt.
        Approved = "Godkendt",
        /// Skærpet tilsyn, at most 6 months at a time.
        Tightened = "Skærpet tilsyn",
        /// Påbud with a deadline.
        Order = "Påbud",
        /// Godkendelse ophørt.
        Ceased = "Godkendelse ophørt",
        /// Ukendt.
        Unknown = "Ukendt",
    }
}

/// Who runs one or more offers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Provider {
    /// Id of the record.
    pub id: ProviderId,
    /// *Leverandør*, unique in a register.
    pub name: String,
    /// *Ejerform*.
    pub ownership: Option<Ownership>,
    /// *Driftsoverenskomst* with a municipality or region.
    pub operating_agreement: Option<bool>,
    /// *CVR-nr.*
    pub cvr: Option<String>,
    /// *Kontaktperson*.
    pub contact_person: Option<String>,
    /// *Telefon*.
    pub phone: Option<String>,
    /// *E-mail*.
    pub email: Option<String>,
    /// Contact persons beside the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further_contacts: Vec<ContactPerson>,
}

/// Somebody to talk to at a provider.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ContactPerson {
    /// Name.
    pub name: String,
    /// What they do: leder, økonomi.
    pub function: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// A place where citizens live (*tilbud*).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// Id of the record.
    pub id: OfferId,
    /// *Tilbud*, unique in a register.
    pub name: String,
    /// Who runs it, if known.
    pub provider: Option<ProviderId>,
    /// *P-nr.*
    pub p_number: Option<String>,
    /// *Godkendt til*: paragraphs as text ("§ 107"); empty is not known.
    pub approved_for: Vec<String>,
    /// *Socialtilsyn*; none is not known.
    pub supervision: Option<SupervisionStatus>,
    /// *Fra*, when the status began.
    pub supervision_from: Option<NaiveDate>,
    /// *Til*: end of skærpet tilsyn, deadline of påbud.
    pub supervision_to: Option<NaiveDate>,
    /// *Kontrolleret den*.
    pub checked_on: Option<NaiveDate>,
    /// *Kontrolleret af*.
    pub checked_by: Option<String>,
    /// Steps of its day offer in percent by days a week; none = those of the settings.
    pub day_offer_steps: Option<DayOfferSteps>,
}
