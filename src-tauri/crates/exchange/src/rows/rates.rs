//! *Takster*: a row is *Sagsnr.* + *Ydelse* + paragraph + *Gælder fra*; another amount on it is a *Rettelse*, which
//! annuls the wrong line and opens the right one (domain §2.1).
//!
//! Invariant: rows are read first, then judged together with the lines that are there, then applied, so that the
//! order of the rows decides only which of two overlapping rows is the later one.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::{Cause, Collector, PlacementId, Rate, RateLine, RateLineId, Service, Unit};
use vilkaar_wording::format;
use vilkaar_wording::import::{Dependence, Trouble};

use super::{Field, shown};
use crate::cells::{paragraph, unit, words};
use crate::plan::{
    Applied, CaseLink, Choice, NotReadRow, Origin, Outcome, PlanError, Reading, RowReader, Work, name_key,
};
use crate::sheets::RateColumn;

const LINE_FIELDS: &[Field<RateLine>] = &[
    ("Beløb", |r| format::rate(r.amount)),
    ("Enhed", |r| r.unit.word().to_owned()),
    ("Antal pr. uge", |r| shown::number(r.quantity)),
    ("Lovgrundlag", |r| r.paragraph.clone()),
    ("Gælder fra", |r| shown::date(Some(r.from))),
    ("Gælder til", |r| shown::date(r.to)),
    ("Årsag", |r| r.cause.as_ref().map(|cause| cause.word().to_owned()).unwrap_or_default()),
    ("Afregningsdage pr. år", |r| shown::count(r.settlement_days.map(u32::from))),
    ("Åbne uger", |r| shown::number(r.open_weeks)),
    ("Revurderes den", |r| shown::date(r.review_on)),
    ("Opkræves af", |r| shown::word(r.collected_by, |value| value.word())),
];

/// The most days that a year is settled by.
const DAYS_OF_A_YEAR: u16 = 366;
/// The most weeks that an offer is open in a year.
const WEEKS_OF_A_YEAR: u16 = 53;

/// A row of *Takster* as it was read, before it is judged.
pub(super) struct RateRow<'r> {
    pub(super) reader: RowReader<'r>,
    case: String,
    pub(super) link: Link,
    /// What the line would be; none when something of it can't be read.
    pub(super) line: Option<Line>,
    /// The days of a Grundtakst or Ydelsespakke, where they could be read; they count for gaps though the row is
    /// refused.
    days: Option<(NaiveDate, Option<NaiveDate>)>,
    /// The known line that the row is about.
    pub(super) known: Option<usize>,
}

pub(super) enum Link {
    Found(usize, PlacementId),
    NotRead(NotReadRow),
    None,
}

/// A line's values from its row.
pub(super) struct Line {
    pub(super) service: Service,
    pub(super) paragraph: String,
    amount: Rate,
    pub(super) unit: Unit,
    quantity: Option<Decimal>,
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    cause: Option<Cause>,
    settlement_days: Option<u16>,
    open_weeks: Option<Decimal>,
    review_on: Option<NaiveDate>,
    collected_by: Option<Collector>,
}

impl<'a> Work<'a> {
    pub(crate) fn read_rates(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        let mut rows = Vec::new();
        for row in reading.rows() {
            self.tick()?;
            let reader = RowReader::new(row, &reading.table, &reading.corrected);
            rows.push(self.read_rate(reader));
        }
        self.claim_known_lines(reading, &mut rows);
        self.find_overlaps(reading, &mut rows);
        for row in rows {
            self.apply_rate(reading, row);
        }
        Ok(())
    }

    fn read_rate<'r>(&self, mut reader: RowReader<'r>) -> RateRow<'r> {
        use RateColumn as C;
        let case = reader.text(C::Case);
        let case = reader.require(C::Case, case).unwrap_or_default();
        let link = if case.is_empty() {
            Link::None
        } else {
            match self.case_link(&mut reader, C::Case, &case) {
                CaseLink::Found(at) => self
                    .placements
                    .slots
                    .get(at)
                    .map_or(Link::None, |placement| Link::Found(at, placement.id)),
                CaseLink::NotRead(row) => Link::NotRead(row),
                CaseLink::Unknown => Link::None,
            }
        };
        let service = reader.text(C::Service).map(|text| words::service(&text));
        let service = reader.require(C::Service, service);
        let amount = reader.rate(C::Amount);
        let amount = reader.require(C::Amount, amount);
        let unit = rate_unit(&mut reader, amount.and_then(|(_, unit)| unit));
        if let (Some(Unit::Once), Some(service)) = (unit, service.as_ref().filter(|known| known.is_housing()))
        {
            reader.note(C::Unit, Trouble::UnitOnce { service: service.word().to_owned() });
        }
        let from = reader.date(C::From);
        let from = reader.require(C::From, from);
        let to = reader.date(C::To);
        reader.check_order(C::To, from, to);
        let cause = reader.text(C::Cause).and_then(|text| Cause::new(&text));
        if cause.as_ref().is_some_and(|cause| !cause.is_known()) {
            let choices = Cause::KNOWN
                .iter()
                .map(|word| Choice { label: (*word).to_owned(), value: (*word).to_owned() })
                .collect();
            reader.note_with(C::Cause, Trouble::CauseUnknown, choices);
        }
        check_sign(&mut reader, amount.map(|(rate, _)| rate), service.as_ref(), cause.as_ref());
        let quantity = self.quantity(&mut reader, unit);
        let settlement_days = reader.whole(C::SettlementDays, DAYS_OF_A_YEAR);
        if settlement_days == Some(0) {
            reader.note(C::SettlementDays, Trouble::DaysOutOfRange { most: DAYS_OF_A_YEAR });
        }
        let settlement_days = settlement_days.and_then(|days| u16::try_from(days).ok());
        let open_weeks = reader.number(C::OpenWeeks);
        if open_weeks.is_some_and(|weeks| weeks < Decimal::ONE || weeks > Decimal::from(WEEKS_OF_A_YEAR)) {
            reader.note(C::OpenWeeks, Trouble::DaysOutOfRange { most: WEEKS_OF_A_YEAR });
        }
        let review_on = reader.date(C::ReviewOn);
        let collected_by = reader.word(C::CollectedBy);
        if let (Some((rate, _)), Some(unit), Some(service)) = (amount, unit, &service) {
            self.check_usual(&mut reader, C::Amount.into(), rate, unit, service);
        }
        let paragraph = service.as_ref().and_then(|service| self.line_paragraph(&mut reader, service, &link));
        let is_housing = service.as_ref().is_some_and(Service::is_housing);
        let days =
            from.map(|from| (from, to)).filter(|(from, to)| is_housing && to.is_none_or(|to| to >= *from));
        let line = match (service, amount, unit, from, paragraph) {
            (Some(service), Some((amount, _)), Some(unit), Some(from), Some(paragraph))
                if !reader.is_refused() =>
            {
                Some(Line {
                    service,
                    paragraph,
                    amount,
                    unit,
                    quantity,
                    from,
                    to,
                    cause,
                    settlement_days,
                    open_weeks,
                    review_on,
                    collected_by,
                })
            }
            _ => None,
        };
        RateRow { reader, case, link, line, days, known: None }
    }

    /// *Antal pr. uge*, where the unit needs it; more than 0 and at most 5 where it counts the days of a day offer
    /// (domain §2.1).
    fn quantity(&self, reader: &mut RowReader<'_>, unit: Option<Unit>) -> Option<Decimal> {
        let column = RateColumn::Quantity;
        let quantity = reader.number(column);
        let unit = unit?;
        if unit.needs_quantity() && quantity.is_none() {
            reader.require(column, quantity);
            return None;
        }
        let most = match unit {
            Unit::DayOfferPlace | Unit::Attendance => 5,
            Unit::Hour => 168,
            _ => 999,
        };
        match quantity {
            Some(count) if unit.needs_quantity() && (count.is_zero() || count > Decimal::from(most)) => {
                reader.note(column, Trouble::DaysOutOfRange { most });
                None
            }
            other => other,
        }
    }

    /// Warns of a Grundtakst or Ydelsespakke outside the usual, by day (design §8).
    pub(crate) fn check_usual(
        &self,
        reader: &mut RowReader<'_>,
        column: usize,
        rate: Rate,
        unit: Unit,
        service: &Service,
    ) {
        if !service.is_housing() {
            return;
        }
        let per_day = match unit {
            Unit::Day => rate.kroner(),
            Unit::Month => rate.kroner() * Decimal::from(12) / Decimal::from(365),
            Unit::Year => rate.kroner() / Decimal::from(365),
            _ => return,
        };
        let settings = &self.register.settings;
        let (usual_from, usual_to) = (settings.usual_rate_from.kroner(), settings.usual_rate_to.kroner());
        if per_day < usual_from || per_day > usual_to {
            let (usual_from, usual_to) = (usual_from.normalize(), usual_to.normalize());
            reader.note(column, Trouble::RateUnusual { per_day, usual_from, usual_to });
        }
    }

    /// The line's paragraph: the cell's, else the case's; transport § 105, a day offer § 104 with a warning.
    fn line_paragraph(&self, reader: &mut RowReader<'_>, service: &Service, link: &Link) -> Option<String> {
        let column = RateColumn::Paragraph;
        if let Some(text) = reader.text(column) {
            let paragraph = paragraph::paragraph_text(&text).filter(|text| paragraph::is_paragraph(text));
            if paragraph.is_none() {
                reader.note(column, Trouble::ParagraphUnknown);
            }
            return paragraph;
        }
        match service {
            Service::Transport => Some("§ 105".to_owned()),
            Service::DayOffer => {
                reader.note(column, Trouble::ParagraphAssumed { paragraph: "§ 104" });
                Some("§ 104".to_owned())
            }
            _ => match link {
                Link::Found(at, _) => {
                    self.placements.slots.get(*at).map(|placement| placement.legal_basis.word().to_owned())
                }
                // The case's row isn't read, so neither is this one; any paragraph will do.
                Link::NotRead(_) | Link::None => Some(String::new()),
            },
        }
    }

    /// Gives each row the known line that it is about, and no line to two rows: one-offs of a service and a day may be
    /// several, so a row takes the line of its own amount first. Where the row leaves the paragraph to the case, a line
    /// of another paragraph is the same line: the case's may have been corrected since.
    fn claim_known_lines(&self, reading: &Reading<'a>, rows: &mut [RateRow<'_>]) {
        let mut claimed = vec![false; self.lines.len()];
        for claim in Claim::IN_ORDER {
            for row in rows.iter_mut() {
                let is_settled =
                    row.known.is_some() || self.is_left_out(reading.origin(row.reader.row_number()));
                let (false, Link::Found(_, placement), Some(line)) = (is_settled, &row.link, &mut row.line)
                else {
                    continue;
                };
                if claim.paragraph_is_open() && !row.reader.cell(RateColumn::Paragraph).is_blank() {
                    continue;
                }
                let found = self.lines_of.get(placement).into_iter().flatten().copied().find(|at| {
                    !claimed.get(*at).copied().unwrap_or(true)
                        && self.lines.get(*at).is_some_and(|known| claim.takes(known, line))
                });
                let Some(at) = found else { continue };
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

    fn apply_rate(&mut self, reading: &Reading<'a>, row: RateRow<'_>) {
        let RateRow { reader, case, link, line, days, known } = row;
        let origin = reading.origin(reader.row_number());
        if let Link::Found(at, placement) = link {
            self.rated.push(at);
            if let (true, false, Some(days)) = (reader.is_refused(), self.is_left_out(origin), days)
                && !self.options.skip_refused
            {
                self.covered_by_refused.entry(placement).or_default().push(days);
            }
        }
        self.close(reading, reader, case, |work, reader| {
            let (placement, line) = match (link, line) {
                (Link::NotRead(case), _) => {
                    let what = Dependence::Case;
                    return Outcome::Consequence { what, origin: case.origin, left_out: case.left_out };
                }
                (Link::Found(_, placement), Some(line)) => (placement, line),
                _ => return Outcome::Refused,
            };
            let has_end = reader.has(RateColumn::To);
            work.put_line(placement, line, known, has_end, origin)
        });
    }

    /// Puts a line in its place: new, changed, or as a correction of the one that is there.
    fn put_line(
        &mut self,
        placement: PlacementId,
        line: Line,
        known_at: Option<usize>,
        has_end: bool,
        origin: Origin,
    ) -> Outcome {
        let known = known_at.and_then(|at| self.lines.get(at));
        let record = RateLine {
            id: known.map_or_else(|| RateLineId(self.new_id()), |known| known.id),
            placement,
            service: known.map_or(line.service, |known| known.service.clone()),
            paragraph: line.paragraph,
            amount: line.amount,
            unit: line.unit,
            quantity: line.quantity,
            from: line.from,
            to: if has_end { line.to } else { known.and_then(|known| known.to) },
            cause: line.cause.or_else(|| known.and_then(|known| known.cause.clone())),
            settlement_days: line.settlement_days.or(known.and_then(|known| known.settlement_days)),
            // A blank means 52 weeks and the municipality (domain §7), whichever way it is kept.
            open_weeks: same_meaning(
                line.open_weeks,
                known.and_then(|known| known.open_weeks),
                Decimal::from(52),
            ),
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
        };
        let (Some(at), Some(known)) = (known_at, known) else {
            return Outcome::Applied(Applied::New(self.add_line(record, origin)), Vec::new());
        };
        if *known == record {
            self.lines.touch(at, origin);
            return Outcome::Applied(Applied::Unchanged(at), Vec::new());
        }
        let changes = super::compared(known, &record, LINE_FIELDS);
        let is_correction = known.amount != record.amount
            || known.unit != record.unit
            || known.quantity != record.quantity
            || known.from != record.from;
        if is_correction {
            self.correct_line(at, record, origin);
        } else {
            self.lines.set(at, record, origin);
        }
        Outcome::Applied(Applied::Changed(at), changes)
    }

    /// Annuls a line and opens the right one (domain §2.1).
    pub(crate) fn correct_line(&mut self, at: usize, mut right: RateLine, origin: Origin) -> usize {
        if let Some(wrong) = self.lines.get(at) {
            let annulled = RateLine { annulled: true, ..wrong.clone() };
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

/// The unit: the cell's, else the one that the amount names. Two that differ are no unit.
fn rate_unit(reader: &mut RowReader<'_>, named: Option<Unit>) -> Option<Unit> {
    let column = RateColumn::Unit;
    let Some(text) = reader.text(column) else {
        if named.is_none() {
            reader.note(column, Trouble::RequiredMissing);
        }
        return named;
    };
    let read = unit::read(&text).filter(|read| named.is_none_or(|named| named == *read));
    if read.is_none() {
        let choices = Unit::ALL
            .iter()
            .map(|unit| Choice { label: unit.word().to_owned(), value: unit.word().to_owned() })
            .collect();
        reader.note_with(column, Trouble::UnitUnknown, choices);
    }
    read
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
}

impl Claim {
    const IN_ORDER: [Self; 5] =
        [Self::ParagraphAndAmount, Self::Paragraph, Self::Amount, Self::FirstDay, Self::LaterStart];

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
                Self::FirstDay | Self::LaterStart => true,
            }
    }
}

/// Only a *rabat* or a correction may be below zero (domain §2).
fn check_sign(
    reader: &mut RowReader<'_>,
    rate: Option<Rate>,
    service: Option<&Service>,
    cause: Option<&Cause>,
) {
    let may_be = service.is_some_and(|service| service.word().to_lowercase().contains("rabat"))
        || cause.is_some_and(|cause| cause.word() == "Rettelse");
    if rate.is_some_and(Rate::is_negative) && !may_be {
        reader.note(RateColumn::Amount, Trouble::AmountNegative);
    }
}

/// One-offs are on one day and never overlap.
pub(super) fn is_one_off(service: &Service, unit: Unit) -> bool {
    unit == Unit::Once || *service == Service::OneOff
}

/// Services by their word, whatever the letters' case.
pub(super) fn same_service_word(a: &Service, b: &Service) -> bool {
    a == b
        || (matches!((a, b), (Service::Supplement(_), Service::Supplement(_)))
            && name_key(a.word()) == name_key(b.word()))
}

/// What the cell says, or what is known where both mean the same.
fn same_meaning<T: PartialEq + Copy>(cell: Option<T>, known: Option<T>, blank_means: T) -> Option<T> {
    if cell.unwrap_or(blank_means) == known.unwrap_or(blank_means) { known } else { cell }
}
