//! The single sheet that many municipalities keep instead (domain §7): a row is a placement with its rate, its day
//! offer and its contract.
//!
//! Invariant: for a case that exists it adds or proposes, and never closes or removes a line that it doesn't mention;
//! a rate starts on the sheet's day and is never dated back. A row is taken whole or not at all.

use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::{
    CaseNumber, Citizen, CitizenId, Contract, ContractId, LegalBasis, NoticeRule, OfferId, Placement,
    PlacementId, Rate, Service, Unit,
};
use vilkaar_wording::import::Trouble;

use super::contracts::CONTRACT_FIELDS;
use super::people::Person;
use super::placements::kept;
use super::providers::OfferLink;
use crate::cells::{date, unit};
use crate::grid::{Cell, Sheet};
use crate::plan::{
    Applied, Choice, FieldChange, Origin, Outcome, PlanError, Reading, RowReader, Work, name_key, spelled,
};
use crate::sheets::ListColumn;

/// The day that a title above the headings names: "… eksterne botilbud pr. 20. november 2026".
pub(crate) fn day_in_title(sheet: &Sheet, heading_row: u32) -> Option<NaiveDate> {
    sheet.rows().take_while(|row| row.number() < heading_row).flat_map(|row| row.cells()).find_map(
        |(_, cell)| match cell {
            Cell::Text(text) => day_after_pr(text),
            _ => None,
        },
    )
}

fn day_after_pr(text: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let word = word.trim_start_matches('(').to_lowercase();
        if !matches!(word.as_str(), "pr." | "pr" | "per" | "dato:" | "dato") {
            return None;
        }
        let rest = words.get(at + 1..)?;
        // As many words as the longest has: "fredag den 20. november 2026".
        (1..=5.min(rest.len())).rev().find_map(|count| {
            let candidate = rest.get(..count)?.join(" ");
            date::read_text(candidate.trim_end_matches([')', '.', ',', ':', ';'])).ok()
        })
    })
}

/// A row's values.
struct ListRow {
    person: Person,
    legal_basis: Option<LegalBasis>,
    offer: String,
    provider: Option<String>,
    moved_in: Option<NaiveDate>,
    expected_end: Option<NaiveDate>,
    rate: Option<(Rate, Unit)>,
    day_offer: Option<(Rate, Decimal)>,
    notice: Option<NoticeRule>,
    renegotiate_on: Option<NaiveDate>,
    support_hours: Option<Decimal>,
}

impl<'a> Work<'a> {
    pub(crate) fn read_list(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use ListColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let values = self.list_values(&mut reader);
            let case = match reader.text(C::Case) {
                Some(case) => {
                    self.take_case_number(&mut reader, C::Case.into(), &case, origin);
                    case
                }
                // Only a row that is read takes a number.
                None if self.not_read(reading, &reader).is_some() => String::new(),
                None => {
                    let case = self.case_without_number(&values);
                    self.take_stay(&mut reader, &case, origin);
                    case
                }
            };
            if !case.is_empty()
                && let Some(not_read) = self.not_read(reading, &reader)
            {
                self.cases_not_read.entry(name_key(&case)).or_insert(not_read);
            }
            self.close(reading, reader, case.clone(), |work, reader| {
                work.apply_list_row(reading, reader, &case, values, origin)
            });
        }
        Ok(())
    }

    fn list_values(&mut self, reader: &mut RowReader<'_>) -> ListRow {
        use ListColumn as C;
        let person = Person { cpr: reader.cpr(C::Cpr), name: reader.text(C::Name), refund_cover: None };
        let legal_basis = self.legal_basis(reader, C::LegalBasis.into());
        let offer = reader.text(C::Offer);
        let offer = reader.require(C::Offer, offer).unwrap_or_default();
        let moved_in = reader.date(C::MovedIn);
        let moved_in = reader.require(C::MovedIn, moved_in);
        let expected_end = reader.date(C::ExpectedEnd);
        reader.check_order(C::ExpectedEnd, moved_in, expected_end);
        let today = self.options.today;
        if moved_in.is_some_and(|day| day <= today) && expected_end.is_some_and(|day| day < today) {
            reader.note(C::ExpectedEnd, Trouble::ExpectedEndPassed);
        }
        let rate = self.list_rate(reader);
        let day_offer = list_day_offer(reader);
        let notice = self.notice_rule(reader, C::Notice.into());
        let renegotiate_on = reader.date(C::Renegotiation);
        let support_hours = reader.number(C::SupportHours);
        let provider = reader.text(C::Provider);
        ListRow {
            person,
            legal_basis,
            offer,
            provider,
            moved_in,
            expected_end,
            rate,
            day_offer,
            notice,
            renegotiate_on,
            support_hours,
        }
    }

    /// The rate: per døgn where neither the cell nor a column of units says otherwise.
    fn list_rate(&self, reader: &mut RowReader<'_>) -> Option<(Rate, Unit)> {
        use ListColumn as C;
        let (rate, named) = reader.rate(C::Amount)?;
        if rate.is_negative() {
            reader.note(C::Amount, Trouble::AmountNegative);
        }
        let written = reader.text(C::Unit).map(|text| unit::read(&text));
        let unit = match (written, named) {
            (None, None) => Unit::Day,
            (None, Some(unit)) | (Some(Some(unit)), None) => unit,
            (Some(Some(unit)), Some(named)) if unit == named => unit,
            (Some(_), _) => {
                let choices = [Unit::Day, Unit::Month, Unit::Year]
                    .map(|unit| Choice { label: unit.word().to_owned(), value: unit.word().to_owned() });
                reader.note_with(C::Unit, Trouble::UnitUnknown, choices.to_vec());
                return None;
            }
        };
        if !matches!(unit, Unit::Day | Unit::Month | Unit::Year) {
            let column = if reader.cell(C::Unit).is_blank() { C::Amount } else { C::Unit };
            reader.note(column, Trouble::UnitUnknown);
            return None;
        }
        self.check_usual(reader, C::Amount.into(), rate, unit, &Service::BaseRate);
        Some((rate, unit))
    }

    /// The case of a row without *Sagsnr.*: the one with its citizen, offer and move-in day, else a new `U-n`.
    fn case_without_number(&mut self, values: &ListRow) -> String {
        if let Some(placement) = self.placement_alike(values) {
            return placement.case.as_str().to_owned();
        }
        loop {
            self.next_unnamed += 1;
            let case = format!("U-{}", self.next_unnamed);
            let key = name_key(&case);
            let taken = self.placements.find(&key).is_some() || self.case_rows.contains_key(&key);
            if !taken {
                return case;
            }
        }
    }

    /// The placement at the row's offer from its move-in day with its citizen: by CPR number, else by name where one of
    /// the two has no number; for a row that says neither, the next one of its paragraph that nobody is known of.
    fn placement_alike(&self, values: &ListRow) -> Option<&Placement> {
        let offer = self.offers.find(&name_key(&values.offer)).and_then(|at| self.offers.slots.get(at))?;
        let stay = (offer.id, values.moved_in?);
        let here = || {
            let known = self.placements_by_stay.get(&stay).into_iter().flatten();
            let known = known.filter_map(|at| self.placements.slots.get(*at));
            known.filter(|placement| self.has_stay(placement, stay)).map(|placement| {
                let at = self.citizen_at.get(&placement.citizen);
                (placement, at.and_then(|at| self.citizens.slots.get(*at)))
            })
        };
        let cpr = values.person.cpr.as_ref().map(|cpr| cpr.reveal());
        let cpr_of = |citizen: Option<&Citizen>| citizen.and_then(|citizen| citizen.cpr.clone());
        let name_of = |citizen: Option<&Citizen>| {
            citizen.and_then(|citizen| citizen.name.as_ref()).map(|name| name_key(name.reveal()))
        };
        // By the name that a hand changed it from, too.
        let is_named = |placement: &Placement, citizen: Option<&Citizen>, name: &String| {
            let at = self.citizen_at.get(&placement.citizen);
            let former = at.and_then(|at| self.citizens.slots.as_imported(*at));
            name_of(citizen).as_ref() == Some(name) || name_of(former.as_ref()).as_ref() == Some(name)
        };
        let name = values.person.name.as_deref().map(name_key);
        if let Some(cpr) = cpr {
            let has = |citizen: Option<&Citizen>| {
                citizen.and_then(|citizen| citizen.cpr.as_ref()).is_some_and(|own| own.reveal() == cpr)
            };
            let had = |placement: &Placement| {
                let at = self.citizen_at.get(&placement.citizen);
                has(at.and_then(|at| self.citizens.slots.as_imported(*at)).as_ref())
            };
            // Of one whose number it is and one whose it was, the one of the row's name; else whose it was, as the
            // sheet said it then.
            let same: Vec<(&Placement, Option<&Citizen>)> =
                here().filter(|(placement, citizen)| has(*citizen) || had(placement)).collect();
            let named = name.as_ref().and_then(|name| {
                same.iter().find(|(placement, citizen)| is_named(placement, *citizen, name))
            });
            let found = named.or_else(|| same.iter().find(|(placement, _)| had(placement))).or(same.first());
            if let Some((placement, _)) = found {
                return Some(placement);
            }
        }
        match (name, cpr) {
            (Some(name), _) => here()
                .filter(|(placement, citizen)| is_named(placement, *citizen, &name))
                .find(|(_, citizen)| cpr.is_none() || cpr_of(*citizen).is_none())
                .map(|(placement, _)| placement),
            (None, Some(_)) => None,
            (None, None) => here()
                .filter(|(placement, citizen)| {
                    Some(placement.legal_basis) == values.legal_basis
                        && cpr_of(*citizen).is_none()
                        && name_of(*citizen).is_none()
                        && !self.case_rows.contains_key(&name_key(placement.case.as_str()))
                })
                .map(|(placement, _)| placement)
                .min_by_key(|placement| (placement.case.as_str().len(), placement.case.as_str())),
        }
    }

    /// Is it a placement at an offer from a day, or was it imported as one?
    fn has_stay(&self, placement: &Placement, stay: (OfferId, NaiveDate)) -> bool {
        let at = self.placement_at.get(&placement.id);
        (placement.offer, placement.moved_in) == stay
            || at
                .and_then(|at| self.placements.slots.as_imported(*at))
                .is_some_and(|former| (former.offer, former.moved_in) == stay)
    }

    /// Takes the case of a row without *Sagsnr.*; notes a row further up about the same stay.
    fn take_stay(&mut self, reader: &mut RowReader<'_>, case: &str, origin: Origin) {
        match self.case_rows.entry(name_key(case)) {
            Entry::Occupied(taken) => {
                let trouble = Trouble::StayDuplicate { row: taken.get().row };
                reader.note(ListColumn::MovedIn, trouble);
            }
            Entry::Vacant(free) => {
                free.insert(origin);
            }
        }
    }

    fn apply_list_row(
        &mut self,
        reading: &Reading<'a>,
        reader: &mut RowReader<'_>,
        case: &str,
        values: ListRow,
        origin: Origin,
    ) -> Outcome {
        use ListColumn as C;
        let (Some(legal_basis), Some(moved_in), Some(number)) =
            (values.legal_basis, values.moved_in, CaseNumber::new(case))
        else {
            return Outcome::Refused;
        };
        let (offer, offer_changed) = match self.offer_named(&values.offer, values.provider.as_deref(), origin)
        {
            OfferLink::Found { id, changed } => {
                self.note_other_provider(reader, C::Provider.into(), id, values.provider.as_deref());
                self.note_former_name(reader, C::Offer.into(), id, &values.offer);
                (id, changed)
            }
            link => return self.without_offer(reader, C::Offer.into(), case, origin, &link),
        };
        let key = name_key(case);
        let known = self.placements.find(&key).and_then(|at| self.placements.slots.get(at));
        let is_new = known.is_none();
        let known_citizen: Option<CitizenId> = known.map(|known| known.citizen);
        let (citizen, mut changes) =
            self.citizen_of_row(values.person, known_citizen, origin, reader, C::Name.into());
        let id = PlacementId(self.new_id());
        let applied = self.placements.apply(key, origin, |known| Placement {
            id: known.map_or(id, |known| known.id),
            case: spelled(number, known.map(|known| &known.case), CaseNumber::as_str),
            citizen,
            offer,
            legal_basis,
            target_group: kept(reader.text(C::TargetGroup), known, |known| &known.target_group),
            secondary_target_group: known.and_then(|known| known.secondary_target_group.clone()),
            support_need: known.and_then(|known| known.support_need),
            moved_in,
            expected_end: values.expected_end.or(known.and_then(|known| known.expected_end)),
            ended_on: known.and_then(|known| known.ended_on),
            support_hours: values.support_hours.or(known.and_then(|known| known.support_hours)),
            case_worker: kept(reader.text(C::CaseWorker), known, |known| &known.case_worker),
            second_case_worker: known.and_then(|known| known.second_case_worker.clone()),
            acting_municipality: kept(reader.text(C::ActingMunicipality), known, |known| {
                &known.acting_municipality
            }),
            paying_municipality: kept(reader.text(C::PayingMunicipality), known, |known| {
                &known.paying_municipality
            }),
            base_rate: known.and_then(|known| known.base_rate),
            content: known.map_or_else(Default::default, |known| known.content.clone()),
            end_reason: known.and_then(|known| known.end_reason),
            moved_from: known.and_then(|known| known.moved_from),
            chance: known.and_then(|known| known.chance),
        });
        let at = match applied {
            Applied::New(at) | Applied::Changed(at) | Applied::Unchanged(at) => at,
            Applied::Duplicate(_) | Applied::TakenOut => return Outcome::Applied(applied, Vec::new()),
        };
        let outcome = self.placement_applied(applied, &mut changes, offer_changed);
        let Outcome::Applied(applied, mut changes) = outcome else { return outcome };
        let Some(placement) = self.placements.slots.get(at).cloned() else { return Outcome::Refused };
        let mut changed = applied != Applied::Unchanged(at);
        changed |= self.put_list_rates(
            reading,
            reader,
            &placement,
            values.rate,
            values.day_offer,
            origin,
            &mut changes,
        );
        if values.notice.is_some() || values.renegotiate_on.is_some() {
            let contract =
                self.put_list_contract(reader, &placement, values.notice, values.renegotiate_on, origin);
            changed |= contract.iter().any(|change| !change.is_left_aside);
            changes.extend(contract);
        }
        let here = self.placements_by_stay.entry((offer, moved_in)).or_default();
        if !here.contains(&at) {
            here.push(at);
        }
        match (is_new, changed) {
            (true, _) => Outcome::Applied(Applied::New(at), Vec::new()),
            (false, true) => Outcome::Applied(Applied::Changed(at), changes),
            (false, false) => Outcome::Applied(Applied::Unchanged(at), changes),
        }
    }

    /// The contract that a row with a notice rule or a renegotiation day makes, from *Indflyttet*; a placement that
    /// has one keeps it, with what the row says. Nothing where nothing changes; one that a hand took out isn't made anew.
    fn put_list_contract(
        &mut self,
        reader: &mut RowReader<'_>,
        placement: &Placement,
        notice: Option<NoticeRule>,
        renegotiate_on: Option<NaiveDate>,
        origin: Origin,
    ) -> Vec<FieldChange> {
        let today = self.options.today;
        let known: Vec<(usize, &Contract)> = self
            .contracts_of
            .get(&placement.id)
            .into_iter()
            .flatten()
            .filter_map(|at| self.contracts.slots.get(*at).map(|contract| (*at, contract)))
            .collect();
        let current = known
            .iter()
            .filter(|(_, contract)| contract.is_in_force(today))
            .max_by_key(|(_, contract)| contract.start)
            .or_else(|| known.iter().max_by_key(|(_, contract)| contract.start));
        let ends = [current.and_then(|(_, contract)| contract.end), placement.ended_on];
        if let (Some(day), Some(end)) = (renegotiate_on, ends.into_iter().flatten().min())
            && day > end
        {
            reader.note(ListColumn::Renegotiation, Trouble::RenegotiationAfterEnd { end });
        }
        let Some((at, contract)) = current else {
            if self.contracts.taken_out().any(|contract| contract.placement == placement.id) {
                let column = if notice.is_some() { ListColumn::Notice } else { ListColumn::Renegotiation };
                reader.note(column, Trouble::TakenOutByHand);
                return Vec::new();
            }
            let contract = Contract {
                id: ContractId(self.new_id()),
                placement: placement.id,
                number: None,
                start: placement.moved_in,
                end: None,
                notice_municipality: notice,
                notice_provider: None,
                minimum_until: None,
                renews_by_months: None,
                renegotiate_on,
                negotiator: None,
                payment: None,
                regulation: None,
                agreed_on: None,
                follow_up_months: None,
                has_signed_file: false,
                amends: None,
                content: vilkaar_domain::AgreedContent::default(),
                terms: vilkaar_domain::FurtherTerms::recorded_on(today),
                notice_given: None,
            };
            let at = self.contracts.add((placement.id, placement.moved_in), contract, origin);
            self.contracts_of.entry(placement.id).or_default().push(at);
            let after = vilkaar_wording::format::date(placement.moved_in);
            return vec![FieldChange::new("Kontrakt fra", String::new(), after)];
        };
        let (at, contract) = (*at, (*contract).clone());
        let after = Contract {
            notice_municipality: notice.or(contract.notice_municipality),
            renegotiate_on: renegotiate_on.or(contract.renegotiate_on),
            ..contract.clone()
        };
        let is_changed = self.contracts.slots.propose(at, after, origin);
        let applied = if is_changed { Applied::Changed(at) } else { Applied::Unchanged(at) };
        self.contracts.slots.compared(applied, CONTRACT_FIELDS)
    }
}

/// The day offer: the price of a full place per døgn and the days a week.
fn list_day_offer(reader: &mut RowReader<'_>) -> Option<(Rate, Decimal)> {
    use ListColumn as C;
    let rate = reader.rate(C::DayOffer).map(|(rate, _)| rate);
    let days = reader.number(C::Days);
    let rate = rate?;
    if rate.is_negative() {
        reader.note(C::DayOffer, Trouble::AmountNegative);
    }
    let days = reader.require(C::Days, days)?;
    if days.is_zero() || days > Decimal::from(5) {
        reader.note(C::Days, Trouble::DaysOutOfRange { most: 5 });
        return None;
    }
    Some((rate, days))
}
