//! Overlaps: two lines of one case, service and paragraph on the same day (design §8). One-offs never overlap.
//!
//! Invariant: each row is set against at most two neighbours, so that a case with thousands of lines is judged as
//! fast as thousands of cases with a few.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use vilkaar_domain::{PlacementId, RateLine, Service};
use vilkaar_wording::import::Trouble;

use super::rates::{Link, RateRow, same_service_word};
use crate::plan::{Reading, Work, name_key};
use crate::sheets::RateColumn;

impl<'a> Work<'a> {
    /// Notes each row whose days overlap a line of the same case, service and paragraph: one above it in the file, or
    /// a known one that no row is about. One-offs never overlap.
    pub(super) fn find_overlaps(&self, reading: &Reading<'a>, rows: &mut [RateRow<'_>]) {
        let overlaps = self.overlaps(reading, rows);
        for (at, trouble) in overlaps {
            if let Some(row) = rows.get_mut(at) {
                row.reader.note(RateColumn::From, trouble);
            }
        }
    }

    /// The positions of the rows that overlap, and with what.
    fn overlaps(&self, reading: &Reading<'a>, rows: &[RateRow<'_>]) -> Vec<(usize, Trouble)> {
        type Days = BTreeMap<NaiveDate, (Option<NaiveDate>, Option<u32>)>;
        let mut found = Vec::new();
        let mut about: Vec<bool> = vec![false; self.lines.len()];
        for row in rows {
            if let Some(place) = row.known.and_then(|at| about.get_mut(at)) {
                *place = true;
            }
        }
        let mut groups: HashMap<(PlacementId, Cow<'_, str>, &str), Days> =
            HashMap::with_capacity(rows.len() / 2);
        for (at, row) in rows.iter().enumerate() {
            let (Link::Found(_, placement), Some(placed)) = (&row.link, &row.placed) else { continue };
            let line = &placed.line;
            if self.is_left_out(reading.origin(row.reader.row_number())) || line.is_one_off() {
                continue;
            }
            // What a row leaves as it is was there before, and hands may have made it so.
            let is_as_known = self.is_as_known(placed);
            let days = groups
                .entry((*placement, service_key(&line.service), line.paragraph.as_str()))
                .or_insert_with(|| self.known_days(*placement, line, &about));
            let begins_after = |end: Option<NaiveDate>| end.is_some_and(|end| end < line.from);
            let before = days.range(..=line.from).next_back().filter(|(_, (to, _))| !begins_after(*to));
            let after =
                days.range(line.from..).next().filter(|(from, _)| line.to.is_none_or(|to| to >= **from));
            match before.or(after) {
                Some((from, (to, other))) if !is_as_known => {
                    found.push((at, Trouble::RateOverlap { from: *from, to: *to, row: *other }));
                }
                Some(_) | None => {
                    days.insert(line.from, (line.to, Some(row.reader.row_number())));
                }
            }
        }
        found
    }

    /// The days of the known lines of the same service and paragraph that no row is about.
    fn known_days(
        &self,
        placement: PlacementId,
        line: &RateLine,
        about: &[bool],
    ) -> BTreeMap<NaiveDate, (Option<NaiveDate>, Option<u32>)> {
        let known = self.lines_of.get(&placement).into_iter().flatten();
        known
            .filter(|at| !about.get(**at).copied().unwrap_or(false))
            .filter_map(|at| self.lines.get(*at))
            .filter(|known| {
                !known.annulled
                    && known.paragraph == line.paragraph
                    && same_service_word(&known.service, &line.service)
                    && !known.is_one_off()
            })
            .map(|known| (known.from, (known.to, None)))
            .collect()
    }
}

/// What a service is grouped by.
fn service_key(service: &Service) -> Cow<'_, str> {
    match service {
        Service::Supplement(word) => Cow::Owned(name_key(word)),
        official => Cow::Borrowed(official.word()),
    }
}
