//! Contracts by hand: a new one, an *allonge* to one, a mistake put right or taken out, notice given or taken back,
//! and *trappetakster* (domain §3 and §4).
//!
//! Invariant: what was agreed is never rewritten. An allonge is a version of its own from its start on; only a mistake
//! of typing is put right in its record, with a reason.

mod notice;
mod removal;
mod step;
mod terms;
mod terms_fields;
#[cfg(test)]
mod tests;

use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_domain::notice::successor;
use vilkaar_domain::{CaseFile, Contract, StepRate};

use super::forms::sheet::AnySheet;
use crate::errors;
use crate::program::case;
use crate::types::{ApiError, FormAction, RecordAction};

/// The form of an action on a case.
///
/// # Errors
/// `case_unknown`, `record_unknown`, `in_use`, `action_unknown`.
pub(crate) fn sheet<'p>(
    portfolio: &'p Portfolio,
    action: FormAction,
    number: Option<&str>,
    record: Option<&str>,
) -> Result<Box<dyn AnySheet + 'p>, ApiError> {
    let what = match action {
        FormAction::NewContract => Some(terms::Job::New),
        FormAction::AmendContract => Some(terms::Job::Amend),
        FormAction::CorrectContract => Some(terms::Job::Correct),
        FormAction::GiveNotice
        | FormAction::WithdrawNotice
        | FormAction::RemoveContract
        | FormAction::NewStepRate
        | FormAction::EditStepRate
        | FormAction::RemoveStepRate => None,
        _ => return Err(errors::action_unknown()),
    };
    let file = portfolio.file(case(portfolio, number.unwrap_or_default())?);
    let is = |id: &dyn ToString| record.is_some_and(|record| record == id.to_string());
    let contract = || {
        let found = file.contracts.iter().copied().find(|contract| is(&contract.id));
        found.ok_or_else(errors::record_unknown)
    };
    Ok(match (action, what) {
        (_, Some(terms::Job::New)) => {
            Box::new(terms::Terms { portfolio, job: terms::Job::New, contract: None, file })
        }
        (_, Some(job)) => {
            let contract = Some(contract()?);
            Box::new(terms::Terms { portfolio, job, contract, file })
        }
        (FormAction::GiveNotice, _) => {
            let contract = contract()?;
            Box::new(notice::Giving { portfolio, contract, file })
        }
        (FormAction::WithdrawNotice, _) => {
            let contract = contract()?;
            if contract.notice_given.is_none() {
                return Err(errors::record_unknown());
            }
            Box::new(notice::Withdrawing { contract, file })
        }
        (FormAction::RemoveContract, _) => {
            let contract = contract()?;
            Box::new(removal::OfContract::of(portfolio, contract, file)?)
        }
        (FormAction::EditStepRate | FormAction::RemoveStepRate, _) => {
            let step = file.step_rates.iter().copied().find(|step| is(&step.id));
            let step = step.ok_or_else(errors::record_unknown)?;
            match action {
                FormAction::RemoveStepRate => Box::new(removal::OfStep { step, file }),
                _ => Box::new(step::Step { portfolio, step: Some(step), file }),
            }
        }
        _ => Box::new(step::Step { portfolio, step: None, file }),
    })
}

/// What the log says the change was made in, and what it calls it.
pub(crate) const fn names(action: FormAction) -> (&'static str, &'static str) {
    match action {
        FormAction::NewContract => ("Ny kontrakt", "contract"),
        FormAction::AmendContract => ("Allonge", "contract"),
        FormAction::CorrectContract => ("Ret kontrakt", "contract"),
        FormAction::RemoveContract => ("Fjern kontrakt", "remove_contract"),
        FormAction::RemoveStepRate => ("Fjern trappetakst", "remove_step_rate"),
        FormAction::GiveNotice => ("Opsigelse", "notice"),
        FormAction::WithdrawNotice => ("Tilbagekald opsigelse", "notice"),
        _ => ("Trappetakst", "step_rate"),
    }
}

/// The forms that are open to a contract. What a later version took the place of can only be put right.
pub(crate) fn actions(file: &CaseFile<'_>, contract: &Contract) -> Vec<RecordAction> {
    let mut found = Vec::new();
    let mut add = |action, label: &str| {
        found.push(RecordAction {
            action,
            record: Some(contract.id.to_string()),
            proposed: Vec::new(),
            label: label.to_owned(),
            use_case: UseCase::EditContracts.code().to_owned(),
        });
    };
    if successor(&file.contracts, contract).is_none() {
        add(FormAction::AmendContract, "Lav allonge");
        if contract.notice_given.is_some() {
            add(FormAction::GiveNotice, "Ret opsigelsen");
            add(FormAction::WithdrawNotice, "Tilbagekald opsigelsen");
        } else {
            add(FormAction::GiveNotice, "Opsig");
        }
    }
    add(FormAction::CorrectContract, "Ret fejl");
    // The newest version goes first, or the one that amends it would stand on nothing.
    if successor(&file.contracts, contract).is_none() {
        add(FormAction::RemoveContract, "Fjern");
    }
    found
}

/// The forms of contracts that are open to a case as a whole.
pub(crate) fn case_actions() -> Vec<RecordAction> {
    [(FormAction::NewContract, "Ny kontrakt"), (FormAction::NewStepRate, "Ny trappetakst")]
        .into_iter()
        .map(|(action, label)| RecordAction {
            action,
            record: None,
            proposed: Vec::new(),
            label: label.to_owned(),
            use_case: UseCase::EditContracts.code().to_owned(),
        })
        .collect()
}

/// The forms that are open to a trappetakst.
pub(crate) fn step_actions(step: &StepRate) -> [RecordAction; 2] {
    [(FormAction::EditStepRate, "Ret trappetakst"), (FormAction::RemoveStepRate, "Fjern trappetakst")].map(
        |(action, label)| RecordAction {
            action,
            record: Some(step.id.to_string()),
            proposed: Vec::new(),
            label: label.to_owned(),
            use_case: UseCase::EditContracts.code().to_owned(),
        },
    )
}

/// A contract's name inside a sentence: its number, or `kontrakten fra 15-02-2022`.
fn name(contract: &Contract) -> String {
    contract
        .number
        .clone()
        .unwrap_or_else(|| format!("kontrakten fra {}", vilkaar_wording::format::date(contract.start)))
}
