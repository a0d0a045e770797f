//! A provider's sheet of new rates: what is read of it, which line a row is about, and that what is kept is what was
//! shown.

use std::sync::Arc;

use rstest::rstest;
use rust_xlsxwriter::{Format, Workbook};
use vilkaar_domain::{Register, Unit};
use vilkaar_exchange::read_bytes;

use super::file::{Sheet, keep, shown};
use super::*;
use crate::program::saving::Decision;
use crate::sample;
use crate::types::{NotifiedFile, NotifiedFileRow};

const CASE: &str = "S2022-1008";

fn sheet_of(name: &str, bytes: &[u8]) -> Sheet {
    Sheet::new(read_bytes(name, bytes).unwrap(), bytes)
}

fn show(portfolio: &Portfolio, sheet: &Sheet) -> NotifiedFile {
    shown(portfolio, sheet, "sted-1".to_owned(), "varsling.csv".to_owned())
}

/// A sheet of one row, as it is shown.
fn row(headings: &str, cells: &str) -> NotifiedFileRow {
    let sheet = sheet_of("v.csv", format!("{headings}\n{cells}\n").as_bytes());
    let shown = show(&sample::portfolio(), &sheet);
    assert_eq!(shown.rows.len(), 1, "{}", shown.sentence);
    shown.rows.into_iter().next().unwrap()
}

const HEADINGS: &str = "Sagsnr.;Ydelse;Ny takst;Gælder fra";

const SHEET: &str = "Varsling 2027;;;;\n\
Sagsnr.;Borger;Ydelse;Ny takst;Gælder fra\n\
S2022-1008;;Grundtakst;2.600,00;01-01-2027\n\
S2022-1008;;Grundtakst;2.610,00;01-01-2027\n\
S-0;;Grundtakst;2.600,00;01-01-2027\n\
S2022-1008;;Vågen nattevagt;100,00;01-01-2027\n\
S2023-1007;;Grundtakst;ca. 2600;01-01-2027\n\
S2023-1007;;Grundtakst;2.600;01-01-2027\n\
S2023-1007;;Grundtakst;2.600,00;marts 2027\n\
;;Grundtakst;2.600,00;01-01-2027\n";

#[test]
fn a_sheet_is_read_row_by_row_and_each_row_left_out_says_why() {
    let portfolio = sample::portfolio();
    let sheet = sheet_of("varsling.csv", SHEET.as_bytes());
    let shown = show(&portfolio, &sheet);
    let why: Vec<Option<&str>> = shown.rows.iter().map(|row| row.problem.as_deref()).collect();
    assert_eq!(why[0], None);
    assert_eq!(shown.rows[0].row, 3, "as the file numbers it");
    assert_eq!(
        (shown.rows[0].old.as_deref(), shown.rows[0].unit.as_deref()),
        (Some("2.466,27"), Some("pr. døgn"))
    );
    for (at, words) in [
        (1, "længere oppe"),
        (2, "Sagsnr. S-0 findes ikke"),
        (3, "ingen Vågen nattevagt i kraft"),
        (4, "kan ikke læses"),
        (5, "to måder"),
        (6, "Gælder fra kan ikke læses"),
        (7, "hverken Sagsnr."),
    ] {
        assert!(why[at].is_some_and(|why| why.contains(words)), "{at}: {:?}", why[at]);
    }
    assert_eq!(shown.sentence, "1 takst læst; 7 rækker udeladt, se hvorfor ved rækken");
    let Decision::Save(decided) = keep(&portfolio, &sheet, "varsling.csv", &shown.seen) else {
        panic!("not saved")
    };
    assert_eq!(decided.changes.len(), 1, "only the matched row");
}

#[rstest]
#[case::in_the_cell(HEADINGS, "S2022-1008;Grundtakst;79.083,33 kr./md.;01-01-2027")]
#[case::with_words(HEADINGS, "S2022-1008;Grundtakst;79.083,33 kr. pr. md.;01-01-2027")]
#[case::in_a_column(
    "Sagsnr.;Ydelse;Ny takst;Enhed;Gælder fra",
    "S2022-1008;Grundtakst;79.083,33;pr. måned;01-01-2027"
)]
#[case::in_the_heading(
    "Sagsnr.;Ydelse;Ny takst (kr. pr. md.);Gælder fra",
    "S2022-1008;Grundtakst;79.083,33;01-01-2027"
)]
fn a_rate_per_something_else_than_the_line_is_refused_with_both_named(
    #[case] headings: &str,
    #[case] cells: &str,
) {
    let problem = row(headings, cells).problem.unwrap();
    assert_eq!(
        problem,
        "Arket siger 79.083,33 kr. pr. md., men taksten på sagen er pr. døgn. Regnet pr. døgn er det 2.600,00 kr. mod 2.466,27 kr. nu. Få varslet pr. døgn, eller skriv det selv på linjen."
    );
}

#[rstest]
#[case::in_the_cell(HEADINGS, "S2022-1008;Grundtakst;2.600,00 kr./døgn;01-01-2027")]
#[case::thousands_by_its_period(HEADINGS, "S2022-1008;Grundtakst;2.600 pr. døgn;01-01-2027")]
#[case::in_a_column(
    "Sagsnr.;Ydelse;Ny takst;Enhed;Gælder fra",
    "S2022-1008;Grundtakst;2.600,00;kr. pr. døgn;01-01-2027"
)]
#[case::in_the_heading("Sagsnr.;Ny døgntakst;Gælder fra", "S2022-1008;2.600,00;01-01-2027")]
#[case::currency_is_no_unit(
    "Sagsnr.;Ydelse;Ny takst;Enhed;Gælder fra",
    "S2022-1008;Grundtakst;2.600,00;kr.;01-01-2027"
)]
#[case::enhed_is_the_ward(
    "Sagsnr.;Ydelse;Ny takst;Enhed;Gælder fra",
    "S2022-1008;Grundtakst;2.600,00;Hus Nord;01-01-2027"
)]
#[case::the_ward_is_not_the_offer(
    "Sagsnr.;Ydelse;Ny takst;Afdeling;Gælder fra",
    "S2022-1008;Grundtakst;2.600,00;Hus 3;01-01-2027"
)]
#[case::in_kroner("Sagsnr.;Nyt beløb i kr.;Gælder fra", "S2022-1008;2.600,00;01-01-2027")]
fn a_rate_per_the_same_is_taken_wherever_it_says_so(#[case] headings: &str, #[case] cells: &str) {
    let row = row(headings, cells);
    assert_eq!((row.problem, row.new.as_deref()), (None, Some("2.600,00")));
}

#[rstest]
#[case(
    HEADINGS,
    "S2022-1008;Grundtakst;425,00 pr. time;01-01-2027",
    "pr. time, men taksten på sagen er pr. døgn. Få"
)]
#[case(
    "Sagsnr.;Ny takst pr. døgn;Gælder fra",
    "S2022-1008;79.083,33 kr./md.;01-01-2027",
    "Rækken siger både pr. md. og pr. døgn"
)]
#[case(
    "Sagsnr.;Ny takst;Enhed;Gælder fra",
    "S2022-1008;2.600,00;pr. plads;01-01-2027",
    "»pr. plads« kendes ikke"
)]
#[case(HEADINGS, "S2022-1008;Grundtakst;2.600,00 pr. uge;01-01-2027", "kan ikke læses")]
#[case(
    "Sagsnr.;Ny takst;Enhed;Gælder fra",
    "S2022-1008;2.600,00;kvartal;01-01-2027",
    "»kvartal« kendes ikke"
)]
#[case("Sagsnr.;Ny takst;Enhed;Gælder fra", "S2022-1008;2.600,00;uge;01-01-2027", "»uge« kendes ikke")]
fn units_that_contradict_or_mean_nothing_are_refused(
    #[case] headings: &str,
    #[case] cells: &str,
    #[case] words: &str,
) {
    let problem = row(headings, cells).problem.unwrap();
    assert!(problem.contains(words), "{problem}");
}

#[test]
fn the_unit_that_a_number_format_shows_is_the_rates() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0_u16..).zip(["Sagsnr.", "Ydelse", "Ny takst", "Gælder fra"]) {
        sheet.write(0, column, heading).unwrap();
    }
    let formats =
        ["#,##0.00 \"kr./md.\"", "#,##0.00 \"kr./døgn\";-#,##0.00 \"pr. md.\"", "#,##0.00 [$kr.-406]"];
    for (row, format) in (1_u32..).zip(formats) {
        sheet.write(row, 0, CASE).unwrap();
        sheet.write(row, 1, "Grundtakst").unwrap();
        sheet.write_with_format(row, 2, 2600 + row, &Format::new().set_num_format(format)).unwrap();
        sheet.write(row, 3, "01-01-2027").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let shown = show(&sample::portfolio(), &sheet_of("v.xlsx", &bytes));
    let problems: Vec<Option<&str>> = shown.rows.iter().map(|row| row.problem.as_deref()).collect();
    assert!(problems[0].is_some_and(|why| why.contains("kr. pr. md., men taksten")), "{problems:?}");
    assert_eq!(problems[1], None);
    assert!(problems[2].is_some_and(|why| why.contains("længere oppe")), "in kroner only: {problems:?}");
}

#[test]
fn a_dagtilbud_per_day_is_its_full_place() {
    let place = RateLine { unit: Unit::DayOfferPlace, ..sample::register().rate_lines[0].clone() };
    let read = reading::ReadRate { rate: place.amount, unit: Some(Unit::Day) };
    assert_eq!(reading::in_unit_of(&place, read), Ok(place.amount));
    let attendance = RateLine { unit: Unit::Attendance, ..place };
    assert!(reading::in_unit_of(&attendance, read).is_err());
}

#[rstest]
#[case::the_new_rate("Sagsnr.;Takst;Ny takst;Gælder fra", "S2022-1008;2.466,27;2.600,00;01-01-2027")]
#[case::after_it("Sagsnr.;Varslet takst;Takst;Gælder fra", "S2022-1008;2.600,00;2.466,27;01-01-2027")]
#[case::an_amount_beside_it(
    "Sagsnr.;Beløb;Ydelse;Ny takst;Gælder fra",
    "S2022-1008;2.466,27;Grundtakst;2.600,00;01-01-2027"
)]
#[case::takst_is_the_service("Sagsnr.;Takst;Beløb;Gælder fra", "S2022-1008;Grundtakst;2.600,00;01-01-2027")]
#[case::takst_alone("Sagsnr.;Ydelse;Takst;Gælder fra", "S2022-1008;Grundtakst;2.600,00;01-01-2027")]
#[case::with_its_year(
    "Sagsnr.;Takst 2026;Ny takst 2027;Gælder fra",
    "S2022-1008;2.466,27;2.600,00;01-01-2027"
)]
#[case::the_day("Sagsnr.;Ny takst;Dato;Gælder fra", "S2022-1008;2.600,00;01-10-2026;01-01-2027")]
fn of_several_headings_the_most_specific_counts(#[case] headings: &str, #[case] cells: &str) {
    let row = row(headings, cells);
    assert_eq!(
        (row.problem, row.new.as_deref(), row.from.as_deref(), row.service.as_str()),
        (None, Some("2.600,00"), Some("01-01-2027"), "Grundtakst"),
        "{headings}"
    );
}

#[rstest]
#[case("Sagsnr.;Ny takst;Varslet takst;Gælder fra", "den nye takst: »Ny takst« og »Varslet takst«")]
#[case("Sagsnr.;Takst 2026;Takst 2027;Gælder fra", "den nye takst: »Takst 2026« og »Takst 2027«")]
#[case("Sagsnr.;Ydelse;Takst;Beløb;Gælder fra", "den nye takst: »Takst« og »Beløb«")]
#[case("Sagsnr.;Sagsnummer;Ny takst;Gælder fra", "sagsnummeret: »Sagsnr.« og »Sagsnummer«")]
#[case("Sagsnr.;Ny takst;Fra dato;Ikrafttræden", "dagen, den gælder fra: »Fra dato« og »Ikrafttræden«")]
fn two_headings_as_good_as_each_other_are_refused_with_both_named(
    #[case] headings: &str,
    #[case] words: &str,
) {
    let portfolio = sample::portfolio();
    let sheet = sheet_of("v.csv", format!("{headings}\nS2022-1008;1;2;3;4\n").as_bytes());
    let shown = show(&portfolio, &sheet);
    assert!(shown.rows.is_empty() && shown.sentence.contains(words), "{}", shown.sentence);
    let Decision::Refuse(problems) = keep(&portfolio, &sheet, "v.csv", &shown.seen) else { panic!("kept") };
    assert_eq!(problems[0].sentence, shown.sentence);
}

/// The sample's case with a citizen, contract number and offer of its own.
fn named() -> Portfolio {
    let mut register: Register = sample::register();
    let placement = register.placements.iter().find(|known| known.case.as_str() == CASE).unwrap().clone();
    let citizen = register.citizens.iter_mut().find(|known| known.id == placement.citizen).unwrap();
    citizen.name = Some(vilkaar_domain::Sensitive::new("Karl Peter Mogensen".to_owned()));
    let contract = register.contracts.iter_mut().find(|known| known.placement == placement.id).unwrap();
    contract.number = Some("K-2022-17".to_owned());
    let offer = register.offers.iter_mut().find(|known| known.id == placement.offer).unwrap();
    offer.name = "Botilbuddet Nordlys".to_owned();
    Portfolio::new(Arc::new(register), sample::today())
}

#[rstest]
#[case("KM", "", "", None)]
#[case("kpm", "K-2022-17", "Nordlys", None)]
#[case("Karl Mogensen", "k 2022 17", "Botilbuddet Nordlys", None)]
#[case("", "", "", None)]
#[case("K. Mogensen", "", "", None)]
#[case("Mogensen, Karl", "", "", None)]
#[case("Mogensen, K. P.", "", "", None)]
#[case("Karl", "", "", None)]
#[case("4711", "", "", None)]
#[case("Karl Peter", "", "", None)]
#[case("L. Mogensen", "", "", Some("er en anden borger"))]
#[case("Lise Mogensen", "", "", Some("er en anden borger"))]
#[case("Mogens", "", "", Some("er en anden borger"))]
#[case("AB", "", "", Some("Rækken siger »AB«, men S2022-1008 er en anden borger."))]
#[case("Karl Hansen", "", "", Some("er en anden borger"))]
#[case("KM", "K-2021-3", "", Some("Rækken siger »K-2021-3«, men S2022-1008 har et andet kontraktnr."))]
#[case("KM", "", "Solbakken", Some("Rækken siger »Solbakken«, men S2022-1008 er på et andet tilbud."))]
fn a_row_that_contradicts_its_case_number_is_pointed_out_and_not_kept(
    #[case] citizen: &str,
    #[case] contract: &str,
    #[case] offer: &str,
    #[case] why: Option<&str>,
) {
    let portfolio = named();
    let text = format!(
        "Sagsnr.;Borger;Kontraktnr.;Tilbud;Ny takst;Gælder fra\n{CASE};{citizen};{contract};{offer};2.600,00;01-01-2027\n"
    );
    let sheet = sheet_of("v.csv", text.as_bytes());
    let shown = show(&portfolio, &sheet);
    let problem = shown.rows[0].problem.as_deref();
    assert_eq!(problem.is_some(), why.is_some(), "{problem:?}");
    assert!(problem.is_none_or(|problem| problem.contains(why.unwrap_or_default())), "{problem:?}");
    let is_kept = matches!(keep(&portfolio, &sheet, "v.csv", &shown.seen), Decision::Save(_));
    assert_eq!(is_kept, why.is_none());
}

#[test]
fn rows_without_case_number_are_matched_by_initials_and_contract_when_only_one_fits() {
    let portfolio = sample::portfolio();
    let facts = portfolio.case(CASE).unwrap();
    let contract = portfolio.file(facts).contracts[0].number.clone().unwrap();
    let row =
        row("Kontraktnr.;Ydelse;Ny takst;Gælder fra", &format!("{contract};Grundtakst;2.600,00;01-01-2027"));
    assert_eq!(row.case.as_deref(), Some(CASE), "{:?}", row.problem);
}

#[test]
fn an_unusual_rate_of_a_sheet_is_taken_with_a_remark() {
    let row = row(HEADINGS, "S2022-1008;Grundtakst;260,00;01-01-2027");
    assert_eq!(row.problem, None);
    assert!(row.remark.unwrap().contains("svarer til 260,00 kr. pr. døgn"));
}

#[rstest]
#[case("")]
#[case("Navn;Adresse\nA;B\n")]
#[case("Sagsnr.;Ny takst;Gælder fra\n")]
fn a_sheet_without_what_is_needed_is_said_to_be_so_and_nothing_is_kept(#[case] text: &str) {
    let portfolio = sample::portfolio();
    let Ok(parsed) = read_bytes("v.csv", text.as_bytes()) else { return };
    let sheet = Sheet::new(parsed, text.as_bytes());
    let shown = show(&portfolio, &sheet);
    assert!(shown.rows.is_empty() && shown.sentence.contains("overskrifter"), "{}", shown.sentence);
    assert!(matches!(keep(&portfolio, &sheet, "v.csv", &shown.seen), Decision::Refuse(_)));
}

#[test]
fn what_is_kept_is_what_was_shown() {
    let portfolio = sample::portfolio();
    let refused = |portfolio: &Portfolio, sheet: &Sheet, seen: &str| {
        let Decision::Refuse(problems) = keep(portfolio, sheet, "v.csv", seen) else { panic!("kept") };
        problems[0].sentence.clone()
    };
    let sheet = sheet_of("v.csv", SHEET.as_bytes());
    let seen = show(&portfolio, &sheet).seen;
    // Another amount in the file of the same name.
    let other = sheet_of("v.csv", SHEET.replace("2.600,00;01-01-2027", "2.900,00;01-01-2027").as_bytes());
    assert!(refused(&portfolio, &other, &seen).starts_with("Filen er ikke den, der blev vist"));
    assert!(refused(&portfolio, &sheet, "").starts_with("Filen er ikke den"));
    // Another rate on the case.
    let mut register = sample::register();
    let amount = Rate::from_scaled(24_662_700);
    let line = register.rate_lines.iter_mut().find(|line| line.amount == amount).unwrap();
    line.amount = Rate::from_scaled(24_762_700);
    let changed = Portfolio::new(Arc::new(register.clone()), sample::today());
    assert!(refused(&changed, &sheet, &seen).starts_with("Sagernes takster eller varsler er ændret"));
    assert!(matches!(keep(&portfolio, &sheet, "v.csv", &seen), Decision::Save(_)));
}

#[test]
fn the_same_sheet_read_again_takes_nothing_in_twice_also_where_the_line_was_put_right_meanwhile() {
    let mut register = sample::register();
    let portfolio = Portfolio::new(Arc::new(register.clone()), sample::today());
    let sheet = sheet_of("v.csv", SHEET.as_bytes());
    let seen = show(&portfolio, &sheet).seen;
    let Decision::Save(decided) = keep(&portfolio, &sheet, "v.csv", &seen) else { panic!("not saved") };
    for change in decided.changes {
        register.apply(change.before.as_ref(), change.after);
    }
    let again = |register: &Register| {
        let portfolio = Portfolio::new(Arc::new(register.clone()), sample::today());
        show(&portfolio, &sheet).rows[0].problem.clone().unwrap_or_default()
    };
    assert_eq!(again(&register), "Varslet står allerede på listen.");
    let wrong =
        register.rate_lines.iter().find(|line| line.amount == Rate::from_scaled(24_662_700)).unwrap().clone();
    let right = RateLine {
        id: RateLineId(uuid::Uuid::from_u128(8_894)),
        amount: Rate::from_scaled(24_762_700),
        corrects: Some(wrong.id),
        ..wrong.clone()
    };
    register.put(Entity::RateLine(wrong.as_annulled()));
    register.put(Entity::RateLine(right));
    assert_eq!(again(&register), "Varslet står allerede på listen.");
}
