//! The forms of rate lines on the sample: what they change, what they refuse, and what they say it would do.

use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use vilkaar_domain::Rate;

use super::*;
use crate::sample;
use crate::types::{Effect, FieldValue};

const CASE: &str = "S2022-1008";

fn current(portfolio: &Portfolio, case: &str) -> RateLine {
    let facts = portfolio.case(case).unwrap();
    let file = portfolio.file(facts);
    let open = file.rate_lines.iter().rev().find(|line| line.service.is_housing() && line.to.is_none());
    (*open.unwrap()).clone()
}

fn of(portfolio: &Portfolio, action: FormAction, case: &str) -> (String, Vec<FieldValue>) {
    let record = current(portfolio, case).id.to_string();
    let form = RateForm::new(portfolio, action, Some(case), Some(&record)).unwrap();
    let values = forms::values(&form.fields(), &form.draft());
    (record, values)
}

fn with(values: &[FieldValue], changed: &[(&str, &str)]) -> Vec<FieldValue> {
    let mut values = values.to_vec();
    for (name, value) in changed {
        values
            .iter_mut()
            .find(|known| known.name == *name)
            .unwrap_or_else(|| panic!("no field {name}"))
            .value = (*value).to_owned();
    }
    values
}

/// What a form comes to when some of its values are typed.
fn decided(action: FormAction, case: &str, typed: &[(&str, &str)], reason: &str) -> Decision {
    let portfolio = sample::portfolio();
    let (record, base) = of(&portfolio, action, case);
    let form = RateForm::new(&portfolio, action, Some(case), Some(&record)).unwrap();
    form.decide(&base, &with(&base, typed), reason)
}

fn saved(decision: Decision) -> Vec<(Option<RateLine>, RateLine)> {
    let line = |entity: Option<Entity>| match entity {
        Some(Entity::RateLine(line)) => Some(line),
        _ => None,
    };
    match decision {
        Decision::Save(decided) => decided
            .changes
            .into_iter()
            .map(|change| (line(change.before), line(change.after).unwrap()))
            .collect(),
        Decision::Refuse(problems) => panic!("{problems:?}"),
        Decision::Clash(found) => panic!("{:?}", found.fields),
    }
}

fn refused(decision: Decision) -> Vec<FieldProblem> {
    match decision {
        Decision::Refuse(problems) => problems,
        _ => panic!("not refused"),
    }
}

fn checked(action: FormAction, case: &str, typed: &[(&str, &str)]) -> FormCheck {
    let portfolio = sample::portfolio();
    let (record, base) = of(&portfolio, action, case);
    let form = RateForm::new(&portfolio, action, Some(case), Some(&record)).unwrap();
    form.check(&with(&base, typed))
}

fn texts(effect: &Effect) -> Vec<&str> {
    effect.remarks.iter().map(|remark| remark.text.as_str()).collect()
}

const ADD: FormAction = FormAction::AddRate;
const CHANGE: FormAction = FormAction::ChangeRate;
const CORRECT: FormAction = FormAction::CorrectRate;
const END: FormAction = FormAction::EndRate;

#[test]
fn a_change_closes_the_old_line_the_day_before_and_opens_the_new() {
    let typed =
        [("from", "01-01-2027"), ("amount", "2.542,72"), ("cause", "p/l"), ("source", "Takstblad 2027")];
    let changes = saved(decided(CHANGE, CASE, &typed, ""));
    let [(old, closed), (none, opened)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(none, &None);
    assert_eq!(closed.to.map(format::date).as_deref(), Some("31-12-2026"));
    assert_eq!(&RateLine { to: None, ..closed.clone() }, old.as_ref().unwrap(), "nothing else is touched");
    assert_eq!((format::date(opened.from), opened.to), ("01-01-2027".to_owned(), None));
    assert_eq!(opened.amount, Rate::from_scaled(25_427_200));
    assert_eq!(opened.cause.as_ref().map(Cause::word), Some("P/L"));
    assert_eq!(
        (&opened.service, &opened.paragraph, opened.unit),
        (&closed.service, &closed.paragraph, closed.unit)
    );
}

#[test]
fn a_correction_annuls_the_wrong_line_and_opens_the_right_one_and_wants_a_reason() {
    let problems = refused(decided(CORRECT, CASE, &[("amount", "2.366,27")], " "));
    assert_eq!(problems[0].field, "reason");
    let changes = saved(decided(CORRECT, CASE, &[("amount", "2.366,27")], "Tal byttet om"));
    let [(wrong, annulled), (_, right)] = changes.as_slice() else { panic!("{changes:?}") };
    assert!(annulled.annulled && !wrong.as_ref().unwrap().annulled);
    assert_eq!(annulled.amount, wrong.as_ref().unwrap().amount, "it stays as it was");
    assert_eq!((right.corrects, right.from, right.to), (Some(annulled.id), annulled.from, annulled.to));
    assert_eq!(right.cause.as_ref().map(Cause::word), Some("Rettelse"));
}

#[rstest]
#[case("-2.466,27", "Grundtakst er under 0 kr.")]
#[case("0,00", "Taksten er 0,00 kr.")]
#[case("246,63", "det sædvanlige er 500 til 15.000 kr.")]
fn a_correction_to_a_rate_that_is_hardly_meant_is_warned_about_and_may_be_saved(
    #[case] amount: &str,
    #[case] words: &str,
) {
    let found = checked(CORRECT, CASE, &[("amount", amount)]).problems;
    let told: Vec<&str> =
        found.iter().filter(|problem| problem.field == "amount").map(|p| p.sentence.as_str()).collect();
    assert!(told.iter().any(|sentence| sentence.contains(words)), "{found:?}");
    assert!(found.iter().all(|problem| !problem.is_error), "{found:?}");
    assert_eq!(saved(decided(CORRECT, CASE, &[("amount", amount)], "Byttet om")).len(), 2);
}

#[test]
fn an_end_closes_the_line_and_tells_that_nothing_follows() {
    let check = checked(END, CASE, &[("to", "31-12-2026")]);
    assert!(check.problems.iter().all(|problem| !problem.is_error));
    assert!(
        check.problems[0].sentence.starts_with("Der er ingen takst fra 01-01-2027"),
        "{:?}",
        check.problems
    );
    let effect = check.effect.unwrap();
    assert_eq!(effect.rows[2].after, "takst mangler", "never 0 kr.");
    assert_eq!(effect.rows[2].change, None);
    let changes = saved(decided(END, CASE, &[("to", "31-12-2026")], ""));
    assert_eq!(changes[0].1.to.map(format::date).as_deref(), Some("31-12-2026"));
}

#[test]
fn the_effect_tells_both_years_and_annualised_on_the_day_that_counts() {
    let typed = [("from", "01-03-2027"), ("amount", "2.800,00"), ("cause", "")];
    let check = checked(CHANGE, CASE, &typed);
    assert_eq!(check.problems[0].field, "cause");
    let effect = check.effect.expect("the cause has no say in the money");
    let rows: Vec<_> = effect
        .rows
        .iter()
        .map(|row| (row.label.as_str(), row.before.as_str(), row.after.as_str(), row.change.as_deref()))
        .collect();
    // 2.466,27 × 365 = 900.188,55; from 01-03 306 days at 333,73 more.
    assert_eq!(
        rows,
        [
            ("I år (2026)", "900.188,55 kr.", "900.188,55 kr.", Some("0,00 kr.")),
            ("Næste år (2027)", "900.188,55 kr.", "1.002.309,93 kr.", Some("+102.121,38 kr.")),
            ("Helårsvirkning pr. 01-03-2027", "900.188,55 kr.", "1.022.000,00 kr.", Some("+121.811,45 kr.")),
        ]
    );
    assert_eq!(effect.rows[2].percent.as_deref(), Some("+13,5\u{a0}%"));
    assert!(
        texts(&effect).contains(
            &"Sagen kommer over 1,0 mio. kr. fra 01-03-2027: 1.022.000 kr. om året. Centerchefen skal se den."
        ),
        "{:?}",
        effect.remarks
    );
    assert_eq!(
        effect.sentences,
        [
            "Grundtakst 2.466,27 kr. pr. døgn slutter 28-02-2027.",
            "Grundtakst 2.800,00 kr. pr. døgn begynder 01-03-2027.",
            "Det gælder fra 01-03-2027, om 101 dage; indtil da er udgiften den samme.",
        ]
    );
}

#[rstest]
#[case("S2022-1008", "2.466,28", "01-12-2026", "er fortsat under 1,0 mio. kr.")]
#[case("S2022-1008", "2.739,72", "01-12-2026", "er fortsat under 1,0 mio. kr.")]
#[case("S2022-1008", "2.739,73", "01-12-2026", "kommer over 1,0 mio. kr. fra 01-12-2026")]
#[case("S2022-1008", "3.000,00", "01-03-2028", "Det er mere end tolv måneder ude")]
fn whether_the_case_goes_above_the_limit_is_told_to_the_krone(
    #[case] case: &str,
    #[case] amount: &str,
    #[case] from: &str,
    #[case] words: &str,
) {
    let effect = checked(CHANGE, case, &[("from", from), ("amount", amount)]).effect.unwrap();
    assert!(texts(&effect)[0].contains(words), "{:?}", texts(&effect));
}

#[test]
fn a_rate_is_held_against_the_one_before_it_regulated_by_pl() {
    let effect = checked(CHANGE, CASE, &[("from", "01-07-2026"), ("amount", "2.500,00")]).effect.unwrap();
    assert!(
        texts(&effect).iter().any(|text| text.contains("33,73 kr. pr. døgn (1,37\u{a0}%) over P/L")),
        "{:?}",
        texts(&effect)
    );
    let effect = checked(CHANGE, CASE, &[("from", "01-01-2031"), ("amount", "2.500,00")]).effect.unwrap();
    assert!(texts(&effect).iter().any(|text| text.contains("P/L mangler for")), "{:?}", texts(&effect));
}

#[rstest]
#[case(CHANGE, &[("from", "01-01-2026")], "from", "kan først begynde dagen efter")]
#[case(CHANGE, &[("from", "")], "from", "Udfyld gælder fra")]
#[case(CHANGE, &[("from", "01-12-2026"), ("to", "01-11-2026")], "to", "før den første, 01-12-2026")]
#[case(CHANGE, &[("from", "01-12-2026")], "amount", "den samme som før")]
#[case(CHANGE, &[("from", "01-12-2026"), ("amount", "2.417")], "amount", "læses på to måder")]
#[case(CHANGE, &[("from", "01-12-2026"), ("amount", "mange")], "amount", "kan ikke læses")]
#[case(CHANGE, &[("from", "01-12-2026"), ("amount", "-5,00")], "amount", "rabat og rettelser")]
#[case(CHANGE, &[("from", "01-12-2026"), ("unit", "pr. tur"), ("quantity", "10")], "unit", "kan ikke være pr. tur. Vælg pr. døgn, pr. md. eller pr. år.")]
#[case(CHANGE, &[("from", "01-12-2026"), ("settlementDays", "400")], "settlementDays", "366 dage")]
#[case(CORRECT, &[], "amount", "Intet er rettet")]
#[case(CORRECT, &[("from", "01-01-2020")], "from", "før indflytningen 15-02-2022")]
#[case(CORRECT, &[("from", "01-06-2025")], "from", "gælder allerede")]
#[case(END, &[("to", "31-12-2025")], "to", "før den første, 01-01-2026")]
#[case(END, &[("to", "")], "to", "Udfyld sidste dag")]
#[case(END, &[("to", "snart")], "to", "Datoen kan ikke læses")]
fn what_cannot_be_is_said_at_its_field(
    #[case] action: FormAction,
    #[case] typed: &[(&str, &str)],
    #[case] field: &str,
    #[case] words: &str,
) {
    let problems = refused(decided(action, CASE, typed, "fordi"));
    assert!(
        problems
            .iter()
            .any(|problem| problem.field == field && problem.is_error && problem.sentence.contains(words)),
        "{problems:?}"
    );
    let while_typing = checked(action, CASE, typed).problems;
    assert!(while_typing.iter().any(|problem| problem.sentence.contains(words)), "{while_typing:?}");
}

fn added(typed: &[(&str, &str)]) -> Decision {
    let mut all = vec![("cause", "Bevilling"), ("from", "01-12-2026")];
    all.extend_from_slice(typed);
    decided(ADD, CASE, &all, "")
}

#[rstest]
#[case(&[("service", "Ekstra støttetimer"), ("amount", "425"), ("unit", "pr. time"), ("quantity", "169")], "quantity", "168 timer")]
#[case(&[("service", "Ekstra støttetimer"), ("amount", "425"), ("unit", "pr. time"), ("quantity", "0")], "quantity", "0 kan der ikke")]
#[case(&[("service", "Ekstra støttetimer"), ("amount", "425"), ("unit", "pr. time")], "quantity", "Udfyld antal pr. uge")]
#[case(&[("service", "Dagtilbud"), ("amount", "544"), ("unit", "pr. døgn (dagtilbud)"), ("quantity", "6")], "quantity", "højst 5 dage")]
#[case(&[("service", "Transport"), ("amount", "180"), ("unit", "pr. tur"), ("quantity", "80")], "quantity", "højst 70 ture")]
#[case(&[("service", "Dagtilbud"), ("amount", "544"), ("unit", "pr. time"), ("quantity", "3")], "unit", "kan ikke være pr. time")]
#[case(&[("service", "Engangsbeløb"), ("amount", "5000"), ("unit", "pr. døgn")], "unit", "Vælg engangsbeløb.")]
#[case(&[("service", "Grundtakst"), ("amount", "2500")], "from", "»Ny takst fra …«")]
#[case(&[("service", ""), ("amount", "2500")], "service", "Udfyld ydelse")]
#[case(&[("service", "Nattillæg"), ("amount", "100"), ("from", "01-01-2022")], "from", "før indflytningen")]
#[case(&[("service", "Nattillæg"), ("amount", "100"), ("cause", "")], "cause", "Udfyld årsag")]
fn a_new_line_that_cannot_be_is_refused_at_its_field(
    #[case] typed: &[(&str, &str)],
    #[case] field: &str,
    #[case] words: &str,
) {
    let problems = refused(added(typed));
    assert!(
        problems
            .iter()
            .any(|problem| problem.field == field && problem.is_error && problem.sentence.contains(words)),
        "{problems:?}"
    );
}

#[test]
fn a_new_line_has_the_paragraph_of_its_service() {
    for (service, unit, quantity, paragraph) in [
        ("Dagtilbud", "pr. døgn (dagtilbud)", "2,5", "§ 104"),
        ("transport", "pr. md.", "", "§ 105"),
        ("Musikterapi", "pr. md.", "", "§ 107"),
    ] {
        let typed = [("service", service), ("amount", "544"), ("unit", unit), ("quantity", quantity)];
        let changes = saved(added(&typed));
        assert_eq!(changes[0].1.paragraph, paragraph, "{service}");
    }
    let typed = [
        ("service", "Dagtilbud"),
        ("paragraph", "§ 103"),
        ("amount", "544"),
        ("unit", "pr. fremmødedag"),
        ("quantity", "3"),
        ("openWeeks", "46"),
    ];
    let line = saved(added(&typed)).remove(0).1;
    assert_eq!((line.paragraph.as_str(), line.weeks()), ("§ 103", 46.into()));
}

#[test]
fn a_one_off_may_be_paid_before_the_stay_and_a_fixed_number_of_days_is_kept() {
    let typed = [
        ("service", "Engangsbeløb"),
        ("amount", "10.000,-"),
        ("unit", "engangsbeløb"),
        ("from", "01-02-2022"),
    ];
    assert_eq!(saved(added(&typed))[0].1.to, None);
    let typed = [("service", "Dagtimetillæg"), ("amount", "100"), ("settlementDays", "334")];
    assert_eq!(saved(added(&typed))[0].1.settlement_days, Some(334));
}

#[rstest]
#[case("2.466,27", "pr. døgn", false)]
#[case("499,99", "pr. døgn", true)]
#[case("15.000,01", "pr. døgn", true)]
#[case("53.594", "pr. md.", false)]
#[case("2.466,27", "pr. md.", true)]
#[case("900.000", "pr. år", false)]
fn a_rate_far_from_the_usual_is_pointed_out_by_day(
    #[case] amount: &str,
    #[case] unit: &str,
    #[case] is_odd: bool,
) {
    // A point before three digits is asked about; thousands are written out here.
    let amount = if amount.contains(',') { amount.to_owned() } else { format!("{amount},00") };
    let check = checked(CHANGE, CASE, &[("from", "01-12-2026"), ("amount", &amount), ("unit", unit)]);
    let found = check.problems.iter().any(|problem| problem.sentence.contains("det sædvanlige er"));
    assert_eq!(found, is_odd, "{:?}", check.problems);
    assert!(check.problems.iter().filter(|p| p.sentence.contains("sædvanlige")).all(|p| !p.is_error));
}

#[test]
fn somebody_elses_end_of_the_same_line_is_shown_and_not_overwritten() {
    let portfolio = sample::portfolio();
    let (record, base) = of(&portfolio, END, CASE);
    let mut register = sample::register();
    let line = register.rate_lines.iter_mut().find(|line| line.id.to_string() == record).unwrap();
    line.to = chrono::NaiveDate::from_ymd_opt(2027, 3, 31);
    let portfolio = Portfolio::new(std::sync::Arc::new(register), sample::today());
    let form = RateForm::new(&portfolio, END, Some(CASE), Some(&record)).unwrap();
    match form.decide(&base, &with(&base, &[("to", "31-12-2026")]), "") {
        Decision::Clash(found) => assert_eq!(found.fields[0].theirs, "31-03-2027"),
        _ => panic!("saved over somebody else's"),
    }
}

#[test]
fn a_line_that_was_annulled_meanwhile_is_left_alone() {
    let (record, _) = of(&sample::portfolio(), CHANGE, CASE);
    let mut register = sample::register();
    register.rate_lines.iter_mut().find(|line| line.id.to_string() == record).unwrap().annulled = true;
    let portfolio = Portfolio::new(std::sync::Arc::new(register), sample::today());
    for action in [CHANGE, CORRECT, END, FormAction::EditRateDetails] {
        let form = RateForm::new(&portfolio, action, Some(CASE), Some(&record)).unwrap();
        let now = forms::values(&form.fields(), &form.draft());
        let problems = refused(form.decide(&now, &now, "fordi"));
        assert!(problems.iter().any(|problem| problem.sentence.contains("annulleret")), "{action:?}");
    }
}

#[test]
fn details_cost_nothing_and_change_nothing_else() {
    let typed = [("reviewOn", "01-06-2027"), ("packageCode", "Gruppe 3"), ("source", "Takstblad 2026")];
    let check = checked(FormAction::EditRateDetails, CASE, &typed);
    assert!(check.effect.is_none(), "{:?}", check.effect);
    let changes = saved(decided(FormAction::EditRateDetails, CASE, &typed, ""));
    let [(Some(before), after)] = changes.as_slice() else { panic!() };
    assert_eq!(after.package_code.as_deref(), Some("Gruppe 3"));
    assert_eq!(
        &RateLine { review_on: before.review_on, package_code: None, source: None, ..after.clone() },
        before
    );
}

#[test]
fn a_form_opens_with_what_is_proposed() {
    let portfolio = sample::portfolio();
    let record = current(&portfolio, CASE).id.to_string();
    let proposed = vec![FieldValue { name: "amount".to_owned(), value: "2.190,00".to_owned() }];
    let request = FormRequest { action: CHANGE, case: Some(CASE.to_owned()), record: Some(record), proposed };
    let form = RateForm::new(&portfolio, CHANGE, Some(CASE), request.record.as_deref()).unwrap();
    let shown = form.form(&request, "id".to_owned());
    let value = |name: &str| shown.fields.iter().find(|field| field.name == name).unwrap().value.clone();
    assert_eq!(
        (value("amount").as_str(), value("unit").as_str(), value("from").as_str()),
        ("2.190,00", "pr. døgn", "")
    );
    assert!(shown.introduction.unwrap().contains("intet overskrives"));
}

#[test]
fn a_line_or_a_form_that_is_not_there_is_said_to_be_so() {
    let portfolio = sample::portfolio();
    let code = |action, case: &str, record: Option<&str>| {
        RateForm::new(&portfolio, action, Some(case), record).err().unwrap().code
    };
    assert_eq!(code(CHANGE, CASE, Some("ikke et id")), "record_unknown");
    assert_eq!(code(CHANGE, CASE, None), "record_unknown");
    assert_eq!(code(ADD, "S-0", None), "case_unknown");
    assert_eq!(code(FormAction::NewGoal, CASE, None), "action_unknown");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_change_read_back_is_the_closed_old_and_the_opened_new_and_a_correction_costs_as_if_always_right(
        kroner in 600_i64..9_000,
        ahead in 1_i64..500,
    ) {
        let register = sample::register();
        let portfolio = Portfolio::new(std::sync::Arc::new(register.clone()), sample::today());
        let old = current(&portfolio, CASE);
        prop_assume!(old.amount != Rate::from_scaled(kroner * 10_000));
        let from = vilkaar_domain::calendar::add_days(old.from, ahead);
        let amount = format::rate(Rate::from_scaled(kroner * 10_000));
        let priced = |decision: Decision| {
            let Decision::Save(decided) = decision else { panic!("not saved") };
            let mut register = register.clone();
            for change in decided.changes {
                register.apply(change.before.as_ref(), change.after);
            }
            let after = Portfolio::new(std::sync::Arc::new(register), sample::today());
            after.case(CASE).unwrap().priced.clone()
        };
        let date = format::date(from);
        let changed = priced(decided(CHANGE, CASE, &[("from", &date), ("amount", &amount), ("cause", "Forhandlet")], ""));
        let eve = vilkaar_domain::calendar::add_days(from, -1);
        let before = &portfolio.case(CASE).unwrap().priced;
        prop_assert_eq!(changed.gross(old.from, eve), before.gross(old.from, eve));
        prop_assert_eq!(changed.gross(from, from), vilkaar_domain::Money::from_kroner(kroner));
        prop_assert!(changed.gaps(changed.stay).is_empty());

        let corrected = priced(decided(CORRECT, CASE, &[("amount", &amount)], "Tastefejl"));
        let days = (eve - old.from).num_days() + 1;
        let years_whole = vilkaar_domain::Money::from_kroner(kroner * days);
        prop_assert_eq!(corrected.gross(old.from, eve), years_whole);
        prop_assert!(corrected.lines().iter().all(|line| line.id() != old.id), "the annulled line costs nothing");
    }
}

#[test]
fn a_new_rate_goes_on_from_no_line_that_somebody_else_changed_meanwhile() {
    let portfolio = sample::portfolio();
    let (record, base) = of(&portfolio, CHANGE, CASE);
    let mut register = portfolio.register().clone();
    let line = register.rate_lines.iter_mut().find(|line| line.id.to_string() == record).unwrap();
    line.to = Some("2027-06-30".parse().unwrap());
    let theirs = Portfolio::new(std::sync::Arc::new(register), sample::today());
    let form = RateForm::new(&theirs, CHANGE, Some(CASE), Some(&record)).unwrap();
    let typed = [("from", "01-01-2027"), ("amount", "2.542,72"), ("cause", "P/L")];
    let Decision::Clash(found) = form.decide(&base, &with(&base, &typed), "") else { panic!("no clash") };
    assert_eq!((found.fields[0].name.as_str(), found.fields[0].theirs.as_str()), ("to", "30-06-2027"));
}

#[test]
fn a_field_that_the_unit_hides_stays_until_the_user_changes_the_unit() {
    let mut register = sample::register();
    let id = current(&sample::portfolio(), CASE).id;
    let line = register.rate_lines.iter_mut().find(|line| line.id == id).unwrap();
    line.open_weeks = Some(Decimal::from(46));
    let portfolio = Portfolio::new(std::sync::Arc::new(register), sample::today());
    let (record, base) = of(&portfolio, CORRECT, CASE);
    let form = RateForm::new(&portfolio, CORRECT, Some(CASE), Some(&record)).unwrap();
    let put_right = |typed: &[(&str, &str)]| {
        let changes = saved(form.decide(&base, &with(&base, typed), "Tal byttet om"));
        changes.last().unwrap().1.open_weeks
    };
    assert_eq!(put_right(&[("amount", "2.366,27")]), Some(Decimal::from(46)));
    assert_eq!(put_right(&[("unit", "pr. md."), ("amount", "72.000,00")]), None);
}

#[test]
fn a_second_housing_rate_under_another_paragraph_is_pointed_out() {
    let portfolio = sample::portfolio();
    let mut register = portfolio.register().clone();
    let id = current(&portfolio, CASE).id;
    register.rate_lines.iter_mut().find(|line| line.id == id).unwrap().paragraph = "§ 85".to_owned();
    let portfolio = Portfolio::new(std::sync::Arc::new(register), sample::today());
    let form = RateForm::new(&portfolio, ADD, Some(CASE), None).unwrap();
    let base = forms::values(&form.fields(), &form.draft());
    let typed =
        [("service", "Grundtakst"), ("amount", "2.400,00"), ("from", "01-12-2026"), ("cause", "Indgået")];
    let said = form.check(&with(&base, &typed)).problems;
    assert!(said.iter().any(|problem| problem.sentence.contains("betalt to gange")), "{said:?}");
}
