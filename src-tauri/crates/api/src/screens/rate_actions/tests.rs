//! What is open to a line, and what the trappetakster of S2022-1008 propose: a date, and a goal that the provider
//! alone has measured as opnået.

use std::sync::Arc;

use vilkaar_application::portfolio::Portfolio;
use vilkaar_domain::{FollowUp, Rate, RateLineId, Register, Service};

use super::*;
use crate::sample;
use crate::screens::rate_form::RateForm;
use crate::types::FormRequest;

const CASE: &str = "S2022-1008";

fn on(register: Register, day: &str) -> Portfolio {
    Portfolio::new(Arc::new(register), NaiveDate::parse_from_str(day, "%d-%m-%Y").unwrap())
}

fn proposed(portfolio: &Portfolio) -> Vec<RateProposal> {
    let file = portfolio.file(portfolio.case(CASE).unwrap());
    proposals(&file, &portfolio.register().settings, portfolio.today())
}

/// The register in which a sagsbehandler has confirmed what the provider measured.
fn confirmed() -> Register {
    let mut register = sample::register();
    let placement = register.placements.iter().find(|placement| placement.case.as_str() == CASE).unwrap().id;
    let goal =
        register.step_rates.iter().find(|step| step.placement == placement && step.when_goal.is_some());
    let goal = goal.unwrap().when_goal.unwrap();
    let latest = register.follow_ups.iter().filter(|entry| entry.goal == goal).max_by_key(|entry| entry.date);
    let mut entry: FollowUp = latest.unwrap().clone();
    entry.id = vilkaar_domain::FollowUpId(uuid::Uuid::from_u128(8_888));
    entry.date = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap();
    entry.source = Some(vilkaar_domain::Source::CaseWorker);
    register.follow_ups.push(entry);
    register
}

#[test]
fn the_providers_own_measurement_proposes_nothing_and_neither_does_a_day_ahead() {
    assert!(proposed(&sample::portfolio()).is_empty());
}

#[test]
fn a_date_that_has_come_proposes_the_change_filled_in() {
    let portfolio = on(sample::register(), "01-01-2027");
    let [proposal] = proposed(&portfolio).try_into().unwrap();
    assert_eq!(
        proposal.sentence,
        "Trappetaksten Grundtakst 2.190,00 kr. pr. døgn kan træde i kraft 01-01-2027: aftalens dag var 01-01-2027."
    );
    assert_eq!(proposal.saving, "Sparer 100.839 kr. om året");
    let RecordAction { action, record, proposed, .. } = proposal.action;
    let form = RateForm::new(&portfolio, action, Some(CASE), record.as_deref()).unwrap();
    let request = FormRequest { action, case: Some(CASE.to_owned()), record, proposed };
    let shown = form.form(&request, "id".to_owned());
    let values: Vec<FieldValue> =
        shown.fields.into_iter().map(|field| FieldValue { name: field.name, value: field.value }).collect();
    let check = form.check(&values);
    assert!(check.problems.iter().all(|problem| !problem.is_error), "{:?}", check.problems);
    assert_eq!(check.effect.unwrap().rows[2].after, "799.350,00 kr.");
}

#[test]
fn a_goal_confirmed_by_the_sagsbehandler_proposes_from_its_day_however_late_it_is_looked_at() {
    for day in ["20-11-2026", "01-12-2026", "31-12-2026"] {
        let [proposal] = proposed(&on(confirmed(), day)).try_into().unwrap();
        assert_eq!(
            proposal.sentence,
            "Trappetaksten Grundtakst 2.050,00 kr. pr. døgn kan træde i kraft 18-11-2026: målet Egen sundhed blev opnået 18-11-2026 og er bekræftet.",
            "{day}"
        );
    }
}

/// The register once P/L has raised the rate in force on a day.
fn regulated(from: &str) -> Register {
    let mut register = sample::register();
    let is_current = |line: &&RateLine| line.amount == Rate::from_scaled(24_662_700) && line.to.is_none();
    let old = register.rate_lines.iter().find(is_current).unwrap().clone();
    let from = NaiveDate::parse_from_str(from, "%d-%m-%Y").unwrap();
    let new = RateLine {
        id: RateLineId(uuid::Uuid::from_u128(8_893)),
        amount: Rate::from_scaled(25_427_200),
        from,
        cause: vilkaar_domain::Cause::new("P/L"),
        ..old.clone()
    };
    register.put(vilkaar_domain::Entity::RateLine(old.closed_before(from)));
    register.put(vilkaar_domain::Entity::RateLine(new));
    register
}

#[test]
fn a_step_is_proposed_after_pl_has_raised_the_rate_and_corrects_a_line_that_began_on_its_day() {
    for (pl_from, on_day, expected, because) in [
        ("01-01-2027", "15-02-2027", "01-01-2027", "aftalens dag var 01-01-2027."),
        ("01-01-2027", "15-02-2028", "01-01-2027", "aftalens dag var 01-01-2027."),
        (
            "01-07-2027",
            "15-08-2027",
            "01-07-2027",
            "aftalens dag var 01-01-2027. Taksten er reguleret 01-07-2027; dagene før afregnes med leverandøren for sig.",
        ),
    ] {
        let portfolio = on(regulated(pl_from), on_day);
        let [proposal] = proposed(&portfolio).try_into().unwrap();
        assert_eq!(
            proposal.sentence,
            format!("Trappetaksten Grundtakst 2.190,00 kr. pr. døgn kan træde i kraft {expected}: {because}")
        );
        let RecordAction { action, record, proposed: values, .. } = proposal.action;
        assert_eq!(action, FormAction::CorrectRate);
        let form = RateForm::new(&portfolio, action, Some(CASE), record.as_deref()).unwrap();
        let request = FormRequest { action, case: Some(CASE.to_owned()), record, proposed: values };
        let base: Vec<FieldValue> = form
            .form(&FormRequest { proposed: Vec::new(), ..request.clone() }, "id".to_owned())
            .fields
            .into_iter()
            .map(|field| FieldValue { name: field.name, value: field.value })
            .collect();
        let values: Vec<FieldValue> = form
            .form(&request, "id".to_owned())
            .fields
            .into_iter()
            .map(|field| FieldValue { name: field.name, value: field.value })
            .collect();
        let crate::program::saving::Decision::Save(decided) =
            form.decide(&base, &values, "Trappetaksten er ikke gennemført")
        else {
            panic!("not saved")
        };
        let mut after = portfolio.register().clone();
        for change in decided.changes {
            after.apply(change.before.as_ref(), change.after);
        }
        for day in ["20-11-2026", on_day, "01-01-2030"] {
            assert!(proposed(&on(after.clone(), day)).is_empty(), "carried out: {day}");
        }
    }
}

/// The register once a proposal is carried out as it is filled in.
fn carried_out(portfolio: &Portfolio, proposal: RateProposal) -> Register {
    let RecordAction { action, record, proposed: values, .. } = proposal.action;
    let form = RateForm::new(portfolio, action, Some(CASE), record.as_deref()).unwrap();
    let request = FormRequest { action, case: Some(CASE.to_owned()), record, proposed: values };
    let shown = |request: &FormRequest| -> Vec<FieldValue> {
        let fields = form.form(request, "id".to_owned()).fields;
        fields.into_iter().map(|field| FieldValue { name: field.name, value: field.value }).collect()
    };
    let (base, values) = (shown(&FormRequest { proposed: Vec::new(), ..request.clone() }), shown(&request));
    let crate::program::saving::Decision::Save(decided) =
        form.decide(&base, &values, "Trappetaksten er ikke gennemført")
    else {
        panic!("not saved")
    };
    let mut after = portfolio.register().clone();
    for change in decided.changes {
        after.apply(change.before.as_ref(), change.after);
    }
    after
}

#[test]
fn a_step_carried_out_while_next_years_pl_is_planned_is_proposed_for_the_planned_rate_too() {
    let mut register = regulated("01-01-2027");
    let step =
        register.step_rates.iter_mut().find(|step| step.from == NaiveDate::from_ymd_opt(2027, 1, 1)).unwrap();
    step.from = NaiveDate::from_ymd_opt(2026, 12, 10);
    let portfolio = on(register, "10-12-2026");
    let [first] = proposed(&portfolio).try_into().unwrap();
    assert_eq!(
        first.sentence,
        "Trappetaksten Grundtakst 2.190,00 kr. pr. døgn kan træde i kraft 10-12-2026: aftalens dag var 10-12-2026. \
         Taksten, der er planlagt fra 01-01-2027, foreslås sat ned bagefter."
    );
    let register = carried_out(&portfolio, first);
    for day in ["10-12-2026", "15-02-2027"] {
        let portfolio = on(register.clone(), day);
        let [second] = proposed(&portfolio).try_into().unwrap();
        assert_eq!(
            second.sentence,
            "Trappetaksten Grundtakst 2.190,00 kr. pr. døgn kan træde i kraft 01-01-2027: aftalens dag var \
             10-12-2026. Taksten fra 01-01-2027 er den gamle takst reguleret og skal også sættes ned.",
            "{day}"
        );
        let after = carried_out(&portfolio, second);
        for day in ["10-12-2026", "01-01-2027", "01-01-2030"] {
            assert!(proposed(&on(after.clone(), day)).is_empty(), "carried out: {day}");
        }
    }
}

#[test]
fn what_has_been_done_or_planned_is_not_proposed_again() {
    let mut register = confirmed();
    let old = register
        .rate_lines
        .iter()
        .find(|line| {
            line.service == Service::BaseRate
                && line.to.is_none()
                && line.amount == Rate::from_scaled(24_662_700)
        })
        .unwrap()
        .clone();
    let from = NaiveDate::from_ymd_opt(2027, 2, 1).unwrap();
    let new = RateLine {
        id: RateLineId(uuid::Uuid::from_u128(8_889)),
        amount: Rate::from_scaled(20_500_000),
        from,
        ..old.clone()
    };
    register.put(vilkaar_domain::Entity::RateLine(old.closed_before(from)));
    register.put(vilkaar_domain::Entity::RateLine(new));
    for day in ["20-11-2026", "01-02-2027", "01-06-2027"] {
        let portfolio = on(register.clone(), day);
        assert!(proposed(&portfolio).is_empty(), "{day}");
        let facts = portfolio.case(CASE).unwrap();
        let is_step = |item: &&vilkaar_domain::agenda::AgendaItem| {
            item.kind() == vilkaar_domain::agenda::AgendaKind::StepRate
        };
        assert_eq!(facts.agenda.iter().filter(is_step).count(), 0, "on the agenda: {day}");
        let shown = crate::screens::placement::placement(&portfolio, facts, &[]).unwrap();
        let is_expected = |row: &&crate::types::RateLine| row.state == RateLineState::Expected;
        assert_eq!(shown.economy.lines.iter().filter(is_expected).count(), 0, "in the table: {day}");
        // The clauses can still be put right and taken out.
        let quiet: Vec<_> = shown.economy.lines.iter().filter(|row| row.id.is_none()).collect();
        assert_eq!(quiet.len(), portfolio.file(facts).step_rates.len(), "{day}");
        for row in quiet {
            let labels: Vec<&str> = row.actions.iter().map(|action| action.label.as_str()).collect();
            assert_eq!(labels, ["Ret trappetakst", "Fjern trappetakst"]);
            assert!(
                row.remark.as_ref().unwrap().starts_with("Trappetaksten gælder ikke: "),
                "{:?}",
                row.remark
            );
        }
    }
}

#[test]
fn a_line_is_open_to_what_its_state_allows() {
    let portfolio = sample::portfolio();
    let file = portfolio.file(portfolio.case(CASE).unwrap());
    let line = file.rate_lines.last().copied().unwrap();
    let labels = |state| of_line(line, state).into_iter().map(|action| action.label).collect::<Vec<_>>();
    assert_eq!(labels(RateLineState::InForce), ["Ny takst fra …", "Afslut", "Ret fejl", "Ret oplysninger"]);
    assert_eq!(labels(RateLineState::Ended), ["Ret fejl", "Ret oplysninger"]);
    assert!(labels(RateLineState::Annulled).is_empty());
}

#[test]
fn the_annulled_line_and_the_right_one_name_each_other() {
    let mut register = sample::register();
    let wrong =
        register.rate_lines.iter().find(|line| line.amount == Rate::from_scaled(24_662_700)).unwrap().clone();
    let right = RateLine {
        id: RateLineId(uuid::Uuid::from_u128(8_890)),
        amount: Rate::from_scaled(23_662_700),
        corrects: Some(wrong.id),
        source: Some("Takstblad 2026".to_owned()),
        ..wrong.clone()
    };
    register.put(vilkaar_domain::Entity::RateLine(wrong.as_annulled()));
    register.put(vilkaar_domain::Entity::RateLine(right.clone()));
    let portfolio = on(register, "20-11-2026");
    let shown = crate::screens::placement::placement(&portfolio, portfolio.case(CASE).unwrap(), &[]).unwrap();
    let of = |id: RateLineId| {
        shown.economy.lines.iter().find(|row| row.id.as_deref() == Some(&id.to_string())).unwrap().clone()
    };
    let (annulled, opened) = (of(wrong.id), of(right.id));
    assert_eq!(annulled.state, RateLineState::Annulled);
    assert_eq!(annulled.annualised, None, "it costs nothing");
    assert_eq!(annulled.remark.as_deref(), Some("Rettet: afløst af 2.366,27 kr. pr. døgn"));
    assert_eq!(
        opened.remark.as_deref(),
        Some("Afløser 2.466,27 kr. pr. døgn, som var en fejl; Kilde: Takstblad 2026")
    );
    assert_eq!(opened.annualised.as_deref(), Some("863.689"));
}
