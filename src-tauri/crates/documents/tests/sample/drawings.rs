//! Chart inputs of the made-up case.

use vilkaar_documents::charts::*;

use super::{day, dec, kr, rate, text};

/// Steps of the base rate: from, to, rate, P/L alone, percent, P/L percent.
pub const STEPS: [(&str, Option<&str>, &str, &str); 5] = [
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
