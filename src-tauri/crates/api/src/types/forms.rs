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
}

/// A form as it is opened.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Form {
    /// The heading, e.g. "Ret S2022-1008".
    pub title: String,
    /// The fields, in order.
    pub fields: Vec<FormField>,
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

/// Save a placement's form.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SavePlacement {
    /// The case.
    pub case: String,
    /// `Form.operation`.
    pub operation: String,
    /// Every field's value as the form was opened, or as `Clash.now` gave them since.
    pub base: Vec<FieldValue>,
    /// Every field's value as it shall be.
    pub values: Vec<FieldValue>,
    /// Why; blank is allowed.
    pub reason: String,
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
