//! Connections that break, at every moment, and a server that is killed.

use std::time::Duration;

use vilkaar_application::ports::{ReadRecord, Store as _, StoreError};
use vilkaar_domain::{Citizen, CitizenId, Entity, RefundCover, Role};
use vilkaar_storage::{Patience, ServerNews, SharedDatabase, describe};
use vilkaar_testkit::server::{Durability, Server};

use crate::{Department, id, names, operation, provider, save};

/// Long enough for a slow machine.
const SOON: Duration = Duration::from_secs(30);

/// Ends every connection of a login, as a pulled cable would.
fn cut(department: &Department, login: &str) {
    let sql = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{login}' AND datname = '{}'",
        department.keeper.name()
    );
    department.keeper.sql(&sql).unwrap();
}

#[test]
fn a_connection_cut_before_or_in_the_middle_of_a_save_loses_nothing_and_writes_once() {
    let mut department = Department::new();
    let (login, password) = department.person("karina", &[Role::Negotiator]);
    let mut database = SharedDatabase::open(&department.address, &login, &password).unwrap();
    let base = database.head().unwrap().seq;
    cut(&department, &login);
    save(&mut database, None, provider(1, "Solsikken ApS")).unwrap();

    // Cut when the first records are written, and when all are and the log isn't.
    for (number, at) in [(2, 0), (3, 1)] {
        let operation = operation(&database, None, provider(number, &format!("Egely {number}")));
        let mut told = 0;
        let saved = database.save(&operation, &mut |_, _| {
            if told == at {
                cut(&department, &login);
            }
            told += 1;
            true
        });
        assert_eq!(saved.unwrap().seq, base + u64::try_from(number).unwrap());
        let again = database.save(&operation, &mut |_, _| true);
        assert_eq!(again.unwrap().seq, base + u64::try_from(number).unwrap());
    }
    cut(&department, &login);
    let citizen = Entity::Citizen(Citizen {
        id: CitizenId(id(7)),
        cpr: None,
        name: None,
        refund_cover: RefundCover::ByAge,
    });
    save(&mut database, None, citizen).unwrap();
    let read = ReadRecord {
        actor: database.actor("vindue: Placering"),
        at: chrono::Utc::now(),
        citizen: CitizenId(id(7)),
        what: "placering".to_owned(),
    };
    database.record_read(&read).unwrap();
    assert_eq!(department.keeper.sql("SELECT count(*) FROM vilkaar.reads").unwrap(), "1");
    assert_eq!(names(&mut database).len(), 3);
    assert!(database.verify(&[]).unwrap().ok());
}

#[test]
fn whoever_listens_is_told_of_the_loss_and_the_return_without_asking() {
    let mut department = Department::new();
    let (login, password) = department.person("karina", &[Role::Negotiator]);
    let mut database = SharedDatabase::open(&department.address, &login, &password).unwrap();
    let mut other = department.opened_by("bo", &[Role::Negotiator]);
    let news = database.listen().unwrap();
    cut(&department, &login);
    assert_eq!(news.recv_timeout(SOON).unwrap(), ServerNews::Lost);
    assert_eq!(news.recv_timeout(SOON).unwrap(), ServerNews::Regained);
    save(&mut other, None, provider(1, "Solsikken ApS")).unwrap();
    assert!(matches!(news.recv_timeout(SOON).unwrap(), ServerNews::Changed { .. }));
}

#[test]
fn a_server_that_is_killed_and_comes_back_keeps_what_was_saved_and_takes_the_rest() {
    let server = Server::start_with(Durability::Full);
    let mut department = Department::on(&server);
    let (login, password) = department.person("karina", &[Role::Negotiator]);
    let patience = Patience { reconnect: Duration::from_secs(1), ..Patience::default() };
    let mut database = SharedDatabase::open_with(&department.address, &login, &password, patience).unwrap();
    save(&mut database, None, provider(1, "Solsikken ApS")).unwrap();
    server.restart_immediate();
    save(&mut database, None, provider(2, "Egely")).unwrap();
    let head = database.head().unwrap();

    server.halt();
    let operation = operation(&database, None, provider(3, "Birken"));
    assert_eq!(database.save(&operation, &mut |_, _| true), Err(StoreError::Unreachable));
    assert_eq!(database.load().unwrap_err(), StoreError::Unreachable);
    server.go_on();
    assert_eq!(database.save(&operation, &mut |_, _| true).unwrap().seq, head.seq + 1);
    assert_eq!(names(&mut database), ["Solsikken ApS", "Egely", "Birken"]);
    assert!(database.verify(&[]).unwrap().ok());
}

#[test]
fn a_server_that_stops_answering_is_given_up_in_time_and_used_again_when_it_does() {
    let mut department = Department::new();
    let (login, password) = department.person("karina", &[Role::Negotiator]);
    let patience = Patience {
        statement: Duration::from_millis(500),
        batch: Duration::from_millis(500),
        reconnect: Duration::ZERO,
        ..Patience::default()
    };
    let mut database = SharedDatabase::open_with(&department.address, &login, &password, patience).unwrap();
    let keeper = &department.keeper;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            keeper.sql("BEGIN; LOCK TABLE vilkaar.chain_heads; SELECT pg_sleep(3); COMMIT").unwrap();
        });
        let locked = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'vilkaar.chain_heads'::regclass AND granted";
        let begun = std::time::Instant::now();
        while keeper.sql(locked).unwrap() == "0" {
            assert!(begun.elapsed() < SOON);
        }
        let asked = std::time::Instant::now();
        assert_eq!(database.head(), Err(StoreError::Unreachable));
        assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    });
    assert_eq!(database.head().unwrap().seq, 1);
}

#[test]
fn a_lock_that_somebody_holds_is_told_and_the_connection_goes_on() {
    let mut department = Department::new();
    let (login, password) = department.person("karina", &[Role::Negotiator]);
    let patience =
        Patience { lock: Duration::from_millis(300), reconnect: Duration::ZERO, ..Patience::default() };
    let mut database = SharedDatabase::open_with(&department.address, &login, &password, patience).unwrap();
    let keeper = &department.keeper;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            keeper
                .sql("BEGIN; LOCK TABLE vilkaar.chain_heads IN EXCLUSIVE MODE; SELECT pg_sleep(3); COMMIT")
                .unwrap();
        });
        let locked = "SELECT count(*) FROM pg_locks WHERE mode = 'ExclusiveLock' AND relation = 'vilkaar.chain_heads'::regclass AND granted";
        let begun = std::time::Instant::now();
        while keeper.sql(locked).unwrap() == "0" {
            assert!(begun.elapsed() < SOON);
        }
        let pid = "SELECT pid FROM pg_stat_activity WHERE usename = '".to_owned() + &login + "'";
        let before = keeper.sql(&pid).unwrap();
        assert_eq!(save(&mut database, None, provider(1, "Solsikken ApS")), Err(StoreError::Busy));
        assert_eq!(describe(&StoreError::Busy).0, "busy");
        assert_eq!(keeper.sql(&pid).unwrap(), before, "the connection is the same");
    });
    save(&mut database, None, provider(1, "Solsikken ApS")).unwrap();
}

#[test]
fn an_upgrade_while_the_line_is_down_stops_the_old_program() {
    let mut department = Department::new();
    let (login, password) = department.person("karina", &[Role::Negotiator]);
    let mut database = SharedDatabase::open(&department.address, &login, &password).unwrap();
    department.keeper.sql("INSERT INTO vilkaar.schema_history (version, name) VALUES (100, 'ny')").unwrap();
    cut(&department, &login);
    assert_eq!(save(&mut database, None, provider(1, "Solsikken ApS")), Err(StoreError::Outdated));
    assert_eq!(department.keeper.sql("SELECT count(*) FROM vilkaar.providers").unwrap(), "0");
}
