//! *Kontrakter*: a row is *Sagsnr.* + *Start* (design §8). One that is known from no such day is a new contract, and a
//! known one with its start put right only where it says the same in all else.
//!
//! Invariant: a contract that a row is about by its own day is never taken by another row; and one that holds what only
//! the window makes (a signed file, a notice, an allonge, further terms) keeps its start: a change of a contract is a
//! new version, never a rewrite (domain §3).

use std::collections::HashSet;

use chrono::NaiveDate;
use vilkaar_domain::{Contract, ContractId, FurtherTerms, NoticeRule, Payment, PlacementId, Regulation};
use vilkaar_wording::import::{Dependence, Trouble};

use super::{Field, shown};
use crate::plan::{Applied, CaseLink, Origin, Outcome, PlanError, Reading, RowReader, Work, name_key};
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
        let mut taken = self.contracts_by_their_day(reading);
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let case = reader.text(C::Case);
            let case = reader.require(C::Case, case).unwrap_or_default();
            let link =
                if case.is_empty() { CaseLink::Unknown } else { self.case_link(&mut reader, C::Case, &case) };
            let placement = match &link {
                CaseLink::Found(at) => self.placements.slots.get(*at),
                _ => None,
            };
            let (stay_end, placement) =
                (placement.and_then(|one| one.ended_on), placement.map(|placement| placement.id));
            let row = self.contract_row(&mut reader, stay_end);
            if let (Some(placement), Some(row), false) = (placement, &row, reader.is_refused())
                && !self.is_left_out(origin)
            {
                self.find_moved(&mut reader, placement, row, &mut taken);
            }
            self.close(reading, reader, case, |work, _| {
                if let CaseLink::NotRead(case) = link {
                    let what = Dependence::Case;
                    return Outcome::Consequence { what, origin: case.origin, left_out: case.left_out };
                }
                let (Some(placement), Some(row)) = (placement, row) else { return Outcome::Refused };
                let id = ContractId(work.new_id());
                let applied = work
                    .contracts
                    .apply((placement, row.start), origin, |known| row.over(known, placement, id));
                if let Applied::New(at) = applied {
                    work.contracts_of.entry(placement).or_default().push(at);
                }
                work.learn_terms(applied, origin);
                let changes = work.contracts.slots.compared(applied, CONTRACT_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    /// A contract that a row gave other terms is known as it is from today on: nobody here could have handled what
    /// passed by terms that weren't known (ADR 22).
    fn learn_terms(&mut self, applied: Applied, origin: Origin) {
        let Applied::Changed(at) = applied else { return };
        let slots = &mut self.contracts.slots;
        let learned = slots
            .before(at)
            .zip(slots.get(at))
            .filter(|(before, after)| !after.has_terms_of(before))
            .map(|(_, after)| after.known_since(self.options.today));
        if let Some(contract) = learned {
            slots.set(at, contract, origin);
        }
    }

    /// A row's values; none without its *Start*.
    fn contract_row(
        &mut self,
        reader: &mut RowReader<'_>,
        stay_end: Option<NaiveDate>,
    ) -> Option<ContractRow> {
        use ContractColumn as C;
        let start = reader.date(C::Start);
        let start = reader.require(C::Start, start);
        let end = reader.date(C::End);
        reader.check_order(C::End, start, end);
        let notice_municipality = self.notice_rule(reader, C::NoticeMunicipality.into());
        let notice_provider = self.notice_rule(reader, C::NoticeProvider.into());
        let minimum_until = reader.date(C::MinimumUntil);
        let renews_by_months = reader.whole(C::RenewsBy, 120);
        let renegotiate_on = reader.date(C::RenegotiateOn);
        let last = [end, stay_end].into_iter().flatten().min();
        if let (Some(day), Some(end)) = (renegotiate_on, last)
            && day > end
        {
            reader.note(C::RenegotiateOn, Trouble::RenegotiationAfterEnd { end });
        }
        Some(ContractRow {
            number: reader.text(C::Number),
            end: reader.has(C::End).then_some(end),
            notice_municipality,
            notice_provider,
            minimum_until,
            renews_by_months,
            renegotiate_on,
            negotiator: reader.text(C::Negotiator),
            payment: reader.word(C::Payment),
            regulation: reader.word(C::Regulation),
            agreed_on: reader.date(C::AgreedOn),
            start: start?,
            read_on: self.options.today,
        })
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

    /// Lets a row of no known day be the known contract that it puts the start of right: no other row's, the same in all
    /// else, and nothing but what sheets hold. Where it could be several, that is asked; where it is none, it is told
    /// of one that runs at the same time.
    fn find_moved(
        &mut self,
        reader: &mut RowReader<'_>,
        placement: PlacementId,
        row: &ContractRow,
        taken: &mut HashSet<usize>,
    ) {
        let key = (placement, row.start);
        if self.contracts.find(&key).is_some() || self.contracts.is_taken_out(&key) {
            return;
        }
        let term = row.over(None, placement, ContractId(uuid::Uuid::nil())).term();
        let beside: Vec<(usize, &Contract)> = self
            .contracts_of
            .get(&placement)
            .into_iter()
            .flatten()
            .filter(|at| !taken.contains(*at) && self.contracts.slots.before(**at).is_some())
            .filter_map(|at| self.contracts.slots.get(*at).map(|contract| (*at, contract)))
            .filter(|(_, known)| {
                term.zip(known.term()).is_some_and(|(row, known)| row.intersection(&known).is_some())
            })
            .collect();
        let alike: Vec<&(usize, &Contract)> = beside
            .iter()
            .filter(|(at, known)| {
                let former = self.contracts.slots.as_imported(*at);
                row.start <= row.read_on
                    && !self.is_more_than_sheets_hold(known)
                    && (row.says_the_same_as(known) || former.is_some_and(|it| row.says_the_same_as(&it)))
            })
            .collect();
        match (alike.as_slice(), beside.iter().map(|(_, known)| known.start).max()) {
            ([(at, contract)], _) => {
                let (at, start) = (*at, contract.start);
                taken.insert(at);
                self.contracts.index(key, at);
                reader.note(ContractColumn::Start, Trouble::ContractMoved { start });
            }
            ([], Some(start)) => reader.note(ContractColumn::Start, Trouble::ContractBeside { start }),
            ([], None) => {}
            (several, _) => {
                let starts = several.iter().map(|(_, contract)| contract.start).collect();
                reader.note(ContractColumn::Start, Trouble::ContractAmbiguous { starts });
            }
        }
    }

    /// Does a contract hold what only the window makes?
    fn is_more_than_sheets_hold(&self, contract: &Contract) -> bool {
        let id = contract.id;
        let is_amended = || {
            let versions = self.contracts_of.get(&contract.placement).into_iter().flatten();
            versions.filter_map(|at| self.contracts.slots.get(*at)).any(|version| version.amends == Some(id))
        };
        contract.has_signed_file
            || contract.notice_given.is_some()
            || contract.amends.is_some()
            || contract.follow_up_months.is_some()
            || !contract.content.is_unknown()
            || !(FurtherTerms { recorded_on: None, ..contract.terms.clone() }).is_unknown()
            || is_amended()
            || self.register.attachments.iter().any(|file| file.about == Some(id.0))
    }
}

/// A row's values.
struct ContractRow {
    number: Option<String>,
    start: NaiveDate,
    /// None where the file has no such column; a blank cell is an open end.
    end: Option<Option<NaiveDate>>,
    notice_municipality: Option<NoticeRule>,
    notice_provider: Option<NoticeRule>,
    minimum_until: Option<NaiveDate>,
    renews_by_months: Option<u32>,
    renegotiate_on: Option<NaiveDate>,
    negotiator: Option<String>,
    payment: Option<Payment>,
    regulation: Option<Regulation>,
    agreed_on: Option<NaiveDate>,
    /// The day that counts as today.
    read_on: NaiveDate,
}

impl ContractRow {
    /// The contract that the row describes, with what is known where it says nothing.
    fn over(&self, known: Option<&Contract>, placement: PlacementId, id: ContractId) -> Contract {
        Contract {
            id: known.map_or(id, |known| known.id),
            placement,
            number: kept(self.number.clone(), known, |known| &known.number),
            start: self.start,
            end: self.end.unwrap_or_else(|| known.and_then(|known| known.end)),
            notice_municipality: self
                .notice_municipality
                .or(known.and_then(|known| known.notice_municipality)),
            notice_provider: self.notice_provider.or(known.and_then(|known| known.notice_provider)),
            minimum_until: self.minimum_until.or(known.and_then(|known| known.minimum_until)),
            renews_by_months: self.renews_by_months.or(known.and_then(|known| known.renews_by_months)),
            renegotiate_on: self.renegotiate_on.or(known.and_then(|known| known.renegotiate_on)),
            negotiator: kept(self.negotiator.clone(), known, |known| &known.negotiator),
            payment: self.payment.or(known.and_then(|known| known.payment)),
            regulation: self.regulation.or(known.and_then(|known| known.regulation)),
            agreed_on: self.agreed_on.or(known.and_then(|known| known.agreed_on)),
            follow_up_months: known.and_then(|known| known.follow_up_months),
            has_signed_file: known.is_some_and(|known| known.has_signed_file),
            amends: known.and_then(|known| known.amends),
            content: known.map_or_else(Default::default, |known| known.content.clone()),
            terms: known.map_or_else(|| FurtherTerms::recorded_on(self.read_on), |known| known.terms.clone()),
            notice_given: known.and_then(|known| known.notice_given.clone()),
        }
    }

    /// Does every cell that the row fills, its *Start* apart, say what is known?
    fn says_the_same_as(&self, known: &Contract) -> bool {
        let number = |number: &Option<String>| number.as_deref().map(name_key);
        let row = self.over(Some(known), known.placement, known.id);
        number(&row.number) == number(&known.number)
            && Contract { start: known.start, number: known.number.clone(), ..row } == *known
    }
}
