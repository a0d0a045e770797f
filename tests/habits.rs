//! Undo, the past, the history and exports, called as the window calls them, on real databases.

use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _};
use chrono::{Local, NaiveDate, TimeZone as _, Utc};
use tempfile::TempDir;
use uuid::Uuid;
use vilkaar_api::headless::{self, Errand, Headless};
use vilkaar_api::types as api;
use vilkaar_api::types::{
    ExportList, FieldValue, FormAction, FormRequest, IndexationRequest, KnowAsOf, LogChain, LogRequest,
    Placement, PlacementColumn, PlacementRequest, PlacementsQuery, SaveForm, SaveOutcome, SortDirection,
    UndoRequest,
};
use vilkaar_api::{Desktop, FileKind, Program};
use vilkaar_application::ports::{EntityChange, Operation, Store as _};
use vilkaar_domain::{Entity, Rate, RateLine, Register, Roles, User, UserId};
use vilkaar_storage::{Database, Unlock};
use vilkaar_testkit::municipality;

use crate::cli::program::{DAY, PASSPHRASE, USER, fixture};

const CASE: &str = "S2022-1008";

/// A desktop that saves everything in one place.
struct Saving(PathBuf);

impl Desktop for Saving {
    fn pick_folder(&self, _title: &str) -> Option<PathBuf> {
        None
    }
    fn pick_file(&self, _title: &str, _kind: FileKind) -> Option<PathBuf> {
        None
    }
    fn save_file(&self, _title: &str, _name: &str, _kind: FileKind) -> Option<PathBuf> {
        Some(self.0.clone())
    }
    fn open(&self, _path: &Path) -> Result<(), String> {
        Ok(())
    }
}

/// A program with a database open in it.
struct Desk {
    program: Program,
    folder: TempDir,
}

impl Desk {
    fn over(folder: TempDir) -> Self {
        let place = folder.path().join("Egeskov.vilkaar");
        let desktop = Saving(folder.path().join("liste.xlsx"));
        let program = Program::with(Box::new(desktop), None, DAY.parse().ok(), Some(place));
        let ticket = program.session_state().unwrap().database.unwrap().ticket;
        let passphrase = PASSPHRASE.to_owned();
        program.unlock(api::Unlock { database: ticket, user: None, passphrase }).unwrap();
        Self { program, folder }
    }

    fn sample() -> Self {
        let folder = TempDir::new().unwrap();
        let place = folder.path().join("Egeskov.vilkaar");
        headless::create(&place, USER, PASSPHRASE).unwrap();
        let mut household =
            Headless::open(&place, None, PASSPHRASE, DAY.parse().ok(), Errand::Import).unwrap();
        household.import(fixture("egeskov-kommune.xlsx").as_ref(), false, false).unwrap();
        drop(household);
        Self::over(folder)
    }

    fn shown(&self, case: &str) -> Placement {
        self.program.placement(PlacementRequest { case: case.to_owned() }).unwrap()
    }

    fn totals(&self) -> (Option<String>, Option<String>, u32) {
        let page = self.program.placements(everything()).unwrap();
        (page.totals.annualised, page.totals.year_cost, page.total)
    }

    /// Changes one field of the placement, and gives the operation.
    fn change(&self, field: &str, value: &str) -> String {
        let case = Some(CASE.to_owned());
        let action = FormAction::EditPlacement;
        let request = FormRequest { action, case: case.clone(), record: None, proposed: Vec::new() };
        let form = self.program.placement_form(request).unwrap();
        let base: Vec<FieldValue> = form
            .fields
            .into_iter()
            .map(|field| FieldValue { name: field.name, value: field.value })
            .collect();
        let mut values = base.clone();
        values.iter_mut().find(|known| known.name == field).unwrap().value = value.to_owned();
        let reason = "Borgeren flytter tidligere".to_owned();
        let save = SaveForm { action, case, record: None, operation: form.operation, base, values, reason };
        match self.program.save_placement(save).unwrap() {
            SaveOutcome::Saved { operation, .. } => operation.unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// Every record, read by nobody but the storage. The program is closed for it.
    fn records(self) -> (Register, TempDir) {
        self.program.close();
        let Self { program, folder } = self;
        drop(program);
        let place = folder.path().join("Egeskov.vilkaar");
        let mut database = Database::open(&place, Unlock::Passphrase { user: None, passphrase: PASSPHRASE })
            .map_err(|error| error.to_string())
            .unwrap();
        (database.load().unwrap(), folder)
    }
}

fn everything() -> PlacementsQuery {
    PlacementsQuery {
        search: String::new(),
        filters: vec![],
        sort: PlacementColumn::Case,
        direction: SortDirection::Ascending,
        offset: 0,
        limit: 500,
    }
}

#[test]
fn ctrl_z_says_what_it_takes_takes_it_and_can_be_taken_back() {
    let desk = Desk::sample();
    let field = |desk: &Desk| {
        desk.shown(CASE).facts.iter().find(|f| f.label == "Forventet ophør").and_then(|f| f.value.clone())
    };
    let before = field(&desk);
    let operation = desk.change("expectedEnd", "31-03-2027");
    let offered = desk.program.undoable().unwrap();
    let latest = offered.latest.unwrap();
    assert_eq!((latest.operation.as_str(), offered.refusal), (operation.as_str(), None));
    assert!(
        latest.sentence.starts_with("Fortryd: ændrede forventet ophør i S2022-1008 (kl. "),
        "{}",
        latest.sentence
    );
    let told = &desk.shown(CASE).history[0];
    assert!(
        told.sentence.ends_with("til 31-03-2027, fordi borgeren flytter tidligere."),
        "{}",
        told.sentence
    );

    let SaveOutcome::Saved { operation: Some(undone), .. } =
        desk.program.undo(UndoRequest { operation: operation.clone() }).unwrap()
    else {
        panic!("not undone")
    };
    assert_eq!(field(&desk), before);
    let told = &desk.shown(CASE).history[0];
    assert!(
        told.sentence.starts_with("Fortrød: ændrede forventet ophør i S2022-1008 ("),
        "{}",
        told.sentence
    );
    // What is left is the import, which was one's own too.
    let next = desk.program.undoable().unwrap().latest.unwrap();
    assert!(next.sentence.starts_with("Fortryd: importerede 58 placeringer"), "{}", next.sentence);

    desk.program.undo(UndoRequest { operation: undone }).unwrap();
    assert_eq!(field(&desk).as_deref(), Some("31-03-2027"));
    let unknown = desk.program.undo(UndoRequest { operation: Uuid::nil().to_string() }).unwrap_err();
    assert_eq!(unknown.code, "undo_refused");
    assert!(desk.program.verify().unwrap().ok);
}

#[test]
fn an_indexation_that_is_undone_leaves_the_database_as_it_was() {
    let desk = Desk::sample();
    let figures = desk.totals();
    let (before, folder) = desk.records();
    let desk = Desk::over(folder);
    let mut request = IndexationRequest {
        year: 2027,
        within_months: 0,
        above_limit_too: true,
        skipped: vec![],
        seen: None,
        operation: Uuid::now_v7().to_string(),
    };
    let preview = desk.program.indexation(request.clone()).unwrap();
    let case = preview.rows.iter().find(|row| row.new.is_some()).unwrap().case.clone();
    request.seen = Some(preview.seen);
    let SaveOutcome::Saved { operation: Some(operation), .. } =
        desk.program.commit_indexation(request).unwrap()
    else {
        panic!("not raised")
    };
    let latest = desk.program.undoable().unwrap().latest.unwrap();
    assert!(latest.sentence.starts_with("Fortryd: regulerede "), "{}", latest.sentence);
    let (raised, folder) = desk.records();
    assert!(raised.rate_lines.len() > before.rate_lines.len() + 10);

    let desk = Desk::over(folder);
    desk.program.undo(UndoRequest { operation }).unwrap();
    assert_eq!(desk.totals(), figures);
    // What was done and what was undone both stand in the case's history, the new line taken out or not.
    let told = desk.shown(&case).history;
    assert!(told[0].sentence.starts_with("Fortrød: regulerede "), "{}", told[0].sentence);
    let did = &told[1].sentence;
    assert!(did.starts_with("Regulerede ") && did.contains(" fra 01-01-2027, fordi P/L 2027"), "{did}");
    assert!(desk.program.verify().unwrap().ok);
    let (after, _folder) = desk.records();
    assert_eq!(after, before);
}

/// A municipality whose records were written on the 1st, with a rate raised on the 10th and annulled on the 20th of
/// October.
fn with_a_past() -> (Desk, String) {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("Egeskov.vilkaar");
    let (mut database, _) = Database::create(&place, USER, PASSPHRASE).unwrap();
    let register = municipality::of(12);
    let me = database.persons()[0].id;
    let mut actor = database.actor("prøve");
    actor.roles = Roles::of_first_user();
    let mut save = |day: u32, changes: Vec<EntityChange>| {
        let at = Local.with_ymd_and_hms(2026, 10, day, 12, 0, 0).unwrap().with_timezone(&Utc);
        let name = "edit".to_owned();
        let id = Uuid::now_v7();
        let operation = Operation { id, name, actor: actor.clone(), at, changes, reason: None };
        database.save(&operation, &mut |_, _| true).unwrap();
    };
    let new = |after| EntityChange { before: None, after: Some(after), citizen: None, reason: None };
    let user = User {
        id: UserId(me),
        name: USER.to_owned(),
        login: None,
        roles: Roles::of_first_user(),
        employee: None,
        removed_on: None,
    };
    let mut all = vec![new(Entity::User(user))];
    all.extend(register.citizens.iter().cloned().map(Entity::Citizen).map(new));
    all.extend(register.providers.iter().cloned().map(Entity::Provider).map(new));
    all.extend(register.offers.iter().cloned().map(Entity::Offer).map(new));
    all.extend(register.placements.iter().cloned().map(Entity::Placement).map(new));
    all.extend(register.rate_lines.iter().cloned().map(Entity::RateLine).map(new));
    save(1, all);
    let day: NaiveDate = DAY.parse().unwrap();
    let in_force =
        |line: &&RateLine| line.from <= day && line.to.is_none_or(|to| to >= day) && !line.annulled;
    let line = register.rate_lines.iter().find(in_force).unwrap().clone();
    let raised = RateLine { amount: Rate::from_scaled(line.amount.scaled() + 1_000_000), ..line.clone() };
    let update = |before: &RateLine, after: &RateLine| {
        let (before, after) = (Entity::RateLine(before.clone()), Entity::RateLine(after.clone()));
        vec![EntityChange { before: Some(before), after: Some(after), citizen: None, reason: None }]
    };
    save(10, update(&line, &raised));
    save(20, update(&raised, &RateLine { annulled: true, ..raised.clone() }));
    let case = register.placements.iter().find(|known| known.id == line.placement).unwrap().case.to_string();
    drop(database);
    (Desk::over(folder), case)
}

#[test]
fn the_figures_as_of_a_past_day_are_what_they_were_then_and_nothing_can_be_changed_meanwhile() {
    let (desk, case) = with_a_past();
    let know = |day: Option<&str>| desk.program.know_as_of(KnowAsOf { day: day.map(str::to_owned) });
    let now = desk.totals();
    assert_eq!(know(Some("2026-10-05")).unwrap().known_as_of.as_deref(), Some("05-10-2026"));
    let first = desk.totals();
    // A day ends with its midnight: what was written on the 10th is known on the 10th and not on the 9th.
    know(Some("2026-10-09")).unwrap();
    assert_eq!(desk.totals(), first);
    know(Some("2026-10-10")).unwrap();
    let raised = desk.totals();
    assert_ne!(raised, first);
    know(Some("2026-10-20")).unwrap();
    assert_eq!(desk.totals(), now);
    assert_ne!(now, raised);
    know(Some("2026-10-05")).unwrap();

    // Read only, in one place for all.
    let form =
        FormRequest { action: FormAction::EditPlacement, case: Some(case), record: None, proposed: vec![] };
    let refused = desk.program.placement_form(form).unwrap_err();
    assert_eq!(refused.code, "past_is_read_only");
    assert!(refused.message.contains("05-10-2026"), "{}", refused.message);
    let refused = desk.program.undo(UndoRequest { operation: Uuid::nil().to_string() }).unwrap_err();
    assert_eq!(refused.code, "past_is_read_only");
    assert!(desk.program.undoable().unwrap().latest.is_none());
    let allowed = desk.program.session_state().unwrap().allowed;
    assert!(
        !allowed.iter().any(|code| code == "edit_rates") && allowed.iter().any(|code| code == "see_cases")
    );

    for (day, code) in
        [("2026-09-30", "before_first_entry"), ("2199-01-01", "date_in_future"), ("i går", "date_unreadable")]
    {
        let refused = know(Some(day)).unwrap_err();
        assert_eq!((refused.code.as_str(), refused.field.as_deref()), (code, Some("day")), "{day}");
    }
    assert_eq!(desk.totals(), first, "a refused day changes nothing");
    assert_eq!(know(None).unwrap().known_as_of, None);
    assert_eq!(desk.totals(), now);
}

#[test]
fn an_exported_list_holds_the_figures_of_the_screen_and_is_logged_for_each_citizen_in_it() {
    let desk = Desk::sample();
    let saved = desk.program.export_list(ExportList::Placements { query: everything() }).unwrap().unwrap();
    assert!(saved.detail.starts_with("58 rækker, "), "{}", saved.detail);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(desk.folder.path().join("liste.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Placeringer", "Takstlinjer", "Forklaring"]);
    let cells = book.worksheet_range("Placeringer").unwrap();
    let row = cells.rows().find(|row| row[0] == Data::String(CASE.to_owned())).unwrap();
    let page = desk.program.placements(everything()).unwrap();
    let shown = page.rows.iter().find(|row| row.case == CASE).unwrap().annualised.clone().unwrap();
    let kroner: Vec<char> = row[8].to_string().split('.').next().unwrap().chars().collect();
    let shown: Vec<char> = shown.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(kroner[..kroner.len() - 1], shown[..shown.len() - 1], "but for the rounding to kroner");

    let request = LogRequest {
        text: "eksporterede".to_owned(),
        person: None,
        case: None,
        from: None,
        to: None,
        chain: Some(LogChain::Reads),
        kinds: Vec::new(),
        after: None,
        limit: 200,
        operation: None,
    };
    let lines = desk.program.log(request).unwrap().lines;
    let citizens = desk.program.placements(everything()).unwrap().rows.len();
    assert!(lines.len() > 50 && lines.len() <= citizens, "{}", lines.len());
    assert_eq!(lines[0].sentence, "Eksporterede en liste, som borgeren står på");
    // A case that isn't there, and a dialogue for nothing, leave no trace.
    let unknown = desk.program.export_list(ExportList::RateLines { case: "S1999-1".to_owned() });
    assert_eq!(unknown.unwrap_err().code, "case_unknown");
}
