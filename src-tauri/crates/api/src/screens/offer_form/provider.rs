//! A provider: name, owner form, CVR, and whom to talk to.

use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::{ContactPerson, Entity, Ownership, Provider, ProviderId, cvr_passes};

use super::super::forms::fields::{self, text_field, word_field};
use super::super::forms::sheet::Sheet;
use super::super::forms::{Field, Frame, odd, wrong};
use super::{NAME_LENGTH, is_same_name};
use crate::UuidIdentities;
use crate::program::saving::Decided;
use crate::types::{FieldKind, FieldProblem, ReasonNeed};

/// Contact persons beside the first that the form has room for; further ones of a record stay as they are.
const FURTHER: usize = 3;

/// A contact person as typed.
#[derive(Clone, Default)]
struct Contact {
    name: Option<String>,
    function: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

impl Contact {
    const fn is_blank(&self) -> bool {
        matches!(self, Self { name: None, function: None, phone: None, email: None })
    }
}

/// What stands in the form.
#[derive(Clone, Default)]
pub(super) struct Draft {
    name: Option<String>,
    ownership: Option<Ownership>,
    operating_agreement: Option<bool>,
    cvr: Option<String>,
    contact_person: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    /// How many contact persons are shown, 1 to 4.
    contacts: usize,
    second: Contact,
    third: Contact,
    fourth: Contact,
}

impl Draft {
    fn further(self) -> [Contact; FURTHER] {
        [self.second, self.third, self.fourth]
    }
}

/// The four fields of a further contact person, shown from a number of contact persons on.
macro_rules! contact_fields {
    ($which:ident, $group:literal, $shown:expr, $name:literal, $function:literal, $phone:literal, $email:literal) => {
        [
            text_field!(Draft, Text, $name, "Navn", $group, $which.name).when("contacts", $shown),
            text_field!(Draft, Text, $function, "Funktion", $group, $which.function).when("contacts", $shown),
            text_field!(Draft, Text, $phone, "Telefon", $group, $which.phone).when("contacts", $shown),
            text_field!(Draft, Text, $email, "E-mail", $group, $which.email).when("contacts", $shown),
        ]
    };
}

const FIELDS: &[Field<Draft>] = &[
    text_field!(Draft, Text, "name", "Navn", "Leverandør", name).required(),
    word_field!(Draft, Ownership, "ownership", "Ejerform", "Leverandør", ownership),
    Field {
        name: "operatingAgreement",
        label: "Driftsoverenskomst",
        group: "Leverandør",
        kind: FieldKind::YesNo,
        unit: None,
        help: Some(
            "Med en kommune eller region. Uden den trækkes moms fra private takster, når de sammenlignes.",
        ),
        is_required: false,
        shown_when: None,
        get: |draft| fields::show_yes_no(draft.operating_agreement),
        set: |draft, typed| {
            draft.operating_agreement = fields::yes_no(typed)?;
            Ok(())
        },
    },
    Field {
        name: "cvr",
        label: "CVR-nr.",
        group: "Leverandør",
        kind: FieldKind::Text,
        unit: None,
        help: None,
        is_required: false,
        shown_when: None,
        get: |draft| draft.cvr.clone().unwrap_or_default(),
        set: |draft, typed| {
            let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
            let is_number = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
            if !digits.is_empty() && !is_number {
                return Err("Et CVR-nummer har otte cifre.".into());
            }
            draft.cvr = (!digits.is_empty()).then_some(digits);
            Ok(())
        },
    },
    text_field!(Draft, Text, "contactPerson", "Kontaktperson", "Kontakt", contact_person),
    text_field!(Draft, Text, "phone", "Telefon", "Kontakt", phone),
    text_field!(Draft, Text, "email", "E-mail", "Kontakt", email),
    Field {
        name: "contacts",
        label: "Antal kontaktpersoner",
        group: "Kontakt",
        kind: FieldKind::Choice,
        unit: None,
        help: None,
        is_required: true,
        shown_when: None,
        get: |draft| draft.contacts.to_string(),
        set: |draft, typed| {
            match fields::whole(typed, 1, 4, "Der er plads til højst fire kontaktpersoner.")? {
                Some(count) => draft.contacts = usize::try_from(count).unwrap_or(1),
                None => draft.contacts = 1,
            }
            Ok(())
        },
    },
];

/// All fields: those of the further contact persons only as many as are asked for.
fn all_fields() -> Vec<Field<Draft>> {
    let second = contact_fields!(
        second,
        "Kontaktperson 2",
        &["2", "3", "4"],
        "contact2Name",
        "contact2Function",
        "contact2Phone",
        "contact2Email"
    );
    let third = contact_fields!(
        third,
        "Kontaktperson 3",
        &["3", "4"],
        "contact3Name",
        "contact3Function",
        "contact3Phone",
        "contact3Email"
    );
    let fourth = contact_fields!(
        fourth,
        "Kontaktperson 4",
        &["4"],
        "contact4Name",
        "contact4Function",
        "contact4Phone",
        "contact4Email"
    );
    FIELDS.iter().cloned().chain(second).chain(third).chain(fourth).collect()
}

/// The form, for a new record or a known one.
pub(super) struct ProviderSheet<'p> {
    portfolio: &'p Portfolio,
    known: Option<&'p Provider>,
}

impl<'p> ProviderSheet<'p> {
    pub(super) const fn new(portfolio: &'p Portfolio) -> Self {
        Self { portfolio, known: None }
    }

    pub(super) const fn known(portfolio: &'p Portfolio, known: &'p Provider) -> Self {
        Self { portfolio, known: Some(known) }
    }

    fn about_name(&self, draft: &Draft) -> Option<FieldProblem> {
        let name = draft.name.as_deref()?;
        if name.chars().count() > NAME_LENGTH {
            return Some(wrong("name", format!("Et navn har højst {NAME_LENGTH} tegn.")));
        }
        let own = self.known.map(|known| known.id);
        let mut others = self.portfolio.register().providers.iter().filter(|other| Some(other.id) != own);
        others
            .any(|other| is_same_name(&other.name, name))
            .then(|| wrong("name", format!("Der er allerede en leverandør, der hedder {name}.")))
    }

    fn about_cvr(&self, draft: &Draft) -> Option<FieldProblem> {
        let cvr = draft.cvr.as_deref()?;
        if !cvr_passes(cvr) {
            return Some(odd("cvr", "CVR-nummeret består ikke kontrollen (modulus 11). Se det efter."));
        }
        let own = self.known.map(|known| known.id);
        let mut others = self.portfolio.register().providers.iter().filter(|other| Some(other.id) != own);
        let same = others.find(|other| other.cvr.as_deref() == Some(cvr))?;
        Some(odd("cvr", format!("{} har det samme CVR-nummer. Er det den samme leverandør?", same.name)))
    }
}

/// What is odd about the ways to reach somebody.
fn about_contacts(draft: &Draft) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    let emails = [
        ("email", &draft.email),
        ("contact2Email", &draft.second.email),
        ("contact3Email", &draft.third.email),
        ("contact4Email", &draft.fourth.email),
    ];
    for (field, email) in emails {
        let is_odd = email.as_deref().is_some_and(|email| {
            let parts = email.split_once('@');
            !parts.is_some_and(|(who, place)| !who.is_empty() && place.contains('.')) || email.contains(' ')
        });
        if is_odd {
            found.push(odd(field, "Det ligner ikke en e-mailadresse. Se den efter."));
        }
    }
    let named =
        [("contact2Name", &draft.second), ("contact3Name", &draft.third), ("contact4Name", &draft.fourth)];
    for (field, contact) in named {
        if contact.name.is_none() && !contact.is_blank() {
            found.push(wrong(field, "Skriv kontaktpersonens navn."));
        }
    }
    found
}

impl Sheet for ProviderSheet<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        all_fields()
    }

    fn start(&self) -> Draft {
        let Some(known) = self.known else { return Draft { contacts: 1, ..Draft::default() } };
        let mut further = known.further_contacts.iter().take(FURTHER).map(|contact| Contact {
            name: Some(contact.name.clone()).filter(|name| !name.is_empty()),
            function: contact.function.clone(),
            phone: contact.phone.clone(),
            email: contact.email.clone(),
        });
        let mut next = || further.next().unwrap_or_default();
        Draft {
            name: Some(known.name.clone()),
            ownership: known.ownership,
            operating_agreement: known.operating_agreement,
            cvr: known.cvr.clone(),
            contact_person: known.contact_person.clone(),
            phone: known.phone.clone(),
            email: known.email.clone(),
            contacts: 1 + known.further_contacts.len().min(FURTHER),
            second: next(),
            third: next(),
            fourth: next(),
        }
    }

    fn frame(&self) -> Frame {
        let title =
            self.known.map_or_else(|| "Ny leverandør".to_owned(), |known| format!("Ret {}", known.name));
        Frame { title, introduction: None, submit: "Gem", reason: ReasonNeed::Optional }
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        self.known.map(|known| (known.id.0, "leverandøren"))
    }

    fn choices(&self, field: &str) -> Vec<String> {
        match field {
            "ownership" => Ownership::ALL.iter().map(|form| form.word().to_owned()).collect(),
            "contacts" => (1..=FURTHER + 1).map(|count| count.to_string()).collect(),
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut found: Vec<FieldProblem> = self.about_name(draft).into_iter().collect();
        found.extend(self.about_cvr(draft));
        found.extend(about_contacts(draft));
        found
    }

    fn decided(&self, draft: Draft) -> Decided {
        let shown = draft.contacts.saturating_sub(1);
        let Draft { ownership, operating_agreement, .. } = draft;
        let (name, cvr) = (draft.name.clone().unwrap_or_default(), draft.cvr.clone());
        let first = (draft.contact_person.clone(), draft.phone.clone(), draft.email.clone());
        let mut further_contacts: Vec<ContactPerson> = draft
            .further()
            .into_iter()
            .take(shown)
            .filter(|contact| !contact.is_blank())
            .map(|Contact { name, function, phone, email }| ContactPerson {
                name: name.unwrap_or_default(),
                function,
                phone,
                email,
            })
            .collect();
        let beyond = self.known.map(|known| known.further_contacts.iter().skip(FURTHER).cloned());
        further_contacts.extend(beyond.into_iter().flatten());
        let after = Provider {
            id: self.known.map_or_else(|| ProviderId(UuidIdentities.next()), |known| known.id),
            name,
            ownership,
            operating_agreement,
            cvr,
            contact_person: first.0,
            phone: first.1,
            email: first.2,
            further_contacts,
        };
        let message = match self.known {
            Some(_) => "Gemt.".to_owned(),
            None => format!("{} er oprettet. Opret nu dens tilbud.", after.name),
        };
        let change = EntityChange {
            before: self.known.cloned().map(Entity::Provider),
            after: Some(Entity::Provider(after)),
            citizen: None,
            reason: None,
        };
        Decided { changes: vec![change], message, case: None }
    }
}
