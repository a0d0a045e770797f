//! Figures and dates as Danes read them: `1.234.567,89 kr.`, `20-11-2026`, `48,9 %`.

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};
use vilkaar_domain::{Money, Rate};

/// Puts a point between each three digits.
fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A decimal with a fixed number of decimals, rounded half away from zero: `1.234,50`.
#[must_use]
pub fn decimal(value: Decimal, decimals: u32) -> String {
    let mut rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    let text = rounded.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
    if fraction.is_empty() {
        format!("{sign}{}", grouped(whole))
    } else {
        format!("{sign}{},{fraction}", grouped(whole))
    }
}

/// A decimal with as many decimals as it has: `14`, `12,5`.
#[must_use]
pub fn number(value: Decimal) -> String {
    let normal = value.normalize();
    decimal(normal, normal.scale())
}

/// An amount with øre and unit: `1.234.567,89 kr.`
#[must_use]
pub fn kr(amount: Money) -> String {
    format!("{} kr.", kr_bare(amount))
}

/// An amount with øre, for columns with the unit in the heading: `1.234.567,89`
#[must_use]
pub fn kr_bare(amount: Money) -> String {
    decimal(amount.kroner(), 2)
}

/// An amount in whole kroner with unit: `1.234.568 kr.`
#[must_use]
pub fn kr_whole(amount: Money) -> String {
    format!("{} kr.", kr_whole_bare(amount))
}

/// An amount in whole kroner, for columns: `1.234.568`
#[must_use]
pub fn kr_whole_bare(amount: Money) -> String {
    decimal(amount.kroner(), 0)
}

/// An amount in millions with one or two decimals: `53,4` or `53,38`. The caller says *mio. kr.*
#[must_use]
pub fn millions(amount: Money, decimals: u32) -> String {
    decimal(amount.kroner() / Decimal::from(1_000_000), decimals)
}

/// A rate with its two to four decimals: `2.394,00`, `1.234,5678`
#[must_use]
pub fn rate(rate: Rate) -> String {
    let kroner = rate.kroner();
    decimal(kroner, kroner.scale().max(2))
}

/// A percentage with a fixed number of decimals: `48,9 %` (with a no-break space).
#[must_use]
pub fn percent(value: Decimal, decimals: u32) -> String {
    format!("{}\u{a0}%", decimal(value, decimals))
}

/// A sign before a figure that is a change: `+7,6 %`, `−16,9 %` (U+2212), `0,0 %`.
#[must_use]
pub fn signed_percent(value: Decimal, decimals: u32) -> String {
    signed(&percent(value, decimals))
}

/// A change of an amount with øre: `+103,15`, `−59,91`, `0,00`.
#[must_use]
pub fn signed_kr_bare(amount: Money) -> String {
    signed(&kr_bare(amount))
}

/// A change of an amount in whole kroner with unit: `+73.391 kr.`
#[must_use]
pub fn signed_kr_whole(amount: Money) -> String {
    signed(&kr_whole(amount))
}

/// Puts the sign of a change before a figure's text; a figure that is shown as nought has none.
fn signed(text: &str) -> String {
    if let Some(bare) = text.strip_prefix('-') {
        return format!("\u{2212}{bare}");
    }
    let is_nought = !text.contains(|c: char| ('1'..='9').contains(&c));
    if is_nought { text.to_owned() } else { format!("+{text}") }
}

/// A date on screen and paper: `20-11-2026`
#[must_use]
pub fn date(day: NaiveDate) -> String {
    day.format("%d-%m-%Y").to_string()
}

/// The month's Danish name, lower case. `month` is 1–12.
#[must_use]
pub const fn month_name(month: u32) -> &'static str {
    match month {
        1 => "januar",
        2 => "februar",
        3 => "marts",
        4 => "april",
        5 => "maj",
        6 => "juni",
        7 => "juli",
        8 => "august",
        9 => "september",
        10 => "oktober",
        11 => "november",
        _ => "december",
    }
}

/// A month with its year: `november 2026`
#[must_use]
pub fn month(day: NaiveDate) -> String {
    format!("{} {}", month_name(day.month()), day.year())
}

/// A file's size: `1,2 MB`, `340 kB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    let kilo = Decimal::from(bytes) / Decimal::ONE_THOUSAND;
    if bytes < 1_000_000 {
        format!("{} kB", decimal(kilo, 0))
    } else {
        format!("{} MB", decimal(kilo / Decimal::ONE_THOUSAND, 1))
    }
}

/// A weekday's Danish name, lower case.
#[must_use]
pub fn weekday(day: NaiveDate) -> &'static str {
    match day.weekday() {
        chrono::Weekday::Mon => "mandag",
        chrono::Weekday::Tue => "tirsdag",
        chrono::Weekday::Wed => "onsdag",
        chrono::Weekday::Thu => "torsdag",
        chrono::Weekday::Fri => "fredag",
        chrono::Weekday::Sat => "lørdag",
        chrono::Weekday::Sun => "søndag",
    }
}

/// Words as a list in a sentence: `a`, `a og b`, `a, b og c`.
#[must_use]
pub fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} og {last}", first.join(", ")),
    }
}

/// A number with its noun in the right form: `1 placering`, `54 placeringer`.
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(&count.to_string())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_points_between_thousands_and_a_decimal_comma() {
        assert_eq!(kr(Money::from_oere(123_456_789)), "1.234.567,89 kr.");
        assert_eq!(kr(Money::from_oere(-5)), "-0,05 kr.");
        assert_eq!(kr_whole_bare(Money::from_oere(-49)), "0");
        assert_eq!(rate(Rate::from_scaled(12_345_678)), "1.234,5678");
        assert_eq!(percent(Decimal::new(-2346, 3), 2), "-2,35\u{a0}%");
    }

    #[test]
    fn a_change_has_its_sign_and_nought_has_none() {
        assert_eq!(signed_percent(Decimal::new(76, 1), 1), "+7,6\u{a0}%");
        assert_eq!(signed_percent(Decimal::new(-169, 1), 1), "\u{2212}16,9\u{a0}%");
        assert_eq!(signed_kr_bare(Money::from_oere(10_315)), "+103,15");
        assert_eq!(signed_kr_bare(Money::ZERO), "0,00");
        assert_eq!(signed_kr_whole(Money::from_oere(-49)), "0 kr.");
    }

    #[test]
    fn dates_are_day_month_year_with_two_digits() {
        assert_eq!(NaiveDate::from_ymd_opt(2027, 2, 8).map(date).as_deref(), Some("08-02-2027"));
    }
}
