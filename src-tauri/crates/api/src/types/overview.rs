//! *Overblik*: where do we stand? Everything on it is worked out in the core's portfolio.
//! Invariant: amounts are ready Danish strings; an amount that isn't known is null or a word, never "0".

use serde::{Deserialize, Serialize};

/// The whole screen.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Overview {
    /// True while there is no placement: the window shows the first step instead of the rest.
    pub is_empty: bool,
    /// Line beside the title, e.g. "Hvor står vi? Egne placeringer, 2026".
    pub context: String,
    /// The four figures: placements, cost of the year gross (net in the remark), cases above the limit, budget less certain cost.
    pub figures: Vec<super::Figure>,
    /// Cost by month against the budget.
    pub months: super::Chart,
    /// The dearest cases above the limit, at most eight.
    pub above_limit: Vec<AboveLimitBrief>,
    /// "de otte dyreste af 21".
    pub above_limit_context: String,
    /// The next case to cross the limit, in words; null if none.
    pub next_above_limit: Option<String>,
    /// Number and yearly cost by paragraph, with a total row in `foot`.
    pub by_paragraph: super::DataTable,
    /// What is due.
    pub due: DueSummary,
    /// What is missing, by kind, worst first; kinds with nothing missing are left out.
    pub missing: Vec<MissingKind>,
    /// What makes the totals incomplete, one sentence each.
    pub notes: Vec<String>,
}

/// One of the dearest cases.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AboveLimitBrief {
    /// *Sagsnr.*
    pub case: String,
    /// The citizen's name.
    pub citizen: String,
    /// The offer's name.
    pub offer: String,
    /// Annualised, whole kroner without unit; "takst mangler" in a gap.
    pub annualised: String,
    /// The amount as a bar against the limit.
    pub bar: super::LimitBar,
}

/// Counts and the most valuable items due.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DueSummary {
    /// Past their day.
    pub overdue: u32,
    /// Within 30 days.
    pub due30: u32,
    /// Within 90 days.
    pub due90: u32,
    /// At most eight: overdue first, then by kr. at stake.
    pub rows: Vec<DueRow>,
}

/// One item of the agenda.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DueRow {
    /// *Sagsnr.*
    pub case: String,
    /// The citizen's name.
    pub citizen: String,
    /// What, e.g. "Tillæg revurderes".
    pub what: String,
    /// When, Danish.
    pub date: String,
    /// "143 dage over", "om 5 dage".
    pub status: super::Status,
    /// Kroner at stake without unit; null where not known.
    pub at_stake: Option<String>,
    /// The part of the placement where it is handled.
    pub section: super::PlacementSection,
}

/// How many cases miss one thing.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MissingKind {
    /// Its code, by which *Mangler* is filtered to it: `no_contract`.
    pub kind: String,
    /// "Ingen kontrakt".
    pub text: String,
    /// Colour and icon.
    pub tone: super::Tone,
    /// Cases.
    pub count: u32,
}
