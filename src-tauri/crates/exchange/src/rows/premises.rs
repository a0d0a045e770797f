//! The sheets that figures rest on: delivered hours, step rates, searched and own offers, young people expected,
//! budgets, P/L and refund limits. Each row is known by its sheet's first columns (design §8).

use rust_decimal::Decimal;
use vilkaar_domain::{
    BudgetLine, DeliveredHours, ExpectedYouth, OwnOffer, PlacementId, PriceIndex, RecordId, RefundLimits,
    SearchedOffer, StepRate,
};
use vilkaar_wording::format;
use vilkaar_wording::import::{Dependence, Trouble};

use super::{Field, shown};
use crate::cells::{paragraph, words};
use crate::plan::{CaseLink, Outcome, PlanError, Reading, RowReader, Work, name_key, spelled};
use crate::rows::placements::kept;
use crate::sheets::{
    BudgetColumn, HoursColumn, OwnOfferColumn, PriceIndexColumn, RefundColumn, SearchedColumn, StepColumn,
    YouthColumn,
};

const HOURS_FIELDS: &[Field<DeliveredHours>] = &[("Timer", |r| format::number(r.hours))];
const STEP_FIELDS: &[Field<StepRate>] = &[
    ("Ydelse", |r| r.service.word().to_owned()),
    ("Fra dato", |r| shown::date(r.from)),
    ("Ny takst", |r| format::rate(r.new_rate)),
];
const SEARCHED_FIELDS: &[Field<SearchedOffer>] = &[
    ("Dato", |r| shown::date(r.date)),
    ("Leverandør", |r| shown::text(&r.provider)),
    ("Tilbud", |r| r.offer.clone()),
    ("Lovgrundlag", |r| shown::text(&r.paragraph)),
    ("Døgntakst", |r| shown::rate(r.daily_rate)),
    ("Egnethed", |r| shown::text(&r.suitability)),
    ("Begrundelse", |r| shown::text(&r.reason)),
    ("Kilde", |r| shown::text(&r.source)),
];
const OWN_OFFER_FIELDS: &[Field<OwnOffer>] = &[
    ("Pladser", |r| shown::count(r.places)),
    ("Ledige", |r| shown::count(r.vacant)),
    ("Døgntakst", |r| shown::rate(r.daily_rate)),
];
const YOUTH_FIELDS: &[Field<ExpectedYouth>] = &[
    ("Målgruppe", |r| shown::text(&r.target_group)),
    ("Fødselsdato", |r| shown::date(r.born_on)),
    ("Forventet start", |r| shown::date(r.expected_start)),
    ("Forventet lovgrundlag", |r| shown::text(&r.paragraph)),
    ("Sandsynlighed %", |r| shown::number(r.probability)),
    ("Forventet årspris", |r| r.yearly_price.map(shown::money).unwrap_or_default()),
];
const BUDGET_FIELDS: &[Field<BudgetLine>] = &[("Budget", |r| shown::money(r.amount))];
const PRICE_INDEX_FIELDS: &[Field<PriceIndex>] = &[
    ("Procent", |r| format::number(r.percent)),
    ("Status", |r| shown::word(r.status, |value| value.word())),
    ("Kilde", |r| shown::text(&r.source)),
];
const REFUND_FIELDS: &[Field<RefundLimits>] = &[
    ("Grænse 1", |r| shown::money(r.limit_1)),
    ("Grænse 2", |r| shown::money(r.limit_2)),
    ("Grænse 3", |r| shown::money(r.limit_3)),
    ("Status", |r| shown::word(r.status, |value| value.word())),
];

/// The placement of a row's case, or what the row comes to without it.
fn placement_of(work: &Work<'_>, link: &CaseLink) -> Result<PlacementId, Outcome> {
    match link {
        CaseLink::Found(at) => {
            work.placements.slots.get(*at).map(|placement| placement.id).ok_or(Outcome::Refused)
        }
        CaseLink::NotRead(case) => {
            let what = Dependence::Case;
            Err(Outcome::Consequence { what, origin: case.origin, left_out: case.left_out })
        }
        CaseLink::Unknown => Err(Outcome::Refused),
    }
}

impl<'a> Work<'a> {
    /// A row's case number and what it came to.
    fn case_of(&self, reader: &mut RowReader<'_>, column: impl Into<usize> + Copy) -> (String, CaseLink) {
        let case = reader.text(column);
        let case = reader.require(column, case).unwrap_or_default();
        let link = if case.is_empty() { CaseLink::Unknown } else { self.case_link(reader, column, &case) };
        (case, link)
    }

    pub(crate) fn read_hours(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use HoursColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let (case, link) = self.case_of(&mut reader, C::Case);
            let month = reader.month(C::Month);
            let month = reader.require(C::Month, month);
            let hours = reader.number(C::Hours);
            let hours = reader.require(C::Hours, hours);
            self.close(reading, reader, case, |work, _| {
                let placement = match placement_of(work, &link) {
                    Ok(placement) => placement,
                    Err(outcome) => return outcome,
                };
                let (Some(month), Some(hours)) = (month, hours) else { return Outcome::Refused };
                let id = RecordId(work.new_id());
                let applied = work.hours.apply((placement, month), origin, |known| DeliveredHours {
                    id: known.map_or(id, |known| known.id),
                    placement,
                    month,
                    hours,
                });
                let changes = work.hours.slots.compared(applied, HOURS_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    pub(crate) fn read_steps(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use StepColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let (case, link) = self.case_of(&mut reader, C::Case);
            let service = reader.text(C::Service).map(|text| words::service(&text));
            let service = reader.require(C::Service, service);
            let from = reader.date(C::From);
            let goal_key = reader.text(C::WhenGoal).map(|text| name_key(&text));
            let goal = goal_key
                .as_ref()
                .and_then(|key| self.goals.find(key))
                .and_then(|at| self.goals.slots.get(at));
            let goal = goal.map(|goal| goal.id);
            let goal_not_read = goal_key.as_ref().and_then(|key| self.goals_not_read.get(key)).copied();
            if goal_key.is_some() && goal.is_none() && goal_not_read.is_none() {
                reader.note(C::WhenGoal, Trouble::GoalUnknown);
            }
            // A step comes on a day or with a goal; one of the two must be said.
            if from.is_none() && goal_key.is_none() && reader.cell(C::From).is_blank() {
                reader.note(C::From, Trouble::RequiredMissing);
            }
            let new_rate = reader.rate(C::NewRate);
            let new_rate = reader.require(C::NewRate, new_rate).map(|(rate, _)| rate);
            self.close(reading, reader, case, |work, _| {
                let placement = match placement_of(work, &link) {
                    Ok(placement) => placement,
                    Err(outcome) => return outcome,
                };
                if let (None, Some(goal)) = (goal, goal_not_read) {
                    let what = Dependence::Goal;
                    return Outcome::Consequence { what, origin: goal.origin, left_out: goal.left_out };
                }
                let (Some(service), Some(new_rate)) = (service, new_rate) else { return Outcome::Refused };
                let id = RecordId(work.new_id());
                let key = (placement, name_key(service.word()), from, goal);
                let applied = work.steps.apply(key, origin, |known| StepRate {
                    id: known.map_or(id, |known| known.id),
                    placement,
                    service: spelled(service, known.map(|known| &known.service), |service| service.word()),
                    from,
                    when_goal: goal,
                    new_rate,
                });
                let changes = work.steps.slots.compared(applied, STEP_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    pub(crate) fn read_searched(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use SearchedColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let (case, link) = self.case_of(&mut reader, C::Case);
            let date = reader.date(C::Date);
            let provider = reader.text(C::Provider);
            let offer = reader.text(C::Offer);
            let offer = reader.require(C::Offer, offer).unwrap_or_default();
            let paragraph = reader.text(C::Paragraph).and_then(|text| paragraph::paragraph_text(&text));
            let daily_rate = reader.rate(C::DailyRate).map(|(rate, _)| rate);
            self.close(reading, reader, case, |work, reader| {
                let placement = match placement_of(work, &link) {
                    Ok(placement) => placement,
                    Err(outcome) => return outcome,
                };
                let id = RecordId(work.new_id());
                let key = (
                    placement,
                    date,
                    provider.as_deref().map(name_key).unwrap_or_default(),
                    name_key(&offer),
                );
                let applied = work.searched.apply(key, origin, |known| SearchedOffer {
                    id: known.map_or(id, |known| known.id),
                    placement,
                    date,
                    provider: spelled(provider, known.map(|known| &known.provider), |name| {
                        name.as_deref().unwrap_or_default()
                    }),
                    offer: spelled(offer, known.map(|known| &known.offer), String::as_str),
                    paragraph: kept(paragraph, known, |known| &known.paragraph),
                    daily_rate: daily_rate.or(known.and_then(|known| known.daily_rate)),
                    suitability: kept(reader.text(C::Suitability), known, |known| &known.suitability),
                    reason: kept(reader.text(C::Reason), known, |known| &known.reason),
                    source: kept(reader.text(C::Source), known, |known| &known.source),
                });
                let changes = work.searched.slots.compared(applied, SEARCHED_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    pub(crate) fn read_own_offers(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use OwnOfferColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let name = reader.text(C::Name);
            let name = reader.require(C::Name, name).unwrap_or_default();
            let paragraph = reader.text(C::Paragraph).and_then(|text| paragraph::paragraph_text(&text));
            let places = reader.whole(C::Places, 9_999);
            let vacant = reader.whole(C::Vacant, 9_999);
            let daily_rate = reader.rate(C::DailyRate).map(|(rate, _)| rate);
            self.close(reading, reader, name.clone(), |work, _| {
                let id = RecordId(work.new_id());
                let key = (name_key(&name), paragraph.as_deref().map(name_key).unwrap_or_default());
                let applied = work.own_offers.apply(key, origin, |known| OwnOffer {
                    id: known.map_or(id, |known| known.id),
                    name: known.map_or(name, |known| known.name.clone()),
                    paragraph: kept(paragraph, known, |known| &known.paragraph),
                    places: places.or(known.and_then(|known| known.places)),
                    vacant: vacant.or(known.and_then(|known| known.vacant)),
                    daily_rate: daily_rate.or(known.and_then(|known| known.daily_rate)),
                });
                let changes = work.own_offers.slots.compared(applied, OWN_OFFER_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    pub(crate) fn read_youths(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use YouthColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let key = reader.text(C::Key);
            let key = reader.require(C::Key, key).unwrap_or_default();
            let born_on = reader.date(C::BornOn);
            let expected_start = reader.date(C::ExpectedStart);
            let paragraph = reader.text(C::Paragraph).and_then(|text| paragraph::paragraph_text(&text));
            let probability = reader.number(C::Probability);
            if probability.is_some_and(|percent| percent > Decimal::ONE_HUNDRED) {
                reader.note(C::Probability, Trouble::DaysOutOfRange { most: 100 });
            }
            let yearly_price = reader.money(C::YearlyPrice);
            self.close(reading, reader, key.clone(), |work, reader| {
                let id = RecordId(work.new_id());
                let applied = work.youths.apply(name_key(&key), origin, |known| ExpectedYouth {
                    id: known.map_or(id, |known| known.id),
                    key: known.map_or(key, |known| known.key.clone()),
                    target_group: kept(reader.text(C::TargetGroup), known, |known| &known.target_group),
                    born_on: born_on.or(known.and_then(|known| known.born_on)),
                    expected_start: expected_start.or(known.and_then(|known| known.expected_start)),
                    paragraph: kept(paragraph, known, |known| &known.paragraph),
                    probability: probability.or(known.and_then(|known| known.probability)),
                    yearly_price: yearly_price.or(known.and_then(|known| known.yearly_price)),
                });
                let changes = work.youths.slots.compared(applied, YOUTH_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    pub(crate) fn read_budgets(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use BudgetColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let year = reader.year(C::Year);
            let year = reader.require(C::Year, year);
            let paragraph = reader.text(C::Paragraph).and_then(|text| paragraph::paragraph_text(&text));
            let paragraph = reader.require(C::Paragraph, paragraph);
            let amount = reader.money(C::Amount);
            let amount = reader.require(C::Amount, amount);
            let label = year.map(|year| year.to_string()).unwrap_or_default();
            self.close(reading, reader, label, |work, _| {
                let (Some(year), Some(paragraph), Some(amount)) = (year, paragraph, amount) else {
                    return Outcome::Refused;
                };
                let id = RecordId(work.new_id());
                let applied = work.budgets.apply((year, name_key(&paragraph)), origin, |known| BudgetLine {
                    id: known.map_or(id, |known| known.id),
                    year,
                    paragraph: known.map_or(paragraph, |known| known.paragraph.clone()),
                    amount,
                });
                let changes = work.budgets.slots.compared(applied, BUDGET_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    pub(crate) fn read_price_indexes(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use PriceIndexColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let year = reader.year(C::Year);
            let year = reader.require(C::Year, year);
            let percent = reader.percent(C::Percent);
            let percent = reader.require(C::Percent, percent);
            let status = reader.word(C::Status);
            let label = year.map(|year| year.to_string()).unwrap_or_default();
            self.close(reading, reader, label, |work, reader| {
                let (Some(year), Some(percent)) = (year, percent) else { return Outcome::Refused };
                let id = RecordId(work.new_id());
                let applied = work.price_indexes.apply(year, origin, |known| PriceIndex {
                    id: known.map_or(id, |known| known.id),
                    year,
                    percent,
                    status: status.or(known.and_then(|known| known.status)),
                    source: kept(reader.text(C::Source), known, |known| &known.source),
                });
                let changes = work.price_indexes.slots.compared(applied, PRICE_INDEX_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    pub(crate) fn read_refund_limits(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use RefundColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let year = reader.year(C::Year);
            let year = reader.require(C::Year, year);
            let limits = [C::Limit1, C::Limit2, C::Limit3].map(|column| {
                let limit = reader.money(column);
                reader.require(column, limit)
            });
            let status = reader.word(C::Status);
            let label = year.map(|year| year.to_string()).unwrap_or_default();
            self.close(reading, reader, label, |work, _| {
                let (Some(year), [Some(limit_1), Some(limit_2), Some(limit_3)]) = (year, limits) else {
                    return Outcome::Refused;
                };
                let id = RecordId(work.new_id());
                let applied = work.refund_limits.apply(year, origin, |known| RefundLimits {
                    id: known.map_or(id, |known| known.id),
                    year,
                    limit_1,
                    limit_2,
                    limit_3,
                    status: status.or(known.and_then(|known| known.status)),
                });
                let changes = work.refund_limits.slots.compared(applied, REFUND_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }
}
