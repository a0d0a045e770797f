//! *Dagens arbejde* and *Mangler* as the window asks for them: they are the command line's, nothing leaves by itself,
//! and what is near is told once a day without a word about anybody.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;
use vilkaar_api::types::{
    Agenda, AgendaQuery, AgendaScope, ChangePerson, ExplainRequest, GapsQuery, HandleItem, ItemAction,
    SaveOutcome, SearchRequest, SetChance, StakeChance, Unlock,
};
use vilkaar_api::{Desktop, FileKind, Program};
use vilkaar_testkit::{municipality, workbook};

use crate::cli::program::{DAY, Database, PASSPHRASE, USER};
use crate::pdf_gate;

/// A desktop that keeps what it was told, and saves where it is said.
#[derive(Clone, Default)]
struct Desk {
    told: Arc<Mutex<Vec<String>>>,
    file: Arc<Mutex<Option<PathBuf>>>,
}

impl Desktop for Desk {
    fn pick_folder(&self, _title: &str) -> Option<PathBuf> {
        None
    }
    fn pick_file(&self, _title: &str, _kind: FileKind) -> Option<PathBuf> {
        None
    }
    fn save_file(&self, _title: &str, _name: &str, _kind: FileKind) -> Option<PathBuf> {
        self.file.lock().unwrap().clone()
    }
    fn open(&self, _path: &Path) -> Result<(), String> {
        Ok(())
    }
    fn notify(&self, title: &str, body: &str) {
        self.told.lock().unwrap().push(format!("{title}: {body}"));
    }
}

/// A database opened as of a day.
struct Window {
    program: Program,
    desk: Desk,
}

impl Window {
    fn on(database: &Database, day: &str) -> Self {
        let desk = Desk::default();
        let day: NaiveDate = day.parse().unwrap();
        let program = Program::with(Box::new(desk.clone()), None, Some(day), Some(database.path()));
        let window = Self { program, desk };
        window.unlock();
        window
    }

    fn unlock(&self) {
        let ticket = self.program.session_state().unwrap().database.unwrap().ticket;
        let user = Some(USER.to_owned());
        let unlock = Unlock { database: ticket, user, passphrase: PASSPHRASE.to_owned() };
        self.program.unlock(unlock).unwrap();
    }

    fn agenda(&self, scope: AgendaScope) -> Agenda {
        self.program.agenda(query(scope)).unwrap()
    }

    /// Links the user to an employee of the sheets.
    fn link(&self, employee: &str) {
        let people = json!(self.program.people().unwrap());
        let me = &people["people"][0];
        let change = json!({ "id": me["id"], "roles": me["roles"], "employee": employee });
        let change: ChangePerson = serde_json::from_value(change).unwrap();
        self.program.change_person(change).unwrap();
    }

    fn told(&self) -> Vec<String> {
        self.desk.told.lock().unwrap().clone()
    }
}

fn query(scope: AgendaScope) -> AgendaQuery {
    AgendaQuery { scope, kinds: Vec::new(), within_days: 0, shows_handled: true }
}

/// A Danish day as the command line writes it.
fn iso(day: &str) -> String {
    NaiveDate::parse_from_str(day, "%d-%m-%Y").unwrap().to_string()
}

/// Rows of both, in one order.
fn sorted(mut rows: Vec<[String; 6]>) -> Vec<[String; 6]> {
    rows.sort();
    rows
}

/// Holds the window's agenda and gaps against the command line's on a day, row by row and figure by figure.
fn agree(database: &Database, day: &str) {
    let (agenda, gaps) = (database.rows(&["--on", day, "agenda"]), database.rows(&["--on", day, "gaps"]));
    let window = Window::on(database, day);
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or("ukendt").to_owned();
    let whole = |row: &Value| match row["at_stake"].as_str() {
        // The window shows whole kroner; half a krone is rounded away from zero.
        Some(amount) => {
            let oere: i64 = amount.replace('.', "").parse().unwrap();
            ((oere + 50) / 100).to_string()
        }
        None => "ukendt".to_owned(),
    };
    let of_command_line: Vec<_> = agenda
        .iter()
        .map(|row| {
            let [case, kind, due, state, owner] =
                ["case", "kind", "due", "state", "owner"].map(|key| text(row, key));
            [case, kind, due, state, owner, whole(row)]
        })
        .collect();
    let of_window: Vec<_> = window
        .agenda(AgendaScope::All)
        .rows
        .into_iter()
        .map(|row| {
            let at_stake = row.at_stake.map_or_else(|| "ukendt".to_owned(), |text| text.replace('.', ""));
            [row.case, row.kind, iso(&row.due), row.state, row.owner, at_stake]
        })
        .collect();
    assert!(!of_window.is_empty());
    assert_eq!(sorted(of_window), sorted(of_command_line));
    // The figures above the list are its rows'.
    let shown = window.agenda(AgendaScope::All);
    let of = |state: &str| agenda.iter().filter(|row| row["state"] == state).count();
    let counts: Vec<String> = ["overdue", "due_30", "due_90"].map(|state| of(state).to_string()).to_vec();
    let figures: Vec<String> = shown.figures.iter().take(3).map(|figure| figure.value.clone()).collect();
    assert_eq!(figures, counts, "{:?}", shown.figures);

    let all = GapsQuery { kinds: Vec::new(), search: String::new() };
    let mut of_window: Vec<_> =
        window.program.gaps(all).unwrap().rows.into_iter().map(|row| (row.case, row.kind)).collect();
    let mut of_command_line: Vec<_> = gaps.iter().map(|row| (text(row, "case"), text(row, "gap"))).collect();
    of_window.sort();
    of_command_line.sort();
    assert_eq!(of_window, of_command_line);
}

#[test]
fn the_windows_agenda_and_gaps_are_the_command_lines_on_the_sample() {
    agree(&Database::sample(), DAY);
}

#[test]
fn as_of_a_past_day_and_of_one_to_come_the_windows_agenda_and_gaps_are_the_command_lines() {
    let sample = Database::sample();
    agree(&sample, "2026-05-15");
    agree(&sample, "2028-02-29");
}

#[test]
fn the_windows_agenda_and_gaps_are_the_command_lines_on_three_thousand_placements() {
    let database = Database::create();
    let file = database.beside("stor.xlsx");
    std::fs::write(&file, workbook::write(&municipality::of(3_000)).unwrap()).unwrap();
    database.json(&["import", file.to_str().unwrap()]);
    agree(&database, DAY);
}

#[test]
fn what_is_near_is_told_once_a_day_without_a_name_and_a_pc_that_was_off_misses_nothing() {
    let database = Database::sample();
    Window::on(&database, DAY).link("Karina Holst");
    let window = Window::on(&database, DAY);
    let counts = window.program.session_state().unwrap().counts.unwrap();
    let mine = window.agenda(AgendaScope::Mine).rows;
    let of = |state: &str| mine.iter().filter(|row| row.state == state).count();
    let (overdue, due30) = (of("overdue"), of("due_30"));
    assert!(overdue > 1 && due30 > 0, "{overdue}, {due30}");
    assert_eq!(counts.agenda as usize, overdue + due30);
    let expected = format!("Vilkår: dagens arbejde: {overdue} overskredne, {due30} inden 30 dage");
    assert_eq!(window.told(), [expected.as_str()]);
    window.program.lock().unwrap();
    window.unlock();
    assert_eq!(window.told().len(), 1, "once a day");
    window.program.close();
    // Five weeks later, without a day in between: what was due within 30 days is overdue now.
    let later = Window::on(&database, "2026-12-25");
    let rows = later.agenda(AgendaScope::Mine).rows;
    for row in mine.iter().filter(|row| row.state == "overdue" || row.state == "due_30") {
        let same = rows.iter().find(|later| later.item == row.item);
        assert!(same.is_some_and(|later| later.state == "overdue"), "{row:?}");
    }
    assert_eq!(later.told().len(), 1);
}

#[test]
fn somebody_whom_no_sheet_names_is_told_of_everybodys_as_the_screen_shows_it() {
    let database = Database::sample();
    let window = Window::on(&database, DAY);
    assert!(window.agenda(AgendaScope::Mine).rows.is_empty());
    let all = window.agenda(AgendaScope::All).rows;
    let of = |state: &str| all.iter().filter(|row| row.state == state).count();
    let (overdue, due30) = (of("overdue"), of("due_30"));
    let expected = format!("Vilkår: dagens arbejde: {overdue} overskredne, {due30} inden 30 dage");
    assert_eq!(window.told(), [expected.as_str()]);
    let counts = window.program.session_state().unwrap().counts.unwrap();
    assert_eq!(counts.agenda as usize, overdue + due30, "the rail's number");
    // An employee without work of their own has none: others' isn't theirs.
    window.link("Ny Medarbejder");
    assert_eq!(window.program.session_state().unwrap().counts.unwrap().agenda, 0);
}

#[test]
fn the_chance_in_what_is_at_stake_says_who_set_it_or_that_it_is_the_shared_one() {
    let database = Database::sample();
    let window = Window::on(&database, DAY);
    let case = window.agenda(AgendaScope::All).rows[0].case.clone();
    let chance = || -> StakeChance {
        let figure = format!("case-stake:{case}");
        window.program.explain(ExplainRequest { figure }).unwrap().chance.unwrap()
    };
    let set = |percent: Option<&str>| {
        let percent = percent.map(str::to_owned);
        let request = SetChance { case: case.clone(), percent, operation: Uuid::now_v7().to_string() };
        window.program.set_chance(request).unwrap();
    };
    let shared = chance();
    assert!(!shared.is_own && shared.percent == shared.shared, "{shared:?}");
    assert!(shared.remark.starts_with("Den fælles chance fra indstillingerne"), "{shared:?}");
    set(Some("60"));
    let own = chance();
    assert_eq!((own.percent.as_str(), own.is_own, &own.shared), ("60", true, &shared.shared));
    assert!(own.remark.starts_with("Sat på sagen "), "{own:?}");
    assert!(own.remark.ends_with(&format!(" af {USER}.")), "{own:?}");
    set(None);
    assert_eq!(chance().remark, shared.remark);
}

#[test]
fn a_provider_and_an_offer_found_by_ctrl_k_lead_to_the_providers_page() {
    let database = Database::sample();
    let window = Window::on(&database, DAY);
    let provider = &window.program.providers().unwrap().rows[0];
    let page =
        window.program.provider(serde_json::from_value(json!({ "id": provider.id })).unwrap()).unwrap();
    let of = |text: &str, kind: &str| {
        let found = window.program.search(SearchRequest { text: text.to_owned() }).unwrap();
        let hits: Vec<Value> = found.hits.iter().map(|hit| json!(hit)).collect();
        hits.into_iter().find(|hit| hit["kind"] == kind && hit["title"] == text).unwrap()["provider"].clone()
    };
    assert_eq!(of(&page.name, "provider"), json!(provider.id));
    assert_eq!(of(&page.offers[0].name, "offer"), json!(provider.id));
}

#[test]
fn what_is_handled_is_off_the_command_lines_agenda_and_what_is_put_off_is_due_then() {
    let database = Database::sample();
    let before = database.rows(&["agenda"]);
    let window = Window::on(&database, DAY);
    let rows = window.agenda(AgendaScope::All).rows;
    let handle = |item: &str, action, until: Option<&str>| {
        let request = HandleItem {
            items: vec![item.to_owned()],
            action,
            reason: "aftalt i telefon".to_owned(),
            until: until.map(str::to_owned),
            owner: None,
            operation: Uuid::now_v7().to_string(),
        };
        let outcome = window.program.handle_item(request).unwrap();
        assert!(matches!(outcome, SaveOutcome::Saved { operation: Some(_), .. }), "{outcome:?}");
    };
    // When a follow-up is handled, the next goal's comes up.
    let rows: Vec<_> = rows.into_iter().filter(|row| row.kind != "goal_follow_up").collect();
    handle(&rows[0].item, ItemAction::Handle, None);
    handle(&rows[1].item, ItemAction::Postpone, Some("01-03-2027"));
    window.program.close();
    let after = database.rows(&["agenda"]);
    assert_eq!(after.len() + 1, before.len());
    assert!(after.iter().any(|row| row["case"] == rows[1].case && row["due"] == "2027-03-01"));
    // Back to what it was by the rules.
    let window = Window::on(&database, DAY);
    let items = [&rows[0], &rows[1]].map(|row| row.item.clone()).to_vec();
    let request = HandleItem {
        items,
        action: ItemAction::Reopen,
        reason: String::new(),
        until: None,
        owner: None,
        operation: Uuid::now_v7().to_string(),
    };
    window.program.handle_item(request).unwrap();
    window.program.close();
    assert_eq!(database.rows(&["agenda"]), before);
}

#[test]
fn a_work_list_that_leaves_the_program_is_logged_as_read_for_each_citizen_on_it() {
    let database = Database::sample();
    let window = Window::on(&database, DAY);
    let lines = |what: &str| {
        let request = json!({
            "text": what, "person": null, "case": null, "from": null, "to": null, "chain": "reads", "kinds": [],
            "after": null, "limit": 200, "operation": null
        });
        window.program.log(serde_json::from_value(request).unwrap()).unwrap().lines.len()
    };
    let preview = window.program.work_list_preview(query(AgendaScope::All)).unwrap();
    assert!(preview.pages[0].svg.starts_with("<svg"), "{}", preview.title);
    assert_eq!(lines("arbejdsliste"), 0, "what the screen shows is on it already");
    let file = database.beside("liste.pdf");
    *window.desk.file.lock().unwrap() = Some(file.clone());
    let saved = window.program.work_list_save(query(AgendaScope::All)).unwrap().unwrap();
    assert!(saved.detail.contains("sider"), "{}", saved.detail);
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF"));
    let calendar = database.beside("kalender.ics");
    *window.desk.file.lock().unwrap() = Some(calendar.clone());
    window.program.agenda_calendar(query(AgendaScope::All)).unwrap().unwrap();
    let text = std::fs::read_to_string(&calendar).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n"), "{text}");
    let saved = lines("arbejdsliste gemt");
    assert!(saved > 30, "{saved}");
    window.program.work_list_print(query(AgendaScope::All)).unwrap();
    assert_eq!(lines("arbejdsliste udskrevet"), saved);
}

#[test]
fn the_work_list_conforms_as_the_other_papers_do() {
    let database = Database::sample();
    let window = Window::on(&database, DAY);
    let file = database.beside("arbejdsliste.pdf");
    *window.desk.file.lock().unwrap() = Some(file.clone());
    window.program.work_list_save(query(AgendaScope::All)).unwrap().unwrap();
    pdf_gate::passes(
        &file,
        &["Arbejdsliste 20-11-2026", "Overskredet", "Genforhandl", "S2022-1008", "Side 1 af"],
    );
}
