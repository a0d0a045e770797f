//! The municipality's single sheet that comes again: what hands wrote stays, and what is told stands at the sheet's
//! own headings.

use vilkaar_domain::{Cause, Citizen, Collector, Contract, Cpr, NoticeRule, Placement, RateLine};
use vilkaar_exchange::ParsedFile;

use crate::by_hand::{Desk, differing, imported, rate};
use crate::fixtures::*;

fn list(on: &str, amount: &str) -> ParsedFile {
    csv(&format!(
        "Botilbud pr. {on}\nCPR;Navn;§;Tilbud;Døgntakst;Indflyttet\n\
         771065-1683;Jonas Kjær;107;Enghøj;{amount};01-03-2026\n"
    ))
}

/// What a hand writes on a line beside its rate.
fn with_more(line: &RateLine) -> RateLine {
    RateLine {
        review_on: Some(day(2027, 3, 1)),
        cause: Cause::new("Bevilling"),
        source: Some("Tilbudsportalen 2026".to_owned()),
        package_code: Some("P4".to_owned()),
        collected_by: Some(Collector::Offer),
        settlement_days: Some(365),
        ..line.clone()
    }
}

fn beside_the_rate(line: &RateLine) -> impl PartialEq + std::fmt::Debug {
    (
        line.review_on,
        line.cause.clone(),
        line.source.clone(),
        line.package_code.clone(),
        line.collected_by,
        line.paragraph.clone(),
    )
}

fn without_days(line: &RateLine) -> RateLine {
    RateLine { settlement_days: None, ..with_more(line) }
}

#[test]
fn the_line_that_follows_from_the_sheet_s_day_has_what_hands_wrote_on_the_one_before_but_why_it_was_agreed() {
    let mut desk = imported(&list("1. oktober 2026", "2.400,00"));
    desk.line(without_days);
    let old = desk.register.rate_lines[0].clone();
    desk.import(&list("1. november 2026", "2.450,00"));
    let [closed, new] = desk.register.rate_lines.as_slice() else { panic!("{:?}", desk.lines()) };
    assert_eq!((new.amount, new.from, new.to), (rate(2450), day(2026, 11, 1), None));
    assert_eq!((&new.cause, &new.source), (&None, &None), "nobody has said why the rate is another");
    let as_before = RateLine { cause: old.cause.clone(), source: old.source.clone(), ..new.clone() };
    assert_eq!(beside_the_rate(&as_before), beside_the_rate(&old));
    assert_eq!((new.corrects, new.annulled), (None, false));
    assert_eq!(*closed, old.closed_by(new));
    assert_eq!((closed.to, closed.review_on), (Some(day(2026, 10, 31)), None));
}

#[test]
fn the_line_that_the_sheet_puts_right_has_all_that_hands_wrote_on_the_wrong_one() {
    let mut desk = imported(&list("1. oktober 2026", "2.400,00"));
    desk.line(without_days);
    let old = desk.register.rate_lines[0].clone();
    desk.import(&list("1. oktober 2026", "2.450,00"));
    let new = desk.register.rate_lines.iter().find(|line| !line.annulled).unwrap();
    assert_eq!((new.amount, new.from, new.corrects), (rate(2450), old.from, Some(old.id)));
    assert_eq!(beside_the_rate(new), beside_the_rate(&old));
}

const ALL: &str = "CPR;Navn;§;Bosted;Takst;Indflyttet;Udløb;Varsel;Genforhandling;Rådgiver;Målgruppe";
const ALL_OF_IT: &str =
    "771065-1683;Jonas Kjær;107;Enghøj;2.400,00;01-03-2026;01-03-2028;3 måneder;01-09-2027;Mads;Autisme";

fn whole() -> ParsedFile {
    csv(&format!("Botilbud pr. 1. november 2026\n{ALL}\n{ALL_OF_IT}\n"))
}

/// A desk where a hand changed every field that the sheet has.
fn all_changed() -> Desk {
    let mut desk = imported(&whole());
    desk.line(|line| RateLine { amount: rate(2500), ..line.clone() });
    desk.placement(|placement| Placement {
        moved_in: day(2026, 3, 15),
        expected_end: Some(day(2029, 3, 1)),
        case_worker: Some("Ida Friis".to_owned()),
        target_group: None,
        legal_basis: vilkaar_domain::LegalBasis::Section108,
        ..placement.clone()
    });
    desk.contract(|contract| Contract {
        notice_municipality: NoticeRule::from_words("90 dage"),
        renegotiate_on: Some(day(2027, 1, 1)),
        ..contract.clone()
    });
    desk.citizen(0, |citizen| Citizen { cpr: Cpr::parse("771065-1691"), ..citizen.clone() });
    desk
}

#[test]
fn what_is_kept_is_told_at_the_headings_of_the_file() {
    let plan = all_changed().planned(&whole());
    assert_eq!(counts(&plan), [0, 0, 1, 0], "{:?}", plan.rows);
    let mut columns: Vec<&str> = plan.problems.iter().map(|problem| problem.column.as_str()).collect();
    columns.sort_unstable();
    let mut headings: Vec<&str> = ALL.split(';').filter(|name| !["Navn", "Bosted"].contains(name)).collect();
    headings.sort_unstable();
    assert_eq!(columns, headings);
    assert!(plan.problems.iter().all(|problem| !problem.value.is_empty()), "each has its cell");
}

#[test]
fn two_cpr_numbers_of_one_birthday_are_told_apart_without_showing_them() {
    let plan = all_changed().planned(&whole());
    let told = plan.problems.iter().find(|problem| problem.column == "CPR").unwrap();
    assert_eq!(
        told.message(),
        "Arket siger et andet nummer med samme fødselsdag, men i vinduet er det rettet til 771065-xxxx, som er beholdt."
    );
}

#[test]
fn a_contract_that_was_taken_out_is_told_at_the_cell_that_the_row_has() {
    let file = csv(&format!(
        "Botilbud pr. 1. november 2026\nNavn;§;Bosted;Takst;Indflyttet;Genforhandling\n{}\n",
        "Jonas Kjær;107;Enghøj;2.400,00;01-03-2026;01-09-2027"
    ));
    let mut desk = imported(&file);
    let contract = vilkaar_domain::Entity::Contract(desk.register.contracts[0].clone());
    desk.hand(vec![(Some(contract), None)]);
    assert_eq!(told(&desk.planned(&file)), [(3, "Genforhandling", "taken_out_by_hand")]);
}

#[test]
fn two_who_swapped_numbers_at_one_offer_from_one_day_keep_their_own_rows() {
    let heading = "Botilbud pr. 1. november 2026\nCPR;Navn;§;Tilbud;Døgntakst;Indflyttet";
    let rows = "771065-1683;Jonas Kjær;107;Enghøj;2.400,00;01-03-2026\n\
                610165-0104;Ida Friis;107;Enghøj;3.100,00;01-03-2026\n";
    let file = csv(&format!("{heading}\n{rows}"));
    let mut desk = imported(&file);
    let [first, second] = [0, 1].map(|at| desk.register.citizens[at].cpr.clone());
    desk.citizen(0, |citizen| Citizen { cpr: second, ..citizen.clone() });
    desk.citizen(1, |citizen| Citizen { cpr: first, ..citizen.clone() });
    let plan = desk.planned(&file);
    assert!(plan.changes.is_empty(), "{:?}", plan.rows);
    let fields: Vec<&str> = differing(&plan).iter().map(|found| found.0).collect();
    assert_eq!(fields, ["CPR-nr.", "CPR-nr."]);
    // The sheet put right: each row is its own citizen's still.
    let right = csv(&format!(
        "{heading}\n610165-0104;Jonas Kjær;107;Enghøj;2.400,00;01-03-2026\n\
         771065-1683;Ida Friis;107;Enghøj;3.100,00;01-03-2026\n"
    ));
    let plan = desk.planned(&right);
    assert_eq!((counts(&plan), told(&plan)), ([0, 0, 2, 0], Vec::new()));
}
