//! The forms that are open to a case as a whole, by how it stands, each with the use case that it needs.
//!
//! Invariant: a form that would be refused isn't offered: an ended stay is reopened, not ended.

use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::{CaseFile, Placement, PlacementStatus};

use crate::screens::placement_form::can_be_cancelled;
use crate::screens::{contract_form, goal_form};
use crate::types::{FormAction, RecordAction};

/// A form by its action, its button and what it needs.
fn action(action: FormAction, label: &str, use_case: UseCase) -> RecordAction {
    RecordAction {
        action,
        record: None,
        proposed: Vec::new(),
        label: label.to_owned(),
        use_case: use_case.code().to_owned(),
    }
}

/// The same, about a record.
fn about(record: impl ToString, found: RecordAction) -> RecordAction {
    RecordAction { record: Some(record.to_string()), ..found }
}

/// Every form of the case.
pub(super) fn actions(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<RecordAction> {
    use FormAction as Form;
    use UseCase::{EditOffers, EditPlacement, EditRates};
    let has_end = file.placement.ended_on.is_some();
    // An end that is to come closes nothing yet.
    let is_over = file.placement.status(portfolio.today()) == PlacementStatus::Ended;
    let mut found = vec![action(Form::EditPlacement, "Ret", EditPlacement)];
    if portfolio.citizen(facts).is_some() {
        found.push(action(Form::EditCitizen, "Ret borger", EditPlacement));
    }
    let is_cancelled = file.placement.is_cancelled();
    if has_end {
        found.push(action(Form::ReopenPlacement, "Genåbn placeringen", EditPlacement));
        if !is_cancelled {
            found.push(action(Form::EndPlacement, "Ret ophøret", EditPlacement));
        }
    } else {
        found.push(action(Form::EndPlacement, "Afslut placeringen", EditPlacement));
    }
    if can_be_cancelled(portfolio, file.placement) {
        found.push(action(Form::CancelPlacement, "Annullér placeringen", EditPlacement));
    }
    let is_next = |other: &Placement| other.moved_from == Some(file.placement.id) && !other.is_cancelled();
    if !is_cancelled && !portfolio.register().placements.iter().any(is_next) {
        found.push(action(Form::MovePlacement, "Flyt til andet tilbud", EditPlacement));
    }
    found.push(action(Form::NewPlacement, "Nyt ophold for samme borger", EditPlacement));
    found.push(action(Form::AddRate, "Ny takstlinje", EditRates));
    if !is_over {
        found.extend(contract_form::case_actions());
    }
    // Hours that were delivered are still entered after the end; a new goal is not.
    found.extend(goal_form::case_actions().into_iter().filter(|one| !is_over || one.action != Form::NewGoal));
    found.push(action(Form::NewSearchedOffer, "Nyt afsøgt tilbud", EditPlacement));
    found.extend(file.searched_offers.iter().map(|offer| {
        let label = format!("Ret afsøgt tilbud: {}", offer.offer);
        about(offer.id, action(Form::EditSearchedOffer, &label, EditPlacement))
    }));
    if let Some(offer) = file.offer {
        found.push(about(offer.id, action(Form::EditOffer, "Ret tilbuddet", EditOffers)));
    }
    if let Some(provider) = file.provider {
        found.push(about(provider.id, action(Form::EditProvider, "Ret leverandøren", EditOffers)));
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::sample;
    use crate::screens::offer_form;
    use crate::screens::placement_form::{self, Asked, May};

    /// What is open to a case.
    fn open_to(portfolio: &Portfolio, case: &str) -> Vec<RecordAction> {
        let facts = portfolio.case(case).unwrap();
        actions(portfolio, &portfolio.file(facts), facts)
    }

    #[test]
    fn every_form_that_is_offered_opens() {
        let portfolio = sample::portfolio();
        let may = May { offers: true, rates: true };
        for facts in portfolio.cases() {
            let case = portfolio.placement(facts).case.as_str();
            for RecordAction { action, record, label, use_case, .. } in open_to(&portfolio, case) {
                let record = record.as_deref();
                let opened = match use_case.as_str() {
                    "edit_placement" => {
                        placement_form::sheet(&portfolio, may, Asked { action, case: Some(case), record })
                            .err()
                    }
                    "edit_offers" => offer_form::sheet(&portfolio, action, record).err(),
                    _ => None,
                };
                assert!(opened.is_none(), "{case} {label}: {opened:?}");
            }
        }
    }

    #[test]
    fn an_ended_stay_is_reopened_and_an_open_one_ended() {
        let mut register = sample::register();
        let today = sample::today();
        register.placements[0].ended_on = None;
        let case = register.placements[0].case.to_string();
        let open = Portfolio::new(Arc::new(register.clone()), today);
        register.placements[0].ended_on = Some(vilkaar_domain::calendar::add_days(today, 30));
        let ending = Portfolio::new(Arc::new(register.clone()), today);
        register.placements[0].ended_on = today.pred_opt();
        let ended = Portfolio::new(Arc::new(register), today);
        let has = |portfolio: &Portfolio, wanted| {
            open_to(portfolio, &case).iter().any(|found| found.action == wanted)
        };
        assert!(!has(&open, FormAction::ReopenPlacement) && has(&open, FormAction::NewContract));
        assert!(has(&ending, FormAction::ReopenPlacement) && has(&ending, FormAction::NewContract));
        assert!(has(&ending, FormAction::NewGoal) && !has(&ended, FormAction::NewGoal));
        assert!(has(&ended, FormAction::ReopenPlacement) && !has(&ended, FormAction::NewContract));
    }
}
