//! P/L year by year, bulk indexation with its preview, and rates that providers have notified.

use serde::{Deserialize, Serialize};

/// P/L.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PriceIndexes {
    /// Newest year first.
    pub rows: Vec<PriceIndexRow>,
    /// Years without a percent that agreed rates would need, a sentence each: "P/L for 2028 mangler. 4 takster er aftalt
    /// til at følge den."
    pub missing: Vec<String>,
}

/// A year.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PriceIndexRow {
    /// The record.
    pub id: String,
    /// The year.
    pub year: i32,
    /// "1,96 %".
    pub percent: String,
    /// bekræftet or estimat.
    pub status: Option<String>,
    /// Where it stands.
    pub source: Option<String>,
}

/// A line left out by choice.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SkippedLine {
    /// The record.
    pub line: String,
    /// Why; required.
    pub reason: String,
}

/// A bulk indexation, previewed or done.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct IndexationRequest {
    /// From 1 January of this year.
    pub year: i32,
    /// Leaves out what was agreed within so many months; 0 = none.
    pub within_months: u32,
    /// Cases above the limit too.
    pub above_limit_too: bool,
    /// Left out by choice.
    pub skipped: Vec<SkippedLine>,
    /// `Indexation.seen` of the preview that is carried out: what changed since is told and not overwritten. Null
    /// for a preview, and nothing is carried out without.
    #[serde(default)]
    #[ts(optional)]
    pub seen: Option<String>,
    /// Id of the save: the same when it is repeated.
    pub operation: String,
}

/// What it would do.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Indexation {
    /// "37 linjer hæves 3,1 %, 212.400,00 kr. om året".
    pub sentence: String,
    /// "3,1 %".
    pub percent: String,
    /// Of the percent, with its status.
    pub source: Option<String>,
    /// Every line, raised first, by case.
    pub rows: Vec<IndexationRow>,
    /// Annualised of the raised lines before.
    pub before: String,
    /// After.
    pub after: String,
    /// The difference.
    pub change: String,
    /// Sentences: cases that come above the limit by it.
    pub above_limit: Vec<String>,
    /// What was shown, for `IndexationRequest.seen`.
    pub seen: String,
}

/// One line.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct IndexationRow {
    /// The record.
    pub line: String,
    /// *Sagsnr.*
    pub case: String,
    /// The citizen's name, or blank.
    pub citizen: String,
    /// The offer.
    pub offer: String,
    /// *Ydelse*.
    pub service: String,
    /// "pr. døgn".
    pub unit: String,
    /// "2.394,00".
    pub old: String,
    /// "2.468,21"; null when left out.
    pub new: Option<String>,
    /// "+3,10 %".
    pub percent: Option<String>,
    /// Kr. a year more.
    pub yearly: Option<String>,
    /// Why it is left out; null when raised.
    pub left_out: Option<String>,
    /// Can be left out by choice.
    pub may_choose: bool,
}

/// *Varslede takster*.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NotifiedRates {
    /// Undecided first.
    pub rows: Vec<NotifiedRateRow>,
    /// "4 varslede takster venter på afgørelse".
    pub sentence: String,
}

/// One notified rate.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NotifiedRateRow {
    /// The record.
    pub id: String,
    /// *Sagsnr.*
    pub case: String,
    /// The citizen's name, or blank.
    pub citizen: String,
    /// The offer.
    pub offer: String,
    /// *Ydelse*.
    pub service: String,
    /// Of both rates.
    pub unit: String,
    /// The rate in force.
    pub old: String,
    /// The notified.
    pub new: String,
    /// From which day.
    pub from: String,
    /// Of the rise.
    pub percent: String,
    /// P/L over the same years; null when not known.
    pub price_index: Option<String>,
    /// Kr. above P/L, in the unit; null when not known.
    pub above_index: Option<String>,
    /// Kr. a year more.
    pub yearly: String,
    /// Accept within P/L, negotiate above.
    pub proposal: super::Status,
    /// What was decided.
    pub decision: Option<super::Status>,
    /// Reason, source, and what is odd about the rate.
    pub remark: Option<String>,
    /// How it stood, for `DecideNotified.seen`.
    pub seen: String,
}

/// What becomes of a notified rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum NotifiedChoice {
    /// Paid from its day: a new line is opened.
    Accept,
    /// Taken up with the provider.
    Negotiate,
    /// Not paid.
    Reject,
}

/// Decide notified rates.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DecideNotified {
    /// The records.
    pub ids: Vec<String>,
    /// `NotifiedRateRow.seen` of each, in the same order: what somebody else decided meanwhile is told and not
    /// overwritten.
    pub seen: Vec<String>,
    /// What.
    pub choice: NotifiedChoice,
    /// Why; required to reject.
    pub reason: String,
    /// Id of the save.
    pub operation: String,
}

/// A provider's sheet of new rates as it was read; nothing is stored yet.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NotifiedFile {
    /// For `keep_notified`.
    pub ticket: String,
    /// The file's name.
    pub name: String,
    /// Row by row.
    pub rows: Vec<NotifiedFileRow>,
    /// "12 takster læst, 1 kan ikke læses".
    pub sentence: String,
    /// What was shown, for `KeepNotified.seen`.
    pub seen: String,
}

/// One row of the file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NotifiedFileRow {
    /// Line in the file, from 1.
    pub row: u32,
    /// The case it was matched to.
    pub case: Option<String>,
    /// *Ydelse*.
    pub service: String,
    /// The rate in force.
    pub old: Option<String>,
    /// Of both rates: "pr. døgn".
    pub unit: Option<String>,
    /// The notified.
    pub new: Option<String>,
    /// From which day.
    pub from: Option<String>,
    /// What is odd about it, though it is taken in.
    pub remark: Option<String>,
    /// Why it is left out; null when it is taken in.
    pub problem: Option<String>,
}

/// Take the rows of a file in.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KeepNotified {
    /// `NotifiedFile.ticket`.
    pub ticket: String,
    /// `NotifiedFile.seen`: another file, or other rows, are told and not taken in.
    pub seen: String,
    /// Id of the save.
    pub operation: String,
}
