//! The arithmetic of domain §2.1 and §2.2, with its worked examples.

use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;

use super::examples::{Example, day, kr, worked_example};
use super::*;
use crate::calendar::{Period, add_days, days_in_month};
use crate::{CaseFile, Collector, DayOfferSteps, Money, Offer, Service, Settings, Unit};

#[rstest]
#[case(2024, "553.014,00")]
#[case(2025, "1.042.586,00")]
#[case(2026, "1.271.102,50")]
#[case(2028, "1.122.253,56")]
fn the_worked_example_gives_its_sum_of_each_year(#[case] year: i32, #[case] sum: &str) {
    let case = worked_example().priced();
    assert_eq!(case.gross_of_year(year), kr(sum));
    assert_eq!(case.months(year).iter().sum::<Money>(), kr(sum));
}

#[rstest]
#[case(2024, &["553.014,00"])]
#[case(2025, &["873.810,00", "168.776,00"])]
#[case(2026, &["908.762,40", "156.400,00", "168.776,00", "37.164,10"])]
#[case(2028, &["911.252,16", "169.238,40", "41.763,00"])]
fn the_worked_example_gives_each_lines_sum(#[case] year: i32, #[case] sums: &[&str]) {
    let case = worked_example().priced();
    let (first, last) = (day(&format!("01-01-{year}")), day(&format!("31-12-{year}")));
    let costs: Vec<Money> =
        case.lines().iter().map(|l| l.cost(first, last)).filter(|cost| *cost != Money::ZERO).collect();
    assert_eq!(costs, sums.iter().map(|sum| kr(sum)).collect::<Vec<_>>());
}

#[test]
fn the_worked_example_gives_its_months_of_2026() {
    let months = [
        "91.516,96",
        "85.022,08",
        "121.347,21",
        "117.545,05",
        "121.347,21",
        "117.545,05",
        "121.347,21",
        "121.347,21",
        "92.045,05",
        "94.997,21",
        "92.045,05",
        "94.997,21",
    ];
    assert_eq!(worked_example().priced().months(2026), months.map(kr));
}

#[rstest]
#[case("15-01-2026", "1.077.538,40")]
#[case("01-03-2026", "1.429.551,40")]
#[case("01-09-2026", "1.119.301,40")]
fn the_worked_example_is_annualised_on_a_day(#[case] on: &str, #[case] annualised: &str) {
    assert_eq!(worked_example().priced().annualised(day(on)), Some(kr(annualised)));
}

#[test]
fn rounding_is_cumulative_so_hours_by_month_sum_to_the_exact_year() {
    let case = Example::new("S-2", "01-01-2026")
        .line(Service::ExtraHours, "100.00", Unit::Hour, "01-01-2026", "")
        .per_week("10")
        .priced();
    let months = [
        "4428,57", "4000,00", "4428,57", "4285,72", "4428,57", "4285,71", "4428,57", "4428,58", "4285,71",
        "4428,57", "4285,72", "4428,57",
    ];
    assert_eq!(case.months(2026), months.map(kr));
    assert_eq!(case.gross_of_year(2026), kr("52.142,86"));
}

#[rstest]
#[case(2025)]
#[case(2026)]
#[case(2028)]
fn fixed_settlement_days_cost_the_same_in_any_year(#[case] year: i32) {
    let case = Example::new("S-3", "01-01-2025")
        .line(Service::BaseRate, "2000.00", Unit::Day, "01-01-2025", "")
        .with(|line| line.settlement_days = Some(334))
        .priced();
    assert_eq!(case.gross_of_year(year), kr("668.000,00"));
    assert_eq!(case.annualised(day("20-11-2026")), Some(kr("668.000,00")));
}

#[test]
fn trips_cost_by_open_weeks() {
    let trips = |weeks: Option<i64>| {
        Example::new("S-4", "01-01-2026")
            .line(Service::BaseRate, "0", Unit::Day, "01-01-2026", "")
            .line(Service::Transport, "187.50", Unit::Trip, "01-01-2026", "")
            .per_week("10")
            .with(|line| line.open_weeks = weeks.map(Into::into))
            .priced()
    };
    assert_eq!(trips(Some(46)).gross_of_year(2026), kr("86.250,00"));
    assert_eq!(trips(Some(46)).annualised(day("20-11-2026")), Some(kr("86.250,00")));
    assert_eq!(trips(None).gross_of_year(2028), kr("97.500,00"), "52 weeks where blank");
}

#[rstest]
#[case("0", None)]
#[case("0.5", Some(60))]
#[case("2", Some(60))]
#[case("2.5", Some(85))]
#[case("3", Some(85))]
#[case("3.5", Some(100))]
#[case("4", Some(100))]
#[case("5", Some(100))]
#[case("5.5", None)]
#[case("-1", None)]
fn day_offer_steps_take_half_days_as_the_next_whole(#[case] days: &str, #[case] percent: Option<u8>) {
    assert_eq!(day_offer_percent(&DayOfferSteps::default(), examples::decimal(days)), percent);
}

/// By hand from domain §2.1: a day is amount × the step of the offer, a year of it × 365, another year × its days.
#[rstest]
#[case("2", "217,60", "79.424,00", "79.641,60")]
#[case("2.5", "408,00", "148.920,00", "149.328,00")]
#[case("3", "408,00", "148.920,00", "149.328,00")]
#[case("4", "489,60", "178.704,00", "179.193,60")]
#[case("5", "544,00", "198.560,00", "199.104,00")]
fn an_offer_with_steps_of_its_own_is_paid_by_them_and_any_other_by_the_setting(
    #[case] days: &str,
    #[case] one_day: &str,
    #[case] year: &str,
    #[case] leap_year: &str,
) {
    let example = Example::new("S-5", "01-01-2025")
        .line(Service::DayOffer, "544.00", Unit::DayOfferPlace, "01-01-2025", "")
        .per_week(days)
        .line(Service::BaseRate, "2000.00", Unit::Day, "01-01-2025", "");
    let offer = |steps| Offer {
        id: crate::OfferId(uuid::Uuid::from_u128(1)),
        name: "Solsikken".to_owned(),
        provider: None,
        p_number: None,
        approved_for: vec![],
        supervision: None,
        supervision_from: None,
        supervision_to: None,
        checked_on: None,
        checked_by: None,
        day_offer_steps: steps,
    };
    let priced = |offer: &Offer, settings: &Settings| {
        let file = CaseFile { offer: Some(offer), ..example.file() };
        PricedCase::new(&file, settings).lines()[0].clone()
    };
    let own = offer(Some(DayOfferSteps { percent: [40, 40, 75, 90, 100] }));
    let line = priced(&own, &Settings::default());
    assert_eq!(line.cost(day("20-11-2026"), day("20-11-2026")), kr(one_day));
    assert_eq!(line.cost(day("01-01-2026"), day("31-12-2026")), kr(year));
    assert_eq!(line.cost(day("01-01-2028"), day("31-12-2028")), kr(leap_year));
    assert_eq!(line.annualised(), kr(year));
    // The setting is another's, and says nothing of an offer with steps of its own.
    let setting =
        Settings { day_offer_steps: DayOfferSteps { percent: [1, 2, 3, 4, 5] }, ..Settings::default() };
    assert_eq!(priced(&own, &setting).annualised(), kr(year));
    let percent = day_offer_percent(&setting.day_offer_steps, examples::decimal(days)).unwrap();
    let by_setting = priced(&offer(None), &setting).annualised();
    let full_year = examples::decimal("198560");
    assert_eq!(by_setting, Money::round(full_year * Decimal::from(percent) / Decimal::ONE_HUNDRED));
}

#[test]
fn days_of_attendance_count_as_they_are() {
    let case = Example::new("S-5", "01-01-2026")
        .line(Service::DayOffer, "300.00", Unit::Attendance, "01-01-2026", "")
        .per_week("2.5")
        .with(|line| line.open_weeks = Some(46.into()))
        .priced();
    assert_eq!(case.gross_of_year(2026), kr("34.500,00"));
}

#[test]
fn a_line_counts_only_within_the_stay_and_one_offs_before_it_too() {
    let case = Example::new("S-6", "10-01-2026")
        .ended("20-01-2026")
        .line(Service::BaseRate, "1000.00", Unit::Day, "01-01-2026", "")
        .line(Service::OneOff, "12500.00", Unit::Once, "15-12-2025", "")
        .line(Service::OneOff, "99.00", Unit::Once, "21-01-2026", "")
        .priced();
    assert_eq!(case.gross_of_year(2026), kr("11.000,00"));
    assert_eq!(case.gross_of_year(2025), kr("12.500,00"));
    assert_eq!(case.months(2025)[11], kr("12.500,00"));
    assert_eq!(case.annualised(day("12-01-2026")), Some(kr("365.000,00")));
    assert!(!case.has_stay_in(2025) && case.has_stay_in(2026));
}

#[test]
fn an_annulled_line_costs_nothing_from_its_start() {
    let case = Example::new("S-7", "01-01-2026")
        .line(Service::BaseRate, "9999.00", Unit::Day, "01-01-2026", "")
        .with(|line| line.annulled = true)
        .line(Service::BaseRate, "1000.00", Unit::Day, "01-01-2026", "")
        .priced();
    assert_eq!(case.gross_of_year(2026), kr("365.000,00"));
    assert_eq!(case.annualised(day("01-06-2026")), Some(kr("365.000,00")));
}

#[test]
fn egenbetaling_is_not_part_of_gross_and_is_kept_apart_by_who_collects_it() {
    let case = Example::new("S-8", "01-01-2026")
        .line(Service::BaseRate, "1000.00", Unit::Day, "01-01-2026", "")
        .line(Service::OwnPayment, "4500.00", Unit::Month, "01-01-2026", "")
        .line(Service::OwnPayment, "1000.00", Unit::Month, "01-01-2026", "")
        .with(|line| line.collected_by = Some(Collector::Offer))
        .priced();
    assert_eq!(case.gross_of_year(2026), kr("365.000,00"));
    assert_eq!(case.own_payment(2026), kr("54.000,00"));
    assert_eq!(case.own_payment_to_offer(2026), kr("12.000,00"));
    assert_eq!(case.annualised(day("01-06-2026")), Some(kr("365.000,00")));
}

#[test]
fn a_day_without_grundtakst_or_pakke_is_a_gap_and_its_annualised_cost_unknown() {
    let case = Example::new("S-9", "01-01-2026")
        .line(Service::BaseRate, "1000.00", Unit::Day, "01-01-2026", "31-03-2026")
        .line(Service::Package, "1100.00", Unit::Day, "01-05-2026", "30-11-2026")
        .line(Service::ExtraHours, "400.00", Unit::Hour, "01-01-2026", "")
        .per_week("7")
        .priced();
    let gap = |from: &str, to: &str| Period::new(day(from), Some(day(to))).unwrap();
    assert_eq!(case.gaps_of_year(2026), [gap("01-04-2026", "30-04-2026"), gap("01-12-2026", "31-12-2026")]);
    assert_eq!(case.gaps_of_year(2027), [gap("01-01-2027", "31-12-2027")]);
    assert_eq!(case.annualised(day("15-04-2026")), None);
    assert_eq!(case.annualised(day("31-03-2026")), Some(kr("511.000,00")));
    assert!(case.is_incomplete(day("01-01-2026"), day("31-12-2026")));
    assert!(!case.is_incomplete(day("01-05-2026"), day("30-11-2026")));
    assert_eq!(case.months(2026)[3], kr("12.000,00"), "what is known of April");
}

#[test]
fn a_unit_that_lacks_its_number_a_week_is_unknown_and_not_0_kr() {
    let case = Example::new("S-10", "01-01-2026")
        .line(Service::BaseRate, "1000.00", Unit::Day, "01-01-2026", "")
        .line(Service::ExtraHours, "400.00", Unit::Hour, "01-06-2026", "30-06-2026")
        .priced();
    assert_eq!(case.annualised(day("15-06-2026")), None);
    assert_eq!(case.annualised(day("15-07-2026")), Some(kr("365.000,00")));
    assert!(case.is_incomplete(day("30-06-2026"), day("01-07-2026")));
}

#[test]
fn a_planned_case_is_annualised_on_its_first_day_and_an_ended_one_on_its_last() {
    let case = Example::new("S-11", "01-02-2026")
        .ended("31-05-2026")
        .line(Service::BaseRate, "1000.00", Unit::Day, "01-02-2026", "30-04-2026")
        .line(Service::BaseRate, "2000.00", Unit::Day, "01-05-2026", "")
        .priced();
    assert_eq!(case.annualised(day("01-01-2026")), Some(kr("365.000,00")));
    assert_eq!(case.annualised(day("20-11-2026")), Some(kr("730.000,00")));
    assert_eq!(case.next_twelve_months(day("20-11-2026")), Money::ZERO);
}

#[test]
fn the_next_twelve_months_run_through_the_day_before_the_same_date() {
    let case = Example::new("S-12", "01-01-2026")
        .line(Service::BaseRate, "1000.00", Unit::Day, "01-01-2026", "")
        .priced();
    assert_eq!(case.next_twelve_months(day("20-11-2026")), kr("365.000,00"));
    assert_eq!(case.next_twelve_months(day("20-11-2027")), kr("366.000,00"));
}

#[test]
fn a_rabat_is_a_negative_line_and_rounds_away_from_zero() {
    let case = Example::new("S-13", "01-01-2026")
        .line(Service::Supplement("Rabat".to_owned()), "-0.005", Unit::Day, "01-01-2026", "")
        .priced();
    assert_eq!(case.gross(day("01-01-2026"), day("01-01-2026")), Money::from_oere(-1));
    assert_eq!(case.gross(day("01-01-2026"), day("02-01-2026")), Money::from_oere(-1));
    assert_eq!(case.gross(day("02-01-2026"), day("02-01-2026")), Money::ZERO);
}

/// Every unit with a price, a number a week, weeks and settlement days.
fn any_line() -> impl Strategy<Value = Example> {
    let unit = prop::sample::select(Unit::ALL);
    (
        unit,
        -50_000_000_i64..50_000_000,
        1_u32..=500,
        1_u32..=60,
        prop::option::of(300_u16..367),
        0_i64..900,
        0_i64..900,
    )
        .prop_map(|(unit, scaled, quantity, weeks, settled, from, length)| {
            let start = add_days(day("01-01-2023"), from);
            Example::new("S-14", "01-06-2023").line(Service::BaseRate, "0", unit, "01-01-2023", "").with(
                |line| {
                    line.amount = crate::Rate::from_scaled(scaled);
                    line.quantity = Some(rust_decimal::Decimal::new(i64::from(quantity), 2));
                    line.open_weeks = Some(weeks.into());
                    line.settlement_days = settled;
                    line.from = start;
                    line.to = Some(add_days(start, length));
                },
            )
        })
}

proptest! {
    #[test]
    fn days_add_up_to_months_and_months_to_the_year(example in any_line(), year in 2022_i32..2028) {
        let case = example.priced();
        let months = case.months(year);
        prop_assert_eq!(months.iter().sum::<Money>(), case.gross_of_year(year));
        for (month, sum) in (1..).zip(months) {
            let days: Money = (1..=days_in_month(year, month))
                .filter_map(|d| chrono::NaiveDate::from_ymd_opt(year, month, d))
                .map(|d| case.gross(d, d))
                .sum();
            prop_assert_eq!(days, sum);
        }
    }

    #[test]
    fn a_longer_period_never_costs_less_at_a_positive_rate(example in any_line(), at in 0_i64..1500, more in 0_i64..500) {
        let mut example = example;
        for line in &mut example.lines {
            line.amount = crate::Rate::from_scaled(line.amount.scaled().abs());
        }
        let case = example.priced();
        let (first, last) = (day("01-01-2023"), add_days(day("01-01-2023"), at));
        prop_assert!(case.gross(first, last) <= case.gross(first, add_days(last, more)));
    }

    #[test]
    fn a_period_is_the_sum_of_its_parts(example in any_line(), at in 0_i64..900, length in 1_i64..900) {
        let case = example.priced();
        let first = day("01-01-2023");
        let cut = add_days(first, at);
        let last = add_days(cut, length);
        let parts = case.gross(first, cut) + case.gross(add_days(cut, 1), last);
        prop_assert_eq!(case.gross(first, last), parts);
    }

    #[test]
    fn narrow_and_wide_arithmetic_agree(numerator in -1_000_000_000_000_i64..1_000_000_000_000, divisor in 1_i64..40_000_000) {
        let wide = exact::rounded_wide(i128::from(numerator), i128::from(divisor));
        prop_assert_eq!(i128::from(exact::rounded(numerator, divisor)), wide);
    }
}
