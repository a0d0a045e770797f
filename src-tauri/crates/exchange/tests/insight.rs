//! A citizen's drawing as a workbook: real dates, texts that stay texts, headings that stay in sight.
#![allow(clippy::unwrap_used, reason = "what can't be read back is a failed test")]

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use chrono::{NaiveDate, NaiveDateTime};
use vilkaar_exchange::insight::workbook;
use vilkaar_wording::log::insight::{Insight, Line};

fn at() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(9, 41, 30).unwrap()
}

fn insight(what: &str) -> Insight {
    let line = Line {
        at: at(),
        who: "Medarbejder 1".to_owned(),
        what: what.to_owned(),
        contents: None,
        reason: Some("efter aftale".to_owned()),
        origin: "Vinduet: Placering".to_owned(),
    };
    Insight {
        municipality: "Egeskov Kommune".to_owned(),
        cases: vec!["S2024-1009".to_owned()],
        covers: vec![("CPR-nr.".to_owned(), "860460-1040".to_owned())],
        explanation: vec!["Her står alt.".to_owned()],
        lines: vec![line.clone(), line],
        head: None,
        drawn_at: at(),
    }
}

fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Poster", "Omfang"]);
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn an_entry_is_a_row_with_a_real_instant_under_headings_that_stay_in_sight() {
    let bytes = workbook(&insight("Ændrede takst.")).unwrap();
    let rows = sheet(&bytes, "Poster");
    assert_eq!(rows.len(), 3);
    let headings: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(headings, ["Tidspunkt", "Hvem", "Hvad", "Indhold", "Begrundelse", "Hvorfra"]);
    let Data::DateTime(instant) = rows[1][0] else { panic!("{:?}", rows[1][0]) };
    assert_eq!(instant.as_datetime().unwrap(), at());
    assert_eq!(rows[1][2], Data::String("Ændrede takst.".to_owned()));
    let covers = sheet(&bytes, "Omfang");
    assert!(covers.iter().any(|row| row[1] == Data::String("860460-1040".to_owned())), "{covers:?}");

    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains(r#"ySplit="1""#) && text.contains(r#"state="frozen""#), "{text}");
}

#[test]
fn what_looks_like_a_formula_stays_text_and_a_text_of_any_length_fits() {
    for what in ["=1+1", "+45 70", "@navn", "-2", &"æ".repeat(100_000)] {
        let rows = sheet(&workbook(&insight(what)).unwrap(), "Poster");
        let Data::String(text) = &rows[1][2] else { panic!("{:?}", rows[1][2]) };
        assert!(text == what || text.ends_with("PDF-udgaven)"), "{}", text.len());
    }
}
