//! A list as a workbook, read back: the formulas with the figures that they show, real days, and texts that stay texts.
#![allow(clippy::unwrap_used, reason = "clippy's exception for tests does not reach functions beside them")]

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use rust_decimal::Decimal;
use vilkaar_exchange::list::{Book, Cell, Column, Sheet, Shown, letter, workbook};

fn book() -> Book {
    let row = |text: &str, rate: i64| {
        vec![
            Cell::Text(text.to_owned()),
            Cell::Day(chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()),
            Cell::Figure(Decimal::new(rate, 2), Shown::Rate),
            Cell::Formula("=ROUND(C{r}*365,2)".to_owned(), Decimal::new(rate * 365, 2), Shown::Kroner),
        ]
    };
    let mut rows = vec![row("S2022-1008", 239_400), row("=HYPERLINK(\"x\")", 100_005)];
    rows.push(vec![
        Cell::Text("@SUM".to_owned()),
        Cell::Empty,
        Cell::Empty,
        Cell::Text("takst mangler".to_owned()),
    ]);
    Book {
        title: "Placeringer pr. 20-11-2026".to_owned(),
        municipality: "Egeskov Kommune".to_owned(),
        sheets: vec![Sheet {
            name: "Placeringer".to_owned(),
            about: "3 placeringer pr. 20-11-2026".to_owned(),
            columns: vec![
                Column::new("Sagsnr."),
                Column::new("Fra"),
                Column::new("Beløb"),
                Column::summed("Kr. om året"),
            ],
            rows,
            sum: "Sum".to_owned(),
        }],
        explanation: vec!["Sådan er det regnet.".to_owned()],
    }
}

#[test]
fn formulas_show_their_figures_before_anything_is_calculated_and_texts_stay_texts() {
    let bytes = workbook(&book()).unwrap();
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(read.sheet_names(), ["Placeringer", "Forklaring"]);
    let cells = read.worksheet_range("Placeringer").unwrap();
    let formulas = read.worksheet_formula("Placeringer").unwrap();
    let shown = |row, column| cells.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    let formula = |row, column| formulas.get_value((row, column)).cloned().unwrap_or_default();

    assert_eq!(shown(0, 0), Data::String("3 placeringer pr. 20-11-2026".to_owned()));
    assert_eq!(shown(1, 3), Data::String("Kr. om året".to_owned()));
    assert!(matches!(shown(2, 1), Data::DateTime(_)), "{:?}", shown(2, 1));
    assert_eq!(formula(2, 3), "ROUND(C3*365,2)");
    assert_eq!(shown(2, 3).to_string(), "873810");
    assert_eq!(shown(3, 3).to_string(), "365018.25");
    // What begins as a formula is a text, and what isn't known is no number.
    assert_eq!(shown(3, 0), Data::String("=HYPERLINK(\"x\")".to_owned()));
    assert_eq!(formula(3, 0), "");
    assert_eq!(shown(4, 0), Data::String("@SUM".to_owned()));
    assert_eq!(shown(4, 3), Data::String("takst mangler".to_owned()));
    // Whatever a text begins with, headings and what stands above them too.
    let mut odd = book();
    odd.sheets[0].about = "=1+1".to_owned();
    for begins in ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"] {
        odd.sheets[0].columns[0] = Column::new(begins);
        odd.sheets[0].rows[0][0] = Cell::Text(begins.to_owned());
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(workbook(&odd).unwrap())).unwrap();
        let cells = read.worksheet_range("Placeringer").unwrap();
        let formulas = read.worksheet_formula("Placeringer").unwrap();
        for row in 0..3 {
            assert!(matches!(cells.get_value((row, 0)), Some(Data::String(_))), "{begins} row {row}");
            assert_eq!(formulas.get_value((row, 0)).cloned().unwrap_or_default(), "", "{begins} row {row}");
        }
    }
    // The sum stands a row apart and follows the filter.
    assert_eq!(formula(6, 3), "SUBTOTAL(109,D3:D5)");
    assert_eq!(shown(6, 3).to_string(), "1238828.25");
}

#[test]
fn columns_beyond_z_have_two_letters() {
    assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letter), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
}
