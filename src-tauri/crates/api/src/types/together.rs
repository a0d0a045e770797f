//! Several people at once: what others changed, who looks at what, and two changes of one thing.

use serde::{Deserialize, Serialize};

/// Wait for news. Answers at once when there is some, else after about twenty seconds with nothing new.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NewsRequest {
    /// The number of the last answer; 0 at first.
    pub since: u32,
}

/// What happened meanwhile.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct News {
    /// To be given back in the next request.
    pub number: u32,
    /// Did data change, so that the open screen should ask anew?
    pub data_changed: bool,
    /// Did the session change (locked with the screen, connection lost or back, a message), so that
    /// `session_state` should be asked?
    pub session_changed: bool,
    /// Who else is looking at or editing which case.
    pub present: Vec<PresentPerson>,
    /// The connection of a shared database; null for a local one.
    pub connection: Option<super::ConnectionState>,
}

/// Somebody else at a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PresentPerson {
    /// The case's number.
    pub case: String,
    /// The person's name.
    pub name: String,
    /// Editing, not just looking?
    pub is_editing: bool,
    /// The sentence, e.g. "Karina Holst retter sagen".
    pub sentence: String,
}

/// Tell others where one is.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PresenceRequest {
    /// The case on the screen; null = none.
    pub case: Option<String>,
    /// Is it being edited?
    pub is_editing: bool,
}

/// A CPR number in full; the look has been logged.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RevealedCpr {
    /// `ddmmåå-xxxx` with all digits.
    pub cpr: String,
}
