//! The comparisons of domain §2.6 and §2.7, with their worked examples.

use rstest::rstest;
use rust_decimal::Decimal;

use super::*;
use crate::cost::examples::{Example, day, decimal, kr};
use crate::cost::{PriceTable, has_vat_share, vat_percent};
use crate::{
    DeliveredHours, LegalBasis, Ownership, PlacementId, PriceIndex, Rate, RecordId, Service, Settings,
    SupportNeed, Unit,
};

fn rate(text: &str) -> Rate {
    Rate::new(decimal(text)).unwrap()
}

#[test]
fn a_private_rate_is_compared_less_its_purchase_vat() {
    assert_eq!(comparable_amount(rate("2461.00"), decimal("4.6")), kr("2347,79"));
}

#[rstest]
#[case(Ownership::Private, Some(false), "4.6")]
#[case(Ownership::Foundation, Some(false), "4.6")]
#[case(Ownership::SelfGoverning, Some(false), "4.6")]
#[case(Ownership::SelfGoverning, Some(true), "0")]
#[case(Ownership::Municipal, Some(false), "0")]
#[case(Ownership::Regional, Some(false), "0")]
fn only_private_forms_without_driftsoverenskomst_have_vat(
    #[case] ownership: Ownership,
    #[case] agreement: Option<bool>,
    #[case] percent: &str,
) {
    let example = Example::new("S-1", "01-01-2026").provider(ownership, agreement);
    let has_share = has_vat_share(example.provider.as_ref().unwrap());
    assert_eq!(vat_percent(has_share, day("20-11-2026"), &Settings::default()), decimal(percent));
}

#[test]
fn comparable_rates_are_brought_to_one_price_year_or_say_which_year_is_missing() {
    let table = PriceTable::new(&[PriceIndex {
        id: RecordId(uuid::Uuid::nil()),
        year: 2026,
        percent: decimal("3"),
        status: None,
        source: None,
    }]);
    let brought =
        |agreed: &str, year| comparable_rate(rate("2000"), day(agreed), Decimal::ZERO, year, &table);
    assert_eq!(brought("01-06-2025", 2026), Ok(kr("2060,00")));
    assert_eq!(brought("01-06-2026", 2025), Ok(kr("1941,75")));
    assert_eq!(brought("01-06-2024", 2026).unwrap_err().0, [2025]);
}

/// A Grundtakst of 2.466,27 kr./døgn with some support hours a week.
fn supported(hours: Option<&str>) -> Example {
    let mut example = Example::new("S-1", "01-01-2026").line(
        Service::BaseRate,
        "2466.27",
        Unit::Day,
        "01-01-2026",
        "30-11-2026",
    );
    example.placement.support_hours = hours.map(decimal);
    example
}

#[test]
fn kr_per_support_hour_is_annualised_support_over_hours_a_year() {
    let found = hourly_rate(&supported(Some("15")).priced(), day("20-11-2026")).unwrap();
    // 2.466,27 × 365 / (15 × 365 / 7)
    assert_eq!(found.rate, kr("1150,93"));
    assert_eq!(found.support, kr("900.188,55"));
}

#[test]
fn hourly_add_ons_bring_hours_and_kroner_and_others_kroner_only() {
    let case = supported(Some("15"))
        .line(Service::ExtraHours, "400.00", Unit::Hour, "01-01-2026", "")
        .per_week("5")
        .line(Service::NightWatch, "100.00", Unit::Day, "01-01-2026", "")
        .line(Service::DaytimeSupplement, "999.00", Unit::Day, "01-01-2026", "")
        .line(Service::Transport, "999.00", Unit::Day, "01-01-2026", "")
        .priced();
    let found = hourly_rate(&case, day("20-11-2026")).unwrap();
    assert_eq!(found.hours_a_week, decimal("20"));
    assert_eq!(found.support, kr("900.188,55") + kr("104.285,71") + kr("36.500,00"));
}

#[test]
fn a_stated_basistakst_is_taken_off() {
    let mut example = supported(Some("15"));
    example.placement.base_rate = Some(rate("466.27"));
    let found = hourly_rate(&example.priced(), day("20-11-2026")).unwrap();
    assert_eq!(found.rate, kr("933,33"));
}

#[test]
fn without_hours_or_in_a_gap_there_is_no_hourly_rate() {
    let at = |hours, on: &str| hourly_rate(&supported(hours).priced(), day(on)).map(|found| found.rate);
    assert_eq!(at(None, "20-11-2026"), Err(NoHourlyRate::NoHours));
    assert_eq!(at(Some("0"), "20-11-2026"), Err(NoHourlyRate::NoHours));
    assert_eq!(at(Some("15"), "01-12-2026"), Err(NoHourlyRate::NoRate));
}

#[test]
fn the_average_is_weighted_with_hours() {
    let found = |hours| hourly_rate(&supported(Some(hours)).priced(), day("20-11-2026")).unwrap();
    // Twice the support over 20 hours a week.
    assert_eq!(average_hourly_rate(&[found("15"), found("5")]), Some(kr("1726,39")));
    assert_eq!(average_hourly_rate(&[]), None);
}

#[rstest]
#[case(10, "2140")]
#[case(25, "2200")]
#[case(50, "2394")]
#[case(75, "2500")]
#[case(100, "3234")]
fn percentiles_interpolate_linearly(#[case] percent: u8, #[case] value: &str) {
    let values = [2100, 2200, 2394, 2500, 3234].map(Decimal::from);
    assert_eq!(percentile(&values, percent), Some(decimal(value)));
    assert_eq!(percentile(&[], percent), None);
}

fn like(id: u128, group: Option<&str>, need: SupportNeed, value: i64) -> LikeCase {
    LikeCase {
        placement: PlacementId(uuid::Uuid::from_u128(id)),
        legal_basis: LegalBasis::Section108,
        target_group: group.map(str::to_owned),
        support_need: Some(need),
        value: value.into(),
    }
}

#[test]
fn the_group_is_widened_until_there_are_five_and_never_holds_the_case_itself() {
    let case = like(0, Some("Autismespektrum"), SupportNeed::High, 9000);
    let mut cases = vec![case.clone()];
    cases.extend((1..=4).map(|id| like(id, Some("Autismespektrum"), SupportNeed::High, 2000)));
    assert_eq!(benchmark(&case, &cases), Benchmark::TooFew { count: 4 });

    let width_and_count = |cases: &[LikeCase]| match benchmark(&case, cases) {
        Benchmark::Group { width, count, .. } => (width, count),
        few @ Benchmark::TooFew { .. } => panic!("{few:?}"),
    };
    cases.push(like(5, Some("Angst"), SupportNeed::High, 3000));
    assert_eq!(width_and_count(&cases), (Width::SameParagraph, 5));
    cases.push(like(6, Some("Autismespektrum"), SupportNeed::Mild, 3000));
    assert_eq!(width_and_count(&cases), (Width::SameTargetGroup, 5));
    cases.push(like(7, Some("Autismespektrum"), SupportNeed::High, 3000));
    assert_eq!(width_and_count(&cases), (Width::SameNeed, 5));
}

#[test]
fn the_group_is_never_widened_across_paragraphs_and_a_blank_is_like_no_other() {
    let case = like(0, None, SupportNeed::High, 9000);
    let mut cases: Vec<LikeCase> = (1..=9).map(|id| like(id, None, SupportNeed::High, 2000)).collect();
    assert!(matches!(
        benchmark(&case, &cases),
        Benchmark::Group { width: Width::SameParagraph, count: 9, .. }
    ));
    for other in &mut cases {
        other.legal_basis = LegalBasis::Section107;
    }
    assert_eq!(benchmark(&case, &cases), Benchmark::TooFew { count: 0 });
}

#[rstest]
#[case("2200.00", true)]
#[case("2200.01", false)]
fn a_wished_offer_may_cost_ten_percent_more_in_section_108(#[case] wished: &str, #[case] allowed: bool) {
    let settings = Settings { free_choice_from: Some(day("01-01-2026")), ..Settings::default() };
    let judged = |basis| free_choice(basis, rate("2000.00"), rate(wished), day("20-11-2026"), &settings);
    let found = judged(LegalBasis::Section108).unwrap();
    assert_eq!((found.is_allowed, found.highest, found.is_in_force), (allowed, kr("2200,00"), true));
    assert_eq!(judged(LegalBasis::Section107), None);
}

#[test]
fn the_free_choice_rule_is_not_in_force_until_its_date_is_entered() {
    let found = free_choice(
        LegalBasis::Section108,
        rate("2000"),
        rate("2100"),
        day("20-11-2026"),
        &Settings::default(),
    )
    .unwrap();
    assert!(!found.is_in_force);
    assert_eq!((found.difference, found.percent), (kr("100,00"), Some(decimal("5.00"))));
}

#[test]
fn bought_hours_follow_the_days_of_the_month_and_are_held_against_delivered_ones() {
    let example = supported(Some("14"))
        .ended("15-12-2026")
        .line(Service::ExtraHours, "400.00", Unit::Hour, "25-11-2026", "")
        .per_week("7");
    let delivered = DeliveredHours {
        id: RecordId(uuid::Uuid::nil()),
        placement: example.placement.id,
        month: day("01-11-2026"),
        hours: decimal("50"),
    };
    let mut file = example.file();
    file.delivered_hours = vec![&delivered];
    let rows = hours_by_month(&file, &example.priced(), day("10-11-2026"), day("31-12-2026"));
    assert_eq!(rows.len(), 2);
    // 14 × 30/7 + 7 × 6/7
    assert_eq!(rows[0].bought, Some(decimal("66")));
    assert_eq!(rows[0].difference(), Some(decimal("-16")));
    assert_eq!(rows[0].worth(kr("1150,93")), Some(kr("-18.414,88")));
    // 14 × 15/7 + 7 × 15/7, nothing reported
    assert_eq!((rows[1].bought, rows[1].difference()), (Some(decimal("45")), None));
    let unknown = supported(None);
    let rows = hours_by_month(&unknown.file(), &unknown.priced(), day("01-11-2026"), day("30-11-2026"));
    assert_eq!(rows[0].bought, None);
}

#[test]
fn hours_paid_but_not_delivered_are_summed_over_the_reported_months_and_priced_by_the_year() {
    let row = |month: &str, bought: Option<&str>, delivered: Option<&str>| MonthHours {
        month: day(month),
        bought: bought.map(decimal),
        delivered: delivered.map(decimal),
    };
    let rows = [
        row("01-05-2026", Some("66"), Some("50")),
        row("01-06-2026", Some("64"), Some("68")),
        row("01-07-2026", Some("66"), None),
    ];
    let found = undelivered(&rows, |_| Some(kr("1000,00"))).unwrap();
    assert_eq!((found.months, found.worth, found.yearly), (2, kr("12.000"), kr("72.000")));
    assert_eq!(found.unpriced, []);
    assert_eq!(undelivered(&[row("01-05-2026", None, Some("50"))], |_| Some(kr("1000,00"))), None);
    // A month without a rate is named, and neither its hours nor 0 kr. are in the sum.
    let june = day("01-06-2026");
    let found = undelivered(&rows, |row| (row.month != june).then(|| kr("1000,00"))).unwrap();
    assert_eq!((found.months, found.bought, found.worth), (1, decimal("66"), kr("16.000")));
    assert_eq!(found.unpriced, [june]);
    assert_eq!(undelivered(&rows[1..], |_| None), None);
}

#[test]
fn a_support_hour_costs_what_the_days_of_the_month_cost_over_the_hours_bought_in_them() {
    let example = |to: &str| {
        let mut example = Example::new("S-1", "01-01-2026")
            .line(Service::BaseRate, "2000.00", Unit::Day, "01-01-2026", "15-06-2026")
            .line(Service::BaseRate, "3000.00", Unit::Day, "16-06-2026", to)
            .line(Service::ExtraHours, "425.00", Unit::Hour, "16-06-2026", "25-06-2026")
            .per_week("14")
            .line(Service::OneToOne, "350.00", Unit::Hour, "21-06-2026", "")
            .per_week("7");
        example.placement.support_hours = Some(decimal("14"));
        example
    };
    let price = |month: &str| hourly_rate_in(&example("").priced(), day(month));
    assert_eq!(price("01-05-2026"), Some(kr("1000,00")), "2.000 a day over 2 hours a day");
    // 15 days of 2.000; 5 of 3.000 + 850; 5 of 3.000 + 850 + 350; 5 of 3.000 + 350: 87.000 kr. over
    // 30 + 20 + 25 + 15 = 90 hours.
    assert_eq!(price("01-06-2026"), Some(kr("966,67")));
    assert_eq!(price("10-06-2026"), Some(kr("966,67")), "any day of the month");
    assert_eq!(price("01-07-2026"), Some(kr("1116,67")), "3.350 over 3 hours a day");
    // Delivered 60 of 90 hours.
    let case = example("");
    let delivered = DeliveredHours {
        id: RecordId(uuid::Uuid::nil()),
        placement: case.placement.id,
        month: day("01-06-2026"),
        hours: decimal("60"),
    };
    let mut file = case.file();
    file.delivered_hours = vec![&delivered];
    let rows = hours_by_month(&file, &case.priced(), day("01-06-2026"), day("30-06-2026"));
    assert_eq!(rows[0].bought, Some(decimal("90")));
    let found = undelivered(&rows, |row| hourly_rate_in(&case.priced(), row.month)).unwrap();
    assert_eq!((found.worth, found.yearly), (kr("29.000,10"), kr("348.001,20")));
    // A day without a rate: the month's price isn't known, and outside the stay there is none.
    assert_eq!(hourly_rate_in(&example("29-06-2026").priced(), day("01-06-2026")), None);
    assert_eq!(price("01-12-2025"), None);
    assert_eq!(
        hourly_rate_in(&example("").ended("15-06-2026").priced(), day("01-06-2026")),
        Some(kr("1000,00"))
    );
}

#[test]
fn the_comparable_rate_a_day_holds_whatever_unit_was_agreed() {
    let case = Example::new("S-1", "01-01-2026")
        .line(Service::BaseRate, "60833.3333", Unit::Month, "01-01-2026", "30-11-2026")
        .line(Service::ExtraHours, "400.00", Unit::Hour, "01-01-2026", "")
        .per_week("5")
        .priced();
    // 60.833,3333 × 12 / 365, less 4,6 %
    assert_eq!(comparable_daily(&case, day("20-11-2026"), decimal("4.6")), Some(kr("1908,00")));
    assert_eq!(comparable_daily(&case, day("01-12-2026"), decimal("4.6")), None);
    assert_eq!(yearly_of_daily(kr("-10,00")), kr("-3.650"));
}

#[test]
fn what_lies_above_another_price_per_hour_is_priced_by_the_year() {
    let found = hourly_rate(&supported(Some("15")).priced(), day("20-11-2026")).unwrap();
    // 900.188,55 − 1.000 × 15 × 365/7
    assert_eq!(found.yearly_above(decimal("1000")), kr("118.045,69"));
}

proptest::proptest! {
    /// The groups are made once for all; the answer is that of sorting the others anew for each case.
    #[test]
    fn a_case_is_compared_with_the_others_as_if_it_were_not_there(
        values in proptest::collection::vec(0_i64..20, 6..40),
        at in 0_usize..6,
    ) {
        let cases: Vec<LikeCase> =
            (0_u128..).zip(&values).map(|(id, value)| like(id, None, SupportNeed::High, *value)).collect();
        let mut others: Vec<Decimal> =
            cases.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, case)| case.value).collect();
        others.sort_unstable();
        let Benchmark::Group { count, percentiles, .. } = LikeCases::new(&cases).around(&cases[at]) else {
            panic!("there are enough");
        };
        let (p10, median, p90) = (percentiles.p10, percentiles.median, percentiles.p90);
        let expected = [10, 50, 90].map(|percent| percentile(&others, percent).unwrap());
        proptest::prop_assert_eq!((count, [p10, median, p90]), (others.len(), expected));
    }
}
