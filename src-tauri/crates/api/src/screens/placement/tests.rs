//! The sample's placements as the screen shows them; S2022-1008 with the mock-up's figures.

use std::sync::Arc;

use chrono::{NaiveDate, TimeZone, Utc};
use rstest::rstest;
use uuid::Uuid;
use vilkaar_application::ports::LogPayload;
use vilkaar_domain::Entity;

use super::*;
use crate::sample;
use crate::types::{RateLineState, TodoItem};

fn shown(case: &str) -> Placement {
    let portfolio = sample::portfolio();
    placement(&portfolio, portfolio.case(case).unwrap(), &[]).unwrap()
}

fn as_of(case: &str, day: &str) -> Placement {
    let day = NaiveDate::parse_from_str(day, "%d-%m-%Y").unwrap();
    let portfolio = Portfolio::new(Arc::new(sample::register()), day);
    placement(&portfolio, portfolio.case(case).unwrap(), &[]).unwrap()
}

fn titles(items: &[TodoItem]) -> Vec<&str> {
    items.iter().map(|item| item.title.as_str()).collect()
}

#[test]
fn the_four_figures_are_those_of_the_mock_up() {
    let shown = shown("S2022-1008");
    assert_eq!(shown.context, "S2022-1008 · § 107 · Solbakkehus, Solbakkehus I/S · siden 15-02-2022");
    let figures: Vec<(&str, &str)> =
        shown.figures.iter().map(|figure| (figure.label.as_str(), figure.value.as_str())).collect();
    assert_eq!(
        figures,
        [
            ("Kr. pr. år, brutto", "900.189"),
            ("Kr. pr. støttetime", "1.150,93"),
            ("Mål opnået", "2"),
            ("Genforhandles", "01-09-2026"),
        ]
    );
    let under: Vec<String> = shown
        .figures
        .iter()
        .map(|figure| figure.remark.clone().or(figure.status.as_ref().map(|s| s.text.clone())).unwrap())
        .collect();
    assert_eq!(
        under,
        [
            "netto 858.780 kr. efter moms",
            "15 timer/uge; median § 107: 1.151,08",
            "Ikke bekræftet af sagsbehandler",
            "Overskredet 80 dage",
        ]
    );
}

#[test]
fn the_years_cost_what_the_mock_up_says_and_the_expected_stands_beside_the_certain() {
    let costs = shown("S2022-1008").economy.costs;
    let shown: Vec<(&str, &str)> =
        costs.iter().map(|cost| (cost.label.as_str(), cost.value.as_str())).collect();
    assert_eq!(
        shown,
        [("2025", "836.606"), ("2026", "900.189"), ("2027", "900.189"), ("Helårsvirkning", "900.189")]
    );
    assert_eq!(costs[2].remark.as_deref(), Some("forventet 799.350; ingen satser for 2027"));
    assert!(costs.iter().all(|cost| cost.explain.is_some()));
}

#[test]
fn rate_lines_stand_newest_first_under_the_expected_ones_with_what_is_above_pl() {
    let economy = shown("S2022-1008").economy;
    assert_eq!(economy.amount_heading, "Kr. pr. døgn");
    let rows: Vec<_> = economy
        .lines
        .iter()
        .map(|line| {
            let (increase, above) = (line.increase.as_deref(), line.above_index.as_deref());
            (line.amount.as_str(), line.period.as_str(), increase, above, line.is_above_index)
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("2.050,00", "når Egen sundhed er opnået", Some("−16,9\u{a0}%"), None, false),
            ("2.190,00", "fra 01-01-2027", Some("−11,2\u{a0}%"), None, false),
            ("2.466,27", "01-01-2026 og frem", Some("+7,6\u{a0}%"), Some("+103,15"), true),
            ("2.292,07", "01-01-2025 til 31-12-2025", Some("+3,3\u{a0}%"), Some("0,00"), false),
            ("2.218,85", "01-01-2024 til 31-12-2024", Some("+8,6\u{a0}%"), Some("+91,94"), true),
            ("2.043,14", "01-01-2023 til 31-12-2023", Some("+3,4\u{a0}%"), Some("0,01"), false),
            ("1.975,95", "15-02-2022 til 31-12-2022", None, None, false),
        ]
    );
    assert_eq!(economy.lines[0].state, RateLineState::Expected);
    assert_eq!(economy.lines[2].state, RateLineState::InForce);
    assert_eq!(economy.lines[3].annualised, None);
}

#[test]
fn the_chart_prices_what_is_above_pl() {
    let chart = shown("S2022-1008").economy.chart.unwrap();
    assert_eq!(chart.context, "kr. pr. døgn; 8,9\u{a0}% over P/L siden 2022");
    assert!(chart.svg.contains("73.391 kr. pr. år"), "{}", chart.svg);
    assert!(chart.description.contains("Forventet 2.190,00 fra 01-01-2027"));
    assert_eq!(chart.table.rows.len(), 6);
}

#[test]
fn notice_is_said_in_words_with_what_a_days_delay_costs_and_that_it_needs_a_decision() {
    let notice = shown("S2022-1008").notice;
    let said: Vec<(&str, Vec<&str>)> = notice
        .lines
        .iter()
        .map(|line| (line.label.as_str(), line.sentences.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        said,
        [
            (
                "Kommunen",
                vec![
                    "Opsagt i dag ophører den 18-02-2027, fordi kommunens varsel er 90 dage. Hver dag senere koster 2.466,27 kr.",
                    "Seneste opsigelse for ophør den 28-02-2027 er 30-11-2026 (sidste arbejdsdag 30-11-2026, en mandag).",
                ]
            ),
            (
                "Leverandøren",
                vec![
                    "Opsagt af leverandøren i dag ophører den 28-02-2027, fordi leverandørens varsel er løbende måned + 3 måneder.",
                    "Seneste opsigelse fra leverandøren for ophør den 28-02-2027 er 30-11-2026 (sidste arbejdsdag 30-11-2026, en mandag).",
                ]
            ),
            ("Ved død", vec!["Hvad der gælder ved borgerens død, står ikke på kontrakten."]),
            (
                "Borgeren",
                vec!["En opsigelse er ingen afgørelse om borgeren. Skriv dagen, når afgørelsen er truffet."]
            ),
        ]
    );
    assert_eq!(notice.remark.unwrap().text, "Kræver borgerafgørelse");
    assert_eq!(notice.lines[1].explain.as_deref(), Some("case-notice-provider:S2022-1008"));
    let by_month = shown("S2023-1007").notice;
    assert!(
        by_month.lines[0].sentences[1]
            .contains("En måneds forsinkelse koster dagene 01-01-2027 til 31-01-2027: 68.138,00 kr."),
        "{by_month:?}"
    );
}

#[test]
fn what_is_due_and_missing_is_told_once_and_worst_first() {
    let shown = shown("S2022-1008");
    assert_eq!(
        titles(&shown.due),
        ["Opsig senest", "Genforhandles", "Bekræft opnået mål", "Trappetakst", "Skærpet tilsyn slutter"]
    );
    assert_eq!(
        shown.due[2].detail.as_deref(),
        Some("Egen sundhed, niveau 0. Så er taksten 2.050,00: 151.939 kr. mindre om året.")
    );
    assert_eq!(
        titles(&shown.missing),
        ["Underskreven fil ikke vedhæftet, K-2406", "Nye mål efter de to opnåede"]
    );
}

#[test]
fn goals_have_their_outcome_who_measured_and_their_level_over_time() {
    let goals = shown("S2022-1008").goals;
    assert_eq!(goals.len(), 2);
    let first = &goals[0];
    assert_eq!(
        (first.title.as_str(), first.detail.as_str()),
        ("Varetage egen sundhed", "Udvikle, frist 30-04-2026")
    );
    assert_eq!(
        (first.outcome.text.as_str(), first.measured.as_deref()),
        ("Opnået", Some("16-05-2026, udfører"))
    );
    assert!(first.next_follow_up.is_none());
    assert_eq!(first.follow_ups.rows[0][..3], ["16-05-2026", "0", "Udfører"]);
    assert!(first.chart.as_ref().unwrap().description.contains("16-05-2026: niveau 0, udfører"));
}

#[test]
fn a_day_without_rate_is_takst_mangler_and_never_0_kr() {
    let in_gap = as_of("S2023-1007", "15-04-2026");
    assert_eq!(in_gap.figures[0].value, "takst mangler");
    assert_eq!(in_gap.figures[1].value, "takst mangler");
    assert_eq!(in_gap.economy.costs[3].value, "takst mangler");
    assert_eq!(in_gap.statuses[0].text, "Takst mangler");
    let later = shown("S2023-1007");
    assert_eq!(later.economy.costs[1].status.as_ref().unwrap().text, "Ufuldstændig: takst mangler");
    assert!(later.economy.notes[0].text.starts_with("Takst mangler 01-04-2026 til 30-04-2026, 30 dage"));
}

#[rstest]
#[case("S2026-1004", "Planlagt")]
#[case("S2024-1005", "Ophørt")]
#[case("S2021-1011", "Forventet ophør 30-06-2026 overskredet")]
fn what_is_not_ordinary_stands_beside_the_name(#[case] case: &str, #[case] status: &str) {
    let shown = shown(case);
    let found: Vec<&str> = shown.statuses.iter().map(|status| status.text.as_str()).collect();
    assert!(found.contains(&status), "{found:?}");
}

#[test]
fn what_another_municipality_pays_has_no_net_here() {
    let shown = shown("S2025-1012");
    assert!(shown.statuses.iter().any(|status| status.text.starts_with("Mellemkommunal, betales af")));
    assert_eq!(shown.figures[0].remark.as_deref(), Some("uden for eget budget, derfor ingen netto"));
    assert_eq!(shown.economy.costs[1].remark.as_deref(), Some("mellemkommunal"));
}

#[test]
fn an_overlap_in_a_move_is_told_with_what_both_cost() {
    let notes = shown("S2026-1006").economy.notes;
    assert!(
        notes
            .iter()
            .any(|note| note.text.starts_with("Dobbeltbetaling 16-05-2026 til 31-05-2026: S2024-1005 ")),
        "{notes:?}"
    );
}

#[test]
fn every_placement_of_the_sample_can_be_shown() {
    let portfolio = sample::portfolio();
    for facts in portfolio.cases() {
        let shown = placement(&portfolio, facts, &[]).unwrap();
        assert_eq!(shown.figures.len(), 4);
        assert_eq!(shown.economy.costs.len(), 4);
        assert!(!shown.notice.lines.is_empty(), "{}", shown.case);
        let text = serde_json::to_string(&shown).unwrap();
        assert!(!text.contains("kr.."), "{}", shown.case);
    }
}

#[test]
fn an_imports_many_new_records_are_one_step_and_a_change_is_a_sentence_with_its_reason() {
    let portfolio = sample::portfolio();
    let facts = portfolio.case("S2022-1008").unwrap();
    let file = portfolio.file(facts);
    let entry = |seq: u64, before: Option<Entity>, after: Entity, operation: u128, reason: &str| LogEntry {
        seq,
        operation_id: Uuid::from_u128(operation),
        at: Utc.with_ymd_and_hms(2026, 11, 20, 8, 41, 0).unwrap(),
        who: "Pia Lindskov".to_owned(),
        origin: "vindue: Import".to_owned(),
        operation: "import".to_owned(),
        entity_kind: after.kind().to_owned(),
        entity_id: after.id(),
        payload: Some(LogPayload { before, after: Some(after) }),
        reason: Some(reason.to_owned()),
    };
    let line = (*file.rate_lines.last().unwrap()).clone();
    let raised =
        vilkaar_domain::RateLine { amount: vilkaar_domain::Rate::from_scaled(25_000_000), ..line.clone() };
    let mut entries = vec![entry(9, Some(Entity::RateLine(line)), Entity::RateLine(raised), 2, "Tastefejl")];
    entries.push(entry(8, None, Entity::Placement(file.placement.clone()), 1, "Import af ark.xlsx"));
    entries.extend(
        file.rate_lines
            .iter()
            .map(|line| entry(7, None, Entity::RateLine((*line).clone()), 1, "Import af ark.xlsx")),
    );
    let told = placement(&portfolio, facts, &entries).unwrap().history;
    let sentences: Vec<&str> = told.iter().map(|entry| entry.sentence.as_str()).collect();
    assert_eq!(
        sentences,
        [
            "Ændrede grundtakst fra 2.466,27 kr. til 2.500,00 kr. pr. døgn, fordi tastefejl.",
            "Oprettede placeringen og 5 takstlinjer ved import af ark.xlsx.",
        ]
    );
    assert_eq!(told[0].who, "Pia Lindskov");
}

#[test]
fn a_contract_that_renews_itself_is_told_the_latest_day_for_its_term_and_not_for_the_month() {
    let mut register = sample::register();
    let case = register.placements.iter().find(|placement| placement.case.as_str() == "S2025-1014").unwrap();
    let contract = register.contracts.iter_mut().find(|contract| contract.placement == case.id).unwrap();
    contract.end = NaiveDate::from_ymd_opt(2026, 8, 15);
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let notice = placement(&portfolio, portfolio.case("S2025-1014").unwrap(), &[]).unwrap().notice;
    let said = notice.lines[0].sentences.join(" ");
    // Løbende måned + 1 måned: given in July it ends on 31-08, which is after the term.
    assert!(said.contains("15-08-2027") && said.contains("30-06-2027"), "{said}");
    assert!(!said.contains("31-07-2027"), "{said}");
}
