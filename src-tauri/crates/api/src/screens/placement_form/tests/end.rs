//! *Afslut*, *Genåbn* and *Flyt*.

use chrono::NaiveDate;
use vilkaar_domain::{EndReason, NoticeRule};

use super::*;

const CASE: &str = "S2022-1008";

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn end<'p>(portfolio: &'p Portfolio, typed: &[(&str, &str)]) -> Filled<'p> {
    Filled::opened(portfolio, FormAction::EndPlacement, Some(CASE)).with(typed)
}

#[test]
fn an_end_takes_its_day_and_a_reason_of_the_official_list() {
    let portfolio = sample();
    end(&portfolio, &[("endedOn", "")]).says("endedOn", "Udfyld ophørt den", true);
    end(&portfolio, &[("endedOn", "14-02-2022")]).says("endedOn", "flytter først ind", true);
    end(&portfolio, &[("endedOn", "30-11-2026")]).says("endReason", "Udfyld årsag", true);
    end(&portfolio, &[("endReason", "flyttet")]).says("endReason", "fra listen", true);
    end(&portfolio, &[("endedOn", "30-11-2026"), ("endReason", "død")]).says("endedOn", "om 10 dage", false);
    let decided = end(&portfolio, &[("endedOn", "31-10-2026"), ("endReason", "plejebolig")]).saved();
    let [placement] = placements(&decided)[..] else { panic!() };
    assert_eq!(placement.ended_on, Some(day(2026, 10, 31)));
    assert_eq!(placement.end_reason, Some(EndReason::NursingHome));
    assert_eq!(decided.changes.len(), 1, "lines count only within the stay and are not touched");
}

#[test]
fn it_is_told_what_ends_and_that_the_contract_runs_on() {
    let portfolio = sample();
    let filled = end(&portfolio, &[("endedOn", "28-02-2027"), ("endReason", "egen bolig")]);
    let effect = filled.checked().effect.unwrap();
    assert!(
        effect
            .sentences
            .iter()
            .any(|said| said.contains("Grundtakst") && said.contains("til og med 28-02-2027"))
    );
    filled.says("endedOn", "længere end opholdet", false);
    filled.says("endedOn", "opsig senest", false);
}

#[test]
fn goals_that_are_still_followed_up_are_told_to_end_with_the_stay() {
    let portfolio = sample();
    let with_goals = portfolio.open_cases().find(|facts| stays::open_goals(&portfolio, facts) > 1).unwrap();
    let case = portfolio.placement(with_goals).case.as_str();
    let typed = [("endedOn", "31-12-2026"), ("endReason", "andet")];
    let filled = Filled::opened(&portfolio, FormAction::EndPlacement, Some(case)).with(&typed);
    let sentences = filled.checked().effect.unwrap().sentences;
    assert!(sentences.iter().any(|said| said.contains("mål slutter med opholdet")), "{sentences:?}");
}

#[test]
fn a_notice_that_is_too_late_is_told_with_the_end_it_gives_now() {
    let portfolio = sample();
    let filled = end(&portfolio, &[("endedOn", "20-11-2026"), ("endReason", "egen bolig")]);
    filled.says("endedOn", "Opsagt i dag ophører den", false);
}

#[test]
fn on_death_the_contract_s_own_rule_for_it_counts() {
    let portfolio = sample_with(|register| {
        let placement = register.placements.iter().find(|p| p.case.as_str() == CASE).unwrap().id;
        for contract in register.contracts.iter_mut().filter(|contract| contract.placement == placement) {
            contract.terms.notice_on_death = Some(NoticeRule::Days(14));
        }
    });
    let filled = end(&portfolio, &[("endedOn", "20-11-2026"), ("endReason", "død")]);
    filled.says("endedOn", "ved dødsfald den 04-12-2026", false);
}

#[test]
fn on_death_the_version_counts_that_holds_that_day_and_not_the_one_that_follows_it() {
    let portfolio = sample_with(|register| {
        let placement = register.placements.iter().find(|p| p.case.as_str() == CASE).unwrap().id;
        let contract = register.contracts.iter_mut().find(|one| one.placement == placement).unwrap();
        contract.terms.notice_on_death = Some(NoticeRule::Days(14));
        let mut allonge = contract.clone();
        allonge.id = vilkaar_domain::ContractId(uuid::Uuid::from_u128(77));
        allonge.amends = Some(contract.id);
        allonge.start = day(2026, 11, 21);
        allonge.terms.notice_on_death = Some(NoticeRule::Days(60));
        register.contracts.push(allonge);
    });
    let filled = end(&portfolio, &[("endedOn", "20-11-2026"), ("endReason", "død")]);
    filled.says("endedOn", "ved dødsfald den 04-12-2026", false);
}

#[test]
fn an_end_is_taken_back_with_its_reason() {
    let portfolio = sample();
    let decided = end(&portfolio, &[("endedOn", "31-10-2026"), ("endReason", "andet")]).saved();
    let ended = after(&portfolio, &decided);
    let reopened = Filled::opened(&ended, FormAction::ReopenPlacement, Some(CASE)).saved();
    let back = after(&ended, &reopened);
    assert_eq!(back.register(), portfolio.register());
    let asked = Asked { action: FormAction::ReopenPlacement, case: Some(CASE), record: None };
    assert_eq!(sheet(&portfolio, ALL, asked).err().unwrap().code, "not_ended");
}

#[test]
fn opening_a_stay_again_tells_of_the_stay_that_came_after_it() {
    let portfolio = sample();
    let moved = move_to(&portfolio, &[("movedIn", "01-12-2026")]).saved();
    let later = after(&portfolio, &moved);
    let reopened = Filled::opened(&later, FormAction::ReopenPlacement, Some(CASE));
    let remarks = reopened.checked().effect.unwrap().remarks;
    assert!(remarks.iter().any(|remark| remark.text.contains("dobbeltbetaling")), "{remarks:?}");
}

/// The form of a move to another known offer.
pub(super) fn move_to<'p>(portfolio: &'p Portfolio, typed: &[(&str, &str)]) -> Filled<'p> {
    let own = portfolio.placement(portfolio.case(CASE).unwrap()).offer;
    let other = portfolio.register().offers.iter().find(|offer| offer.id != own).unwrap();
    Filled::opened(portfolio, FormAction::MovePlacement, Some(CASE))
        .with(&[("offer", &other.name), ("rate", "2100,00")])
        .with(typed)
}

#[test]
fn a_move_ends_the_old_stay_the_day_before_and_begins_the_new_in_one_operation() {
    let portfolio = sample();
    let decided = move_to(&portfolio, &[("movedIn", "01-12-2026")]).saved();
    let [old, new] = placements(&decided)[..] else { panic!() };
    assert_eq!((old.ended_on, old.end_reason), (Some(day(2026, 11, 30)), Some(EndReason::OtherOffer)));
    assert_eq!((new.moved_in, new.moved_from, new.citizen), (day(2026, 12, 1), Some(old.id), old.citizen));
    assert_eq!((&new.case_worker, new.support_need), (&old.case_worker, old.support_need));
    assert_eq!(decided.case.as_deref(), Some(new.case.as_str()));
    let later = after(&portfolio, &decided);
    let facts = later.case(new.case.as_str()).unwrap();
    assert!(facts.annualised.is_some(), "its first rate is there");
    assert!(later.register().rate_lines.iter().filter(|line| line.placement == old.id).count() > 0);
}

#[test]
fn days_at_both_places_and_at_none_are_told() {
    let portfolio = sample();
    let days = |first, last| move_to(&portfolio, &[("movedIn", first), ("endedOn", last)]);
    days("01-12-2026", "03-12-2026").says(
        "endedOn",
        "Begge steder betales 01-12-2026 til 03-12-2026 (3 dage)",
        false,
    );
    days("01-12-2026", "01-12-2026").says("endedOn", "Begge steder betales 01-12-2026 (1 dag)", false);
    days("01-12-2026", "20-11-2026").says("endedOn", "bor ingen af stederne i 10 dage", false);
    let plain = days("01-12-2026", "30-11-2026");
    let about_both = |problem: &FieldProblem| problem.sentence.contains("steder");
    assert!(!plain.checked().problems.iter().any(about_both));
}

#[test]
fn a_move_to_where_the_citizen_lives_or_before_the_citizen_came_is_refused() {
    let portfolio = sample();
    let own = portfolio.offer_name(portfolio.case(CASE).unwrap()).unwrap().to_owned();
    move_to(&portfolio, &[("movedIn", "01-12-2026"), ("offer", &own)]).says(
        "offer",
        "bor der allerede",
        true,
    );
    move_to(&portfolio, &[("movedIn", "01-01-2020")]).says("movedIn", "flyttede først ind", true);
    move_to(&portfolio, &[("movedIn", "01-12-2026"), ("endedOn", "01-01-2020")]).says(
        "endedOn",
        "flytter først ind",
        true,
    );
    move_to(&portfolio, &[("movedIn", "")]).says("movedIn", "Udfyld første dag", true);
}

#[test]
fn an_end_that_somebody_else_made_meanwhile_is_neither_moved_from_nor_taken_back_unseen() {
    let before = sample();
    let base = move_to(&before, &[]).base;
    let died = sample_with(|register| {
        let found = register.placements.iter_mut().find(|known| known.case.as_str() == CASE).unwrap();
        (found.ended_on, found.end_reason) = (Some(day(2026, 11, 19)), Some(EndReason::Death));
    });
    let over = move_to(&died, &[("movedIn", "01-12-2026")]).over(&base);
    let Decision::Refuse(problems) = over.sheet.decide(&over.base, &over.mine, "") else { panic!("moved") };
    assert!(problems[0].field == "endedOn" && problems[0].sentence.contains("19-11-2026"), "{problems:?}");
    // Opened to take that end back, and ended anew by somebody else since.
    let base = Filled::opened(&died, FormAction::ReopenPlacement, Some(CASE)).base;
    let later = sample_with(|register| {
        let found = register.placements.iter_mut().find(|known| known.case.as_str() == CASE).unwrap();
        (found.ended_on, found.end_reason) = (Some(day(2026, 11, 18)), Some(EndReason::Death));
    });
    let mut over = Filled::opened(&later, FormAction::ReopenPlacement, Some(CASE)).over(&base);
    over.mine = base;
    assert_eq!(over.clashes()[0].theirs, "18-11-2026");
}
