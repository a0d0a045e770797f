//! Rate lines, goals, offers and formulas of the made-up case.

use vilkaar_documents::charts::MeasuredBy;
use vilkaar_documents::packet::*;

use super::{STEPS, day, dec, kr, level_chart, rate, text};

pub fn lines() -> Vec<RateLineRow> {
    let row =
        |index: usize, increase: Option<&str>, level: Option<&str>, above: Option<&str>, cause: &str| {
            let (from, to, value, _) = STEPS[index];
            RateLineRow {
                service: text("Grundtakst"),
                unit: text("pr. døgn"),
                rate: rate(value),
                from: day(from),
                to: to.map(day),
                cause: Some(text(cause)),
                increase_percent: increase.map(dec),
                price_level_percent: level.map(dec),
                above_price_level: above.map(kr),
                price_level_missing_for: None,
                standing: if to.is_some() { LineStanding::Past } else { LineStanding::Current },
            }
        };
    let other =
        |service: &str, unit: &str, value: &str, from: &str, to: Option<&str>, standing, cause: &str| {
            RateLineRow {
                service: text(service),
                unit: text(unit),
                rate: rate(value),
                from: day(from),
                to: to.map(day),
                cause: Some(text(cause)),
                increase_percent: None,
                price_level_percent: None,
                above_price_level: None,
                price_level_missing_for: None,
                standing,
            }
        };
    vec![
        other("Grundtakst", "pr. døgn", "2190.00", "2027-01-01", None, LineStanding::Expected, "Trappetakst"),
        row(4, Some("7.6"), Some("3.1"), Some("103.15"), "Varslet af leverandør"),
        other(
            "Tillæg 1:1",
            "pr. time × 14",
            "425.00",
            "2026-03-01",
            Some("2026-08-31"),
            LineStanding::Past,
            "Bevilling",
        ),
        other(
            "Transport til dagtilbud",
            "pr. md.",
            "3480.25",
            "2026-02-10",
            None,
            LineStanding::Current,
            "Indgået",
        ),
        row(3, Some("3.3"), Some("3.3"), Some("0.00"), "P/L"),
        other(
            "Dagtilbud, § 104",
            "pr. døgn (dagtilbud)",
            "544.00",
            "2025-01-01",
            None,
            LineStanding::Current,
            "Indgået",
        ),
        row(2, Some("8.6"), Some("4.1"), Some("91.94"), "Forhandlet"),
        row(1, Some("3.4"), Some("3.4"), Some("0.01"), "P/L"),
        row(0, None, None, None, "Indgået"),
    ]
}

pub fn goals() -> Vec<GoalReport> {
    use MeasuredBy::*;
    let goal = |title: &str, kind: &str, outcome, behind, latest: Option<&str>, chart| GoalReport {
        title: text(title),
        wish: None,
        goal_type: text(kind),
        deadline: Some(day("2026-04-30")),
        outcome,
        behind,
        latest: latest.map(text),
        next_follow_up: Some(day("2027-02-16")),
        chart,
        remark: None,
    };
    let mut first = goal(
        "Varetage egen sundhed",
        "Udvikle funktionsevne",
        Outcome::Reached,
        false,
        Some("niveau 0 den 16-05-2026, udfører"),
        Some(level_chart(
            "Varetage egen sundhed",
            2,
            0,
            &[
                ("2025-04-10", 1, Provider),
                ("2025-08-12", 2, CaseWorker),
                ("2026-01-20", 1, CaseWorker),
                ("2026-05-16", 0, Provider),
            ],
        )),
    );
    first.wish = Some(text("at kunne tage sin medicin selv"));
    first.remark =
        Some(text("Ikke bekræftet af sagsbehandler; trappetaksten udløses først, når hun har målt."));
    let mut second = goal(
        "Gøre rent",
        "Udvikle funktionsevne",
        Outcome::Unchanged,
        true,
        Some("niveau 3 den 20-05-2026, sagsbehandler"),
        Some(level_chart("Gøre rent", 3, 1, &[("2025-08-12", 3, CaseWorker), ("2026-05-20", 3, CaseWorker)])),
    );
    second.next_follow_up = Some(day("2026-08-20"));
    let third = goal(
        "Indgå i samspil og kontakt",
        "Fastholde funktionsevne",
        Outcome::NotMeasured,
        false,
        None,
        None,
    );
    vec![first, second, third]
}

pub fn comparison() -> ComparisonSection {
    let offer = |name: &str,
                 ownership,
                 daily: Option<&str>,
                 comparable: Option<&str>,
                 difference: Option<&str>,
                 fit: Option<&str>,
                 remark: &str| {
        ComparableOffer {
            name: text(name),
            provider: None,
            ownership,
            daily_rate: daily.map(rate),
            comparable_rate: comparable.map(kr),
            yearly_difference: difference.map(kr),
            suitability: fit.map(text),
            remark: Some(text(remark)).filter(|remark| !remark.is_empty()),
            looked_at: Some(day("2026-10-12")),
            best: false,
        }
    };
    use OfferOwnership::*;
    let mut own = offer(
        "Egeskov Bofællesskab",
        Own,
        Some("2105.00"),
        Some("2105.00"),
        Some("-90468.55"),
        Some("Egnet"),
        "Ledig plads fra 01-03-2027",
    );
    own.best = true;
    ComparisonSection {
        searched: vec![
            offer(
                "Solbakkehus",
                Present,
                Some("2466.27"),
                Some("2352.82"),
                Some("0"),
                Some("Egnet"),
                "Nuværende tilbud",
            ),
            offer(
                "Kastanjebo særlig afdeling",
                Other,
                Some("2690.00"),
                Some("2566.26"),
                Some("77905.60"),
                Some("Egnet"),
                "",
            ),
            offer("Villa Bakken", Other, None, None, None, None, "Har ikke svaret"),
            own,
        ],
        benchmarks: vec![
            Benchmark {
                measure: text("Kr. pr. døgn, sammenlignelig"),
                group: text("§ 107, Autismespektrum (støttebehov udeladt)"),
                count: 7,
                percentiles: Some(Percentiles {
                    p10: kr("1980.40"),
                    median: kr("2219.00"),
                    p75: kr("2398.12"),
                }),
                this_case: Some(kr("2352.82")),
            },
            Benchmark {
                measure: text("Kr. pr. støttetime"),
                group: text("§ 107, Autismespektrum, højt støttebehov"),
                count: 3,
                percentiles: None,
                this_case: Some(kr("1150.93")),
            },
        ],
        verdict: Some(text(
            "Egeskov Bofællesskab er egnet og 90.469 kr. billigere om året. Kan leverandøren ikke nærme sig, er det vores alternativ.",
        )),
    }
}

pub fn appendix() -> Vec<FormulaYear> {
    let row = |service: &str, from: &str, to: &str, formula: &str, gross: &str| FormulaRow {
        service: text(service),
        from: day(from),
        to: day(to),
        formula: text(formula),
        gross: kr(gross),
    };
    vec![
        FormulaYear {
            year: 2026,
            rows: vec![
                row("Grundtakst", "2026-01-01", "2026-12-31", "2.489,76 kr. × 365 døgn", "908762.40"),
                row(
                    "Tillæg 1:1",
                    "2026-03-01",
                    "2026-08-31",
                    "425,00 kr. × 14 timer om ugen × 184 døgn / 7",
                    "156400",
                ),
                row(
                    "Dagtilbud, § 104",
                    "2026-01-01",
                    "2026-12-31",
                    "544,00 kr. × 85 % (3 dage om ugen) × 365 døgn",
                    "168776",
                ),
                row(
                    "Transport til dagtilbud",
                    "2026-02-10",
                    "2026-12-31",
                    "3.480,25 kr. × (19/28 + 10) måneder",
                    "37164.10",
                ),
            ],
            sum: kr("1271102.50"),
        },
        FormulaYear {
            year: 2027,
            rows: vec![row("Grundtakst", "2027-01-01", "2027-12-31", "2.489,76 kr. × 365 døgn", "908762.40")],
            sum: kr("908762.40"),
        },
    ]
}
