//! The rules over a citizen's cases: the 1 mio. kr. rule, dobbeltbetaling, state refund, indexation,
//! *vis beregning* (domain §2.3–§2.5).

use proptest::prelude::*;
use rstest::rstest;

use super::examples::{Example, day, decimal, kr, worked_example};
use super::indexation::{IndexDecision, IndexationChoice, LeftOut, propose};
use super::limit::judge;
use super::refund::{refund_of, year};
use super::*;
use crate::{
    Citizen, CitizenId, Contract, ContractId, Dated, Money, Ownership, PriceIndex, Rate, RecordId,
    RefundCover, RefundLimits, Regulation, Service, Settings, Unit,
};

fn flat(case: &str, from: &str, rate: &str) -> Example {
    Example::new(case, from).line(Service::BaseRate, rate, Unit::Day, from, "")
}

fn limits(year: i32, tkr: [i64; 3]) -> RefundLimits {
    let [limit_1, limit_2, limit_3] = tkr.map(|thousand| Money::from_kroner(thousand * 1000));
    RefundLimits { id: RecordId(uuid::Uuid::nil()), year, limit_1, limit_2, limit_3, status: None }
}

fn citizen(refund_cover: RefundCover) -> Citizen {
    Citizen { id: CitizenId(uuid::Uuid::from_u128(1)), cpr: None, name: None, refund_cover }
}

#[rstest]
#[case("2739.73", true)]
#[case("2739.72", false)]
fn strictly_above_one_million_is_above_the_limit(#[case] rate: &str, #[case] above: bool) {
    let case = flat("S-1", "01-01-2026", rate).priced();
    assert_eq!(judge(&[&case], day("20-11-2026"), &Settings::default()).is_above, above);
}

#[test]
fn exactly_one_million_is_not_above_the_limit() {
    let case = Example::new("S-1", "01-01-2026")
        .line(Service::BaseRate, "1000000", Unit::Year, "01-01-2026", "")
        .priced();
    let verdict = judge(&[&case], day("20-11-2026"), &Settings::default());
    assert!(!verdict.is_above);
    assert_eq!(verdict.shown.annualised, kr("1.000.000,00"));
}

#[test]
fn a_known_future_price_counts_twelve_months_ahead_both_days_included() {
    let case = Example::new("S-1", "01-01-2026")
        .line(Service::BaseRate, "2655.00", Unit::Day, "01-01-2026", "28-02-2027")
        .line(Service::BaseRate, "2785.50", Unit::Day, "01-03-2027", "")
        .priced();
    let settings = Settings::default();
    let verdict = judge(&[&case], day("20-11-2026"), &settings);
    assert_eq!(verdict.above_from, Some(day("01-03-2027")));
    assert_eq!(verdict.above_since, None);
    assert!(judge(&[&case], day("01-03-2026"), &settings).is_above);
    assert!(!judge(&[&case], day("28-02-2026"), &settings).is_above);
}

#[test]
fn the_look_ahead_from_29_february_ends_on_28_february() {
    let from = |first: &str| flat("S-1", first, "2800.00").priced();
    let settings = Settings::default();
    assert!(judge(&[&from("28-02-2029")], day("29-02-2028"), &settings).is_above);
    assert!(!judge(&[&from("01-03-2029")], day("29-02-2028"), &settings).is_above);
}

#[test]
fn all_cases_and_lines_of_a_citizen_count_together_and_are_named() {
    let a = flat("S-1", "01-01-2026", "2000.00").priced();
    let b = Example::new("S-2", "01-06-2026")
        .line(Service::BaseRate, "700.00", Unit::Day, "01-06-2026", "")
        .line(Service::Transport, "5000.00", Unit::Month, "01-07-2026", "")
        .line(Service::OwnPayment, "9000.00", Unit::Month, "01-06-2026", "")
        .line(Service::OneOff, "900000.00", Unit::Once, "20-11-2026", "")
        .priced();
    let verdict = judge(&[&a, &b], day("20-11-2026"), &Settings::default());
    assert_eq!(verdict.above_from, Some(day("20-11-2026")));
    assert_eq!(verdict.above_since, Some(day("01-07-2026")));
    assert_eq!(verdict.shown.annualised, kr("1.045.500,00"));
    let shares: Vec<Money> = verdict.shown.lines.iter().map(|share| share.annualised).collect();
    assert_eq!(shares, [kr("730.000,00"), kr("255.500,00"), kr("60.000,00")]);
}

#[test]
fn the_run_above_the_limit_starts_after_its_latest_break() {
    let case = Example::new("S-1", "01-01-2024")
        .line(Service::BaseRate, "3000.00", Unit::Day, "01-01-2024", "31-12-2024")
        .line(Service::BaseRate, "2000.00", Unit::Day, "01-01-2025", "31-03-2025")
        .line(Service::BaseRate, "2900.00", Unit::Day, "01-04-2025", "31-12-2025")
        .line(Service::BaseRate, "3000.00", Unit::Day, "01-01-2026", "")
        .priced();
    let verdict = judge(&[&case], day("20-11-2026"), &Settings::default());
    assert_eq!(verdict.above_since, Some(day("01-04-2025")));
}

#[test]
fn a_day_with_a_gap_is_judged_on_what_is_known_with_a_warning() {
    let case = Example::new("S-1", "01-01-2026")
        .line(Service::BaseRate, "2800.00", Unit::Day, "01-01-2026", "30-11-2026")
        .line(Service::OneToOne, "3000.00", Unit::Day, "01-12-2026", "31-12-2026")
        .priced();
    let verdict = judge(&[&case], day("01-12-2026"), &Settings::default());
    assert!(verdict.is_above && verdict.is_incomplete && verdict.shown.is_incomplete);
    let before = judge(&[&case], day("20-11-2026"), &Settings::default());
    assert!(before.is_incomplete && !before.shown.is_incomplete);
}

#[test]
fn the_limit_is_a_dated_setting_and_past_days_use_todays_where_none_was_dated_earlier() {
    let case = flat("S-1", "01-01-2024", "2800.00").priced();
    let dated = |from: &str, kroner| Dated { from: Some(day(from)), value: Money::from_kroner(kroner) };
    let settings = Settings {
        limit: vec![dated("01-01-2026", 1_000_000), dated("01-01-2027", 1_100_000)],
        ..Settings::default()
    };
    let verdict = judge(&[&case], day("20-11-2026"), &settings);
    assert_eq!(verdict.above_since, Some(day("01-01-2024")));
    assert_eq!(judge(&[&case], day("01-01-2027"), &settings).above_from, None);
    let raised = Settings { limit: vec![dated("01-06-2026", 1_100_000)], ..Settings::default() };
    assert!(!judge(&[&case], day("20-11-2026"), &raised).is_above);
}

#[test]
fn two_botilbud_that_overlap_in_a_move_both_count_and_are_shown_as_dobbeltbetaling() {
    let a = flat("S-1", "01-03-2024", "1500.00").ended("31-05-2026").priced();
    let b = flat("S-2", "16-05-2026", "1600.00").priced();
    let within = crate::calendar::Period::new(day("01-01-2026"), None).unwrap();
    let found = double_payments(&[&b, &a], within);
    let [payment] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((payment.days.from(), payment.days.to()), (day("16-05-2026"), Some(day("31-05-2026"))));
    assert_eq!(payment.first, a.placement);
    assert_eq!(payment.first_cost, Some(kr("24.000,00")));
    assert_eq!(payment.second_cost, Some(kr("25.600,00")));
    assert!(judge(&[&a, &b], day("20-05-2026"), &Settings::default()).is_above);
    assert!(!judge(&[&a, &b], day("01-06-2026"), &Settings::default()).is_above);
}

#[rstest]
#[case(860_000, "0,00")]
#[case(1_000_000, "35.000,00")]
#[case(1_500_000, "160.000,00")]
#[case(2_500_000, "710.000,00")]
fn the_refund_is_marginal_in_three_steps(#[case] kroner: i64, #[case] refund: &str) {
    assert_eq!(refund_of(Money::from_kroner(kroner), &limits(2022, [860, 1680, 2120])), kr(refund));
}

#[rstest]
#[case(800_000, 0)]
#[case(1_000_000, 25)]
#[case(2_000_000, 50)]
#[case(2_500_000, 75)]
fn above_limit_3_the_state_takes_75_percent_of_a_krone_saved(#[case] kroner: i64, #[case] percent: i64) {
    let found = refund::marginal_percent(Money::from_kroner(kroner), &limits(2022, [860, 1680, 2120]));
    assert_eq!(found, percent.into());
}

#[test]
fn the_refund_is_per_citizen_and_spread_by_gross_with_the_last_oere_on_the_last_case() {
    let a = Example::new("S-1", "01-01-2022")
        .line(Service::BaseRate, "500000", Unit::Year, "01-01-2022", "")
        .priced();
    let b = Example::new("S-2", "01-01-2022")
        .line(Service::BaseRate, "500000", Unit::Year, "01-01-2022", "")
        .priced();
    let c = Example::new("S-3", "01-01-2022")
        .line(Service::BaseRate, "500000.01", Unit::Year, "01-01-2022", "")
        .priced();
    let rows = year(
        &[&c, &b, &a],
        Some(&citizen(RefundCover::Yes)),
        2022,
        Some(&limits(2022, [860, 1680, 2120])),
        &Settings::default(),
    );
    let refunds: Vec<Money> = rows.iter().filter_map(|row| row.refund).collect();
    // 25 % of 640.000,01 is 160.000,0025, rounded once; a third each, and the rest on the last.
    assert_eq!(refunds, [kr("53.333,33"), kr("53.333,33"), kr("53.333,34")]);
    assert_eq!(rows.iter().filter_map(|row| row.net).sum::<Money>(), kr("1.340.000,01"));
}

#[test]
fn the_base_is_gross_less_egenbetaling_to_the_municipality_and_vat() {
    let case = Example::new("S-1", "01-01-2022")
        .provider(Ownership::Foundation, Some(false))
        .line(Service::BaseRate, "1100000", Unit::Year, "01-01-2022", "")
        .line(Service::OwnPayment, "5000", Unit::Month, "01-01-2022", "")
        .priced();
    let limits = limits(2022, [860, 1680, 2120]);
    let rows = year(&[&case], Some(&citizen(RefundCover::Yes)), 2022, Some(&limits), &Settings::default());
    let row = &rows[0];
    assert_eq!((row.own_payment, row.vat_refund), (kr("60.000,00"), kr("50.600,00")));
    assert_eq!(row.net_before_refund, kr("989.400,00"));
    assert_eq!((row.refund, row.net), (Some(kr("32.350,00")), Some(kr("957.050,00"))));
}

#[test]
fn one_who_is_not_covered_gets_0_and_a_year_without_limits_has_no_figure() {
    let case = flat("S-1", "01-01-2022", "4000.00").priced();
    let limits = limits(2022, [860, 1680, 2120]);
    let settings = Settings::default();
    let by_age = citizen(RefundCover::ByAge);
    let rows = year(&[&case], Some(&by_age), 2022, Some(&limits), &settings);
    assert_eq!(rows[0].refund, Some(Money::ZERO), "without CPR not covered");
    assert_eq!(rows[0].net, Some(rows[0].gross));
    let rows = year(&[&case], Some(&citizen(RefundCover::Yes)), 2022, None, &settings);
    assert_eq!((rows[0].refund, rows[0].net), (None, None));
}

#[test]
fn what_another_municipality_pays_stands_apart_and_is_outside_the_refund() {
    let own = flat("S-1", "01-01-2022", "2000.00").priced();
    let mut other = flat("S-2", "01-01-2022", "3000.00");
    other.placement.acting_municipality = Some("Egeskov".to_owned());
    other.placement.paying_municipality = Some("Birkelund Kommune".to_owned());
    let other = other.priced();
    let limits = limits(2022, [860, 1680, 2120]);
    let rows =
        year(&[&own, &other], Some(&citizen(RefundCover::Yes)), 2022, Some(&limits), &Settings::default());
    assert_eq!(rows[0].refund, Some(Money::ZERO), "730.000 alone is below limit 1");
    assert_eq!((rows[1].is_own_cost, rows[1].refund, rows[1].net), (false, None, None));
    assert!(
        judge(&[&own, &other], day("01-06-2022"), &Settings::default()).is_above,
        "but counts for the limit"
    );
}

#[test]
fn the_explained_lines_sum_to_the_year_and_are_clipped_to_stay_and_year() {
    let example = worked_example();
    let lines = explain_year(&example.file(), 2026, &Settings::default());
    assert_eq!(lines.iter().map(|line| line.gross).sum::<Money>(), kr("1.271.102,50"));
    assert_eq!(lines[0].formula, Formula::DayOffer { percent: 85, a_week: decimal("3"), days: 365 });
    assert_eq!((lines[0].from, lines[0].to), (day("01-01-2026"), day("31-12-2026")));
    assert_eq!(lines[1].formula, Formula::Days { days: 365 });
    let part = explain::PartMonth { month: day("01-02-2026"), days: 19, of: 28 };
    assert_eq!(lines[2].formula, Formula::Months { whole: 10, parts: vec![part] });
    assert_eq!(lines[3].formula, Formula::Hours { a_week: decimal("14"), days: 184 });
}

#[test]
fn indexation_raises_what_pl_regulates_and_says_why_it_leaves_the_rest() {
    let example = Example::new("S-1", "01-01-2025")
        .line(Service::BaseRate, "2000.00", Unit::Day, "01-01-2025", "31-12-2025")
        .line(Service::BaseRate, "2100.33", Unit::Day, "01-01-2026", "")
        .line(Service::ExtraHours, "400.00", Unit::Hour, "01-11-2026", "")
        .line(Service::Transport, "3000.00", Unit::Month, "01-01-2026", "")
        .line(Service::OwnPayment, "4000.00", Unit::Month, "01-01-2026", "")
        .line(Service::OneOff, "9000.00", Unit::Once, "01-02-2027", "")
        .line(Service::NightWatch, "100.00", Unit::Day, "01-01-2027", "");
    let contract = |regulation| Contract {
        id: ContractId(uuid::Uuid::nil()),
        placement: example.placement.id,
        number: None,
        start: day("01-01-2025"),
        end: None,
        notice_municipality: None,
        notice_provider: None,
        minimum_until: None,
        renews_by_months: None,
        renegotiate_on: None,
        negotiator: None,
        payment: None,
        regulation,
        agreed_on: None,
        follow_up_months: None,
        has_signed_file: false,
        amends: None,
        content: crate::AgreedContent::default(),
        terms: crate::FurtherTerms::default(),
        notice_given: None,
    };
    let table = PriceTable::new(&[PriceIndex {
        id: RecordId(uuid::Uuid::nil()),
        year: 2027,
        percent: decimal("3.1"),
        status: None,
        source: None,
    }]);
    let choice = IndexationChoice { year: 2027, agreed_within_months: 6, above_limit_too: false };
    let decisions = |regulation, is_above_limit| -> Vec<IndexDecision> {
        let contract = contract(regulation);
        let mut file = example.file();
        file.contracts = vec![&contract];
        let lines = propose(&file, is_above_limit, choice, &table).unwrap();
        lines.into_iter().map(|line| line.decision).collect()
    };
    let out = IndexDecision::LeftOut;
    assert_eq!(
        decisions(Some(Regulation::PriceAndWage), false),
        [
            out(LeftOut::Ended),
            IndexDecision::Raised(Rate::new(decimal("2165.44")).unwrap()),
            out(LeftOut::AgreedLately),
            out(LeftOut::OtherService),
            out(LeftOut::OwnPayment),
            out(LeftOut::OneOff),
            out(LeftOut::NotBegun),
        ]
    );
    assert_eq!(decisions(Some(Regulation::PriceAndWage), true)[1], out(LeftOut::AboveLimit));
    assert_eq!(decisions(Some(Regulation::OfferList), false)[1], out(LeftOut::OfferList));
    assert_eq!(decisions(Some(Regulation::Fixed), false)[1], out(LeftOut::Fixed));
    assert_eq!(decisions(None, false)[1], out(LeftOut::RegulationUnknown));
    let without = IndexationChoice { year: 2030, ..choice };
    assert_eq!(propose(&example.file(), false, without, &table), Err(MissingYears(vec![2030])));
}

#[test]
fn a_line_without_which_the_citizen_is_at_or_below_the_limit_tips_it_over() {
    let case = flat("S-1", "01-01-2026", "2600.00")
        .line(Service::OneToOne, "400.00", Unit::Hour, "01-01-2026", "")
        .per_week("5")
        .line(Service::NightWatch, "10.00", Unit::Day, "01-01-2026", "")
        .priced();
    let shown = judge(&[&case], day("20-11-2026"), &Settings::default()).shown;
    let found: Vec<_> = shown.lines.iter().map(|share| (share.annualised, shown.tips_over(share))).collect();
    assert_eq!(found, [(kr("949.000"), true), (kr("104.285,71"), true), (kr("3.650"), false)]);
    let percent = shown.percent(&shown.lines[0]).map(|percent| percent.round_dp(1));
    assert_eq!(percent, Some(decimal("89.8")));
}

proptest! {
    #[test]
    fn the_shares_of_a_refund_sum_to_it(prices in prop::collection::vec(0_i64..3_000_000, 1..5)) {
        let cases: Vec<PricedCase> = (0..)
            .zip(&prices)
            .map(|(number, price)| {
                Example::new(&format!("S-{number}"), "01-01-2022")
                    .line(Service::BaseRate, &price.to_string(), Unit::Year, "01-01-2022", "")
                    .priced()
            })
            .collect();
        let cases: Vec<&PricedCase> = cases.iter().collect();
        let limits = limits(2022, [860, 1680, 2120]);
        let rows = year(&cases, Some(&citizen(RefundCover::Yes)), 2022, Some(&limits), &Settings::default());
        let base = Money::from_kroner(prices.iter().sum());
        prop_assert_eq!(rows.iter().filter_map(|row| row.refund).sum::<Money>(), refund_of(base, &limits));
    }

    #[test]
    fn the_verdict_is_that_of_every_day_of_the_twelve_months(
        rate in 250_000_i64..300_000, from in 0_i64..700, length in 0_i64..500, add in 0_i64..40_000, on in 0_i64..700,
    ) {
        let start = crate::calendar::add_days(day("01-01-2026"), from);
        let case = flat("S-1", "01-01-2026", "0")
            .with(|line| line.amount = Rate::from_scaled(rate * 100))
            .line(Service::NightWatch, "0", Unit::Day, "01-01-2026", "")
            .with(|line| {
                line.amount = Rate::from_scaled(add * 100);
                line.from = start;
                line.to = Some(crate::calendar::add_days(start, length));
            })
            .priced();
        let today = crate::calendar::add_days(day("01-01-2026"), on);
        let last = crate::calendar::add_months(today, 12);
        let above = |at: &chrono::NaiveDate| case.annualised_on(*at) > Some(kr("1.000.000,00"));
        let first = today.iter_days().take_while(|at| *at <= last).find(above);
        let verdict = judge(&[&case], today, &Settings::default());
        prop_assert_eq!(verdict.above_from, first);
        let run = (0..).map(|back| crate::calendar::add_days(today, -back)).take_while(|at| above(at)).last();
        prop_assert_eq!(verdict.above_since, run);
    }
}
