//! One placement: what do we pay for, is it working, what next? And *vis beregning* for any figure.
//! Invariant: reading a placement is logged by the core (domain §6), so the window asks only when the user opens one.

use serde::{Deserialize, Serialize};

/// Which placement.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlacementRequest {
    /// *Sagsnr.*
    pub case: String,
}

/// The parts of a placement's screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum PlacementSection {
    /// *Økonomi*.
    Economy,
    /// *Mål*.
    Goals,
    /// *Kontrakt*.
    Contract,
    /// *Historik*.
    History,
}

/// The whole screen.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Placement {
    /// *Sagsnr.*
    pub case: String,
    /// The citizen's name.
    pub citizen: String,
    /// "730779-xxxx".
    pub cpr: Option<String>,
    /// "S2022-1008 · § 107 · Solbakkehus, Solbakkehus I/S · siden 15-02-2022".
    pub context: String,
    /// Beside the name where it isn't an ordinary active placement: planned, ended, expected end passed, mellemkommunal …
    pub statuses: Vec<super::Status>,
    /// Four: kr. a year, kr. per support hour, goals reached, next deadline.
    pub figures: Vec<super::Figure>,
    /// Who and where: målgruppe, støttebehov, kommuner, sagsbehandlere, tilbud, tilsyn …
    pub facts: Vec<super::Fact>,
    /// *Økonomi*.
    pub economy: Economy,
    /// *Mål*.
    pub goals: Vec<Goal>,
    /// *Kontrakt*: in force first, then coming and former.
    pub contracts: Vec<Contract>,
    /// Notice in words.
    pub notice: NoticeWords,
    /// *Historik*, newest first.
    pub history: Vec<HistoryEntry>,
    /// What is due, worst first.
    pub due: Vec<TodoItem>,
    /// What is missing, worst first.
    pub missing: Vec<TodoItem>,
    /// The forms that are open to the case as a whole: edit, end, move, new line, new contract, new goal …
    pub actions: Vec<RecordAction>,
    /// Trappetakster whose day has come or whose goal is reached: what is proposed.
    pub proposals: Vec<RateProposal>,
    /// Files of the case that belong to no contract.
    pub files: Vec<super::follow_up::AttachmentRow>,
    /// Bought against delivered hours by month, newest first; empty without any.
    pub hours: Vec<super::follow_up::HoursMonth>,
}

/// A rate change that a trappetakst proposes; the program never makes it alone.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RateProposal {
    /// "Trappetaksten 2.100,00 kr. pr. døgn kan træde i kraft 01-12-2026: målet … er opnået."
    pub sentence: String,
    /// "Sparer 107.310,00 kr. om året".
    pub saving: String,
    /// The form that makes it, filled in.
    pub action: RecordAction,
}

/// *Økonomi*.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Economy {
    /// Step chart of the base rate against P/L; null without a rate.
    pub chart: Option<super::Chart>,
    /// Last year, this year, next year and annualised, gross, each with `explain`; net in the remark.
    pub costs: Vec<super::Figure>,
    /// Heading of the amount: "Kr. pr. døgn" when all lines share a unit, else "Beløb".
    pub amount_heading: String,
    /// Rate lines, newest first, expected ones on top.
    pub lines: Vec<RateLine>,
    /// Gaps, dobbeltbetaling, mellemkommunal, missing P/L: one sentence each.
    pub notes: Vec<Remark>,
}

/// A sentence with its weight.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Remark {
    /// Colour and icon.
    pub tone: super::Tone,
    /// The sentence.
    pub text: String,
}

/// How a rate line stands on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum RateLineState {
    /// In force.
    InForce,
    /// Agreed, not begun.
    Coming,
    /// Over.
    Ended,
    /// Expected only (trappetakst).
    Expected,
    /// Annulled by a correction: shown struck, costs nothing.
    Annulled,
}

/// One rate line.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RateLine {
    /// The record; null for a trappetakst, expected or settled.
    pub id: Option<String>,
    /// The forms that are open to it, with their button's word.
    pub actions: Vec<RecordAction>,
    /// *Ydelse*.
    pub service: String,
    /// "2.466,27".
    pub amount: String,
    /// "pr. døgn", "pr. time, 14 timer/uge".
    pub unit: String,
    /// "01-01-2026 og frem".
    pub period: String,
    /// "+7,6 %" against the line before it; null for the first.
    pub increase: Option<String>,
    /// P/L over the same years; null if not known or not regulated.
    pub price_index: Option<String>,
    /// Kr. above P/L; null if not known.
    pub above_index: Option<String>,
    /// True when `above_index` is above zero.
    pub is_above_index: bool,
    /// Annualised, whole kroner; null for ended lines and one-offs.
    pub annualised: Option<String>,
    /// *Årsag*.
    pub cause: Option<String>,
    /// How it stands.
    pub state: RateLineState,
    /// "Rettet: afløst af 2.489,76 kr." and the like; null for most.
    pub remark: Option<String>,
}

/// A form that is open to a record.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RecordAction {
    /// The form.
    pub action: super::forms::FormAction,
    /// Its record.
    pub record: Option<String>,
    /// Values that it opens with.
    pub proposed: Vec<super::forms::FieldValue>,
    /// The button: "Ret fejl", "Ny takst fra …".
    pub label: String,
    /// The use case that it needs; the window hides it from other roles.
    pub use_case: String,
}

/// One goal.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Goal {
    /// The record.
    pub record: String,
    /// *Indsatsformål*; null if not known.
    pub purpose: Option<String>,
    /// The goal in words; null if not known.
    pub wording: Option<String>,
    /// *Delmål*: text, frist, opnået, bemærkning.
    pub sub_goals: Vec<SubGoalRow>,
    /// The forms that are open to it.
    pub actions: Vec<RecordAction>,
    /// *Mål-id*.
    pub id: String,
    /// Its undertema.
    pub title: String,
    /// The citizen's own words, *borgers mål og ønsker*; null if not known.
    pub text: Option<String>,
    /// "Udvikle, frist 30-04-2026".
    pub detail: String,
    /// Opnået, På vej, Uændret, Tilbagegang, Ikke målt.
    pub outcome: super::Status,
    /// "16-05-2026, udfører"; null if not measured.
    pub measured: Option<String>,
    /// "Bagefter" where it is.
    pub behind: Option<super::Status>,
    /// "Næste opfølgning 16-08-2026", with its weight; null when the goal has ended.
    pub next_follow_up: Option<super::Status>,
    /// Level over time.
    pub chart: Option<super::Chart>,
    /// Date, level, source, result, remark; newest first.
    pub follow_ups: super::DataTable,
    /// The form that puts a follow-up right, one for each row of `follow_ups`.
    pub follow_up_actions: Vec<RecordAction>,
}

/// A delmål.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SubGoalRow {
    /// The record.
    pub record: String,
    /// What is to be reached.
    pub text: String,
    /// "Frist 30-04-2026", "Opnået 12-03-2026"; null without a day.
    pub status: Option<super::Status>,
    /// What the provider says; null if nothing.
    pub remark: Option<String>,
    /// The form that is open to it.
    pub actions: Vec<RecordAction>,
}

/// One contract.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Contract {
    /// The record.
    pub id: String,
    /// The forms that are open to it.
    pub actions: Vec<RecordAction>,
    /// Its files.
    pub files: Vec<super::follow_up::AttachmentRow>,
    /// "K-2406, 15-02-2022 og frem".
    pub title: String,
    /// I kraft, Kommende, Udløbet …
    pub status: super::Status,
    /// Start, slut, mindsteperiode, forlængelse, varsler, regulering, betaling …
    pub facts: Vec<super::Fact>,
}

/// Notice in words.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NoticeWords {
    /// Notice that was given first, then by each party, on death, and what it means for the citizen; or why there is
    /// none.
    pub lines: Vec<NoticeLine>,
    /// "Kræver borgerafgørelse", "Afgørelse om borgeren truffet den 01-11-2026"; null where no notice can be given.
    pub remark: Option<super::Status>,
}

/// What notice by one comes to.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NoticeLine {
    /// "Opsagt", "Kommunen", "Leverandøren", "Ved død", "Borgeren", "Kontrakten".
    pub label: String,
    /// "Opsagt i dag ophører den 18-02-2027, fordi …". Dates stand as dd-mm-yyyy.
    pub sentences: Vec<String>,
    /// Figure id for `explain`; null where there is nothing to work out.
    pub explain: Option<String>,
}

/// One step of the log, as a sentence.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HistoryEntry {
    /// "20-11-2026 09.41".
    pub at: String,
    /// Who.
    pub who: String,
    /// What and why.
    pub sentence: String,
}

/// Something due or missing, which leads to its part of the screen.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TodoItem {
    /// "Genforhandl", "Ingen underskrevet kontrakt".
    pub title: String,
    /// "80 dage over"; for what is missing: "Mangler".
    pub status: super::Status,
    /// One line on it.
    pub detail: Option<String>,
    /// Where it stands.
    pub section: PlacementSection,
    /// The field or form where it is put right; null where the section is all.
    pub target: Option<super::daily::FormTarget>,
}

/// *Vis beregning*.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExplainRequest {
    /// A figure id that the core gave (`Figure::explain` and the like).
    pub figure: String,
}

/// A figure's formula, line by line.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Explanation {
    /// "Udgift 2026, brutto".
    pub title: String,
    /// What it is for, or the rule in a sentence.
    pub introduction: String,
    /// The lines, which add up where `amount` is an amount.
    pub lines: Vec<ExplanationLine>,
    /// The result, e.g. "53.377.005,00 kr."
    pub result: String,
    /// Reservations: gaps, estimates, rules unverified.
    pub notes: Vec<String>,
    /// The chance in what is at stake, which can be set beside it; null for other figures.
    pub chance: Option<StakeChance>,
}

/// The chance that a negotiation of a case brings the rate down, as it holds now.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StakeChance {
    /// "60": percent.
    pub percent: String,
    /// Set on the case; else it is the one of the settings.
    pub is_own: bool,
    /// "50": percent of the settings, which the case follows when it has none of its own.
    pub shared: String,
    /// "Sat på sagen 20-11-2026 09.41 af Karina Holst."
    pub remark: String,
}

/// One line of a formula.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExplanationLine {
    /// "Grundtakst 01-01-2026 til 31-12-2026".
    pub label: String,
    /// "2.466,27 × 365".
    pub formula: String,
    /// "900.188,55"; empty where the line has no amount.
    pub amount: String,
    /// A subtotal.
    pub is_sum: bool,
}
