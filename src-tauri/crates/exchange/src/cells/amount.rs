//! Amounts and numbers as people write them: `1.234,56`, `1234.56`, `2.400,-`, `53.594 pr. md.` (domain §2).
//!
//! Invariant: a point followed by exactly three digits is told apart only where the cell says so (a period, `,-`, a
//! second separator); else both readings are given.

use rust_decimal::Decimal;
use vilkaar_domain::Unit;

use super::unit::period_in_amount;
use crate::grid::Cell;

/// A number that was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Amount {
    /// The value; of an ambiguous one the reading as thousands.
    pub value: Decimal,
    /// The period that the cell names ("pr. md.", "årligt").
    pub unit: Option<Unit>,
    /// The other reading, where the number can be read in two ways.
    pub as_decimal: Option<Decimal>,
}

impl Amount {
    const fn certain(value: Decimal) -> Self {
        Self { value, unit: None, as_decimal: None }
    }
}

/// Reads an amount, with or without `kr.` and a period. `None` when it isn't one.
#[must_use]
pub fn read(cell: Cell<'_>) -> Option<Amount> {
    match cell {
        Cell::Number(value) => Some(Amount::certain(value)),
        Cell::Text(text) => read_text(text),
        Cell::Blank | Cell::Date(_) | Cell::Flag(_) => None,
    }
}

/// Reads an amount from text.
#[must_use]
pub fn read_text(text: &str) -> Option<Amount> {
    // The common case first: a plain number has no letters.
    let lower;
    let mut rest = text.trim();
    let mut unit = None;
    let mut whole_kroner = false;
    if rest.chars().any(char::is_alphabetic) || rest.contains('/') {
        lower = rest.to_lowercase();
        rest = lower.as_str();
        (rest, unit) = period_in_amount(rest);
        for word in ["dkk", "kr.", "kr"] {
            rest = rest.strip_prefix(word).map_or(rest, str::trim_start);
            rest = rest.strip_suffix(word).map_or(rest, str::trim_end);
        }
    }
    for dash in [",-", ".-", ",–", ",--", ",00-"] {
        if let Some(bare) = rest.strip_suffix(dash) {
            (rest, whole_kroner) = (bare, true);
        }
    }
    let (value, as_decimal) = number(rest.trim())?;
    let certain = unit.is_some() || whole_kroner;
    Some(Amount { value, unit, as_decimal: as_decimal.filter(|_| !certain) })
}

/// A bare number, and its other reading if it has two.
fn number(text: &str) -> Option<(Decimal, Option<Decimal>)> {
    let (negative, digits) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let first = digits.chars().next()?;
    if !first.is_ascii_digit() || !digits.chars().last()?.is_ascii_digit() {
        return None;
    }
    let comma = digits.rfind(',');
    let point = digits.rfind('.');
    let (value, other) = match (comma, point) {
        (None, None) => (joined(digits, ' ')?, None),
        (Some(comma), None) if digits.find(',') == Some(comma) => (decimal_at(digits, comma, ' ')?, None),
        (Some(_), None) => (joined(digits, ',')?, None),
        (None, Some(point)) if digits.find('.') == Some(point) => single_point(digits, point)?,
        (None, Some(_)) => (joined(digits, '.')?, None),
        (Some(comma), Some(point)) if comma > point => (decimal_at(digits, comma, '.')?, None),
        (Some(_), Some(point)) => (decimal_at(digits, point, ',')?, None),
    };
    let signed = |value: Decimal| if negative { -value } else { value };
    Some((signed(value), other.map(signed)))
}

/// One point and no comma: decimals, unless exactly three digits follow one to three others.
fn single_point(digits: &str, point: usize) -> Option<(Decimal, Option<Decimal>)> {
    let as_decimal = decimal_at(digits, point, ' ')?;
    let (before, after) = (digits.get(..point)?, digits.get(point + 1..)?);
    if after.len() == 3 && before.len() <= 3 && !before.starts_with('0') {
        Some((joined(digits, '.')?, Some(as_decimal)))
    } else {
        Some((as_decimal, None))
    }
}

/// A number with decimals after a separator and groups of three before it.
fn decimal_at(digits: &str, at: usize, separator: char) -> Option<Decimal> {
    let (whole, fraction) = (digits.get(..at)?, digits.get(at + 1..)?);
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scale = u32::try_from(fraction.len()).ok()?;
    let fraction = Decimal::try_from_i128_with_scale(fraction.parse().ok()?, scale).ok()?;
    joined(whole, separator)?.checked_add(fraction)
}

/// Digits, possibly in groups of three with a separator between; a space always may separate.
fn joined(digits: &str, separator: char) -> Option<Decimal> {
    let is_gap = |c: char| c == separator || c == ' ' || c == '\u{a0}' || c == '\u{202f}' || c == '\'';
    let mut plain = String::with_capacity(digits.len());
    for (at, group) in digits.split(is_gap).enumerate() {
        let fits = if at == 0 { !group.is_empty() } else { group.len() == 3 };
        if !fits || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // "1234.567.890" is no grouping: the first group has at most three digits when others follow.
        if at == 1 && plain.len() > 3 {
            return None;
        }
        plain.push_str(group);
    }
    plain.parse().ok()
}
