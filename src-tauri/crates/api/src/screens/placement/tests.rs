//! S2022-1008 of the sample as the mock-up shows it.

use super::*;
use crate::sample;

fn shown(case: &str) -> Placement {
    let portfolio = sample::portfolio();
    let facts = portfolio.case(case).unwrap();
    placement(&portfolio, facts, &[]).unwrap()
}

#[test]
fn dump() {
    let portfolio = sample::portfolio();
    for case in ["S2022-1008"] {
        let facts = portfolio.case(case).unwrap();
        let mut shown = placement(&portfolio, facts, &[]).unwrap();
        if let Some(chart) = &mut shown.economy.chart { chart.svg = String::new(); chart.hits.clear(); }
        for goal in &mut shown.goals { if let Some(chart) = &mut goal.chart { chart.svg = String::new(); chart.hits.clear(); } }
        println!("{}", serde_json::to_string_pretty(&shown).unwrap());
        for id in [format!("case-year:{case}:2026"), format!("case-annualised:{case}"), format!("case-hourly:{case}"), format!("case-notice:{case}"), format!("case-limit:{case}")] {
            println!("{}", serde_json::to_string_pretty(&crate::screens::explain::explain(&portfolio, &id).unwrap()).unwrap());
        }
    }
}
