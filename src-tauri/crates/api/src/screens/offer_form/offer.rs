//! An offer: its provider, P-number, approved paragraphs, supervision, and the steps of its day offer.

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::calendar::add_months;
use vilkaar_domain::{DayOfferSteps, Entity, Offer, OfferId, Provider, ProviderId, SupervisionStatus};
use vilkaar_wording::format;

use super::super::effect;
use super::super::forms::fields::{self, MANY, day_field, text_field, word_field};
use super::super::forms::sheet::{Sheet, names};
use super::super::forms::{Field, Frame, odd, wrong};
use super::super::placement_form::new_provider;
use super::{NAME_LENGTH, is_same_name};
use crate::UuidIdentities;
use crate::program::saving::Decided;
use crate::types::{Effect, FieldKind, FieldProblem, ReasonNeed};

/// Paragraphs that offers are usually approved for; others of the register are kept.
const PARAGRAPHS: [&str; 6] = ["§ 103", "§ 104", "§ 107", "§ 108", "§ 110", "Botilbudslignende"];

/// What stands in the form.
#[derive(Clone, Default)]
pub(super) struct Draft {
    name: Option<String>,
    provider: Option<String>,
    p_number: Option<String>,
    approved_for: Vec<String>,
    supervision: Option<SupervisionStatus>,
    supervision_from: Option<NaiveDate>,
    supervision_to: Option<NaiveDate>,
    checked_on: Option<NaiveDate>,
    checked_by: Option<String>,
    steps: [Option<u8>; 5],
}

/// A field of one step of the day offer.
macro_rules! step {
    ($name:literal, $label:literal, $at:literal) => {
        Field {
            name: $name,
            label: $label,
            group: "Dagtilbud",
            kind: FieldKind::Number,
            unit: Some("procent"),
            help: None,
            is_required: false,
            shown_when: None,
            get: |draft: &Draft| draft.steps[$at].map(|percent| percent.to_string()).unwrap_or_default(),
            set: |draft, typed| {
                let percent = typed.trim_end_matches('%').trim_end();
                let found =
                    fields::whole(percent, 0, 100, "Et trin er mellem 0 og 100 procent af fuld plads.")?;
                draft.steps[$at] = found.and_then(|percent| u8::try_from(percent).ok());
                Ok(())
            },
        }
    };
}

/// The names of the fields of the steps.
const STEPS: [&str; 5] = ["step1", "step2", "step3", "step4", "step5"];

const FIELDS: &[Field<Draft>] = &[
    text_field!(Draft, Text, "name", "Navn", "Tilbud", name).required(),
    text_field!(Draft, Suggest, "provider", "Leverandør", "Tilbud", provider)
        .help("En ny leverandør oprettes sammen med tilbuddet."),
    Field {
        name: "pNumber",
        label: "P-nr.",
        group: "Tilbud",
        kind: FieldKind::Text,
        unit: None,
        help: None,
        is_required: false,
        shown_when: None,
        get: |draft| draft.p_number.clone().unwrap_or_default(),
        set: |draft, typed| {
            let bare: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
            draft.p_number = (!bare.is_empty()).then_some(bare);
            Ok(())
        },
    },
    Field {
        name: "approvedFor",
        label: "Godkendt til",
        group: "Socialtilsyn",
        kind: FieldKind::Many,
        unit: None,
        help: Some("Intet valgt betyder, at det ikke er oplyst."),
        is_required: false,
        shown_when: None,
        get: |draft| draft.approved_for.join(MANY),
        set: |draft, typed| {
            let found = fields::words(typed, |word| (word.chars().count() <= 40).then(|| word.to_owned()))?;
            let mut each: Vec<String> = Vec::new();
            for word in found {
                if !each.contains(&word) {
                    each.push(word);
                }
            }
            draft.approved_for = each;
            Ok(())
        },
    },
    word_field!(Draft, SupervisionStatus, "supervision", "Status", "Socialtilsyn", supervision),
    day_field!(Draft, "supervisionFrom", "Fra", "Socialtilsyn", supervision_from)
        .when("supervision", &["Godkendt", "Skærpet tilsyn", "Påbud", "Godkendelse ophørt"]),
    day_field!(Draft, "supervisionTo", "Til / frist", "Socialtilsyn", supervision_to)
        .when("supervision", &["Skærpet tilsyn", "Påbud"])
        .help("Hvornår skærpet tilsyn slutter, eller påbuddets frist."),
    day_field!(Draft, "checkedOn", "Kontrolleret den", "Socialtilsyn", checked_on)
        .help("Hvornår oplysningerne sidst blev holdt op mod Tilbudsportalen eller tilsynet."),
    text_field!(Draft, Suggest, "checkedBy", "Kontrolleret af", "Socialtilsyn", checked_by),
    step!("step1", "1 dag om ugen", 0)
        .help("Procent af fuld plads efter dage om ugen. Alle fem tomme betyder dem fra indstillingerne."),
    step!("step2", "2 dage", 1),
    step!("step3", "3 dage", 2),
    step!("step4", "4 dage", 3),
    step!("step5", "5 dage", 4),
];

/// The form, for a new record or a known one.
pub(super) struct OfferSheet<'p> {
    portfolio: &'p Portfolio,
    known: Option<&'p Offer>,
    of: Option<&'p Provider>,
}

impl<'p> OfferSheet<'p> {
    pub(super) const fn new(portfolio: &'p Portfolio, of: Option<&'p Provider>) -> Self {
        Self { portfolio, known: None, of }
    }

    pub(super) fn known(portfolio: &'p Portfolio, known: &'p Offer) -> Self {
        let of = portfolio.register().providers.iter().find(|provider| Some(provider.id) == known.provider);
        Self { portfolio, known: Some(known), of }
    }

    fn provider(&self, draft: &Draft) -> Option<&'p Provider> {
        let name = draft.provider.as_deref()?;
        self.portfolio.register().providers.iter().find(|provider| is_same_name(&provider.name, name))
    }

    fn about_name(&self, draft: &Draft) -> Option<FieldProblem> {
        let name = draft.name.as_deref()?;
        if name.chars().count() > NAME_LENGTH {
            return Some(wrong("name", format!("Et navn har højst {NAME_LENGTH} tegn.")));
        }
        let own = self.known.map(|known| known.id);
        let mut others = self.portfolio.register().offers.iter().filter(|other| Some(other.id) != own);
        others
            .any(|other| is_same_name(&other.name, name))
            .then(|| wrong("name", format!("Der er allerede et tilbud, der hedder {name}.")))
    }

    fn about_supervision(&self, draft: &Draft) -> Option<FieldProblem> {
        let (from, to) = (draft.supervision_from, draft.supervision_to);
        match draft.supervision? {
            SupervisionStatus::Tightened => {
                let Some(from) = from else {
                    return Some(wrong("supervisionFrom", "Skriv, hvornår det skærpede tilsyn begyndte."));
                };
                let Some(to) = to else {
                    return Some(wrong("supervisionTo", "Skriv, hvornår det skærpede tilsyn slutter."));
                };
                if to < from {
                    return Some(wrong(
                        "supervisionTo",
                        "Tilsynet slutter før, det begynder. Ret en af datoerne.",
                    ));
                }
                let months = self.portfolio.register().settings.tightened_months;
                let longest = add_months(from, i32::try_from(months).unwrap_or(i32::MAX));
                (to >= longest && months > 0).then(|| {
                    odd(
                        "supervisionTo",
                        format!(
                            "Skærpet tilsyn gælder højst {} ad gangen; derefter fornyes det eller ophører.",
                            format::counted(usize::try_from(months).unwrap_or_default(), "måned", "måneder")
                        ),
                    )
                })
            }
            SupervisionStatus::Order => match (from, to) {
                (_, None) => Some(wrong("supervisionTo", "Skriv påbuddets frist.")),
                (Some(from), Some(to)) if to < from => {
                    Some(wrong("supervisionTo", "Fristen ligger før påbuddet. Ret en af datoerne."))
                }
                _ => None,
            },
            SupervisionStatus::Ceased if from.is_none() => {
                Some(wrong("supervisionFrom", "Skriv, hvornår godkendelsen ophørte."))
            }
            SupervisionStatus::Ceased | SupervisionStatus::Approved | SupervisionStatus::Unknown => None,
        }
    }

    /// Who lives there by a paragraph that the offer isn't approved for.
    fn about_approval(&self, draft: &Draft) -> Option<FieldProblem> {
        let known = self.known?;
        let after = Offer {
            approved_for: draft.approved_for.clone(),
            supervision: draft.supervision,
            ..known.clone()
        };
        let lacking = self
            .portfolio
            .open_cases()
            .map(|facts| self.portfolio.placement(facts))
            .filter(|placement| {
                placement.offer == known.id
                    && after.approval_lack(placement.legal_basis).is_some()
                    && known.approval_lack(placement.legal_basis).is_none()
            })
            .count();
        let field = if draft.supervision == known.supervision { "approvedFor" } else { "supervision" };
        (lacking > 0).then(|| {
            odd(
                field,
                format!(
                    "{} på tilbuddet står så uden godkendelse og kommer under Mangler.",
                    format::counted(lacking, "borger", "borgere")
                ),
            )
        })
    }
}

/// What is wrong or odd with the steps of the day offer: all of them or none, and none lower than the one before.
fn about_steps(steps: &[Option<u8>; 5]) -> Option<FieldProblem> {
    let filled = steps.iter().flatten().count();
    if filled == 0 {
        return None;
    }
    if let Some(name) = steps.iter().position(Option::is_none).and_then(|at| STEPS.get(at)) {
        return Some(wrong(name, "Udfyld alle fem trin, eller lad dem alle stå tomme."));
    }
    let falls = steps.windows(2).position(|pair| matches!(pair, [Some(less), Some(more)] if more < less))?;
    let name = STEPS.get(falls + 1)?;
    Some(odd(name, "Flere dage koster mindre end færre. Se trinnene efter."))
}

impl Sheet for OfferSheet<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        FIELDS.to_vec()
    }

    fn start(&self) -> Draft {
        let provider = self.of.map(|provider| provider.name.clone());
        let Some(known) = self.known else { return Draft { provider, ..Draft::default() } };
        Draft {
            name: Some(known.name.clone()),
            provider,
            p_number: known.p_number.clone(),
            approved_for: known.approved_for.clone(),
            supervision: known.supervision,
            supervision_from: known.supervision_from,
            supervision_to: known.supervision_to,
            checked_on: known.checked_on,
            checked_by: known.checked_by.clone(),
            steps: known.day_offer_steps.as_ref().map_or([None; 5], |steps| steps.percent.map(Some)),
        }
    }

    fn frame(&self) -> Frame {
        let title = self.known.map_or_else(|| "Nyt tilbud".to_owned(), |known| format!("Ret {}", known.name));
        Frame { title, introduction: None, submit: "Gem", reason: ReasonNeed::Optional }
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        self.known.map(|known| (known.id.0, "tilbuddet"))
    }

    fn choices(&self, field: &str) -> Vec<String> {
        let register = self.portfolio.register();
        match field {
            "provider" => names(register.providers.iter().map(|provider| &provider.name)),
            "supervision" => SupervisionStatus::ALL.iter().map(|status| status.word().to_owned()).collect(),
            "approvedFor" => {
                let usual = PARAGRAPHS.map(str::to_owned);
                names(register.offers.iter().flat_map(|offer| &offer.approved_for).chain(&usual))
            }
            "checkedBy" => {
                let users = register.users.iter().map(|user| &user.name);
                names(register.offers.iter().filter_map(|offer| offer.checked_by.as_ref()).chain(users))
            }
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut found: Vec<FieldProblem> = self.about_name(draft).into_iter().collect();
        if let Some(name) = draft.provider.as_deref().filter(|_| self.provider(draft).is_none()) {
            found.push(odd("provider", format!("{name} er ikke på listen og oprettes som ny leverandør.")));
        }
        let is_p_number =
            |number: &str| number.len() == 10 && number.bytes().all(|byte| byte.is_ascii_digit());
        if draft.p_number.as_deref().is_some_and(|number| !is_p_number(number)) {
            found.push(odd("pNumber", "Et P-nummer har ti cifre. Se det efter."));
        }
        found.extend(self.about_supervision(draft));
        found.extend(self.about_approval(draft));
        if draft.checked_on.is_some_and(|day| day > self.portfolio.today()) {
            found.push(wrong(
                "checkedOn",
                "Dagen er ikke kommet endnu. Skriv den dag, der blev kontrolleret.",
            ));
        }
        found.extend(about_steps(&draft.steps));
        found
    }

    fn decided(&self, draft: Draft) -> Decided {
        let mut changes = Vec::new();
        let provider = draft.provider.as_deref().map(|name| match self.provider(&draft) {
            Some(known) => known.id,
            None => {
                let provider = new_provider(ProviderId(UuidIdentities.next()), name);
                let id = provider.id;
                let after = Some(Entity::Provider(provider));
                changes.push(EntityChange { before: None, after, citizen: None, reason: None });
                id
            }
        });
        let percent = draft.steps.map(Option::unwrap_or_default);
        let has_steps = draft.steps.iter().all(Option::is_some);
        let after = Offer {
            id: self.known.map_or_else(|| OfferId(UuidIdentities.next()), |known| known.id),
            name: draft.name.unwrap_or_default(),
            provider,
            p_number: draft.p_number,
            approved_for: draft.approved_for,
            supervision: draft.supervision,
            supervision_from: draft.supervision_from,
            supervision_to: draft.supervision_to,
            checked_on: draft.checked_on,
            checked_by: draft.checked_by,
            day_offer_steps: has_steps.then_some(DayOfferSteps { percent }),
        };
        let message = match self.known {
            Some(_) => "Gemt.".to_owned(),
            None => format!("{} er oprettet.", after.name),
        };
        changes.push(EntityChange {
            before: self.known.cloned().map(Entity::Offer),
            after: Some(Entity::Offer(after)),
            citizen: None,
            reason: None,
        });
        Decided { changes, message, case: None }
    }

    fn effect(&self, draft: &Draft, decided: &Decided) -> Option<Effect> {
        // Only the steps of the day offer change what cases cost.
        let steps = self.known.and_then(|known| known.day_offer_steps.as_ref());
        let before = steps.map_or([None; 5], |steps| steps.percent.map(Some));
        (draft.steps != before).then(|| effect::effect(self.portfolio, &decided.changes)).flatten()
    }
}
