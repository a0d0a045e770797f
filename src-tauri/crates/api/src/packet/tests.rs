//! The packet as it is filled from the sample.

use vilkaar_application::portfolio::Portfolio;
use vilkaar_documents::packet::{
    AbovePriceLevel, InternalPacket, Issue, LineStanding, OfferOwnership, internal,
};
use vilkaar_domain::{Money, Rate};

use super::internal_packet;
use crate::sample;

fn issue() -> Issue {
    Issue {
        municipality: "Egeskov Kommune".to_owned(),
        as_of: sample::today(),
        made_at: sample::today().and_hms_opt(9, 0, 0).unwrap(),
        made_by: Some("Pia Lindskov".to_owned()),
        log_head: None,
    }
}

fn packet(case: &str) -> InternalPacket {
    let portfolio = sample::portfolio();
    internal_packet(&portfolio, portfolio.case(case).unwrap(), issue())
}

fn kr(oere: i64) -> Money {
    Money::from_oere(oere)
}

#[test]
fn the_summary_has_the_figures_and_each_point_its_price_a_year() {
    let summary = packet("S2022-1008").summary;
    assert_eq!(summary.annualised, Some(kr(90_018_855)));
    assert_eq!(summary.annualised_net, Some(kr(85_877_988)));
    assert_eq!(summary.hourly_rate, Some(kr(115_093)));
    assert_eq!(summary.limit.above_from, None);
    let points: Vec<(&str, Option<Money>)> =
        summary.talking_points.iter().map(|point| (point.headline.as_str(), point.yearly)).collect();
    assert_eq!(
        points,
        [
            ("Eget tilbud er billigere: Møllehuset", Some(kr(20_542_930))),
            ("Trappetakst 2.050,00 kr., når Egen sundhed er opnået", Some(kr(15_193_855))),
            ("Støtte er betalt, men ikke leveret", Some(kr(10_769_416))),
            ("Trappetakst 2.190,00 kr., fra 01-01-2027", Some(kr(10_083_855))),
            ("Taksten er 8,9\u{a0}% over P/L siden 2022", Some(kr(7_339_055))),
            ("Opsig senest 30-11-2026 for ophør 28-02-2027", None),
            ("Socialtilsyn: skærpet tilsyn 15-08-2026 til 14-02-2027", None),
        ]
    );
}

#[test]
fn an_add_on_past_its_review_date_is_brought_up_with_what_it_costs() {
    let summary = packet("S2024-1009").summary;
    let point = summary
        .talking_points
        .iter()
        .find(|point| point.headline.starts_with("Vågen nattevagt skulle være revurderet"))
        .unwrap();
    assert_eq!(point.yearly, Some(kr(29_880_000)));
}

#[test]
fn a_notified_rise_is_brought_up_with_its_price_and_that_it_crosses_the_limit() {
    let summary = packet("S2025-1003").summary;
    let point = &summary.talking_points[0];
    assert_eq!(point.headline, "Grundtakst stiger 4,9\u{a0}% fra 01-03-2027");
    assert!(point.detail.contains("over 1,0 mio. kr. Afvis"), "{}", point.detail);
    assert_eq!(point.yearly, Some(kr(4_763_250)));
}

#[test]
fn a_case_without_contract_says_so_first_and_has_no_contract_facts() {
    let packet = packet("S2026-1015");
    assert_eq!(packet.summary.talking_points[0].headline, "Der er ingen kontrakt");
    assert_eq!(packet.contract, None);
}

#[test]
fn rates_are_held_against_pl_and_the_expected_one_stands_on_top() {
    let rates = packet("S2022-1008").rates;
    assert_eq!(rates.lines[0].standing, LineStanding::Expected);
    assert_eq!(rates.lines[1].above_price_level, Some(kr(10_315)));
    let AbovePriceLevel::Known { since, per_unit, regulated, yearly, .. } = rates.above_price_level else {
        panic!("{:?}", rates.above_price_level)
    };
    assert_eq!((since, per_unit, yearly), (2022, kr(20_107), kr(7_339_055)));
    assert_eq!(regulated, Rate::from_scaled(22_652_000));
    assert_eq!(packet("S2023-1007").rates.gaps.len(), 1);
}

#[test]
fn offers_are_compared_less_vat_and_in_this_years_prices() {
    let section = packet("S2024-1009").comparison;
    let present = section.searched.iter().find(|offer| offer.ownership == OfferOwnership::Present).unwrap();
    let other = section.searched.iter().find(|offer| offer.name == "Bofællesskabet Engen").unwrap();
    // 1.948,27 of 2025 with P/L 3,1 %; a municipality's rate has no VAT.
    assert_eq!(other.comparable_rate, Some(kr(200_867)));
    assert!(present.comparable_rate > other.comparable_rate);
    assert!(other.yearly_difference.unwrap() < Money::ZERO);
}

#[test]
fn the_contract_says_notice_in_words_and_what_a_delay_costs() {
    let packet = packet("S2022-1008");
    let contract = packet.contract.unwrap();
    assert_eq!(
        contract.municipality_notice.unwrap().given_today,
        "Opsagt i dag ophører den 18-02-2027, fordi kommunens varsel er 90 dage."
    );
    assert_eq!(contract.delay.unwrap().amount, Some(kr(246_627)));
    assert_eq!(contract.clauses.len(), 2);
    assert_eq!(contract.decision_made, None);
    assert_eq!(packet.deadlines.renegotiation, chrono::NaiveDate::from_ymd_opt(2026, 9, 1));
}

#[test]
fn the_formulas_of_a_year_sum_to_its_cost_in_every_case() {
    let portfolio: Portfolio = sample::portfolio();
    for facts in portfolio.cases() {
        let packet = internal_packet(&portfolio, facts, issue());
        for year in &packet.cost.years {
            let formulas = packet.appendix.iter().find(|formulas| formulas.year == year.year);
            assert_eq!(
                formulas.map(|formulas| formulas.sum),
                Some(year.gross),
                "{} {}",
                packet.case.case_number,
                year.year
            );
        }
        assert!(packet.summary.talking_points.len() <= 7);
    }
}

#[test]
fn packets_of_the_hand_placed_cases_can_be_set() {
    let portfolio = sample::portfolio();
    for case in ["S2022-1008", "S2023-1007", "S2026-1004", "S2024-1005", "S2025-1014"] {
        let packet = internal_packet(&portfolio, portfolio.case(case).unwrap(), issue());
        let document = internal(&packet).unwrap();
        assert!((4..=12).contains(&document.pages()), "{case}: {} pages", document.pages());
        assert!(document.unmapped_characters().is_empty(), "{case}: {:?}", document.unmapped_characters());
    }
}

#[test]
fn a_tacitly_renewed_contract_ends_with_the_term_that_runs() {
    let packet = packet("S2025-1014");
    let contract = packet.contract.as_ref().unwrap();
    assert_eq!(contract.end, "2026-08-31".parse().ok());
    assert_eq!(contract.renewed_to, "2027-08-31".parse().ok());
    let document = internal(&packet).unwrap();
    let texts = document.page_texts();
    assert!(texts[0].contains("Kontrakten slutter 31-08-2027 Om 284 dage"), "{}", texts[0]);
    let all = texts.join("\n");
    assert!(all.contains("Forlænget til\n31-08-2027"), "{all}");
}

#[test]
fn section_seven_holds_the_deadline_that_the_cover_prints_before_the_earliest_end() {
    for case in ["S2022-1008", "S2024-1009", "S2025-1014"] {
        let packet = packet(case);
        let deadline = packet.deadlines.latest_notice.as_ref().unwrap();
        let day = vilkaar_wording::format::date(deadline.last_workday.unwrap());
        let notice = packet.contract.as_ref().unwrap().municipality_notice.as_ref().unwrap();
        assert!(notice.latest.as_ref().unwrap().contains(&day), "{case}: {notice:?}");
    }
}

#[test]
fn what_a_late_notice_costs_is_said_as_what_it_is() {
    let text = |case: &str| internal(&packet(case)).unwrap().page_texts().join(" ");
    let by_the_day = text("S2022-1008");
    assert!(by_the_day.contains("Hver dag senere koster 2.466,27"), "{by_the_day}");
    let by_the_term = text("S2025-1014");
    assert!(
        by_the_term.contains("Sendes opsigelsen en dag for sent, koster det dagene fra"),
        "{by_the_term}"
    );
}

#[test]
fn one_lack_has_one_owner_in_its_section_and_in_the_list() {
    for case in ["S2026-1004", "S2026-1015"] {
        let packet = packet(case);
        let contract = packet.missing.iter().find(|item| {
            item.kind == Some(vilkaar_domain::missing::MissingKind::NoContract)
                || item.kind == Some(vilkaar_domain::missing::MissingKind::NoNoticeRule)
        });
        let Some(item) = contract else { continue };
        let who = if item.who == "centerchef" { "Centerchefen" } else { &item.who };
        let text = internal(&packet).unwrap().page_texts().join(" ");
        assert!(text.contains(&format!("{who} skaffer")), "{case}: {who}");
    }
}

#[test]
fn paid_hours_are_summed_before_they_are_rounded() {
    let packet = packet("S2022-1008");
    let known = packet.support.delivered.iter().filter(|row| row.delivered.is_some());
    let paid: rust_decimal::Decimal = known.map(|row| row.paid).sum();
    let shown = vilkaar_wording::format::decimal(paid, 1);
    let point = packet
        .summary
        .talking_points
        .iter()
        .find(|point| point.headline.starts_with("Støtte er betalt"))
        .unwrap();
    assert!(point.detail.contains(&format!("betalt {shown} timer")), "{shown}: {}", point.detail);
}

#[test]
fn a_package_is_compared_with_its_base_rate_and_has_no_verdict_when_the_support_changed() {
    let packet = packet("S2025-1014");
    let changed =
        packet.rates.lines.iter().find(|line| line.cause.as_deref() == Some("Ændret støtte")).unwrap();
    assert_eq!((changed.price_level_percent, changed.above_price_level), (None, None));
    if let Some(present) =
        packet.comparison.searched.iter().find(|offer| offer.ownership == OfferOwnership::Present)
    {
        assert_eq!(present.daily_rate, Some(Rate::from_scaled(24_835_000)));
        assert_eq!(present.remark.as_deref(), Some("Takst: Grundtakst + Ydelsespakke"));
    }
    let entry = packet.rates.lines.iter().find(|line| line.service == "Indskud").unwrap();
    assert_eq!(entry.to, Some(entry.from));
}

#[test]
fn a_planned_case_is_said_to_be_planned() {
    let portfolio = sample::portfolio();
    let planned = portfolio
        .cases()
        .iter()
        .find(|facts| facts.status == vilkaar_domain::PlacementStatus::Planned)
        .unwrap();
    let packet = internal_packet(&portfolio, planned, issue());
    let cover = internal(&packet).unwrap().page_texts().remove(0);
    assert!(cover.contains("planlagt fra"), "{cover}");
}

#[test]
fn expected_cost_names_only_what_is_in_the_figure() {
    for facts in sample::portfolio().cases() {
        let portfolio = sample::portfolio();
        let packet = internal_packet(&portfolio, facts, issue());
        let says = packet.cost.remarks.iter().any(|remark| remark.contains("trappetakst"));
        let has_steps = !portfolio.file(facts).step_rates.is_empty();
        assert!(has_steps || !says, "{}", packet.case.case_number);
    }
}
