//! What a new stay and a move share: the number of the case, the paragraph, the day, the place, and a first rate.
//!
//! Invariant: an offer is created only where that was said, so that a name typed wrong doesn't become an offer.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::calendar::Period;
use vilkaar_domain::{
    CaseNumber, Cause, CitizenId, Entity, LegalBasis, Offer, OfferId, Placement, PlacementId, Provider,
    ProviderId, Rate, RateLine, RateLineId, Service, Unit,
};
use vilkaar_wording::format;

use super::super::forms::fields;
use super::super::forms::{Field, Said, odd, wrong};
use super::{May, added, edit, stays};
use crate::UuidIdentities;
use crate::types::{FieldKind, FieldProblem};

/// Years ahead after which a move-in is asked about.
const YEARS_AHEAD: i32 = 3;

/// What is typed about the new stay.
#[derive(Clone, Default)]
pub(super) struct Arrival {
    pub(super) number: Option<String>,
    pub(super) legal_basis: Option<LegalBasis>,
    pub(super) moved_in: Option<NaiveDate>,
    pub(super) expected_end: Option<NaiveDate>,
    pub(super) offer: Option<String>,
    is_new_offer: Option<bool>,
    provider: Option<String>,
    rate: Option<Rate>,
    pub(super) unit: Option<Unit>,
}

/// A draft that an arrival is part of.
pub(super) trait Arriving {
    /// It.
    fn arrival(&self) -> &Arrival;
    /// It, to be filled in.
    fn arrival_mut(&mut self) -> &mut Arrival;
}

/// A field of the arrival.
fn field<D: Arriving>(
    name: &'static str,
    label: &'static str,
    group: &'static str,
    kind: FieldKind,
    get: fn(&D) -> String,
    set: fn(&mut D, &str) -> Result<(), Said>,
) -> Field<D> {
    Field { name, label, group, kind, unit: None, help: None, is_required: false, shown_when: None, get, set }
}

/// A text of the arrival.
macro_rules! text {
    ($name:literal, $label:literal, $group:literal, $kind:ident, $field:ident) => {
        field::<D>(
            $name,
            $label,
            $group,
            FieldKind::$kind,
            |draft| draft.arrival().$field.clone().unwrap_or_default(),
            |draft, typed| {
                draft.arrival_mut().$field = fields::text(typed);
                Ok(())
            },
        )
    };
}

/// The offer, and where whoever fills it in may create one, a new one with its provider.
pub(super) fn place_fields<D: Arriving>(may: May) -> Vec<Field<D>> {
    let mut found = vec![text!("offer", "Tilbud", "Tilbud", Suggest, offer).required()];
    if may.offers {
        found.push(
            field::<D>(
                "isNewOffer",
                "Opret som nyt tilbud",
                "Tilbud",
                FieldKind::YesNo,
                |draft| fields::show_yes_no(draft.arrival().is_new_offer),
                |draft, typed| {
                    draft.arrival_mut().is_new_offer = fields::yes_no(typed)?;
                    Ok(())
                },
            )
            .help("Kun hvis tilbuddet ikke står på listen. Tilsyn og godkendelse skrives bagefter under Leverandører."),
        );
        found.push(text!("provider", "Leverandør", "Tilbud", Suggest, provider).when("isNewOffer", &["ja"]));
    }
    found
}

/// Number, paragraph and days; `first_day` is what the move-in is called here.
pub(super) fn stay_fields<D: Arriving>(first_day: &'static str) -> Vec<Field<D>> {
    vec![
        field::<D>(
            "legalBasis",
            "Lovgrundlag",
            "Ophold",
            FieldKind::Choice,
            |draft| draft.arrival().legal_basis.map_or("", LegalBasis::word).to_owned(),
            |draft, typed| {
                draft.arrival_mut().legal_basis = fields::word(typed, LegalBasis::from_word)?;
                Ok(())
            },
        )
        .required(),
        field::<D>(
            "movedIn",
            first_day,
            "Ophold",
            FieldKind::Date,
            |draft| fields::show_day(draft.arrival().moved_in),
            |draft, typed| {
                draft.arrival_mut().moved_in = fields::day(typed)?;
                Ok(())
            },
        )
        .required(),
        field::<D>(
            "expectedEnd",
            "Forventet ophør",
            "Ophold",
            FieldKind::Date,
            |draft| fields::show_day(draft.arrival().expected_end),
            |draft, typed| {
                draft.arrival_mut().expected_end = fields::day(typed)?;
                Ok(())
            },
        )
        .help("Kan stå tomt. Det afslutter ikke opholdet."),
        text!("case", "Sagsnr.", "Ophold", Text, number)
            .required()
            .help("Foreslået som det næste ledige. Skriv jeres eget, hvis sagen har et."),
    ]
}

/// The first rate, for whoever may enter one.
pub(super) fn rate_fields<D: Arriving>(may: May) -> Vec<Field<D>> {
    if !may.rates {
        return Vec::new();
    }
    vec![
        field::<D>(
            "rate",
            "Grundtakst",
            "Takst",
            FieldKind::Number,
            |draft| fields::show_rate(draft.arrival().rate),
            |draft, typed| {
                draft.arrival_mut().rate = fields::rate(typed)?;
                Ok(())
            },
        )
        .unit("kr.")
        .help("Gælder fra indflytningen. Tillæg, dagtilbud og transport skrives bagefter på sagen."),
        field::<D>(
            "rateUnit",
            "Enhed",
            "Takst",
            FieldKind::Choice,
            |draft| draft.arrival().unit.map_or("", Unit::word).to_owned(),
            |draft, typed| {
                let unit = fields::word(typed, Unit::from_word)?;
                draft.arrival_mut().unit = unit;
                match unit {
                    None | Some(Unit::Day | Unit::Month | Unit::Year) => Ok(()),
                    Some(_) => Err("En grundtakst er pr. døgn, pr. md. eller pr. år.".into()),
                }
            },
        ),
    ]
}

/// What the arrival's fields can be.
pub(super) fn choices(portfolio: &Portfolio, field: &str) -> Vec<String> {
    match field {
        "rateUnit" => [Unit::Day, Unit::Month, Unit::Year].map(|unit| unit.word().to_owned()).to_vec(),
        other => edit::choices(portfolio, other),
    }
}

/// A provider of that name.
fn provider_named<'p>(portfolio: &'p Portfolio, name: &str) -> Option<&'p Provider> {
    let wanted = name.trim().to_lowercase();
    portfolio.register().providers.iter().find(|provider| provider.name.trim().to_lowercase() == wanted)
}

impl Arrival {
    /// A new one with what is usual.
    pub(super) fn proposed(number: String) -> Self {
        Self { number: Some(number), unit: Some(Unit::Day), ..Self::default() }
    }

    /// The offer that is named, if it is known.
    pub(super) fn known_offer<'p>(&self, portfolio: &'p Portfolio) -> Option<&'p Offer> {
        stays::offer_named(portfolio.register(), self.offer.as_deref()?)
    }

    /// What is wrong or odd with it; `citizen` where the citizen is known.
    pub(super) fn rules(
        &self,
        portfolio: &Portfolio,
        may: May,
        citizen: Option<CitizenId>,
        leaving: Option<PlacementId>,
    ) -> Vec<FieldProblem> {
        let mut found = self.about_place(portfolio, may);
        found.extend(self.number.as_deref().and_then(|number| edit::number_problem(portfolio, number, None)));
        found.extend(self.about_days(portfolio));
        if let (Some(citizen), Some(moved_in)) = (citizen, self.moved_in) {
            found.extend(self.about_other_stays(portfolio, citizen, leaving, moved_in));
        }
        if may.rates {
            found.extend(self.about_rate(portfolio));
        }
        found
    }

    fn about_place(&self, portfolio: &Portfolio, may: May) -> Vec<FieldProblem> {
        let Some(name) = self.offer.as_deref() else { return Vec::new() };
        let is_new = self.is_new_offer == Some(true);
        match (self.known_offer(portfolio), is_new) {
            (Some(_), true) => vec![wrong(
                "isNewOffer",
                format!(
                    "Der er allerede et tilbud, der hedder {name}. Vælg nej, eller giv det nye et andet navn."
                ),
            )],
            (Some(offer), false) => self
                .legal_basis
                .and_then(|basis| stays::not_approved(offer, basis))
                .map(|sentence| odd("offer", sentence))
                .into_iter()
                .collect(),
            (None, true) => {
                let unknown =
                    self.provider.as_deref().filter(|name| provider_named(portfolio, name).is_none());
                let mut found =
                    vec![odd("isNewOffer", format!("Tilbuddet {name} oprettes sammen med sagen."))];
                found.extend(unknown.map(|name| {
                    odd("provider", format!("{name} er ikke på listen og oprettes som ny leverandør."))
                }));
                found
            }
            (None, false) => {
                let how = if may.offers {
                    "Vælg et fra listen, eller sæt \u{201d}Opret som nyt tilbud\u{201d} til ja."
                } else {
                    "Vælg et fra listen, eller bed en kontraktforhandler om at oprette det først."
                };
                vec![wrong("offer", format!("Der er intet tilbud, der hedder {name}. {how}"))]
            }
        }
    }

    fn about_days(&self, portfolio: &Portfolio) -> Vec<FieldProblem> {
        let Some(moved_in) = self.moved_in else { return Vec::new() };
        let mut found = Vec::new();
        if self.expected_end.is_some_and(|end| end < moved_in) {
            found.push(wrong("expectedEnd", "Forventet ophør ligger før indflytningen. Ret datoen."));
        }
        if chrono::Datelike::year(&moved_in) > portfolio.year() + YEARS_AHEAD {
            found.push(odd("movedIn", "Indflytningen er flere år ude i fremtiden. Se årstallet efter."));
        }
        found
    }

    fn about_other_stays(
        &self,
        portfolio: &Portfolio,
        citizen: CitizenId,
        leaving: Option<PlacementId>,
        moved_in: NaiveDate,
    ) -> Vec<FieldProblem> {
        let offer = self.known_offer(portfolio);
        let same = offer.and_then(|offer| {
            portfolio.register().placements.iter().find(|other| {
                other.citizen == citizen && other.offer == offer.id && other.moved_in == moved_in
            })
        });
        if let Some(same) = same {
            return vec![wrong("movedIn", format!("Opholdet findes allerede som {}.", same.case))];
        }
        let stay = Period::new(moved_in, None);
        stay.map(|stay| stays::double_stays(portfolio, citizen, leaving, stay))
            .unwrap_or_default()
            .into_iter()
            .map(|sentence| odd("movedIn", sentence))
            .collect()
    }

    fn about_rate(&self, portfolio: &Portfolio) -> Option<FieldProblem> {
        let Some(rate) = self.rate else {
            return Some(odd(
                "rate",
                "Uden takst er udgiften ukendt; sagen står under Mangler, til den er skrevet.",
            ));
        };
        let amount = rate.kroner();
        if amount <= Decimal::ZERO {
            return Some(wrong(
                "rate",
                "En grundtakst er større end 0. Lad feltet stå tomt, hvis den ikke kendes endnu.",
            ));
        }
        let (days, months) = (Decimal::from(365), Decimal::from(12));
        let a_day = match self.unit {
            Some(Unit::Month) => amount.checked_mul(months)? / days,
            Some(Unit::Year) => amount / days,
            _ => amount,
        };
        let settings = &portfolio.register().settings;
        let (from, to) = (settings.usual_rate_from, settings.usual_rate_to);
        (a_day < from.kroner() || a_day > to.kroner()).then(|| {
            odd(
                "rate",
                format!(
                    "Det er {} kr. pr. døgn; de fleste ligger mellem {} og {}. Se beløb og enhed efter.",
                    format::decimal(a_day, 2),
                    format::kr_whole_bare(from),
                    format::kr_whole(to)
                ),
            )
        })
    }

    /// The records of the new stay: the offer and its provider where they are new, the placement, its first rate.
    /// `placement` makes the placement of its id, number, offer, paragraph and first day.
    pub(super) fn records(
        &self,
        portfolio: &Portfolio,
        citizen: CitizenId,
        placement: impl FnOnce(PlacementId, CaseNumber, OfferId, LegalBasis, NaiveDate) -> Placement,
    ) -> (Vec<EntityChange>, CaseNumber) {
        let mut changes = Vec::new();
        let id = || UuidIdentities.next();
        let offer = match self.known_offer(portfolio) {
            Some(offer) => offer.id,
            None => self.new_offer(portfolio, &mut changes),
        };
        let basis = self.legal_basis.unwrap_or(LegalBasis::Other);
        let moved_in = self.moved_in.unwrap_or_else(|| portfolio.today());
        let number = self.number.as_deref().and_then(CaseNumber::new).unwrap_or_else(|| {
            super::numbers::next_number(&portfolio.register().placements, portfolio.year())
        });
        let record = placement(PlacementId(id()), number.clone(), offer, basis, moved_in);
        let line = self.rate.map(|amount| RateLine {
            id: RateLineId(id()),
            placement: record.id,
            service: Service::BaseRate,
            paragraph: basis.word().to_owned(),
            amount,
            unit: self.unit.unwrap_or(Unit::Day),
            quantity: None,
            from: moved_in,
            to: None,
            cause: Cause::new("Indgået"),
            settlement_days: None,
            open_weeks: None,
            review_on: None,
            collected_by: None,
            annulled: false,
            corrects: None,
            package_code: None,
            source: None,
        });
        changes.push(added(Entity::Placement(record), Some(citizen)));
        changes.extend(line.map(|line| added(Entity::RateLine(line), Some(citizen))));
        (changes, number)
    }

    /// A new offer, with its provider where that is new too.
    fn new_offer(&self, portfolio: &Portfolio, changes: &mut Vec<EntityChange>) -> OfferId {
        let id = || UuidIdentities.next();
        let provider = self.provider.as_deref().map(|name| match provider_named(portfolio, name) {
            Some(known) => known.id,
            None => {
                let provider = new_provider(ProviderId(id()), name);
                let id = provider.id;
                changes.push(added(Entity::Provider(provider), None));
                id
            }
        });
        let offer = new_offer(OfferId(id()), self.offer.as_deref().unwrap_or_default(), provider);
        let id = offer.id;
        changes.push(added(Entity::Offer(offer), None));
        id
    }
}

/// A provider of whom only the name is known.
pub(in crate::screens) fn new_provider(id: ProviderId, name: &str) -> Provider {
    Provider {
        id,
        name: name.trim().to_owned(),
        ownership: None,
        operating_agreement: None,
        cvr: None,
        contact_person: None,
        phone: None,
        email: None,
        further_contacts: Vec::new(),
    }
}

/// An offer of which only the name and the provider are known.
fn new_offer(id: OfferId, name: &str, provider: Option<ProviderId>) -> Offer {
    Offer {
        id,
        name: name.trim().to_owned(),
        provider,
        p_number: None,
        approved_for: Vec::new(),
        supervision: None,
        supervision_from: None,
        supervision_to: None,
        checked_on: None,
        checked_by: None,
        day_offer_steps: None,
    }
}
