//! Contracts by hand on the sample: an allonge, notice, a trappetakst, and what is refused with which sentence.

use std::sync::Arc;

use chrono::NaiveDate;
use rstest::rstest;
use vilkaar_domain::notice::contract_in_force;
use vilkaar_domain::{Contract, Entity, Register};

use super::*;
use crate::program::saving::{Decided, Decision};
use crate::sample;
use crate::types::{FieldProblem, FieldValue};

const CASE: &str = "S2022-1008";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn contract_id(portfolio: &Portfolio, case: &str) -> String {
    let file = portfolio.file(portfolio.case(case).unwrap());
    file.contracts.last().unwrap().id.to_string()
}

fn opened(sheet: &dyn AnySheet) -> Vec<FieldValue> {
    let form = sheet.form("form".to_owned());
    form.fields.into_iter().map(|field| FieldValue { name: field.name, value: field.value }).collect()
}

fn with(values: &[FieldValue], changed: &[(&str, &str)]) -> Vec<FieldValue> {
    let mut values = values.to_vec();
    for (name, value) in changed {
        values.iter_mut().find(|known| known.name == *name).expect(name).value = (*value).to_owned();
    }
    values
}

/// Decides on a form of the sample with some values typed.
fn decide(
    portfolio: &Portfolio,
    action: FormAction,
    case: &str,
    typed: &[(&str, &str)],
    reason: &str,
) -> Decision {
    let record = match action {
        FormAction::NewContract | FormAction::NewStepRate => None,
        _ => Some(contract_id(portfolio, case)),
    };
    let sheet = sheet(portfolio, action, Some(case), record.as_deref()).unwrap();
    let base = opened(&*sheet);
    sheet.decide(&base, &with(&base, typed), reason)
}

fn saved(decision: Decision) -> Decided {
    match decision {
        Decision::Save(decided) => decided,
        Decision::Refuse(problems) => panic!("{problems:?}"),
        Decision::Clash(found) => panic!("{:?}", found.fields),
    }
}

fn refused(decision: Decision) -> Vec<FieldProblem> {
    match decision {
        Decision::Refuse(problems) => problems.into_iter().filter(|problem| problem.is_error).collect(),
        Decision::Save(_) => panic!("saved"),
        Decision::Clash(_) => panic!("clash"),
    }
}

/// The sample with a decision carried out.
fn after(register: &Register, decided: Decided) -> Portfolio {
    let mut register = register.clone();
    for change in decided.changes {
        register.apply(change.before.as_ref(), change.after);
    }
    Portfolio::new(Arc::new(register), sample::today())
}

fn contracts(portfolio: &Portfolio, case: &str) -> Vec<Contract> {
    let file = portfolio.file(portfolio.case(case).unwrap());
    file.contracts.into_iter().cloned().collect()
}

#[test]
fn an_allonge_is_prefilled_and_holds_from_its_start_while_the_former_stays_as_it_was() {
    let portfolio = sample::portfolio();
    let before = contracts(&portfolio, CASE).remove(0);
    let typed = [("start", "01-01-2027"), ("noticeMunicipality", "lb. md. + 1 md.")];
    let decided = saved(decide(&portfolio, FormAction::AmendContract, CASE, &typed, ""));
    assert_eq!(decided.changes.len(), 1, "the former isn't touched");
    let portfolio = after(portfolio.register(), decided);
    let [former, allonge] = contracts(&portfolio, CASE).try_into().unwrap();
    assert_eq!(former, before);
    assert_eq!(allonge.amends, Some(former.id));
    assert_eq!(
        (allonge.number.as_ref(), allonge.notice_provider),
        (before.number.as_ref(), before.notice_provider)
    );
    assert_eq!(
        allonge.notice_municipality.map(|rule| rule.words()).as_deref(),
        Some("løbende måned + 1 måned")
    );
    assert!(!allonge.has_signed_file && allonge.agreed_on.is_none());
    let both = [&former, &allonge];
    assert_eq!(contract_in_force(&both, day("2026-12-31")).unwrap().id, former.id);
    assert_eq!(contract_in_force(&both, day("2027-01-01")).unwrap().id, allonge.id);

    // A second allonge is made to the first one, not beside it.
    let facts = portfolio.case(CASE).unwrap();
    let offered = actions(&portfolio.file(facts), &former);
    assert_eq!(offered.iter().map(|offer| offer.action).collect::<Vec<_>>(), [FormAction::CorrectContract]);
    let sheet =
        sheet(&portfolio, FormAction::AmendContract, Some(CASE), Some(&former.id.to_string())).unwrap();
    let base = opened(&*sheet);
    let problems = refused(sheet.decide(&base, &with(&base, &[("start", "01-06-2027")]), ""));
    assert!(problems[0].sentence.contains("har allerede en allonge fra 01-01-2027"), "{problems:?}");
}

#[rstest]
#[case("end", "01-01-2021", "Slut ligger før start")]
#[case("start", "01-01-2021", "kan ikke begynde før det, den ændrer")]
#[case("start", "", "Udfyld start")]
#[case("start", "1. marts", "Skriv den som")]
#[case("noticeMunicipality", "tre uger måske", "Varslet kan ikke læses")]
#[case("daysToPay", "31", "højst 30 dage")]
#[case("ean", "123", "13 cifre")]
#[case("hours85", "280", "168 timer")]
#[case("renewsBy", "12", "uden slut")]
#[case("followUpMonths", "0", "fra 1 til 120")]
fn what_cannot_be_is_said_at_its_field(#[case] field: &str, #[case] value: &str, #[case] words: &str) {
    let typed = [("start", "01-01-2027"), (field, value)];
    let problems = refused(decide(&sample::portfolio(), FormAction::AmendContract, CASE, &typed, ""));
    assert_eq!(problems[0].field, field, "{problems:?}");
    assert!(problems[0].sentence.contains(words), "{problems:?}");
}

#[test]
fn a_minimum_term_and_a_renegotiation_after_the_end_are_told_apart() {
    let typed = [
        ("start", "01-01-2027"),
        ("end", "31-12-2027"),
        ("minimumUntil", "01-02-2028"),
        ("renegotiateOn", "01-02-2028"),
    ];
    let portfolio = sample::portfolio();
    let sheet =
        sheet(&portfolio, FormAction::AmendContract, Some(CASE), Some(&contract_id(&portfolio, CASE)))
            .unwrap();
    let problems = sheet.check(&with(&opened(&*sheet), &typed)).problems;
    let found: Vec<(&str, bool)> =
        problems.iter().map(|problem| (problem.field.as_str(), problem.is_error)).collect();
    assert!(
        found.contains(&("minimumUntil", true)) && found.contains(&("renegotiateOn", false)),
        "{found:?}"
    );
}

#[test]
fn two_contracts_at_once_are_refused_with_the_way_out() {
    let problems = refused(decide(
        &sample::portfolio(),
        FormAction::NewContract,
        CASE,
        &[("start", "01-01-2027"), ("noticeMunicipality", "90 dage")],
        "",
    ));
    assert_eq!(problems[0].field, "start");
    assert!(problems[0].sentence.contains("K-2406 løber allerede. Lav en allonge"), "{problems:?}");
}

#[test]
fn an_odd_ean_and_a_start_before_the_stay_are_pointed_out_and_saved() {
    let portfolio = sample::portfolio();
    let without = portfolio
        .cases()
        .iter()
        .find(|facts| portfolio.file(facts).contracts.is_empty())
        .map(|facts| portfolio.placement(facts).case.to_string())
        .unwrap();
    let sheet = sheet(&portfolio, FormAction::NewContract, Some(&without), None).unwrap();
    let base = opened(&*sheet);
    let typed = with(&base, &[("start", "01-01-2001"), ("ean", "4006381333932")]);
    let check = sheet.check(&typed);
    let odd: Vec<&str> = check.problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(odd, ["start", "ean", "noticeMunicipality"]);
    assert!(check.problems.iter().all(|problem| !problem.is_error));
    saved(sheet.decide(&base, &typed, ""));
}

#[test]
fn a_mistake_is_put_right_only_with_a_reason() {
    let portfolio = sample::portfolio();
    let typed = [("number", "K-2407")];
    let problems = refused(decide(&portfolio, FormAction::CorrectContract, CASE, &typed, " "));
    assert_eq!(problems[0].field, "reason");
    let decided = saved(decide(&portfolio, FormAction::CorrectContract, CASE, &typed, "Tastefejl"));
    let portfolio = after(portfolio.register(), decided);
    let [only] = contracts(&portfolio, CASE).try_into().unwrap();
    assert_eq!(only.number.as_deref(), Some("K-2407"));
}

#[test]
fn notice_is_worked_out_and_told_with_because_before_it_is_saved() {
    let portfolio = sample::portfolio();
    let id = contract_id(&portfolio, CASE);
    let sheet = sheet(&portfolio, FormAction::GiveNotice, Some(CASE), Some(&id)).unwrap();
    let effect = sheet.check(&opened(&*sheet)).effect.unwrap();
    assert_eq!(
        effect.sentences[0],
        "Opsagt den 20-11-2026 af kommunen til ophør den 18-02-2027, fordi kommunens varsel er 90 dage."
    );
    assert_eq!(effect.remarks[0].text, "Kræver borgerafgørelse");
}

#[test]
fn given_notice_leads_the_panel_and_ends_every_later_version() {
    let portfolio = sample::portfolio();
    let amended = saved(decide(&portfolio, FormAction::AmendContract, CASE, &[("start", "01-01-2027")], ""));
    let portfolio = after(portfolio.register(), amended);
    // Given on the version in force; the one to come ends by it too.
    let first = contracts(&portfolio, CASE).remove(0).id.to_string();
    let sheet = sheet(&portfolio, FormAction::GiveNotice, Some(CASE), Some(&first)).unwrap();
    let base = opened(&*sheet);
    let decided = saved(sheet.decide(&base, &with(&base, &[("decisionOn", "12-11-2026")]), ""));
    assert_eq!(decided.changes.len(), 2);
    let portfolio = after(portfolio.register(), decided);
    let versions = contracts(&portfolio, CASE);
    assert!(versions.iter().all(|version| version.fixed_end() == Some(day("2027-02-18"))));
    assert!(versions.iter().all(|version| !version.is_in_force(day("2027-02-19"))));

    let facts = portfolio.case(CASE).unwrap();
    let shown = crate::screens::placement::placement(&portfolio, facts, &[]).unwrap();
    assert_eq!(shown.notice.lines[0].label, "Opsagt");
    assert!(
        shown.notice.lines[0].sentences[0]
            .starts_with("Opsagt den 20-11-2026 af kommunen til ophør den 18-02-2027")
    );
    assert_eq!(shown.notice.remark.unwrap().text, "Afgørelse om borgeren truffet den 12-11-2026");
    assert_eq!(shown.contracts[0].status.text, "Opsagt til 18-02-2027");
    let offered: Vec<FormAction> = shown.contracts[1].actions.iter().map(|offer| offer.action).collect();
    assert!(offered.contains(&FormAction::WithdrawNotice), "{offered:?}");
    assert!(shown.due.iter().all(|item| item.title != "Opsig senest"), "there is none left to give");

    // Taken back, everything is as before.
    let id = contract_id(&portfolio, CASE);
    let back = super::sheet(&portfolio, FormAction::WithdrawNotice, Some(CASE), Some(&id)).unwrap();
    let portfolio = after(portfolio.register(), saved(back.decide(&[], &[], "Aftalt med tilbuddet")));
    assert!(contracts(&portfolio, CASE).iter().all(|version| version.notice_given.is_none()));
}

#[rstest]
#[case(&[("agreedEnd", "01-01-2026")], "agreedEnd", "før opsigelsen")]
#[case(&[("decisionOn", "01-01-2027")], "decisionOn", "truffet efter i dag")]
#[case(&[("on", "")], "on", "Udfyld modtaget den")]
#[case(&[("by", "")], "by", "Udfyld hvem opsiger")]
#[case(&[("on", "32-13-2026")], "on", "Skriv den som")]
fn notice_that_cannot_be_is_said_at_its_field(
    #[case] typed: &[(&str, &str)],
    #[case] field: &str,
    #[case] words: &str,
) {
    let problems = refused(decide(&sample::portfolio(), FormAction::GiveNotice, CASE, typed, ""));
    assert_eq!(problems[0].field, field, "{problems:?}");
    assert!(problems[0].sentence.contains(words), "{problems:?}");
}

#[test]
fn a_party_that_can_not_end_it_may_agree_on_a_day() {
    let (portfolio, case) = (sample::portfolio(), "S2020-1013");
    let typed = [("by", "leverandør")];
    let problems = refused(decide(&portfolio, FormAction::GiveNotice, case, &typed, ""));
    assert!(problems[0].sentence.contains("kan ikke opsiges af leverandøren"), "{problems:?}");
    let agreed = [("by", "leverandør"), ("agreedEnd", "31-03-2027")];
    let decided = saved(decide(&portfolio, FormAction::GiveNotice, case, &agreed, ""));
    assert_eq!(decided.message, "Opsigelsen er gemt: kontrakten ophører den 31-03-2027.");
}

#[test]
fn a_step_rate_takes_a_day_or_a_goal_or_both_and_only_lowers() {
    let portfolio = sample::portfolio();
    for (typed, field, words) in [
        (vec![("newRate", "2.000,00")], "from", "Skriv, fra hvilken dag"),
        (
            vec![("newRate", "2.466,27"), ("from", "01-01-2028")],
            "newRate",
            "lavere end den, der gælder: 2.466,27 kr.",
        ),
        (vec![("newRate", "2.000,00"), ("from", "01-01-2020")], "from", "før indflytningen"),
        (vec![("newRate", "2.000,00"), ("goal", "noget")], "goal", "Vælg et af sagens mål"),
        (vec![("newRate", "2.417"), ("from", "01-01-2028")], "newRate", "to måder"),
    ] {
        let problems = refused(decide(&portfolio, FormAction::NewStepRate, CASE, &typed, ""));
        assert!(problems.iter().any(|p| p.field == field && p.sentence.contains(words)), "{problems:?}");
    }
    let sheet = sheet(&portfolio, FormAction::NewStepRate, Some(CASE), None).unwrap();
    let base = opened(&*sheet);
    let goal = sheet.form(String::new()).fields.into_iter().find(|field| field.name == "goal").unwrap();
    let typed = with(&base, &[("newRate", "2.000,00"), ("from", "01-01-2028"), ("goal", &goal.choices[0])]);
    let effect = sheet.check(&typed).effect.unwrap();
    assert!(effect.sentences[0].contains("2.000,00 kr. pr. døgn fra 01-01-2028"), "{:?}", effect.sentences);
    let [change] = saved(sheet.decide(&base, &typed, "")).changes.try_into().unwrap();
    let Some(Entity::StepRate(step)) = change.after else { panic!("no step") };
    assert!(step.from.is_some() && step.when_goal.is_some());
}

#[test]
fn a_clause_of_a_past_day_says_whether_it_is_proposed_or_a_later_rate_has_overtaken_it() {
    let mut register = sample::register();
    for line in &mut register.rate_lines {
        if line.amount == vilkaar_domain::Rate::from_scaled(24_662_700) {
            line.cause = vilkaar_domain::Cause::new("Forhandlet");
        }
    }
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let sheet = sheet(&portfolio, FormAction::NewStepRate, Some(CASE), None).unwrap();
    let base = opened(&*sheet);
    for (day, words) in [
        // The rate in force was agreed from 01-01-2026.
        ("31-12-2025", "Fra 01-01-2026 er der aftalt en anden takst. Trappetaksten foreslås derfor ikke."),
        ("01-01-2026", "Fra 01-01-2026 er der aftalt en anden takst. Trappetaksten foreslås derfor ikke."),
        ("02-01-2026", "Dagen er gået. Den lavere takst foreslås med det samme."),
        ("19-11-2026", "Dagen er gået. Den lavere takst foreslås med det samme."),
    ] {
        let check = sheet.check(&with(&base, &[("newRate", "2.000,00"), ("from", day)]));
        let [said] = check.problems.as_slice() else { panic!("{:?}", check.problems) };
        assert_eq!((said.field.as_str(), said.sentence.as_str(), said.is_error), ("from", words, false));
        assert_eq!(check.effect.is_some(), words.starts_with("Dagen"), "{day}: as it is proposed or not");
    }
    let check = sheet.check(&with(&base, &[("newRate", "2.000,00"), ("from", "20-11-2026")]));
    assert!(check.problems.is_empty(), "{:?}", check.problems);
}

#[test]
fn a_rate_that_pl_has_raised_since_the_clauses_day_has_not_overtaken_it() {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    for (cause, words) in [("P/L", "foreslås med det samme"), ("Forhandlet", "er der aftalt en anden takst")]
    {
        let mut register = sample::register();
        let is_current = |line: &&vilkaar_domain::RateLine| {
            line.amount == vilkaar_domain::Rate::from_scaled(24_662_700) && line.to.is_none()
        };
        let old = register.rate_lines.iter().find(is_current).unwrap().clone();
        let new = vilkaar_domain::RateLine {
            id: vilkaar_domain::RateLineId(uuid::Uuid::from_u128(8_898)),
            amount: vilkaar_domain::Rate::from_scaled(25_427_200),
            from: day("2026-07-01"),
            cause: vilkaar_domain::Cause::new(cause),
            ..old.clone()
        };
        register.put(Entity::RateLine(old.closed_by(&new)));
        register.put(Entity::RateLine(new));
        let portfolio = Portfolio::new(std::sync::Arc::new(register), sample::today());
        let sheet = sheet(&portfolio, FormAction::NewStepRate, Some(CASE), None).unwrap();
        let typed = with(&opened(&*sheet), &[("newRate", "2.000,00"), ("from", "01-06-2026")]);
        let check = sheet.check(&typed);
        assert!(check.problems[0].sentence.contains(words), "{cause}: {:?}", check.problems);
        assert_eq!(check.effect.is_some(), cause == "P/L");
    }
}

#[test]
fn a_form_that_belongs_elsewhere_and_a_record_that_is_gone_are_said() {
    let portfolio = sample::portfolio();
    let code = |action, record: Option<&str>| {
        sheet(&portfolio, action, Some(CASE), record).err().map(|error| error.code).unwrap_or_default()
    };
    assert_eq!(code(FormAction::NewGoal, None), "action_unknown");
    assert_eq!(code(FormAction::AmendContract, Some("x")), "record_unknown");
    assert_eq!(code(FormAction::WithdrawNotice, Some(&contract_id(&portfolio, CASE))), "record_unknown");
}

/// What a removal is refused with, or the sheet.
fn removal<'p>(portfolio: &'p Portfolio, id: &str) -> Result<Box<dyn AnySheet + 'p>, String> {
    sheet(portfolio, FormAction::RemoveContract, Some(CASE), Some(id)).map_err(|error| error.message)
}

#[test]
fn an_allonge_made_by_mistake_is_taken_out_with_a_reason_and_the_former_holds_again() {
    let portfolio = sample::portfolio();
    let former = contract_id(&portfolio, CASE);
    let typed = [("start", "01-01-2027")];
    let amended =
        after(portfolio.register(), saved(decide(&portfolio, FormAction::AmendContract, CASE, &typed, "")));
    let refused_with = removal(&amended, &former).err().unwrap();
    assert_eq!(refused_with, "En allonge fra 01-01-2027 ændrer kontrakten. Fjern allongen først.");
    let allonge = removal(&amended, &contract_id(&amended, CASE)).unwrap();
    assert_eq!(refused(allonge.decide(&[], &[], " "))[0].field, "reason");
    let effect = allonge.check(&[]).effect.unwrap();
    assert_eq!(effect.sentences[0], "K-2406 gælder igen, som den stod.");
    let back = after(amended.register(), saved(allonge.decide(&[], &[], "Oprettet på forkert sag")));
    assert_eq!(back.register(), portfolio.register());
}

#[test]
fn a_contract_that_is_noticed_or_has_a_file_is_not_taken_out() {
    let portfolio = sample::portfolio();
    let id = contract_id(&portfolio, CASE);
    let noticed = saved(decide(&portfolio, FormAction::GiveNotice, CASE, &[], ""));
    let noticed = after(portfolio.register(), noticed);
    let said = removal(&noticed, &id).err().unwrap();
    assert_eq!(said, "Kontrakten er opsagt. Tilbagekald opsigelsen først.");
    let mut register = portfolio.register().clone();
    let contract = contracts(&portfolio, CASE).remove(0);
    register.put(Entity::Attachment(vilkaar_domain::Attachment {
        id: vilkaar_domain::AttachmentId(uuid::Uuid::from_u128(9)),
        placement: contract.placement,
        kind: vilkaar_domain::AttachmentKind::SignedContract,
        about: Some(contract.id.0),
        name: vilkaar_domain::Sensitive::new("kontrakt.pdf"),
        size: 1,
        sha256: String::new(),
        added_on: sample::today(),
    }));
    let with_file = Portfolio::new(Arc::new(register), sample::today());
    assert_eq!(
        removal(&with_file, &id).err().unwrap(),
        "1 fil er vedhæftet kontrakten. Fjern den fra sagen først."
    );
}

#[test]
fn a_trappetakst_made_by_mistake_is_taken_out_with_a_reason() {
    let portfolio = sample::portfolio();
    let file = portfolio.file(portfolio.case(CASE).unwrap());
    let id = file.step_rates[0].id.to_string();
    let shown = crate::screens::placement::placement(&portfolio, portfolio.case(CASE).unwrap(), &[]).unwrap();
    let rows = shown.economy.lines.iter().flat_map(|row| &row.actions);
    assert!(rows.clone().any(|action| action.action == FormAction::RemoveStepRate), "it is offered");
    let sheet = sheet(&portfolio, FormAction::RemoveStepRate, Some(CASE), Some(&id)).unwrap();
    assert_eq!(refused(sheet.decide(&[], &[], ""))[0].field, "reason");
    let without = after(portfolio.register(), saved(sheet.decide(&[], &[], "Tastet på forkert sag")));
    let left = &without.file(without.case(CASE).unwrap()).step_rates;
    assert!(left.iter().all(|step| step.id.to_string() != id));
    assert_eq!(left.len() + 1, file.step_rates.len());
}

#[test]
fn a_corrected_rule_moves_the_end_of_notice_that_was_the_rules_own() {
    let portfolio = sample::portfolio();
    let noticed =
        after(portfolio.register(), saved(decide(&portfolio, FormAction::GiveNotice, CASE, &[], "")));
    let ends =
        |portfolio: &Portfolio| contracts(portfolio, CASE)[0].notice_given.as_ref().map(|given| given.ends);
    let before = ends(&noticed).unwrap();
    let typed = [("noticeMunicipality", "30 dage")];
    let decision = decide(&noticed, FormAction::CorrectContract, CASE, &typed, "Tastet forkert");
    let put_right = after(noticed.register(), saved(decision));
    assert_ne!(Some(before), ends(&put_right));
    assert_eq!(ends(&put_right), Some(day("2026-12-20")));
}

#[test]
fn an_allonge_of_fewer_hours_asks_for_the_decision_about_the_citizen() {
    let mut register = sample::register();
    for contract in &mut register.contracts {
        contract.content.hours_85 = Some(rust_decimal::Decimal::from(20));
    }
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let record = contract_id(&portfolio, CASE);
    let form = sheet(&portfolio, FormAction::AmendContract, Some(CASE), Some(&record)).unwrap();
    let base = opened(&*form);
    let remarks = |typed: &[(&str, &str)]| form.check(&with(&base, typed)).effect.unwrap().remarks;
    let fewer = [("start", "01-12-2026"), ("hours85", "10")];
    assert!(remarks(&fewer)[0].text.contains("Kræver borgerafgørelse"));
    assert!(remarks(&[fewer[0], fewer[1], ("decisionOn", "18-11-2026")]).is_empty());
    assert!(remarks(&[fewer[0], ("hours85", "25")]).is_empty());
}

#[rstest]
#[case::the_renewal("renewsBy", "1", true)]
#[case::the_end("end", "31-12-2029", true)]
#[case::the_negotiator("negotiator", "Mads Bro", false)]
fn terms_that_are_put_right_are_known_from_the_day_they_are(
    #[case] field: &str,
    #[case] value: &str,
    #[case] is_anew: bool,
) {
    let portfolio = sample::portfolio();
    let mut register = portfolio.register().clone();
    let mut known = contracts(&portfolio, CASE).remove(0);
    known.end = Some(day("2026-03-31"));
    known.minimum_until = None;
    known.renegotiate_on = None;
    known.terms.recorded_on = Some(day("2026-03-01"));
    register.put(Entity::Contract(known));
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let typed = [(field, value)];
    let decided = saved(decide(&portfolio, FormAction::CorrectContract, CASE, &typed, "tastefejl"));
    let portfolio = after(portfolio.register(), decided);
    let expected = if is_anew { sample::today() } else { day("2026-03-01") };
    assert_eq!(contracts(&portfolio, CASE)[0].terms.recorded_on, Some(expected));
    // No flood of months that passed before anybody knew that it renews itself.
    let facts = portfolio.case(CASE).unwrap();
    let ends =
        facts.agenda.iter().filter(|item| item.kind() == vilkaar_domain::agenda::AgendaKind::ContractEnd);
    assert!(ends.count() <= 1);
}
