//! Charts for the window: labels, data table, hit areas, and the words for those who don't see them.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod sample;

use vilkaar_documents::charts::{self, Certainty, ChartSvg, MeasuredBy, Size};
use vilkaar_domain::Money;

const SIZE: Size = Size::screen(720.0, 200.0);

fn all() -> Vec<ChartSvg> {
    let level = sample::level_chart("Gøre rent", 3, 1, &[("2025-08-12", 2, MeasuredBy::CaseWorker)]);
    vec![
        charts::step_chart(&sample::step_chart(), SIZE).unwrap(),
        charts::bar_chart(&sample::month_chart(), SIZE).unwrap(),
        charts::rank_chart(&sample::rank_chart(), SIZE).unwrap(),
        charts::composition_chart(&sample::composition(), SIZE).unwrap(),
        charts::level_chart(&level, SIZE).unwrap(),
    ]
}

#[test]
fn every_chart_has_title_description_table_and_hit_areas() {
    for chart in all() {
        assert!(chart.svg.contains("<title>") && chart.svg.contains("<desc>"), "{}", chart.title);
        assert!(!chart.table.rows.is_empty() && !chart.hits.is_empty(), "{}", chart.title);
        assert!(chart.table.rows.iter().all(|row| row.len() == chart.table.columns.len()));
        for forbidden in ["style=", "<style", "<script", "data:", "href"] {
            assert!(!chart.svg.contains(forbidden), "{forbidden}");
        }
        assert!(!chart.svg.contains("NaN") && !chart.svg.contains("inf"));
    }
}

#[test]
fn the_step_chart_prices_what_lies_above_p_l_and_dots_what_is_expected() {
    let chart = charts::step_chart(&sample::step_chart(), SIZE).unwrap();
    for needle in
        ["+201,07", "2.466,27", "P/L alene 2.330,89", "Forventet 2.190,00", "i dag", "stroke-dasharray"]
    {
        assert!(chart.svg.contains(needle), "{needle}");
    }
    assert_eq!(chart.table.rows[5], ["01-01-2027 og frem", "2.190,00", "2.330,89", "forventet"]);
}

#[test]
fn a_missing_rate_is_drawn_as_a_gap_and_not_as_zero() {
    let mut data = sample::step_chart();
    data.steps.remove(2);
    let chart = charts::step_chart(&data, SIZE).unwrap();
    assert!(chart.svg.contains("takst mangler"));
    let mut data = sample::month_chart();
    data.bars[3].value = None;
    let chart = charts::bar_chart(&data, SIZE).unwrap();
    assert!(chart.svg.contains("mangler"));
    assert_eq!(chart.table.rows[3], ["april", "mangler", "brugt"]);
    assert_eq!(chart.hits[3].value, "takst mangler");
}

#[test]
fn missing_p_l_is_said_in_words_and_table() {
    let mut data = sample::step_chart();
    data.regulated.clear();
    let chart = charts::step_chart(&data, SIZE).unwrap();
    assert!(chart.svg.contains("P/L mangler"));
    assert_eq!(chart.table.rows[0][2], "P/L mangler");
}

#[test]
fn bars_are_labelled_in_the_unit_that_fits_them() {
    let mut data = sample::month_chart();
    let chart = charts::bar_chart(&data, SIZE).unwrap();
    assert!(chart.subtitle.starts_with("t.kr.") && chart.svg.contains(">121,3<"));
    for bar in &mut data.bars {
        bar.value = Some(Money::from_kroner(4_490_000));
        bar.certainty = Certainty::Spent;
    }
    let chart = charts::bar_chart(&data, SIZE).unwrap();
    assert!(chart.subtitle.starts_with("mio. kr.") && chart.svg.contains(">4,49<"));
}

#[test]
fn charts_without_data_still_draw() {
    let mut steps = sample::step_chart();
    steps.steps.clear();
    steps.regulated.clear();
    assert!(charts::step_chart(&steps, SIZE).unwrap().svg.contains("Ingen takst"));
    let mut bars = sample::month_chart();
    bars.bars.clear();
    bars.line = None;
    assert!(!charts::bar_chart(&bars, SIZE).unwrap().svg.contains("NaN"));
    let mut rank = sample::rank_chart();
    rank.bars.clear();
    assert!(!charts::rank_chart(&rank, SIZE).unwrap().svg.contains("NaN"));
    let mut parts = sample::composition();
    parts.parts.clear();
    assert!(charts::composition_chart(&parts, SIZE).unwrap().svg.contains("Ingen løbende udgift"));
    let level = sample::level_chart("Gøre rent", 3, 1, &[]);
    assert!(charts::level_chart(&level, SIZE).unwrap().svg.contains("Ikke målt"));
}

#[test]
fn a_single_rate_and_a_single_day_still_draw() {
    let mut data = sample::step_chart();
    data.steps.truncate(1);
    data.regulated.truncate(1);
    data.until = data.steps[0].from;
    data.today = data.until;
    let chart = charts::step_chart(&data, SIZE).unwrap();
    assert!(chart.svg.contains("1.975,95") && !chart.svg.contains("NaN"));
}
