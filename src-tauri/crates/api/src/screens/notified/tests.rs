//! Notified rates on the sample: typed, read from a sheet, held against P/L, decided.

use std::sync::Arc;

use rstest::rstest;
use rust_decimal::Decimal;
use vilkaar_domain::{NotifiedDecision, Register, Service};

use super::rows::proposal;
use super::*;
use crate::program::saving::Decision;
use crate::sample;
use crate::types::{DecideNotified, FieldValue, NotifiedChoice};

const CASE: &str = "S2022-1008";

fn line() -> RateLine {
    let portfolio = sample::portfolio();
    let file = portfolio.file(portfolio.case(CASE).unwrap());
    (*file.rate_lines.last().unwrap()).clone()
}

fn typed_values(rate: &str, from: &str) -> Vec<FieldValue> {
    [("newRate", rate), ("from", from), ("notifiedOn", "01-11-2026"), ("source", "Brev")]
        .map(|(name, value)| FieldValue { name: name.to_owned(), value: value.to_owned() })
        .to_vec()
}

/// The register with a notified rate in it.
fn with_notified(rate: &str, from: &str) -> (Register, String) {
    let mut register = sample::register();
    let id = line().id.to_string();
    let Decision::Save(decided) =
        decide_typed(&sample::portfolio(), Some(&id), &typed_values(rate, from)).unwrap()
    else {
        panic!("not saved")
    };
    for change in decided.changes {
        register.apply(change.before.as_ref(), change.after);
    }
    let id = register.notified_rates[0].id.to_string();
    (register, id)
}

fn portfolio_of(register: Register) -> Portfolio {
    Portfolio::new(Arc::new(register), sample::today())
}

/// The request over what a portfolio shows of it.
fn request_on(portfolio: &Portfolio, id: &str, choice: NotifiedChoice, reason: &str) -> DecideNotified {
    let row = notified_rates(portfolio).rows.into_iter().find(|row| row.id == id).unwrap();
    DecideNotified {
        ids: vec![id.to_owned()],
        seen: vec![row.seen],
        choice,
        reason: reason.to_owned(),
        operation: Uuid::nil().to_string(),
    }
}

fn problems(decision: Decision) -> Vec<FieldProblem> {
    match decision {
        Decision::Refuse(problems) => problems,
        _ => panic!("not refused"),
    }
}

#[rstest]
#[case("2.466,00", "01-12-2026", "Acceptér: inden for P/L")]
#[case("2.600,00", "01-12-2026", "Forhandl: over P/L")]
#[case("2.600,00", "01-01-2031", "Tag det op: kan ikke holdes op mod P/L")]
fn within_pl_is_proposed_to_be_accepted_and_above_it_to_be_negotiated(
    #[case] rate: &str,
    #[case] from: &str,
    #[case] words: &str,
) {
    let (register, _) = with_notified(rate, from);
    let shown = notified_rates(&portfolio_of(register));
    assert_eq!(shown.sentence, "1 varslet takst venter på afgørelse");
    assert_eq!(shown.rows[0].proposal.text, words);
}

#[test]
fn an_accepted_rate_changes_the_line_from_its_day_and_is_not_accepted_twice() {
    let (register, id) = with_notified("2.600,00", "01-01-2027");
    let portfolio = portfolio_of(register.clone());
    let Decision::Save(decided) =
        decide(&portfolio, &request_on(&portfolio, &id, NotifiedChoice::Accept, "")).unwrap()
    else {
        panic!("not saved")
    };
    assert!(decided.message.starts_with("1 varslet takst er accepteret."), "{}", decided.message);
    let mut after = register;
    for change in decided.changes {
        after.apply(change.before.as_ref(), change.after);
    }
    let old = after.rate_lines.iter().find(|known| known.id == line().id).unwrap();
    assert_eq!(old.to.map(format::date).as_deref(), Some("31-12-2026"));
    let new = after
        .rate_lines
        .iter()
        .find(|known| known.placement == old.placement && known.from > old.from)
        .unwrap();
    assert_eq!(
        (format::rate(new.amount).as_str(), new.cause.as_ref().map(Cause::word)),
        ("2.600,00", Some("Varslet af leverandør"))
    );
    let after = portfolio_of(after);
    let again = problems(decide(&after, &request_on(&after, &id, NotifiedChoice::Accept, "")).unwrap());
    assert!(again[0].sentence.contains("allerede accepteret"));
}

/// What deciding so leaves.
fn after_accepting(register: &Register, id: &str) -> Register {
    let portfolio = portfolio_of(register.clone());
    let decision = decide(&portfolio, &request_on(&portfolio, id, NotifiedChoice::Accept, "")).unwrap();
    let Decision::Save(decided) = decision else { panic!("not saved") };
    let mut after = register.clone();
    for change in decided.changes {
        after.apply(change.before.as_ref(), change.after);
    }
    after
}

#[test]
fn a_yearly_line_is_succeeded_from_the_day_after_its_end_by_an_open_one() {
    let (mut register, id) = with_notified("2.600,00", "01-01-2027");
    let review_on = NaiveDate::from_ymd_opt(2027, 5, 1);
    let yearly = RateLine { to: NaiveDate::from_ymd_opt(2026, 12, 31), review_on, ..line() };
    register.put(Entity::RateLine(yearly.clone()));
    let rate = Rate::new(Decimal::from(2_700)).unwrap();
    assert!(
        rules(&portfolio_of(register.clone()), &yearly, Some(rate), NaiveDate::from_ymd_opt(2027, 1, 1))
            .is_empty()
    );
    assert!(
        rules(&portfolio_of(register.clone()), &yearly, Some(rate), NaiveDate::from_ymd_opt(2027, 1, 2))[0]
            .sentence
            .contains("Taksten slutter 31-12-2026")
    );
    let after = after_accepting(&register, &id);
    let new = after.rate_lines.last().unwrap();
    assert_eq!((new.to, new.review_on), (None, review_on));
    let old = after.rate_lines.iter().find(|known| known.id == yearly.id).unwrap();
    assert_eq!((old.to, old.review_on), (yearly.to, None), "the review has gone over to the new line");
}

#[test]
fn of_two_notices_on_one_line_the_second_can_be_accepted_after_the_first() {
    let line = line();
    for (first, second) in [("01-01-2027", "01-07-2027"), ("01-07-2027", "01-01-2027")] {
        let (register, id) = with_notified("2.600,00", first);
        let (other, other_id) = with_notified("2.650,00", second);
        let mut register = register;
        register.put(Entity::NotifiedRate(other.notified_rates[0].clone()));
        let both = after_accepting(&after_accepting(&register, &id), &other_id);
        let mut ends: Vec<_> = both
            .rate_lines
            .iter()
            .filter(|known| known.placement == line.placement && known.from >= line.from)
            .map(|known| (known.from, known.to.map(format::date)))
            .collect();
        ends.sort();
        let last = |day: &str| Some(day.to_owned());
        let spans: Vec<_> = ends.into_iter().map(|(_, to)| to).collect();
        assert_eq!(spans, [last("31-12-2026"), last("30-06-2027"), None], "{first}");
    }
}

#[test]
fn a_notice_on_a_line_that_was_corrected_meanwhile_is_accepted_on_the_right_one() {
    let (mut register, id) = with_notified("2.600,00", "01-01-2027");
    let wrong = line();
    let right = RateLine {
        id: RateLineId(Uuid::from_u128(8_891)),
        amount: Rate::new(Decimal::from(2_500)).unwrap(),
        corrects: Some(wrong.id),
        ..wrong.clone()
    };
    register.put(Entity::RateLine(wrong.as_annulled()));
    register.put(Entity::RateLine(right.clone()));
    assert_eq!(notified_rates(&portfolio_of(register.clone())).rows[0].old, "2.500,00");
    let after = after_accepting(&register, &id);
    let closed = after.rate_lines.iter().find(|known| known.id == right.id).unwrap();
    assert_eq!(closed.to, NaiveDate::from_ymd_opt(2026, 12, 31));
}

#[test]
fn a_rejection_says_why_and_changes_no_rate() {
    let (register, id) = with_notified("2.600,00", "01-01-2027");
    let portfolio = portfolio_of(register);
    assert_eq!(
        problems(decide(&portfolio, &request_on(&portfolio, &id, NotifiedChoice::Reject, " ")).unwrap())[0]
            .field,
        "reason"
    );
    let Decision::Save(decided) =
        decide(&portfolio, &request_on(&portfolio, &id, NotifiedChoice::Reject, "Kontrakten følger P/L"))
            .unwrap()
    else {
        panic!("not saved")
    };
    assert!(decided.changes.iter().all(|change| change.kind() == "notified_rate"));
}

#[test]
fn what_somebody_else_decided_since_the_list_was_shown_is_told_and_not_overwritten() {
    let (register, id) = with_notified("2.600,00", "01-01-2027");
    let portfolio = portfolio_of(register.clone());
    let mine = request_on(&portfolio, &id, NotifiedChoice::Accept, "");
    let theirs = request_on(&portfolio, &id, NotifiedChoice::Reject, "Kontrakten følger P/L");
    let Decision::Save(decided) = decide(&portfolio, &theirs).unwrap() else { panic!("not saved") };
    let mut after = register;
    for change in decided.changes {
        after.apply(change.before.as_ref(), change.after);
    }
    let after = portfolio_of(after);
    let told = problems(decide(&after, &mine).unwrap());
    assert!(told[0].sentence.contains("er afvist 20-11-2026 i mellemtiden"), "{told:?}");
    // Seen as it stands, it may be decided otherwise.
    let anew = request_on(&after, &id, NotifiedChoice::Accept, "");
    assert!(matches!(decide(&after, &anew).unwrap(), Decision::Save(_)));
    let unseen = DecideNotified { seen: Vec::new(), ..anew };
    assert!(problems(decide(&after, &unseen).unwrap())[0].sentence.contains("Se listen igen"));
}

#[rstest]
#[case("499,99", Some("svarer til 499,99 kr. pr. døgn"))]
#[case("500,00", None)]
#[case("15.000,00", None)]
#[case("15.000,01", Some("svarer til 15.000,01 kr. pr. døgn"))]
#[case("0,00", Some("0,00 kr."))]
fn a_notified_rate_outside_what_is_usual_a_day_is_warned_about_and_may_be_kept(
    #[case] rate: &str,
    #[case] words: Option<&str>,
) {
    let id = line().id.to_string();
    let portfolio = sample::portfolio();
    let found = check(&portfolio, Some(&id), &typed_values(rate, "01-01-2027")).unwrap().problems;
    assert!(found.iter().all(|problem| !problem.is_error), "{found:?}");
    let told =
        found.iter().find(|problem| problem.field == "newRate").map(|problem| problem.sentence.as_str());
    assert_eq!(told.is_some(), words.is_some(), "{found:?}");
    assert!(told.is_none_or(|told| told.contains(words.unwrap_or_default())), "{told:?}");
    let (register, _) = with_notified(rate, "01-01-2027");
    let remark = notified_rates(&portfolio_of(register)).rows[0].remark.clone().unwrap();
    assert_eq!(remark.contains("det sædvanlige er"), words.is_some_and(|w| w.contains("svarer")), "{remark}");
}

#[test]
fn the_years_without_pl_are_named_where_a_notice_cannot_be_held_against_it() {
    let (register, _) = with_notified("2.600,00", "01-01-2031");
    let remark = notified_rates(&portfolio_of(register)).rows[0].remark.clone().unwrap();
    assert!(remark.contains("P/L mangler for ") && remark.contains("2030 og 2031"), "{remark}");
}

#[rstest]
#[case("2.600,00", "01-01-2026", "from", "dagen efter")]
#[case("-1,00", "01-01-2027", "newRate", "under 0 kr.")]
#[case("", "01-01-2027", "newRate", "Udfyld")]
#[case("2.600", "01-01-2027", "newRate", "læses på to måder")]
#[case("2.600,00", "snart", "from", "Datoen kan ikke læses")]
fn what_cannot_be_notified_is_said_at_its_field(
    #[case] rate: &str,
    #[case] from: &str,
    #[case] field: &str,
    #[case] words: &str,
) {
    let id = line().id.to_string();
    let portfolio = sample::portfolio();
    let found = problems(decide_typed(&portfolio, Some(&id), &typed_values(rate, from)).unwrap());
    assert!(
        found.iter().any(|problem| problem.field == field && problem.sentence.contains(words)),
        "{found:?}"
    );
    assert!(check(&portfolio, Some(&id), &typed_values(rate, from)).unwrap().effect.is_none());
}

#[test]
fn a_typed_rate_tells_what_accepting_it_would_do() {
    let id = line().id.to_string();
    let check = check(&sample::portfolio(), Some(&id), &typed_values("2.800,00", "01-01-2027")).unwrap();
    let effect = check.effect.unwrap();
    assert_eq!(effect.title, "Hvis I accepterer");
    assert!(
        effect.remarks.iter().any(|remark| remark.text.contains("kommer over 1,0 mio. kr. fra 01-01-2027"))
    );
}

#[test]
fn services_that_pl_does_not_regulate_are_negotiated_when_they_rise() {
    let transport = RateLine { service: Service::Transport, ..line() };
    let rate = |kroner: i64| NotifiedRate {
        id: RecordId(Uuid::nil()),
        placement: transport.placement,
        line: transport.id,
        new_rate: Rate::from_scaled(kroner * 10_000),
        from: sample::today(),
        notified_on: None,
        source: None,
        decision: None,
        decided_on: None,
        reason: None,
    };
    assert_eq!(proposal(&transport, &rate(9_000), None), NotifiedDecision::Negotiate);
    assert_eq!(proposal(&transport, &rate(1), None), NotifiedDecision::Accept);
}
