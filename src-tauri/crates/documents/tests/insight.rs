//! A citizen's drawing on paper: one line or two thousand, every line on it, the heading on every page.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use vilkaar_documents::Document;
use vilkaar_documents::insight::paper;
use vilkaar_wording::log::insight::{Head, Insight, Line};

fn at(minute: i64) -> NaiveDateTime {
    let start = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(9, 0, 0).unwrap();
    start + TimeDelta::minutes(minute)
}

fn insight(lines: i64) -> Insight {
    Insight {
        municipality: "Egeskov Kommune".to_owned(),
        cases: vec!["S2024-1009".to_owned()],
        covers: vec![("Borger".to_owned(), "Lene Østergaard".to_owned())],
        explanation: vec!["Her står alt, hvad der er ændret.".to_owned()],
        lines: (0..lines)
            .map(|number| Line {
                at: at(number),
                who: "Karina Holst".to_owned(),
                what: format!("Ændrede takst{number:04} fra 2.394,00 kr. til 2.489,76 kr."),
                contents: (number % 10 == 0).then(|| "ydelse: Grundtakst; enhed: pr. døgn".repeat(4)),
                reason: (number % 3 == 0).then(|| "efter aftale".to_owned()),
                origin: "Vinduet: Placering".to_owned(),
            })
            .collect(),
        head: Some(Head { number: 1_234, hash: "3fa4".repeat(16), at: at(0) }),
        drawn_at: at(3),
    }
}

fn drawn(lines: i64) -> Document {
    paper(&insight(lines)).unwrap()
}

#[test]
fn two_thousand_lines_are_all_there_with_the_heading_on_every_page() {
    let document = drawn(2_000);
    assert!(document.unmapped_characters().is_empty(), "{:?}", document.unmapped_characters());
    let pages = document.page_texts();
    assert!((60..=250).contains(&pages.len()), "{}", pages.len());
    let whole = pages.join("\n");
    for number in 0..2_000 {
        assert!(whole.contains(&format!("takst{number:04}")), "{number}");
    }
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains(&format!("Side {number} af {}", pages.len())), "{page}");
        assert!(page.contains("Til borgeren"), "{page}");
        assert!(page.contains("Tidspunkt") || !page.contains("Ændrede takst"), "{page}");
    }
    assert!(pages.last().unwrap().contains(&"3fa4".repeat(16)), "the log's head at the end");
}

#[test]
fn one_line_and_none_are_whole_papers() {
    let one = drawn(1).page_texts();
    assert_eq!(one.len(), 1);
    for needle in ["Indsigt i loggen", "takst0000", "Begrundelse: efter aftale", "nr. 1234"] {
        assert!(one[0].contains(needle), "{needle} in {}", one[0]);
    }
    let none = drawn(0).page_texts().join("\n");
    assert!(none.contains("ingen poster om borgeren"), "{none}");
}

#[test]
fn the_same_drawing_gives_the_same_bytes() {
    assert!(drawn(40).pdf().unwrap() == drawn(40).pdf().unwrap());
}
