//! A program driven through the commands that its window calls, on either engine: forms filled in by the names of
//! their fields, and everything that its screens show.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use vilkaar_api::types::*;
use vilkaar_api::{Desktop, FileKind, Program};

/// A desktop whose dialogues are answered in advance.
#[derive(Clone, Default)]
pub struct Answers(Arc<Mutex<VecDeque<PathBuf>>>);

impl Answers {
    /// What the next dialogue answers.
    pub fn next(&self, path: &Path) {
        self.0.lock().unwrap().push_back(path.to_owned());
    }

    fn take(&self) -> Option<PathBuf> {
        self.0.lock().unwrap().pop_front()
    }
}

impl Desktop for Answers {
    fn pick_folder(&self, _title: &str) -> Option<PathBuf> {
        self.take()
    }
    fn pick_file(&self, _title: &str, _kind: FileKind) -> Option<PathBuf> {
        self.take()
    }
    fn save_file(&self, _title: &str, _name: &str, _kind: FileKind) -> Option<PathBuf> {
        self.take()
    }
    fn open(&self, _path: &Path) -> Result<(), String> {
        Ok(())
    }
}

/// The commands of a form, by what it does.
type Commands = (
    fn(&Program, FormRequest) -> Result<Form, ApiError>,
    fn(&Program, FormInput) -> Result<FormCheck, ApiError>,
    fn(&Program, SaveForm) -> Result<SaveOutcome, ApiError>,
);

fn commands(action: FormAction) -> Commands {
    use FormAction as A;
    match action {
        A::NewPlacement
        | A::EditPlacement
        | A::EditCitizen
        | A::EndPlacement
        | A::ReopenPlacement
        | A::CancelPlacement
        | A::MovePlacement
        | A::NewSearchedOffer
        | A::EditSearchedOffer => {
            (Program::placement_form, Program::check_placement, Program::save_placement)
        }
        A::NewProvider | A::EditProvider | A::NewOffer | A::EditOffer => {
            (Program::offer_form, Program::check_offer, Program::save_offer)
        }
        A::AddRate | A::ChangeRate | A::CorrectRate | A::EndRate | A::EditRateDetails => {
            (Program::rate_form, Program::check_rate, Program::save_rate)
        }
        A::NewContract
        | A::AmendContract
        | A::CorrectContract
        | A::GiveNotice
        | A::RemoveContract
        | A::WithdrawNotice
        | A::NewStepRate
        | A::EditStepRate
        | A::RemoveStepRate => (Program::contract_form, Program::check_contract, Program::save_contract),
        A::NewGoal
        | A::EditGoal
        | A::NewSubGoal
        | A::EditSubGoal
        | A::EditFollowUp
        | A::EditDeliveredHours => (Program::goal_form, Program::check_goal, Program::save_goal),
        A::NewPriceIndex | A::EditPriceIndex | A::NewNotifiedRate => {
            (Program::price_form, Program::check_price, Program::save_price)
        }
    }
}

/// A form as it was opened, with what is typed in it.
#[derive(Clone)]
pub struct Filled(pub SaveForm);

impl Filled {
    /// Opens a form.
    pub fn open(
        program: &Program,
        action: FormAction,
        case: Option<&str>,
        record: Option<&str>,
    ) -> Result<Self, ApiError> {
        let (case, record) = (case.map(str::to_owned), record.map(str::to_owned));
        let request = FormRequest { action, case: case.clone(), record: record.clone(), proposed: vec![] };
        let form = (commands(action).0)(program, request)?;
        let base: Vec<FieldValue> = form
            .fields
            .into_iter()
            .map(|field| FieldValue { name: field.name, value: field.value })
            .collect();
        let (values, reason) = (base.clone(), "aftalt i dag".to_owned());
        Ok(Self(SaveForm { action, case, record, operation: form.operation, base, values, reason }))
    }

    /// Types into its fields.
    pub fn with(mut self, typed: &[(&str, &str)]) -> Self {
        for (name, text) in typed {
            let found = self.0.values.iter_mut().find(|known| known.name == *name);
            found.unwrap_or_else(|| panic!("no field {name}")).value = (*text).to_owned();
        }
        self
    }

    /// What is said while typing.
    pub fn check(&self, program: &Program) -> Result<FormCheck, ApiError> {
        let SaveForm { action, case, record, values, .. } = self.0.clone();
        (commands(action).1)(program, FormInput { action, case, record, values })
    }

    /// Saves it.
    pub fn save(&self, program: &Program) -> Result<SaveOutcome, ApiError> {
        (commands(self.0.action).2)(program, self.0.clone())
    }
}

/// Opens a form, types and saves it, and gives the operation.
pub fn save(
    program: &Program,
    action: FormAction,
    case: Option<&str>,
    record: Option<&str>,
    typed: &[(&str, &str)],
) -> String {
    let filled = Filled::open(program, action, case, record).unwrap().with(typed);
    saved(filled.save(program).unwrap())
}

/// The operation of what was saved.
pub fn saved(outcome: SaveOutcome) -> String {
    match outcome {
        SaveOutcome::Saved { operation: Some(operation), .. } => operation,
        other => panic!("not saved: {other:?}"),
    }
}

/// The list of placements, whole.
pub fn everything() -> PlacementsQuery {
    PlacementsQuery {
        search: String::new(),
        filters: vec![],
        sort: PlacementColumn::Case,
        direction: SortDirection::Ascending,
        offset: 0,
        limit: 5_000,
    }
}

/// The agenda, whole.
pub fn whole_agenda() -> AgendaQuery {
    AgendaQuery { scope: AgendaScope::All, kinds: vec![], within_days: 0, shows_handled: true }
}

/// Every figure and sentence of the screens, and all of these cases but their history, which tells what was undone too.
pub fn screens(program: &Program, cases: &[&str]) -> Value {
    let list = ListRequest { list: "placements".to_owned() };
    let cases: Vec<Value> = cases
        .iter()
        .map(|case| {
            let mut shown = json!(program.placement(PlacementRequest { case: (*case).to_owned() }).unwrap());
            shown["history"] = Value::Null;
            shown
        })
        .collect();
    json!({
        "overview": program.overview().unwrap(),
        "placements": program.placements(everything()).unwrap(),
        "above the limit": program.above_limit().unwrap(),
        "agenda": program.agenda(whole_agenda()).unwrap(),
        "gaps": program.gaps(GapsQuery { kinds: vec![], search: String::new() }).unwrap(),
        "providers": program.providers().unwrap(),
        "notified rates": program.notified_rates().unwrap(),
        "price indexes": program.price_indexes().unwrap(),
        "filters": program.saved_filters(list).unwrap(),
        "cases": cases,
    })
}

/// Proves that two screens show the same, and says where they don't.
pub fn same(what: &str, found: &Value, wanted: &Value) {
    let mut differs = Vec::new();
    compare("", found, wanted, &mut differs);
    assert!(differs.is_empty(), "{what}:\n{}", differs.join("\n"));
}

fn compare(at: &str, found: &Value, wanted: &Value, differs: &mut Vec<String>) {
    match (found, wanted) {
        (Value::Object(found), Value::Object(wanted)) => {
            for (key, value) in wanted {
                compare(&format!("{at}/{key}"), found.get(key).unwrap_or(&Value::Null), value, differs);
            }
        }
        (Value::Array(found), Value::Array(wanted)) if found.len() == wanted.len() => {
            for (index, (found, wanted)) in found.iter().zip(wanted).enumerate() {
                compare(&format!("{at}/{index}"), found, wanted, differs);
            }
        }
        _ if found == wanted => {}
        _ => differs.push(format!("{at}: {found} instead of {wanted}")),
    }
}
