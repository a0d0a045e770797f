//! A made-up packet with every section filled, one with nothing in it, and one with much of
//! everything, for tests and the example.

#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    reason = "each test binary uses another part of it; made-up values that don't parse should stop the test"
)]

mod drawings;
mod sections;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_documents::packet::*;
use vilkaar_domain::missing::MissingKind;
use vilkaar_domain::{Money, Rate, Sensitive};

pub use drawings::*;
pub use sections::goals;
use sections::{appendix, comparison, lines};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn kr(text: &str) -> Money {
    Money::round(dec(text))
}

pub fn rate(text: &str) -> Rate {
    Rate::new(dec(text)).unwrap()
}

pub fn text(text: &str) -> String {
    text.to_owned()
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
            citizen_cpr_masked: Some(Sensitive::new("730779-xxxx")),
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
            is_cancelled: false,
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
            renewed_to: None,
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
                kind: Some(MissingKind::NoSignedFile),
            },
            MissingItem {
                what: text("Bekræftet måling af Varetage egen sundhed"),
                why: text("Trappetaksten udløses først, når sagsbehandleren har målt."),
                who: text("Mette Holm"),
                concern: Concern::Serious,
                kind: None,
            },
        ],
        appendix: appendix(),
    }
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
    packet.case.offer =
        text("Kastanjebo særlig afdeling for unge med autismespektrumforstyrrelser, Nørre Hovedgade");
    let lines = packet.rates.lines.clone();
    packet.rates.lines = lines.iter().cycle().take(48).cloned().collect();
    packet.rates.lines[3].standing = LineStanding::Annulled;
    packet.rates.lines[1].price_level_percent = None;
    packet.rates.lines[1].price_level_missing_for = Some(2026);
    packet.rates.gaps = vec![DateSpan { from: day("2026-04-01"), to: Some(day("2026-04-30")) }];
    packet.rates.above_price_level = AbovePriceLevel::YearsMissing(vec![2019, 2020, 2021]);
    let points = packet.summary.talking_points.clone();
    packet.summary.talking_points = points.iter().cycle().take(7).cloned().collect();
    for point in &mut packet.summary.talking_points {
        point.detail.push_str(
            " Spørg, hvad der er købt for forskellen, og bed om at få taksten sat ned fra årsskiftet.",
        );
    }
    let goals = packet.goals.clone();
    packet.goals = goals.iter().cycle().take(7).cloned().collect();
    packet.goals[1].remark =
        Some("Rengøringen er gået i stå, fordi personalet er skiftet ud flere gange. ".repeat(4));
    let offers = packet.comparison.searched.clone();
    packet.comparison.searched = offers.iter().cycle().take(14).cloned().collect();
    packet.missing = packet.missing.iter().cycle().take(9).cloned().collect();
    packet.missing[0].why =
        "Et langt svar, der fylder mere end en hel side for at vise, at intet går tabt. ".repeat(90);
    let year = packet.appendix[0].clone();
    packet.appendix = vec![year.clone(), year.clone(), year];
    packet
}
