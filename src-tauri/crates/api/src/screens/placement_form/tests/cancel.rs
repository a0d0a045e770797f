//! *Annullér*: what may be cancelled, what still binds, and that nothing of it looks alive.

use chrono::NaiveDate;
use vilkaar_domain::calendar::add_days;
use vilkaar_domain::{Contract, NoticeGiven, NoticeRule, Party, Rate, RateLine, RateLineId, Service, Unit};
use vilkaar_domain::{Goal, GoalId, RecordId, StepRate};

use super::*;
use crate::types::RateLineState;

const CASE: &str = "S2022-1008";

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The sample's planned case.
const PLANNED: &str = "S2026-1004";

/// The form of cancelling a case.
fn cancelling<'p>(portfolio: &'p Portfolio, case: &str) -> Result<Box<dyn AnySheet + 'p>, String> {
    let asked = Asked { action: FormAction::CancelPlacement, case: Some(case), record: None };
    sheet(portfolio, ALL, asked).map_err(|error| error.message)
}

#[test]
fn a_planned_stay_that_never_begins_is_cancelled_with_a_reason_and_costs_nothing() {
    let portfolio = sample();
    let form = cancelling(&portfolio, PLANNED).unwrap();
    let Decision::Refuse(problems) = form.decide(&[], &[], "") else { panic!("without a reason") };
    assert_eq!(problems[0].field, "reason");
    let Decision::Save(decided) = form.decide(&[], &[], "Borgeren takkede nej") else { panic!() };
    let cancelled = after(&portfolio, &decided);
    let facts = cancelled.case(PLANNED).unwrap();
    assert_eq!(facts.status, vilkaar_domain::PlacementStatus::Ended);
    for year in 2025..2030 {
        assert_eq!(facts.priced.gross_of_year(year), vilkaar_domain::Money::ZERO);
        assert!(!facts.priced.has_stay_in(year) && facts.priced.gaps_of_year(year).is_empty());
    }
    assert_eq!(facts.priced.annualised(cancelled.today()), Some(vilkaar_domain::Money::ZERO));
    let file = cancelled.file(facts);
    assert!(file.agenda(&cancelled.register().settings, cancelled.today()).is_empty());
    assert_eq!(file.rate_lines.len(), portfolio.file(portfolio.case(PLANNED).unwrap()).rate_lines.len());
    // And back again, as it was.
    let reopened = Filled::opened(&cancelled, FormAction::ReopenPlacement, Some(PLANNED)).saved();
    assert_eq!(after(&cancelled, &reopened).register(), portfolio.register());
    let said = cancelling(&cancelled, PLANNED).err().unwrap();
    assert!(said.starts_with("Placeringen er allerede annulleret"), "{said}");
}

#[test]
fn a_cancelled_stay_leaves_the_figures_of_the_others_as_if_it_were_not_there() {
    let portfolio = sample();
    let Decision::Save(decided) =
        cancelling(&portfolio, PLANNED).unwrap().decide(&[], &[], "Borgeren takkede nej")
    else {
        panic!()
    };
    let cancelled = after(&portfolio, &decided);
    let mut register = portfolio.register().clone();
    let planned = portfolio.placement(portfolio.case(PLANNED).unwrap()).id;
    register.rate_lines.retain(|line| line.placement != planned);
    register.placements.retain(|placement| placement.id != planned);
    let without = Portfolio::new(std::sync::Arc::new(register), portfolio.today());
    let sum = |portfolio: &Portfolio| -> vilkaar_domain::Money {
        portfolio.cases().iter().map(|facts| facts.priced.gross_of_year(2027)).sum()
    };
    assert_ne!(sum(&portfolio), sum(&without));
    assert_eq!(sum(&cancelled), sum(&without));
    assert_eq!(cancelled.above_limit().count(), without.above_limit().count());
}

#[test]
fn a_stay_that_has_begun_is_ended_and_not_cancelled() {
    let portfolio = sample();
    let said = cancelling(&portfolio, CASE).err().unwrap();
    assert_eq!(said, "Opholdet begyndte 15-02-2022 og kan ikke annulleres. Brug »Afslut placeringen«.");
    let typed = [("endedOn", "30-11-2026"), ("endReason", "annulleret")];
    let ending = Filled::opened(&portfolio, FormAction::EndPlacement, Some(CASE)).with(&typed);
    ending.says("endReason", "Annullér placeringen", true);
}

#[test]
fn when_a_move_is_cancelled_it_is_told_that_the_former_stay_still_ends() {
    let portfolio = sample();
    let moving = super::end::move_to(&portfolio, &[("movedIn", "01-12-2026")]);
    let moved = after(&portfolio, &moving.saved());
    let new = moved.register().placements.iter().find(|placement| placement.moved_from.is_some());
    let new = new.filter(|one| one.moved_in == day(2026, 12, 1)).unwrap().case.to_string();
    let remarks = cancelling(&moved, &new).unwrap().check(&[]).effect.unwrap().remarks;
    let told = format!("{CASE} ophører stadig 30-11-2026");
    assert!(remarks.iter().any(|remark| remark.text.starts_with(&told)), "{remarks:?}");
}

/// The planned placement of the sample.
fn planned(register: &Register) -> Placement {
    register.placements.iter().find(|placement| placement.case.as_str() == PLANNED).unwrap().clone()
}

/// The sample once the planned case is cancelled.
fn cancelled_of(portfolio: &Portfolio) -> Portfolio {
    let form = cancelling(portfolio, PLANNED).unwrap();
    let Decision::Save(decided) = form.decide(&[], &[], "Borgeren takkede nej") else { panic!("refused") };
    after(portfolio, &decided)
}

/// The sample whose planned case has one contract, of that change.
fn with_contract(change: impl FnOnce(&mut Contract)) -> Portfolio {
    sample_with(|register| {
        let (placement, template) = (planned(register), register.contracts[0].clone());
        register.contracts.retain(|contract| contract.placement != placement.id);
        let mut contract = Contract {
            placement: placement.id,
            start: placement.moved_in,
            end: None,
            minimum_until: None,
            renews_by_months: None,
            amends: None,
            notice_given: None,
            notice_municipality: Some(NoticeRule::RunningMonthPlusMonths(3)),
            ..template
        };
        change(&mut contract);
        register.contracts.push(contract);
    })
}

fn told(portfolio: &Portfolio) -> Vec<String> {
    let remarks = cancelling(portfolio, PLANNED).unwrap().check(&[]).effect.unwrap().remarks;
    remarks.into_iter().map(|remark| remark.text).collect()
}

fn shown(portfolio: &Portfolio) -> crate::types::Placement {
    crate::screens::placement::placement(portfolio, portfolio.case(PLANNED).unwrap(), &[]).unwrap()
}

#[test]
fn a_contract_binds_until_notice_ends_it_though_the_stay_is_cancelled() {
    let portfolio = with_contract(|_| {});
    let binds = "Opsagt i dag ophører den 28-02-2027";
    let is_told = |said: &str| said.contains(binds) && said.contains("kan kræve betaling til og med den dag");
    let before = told(&portfolio);
    assert!(before.iter().any(|said| is_told(said)), "{before:?}");
    assert!(!before.iter().any(|said| said.contains("betal ikke")), "{before:?}");
    let cancelled = cancelled_of(&portfolio);
    let lines = shown(&cancelled).notice.lines;
    assert_eq!(lines[0].sentences[0], "Placeringen er annulleret.");
    assert!(lines[0].sentences.get(1).is_some_and(|said| is_told(said)));
    let why =
        crate::screens::explain::explain(&cancelled, &format!("case-notice:{PLANNED}"), true, &[]).unwrap();
    assert!(
        why.notes[0].starts_with("Placeringen er annulleret.") && is_told(&why.notes[0]),
        "{:?}",
        why.notes
    );
}

#[test]
fn what_binds_is_said_as_the_contract_has_it() {
    let noticed = with_contract(|contract| {
        contract.notice_given = Some(NoticeGiven {
            by: Party::Municipality,
            on: day(2026, 11, 19),
            ends: day(2027, 2, 28),
            decision_on: None,
        });
    });
    let said = told(&noticed).join(" ");
    assert!(said.contains("er opsagt til 28-02-2027") && !said.contains("Opsig den nu"), "{said}");
    let at_once = with_contract(|contract| contract.notice_municipality = Some(NoticeRule::SameDay));
    let said = told(&at_once).join(" ");
    assert!(said.contains("før den begynder") && !said.contains("kræve betaling"), "{said}");
    let never = with_contract(|contract| contract.notice_municipality = Some(NoticeRule::Never));
    let said = told(&never).join(" ");
    assert!(said.contains("Leverandøren kan kræve betaling, så længe"), "{said}");
    let unknown = with_contract(|contract| contract.notice_municipality = None);
    let said = told(&unknown).join(" ");
    assert!(said.contains("Kontrakten binder stadig") && said.contains("Skriv varslet"), "{said}");
    let none = sample_with(|register| {
        let placement = planned(register).id;
        register.contracts.retain(|contract| contract.placement != placement);
    });
    assert!(!told(&none).iter().any(|said| said.contains("Kontrakten")));
    assert_eq!(shown(&cancelled_of(&none)).notice.lines[0].sentences.len(), 1);
}

/// The sample whose planned case also has a one-off of 50.000 kr. on a day.
fn with_deposit(on: NaiveDate) -> Portfolio {
    sample_with(|register| {
        let template = register.rate_lines[0].clone();
        register.rate_lines.push(RateLine {
            id: RateLineId(uuid::Uuid::from_u128(7_001)),
            placement: planned(register).id,
            service: Service::OneOff,
            unit: Unit::Once,
            amount: Rate::from_scaled(500_000_000),
            quantity: None,
            settlement_days: None,
            from: on,
            to: None,
            annulled: false,
            ..template
        });
    })
}

#[test]
fn what_has_cost_something_until_today_is_not_cancelled_but_ended() {
    let today = sample::today();
    let refused = |portfolio: &Portfolio| {
        let form = cancelling(portfolio, PLANNED).unwrap();
        match form.decide(&[], &[], "Borgeren takkede nej") {
            Decision::Refuse(problems) => Some(problems[0].sentence.clone()),
            _ => None,
        }
    };
    for paid_on in [day(2026, 11, 1), today] {
        let said = refused(&with_deposit(paid_on)).unwrap();
        assert!(said.contains("50.000,00 kr.") && said.contains("Afslut placeringen"), "{said}");
    }
    assert_eq!(refused(&with_deposit(add_days(today, 1))), None, "it is not paid yet");
    // Days of the stay: none on the day before Indflytning, one on it.
    let moved_in = planned(sample().register()).moved_in;
    let register = || Arc::new(sample::register());
    assert_eq!(refused(&Portfolio::new(register(), add_days(moved_in, -1))), None);
    let begun = Portfolio::new(register(), moved_in);
    let cost = begun.case(PLANNED).unwrap().priced.gross(moved_in, moved_in);
    let said = refused(&begun).unwrap();
    assert!(said.contains(&vilkaar_wording::format::kr(cost)), "{said}");
    // Lines that are annulled cost nothing: the citizen never came, and nobody has paid.
    let mut unpaid = sample::register();
    let placement = planned(&unpaid).id;
    unpaid
        .rate_lines
        .iter_mut()
        .filter(|line| line.placement == placement)
        .for_each(|line| line.annulled = true);
    assert_eq!(refused(&Portfolio::new(Arc::new(unpaid), moved_in)), None);
}

#[test]
fn nothing_of_a_cancelled_case_is_shown_as_in_force_to_come_or_expected() {
    let portfolio = sample_with(|register| {
        let placement = planned(register).id;
        let goal = Goal { id: GoalId(uuid::Uuid::from_u128(7_002)), placement, ..register.goals[0].clone() };
        let housing = |line: &&mut RateLine| line.placement == placement && line.service.is_housing();
        let line = register.rate_lines.iter_mut().find(housing).unwrap();
        // Agreed before the clause, and longer than the stay: it counts from Indflytning only.
        line.from = day(2026, 1, 1);
        let service = line.service.clone();
        register.step_rates.push(StepRate {
            id: RecordId(uuid::Uuid::from_u128(7_003)),
            placement,
            service,
            from: None,
            when_goal: Some(goal.id),
            new_rate: Rate::from_scaled(10_000),
        });
        register.goals.push(goal);
    });
    let before = shown(&portfolio);
    assert!(before.economy.lines.iter().any(|line| line.state == RateLineState::Expected));
    assert!(before.economy.chart.is_some());
    let cancelled = cancelled_of(&portfolio);
    let now = shown(&cancelled);
    assert!(!now.economy.lines.is_empty());
    assert!(now.economy.lines.iter().all(|line| line.state == RateLineState::Ended));
    assert!(now.economy.chart.is_none());
}

#[test]
fn a_cancelled_stay_has_no_day_on_which_it_ended() {
    let cancelled = cancelled_of(&sample());
    let facts = cancelled.case(PLANNED).unwrap();
    let fact = |label: &str| {
        shown(&cancelled).facts.into_iter().find(|fact| fact.label == label).and_then(|fact| fact.value)
    };
    assert_eq!(fact("Ophørt den"), None);
    assert_eq!(fact("Ophold").as_deref(), Some("Annulleret: det begyndte aldrig"));
    let issue = vilkaar_documents::packet::Issue {
        municipality: "Egeskov Kommune".to_owned(),
        as_of: sample::today(),
        made_at: sample::today().and_hms_opt(9, 0, 0).unwrap(),
        made_by: None,
        log_head: None,
    };
    let packet = crate::packet::internal_packet(&cancelled, facts, issue);
    assert!(packet.case.is_cancelled && packet.case.ended.is_none() && packet.case.expected_end.is_none());
}

#[test]
fn the_planned_day_of_a_cancelled_stay_may_be_put_right() {
    let cancelled = cancelled_of(&sample());
    let later = add_days(planned(cancelled.register()).moved_in, 30);
    let typed = vilkaar_wording::format::date(later);
    let form =
        Filled::opened(&cancelled, FormAction::EditPlacement, Some(PLANNED)).with(&[("movedIn", &typed)]);
    assert!(!form.checked().problems.iter().any(|problem| problem.field == "movedIn"));
    let moved = after(&cancelled, &form.saved());
    let placement = planned(moved.register());
    assert!(placement.is_cancelled() && placement.moved_in == later && placement.ended_on == Some(later));
}
