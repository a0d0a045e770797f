//! Two people's programs on one server, called as their windows call them: creating, signing in, changes that the
//! other sees, changes that clash, presence, and a server that goes away and comes back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use vilkaar_api::Program;
use vilkaar_api::headless::{Headless, server};
use vilkaar_api::types::{
    ChangePassphrase, ChooseServer, CreateShared, FieldValue, Form, FormAction, FormRequest, News,
    NewsRequest, PlacementRequest, PresenceRequest, SaveForm, SaveOutcome, SessionPhase, SessionState,
    SignIn,
};
use vilkaar_testkit::server::{Durability, FreshDatabase, Server};

use crate::cli::program::{Answer, DAY, Database, command_on, executable, fixture};
use crate::driver::Answers;

/// A passphrase of somebody's own.
pub const OWN: &str = "grantræ kaffekop fregat måne";
const CASE: &str = "S2022-1008";
const PATIENCE: Duration = Duration::from_secs(30);

/// A department with a shared database, its sample, and a negotiator and a case worker signed in.
pub struct Department {
    pub karina: Person,
    pub ole: Person,
    pub database: FreshDatabase,
    server: Server,
}

/// Somebody with a program of their own.
pub struct Person {
    pub program: Arc<Program>,
    /// What the dialogues of the system answer.
    pub answers: Answers,
    pub login: String,
}

impl Person {
    pub fn new(login: &str) -> Self {
        let (day, answers) = (DAY.parse::<NaiveDate>().ok(), Answers::default());
        let program = Arc::new(Program::with(Box::new(answers.clone()), None, day, None));
        Self { program, answers, login: login.to_owned() }
    }

    pub fn sign_in(&self, address: &str, password: &str) -> SessionState {
        let request = ChooseServer { address: address.to_owned(), certificate: None };
        let known = self.program.choose_server(request).unwrap();
        self.program
            .sign_in(SignIn {
                database: known.ticket,
                user: self.login.clone(),
                password: Some(password.to_owned()),
                keep: false,
            })
            .unwrap()
    }

    /// Signs in for the first time and chooses a passphrase.
    fn begin(&self, address: &str, one_time: &str) {
        let state = self.sign_in(address, one_time);
        assert_eq!(state.phase, SessionPhase::NewPassphrase);
        assert_eq!(self.program.overview().unwrap_err().code, "new_passphrase_needed");
        let request = ChangePassphrase { current: one_time.to_owned(), new: OWN.to_owned() };
        self.program.change_passphrase(request).unwrap();
        assert_eq!(self.program.session_state().unwrap().phase, SessionPhase::Open);
    }

    fn form(&self) -> Form {
        self.program
            .placement_form(FormRequest {
                action: FormAction::EditPlacement,
                case: Some(CASE.to_owned()),
                record: None,
                proposed: Vec::new(),
            })
            .unwrap()
    }

    fn save(&self, form: &Form, changed: &[(&str, &str)]) -> Result<SaveOutcome, String> {
        let base: Vec<FieldValue> = form
            .fields
            .iter()
            .map(|field| FieldValue { name: field.name.clone(), value: field.value.clone() })
            .collect();
        let mut values = base.clone();
        for (name, value) in changed {
            values.iter_mut().find(|known| known.name == *name).unwrap().value = (*value).to_owned();
        }
        let request = SaveForm {
            action: FormAction::EditPlacement,
            record: None,
            case: Some(CASE.to_owned()),
            operation: form.operation.clone(),
            base,
            values,
            reason: "aftalt i dag".to_owned(),
        };
        self.program.save_placement(request).map_err(|error| error.code)
    }

    fn value(&self, field: &str) -> String {
        self.form().fields.into_iter().find(|known| known.name == field).unwrap().value
    }

    /// Waits for news until they are as wanted.
    pub fn until(&self, what: &str, holds: impl Fn(&News) -> bool) -> Duration {
        let begun = Instant::now();
        let mut since = 0;
        loop {
            let news = self.program.news(NewsRequest { since }).unwrap();
            if holds(&news) {
                return begun.elapsed();
            }
            assert!(begun.elapsed() < PATIENCE, "{what}: {news:?}");
            since = news.number;
        }
    }
}

impl Department {
    pub fn new() -> Self {
        Self::on(Durability::None)
    }

    fn on(durability: Durability) -> Self {
        let server = Server::start_with(durability);
        let database = server.fresh_database();
        let address = database.address();
        let (admin_user, admin_password) = database.admin();
        let suffix = database.name();
        let karina = Person::new(&format!("karina.{suffix}"));
        let created = karina
            .program
            .create_shared(CreateShared {
                address: address.clone(),
                certificate: None,
                admin_user: admin_user.to_owned(),
                admin_password: admin_password.to_owned(),
                municipality: "Egeskov Kommune".to_owned(),
                user: "Karina Holst".to_owned(),
                login: karina.login.clone(),
            })
            .unwrap();
        assert!(created.steps.len() > 7, "{:?}", created.steps);
        karina.begin(&address, &created.one_time.passphrase);

        let ole = Person::new(&format!("ole.{suffix}"));
        let place = server::address(address.as_ref()).unwrap();
        let mut administrator = server::Server::connect(&place, Some(admin_user), admin_password).unwrap();
        let roles = server::roles(&["sagsbehandler".to_owned()]).unwrap();
        let added = administrator.add("Ole Bang", &ole.login, &roles).unwrap();
        ole.begin(&address, &added.one_time_password);

        let day = DAY.parse::<NaiveDate>().ok();
        let mut cli = Headless::open(
            address.as_ref(),
            Some(&karina.login),
            OWN,
            day,
            vilkaar_api::headless::Errand::Import,
        )
        .unwrap();
        cli.import(fixture("egeskov-kommune.xlsx").as_ref(), false, false).unwrap();
        let department = Self { karina, ole, database, server };
        for person in [&department.karina, &department.ole] {
            person.until("the import is seen", |_| {
                person.program.session_state().unwrap().counts.is_some_and(|counts| counts.placements > 20)
            });
        }
        department
    }

    /// How often the log tells of an edit.
    fn edits(&self) -> String {
        let sql = "SELECT count(*) FROM vilkaar.operations WHERE name = 'edit'";
        self.database.sql(sql).unwrap().trim().to_owned()
    }
}

#[test]
fn what_one_changes_the_other_sees_and_what_both_change_neither_loses() {
    let department = Department::new();
    let (karina, ole) = (&department.karina, &department.ole);

    // Ole's form is open when Karina saves.
    let form = ole.form();
    let saved = karina.save(&karina.form(), &[("caseWorker", "Ib Øst"), ("targetGroup", "Angst")]).unwrap();
    assert!(matches!(saved, SaveOutcome::Saved { .. }));
    ole.until("Karina's change", |news| news.data_changed && ole.value("caseWorker") == "Ib Øst");

    // Ole changes one field that she changed and one that she didn't.
    let mine = [("caseWorker", "Pia Lindskov"), ("supportHours", "32,5")];
    let Ok(SaveOutcome::Clashed { clash }) = ole.save(&form, &mine) else { panic!("it clashes") };
    assert!(clash.sentence.starts_with("Karina Holst ændrede placeringen"), "{}", clash.sentence);
    let told: Vec<(&str, bool)> =
        clash.fields.iter().map(|field| (field.name.as_str(), field.is_contested)).collect();
    assert_eq!(told, [("caseWorker", true), ("targetGroup", false)]);
    assert_eq!(ole.value("caseWorker"), "Ib Øst", "nothing is saved over hers");

    // He keeps his case worker and takes her målgruppe along.
    let mut now = form.clone();
    for field in &mut now.fields {
        field.value = clash.now.iter().find(|value| value.name == field.name).unwrap().value.clone();
    }
    assert!(matches!(ole.save(&now, &mine), Ok(SaveOutcome::Saved { .. })));
    karina.until("Ole's merge", |_| karina.value("caseWorker") == "Pia Lindskov");
    assert_eq!(
        (karina.value("targetGroup").as_str(), karina.value("supportHours").as_str()),
        ("Angst", "32,5")
    );
    assert_eq!(department.edits(), "2");
    assert!(karina.program.verify().unwrap().ok);
}

#[test]
fn the_other_is_told_who_looks_at_a_case_and_who_edits_it() {
    let department = Department::new();
    let (karina, ole) = (&department.karina, &department.ole);
    let at = |is_editing| PresenceRequest { case: Some(CASE.to_owned()), is_editing };
    karina.program.presence(at(false)).unwrap();
    ole.until("she looks", |news| {
        news.present
            .iter()
            .any(|present| present.sentence == "Karina Holst ser på sagen" && present.case == CASE)
    });
    karina.program.presence(at(true)).unwrap();
    ole.until("she edits", |news| news.present.iter().any(|present| present.is_editing));
    karina.program.lock().unwrap();
    ole.until("she is gone", |news| news.present.is_empty());
    let told = karina.program.news(NewsRequest { since: 4_000_000_000 }).unwrap();
    assert!(told.present.is_empty(), "nobody is named while the program is locked: {told:?}");
}

#[test]
fn a_server_that_goes_away_loses_nothing_and_a_save_that_is_repeated_is_written_once() {
    // A server that is killed keeps what it said it kept only when it writes it down.
    let department = Department::on(Durability::Full);
    let karina = &department.karina;
    let form = karina.form();
    department.server.halt();
    karina.until("the banner", |news| news.connection.as_ref().is_some_and(|state| !state.is_connected));
    let state = karina.program.session_state().unwrap();
    assert_eq!(state.phase, SessionPhase::Open, "what is on the screen stays there");
    assert!(state.connection.unwrap().sentence.unwrap().contains("står her endnu"));
    assert_eq!(karina.save(&form, &[("caseWorker", "Ib Øst")]).unwrap_err(), "connection_lost");

    department.server.go_on();
    karina.until("it is back", |news| news.connection.as_ref().is_some_and(|state| state.is_connected));
    for attempt in ["the repeated save", "the same once more"] {
        let outcome = karina.save(&form, &[("caseWorker", "Ib Øst")]);
        assert!(matches!(outcome, Ok(SaveOutcome::Saved { .. })), "{attempt}: {outcome:?}");
    }
    assert_eq!(karina.value("caseWorker"), "Ib Øst");
    assert_eq!(department.edits(), "1");
}

#[test]
fn somebody_whose_access_is_taken_is_out_at_once_and_a_role_that_changes_counts_from_the_next_sign_in() {
    let department = Department::new();
    let (user, password) = department.database.admin();
    let address = server::address(department.database.address().as_ref()).unwrap();
    let mut administrator = server::Server::connect(&address, Some(user), password).unwrap();
    let form = department.ole.form();
    administrator.remove(&department.ole.login).unwrap();
    let refused = department.ole.save(&form, &[("caseWorker", "Ib Øst")]).unwrap_err();
    let known = ["connection_lost", "forbidden", "server_refused_sign_in", "locked"];
    assert!(known.contains(&refused.as_str()), "{refused}");
    let looked = department.ole.program.placement(PlacementRequest { case: CASE.to_owned() });
    assert!(looked.is_err(), "nor may he look");
    assert_eq!(department.edits(), "0");

    let leader = Person::new(&format!("leder.{}", department.database.name()));
    let roles = server::roles(&["leder".to_owned()]).unwrap();
    let added = administrator.add("Lea Dam", &leader.login, &roles).unwrap();
    leader.begin(&department.database.address(), &added.one_time_password);
    let overview = leader.program.overview().unwrap();
    let text = serde_json::to_string(&overview).unwrap();
    assert!(!text.contains("Poulsen"), "no name reaches a manager");
    assert_eq!(
        leader.program.placement(PlacementRequest { case: CASE.to_owned() }).unwrap_err().code,
        "forbidden"
    );
}

#[test]
fn every_figure_of_the_sample_is_the_same_on_both_engines() {
    let department = Department::new();
    let local = Database::sample();
    let address = department.database.address();
    let on_server = |arguments: &[&str]| {
        let mut command = command_on(&executable(), address.as_ref());
        command.args(["--user", &department.karina.login]).env("VILKAAR_PASSPHRASE", OWN);
        Answer::of(command.arg("--json").args(arguments)).json()
    };
    for arguments in [
        &["cases"][..],
        &["cost", "--year", "2026"],
        &["cost", "--year", "2027"],
        &["explain", "S2022-1008", "--year", "2026"],
        &["notice", "S2022-1008", "--party", "municipality", "--given", "2026-11-20"],
        &["agenda"],
        &["goals"],
        &["gaps"],
        &["forecast", "--year", "2026"],
    ] {
        assert_eq!(on_server(arguments), local.json(arguments), "{arguments:?}");
    }
    let verified = on_server(&["verify"]);
    assert_eq!((&verified["ok"], &verified["cases"]), (&true.into(), &local.json(&["verify"])["cases"]));
}
