//! *Leverandører* and *Tilbud*.

use vilkaar_domain::{Offer, OfferId, Provider, ProviderId};
use vilkaar_wording::import::Trouble;

use super::{Field, shown};
use crate::cells::paragraph;
use crate::plan::{
    Applied, FieldChange, NotReadRow, Origin, Outcome, PlanError, Reading, RowReader, Work, name_key, spelled,
};
use crate::sheets::{OfferColumn, ProviderColumn};

const PROVIDER_FIELDS: &[Field<Provider>] = &[
    ("Leverandør", |r| r.name.clone()),
    ("Ejerform", |r| shown::word(r.ownership, |value| value.word())),
    ("Driftsoverenskomst", |r| r.operating_agreement.map(yes_no).unwrap_or_default()),
    ("CVR-nr.", |r| shown::text(&r.cvr)),
    ("Kontaktperson", |r| shown::text(&r.contact_person)),
    ("Telefon", |r| shown::text(&r.phone)),
    ("E-mail", |r| shown::text(&r.email)),
];

const OFFER_FIELDS: &[Field<Offer>] = &[
    ("Tilbud", |r| r.name.clone()),
    ("P-nr.", |r| shown::text(&r.p_number)),
    ("Godkendt til", |r| r.approved_for.join(", ")),
    ("Socialtilsyn", |r| shown::word(r.supervision, |value| value.word())),
    ("Fra", |r| shown::date(r.supervision_from)),
    ("Til", |r| shown::date(r.supervision_to)),
    ("Kontrolleret den", |r| shown::date(r.checked_on)),
    ("Kontrolleret af", |r| shown::text(&r.checked_by)),
];

fn yes_no(value: bool) -> String {
    if value { "ja".to_owned() } else { "nej".to_owned() }
}

impl<'a> Work<'a> {
    pub(crate) fn read_providers(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use ProviderColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let name = reader.text(C::Name);
            let name = reader.require(C::Name, name).unwrap_or_default();
            let ownership = reader.word(C::Ownership);
            let agreement = reader.yes_or_no(C::OperatingAgreement);
            let cvr = reader
                .text(C::Cvr)
                .map(|text| text.chars().filter(|c| !c.is_whitespace()).collect::<String>());
            if cvr.as_deref().is_some_and(|cvr| !vilkaar_domain::cvr_passes(cvr)) {
                reader.note(C::Cvr, Trouble::CvrCheck);
            }
            let contact = reader.text(C::ContactPerson);
            let phone = reader.text(C::Phone);
            let email = reader.text(C::Email);
            let origin = reading.origin(reader.row_number());
            self.close(reading, reader, name.clone(), |work, _| {
                let id = ProviderId(work.new_id());
                let key = name_key(&name);
                let applied = work.providers.apply(key, origin, |known| Provider {
                    id: known.map_or(id, |known| known.id),
                    name: spelled(name, known.map(|known| &known.name), String::as_str),
                    ownership: ownership.or(known.and_then(|known| known.ownership)),
                    operating_agreement: agreement.or(known.and_then(|known| known.operating_agreement)),
                    cvr: cvr.or_else(|| known.and_then(|known| known.cvr.clone())),
                    contact_person: contact.or_else(|| known.and_then(|known| known.contact_person.clone())),
                    phone: phone.or_else(|| known.and_then(|known| known.phone.clone())),
                    email: email.or_else(|| known.and_then(|known| known.email.clone())),
                    further_contacts: known.map_or_else(Vec::new, |known| known.further_contacts.clone()),
                });
                if let Applied::New(at) = applied {
                    work.provider_at.insert(id, at);
                }
                let changes = work.providers.slots.compared(applied, PROVIDER_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    pub(crate) fn read_offers(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use OfferColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let name = reader.text(C::Name);
            let name = reader.require(C::Name, name).unwrap_or_default();
            let provider = reader.text(C::Provider);
            let p_number = reader.text(C::PNumber);
            let approved = reader.text(C::ApprovedFor).map(|text| approved_for(&text));
            let supervision = reader.word(C::Supervision);
            let from = reader.date(C::SupervisionFrom);
            let to = reader.date(C::SupervisionTo);
            reader.check_order(C::SupervisionTo, from, to);
            let checked_on = reader.date(C::CheckedOn);
            let checked_by = reader.text(C::CheckedBy);
            let origin = reading.origin(reader.row_number());
            let key = name_key(&name);
            if let Some(not_read) = self.not_read(reading, &reader) {
                self.offers_not_read.insert(key.clone(), not_read);
            }
            self.close(reading, reader, name.clone(), |work, _| {
                let provider = provider.map(|name| work.provider_named(&name, origin));
                let id = OfferId(work.new_id());
                let applied = work.offers.apply(key, origin, |known| Offer {
                    id: known.map_or(id, |known| known.id),
                    name: spelled(name, known.map(|known| &known.name), String::as_str),
                    provider: provider.or(known.and_then(|known| known.provider)),
                    p_number: p_number.or_else(|| known.and_then(|known| known.p_number.clone())),
                    approved_for: approved
                        .unwrap_or_else(|| known.map(|known| known.approved_for.clone()).unwrap_or_default()),
                    supervision: supervision.or(known.and_then(|known| known.supervision)),
                    supervision_from: from.or(known.and_then(|known| known.supervision_from)),
                    supervision_to: to.or(known.and_then(|known| known.supervision_to)),
                    checked_on: checked_on.or(known.and_then(|known| known.checked_on)),
                    checked_by: checked_by.or_else(|| known.and_then(|known| known.checked_by.clone())),
                    day_offer_steps: known.and_then(|known| known.day_offer_steps.clone()),
                });
                if let Applied::New(at) = applied {
                    work.offer_at.insert(id, at);
                }
                let mut changes = work.offers.slots.compared(applied, OFFER_FIELDS);
                if let Applied::Changed(at) = applied {
                    let names = [work.offers.slots.before(at), work.offers.slots.get(at)]
                        .map(|offer| offer.and_then(|offer| offer.provider).map(|id| work.provider_name(id)));
                    if let [before, after] = names.map(Option::unwrap_or_default)
                        && before != after
                    {
                        changes.push(FieldChange::new("Leverandør", before, after));
                    }
                }
                if let Applied::Changed(at) | Applied::Unchanged(at) = applied
                    && let (Some(kept), Some(wanted)) =
                        (work.offers.slots.get(at), work.offers.slots.wanted(at))
                    && kept.provider != wanted.provider
                {
                    let [kept, wanted] = [kept.provider, wanted.provider]
                        .map(|id| id.map(|id| work.provider_name(id)).unwrap_or_default());
                    changes.push(FieldChange::new("Leverandør", kept, wanted).left_aside());
                }
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    fn provider_name(&self, id: ProviderId) -> String {
        let at = self.provider_at.get(&id);
        at.and_then(|at| self.providers.slots.get(*at))
            .map(|provider| provider.name.clone())
            .unwrap_or_default()
    }

    /// The provider of a name; made when there is none yet.
    pub(crate) fn provider_named(&mut self, name: &str, origin: Origin) -> ProviderId {
        let key = name_key(name);
        if let Some(known) = self.providers.find(&key).and_then(|at| self.providers.slots.get(at)) {
            return known.id;
        }
        let id = ProviderId(self.new_id());
        let provider = Provider {
            id,
            name: name.to_owned(),
            ownership: None,
            operating_agreement: None,
            cvr: None,
            contact_person: None,
            phone: None,
            email: None,
            further_contacts: Vec::new(),
        };
        let at = self.providers.add(key, provider, origin);
        self.provider_at.insert(id, at);
        id
    }

    /// Says that a row names another provider than its offer has; the offer's is kept.
    pub(crate) fn note_other_provider(
        &self,
        reader: &mut RowReader<'_>,
        column: usize,
        offer: OfferId,
        named: Option<&str>,
    ) {
        let known = self
            .offer_at
            .get(&offer)
            .and_then(|at| self.offers.slots.get(*at))
            .and_then(|offer| offer.provider);
        if let (Some(known), Some(named)) = (known, named) {
            let known = self.provider_name(known);
            if name_key(&known) != name_key(named) {
                reader.note(column, Trouble::ProviderDiffers { known });
            }
        }
    }

    /// Says that a row names its offer by a name that a hand changed; where the file has a sheet of offers, it is said
    /// there.
    pub(crate) fn note_former_name(
        &self,
        reader: &mut RowReader<'_>,
        column: usize,
        offer: OfferId,
        named: &str,
    ) {
        let known = self.offer_at.get(&offer).and_then(|at| self.offers.slots.get(*at));
        if let Some(known) = known.filter(|known| name_key(&known.name) != name_key(named))
            && !self.has_offer_sheet
        {
            let trouble = Trouble::KeptByHand { kept: known.name.clone(), sheet: named.to_owned() };
            reader.note(column, trouble);
        }
    }

    /// The offer of a name for a row that needs one: the known one, with its provider if it had none; made where the
    /// file has no sheet of offers. The flag tells whether the known one changed.
    pub(crate) fn offer_named(&mut self, name: &str, provider: Option<&str>, origin: Origin) -> OfferLink {
        let key = name_key(name);
        if let Some(at) = self.offers.find(&key) {
            let Some(known) = self.offers.slots.get(at) else { return OfferLink::Unknown };
            let id = known.id;
            let Some(provider) = provider.filter(|_| known.provider.is_none()) else {
                return OfferLink::Found { id, changed: false };
            };
            let mut offer = known.clone();
            offer.provider = Some(self.provider_named(provider, origin));
            let changed = self.offers.slots.propose(at, offer, origin);
            return OfferLink::Found { id, changed };
        }
        if let Some(not_read) = self.offers_not_read.get(&key) {
            return OfferLink::NotRead(*not_read);
        }
        if self.has_offer_sheet {
            return OfferLink::Unknown;
        }
        let provider = provider.map(|name| self.provider_named(name, origin));
        let id = OfferId(self.new_id());
        let offer = Offer {
            id,
            name: name.to_owned(),
            provider,
            p_number: None,
            approved_for: Vec::new(),
            supervision: None,
            supervision_from: None,
            supervision_to: None,
            checked_on: None,
            checked_by: None,
            day_offer_steps: None,
        };
        let at = self.offers.add(key, offer, origin);
        self.offer_at.insert(id, at);
        OfferLink::Found { id, changed: true }
    }
}

/// What a row's offer came to.
pub(crate) enum OfferLink {
    /// It is there now; `changed` when the row made or changed it.
    Found {
        /// The offer.
        id: OfferId,
        /// The row made or changed it.
        changed: bool,
    },
    /// Its row isn't read.
    NotRead(NotReadRow),
    /// It stands nowhere.
    Unknown,
}

/// "§ 107, § 108" as paragraphs.
fn approved_for(text: &str) -> Vec<String> {
    text.split([',', ';', '/', '\n'])
        .flat_map(|part| part.split(" og "))
        .filter_map(paragraph::paragraph_text)
        .collect()
}
