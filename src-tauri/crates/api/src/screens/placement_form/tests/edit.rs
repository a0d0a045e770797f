//! *Ret* on S2022-1008.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::*;

const CASE: &str = "S2022-1008";

fn form(portfolio: &Portfolio) -> Filled<'_> {
    Filled::opened(portfolio, FormAction::EditPlacement, Some(CASE))
}

/// The sample in which somebody else has changed the placement.
fn changed_by_another(change: impl Fn(&mut Placement)) -> Portfolio {
    sample_with(|register| {
        let placement = register.placements.iter_mut().find(|placement| placement.case.as_str() == CASE);
        change(placement.unwrap());
    })
}

#[test]
fn saving_what_was_opened_changes_nothing() {
    let portfolio = sample();
    let decided = form(&portfolio).saved();
    let [change] = decided.changes.try_into().unwrap();
    assert_eq!(change.before, change.after);
    assert_eq!(decided.case, None);
}

#[test]
fn every_field_is_shown_as_it_is_read_back() {
    let portfolio = sample();
    let typed = [
        ("case", "29.21.04-P20-1-18"),
        ("legalBasis", "§ 108"),
        ("offer", "Birkely"),
        ("caseWorker", "Ib Østergård"),
        ("secondCaseWorker", ""),
        ("targetGroup", "Angst"),
        ("secondaryTargetGroup", "Demens"),
        ("supportNeed", "Højt støttebehov"),
        ("supportHours", "32,5"),
        ("hours83", "12,5"),
        ("hours85", "20"),
        ("nightCover", "vågen"),
        ("movedIn", "16-02-2022"),
        ("expectedEnd", "01-03-2028"),
        ("actingMunicipality", "Egeskov Kommune"),
        ("payingMunicipality", "Nabo Kommune"),
        ("included", "bolig; kost; transport"),
        ("baseRate", "1.200,50"),
        ("chance", "35"),
    ];
    let portfolio = {
        let mut register = portfolio.register().clone();
        let mut offer = register.offers[0].clone();
        offer.id = vilkaar_domain::OfferId(uuid::Uuid::from_u128(7_777));
        "Birkely".clone_into(&mut offer.name);
        register.put(Entity::Offer(offer));
        Portfolio::new(Arc::new(register), portfolio.today())
    };
    let filled = form(&portfolio).with(&typed);
    assert_eq!(typed.len(), filled.mine.len(), "every field is tried");
    let decided = filled.saved();
    assert_eq!(decided.case.as_deref(), Some("29.21.04-P20-1-18"), "the window shows it by its new number");
    let later = after(&portfolio, &decided);
    let again = Filled::opened(&later, FormAction::EditPlacement, decided.case.as_deref());
    assert_eq!(again.mine, filled.mine);
    let placement = later.placement(later.case("29.21.04-P20-1-18").unwrap());
    assert_eq!(placement.content.hours_a_week(), Some(Decimal::new(325, 1)));
    assert_eq!(placement.chance, Some(35));
}

#[test]
fn what_cannot_be_is_said_at_its_field() {
    let portfolio = sample();
    for (field, value, words) in [
        ("supportHours", "200", "168 timer"),
        ("supportHours", "280", "168 timer"),
        ("supportHours", "40 timer om dagen", "24 timer i et døgn"),
        ("supportHours", "40/dag", "24 timer i et døgn"),
        ("supportHours", "1,2,3", "Skriv det med komma"),
        ("supportHours", "-1", "mellem 0 og 168"),
        ("hours83", "169", "168 timer"),
        ("supportNeed", "Meget", "fra listen"),
        ("legalBasis", "", "Udfyld lovgrundlag"),
        ("case", "", "Udfyld sagsnr."),
        ("case", "s2026-1001", "brugt af en anden sag"),
        ("offer", "Findes Ikke", "intet tilbud, der hedder Findes Ikke"),
        ("included", "bolig; pool", "blandt ordene"),
        ("baseRate", "1.234", "på to måder"),
        ("baseRate", "-1", "ikke negativ"),
        ("chance", "101", "mellem 0 og 100"),
        ("chance", "halvtreds", "helt tal"),
        ("movedIn", "", "Udfyld indflytning"),
        ("movedIn", "31-06-2024", "Skriv den som"),
        ("expectedEnd", "marts 2028", "Skriv den som"),
        ("expectedEnd", "01-01-2001", "før indflytningen"),
    ] {
        form(&portfolio).with(&[(field, value)]).says(field, words, true);
    }
}

#[test]
fn an_end_before_the_move_in_is_refused_from_either_side() {
    let portfolio = changed_by_another(|placement| {
        placement.ended_on = NaiveDate::from_ymd_opt(2026, 1, 31);
        placement.expected_end = None;
    });
    form(&portfolio).with(&[("movedIn", "01-02-2026")]).says("movedIn", "ophørte den 31-01-2026", true);
}

#[test]
fn a_split_of_the_hours_that_does_not_add_up_is_pointed_out_and_saved() {
    let portfolio = sample();
    let hours = |whole, care, support| {
        form(&portfolio).with(&[("supportHours", whole), ("hours83", care), ("hours85", support)])
    };
    hours("30", "10", "15").says("hours85", "tilsammen 25 timer, men støttetimer pr. uge er 30", false);
    hours("", "10", "15").says("supportHours", "25 timer pr. uge. Skriv dem også her", false);
    hours("168", "100", "100").says("hours85", "tilsammen 200 timer", true);
    assert!(hours("25", "10", "15").said("hours85").is_empty());
}

#[test]
fn what_a_change_brings_with_it_is_pointed_out() {
    let portfolio = sample();
    form(&portfolio).with(&[("movedIn", "15-02-2020")]).says("movedIn", "bliver et hul", false);
    form(&portfolio).with(&[("movedIn", "15-02-2023")]).says("movedIn", "Taksten tæller først fra", false);
    form(&portfolio).with(&[("legalBasis", "§ 108")]).says("legalBasis", "§ 107", false);
    form(&portfolio).with(&[("payingMunicipality", "Nabo")]).says(
        "payingMunicipality",
        "mellemkommunal",
        false,
    );
    let worker = form(&portfolio).value("caseWorker").to_owned();
    form(&portfolio).with(&[("secondCaseWorker", &worker)]).says("secondCaseWorker", "den samme", false);
}

#[test]
fn a_change_of_the_same_field_by_another_is_contested_and_nothing_is_saved() {
    let before = sample();
    let base = form(&before).base;
    let theirs = changed_by_another(|placement| placement.case_worker = Some("Ole Bang".to_owned()));
    let mine = form(&before).with(&[("caseWorker", "Ib Øst")]).mine;
    let mut over = form(&theirs).over(&base);
    over.mine = mine.clone();
    let [field] = over.clashes().try_into().unwrap();
    assert!(field.is_contested);
    assert_eq!((field.theirs.as_str(), field.mine.as_str()), ("Ole Bang", "Ib Øst"));
    // The choice made, it is saved over theirs.
    let chosen = form(&theirs).with(&[("caseWorker", "Ib Øst")]).saved();
    assert_eq!(placements(&chosen)[0].case_worker.as_deref(), Some("Ib Øst"));
}

#[test]
fn a_change_of_another_field_is_told_and_taken_along() {
    let before = sample();
    let base = form(&before).base;
    let theirs = changed_by_another(|placement| placement.target_group = Some("Angst".to_owned()));
    let mut over = form(&theirs).over(&base);
    over.mine = form(&before).with(&[("caseWorker", "Ib Øst")]).mine;
    let [field] = over.clashes().try_into().unwrap();
    assert!(!field.is_contested);
    assert_eq!(field.name, "targetGroup");
    let merged = form(&theirs).with(&[("caseWorker", "Ib Øst")]).saved();
    let saved = placements(&merged)[0];
    assert_eq!(
        (saved.target_group.as_deref(), saved.case_worker.as_deref()),
        (Some("Angst"), Some("Ib Øst"))
    );
}

#[test]
fn two_who_agree_do_not_clash() {
    let before = sample();
    let theirs = changed_by_another(|placement| placement.support_hours = Some(Decimal::new(325, 1)));
    let mut over = form(&theirs).over(&form(&before).base);
    over.mine = form(&before).with(&[("supportHours", "32,50")]).mine;
    assert_eq!(placements(&over.saved())[0].support_hours, Some(Decimal::new(325, 1)));
}
