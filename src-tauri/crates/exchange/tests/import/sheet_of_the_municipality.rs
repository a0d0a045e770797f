//! `egeskov-botilbud-ark.csv` and sheets like it: one row for a placement with its rate, day offer and contract.

use rust_decimal::Decimal;
use vilkaar_domain::{NoticeRule, Register, Service, Unit};
use vilkaar_exchange::Options;

use crate::fixtures::*;

#[test]
fn read_after_the_workbook_it_leaves_all_rows_unchanged() {
    let plan = planned(&sample("egeskov-botilbud-ark.csv"), &egeskov(), &options());
    assert_eq!(counts(&plan), [0, 0, 52, 0]);
    assert!(plan.changes.is_empty());
}

#[test]
fn into_an_empty_register_each_row_is_a_case_and_again_it_is_unchanged() {
    let file = sample("egeskov-botilbud-ark.csv");
    let empty = Register::default();
    let plan = planned(&file, &empty, &options());
    assert_eq!(counts(&plan), [52, 0, 0, 0]);
    let register = applied(&empty, plan);
    assert_eq!(counts(&planned(&file, &register, &options())), [0, 0, 52, 0]);
}

#[test]
fn the_day_in_the_title_is_where_a_new_rate_starts_and_nothing_is_dated_back() {
    let empty = Register::default();
    let plan = planned(&sample("egeskov-botilbud-ark.csv"), &empty, &options());
    assert!(!plan.asks_for_day);
    assert_eq!(problem(&plan, "rate_gap").row, 3);
    assert_eq!(
        problem(&plan, "rate_gap").message(),
        "52 nye sager har ingen takst fra indflytning til 20-11-2026, arkets dag."
    );
    let register = applied(&empty, plan);
    assert!(register.rate_lines.iter().all(|line| line.from == today()));
    let files = register.case_files();
    let file = case(&files, "S2026-1015");
    assert_eq!(file.placement.moved_in, day(2026, 10, 5));
    let day_offer = file.rate_lines.iter().find(|line| line.service == Service::DayOffer).unwrap();
    assert_eq!(day_offer.paragraph, "§ 104");
    assert_eq!((day_offer.unit, day_offer.quantity), (Unit::DayOfferPlace, Some(Decimal::new(25, 1))));
}

#[test]
fn a_filled_notice_or_renegotiation_makes_a_contract_from_the_day_the_citizen_moved_in() {
    let empty = Register::default();
    let register = applied(&empty, planned(&sample("egeskov-botilbud-ark.csv"), &empty, &options()));
    let files = register.case_files();
    let contract = case(&files, "S2022-1008").contracts[0];
    assert_eq!(contract.start, day(2022, 2, 15));
    assert_eq!(contract.notice_municipality, Some(NoticeRule::Days(90)));
    assert_eq!(contract.renegotiate_on, Some(day(2026, 9, 1)));
    assert!(case(&files, "S2022-1035").contracts.is_empty());
}

#[test]
fn ophoer_is_the_expected_end_and_ends_nothing() {
    let empty = Register::default();
    let register = applied(&empty, planned(&sample("egeskov-botilbud-ark.csv"), &empty, &options()));
    let files = register.case_files();
    let placement = case(&files, "S2021-1011").placement;
    assert_eq!((placement.expected_end, placement.ended_on), (Some(day(2026, 6, 30)), None));
}

const HEADINGS: &str = "Sag;CPR;Borger;§;Tilbud;Leverandør;Døgntakst;Dagtilbud (kr/døgn);Dage/uge;Indflyttet;Ophør;\
                        Opsigelsesvarsel;Genforhandling;Sagsbehandler";

/// The sheet of a later day with one row of S2026-1006, whose rate has been 2.466,00 since it moved in.
fn later(rate: &str) -> String {
    format!(
        "Botilbud pr. 1. december 2026\n{HEADINGS}\nS2026-1006;760255-0434;Mikkel Christensen;108;Specialcenter \
         Skovkilden;Region Østsund;{rate};;;16-05-2026;;;;Karina Holst\n"
    )
}

#[test]
fn another_rate_of_a_known_case_closes_the_line_the_day_before_and_opens_the_new_one() {
    let register = egeskov();
    let file = csv(&later("2.500,00"));
    let plan = planned(&file, &register, &options());
    assert_eq!(counts(&plan), [0, 1, 0, 0], "{:?}", told(&plan));
    assert_eq!(plan.rows[0].changes[0].before, "2.466,00 pr. døgn");
    assert_eq!(plan.rows[0].changes[0].after, "2.500,00 pr. døgn fra 01-12-2026");
    let register = applied(&register, plan);
    let files = register.case_files();
    let lines: Vec<_> = case(&files, "S2026-1006")
        .rate_lines
        .iter()
        .filter(|line| line.service == Service::BaseRate)
        .map(|line| (line.amount.to_string(), line.from, line.to, line.annulled))
        .collect();
    assert_eq!(
        lines,
        [
            ("2466.00".to_owned(), day(2026, 5, 16), Some(day(2026, 11, 30)), false),
            ("2500.00".to_owned(), day(2026, 12, 1), None, false),
        ]
    );
    assert_eq!(counts(&planned(&file, &register, &options())), [0, 0, 1, 0]);
}

#[test]
fn a_blank_rate_closes_and_removes_nothing() {
    let plan = planned(&csv(&later("")), &egeskov(), &options());
    assert_eq!(counts(&plan), [0, 0, 1, 0], "{:?}", told(&plan));
}

#[test]
fn a_sheet_without_its_day_takes_today_with_a_warning_or_the_day_that_was_chosen() {
    let text = format!("{HEADINGS}\nS9;;;107;Nyt sted;;2.400,00;;;01-01-2026;;;;\n");
    let empty = Register::default();
    let plan = planned(&csv(&text), &empty, &options());
    assert!(!plan.asks_for_day, "nobody can be asked");
    assert_eq!(told(&plan), [(2, "Døgntakst", "rate_start_assumed")]);
    let asked = Options { nobody_to_ask: false, ..options() };
    assert!(planned(&csv(&text), &empty, &asked).asks_for_day);
    let chosen = Options { sheet_day: Some(day(2026, 9, 1)), ..asked };
    let plan = planned(&csv(&text), &empty, &chosen);
    assert!(!plan.asks_for_day);
    assert_eq!(applied(&empty, plan).rate_lines[0].from, day(2026, 9, 1));
}

#[test]
fn a_planned_case_has_its_rate_from_the_day_the_citizen_moves_in() {
    let text = format!("{HEADINGS}\nS9;;;107;Nyt sted;;2.400,00;;;01-02-2027;;;;\n");
    let empty = Register::default();
    let plan = planned(&csv(&text), &empty, &options());
    assert!(plan.problems.is_empty(), "{:?}", told(&plan));
    assert_eq!(applied(&empty, plan).rate_lines[0].from, day(2027, 2, 1));
}

#[test]
fn a_row_is_taken_whole_or_not_at_all() {
    let text = format!("{HEADINGS}\nS9;;;107;Nyt sted;Ny leverandør;2.400,00;;;01-01-2026;;jf. aftale;;\n");
    let empty = Register::default();
    let plan = planned(&csv(&text), &empty, &Options { skip_refused: true, ..options() });
    assert_eq!((plan.refused, plan.changes.len()), (1, 0));
}

#[test]
fn the_workbook_read_after_it_puts_the_start_of_each_rate_right_and_counts_nothing_twice() {
    let empty = Register::default();
    let sheet = applied(&empty, planned(&sample("egeskov-botilbud-ark.csv"), &empty, &options()));
    let plan = planned(&sample("egeskov-kommune.xlsx"), &sheet, &options());
    assert_eq!(plan.refused, 0, "{:?}", told(&plan));
    let both = applied(&sheet, plan);
    let whole = egeskov();
    let in_force = |register: &Register| {
        let mut lines: Vec<String> = register
            .case_files()
            .iter()
            .flat_map(|file| file.rate_lines.iter().map(|line| (file.placement.case.to_string(), *line)))
            .filter(|(_, line)| !line.annulled)
            .map(|(case, line)| {
                format!("{case} {} {} {} {:?}", line.service, line.paragraph, line.amount, line.from)
            })
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(in_force(&both), in_force(&whole));
    let again = planned(&sample("egeskov-kommune.xlsx"), &both, &options());
    assert_eq!(counts(&again), [0, 0, 1228, 0]);
}
