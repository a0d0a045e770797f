//! Contracts by hand: a new one, an *allonge* to one, a mistake put right, notice given or taken back, and
//! *trappetakster* (domain §3 and §4).
//!
//! Invariant: what was agreed is never rewritten. An allonge is a version of its own from its start on; only a mistake
//! of typing is put right in its record, with a reason.

use vilkaar_application::permission::UseCase;
use vilkaar_domain::notice::successor;
use vilkaar_domain::{CaseFile, Contract};

use crate::types::{FormAction, RecordAction};

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
    found
}
