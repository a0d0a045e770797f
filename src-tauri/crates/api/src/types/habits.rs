//! What all screens share: undo, what was known on a past day, drafts that survive a crash, saved filters, export.

use serde::{Deserialize, Serialize};

/// What Ctrl+Z would undo.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Undoable {
    /// The operation.
    pub operation: String,
    /// "Fortryd: ændrede grundtakst i S2022-1008 (kl. 10.12)".
    pub sentence: String,
}

/// One's own latest changes, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UndoState {
    /// What Ctrl+Z takes; null when there is nothing.
    pub latest: Option<Undoable>,
    /// Why the newest can't be undone: "Karina Holst har ændret det samme siden."; null when it can.
    pub refusal: Option<String>,
}

/// Undo an operation.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UndoRequest {
    /// Which.
    pub operation: String,
}

/// See everything as it was recorded at the end of a past day.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KnowAsOf {
    /// ISO; null = as it is now.
    pub day: Option<String>,
}

/// A form that was left half-way.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Draft {
    /// Which form: action, case and record.
    pub key: String,
    /// The form's title.
    pub title: String,
    /// The form.
    pub request: super::forms::FormRequest,
    /// What stood in it.
    pub values: Vec<super::forms::FieldValue>,
    /// The values it was opened with.
    pub base: Vec<super::forms::FieldValue>,
    /// The reason typed.
    pub reason: String,
}

/// A draft with its time.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KeptDraft {
    /// The draft.
    pub draft: Draft,
    /// "20-11-2026 09.41".
    pub at: String,
}

/// Which draft.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DraftRequest {
    /// `Draft.key`.
    pub key: String,
}

/// Which list.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ListRequest {
    /// `placements`, `agenda`, `gaps` …
    pub list: String,
}

/// A saved filter.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SavedFilterRow {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The list's query, JSON as the window wrote it.
    pub query: String,
    /// Everybody may use it.
    pub is_shared: bool,
    /// May be removed.
    pub is_mine: bool,
    /// Who saved it.
    pub owner: String,
}

/// Saved filters of a list.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SavedFilters {
    /// By name, one's own first.
    pub filters: Vec<SavedFilterRow>,
}

/// Forms left half-way.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Drafts {
    /// Newest first.
    pub drafts: Vec<KeptDraft>,
}

/// Save a filter; one's own of the same name is replaced.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SaveFilter {
    /// Which list.
    pub list: String,
    /// Its name.
    pub name: String,
    /// The query, JSON.
    pub query: String,
    /// For everybody.
    pub is_shared: bool,
    /// Id of the save.
    pub operation: String,
}

/// Remove one of one's own filters.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RemoveFilter {
    /// The record.
    pub id: String,
    /// Id of the save.
    pub operation: String,
}

/// Which list is exported.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
#[serde(tag = "list")]
pub enum ExportList {
    /// *Placeringer* with its filters, and a sheet of their rate lines that the sums are made of.
    Placements {
        /// The list's query; offset and limit are ignored.
        query: super::placements::PlacementsQuery,
    },
    /// *Dagens arbejde*.
    Agenda {
        /// Its query.
        query: super::daily::AgendaQuery,
    },
    /// *Mangler*.
    Gaps {
        /// Its query.
        query: super::daily::GapsQuery,
    },
    /// *Udgiftstunge sager*.
    AboveLimit,
    /// *Leverandører*.
    Providers,
    /// Rate lines of one case with their cost by year.
    RateLines {
        /// *Sagsnr.*
        case: String,
    },
    /// The preview of an indexation.
    Indexation {
        /// Its request.
        request: super::prices::IndexationRequest,
    },
    /// *Varslede takster*.
    NotifiedRates,
}
