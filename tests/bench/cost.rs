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
    let (ten_times, bare_ten_times) = times(30_000, 5);
    // Ten times the lines leave the processor's cache, for the bare loop as well.
    let growth = ten_times.as_secs_f64() / ours.as_secs_f64();
    let bare_growth = bare_ten_times.as_secs_f64() / bare.as_secs_f64();
    report.add("growth from 3,000 to 30,000, to the bare loop's", growth / bare_growth, "×", 1.5);
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

fn by_month(cases: &[PricedCase]) {
    let frames: Vec<YearFrame> = YEARS.map(YearFrame::new).collect();
    for case in cases {
        for frame in &frames {
            black_box(case.months_in(frame));
        }
    }
}

/// A line as the least that can be priced: øre for so many days, and its first and last day.
struct Bare {
    amount: i64,
    divisor: i64,
    first: i32,
    last: i32,
}

/// The lines of each placement, in the order of the placements.
fn bare_lines(register: &Register) -> Vec<Vec<Bare>> {
    register
        .case_files()
        .iter()
        .map(|file| {
            file.rate_lines
                .iter()
                .map(|line| Bare {
                    amount: line.amount.scaled() / 100 * if line.unit == Unit::Hour { 10 } else { 1 },
                    divisor: if line.unit == Unit::Hour { 7 } else { 1 },
                    first: line.from.num_days_from_ce(),
                    last: line.to.map_or(i32::MAX, |day| day.num_days_from_ce()),
                })
                .collect()
        })
        .collect()
}

/// First day and month ends of a year, as day numbers.
fn frame(year: i32) -> (i32, [i32; 12]) {
    let day = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap().num_days_from_ce();
    let mut ends = [day(year + 1, 1) - 1; 12];
    for (end, month) in ends.iter_mut().zip(2..=12) {
        *end = day(year, month) - 1;
    }
    (day(year, 1), ends)
}

/// Months of each year for each placement, as one would write it without anything around it.
fn bare_loop(placements: &[Vec<Bare>]) {
    let frames: Vec<_> = YEARS.map(frame).collect();
    for lines in placements {
        for (new_year, ends) in &frames {
            let mut months = [0; 12];
            for line in lines {
                let first = line.first.max(*new_year);
                let mut before = 0;
                for (month, end) in months.iter_mut().zip(ends) {
                    let days = i64::from((line.last.min(*end) - first + 1).max(0));
                    let until = (line.amount * days * 2 + line.divisor) / (line.divisor * 2);
                    *month += until - before;
                    before = until;
                }
            }
            black_box(months);
        }
    }
}
