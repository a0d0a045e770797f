//! The work list on paper: a row or two thousand, and the same bytes each time.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use chrono::NaiveDate;
use vilkaar_documents::work_list::{WorkGroup, WorkList, WorkRow, paper};

fn list(rows: usize) -> WorkList {
    let row = |number: usize| WorkRow {
        what: "Genforhandl".to_owned(),
        detail: "Kontrakten skulle være genforhandlet 01-09-2026.".to_owned(),
        case: format!("S2022-{number:04}"),
        due: "01-09-2026".to_owned(),
        status: "80 dage over".to_owned(),
        is_overdue: number.is_multiple_of(2),
        owner: "Karina Holst".to_owned(),
        at_stake: "109.500".to_owned(),
    };
    let group = WorkGroup { name: "Overskredet".to_owned(), rows: (0..rows).map(row).collect() };
    WorkList {
        municipality: "Egeskov Kommune".to_owned(),
        as_of: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        whose: "Opgaver hos Karina Holst".to_owned(),
        context: "1 overskredet.".to_owned(),
        groups: if rows == 0 { Vec::new() } else { vec![group] },
    }
}

#[test]
fn every_row_is_there_with_the_heading_on_every_page() {
    let document = paper(&list(600)).unwrap();
    assert!(document.unmapped_characters().is_empty(), "{:?}", document.unmapped_characters());
    let pages = document.page_texts();
    let whole = pages.join("\n");
    for number in 0..600 {
        assert!(whole.contains(&format!("S2022-{number:04}")), "{number}");
    }
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains(&format!("Side {number} af {}", pages.len())), "{page}");
        assert!(page.contains("På spil, kr.") || !page.contains("Genforhandl"), "{page}");
    }
}

#[test]
fn an_empty_list_says_so_and_the_same_list_gives_the_same_bytes() {
    let none = paper(&list(0)).unwrap().page_texts().join("\n");
    assert!(none.contains("intet at gøre"), "{none}");
    assert!(paper(&list(40)).unwrap().pdf().unwrap() == paper(&list(40)).unwrap().pdf().unwrap());
}
