//! Several people on one server, on loopback and with everything written to the disk: how long each waits when fifty
//! work at once, how soon one sees what another saved, and how long it takes to check a long log.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use vilkaar_api::headless::server as headless;
use vilkaar_api::types::{
    ChangePassphrase, ChooseServer, CreateShared, FieldValue, FormAction, FormRequest, NewsRequest,
    PlacementRequest, SaveForm, SaveOutcome, SignIn,
};
use vilkaar_api::{NoDesktop, Program, ProgramClock, UuidIdentities};
use vilkaar_application::import::commit;
use vilkaar_application::ports::{Actor, Store};
use vilkaar_storage::{Administration, ServerAddress, SharedDatabase};
use vilkaar_testkit::many_users::{self, Extent};
use vilkaar_testkit::server::{Durability, Server};
use vilkaar_testkit::{municipality, workbook};

use crate::import;
use crate::report::Report;

const TODAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 20);
const PASSWORD: &str = "grantræ kaffekop fregat måne";
const ENTRIES: u32 = 100_000;

pub fn measure(report: &mut Report) {
    let server = Server::start_with(Durability::Full);
    fifty(report, &server);
    news(report, &server);
    long_log(report, &server);
}

/// Fifty people at once, each changing rates, looking into files and reading histories.
fn fifty(report: &mut Report, server: &Server) {
    let database = server.fresh_database();
    let address: ServerAddress = database.address().parse().unwrap();
    let (admin, password) = database.admin();
    Administration::open(&address, admin, Some(password)).unwrap().set_up().unwrap();
    let logins = database.negotiators(50, PASSWORD);
    let open = |number: usize| -> (Box<dyn Store>, Actor) {
        let database = SharedDatabase::open(&address, &logins[number], PASSWORD).unwrap();
        let actor = database.actor("måling");
        (Box::new(database), actor)
    };
    let (mut store, actor) = open(0);
    many_users::prepare(store.as_mut(), actor);
    // A piece of work a second each on average, which is more than people do, and then without a pause at all.
    for (how, pause, pieces, bound) in [
        ("", Duration::from_secs(2), 15, Duration::from_millis(100)),
        (", without a pause", Duration::ZERO, 40, Duration::from_secs(1)),
    ] {
        let told = many_users::work(Extent { users: 50, pieces, pause, seed: 3 }, open);
        if !pause.is_zero() {
            many_users::check(store.as_mut(), &told);
        }
        report.add_time(
            format!("fifty users' mixed work on one server{how}, 95th percentile"),
            told.percentile(95),
            bound,
        );
    }
}

/// Somebody with a program of their own.
fn signed_in(address: &str, login: &str, one_time: &str) -> Arc<Program> {
    let program = Arc::new(Program::with(Box::new(NoDesktop), None, TODAY, None));
    let request = ChooseServer { address: address.to_owned(), certificate: None };
    let ticket = program.choose_server(request).unwrap().ticket;
    let password = Some(one_time.to_owned());
    program.sign_in(SignIn { database: ticket, user: login.to_owned(), password, keep: false }).unwrap();
    let request = ChangePassphrase { current: one_time.to_owned(), new: PASSWORD.to_owned() };
    program.change_passphrase(request).unwrap();
    program
}

/// From the press on *Gem* in one program until the other has the changed placement to show; with 300 placements.
fn news(report: &mut Report, server: &Server) {
    let database = server.fresh_database();
    let (address, suffix) = (database.address(), database.name());
    let (admin_user, admin_password) = database.admin();
    let login = |name: &str| format!("{name}_{suffix}");
    let maker = Program::with(Box::new(NoDesktop), None, TODAY, None);
    let created = maker
        .create_shared(CreateShared {
            address: address.clone(),
            certificate: None,
            admin_user: admin_user.to_owned(),
            admin_password: admin_password.to_owned(),
            municipality: "Mellemstor Kommune".to_owned(),
            user: "Karina Holst".to_owned(),
            login: login("karina"),
        })
        .unwrap();
    let place = headless::address(address.as_ref()).unwrap();
    let mut administrator = headless::Server::connect(&place, Some(admin_user), admin_password).unwrap();
    let roles = headless::roles(&["sagsbehandler".to_owned()]).unwrap();
    let added = administrator.add("Ole Bang", &login("ole"), &roles).unwrap();
    let karina = signed_in(&address, &login("karina"), &created.one_time.passphrase);
    let mut store = SharedDatabase::open(&place, &login("karina"), PASSWORD).unwrap();
    let changes = import::changes(&workbook::write(&municipality::of(300)).unwrap());
    let actor = store.actor("måling");
    let clock = ProgramClock::new(TODAY);
    commit(&mut store, actor, &clock, &UuidIdentities, changes, "mellemstor.xlsx", &mut |_, _| true).unwrap();
    let case = store.load().unwrap().placements[0].case.to_string();
    let ole = signed_in(&address, &login("ole"), &added.one_time_password);
    while karina.session_state().unwrap().counts.is_none_or(|counts| counts.placements == 0) {
        karina.news(NewsRequest { since: 0 }).unwrap();
    }

    let mut slowest = Duration::ZERO;
    for round in 0..20 {
        let since = ole.news(NewsRequest { since: 0 }).unwrap().number;
        let form = karina
            .placement_form(FormRequest {
                action: FormAction::EditPlacement,
                case: Some(case.clone()),
                record: None,
                proposed: Vec::new(),
            })
            .unwrap();
        let base: Vec<FieldValue> = form
            .fields
            .iter()
            .map(|field| FieldValue { name: field.name.clone(), value: field.value.clone() })
            .collect();
        let mut values = base.clone();
        values[0].value = format!("Sagsbehandler {round}");
        let begun = Instant::now();
        let saved = karina.save_placement(SaveForm {
            action: FormAction::EditPlacement,
            record: None,
            case: Some(case.clone()),
            operation: form.operation,
            base,
            values,
            reason: String::new(),
        });
        assert!(matches!(saved, Ok(SaveOutcome::Saved { .. })));
        let mut since = since;
        while ole
            .placement_form(FormRequest {
                action: FormAction::EditPlacement,
                case: Some(case.clone()),
                record: None,
                proposed: Vec::new(),
            })
            .unwrap()
            .fields[0]
            .value
            != format!("Sagsbehandler {round}")
        {
            since = ole.news(NewsRequest { since }).unwrap().number;
        }
        ole.placement(PlacementRequest { case: case.clone() }).unwrap();
        slowest = slowest.max(begun.elapsed());
    }
    report.add_time(
        "from saving until another program has the placement to show, slowest of 20",
        slowest,
        Duration::from_secs(1),
    );
}

/// A log of more than 100,000 entries, every record compared with it; the time is in proportion.
fn long_log(report: &mut Report, server: &Server) {
    let database = server.fresh_database();
    let address: ServerAddress = database.address().parse().unwrap();
    let (admin, password) = database.admin();
    Administration::open(&address, admin, Some(password)).unwrap().set_up().unwrap();
    let login = &database.negotiators(1, PASSWORD)[0];
    let mut store = SharedDatabase::open(&address, login, PASSWORD).unwrap();
    let mut entries = 0;
    let changes = import::changes(&workbook::write(&municipality::of(6_000)).unwrap());
    let actor = store.actor("måling");
    let clock = ProgramClock::new(TODAY);
    commit(&mut store, actor, &clock, &UuidIdentities, changes, "stor.xlsx", &mut |_, _| true).unwrap();
    let verified = crate::report::shortest(3, || {
        let found = store.verify(&[]).unwrap();
        assert!(found.ok());
        entries = u32::try_from(found.log_entries).unwrap();
    });
    report.add_time(
        "verifying 100,000 log entries of a server",
        verified * ENTRIES / entries,
        Duration::from_secs(1),
    );
}
