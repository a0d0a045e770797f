//! Gaps: days of a stay with no Grundtakst or Ydelsespakke in force, whatever else runs (domain §2.2).
//!
//! Judged at the end, on the file and what is known together; told at the row after the gap (design §8).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vilkaar_domain::calendar::add_days;
use vilkaar_domain::{Placement, RateLine};
use vilkaar_wording::import::Trouble;

use crate::plan::{Origin, Reading, Work};
use crate::sheets::{Kind, ListColumn, RateColumn};

impl<'a> Work<'a> {
    /// Notes the gaps of every placement that the file has rates for.
    pub(crate) fn find_gaps(&mut self, readings: &[Reading<'a>]) {
        let mut rated = std::mem::take(&mut self.rated);
        rated.sort_unstable();
        rated.dedup();
        let lists: Vec<usize> = readings
            .iter()
            .filter(|reading| reading.table.kind == Kind::List)
            .map(|reading| reading.at)
            .collect();
        let mut found: Vec<(Origin, NaiveDate, NaiveDate, NaiveDate)> = Vec::new();
        for at in rated {
            let Some(placement) = self.placements.slots.get(at) else { continue };
            let from = found.len();
            self.gaps_of(placement, &mut found);
            // A single sheet has one rate for each case; a gap before it that was there already was told of then.
            let is_known = |gap: &(Origin, NaiveDate, NaiveDate, NaiveDate)| {
                let (origin, _, first, last) = *gap;
                lists.contains(&origin.sheet) && self.was_gap(at, first, last)
            };
            let fresh: Vec<_> = found.drain(from..).filter(|gap| !is_known(gap)).collect();
            found.extend(fresh);
        }
        // A single sheet begins all its rates on its own day: that is said once and not at every row.
        let mut begins: BTreeMap<usize, (NaiveDate, u32)> = BTreeMap::new();
        for (origin, line_from, from, to) in found {
            let Some(reading) = readings.iter().find(|reading| reading.at == origin.sheet) else { continue };
            if reading.table.kind == Kind::List {
                let (day, cases) = begins.entry(origin.sheet).or_insert((line_from, 0));
                *day = (*day).min(line_from);
                *cases += 1;
                continue;
            }
            let heading = reading.table.heading(RateColumn::From.into()).to_owned();
            let value = vilkaar_wording::format::date(line_from);
            self.problem(origin.sheet, origin.row, heading, Trouble::RateGap { from, to }, value);
        }
        for (sheet, (day, cases)) in begins {
            let Some(reading) = readings.iter().find(|reading| reading.at == sheet) else { continue };
            let heading = reading.table.heading(ListColumn::Amount.into()).to_owned();
            let trouble = Trouble::RatesBegin { day, cases };
            self.problem(sheet, reading.table.heading_row, heading, trouble, String::new());
        }
    }

    /// Was nothing in force on any of these days of the stay before the file?
    fn was_gap(&self, at: usize, first: NaiveDate, last: NaiveDate) -> bool {
        let Some(before) = self.placements.slots.before(at) else { return false };
        let lines = self.lines_of.get(&before.id).into_iter().flatten();
        let mut housing = lines
            .filter_map(|at| self.lines.before(*at))
            .filter(|line| !line.annulled && line.service.is_housing());
        let stay = before.stay();
        stay.from() <= first
            && stay.to().is_none_or(|end| last <= end)
            && housing.clone().next().is_some()
            && housing.all(|line| line.from > last || line.to.is_some_and(|end| end < first))
    }

    fn gaps_of(&self, placement: &Placement, found: &mut Vec<(Origin, NaiveDate, NaiveDate, NaiveDate)>) {
        let stay = placement.stay();
        let covering: Vec<(NaiveDate, Option<NaiveDate>, Option<Origin>)> = {
            let lines = self.lines_of.get(&placement.id).into_iter().flatten();
            let mut covering: Vec<_> = lines
                .filter_map(|at| self.lines.get(*at).map(|line| (*at, line)))
                .filter(|(_, line): &(usize, &RateLine)| !line.annulled && line.service.is_housing())
                .map(|(at, line)| (line.from, line.to, self.lines.origin(at)))
                .collect();
            let refused = self.covered_by_refused.get(&placement.id).into_iter().flatten();
            covering.extend(refused.map(|(from, to)| (*from, *to, None)));
            covering.sort_by_key(|(from, _, _)| *from);
            covering
        };
        let mut next = stay.from();
        for (from, to, origin) in covering {
            if stay.to().is_some_and(|end| from > end) {
                break;
            }
            if from > next
                && let Some(origin) = origin
            {
                found.push((origin, from, next, add_days(from, -1)));
            }
            match to {
                None => return,
                Some(to) => next = next.max(add_days(to, 1)),
            }
        }
    }
}
