//! *Placeringer* and Ctrl+K: the list that searches, sorts, filters, pages and sums in the core's portfolio.
//! Invariant: the totals belong to all rows that match, not to the page that was asked for.

use serde::{Deserialize, Serialize};

/// Columns that the list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum PlacementColumn {
    /// *Sagsnr.*
    Case,
    /// The citizen's name.
    Citizen,
    /// Masked CPR number, sorted by the birth date's digits.
    Cpr,
    /// The offer.
    Offer,
    /// The provider.
    Provider,
    /// *Lovgrundlag*.
    LegalBasis,
    /// Support hours a week.
    HoursPerWeek,
    /// Annualised cost; unknown ones last in both directions.
    Annualised,
    /// Cost of the year of the day.
    YearCost,
    /// Kr. per support hour; unknown ones last.
    HourlyRate,
    /// The next date; none last.
    NextDate,
    /// What the next date is.
    NextWhat,
    /// *Sagsbehandler 1*.
    CaseWorker,
    /// The worst flag first.
    Flag,
}

/// Direction of sorting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum SortDirection {
    /// Small first, a before å.
    Ascending,
    /// Large first.
    Descending,
}

/// What the list shall show.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlacementsQuery {
    /// Words that must all occur in case, citizen, CPR number, offer, provider or case worker; case and accents don't matter.
    pub search: String,
    /// Ids of chosen filters. Those of one group are alternatives, groups are combined.
    pub filters: Vec<String>,
    /// Column to sort by.
    pub sort: PlacementColumn,
    /// Direction.
    pub direction: SortDirection,
    /// First row wanted, from 0.
    pub offset: u32,
    /// How many rows.
    pub limit: u32,
}

/// A page of the list, its totals and its filters.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlacementsPage {
    /// The rows asked for.
    pub rows: Vec<PlacementRow>,
    /// Rows that match.
    pub total: u32,
    /// Placements in the database, ended ones included.
    pub total_all: u32,
    /// "55 af 58, dyreste først".
    pub context: String,
    /// Sums of all rows that match.
    pub totals: PlacementTotals,
    /// Heading of the year's cost, e.g. "Udgift 2026, kr."
    pub year_heading: String,
    /// Number of rows above the limit when sorted by annualised cost, largest first: the named line stands after them. Else null.
    pub limit_after: Option<u32>,
    /// Name of that line, "1,0 mio. kr."
    pub limit_name: String,
    /// Filters that can be chosen, in the order shown; counted over the search's matches.
    pub filters: Vec<FilterValue>,
    /// Remarks under the totals ("Heraf mellemkommunal 766.880 kr. …").
    pub notes: Vec<String>,
}

/// One placement in the list.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlacementRow {
    /// *Sagsnr.*
    pub case: String,
    /// The citizen's name.
    pub citizen: String,
    /// "860460-xxxx".
    pub cpr: Option<String>,
    /// The offer.
    pub offer: String,
    /// The provider; null if not known.
    pub provider: Option<String>,
    /// "§ 107", "§ 108", "Lignende", "Andet".
    pub legal_basis: String,
    /// "49", "37,5"; null if not known.
    pub hours_per_week: Option<String>,
    /// Whole kroner; null = takst mangler.
    pub annualised: Option<String>,
    /// Cost of the year, whole kroner.
    pub year_cost: Option<String>,
    /// Whole kroner; null if not known.
    pub hourly_rate: Option<String>,
    /// Danish date; null = ingen.
    pub next_date: Option<String>,
    /// "Mål følges op".
    pub next_what: Option<String>,
    /// *Sagsbehandler 1*.
    pub case_worker: Option<String>,
    /// Worst first; exactly one "I orden" when there is nothing.
    pub flags: Vec<super::Status>,
}

/// Sums under the columns they add up.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlacementTotals {
    /// "Sum af 55 placeringer", with "(ufuldstændig)" where a rate is missing.
    pub label: String,
    /// Hours a week.
    pub hours_per_week: Option<String>,
    /// Annualised.
    pub annualised: Option<String>,
    /// Cost of the year.
    pub year_cost: Option<String>,
    /// Average weighted by hours.
    pub hourly_rate: Option<String>,
    /// Figure id of the sum, for `explain`.
    pub explain: Option<String>,
}

/// A filter that can be chosen.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FilterValue {
    /// `group:value`, e.g. "status:open", "above_limit:yes", "gap:no_contract", "due:overdue", "mine:yes", "paragraph:107",
    /// "provider:<id>", "caseworker:<id>". "status:open" (Aktive og planlagte) is chosen when the list opens.
    pub id: String,
    /// Danish name of its group, e.g. "Leverandør".
    pub group: String,
    /// "Over 1,0 mio."
    pub label: String,
    /// Rows that it would leave, the other groups' filters counted.
    pub count: u32,
    /// Whether it stands as a chip from the start; the others are found under *Filter*.
    pub is_chip: bool,
}

/// Ctrl+K.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SearchRequest {
    /// What was typed.
    pub text: String,
}

/// What a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum SearchKind {
    /// A placement, found by its citizen or number.
    Placement,
    /// An offer: opens its provider's page; the list filtered to it where nobody is known to run it.
    Offer,
    /// A provider: opens its page.
    Provider,
}

/// One hit; the window adds its own commands to these.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SearchHit {
    /// What it is.
    pub kind: SearchKind,
    /// Name.
    pub title: String,
    /// "S2022-1008 · § 107 · Solbakkehus".
    pub detail: String,
    /// The case of a placement.
    pub case: Option<String>,
    /// The provider whose page it leads to.
    pub provider: Option<String>,
    /// Filter of the list of placements, for offers and providers.
    pub filter: Option<String>,
}

/// At most twelve hits, best first.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SearchResult {
    /// The hits.
    pub hits: Vec<SearchHit>,
}
