//! Case numbers for new cases: the next of the municipality's own pattern, else `U-1`, `U-2`, … (domain §7).
//!
//! Invariant: what is proposed is free.

use std::collections::{BTreeMap, HashSet};

use vilkaar_domain::{CaseNumber, Placement};

/// The stem that cases without a number of their own have.
const WITHOUT_NUMBER: &str = "U-";

/// A number that ends in a running number: what stands before it, and the number with its digits.
struct Running<'n> {
    /// Before the running number, a year in it included: `S2026-`.
    prefix: &'n str,
    /// How many digits it has.
    width: usize,
    /// The running number.
    number: u64,
}

/// The running number at the end of a case number.
fn running(number: &str) -> Option<Running<'_>> {
    let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(1..=9).contains(&digits) {
        return None;
    }
    let (prefix, digits) = number.split_at(number.len() - digits);
    Some(Running { prefix, width: digits.len(), number: digits.parse().ok()? })
}

/// A prefix `S2026-` as `("S", 2026, "-")`.
fn with_year(prefix: &str) -> Option<(&str, i32, &str)> {
    let at = prefix.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = prefix.split_at(at);
    let year = rest.get(..4)?.parse().ok().filter(|year| (1990..2100).contains(year))?;
    let after = rest.get(4..)?;
    (!after.is_empty() && !after.contains(|c: char| c.is_ascii_digit())).then_some((before, year, after))
}

/// Is the number another case's, letters' case left aside?
pub(super) fn is_taken(placements: &[Placement], number: &str, by_other_than: Option<&Placement>) -> bool {
    let wanted = number.trim().to_lowercase();
    placements
        .iter()
        .filter(|placement| by_other_than.is_none_or(|own| own.id != placement.id))
        .any(|placement| placement.case.as_str().to_lowercase() == wanted)
}

/// A free number for a new case in a year.
pub(super) fn next_number(placements: &[Placement], year: i32) -> CaseNumber {
    let proposed = next(placements, year);
    // A proposal is never blank; the stem alone would be a number too.
    CaseNumber::new(&proposed).unwrap_or_else(|| unreachable!("{proposed:?} is no case number"))
}

/// Its text.
pub(super) fn next(placements: &[Placement], year: i32) -> String {
    let taken: HashSet<&str> = placements.iter().map(|placement| placement.case.as_str()).collect();
    let (stem, width, last) = own_pattern(placements, year)
        .unwrap_or_else(|| (WITHOUT_NUMBER.to_owned(), 1, last_of(placements, WITHOUT_NUMBER)));
    (last + 1..)
        .map(|number| format!("{stem}{number:0width$}"))
        .find(|number| !taken.contains(number.as_str()))
        .unwrap_or_else(|| format!("{stem}{}", u64::MAX))
}

/// The highest running number behind a prefix.
fn last_of(placements: &[Placement], prefix: &str) -> u64 {
    numbers(placements)
        .filter(|running| running.prefix == prefix)
        .map(|running| running.number)
        .max()
        .unwrap_or(0)
}

fn numbers(placements: &[Placement]) -> impl Iterator<Item = Running<'_>> {
    placements.iter().map(|placement| &placement.case).map(CaseNumber::as_str).filter_map(running)
}

/// The pattern with a year in it that at least half of the cases follow: prefix of this year's numbers, digits, and
/// the last number. Where no two years share a number it runs on over the years, else it begins anew with each.
fn own_pattern(placements: &[Placement], year: i32) -> Option<(String, usize, u64)> {
    let mut patterns: BTreeMap<(&str, &str), Vec<(i32, Running<'_>)>> = BTreeMap::new();
    for running in numbers(placements) {
        if let Some((before, year, after)) = with_year(running.prefix) {
            patterns.entry((before, after)).or_default().push((year, running));
        }
    }
    let ((before, after), found) = patterns.into_iter().max_by_key(|(_, found)| found.len())?;
    if found.len() * 2 < placements.len() {
        return None;
    }
    let width = found.iter().map(|(_, running)| running.width).max()?;
    let different: HashSet<u64> = found.iter().map(|(_, running)| running.number).collect();
    let runs_on = different.len() == found.len();
    let last = found
        .iter()
        .filter(|(of, _)| runs_on || *of == year)
        .map(|(_, running)| running.number)
        .max()
        .unwrap_or(0);
    Some((format!("{before}{year}{after}"), width, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn named(numbers: &[&str]) -> Vec<Placement> {
        let one = sample::register().placements[0].clone();
        let number = |number: &&str| CaseNumber::new(number).unwrap();
        numbers.iter().map(|text| Placement { case: number(text), ..one.clone() }).collect()
    }

    #[test]
    fn the_next_number_follows_the_municipality_s_own_pattern_and_is_free() {
        for (known, expected) in [
            (vec![], "U-1"),
            (vec!["U-1", "U-9"], "U-10"),
            // One row of numbers over the years, and one for each year.
            (vec!["S2024-1005", "S2026-1006"], "S2026-1007"),
            (vec!["2025/001", "2025/002", "2026/001"], "2026/002"),
            (vec!["2025/001", "2025/002", "2024/001"], "2026/001"),
            // KLE numbers end in a year, not in a running number.
            (vec!["29.21.04-P20-1-18", "29.21.04-P20-7-24"], "U-1"),
            (vec!["Jens", "Karen", "S2026-1"], "U-1"),
        ] {
            assert_eq!(next(&named(&known), 2026), expected, "{known:?}");
        }
    }

    #[test]
    fn a_number_in_other_letters_is_the_same_number() {
        let known = named(&["S2026-1001"]);
        assert!(is_taken(&known, " s2026-1001 ", None));
        assert!(!is_taken(&known, "S2026-1001", Some(&known[0])), "its own");
        assert!(!is_taken(&known, "S2026-1002", None));
    }
}
