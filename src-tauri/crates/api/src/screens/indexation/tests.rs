//! Bulk indexation of the sample: who is raised and who isn't, once, whole, and back again.

use std::sync::Arc;

use vilkaar_domain::{RecordId, Register};

use super::*;
use crate::sample;
use crate::types::SkippedLine;

const YEAR: i32 = 2027;

fn register() -> Register {
    let mut register = sample::register();
    register.price_indexes.retain(|index| index.year != YEAR);
    register.price_indexes.push(PriceIndex {
        id: RecordId(uuid::Uuid::from_u128(5_555)),
        year: YEAR,
        percent: Decimal::new(31, 1),
        status: Some(FigureStatus::Estimate),
        source: Some("KL".to_owned()),
    });
    register
}

fn portfolio_of(register: Register) -> Portfolio {
    Portfolio::new(Arc::new(register), sample::today())
}

fn request() -> IndexationRequest {
    IndexationRequest {
        year: YEAR,
        within_months: 0,
        above_limit_too: false,
        skipped: Vec::new(),
        seen: None,
        operation: uuid::Uuid::nil().to_string(),
    }
}

/// The request over what is shown for it, as the window sends it.
fn over_what_is_shown(portfolio: &Portfolio, request: &IndexationRequest) -> IndexationRequest {
    let shown = indexation(portfolio, request).unwrap();
    IndexationRequest { seen: request.seen.clone().or(Some(shown.seen)), ..request.clone() }
}

fn saved(portfolio: &Portfolio, request: &IndexationRequest) -> Vec<EntityChange> {
    match commit(portfolio, &over_what_is_shown(portfolio, request)).unwrap() {
        Decision::Save(decided) => decided.changes,
        Decision::Refuse(problems) => panic!("{problems:?}"),
        Decision::Clash(_) => panic!(),
    }
}

fn refused(portfolio: &Portfolio, request: &IndexationRequest) -> String {
    match commit(portfolio, &over_what_is_shown(portfolio, request)).unwrap() {
        Decision::Refuse(problems) => problems[0].sentence.clone(),
        _ => panic!("not refused"),
    }
}

#[test]
fn every_raised_line_gets_the_percent_and_every_other_says_why() {
    let portfolio = portfolio_of(register());
    let shown = indexation(&portfolio, &request()).unwrap();
    assert_eq!(shown.percent, "3,1\u{a0}%");
    let (raised, left): (Vec<_>, Vec<_>) = shown.rows.iter().partition(|row| row.left_out.is_none());
    assert!(!raised.is_empty() && !left.is_empty());
    for row in raised {
        assert!(
            row.may_choose && row.new.is_some() && row.yearly.as_ref().unwrap().starts_with('+'),
            "{row:?}"
        );
        assert!(row.percent.as_ref().unwrap().contains("3,1"), "{row:?}");
    }
    for row in left {
        assert!(row.new.is_none() && !row.left_out.as_ref().unwrap().is_empty());
    }
    let of = |words: &str| {
        shown.rows.iter().any(|row| row.left_out.as_ref().is_some_and(|why| why.contains(words)))
    };
    assert!(of("Over grænsen") && of("Reguleres ikke af P/L"), "{:?}", shown.rows);
}

#[test]
fn indexation_and_its_inverse_leave_the_register_as_it_was() {
    let before = register();
    let changes = saved(&portfolio_of(before.clone()), &request());
    let mut after = before.clone();
    for change in &changes {
        after.apply(change.before.as_ref(), change.after.clone());
    }
    assert_ne!(after, before);
    let first = NaiveDate::from_ymd_opt(YEAR, 1, 1).unwrap();
    for line in after.rate_lines.iter().filter(|line| line.from == first) {
        assert_eq!(line.cause.as_ref().map(Cause::word), Some("P/L"));
        let old = before.rate_lines.iter().find(|old| {
            old.placement == line.placement
                && old.service == line.service
                && old.paragraph == line.paragraph
                && old.is_in_force(vilkaar_domain::calendar::add_days(first, -1))
        });
        assert_eq!(line.to, old.unwrap().to, "an end that was agreed is kept");
    }
    for change in changes.iter().rev() {
        after.apply(change.after.as_ref(), change.before.clone());
    }
    assert_eq!(after, before);
}

#[test]
fn a_line_is_never_raised_twice_for_a_year() {
    let mut register = register();
    for change in saved(&portfolio_of(register.clone()), &request()) {
        register.apply(change.before.as_ref(), change.after);
    }
    let again = portfolio_of(register);
    assert!(refused(&again, &request()).contains("Det kan være gjort allerede"));
    assert!(indexation(&again, &request()).unwrap().rows.iter().all(|row| row.new.is_none()));
}

#[test]
fn what_was_changed_since_the_list_was_shown_stops_it_and_is_named() {
    let portfolio = portfolio_of(register());
    let shown = indexation(&portfolio, &request()).unwrap();
    let same = IndexationRequest { seen: Some(shown.seen.clone()), ..request() };
    assert!(!saved(&portfolio, &same).is_empty());
    let first = shown.rows.iter().find(|row| row.new.is_some()).unwrap();
    let mut register = register();
    let line = register.rate_lines.iter_mut().find(|line| line.id.to_string() == first.line).unwrap();
    line.amount = vilkaar_domain::Rate::from_scaled(line.amount.scaled() + 10_000);
    let sentence = refused(&portfolio_of(register), &same);
    assert!(sentence.contains(&first.case) && sentence.contains("Intet er gemt"), "{sentence}");
}

#[test]
fn nothing_is_raised_that_nobody_has_seen() {
    let portfolio = portfolio_of(register());
    let Decision::Refuse(problems) = commit(&portfolio, &request()).unwrap() else { panic!("not refused") };
    assert!(problems[0].sentence.contains("I har set på listen"), "{problems:?}");
    let other_choice = IndexationRequest { above_limit_too: true, ..request() };
    let seen = Some(indexation(&portfolio, &other_choice).unwrap().seen);
    let sentence = refused(&portfolio, &IndexationRequest { seen, ..request() });
    assert!(sentence.contains("Intet er gemt"), "another choice than the one that was seen: {sentence}");
}

#[test]
fn hours_that_changed_since_the_list_was_shown_stop_it_though_the_rates_are_the_same() {
    let mut register = register();
    let line = register
        .rate_lines
        .iter_mut()
        .find(|line| line.amount == vilkaar_domain::Rate::from_scaled(24_662_700))
        .unwrap();
    (line.service, line.unit, line.quantity) =
        (vilkaar_domain::Service::ExtraHours, vilkaar_domain::Unit::Hour, Some(Decimal::from(5)));
    let (id, placement) = (line.id, line.placement);
    for contract in register.contracts.iter_mut().filter(|contract| contract.placement == placement) {
        contract.regulation = Some(vilkaar_domain::Regulation::PriceAndWage);
    }
    let all = IndexationRequest { above_limit_too: true, ..request() };
    let seen = Some(indexation(&portfolio_of(register.clone()), &all).unwrap().seen);
    let line = register.rate_lines.iter_mut().find(|line| line.id == id).unwrap();
    line.quantity = Some(Decimal::from(10));
    let sentence = refused(&portfolio_of(register), &IndexationRequest { seen, ..all });
    assert!(sentence.contains("S2022-1008"), "{sentence}");
}

#[test]
fn a_percent_is_shown_with_all_its_decimals() {
    let mut register = register();
    for index in register.price_indexes.iter_mut().filter(|index| index.year == YEAR) {
        index.percent = Decimal::new(3_125, 3);
    }
    let shown = indexation(&portfolio_of(register), &request()).unwrap();
    assert_eq!(shown.percent, "3,125\u{a0}%");
}

#[test]
fn a_line_is_left_out_by_choice_only_with_a_reason_which_is_kept() {
    let portfolio = portfolio_of(register());
    let shown = indexation(&portfolio, &request()).unwrap();
    let line = shown.rows.iter().find(|row| row.new.is_some()).unwrap();
    let skip = |reason: &str| IndexationRequest {
        skipped: vec![SkippedLine { line: line.line.clone(), reason: reason.to_owned() }],
        ..request()
    };
    assert!(refused(&portfolio, &skip(" ")).contains("hvorfor linjen springes over"));
    let chosen = indexation(&portfolio, &skip("Forhandles i foråret")).unwrap();
    let row = chosen.rows.iter().find(|row| row.line == line.line).unwrap();
    assert_eq!(row.left_out.as_deref(), Some("Valgt fra: Forhandles i foråret"));
    assert!(row.may_choose);
    let changes = saved(&portfolio, &skip("Forhandles i foråret"));
    assert!(changes.iter().all(|change| change.id().to_string() != line.line));
    let reason = reason(&portfolio, &skip("Forhandles i foråret."));
    assert!(reason.contains(&line.case) && reason.ends_with("fordi Forhandles i foråret"), "{reason}");
}

#[test]
fn cases_that_come_above_the_limit_by_it_are_named() {
    let mut register = register();
    // S2022-1008 pays 2.466,27; at 2.730,00 a rise of 3,1 % takes it over.
    let line = register
        .rate_lines
        .iter_mut()
        .find(|line| line.amount == vilkaar_domain::Rate::from_scaled(24_662_700))
        .unwrap();
    line.amount = vilkaar_domain::Rate::from_scaled(27_300_000);
    let placement = line.placement;
    for contract in register.contracts.iter_mut().filter(|contract| contract.placement == placement) {
        contract.regulation = Some(vilkaar_domain::Regulation::PriceAndWage);
    }
    let portfolio = portfolio_of(register);
    let shown = indexation(&portfolio, &request()).unwrap();
    assert!(
        shown
            .above_limit
            .iter()
            .any(|text| text.starts_with("S2022-1008 kommer over 1,0 mio. kr. fra 01-01-2027")),
        "{:?}",
        shown.above_limit
    );
}

#[test]
fn a_year_without_percent_is_asked_for() {
    let mut register = sample::register();
    register.price_indexes.retain(|index| index.year != YEAR);
    let error = indexation(&portfolio_of(register), &request()).unwrap_err();
    assert_eq!(error.code, "price_index_missing");
    let nonsense = IndexationRequest { year: 99_999, ..request() };
    assert_eq!(indexation(&sample::portfolio(), &nonsense).unwrap_err().code, "year_unknown");
}
