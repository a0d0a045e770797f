//! Rate lines by hand: a new one, a change from a date, a correction, an end, and what costs nothing (domain §2.1).
//!
//! Invariant: a rate is never overwritten. A change closes the old line the day before and opens the new; a
//! correction annuls the wrong line, which stays visible, and opens the right one.

mod fields;
mod rules;

use uuid::Uuid;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::notice::contract_in_force;
use vilkaar_domain::{CaseFile, Cause, Entity, RateLine, RateLineId, Service, Unit};
use vilkaar_wording::format;

use super::effect::{self, effect, line_name};
use super::forms::{self, Field, Frame, Merged};
use crate::errors;
use crate::program::case;
use crate::program::saving::{ClashFound, Decided, Decision};
use crate::types::{
    ApiError, FieldProblem, FieldValue, Form, FormAction, FormCheck, FormRequest, ReasonNeed, Remark, Tone,
};

use fields::Draft;
pub(crate) use rules::unusual_rate;

/// What is done to a rate line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Job {
    Add,
    Change,
    Correct,
    End,
    Details,
}

impl Job {
    fn of(action: FormAction) -> Result<Self, ApiError> {
        match action {
            FormAction::AddRate => Ok(Self::Add),
            FormAction::ChangeRate => Ok(Self::Change),
            FormAction::CorrectRate => Ok(Self::Correct),
            FormAction::EndRate => Ok(Self::End),
            FormAction::EditRateDetails => Ok(Self::Details),
            _ => Err(errors::plain("action_unknown", "Den formular hører ikke til takstlinjer.")),
        }
    }
}

/// A form over the rate lines of a case.
pub(crate) struct RateForm<'p> {
    portfolio: &'p Portfolio,
    /// The case.
    pub(crate) facts: &'p CaseFacts,
    file: CaseFile<'p>,
    job: Job,
    /// The line that it is about; none for a new one.
    line: Option<&'p RateLine>,
}

impl<'p> RateForm<'p> {
    /// The form of an action on a case and a line of it.
    ///
    /// # Errors
    /// `case_unknown`, `action_unknown`, `record_unknown`.
    pub(crate) fn new(
        portfolio: &'p Portfolio,
        action: FormAction,
        number: Option<&str>,
        record: Option<&str>,
    ) -> Result<Self, ApiError> {
        let job = Job::of(action)?;
        let facts = case(portfolio, number.unwrap_or_default())?;
        let file = portfolio.file(facts);
        let line = match job {
            Job::Add => None,
            _ => {
                let id = record.and_then(|id| id.parse::<Uuid>().ok()).map(RateLineId);
                let found = file.rate_lines.iter().copied().find(|line| Some(line.id) == id);
                Some(found.ok_or_else(|| {
                    errors::plain(
                        "record_unknown",
                        "Takstlinjen findes ikke længere på sagen. Åbn sagen igen for at se, hvad der gælder.",
                    )
                })?)
            }
        };
        Ok(Self { portfolio, facts, file, job, line })
    }

    /// The form as it opens.
    pub(crate) fn form(&self, request: &FormRequest, operation: String) -> Form {
        let draft = self.draft();
        let fields = self.fields();
        let mut form = forms::form(&fields, &draft, self.frame(), operation, |name| self.choices(name));
        forms::propose(&mut form, &request.proposed);
        form
    }

    /// What is wrong or odd while it is typed, and what it would do.
    pub(crate) fn check(&self, values: &[FieldValue]) -> FormCheck {
        let mut draft = self.draft();
        let problems = forms::read(&self.fields(), &mut draft, values);
        let (changes, problems) = self.judged(draft, problems);
        // What only says why has no say in the money.
        let blocks = |problem: &FieldProblem| {
            problem.is_error
                && !["cause", "reviewOn", "source", "packageCode"].contains(&problem.field.as_str())
        };
        let mut effect = if problems.iter().any(blocks) { None } else { effect(self.portfolio, &changes) };
        if let Some(effect) = effect.as_mut().filter(|_| self.cuts_hours(&changes)) {
            let text = vilkaar_wording::notice::needs_decision("timerne sættes ned");
            effect.remarks.insert(0, Remark { tone: Tone::Warn, text });
        }
        FormCheck { problems, effect }
    }

    /// Does the citizen get fewer hours: a line by the hour that ends or is of fewer, with no decision on the
    /// contract that is in force (domain §3)?
    fn cuts_hours(&self, changes: &[EntityChange]) -> bool {
        let Some(old) = self.line.filter(|line| line.unit == Unit::Hour) else { return false };
        let new = changes.iter().find_map(|change| match (&change.before, &change.after) {
            (None, Some(Entity::RateLine(line))) => Some(line),
            _ => None,
        });
        let is_cut = match (self.job, new) {
            (Job::End, _) => true,
            (Job::Change, Some(new)) => new.unit == Unit::Hour && new.quantity < old.quantity,
            _ => false,
        };
        let today = self.portfolio.today();
        let contract = contract_in_force(&self.file.contracts, today);
        is_cut && contract.is_none_or(|contract| contract.terms.decision_on.is_none())
    }

    /// Decides on a save.
    pub(crate) fn decide(&self, base: &[FieldValue], values: &[FieldValue], reason: &str) -> Decision {
        let fields = self.fields();
        let now = self.draft();
        let (draft, mut problems) = match (self.job, self.line) {
            // What is changed, or goes on from, are fields of the line itself: somebody else may have changed them too.
            (_, Some(line)) => match forms::merge(&fields, &now, base, values) {
                Merged::Clash(found) => {
                    return Decision::Clash(ClashFound {
                        record: line.id.0,
                        what: "takstlinjen",
                        fields: found,
                        now: forms::values(&fields, &now),
                    });
                }
                Merged::Draft(draft, problems) => (draft, problems),
            },
            _ => {
                let mut draft = now;
                let problems = forms::read(&fields, &mut draft, values);
                (draft, problems)
            }
        };
        if self.job == Job::Correct && reason.trim().is_empty() {
            problems.push(forms::wrong(
                "reason",
                "Skriv, hvad der var forkert: den gamle linje bliver stående, og andre skal kunne forstå rettelsen.",
            ));
        }
        let (changes, problems) = self.judged(draft, problems);
        if problems.iter().any(|problem| problem.is_error) {
            return Decision::Refuse(problems);
        }
        let message = self.message(&changes);
        Decision::Save(Decided { changes, message, case: None })
    }

    /// The changes that a draft comes to, with what the rules say beside what couldn't be read.
    fn judged(
        &self,
        draft: Draft,
        mut problems: Vec<FieldProblem>,
    ) -> (Vec<EntityChange>, Vec<FieldProblem>) {
        if let Some(closed) = self.closed() {
            return (Vec::new(), vec![closed]);
        }
        let changes = self.changes(&draft);
        problems.extend(self.rules(&draft, &changes));
        // Of a field that can't be read nothing more is said.
        let mut said: Vec<FieldProblem> = Vec::new();
        for problem in problems {
            let is_known = said.iter().any(|known| known.field == problem.field && known.is_error);
            if !(is_known && problem.is_error) {
                said.push(problem);
            }
        }
        (changes, said)
    }

    /// The records after; nothing while a value is missing that a line can't be without.
    fn changes(&self, draft: &Draft) -> Vec<EntityChange> {
        let change = |before: Option<&RateLine>, after: RateLine| EntityChange {
            before: before.cloned().map(Entity::RateLine),
            after: Some(Entity::RateLine(after)),
            citizen: Some(self.file.placement.citizen),
            reason: None,
        };
        match (self.job, self.line) {
            (Job::End, Some(line)) => vec![change(Some(line), RateLine { to: draft.to, ..line.clone() })],
            (Job::Details, Some(line)) => {
                let after = RateLine {
                    review_on: draft.review_on,
                    source: draft.source.clone(),
                    package_code: draft.package_code.clone(),
                    ..line.clone()
                };
                vec![change(Some(line), after)]
            }
            (job, line) => {
                let Some(new) = self.new_line(draft) else { return Vec::new() };
                match (job, line) {
                    (Job::Change, Some(old)) => {
                        vec![change(Some(old), old.closed_by(&new)), change(None, new)]
                    }
                    (Job::Correct, Some(wrong)) => {
                        let right = RateLine { corrects: Some(wrong.id), ..new };
                        vec![change(Some(wrong), wrong.as_annulled()), change(None, right)]
                    }
                    _ => vec![change(None, new)],
                }
            }
        }
    }

    /// The line that a draft describes.
    fn new_line(&self, draft: &Draft) -> Option<RateLine> {
        let service = draft.service.clone()?;
        let unit = draft.unit?;
        Some(RateLine {
            id: RateLineId(crate::UuidIdentities.next()),
            placement: self.file.placement.id,
            paragraph: self.paragraph(&service, draft),
            service,
            amount: draft.amount?,
            unit,
            quantity: draft.quantity.filter(|_| unit.needs_quantity()),
            from: draft.from?,
            to: draft.to,
            cause: if self.job == Job::Correct { Cause::new("Rettelse") } else { draft.cause.clone() },
            settlement_days: draft.settlement_days,
            open_weeks: draft.open_weeks,
            review_on: draft.review_on,
            collected_by: draft.collected_by,
            annulled: false,
            corrects: None,
            package_code: draft.package_code.clone(),
            source: draft.source.clone(),
        })
    }

    /// A line's own paragraph: of dagtilbud as chosen (§ 104 unless said), of transport § 105, else the case's.
    fn paragraph(&self, service: &Service, draft: &Draft) -> String {
        let of_line = self.line.filter(|line| line.service == *service).map(|line| line.paragraph.clone());
        match service {
            Service::DayOffer => draft.paragraph.clone().or(of_line).unwrap_or_else(|| "§ 104".to_owned()),
            Service::Transport => of_line.unwrap_or_else(|| "§ 105".to_owned()),
            _ => of_line.unwrap_or_else(|| self.file.placement.legal_basis.word().to_owned()),
        }
    }

    /// What the form opens with.
    fn draft(&self) -> Draft {
        match (self.job, self.line) {
            (Job::Add, _) | (_, None) => Draft::new_line(),
            (Job::Change, Some(line)) => Draft::after(line, self.portfolio.today()),
            (_, Some(line)) => Draft::of(line),
        }
    }

    fn fields(&self) -> Vec<Field<Draft>> {
        fields::of(self.job, self.line)
    }

    fn choices(&self, name: &str) -> Vec<String> {
        fields::choices(name, self.portfolio)
    }

    fn frame(&self) -> Frame {
        let case = &self.file.placement.case;
        let name = self.line.map(line_name).unwrap_or_default();
        let days = self.line.map(|line| super::placement::rate_lines::period_words(line.from, line.to));
        let days = days.unwrap_or_default();
        let (title, introduction, submit, reason) = match self.job {
            Job::Add => (
                format!("Ny takstlinje på {case}"),
                "Skal en takst, der gælder nu, være en anden fra en dato? Så brug »Ny takst fra …« på linjen selv."
                    .to_owned(),
                "Gem linjen",
                ReasonNeed::Optional,
            ),
            Job::Change => (
                format!("Ny takst på {case}"),
                format!("Nu: {name}, {days}. Den slutter dagen før, og den nye begynder; intet overskrives."),
                "Gem den nye takst",
                ReasonNeed::Optional,
            ),
            Job::Correct => (
                format!("Ret en fejl på {case}"),
                format!(
                    "Forkert linje: {name}, {days}. Den annulleres, koster intet fra sin start og bliver stående, streget over."
                ),
                "Ret fejlen",
                ReasonNeed::Required,
            ),
            Job::End => (
                format!("Afslut en takstlinje på {case}"),
                format!("{name}, {days}."),
                "Afslut linjen",
                ReasonNeed::Optional,
            ),
            Job::Details => (
                format!("Ret oplysninger på {case}"),
                format!("{name}, {days}. Udgiften bliver den samme."),
                "Gem",
                ReasonNeed::None,
            ),
        };
        Frame { title, introduction: Some(introduction), submit, reason }
    }

    /// What the user is told once it is saved, the limit with it: nothing slips over it unseen.
    fn message(&self, changes: &[EntityChange]) -> String {
        let of = |change: &EntityChange| match &change.after {
            Some(Entity::RateLine(line)) => Some(line.clone()),
            _ => None,
        };
        let lines: Vec<RateLine> = changes.iter().filter_map(of).collect();
        let done = match (self.job, lines.as_slice()) {
            (Job::End, [line]) => {
                format!("{} slutter {}.", line_name(line), line.to.map(format::date).unwrap_or_default())
            }
            (Job::Details, _) | (_, []) => "Gemt.".to_owned(),
            (Job::Correct, [.., line]) => {
                format!("Fejlen er rettet: {} fra {}.", line_name(line), format::date(line.from))
            }
            (_, [.., line]) => format!("{} fra {} er gemt.", line_name(line), format::date(line.from)),
        };
        let limit = effect::limit_remarks(self.portfolio, changes);
        let above = limit.into_iter().find(|remark| remark.tone == Tone::Bad);
        above.map_or(done.clone(), |above| format!("{done} {}", above.text))
    }
}

#[cfg(test)]
mod tests;
