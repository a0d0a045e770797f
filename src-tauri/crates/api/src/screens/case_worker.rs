//! Several cases at once get another case worker.
//!
//! Invariant: all of them or none, as one operation; each over what it was decided on.

use std::collections::BTreeSet;

use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::{Entity, Placement};
use vilkaar_wording::format;

use super::forms::{fields, wrong};
use crate::program::case;
use crate::program::saving::{Decided, Decision};
use crate::types::{ApiError, ChangeCaseWorker};

/// Longest name of a case worker.
const NAME_LENGTH: usize = 120;

/// Decides on the change.
///
/// # Errors
/// `case_unknown`; nothing is changed then.
pub(crate) fn decide(portfolio: &Portfolio, request: &ChangeCaseWorker) -> Result<Decision, ApiError> {
    let to = fields::text(&request.to);
    if to.as_ref().is_some_and(|name| name.chars().count() > NAME_LENGTH) {
        return Ok(Decision::Refuse(vec![wrong("to", format!("Et navn har højst {NAME_LENGTH} tegn."))]));
    }
    let numbers: BTreeSet<&str> = request.cases.iter().map(String::as_str).collect();
    if numbers.is_empty() {
        return Ok(Decision::Refuse(vec![wrong("cases", "Vælg mindst én sag først.")]));
    }
    let mut changes = Vec::new();
    for number in numbers {
        let before = portfolio.placement(case(portfolio, number)?);
        let mut after: Placement = before.clone();
        let place = if request.is_second { &mut after.second_case_worker } else { &mut after.case_worker };
        if *place == to {
            continue;
        }
        place.clone_from(&to);
        changes.push(EntityChange {
            citizen: Some(before.citizen),
            before: Some(Entity::Placement(before.clone())),
            after: Some(Entity::Placement(after)),
            reason: None,
        });
    }
    let which = if request.is_second { "Sagsbehandler 2" } else { "Sagsbehandler 1" };
    let message = match (changes.len(), &to) {
        (0, _) => format!("{which} var det i forvejen på alle de valgte sager. Intet er ændret."),
        (count, Some(name)) => format!("{which} er nu {name} på {}.", format::counted(count, "sag", "sager")),
        (count, None) => format!("{which} er fjernet fra {}.", format::counted(count, "sag", "sager")),
    };
    Ok(Decision::Save(Decided { changes, message, case: None }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn request(cases: &[&str], to: &str) -> ChangeCaseWorker {
        ChangeCaseWorker {
            cases: cases.iter().map(|case| (*case).to_owned()).collect(),
            is_second: false,
            to: to.to_owned(),
            operation: String::new(),
            reason: String::new(),
        }
    }

    fn saved(decision: Decision) -> Decided {
        match decision {
            Decision::Save(decided) => decided,
            Decision::Refuse(problems) => panic!("{problems:?}"),
            Decision::Clash(found) => panic!("{:?}", found.fields),
        }
    }

    #[test]
    fn each_case_is_changed_once_and_those_that_have_the_name_already_are_left() {
        let portfolio = sample::portfolio();
        let twice = request(&["S2022-1008", "S2026-1001", "S2022-1008"], " Ib Øst ");
        let decided = saved(decide(&portfolio, &twice).unwrap());
        assert_eq!(decided.changes.len(), 2);
        assert_eq!(decided.message, "Sagsbehandler 1 er nu Ib Øst på 2 sager.");
        let has = portfolio.placement(portfolio.case("S2022-1008").unwrap()).case_worker.clone().unwrap();
        let decided = saved(decide(&portfolio, &request(&["S2022-1008"], &has)).unwrap());
        assert!(decided.changes.is_empty());
        let decided = saved(decide(&portfolio, &request(&["S2022-1008"], "")).unwrap());
        assert_eq!(decided.message, "Sagsbehandler 1 er fjernet fra 1 sag.");
    }

    #[test]
    fn no_case_an_unknown_one_and_a_name_without_end_are_refused() {
        let portfolio = sample::portfolio();
        let unknown = decide(&portfolio, &request(&["S2022-1008", "S1999-1"], "Ib"));
        assert_eq!(unknown.err().unwrap().code, "case_unknown");
        for (cases, to, field) in [(&[][..], "Ib", "cases"), (&["S2022-1008"][..], &"x".repeat(121), "to")] {
            let Ok(Decision::Refuse(problems)) = decide(&portfolio, &request(cases, to)) else { panic!() };
            assert_eq!(problems[0].field, field);
        }
    }
}
