//! What a change would do, before it is saved: the figures of this year and next and *helårsvirkning*, before and
//! after, the 1 mio. kr. rule, P/L, gaps and overlaps.
//!
//! Invariant: worked out by applying the very changes that would be saved to a copy of the records that they
//! concern, with the same arithmetic as everything else; what isn't known is *takst mangler*, never 0 kr.

mod remarks;
mod steps;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::calendar::{Period, add_days};
use vilkaar_domain::cost::PricedCase;
use vilkaar_domain::{CaseFile, CitizenId, Entity, Money, Offer, PlacementId, RateLine, Register};
use vilkaar_wording::format;

use crate::types::{Effect, EffectRow, Remark};

pub(crate) use remarks::limit_remark;
pub(crate) use steps::line_name;

/// The records of the citizens that a change concerns, as they are or as they would be.
struct Side {
    register: Register,
    /// Every case of those citizens, by case number.
    priced: Vec<PricedCase>,
}

impl Side {
    fn new(register: Register) -> Self {
        let files = register.case_files();
        let priced = files.iter().map(|file| PricedCase::new(file, &register.settings)).collect();
        drop(files);
        Self { register, priced }
    }

    fn case(&self, placement: PlacementId) -> Option<&PricedCase> {
        self.priced.iter().find(|case| case.placement == placement)
    }

    fn of_citizen(&self, citizen: CitizenId) -> Vec<&PricedCase> {
        self.priced.iter().filter(|case| case.citizen == citizen).collect()
    }

    fn file(&self, placement: PlacementId) -> Option<CaseFile<'_>> {
        let record = self.register.placements.iter().find(|record| record.id == placement)?;
        Some(self.register.case_file(record))
    }
}

/// A change seen from both sides.
struct Compared<'a> {
    portfolio: &'a Portfolio,
    changes: &'a [EntityChange],
    before: Side,
    after: Side,
    /// The cases whose money the changes may touch.
    touched: BTreeSet<PlacementId>,
    /// Everyone whose cases they are.
    citizens: BTreeSet<CitizenId>,
    /// The first day that is changed.
    first_day: Option<NaiveDate>,
}

/// What the changes would do to the money and the rules; none where they do nothing to either. A form that does more
/// than that adds its own sentences and remarks.
pub(crate) fn effect(portfolio: &Portfolio, changes: &[EntityChange]) -> Option<Effect> {
    let compared = compare(portfolio, changes)?;
    let rows = rows(&compared);
    let remarks = remarks::remarks(&compared);
    let sentences = steps::sentences(&compared);
    let is_same = rows.iter().all(|row| row.before == row.after);
    if is_same && remarks.is_empty() && sentences.is_empty() {
        return None;
    }
    Some(Effect { title: title(&compared), rows, remarks, sentences })
}

/// What the changes do to the 1 mio. kr. rule, in sentences, one for each citizen that it concerns and nobody else.
pub(crate) fn limit_remarks(portfolio: &Portfolio, changes: &[EntityChange]) -> Vec<Remark> {
    compare(portfolio, changes).map_or_else(Vec::new, |compared| remarks::limit(&compared))
}

/// None where no case's money is touched.
fn compare<'a>(portfolio: &'a Portfolio, changes: &'a [EntityChange]) -> Option<Compared<'a>> {
    let register = portfolio.register();
    let touched = touched(register, changes);
    if touched.is_empty() {
        return None;
    }
    let is_new = |id: PlacementId| {
        changes.iter().find_map(|change| match change.record() {
            Some(Entity::Placement(record)) if record.id == id => Some(record.citizen),
            _ => None,
        })
    };
    let citizens: BTreeSet<CitizenId> = touched
        .iter()
        .filter_map(|id| {
            let known = register.placements.iter().find(|record| record.id == *id);
            known.map(|record| record.citizen).or_else(|| is_new(*id))
        })
        .collect();
    let before = part(register, &citizens, changes);
    let mut after = before.clone();
    for change in changes {
        after.apply(change.before.as_ref(), change.after.clone());
    }
    let first_day = changes.iter().filter_map(first_changed_day).min();
    let (before, after) = (Side::new(before), Side::new(after));
    Some(Compared { portfolio, changes, before, after, touched, citizens, first_day })
}

/// The placements whose money the changes may touch.
fn touched(register: &Register, changes: &[EntityChange]) -> BTreeSet<PlacementId> {
    let mut found = BTreeSet::new();
    for record in changes.iter().flat_map(|change| [&change.before, &change.after]).flatten() {
        match record {
            Entity::RateLine(line) => {
                found.insert(line.placement);
            }
            Entity::Placement(placement) => {
                found.insert(placement.id);
            }
            Entity::Offer(offer) => {
                found.extend(
                    register.placements.iter().filter(|known| known.offer == offer.id).map(|known| known.id),
                );
            }
            _ => {}
        }
    }
    found
}

/// The records that the cost of some citizens' cases rests on; the rest of the register stays where it is.
fn part(register: &Register, citizens: &BTreeSet<CitizenId>, changes: &[EntityChange]) -> Register {
    let placements: Vec<_> =
        register.placements.iter().filter(|record| citizens.contains(&record.citizen)).cloned().collect();
    let ids: BTreeSet<PlacementId> = placements.iter().map(|record| record.id).collect();
    let moved = changes.iter().filter_map(|change| match change.record() {
        Some(Entity::Placement(record)) => Some(record.offer),
        _ => None,
    });
    let at: BTreeSet<_> = placements.iter().map(|record| record.offer).chain(moved).collect();
    let offers: Vec<Offer> =
        register.offers.iter().filter(|record| at.contains(&record.id)).cloned().collect();
    let of = |id: &PlacementId| ids.contains(id);
    Register {
        rate_lines: register.rate_lines.iter().filter(|line| of(&line.placement)).cloned().collect(),
        citizens: register.citizens.iter().filter(|record| citizens.contains(&record.id)).cloned().collect(),
        providers: register
            .providers
            .iter()
            .filter(|record| offers.iter().any(|offer| offer.provider == Some(record.id)))
            .cloned()
            .collect(),
        price_indexes: register.price_indexes.clone(),
        settings: register.settings.clone(),
        offers,
        placements,
        ..Register::default()
    }
}

/// The first day on which a change makes a difference to the money.
fn first_changed_day(change: &EntityChange) -> Option<NaiveDate> {
    match (&change.before, &change.after) {
        (Some(Entity::RateLine(before)), Some(Entity::RateLine(after))) => changed_from(before, after),
        (None, Some(Entity::RateLine(line))) | (Some(Entity::RateLine(line)), None) => Some(line.from),
        (Some(Entity::Placement(before)), Some(Entity::Placement(after))) => {
            if before.moved_in != after.moved_in {
                return Some(before.moved_in.min(after.moved_in));
            }
            let ends = [before.ended_on, after.ended_on];
            (before.ended_on != after.ended_on)
                .then(|| ends.into_iter().flatten().min().map(|end| add_days(end, 1)))
                .flatten()
        }
        (None, Some(Entity::Placement(record))) | (Some(Entity::Placement(record)), None) => {
            Some(record.moved_in)
        }
        _ => None,
    }
}

fn changed_from(before: &RateLine, after: &RateLine) -> Option<NaiveDate> {
    let without_end = |line: &RateLine| RateLine {
        to: None,
        review_on: None,
        source: None,
        package_code: None,
        cause: None,
        ..line.clone()
    };
    if without_end(before) != without_end(after) {
        return Some(before.from.min(after.from));
    }
    if before.to == after.to {
        return None;
    }
    [before.to, after.to].into_iter().flatten().min().map(|end| add_days(end, 1))
}

/// `Virkning på udgiften`, with the cases where they are several.
fn title(compared: &Compared<'_>) -> String {
    let mut cases: Vec<&str> = compared
        .after
        .priced
        .iter()
        .filter(|case| compared.touched.contains(&case.placement))
        .map(|case| case.case.as_str())
        .collect();
    cases.dedup();
    match cases.as_slice() {
        [] | [_] => "Virkning på udgiften".to_owned(),
        several if several.len() <= 3 => format!("Virkning på udgiften, {} tilsammen", format::list(several)),
        several => format!("Virkning på udgiften, {} sager tilsammen", several.len()),
    }
}

/// What a figure comes to; unknown where something of it is.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Figure {
    /// What is known.
    known: Money,
    /// Days without a rate are in it.
    is_incomplete: bool,
    /// Nothing of it is known.
    is_unknown: bool,
}

impl Figure {
    fn words(self) -> String {
        if self.is_unknown {
            "takst mangler".to_owned()
        } else if self.is_incomplete {
            format!("{}, ufuldstændig", format::kr(self.known))
        } else {
            format::kr(self.known)
        }
    }
}

fn row(label: String, before: Figure, after: Figure) -> EffectRow {
    let is_known = ![before, after].iter().any(|figure| figure.is_incomplete || figure.is_unknown);
    let difference = after.known - before.known;
    let percent = (is_known && before.known != Money::ZERO)
        .then(|| difference.kroner() / before.known.kroner().abs() * Decimal::ONE_HUNDRED);
    EffectRow {
        label,
        before: before.words(),
        after: after.words(),
        change: is_known.then(|| format!("{} kr.", format::signed_kr_bare(difference))),
        percent: percent.map(|percent| format::signed_percent(percent, 1)),
    }
}

/// Earlier years where they change, this year, next year, annualised, and the resident's payment where it changes.
fn rows(compared: &Compared<'_>) -> Vec<EffectRow> {
    let year = compared.portfolio.year();
    let mut rows = Vec::new();
    let earlier = earlier(compared);
    if let Some((first, before, after)) = earlier.filter(|(_, before, after)| before != after) {
        let label = if first == year - 1 {
            first.to_string()
        } else {
            format!("Tidligere år ({first}–{})", year - 1)
        };
        rows.push(row(label, before, after));
    }
    for (name, year) in [("I år", year), ("Næste år", year + 1)] {
        rows.push(row(
            format!("{name} ({year})"),
            years(compared, &compared.before, year, year),
            years(compared, &compared.after, year, year),
        ));
    }
    let day = counting_day(compared);
    rows.push(row(
        format!("Helårsvirkning pr. {}", format::date(day)),
        annualised(compared, &compared.before, day),
        annualised(compared, &compared.after, day),
    ));
    for year in [year, year + 1] {
        let own = |side: &Side| {
            let known = cases(compared, side).map(|case| case.own_payment(year)).sum();
            Figure { known, is_incomplete: false, is_unknown: false }
        };
        let (before, after) = (own(&compared.before), own(&compared.after));
        if before != after {
            rows.push(row(format!("Egenbetaling i {year}"), before, after));
        }
    }
    rows
}

fn cases<'s>(compared: &'s Compared<'_>, side: &'s Side) -> impl Iterator<Item = &'s PricedCase> {
    side.priced.iter().filter(|case| compared.touched.contains(&case.placement))
}

/// The years before this one that the changes reach back into: the first of them, and what they cost.
fn earlier(compared: &Compared<'_>) -> Option<(i32, Figure, Figure)> {
    let last = compared.portfolio.year() - 1;
    let first = compared.first_day?.year();
    (first <= last).then(|| {
        (first, years(compared, &compared.before, first, last), years(compared, &compared.after, first, last))
    })
}

/// Gross cost of the touched cases from a year through another.
fn years(compared: &Compared<'_>, side: &Side, first: i32, last: i32) -> Figure {
    let days = NaiveDate::from_ymd_opt(first, 1, 1).zip(NaiveDate::from_ymd_opt(last, 12, 31));
    let Some((from, to)) = days else {
        return Figure { known: Money::ZERO, is_incomplete: false, is_unknown: true };
    };
    let known: Money = cases(compared, side).map(|case| case.gross(from, to)).sum();
    let is_incomplete = cases(compared, side).any(|case| case.is_incomplete(from, to));
    Figure { known, is_incomplete, is_unknown: is_incomplete && known == Money::ZERO }
}

/// The day whose annualised cost is shown: the first changed day if it lies ahead, else the day that stands for the
/// case today (a planned case's first, an ended one's last).
fn counting_day(compared: &Compared<'_>) -> NaiveDate {
    let today = compared.portfolio.today();
    let day = compared.first_day.map_or(today, |first| first.max(today));
    let stays = || [&compared.before, &compared.after].into_iter().flat_map(|side| cases(compared, side));
    let begins = stays().map(|case| case.stay.from()).min().unwrap_or(day);
    let ends: Option<Vec<NaiveDate>> = stays().map(|case| case.stay.to()).collect();
    let last = ends.and_then(|ends| ends.into_iter().max());
    let day = day.max(begins);
    // Past the last day of every stay nothing costs: then the last day is what counts.
    last.map_or(day, |last| day.min(last))
}

fn annualised(compared: &Compared<'_>, side: &Side, day: NaiveDate) -> Figure {
    let parts: Option<Vec<Money>> = cases(compared, side).map(|case| case.annualised_on(day)).collect();
    Figure { known: parts.iter().flatten().sum(), is_incomplete: false, is_unknown: parts.is_none() }
}

/// The days of some periods that others don't have; both in order and without overlaps.
fn subtract(from: &[Period], others: &[Period]) -> Vec<Period> {
    let mut rest: Vec<Period> = from.to_vec();
    for other in others {
        rest = rest
            .into_iter()
            .flat_map(|days| {
                if days.intersection(other).is_none() {
                    return [Some(days), None];
                }
                let head = Period::new(days.from(), Some(add_days(other.from(), -1)))
                    .filter(|_| days.from() < other.from());
                let tail = other.to().and_then(|end| Period::new(add_days(end, 1), days.to()));
                [head, tail]
            })
            .flatten()
            .collect();
    }
    rest
}

#[cfg(test)]
mod tests;
