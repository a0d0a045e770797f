//! How a command says no: a stable code, the field it concerns and one Danish sentence for the user.
//! Invariant: the sentence holds no CPR number and no passphrase; details of the unexpected stand in the log only.

use serde::{Deserialize, Serialize};

/// Why a command was refused. `code` is one of design §8's general codes or a code of the command's own.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ApiError {
    /// Stable, for the program: `wrong_passphrase`, `database_locked`, `case_unknown`, `cancelled`, `unexpected` …
    pub code: String,
    /// Name of the request's field that is wrong (camelCase as in the request), so that the window can mark it.
    pub field: Option<String>,
    /// What happened, where, and what to do; Danish.
    pub message: String,
    /// Number of the log line when the error was not expected.
    pub incident: Option<String>,
}
