//! What roles keep from somebody in a folder, where the file itself holds nothing back: the program shows no more than a
//! server would give.

use std::path::Path;

use chrono::Local;
use vilkaar_api::types::*;
use vilkaar_domain::Role;

use crate::attachments::{Desk, pdf};
use crate::roles::Household;

const CASE: &str = "S2022-1008";

fn roles(roles: &[Role]) -> vilkaar_domain::Roles {
    roles.iter().copied().collect()
}

/// The case as it is shown.
fn shown(program: &vilkaar_api::Program) -> Placement {
    program.placement(PlacementRequest { case: CASE.to_owned() }).unwrap()
}

fn request(to: AttachTo, record: Option<&str>) -> AttachFile {
    let record = record.map(str::to_owned);
    AttachFile { case: CASE.to_owned(), to, record, operation: uuid::Uuid::new_v4().to_string() }
}

/// Saves a form of goals with what is typed.
fn save(program: &vilkaar_api::Program, action: FormAction, record: Option<&str>, typed: &[(&str, &str)]) {
    let (case, record) = (Some(CASE.to_owned()), record.map(str::to_owned));
    let request = FormRequest { action, case: case.clone(), record: record.clone(), proposed: vec![] };
    let Form { fields, operation, .. } = program.goal_form(request).unwrap();
    let base: Vec<FieldValue> =
        fields.into_iter().map(|field| FieldValue { name: field.name, value: field.value }).collect();
    let mut values = base.clone();
    for (name, value) in typed {
        let known = values.iter_mut().find(|known| known.name == *name);
        known.unwrap_or_else(|| panic!("{name} is no field")).value = (*value).to_owned();
    }
    let request = SaveForm { action, case, record, operation, base, values, reason: String::new() };
    let outcome = program.save_goal(request).unwrap();
    assert!(matches!(outcome, SaveOutcome::Saved { .. }), "{outcome:?}");
}

#[test]
fn a_case_worker_swaps_no_signed_file_and_finance_sees_no_report_and_no_words_about_the_citizen() {
    let household = Household::new();
    let desk = Desk::default();
    let folder = tempfile::TempDir::new().unwrap();
    let file = |name: &str, size: usize| {
        let path = folder.path().join(name);
        std::fs::write(&path, pdf(size)).unwrap();
        path
    };
    let (signed, report) = (file("Kontrakt.pdf", 5_000), file("Rapport om Bodil.pdf", 6_000));
    let program = household.signed_in_with(Box::new(desk.clone()));
    let contract = shown(&program).contracts[0].id.clone();
    let attach = |program: &vilkaar_api::Program, path: &Path, to: AttachTo| {
        desk.answer(path);
        let record = matches!(to, AttachTo::Contract | AttachTo::Notice).then_some(contract.as_str());
        program.attach_file(request(to, record))
    };
    attach(&program, &signed, AttachTo::Contract).unwrap().unwrap();
    attach(&program, &report, AttachTo::StatusReport).unwrap().unwrap();
    let goal = shown(&program).goals[0].record.clone();
    save(&program, FormAction::NewSubGoal, Some(&goal), &[("text", "Ringer selv til lægen")]);
    let (case_file, signed_file) = {
        let shown = shown(&program);
        (shown.files[0].id.clone(), shown.contracts[0].files[0].id.clone())
    };
    program.close();
    drop(program);

    household.give(&roles(&[Role::CaseWorker]));
    let program = household.signed_in_with(Box::new(desk.clone()));
    for to in [AttachTo::Contract, AttachTo::Notice] {
        let refused = program.attach_file(request(to, Some(&contract))).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.message.contains("rette kontrakter")),
            ("forbidden", true)
        );
    }
    let refused = program.remove_attachment(AttachmentRequest { id: signed_file.clone() }).unwrap_err();
    assert_eq!(refused.code, "forbidden");
    assert_eq!(shown(&program).contracts[0].files.len(), 1);
    attach(&program, &report, AttachTo::Other).unwrap().unwrap();
    assert_eq!(shown(&program).files.len(), 2);
    assert_eq!(shown(&program).goals[0].sub_goals[0].text, "Ringer selv til lægen");
    program.close();
    drop(program);

    household.give(&roles(&[Role::Finance]));
    let program = household.signed_in_with(Box::new(desk.clone()));
    let seen = shown(&program);
    assert!(seen.files.is_empty(), "{:?}", seen.files);
    assert_eq!(seen.contracts[0].files.len(), 1);
    assert_eq!(seen.goals[0].sub_goals[0].text, "(ses ikke med din rolle)");
    let told = serde_json::to_string(&seen).unwrap();
    assert!(!told.contains("Ringer selv") && !told.contains("Rapport om"), "{told}");
    let open = |id: &str| program.open_attachment(AttachmentRequest { id: id.to_owned() });
    assert_eq!(open(&case_file).unwrap_err().code, "file_unknown");
    open(&signed_file).unwrap();
    // Also on a past day.
    let today = Local::now().date_naive().format("%Y-%m-%d").to_string();
    program.know_as_of(KnowAsOf { day: Some(today) }).unwrap();
    let told = serde_json::to_string(&shown(&program)).unwrap();
    assert!(!told.contains("Ringer selv") && !told.contains("Rapport om"), "{told}");
}
