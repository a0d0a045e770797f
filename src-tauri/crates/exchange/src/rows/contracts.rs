//! *Kontrakter*: a row is *Sagsnr.* + *Start*; one that is known from no such day may be a known contract with its
//! start put right.
//!
//! Invariant: a contract that a row is about by its own day is never taken by another row.

use std::collections::HashSet;

use chrono::NaiveDate;
use vilkaar_domain::calendar::Period;
use vilkaar_domain::{Contract, ContractId, FurtherTerms, PlacementId};
use vilkaar_wording::import::{Dependence, Trouble};

use super::{Field, shown};
use crate::plan::{Applied, CaseLink, Outcome, PlanError, Reading, RowReader, Work, name_key};
use crate::rows::placements::kept;
use crate::sheets::ContractColumn;

pub(super) const CONTRACT_FIELDS: &[Field<Contract>] = &[
    ("Kontraktnr.", |r| shown::text(&r.number)),
    ("Start", |r| shown::date(Some(r.start))),
    ("Slut", |r| shown::date(r.end)),
    ("Opsigelse kommune", |r| shown::rule(r.notice_municipality)),
    ("Opsigelse leverandør", |r| shown::rule(r.notice_provider)),
    ("Mindsteperiode til", |r| shown::date(r.minimum_until)),
    ("Forlænges med (md.)", |r| shown::count(r.renews_by_months)),
    ("Genforhandles", |r| shown::date(r.renegotiate_on)),
    ("Forhandler", |r| shown::text(&r.negotiator)),
    ("Betaling", |r| shown::word(r.payment, |value| value.word())),
    ("Regulering", |r| shown::word(r.regulation, |value| value.word())),
    ("Aftalt den", |r| shown::date(r.agreed_on)),
];

impl<'a> Work<'a> {
    pub(crate) fn read_contracts(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use ContractColumn as C;
        let today = self.options.today;
        let mut taken = self.contracts_by_their_day(reading);
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let case = reader.text(C::Case);
            let case = reader.require(C::Case, case).unwrap_or_default();
            let link =
                if case.is_empty() { CaseLink::Unknown } else { self.case_link(&mut reader, C::Case, &case) };
            let start = reader.date(C::Start);
            let start = reader.require(C::Start, start);
            let end = reader.date(C::End);
            reader.check_order(C::End, start, end);
            let notice_municipality = self.notice_rule(&mut reader, C::NoticeMunicipality.into());
            let notice_provider = self.notice_rule(&mut reader, C::NoticeProvider.into());
            let minimum_until = reader.date(C::MinimumUntil);
            let renews_by_months = reader.whole(C::RenewsBy, 120);
            let renegotiate_on = reader.date(C::RenegotiateOn);
            let stay_end = match &link {
                CaseLink::Found(at) => {
                    self.placements.slots.get(*at).and_then(|placement| placement.ended_on)
                }
                _ => None,
            };
            let last = [end, stay_end].into_iter().flatten().min();
            if let (Some(day), Some(end)) = (renegotiate_on, last)
                && day > end
            {
                reader.note(C::RenegotiateOn, Trouble::RenegotiationAfterEnd { end });
            }
            let payment = reader.word(C::Payment);
            let regulation = reader.word(C::Regulation);
            let agreed_on = reader.date(C::AgreedOn);
            let has_end = reader.has(C::End);
            if let (CaseLink::Found(at), Some(start), false) = (&link, start, reader.is_refused())
                && let Some(placement) = self.placements.slots.get(*at).map(|placement| placement.id)
                && !self.is_left_out(origin)
            {
                let number = reader.text(C::Number);
                let row = Sought { placement, start, end, renews_by_months, number };
                self.find_moved(&mut reader, &row, &mut taken);
            }
            self.close(reading, reader, case, |work, reader| {
                let (at, start) = match (link, start) {
                    (CaseLink::Found(at), Some(start)) => (at, start),
                    (CaseLink::NotRead(case), _) => {
                        let what = Dependence::Case;
                        return Outcome::Consequence { what, origin: case.origin, left_out: case.left_out };
                    }
                    _ => return Outcome::Refused,
                };
                let Some(placement) = work.placements.slots.get(at).map(|placement| placement.id) else {
                    return Outcome::Refused;
                };
                let id = ContractId(work.new_id());
                let applied = work.contracts.apply((placement, start), origin, |known| Contract {
                    id: known.map_or(id, |known| known.id),
                    placement,
                    number: kept(reader.text(C::Number), known, |known| &known.number),
                    start,
                    end: if has_end { end } else { known.and_then(|known| known.end) },
                    notice_municipality: notice_municipality
                        .or(known.and_then(|known| known.notice_municipality)),
                    notice_provider: notice_provider.or(known.and_then(|known| known.notice_provider)),
                    minimum_until: minimum_until.or(known.and_then(|known| known.minimum_until)),
                    renews_by_months: renews_by_months.or(known.and_then(|known| known.renews_by_months)),
                    renegotiate_on: renegotiate_on.or(known.and_then(|known| known.renegotiate_on)),
                    negotiator: kept(reader.text(C::Negotiator), known, |known| &known.negotiator),
                    payment: payment.or(known.and_then(|known| known.payment)),
                    regulation: regulation.or(known.and_then(|known| known.regulation)),
                    agreed_on: agreed_on.or(known.and_then(|known| known.agreed_on)),
                    follow_up_months: known.and_then(|known| known.follow_up_months),
                    has_signed_file: known.is_some_and(|known| known.has_signed_file),
                    amends: known.and_then(|known| known.amends),
                    content: known.map_or_else(Default::default, |known| known.content.clone()),
                    terms: known
                        .map_or_else(|| FurtherTerms::recorded_on(today), |known| known.terms.clone()),
                    notice_given: known.and_then(|known| known.notice_given.clone()),
                });
                if let Applied::New(at) = applied {
                    work.contracts_of.entry(placement).or_default().push(at);
                }
                let changes = work.contracts.slots.compared(applied, CONTRACT_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    /// The known contracts that rows are about by their own day.
    fn contracts_by_their_day(&self, reading: &Reading<'a>) -> HashSet<usize> {
        let day_of = |row| {
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            if self.is_left_out(reading.origin(reader.row_number())) {
                return None;
            }
            let case = reader.text(ContractColumn::Case)?;
            let at = self.placements.find(&name_key(&case))?;
            let placement = self.placements.slots.get(at)?.id;
            self.contracts.find(&(placement, reader.date(ContractColumn::Start)?))
        };
        reading.rows().filter_map(day_of).collect()
    }

    /// Lets a row of no known day be the known contract that it puts the start of right: of the same placement and
    /// number, in force at the same time, and no other row's. Where it could be several, that is asked.
    fn find_moved(&mut self, reader: &mut RowReader<'_>, row: &Sought, taken: &mut HashSet<usize>) {
        let key = (row.placement, row.start);
        if self.contracts.find(&key).is_some() || self.contracts.is_taken_out(&key) {
            return;
        }
        let alike: Vec<(usize, &Contract)> = self
            .contracts_of
            .get(&row.placement)
            .into_iter()
            .flatten()
            .filter(|at| !taken.contains(*at) && self.contracts.slots.before(**at).is_some())
            .filter_map(|at| self.contracts.slots.get(*at).map(|contract| (*at, contract)))
            .filter(|(_, contract)| row.may_be(contract))
            .collect();
        let of_its_number: Vec<(usize, &Contract)> =
            alike.iter().copied().filter(|(_, contract)| row.has_number_of(contract)).collect();
        let found = if of_its_number.is_empty() { alike } else { of_its_number };
        match found.as_slice() {
            [] => {}
            [(at, contract)] => {
                let (at, start) = (*at, contract.start);
                taken.insert(at);
                self.contracts.index(key, at);
                reader.note(ContractColumn::Start, Trouble::ContractMoved { start });
            }
            several => {
                let starts = several.iter().map(|(_, contract)| contract.start).collect();
                reader.note(ContractColumn::Start, Trouble::ContractAmbiguous { starts });
            }
        }
    }
}

/// What a row says by which a contract is known.
struct Sought {
    placement: PlacementId,
    start: NaiveDate,
    end: Option<NaiveDate>,
    renews_by_months: Option<u32>,
    number: Option<String>,
}

impl Sought {
    /// Can the row be this contract with another start? Not where the two have different numbers, nor where the one
    /// ended before the other began: that is a contract that followed it.
    fn may_be(&self, contract: &Contract) -> bool {
        let other_number =
            self.number.is_some() && contract.number.is_some() && !self.has_number_of(contract);
        let end = self.end.filter(|_| self.renews_by_months.is_none_or(|months| months == 0));
        let overlaps = Period::new(self.start, end)
            .zip(contract.term())
            .is_some_and(|(row, known)| row.intersection(&known).is_some());
        !other_number && overlaps
    }

    fn has_number_of(&self, contract: &Contract) -> bool {
        let number = |number: &Option<String>| number.as_deref().map(name_key);
        self.number.is_some() && number(&self.number) == number(&contract.number)
    }
}
