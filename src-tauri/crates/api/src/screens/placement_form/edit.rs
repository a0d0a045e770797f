//! *Ret*: the placement's own fields.

use rust_decimal::Decimal;
use uuid::Uuid;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::calendar::Period;
use vilkaar_domain::{
    AgreedContent, CaseNumber, Entity, Included, LegalBasis, NightCover, Offer, Placement, SupportNeed,
};
use vilkaar_wording::format;

use super::super::forms::fields::{self, MANY, day_field, text_field, word_field};
use super::super::forms::sheet::{Sheet, case_workers, names};
use super::super::forms::{Field, Frame, odd, wrong};
use super::{changed, effect_of, numbers, stays};
use crate::program::saving::Decided;
use crate::types::{Effect, FieldKind, FieldProblem, ReasonNeed, Remark, Tone};

/// Målgrupper that are common (domain §4); others are kept as typed.
const TARGET_GROUPS: &[&str] = &[
    "Autismespektrum",
    "Opmærksomhedsforstyrrelse",
    "Udviklingshæmning",
    "Erhvervet hjerneskade",
    "Medfødt hjerneskade",
    "Angst",
    "Depression",
    "Forandret virkelighedsopfattelse",
    "Personlighedsforstyrrelse",
    "Spiseforstyrrelse",
    "Udadreagerende adfærd",
    "Selvskadende adfærd",
    "Stofmisbrug",
    "Alkoholmisbrug",
    "Hjemløshed",
    "Multipel funktionsnedsættelse",
    "Demens",
];

/// Hours in a week: nobody gets more support than that from one person at a time (domain §2.6 counts per citizen).
const HOURS_A_WEEK: i64 = 168;
const HOURS_BOUNDS: &str = "Der er 168 timer i en uge. Skriv et tal mellem 0 og 168.";

/// Longest case number.
const CASE_LENGTH: usize = 60;

/// What stands in the form: the record, with number and offer as they are typed.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) placement: Placement,
    number: Option<String>,
    offer: Option<String>,
    legal_basis: Option<LegalBasis>,
    moved_in: Option<chrono::NaiveDate>,
}

/// Hours a week as typed; blank = not known.
pub(super) fn hours(typed: &str) -> Result<Option<Decimal>, super::super::forms::Said> {
    let is_worded = typed.chars().any(char::is_alphabetic) || typed.contains('/');
    if is_worded {
        return Err(
            "Skriv kun antallet af timer pr. uge, fx 32,5. Der er 24 timer i et døgn og 168 i en uge.".into(),
        );
    }
    fields::number(typed, 0, HOURS_A_WEEK, HOURS_BOUNDS)
}

/// A number field of hours a week.
macro_rules! hours_field {
    ($name:literal, $label:literal, $($path:ident).+) => {
        Field {
            name: $name,
            label: $label,
            group: "Støtte",
            kind: FieldKind::Number,
            unit: Some("timer/uge"),
            help: None,
            is_required: false,
            shown_when: None,
            get: |draft: &Draft| fields::show_number(draft.placement.$($path).+),
            set: |draft, typed| {
                draft.placement.$($path).+ = hours(typed)?;
                Ok(())
            },
        }
    };
}

const FIELDS: &[Field<Draft>] = &[
    text_field!(Draft, Text, "case", "Sagsnr.", "Sag", number).required(),
    word_field!(Draft, LegalBasis, "legalBasis", "Lovgrundlag", "Sag", legal_basis).required(),
    text_field!(Draft, Suggest, "offer", "Tilbud", "Sag", offer)
        .required()
        .help("Kun hvis tilbuddet er skrevet forkert. Flytter borgeren, så brug \u{201d}Flyt til andet tilbud\u{201d}."),
    text_field!(Draft, Suggest, "caseWorker", "Sagsbehandler 1", "Hvem", placement.case_worker),
    text_field!(Draft, Suggest, "secondCaseWorker", "Sagsbehandler 2", "Hvem", placement.second_case_worker),
    text_field!(Draft, Suggest, "targetGroup", "Primær målgruppe", "Støtte", placement.target_group),
    text_field!(
        Draft,
        Suggest,
        "secondaryTargetGroup",
        "Sekundær målgruppe",
        "Støtte",
        placement.secondary_target_group
    ),
    word_field!(Draft, SupportNeed, "supportNeed", "Støttebehov", "Støtte", placement.support_need),
    hours_field!("supportHours", "Støttetimer pr. uge", support_hours)
        .help("Uden timer kan prisen pr. støttetime ikke regnes ud."),
    hours_field!("hours83", "Heraf efter § 83", content.hours_83).help("Personlig hjælp og pleje."),
    hours_field!("hours85", "Heraf efter § 85", content.hours_85).help("Socialpædagogisk støtte."),
    word_field!(Draft, NightCover, "nightCover", "Nattedækning", "Støtte", placement.content.night_cover),
    day_field!(Draft, "movedIn", "Indflytning", "Ophold", moved_in).required(),
    day_field!(Draft, "expectedEnd", "Forventet ophør", "Ophold", placement.expected_end)
        .help("Afslutter ikke opholdet; det gør først den dag, borgeren faktisk flytter."),
    text_field!(Draft, Suggest, "actingMunicipality", "Handlekommune", "Ophold", placement.acting_municipality),
    text_field!(Draft, Suggest, "payingMunicipality", "Betalingskommune", "Ophold", placement.paying_municipality)
        .help("Tomt betyder handlekommunen selv. En anden kommunes udgift tæller ikke med i eget budget."),
    Field {
        name: "included",
        label: "Taksten omfatter",
        group: "Takst",
        kind: FieldKind::Many,
        unit: None,
        help: Some("Vælg alt, der er med i taksten. Intet valgt betyder, at det ikke er oplyst."),
        is_required: false,
        shown_when: None,
        get: |draft| show_included(&draft.placement.content),
        set: |draft, typed| {
            let mut found = fields::words(typed, Included::from_word)?;
            found.sort_unstable();
            found.dedup();
            draft.placement.content.included = (!found.is_empty()).then_some(found);
            Ok(())
        },
    },
    Field {
        name: "baseRate",
        label: "Basistakst",
        group: "Takst",
        kind: FieldKind::Number,
        unit: Some("kr. pr. døgn"),
        help: Some("Den del af en pakketakst, der ikke er støtte; den trækkes fra i prisen pr. støttetime."),
        is_required: false,
        shown_when: None,
        get: |draft| fields::show_rate(draft.placement.base_rate),
        set: |draft, typed| {
            draft.placement.base_rate = fields::rate(typed)?;
            match draft.placement.base_rate {
                Some(rate) if rate.kroner() < Decimal::ZERO => Err("En basistakst er ikke negativ.".into()),
                _ => Ok(()),
            }
        },
    },
    Field {
        name: "chance",
        label: "Chance",
        group: "Forhandling",
        kind: FieldKind::Number,
        unit: Some("procent"),
        help: Some("Chancen for, at en forhandling får taksten ned. Tomt betyder den fra indstillingerne."),
        is_required: false,
        shown_when: None,
        get: |draft| draft.placement.chance.map(|chance| chance.to_string()).unwrap_or_default(),
        set: |draft, typed| {
            let percent = typed.trim_end_matches('%').trim_end();
            let chance = fields::whole(percent, 0, 100, "En chance er mellem 0 og 100 procent.")?;
            draft.placement.chance = chance.and_then(|chance| u8::try_from(chance).ok());
            Ok(())
        },
    },
];

fn show_included(content: &AgreedContent) -> String {
    let words = content.included.iter().flatten().map(|part| part.word());
    words.collect::<Vec<_>>().join(MANY)
}

/// The form.
pub(super) struct EditPlacement<'p> {
    portfolio: &'p Portfolio,
    facts: &'p CaseFacts,
}

impl<'p> EditPlacement<'p> {
    pub(super) const fn of(portfolio: &'p Portfolio, facts: &'p CaseFacts) -> Self {
        Self { portfolio, facts }
    }

    fn placement(&self) -> &'p Placement {
        self.portfolio.placement(self.facts)
    }

    /// The offer that is named.
    fn offer(&self, draft: &Draft) -> Option<&'p Offer> {
        stays::offer_named(self.portfolio.register(), draft.offer.as_deref()?)
    }

    fn about_number(&self, draft: &Draft) -> Option<FieldProblem> {
        let number = draft.number.as_deref()?;
        number_problem(self.portfolio, number, Some(self.placement()))
    }

    fn about_offer(&self, draft: &Draft) -> Option<FieldProblem> {
        let name = draft.offer.as_deref()?;
        let Some(offer) = self.offer(draft) else {
            return Some(wrong(
                "offer",
                format!(
                    "Der er intet tilbud, der hedder {name}. Vælg et fra listen, eller opret det under Leverandører."
                ),
            ));
        };
        stays::not_approved(offer, draft.legal_basis?).map(|sentence| odd("legalBasis", sentence))
    }

    fn about_days(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        let (placement, Some(moved_in)) = (self.placement(), draft.moved_in) else { return found };
        if let Some(end) = placement.ended_on.filter(|end| !placement.is_cancelled() && *end < moved_in) {
            found.push(wrong(
                "movedIn",
                format!(
                    "Opholdet ophørte den {}. Indflytningen kan ikke ligge efter den dag.",
                    format::date(end)
                ),
            ));
        }
        if draft.placement.expected_end.is_some_and(|end| end < moved_in) {
            found.push(wrong("expectedEnd", "Forventet ophør ligger før indflytningen. Ret datoen."));
        }
        // A stay that never began has no day to pay or to be covered.
        if moved_in == placement.moved_in || placement.is_cancelled() {
            return found;
        }
        let file = self.portfolio.file(self.facts);
        let housing = || file.rate_lines.iter().filter(|line| !line.annulled && line.service.is_housing());
        let cut = housing().filter(|line| line.from < moved_in && line.from >= placement.moved_in).count();
        if cut > 0 {
            found.push(odd(
                "movedIn",
                format!(
                    "Taksten tæller først fra {}: før indflytningen koster den intet.",
                    format::date(moved_in)
                ),
            ));
        }
        if let Some(first) = housing().map(|line| line.from).min().filter(|first| moved_in < *first) {
            found.push(odd(
                "movedIn",
                format!(
                    "Der er ingen takst før {}. Dagene fra indflytningen til da bliver et hul.",
                    format::date(first)
                ),
            ));
        }
        if let Some(stay) = Period::new(moved_in, placement.ended_on) {
            let double = stays::double_stays(self.portfolio, placement.citizen, Some(placement.id), stay);
            found.extend(double.into_iter().map(|sentence| odd("movedIn", sentence)));
        }
        found
    }

    fn about_lines(&self, draft: &Draft) -> Option<FieldProblem> {
        let placement = self.placement();
        let old = placement.legal_basis;
        if draft.legal_basis? == old {
            return None;
        }
        let file = self.portfolio.file(self.facts);
        let today = self.portfolio.today();
        let keeps = file.rate_lines.iter().any(|line| {
            !line.annulled && line.to.is_none_or(|to| to >= today) && line.paragraph == old.word()
        });
        keeps.then(|| {
            odd(
                "legalBasis",
                format!(
                    "Takstlinjerne beholder {}: prognosen går efter linjens eget lovgrundlag.",
                    old.word()
                ),
            )
        })
    }
}

/// What is wrong with a case number; `own` is the case that has it already.
pub(super) fn number_problem(
    portfolio: &Portfolio,
    number: &str,
    own: Option<&Placement>,
) -> Option<FieldProblem> {
    if number.chars().count() > CASE_LENGTH {
        return Some(wrong("case", format!("Et sagsnr. har højst {CASE_LENGTH} tegn.")));
    }
    numbers::is_taken(&portfolio.register().placements, number, own)
        .then(|| wrong("case", format!("Sagsnr. {number} er brugt af en anden sag. Skriv et andet.")))
}

/// What is wrong or odd with hours a week and their split.
fn about_hours(placement: &Placement) -> Option<FieldProblem> {
    let split = placement.content.hours_a_week()?;
    let bound = Decimal::from(HOURS_A_WEEK);
    if split > bound {
        return Some(wrong(
            "hours85",
            format!("§ 83 og § 85 giver tilsammen {} timer. {HOURS_BOUNDS}", format::number(split)),
        ));
    }
    match placement.support_hours {
        None => Some(odd(
            "supportHours",
            format!(
                "§ 83 og § 85 giver {} timer pr. uge. Skriv dem også her, så prisen pr. støttetime kan regnes ud.",
                format::number(split)
            ),
        )),
        Some(hours) if hours != split => Some(odd(
            "hours85",
            format!(
                "§ 83 og § 85 giver tilsammen {} timer, men støttetimer pr. uge er {}.",
                format::number(split),
                format::number(hours)
            ),
        )),
        Some(_) => None,
    }
}

/// What is odd about who and for whom.
fn about_people(placement: &Placement) -> Vec<FieldProblem> {
    let same = |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if a.trim().to_lowercase() == b.trim().to_lowercase());
    let mut found = Vec::new();
    if same(&placement.case_worker, &placement.second_case_worker) {
        found.push(odd("secondCaseWorker", "Det er den samme som Sagsbehandler 1."));
    }
    if same(&placement.target_group, &placement.secondary_target_group) {
        found.push(odd("secondaryTargetGroup", "Det er den samme som den primære målgruppe."));
    }
    if !placement.is_own_cost() {
        let payer = placement.paying_municipality.as_deref().unwrap_or_default();
        found.push(odd(
            "payingMunicipality",
            format!(
                "Sagen er mellemkommunal: {payer} betaler, og udgiften er uden for eget budget og refusion."
            ),
        ));
    }
    found
}

/// What fields of a placement can be, or what others wrote there.
pub(super) fn choices(portfolio: &Portfolio, field: &str) -> Vec<String> {
    /// Every word of a list.
    fn all<T: Copy>(values: &[T], word: fn(T) -> &'static str) -> Vec<String> {
        values.iter().map(|value| word(*value).to_owned()).collect()
    }
    let register = portfolio.register();
    match field {
        "legalBasis" => all(LegalBasis::ALL, LegalBasis::word),
        "supportNeed" => all(SupportNeed::ALL, SupportNeed::word),
        "nightCover" => all(NightCover::ALL, NightCover::word),
        "included" => all(Included::ALL, Included::word),
        "offer" => names(register.offers.iter().map(|offer| &offer.name)),
        "provider" => names(register.providers.iter().map(|provider| &provider.name)),
        "caseWorker" | "secondCaseWorker" => case_workers(portfolio),
        "targetGroup" | "secondaryTargetGroup" => {
            let common: Vec<String> = TARGET_GROUPS.iter().map(|group| (*group).to_owned()).collect();
            let used = register
                .placements
                .iter()
                .flat_map(|placement| [&placement.target_group, &placement.secondary_target_group]);
            names(used.flatten().chain(&common))
        }
        "actingMunicipality" | "payingMunicipality" => names(
            register
                .placements
                .iter()
                .flat_map(|placement| [&placement.acting_municipality, &placement.paying_municipality])
                .flatten(),
        ),
        _ => Vec::new(),
    }
}

impl Sheet for EditPlacement<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        FIELDS.to_vec()
    }

    fn start(&self) -> Draft {
        let placement = self.placement();
        Draft {
            number: Some(placement.case.to_string()),
            offer: self.portfolio.offer_name(self.facts).map(str::to_owned),
            legal_basis: Some(placement.legal_basis),
            moved_in: Some(placement.moved_in),
            placement: placement.clone(),
        }
    }

    fn frame(&self) -> Frame {
        Frame {
            title: format!("Ret {}", self.placement().case),
            introduction: None,
            submit: "Gem",
            reason: ReasonNeed::Optional,
        }
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        Some((self.placement().id.0, "placeringen"))
    }

    fn choices(&self, field: &str) -> Vec<String> {
        choices(self.portfolio, field)
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut found: Vec<FieldProblem> = self.about_number(draft).into_iter().collect();
        found.extend(self.about_offer(draft));
        found.extend(self.about_lines(draft));
        found.extend(about_people(&draft.placement));
        found.extend(about_hours(&draft.placement));
        found.extend(self.about_days(draft));
        found
    }

    fn decided(&self, draft: Draft) -> Decided {
        let before = self.placement();
        let offer = self.offer(&draft).map_or(before.offer, |offer| offer.id);
        let case = draft.number.as_deref().and_then(CaseNumber::new).unwrap_or_else(|| before.case.clone());
        let shown = (case != before.case).then(|| case.to_string());
        let moved_in = draft.moved_in.unwrap_or(before.moved_in);
        let after = Placement {
            case,
            offer,
            legal_basis: draft.legal_basis.unwrap_or(before.legal_basis),
            moved_in,
            // The day that stands for the end of a cancelled stay is the one that it should have begun.
            ended_on: if draft.placement.is_cancelled() { Some(moved_in) } else { draft.placement.ended_on },
            ..draft.placement
        };
        Decided { changes: vec![changed(before, after)], message: "Gemt.".to_owned(), case: shown }
    }

    fn effect(&self, _draft: &Draft, decided: &Decided) -> Option<Effect> {
        let cut = decided.changes.iter().any(|change| match (&change.before, &change.after) {
            (Some(Entity::Placement(before)), Some(Entity::Placement(after))) => {
                before.support_hours.is_some_and(|hours| after.support_hours.is_some_and(|then| then < hours))
            }
            _ => false,
        });
        let undecided = cut.then(|| Remark {
            tone: Tone::Warn,
            text: vilkaar_wording::notice::needs_decision("timerne sættes ned"),
        });
        effect_of(self.portfolio, decided, Vec::new(), undecided.into_iter().collect())
    }
}
