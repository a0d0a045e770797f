//! *Leverandører*: what do we buy from whom?

use serde::{Deserialize, Serialize};

/// The list.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Providers {
    /// "14 leverandører, 21 tilbud".
    pub context: String,
    /// Dearest first.
    pub rows: Vec<ProviderRow>,
}

/// A provider.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProviderRow {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Owner form.
    pub ownership: Option<String>,
    /// Offers.
    pub offers: u32,
    /// Citizens of active and planned cases.
    pub citizens: u32,
    /// Kr. a year, whole kroner.
    pub annualised: String,
    /// A rate is missing in it.
    pub is_incomplete: bool,
    /// Kr. per support hour, median of its cases.
    pub hourly_rate: Option<String>,
    /// The worst of its offers.
    pub supervision: Option<super::Status>,
    /// The next due date of its cases.
    pub next_date: Option<String>,
}

/// Which provider.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProviderRequest {
    /// The record.
    pub id: String,
}

/// One provider.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProviderPage {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// "Privat · CVR 12345678".
    pub context: String,
    /// Citizens, kr. a year, kr. per hour, next date.
    pub figures: Vec<super::Figure>,
    /// Owner form, CVR with its check, driftsoverenskomst.
    pub facts: Vec<super::Fact>,
    /// Contact persons.
    pub contacts: super::DataTable,
    /// Its offers.
    pub offers: Vec<OfferRow>,
    /// Its cases; the first cell is the Sagsnr.
    pub cases: super::DataTable,
    /// CVR that doesn't check, approval that lacks.
    pub remarks: Vec<super::placement::Remark>,
}

/// An offer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OfferRow {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// P-nr.
    pub p_number: Option<String>,
    /// "§ 107, § 108".
    pub approved_for: Option<String>,
    /// Its status, with from and to.
    pub supervision: super::Status,
    /// "12-03-2026 af Karina Holst"; null when never.
    pub checked: Option<String>,
    /// Active and planned cases.
    pub citizens: u32,
}

/// Give several cases another case worker.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChangeCaseWorker {
    /// *Sagsnr.* of each.
    pub cases: Vec<String>,
    /// Sagsbehandler 2 instead of 1.
    pub is_second: bool,
    /// The new one; blank = none.
    pub to: String,
    /// Id of the save.
    pub operation: String,
    /// Why; may be blank.
    pub reason: String,
}
