//! The placement's forms on the sample: what they show, refuse and point out, and the records that come of them.

mod begin;
mod cancel;
mod edit;
mod end;
mod people;

use std::sync::Arc;

use vilkaar_domain::{Entity, Register};

use super::*;
use crate::program::saving::{Decided, Decision};
use crate::sample;
use crate::types::{ClashField, FieldProblem, FieldValue, FormCheck};

/// Somebody who may do everything that a form can save.
const ALL: May = May { offers: true, rates: true };

/// The sample as a read model.
fn sample() -> Portfolio {
    sample::portfolio()
}

/// The sample with something else in it.
fn sample_with(change: impl FnOnce(&mut Register)) -> Portfolio {
    let mut register = sample::register();
    change(&mut register);
    Portfolio::new(Arc::new(register), sample::today())
}

/// A form with what stands in it.
struct Filled<'p> {
    sheet: Box<dyn AnySheet + 'p>,
    base: Vec<FieldValue>,
    mine: Vec<FieldValue>,
}

impl<'p> Filled<'p> {
    fn opened(portfolio: &'p Portfolio, action: FormAction, case: Option<&str>) -> Self {
        Self::by(portfolio, ALL, Asked { action, case, record: None })
    }

    fn by(portfolio: &'p Portfolio, may: May, asked: Asked<'_>) -> Self {
        let sheet = sheet(portfolio, may, asked).unwrap();
        let form = sheet.form(String::new());
        let base: Vec<FieldValue> = form
            .fields
            .into_iter()
            .map(|field| FieldValue { name: field.name, value: field.value })
            .collect();
        Self { sheet, mine: base.clone(), base }
    }

    /// With some fields filled in.
    fn with(mut self, typed: &[(&str, &str)]) -> Self {
        for (name, value) in typed {
            let field = self.mine.iter_mut().find(|known| known.name == *name);
            field.unwrap_or_else(|| panic!("no field {name}")).value = (*value).to_owned();
        }
        self
    }

    /// Opened when the record was another.
    fn over(mut self, base: &[FieldValue]) -> Self {
        self.base = base.to_vec();
        self
    }

    fn value(&self, name: &str) -> &str {
        &self.mine.iter().find(|value| value.name == name).unwrap().value
    }

    fn has(&self, name: &str) -> bool {
        self.mine.iter().any(|value| value.name == name)
    }

    fn checked(&self) -> FormCheck {
        self.sheet.check(&self.mine)
    }

    /// What is said at a field.
    fn said(&self, field: &str) -> Vec<FieldProblem> {
        self.checked().problems.into_iter().filter(|problem| problem.field == field).collect()
    }

    /// Proves that something is said at a field, and whether it keeps the form from being saved.
    fn says(&self, field: &str, words: &str, is_error: bool) {
        let said = self.said(field);
        let found =
            said.iter().any(|problem| problem.sentence.contains(words) && problem.is_error == is_error);
        assert!(found, "{field}, {words}, {is_error}: {:?}", self.checked().problems);
        let is_refused = matches!(self.sheet.decide(&self.base, &self.mine, ""), Decision::Refuse(_));
        assert_eq!(is_refused, self.checked().problems.iter().any(|problem| problem.is_error));
    }

    fn saved(&self) -> Decided {
        match self.sheet.decide(&self.base, &self.mine, "") {
            Decision::Save(decided) => decided,
            Decision::Refuse(problems) => panic!("{problems:?}"),
            Decision::Clash(found) => panic!("{:?}", found.fields),
        }
    }

    fn clashes(&self) -> Vec<ClashField> {
        match self.sheet.decide(&self.base, &self.mine, "") {
            Decision::Save(_) => panic!("saved"),
            Decision::Refuse(problems) => panic!("{problems:?}"),
            Decision::Clash(found) => found.fields,
        }
    }
}

/// The records after a save.
fn records(decided: &Decided) -> Vec<&Entity> {
    decided.changes.iter().filter_map(|change| change.after.as_ref()).collect()
}

/// The placements after a save.
fn placements(decided: &Decided) -> Vec<&Placement> {
    let placement = |record: &&Entity| matches!(record, Entity::Placement(_));
    records(decided)
        .into_iter()
        .filter(placement)
        .map(|record| match record {
            Entity::Placement(placement) => placement,
            other => panic!("{other:?}"),
        })
        .collect()
}

/// The read model after a save.
fn after(portfolio: &Portfolio, decided: &Decided) -> Portfolio {
    let mut register = portfolio.register().clone();
    for change in &decided.changes {
        register.apply(change.before.as_ref(), change.after.clone());
    }
    Portfolio::new(Arc::new(register), portfolio.today())
}

#[test]
fn a_form_of_another_command_is_refused() {
    let portfolio = sample();
    let asked = Asked { action: FormAction::AddRate, case: Some("S2022-1008"), record: None };
    assert_eq!(sheet(&portfolio, ALL, asked).err().unwrap().code, "action_unknown");
    let asked = Asked { action: FormAction::EditPlacement, case: Some("S1999-1"), record: None };
    assert_eq!(sheet(&portfolio, ALL, asked).err().unwrap().code, "case_unknown");
}
