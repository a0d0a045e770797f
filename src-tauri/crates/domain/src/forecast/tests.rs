//! What a year is certain and expected to cost (design §8, *forecast*).

use super::*;
use crate::cost::examples::{Example, day, decimal, kr};
use crate::model::GoalFile;
use crate::{
    Contract, ContractId, FollowUp, FollowUpId, Goal, GoalId, GoalType, Level, PriceIndex, Rate, Regulation,
    Service, Source, StepRate, Unit,
};

const TODAY: &str = "20-11-2026";

fn id() -> uuid::Uuid {
    uuid::Uuid::from_u128(7)
}

fn of(cases: &[CaseFile<'_>], year: i32) -> Forecast {
    with(cases, &PriceTable::default(), &[], &[], year)
}

fn with(
    cases: &[CaseFile<'_>],
    price_table: &PriceTable,
    youths: &[ExpectedYouth],
    budgets: &[BudgetLine],
    year: i32,
) -> Forecast {
    let settings = Settings::default();
    let basis = ForecastBasis { cases, youths, budgets, price_table, settings: &settings, today: day(TODAY) };
    let found = forecast(&basis, year);
    assert_eq!(found.months.iter().map(|month| month.certain).sum::<Money>(), found.total.certain);
    assert_eq!(found.months.iter().map(|month| month.expected).sum::<Money>(), found.total.expected);
    assert_eq!(found.by_paragraph.values().map(|part| part.expected).sum::<Money>(), found.total.expected);
    assert_eq!(found.by_paragraph.values().map(|part| part.certain).sum::<Money>(), found.total.certain);
    found
}

fn flat(case: &str, from: &str) -> Example {
    Example::new(case, from).line(Service::BaseRate, "1000.00", Unit::Day, from, "")
}

fn index(rows: &[(i32, &str)]) -> PriceTable {
    let rows: Vec<PriceIndex> = rows
        .iter()
        .map(|(year, percent)| PriceIndex {
            id: RecordId(id()),
            year: *year,
            percent: decimal(percent),
            status: None,
            source: None,
        })
        .collect();
    PriceTable::new(&rows)
}

fn contract(example: &Example, regulation: Regulation) -> Contract {
    Contract {
        id: ContractId(id()),
        placement: example.placement.id,
        number: None,
        start: example.placement.moved_in,
        end: None,
        notice_municipality: None,
        notice_provider: None,
        minimum_until: None,
        renews_by_months: None,
        renegotiate_on: None,
        negotiator: None,
        payment: None,
        regulation: Some(regulation),
        agreed_on: None,
        follow_up_months: None,
        has_signed_file: false,
        amends: None,
        content: crate::AgreedContent::default(),
        terms: crate::FurtherTerms::default(),
        notice_given: None,
    }
}

#[test]
fn certain_runs_to_the_actual_or_expected_end_and_expected_past_an_overdue_one() {
    let ended = flat("S-1", "01-01-2026").ended("31-01-2026");
    let mut overdue = flat("S-2", "01-01-2026");
    overdue.placement.expected_end = Some(day("30-06-2026"));
    let mut ahead = flat("S-3", "01-01-2026");
    ahead.placement.expected_end = Some(day("30-11-2026"));
    let found = of(&[ended.file(), overdue.file(), ahead.file()], 2026);
    let by_case: Vec<(Money, Money)> = found.cases.iter().map(|case| (case.certain, case.expected)).collect();
    assert_eq!(
        by_case,
        [
            (kr("31.000,00"), kr("31.000,00")),
            (kr("181.000,00"), kr("365.000,00")),
            (kr("334.000,00"), kr("334.000,00")),
        ]
    );
}

#[test]
fn planned_cases_and_lines_are_expected_and_not_certain() {
    let planned = flat("S-1", "01-12-2026");
    let with_line = Example::new("S-2", "01-01-2026")
        .line(Service::BaseRate, "1000.00", Unit::Day, "01-01-2026", "")
        .line(Service::OneToOne, "100.00", Unit::Day, "01-12-2026", "");
    let found = of(&[planned.file(), with_line.file()], 2026);
    assert_eq!(found.total.certain, kr("365.000,00"));
    assert_eq!(found.total.expected, kr("399.100,00"));
    assert_eq!(found.months[11].expected, kr("65.100,00"));
}

#[test]
fn lines_go_by_their_own_paragraph_and_mellemkommunal_cost_stays_out() {
    let example = flat("S-1", "01-01-2026")
        .line(Service::DayOffer, "100.00", Unit::DayOfferPlace, "01-01-2026", "")
        .per_week("5")
        .with(|line| line.paragraph = "§ 104".to_owned())
        .line(Service::OwnPayment, "4000.00", Unit::Month, "01-01-2026", "");
    let mut other = flat("S-2", "01-01-2026");
    other.placement.paying_municipality = Some("Birkelund".to_owned());
    let budget = |paragraph: &str, kroner| BudgetLine {
        id: RecordId(id()),
        year: 2026,
        paragraph: paragraph.to_owned(),
        amount: Money::from_kroner(kroner),
    };
    let budgets = [budget("§ 108", 300_000), budget("Botilbudslignende", 50_000)];
    let cases = [example.file(), other.file()];
    let found = with(&cases, &PriceTable::default(), &[], &budgets, 2026);
    assert_eq!(found.by_paragraph["108"].certain, kr("365.000,00"));
    assert_eq!(found.by_paragraph["104"].certain, kr("36.500,00"));
    assert_eq!(found.by_paragraph["104"].budget, None);
    assert_eq!(found.by_paragraph["lignende"].budget, Some(kr("50.000,00")));
    assert_eq!(found.total.budget, Some(kr("350.000,00")));
    assert_eq!(of(&cases, 2027).total.budget, None);
}

#[test]
fn pl_of_years_with_a_percent_raises_what_it_regulates_and_nothing_certain() {
    let example = flat("S-1", "01-01-2026");
    let regulated = contract(&example, Regulation::PriceAndWage);
    let fixed = contract(&example, Regulation::Fixed);
    let table = index(&[(2027, "3"), (2028, "2")]);
    let expected = |contract: &Contract, year| {
        let mut file = example.file();
        file.contracts = vec![contract];
        let found = with(&[file], &table, &[], &[], year);
        assert_eq!(
            found.total.certain,
            kr("365.000,00") + if year == 2028 { kr("1.000,00") } else { Money::ZERO }
        );
        found.total.expected
    };
    assert_eq!(expected(&regulated, 2026), kr("365.000,00"));
    assert_eq!(expected(&regulated, 2027), kr("375.950,00"));
    assert_eq!(expected(&regulated, 2028), kr("384.519,60"));
    assert_eq!(expected(&regulated, 2029), kr("383.469,00"), "no percent for 2029");
    assert_eq!(expected(&fixed, 2027), kr("365.000,00"));
}

#[test]
fn a_trappetakst_lowers_what_is_expected_and_never_what_is_certain() {
    let example = flat("S-1", "01-01-2026");
    let step = |from: Option<&str>, rate: &str, when_goal| StepRate {
        id: RecordId(id()),
        placement: example.placement.id,
        service: Service::BaseRate,
        from: from.map(day),
        when_goal,
        new_rate: Rate::new(decimal(rate)).unwrap(),
    };
    let goal = Goal {
        id: GoalId(id()),
        placement: example.placement.id,
        key: "M1".to_owned(),
        undertema: None,
        goal_type: GoalType::Develop,
        start_level: Level::new(3).unwrap(),
        expected_level: Level::new(2).unwrap(),
        from: day("01-01-2026"),
        deadline: None,
        wishes: None,
        purpose: None,
        wording: None,
    };
    let follow_up = |source| FollowUp {
        id: FollowUpId(id()),
        goal: goal.id,
        date: day("01-11-2026"),
        level: Level::new(2),
        source: Some(source),
        result: None,
        remark: None,
    };
    let expected = |steps: &[&StepRate], follow_ups: Vec<&FollowUp>| {
        let mut file = example.file();
        file.step_rates = steps.to_vec();
        file.goals = vec![GoalFile { goal: &goal, follow_ups, sub_goals: Vec::new() }];
        let found = of(&[file], 2027);
        assert_eq!(found.total.certain, kr("365.000,00"));
        found.total.expected
    };
    let in_july = step(Some("01-07-2027"), "900.00", None);
    assert_eq!(expected(&[&in_july], vec![]), kr("346.600,00"));
    let dearer = step(Some("01-07-2027"), "1100.00", None);
    assert_eq!(expected(&[&dearer], vec![]), kr("365.000,00"));
    // Confirmed before today and not carried out: from tomorrow.
    let by_goal = step(None, "800.00", Some(goal.id));
    assert_eq!(expected(&[&by_goal], vec![]), kr("365.000,00"));
    assert_eq!(expected(&[&by_goal], vec![&follow_up(Source::Provider)]), kr("365.000,00"));
    let confirmed = follow_up(Source::CaseWorker);
    assert_eq!(expected(&[&by_goal, &in_july], vec![&confirmed]), kr("292.000,00"));
}

#[test]
fn a_trappetakst_lowers_what_pl_has_made_of_the_old_rate_and_counts_once_when_it_is_planned_ahead() {
    let expected = |from: &str, cause: &str, rate: &str, steps: &[(&str, &str)]| {
        let before = crate::calendar::add_days(day(from), -1).format("%d-%m-%Y").to_string();
        let example = Example::new("S-1", "01-01-2026")
            .line(Service::BaseRate, "1000.00", Unit::Day, "01-01-2026", &before)
            .line(Service::BaseRate, rate, Unit::Day, from, "")
            .with(|line| line.cause = crate::Cause::new(cause));
        let steps: Vec<StepRate> = steps
            .iter()
            .map(|(from, rate)| StepRate {
                id: RecordId(id()),
                placement: example.placement.id,
                service: Service::BaseRate,
                from: Some(day(from)),
                when_goal: None,
                new_rate: Rate::new(decimal(rate)).unwrap(),
            })
            .collect();
        let mut file = example.file();
        file.step_rates = steps.iter().collect();
        of(&[file], 2027).total.expected
    };
    // Overdue since July 2026, regulated on 1 January: the whole of 2027 is expected at the step's rate.
    assert_eq!(expected("01-01-2027", "P/L", "1031.00", &[("01-07-2026", "900.00")]), kr("328.500,00"));
    assert_eq!(expected("01-01-2027", "P/L", "1031.00", &[("01-01-2027", "900.00")]), kr("328.500,00"));
    // From July: 181 days at 1.031, 184 at 900.
    assert_eq!(expected("01-01-2027", "P/L", "1031.00", &[("01-07-2027", "900.00")]), kr("352.211,00"));
    // Agreed otherwise: 365 days at 1.031.
    assert_eq!(
        expected("01-01-2027", "Forhandlet", "1031.00", &[("01-07-2026", "900.00")]),
        kr("376.315,00")
    );
    // Overdue, and planned from February: January at the old rate, not at the step's.
    assert_eq!(
        expected("01-02-2027", "Trappetakst", "900.00", &[("01-07-2026", "900.00")]),
        kr("331.600,00")
    );
    // Two overdue ones: the lower holds.
    let both = [("01-07-2026", "900.00"), ("01-08-2026", "800.00")];
    assert_eq!(expected("01-01-2027", "P/L", "1031.00", &both), kr("292.000,00"));
}

#[test]
fn young_people_count_with_their_probability_from_their_start() {
    let youth = |start: Option<&str>, probability: Option<&str>| ExpectedYouth {
        id: RecordId(id()),
        key: "U-01".to_owned(),
        target_group: None,
        born_on: None,
        expected_start: start.map(day),
        paragraph: Some("§ 107".to_owned()),
        probability: probability.map(decimal),
        yearly_price: Some(kr("730.000,00")),
    };
    let youths =
        [youth(Some("01-12-2027"), Some("50")), youth(None, Some("50")), youth(Some("01-12-2027"), None)];
    let found = with(&[], &PriceTable::default(), &youths, &[], 2027);
    assert_eq!(found.by_paragraph["107"].expected, kr("31.000,00"));
    assert_eq!(found.total.certain, Money::ZERO);
    assert_eq!(found.youths_left_out.len(), 2);
    assert_eq!(with(&[], &PriceTable::default(), &youths, &[], 2028).total.expected, kr("365.000,00"));
}

#[test]
fn paragraphs_are_known_by_their_code() {
    for (text, code) in [
        ("§ 107", "107"),
        ("§108", "108"),
        ("Botilbudslignende", "lignende"),
        ("Andet", "andet"),
        (" ", "ukendt"),
    ] {
        assert_eq!(paragraph_code(text), code);
    }
}
