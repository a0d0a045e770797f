//! Ctrl+Z beside somebody else's work: it is never taken back, and what was changed since is told by whom and when.

use tempfile::TempDir;
use vilkaar_api::Program;
use vilkaar_api::types::*;

use super::{CASE, GOALS, NEAR, latest, new_id, shown, undo};
use crate::driver::{Filled, same, save, saved, screens, whole_agenda};
use crate::shared::Department;

/// The sentence with which an undo is refused; nothing is changed by it.
fn refused(program: &Program, operation: &str) -> String {
    let before = screens(program, &[CASE, GOALS, NEAR]);
    let refused = undo(program, operation).unwrap_err();
    assert_eq!(refused.code, "undo_refused", "{}", refused.message);
    same(&refused.message, &screens(program, &[CASE, GOALS, NEAR]), &before);
    refused.message
}

#[test]
fn what_somebody_else_changed_since_is_not_undone_and_who_what_and_when_are_told() {
    let department = Department::new();
    let (karina, ole) = (&department.karina, &department.ole);
    let value = |program: &Program, field: &str| {
        let form = Filled::open(program, FormAction::EditPlacement, Some(CASE), None).unwrap();
        form.0.base.into_iter().find(|known| known.name == field).unwrap().value
    };

    // One of several cases is enough, and none of the others is taken back without it.
    let request = ChangeCaseWorker {
        cases: [CASE, GOALS, NEAR].map(str::to_owned).to_vec(),
        is_second: true,
        to: "Ib Øst".to_owned(),
        operation: new_id(),
        reason: "Ny fordeling".to_owned(),
    };
    let mine = saved(karina.program.change_case_worker(request).unwrap());
    ole.until("the new case worker", |_| value(&ole.program, "secondCaseWorker") == "Ib Øst");
    assert_eq!(latest(&ole.program), None, "it isn't his to take back");
    let said = refused(&ole.program, &mine);
    assert!(said.contains("kun ens egne"), "{said}");
    let theirs = [("secondCaseWorker", "Bo Vest")];
    let theirs = save(&ole.program, FormAction::EditPlacement, Some(CASE), None, &theirs);
    karina.until("Ole's", |_| value(&karina.program, "secondCaseWorker") == "Bo Vest");
    let offered = karina.program.undoable().unwrap();
    assert_eq!(offered.latest.unwrap().operation, mine, "hers, never his");
    for said in [offered.refusal.unwrap(), refused(&karina.program, &mine)] {
        let told = "Ole Bang har ændret det samme kl. ";
        assert!(said.starts_with(told) && said.contains(": ændrede sagsbehandler 2 i S2022-1008."), "{said}");
    }
    // Once Ole has taken his own back, hers can go too.
    saved(undo(&ole.program, &theirs).unwrap());
    saved(undo(&karina.program, &mine).unwrap());
    assert_ne!(value(&karina.program, "secondCaseWorker"), "Ib Øst");

    // A goal that Ole changed and Karina after him.
    let goal = |program: &Program| shown(program, GOALS).goals[0].clone();
    let record = goal(&ole.program).record;
    let word = |program: &Program, text: &str| {
        save(program, FormAction::EditGoal, Some(GOALS), Some(&record), &[("wording", text)])
    };
    let mine = word(&ole.program, "Tager bussen alene");
    karina.until("the goal", |_| goal(&karina.program).wording.as_deref() == Some("Tager bussen alene"));
    word(&karina.program, "Tager toget alene");
    ole.until("hers", |_| goal(&ole.program).wording.as_deref() == Some("Tager toget alene"));
    let said = refused(&ole.program, &mine);
    assert!(said.starts_with("Karina Holst har ændret det samme kl. "), "{said}");

    // A follow-up sheet of which one goal was put right.
    let sheet = ole.program.follow_up_sheet(PlacementRequest { case: GOALS.to_owned() }).unwrap();
    let row = |goal: &FollowUpGoal| GoalFollowUp {
        goal: goal.id.clone(),
        level: "2".to_owned(),
        result: String::new(),
        remark: String::new(),
    };
    let input = FollowUpInput {
        case: GOALS.to_owned(),
        date: sheet.today,
        source: "Sagsbehandler".to_owned(),
        goals: sheet.goals.iter().map(row).collect(),
        hours: vec![],
    };
    let mine =
        saved(ole.program.save_follow_ups(SaveFollowUps { operation: sheet.operation, input }).unwrap());
    let entry = goal(&ole.program).follow_up_actions[0].record.clone().unwrap();
    let there = |action: &RecordAction| action.record.as_ref() == Some(&entry);
    karina.until("the follow-up", |_| goal(&karina.program).follow_up_actions.iter().any(there));
    let typed = [("level", "3 Svært")];
    save(&karina.program, FormAction::EditFollowUp, Some(GOALS), Some(&entry), &typed);
    let said = refused(&ole.program, &mine);
    assert!(said.starts_with("Karina Holst har ændret det samme kl. "), "{said}");

    // What was built on: Ole's goal has Karina's delmål by now.
    let typed = [
        ("undertema", "Samtale"),
        ("goalType", "Fastholde funktionsevne"),
        ("startLevel", "2 Moderat"),
        ("expectedLevel", "2 Moderat"),
        ("from", "01-11-2026"),
    ];
    let mine = save(&ole.program, FormAction::NewGoal, Some(CASE), None, &typed);
    let goals = |program: &Program| shown(program, CASE).goals;
    let known: Vec<String> = goals(&ole.program).into_iter().map(|goal| goal.record).collect();
    karina.until("the new goal", |_| goals(&karina.program).len() == known.len());
    let new = goals(&karina.program).into_iter().find(|goal| goal.measured.is_none()).unwrap().record;
    save(&karina.program, FormAction::NewSubGoal, Some(CASE), Some(&new), &[("text", "Ringer selv")]);
    ole.until("her delmål", |_| goals(&ole.program).iter().any(|goal| !goal.sub_goals.is_empty()));
    let said = refused(&ole.program, &mine);
    assert!(said.starts_with("Karina Holst har kl. ") && said.contains("tilføjet noget (delmål)"), "{said}");

    // An item of the agenda.
    let item = ole.program.agenda(whole_agenda()).unwrap().rows[0].item.clone();
    let handle = |program: &Program, action, until: Option<&str>, owner: Option<&str>| {
        let request = HandleItem {
            items: vec![item.clone()],
            action,
            reason: "aftalt".to_owned(),
            until: until.map(str::to_owned),
            owner: owner.map(str::to_owned),
            operation: new_id(),
        };
        saved(program.handle_item(request).unwrap())
    };
    let mine = handle(&ole.program, ItemAction::HandOver, None, Some("Karina Holst"));
    let row = |program: &Program| {
        let agenda = program.agenda(whole_agenda()).unwrap();
        agenda.rows.into_iter().find(|row| row.item == item).unwrap()
    };
    karina.until("it is hers", |_| row(&karina.program).handed_over.is_some());
    handle(&karina.program, ItemAction::Handle, None, None);
    let said = refused(&ole.program, &mine);
    assert!(said.starts_with("Karina Holst har ændret det samme kl. "), "{said}");

    // A file that was taken off since.
    let folder = TempDir::new().unwrap();
    let report = folder.path().join("status.pdf");
    std::fs::write(&report, b"%PDF-1.7\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n").unwrap();
    ole.answers.next(&report);
    let request = AttachFile {
        case: NEAR.to_owned(),
        to: AttachTo::StatusReport,
        record: None,
        operation: uuid::Uuid::new_v4().to_string(),
    };
    let mine = saved(ole.program.attach_file(request).unwrap().unwrap());
    karina.until("the file", |_| !shown(&karina.program, NEAR).files.is_empty());
    let id = shown(&karina.program, NEAR).files[0].id.clone();
    saved(karina.program.remove_attachment(AttachmentRequest { id }).unwrap());
    let said = refused(&ole.program, &mine);
    assert!(said.starts_with("Karina Holst har ændret det samme kl. "), "{said}");
    assert!(karina.program.verify().unwrap().ok);
}
