//! The rate and the day offer of the single sheet, as lines.
//!
//! Invariant: what the sheet says is compared with what is in force on its day. The same is unchanged; another
//! amount closes the line the day before and opens the new one (a rate is never overwritten, domain §2.1); a line
//! that the sheet doesn't mention is left alone.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::calendar::add_days;
use vilkaar_domain::{Placement, Rate, RateLine, RateLineId, Service, Unit};
use vilkaar_wording::format;
use vilkaar_wording::import::Trouble;

use crate::plan::{FieldChange, Origin, Reading, RowReader, Work};
use crate::sheets::ListColumn;

impl<'a> Work<'a> {
    /// Puts the row's rate and day offer among the lines; tells whether anything changed.
    #[allow(clippy::too_many_arguments, reason = "the row's parts; a struct of them would be used here only")]
    pub(super) fn put_list_rates(
        &mut self,
        reading: &Reading<'a>,
        reader: &mut RowReader<'_>,
        placement: &Placement,
        rate: Option<(Rate, Unit)>,
        day_offer: Option<(Rate, Decimal)>,
        origin: Origin,
        changes: &mut Vec<FieldChange>,
    ) -> bool {
        let sheet_day = self.options.sheet_day.or(reading.day_in_title);
        // The day on which the sheet is compared with what is known: within the stay.
        let day = sheet_day.unwrap_or(self.options.today).max(placement.moved_in);
        let compared_on = placement.ended_on.map_or(day, |end| day.min(end));
        let mut changed = false;
        if let Some((amount, unit)) = rate {
            let line = self.list_line(placement, Service::BaseRate, amount, unit, None, day);
            let put = self.put_list_line(line, compared_on, origin, changes);
            if put {
                self.note_start(reader, ListColumn::Amount, sheet_day, placement, day);
                if let Some(at) = self.placement_at.get(&placement.id) {
                    // A day that was assumed is told of already; else the gap before it is.
                    if sheet_day.is_some() {
                        self.rated.push(*at);
                    }
                }
            }
            changed |= put;
        }
        if let Some((amount, days)) = day_offer {
            let mut line =
                self.list_line(placement, Service::DayOffer, amount, Unit::DayOfferPlace, Some(days), day);
            line.paragraph = "§ 104".to_owned();
            let known = self.day_offer_in_force(placement, compared_on, &line);
            if let Some(paragraph) = &known {
                line.paragraph.clone_from(paragraph);
            }
            let put = self.put_list_line(line, compared_on, origin, changes);
            if put {
                if known.is_none() {
                    reader.note(ListColumn::DayOffer, Trouble::ParagraphAssumed { paragraph: "§ 104" });
                }
                if rate.is_none() {
                    self.note_start(reader, ListColumn::DayOffer, sheet_day, placement, day);
                }
            }
            changed |= put;
        }
        changed
    }

    /// Says that the start of a rate was assumed, where the sheet doesn't name its day and it matters.
    fn note_start(
        &mut self,
        reader: &mut RowReader<'_>,
        column: ListColumn,
        sheet_day: Option<NaiveDate>,
        placement: &Placement,
        day: NaiveDate,
    ) {
        if sheet_day.is_none() && placement.moved_in <= self.options.today {
            self.asks_for_day = !self.options.nobody_to_ask;
            reader.note(column, Trouble::RateStartAssumed { day });
        }
    }

    fn list_line(
        &self,
        placement: &Placement,
        service: Service,
        amount: Rate,
        unit: Unit,
        quantity: Option<Decimal>,
        from: NaiveDate,
    ) -> RateLine {
        RateLine {
            id: RateLineId(self.new_id()),
            placement: placement.id,
            service,
            paragraph: placement.legal_basis.word().to_owned(),
            amount,
            unit,
            quantity,
            from,
            to: None,
            cause: None,
            settlement_days: None,
            open_weeks: None,
            review_on: None,
            collected_by: None,
            annulled: false,
            corrects: None,
            package_code: None,
            source: None,
        }
    }

    /// The paragraph of the day offer that is in force, whatever it is; one with the same amount goes first.
    fn day_offer_in_force(&self, placement: &Placement, day: NaiveDate, line: &RateLine) -> Option<String> {
        let in_force = |same: bool| {
            self.lines_of.get(&placement.id).into_iter().flatten().filter_map(|at| self.lines.get(*at)).find(
                |known| {
                    known.service == Service::DayOffer
                        && known.is_in_force(day)
                        && (!same || (known.amount == line.amount && known.quantity == line.quantity))
                },
            )
        };
        in_force(true).or_else(|| in_force(false)).map(|known| known.paragraph.clone())
    }

    /// Puts one line in its place; `false` when the same is in force already.
    fn put_list_line(
        &mut self,
        mut line: RateLine,
        compared_on: NaiveDate,
        origin: Origin,
        changes: &mut Vec<FieldChange>,
    ) -> bool {
        let lines: Vec<usize> = self.lines_of.get(&line.placement).cloned().unwrap_or_default();
        // A day offer matches whatever its paragraph; the basic rate is the case's own.
        let alike = |known: &RateLine| {
            !known.annulled
                && known.service == line.service
                && (line.service != Service::DayOffer || known.paragraph == line.paragraph)
        };
        // A stay that ended before the sheet's day may hold the line of that day from before it ended.
        let current = [compared_on, line.from].into_iter().find_map(|day| {
            lines
                .iter()
                .copied()
                .find(|at| self.lines.get(*at).is_some_and(|known| alike(known) && known.is_in_force(day)))
        });
        let next = lines
            .iter()
            .filter_map(|at| self.lines.get(*at))
            .filter(|known| alike(known) && known.from > line.from)
            .map(|known| known.from)
            .min();
        line.to = next.map(|from| add_days(from, -1));
        let field = if line.service == Service::DayOffer { "Dagtilbud" } else { "Grundtakst" };
        let shown = |line: &RateLine| {
            let days =
                line.quantity.map(|days| format!(", {} dage", format::number(days))).unwrap_or_default();
            format!("{} {}{days}", format::rate(line.amount), line.unit.word())
        };
        let after = format!("{} fra {}", shown(&line), format::date(line.from));
        let Some((at, known)) = current.and_then(|at| self.lines.get(at).map(|known| (at, known.clone())))
        else {
            if let Some(ended) =
                self.ended_by_hand(&line, compared_on).or_else(|| self.ended_by_hand(&line, line.from))
            {
                let kept = ended.to.map(|to| format!("afsluttet {}", format::date(to))).unwrap_or_default();
                changes.push(FieldChange::new(field, kept, shown(&line)).left_aside());
                return false;
            }
            changes.push(FieldChange::new(field, String::new(), after));
            self.add_line(line, origin);
            return true;
        };
        if known.amount == line.amount && known.unit == line.unit && known.quantity == line.quantity {
            return false;
        }
        let wanted =
            RateLine { amount: line.amount, unit: line.unit, quantity: line.quantity, ..known.clone() };
        // What a hand agreed goes before what the sheet goes on saying.
        if self.lines.settled(at, &wanted).is_some_and(|settled| settled.is_kept) {
            changes.push(FieldChange::new(field, shown(&known), shown(&line)).left_aside());
            return false;
        }
        changes.push(FieldChange::new(field, shown(&known), after));
        // What the sheet has no cell for goes on: what hands wrote on the line.
        if known.from >= line.from {
            self.correct_line(at, wanted, origin);
        } else {
            let to = known.to.or(line.to);
            // Why and where the new rate was agreed nobody has said: what was said of the old one is none of its.
            let (cause, source) = (line.cause.clone(), line.source.clone());
            let new = RateLine { id: line.id, from: line.from, to, corrects: None, cause, source, ..wanted };
            self.lines.set(at, known.closed_by(&new), origin);
            self.add_line(new, origin);
        }
        true
    }

    /// A line of the same service that imports would have in force on a day and a hand ended, annulled or moved; as it is
    /// now.
    fn ended_by_hand(&self, line: &RateLine, day: NaiveDate) -> Option<&RateLine> {
        let known = self.lines_of.get(&line.placement).into_iter().flatten();
        known
            .filter(|at| {
                self.lines
                    .as_imported(**at)
                    .is_some_and(|former| former.service == line.service && former.is_in_force(day))
            })
            .filter_map(|at| self.lines.get(*at))
            .find(|now| !now.is_in_force(day))
    }
}
