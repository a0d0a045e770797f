//! A contract, a version or a *trappetakst* that was made by mistake, taken out of the case.
//!
//! Invariant: the log keeps what it was and why it went; nothing is taken out that something else stands on.

use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::notice::successor;
use vilkaar_domain::{CaseFile, Contract, Entity, StepRate};
use vilkaar_wording::format;
use vilkaar_wording::log::upper_first;

use super::name;
use crate::errors;
use crate::program::saving::Decided;
use crate::screens::effect;
use crate::screens::forms::sheet::Sheet;
use crate::screens::forms::{Field, Frame};
use crate::types::{ApiError, Effect, FieldProblem, ReasonNeed};

/// A contract that is taken out.
pub(super) struct OfContract<'p> {
    portfolio: &'p Portfolio,
    contract: &'p Contract,
    file: CaseFile<'p>,
}

impl<'p> OfContract<'p> {
    /// # Errors
    /// `in_use` where an allonge, a file or notice stands on it.
    pub(super) fn of(
        portfolio: &'p Portfolio,
        contract: &'p Contract,
        file: CaseFile<'p>,
    ) -> Result<Self, ApiError> {
        let refuse = |sentence: String| Err(errors::plain("in_use", sentence));
        if let Some(next) = successor(&file.contracts, contract) {
            let from = format::date(next.start);
            return refuse(format!("En allonge fra {from} ændrer kontrakten. Fjern allongen først."));
        }
        let files = file.attachments.iter().filter(|file| file.about == Some(contract.id.0)).count();
        if files > 0 {
            return refuse(format!(
                "{} er vedhæftet kontrakten. Fjern {} fra sagen først.",
                format::counted(files, "fil", "filer"),
                if files == 1 { "den" } else { "dem" }
            ));
        }
        if contract.notice_given.is_some() {
            return refuse("Kontrakten er opsagt. Tilbagekald opsigelsen først.".to_owned());
        }
        Ok(Self { portfolio, contract, file })
    }
}

/// A record that is taken out.
fn taken_out(record: Entity, file: &CaseFile<'_>) -> EntityChange {
    EntityChange { before: Some(record), after: None, citizen: Some(file.placement.citizen), reason: None }
}

impl Sheet for OfContract<'_> {
    type Draft = ();

    fn fields(&self) -> Vec<Field<()>> {
        Vec::new()
    }

    fn frame(&self) -> Frame {
        let what = if self.contract.amends.is_some() { "allongen" } else { "kontrakten" };
        Frame {
            title: format!("Fjern {}, {}", name(self.contract), self.file.placement.case),
            introduction: Some(format!(
                "Kun hvis {what} fra {} er oprettet ved en fejl. Den tages ud af sagen; historikken viser den og \
                 grunden. Er kontrakten slut, så skriv slutdatoen i stedet.",
                format::date(self.contract.start)
            )),
            submit: "Fjern",
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

    fn effect(&self, _draft: &(), decided: &Decided) -> Option<Effect> {
        let before = self.contract.amends.and_then(|id| self.file.contracts.iter().find(|one| one.id == id));
        let then = match before {
            Some(former) => format!("{} gælder igen, som den stod.", upper_first(&name(former))),
            None => "Frister efter kontrakten falder bort.".to_owned(),
        };
        let mut found = effect::effect(self.portfolio, &decided.changes).unwrap_or(Effect {
            title: "Det sker der".to_owned(),
            rows: Vec::new(),
            remarks: Vec::new(),
            sentences: Vec::new(),
        });
        found.sentences.insert(0, then);
        Some(found)
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        None
    }

    fn decided(&self, _draft: ()) -> Decided {
        let changes = vec![taken_out(Entity::Contract(self.contract.clone()), &self.file)];
        let what = if self.contract.amends.is_some() { "Allongen" } else { "Kontrakten" };
        Decided { changes, message: format!("{what} er fjernet."), case: None }
    }
}

/// A trappetakst that is taken out.
pub(super) struct OfStep<'p> {
    pub(super) step: &'p StepRate,
    pub(super) file: CaseFile<'p>,
}

impl Sheet for OfStep<'_> {
    type Draft = ();

    fn fields(&self) -> Vec<Field<()>> {
        Vec::new()
    }

    fn frame(&self) -> Frame {
        Frame {
            title: format!("Fjern trappetakst, {}", self.file.placement.case),
            introduction: Some(format!(
                "{} til {} kr. foreslås ikke mere og regnes ikke som forventet. Historikken viser den og grunden.",
                self.step.service.word(),
                format::rate(self.step.new_rate)
            )),
            submit: "Fjern",
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
        let changes = vec![taken_out(Entity::StepRate(self.step.clone()), &self.file)];
        Decided { changes, message: "Trappetaksten er fjernet.".to_owned(), case: None }
    }
}
