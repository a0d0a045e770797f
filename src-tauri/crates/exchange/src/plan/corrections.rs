//! What imports said of a line that took a wrong one's place.
//!
//! Invariant: a field that a hand changed in a line stays the hand's in the line that corrects it, whoever made that
//! one; and a field that the sheet alone has changed stays the sheet's.

use std::collections::HashMap;

use serde_json::Value;
use vilkaar_domain::{RateLine, RateLineId};

use super::settle::fields;
use super::{Fields, Slots};

/// Fields that every line has for itself.
const OWN: [&str; 3] = ["id", "annulled", "corrects"];

/// Holds each correction against what imports made of the line that it corrects, the first ones first.
pub(super) fn follow_corrections(lines: &mut Slots<'_, RateLine>) {
    let at_of: HashMap<RateLineId, usize> =
        (0..lines.len()).filter_map(|at| lines.get(at).map(|line| (line.id, at))).collect();
    let wrong_of = |lines: &Slots<'_, RateLine>, at: usize| {
        lines.get(at).and_then(|line| line.corrects).and_then(|wrong| at_of.get(&wrong).copied())
    };
    // How many lines each correction has behind it; a chain is no longer than the lines there are.
    let depth = |lines: &Slots<'_, RateLine>, at: usize| {
        std::iter::successors(Some(at), |at| wrong_of(lines, *at)).take(lines.len()).count()
    };
    let mut corrections: Vec<(usize, usize, usize)> = (0..lines.len())
        .filter_map(|at| wrong_of(lines, at).map(|wrong| (depth(lines, at), at, wrong)))
        .collect();
    corrections.sort_unstable();
    for (_, at, wrong) in corrections {
        let Some(said) = lines.imported(wrong).filter(|said| !said.is_empty()).cloned() else { continue };
        let (Some(now), Some(carried)) = (lines.get(at).and_then(fields), lines.get(wrong).and_then(fields))
        else {
            continue;
        };
        let held = match lines.imported(at) {
            // A hand's, which imports may have filled since.
            Some(own) if !own.contains_key("id") => {
                let mut held = said;
                held.extend(own.clone());
                held
            }
            own => by_the_sheet(own.unwrap_or(&now), &carried, &said),
        };
        if lines.imported(at).is_some() || held != now {
            lines.hold_against(at, held);
        }
    }
}

/// What the sheet said of a correction that an import made: of what it carried over from the wrong line unchanged, as
/// imports had said it of that one.
fn by_the_sheet(own: &Fields, carried: &Fields, said: &Fields) -> Fields {
    let mut held = own.clone();
    for (name, value) in own {
        if OWN.contains(&name.as_str()) || carried.get(name) != Some(value) || said.get(name) == Some(value) {
            continue;
        }
        held.insert(name.clone(), said.get(name).cloned().unwrap_or(Value::Null));
    }
    held
}
