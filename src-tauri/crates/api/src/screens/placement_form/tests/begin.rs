//! *Ny placering*.

use vilkaar_domain::{Service, Unit};

use super::*;

/// A replacement number that nobody in the sample has.
const NEW_CPR: &str = "710188-4321";

fn form<'p>(portfolio: &'p Portfolio, typed: &[(&str, &str)]) -> Filled<'p> {
    let offer = portfolio.register().offers[0].name.clone();
    Filled::opened(portfolio, FormAction::NewPlacement, None)
        .with(&[
            ("cpr", NEW_CPR),
            ("name", "Ellen Prøve"),
            ("offer", &offer),
            ("legalBasis", "§ 107"),
            ("movedIn", "01-12-2026"),
        ])
        .with(typed)
}

#[test]
fn a_new_placement_comes_with_its_citizen_and_a_free_number_of_the_own_pattern() {
    let portfolio = sample();
    let decided = form(&portfolio, &[("rate", "2.394,00")]).saved();
    let kinds: Vec<&str> = records(&decided).iter().map(|record| record.kind()).collect();
    assert_eq!(kinds, ["citizen", "placement", "rate_line"]);
    let number = decided.case.clone().unwrap();
    assert!(number.starts_with("S2026-"), "{number}");
    assert!(portfolio.case(&number).is_none());
    let later = after(&portfolio, &decided);
    let facts = later.case(&number).unwrap();
    assert_eq!(later.citizen_name(facts), Some("Ellen Prøve"));
    let file = later.file(facts);
    let [line] = file.rate_lines[..] else { panic!() };
    assert_eq!(
        (&line.service, line.unit, line.from),
        (&Service::BaseRate, Unit::Day, file.placement.moved_in)
    );
    assert!(facts.annualised.is_some());
}

#[test]
fn a_known_cpr_number_is_that_citizen_and_never_a_second_one() {
    let portfolio = sample();
    let citizen = portfolio.citizen(portfolio.case("S2022-1008").unwrap()).unwrap();
    let cpr = citizen.cpr.as_ref().unwrap().reveal().replace('-', "");
    let filled = form(&portfolio, &[("cpr", &cpr), ("name", "")]);
    filled.says("cpr", "Borgeren kendes", false);
    filled.says("movedIn", "dobbeltbetaling", false);
    let decided = filled.saved();
    assert_eq!(placements(&decided)[0].citizen, citizen.id);
    assert!(!records(&decided).iter().any(|record| record.kind() == "citizen"));
    form(&portfolio, &[("cpr", &cpr)]).says("name", "i forvejen", false);
}

#[test]
fn another_stay_of_a_citizen_without_a_cpr_number_is_begun_from_one_of_theirs() {
    let portfolio = sample();
    let facts = portfolio.case("S2022-1008").unwrap();
    let mut filled = Filled::opened(&portfolio, FormAction::NewPlacement, Some("S2022-1008"));
    assert!(!filled.has("cpr"), "who it is stands already");
    let offer = portfolio.register().offers[0].name.clone();
    filled = filled.with(&[("offer", &offer), ("legalBasis", "§ 108"), ("movedIn", "01-12-2026")]);
    assert_eq!(placements(&filled.saved())[0].citizen, facts.priced.citizen);
}

#[test]
fn what_cannot_be_is_said_at_its_field() {
    let portfolio = sample();
    for (field, value, words) in [
        ("cpr", "310288-1234", "er ingen dato"),
        ("cpr", "12345", "ti cifre"),
        ("cpr", "010157-6000", "ikke kommet endnu"),
        ("name", "", "Skriv borgerens navn"),
        ("offer", "", "Udfyld tilbud"),
        ("offer", "Ukendt Sted", "Opret som nyt tilbud"),
        ("legalBasis", "", "Udfyld lovgrundlag"),
        ("movedIn", "snart", "Skriv den som"),
        ("expectedEnd", "30-11-2026", "før indflytningen"),
        ("case", "S2022-1008", "brugt af en anden sag"),
        ("case", "", "Udfyld sagsnr."),
        ("supportHours", "40 timer om dagen", "24 timer i et døgn"),
        ("rate", "2.417", "på to måder"),
        ("rate", "0", "større end 0"),
        ("rate", "ca. 2400", "kan ikke læses"),
        ("rateUnit", "pr. tur", "pr. døgn, pr. md. eller pr. år"),
    ] {
        form(&portfolio, &[(field, value)]).says(field, words, true);
    }
    let long = "x".repeat(61);
    form(&portfolio, &[("case", &long)]).says("case", "højst 60 tegn", true);
}

#[test]
fn what_is_odd_is_pointed_out_and_saved() {
    let portfolio = sample();
    for (field, value, at, words) in [
        ("rate", "", "rate", "udgiften ukendt"),
        ("rate", "20000", "rate", "de fleste ligger mellem"),
        ("cpr", "", "cpr", "ingen refusion"),
        ("cpr", NEW_CPR, "cpr", "erstatningspersonnummer"),
        ("cpr", "710150-1234", "movedIn", "76 år ved indflytningen"),
        ("cpr", "710110-4321", "movedIn", "16 år ved indflytningen"),
        ("movedIn", "01-12-2036", "movedIn", "Se årstallet efter"),
    ] {
        form(&portfolio, &[(field, value)]).says(at, words, false);
    }
}

#[test]
fn a_namesake_without_a_cpr_number_is_pointed_out() {
    let portfolio = sample();
    let facts = portfolio.case("S2022-1008").unwrap();
    let name = portfolio.citizen_name(facts).unwrap().to_owned();
    form(&portfolio, &[("cpr", ""), ("name", &name)]).says(
        "cpr",
        "en borger med det navn i S2022-1008",
        false,
    );
}

#[test]
fn the_same_stay_twice_is_refused() {
    let portfolio = sample();
    let facts = portfolio.case("S2022-1008").unwrap();
    let cpr = portfolio.citizen(facts).unwrap().cpr.as_ref().unwrap().reveal();
    let (offer, since) = (portfolio.offer_name(facts).unwrap(), "15-02-2022");
    let filled = form(&portfolio, &[("cpr", cpr), ("offer", offer), ("movedIn", since)]);
    filled.says("movedIn", "findes allerede som S2022-1008", true);
}

#[test]
fn a_new_offer_and_its_provider_come_along_where_that_is_said() {
    let portfolio = sample();
    let filled = form(
        &portfolio,
        &[("offer", "Nybo"), ("isNewOffer", "ja"), ("provider", "Nybo ApS"), ("rate", "2100,00")],
    );
    filled.says("isNewOffer", "Nybo oprettes", false);
    filled.says("provider", "oprettes som ny leverandør", false);
    let decided = filled.saved();
    let kinds: Vec<&str> = records(&decided).iter().map(|record| record.kind()).collect();
    assert_eq!(kinds, ["citizen", "provider", "offer", "placement", "rate_line"]);
    let later = after(&portfolio, &decided);
    let facts = later.case(decided.case.as_deref().unwrap()).unwrap();
    assert_eq!((later.offer_name(facts), later.provider_name(facts)), (Some("Nybo"), Some("Nybo ApS")));

    let known = portfolio.register().offers[0].name.clone();
    form(&portfolio, &[("offer", &known), ("isNewOffer", "ja")]).says(
        "isNewOffer",
        "allerede et tilbud",
        true,
    );
}

#[test]
fn whoever_may_create_no_offer_and_no_rate_is_not_asked_for_them() {
    let portfolio = sample();
    let may = May { offers: false, rates: false };
    let asked = Asked { action: FormAction::NewPlacement, case: None, record: None };
    let filled = Filled::by(&portfolio, may, asked);
    assert!(!filled.has("rate") && !filled.has("isNewOffer") && !filled.has("provider"));
    filled.with(&[("offer", "Ukendt Sted")]).says("offer", "bed en kontraktforhandler", true);
}
