//! Search as one types: every beginning of names, offers and case numbers, sorted by each column in turn. The
//! slowest of a hundred is what a user notices, so that is what is bounded.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use vilkaar_application::portfolio::{Column, ListQuery, Portfolio, Totals};
use vilkaar_testkit::municipality;

use crate::report::{Report, milliseconds};

const SORTED_BY: &[Column] =
    &[Column::Case, Column::Citizen, Column::Offer, Column::Annualised, Column::NextDate, Column::Flag];

const TYPED: &[&str] = &["rikke opdigt", "botilbud 7", "s2018-012", "karina", "leverandør 3 autisme", "xyz"];

pub fn measure(report: &mut Report) {
    for (placements, bound) in [(3_000, 5.0), (30_000, 20.0)] {
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let portfolio = Portfolio::new(Arc::new(municipality::of(placements)), today);
        let mut times = searches(&portfolio);
        times.sort_unstable();
        let slowest = times[times.len() * 99 / 100];
        report.add(
            format!("search over {placements} placements, 99th percentile"),
            milliseconds(slowest),
            "ms",
            bound,
        );
    }
}

fn searches(portfolio: &Portfolio) -> Vec<Duration> {
    let mut times = Vec::new();
    for (turn, &sort) in SORTED_BY.iter().enumerate() {
        for words in TYPED {
            for (end, _) in words.char_indices().skip(1) {
                let query = ListQuery {
                    search: words[..end].to_owned(),
                    filters: vec!["status:open".to_owned()],
                    sort,
                    descending: turn % 2 == 0,
                };
                let begun = Instant::now();
                let found = portfolio.list().matches(black_box(&query));
                black_box(Totals::of(portfolio, &found.rows));
                times.push(begun.elapsed());
            }
        }
    }
    times
}
