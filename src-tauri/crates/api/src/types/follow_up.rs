//! Following up all of a citizen's goals at once, and bought against delivered hours.

use serde::{Deserialize, Serialize};

/// The sheet.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FollowUpSheet {
    /// "Opfølgning, S2022-1008".
    pub title: String,
    /// Id of the save that comes of it.
    pub operation: String,
    /// The day, proposed as the date: 20-11-2026.
    pub today: String,
    /// Borger, Pårørende, Udfører, Sagsbehandler.
    pub sources: Vec<String>,
    /// The three official words.
    pub results: Vec<String>,
    /// 0–4 with their words.
    pub levels: Vec<FollowUpLevel>,
    /// Open goals, by Mål-id.
    pub goals: Vec<FollowUpGoal>,
    /// Months since the last follow-up, and those without delivered hours before it.
    pub months: Vec<HoursMonth>,
    /// Status reports of the case.
    pub reports: Vec<AttachmentRow>,
}

/// A level.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FollowUpLevel {
    /// "2".
    pub value: String,
    /// "2 Moderat".
    pub label: String,
}

/// A goal on the sheet.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FollowUpGoal {
    /// The record.
    pub id: String,
    /// *Mål-id*.
    pub key: String,
    /// Its undertema.
    pub title: String,
    /// The goal in words.
    pub wording: Option<String>,
    /// "Udvikle: fra 3 Svært til 1 Let, frist 30-04-2026".
    pub detail: String,
    /// "2 Moderat, 16-05-2026, udfører"; null when not measured.
    pub latest: Option<String>,
    /// The form that puts the latest right; null when not measured.
    pub correct_latest: Option<super::placement::RecordAction>,
    /// As it stands.
    pub outcome: super::Status,
    /// Next follow-up.
    pub due: Option<super::Status>,
    /// Delmål with their state.
    pub sub_goals: Vec<String>,
}

/// Bought and delivered hours of a month; `editDeliveredHours` with `record` = `month` puts it right.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HoursMonth {
    /// `2026-05`.
    pub month: String,
    /// "maj 2026".
    pub label: String,
    /// "88,6"; null when not known.
    pub bought: Option<String>,
    /// "71"; null when not told yet.
    pub delivered: Option<String>,
    /// "−17,6 timer, 24.210,00 kr."; null when either is not known.
    pub difference: Option<String>,
}

/// What was seen of a goal; a row left wholly blank is no follow-up.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct GoalFollowUp {
    /// The record.
    pub goal: String,
    /// "0"–"4", or blank: the follow-up counts for the date only.
    pub level: String,
    /// One of the results, or blank.
    pub result: String,
    /// Free text.
    pub remark: String,
}

/// Delivered hours of a month as typed.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MonthHours {
    /// `2026-05`.
    pub month: String,
    /// "71,5"; blank = not known.
    pub hours: String,
    /// What the sheet opened with: a month is told only where `hours` is another.
    pub base: String,
}

/// What stands on the sheet.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FollowUpInput {
    /// *Sagsnr.*
    pub case: String,
    /// As typed.
    pub date: String,
    /// One of the sources.
    pub source: String,
    /// Row by row.
    pub goals: Vec<GoalFollowUp>,
    /// Month by month.
    pub hours: Vec<MonthHours>,
}

/// What the core makes of it.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FollowUpCheck {
    /// `date`, `source`, `level-<goal>`, `hours-<month>` …
    pub problems: Vec<super::forms::FieldProblem>,
    /// With what is typed.
    pub months: Vec<HoursMonth>,
    /// What each goal would come to.
    pub outcomes: Vec<FollowUpOutcome>,
    /// "Målet er opnået: trappetaksten foreslås fra …".
    pub remarks: Vec<super::placement::Remark>,
    /// Follow-ups of that day and source that are there already: the form that puts each right.
    pub corrections: Vec<FollowUpCorrection>,
}

/// A follow-up that is there already.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FollowUpCorrection {
    /// The goal's record.
    pub goal: String,
    /// The form.
    pub action: super::placement::RecordAction,
}

/// What a goal would come to.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FollowUpOutcome {
    /// The record.
    pub goal: String,
    /// "Opnået".
    pub outcome: super::Status,
}

/// Save the sheet.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SaveFollowUps {
    /// `FollowUpSheet.operation`.
    pub operation: String,
    /// What stands on it.
    pub input: FollowUpInput,
}

/// What a file is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum AttachTo {
    /// A contract: the signed file.
    Contract,
    /// A contract: the notice letter.
    Notice,
    /// The case: a report on goals.
    StatusReport,
    /// The case.
    Other,
}

/// Attach a file: the core asks which.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AttachFile {
    /// *Sagsnr.*
    pub case: String,
    /// What it is.
    pub to: AttachTo,
    /// The contract.
    pub record: Option<String>,
    /// A number of the window's own (a UUID), the same until the answer is there: the same file sent again with it is
    /// attached once.
    pub operation: String,
}

/// Which file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AttachmentRequest {
    /// The record.
    pub id: String,
}

/// A file of a case.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AttachmentRow {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// "underskrevet kontrakt".
    pub kind: String,
    /// "240 kB, vedhæftet 20-11-2026".
    pub detail: String,
    /// The record it belongs to.
    pub about: Option<String>,
}
