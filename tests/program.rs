//! The program behind the window, called as the window calls it: what it refuses while it is locked, which
//! commands it has, and a large municipality that can be stopped on its way in.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use serde_json::{Value, json};
use tauri::test::{MockRuntime, mock_builder, mock_context, noop_assets};
use tempfile::TempDir;
use vilkaar_api::types::{
    AddPerson, ApiError, ChangePassphrase, ChosenPlace, CreateDatabase, ImportFile, ImportRequest,
    LogRequest, RemovePerson, RenewRecoveryKey, SetBackupPlace, Unlock, UnlockWithRecoveryKey,
};
use vilkaar_api::{Desktop, FileKind, Program};
use vilkaar_testkit::{municipality, workbook};

use crate::cli::program::{PASSPHRASE, USER};
use crate::house;

/// Names of all commands, from the table itself.
macro_rules! names {
    ($($_access:ident: $name:ident($($request:ty)?) -> $response:ty;)+) => {
        const COMMANDS: &[&str] = &[$(stringify!($name)),+];
    };
}
vilkaar_api::for_each_command!(names);

/// A desktop whose dialogues are answered in advance.
#[derive(Clone, Default)]
struct Answers(Arc<Mutex<VecDeque<PathBuf>>>);

impl Answers {
    fn next(&self, path: &Path) {
        self.0.lock().unwrap().push_back(path.to_path_buf());
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

/// The program with its dialogues and a folder for all it writes.
struct Bench {
    program: Arc<Program>,
    answers: Answers,
    folder: TempDir,
}

impl Bench {
    fn locked() -> Self {
        let (answers, folder) = (Answers::default(), TempDir::new().unwrap());
        let day = NaiveDate::from_ymd_opt(2026, 11, 20);
        let program = Program::with(Box::new(answers.clone()), Some(folder.path()), day, None);
        Self { program: Arc::new(program), answers, folder }
    }

    fn open() -> Self {
        let bench = Self::locked();
        bench.answers.next(bench.folder.path());
        let ChosenPlace { ticket, .. } = bench.program.choose_new_database_folder().unwrap().unwrap();
        let request = CreateDatabase {
            place: ticket,
            municipality: "Stor Kommune".to_owned(),
            user: USER.to_owned(),
            passphrase: PASSPHRASE.to_owned(),
        };
        bench.program.create_database(request).unwrap();
        bench
    }

    /// Puts a file on the desk, with no choices made.
    fn choose(&self, file: &Path) -> ImportRequest {
        self.answers.next(file);
        let ImportFile { ticket, .. } = self.program.import_choose_file().unwrap().unwrap();
        ImportRequest {
            file: ticket,
            day: None,
            mappings: vec![],
            corrections: vec![],
            left_out: vec![],
            leave_out_refused: false,
        }
    }

    /// Runs a piece of import work on a thread of its own and stops it in the middle of a phase.
    fn stopped<T: Send>(&self, phase: &str, work: impl FnOnce(&Program) -> Result<T, ApiError> + Send) {
        let in_the_middle = || {
            let progress = self.program.import_progress().unwrap();
            progress.is_running && progress.phase == phase && progress.done > 0
        };
        let outcome = std::thread::scope(|scope| {
            let running = scope.spawn(|| work(&self.program));
            while !in_the_middle() && !running.is_finished() {
                std::thread::yield_now();
            }
            self.program.import_cancel().unwrap();
            running.join().unwrap()
        });
        let Err(error) = outcome else { panic!("{phase} was not stopped") };
        assert_eq!(error.code, "cancelled", "{}", error.message);
    }
}

#[test]
fn three_thousand_placements_come_in_with_progress_and_can_be_stopped_without_a_trace() {
    let bench = Bench::open();
    let file = bench.folder.path().join("stor.xlsx");
    std::fs::write(&file, workbook::write(&municipality::of(3_000)).unwrap()).unwrap();

    // Stopped while it is read, and again while it is written.
    let request = bench.choose(&file);
    let again = request.clone();
    bench.stopped("Læser og kontrollerer", move |program| program.import_preview(again));
    let preview = bench.program.import_preview(request.clone()).unwrap();
    assert!(preview.can_commit, "{:?}", preview.problems.first());
    assert_eq!(preview.counts.refused, 0);
    let before = bench.program.verify().unwrap();
    let again = request.clone();
    bench.stopped("Gemmer", move |program| program.import_commit(again));
    assert_eq!(bench.program.session_state().unwrap().counts.unwrap().placements, 0);
    let after = bench.program.verify().unwrap();
    assert_eq!(json!(before), json!(after), "not even the log knows of it");

    // And then for good.
    let result = bench.program.import_commit(request).unwrap();
    assert_eq!(result.counts.created, preview.counts.created);
    let counts = bench.program.session_state().unwrap().counts.unwrap();
    assert!(counts.placements > 2_900, "{}", counts.placements);
    assert!(counts.above_limit > 0);
}

#[test]
fn every_command_has_its_permission_and_nothing_else_is_permitted() {
    let read = |path: &str| std::fs::read_to_string(house::root().join(path)).unwrap();
    let permissions = read("src-tauri/permissions/app.toml");
    let allowed: Vec<&str> =
        permissions.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\",")).collect();
    assert_eq!(allowed, COMMANDS);

    let configuration: Value = serde_json::from_str(&read("tauri.conf.json")).unwrap();
    let security = &configuration["app"]["security"];
    assert_eq!(security["capabilities"][0]["permissions"], json!(["allow-program"]));
    assert_eq!(security["capabilities"].as_array().unwrap().len(), 1);
    assert_eq!(security["csp"]["default-src"], "'self'");
    for (directive, sources) in security["csp"].as_object().unwrap() {
        let sources = sources.as_str().unwrap();
        for loose in ["unsafe", "data:", "blob:", "https:", "*"] {
            assert!(!sources.contains(loose), "{directive} {sources}");
        }
    }
}

/// Asks over the window's own road, as a page would.
fn ask(window: &tauri::WebviewWindow<MockRuntime>, command: &str) -> Result<Value, Value> {
    let request = tauri::webview::InvokeRequest {
        cmd: command.to_owned(),
        callback: tauri::ipc::CallbackFn(0),
        error: tauri::ipc::CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: tauri::ipc::InvokeBody::default(),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: tauri::test::INVOKE_KEY.to_owned(),
    };
    tauri::test::get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}

#[test]
fn a_locked_program_tells_its_state_and_refuses_everything_about_a_case() {
    let bench = Bench::locked();
    let app = vilkaar::handler(mock_builder())
        .manage(Arc::clone(&bench.program))
        .build(mock_context(noop_assets()))
        .unwrap();
    let window =
        tauri::WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();

    assert_eq!(ask(&window, "session_state").unwrap()["counts"], Value::Null);
    for command in ["overview", "above_limit", "import_choose_file", "settings", "verify", "backup_now"] {
        let error = ask(&window, command).unwrap_err();
        assert_eq!(error["code"], "locked", "{command}: {error}");
        assert!(error["message"].as_str().unwrap().ends_with('.'), "{error}");
    }
    assert!(ask(&window, "no_such_command").is_err());
}

/// Another passphrase that is strong enough.
const OTHER: &str = "bænken ved søen er malet grøn";

impl Bench {
    /// The newest line of the log, in words, with its reason.
    fn newest(&self) -> (String, Option<String>) {
        let page = self.program.log(LogRequest { limit: 1, ..LogRequest::default() }).unwrap();
        let line = page.lines.into_iter().next().unwrap();
        (line.sentence, line.reason)
    }

    /// The ticket of the database that is chosen.
    fn ticket(&self) -> String {
        self.program.session_state().unwrap().database.unwrap().ticket
    }

    fn unlock(&self, passphrase: &str) -> Result<(), ApiError> {
        let unlock = Unlock { database: self.ticket(), user: None, passphrase: passphrase.to_owned() };
        self.program.unlock(unlock).map(|_| ())
    }

    fn recover(&self, key: &str) -> Result<(), ApiError> {
        let request = UnlockWithRecoveryKey {
            database: self.ticket(),
            user: None,
            recovery_key: key.to_owned(),
            new_passphrase: OTHER.to_owned(),
        };
        self.program.unlock_with_recovery_key(request).map(|_| ())
    }
}

#[test]
fn a_new_recovery_key_needs_the_passphrase_opens_the_database_and_both_are_in_the_log() {
    let bench = Bench::open();
    let renew = |passphrase: &str| {
        bench.program.renew_recovery_key(RenewRecoveryKey { passphrase: passphrase.to_owned() })
    };
    let refused = renew("ikke den rigtige").unwrap_err();
    assert_eq!((refused.code.as_str(), refused.field.as_deref()), ("wrong_passphrase", Some("passphrase")));
    assert_ne!(bench.newest().1.as_deref(), Some("Ny gendannelsesnøgle"), "nothing was done");
    let first = renew(PASSPHRASE).unwrap().recovery_key;
    assert_eq!(bench.newest().1.as_deref(), Some("Ny gendannelsesnøgle"));
    let second = renew(PASSPHRASE).unwrap().recovery_key;
    bench.program.lock().unwrap();
    assert_eq!(bench.recover(&first).unwrap_err().code, "recovery_key_wrong");
    bench.recover(&second).unwrap();
    assert_eq!(bench.newest().1.as_deref(), Some("Ny adgangssætning med gendannelsesnøglen"));
    assert!(bench.program.verify().unwrap().ok);
}

#[test]
fn wrong_passphrases_are_counted_on_every_screen_that_asks_for_one() {
    let bench = Bench::open();
    let person = bench.program.add_person(AddPerson {
        name: "Bo Juhl".to_owned(),
        roles: vec!["sagsbehandler".to_owned()],
        employee: None,
    });
    let people = person.unwrap().people.people;
    let id = people.into_iter().find(|row| row.name == "Bo Juhl").unwrap().id;
    let wrong = || "ikke den rigtige".to_owned();
    let change = |current: String| {
        bench.program.change_passphrase(ChangePassphrase { current, new: OTHER.to_owned() }).unwrap_err()
    };
    let remove = |passphrase: String| {
        bench.program.remove_person(RemovePerson { id: id.clone(), passphrase }).map(|_| ()).unwrap_err()
    };
    let renew = |passphrase| bench.program.renew_recovery_key(RenewRecoveryKey { passphrase }).unwrap_err();
    for refused in [change(wrong()), remove(wrong()), renew(wrong()), change(wrong()), remove(wrong())] {
        assert_eq!(refused.code, "wrong_passphrase");
    }
    // The right one isn't tried either, nor on the screen that unlocks, whichever way the folder is named.
    let right = || PASSPHRASE.to_owned();
    for (refused, field) in
        [(change(right()), "current"), (remove(right()), "passphrase"), (renew(right()), "passphrase")]
    {
        assert_eq!((refused.code.as_str(), refused.field.as_deref()), ("too_many_attempts", Some(field)));
    }
    bench.program.lock().unwrap();
    assert_eq!(bench.unlock(PASSPHRASE).unwrap_err().code, "too_many_attempts");
    let name = "Stor Kommune.vilkaar";
    bench.answers.next(&bench.folder.path().join(".").join("nothing").join("..").join(name));
    std::fs::create_dir(bench.folder.path().join("nothing")).unwrap();
    bench.program.choose_database().unwrap();
    assert_eq!(bench.unlock(PASSPHRASE).unwrap_err().code, "too_many_attempts");
}

#[test]
fn backups_that_somebody_removed_can_still_open_are_told_of_until_they_are_made_anew() {
    let bench = Bench::open();
    let away = bench.folder.path().join("drev");
    std::fs::create_dir(&away).unwrap();
    bench.answers.next(&away);
    let place = bench.program.choose_backup_place().unwrap().map(|place| place.ticket);
    bench.program.set_backup_place(SetBackupPlace { place }).unwrap();
    let person = bench.program.add_person(AddPerson {
        name: "Bo Juhl".to_owned(),
        roles: vec!["sagsbehandler".to_owned()],
        employee: None,
    });
    let people = person.unwrap().people.people;
    let id = people.into_iter().find(|row| row.name == "Bo Juhl").unwrap().id;
    bench.program.backup_now().unwrap();
    let elsewhere = bench.folder.path().join("taget af");
    std::fs::rename(&away, &elsewhere).unwrap();
    bench.program.remove_person(RemovePerson { id, passphrase: PASSPHRASE.to_owned() }).unwrap();
    let told = || {
        let messages = bench.program.session_state().unwrap().messages;
        messages.into_iter().find(|message| message.id == "backups-under-old-key").map(|message| message.text)
    };
    bench.program.lock().unwrap();
    bench.unlock(PASSPHRASE).unwrap();
    let text = told().unwrap();
    assert!(text.contains(&away.display().to_string()) && text.contains("stadig åbnes"), "{text}");
    std::fs::rename(&elsewhere, &away).unwrap();
    bench.program.backup_now().unwrap();
    bench.program.lock().unwrap();
    bench.unlock(PASSPHRASE).unwrap();
    assert_eq!(told(), None);
}
