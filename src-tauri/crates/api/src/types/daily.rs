//! *Dagens arbejde* and *Mangler*: what must be done now, most valuable first, and what is missing where.
//! Invariant: nothing leaves the list by itself; what somebody did about an item stands beside it.

use serde::{Deserialize, Serialize};

/// Where an item leads: a form to open, at a field; or only a part of the case.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FormTarget {
    /// *Sagsnr.*; null where it is about no case.
    pub case: Option<String>,
    /// The part of the case.
    pub section: Option<super::placement::PlacementSection>,
    /// The form; null = no form, only the part.
    pub action: Option<super::forms::FormAction>,
    /// The record of the form.
    pub record: Option<String>,
    /// The field at which it opens.
    pub field: Option<String>,
}

/// Whose items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum AgendaScope {
    /// One's own; for a centerchef also those without owner.
    Mine,
    /// Everybody's.
    All,
}

/// What is asked of the agenda.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AgendaQuery {
    /// Whose.
    pub scope: AgendaScope,
    /// Codes of kinds (`renegotiation` …); empty = all.
    pub kinds: Vec<String>,
    /// Overdue and due within so many days: 30, 90; 0 = all.
    pub within_days: u32,
    /// Those handled too, with what was done.
    pub shows_handled: bool,
}

/// The screen.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Agenda {
    /// "3 overskredne, 5 inden 30 dage, 12 inden 90 dage".
    pub context: String,
    /// Overdue, within 30, within 90, at stake.
    pub figures: Vec<super::Figure>,
    /// Kinds with their counts in this scope.
    pub kinds: Vec<AgendaKindCount>,
    /// Most valuable first within overdue, 30, 90, later.
    pub rows: Vec<AgendaRow>,
    /// Handled, newest first; empty unless asked for.
    pub handled: Vec<AgendaRow>,
    /// Employees to hand over to.
    pub owners: Vec<String>,
    /// Whose it is: "Mine" is empty where nobody is linked to an employee.
    pub scope: AgendaScope,
    /// "Du er ikke knyttet til en medarbejder i arket …"; null where one is.
    pub remark: Option<String>,
}

/// A kind with its count.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AgendaKindCount {
    /// The code.
    pub kind: String,
    /// "Genforhandling".
    pub label: String,
    /// How many.
    pub count: u32,
}

/// One item.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AgendaRow {
    /// Its key, for `handle_item`.
    pub item: String,
    /// Code of the kind.
    pub kind: String,
    /// "Genforhandl", "Følg op på mål".
    pub title: String,
    /// What it is about, in a line.
    pub detail: String,
    /// *Sagsnr.*
    pub case: String,
    /// The citizen's name, or blank.
    pub citizen: String,
    /// The offer.
    pub offer: String,
    /// "30-12-2026".
    pub due: String,
    /// "12 dage over", "Om 8 dage".
    pub status: super::Status,
    /// `overdue`, `due_30`, `due_90`, `later`, `handled`.
    pub state: String,
    /// Whose: a name, or "centerchef".
    pub owner: String,
    /// Kr. a year, whole kroner with points; null where it is not known.
    pub at_stake: Option<String>,
    /// Figure id of `at_stake` for `explain`.
    pub explain: Option<String>,
    /// "Udsat fra 01-09-2026 til 01-12-2026 af Karina Holst: afventer ny leder".
    pub postponed: Option<String>,
    /// "Håndteret 20-11-2026 af Karina Holst: …".
    pub handled: Option<String>,
    /// "Overdraget fra Karina Holst".
    pub handed_over: Option<String>,
    /// Where it is done.
    pub target: FormTarget,
}

/// What somebody does about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ItemAction {
    /// Handled, with a reason.
    Handle,
    /// Put off until a day, with a reason.
    Postpone,
    /// Handed to somebody else.
    HandOver,
    /// Back to what it was by the rules.
    Reopen,
}

/// Do something about items of the agenda.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HandleItem {
    /// `AgendaRow.item`.
    pub items: Vec<String>,
    /// What.
    pub action: ItemAction,
    /// Why; required for handling and putting off.
    pub reason: String,
    /// The day, as typed, for putting off.
    pub until: Option<String>,
    /// To whom, for handing over.
    pub owner: Option<String>,
    /// A UUID of the window's own: the same when it is repeated.
    pub operation: String,
}

/// Set the chance that a negotiation of a case brings the rate down.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SetChance {
    /// *Sagsnr.*
    pub case: String,
    /// 0–100 as typed; null = the one of the settings.
    pub percent: Option<String>,
    /// As in `HandleItem`.
    pub operation: String,
}

/// What is asked of *Mangler*.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct GapsQuery {
    /// Codes (`no_contract` …); empty = all.
    pub kinds: Vec<String>,
    /// Words of case, citizen, offer; blank = all.
    pub search: String,
}

/// *Mangler*.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Gaps {
    /// "31 mangler i 22 sager".
    pub context: String,
    /// Kinds with their counts, worst first.
    pub kinds: Vec<AgendaKindCount>,
    /// Worst first, dearest first.
    pub rows: Vec<GapRow>,
}

/// Something that is missing.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct GapRow {
    /// *Sagsnr.*
    pub case: String,
    /// Code.
    pub kind: String,
    /// "Ingen kontrakt".
    pub title: String,
    /// A line on it.
    pub detail: Option<String>,
    /// Its weight.
    pub tone: super::Tone,
    /// The citizen's name, or blank.
    pub citizen: String,
    /// The offer.
    pub offer: String,
    /// Kr. a year, whole kroner; null in a gap.
    pub annualised: Option<String>,
    /// The field where it is put right.
    pub target: FormTarget,
}
