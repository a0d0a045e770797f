//! Which known line a row of *Takster* is about, and what becomes of it.
//!
//! Invariant: a line is about one row at most. What a hand ended, put right or annulled is recognised by what it was
//! imported as, so that the sheet's old row never comes back beside it (ADR 21).

use vilkaar_domain::{Collector, PlacementId, RateLine, RateLineId, Service};
use vilkaar_wording::import::Trouble;

use super::rates::{LINE_FIELDS, Line, Link, RateRow, is_one_off, same_service_word};
use crate::plan::{Applied, Origin, Outcome, Reading, Settled, Work};
use crate::sheets::RateColumn;

/// What a row would have a line be, settled with what stands there.
pub(super) struct Placed {
    /// The line as it shall be.
    pub(super) line: RateLine,
    /// The known line that it is; none for a new one.
    at: Option<usize>,
    /// What the row says, where something of it was left aside.
    left_aside: Option<RateLine>,
}

impl<'a> Work<'a> {
    /// Gives each row the known line that it is about, and no line to two rows: one-offs of a service and a day may be
    /// several, so a row takes the line of its own amount first. Where the row leaves the paragraph to the case, a line
    /// of another paragraph is the same line: the case's may have been corrected since.
    pub(super) fn claim_known_lines(&mut self, reading: &Reading<'a>, rows: &mut [RateRow<'_>]) {
        let mut claimed = vec![false; self.lines.len()];
        for claim in Claim::IN_ORDER {
            for row in rows.iter_mut() {
                let is_settled = row.known.is_some()
                    || row.is_taken_out
                    || self.is_left_out(reading.origin(row.reader.row_number()));
                let (false, Link::Found(_, placement), Some(line)) = (is_settled, &row.link, &mut row.line)
                else {
                    continue;
                };
                let is_open = row.reader.cell(RateColumn::Paragraph).is_blank();
                if claim.paragraph_is_open() && !is_open {
                    continue;
                }
                let found = self.lines_of.get(placement).into_iter().flatten().copied().find(|at| {
                    !claimed.get(*at).copied().unwrap_or(true) && self.is_about(claim, *at, line, is_open)
                });
                let Some(at) = found else { continue };
                if let Some(place) = claimed.get_mut(at) {
                    *place = true;
                }
                // A line that a hand annulled: the one that took its place, or none.
                let standing = if claim == Claim::Annulled {
                    self.standing_for(*placement, at).filter(|at| !claimed.get(*at).copied().unwrap_or(true))
                } else {
                    Some(at)
                };
                let Some(at) = standing else {
                    row.is_taken_out = true;
                    continue;
                };
                if let Some(place) = claimed.get_mut(at) {
                    *place = true;
                }
                row.known = Some(at);
                if claim.paragraph_is_open() && line.service == Service::DayOffer {
                    // What is known is no assumption.
                    line.paragraph =
                        self.lines.get(at).map_or_else(String::new, |known| known.paragraph.clone());
                    row.reader.noted.retain(|note| !matches!(note.trouble, Trouble::ParagraphAssumed { .. }));
                }
            }
        }
    }

    /// Is a row about a known line?
    fn is_about(&self, claim: Claim, at: usize, line: &Line, is_open: bool) -> bool {
        let Some(known) = self.lines.get(at) else { return false };
        if claim == Claim::Annulled {
            let former = self.lines.as_imported(at).filter(|former| known.annulled && !former.annulled);
            let by = if is_open { Claim::FirstDay } else { Claim::Paragraph };
            return former.is_some_and(|former| by.takes(&former, line));
        }
        claim.takes(known, line)
    }

    /// The line that was opened in an annulled one's place, and in that one's; none where nothing stands for it.
    fn standing_for(&self, placement: PlacementId, annulled: usize) -> Option<usize> {
        let lines = self.lines_of.get(&placement)?;
        let mut wrong = self.lines.get(annulled)?.id;
        for _ in lines {
            let next = |at: &usize| self.lines.get(*at).is_some_and(|line| line.corrects == Some(wrong));
            let at = lines.iter().copied().rfind(next)?;
            let found = self.lines.get(at)?;
            if !found.annulled {
                return Some(at);
            }
            wrong = found.id;
        }
        None
    }

    /// Settles each row's line with the known one that it is about.
    pub(super) fn settle_lines(&self, rows: &mut [RateRow<'_>]) {
        for row in rows {
            let (Link::Found(at, placement), Some(line)) = (&row.link, &row.line) else { continue };
            if row.is_taken_out {
                continue;
            }
            let has_end = row.reader.has(RateColumn::To);
            let is_open = row.reader.cell(RateColumn::Paragraph).is_blank();
            // A hand changed the paragraph of the case: its lines are as they are.
            let basis_is_hands = is_open && self.is_basis_hands(*at);
            let mut wanted = self.wanted_line(*placement, line, row.known, has_end);
            let known = row.known.and_then(|at| self.lines.get(at).map(|known| (at, known)));
            if let (true, Some((_, known))) = (basis_is_hands, known) {
                wanted.paragraph.clone_from(&known.paragraph);
            }
            let settled = known.and_then(|(at, _)| self.lines.settled(at, &wanted));
            row.placed = Some(match settled {
                Some(Settled { record, is_kept }) => {
                    Placed { line: record, at: row.known, left_aside: is_kept.then_some(wanted) }
                }
                None => Placed { line: wanted, at: None, left_aside: None },
            });
        }
    }

    /// Did a hand change a placement's legal basis?
    fn is_basis_hands(&self, placement: usize) -> bool {
        let slots = &self.placements.slots;
        slots.get(placement).is_some_and(|now| {
            slots.as_imported(placement).is_some_and(|former| former.legal_basis != now.legal_basis)
        })
    }

    /// The line that a row describes, with what is known where it says nothing.
    fn wanted_line(
        &self,
        placement: PlacementId,
        line: &Line,
        known_at: Option<usize>,
        has_end: bool,
    ) -> RateLine {
        let known = known_at.and_then(|at| self.lines.get(at));
        RateLine {
            id: known.map_or_else(|| RateLineId(self.new_id()), |known| known.id),
            placement,
            service: known.map_or_else(|| line.service.clone(), |known| known.service.clone()),
            paragraph: line.paragraph.clone(),
            amount: line.amount,
            unit: line.unit,
            quantity: line.quantity,
            from: line.from,
            to: if has_end { line.to } else { known.and_then(|known| known.to) },
            cause: line.cause.clone().or_else(|| known.and_then(|known| known.cause.clone())),
            settlement_days: line.settlement_days.or(known.and_then(|known| known.settlement_days)),
            // A blank means 52 weeks and the municipality (domain §7), whichever way it is kept.
            open_weeks: same_meaning(line.open_weeks, known.and_then(|known| known.open_weeks), 52.into()),
            review_on: line.review_on.or(known.and_then(|known| known.review_on)),
            collected_by: same_meaning(
                line.collected_by,
                known.and_then(|known| known.collected_by),
                Collector::Municipality,
            ),
            annulled: false,
            corrects: known.and_then(|known| known.corrects),
            package_code: known.and_then(|known| known.package_code.clone()),
            source: known.and_then(|known| known.source.clone()),
        }
    }

    /// Does the row leave its known line as it is?
    pub(super) fn is_as_known(&self, placed: &Placed) -> bool {
        placed.at.and_then(|at| self.lines.get(at)) == Some(&placed.line)
    }

    /// Puts a line in its place: new, changed, or as a correction of the one that is there.
    pub(super) fn put_line(&mut self, placed: Placed, origin: Origin) -> Outcome {
        let Placed { line, at, left_aside } = placed;
        let Some((at, known)) = at.and_then(|at| self.lines.get(at).map(|known| (at, known.clone()))) else {
            return Outcome::Applied(Applied::New(self.add_line(line, origin)), Vec::new());
        };
        let mut differences = Vec::new();
        if let Some(wanted) = left_aside {
            differences.extend(super::compared(&line, &wanted, LINE_FIELDS));
        }
        let differences = differences.into_iter().map(crate::plan::FieldChange::left_aside);
        if known == line {
            self.lines.touch(at, origin);
            return Outcome::Applied(Applied::Unchanged(at), differences.collect());
        }
        let changes = super::compared(&known, &line, LINE_FIELDS).into_iter().chain(differences).collect();
        let is_correction = known.amount != line.amount
            || known.unit != line.unit
            || known.quantity != line.quantity
            || known.from != line.from;
        if is_correction {
            self.correct_line(at, line, origin);
        } else {
            self.lines.set(at, line, origin);
        }
        Outcome::Applied(Applied::Changed(at), changes)
    }

    /// Annuls a line and opens the right one, which says which it corrects, so that both stay visible (domain §2.1).
    pub(crate) fn correct_line(&mut self, at: usize, mut right: RateLine, origin: Origin) -> usize {
        if let Some(wrong) = self.lines.get(at) {
            right.corrects = Some(wrong.id);
            let annulled = wrong.as_annulled();
            self.lines.set(at, annulled, origin);
            self.lines.because(at, "Rettelse");
        }
        right.id = RateLineId(self.new_id());
        let new = self.add_line(right, origin);
        self.lines.because(new, "Rettelse");
        new
    }

    pub(crate) fn add_line(&mut self, line: RateLine, origin: Origin) -> usize {
        let placement = line.placement;
        let at = self.lines.add(line, origin);
        self.lines_of.entry(placement).or_default().push(at);
        at
    }
}

/// Is a known line the row's own with a start that came later? So it is where a single sheet was read first: its
/// rates begin on its day, and its day offers on an assumed paragraph. The row puts the start right.
fn began_later(known: &RateLine, line: &Line) -> bool {
    !known.annulled
        && known.from > line.from
        && line.to.is_none_or(|to| known.from <= to)
        && (known.to.is_none() || known.to == line.to)
        && same_service_word(&known.service, &line.service)
        && (known.paragraph == line.paragraph || line.service == Service::DayOffer)
        && (known.amount, known.unit, known.quantity) == (line.amount, line.unit, line.quantity)
        && !is_one_off(&known.service, known.unit)
}

/// By what a row claims a known line; the surer ones go first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    ParagraphAndAmount,
    Paragraph,
    Amount,
    FirstDay,
    LaterStart,
    /// What a hand annulled since it was imported.
    Annulled,
}

impl Claim {
    const IN_ORDER: [Self; 6] = [
        Self::ParagraphAndAmount,
        Self::Paragraph,
        Self::Amount,
        Self::FirstDay,
        Self::Annulled,
        Self::LaterStart,
    ];

    /// Only a row that leaves the paragraph to the case claims so.
    const fn paragraph_is_open(self) -> bool {
        matches!(self, Self::Amount | Self::FirstDay)
    }

    fn takes(self, known: &RateLine, line: &Line) -> bool {
        if self == Self::LaterStart {
            return began_later(known, line);
        }
        let same_amount = known.amount == line.amount;
        let same_paragraph = known.paragraph == line.paragraph;
        !known.annulled
            && known.from == line.from
            && same_service_word(&known.service, &line.service)
            && match self {
                Self::ParagraphAndAmount => same_paragraph && same_amount,
                Self::Paragraph => same_paragraph,
                Self::Amount => same_amount,
                Self::FirstDay | Self::LaterStart | Self::Annulled => true,
            }
    }
}

/// What the cell says, or what is known where both mean the same.
fn same_meaning<T: PartialEq + Copy>(cell: Option<T>, known: Option<T>, blank_means: T) -> Option<T> {
    if cell.unwrap_or(blank_means) == known.unwrap_or(blank_means) { known } else { cell }
}
