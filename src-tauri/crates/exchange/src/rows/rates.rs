//! *Takster*: a row is *Sagsnr.* + *Ydelse* + paragraph + *Gælder fra*; another amount on it is a *Rettelse*, which
//! annuls the wrong line and opens the right one (domain §2.1).
//!
//! Invariant: rows are read first, then judged together with the lines that are there, then applied, so that the
//! order of the rows decides only which of two overlapping rows is the later one.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::{Cause, Collector, PlacementId, Rate, RateLine, Service, Unit};
use vilkaar_wording::format;
use vilkaar_wording::import::{Dependence, Trouble};

use super::known_lines::Placed;
use super::{Field, shown};
use crate::cells::{paragraph, unit, words};
use crate::plan::{
    Applied, CaseLink, Choice, NotReadRow, Outcome, PlanError, Reading, RowReader, Work, name_key,
};
use crate::sheets::RateColumn;

pub(super) const LINE_FIELDS: &[Field<RateLine>] = &[
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
    /// A hand took out the line that the row is about.
    pub(super) is_taken_out: bool,
    /// The line as it shall be.
    pub(super) placed: Option<Placed>,
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
    pub(super) amount: Rate,
    pub(super) unit: Unit,
    pub(super) quantity: Option<Decimal>,
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    pub(super) cause: Option<Cause>,
    pub(super) settlement_days: Option<u16>,
    pub(super) open_weeks: Option<Decimal>,
    pub(super) review_on: Option<NaiveDate>,
    pub(super) collected_by: Option<Collector>,
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
        self.settle_lines(&mut rows);
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
        RateRow { reader, case, link, line, days, known: None, is_taken_out: false, placed: None }
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

    fn apply_rate(&mut self, reading: &Reading<'a>, row: RateRow<'_>) {
        let RateRow { reader, case, link, days, is_taken_out, placed, .. } = row;
        let origin = reading.origin(reader.row_number());
        if let Link::Found(at, placement) = link {
            self.rated.push(at);
            if let (true, false, Some(days)) = (reader.is_refused(), self.is_left_out(origin), days)
                && !self.options.skip_refused
            {
                self.covered_by_refused.entry(placement).or_default().push(days);
            }
        }
        self.close(reading, reader, case, |work, _| match (link, placed) {
            (Link::NotRead(case), _) => {
                let what = Dependence::Case;
                Outcome::Consequence { what, origin: case.origin, left_out: case.left_out }
            }
            (Link::Found(..), _) if is_taken_out => Outcome::Applied(Applied::TakenOut, Vec::new()),
            (Link::Found(..), Some(placed)) => work.put_line(placed, origin),
            (Link::Found(..) | Link::None, _) => Outcome::Refused,
        });
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
