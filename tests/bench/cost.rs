//! Cost by month over ten years, against a bare loop over the same lines in 64-bit integer arithmetic.

use std::hint::black_box;
use std::time::Duration;

use chrono::{Datelike, NaiveDate};
use vilkaar_domain::cost::{PricedCase, YearFrame};
use vilkaar_domain::{Register, Unit};
use vilkaar_testkit::municipality;

use crate::report::{Report, shortest};

const YEARS: std::ops::RangeInclusive<i32> = 2020..=2029;

pub fn measure(report: &mut Report) {
    let (ours, bare) = times(3_000, 20);
    report.add_ratio("cost of 3,000 placements by month over 10 years, to a bare loop", ours, bare, 3.0);
    let (ten_times, _) = times(30_000, 5);
    report.add_ratio("the same for 30,000, to ten times 3,000", ten_times, ours * 10, 1.5);
}

/// The time with the program's own arithmetic, and with the bare loop.
fn times(placements: usize, runs: usize) -> (Duration, Duration) {
    let register = municipality::of(placements);
    let priced: Vec<PricedCase> =
        register.case_files().iter().map(|file| PricedCase::new(file, &register.settings)).collect();
    let ours = shortest(runs, || by_month(black_box(&priced)));
    let lines = bare_lines(&register);
    let bare = shortest(runs, || bare_loop(black_box(&lines)));
    (ours, bare)
}

fn by_month(cases: &[PricedCase]) -> i64 {
    let mut sum = 0;
    for year in YEARS {
        let frame = YearFrame::new(year);
        for case in cases {
            for month in case.months_in(&frame) {
                sum += month.oere();
            }
        }
    }
    sum
}

/// A line as the least that can be priced: øre a divisor's worth of days, and its first and last day.
struct Bare {
    amount: i64,
    divisor: i64,
    first: i32,
    last: i32,
}

fn bare_lines(register: &Register) -> Vec<Bare> {
    register
        .rate_lines
        .iter()
        .map(|line| Bare {
            amount: line.amount.scaled() / 100 * if line.unit == Unit::Hour { 10 } else { 1 },
            divisor: if line.unit == Unit::Hour { 7 } else { 1 },
            first: line.from.num_days_from_ce(),
            last: line.to.map_or(i32::MAX, |day| day.num_days_from_ce()),
        })
        .collect()
}

fn bare_loop(lines: &[Bare]) -> i64 {
    let mut sum = 0;
    for year in YEARS {
        let day = |month: u32| NaiveDate::from_ymd_opt(year, month, 1).unwrap().num_days_from_ce();
        let new_year = day(1);
        let mut ends = [0; 12];
        for month in 1..12 {
            ends[month as usize - 1] = day(month + 1) - 1;
        }
        ends[11] = NaiveDate::from_ymd_opt(year, 12, 31).unwrap().num_days_from_ce();
        for line in lines {
            let first = line.first.max(new_year);
            let mut before = 0;
            for end in ends {
                let days = i64::from((end.min(line.last) - first + 1).max(0));
                let exact = line.amount * days;
                let until = (exact * 2 + line.divisor) / (line.divisor * 2);
                sum += until - before;
                before = until;
            }
        }
    }
    sum
}
