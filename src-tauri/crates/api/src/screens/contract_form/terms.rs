//! The terms of a contract as a form: a new one, an allonge, a mistake put right (domain §3).
//!
//! Invariant: two contracts never hold on one day unless one amends the other.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::calendar::{Period, add_days};
use vilkaar_domain::notice::{successor, versions_of};
use vilkaar_domain::{
    AgreedContent, CaseFile, Contract, ContractId, Entity, FurtherTerms, Included, NightCover, Payment,
    Regulation,
};
use vilkaar_wording::format;

use super::name;
use super::terms_fields::{Draft, FIELDS, NOTHING, RULES, WEEK};
use crate::program::saving::Decided;
use crate::screens::forms::sheet::Sheet;
use crate::screens::forms::{Field, Frame, odd, wrong};
use crate::screens::placement::notice::end_by_rule;
use crate::screens::placement::rate_lines::period_words;
use crate::types::{Effect, FieldProblem, ReasonNeed, Remark, Tone};

/// What is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Job {
    /// A contract of its own.
    New,
    /// An *allonge*.
    Amend,
    /// A mistake put right.
    Correct,
}

/// The form.
pub(super) struct Terms<'p> {
    pub(super) portfolio: &'p Portfolio,
    pub(super) file: CaseFile<'p>,
    pub(super) job: Job,
    /// What is amended or put right.
    pub(super) contract: Option<&'p Contract>,
}

impl<'p> Terms<'p> {
    /// The contract as it would be saved; none while the start is not typed.
    fn contract_of(&self, draft: &Draft) -> Option<Contract> {
        Some(Contract { start: draft.start?, ..draft.terms.clone() })
    }

    /// The other contracts of the case that would hold on a day of this one, though neither amends the other.
    fn overlapping(&self, contract: &Contract) -> Option<(&'p Contract, Period)> {
        let own = self.former().map(|former| versions_of(&self.file.contracts, former)).unwrap_or_default();
        let days = period_of(contract, self.next())?;
        self.file
            .contracts
            .iter()
            .copied()
            .filter(|other| other.id != contract.id && own.iter().all(|version| version.id != other.id))
            .filter_map(|other| {
                let theirs = period_of(other, successor(&self.file.contracts, other))?;
                Some((other, theirs.intersection(&days)?))
            })
            .next()
    }

    /// What is amended or put right: whose versions are no others.
    const fn former(&self) -> Option<&'p Contract> {
        self.contract
    }

    /// The version that takes the place of the one that is put right.
    fn next(&self) -> Option<&'p Contract> {
        match (self.job, self.contract) {
            (Job::Correct, Some(contract)) => successor(&self.file.contracts, contract),
            _ => None,
        }
    }

    /// Is the version that an allonge amends, or the one before that which is put right.
    fn before(&self) -> Option<&'p Contract> {
        match (self.job, self.contract) {
            (Job::Amend, contract) => contract,
            (Job::Correct, Some(contract)) => {
                self.file.contracts.iter().copied().find(|other| Some(other.id) == contract.amends)
            }
            _ => None,
        }
    }

    fn rules_of_days(&self, start: NaiveDate, terms: &Contract, problems: &mut Vec<FieldProblem>) {
        if terms.end.is_some_and(|end| end < start) {
            problems.push(wrong("end", "Slut ligger før start. Ret en af datoerne."));
        }
        let renews = terms.renews_by_months.is_some();
        if renews && terms.end.is_none() {
            problems.push(wrong(
                "renewsBy",
                "En kontrakt uden slut forlænges ikke. Skriv slut, eller lad feltet stå tomt.",
            ));
        }
        if let (Some(minimum), Some(end)) = (terms.minimum_until, terms.end)
            && minimum > end
            && !renews
        {
            problems.push(wrong(
                "minimumUntil",
                "Mindsteperioden løber længere end kontrakten. Ret en af datoerne.",
            ));
        }
        if terms.minimum_until.is_some_and(|minimum| minimum < start) {
            problems.push(odd("minimumUntil", "Mindsteperioden er slut, før kontrakten begynder."));
        }
        let stay_end = self.file.placement.ended_on;
        let last = terms.end.filter(|_| !renews).into_iter().chain(stay_end).min();
        if let (Some(day), Some(last)) = (terms.renegotiate_on, last)
            && day > last
        {
            problems.push(odd(
                "renegotiateOn",
                format!(
                    "Genforhandlingen ligger efter, at kontrakten eller opholdet er slut den {}.",
                    format::date(last)
                ),
            ));
        }
        let moved_in = self.file.placement.moved_in;
        if start < moved_in {
            problems.push(odd(
                "start",
                format!("Kontrakten begynder før indflytningen den {}.", format::date(moved_in)),
            ));
        }
        if stay_end.is_some_and(|end| start > end) {
            problems.push(odd("start", "Kontrakten begynder, efter at opholdet er slut."));
        }
        if let (Some(agreed), day) = (terms.agreed_on, self.portfolio.today())
            && agreed > day
        {
            problems.push(odd("agreedOn", "Dagen, den blev aftalt, ligger efter i dag."));
        }
    }

    /// What doesn't fit the case's other contracts.
    fn rules_of_versions(&self, contract: &Contract, problems: &mut Vec<FieldProblem>) {
        let start = contract.start;
        if let Some(before) = self.before() {
            if start < before.start {
                problems.push(wrong(
                    "start",
                    format!(
                        "En allonge kan ikke begynde før det, den ændrer: {} begynder den {}.",
                        name(before),
                        format::date(before.start)
                    ),
                ));
            }
            if let Some(end) = before.fixed_end().filter(|end| start > add_days(*end, 1)) {
                let (noticed, day) = (before.notice_given.is_some(), format::date(end));
                problems.push(if noticed {
                    wrong("start", format!("{} er opsagt til ophør den {day}. Tilbagekald opsigelsen, eller opret en ny kontrakt.", name(before)))
                } else {
                    odd("start", format!("{} slutter den {day}, så der er dage uden kontrakt, før allongen gælder.", name(before)))
                });
            }
        }
        if let (Job::Amend, Some(next)) =
            (self.job, self.contract.and_then(|contract| successor(&self.file.contracts, contract)))
        {
            problems.push(wrong(
                "start",
                format!(
                    "{} har allerede en allonge fra {}. Lav den nye allonge til den.",
                    self.contract.map(name).unwrap_or_default(),
                    format::date(next.start)
                ),
            ));
        }
        if let Some(next) = self.next().filter(|next| next.start < start) {
            problems.push(wrong(
                "start",
                format!(
                    "Dens allonge gælder allerede fra {}. Start må ikke ligge efter den dag.",
                    format::date(next.start)
                ),
            ));
        }
        if let Some((other, days)) = self.overlapping(contract) {
            let sentence = format!(
                "To kontrakter ville gælde {}: {} løber allerede. Lav en allonge til den, eller lad den nye begynde, når den er slut.",
                period_words(days.from(), days.to()),
                name(other)
            );
            // What overlapped before it was put right is told, and keeps no other mistake from being put right.
            let was_so = self.job == Job::Correct
                && self
                    .contract
                    .is_some_and(|before| before.start == contract.start && before.end == contract.end);
            problems.push(if was_so { odd("start", sentence) } else { wrong("start", sentence) });
        }
    }

    /// That fewer hours need a decision about the citizen, while none is given.
    fn undecided(&self, draft: &Draft) -> Option<Remark> {
        let before = self.contract?.content.hours_a_week()?;
        let is_cut = draft.terms.content.hours_a_week().is_some_and(|hours| hours < before);
        (is_cut && draft.terms.terms.decision_on.is_none()).then(|| Remark {
            tone: Tone::Warn,
            text: vilkaar_wording::notice::needs_decision("timerne sættes ned"),
        })
    }

    /// The end of notice that is given, where it was the rule's own and the rule is put right; none where it was
    /// agreed otherwise, or where the new terms give none.
    fn noticed_anew(&self, before: &Contract, after: &Contract) -> Option<NaiveDate> {
        let given = before.notice_given.as_ref().filter(|_| self.job == Job::Correct)?;
        end_by_rule(&self.file, before, given).filter(|end| end.ends == given.ends)?;
        let contracts =
            self.file.contracts.iter().map(|known| if known.id == after.id { after } else { *known });
        let then = CaseFile { contracts: contracts.collect(), ..self.file.clone() };
        end_by_rule(&then, after, given).map(|end| end.ends)
    }

    /// The versions that the same notice ends, with the end that it has by the terms that are put right.
    fn noticed_versions(&self, before: &Contract, after: &mut Contract) -> Vec<EntityChange> {
        let Some(ends) = self.noticed_anew(before, after) else { return Vec::new() };
        if let Some(given) = &mut after.notice_given {
            given.ends = ends;
        }
        versions_of(&self.file.contracts, before)
            .into_iter()
            .filter(|version| version.id != before.id && version.notice_given == before.notice_given)
            .map(|version| EntityChange {
                before: Some(Entity::Contract(version.clone())),
                after: Some(Entity::Contract(Contract {
                    notice_given: after.notice_given.clone(),
                    ..version.clone()
                })),
                citizen: Some(self.file.placement.citizen),
                reason: None,
            })
            .collect()
    }

    /// Each field that is another than before: `Slut: 31-12-2026 bliver 31-12-2027`.
    fn differences(&self, draft: &Draft) -> Vec<String> {
        let before = self.start();
        let shown = |name: &str, text: String| match (name, text.is_empty()) {
            (_, false) => text,
            ("end", true) => "åben".to_owned(),
            (_, true) => "ikke oplyst".to_owned(),
        };
        FIELDS
            .iter()
            .filter(|field| field.name != "start" || self.job == Job::Correct)
            .map(|field| (field, (field.get)(&before), (field.get)(draft)))
            .filter(|(_, before, after)| before != after)
            .map(|(field, before, after)| {
                let (before, after) = (shown(field.name, before), shown(field.name, after));
                format!("{}: {before} bliver {after}", field.label)
            })
            .collect()
    }
}

/// The days on which a contract holds, until the version that takes its place.
fn period_of(contract: &Contract, next: Option<&Contract>) -> Option<Period> {
    let last = next.map(|next| add_days(next.start, -1));
    Period::new(contract.start, contract.fixed_end().into_iter().chain(last).min())
}

/// Is the last digit the GS1 check digit of the others?
fn has_check_digit(ean: &str) -> bool {
    let digits: Vec<u32> = ean.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(at, digit)| if at % 2 == 1 { digit * 3 } else { *digit }).sum();
    digits.len() == 13 && sum.is_multiple_of(10)
}

impl Sheet for Terms<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        FIELDS.to_vec()
    }

    fn frame(&self) -> Frame {
        let case = &self.file.placement.case;
        let contract = self.contract.map(name).unwrap_or_default();
        match self.job {
            Job::New => Frame {
                title: format!("Ny kontrakt, {case}"),
                introduction: None,
                submit: "Opret kontrakten",
                reason: ReasonNeed::Optional,
            },
            Job::Amend => Frame {
                title: format!("Allonge til {contract}, {case}"),
                introduction: Some(
                    "Ret kun det, der ændres. Allongen gælder fra sin start; det tidligere bliver stående, som det var."
                        .to_owned(),
                ),
                submit: "Gem allongen",
                reason: ReasonNeed::Optional,
            },
            Job::Correct => Frame {
                title: format!("Ret fejl i {contract}, {case}"),
                introduction: Some(
                    "Kun til det, der er tastet forkert. Er noget aftalt om, så lav en allonge.".to_owned(),
                ),
                submit: "Gem rettelsen",
                reason: ReasonNeed::Required,
            },
        }
    }

    fn start(&self) -> Draft {
        match (self.job, self.contract) {
            (Job::Correct, Some(contract)) => Draft { start: Some(contract.start), terms: contract.clone() },
            (Job::Amend, Some(contract)) => Draft {
                start: None,
                terms: Contract {
                    agreed_on: None,
                    has_signed_file: false,
                    amends: Some(contract.id),
                    terms: FurtherTerms {
                        decision_on: None,
                        recorded_on: Some(self.portfolio.today()),
                        ..contract.terms.clone()
                    },
                    ..contract.clone()
                },
            },
            _ => Draft {
                start: None,
                terms: Contract {
                    id: ContractId(Uuid::nil()),
                    placement: self.file.placement.id,
                    number: None,
                    start: self.file.placement.moved_in,
                    end: None,
                    notice_municipality: None,
                    notice_provider: None,
                    minimum_until: None,
                    renews_by_months: None,
                    renegotiate_on: None,
                    negotiator: None,
                    payment: None,
                    regulation: None,
                    agreed_on: None,
                    follow_up_months: None,
                    has_signed_file: false,
                    amends: None,
                    content: AgreedContent::default(),
                    terms: FurtherTerms::recorded_on(self.portfolio.today()),
                    notice_given: None,
                },
            },
        }
    }

    fn choices(&self, field: &str) -> Vec<String> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        match field {
            "noticeMunicipality" | "noticeProvider" | "noticeOnDeath" => owned(RULES),
            "payment" => Payment::ALL.iter().map(|word| word.word().to_owned()).collect(),
            "regulation" => Regulation::ALL.iter().map(|word| word.word().to_owned()).collect(),
            "nightCover" => NightCover::ALL.iter().map(|word| word.word().to_owned()).collect(),
            "included" => {
                Included::ALL.iter().map(|part| part.word()).chain([NOTHING]).map(str::to_owned).collect()
            }
            "negotiator" => {
                let register = self.portfolio.register();
                let known: BTreeSet<String> = register
                    .contracts
                    .iter()
                    .filter_map(|contract| contract.negotiator.clone())
                    .chain(register.users.iter().filter_map(|user| user.employee.clone()))
                    .collect();
                known.into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if let Some(contract) = self.contract_of(draft) {
            self.rules_of_days(contract.start, &contract, &mut problems);
            self.rules_of_versions(&contract, &mut problems);
        }
        if draft.terms.terms.ean.as_deref().is_some_and(|ean| !has_check_digit(ean)) {
            problems
                .push(odd("ean", "Kontrolcifferet passer ikke. Se efter, om nummeret er tastet rigtigt."));
        }
        if draft.terms.content.hours_a_week().is_some_and(|hours| hours > Decimal::from(WEEK)) {
            problems.push(wrong("hours85", "§ 83 og § 85 er tilsammen over ugens 168 timer. Ret en af dem."));
        }
        if draft.terms.notice_municipality.is_none() {
            problems.push(odd(
                "noticeMunicipality",
                "Uden kommunens varsel kan seneste opsigelse ikke regnes ud.",
            ));
        }
        problems
    }

    fn effect(&self, draft: &Draft, _decided: &Decided) -> Option<Effect> {
        let mut sentences = self.differences(draft);
        if let (Job::Amend, Some(start), Some(former)) = (self.job, draft.start, self.contract) {
            let last = format::date(add_days(start, -1));
            sentences.insert(0, format!("{} gælder til og med {last}, allongen derefter", name(former)));
        }
        let title = match self.job {
            Job::New => return None,
            Job::Amend => "Allongen ændrer",
            Job::Correct => "Rettelsen ændrer",
        };
        if let Some(ends) = self.contract.and_then(|before| {
            let given = before.notice_given.as_ref()?;
            self.noticed_anew(before, &self.contract_of(draft)?).filter(|ends| *ends != given.ends)
        }) {
            sentences.push(format!("Opsigelsen er givet: kontrakten ophører så den {}", format::date(ends)));
        }
        let remarks = self.undecided(draft).into_iter().collect();
        (!sentences.is_empty()).then(|| Effect {
            title: title.to_owned(),
            rows: Vec::new(),
            remarks,
            sentences,
        })
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        self.contract.map(|contract| (contract.id.0, "kontrakten"))
    }

    fn decided(&self, draft: Draft) -> Decided {
        let Some(contract) = self.contract_of(&draft) else {
            return Decided::nothing();
        };
        let mut noticed = Vec::new();
        let (before, after, message) = match (self.job, self.contract) {
            (Job::Correct, Some(before)) => {
                // Nobody here could have handled what passed by terms that weren't known (ADR 22).
                let mut after = if contract.has_terms_of(before) {
                    contract
                } else {
                    contract.known_since(self.portfolio.today())
                };
                noticed = self.noticed_versions(before, &mut after);
                (Some(before.clone()), after, "Rettelsen er gemt.".to_owned())
            }
            (job, _) => {
                let after = Contract { id: ContractId(crate::UuidIdentities.next()), ..contract };
                let message = match job {
                    Job::Amend => format!("Allongen er gemt. Den gælder fra {}.", format::date(after.start)),
                    Job::New | Job::Correct => "Kontrakten er oprettet.".to_owned(),
                };
                (None, after, message)
            }
        };
        let change = EntityChange {
            before: before.map(Entity::Contract),
            after: Some(Entity::Contract(after)),
            citizen: Some(self.file.placement.citizen),
            reason: None,
        };
        let mut changes = vec![change];
        changes.extend(noticed);
        Decided { changes, message, case: None }
    }
}

#[cfg(test)]
mod check_digit_tests {
    use super::has_check_digit;

    #[test]
    fn the_last_digit_of_an_ean_is_checked_by_gs1s_rule() {
        assert!(has_check_digit("4006381333931"));
        assert!(!has_check_digit("4006381333932"));
        assert!(!has_check_digit("400638133393"));
    }
}
