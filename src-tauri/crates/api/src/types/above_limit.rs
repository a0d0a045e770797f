//! *Udgiftstunge sager*: which cases are above the limit, from when, and which lines carry them there (domain §2.3).
//! Invariant: every case of a citizen carries the same first day.

use serde::{Deserialize, Serialize};

/// The whole screen.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AboveLimit {
    /// "21 sager, 26.559.597 kr. pr. år, 48,9 % af helårsudgiften".
    pub context: String,
    /// The limit, "1,0 mio. kr."
    pub limit_name: String,
    /// Four: cases, their kr. a year, those coming within twelve months, the next one.
    pub figures: Vec<super::Figure>,
    /// Dearest first.
    pub rows: Vec<AboveLimitCase>,
    /// Gaps and other reservations.
    pub notes: Vec<String>,
}

/// One case above the limit today or within twelve months.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AboveLimitCase {
    /// *Sagsnr.*
    pub case: String,
    /// The citizen's name.
    pub citizen: String,
    /// "771088-xxxx".
    pub cpr: Option<String>,
    /// "§ 108".
    pub legal_basis: String,
    /// The offer.
    pub offer: String,
    /// The provider.
    pub provider: Option<String>,
    /// Annualised on the day, whole kroner without unit; for a future one also what it becomes stands in `when`.
    pub annualised: String,
    /// Actual cost of the next twelve months, whole kroner.
    pub next_twelve_months: String,
    /// "siden 01-01-2025", "fra 01-03-2027: 1.016.708".
    pub when: String,
    /// True when it isn't above today but will be.
    pub is_coming: bool,
    /// Bar against the limit.
    pub bar: super::LimitBar,
    /// Figure id for `explain`.
    pub explain: String,
    /// The lines that carry it, dearest first, all cases of the citizen together.
    pub carriers: Vec<LimitCarrier>,
    /// Dobbeltbetaling, takst mangler, mellemkommunal …
    pub remarks: Vec<super::Status>,
}

/// A rate line's part in the yearly cost.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LimitCarrier {
    /// *Sagsnr.*, as the citizen may have several.
    pub case: String,
    /// "Grundtakst, 3.310,00 pr. døgn".
    pub line: String,
    /// "fra 01-01-2025".
    pub period: String,
    /// Whole kroner a year.
    pub annualised: String,
    /// "94,1 %".
    pub share: String,
    /// Without this line the citizen would be at or below the limit.
    pub tips_over: bool,
}
