//! *Ret borger* and offers that were searched.

use vilkaar_domain::{Cpr, RefundCover};

use super::*;

const CASE: &str = "S2022-1008";

fn citizen<'p>(portfolio: &'p Portfolio, typed: &[(&str, &str)]) -> Filled<'p> {
    Filled::opened(portfolio, FormAction::EditCitizen, Some(CASE)).with(typed)
}

#[test]
fn name_number_and_refund_are_changed_on_the_citizen() {
    let portfolio = sample();
    let typed = [("name", "Ellen  Prøve "), ("cpr", "7101884321"), ("refundCover", "nej")];
    let decided = citizen(&portfolio, &typed).saved();
    let later = after(&portfolio, &decided);
    let found = later.citizen(later.case(CASE).unwrap()).unwrap();
    assert_eq!(found.name.as_ref().unwrap().reveal(), "Ellen Prøve");
    assert_eq!(found.cpr, Cpr::parse("710188-4321"));
    assert_eq!(found.refund_cover, RefundCover::No);
}

#[test]
fn another_citizen_s_number_is_refused_and_named_by_its_case_only() {
    let portfolio = sample();
    let other = portfolio.citizen(portfolio.case("S2026-1001").unwrap()).unwrap();
    let cpr = other.cpr.as_ref().unwrap().reveal();
    let filled = citizen(&portfolio, &[("cpr", cpr)]);
    filled.says("cpr", "sag S2026-1001", true);
    let said = filled.said("cpr");
    assert!(said.iter().all(|problem| !problem.sentence.contains(cpr)), "{said:?}");
}

#[test]
fn a_number_is_looked_at_by_its_form_and_its_date_only() {
    let portfolio = sample();
    citizen(&portfolio, &[("cpr", "990188-4321")]).says("cpr", "er ingen dato", true);
    citizen(&portfolio, &[("cpr", "7101-4321")]).says("cpr", "ti cifre", true);
    citizen(&portfolio, &[("cpr", "710188-4321")]).says("cpr", "erstatningspersonnummer", false);
    citizen(&portfolio, &[("cpr", "")]).says("cpr", "ingen refusion", false);
    citizen(&portfolio, &[("cpr", ""), ("name", "")]).says("name", "navn eller cpr-nummer", true);
    citizen(&portfolio, &[("refundCover", "måske")]).says("refundCover", "fra listen", true);
    citizen(&portfolio, &[("name", &"x".repeat(121))]).says("name", "højst 120 tegn", true);
}

#[test]
fn a_change_counts_for_all_the_citizen_s_cases_and_says_so() {
    let portfolio = sample();
    let asked = Asked { action: FormAction::EditCitizen, case: Some("S2024-1005"), record: None };
    let form = sheet(&portfolio, ALL, asked).unwrap().form(String::new());
    assert!(form.introduction.unwrap().contains("2 sager"));
}

#[test]
fn a_searched_offer_is_added_and_changed() {
    let portfolio = sample();
    let new = Filled::opened(&portfolio, FormAction::NewSearchedOffer, Some(CASE));
    assert_eq!(new.value("date"), "20-11-2026");
    let typed =
        [("offer", "Nybo"), ("dailyRate", "2100,00"), ("suitability", "Egnet"), ("grounds", "Ledig nu")];
    let decided = new.with(&typed).saved();
    let later = after(&portfolio, &decided);
    let Some(Entity::SearchedOffer(added)) = decided.changes[0].after.clone() else { panic!() };
    let id = added.id.to_string();
    let asked = Asked { action: FormAction::EditSearchedOffer, case: Some(CASE), record: Some(&id) };
    let known = Filled::by(&later, ALL, asked);
    assert_eq!(known.value("grounds"), "Ledig nu");
    let decided = known.with(&[("suitability", "Ikke egnet")]).saved();
    let Some(Entity::SearchedOffer(changed)) = &decided.changes[0].after else { panic!() };
    assert_eq!((changed.id, changed.suitability.as_deref()), (added.id, Some("Ikke egnet")));

    let elsewhere = Asked { case: Some("S2026-1001"), ..asked };
    assert_eq!(sheet(&later, ALL, elsewhere).err().unwrap().code, "record_unknown");
}

#[test]
fn a_searched_offer_is_checked_at_its_fields() {
    let portfolio = sample();
    let form = |typed: &[(&str, &str)]| {
        Filled::opened(&portfolio, FormAction::NewSearchedOffer, Some(CASE))
            .with(&[("offer", "Nybo")])
            .with(typed)
    };
    form(&[("offer", "")]).says("offer", "Udfyld tilbud", true);
    form(&[("date", "21-11-2026")]).says("date", "ikke kommet endnu", true);
    form(&[("dailyRate", "0")]).says("dailyRate", "større end 0", true);
    form(&[("dailyRate", "")]).says("dailyRate", "kan tilbuddet ikke sammenlignes", false);
    let own = portfolio.offer_name(portfolio.case(CASE).unwrap()).unwrap().to_owned();
    form(&[("offer", &own)]).says("offer", "tæller ikke som afsøgt", false);
}
