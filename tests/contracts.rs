//! Contracts and goals kept by hand through the program's commands: an allonge, a notice and a whole follow-up sheet
//! are one operation each.

use chrono::NaiveDate;
use tempfile::TempDir;
use vilkaar_api::headless::Errand;
use vilkaar_api::types::{
    FieldValue, FollowUpInput, Form, FormAction, FormRequest, GoalFollowUp, LogChain, LogRequest, MonthHours,
    PlacementColumn, PlacementRequest, PlacementsQuery, SaveFollowUps, SaveForm, SaveOutcome, SortDirection,
    Unlock,
};

use vilkaar_api::{NoDesktop, Program, headless};

use crate::cli::program::{DAY, PASSPHRASE, USER, fixture};

struct Office {
    _folder: TempDir,
    program: Program,
}

impl Office {
    fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("Egeskov.vilkaar");
        headless::create(&path, USER, PASSPHRASE).unwrap();
        let day = DAY.parse::<NaiveDate>().ok();
        let mut first = headless::Headless::open(&path, None, PASSPHRASE, day, Errand::Import).unwrap();
        first.import(fixture("egeskov-kommune.xlsx").as_ref(), false, false).unwrap();
        drop(first);
        let program = Program::with(Box::new(NoDesktop), None, day, Some(path));
        let ticket = program.session_state().unwrap().database.unwrap().ticket;
        let unlock = Unlock { database: ticket, user: None, passphrase: PASSPHRASE.to_owned() };
        program.unlock(unlock).unwrap();
        Self { _folder: folder, program }
    }

    /// Operations in the log of changes.
    fn operations(&self) -> usize {
        let request = LogRequest { chain: Some(LogChain::Changes), limit: 200, ..LogRequest::default() };
        self.program.log(request).unwrap().lines.len()
    }

    fn contract(&self, at: usize) -> String {
        self.shown().contracts[at].id.clone()
    }

    fn shown(&self) -> vilkaar_api::types::Placement {
        self.program.placement(PlacementRequest { case: CASE.to_owned() }).unwrap()
    }

    fn save(&self, action: FormAction, record: &str, typed: &[(&str, &str)]) -> SaveOutcome {
        let (case, record) = (Some(CASE.to_owned()), Some(record.to_owned()));
        let request = FormRequest { action, case: case.clone(), record: record.clone(), proposed: vec![] };
        let Form { fields, operation, .. } = self.program.contract_form(request).unwrap();
        let base: Vec<FieldValue> =
            fields.into_iter().map(|field| FieldValue { name: field.name, value: field.value }).collect();
        let mut values = base.clone();
        for (name, value) in typed {
            values.iter_mut().find(|known| known.name == *name).unwrap().value = (*value).to_owned();
        }
        let reason = match action {
            FormAction::RemoveContract => "Oprettet på forkert sag".to_owned(),
            _ => String::new(),
        };
        let request = SaveForm { action, case, record, operation, base, values, reason };
        self.program.save_contract(request).unwrap()
    }
}

const CASE: &str = "S2022-1008";

fn is_saved(outcome: &SaveOutcome) -> bool {
    matches!(outcome, SaveOutcome::Saved { operation: Some(_), .. })
}

#[test]
fn an_allonge_and_a_notice_of_both_its_versions_are_one_operation_each() {
    let office = Office::open();
    let before = office.operations();
    let outcome = office.save(FormAction::AmendContract, &office.contract(0), &[("start", "01-01-2027")]);
    assert!(is_saved(&outcome), "{outcome:?}");
    assert_eq!(office.operations(), before + 1);
    assert_eq!(office.shown().contracts.len(), 2);

    let outcome = office.save(FormAction::GiveNotice, &office.contract(1), &[("decisionOn", "12-11-2026")]);
    assert!(is_saved(&outcome), "{outcome:?}");
    assert_eq!(office.operations(), before + 2, "both versions in one");
    let shown = office.shown();
    assert_eq!(shown.notice.lines[0].label, "Opsagt");
    assert!(
        shown
            .contracts
            .iter()
            .all(|contract| contract.title.contains("18-02-2027") || contract.title.contains("31-12-2026"))
    );
}

#[test]
fn an_allonge_that_is_taken_out_stands_in_the_history_with_its_reason_and_comes_back_by_undo() {
    let office = Office::open();
    office.save(FormAction::AmendContract, &office.contract(0), &[("start", "01-01-2027")]);
    let with_allonge = office.shown().contracts;
    // What comes stands after what is in force.
    let outcome = office.save(FormAction::RemoveContract, &office.contract(1), &[]);
    let SaveOutcome::Saved { operation: Some(operation), .. } = outcome else { panic!("{outcome:?}") };
    let shown = office.shown();
    assert_eq!(shown.contracts.len(), 1);
    let told: Vec<&str> = shown.history.iter().map(|entry| entry.sentence.as_str()).collect();
    let removed = told.iter().find(|said| said.starts_with("Fjernede")).expect("it is told");
    assert!(removed.contains("Oprettet på forkert sag"), "{removed}");
    assert!(told.iter().any(|said| said.starts_with("Lavede allonge")), "{told:?}");
    office.program.undo(vilkaar_api::types::UndoRequest { operation }).unwrap();
    let ids = |contracts: &[vilkaar_api::types::Contract]| -> Vec<String> {
        contracts.iter().map(|contract| contract.id.clone()).collect()
    };
    assert_eq!(ids(&office.shown().contracts), ids(&with_allonge));
}

#[test]
fn a_whole_follow_up_sheet_is_one_operation() {
    let office = Office::open();
    let page = office
        .program
        .placements(PlacementsQuery {
            search: String::new(),
            filters: vec![],
            sort: PlacementColumn::Case,
            direction: SortDirection::Ascending,
            offset: 0,
            limit: 100,
        })
        .unwrap();
    let (case, sheet) = page
        .rows
        .iter()
        .map(|row| {
            (
                row.case.clone(),
                office.program.follow_up_sheet(PlacementRequest { case: row.case.clone() }).unwrap(),
            )
        })
        .find(|(_, sheet)| sheet.goals.len() >= 2 && !sheet.months.is_empty())
        .unwrap();
    let before = office.operations();
    let row = |goal: &str, level: &str| GoalFollowUp {
        goal: goal.to_owned(),
        level: level.to_owned(),
        result: String::new(),
        remark: "Set ved besøg".to_owned(),
    };
    let input = FollowUpInput {
        case,
        date: sheet.today,
        source: "Sagsbehandler".to_owned(),
        goals: sheet.goals.iter().map(|goal| row(&goal.id, "2")).collect(),
        hours: vec![MonthHours {
            month: sheet.months[0].month.clone(),
            hours: "12,5".to_owned(),
            base: sheet.months[0].delivered.clone().unwrap_or_default(),
        }],
    };
    let outcome =
        office.program.save_follow_ups(SaveFollowUps { operation: sheet.operation, input }).unwrap();
    assert!(is_saved(&outcome), "{outcome:?}");
    assert_eq!(office.operations(), before + 1);
}
