//! What all forms share: fields with how they are read from a draft and put into it, what is wrong with them, and
//! what somebody else changed meanwhile.
//!
//! Invariant: what is saved is the record as it is now with the fields changed that the user changed. A field that
//! somebody else changed since the form was opened is shown, never overwritten unseen.

pub(crate) mod fields;
pub(crate) mod sheet;

use std::borrow::Cow;

use vilkaar_application::ports::LogEntry;

use crate::program::instant;
use crate::types::{
    Clash, ClashField, FieldCondition, FieldKind, FieldProblem, FieldValue, Form, FormField, ReasonNeed,
};

/// A sentence about a field, for the user.
pub(crate) type Said = Cow<'static, str>;

/// A field of a form over a draft: how it is shown, read from it, and put into it. Most are made by [`fields`].
#[derive(Clone)]
pub(crate) struct Field<D> {
    /// Stable, in the window's spelling.
    pub(crate) name: &'static str,
    /// The label.
    pub(crate) label: &'static str,
    /// The heading it stands under.
    pub(crate) group: &'static str,
    /// What it takes.
    pub(crate) kind: FieldKind,
    /// The unit behind it.
    pub(crate) unit: Option<&'static str>,
    /// A line of help.
    pub(crate) help: Option<&'static str>,
    /// Must be filled in (where it is shown).
    pub(crate) is_required: bool,
    /// Another field and the values with which this one is shown; else its value doesn't count.
    pub(crate) shown_when: Option<(&'static str, &'static [&'static str])>,
    /// The draft's value as text.
    pub(crate) get: fn(&D) -> String,
    /// Reads a text into the draft; the sentence says what is wrong and what to do.
    pub(crate) set: fn(&mut D, &str) -> Result<(), Said>,
}

impl<D> Field<D> {
    /// With a unit behind it.
    pub(crate) const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// With a line of help.
    pub(crate) const fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }

    /// That must be filled in.
    pub(crate) const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Shown only while another field has one of these values.
    pub(crate) const fn when(mut self, field: &'static str, values: &'static [&'static str]) -> Self {
        self.shown_when = Some((field, values));
        self
    }
}

/// What a form says besides its fields.
pub(crate) struct Frame {
    /// The heading.
    pub(crate) title: String,
    /// What it is about.
    pub(crate) introduction: Option<String>,
    /// The button that saves.
    pub(crate) submit: &'static str,
    /// Whether it asks why.
    pub(crate) reason: ReasonNeed,
}

/// A form over a draft. `choices` gives a field's choices or suggestions by its name.
pub(crate) fn form<D>(
    fields: &[Field<D>],
    draft: &D,
    frame: Frame,
    operation: String,
    choices: impl Fn(&str) -> Vec<String>,
) -> Form {
    let fields = fields
        .iter()
        .map(|field| FormField {
            name: field.name.to_owned(),
            label: field.label.to_owned(),
            kind: field.kind,
            value: (field.get)(draft),
            choices: choices(field.name),
            unit: field.unit.map(str::to_owned),
            help: field.help.map(str::to_owned),
            group: field.group.to_owned(),
            is_required: field.is_required,
            shown_when: field.shown_when.map(|(field, values)| FieldCondition {
                field: field.to_owned(),
                values: values.iter().map(|value| (*value).to_owned()).collect(),
            }),
        })
        .collect();
    let Frame { title, introduction, submit, reason } = frame;
    Form { title, introduction, fields, submit: submit.to_owned(), reason, operation }
}

/// Lets a form open with values that were proposed, over its own.
pub(crate) fn propose(form: &mut Form, proposed: &[FieldValue]) {
    for FieldValue { name, value } in proposed {
        if let Some(field) = form.fields.iter_mut().find(|field| field.name == *name) {
            field.value.clone_from(value);
        }
    }
}

/// Every field's value in a draft.
pub(crate) fn values<D>(fields: &[Field<D>], draft: &D) -> Vec<FieldValue> {
    fields.iter().map(|field| FieldValue { name: field.name.to_owned(), value: (field.get)(draft) }).collect()
}

/// The value that a request gives a field.
pub(crate) fn value_of<'v>(values: &'v [FieldValue], name: &str) -> Option<&'v str> {
    values.iter().find(|value| value.name == name).map(|value| value.value.trim())
}

/// Is a field shown with these values?
fn is_shown<D>(field: &Field<D>, values: &[FieldValue]) -> bool {
    field.shown_when.is_none_or(|(other, wanted)| {
        let value = value_of(values, other).unwrap_or_default();
        wanted.contains(&value)
    })
}

/// An error at a field.
pub(crate) fn wrong(field: &str, sentence: impl Into<String>) -> FieldProblem {
    FieldProblem { field: field.to_owned(), sentence: sentence.into(), is_error: true }
}

/// Something odd at a field, which keeps nothing from being saved.
pub(crate) fn odd(field: &str, sentence: impl Into<String>) -> FieldProblem {
    FieldProblem { field: field.to_owned(), sentence: sentence.into(), is_error: false }
}

/// Is a field hidden by what the user chose? A record's own value of a field that it hides anyway stays as it is.
fn is_put_away<D>(field: &Field<D>, before: &[FieldValue], mine: &[FieldValue]) -> bool {
    field.shown_when.is_some_and(|(other, _)| value_of(mine, other) != value_of(before, other))
}

/// Puts what is typed into a draft; what is wrong, in the fields' order. Fields that the user's choice hides are
/// read as blank.
pub(crate) fn read<D>(fields: &[Field<D>], draft: &mut D, values: &[FieldValue]) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let before = self::values(fields, draft);
    for field in fields {
        let shown = is_shown(field, values);
        if !shown && !is_put_away(field, &before, values) {
            continue;
        }
        let text = value_of(values, field.name).filter(|_| shown).unwrap_or_default();
        if shown && field.is_required && text.is_empty() {
            problems.push(wrong(field.name, format!("Udfyld {}.", lower_first(field.label))));
        } else if let Err(sentence) = (field.set)(draft, text) {
            problems.push(wrong(field.name, sentence));
        }
    }
    problems
}

/// A label inside a sentence: its first letter small, unless it is an abbreviation.
fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => label.to_owned(),
    }
}

/// What a save over somebody else's changes comes to.
pub(crate) enum Merged<D> {
    /// The record as it is now with what the user changed, and what is wrong with it.
    Draft(D, Vec<FieldProblem>),
    /// Somebody else changed these fields.
    Clash(Vec<ClashField>),
}

/// Puts the user's changes on the record as it is: `base` as the form was opened, `mine` as it shall be, `now` the
/// record as it is.
pub(crate) fn merge<D: Clone>(
    fields: &[Field<D>],
    now: &D,
    base: &[FieldValue],
    mine: &[FieldValue],
) -> Merged<D> {
    let mut after = now.clone();
    let mut clashes = Vec::new();
    let mut problems = Vec::new();
    for field in fields {
        let theirs = (field.get)(now);
        let before = value_of(base, field.name).unwrap_or(&theirs).to_owned();
        let shown = is_shown(field, mine);
        let typed = value_of(mine, field.name).unwrap_or(&before).to_owned();
        let mine = if shown {
            typed
        } else if is_put_away(field, base, mine) {
            String::new()
        } else {
            before.clone()
        };
        let is_mine_changed = mine != before;
        if shown && field.is_required && mine.is_empty() {
            problems.push(wrong(field.name, format!("Udfyld {}.", lower_first(field.label))));
        } else if is_mine_changed && let Err(sentence) = (field.set)(&mut after, &mine) {
            problems.push(wrong(field.name, sentence));
        }
        // Two who changed it to the same (also in another spelling, "32,50") agree.
        let agree = is_mine_changed && (field.get)(&after) == theirs;
        if theirs != before && !agree {
            clashes.push(ClashField {
                name: field.name.to_owned(),
                label: field.label.to_owned(),
                before,
                theirs,
                mine,
                is_contested: is_mine_changed,
            });
        }
    }
    // What can't be read is put right first: a clash is chosen between values.
    if problems.is_empty() && !clashes.is_empty() {
        Merged::Clash(clashes)
    } else {
        Merged::Draft(after, problems)
    }
}

/// What the user is told of somebody else's change of a record, `what` it is ("placeringen").
pub(crate) fn clash(
    what: &str,
    fields: Vec<ClashField>,
    now: Vec<FieldValue>,
    latest: Option<&LogEntry>,
    me: &str,
) -> Clash {
    let who = match latest {
        Some(entry) if entry.who == me => format!("Du ændrede selv {what}"),
        Some(entry) => format!("{} ændrede {what}", entry.who),
        None => format!("En anden ændrede {what}"),
    };
    let when = latest.map(|entry| format!(" {}", instant(entry.at))).unwrap_or_default();
    Clash {
        sentence: format!(
            "{who}{when}, mens du rettede den. Intet er gemt endnu: vælg, hvad der skal gælde."
        ),
        fields,
        now,
    }
}
