//! The fields of a record as the preview shows them: before and after, in words.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::{Money, NoticeRule, Rate};
use vilkaar_wording::format;

use crate::plan::FieldChange;

/// A field's Danish name and how it is shown.
pub(crate) type Field<T> = (&'static str, fn(&T) -> String);

/// The fields that differ.
pub(crate) fn compared<T>(before: &T, after: &T, fields: &[Field<T>]) -> Vec<FieldChange> {
    fields
        .iter()
        .map(|(field, shown)| FieldChange::new(field, shown(before), shown(after)))
        .filter(|change| change.before != change.after)
        .collect()
}

pub(super) fn text(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

pub(super) fn date(value: Option<NaiveDate>) -> String {
    value.map(format::date).unwrap_or_default()
}

pub(super) fn number(value: Option<Decimal>) -> String {
    value.map(format::number).unwrap_or_default()
}

pub(super) fn rate(value: Option<Rate>) -> String {
    value.map(format::rate).unwrap_or_default()
}

pub(super) fn money(value: Money) -> String {
    format::kr_bare(value)
}

pub(super) fn rule(value: Option<NoticeRule>) -> String {
    value.map(NoticeRule::words).unwrap_or_default()
}

pub(super) fn word<T>(value: Option<T>, word: impl Fn(T) -> &'static str) -> String {
    value.map(|value| word(value).to_owned()).unwrap_or_default()
}

pub(super) fn count(value: Option<u32>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
