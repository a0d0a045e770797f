//! *Vis beregning*: the lines add up to the figure, for every figure of the sample.

use rust_decimal::Decimal;

use super::explain;
use crate::sample;
use crate::types::Explanation;

/// An amount as written: `1.234,50` or `−1.234,50`; none of words.
fn amount(text: &str) -> Option<Decimal> {
    let bare: String = text
        .trim_end_matches(" kr.")
        .chars()
        .filter(|c| *c != '.')
        .map(|c| match c {
            ',' => '.',
            '\u{2212}' => '-',
            other => other,
        })
        .collect();
    bare.parse().ok()
}

fn sum(explanation: &Explanation) -> Decimal {
    explanation.lines.iter().filter(|line| !line.is_sum).filter_map(|line| amount(&line.amount)).sum()
}

#[test]
fn the_lines_of_every_figure_add_up_to_it() {
    let portfolio = sample::portfolio();
    let mut figures: Vec<String> =
        ["year:2025", "year:2026", "year:2027", "budget:2026", "list", "list||above_limit:yes"]
            .map(str::to_owned)
            .to_vec();
    for facts in portfolio.cases() {
        let case = &portfolio.placement(facts).case;
        figures.extend((2025..=2027).map(|year| format!("case-year:{case}:{year}")));
        if facts.annualised.is_some() {
            figures.push(format!("case-annualised:{case}"));
        }
        if facts.at_stake().is_some() {
            figures.push(format!("case-stake:{case}"));
        }
        if facts.limit.is_some() {
            figures.push(format!("case-limit:{case}"));
        }
    }
    for figure in figures {
        let found = explain(&portfolio, &figure, true, &[]).unwrap();
        assert_eq!(Some(sum(&found)), amount(&found.result), "{figure}");
        assert!(!format!("{found:?}").contains("kr.."), "{figure}: {found:?}");
    }
}

#[test]
fn the_years_own_gross_is_the_overviews_and_goes_by_paragraph() {
    let found = explain(&sample::portfolio(), "year:2026", true, &[]).unwrap();
    assert_eq!(found.result, "53.377.005,37 kr.");
    let subtotals = found.lines.iter().filter(|line| line.is_sum);
    let whole: Decimal = subtotals.filter_map(|line| amount(&line.amount)).sum();
    assert_eq!(Some(whole), amount(&found.result));
    assert!(found.notes.iter().any(|note| note.contains("dage uden takst")));
}

#[test]
fn a_support_hour_is_explained_from_support_hours_and_its_like() {
    let found = explain(&sample::portfolio(), "case-hourly:S2022-1008", true, &[]).unwrap();
    assert_eq!(found.result, "1.150,93 kr. pr. støttetime");
    assert!(found.lines.iter().any(|line| line.formula == "15 timer/uge × 365/7 = 782,14"));
    assert!(found.notes[1].contains("median 1.151,08"), "{:?}", found.notes);
}

#[test]
fn notice_is_explained_by_its_rule_its_latest_day_and_what_a_delay_costs() {
    let found = explain(&sample::portfolio(), "case-notice:S2022-1008", true, &[]).unwrap();
    assert_eq!(found.result, "ophører 18-02-2027 ved opsigelse i dag");
    let formulas: Vec<&str> = found.lines.iter().map(|line| line.formula.as_str()).collect();
    assert!(formulas.iter().any(|formula| formula.contains("senest den 30-11-2026")), "{formulas:?}");
    assert!(formulas.contains(&"19-02-2027: 2.466,27 kr."), "{formulas:?}");
}

#[test]
fn the_latest_day_of_a_contract_that_renews_itself_is_told_for_the_term() {
    let portfolio = sample::portfolio();
    let mut register = portfolio.register().clone();
    let file = portfolio.file(portfolio.case("S2022-1008").unwrap());
    let mut contract = file.contracts[0].clone();
    contract.end = chrono::NaiveDate::from_ymd_opt(2026, 6, 15);
    contract.renews_by_months = Some(12);
    contract.minimum_until = None;
    register.put(vilkaar_domain::Entity::Contract(contract));
    let day = portfolio.today();
    let renewing = vilkaar_application::portfolio::Portfolio::new(std::sync::Arc::new(register), day);
    let labels = |portfolio| -> Vec<String> {
        let found = explain(portfolio, "case-notice:S2022-1008", true, &[]).unwrap();
        found.lines.into_iter().map(|line| line.label).collect()
    };
    let says = |labels: &[String], wanted: &str| labels.iter().any(|label| label == wanted);
    let labels_of = labels(&renewing);
    assert!(says(&labels_of, "Ved periodens udløb"), "{labels_of:?}");
    assert!(!says(&labels_of, "Ved månedens udgang"), "{labels_of:?}");
    assert!(says(&labels(&portfolio), "Ved månedens udgang"));
}

#[test]
fn a_case_without_rate_is_explained_as_unknown() {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 4, 15).unwrap();
    let portfolio =
        vilkaar_application::portfolio::Portfolio::new(std::sync::Arc::new(sample::register()), day);
    let found = explain(&portfolio, "case-annualised:S2023-1007", true, &[]).unwrap();
    assert_eq!(found.result, "takst mangler");
    let list = explain(&portfolio, "list", true, &[]).unwrap();
    assert!(list.lines.iter().any(|line| line.amount == "ukendt"));
    assert!(list.notes[0].contains("ufuldstændig"));
}

#[test]
fn what_is_no_figure_is_refused_with_its_code() {
    let portfolio = sample::portfolio();
    let code = |figure: &str| explain(&portfolio, figure, true, &[]).unwrap_err().code;
    assert_eq!(code("nonsense"), "figure_unknown");
    assert_eq!(code("year:now"), "figure_unknown");
    assert_eq!(code("case-year:S2022-1008"), "figure_unknown");
    assert_eq!(code("case-annualised:S1999-1"), "case_unknown");
}

#[test]
fn whoever_may_not_see_cases_gets_the_sums_and_no_line_of_a_case() {
    let portfolio = sample::portfolio();
    for figure in ["year:2026", "above_limit", "budget:2026"] {
        let (whole, cut) = (
            explain(&portfolio, figure, true, &[]).unwrap(),
            explain(&portfolio, figure, false, &[]).unwrap(),
        );
        assert_eq!(whole.result, cut.result, "{figure}");
        let told = format!("{cut:?}");
        for facts in portfolio.cases() {
            let number = portfolio.placement(facts).case.as_str();
            assert!(!told.contains(number), "{figure} names {number}");
        }
    }
}
