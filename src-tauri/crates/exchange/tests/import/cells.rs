//! What single cells are read as.

use chrono::NaiveDate;
use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use vilkaar_domain::{LegalBasis, Unit};
use vilkaar_exchange::cells::words::{self, LevelCell};
use vilkaar_exchange::cells::{amount, date, paragraph, unit};
use vilkaar_exchange::grid::Cell;
use vilkaar_wording::format;
use vilkaar_wording::import::DateFault;

use crate::fixtures::day;

#[rstest]
#[case("1.234,56", "1234.56")]
#[case("1234,56", "1234.56")]
#[case("1234.56", "1234.56")]
#[case("1.234.567", "1234567")]
#[case("1.234.567,89", "1234567.89")]
#[case("1,234.56", "1234.56")]
#[case("2.400,-", "2400")]
#[case("2400,-", "2400")]
#[case("kr. 2.400,00", "2400")]
#[case("2 418,24 kr.", "2418.24")]
#[case("2\u{a0}418,24\u{a0}kr.", "2418.24")]
#[case("2.418,24 DKK", "2418.24")]
#[case("-125,50", "-125.50")]
#[case("\u{2212}125,50", "-125.50")]
#[case("0,5", "0.5")]
#[case("0.125", "0.125")]
#[case("1234.567", "1234.567")]
#[case("1,234", "1.234")]
#[case("1234,5678", "1234.5678")]
#[case("12", "12")]
fn an_amount_is_read_with_certainty(#[case] text: &str, #[case] value: &str) {
    let amount = amount::read_text(text).unwrap();
    assert_eq!((amount.value, amount.as_decimal), (value.parse().unwrap(), None));
}

#[rstest]
#[case("1.234", "1234", "1.234")]
#[case("2.417", "2417", "2.417")]
#[case("kr. 12.500", "12500", "12.5")]
#[case("-1.234", "-1234", "-1.234")]
fn a_point_followed_by_exactly_three_digits_has_two_readings(
    #[case] text: &str,
    #[case] thousands: Decimal,
    #[case] decimal: Decimal,
) {
    let amount = amount::read_text(text).unwrap();
    assert_eq!((amount.value, amount.as_decimal), (thousands, Some(decimal)));
}

#[rstest]
#[case("53.594 pr. md.", "53594", Unit::Month)]
#[case("876.000 årligt", "876000", Unit::Year)]
#[case("2.400 kr./døgn", "2400", Unit::Day)]
#[case("2.400,- pr. døgn", "2400", Unit::Day)]
#[case("2.400,50 kr. pr. døgn", "2400.50", Unit::Day)]
#[case("425/time", "425", Unit::Hour)]
fn a_period_in_the_cell_makes_the_point_thousands(
    #[case] text: &str,
    #[case] value: Decimal,
    #[case] period: Unit,
) {
    let amount = amount::read_text(text).unwrap();
    assert_eq!((amount.value, amount.unit, amount.as_decimal), (value, Some(period), None));
}

#[rstest]
#[case("")]
#[case("ca. 2400")]
#[case("to tusind")]
#[case("2400-2600")]
#[case("2400 eller 2500")]
#[case("1.23.456")]
#[case("1.2345,00")]
#[case("1234.567.890")]
#[case("1,2,3")]
#[case("1 23")]
#[case("2400 tkr")]
#[case("#N/A")]
#[case("1e5")]
#[case(",50")]
#[case("50,")]
#[case("99999999999999999999999999999999999999")]
fn what_is_no_amount_is_not_guessed(#[case] text: &str) {
    assert_eq!(amount::read_text(text), None);
}

#[rstest]
#[case("20-11-2026", (2026, 11, 20))]
#[case("20.11.2026", (2026, 11, 20))]
#[case("20/11-2026", (2026, 11, 20))]
#[case("20/11 2026", (2026, 11, 20))]
#[case("1/3-24", (2024, 3, 1))]
#[case("1. marts 2024", (2024, 3, 1))]
#[case("1 mar. 2024", (2024, 3, 1))]
#[case("den 1. Sept. 2024", (2024, 9, 1))]
#[case("fredag den 20. november 2026", (2026, 11, 20))]
#[case("2026-11-20", (2026, 11, 20))]
#[case("2026-11-20T00:00:00", (2026, 11, 20))]
#[case("20261120", (2026, 11, 20))]
#[case("20112026", (2026, 11, 20))]
#[case("010324", (2024, 3, 1))]
#[case("45352", (2024, 3, 1))]
#[case("29-02-2024", (2024, 2, 29))]
#[case("01-03-2024 00:00", (2024, 3, 1))]
#[case("01-03-2024 00:00:00", (2024, 3, 1))]
#[case("1. marts 2024 kl. 12:30", (2024, 3, 1))]
#[case("2024/03/01", (2024, 3, 1))]
#[case("2024.03.01", (2024, 3, 1))]
#[case("fredag den 1. marts 2024", (2024, 3, 1))]
#[case("Fredag d. 1. marts 2024", (2024, 3, 1))]
fn a_date_is_read(#[case] text: &str, #[case] (year, month, of_month): (i32, u32, u32)) {
    assert_eq!(date::read_text(text), Ok(day(year, month, of_month)));
}

#[rstest]
#[case("31.6.2024", DateFault::NoSuchDay)]
#[case("29-02-2026", DateFault::NoSuchDay)]
#[case("2026-13-01", DateFault::NoSuchDay)]
#[case("marts 2024", DateFault::DayMissing)]
#[case("03-2024", DateFault::DayMissing)]
#[case("2024", DateFault::DayMissing)]
#[case("snarest", DateFault::NotADate)]
#[case("1/3", DateFault::NotADate)]
#[case("11/20/2026", DateFault::NoSuchDay)]
#[case("1. martz 2024", DateFault::NotADate)]
#[case("7", DateFault::NotADate)]
#[case("12:30", DateFault::NotADate)]
#[case("marts 2024 00:00", DateFault::DayMissing)]
#[case("2024/31/06", DateFault::NoSuchDay)]
fn what_is_no_date_says_why(#[case] text: &str, #[case] fault: DateFault) {
    assert_eq!(date::read_text(text), Err(fault));
}

#[rstest]
#[case("107", Some(LegalBasis::Section107))]
#[case("§107", Some(LegalBasis::Section107))]
#[case("SEL § 108", Some(LegalBasis::Section108))]
#[case("SEL 107 stk. 1", Some(LegalBasis::Section107))]
#[case("serviceloven § 108, stk. 2", Some(LegalBasis::Section108))]
#[case("botilbudslignende", Some(LegalBasis::HousingLike))]
#[case("ABL 105/85", Some(LegalBasis::HousingLike))]
#[case("ABL § 105", Some(LegalBasis::HousingLike))]
#[case("almenboliglovens § 105 med SEL § 85", Some(LegalBasis::HousingLike))]
#[case("§ 110", Some(LegalBasis::Other))]
#[case("Andet", Some(LegalBasis::Other))]
#[case("§ 85", None)]
#[case("§ 105", None)]
#[case("§§ 107 og 108", None)]
#[case("1071", None)]
fn the_legal_basis_of_a_placement_is_one_of_four(#[case] text: &str, #[case] basis: Option<LegalBasis>) {
    assert_eq!(paragraph::legal_basis(text), basis);
}

#[rstest]
#[case("SEL §104", "§ 104")]
#[case("103", "§ 103")]
#[case("§ 85", "§ 85")]
#[case("107", "§ 107")]
#[case("Botilbudslignende", "Botilbudslignende")]
fn own_offers_budgets_and_lines_take_any_paragraph_as_text(#[case] text: &str, #[case] read: &str) {
    assert_eq!(paragraph::paragraph_text(text).as_deref(), Some(read));
}

#[rstest]
#[case("pr. døgn", Some(Unit::Day))]
#[case("kr./døgn", Some(Unit::Day))]
#[case("Pr. måned", Some(Unit::Month))]
#[case("årligt", Some(Unit::Year))]
#[case("pr. døgn (dagtilbud)", Some(Unit::DayOfferPlace))]
#[case("pr. fremmødedag", Some(Unit::Attendance))]
#[case("Engangsbeløb", Some(Unit::Once))]
#[case("pr. kvartal", None)]
fn a_unit_is_read_by_its_word_or_one_in_use(#[case] text: &str, #[case] read: Option<Unit>) {
    assert_eq!(unit::read(text), read);
}

#[rstest]
#[case(Cell::Number(Decimal::from(4)), Some(4))]
#[case(Cell::Text("2"), Some(2))]
#[case(Cell::Text("Svært"), Some(3))]
#[case(Cell::Text("1 Let nedsat funktionsevne"), Some(1))]
#[case(Cell::Number(Decimal::from(5)), None)]
#[case(Cell::Number(Decimal::new(25, 1)), None)]
#[case(Cell::Text("godt"), None)]
fn a_level_is_a_whole_number_from_0_to_4_or_its_word(#[case] cell: Cell<'_>, #[case] level: Option<u8>) {
    let read = match words::level(cell) {
        LevelCell::Level(level) => Some(level.number()),
        LevelCell::NotAssessed | LevelCell::Unreadable => None,
    };
    assert_eq!(read, level);
}

#[test]
fn ikke_vurderet_is_the_absence_of_a_level() {
    assert_eq!(words::level(Cell::Text("Ikke vurderet")), LevelCell::NotAssessed);
}

proptest! {
    #[test]
    fn an_amount_written_in_danish_reads_back_as_itself(oere in -10_000_000_000_i64..10_000_000_000) {
        let value = Decimal::new(oere, 2);
        let amount = amount::read_text(&format::decimal(value, 2)).unwrap();
        prop_assert_eq!((amount.value, amount.as_decimal), (value, None));
    }

    #[test]
    fn a_rate_with_four_decimals_reads_back_as_itself(scaled in 0_i64..100_000_000_000) {
        let value = Decimal::new(scaled, 4);
        let amount = amount::read_text(&format::decimal(value, 4)).unwrap();
        prop_assert_eq!(amount.value, value);
    }

    #[test]
    fn a_date_written_in_danish_reads_back_as_itself(days in 0_i32..72_000) {
        let day = NaiveDate::from_num_days_from_ce_opt(710_000 + days).unwrap();
        prop_assert_eq!(date::read_text(&format::date(day)), Ok(day));
        prop_assert_eq!(date::read_text(&day.to_string()), Ok(day));
    }

    #[test]
    fn no_text_makes_a_reader_fail(text in "\\PC{0,24}") {
        let _ = (amount::read_text(&text), date::read_text(&text), unit::read(&text), paragraph::paragraph_text(&text));
    }
}

#[rstest]
#[case("#,##0.00 \"kr./md.\"", Some(Unit::Month))]
#[case("#,##0.00\\ \\k\\r\\.\\ \\p\\r\\.\\ \\d\\ø\\g\\n", Some(Unit::Day))]
#[case("\"pr. time\" 0.00;-0.00 \"pr. md.\"", Some(Unit::Hour))]
#[case("_-* #,##0.00 [$kr.-406]_-", None)]
#[case("dd-mm-yyyy", None)]
#[case("General", None)]
#[case("", None)]
#[case("0.00 \"", None)]
#[case("0.00 [", None)]
#[case("0.00 \\", None)]
fn the_unit_is_what_a_number_format_writes_out(#[case] code: &str, #[case] read: Option<Unit>) {
    assert_eq!(unit::of_format(code), read);
}

#[rstest]
#[case("Ny takst", "nytakst", None)]
#[case("Ny takst (kr. pr. md.)", "nytakst", Some(Unit::Month))]
#[case("Pris pr. døgn", "pris", Some(Unit::Day))]
#[case("Beløb i kr.", "beløb", None)]
#[case("Beløb i kr./time", "beløb", Some(Unit::Hour))]
#[case("Ikrafttræden", "ikrafttræden", None)]
#[case("kr.", "kr", None)]
#[case("", "", None)]
fn a_heading_is_read_without_the_unit_at_its_end(
    #[case] heading: &str,
    #[case] name: &str,
    #[case] read: Option<Unit>,
) {
    assert_eq!(unit::in_heading(heading), (name.to_owned(), read));
}
