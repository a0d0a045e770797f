//! What will be done, step by step, in the order in which it counts: what ends, what begins, what is annulled.

use vilkaar_domain::{Entity, RateLine};
use vilkaar_wording::format;

use super::Compared;
use crate::screens::placement::unit_words;

/// A line by name: `Grundtakst 2.394,00 kr. pr. døgn`.
pub(crate) fn line_name(line: &RateLine) -> String {
    format!("{} {} kr. {}", line.service.word(), format::rate(line.amount), unit_words(line))
}

/// One sentence for each rate line that changes, by day; more than a handful are counted.
pub(super) fn sentences(compared: &Compared<'_>) -> Vec<String> {
    const SHOWN: usize = 8;
    let mut found: Vec<(chrono::NaiveDate, u8, String)> = compared
        .changes
        .iter()
        .filter_map(|change| {
            let line = |entity: &Option<Entity>| match entity {
                Some(Entity::RateLine(line)) => Some(line.clone()),
                _ => None,
            };
            step(line(&change.before).as_ref(), line(&change.after).as_ref())
        })
        .collect();
    found.sort();
    let more = found.len().saturating_sub(SHOWN);
    let mut sentences: Vec<String> = found.into_iter().take(SHOWN).map(|(_, _, sentence)| sentence).collect();
    if more > 0 {
        sentences.push(format!("Og {}.", format::counted(more, "ændring til", "ændringer til")));
    }
    sentences.extend(wait(compared));
    sentences
}

/// The day it counts, its place on that day, and the sentence.
fn step(before: Option<&RateLine>, after: Option<&RateLine>) -> Option<(chrono::NaiveDate, u8, String)> {
    match (before, after) {
        (None, Some(new)) => {
            let name = line_name(new);
            let from = format::date(new.from);
            let sentence = match new.to {
                _ if new.is_one_off() => format!("{name} betales {from}."),
                Some(to) => format!("{name} begynder {from} og slutter {}.", format::date(to)),
                None => format!("{name} begynder {from}."),
            };
            Some((new.from, 2, sentence))
        }
        (Some(old), Some(new)) if new.annulled && !old.annulled => Some((
            old.from,
            0,
            format!(
                "{} fra {} annulleres: den koster intet fra sin start og bliver stående, streget over.",
                line_name(old),
                format::date(old.from)
            ),
        )),
        (Some(old), Some(new)) if old.to != new.to => {
            let name = line_name(old);
            Some(match (old.to, new.to) {
                (_, Some(to)) => (to, 1, format!("{name} slutter {}.", format::date(to))),
                (Some(to), None) => {
                    (to, 1, format!("{name} slutter ikke længere {}; den løber videre.", format::date(to)))
                }
                (None, None) => return None,
            })
        }
        (Some(old), None) => {
            Some((old.from, 0, format!("{} fra {} fjernes.", line_name(old), format::date(old.from))))
        }
        _ => None,
    }
}

/// That something lies ahead, and how far.
fn wait(compared: &Compared<'_>) -> Option<String> {
    let today = compared.portfolio.today();
    let first = compared.first_day.filter(|first| *first > today)?;
    let days = usize::try_from((first - today).num_days()).ok()?;
    Some(format!(
        "Det gælder fra {}, om {}; indtil da er udgiften den samme.",
        format::date(first),
        format::counted(days, "dag", "dage")
    ))
}
