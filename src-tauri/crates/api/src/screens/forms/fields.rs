//! How each kind of value is typed and shown in a form: texts, days, numbers, rates, choices.
//!
//! Invariant: `show(read(show(value))) == show(value)`, and what can't be read gives a sentence that says how to
//! write it.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::Rate;
use vilkaar_exchange::cells::{amount, date};
use vilkaar_wording::format;

use super::Said;

/// Separates the values of a field that holds many.
pub(crate) const MANY: &str = "; ";

/// A text; blank = not known.
pub(crate) fn text(typed: &str) -> Option<String> {
    Some(typed.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A day as it is shown.
pub(crate) fn show_day(day: Option<NaiveDate>) -> String {
    day.map(format::date).unwrap_or_default()
}

/// A day as typed; blank = none.
pub(crate) fn day(typed: &str) -> Result<Option<NaiveDate>, Said> {
    match typed {
        "" => Ok(None),
        text => date::read_text(text)
            .map(Some)
            .map_err(|_| "Datoen kan ikke læses. Skriv den som 20-11-2026.".into()),
    }
}

/// A number as it is shown.
pub(crate) fn show_number(number: Option<Decimal>) -> String {
    number.map(format::number).unwrap_or_default()
}

/// A number from one bound to another, both included; blank = none.
pub(crate) fn number(typed: &str, from: i64, to: i64, bounds: &'static str) -> Result<Option<Decimal>, Said> {
    if typed.is_empty() {
        return Ok(None);
    }
    let read = amount::read_text(typed).filter(|read| read.unit.is_none());
    let found = read.ok_or("Tallet kan ikke læses. Skriv det med komma, fx 32,5.")?;
    if found.value < Decimal::from(from) || found.value > Decimal::from(to) {
        return Err(bounds.into());
    }
    Ok(Some(found.value))
}

/// A whole number from one bound to another; blank = none.
pub(crate) fn whole(typed: &str, from: u32, to: u32, bounds: &'static str) -> Result<Option<u32>, Said> {
    if typed.is_empty() {
        return Ok(None);
    }
    let found: u32 = typed.parse().map_err(|_| "Skriv et helt tal uden decimaler.")?;
    if (from..=to).contains(&found) { Ok(Some(found)) } else { Err(bounds.into()) }
}

/// A rate as it is shown: two to four decimals.
pub(crate) fn show_rate(rate: Option<Rate>) -> String {
    rate.map(format::rate).unwrap_or_default()
}

/// A rate as typed; blank = none. A point before three digits can mean two things and is asked about (domain §2).
pub(crate) fn rate(typed: &str) -> Result<Option<Rate>, Said> {
    if typed.is_empty() {
        return Ok(None);
    }
    let read = amount::read_text(typed).ok_or("Beløbet kan ikke læses. Skriv det som 2.394,00.")?;
    if read.unit.is_some() {
        return Err("Skriv kun beløbet her; enheden vælges for sig.".into());
    }
    if let Some(other) = read.as_decimal {
        let (whole, other) = (format::number(read.value), format::number(other));
        return Err(format!("Taksten {typed} kan læses på to måder. Skriv {whole},00 eller {other}.").into());
    }
    Rate::new(read.value).map(Some).ok_or_else(|| "En takst har højst fire decimaler.".into())
}

/// Yes, no or not known, as shown.
pub(crate) fn show_yes_no(value: Option<bool>) -> String {
    match value {
        Some(true) => "ja".to_owned(),
        Some(false) => "nej".to_owned(),
        None => String::new(),
    }
}

/// Yes, no or not known, as typed.
pub(crate) fn yes_no(typed: &str) -> Result<Option<bool>, Said> {
    match typed {
        "" => Ok(None),
        "ja" => Ok(Some(true)),
        "nej" => Ok(Some(false)),
        _ => Err("Vælg ja eller nej.".into()),
    }
}

/// A word of an official list; blank = not known.
pub(crate) fn word<T>(typed: &str, from_word: fn(&str) -> Option<T>) -> Result<Option<T>, Said> {
    match typed {
        "" => Ok(None),
        word => from_word(word).map(Some).ok_or_else(|| "Vælg et af ordene fra listen.".into()),
    }
}

/// Many words of an official list.
pub(crate) fn words<T>(typed: &str, from_word: fn(&str) -> Option<T>) -> Result<Vec<T>, Said> {
    typed
        .split(MANY.trim())
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(|word| from_word(word).ok_or_else(|| "Vælg blandt ordene på listen.".into()))
        .collect()
}

/// A field whose value is an optional text of the draft.
macro_rules! text_field {
    ($draft:ty, $kind:ident, $name:literal, $label:literal, $group:literal, $($path:ident).+) => {
        $crate::screens::forms::Field::<$draft> {
            name: $name,
            label: $label,
            group: $group,
            kind: $crate::types::FieldKind::$kind,
            unit: None,
            help: None,
            is_required: false,
            shown_when: None,
            get: |draft| draft.$($path).+.as_deref().unwrap_or_default().trim().to_owned(),
            set: |draft, typed| {
                draft.$($path).+ = $crate::screens::forms::fields::text(typed);
                Ok(())
            },
        }
    };
}
pub(crate) use text_field;

/// A field whose value is an optional day of the draft.
macro_rules! day_field {
    ($draft:ty, $name:literal, $label:literal, $group:literal, $($path:ident).+) => {
        $crate::screens::forms::Field::<$draft> {
            name: $name,
            label: $label,
            group: $group,
            kind: $crate::types::FieldKind::Date,
            unit: None,
            help: None,
            is_required: false,
            shown_when: None,
            get: |draft| $crate::screens::forms::fields::show_day(draft.$($path).+),
            set: |draft, typed| {
                draft.$($path).+ = $crate::screens::forms::fields::day(typed)?;
                Ok(())
            },
        }
    };
}
pub(crate) use day_field;

/// A field whose value is an optional word of an official list.
macro_rules! word_field {
    ($draft:ty, $words:ty, $name:literal, $label:literal, $group:literal, $($path:ident).+) => {
        $crate::screens::forms::Field::<$draft> {
            name: $name,
            label: $label,
            group: $group,
            kind: $crate::types::FieldKind::Choice,
            unit: None,
            help: None,
            is_required: false,
            shown_when: None,
            get: |draft| draft.$($path).+.map_or("", <$words>::word).to_owned(),
            set: |draft, typed| {
                draft.$($path).+ = $crate::screens::forms::fields::word(typed, <$words>::from_word)?;
                Ok(())
            },
        }
    };
}
pub(crate) use word_field;
