//! *Placeringer*: a row is its *Sagsnr.*

use vilkaar_domain::{CaseNumber, Placement, PlacementId};
use vilkaar_wording::import::{Dependence, Trouble};

use super::people::Person;
use super::providers::OfferLink;
use super::{Field, shown};
use crate::cells::paragraph;
use crate::plan::{
    Applied, Choice, FieldChange, Origin, Outcome, PlanError, Reading, RowReader, Work, name_key, spelled,
};
use crate::sheets::PlacementColumn;

pub(super) const PLACEMENT_FIELDS: &[Field<Placement>] = &[
    ("Sagsnr.", |r| r.case.as_str().to_owned()),
    ("Lovgrundlag", |r| r.legal_basis.word().to_owned()),
    ("Primær målgruppe", |r| shown::text(&r.target_group)),
    ("Sekundær målgruppe", |r| shown::text(&r.secondary_target_group)),
    ("Støttebehov", |r| shown::word(r.support_need, |value| value.word())),
    ("Indflytning", |r| shown::date(Some(r.moved_in))),
    ("Forventet ophør", |r| shown::date(r.expected_end)),
    ("Ophørt den", |r| shown::date(r.ended_on)),
    ("Støttetimer pr. uge", |r| shown::number(r.support_hours)),
    ("Sagsbehandler 1", |r| shown::text(&r.case_worker)),
    ("Sagsbehandler 2", |r| shown::text(&r.second_case_worker)),
    ("Handlekommune", |r| shown::text(&r.acting_municipality)),
    ("Betalingskommune", |r| shown::text(&r.paying_municipality)),
    ("Basistakst", |r| shown::rate(r.base_rate)),
];

impl<'a> Work<'a> {
    pub(crate) fn read_placements(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use PlacementColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let case = reader.text(C::Case);
            let case = reader.require(C::Case, case).unwrap_or_default();
            self.take_case_number(&mut reader, C::Case.into(), &case, origin);
            let cpr = reader.cpr(C::Cpr);
            let legal_basis = self.legal_basis(&mut reader, C::LegalBasis.into());
            let offer = reader.text(C::Offer);
            let offer = reader.require(C::Offer, offer).unwrap_or_default();
            let provider = reader.text(C::Provider);
            let moved_in = reader.date(C::MovedIn);
            let moved_in = reader.require(C::MovedIn, moved_in);
            let expected_end = reader.date(C::ExpectedEnd);
            reader.check_order(C::ExpectedEnd, moved_in, expected_end);
            let ended_on = reader.date(C::EndedOn);
            reader.check_order(C::EndedOn, moved_in, ended_on);
            let has_end = reader.has(C::EndedOn);
            let support_need = reader.word(C::SupportNeed);
            let support_hours = reader.number(C::SupportHours);
            let refund_cover = reader
                .word(C::RefundCover)
                .or(reader.has(C::RefundCover).then_some(vilkaar_domain::RefundCover::ByAge));
            let base_rate = reader.rate(C::BaseRate).map(|(rate, _)| rate);
            let today = self.options.today;
            let is_here = moved_in.is_some_and(|day| day <= today) && ended_on.is_none_or(|day| day >= today);
            if is_here && expected_end.is_some_and(|day| day < today) {
                reader.note(C::ExpectedEnd, Trouble::ExpectedEndPassed);
            }
            if !case.is_empty()
                && let Some(not_read) = self.not_read(reading, &reader)
            {
                self.cases_not_read.entry(name_key(&case)).or_insert(not_read);
            }
            let person = Person { cpr, name: reader.text(C::Name), refund_cover };
            let (Some(legal_basis), Some(moved_in), Some(number)) =
                (legal_basis, moved_in, CaseNumber::new(&case))
            else {
                self.close(reading, reader, case, |_, _| Outcome::Refused);
                continue;
            };
            self.close(reading, reader, case.clone(), |work, reader| {
                let (offer, offer_changed) = match work.offer_named(&offer, provider.as_deref(), origin) {
                    OfferLink::Found { id, changed } => {
                        work.note_other_provider(reader, C::Provider.into(), id, provider.as_deref());
                        work.note_former_name(reader, C::Offer.into(), id, &offer);
                        (id, changed)
                    }
                    link => return work.without_offer(reader, C::Offer.into(), &case, origin, &link),
                };
                let key = name_key(&case);
                let known = work.placements.find(&key).and_then(|at| work.placements.slots.get(at));
                let known_citizen = known.map(|known| known.citizen);
                let (citizen, mut changes) =
                    work.citizen_of_row(person, known_citizen, origin, reader, C::Name.into());
                let id = PlacementId(work.new_id());
                let applied = work.placements.apply(key, origin, |known| Placement {
                    id: known.map_or(id, |known| known.id),
                    case: spelled(number, known.map(|known| &known.case), CaseNumber::as_str),
                    citizen,
                    offer,
                    legal_basis,
                    target_group: kept(reader.text(C::TargetGroup), known, |known| &known.target_group),
                    secondary_target_group: kept(reader.text(C::SecondaryTargetGroup), known, |known| {
                        &known.secondary_target_group
                    }),
                    support_need: support_need.or(known.and_then(|known| known.support_need)),
                    moved_in,
                    expected_end: expected_end.or(known.and_then(|known| known.expected_end)),
                    ended_on: if has_end { ended_on } else { known.and_then(|known| known.ended_on) },
                    support_hours: support_hours.or(known.and_then(|known| known.support_hours)),
                    case_worker: kept(reader.text(C::CaseWorker), known, |known| &known.case_worker),
                    second_case_worker: kept(reader.text(C::SecondCaseWorker), known, |known| {
                        &known.second_case_worker
                    }),
                    acting_municipality: kept(reader.text(C::ActingMunicipality), known, |known| {
                        &known.acting_municipality
                    }),
                    paying_municipality: paying(reader, known),
                    base_rate: base_rate.or(known.and_then(|known| known.base_rate)),
                    content: known.map_or_else(Default::default, |known| known.content.clone()),
                    // Why a stay ended goes with its end.
                    end_reason: known
                        .filter(|_| !has_end || ended_on.is_some())
                        .and_then(|known| known.end_reason),
                    moved_from: known.and_then(|known| known.moved_from),
                    chance: known.and_then(|known| known.chance),
                });
                work.placement_applied(applied, &mut changes, offer_changed)
            });
        }
        Ok(())
    }

    /// Notes a case number that another row has; the first row keeps it, refused or not.
    pub(crate) fn take_case_number(
        &mut self,
        reader: &mut RowReader<'_>,
        column: usize,
        case: &str,
        origin: Origin,
    ) {
        if case.is_empty() || self.is_left_out(origin) {
            return;
        }
        match self.case_rows.entry(name_key(case)) {
            std::collections::hash_map::Entry::Occupied(taken) => {
                reader.note(column, Trouble::CaseDuplicate { row: taken.get().row });
            }
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(origin);
            }
        }
    }

    /// A placement's legal basis, with the four words offered where it isn't one.
    pub(crate) fn legal_basis(
        &self,
        reader: &mut RowReader<'_>,
        column: usize,
    ) -> Option<vilkaar_domain::LegalBasis> {
        let text = reader.text(column);
        let text = reader.require(column, text)?;
        let basis = paragraph::legal_basis(&text);
        if basis.is_none() {
            let choices = vilkaar_domain::LegalBasis::ALL
                .iter()
                .map(|basis| Choice { label: basis.word().to_owned(), value: basis.word().to_owned() })
                .collect();
            reader.note_with(column, Trouble::ParagraphUnknown, choices);
        }
        basis
    }

    /// A row whose offer can't be had: unknown, or its own row isn't read. The case isn't read either.
    pub(crate) fn without_offer(
        &mut self,
        reader: &mut RowReader<'_>,
        column: usize,
        case: &str,
        origin: Origin,
        link: &OfferLink,
    ) -> Outcome {
        let left_out = matches!(link, OfferLink::NotRead(offer) if offer.left_out);
        self.cases_not_read.entry(name_key(case)).or_insert(crate::plan::NotReadRow { origin, left_out });
        match link {
            OfferLink::NotRead(offer) => {
                Outcome::Consequence { what: Dependence::Offer, origin: offer.origin, left_out }
            }
            OfferLink::Unknown | OfferLink::Found { .. } => {
                let choices = self.offers_like(&reader.text(column).unwrap_or_default());
                reader.note_with(column, Trouble::OfferUnknown, choices);
                Outcome::Refused
            }
        }
    }

    /// Known offers whose names begin alike, to choose from.
    fn offers_like(&self, name: &str) -> Vec<Choice> {
        let start: String = name.to_lowercase().chars().take(3).collect();
        (0..self.offers.slots.len())
            .filter_map(|at| self.offers.slots.get(at))
            .filter(|offer| offer.name.to_lowercase().starts_with(&start))
            .take(5)
            .map(|offer| Choice { label: offer.name.clone(), value: offer.name.clone() })
            .collect()
    }

    /// Indexes a placement and tells what the row did to it, its citizen and its offer together.
    pub(crate) fn placement_applied(
        &mut self,
        applied: Applied,
        changes: &mut Vec<FieldChange>,
        offer_changed: bool,
    ) -> Outcome {
        let applied = match applied {
            Applied::New(at) => {
                if let Some(placement) = self.placements.slots.get(at) {
                    self.placement_at.insert(placement.id, at);
                }
                applied
            }
            Applied::Changed(at) => {
                if let (Some(before), Some(after)) =
                    (self.placements.slots.before(at), self.placements.slots.get(at))
                {
                    changes.extend(super::compared(before, after, PLACEMENT_FIELDS));
                    let names = [before.offer, after.offer].map(|id| self.offer_name(id));
                    if let [before, after] = names
                        && before != after
                    {
                        changes.push(FieldChange::new("Tilbud", before, after));
                    }
                    if before.citizen != after.citizen && changes.is_empty() {
                        changes.push(FieldChange::new(
                            "Borger",
                            "en anden borger".to_owned(),
                            "borgeren med dette CPR-nummer".to_owned(),
                        ));
                    }
                }
                applied
            }
            Applied::Unchanged(at) if offer_changed || changes.iter().any(|change| !change.is_left_aside) => {
                Applied::Changed(at)
            }
            other => other,
        };
        if let Applied::Changed(at) | Applied::Unchanged(at) = applied {
            changes.extend(self.differing_placement(at));
        }
        Outcome::Applied(applied, std::mem::take(changes))
    }

    /// What a row says of a placement and a hand otherwise.
    fn differing_placement(&self, at: usize) -> Vec<FieldChange> {
        let slots = &self.placements.slots;
        let mut found = slots.differing(at, PLACEMENT_FIELDS);
        if let (Some(kept), Some(wanted)) = (slots.get(at), slots.wanted(at))
            && kept.offer != wanted.offer
        {
            let names = [kept.offer, wanted.offer].map(|id| self.offer_name(id));
            let [kept, wanted] = names;
            found.push(FieldChange::new("Tilbud", kept, wanted).left_aside());
        }
        found
    }

    fn offer_name(&self, id: vilkaar_domain::OfferId) -> String {
        let at = self.offer_at.get(&id);
        at.and_then(|at| self.offers.slots.get(*at)).map(|offer| offer.name.clone()).unwrap_or_default()
    }
}

/// *Betalingskommune*: a blank cell means *Handlekommune* (domain §7), so it takes back another one only.
fn paying(reader: &RowReader<'_>, known: Option<&Placement>) -> Option<String> {
    let text = reader.text(PlacementColumn::PayingMunicipality);
    let keeps = !reader.has(PlacementColumn::PayingMunicipality) || known.is_some_and(Placement::is_own_cost);
    text.or_else(|| known.filter(|_| keeps).and_then(|known| known.paying_municipality.clone()))
}

/// The cell's text, else what is known.
pub(super) fn kept<T>(
    text: Option<String>,
    known: Option<&T>,
    field: impl Fn(&T) -> &Option<String>,
) -> Option<String> {
    text.or_else(|| known.and_then(|known| field(known).clone()))
}
