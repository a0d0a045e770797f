//! Forms that the core describes and the window draws: fields with their labels, values as typed, choices and
//! help. Saving says which fields are wrong, or what somebody else changed meanwhile.
//! Invariant: a form is saved only over the values it was opened with; nobody's text is lost.

use serde::{Deserialize, Serialize};

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// A day, typed as 20-11-2026.
    Date,
    /// A number with a comma.
    Number,
    /// One of `choices`.
    Choice,
    /// A line of text with `choices` as suggestions.
    Suggest,
    /// Text of several lines.
    LongText,
    /// Any number of `choices`; the value holds them with "; " between.
    Many,
    /// Yes or no: `ja`, `nej` or blank for not known.
    YesNo,
}

/// A field of a form.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FormField {
    /// Stable name, given back in `FieldValue.name` and in errors as `field`.
    pub name: String,
    /// The label.
    pub label: String,
    /// What it takes.
    pub kind: FieldKind,
    /// The value as text; blank = not known.
    pub value: String,
    /// For choices and suggestions; a blank choice is "ikke oplyst".
    pub choices: Vec<String>,
    /// The unit behind the field, e.g. "timer/uge".
    pub unit: Option<String>,
    /// One line of help under the label.
    pub help: Option<String>,
    /// Group heading under which it stands; fields of a group follow each other.
    pub group: String,
    /// Must be filled in.
    pub is_required: bool,
    /// Shown only while another field has one of some values; null = always.
    pub shown_when: Option<FieldCondition>,
}

/// When a field is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldCondition {
    /// The other field's name.
    pub field: String,
    /// The values with which it is shown.
    pub values: Vec<String>,
}

/// A form as it is opened.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Form {
    /// The heading, e.g. "Ret S2022-1008".
    pub title: String,
    /// What the form is about, in a sentence or two; null where the title says it.
    pub introduction: Option<String>,
    /// The fields, in order.
    pub fields: Vec<FormField>,
    /// The button that saves: "Gem", "Afslut placeringen".
    pub submit: String,
    /// Whether a reason is asked for.
    pub reason: ReasonNeed,
    /// Id of the save that comes of it: given back, and the same when saving is repeated after a broken
    /// connection, so that nothing is written twice.
    pub operation: String,
}

/// A field's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldValue {
    /// The field's name.
    pub name: String,
    /// As typed.
    pub value: String,
}

/// Whether a form asks why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ReasonNeed {
    /// Not asked for.
    None,
    /// May be given.
    Optional,
    /// Must be given: a correction, a postponement.
    Required,
}

/// What a form does. Each command that takes forms knows its own and refuses the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum FormAction {
    /// `placement_form`: a new placement, with its citizen (known or new).
    NewPlacement,
    /// `placement_form`: the placement's own fields.
    EditPlacement,
    /// `placement_form`: name, CPR, refund cover.
    EditCitizen,
    /// `placement_form`: *Ophørt den* with a reason; lines and contract end with it.
    EndPlacement,
    /// `placement_form`: takes an end, or a cancelling, back.
    ReopenPlacement,
    /// `placement_form`: a stay that never begins; reason required.
    CancelPlacement,
    /// `placement_form`: ends the stay and begins one at another offer.
    MovePlacement,
    /// `placement_form`: an offer that was searched (*afsøgt*).
    NewSearchedOffer,
    /// `placement_form`: the same, changed.
    EditSearchedOffer,
    /// `offer_form`.
    NewProvider,
    /// `offer_form`.
    EditProvider,
    /// `offer_form`; `record` = the provider, if one is given.
    NewOffer,
    /// `offer_form`.
    EditOffer,
    /// `rate_form`: a new line.
    AddRate,
    /// `rate_form`: from a date; closes the old line the day before and opens the new.
    ChangeRate,
    /// `rate_form`: annuls the wrong line and opens the right one; reason required.
    CorrectRate,
    /// `rate_form`: gives a line its last day.
    EndRate,
    /// `rate_form`: review date, source, package code: what costs nothing.
    EditRateDetails,
    /// `contract_form`.
    NewContract,
    /// `contract_form`: an *allonge* to `record`.
    AmendContract,
    /// `contract_form`: a mistake in what was typed.
    CorrectContract,
    /// `contract_form`: notice given or received; on a contract that has it, the notice is put right.
    GiveNotice,
    /// `contract_form`: a contract or version that was made by mistake is taken out; reason required.
    RemoveContract,
    /// `contract_form`: notice that was taken back, or written by mistake; reason required.
    WithdrawNotice,
    /// `contract_form`: a *trappetakst*.
    NewStepRate,
    /// `contract_form`; `record` = the clause.
    EditStepRate,
    /// `contract_form`: a clause that was made by mistake is taken out; reason required.
    RemoveStepRate,
    /// `goal_form`.
    NewGoal,
    /// `goal_form`.
    EditGoal,
    /// `goal_form`; `record` = the goal.
    NewSubGoal,
    /// `goal_form`.
    EditSubGoal,
    /// `goal_form`: a follow-up that was typed wrong.
    EditFollowUp,
    /// `goal_form`: hours delivered in a month; `record` = the month, `2026-05`; null lets one choose it.
    EditDeliveredHours,
    /// `price_form`: P/L of a year.
    NewPriceIndex,
    /// `price_form`.
    EditPriceIndex,
    /// `price_form`: a notified rate, typed; `record` = the line.
    NewNotifiedRate,
}

/// Which form.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FormRequest {
    /// What it does.
    pub action: FormAction,
    /// *Sagsnr.*, where it is about a case.
    pub case: Option<String>,
    /// The record it is about: a line, a contract, a goal, an offer, by id.
    pub record: Option<String>,
    /// Values that the form shall open with (a proposal's); fields not named have their own.
    pub proposed: Vec<FieldValue>,
}

/// What stands in a form, to be checked while typing.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FormInput {
    /// As in `FormRequest`.
    pub action: FormAction,
    /// As in `FormRequest`.
    pub case: Option<String>,
    /// As in `FormRequest`.
    pub record: Option<String>,
    /// Every field's value.
    pub values: Vec<FieldValue>,
}

/// Save a form.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SaveForm {
    /// As in `FormRequest`.
    pub action: FormAction,
    /// As in `FormRequest`.
    pub case: Option<String>,
    /// As in `FormRequest`.
    pub record: Option<String>,
    /// `Form.operation`.
    pub operation: String,
    /// Every field's value as the form was opened, or as `Clash.now` gave them since.
    pub base: Vec<FieldValue>,
    /// Every field's value as it shall be.
    pub values: Vec<FieldValue>,
    /// Why; blank is allowed unless the form requires one.
    pub reason: String,
}

/// What is wrong, or odd, at a field.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldProblem {
    /// The field's name.
    pub field: String,
    /// What is wrong and what to do.
    pub sentence: String,
    /// Keeps the form from being saved; else it is only pointed out.
    pub is_error: bool,
}

/// What the core makes of what is typed.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FormCheck {
    /// What is wrong or odd; fields not touched yet are included, so the window shows them once they were.
    pub problems: Vec<FieldProblem>,
    /// What saving would do to the money and the rules; null where it does nothing or a value is missing.
    pub effect: Option<Effect>,
}

/// What a change would do, before it is saved.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Effect {
    /// "Virkning på udgiften".
    pub title: String,
    /// This year, next year, annualised …
    pub rows: Vec<EffectRow>,
    /// "Sagen kommer over 1,0 mio. kr. fra 01-03-2027", above P/L or not, fewer § 104 days, overlaps and gaps.
    pub remarks: Vec<super::placement::Remark>,
    /// What will be done, step by step: "Grundtakst 2.394,00 kr. slutter 31-12-2026".
    pub sentences: Vec<String>,
}

/// One figure before and after.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EffectRow {
    /// "2026", "Helårsvirkning".
    pub label: String,
    /// "1.042.586,00 kr.", "takst mangler".
    pub before: String,
    /// The same after.
    pub after: String,
    /// "+26.420,00 kr."; null where one of them is not known.
    pub change: Option<String>,
    /// "+2,5 %"; null where it can't be told.
    pub percent: Option<String>,
}

/// What became of a save.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase", tag = "outcome")]
#[ts(export)]
pub enum SaveOutcome {
    /// It is saved.
    Saved {
        /// "Gemt."
        message: String,
        /// The operation, for `undo`; null where it can't be undone.
        operation: Option<String>,
        /// The case to show now, where it is another one (a new placement, a move).
        case: Option<String>,
    },
    /// Something is wrong; nothing is saved.
    Refused {
        /// At which fields.
        problems: Vec<FieldProblem>,
    },
    /// Somebody changed the same record meanwhile; nothing is saved yet. Send again with `base` = `now` and the
    /// values that the user chose.
    Clashed {
        /// What they changed.
        clash: Clash,
    },
}

/// Somebody else's change of what one is editing.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Clash {
    /// E.g. "Karina Holst ændrede placeringen kl. 10.12, mens du rettede den."
    pub sentence: String,
    /// Every field that they changed, or that both did.
    pub fields: Vec<ClashField>,
    /// Every field's value as it stands now.
    pub now: Vec<FieldValue>,
}

/// One field, side by side.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ClashField {
    /// The field's name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// As it was when the form was opened; blank = not known.
    pub before: String,
    /// As they left it.
    pub theirs: String,
    /// As it stands in one's own form.
    pub mine: String,
    /// Did both change it, to different values? Else theirs is simply taken along.
    pub is_contested: bool,
}
