//! What vouches for a clause as carried out, and what P/L planned or typed around it never does.

use chrono::{Datelike as _, Days};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::tests::{example, goal, measured, rate, step};
use super::*;
use crate::cost::PriceTable;
use crate::cost::examples::{Example, day};
use crate::cost::indexation::raised;
use crate::forecast::{ForecastBasis, forecast};
use crate::{Cause, PriceIndex, Rate, RateLineId, RecordId, Service, Source, Unit};

/// One line of a story: its rate, first and last day, and cause.
type Told<'t> = (&'t str, &'t str, &'t str, &'t str);

fn told(lines: &[Told<'_>]) -> Example {
    lines.iter().fold(Example::new("S-1008", "15-02-2022"), |example, (rate, from, to, cause)| {
        example.line(Service::BaseRate, rate, Unit::Day, from, to).with(|line| line.cause = Cause::new(cause))
    })
}

/// The line that a step on a day lowers as it is seen on another, with the day from which; none when nothing does.
fn lowers(example: &Example, due: &str, new: &str, on: &str) -> Option<(NaiveDate, crate::Rate)> {
    let step = step(example, Some(due), None, new);
    let mut file = example.file();
    file.step_rates = vec![&step];
    let found = file.expected_rates(&Settings::default(), day(on));
    found.first().map(|found| (found.from.unwrap(), found.replaces.amount))
}

const OLD: Told<'_> = ("2466.27", "01-01-2026", "09-12-2026", "Indgået");
const LOW: Told<'_> = ("2190.00", "10-12-2026", "31-12-2026", "Trappetakst");

#[test]
fn a_step_carried_out_while_next_years_pl_is_planned_is_still_expected_for_the_planned_line() {
    let planned = told(&[OLD, LOW, ("2542.72", "01-01-2027", "", "P/L")]);
    for (on, from) in
        [("10-12-2026", "01-01-2027"), ("01-01-2027", "02-01-2027"), ("15-08-2028", "16-08-2028")]
    {
        let expected = Some((day(from), rate("2542.72")));
        assert_eq!(lowers(&planned, "10-12-2026", "2190.00", on), expected, "{on}");
        // Agreed by the parties in other words, it is the same clause that was carried out.
        let by_hand =
            told(&[OLD, ("2190.00", LOW.1, LOW.2, "Forhandlet"), ("2542.72", "01-01-2027", "", "P/L")]);
        assert_eq!(lowers(&by_hand, "10-12-2026", "2190.00", on), expected, "{on}");
    }
    // Once that is put right too it is over, and P/L of the low rate is P/L.
    for last in ["2190.00", "2257.89"] {
        let right = told(&[OLD, LOW, (last, "01-01-2027", "", "P/L")]);
        assert_eq!(lowers(&right, "10-12-2026", "2190.00", "10-12-2026"), None, "{last}");
        assert_eq!(lowers(&right, "10-12-2026", "2190.00", "01-06-2027"), None, "{last}");
    }
}

#[test]
fn a_step_carried_out_before_its_day_stays_so_whatever_pl_brings() {
    let early = told(&[
        ("2466.27", "01-01-2026", "31-12-2026", "Indgået"),
        ("2190.00", "01-01-2027", "31-12-2027", "Forhandlet"),
        ("2257.89", "01-01-2028", "31-12-2028", "P/L"),
        ("2327.88", "01-01-2029", "31-12-2029", "P/L"),
        ("2400.04", "01-01-2030", "31-12-2030", "P/L"),
        ("2474.44", "01-01-2031", "", "P/L"),
    ]);
    for on in
        ["20-11-2026", "15-02-2027", "15-01-2028", "15-01-2029", "15-01-2030", "15-01-2031", "15-01-2035"]
    {
        assert_eq!(lowers(&early, "01-02-2027", "2190.00", on), None, "{on}");
    }
    // A rate that was low once and that P/L had lifted past before the day is what the clause lowers.
    let past =
        told(&[("2150.00", "01-01-2026", "31-12-2026", "Forhandlet"), ("2216.65", "01-01-2027", "", "P/L")]);
    assert!(lowers(&past, "01-02-2027", "2190.00", "15-02-2027").is_some());
}

#[test]
fn a_goal_that_is_lost_and_reached_anew_does_not_bring_back_a_step_carried_out_the_first_time() {
    let example = told(&[
        ("2466.27", "01-01-2026", "31-05-2026", "Indgået"),
        ("2190.00", "01-06-2026", "31-12-2026", "Trappetakst"),
        ("2257.89", "01-01-2027", "", "P/L"),
    ]);
    let goal = goal(&example);
    let clause = step(&example, None, Some(goal.id), "2190.00");
    let entries = [("01-06-2026", 0), ("01-11-2026", 2), ("01-03-2027", 0)]
        .map(|(on, level)| measured(&goal, on, level, Source::CaseWorker));
    let mut file = example.file();
    file.step_rates = vec![&clause];
    file.goals = vec![GoalFile { goal: &goal, follow_ups: entries.iter().collect(), sub_goals: Vec::new() }];
    for on in ["15-06-2026", "15-12-2026", "15-02-2027", "15-04-2027"] {
        assert!(file.expected_rates(&Settings::default(), day(on)).is_empty(), "{on}");
    }
    // Unless another rate was agreed in between: then the goal brings the low one back.
    let mut example = example;
    example.lines[2].cause = Cause::new("Ændret støtte");
    let mut file = example.file();
    file.step_rates = vec![&clause];
    file.goals = vec![GoalFile { goal: &goal, follow_ups: entries.iter().collect(), sub_goals: Vec::new() }];
    assert_eq!(file.expected_rates(&Settings::default(), day("15-04-2027")).len(), 1);
}

#[test]
fn an_overdue_step_stays_when_the_next_rate_is_not_typed_yet() {
    let mut example = example();
    example.lines[1].to = Some(day("31-12-2026"));
    for (on, from) in
        [("30-12-2026", "31-12-2026"), ("31-12-2026", "01-01-2027"), ("15-02-2027", "16-02-2027")]
    {
        let found = lowers(&example, "01-07-2026", "2190.00", on);
        assert_eq!(found, Some((day(from), rate("2466.27"))), "{on}");
    }
    // What ended before its day has nothing to lower.
    assert_eq!(lowers(&example, "01-02-2027", "2190.00", "15-02-2027"), None);
}

/// Runs P/L of a year on the line in force on 1 January.
fn run_pl(lines: &mut Vec<RateLine>, year: i32, percent: Decimal) {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let Some(old) = lines.iter_mut().find(|line| line.is_in_force(first) && line.from < first) else {
        return;
    };
    let id = Uuid::from_u128(1_000 + u128::try_from(year).unwrap());
    let new = RateLine {
        id: RateLineId(id),
        amount: raised(old.amount, percent),
        from: first,
        cause: Cause::new("P/L"),
        ..old.clone()
    };
    *old = old.closed_before(first);
    lines.push(new);
}

/// Carries out what is proposed on a day, as the form does it: a line from the clause's day or later was wrong from its
/// start, any other is changed from the day. Did anything change?
fn carry_out(example: &mut Example, clause: &StepRate, prices: &[PriceIndex], on: NaiveDate) -> bool {
    let (due, id) = {
        let file = CaseFile { step_rates: vec![clause], price_indexes: prices, ..example.file() };
        let found = file.expected_rates(&Settings::default(), on);
        let Some(found) = found.first() else { return false };
        (found.due.unwrap(), found.replaces.id)
    };
    let number = u128::try_from(example.lines.len()).unwrap();
    let old = example.lines.iter_mut().find(|line| line.id == id).unwrap();
    let is_late = due <= old.from;
    let new = RateLine {
        id: RateLineId(Uuid::from_u128(5_000 + number)),
        amount: clause.new_rate,
        from: due.max(old.from),
        cause: Cause::new(if is_late { "Rettelse" } else { STEP_CAUSE }),
        corrects: is_late.then_some(old.id),
        ..old.clone()
    };
    *old = if is_late { old.as_annulled() } else { old.closed_before(due) };
    example.lines.push(new);
    true
}

proptest! {
    #[test]
    fn a_clause_is_proposed_from_its_day_until_it_is_carried_out_and_never_again(
        percents in prop::collection::vec(0_i64..600, 9),
        (planned, further) in (0_i32..4, 0_i32..4),
        (due, late) in (1_i64..900, 0_i64..700),
        share in 500_i64..995,
        is_table_known in any::<bool>(),
    ) {
        let mut example = told(&[("2466.27", "01-01-2026", "", "Indgået")]);
        let percent = |year: i32| Decimal::new(percents[usize::try_from(year - 2027).unwrap()], 2);
        let prices: Vec<PriceIndex> = (2027..2036)
            .map(|year| PriceIndex {
                id: RecordId(Uuid::nil()), year, percent: percent(year), status: None, source: None,
            })
            .collect();
        // Without a table a step can be told from P/L only where it is clearly more than P/L.
        let (prices, share) = if is_table_known { (prices, share) } else { (Vec::new(), share.min(850)) };
        let due = day("01-01-2026") + Days::new(u64::try_from(due).unwrap());
        let done = due + Days::new(u64::try_from(late).unwrap());
        let clause = StepRate {
            from: Some(due),
            new_rate: Rate::from_scaled(24_662_700 * share / 1000),
            ..step(&example, None, None, "1.00")
        };
        for year in 2027..2027 + planned {
            run_pl(&mut example.lines, year, percent(year));
        }
        let settings = Settings::default();
        let expected = |example: &Example, on: NaiveDate| {
            let file = CaseFile { step_rates: vec![&clause], price_indexes: &prices, ..example.file() };
            file.expected_rates(&settings, on).first().map(|found| found.due)
        };
        for on in due.iter_days().step_by(23).take_while(|on| on.year() < 2034) {
            prop_assert_eq!(expected(&example, on), Some(Some(due)), "not carried out: {}", on);
        }
        let mut times = 0;
        while carry_out(&mut example, &clause, &prices, done) {
            times += 1;
            prop_assert!(times < 9, "never done");
        }
        prop_assert!(times > 0);
        // Nothing dearer is left from then on: what P/L had planned is put right as well.
        let is_ahead = |line: &&RateLine| !line.annulled && line.to.is_none_or(|to| to > done);
        prop_assert!(example.lines.iter().filter(is_ahead).all(|line| line.amount <= clause.new_rate));
        let next = (2027 + planned).max(done.year() + 1);
        for year in next..(next + further).min(2036) {
            run_pl(&mut example.lines, year, percent(year));
        }
        for on in done.iter_days().step_by(23).take_while(|on| on.year() < 2036) {
            prop_assert_eq!(expected(&example, on), None, "carried out: {}", on);
        }
        let table = PriceTable::new(&prices);
        let of = |steps: Vec<&StepRate>, today: NaiveDate, year: i32| {
            let cases = [CaseFile { step_rates: steps, price_indexes: &prices, ..example.file() }];
            let basis = ForecastBasis {
                cases: &cases, youths: &[], budgets: &[], price_table: &table, settings: &settings, today,
            };
            forecast(&basis, year).total
        };
        let last = example.lines.iter().map(|line| line.from).max().unwrap();
        for year in 2026..2036 {
            prop_assert_eq!(of(vec![&clause], done, year).expected, of(vec![], done, year).expected);
            let then = of(vec![&clause], last.max(done), year);
            prop_assert_eq!(then.expected, then.certain, "{}", year);
        }
    }
}
