//! Every role against every use case and every command of the window, as the table of permissions says.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{NaiveDate, Utc};
use serde_json::{Value, json};
use tauri::test::{MockRuntime, mock_builder, mock_context, noop_assets};
use tempfile::TempDir;
use uuid::Uuid;
use vilkaar_api::headless::{Errand, moving};
use vilkaar_api::types::{ImportRequest, Unlock};
use vilkaar_api::{Desktop, NoDesktop, Program, headless};
use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::{EntityChange, Operation, Store as _};
use vilkaar_domain::{Entity, Role, Roles, User};
use vilkaar_storage::{Database, Unlock as Key};

use crate::cli::program::{DAY, PASSPHRASE, USER, fixture};

/// Who may call a command: anyone, or the roles of a use case.
#[derive(Clone, Copy, Debug)]
enum Access {
    Anyone,
    Of(UseCase),
}

/// Name and access of every command, from the table itself.
macro_rules! accesses {
    ($($access:ident: $name:ident($($request:ty)?) -> $response:ty;)+) => {
        const COMMANDS: &[(&str, Access)] = &[$((stringify!($name), accesses!(@ $access))),+];
    };
    (@ Anyone) => { Access::Anyone };
    (@ $use_case:ident) => { Access::Of(UseCase::$use_case) };
}
vilkaar_api::for_each_command!(accesses);

/// Commands that begin or end a session: they are for anyone, and would end the test's own.
const OF_THE_SESSION: &[&str] = &[
    "create_database",
    "unlock",
    "unlock_with_recovery_key",
    "sign_in",
    "create_shared",
    "choose_server",
    "lock",
    "close_database",
];

/// A request that each command can read. None for those that take nothing; a command that is missing here fails.
fn request(command: &str) -> Option<Value> {
    let import = json!({
        "file": "sted-0", "day": null, "mappings": [], "corrections": [], "leftOut": [], "leaveOutRefused": false
    });
    let case = json!({ "case": "S2022-1008" });
    let sheet = json!({ "case": "S2022-1008", "date": "", "source": "", "goals": [], "hours": [] });
    let indexation = json!({
        "year": 2027, "withinMonths": 0, "aboveLimitToo": false, "skipped": [], "seen": "", "operation": Uuid::nil()
    });
    let person = json!({ "id": Uuid::nil(), "name": "", "roles": [], "employee": null, "passphrase": "x" });
    let found = match command {
        "session_state"
        | "choose_new_database_folder"
        | "choose_database"
        | "choose_backup_place"
        | "choose_certificate"
        | "people"
        | "overview"
        | "above_limit"
        | "import_choose_file"
        | "import_progress"
        | "import_cancel"
        | "import_template"
        | "settings"
        | "price_indexes"
        | "notified_rates"
        | "read_notified_file"
        | "providers"
        | "undoable"
        | "drafts"
        | "backup_now"
        | "verify" => {
            return None;
        }
        "passphrase_strength" => json!({ "passphrase": "x", "municipality": null, "user": null }),
        "renew_recovery_key" => json!({ "passphrase": "x" }),
        "change_passphrase" => json!({ "current": "x", "new": "y" }),
        // A number that no board has had is answered at once.
        "news" => json!({ "since": 4_000_000_000_u32 }),
        "presence" => json!({ "case": null, "isEditing": false }),
        "add_person" | "change_person" | "renew_passphrase" | "remove_person" => person,
        "set_backup_place" => json!({ "place": null }),
        "set_day" => json!({ "day": DAY }),
        "placements" => json!({
            "search": "", "filters": [], "sort": "case", "direction": "ascending", "offset": 0, "limit": 10
        }),
        "search" => json!({ "text": "a" }),
        "placement" | "reveal_cpr" | "packet_preview" | "packet_save" | "packet_print"
        | "follow_up_sheet" => case,
        // Which form is asked for doesn't matter here: an action that the command doesn't know is no `forbidden`.
        "placement_form" | "offer_form" | "rate_form" | "contract_form" | "goal_form" | "price_form" => {
            json!({
                "action": "editPlacement", "case": "S2022-1008", "record": null, "proposed": []
            })
        }
        "check_placement" | "check_offer" | "check_rate" | "check_contract" | "check_goal"
        | "check_price" => {
            json!({ "action": "editPlacement", "case": "S2022-1008", "record": null, "values": [] })
        }
        "save_placement" | "save_offer" | "save_rate" | "save_contract" | "save_goal" | "save_price" => {
            json!({
                "action": "editPlacement", "case": "S2022-1008", "record": null, "operation": Uuid::nil(), "base": [],
                "values": [], "reason": ""
            })
        }
        "check_follow_ups" => sheet,
        "save_follow_ups" => json!({ "operation": Uuid::nil(), "input": sheet }),
        "attach_file" => json!({
            "case": "S2022-1008", "to": "other", "record": null, "operation": Uuid::nil()
        }),
        "remove_attachment" | "open_attachment" | "save_attachment" | "provider" => {
            json!({ "id": Uuid::nil() })
        }
        "indexation" | "commit_indexation" => indexation,
        "keep_notified" => json!({ "ticket": "sted-0", "seen": "x-x", "operation": Uuid::nil() }),
        "decide_notified" => json!({
            "ids": [Uuid::nil()], "seen": [""], "choice": "reject", "reason": "x", "operation": Uuid::nil()
        }),
        "agenda" | "agenda_calendar" | "work_list_preview" | "work_list_save" | "work_list_print" => json!({
            "scope": "all", "kinds": [], "withinDays": 30, "showsHandled": false
        }),
        "handle_item" => json!({
            "items": [], "action": "handle", "reason": "x", "until": null, "owner": null, "operation": Uuid::nil()
        }),
        "set_chance" => json!({ "case": "S2022-1008", "percent": null, "operation": Uuid::nil() }),
        "gaps" => json!({ "kinds": [], "search": "" }),
        "change_case_worker" => json!({
            "cases": [], "isSecond": false, "to": "", "operation": Uuid::nil(), "reason": ""
        }),
        "saved_filters" => json!({ "list": "placements" }),
        "save_filter" => json!({
            "list": "placements", "name": "x", "query": "{}", "isShared": false, "operation": Uuid::nil()
        }),
        "remove_filter" => json!({ "id": Uuid::nil(), "operation": Uuid::nil() }),
        "export_list" => json!({ "list": "aboveLimit" }),
        "undo" => json!({ "operation": Uuid::nil() }),
        "know_as_of" => json!({ "day": null }),
        "keep_draft" => json!({
            "key": "x", "title": "x", "request": {
                "action": "editPlacement", "case": "S2022-1008", "record": null, "proposed": []
            }, "values": [], "base": [], "reason": ""
        }),
        "drop_draft" => json!({ "key": "x" }),
        "explain" => json!({ "figure": "year-gross" }),
        "import_preview" | "import_commit" | "import_left_out" => import,
        "import_rows" => json!({ "import": import, "sheet": "", "row": 1, "around": 1 }),
        "packet_open" => json!({ "ticket": "sted-0" }),
        "log" => json!({
            "text": "", "person": null, "case": null, "from": null, "to": null, "chain": null, "kinds": [],
            "after": null, "limit": 10, "operation": null
        }),
        "insight_preview" | "insight_save" => json!({
            "case": "S2022-1008", "from": null, "to": null, "names": "named", "format": "pdf", "order": "oldestFirst"
        }),
        other => panic!("{other} has no request in this test"),
    };
    Some(found)
}

/// A local database with the sample, whose only person gets other roles from outside the program.
pub struct Household {
    folder: TempDir,
}

impl Household {
    pub fn new() -> Self {
        let household = Self { folder: TempDir::new().unwrap() };
        headless::create(&household.path(), USER, PASSPHRASE).unwrap();
        let on = DAY.parse::<NaiveDate>().ok();
        let mut program =
            headless::Headless::open(&household.path(), None, PASSPHRASE, on, Errand::Import).unwrap();
        program.import(fixture("egeskov-kommune.xlsx").as_ref(), false, false).unwrap();
        household
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("Egeskov.vilkaar")
    }

    /// Writes the person's roles past every check, as someone with the key and the skill could.
    pub fn give(&self, roles: &Roles) {
        let unlock = Key::Passphrase { user: None, passphrase: PASSPHRASE };
        let mut database = Database::open(&self.path(), unlock).unwrap();
        let before = database.load().unwrap().users.pop().unwrap();
        let after = User { roles: roles.clone(), ..before.clone() };
        let operation = Operation {
            id: Uuid::now_v7(),
            name: "people".to_owned(),
            actor: database.actor("test"),
            at: Utc::now(),
            changes: vec![EntityChange {
                before: Some(Entity::User(before)),
                after: Some(Entity::User(after)),
                citizen: None,
                reason: None,
            }],
            reason: None,
        };
        database.save(&operation, &mut |_, _| true).unwrap();
        database.close().unwrap();
    }

    /// The program, signed in.
    fn signed_in(&self) -> Arc<Program> {
        self.signed_in_with(Box::new(NoDesktop))
    }

    /// The same at a desktop.
    pub fn signed_in_with(&self, desktop: Box<dyn Desktop>) -> Arc<Program> {
        let day = DAY.parse::<NaiveDate>().ok();
        let program = Program::with(desktop, None, day, Some(self.path()));
        let ticket = program.session_state().unwrap().database.unwrap().ticket;
        let unlock = Unlock { database: ticket, user: None, passphrase: PASSPHRASE.to_owned() };
        program.unlock(unlock).unwrap();
        Arc::new(program)
    }
}

/// The code with which a command is refused, over the window's own road; "" where it is answered.
fn refusal(window: &tauri::WebviewWindow<MockRuntime>, command: &str) -> String {
    let body = request(command).map_or(json!({}), |request| json!({ "request": request }));
    let call = tauri::webview::InvokeRequest {
        cmd: command.to_owned(),
        callback: tauri::ipc::CallbackFn(0),
        error: tauri::ipc::CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: tauri::ipc::InvokeBody::Json(body),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: tauri::test::INVOKE_KEY.to_owned(),
    };
    match tauri::test::get_ipc_response(window, call) {
        Ok(_) => String::new(),
        Err(error) => match error["code"].as_str() {
            Some(code) => code.to_owned(),
            None => panic!("{command} could not read its request: {error}"),
        },
    }
}

#[test]
fn every_command_is_refused_to_every_role_that_its_use_case_does_not_name_and_to_no_other() {
    let household = Household::new();
    let single = Role::ALL.iter().map(|role| [*role].into_iter().collect::<Roles>());
    for roles in single.chain([Roles::default(), Roles::of_first_user()]) {
        household.give(&roles);
        let program = household.signed_in();
        let app = vilkaar::handler(mock_builder())
            .manage(Arc::clone(&program))
            .build(mock_context(noop_assets()))
            .unwrap();
        let window =
            tauri::WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();
        for (command, access) in COMMANDS.iter().filter(|(name, _)| !OF_THE_SESSION.contains(name)) {
            let is_allowed = match access {
                Access::Anyone => true,
                Access::Of(use_case) => use_case.is_allowed_to(&roles),
            };
            let code = refusal(&window, command);
            assert_eq!(code != "forbidden", is_allowed, "{command} as {roles:?}: {code:?}");
            assert_ne!(code, "locked", "{command} as {roles:?}");
        }
        let state = program.session_state().unwrap();
        let allowed: Vec<&str> =
            UseCase::ALL.iter().filter(|case| case.is_allowed_to(&roles)).map(|case| case.code()).collect();
        assert_eq!(state.allowed, allowed, "the window is told the same");
        program.close();
    }
}

#[test]
fn a_command_of_the_session_asks_for_no_role() {
    for (command, access) in COMMANDS.iter().filter(|(name, _)| OF_THE_SESSION.contains(name)) {
        assert!(matches!(access, Access::Anyone), "{command}");
    }
}

#[test]
fn a_figure_of_one_case_is_refused_to_whoever_may_see_the_whole_only() {
    let household = Household::new();
    household.give(&[Role::Manager].into_iter().collect());
    let program = household.signed_in();
    let figure =
        |figure: &str| program.explain(vilkaar_api::types::ExplainRequest { figure: figure.to_owned() });
    for one_case in ["case-annualised:S2022-1008", "list", "list|Poulsen"] {
        assert_eq!(figure(one_case).unwrap_err().code, "forbidden", "{one_case}");
    }
    let whole = serde_json::to_string(&(program.overview().unwrap(), figure("year:2026").unwrap())).unwrap();
    assert!(!whole.contains("S20"), "no case of the sample is named");
    assert!(!whole.contains("Poulsen"), "and nobody");
    assert_ne!(figure("year-gross").err().map(|error| error.code).as_deref(), Some("forbidden"));
}

/// What each command of the command line asks for, written down once more: a command that isn't here fails.
const fn of_the_command_line(errand: Errand) -> UseCase {
    match errand {
        Errand::Cases
        | Errand::Cost
        | Errand::Explain
        | Errand::Notice
        | Errand::Agenda
        | Errand::Goals
        | Errand::Gaps => UseCase::SeeCases,
        Errand::Forecast => UseCase::SeeReports,
        Errand::Import => UseCase::Import,
        Errand::Packet => UseCase::MakePacket,
        Errand::Log => UseCase::SeeLog,
        Errand::Insight => UseCase::DrawInsight,
        Errand::Verify => UseCase::Verify,
        Errand::Backup => UseCase::BackUp,
        Errand::RecoveryKey => UseCase::ManagePeople,
        Errand::Move => UseCase::MoveDatabase,
    }
}

#[test]
fn the_command_line_refuses_what_the_roles_do_not_allow() {
    let household = Household::new();
    let single = Role::ALL.iter().map(|role| [*role].into_iter().collect::<Roles>());
    for roles in single.chain([Roles::default(), Roles::of_first_user()]) {
        household.give(&roles);
        for errand in Errand::ALL {
            let opened = headless::Headless::open(&household.path(), None, PASSPHRASE, None, *errand);
            let code = opened.err().map(|error| error.code);
            let is_allowed = of_the_command_line(*errand).is_allowed_to(&roles);
            assert_eq!(code.is_none(), is_allowed, "{errand:?} as {roles:?}: {code:?}");
            assert!(is_allowed || code.as_deref() == Some("forbidden"), "{errand:?} as {roles:?}: {code:?}");
        }
        // Moving opens the folder in its own way, and asks before it looks for the server, which isn't there.
        let mut caller =
            moving::Caller { secret: &mut |_| Ok(PASSPHRASE.to_owned()), progress: &mut |_, _| true };
        let server = "postgres://ingen@localhost:1/vilkaar".as_ref();
        let refused = moving::move_to_server(&household.path(), None, server, &[], &mut caller).unwrap_err();
        let is_allowed = UseCase::MoveDatabase.is_allowed_to(&roles);
        assert_eq!(refused.code != "forbidden", is_allowed, "move as {roles:?}: {}", refused.code);
    }
}

#[test]
fn an_import_that_was_begun_in_a_role_is_not_finished_in_another() {
    let household = Household::new();
    household.give(&[Role::CaseWorker].into_iter().collect());
    let program = household.signed_in();
    let request: ImportRequest = serde_json::from_value(request("import_commit").unwrap()).unwrap();
    assert_eq!(program.import_commit(request).unwrap_err().code, "forbidden");
}
