//! What is at stake: the parts, what isn't known, and the chance.

use super::*;
use crate::comparison::{LikeCase, benchmark, hourly_rate};
use crate::cost::examples::{Example, day, decimal, kr};
use crate::{LegalBasis, PlacementId, PriceIndex, RecordId, Service, Unit};

fn table() -> PriceTable {
    let rows: Vec<PriceIndex> = [(2025, "3.3"), (2026, "3.1")]
        .iter()
        .map(|(year, percent)| PriceIndex {
            id: RecordId(uuid::Uuid::nil()),
            year: *year,
            percent: decimal(percent),
            status: None,
            source: None,
        })
        .collect();
    PriceTable::new(&rows)
}

/// A case of 2.600,00 kr. a day with 70 hours a week: 260,00 kr. per hour, 3.650 hours a year.
fn dear() -> Example {
    let mut example =
        Example::new("S-1", "01-01-2026").line(Service::BaseRate, "2600", Unit::Day, "01-01-2026", "");
    example.placement.support_hours = Some(decimal("70"));
    example
}

/// Its stake among five cases of one price per hour each, at 50 %.
fn stake(example: &Example, others: &[i64]) -> Stake {
    let (file, settings) = (example.file(), Settings::default());
    let case = PricedCase::new(&file, &settings);
    let like = |id: u128, value: Decimal| LikeCase {
        placement: PlacementId(uuid::Uuid::from_u128(id)),
        legal_basis: LegalBasis::Section108,
        target_group: None,
        support_need: None,
        value,
    };
    let cases: Vec<LikeCase> = (100..).zip(others).map(|(id, value)| like(id, (*value).into())).collect();
    let today = day("20-11-2026");
    let compared =
        hourly_rate(&case, today).map(|rate| (rate, benchmark(&like(1, rate.rate.kroner()), &cases)));
    let chance = Chance::of(&example.placement, &settings);
    Stake::of(&case, &file.rate_lines, compared, &table(), chance, today)
}

const LIKE: [i64; 5] = [180, 190, 200, 210, 220];

#[test]
fn above_its_like_is_support_less_the_same_hours_at_the_median() {
    let found = stake(&dear(), &LIKE);
    // 949.000,00 − 3.650 × 200,00.
    assert_eq!(found.comparison.as_ref().unwrap().yearly, kr("219.000,00"));
    assert_eq!(found.index, Err(NoIndex::NoEarlierRate));
    assert_eq!(found.value(), Some(kr("109.500,00")), "half of it, by the settings' chance");
}

#[test]
fn above_pl_is_every_line_that_rose_too_much_and_none_that_did_not() {
    let rising = Example::new("S-1", "15-05-2024")
        .line(Service::BaseRate, "2394", Unit::Day, "15-05-2024", "31-12-2025")
        .line(Service::BaseRate, "2489.76", Unit::Day, "01-01-2026", "")
        .line(Service::ExtraHours, "400", Unit::Hour, "01-01-2024", "31-12-2025")
        .with(|line| line.quantity = Some(decimal("7")))
        .line(Service::ExtraHours, "460", Unit::Hour, "01-01-2026", "")
        .with(|line| line.quantity = Some(decimal("7")));
    let found = stake(&rising, &LIKE);
    let index = found.index.clone().unwrap();
    // Grundtakst 59,91 below P/L (domain §2.4); 460,00 − 426,01 = 33,99 an hour, 365 hours.
    let by_line: Vec<_> = index.lines.iter().map(|line| (line.above.difference, line.yearly)).collect();
    assert_eq!(by_line, [(kr("-59,91"), kr("-21.867,15")), (kr("33,99"), kr("12.406,35"))]);
    assert_eq!(index.yearly, kr("12.406,35"));
    assert_eq!(found.comparison, Err(NoComparison::NoPrice(NoHourlyRate::NoHours)));
    assert_eq!(found.value(), Some(kr("6.203,18")));
}

#[test]
fn the_parts_overlap_so_the_larger_counts_and_not_the_sum() {
    let mut example = dear();
    example.lines[0].from = day("01-06-2026");
    let example = example.line(Service::BaseRate, "2500", Unit::Day, "01-01-2026", "31-05-2026");
    let found = stake(&example, &LIKE);
    assert_eq!(found.index.as_ref().unwrap().yearly, kr("36.500,00"));
    assert_eq!(found.before_chance(), Some(kr("219.000,00")));
    let found = stake(&example, &[250, 255, 260, 265, 270]);
    assert_eq!(found.before_chance(), Some(kr("36.500,00")));
}

#[test]
fn two_supplements_side_by_side_are_not_before_and_after() {
    let example = dear().line(Service::NightWatch, "100", Unit::Day, "01-01-2026", "").line(
        Service::NightWatch,
        "300",
        Unit::Day,
        "01-06-2026",
        "",
    );
    assert_eq!(stake(&example, &LIKE).index, Err(NoIndex::NoEarlierRate));
}

#[test]
fn what_can_not_be_worked_out_is_unknown_and_what_is_no_dearer_is_0() {
    let few = stake(&dear(), &[200, 200]);
    assert_eq!(few.comparison, Err(NoComparison::TooFew { count: 2 }));
    assert_eq!(few.value(), None);
    let cheap = stake(&dear(), &[300, 300, 300, 300, 300]);
    assert_eq!(cheap.comparison.as_ref().unwrap().yearly, kr("-146.000,00"));
    assert_eq!(cheap.value(), Some(Money::ZERO));
    let gap = Example::new("S-1", "01-01-2026").line(
        Service::BaseRate,
        "2600",
        Unit::Day,
        "01-01-2026",
        "31-10-2026",
    );
    let gap = stake(&gap, &LIKE);
    assert_eq!((gap.index.clone(), gap.value()), (Err(NoIndex::NoRate), None));
}

#[test]
fn a_year_without_pl_is_named_and_leaves_the_comparison() {
    let mut example = dear();
    example.placement.moved_in = day("01-01-2022");
    let example = example.line(Service::BaseRate, "2000", Unit::Day, "01-01-2022", "31-12-2025");
    let found = stake(&example, &LIKE);
    assert_eq!(found.index, Err(NoIndex::Years(MissingYears(vec![2023, 2024]))));
    assert_eq!(found.value(), Some(kr("109.500,00")));
}

#[test]
fn the_chance_is_the_cases_own_where_it_has_one() {
    let mut example = dear();
    example.placement.chance = Some(80);
    let found = stake(&example, &LIKE);
    assert_eq!(found.chance, Chance { percent: 80, is_own: true });
    assert_eq!(found.value(), Some(kr("175.200,00")));
    example.placement.chance = Some(0);
    assert_eq!(stake(&example, &LIKE).value(), Some(Money::ZERO));
    // More than certain is certain.
    example.placement.chance = Some(150);
    assert_eq!(stake(&example, &LIKE).value(), Some(kr("219.000,00")));
    example.placement.chance = None;
    assert_eq!(stake(&example, &LIKE).chance, Chance { percent: 50, is_own: false });
}

#[test]
fn a_case_that_has_ended_is_held_against_pl_on_its_last_day() {
    let ended = Example::new("S-1", "15-05-2024")
        .line(Service::BaseRate, "2394", Unit::Day, "15-05-2024", "31-12-2025")
        .line(Service::BaseRate, "2600", Unit::Day, "01-01-2026", "31-10-2026")
        .ended("31-10-2026");
    let found = stake(&ended, &[]).index.unwrap();
    // 2.600,00 − 2.394,00 × 1,033 × 1,031 = 2.600,00 − 2.549,67; × 365.
    assert_eq!(found.yearly, kr("18.370,45"));
}
