//! What a contract makes due: renegotiation, notice, the end of its term.
//!
//! Invariant: a term that passed while the program knew of the contract keeps its items until they are handled, though
//! the contract has renewed itself since. Terms from before the contract came into the register make none: nobody here
//! could have handled them, and a contract of many years would bury the list (ADR 22).

use chrono::NaiveDate;

use super::AgendaSubject;
use crate::notice::{
    NoticeAnswer, contract_for_notice, contract_in_force, is_superseded, latest_notice, passed_terms,
    term_end,
};
use crate::{CaseFile, Contract, Party};

impl CaseFile<'_> {
    /// The contract whose days count: in force today, else the one that ended last, since its days stay overdue until
    /// another is in force, else the first to come.
    pub(super) fn contract_of_agenda(&self, today: NaiveDate) -> Option<&Contract> {
        contract_in_force(&self.contracts, today)
            .or_else(|| {
                let begun = self.contracts.iter().copied().filter(|contract| contract.start <= today);
                begun
                    .filter(|contract| !is_superseded(&self.contracts, contract, today))
                    .max_by_key(|contract| (contract.fixed_end(), contract.start))
            })
            .or_else(|| contract_for_notice(&self.contracts, today).ok())
    }

    /// Renegotiation, notice and end of the contract.
    pub(super) fn due_of_contract(&self, today: NaiveDate) -> Vec<(NaiveDate, AgendaSubject)> {
        let Some(contract) = self.contract_of_agenda(today) else { return Vec::new() };
        let passed = passed_terms(&self.contracts, contract, today);
        let running = term_end(&self.contracts, contract, today).filter(|end| !passed.contains(end));
        let mut due = Vec::new();
        due.extend(
            contract.renegotiate_on.map(|day| (day, AgendaSubject::Renegotiation { contract: contract.id })),
        );
        let renews_by_months =
            contract.renewal().filter(|_| contract.notice_given.is_none()).map(|(_, months)| months);
        due.extend(
            passed
                .iter()
                .chain(&running)
                .map(|day| (*day, AgendaSubject::ContractEnd { contract: contract.id, renews_by_months })),
        );
        // Once notice is given, by either party, there is none left to give.
        if contract.notice_given.is_none() {
            // A passed term was the contract's own, whatever a version that hasn't begun says.
            let own = [contract];
            let wanted: Vec<(&[&Contract], NaiveDate)> = match contract.renegotiate_on {
                Some(day) => vec![(&self.contracts, day)],
                None => {
                    let passed = passed.iter().map(|day| (own.as_slice(), *day));
                    passed.chain(running.map(|day| (self.contracts.as_slice(), day))).collect()
                }
            };
            due.extend(wanted.into_iter().filter_map(|(contracts, wanted)| {
                match latest_notice(contracts, contract, Party::Municipality, wanted, today) {
                    Ok(NoticeAnswer::Latest(latest)) => {
                        Some((latest.last_workday, AgendaSubject::Notice { contract: contract.id, latest }))
                    }
                    _ => None,
                }
            }));
        }
        due
    }
}
