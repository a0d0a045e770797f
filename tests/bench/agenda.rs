//! The agenda with what is at stake in each case, from the bare records: what due, marks, comparison and P/L cost
//! when the program is opened, and what the screen then asks for.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_domain::Money;
use vilkaar_domain::comparison::{Benchmark, LikeCases, NoHourlyRate, hourly_rate};
use vilkaar_domain::cost::{PriceTable, PricedCase};
use vilkaar_domain::stake::{Chance, Stake};
use vilkaar_testkit::municipality;

use crate::report::{Report, shortest};

const BOUND: Duration = Duration::from_millis(50);

pub fn measure(report: &mut Report) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let register = Arc::new(municipality::of(3_000));
    let files = register.case_files();
    let priced: Vec<PricedCase> =
        files.iter().map(|file| PricedCase::new(file, &register.settings)).collect();
    let table = PriceTable::new(&register.price_indexes);
    let worked_out = shortest(10, || {
        let settings = &register.settings;
        let rates: Vec<_> = priced.iter().map(|case| hourly_rate(case, today)).collect();
        let like: Vec<_> = files
            .iter()
            .zip(&rates)
            .filter_map(|(file, rate)| {
                Some(vilkaar_application::portfolio::like_case(
                    file.placement,
                    rate.as_ref().ok()?.rate.kroner(),
                ))
            })
            .collect();
        let groups = LikeCases::new(&like);
        let mut items = Vec::new();
        for ((file, case), rate) in files.iter().zip(&priced).zip(&rates) {
            let compared: Result<(_, Benchmark), NoHourlyRate> = rate.map(|rate| {
                let like = vilkaar_application::portfolio::like_case(file.placement, rate.rate.kroner());
                (rate, groups.around(&like))
            });
            let chance = Chance::of(file.placement, settings);
            let stake = Stake::of(case, &file.rate_lines, compared, &table, chance, today).value();
            items.extend(file.agenda(settings, today).into_iter().map(|item| (stake, item)));
        }
        items.sort_by(|(_, a), (_, b)| vilkaar_domain::agenda::order(a, b));
        black_box(items);
    });
    report.add_time("agenda of 3,000 placements with value at stake, worked out", worked_out, BOUND);
    let portfolio = Portfolio::new(Arc::clone(&register), today);
    let asked = shortest(20, || {
        let rows: Vec<Option<Money>> = portfolio.agenda().iter().map(|(facts, _)| facts.at_stake()).collect();
        black_box(rows);
    });
    report.add_time("agenda of 3,000 placements, asked for again", asked, Duration::from_millis(10));
}
