//! The effect of changes on the sample: what it says is what the case says after the save.

use std::sync::Arc;

use proptest::prelude::*;
use vilkaar_domain::{Rate, RateLineId, Service, Unit};

use super::*;
use crate::sample;
use crate::types::Tone;

fn change(before: Option<&RateLine>, after: RateLine) -> EntityChange {
    EntityChange {
        before: before.cloned().map(Entity::RateLine),
        after: Some(Entity::RateLine(after)),
        citizen: None,
        reason: None,
    }
}

/// A new grundtakst from a day, in place of the one that runs.
fn raise(portfolio: &Portfolio, case: &str, kroner: i64, from: NaiveDate) -> Vec<EntityChange> {
    let facts = portfolio.case(case).unwrap();
    let file = portfolio.file(facts);
    let old = file.rate_lines.iter().rev().find(|line| line.service == Service::BaseRate && !line.annulled);
    let old = old.unwrap();
    let new = RateLine {
        id: RateLineId(uuid::Uuid::from_u128(9_999_999)),
        amount: Rate::from_scaled(kroner * 10_000),
        from,
        to: None,
        ..(*old).clone()
    };
    vec![change(Some(old), old.closed_before(from)), change(None, new)]
}

fn after_save(changes: &[EntityChange]) -> Portfolio {
    let mut register = sample::register();
    for change in changes {
        register.apply(change.before.as_ref(), change.after.clone());
    }
    Portfolio::new(Arc::new(register), sample::today())
}

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d-%m-%Y").unwrap()
}

fn has(effect: &Effect, tone: Tone, words: &str) -> bool {
    effect.remarks.iter().any(|remark| remark.tone == tone && remark.text.contains(words))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn the_effect_is_what_the_case_costs_before_and_after_the_save(
        kroner in 500_i64..6_000,
        ahead in -200_i64..700,
        which in 0_usize..5,
    ) {
        let case = ["S2022-1008", "S2026-1001", "S2026-1002", "S2025-1003", "S2023-1007"][which];
        let before = sample::portfolio();
        let begins = before.placement(before.case(case).unwrap()).moved_in;
        let from = add_days(sample::today(), ahead).max(add_days(begins, 1));
        let changes = raise(&before, case, kroner, from);
        let effect = effect(&before, &changes).unwrap();
        let after = after_save(&changes);
        let year = before.year();
        let (old, new) = (&before.case(case).unwrap().priced, &after.case(case).unwrap().priced);
        for (label, of) in [(format!("I år ({year})"), year), (format!("Næste år ({})", year + 1), year + 1)] {
            let row = effect.rows.iter().find(|row| row.label == label).unwrap();
            prop_assert!(row.before.starts_with(&format::kr(old.gross_of_year(of))), "{row:?}");
            prop_assert!(row.after.starts_with(&format::kr(new.gross_of_year(of))), "{row:?}");
            let is_known = old.gaps_of_year(of).is_empty() && new.gaps_of_year(of).is_empty();
            prop_assert_eq!(row.change.is_some(), is_known);
        }
        let on = from.max(sample::today());
        let row = effect.rows.iter().find(|row| row.label.starts_with("Helårsvirkning")).unwrap();
        prop_assert_eq!(&row.label, &format!("Helårsvirkning pr. {}", format::date(on)));
        let words = |cost: Option<Money>| cost.map_or_else(|| "takst mangler".to_owned(), format::kr);
        prop_assert_eq!(&row.before, &words(old.annualised_on(on)));
        prop_assert_eq!(&row.after, &words(new.annualised_on(on)));
        let limit = |portfolio: &Portfolio| portfolio.case(case).unwrap().limit.clone().unwrap();
        let (was, is) = (limit(&before), limit(&after));
        prop_assert_eq!(has(&effect, Tone::Bad, "kommer over"), is.is_above && !was.is_above);
        prop_assert_eq!(has(&effect, Tone::Good, "kommer under"), was.is_above && !is.is_above);
        prop_assert_eq!(has(&effect, Tone::Warn, "er stadig over"), was.is_above && is.is_above);
    }
}

#[test]
fn the_case_exactly_at_the_limit_is_not_above_and_a_krone_more_is() {
    let portfolio = sample::portfolio();
    let facts = portfolio.case("S2026-1001").unwrap();
    let line = portfolio.file(facts).rate_lines.last().copied().unwrap().clone();
    let one_more = RateLine { amount: Rate::from_scaled(line.amount.scaled() + 10_000), ..line.clone() };
    let effect = effect(&portfolio, &[change(Some(&line), one_more)]).unwrap();
    assert!(has(&effect, Tone::Bad, "kommer over 1,0 mio. kr. fra 20-11-2026"), "{:?}", effect.remarks);
}

#[test]
fn a_gap_that_is_closed_and_one_that_is_made_are_told() {
    let portfolio = sample::portfolio();
    let file = portfolio.file(portfolio.case("S2023-1007").unwrap());
    let before_gap = file.rate_lines.iter().find(|line| line.to == Some(day("31-03-2026"))).unwrap();
    let longer = RateLine { to: Some(day("30-04-2026")), ..(*before_gap).clone() };
    let closes = effect(&portfolio, &[change(Some(before_gap), longer)]).unwrap();
    assert!(has(&closes, Tone::Good, "Hullet 01-04-2026 til 30-04-2026 lukkes"), "{:?}", closes.remarks);
    let shorter = RateLine { to: Some(day("15-03-2026")), ..(*before_gap).clone() };
    let opens = effect(&portfolio, &[change(Some(before_gap), shorter)]).unwrap();
    assert!(
        has(&opens, Tone::Bad, "Takst mangler 16-03-2026 til 31-03-2026, 16 dage"),
        "{:?}",
        opens.remarks
    );
    assert!(opens.rows[0].after.ends_with("ufuldstændig"), "{:?}", opens.rows);
}

#[test]
fn a_new_case_of_a_citizen_who_has_one_tells_of_double_payment_and_of_both_against_the_limit() {
    let portfolio = sample::portfolio();
    let facts = portfolio.case("S2022-1008").unwrap();
    let placement = portfolio.placement(facts).clone();
    let new = vilkaar_domain::Placement {
        id: PlacementId(uuid::Uuid::from_u128(77_777)),
        case: vilkaar_domain::CaseNumber::new("S2027-0001").unwrap(),
        moved_in: day("01-01-2027"),
        ..placement
    };
    let line = RateLine {
        id: RateLineId(uuid::Uuid::from_u128(77_778)),
        placement: new.id,
        from: day("01-01-2027"),
        to: None,
        unit: Unit::Day,
        ..portfolio.file(facts).rate_lines.last().copied().unwrap().clone()
    };
    let place =
        EntityChange { before: None, after: Some(Entity::Placement(new)), citizen: None, reason: None };
    let effect = effect(&portfolio, &[place, change(None, line)]).unwrap();
    assert_eq!(effect.rows[1].before, "0,00 kr.", "the new case cost nothing before");
    assert!(
        has(&effect, Tone::Warn, "Dobbeltbetaling 01-01-2027 og frem: S2022-1008 og S2027-0001"),
        "{:?}",
        effect.remarks
    );
    assert!(has(
        &effect,
        Tone::Bad,
        "(S2022-1008 og S2027-0001) tilsammen kommer over 1,0 mio. kr. fra 01-01-2027"
    ));
}

#[test]
fn what_touches_no_money_has_no_effect() {
    let portfolio = sample::portfolio();
    let goal = portfolio.register().goals[0].clone();
    let change = EntityChange {
        before: Some(Entity::Goal(goal.clone())),
        after: Some(Entity::Goal(goal)),
        citizen: None,
        reason: None,
    };
    assert!(effect(&portfolio, &[change]).is_none());
}

#[test]
fn days_of_one_list_without_those_of_another() {
    let period = |from: &str, to: &str| {
        Period::new(day(from), if to.is_empty() { None } else { Some(day(to)) }).unwrap()
    };
    let whole = [period("01-01-2026", "")];
    let rest = subtract(&whole, &[period("01-02-2026", "28-02-2026"), period("01-06-2026", "")]);
    assert_eq!(rest, [period("01-01-2026", "31-01-2026"), period("01-03-2026", "31-05-2026")]);
    assert!(subtract(&whole, &whole).is_empty());
    assert_eq!(subtract(&whole, &[]), whole);
}
