//! *Enhed*, and the period that an amount names itself.

use vilkaar_domain::Unit;

use super::squeezed;

/// Reads a unit by its official word or another in use; `None` when it isn't one.
#[must_use]
pub fn read(text: &str) -> Option<Unit> {
    if let Some(unit) = Unit::ALL.iter().copied().find(|unit| unit.word() == text) {
        return Some(unit);
    }
    let word = squeezed(text);
    let bare = word.strip_prefix("kr").unwrap_or(&word);
    let bare = bare.strip_prefix("pr").or_else(|| bare.strip_prefix("per")).unwrap_or(bare);
    Some(match bare {
        "døgn" | "dag" | "dagligt" | "døgnet" | "døgntakst" => Unit::Day,
        "md" | "mdr" | "måned" | "mdl" | "månedligt" | "månedlig" | "mnd" => Unit::Month,
        "år" | "årligt" | "årlig" | "helår" | "omåret" => Unit::Year,
        "time" | "timer" | "t" | "timetakst" => Unit::Hour,
        "døgndagtilbud" | "dagdagtilbud" | "dagtilbud" | "helplads" | "fuldplads" => Unit::DayOfferPlace,
        "fremmødedag" | "fremmøde" | "fremmødedage" => Unit::Attendance,
        "tur" | "ture" | "kørsel" => Unit::Trip,
        "engangsbeløb" | "engang" | "engangsudgift" | "éngangsbeløb" => Unit::Once,
        _ => return None,
    })
}

/// Splits "53.594 pr. md." into the amount and its period. The text is in small letters.
pub(super) fn period_in_amount(text: &str) -> (&str, Option<Unit>) {
    // Where the words begin after the digits: "876.000 årligt", "2.400 kr./døgn", "2400,- pr. døgn".
    let Some(last_digit) = text.rfind(|c: char| c.is_ascii_digit()) else { return (text, None) };
    let Some((number, words)) = text.split_at_checked(last_digit + 1) else { return (text, None) };
    let words = words.trim();
    let after_kr = words.trim_start_matches([',', '.', '-', '–']).trim_start();
    let after_kr = after_kr.strip_prefix("kr.").or_else(|| after_kr.strip_prefix("kr")).unwrap_or(after_kr);
    let period = after_kr.trim_start_matches(['.', '/', ' ', '\u{a0}']);
    match read(period) {
        Some(unit) => (number, Some(unit)),
        None => (text, None),
    }
}
