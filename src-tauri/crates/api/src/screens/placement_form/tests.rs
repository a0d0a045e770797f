//! A placement's form on the sample's S2022-1008: what it shows, refuses, and does about another's change.

use rust_decimal::Decimal;

use super::*;
use crate::sample;
use crate::types::{ClashField, FieldProblem};

fn values(placement: &Placement) -> Vec<FieldValue> {
    forms::values(FIELDS, placement)
}

fn placement() -> Placement {
    let portfolio = sample::portfolio();
    let facts = portfolio.case("S2022-1008").unwrap();
    portfolio.placement(facts).clone()
}

/// The values with some of them changed.
fn with(values: &[FieldValue], changed: &[(&str, &str)]) -> Vec<FieldValue> {
    let mut values = values.to_vec();
    for (name, value) in changed {
        values.iter_mut().find(|known| known.name == *name).unwrap().value = (*value).to_owned();
    }
    values
}

fn saved(now: &Placement, base: &[FieldValue], mine: &[FieldValue]) -> Placement {
    match decide(now, base, mine) {
        Decision::Save(decided) => match decided.changes.into_iter().next().and_then(|change| change.after) {
            Some(Entity::Placement(after)) => after,
            other => panic!("{other:?}"),
        },
        Decision::Refuse(problems) => panic!("{problems:?}"),
        Decision::Clash(found) => panic!("{:?}", found.fields),
    }
}

fn clashes(now: &Placement, base: &[FieldValue], mine: &[FieldValue]) -> Vec<ClashField> {
    match decide(now, base, mine) {
        Decision::Save(_) => panic!("saved"),
        Decision::Refuse(problems) => panic!("{problems:?}"),
        Decision::Clash(found) => found.fields,
    }
}

fn refused(now: &Placement, base: &[FieldValue], mine: &[FieldValue]) -> Vec<FieldProblem> {
    match decide(now, base, mine) {
        Decision::Refuse(problems) => problems,
        _ => panic!("not refused"),
    }
}

#[test]
fn saving_what_was_opened_changes_nothing() {
    let now = placement();
    assert_eq!(saved(&now, &values(&now), &values(&now)), now);
}

#[test]
fn every_field_is_shown_as_it_is_read_back() {
    let now = placement();
    let mine = with(
        &values(&now),
        &[
            ("caseWorker", "Ib Østergård"),
            ("secondCaseWorker", ""),
            ("targetGroup", "Angst"),
            ("secondaryTargetGroup", "Demens"),
            ("supportNeed", "Højt støttebehov"),
            ("supportHours", "32,5"),
            ("expectedEnd", "01-03-2028"),
            ("actingMunicipality", "Egeskov Kommune"),
            ("payingMunicipality", "Nabo Kommune"),
        ],
    );
    let after = saved(&now, &values(&now), &mine);
    assert_eq!(values(&after), mine);
    assert_eq!((after.id, &after.case, after.moved_in), (now.id, &now.case, now.moved_in));
}

#[test]
fn what_cannot_be_is_said_at_its_field() {
    let now = placement();
    for (field, value, words) in [
        ("supportHours", "200", "168 timer"),
        ("supportHours", "mange", "Skriv det med komma"),
        ("supportHours", "-1", "mellem 0 og 168"),
        ("supportNeed", "Meget", "fra listen"),
        ("expectedEnd", "marts 2028", "Skriv den som"),
        ("expectedEnd", "01-01-2001", "før indflytningen"),
    ] {
        let problems = refused(&now, &values(&now), &with(&values(&now), &[(field, value)]));
        assert_eq!(problems[0].field, field, "{value}");
        assert!(problems[0].sentence.contains(words), "{}", problems[0].sentence);
    }
}

#[test]
fn a_change_of_the_same_field_by_another_is_contested_and_nothing_is_saved() {
    let base = values(&placement());
    let theirs = Placement { case_worker: Some("Ole Bang".to_owned()), ..placement() };
    let mine = with(&base, &[("caseWorker", "Ib Øst")]);
    let [field] = clashes(&theirs, &base, &mine).try_into().unwrap();
    assert!(field.is_contested);
    assert_eq!((field.theirs.as_str(), field.mine.as_str()), ("Ole Bang", "Ib Øst"));
    // The choice made, it is saved over theirs.
    assert_eq!(saved(&theirs, &values(&theirs), &mine).case_worker.as_deref(), Some("Ib Øst"));
}

#[test]
fn a_change_of_another_field_is_told_and_taken_along() {
    let base = values(&placement());
    let theirs = Placement { target_group: Some("Angst".to_owned()), ..placement() };
    let mine = with(&base, &[("caseWorker", "Ib Øst")]);
    let [field] = clashes(&theirs, &base, &mine).try_into().unwrap();
    assert!(!field.is_contested);
    assert_eq!(field.name, "targetGroup");
    let merged = with(&values(&theirs), &[("caseWorker", "Ib Øst")]);
    let after = saved(&theirs, &values(&theirs), &merged);
    assert_eq!(
        (after.target_group.as_deref(), after.case_worker.as_deref()),
        (Some("Angst"), Some("Ib Øst"))
    );
}

#[test]
fn two_who_agree_do_not_clash() {
    let base = values(&placement());
    let theirs = Placement { support_hours: Some(Decimal::new(325, 1)), ..placement() };
    assert_eq!(saved(&theirs, &base, &with(&base, &[("supportHours", "32,50")])), theirs);
}
