//! A made-up packet with every section filled, and one with nothing in it, for tests and the example.

#![allow(missing_docs, dead_code)]

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_documents::charts::*;
use vilkaar_documents::packet::*;
use vilkaar_domain::{Money, Rate, Sensitive};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn kr(text: &str) -> Money {
    Money::round(dec(text))
}

fn rate(text: &str) -> Rate {
    Rate::new(dec(text)).unwrap()
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// Steps of the base rate: from, to, rate, P/L alone, percent, P/L percent.
const STEPS: [(&str, Option<&str>, &str, &str); 5] = [
    ("2022-02-15", Some("2022-12-31"), "1975.95", "1975.95"),
    ("2023-01-01", Some("2023-12-31"), "2043.14", "2043.13"),
    ("2024-01-01", Some("2024-12-31"), "2218.85", "2126.90"),
    ("2025-01-01", Some("2025-12-31"), "2292.07", "2197.09"),
    ("2026-01-01", None, "2466.27", "2265.20"),
];

pub fn step_chart() -> StepChart {
    let mut steps: Vec<RateStep> = STEPS
        .iter()
        .map(|(from, to, value, _)| RateStep {
            from: day(from),
            to: to.map(day),
            rate: rate(value),
            certainty: Certainty::Agreed,
        })
        .collect();
    steps[4].to = Some(day("2026-12-31"));
    steps.push(RateStep {
        from: day("2027-01-01"),
        to: None,
        rate: rate("2190.00"),
        certainty: Certainty::Expected,
    });
    let mut regulated: Vec<RegulatedStep> = STEPS
        .iter()
        .map(|(from, to, _, value)| RegulatedStep { from: day(from), to: to.map(day), rate: rate(value) })
        .collect();
    regulated[4].to = Some(day("2026-12-31"));
    regulated.push(RegulatedStep { from: day("2027-01-01"), to: None, rate: rate("2330.89") });
    StepChart {
        title: text("Grundtakst mod P/L"),
        subtitle: text("kr. pr. døgn; 8,9 % over P/L siden 2022"),
        unit: text("kr. pr. døgn"),
        steps,
        regulated,
        today: day("2026-11-20"),
        until: day("2027-12-31"),
        note: Some(ChartNote { strong: text("73.391 kr. pr. år"), plain: text("over P/L i 2026") }),
    }
}

pub fn month_chart() -> BarChart {
    let names =
        ["jan.", "feb.", "marts", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."];
    let amounts = [
        "91516.96",
        "85022.08",
        "121347.21",
        "117545.05",
        "121347.21",
        "117545.05",
        "121347.21",
        "121347.21",
        "92045.05",
        "94997.21",
        "92045.05",
        "94997.21",
    ];
    BarChart {
        title: text("Udgift pr. måned i 2026"),
        subtitle: text("brutto; mørkt er over budgettet"),
        category: text("Måned"),
        measure: text("Udgift, kr."),
        bars: names
            .iter()
            .zip(amounts)
            .enumerate()
            .map(|(index, (name, amount))| Bar {
                label: text(name),
                value: Some(kr(amount)),
                certainty: if index < 10 { Certainty::Spent } else { Certainty::Agreed },
            })
            .collect(),
        line: Some(NamedLine { name: text("Budget"), value: kr("95000") }),
    }
}

pub fn level_chart(title: &str, start: u8, expected: u8, points: &[(&str, u8, MeasuredBy)]) -> LevelChart {
    LevelChart {
        title: text(title),
        subtitle: text("Udvikle, frist 30-04-2026"),
        from: day("2025-01-15"),
        until: day("2026-11-20"),
        start,
        expected,
        points: points
            .iter()
            .map(|(date, level, by)| LevelPoint { date: day(date), level: *level, measured_by: *by })
            .collect(),
        today: day("2026-11-20"),
    }
}

pub fn composition() -> CompositionChart {
    let part = |name: &str, yearly: &str, percent: &str| CompositionPart {
        name: text(name),
        yearly: kr(yearly),
        percent: dec(percent),
    };
    CompositionChart {
        title: text("Hvad udgiften består af"),
        subtitle: text("kr. pr. år pr. 20-11-2026"),
        parts: vec![
            part("Grundtakst", "900188.55", "80.4"),
            part("Dagtilbud, § 104", "168776", "15.1"),
            part("Transport til dagtilbud", "41763", "3.7"),
            part("Tillæg 1:1", "8573.85", "0.8"),
        ],
    }
}

pub fn rank_chart() -> RankChart {
    let bar = |label: &str, value: &str, emphasis| RankBar { label: text(label), value: kr(value), emphasis };
    RankChart {
        title: text("Sager over 1,0 mio. kr."),
        subtitle: text("helårsvirkning, kr."),
        category: text("Sag"),
        measure: text("Kr. pr. år"),
        bars: vec![
            bar("S2024-1009", "2324225", Emphasis::Other),
            bar("S2022-1008", "900188.55", Emphasis::Subject),
            bar("Et tilbud med et meget langt navn, der ikke kan stå på linjen", "1267169", Emphasis::Other),
        ],
        line: Some(NamedLine { name: text("1,0 mio. kr."), value: kr("1000000") }),
    }
}

fn lines() -> Vec<RateLineRow> {
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

fn goals() -> Vec<GoalReport> {
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

fn comparison() -> ComparisonSection {
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

pub fn full() -> InternalPacket {
    let made_at = day("2026-11-20").and_hms_opt(9, 30, 0).unwrap();
    InternalPacket {
        issue: Issue {
            municipality: text("Egeskov Kommune"),
            as_of: day("2026-11-20"),
            made_at,
            made_by: Some(text("Pia Lindskov")),
            log_head: Some(LogHead {
                number: 1207,
                hash: text("3f9ac1b2d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f"),
                at: made_at,
            }),
        },
        case: CaseFacts {
            case_number: text("S2022-1008"),
            citizen_name: Sensitive::new("Mads Poulsen"),
            citizen_cpr_masked: Some(Sensitive::new("730779-••••")),
            paragraph: text("§ 107"),
            offer: text("Solbakkehus"),
            provider: Some(text("Solbakkehus I/S")),
            cvr: Some(text("12345674")),
            owner_form: Some(text("privat")),
            target_group: Some(text("Autismespektrum")),
            support_need: Some(text("Højt støttebehov")),
            moved_in: day("2022-02-15"),
            expected_end: Some(day("2026-10-31")),
            ended: None,
            paid_by_other: None,
            negotiator: Some(text("Pia Lindskov")),
            case_worker: Some(text("Mette Holm")),
            supervision: Some(Supervision {
                text: text("Skærpet tilsyn til 14-02-2027"),
                concern: Concern::Warning,
                checked_on: Some(day("2026-07-15")),
            }),
        },
        deadlines: Deadlines {
            renegotiation: Some(day("2026-09-01")),
            latest_notice: Some(LatestNotice {
                wanted_end: day("2027-02-28"),
                last_day: Some(day("2026-11-30")),
                last_workday: Some(day("2026-11-30")),
                earliest_end: None,
            }),
        },
        summary: Summary {
            annualised: Some(kr("1119301.40")),
            annualised_net: Some(kr("1040920.00")),
            next_twelve_months: kr("1102253.56"),
            limit: LimitStatus {
                limit: kr("1000000"),
                above_from: Some(day("2026-11-20")),
                above_since: Some(day("2026-03-01")),
            },
            hourly_rate: Some(kr("1150.93")),
            hours_per_week: Some(dec("15")),
            hourly_median: Some(kr("1151.08")),
            talking_points: vec![
                TalkingPoint {
                    headline: text("Egnet eget tilbud er billigere"),
                    detail: text(
                        "Egeskov Bofællesskab har plads fra 01-03-2027 til 2.105,00 kr. pr. døgn. Bed om at komme ned på samme niveau.",
                    ),
                    yearly: Some(kr("90468.55")),
                },
                TalkingPoint {
                    headline: text("Taksten er 8,9 % over P/L"),
                    detail: text(
                        "To stigninger, i 2024 og 2026, går ud over pris- og lønudviklingen. Bed om begrundelsen eller om at få taksten tilbage til 2.265,20 kr.",
                    ),
                    yearly: Some(kr("73390.55")),
                },
                TalkingPoint {
                    headline: text("26 timer er betalt, men ikke leveret"),
                    detail: text(
                        "Siden august er der leveret 169 af 195 timer. Bed om kompensation og om en månedlig opgørelse.",
                    ),
                    yearly: Some(kr("29924.18")),
                },
                TalkingPoint {
                    headline: text("Målet om egen sundhed er nået"),
                    detail: text(
                        "Trappetakstens næste trin på 2.050,00 kr. udløses, når sagsbehandleren bekræfter målingen.",
                    ),
                    yearly: None,
                },
            ],
        },
        rates: RateSection {
            lines: lines(),
            chart: Some(step_chart()),
            above_price_level: AbovePriceLevel::Known {
                since: 2022,
                per_unit: kr("201.07"),
                regulated: rate("2265.20"),
                unit: text("kr. pr. døgn"),
                percent: dec("8.88"),
                yearly: kr("73390.55"),
            },
            gaps: Vec::new(),
        },
        support: SupportSection {
            hours: vec![
                (text("§ 85 støtte"), dec("11.5")),
                (text("§ 83 personlig og praktisk hjælp"), dec("3.5")),
            ],
            night_cover: Some(text("Sovende nattevagt")),
            support_yearly: Some(kr("900188.55")),
            composition: Some(composition()),
            delivered: [
                ("august 2026", "66.4", Some("60"), Some("7366.00")),
                ("september 2026", "64.3", Some("55"), Some("10703.65")),
                ("oktober 2026", "66.4", None, None),
            ]
            .map(|(period, paid, delivered, lost)| DeliveredHours {
                period: text(period),
                paid: dec(paid),
                delivered: delivered.map(dec),
                undelivered: lost.map(kr),
            })
            .to_vec(),
            includes: vec![text("bolig"), text("kost"), text("forbrug")],
        },
        cost: CostSection {
            years: [
                (2025, "1042586.00", "0", "47958.96", Some("0"), Some("994627.04")),
                (2026, "1271102.50", "0", "58470.72", Some("78381.40"), Some("1134250.38")),
                (2027, "1102253.56", "0", "50703.66", None, None),
            ]
            .map(|(year, gross, own, vat, refund, net)| CostYear {
                year,
                gross: kr(gross),
                ahead: year >= 2026,
                incomplete: false,
                own_payment: kr(own),
                vat_refund: kr(vat),
                refund: refund.map(kr),
                net: net.map(kr),
            })
            .to_vec(),
            chart: Some(month_chart()),
            remarks: vec![text(
                "Central refusion for 2026 er et estimat. Ingen satser for 2027: refusion og netto kendes ikke.",
            )],
        },
        goals: goals(),
        comparison: comparison(),
        contract: Some(ContractFacts {
            number: Some(text("K-2406")),
            start: day("2022-02-15"),
            end: None,
            minimum_term: None,
            renewal: None,
            regulation: Some(text("P/L efter KL's standardkontrakt")),
            signed_file: false,
            further: vec![
                (text("Betaling"), text("månedsvis bagud, 30 dage")),
                (text("Fravær"), text("fuld takst i indtil 14 dage")),
            ],
            municipality_notice: Some(NoticeInWords {
                rule: text("90 dage"),
                given_today: text(
                    "Opsagt i dag ophører kontrakten den 18-02-2027, fordi kommunens varsel er 90 dage.",
                ),
                latest: Some(text("For ophør 28-02-2027: opsig senest 30-11-2026, en mandag.")),
            }),
            provider_notice: Some(NoticeInWords {
                rule: text("løbende måned + 3 måneder"),
                given_today: text(
                    "Opsagt i dag ophører kontrakten den 28-02-2027, fordi varslet er løbende måned + 3 måneder.",
                ),
                latest: None,
            }),
            delay: Some(DelayCost {
                from: day("2027-03-01"),
                to: day("2027-03-31"),
                amount: Some(kr("76454.37")),
            }),
            decision_made: None,
            clauses: vec![
                text("Fra 01-01-2027 er taksten 2.190,00 kr. pr. døgn."),
                text("Når målet Varetage egen sundhed er opnået, er taksten 2.050,00 kr. pr. døgn."),
            ],
        }),
        missing: vec![
            MissingItem {
                what: text("Underskreven kontrakt, K-2406"),
                why: text(
                    "Uden den underskrevne fil kan vi ikke vise, hvad der er aftalt om regulering og varsel.",
                ),
                who: text("Pia Lindskov"),
                concern: Concern::Warning,
            },
            MissingItem {
                what: text("Bekræftet måling af Varetage egen sundhed"),
                why: text("Trappetaksten udløses først, når sagsbehandleren har målt."),
                who: text("Mette Holm"),
                concern: Concern::Serious,
            },
        ],
        appendix: appendix(),
    }
}

fn appendix() -> Vec<FormulaYear> {
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

/// The same case with nothing known but its rate's absence.
pub fn empty() -> InternalPacket {
    let mut packet = full();
    packet.issue.log_head = None;
    packet.issue.made_by = None;
    let case = &mut packet.case;
    case.provider = None;
    case.cvr = None;
    case.owner_form = None;
    case.target_group = None;
    case.support_need = None;
    case.negotiator = None;
    case.case_worker = None;
    case.supervision = None;
    case.citizen_cpr_masked = None;
    packet.deadlines = Deadlines::default();
    packet.summary.annualised = None;
    packet.summary.annualised_net = None;
    packet.summary.hourly_rate = None;
    packet.summary.hours_per_week = None;
    packet.summary.talking_points.clear();
    packet.rates = RateSection {
        lines: Vec::new(),
        chart: None,
        above_price_level: AbovePriceLevel::YearsMissing(vec![2019]),
        gaps: Vec::new(),
    };
    packet.support = SupportSection {
        hours: Vec::new(),
        night_cover: None,
        support_yearly: None,
        composition: None,
        delivered: Vec::new(),
        includes: Vec::new(),
    };
    packet.cost = CostSection { years: Vec::new(), chart: None, remarks: Vec::new() };
    packet.goals.clear();
    packet.comparison = ComparisonSection { searched: Vec::new(), benchmarks: Vec::new(), verdict: None };
    packet.contract = None;
    packet.missing.clear();
    packet.appendix.clear();
    packet
}

/// A case with much of everything and long texts.
pub fn large() -> InternalPacket {
    let mut packet = full();
    packet.case.offer = text("Kastanjebo særlig afdeling for unge med autismespektrumforstyrrelser, Nørre Hovedgade");
    let lines = packet.rates.lines.clone();
    packet.rates.lines = lines.iter().cycle().take(48).cloned().collect();
    packet.rates.lines[3].standing = LineStanding::Annulled;
    packet.rates.lines[1].price_level_percent = None;
    packet.rates.lines[1].price_level_missing_for = Some(2026);
    packet.rates.gaps = vec![DateSpan { from: day("2026-04-01"), to: Some(day("2026-04-30")) }];
    packet.rates.above_price_level = AbovePriceLevel::YearsMissing(vec![2019, 2020, 2021]);
    let goals = packet.goals.clone();
    packet.goals = goals.iter().cycle().take(7).cloned().collect();
    packet.goals[1].remark = Some("Rengøringen er gået i stå, fordi personalet er skiftet ud flere gange. ".repeat(4));
    let offers = packet.comparison.searched.clone();
    packet.comparison.searched = offers.iter().cycle().take(14).cloned().collect();
    packet.missing = packet.missing.iter().cycle().take(9).cloned().collect();
    packet.missing[0].why = "Et langt svar, der fylder mere end en hel side for at vise, at intet går tabt. ".repeat(90);
    let year = packet.appendix[0].clone();
    packet.appendix = vec![year.clone(), year.clone(), year];
    packet
}
