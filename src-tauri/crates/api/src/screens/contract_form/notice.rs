//! Notice as a form: given or received, put right, taken back (domain §3).
//!
//! Invariant: notice stands on the version that it was given under and on every later one, since it ends them all;
//! and it is no decision about the citizen.

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::notice::{
    NoticeAnswer, NoticeEnd, contract_for_notice, notice_given, versions_from, versions_of,
};
use vilkaar_domain::{CaseFile, Contract, Entity, NoticeGiven, Party};
use vilkaar_wording::{format, notice as words};

use super::name;
use crate::program::saving::Decided;
use crate::screens::forms::fields::{day_field, word_field};
use crate::screens::forms::sheet::Sheet;
use crate::screens::forms::{Field, Frame, odd, wrong};
use crate::screens::placement::notice::end_by_rule;
use crate::types::{Effect, FieldProblem, ReasonNeed, Remark, Tone};

/// Notice that is given, or put right where it was.
pub(super) struct Giving<'p> {
    pub(super) portfolio: &'p Portfolio,
    pub(super) file: CaseFile<'p>,
    pub(super) contract: &'p Contract,
}

/// The notice while it is typed.
#[derive(Clone, Default)]
pub(super) struct Draft {
    by: Option<Party>,
    on: Option<NaiveDate>,
    /// Where the parties agreed on another end than the rule's.
    agreed_end: Option<NaiveDate>,
    decision_on: Option<NaiveDate>,
}

const FIELDS: &[Field<Draft>] = &[
    word_field!(Draft, Party, "by", "Hvem opsiger", "Opsigelsen", by).required(),
    day_field!(Draft, "on", "Modtaget den", "Opsigelsen", on)
        .required()
        .help("Den dag, opsigelsen når den anden part. Varslet regnes fra den."),
    day_field!(Draft, "agreedEnd", "Ophør efter aftale", "Opsigelsen", agreed_end)
        .help("Kun hvis parterne har aftalt en anden dag end varslets."),
    day_field!(Draft, "decisionOn", "Afgørelse truffet den", "Borgeren", decision_on)
        .help("Afgørelsen om borgeren. Uden den står der kræver borgerafgørelse på papirerne."),
];

/// What the rules make of a notice.
enum Found<'c> {
    /// The contract ends, under which version.
    Ends(&'c Contract, NoticeEnd),
    /// It can't be told, or not given.
    Not(Option<&'c Contract>, String),
}

impl<'p> Giving<'p> {
    /// What the versions of this contract make of notice by a party on a day, as if none had been given.
    fn found(&self, by: Party, on: NaiveDate) -> Found<'p> {
        let own = versions_of(&self.file.contracts, self.contract);
        let bare: Vec<Contract> =
            own.iter().map(|version| Contract { notice_given: None, ..(*version).clone() }).collect();
        let bare: Vec<&Contract> = bare.iter().collect();
        let version = contract_for_notice(&bare, on)
            .ok()
            .and_then(|chosen| own.iter().copied().find(|version| version.id == chosen.id));
        match (version, notice_given(&bare, by, on)) {
            (Some(version), Ok(notice)) => match notice.answer {
                NoticeAnswer::Given(end) => Found::Ends(version, end),
                NoticeAnswer::Never { .. } | NoticeAnswer::Latest(_) | NoticeAnswer::NotByThen { .. } => {
                    Found::Not(Some(version), words::because(&notice))
                }
            },
            (version, Err(error)) => Found::Not(version, words::error(&error)),
            (None, Ok(notice)) => Found::Not(None, words::because(&notice)),
        }
    }

    /// The notice with the version it was given under; none while something is missing or it can't be given.
    fn notice(&self, draft: &Draft) -> Option<(&'p Contract, NoticeGiven, Option<NoticeEnd>)> {
        let (by, on) = (draft.by?, draft.on?);
        let (version, end) = match self.found(by, on) {
            Found::Ends(version, end) => (version, Some(end)),
            Found::Not(version, _) => (version?, None),
        };
        let ends = draft.agreed_end.or(end.map(|end| end.ends))?;
        Some((version, NoticeGiven { on, by, ends, decision_on: draft.decision_on }, end))
    }
}

impl Sheet for Giving<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        FIELDS.to_vec()
    }

    fn frame(&self) -> Frame {
        let (what, case) = (name(self.contract), &self.file.placement.case);
        if self.contract.notice_given.is_some() {
            return Frame {
                title: format!("Ret opsigelsen af {what}, {case}"),
                introduction: None,
                submit: "Gem opsigelsen",
                reason: ReasonNeed::Optional,
            };
        }
        Frame {
            title: format!("Opsig {what}, {case}"),
            introduction: Some(words::citizen(self.file.placement.legal_basis)),
            submit: "Gem opsigelsen",
            reason: ReasonNeed::Optional,
        }
    }

    fn start(&self) -> Draft {
        match &self.contract.notice_given {
            Some(given) => Draft {
                by: Some(given.by),
                on: Some(given.on),
                agreed_end: Some(given.ends).filter(|ends| {
                    end_by_rule(&self.file, self.contract, given).map(|end| end.ends) != Some(*ends)
                }),
                decision_on: given.decision_on,
            },
            None => {
                Draft { by: Some(Party::Municipality), on: Some(self.portfolio.today()), ..Draft::default() }
            }
        }
    }

    fn choices(&self, field: &str) -> Vec<String> {
        match field {
            "by" => Party::ALL.iter().map(|party| party.word().to_owned()).collect(),
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let today = self.portfolio.today();
        if draft.on.is_some_and(|on| on > today) {
            problems.push(odd(
                "on",
                "Dagen ligger efter i dag. Varslet regnes fra den dag, opsigelsen når frem.",
            ));
        }
        if draft.decision_on.is_some_and(|day| day > today) {
            problems.push(wrong("decisionOn", "Afgørelsen kan ikke være truffet efter i dag."));
        }
        let (Some(by), Some(on)) = (draft.by, draft.on) else { return problems };
        if draft.agreed_end.is_some_and(|end| end < on) {
            problems.push(wrong("agreedEnd", "Ophøret ligger før opsigelsen. Ret en af datoerne."));
        }
        if on < self.contract.start
            && versions_of(&self.file.contracts, self.contract).iter().all(|v| on < v.start)
        {
            problems.push(odd(
                "on",
                format!("Opsigelsen ligger før kontraktens start den {}.", format::date(self.contract.start)),
            ));
        }
        let found = self.found(by, on);
        match (&found, draft.agreed_end) {
            (Found::Not(None, why), _) => problems.push(wrong("on", why.clone())),
            (Found::Not(Some(_), why), None) => problems.push(wrong(
                "by",
                format!("{why} Er parterne enige om en dag, så skriv den under Ophør efter aftale."),
            )),
            (Found::Not(Some(version), _), Some(end)) => problems.extend(beyond(&self.file, version, end)),
            (Found::Ends(version, _), Some(end)) => problems.extend(beyond(&self.file, version, end)),
            (Found::Ends(..), None) => {}
        }
        if let (Found::Ends(_, rule), Some(end)) = (&found, draft.agreed_end)
            && end < rule.ends
        {
            problems.push(odd(
                "agreedEnd",
                format!(
                    "Det er før varslet udløber den {}, så begge parter skal være enige.",
                    format::date(rule.ends)
                ),
            ));
        }
        problems
    }

    fn effect(&self, draft: &Draft, _decided: &Decided) -> Option<Effect> {
        let (_, notice, end) = self.notice(draft)?;
        let mut sentences = vec![words::given_because(&notice, end.as_ref())];
        sentences.push("Takster og ophold løber videre, til placeringen afsluttes.".to_owned());
        let remark = Remark {
            tone: if notice.decision_on.is_some() { Tone::Good } else { Tone::Warn },
            text: words::decision_status(Some(&notice)),
        };
        Some(Effect {
            title: "Opsigelsen betyder".to_owned(),
            rows: Vec::new(),
            remarks: vec![remark],
            sentences,
        })
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        // Notice that is new has nothing to clash with; a record that changed meanwhile is decided on anew.
        self.contract.notice_given.is_some().then_some((self.contract.id.0, "opsigelsen"))
    }

    fn decided(&self, draft: Draft) -> Decided {
        let Some((version, notice, _)) = self.notice(&draft) else {
            return Decided::nothing();
        };
        let message = format!("Opsigelsen er gemt: kontrakten ophører den {}.", format::date(notice.ends));
        let ended: Vec<_> =
            versions_from(&self.file.contracts, version).iter().map(|version| version.id).collect();
        let changes = versions_of(&self.file.contracts, self.contract)
            .into_iter()
            .map(|version| {
                let notice_given = ended.contains(&version.id).then(|| notice.clone());
                change(&self.file, version, notice_given)
            })
            .collect();
        Decided { changes, message, case: None }
    }
}

/// An agreed end after the contract's own.
fn beyond(file: &CaseFile<'_>, version: &Contract, end: NaiveDate) -> Option<FieldProblem> {
    let last = versions_from(&file.contracts, version).last().copied()?;
    let own = last.end.filter(|_| last.renewal().is_none()).filter(|own| end > *own)?;
    Some(wrong(
        "agreedEnd",
        format!(
            "Kontrakten slutter selv den {}. Skal den løbe længere, så lav en allonge.",
            format::date(own)
        ),
    ))
}

fn change(file: &CaseFile<'_>, version: &Contract, notice_given: Option<NoticeGiven>) -> EntityChange {
    EntityChange {
        before: Some(Entity::Contract(version.clone())),
        after: Some(Entity::Contract(Contract { notice_given, ..version.clone() })),
        citizen: Some(file.placement.citizen),
        reason: None,
    }
}

/// Notice that is taken back.
pub(super) struct Withdrawing<'p> {
    pub(super) file: CaseFile<'p>,
    pub(super) contract: &'p Contract,
}

impl Sheet for Withdrawing<'_> {
    type Draft = ();

    fn fields(&self) -> Vec<Field<()>> {
        Vec::new()
    }

    fn frame(&self) -> Frame {
        let said = self.contract.notice_given.as_ref().map(words::given).unwrap_or_default();
        Frame {
            title: format!("Tilbagekald opsigelsen af {}, {}", name(self.contract), self.file.placement.case),
            introduction: Some(format!(
                "Opsagt {said}. Kontrakten løber videre, som om den ikke var opsagt. Var opsigelsen skrevet ved en fejl, så skriv det som grund."
            )),
            submit: "Tilbagekald opsigelsen",
            reason: ReasonNeed::Required,
        }
    }

    fn start(&self) {}

    fn choices(&self, _field: &str) -> Vec<String> {
        Vec::new()
    }

    fn rules(&self, _draft: &()) -> Vec<FieldProblem> {
        Vec::new()
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        None
    }

    fn decided(&self, _draft: ()) -> Decided {
        let changes = versions_of(&self.file.contracts, self.contract)
            .into_iter()
            .map(|version| change(&self.file, version, None))
            .collect();
        Decided { changes, message: "Opsigelsen er tilbagekaldt.".to_owned(), case: None }
    }
}
