//! *Afsøgte tilbud*: an offer that was looked at for a citizen, by hand.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::{Entity, LegalBasis, Rate, RecordId, SearchedOffer};

use super::super::forms::fields::{self, day_field, text_field};
use super::super::forms::sheet::{Sheet, names};
use super::super::forms::{Field, Frame, odd, wrong};
use super::edit;
use crate::UuidIdentities;
use crate::errors;
use crate::program::saving::Decided;
use crate::types::{ApiError, FieldKind, FieldProblem, ReasonNeed};

/// How suited an offer was found, as sheets call it; other words are kept.
const SUITABILITY: [&str; 3] = ["Egnet", "Delvist egnet", "Ikke egnet"];

/// What stands in the form.
#[derive(Clone, Default)]
pub(super) struct Draft {
    date: Option<NaiveDate>,
    provider: Option<String>,
    offer: Option<String>,
    paragraph: Option<String>,
    daily_rate: Option<Rate>,
    suitability: Option<String>,
    grounds: Option<String>,
    source: Option<String>,
}

const FIELDS: &[Field<Draft>] = &[
    text_field!(Draft, Suggest, "offer", "Tilbud", "Tilbud", offer).required(),
    text_field!(Draft, Suggest, "provider", "Leverandør", "Tilbud", provider),
    text_field!(Draft, Suggest, "paragraph", "Lovgrundlag", "Tilbud", paragraph),
    day_field!(Draft, "date", "Afsøgt den", "Afsøgning", date),
    Field {
        name: "dailyRate",
        label: "Døgntakst",
        group: "Afsøgning",
        kind: FieldKind::Number,
        unit: Some("kr. pr. døgn"),
        help: None,
        is_required: false,
        shown_when: None,
        get: |draft| fields::show_rate(draft.daily_rate),
        set: |draft, typed| {
            draft.daily_rate = fields::rate(typed)?;
            match draft.daily_rate {
                Some(rate) if rate.kroner() <= Decimal::ZERO => Err("En døgntakst er større end 0.".into()),
                _ => Ok(()),
            }
        },
    },
    text_field!(Draft, Suggest, "suitability", "Egnethed", "Afsøgning", suitability),
    text_field!(Draft, LongText, "grounds", "Begrundelse", "Afsøgning", grounds)
        .help("Hvorfor tilbuddet er egnet eller ikke; billigst blandt de egnede vælges."),
    text_field!(Draft, Suggest, "source", "Kilde", "Afsøgning", source)
        .help("Fx Tilbudsportalen eller et opkald."),
];

/// The form, for a new record or a known one.
pub(super) struct Searched<'p> {
    portfolio: &'p Portfolio,
    facts: &'p CaseFacts,
    known: Option<&'p SearchedOffer>,
}

impl<'p> Searched<'p> {
    pub(super) const fn new(portfolio: &'p Portfolio, facts: &'p CaseFacts) -> Self {
        Self { portfolio, facts, known: None }
    }

    /// # Errors
    /// `record_unknown` where the case has no such record.
    pub(super) fn known(
        portfolio: &'p Portfolio,
        facts: &'p CaseFacts,
        record: Option<&str>,
    ) -> Result<Self, ApiError> {
        let id: Option<Uuid> = record.and_then(|id| id.parse().ok());
        let placement = portfolio.placement(facts).id;
        let known = portfolio
            .register()
            .searched_offers
            .iter()
            .find(|offer| Some(offer.id.0) == id && offer.placement == placement)
            .ok_or_else(errors::record_unknown)?;
        Ok(Self { portfolio, facts, known: Some(known) })
    }
}

impl Sheet for Searched<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        FIELDS.to_vec()
    }

    fn start(&self) -> Draft {
        let Some(known) = self.known else {
            let basis = self.portfolio.placement(self.facts).legal_basis.word().to_owned();
            return Draft { date: Some(self.portfolio.today()), paragraph: Some(basis), ..Draft::default() };
        };
        Draft {
            date: known.date,
            provider: known.provider.clone(),
            offer: Some(known.offer.clone()),
            paragraph: known.paragraph.clone(),
            daily_rate: known.daily_rate,
            suitability: known.suitability.clone(),
            grounds: known.reason.clone(),
            source: known.source.clone(),
        }
    }

    fn frame(&self) -> Frame {
        let case = &self.portfolio.placement(self.facts).case;
        let title = match self.known {
            Some(_) => format!("Ret afsøgt tilbud i {case}"),
            None => format!("Nyt afsøgt tilbud i {case}"),
        };
        Frame { title, introduction: None, submit: "Gem", reason: ReasonNeed::Optional }
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        self.known.map(|known| (known.id.0, "det afsøgte tilbud"))
    }

    fn choices(&self, field: &str) -> Vec<String> {
        let register = self.portfolio.register();
        let searched = &register.searched_offers;
        match field {
            "offer" => names(
                register.offers.iter().map(|offer| &offer.name).chain(searched.iter().map(|o| &o.offer)),
            ),
            "provider" => edit::choices(self.portfolio, "provider"),
            "paragraph" => LegalBasis::ALL.iter().map(|basis| basis.word().to_owned()).collect(),
            "suitability" => {
                let known = SUITABILITY.map(str::to_owned);
                names(searched.iter().filter_map(|offer| offer.suitability.as_ref()).chain(&known))
            }
            "source" => names(searched.iter().filter_map(|offer| offer.source.as_ref())),
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        if draft.date.is_some_and(|date| date > self.portfolio.today()) {
            found.push(wrong("date", "Dagen er ikke kommet endnu. Skriv den dag, tilbuddet blev afsøgt."));
        }
        let own = self.portfolio.offer_name(self.facts).map(str::to_lowercase);
        if own.is_some() && draft.offer.as_deref().map(str::to_lowercase) == own {
            found.push(odd(
                "offer",
                "Det er det tilbud, borgeren bor i. Det tæller ikke som afsøgt; skriv mindst ét andet.",
            ));
        }
        if draft.daily_rate.is_none() {
            found.push(odd("dailyRate", "Uden døgntakst kan tilbuddet ikke sammenlignes med det valgte."));
        }
        found
    }

    fn decided(&self, draft: Draft) -> Decided {
        let placement = self.portfolio.placement(self.facts);
        let after = SearchedOffer {
            id: self.known.map_or_else(|| RecordId(UuidIdentities.next()), |known| known.id),
            placement: placement.id,
            date: draft.date,
            provider: draft.provider,
            offer: draft.offer.unwrap_or_default(),
            paragraph: draft.paragraph,
            daily_rate: draft.daily_rate,
            suitability: draft.suitability,
            reason: draft.grounds,
            source: draft.source,
        };
        let change = EntityChange {
            before: self.known.cloned().map(Entity::SearchedOffer),
            after: Some(Entity::SearchedOffer(after)),
            citizen: Some(placement.citizen),
            reason: None,
        };
        Decided { changes: vec![change], message: "Gemt.".to_owned(), case: None }
    }
}
