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

/// The unit that a workbook's number format writes beside the number: of `#,##0.00 "kr./md."` per month. Only what the
/// format writes out counts, its first part that of positive numbers.
#[must_use]
pub fn of_format(code: &str) -> Option<Unit> {
    let mut words = String::new();
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '"' => words.extend(letters.by_ref().take_while(|letter| *letter != '"')),
            '\\' => words.extend(letters.next()),
            // [$kr.-406] is a currency, and no other bracket writes anything.
            '[' => while letters.next().is_some_and(|letter| letter != ']') {},
            // As wide as the letter after it, and that letter over and over.
            '_' | '*' => {
                letters.next();
            }
            _ => {}
        }
    }
    read(&words)
}

/// A heading without the unit at its end, squeezed: `nytakst` and per month of "Ny takst (kr. pr. md.)".
#[must_use]
pub fn in_heading(heading: &str) -> (String, Option<Unit>) {
    let word = squeezed(heading);
    let begins = |rest: &str| rest.starts_with("kr") || rest.starts_with("pr") || rest.starts_with("ikr");
    for (at, _) in word.char_indices().skip(1) {
        let (name, rest) = word.split_at(at);
        if begins(rest)
            && let Some(unit) = read(rest.strip_prefix('i').unwrap_or(rest))
        {
            return (name.to_owned(), Some(unit));
        }
    }
    let name =
        word.strip_suffix("ikr").or_else(|| word.strip_suffix("kr")).or_else(|| word.strip_suffix("dkk"));
    (name.filter(|name| !name.is_empty()).map_or_else(|| word.clone(), str::to_owned), None)
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
