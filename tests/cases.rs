//! Placements, offers and filters by hand, called as the window calls them: each save is one operation in the log,
//! whatever it changes, and harmless when it is sent again.

use tempfile::TempDir;
use vilkaar_api::headless::{self, Errand, Headless};
use vilkaar_api::types::{
    ChangeCaseWorker, FieldValue, FormAction, FormRequest, ListRequest, LogLine, LogRequest,
    PlacementRequest, RemoveFilter, SaveFilter, SaveForm, SaveOutcome, UndoRequest, Unlock,
};
use vilkaar_api::{NoDesktop, Program};

use crate::cli::program::{DAY, PASSPHRASE, USER, fixture};

const CASE: &str = "S2022-1008";

/// A program with the sample open in it.
struct Desk {
    program: Program,
    _folder: TempDir,
}

impl Desk {
    fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let place = folder.path().join("Egeskov.vilkaar");
        headless::create(&place, USER, PASSPHRASE).unwrap();
        let on = DAY.parse().ok();
        let mut household = Headless::open(&place, None, PASSPHRASE, on, Errand::Import).unwrap();
        household.import(fixture("egeskov-kommune.xlsx").as_ref(), false, false).unwrap();
        drop(household);
        let program = Program::with(Box::new(NoDesktop), None, on, Some(place));
        let ticket = program.session_state().unwrap().database.unwrap().ticket;
        let passphrase = PASSPHRASE.to_owned();
        program.unlock(Unlock { database: ticket, user: None, passphrase }).unwrap();
        Self { program, _folder: folder }
    }

    /// A form with some fields filled in, ready to be saved.
    fn filled(&self, action: FormAction, case: Option<&str>, typed: &[(&str, &str)]) -> SaveForm {
        let case = case.map(str::to_owned);
        let request = FormRequest { action, case: case.clone(), record: None, proposed: Vec::new() };
        let form = self.program.placement_form(request).unwrap();
        let base: Vec<FieldValue> = form
            .fields
            .into_iter()
            .map(|field| FieldValue { name: field.name, value: field.value })
            .collect();
        let mut values = base.clone();
        for (name, value) in typed {
            values.iter_mut().find(|known| known.name == *name).unwrap().value = (*value).to_owned();
        }
        SaveForm {
            action,
            case,
            record: None,
            operation: form.operation,
            base,
            values,
            reason: String::new(),
        }
    }

    fn save(&self, form: &SaveForm) -> (String, Option<String>) {
        match self.program.save_placement(form.clone()).unwrap() {
            SaveOutcome::Saved { operation, case, .. } => (operation.unwrap(), case),
            other => panic!("{other:?}"),
        }
    }

    /// The lines of the log of changes, newest first.
    fn log(&self) -> Vec<LogLine> {
        let request = LogRequest {
            text: String::new(),
            person: None,
            case: None,
            from: None,
            to: None,
            chain: Some(vilkaar_api::types::LogChain::Changes),
            kinds: Vec::new(),
            after: None,
            limit: 100,
            operation: None,
        };
        self.program.log(request).unwrap().lines
    }

    /// Proves that something is one operation.
    fn once<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.log().len();
        let done = work();
        assert_eq!(self.log().len(), before + 1, "one line in the log");
        done
    }

    fn shown(&self, case: &str) -> vilkaar_api::types::Placement {
        self.program.placement(PlacementRequest { case: case.to_owned() }).unwrap()
    }

    /// Another offer than the one of the case.
    fn another_offer(&self) -> String {
        let rows = self.program.providers().unwrap().rows;
        let here = self.shown(CASE).context;
        let pages = rows
            .into_iter()
            .map(|row| self.program.provider(vilkaar_api::types::ProviderRequest { id: row.id }).unwrap());
        let names = pages.flat_map(|page| page.offers).map(|offer| offer.name);
        names.into_iter().find(|name| !here.contains(name.as_str())).unwrap()
    }
}

#[test]
fn a_new_placement_an_end_and_a_move_are_one_operation_each_and_harmless_when_sent_again() {
    let desk = Desk::open();
    let offer = desk.another_offer();
    let new = desk.filled(
        FormAction::NewPlacement,
        None,
        &[
            ("cpr", "710188-4321"),
            ("name", "Ellen Prøve"),
            ("offer", &offer),
            ("legalBasis", "§ 107"),
            ("movedIn", "01-10-2026"),
            ("rate", "2394,00"),
        ],
    );
    let first = desk.once(|| desk.save(&new));
    let case = first.1.clone().unwrap();
    assert_eq!(desk.shown(&case).citizen, "Ellen Prøve");
    // The answer was lost and it is sent again: the same operation, the same case, nothing more in the log.
    let entries = desk.log().len();
    assert_eq!(desk.save(&new), first);
    assert_eq!(desk.log().len(), entries);

    let end = [("endedOn", "31-10-2026"), ("endReason", "egen bolig")];
    let end = desk.filled(FormAction::EndPlacement, Some(&case), &end);
    desk.once(|| desk.save(&end));
    assert!(desk.shown(&case).statuses.iter().any(|status| status.text == "Ophørt"));

    let typed = [("offer", offer.as_str()), ("movedIn", "01-12-2026"), ("rate", "2100,00")];
    let moved = desk.filled(FormAction::MovePlacement, Some(CASE), &typed);
    let (operation, next) = desk.once(|| desk.save(&moved));
    let next = next.unwrap();
    assert!(desk.shown(&next).context.contains(&offer));
    desk.program.undo(UndoRequest { operation }).unwrap();
    let gone = desk.program.placement(PlacementRequest { case: next });
    assert_eq!(gone.unwrap_err().code, "case_unknown", "both halves of a move are taken back");
    assert!(!desk.shown(CASE).statuses.iter().any(|status| status.text == "Ophørt"));
    assert!(desk.program.verify().unwrap().ok, "every record is as its latest entry left it");
}

#[test]
fn a_bulk_change_is_one_operation_and_all_or_nothing() {
    let desk = Desk::open();
    let request = |cases: &[&str]| ChangeCaseWorker {
        cases: cases.iter().map(|case| (*case).to_owned()).collect(),
        is_second: true,
        to: "Ib Øst".to_owned(),
        operation: uuid::Uuid::now_v7().to_string(),
        reason: "Ny fordeling".to_owned(),
    };
    let cases = [CASE, "S2026-1001", "S2026-1002"];
    let outcome = desk.once(|| desk.program.change_case_worker(request(&cases)).unwrap());
    let SaveOutcome::Saved { message, operation, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(message, "Sagsbehandler 2 er nu Ib Øst på 3 sager.");
    for case in cases {
        let facts = desk.shown(case).facts;
        assert!(
            facts
                .iter()
                .any(|fact| fact.label == "Sagsbehandler 2" && fact.value.as_deref() == Some("Ib Øst"))
        );
    }
    desk.program.undo(UndoRequest { operation: operation.unwrap() }).unwrap();
    for case in cases {
        assert!(!desk.shown(case).facts.iter().any(|fact| fact.value.as_deref() == Some("Ib Øst")), "{case}");
    }
    let before = desk.log().len();
    let refused = desk.program.change_case_worker(request(&["S2025-1003", "S1999-1"]));
    assert_eq!(refused.unwrap_err().code, "case_unknown");
    assert_eq!(desk.log().len(), before);
    assert!(!desk.shown("S2025-1003").facts.iter().any(|fact| fact.value.as_deref() == Some("Ib Øst")));
}

#[test]
fn a_filter_is_saved_replaced_and_taken_out() {
    let desk = Desk::open();
    let save = |query: &str| {
        desk.program
            .save_filter(SaveFilter {
                list: "placements".to_owned(),
                name: "Dyre".to_owned(),
                query: query.to_owned(),
                is_shared: true,
                operation: uuid::Uuid::now_v7().to_string(),
            })
            .unwrap()
            .filters
    };
    save("{\"search\":\"a\"}");
    let [row] = save("{\"search\":\"b\"}").try_into().unwrap();
    assert_eq!((row.query.as_str(), row.is_mine, row.owner.as_str()), ("{\"search\":\"b\"}", true, USER));
    let operation = uuid::Uuid::now_v7().to_string();
    assert!(desk.program.remove_filter(RemoveFilter { id: row.id, operation }).unwrap().filters.is_empty());
    let list = ListRequest { list: "placements".to_owned() };
    assert!(desk.program.saved_filters(list).unwrap().filters.is_empty());
    assert!(desk.program.verify().unwrap().ok);
}
