//! Moving between two folders, which is the same work as with a server at one end: what arrives, what is
//! refused, and that a move broken off leaves nothing.

use std::path::Path;

use rstest::rstest;
use tempfile::TempDir;
use uuid::Uuid;
use vilkaar_application::ports::{EntityChange, Operation, ReadRecord, Store as _};
use vilkaar_domain::{Entity, Register, Role, User, UserId};

use super::tables::{Values, all};
use super::{Differs, MoveError, Moved, Sum, copy, local, people};
use crate::database::{Database, Unlock};
use crate::engine::{Cell, Connection, EachRow, EngineError, Rows, in_transaction};
use crate::error::StorageError;
use crate::keys::Person;
use crate::store;
use crate::tests::{PASSPHRASE, empty};

/// Every record of a register as a new one, in an order that a database takes.
fn as_new(register: &Register) -> Vec<EntityChange> {
    let mut entities: Vec<Entity> = Vec::new();
    entities.extend(register.citizens.iter().cloned().map(Entity::Citizen));
    entities.extend(register.providers.iter().cloned().map(Entity::Provider));
    entities.extend(register.offers.iter().cloned().map(Entity::Offer));
    entities.extend(register.placements.iter().cloned().map(Entity::Placement));
    entities.extend(register.rate_lines.iter().cloned().map(Entity::RateLine));
    entities.extend(register.contracts.iter().cloned().map(Entity::Contract));
    entities.extend(register.goals.iter().cloned().map(Entity::Goal));
    entities.extend(register.follow_ups.iter().cloned().map(Entity::FollowUp));
    entities.extend(register.budgets.iter().cloned().map(Entity::BudgetLine));
    entities.extend(register.price_indexes.iter().cloned().map(Entity::PriceIndex));
    entities.extend(register.refund_limits.iter().cloned().map(Entity::RefundLimits));
    let new = |after| EntityChange { before: None, after: Some(after), citizen: None, reason: None };
    entities.into_iter().map(new).collect()
}

/// Saves changes as an operation.
fn save(database: &mut Database, name: &str, changes: Vec<EntityChange>, reason: Option<&str>) {
    let operation = Operation {
        id: Uuid::now_v7(),
        name: name.to_owned(),
        actor: database.actor("vindue: Prøve"),
        at: "2026-11-22T09:00:00Z".parse().unwrap(),
        changes,
        reason: reason.map(str::to_owned),
    };
    database.save(&operation, &mut |_, _| true).unwrap();
}

/// A user's record.
fn user(id: Uuid, name: &str, login: Option<&str>) -> User {
    User {
        id: UserId(id),
        name: name.to_owned(),
        login: login.map(str::to_owned),
        roles: [Role::Negotiator, Role::Administrator].into_iter().collect(),
        employee: None,
        removed_on: None,
    }
}

/// A municipality with a history: an import, lines annulled, a citizen renamed, looks into files, payloads that
/// were emptied in their time, a note.
pub(super) fn with_history(placements: usize) -> (TempDir, Database) {
    let (keeper, mut database) = empty();
    let me = database.person().clone();
    let people = [user(me.id, &me.name, None), user(Uuid::from_u128(7_000_001), "Søren Ærø", None)];
    let new = |user: &User| EntityChange {
        before: None,
        after: Some(Entity::User(user.clone())),
        citizen: None,
        reason: None,
    };
    save(&mut database, "people", people.iter().map(new).collect(), None);
    let register = vilkaar_testkit::municipality::of(placements);
    save(&mut database, "import", as_new(&register), None);
    let annulled = register.rate_lines.iter().step_by(7).map(|line| {
        let mut after = line.clone();
        after.annulled = true;
        EntityChange {
            before: Some(Entity::RateLine(line.clone())),
            after: Some(Entity::RateLine(after)),
            citizen: None,
            reason: Some("skrevet to gange".to_owned()),
        }
    });
    save(&mut database, "annul", annulled.collect(), Some("rettelse af æøå"));
    for citizen in register.citizens.iter().take(3) {
        let actor = database.actor("vindue: Placering");
        let (at, what) = ("2026-11-22T10:00:00.000007Z".parse().unwrap(), "placering".to_owned());
        database.record_read(&ReadRecord { actor, at, citizen: citizen.id, what }).unwrap();
    }
    database.set_note("kolonner", "{\"Sagsnr\":1}").unwrap();
    database.set_note("storage/second_place", "/mnt/drev").unwrap();
    let emptied = "UPDATE changes SET salt = NULL, payload = NULL WHERE EXISTS \
                   (SELECT 1 FROM changes AS later WHERE later.entity_id = changes.entity_id \
                    AND later.seq > changes.seq)";
    database.driver().execute_batch(emptied).unwrap();
    (keeper, database)
}

/// A second, empty database.
fn target(keeper: &TempDir, name: &str) -> Database {
    let person = Person { id: Uuid::from_u128(1), name: "Bo Vest".to_owned() };
    Database::create_for(&keeper.path().join(name), person, PASSPHRASE).unwrap().0
}

/// Every value of every table.
pub(super) fn contents(connection: &mut dyn Connection) -> Vec<(&'static str, Vec<Values>)> {
    let mut found = Vec::new();
    for table in all() {
        let mut rows = Vec::new();
        table
            .read::<EngineError>(connection, &mut |batch| {
                rows.extend(batch);
                Ok(())
            })
            .unwrap();
        found.push((table.name, rows));
    }
    found
}

/// A move without anything behind it.
fn moved(from: &mut Database, to: &mut Database) -> Result<Moved, StorageError> {
    copy(from.end().unwrap(), to.end().unwrap(), &mut |_| Ok(()), &mut |_, _| true)
}

#[test]
fn what_arrives_is_what_was_sent_record_by_record_and_entry_by_entry() {
    let (keeper, mut from) = with_history(300);
    let mut to = target(&keeper, "Ny.vilkaar");
    let mut told = Vec::new();
    let moved = copy(from.end().unwrap(), to.end().unwrap(), &mut |_| Ok(()), &mut |done, total| {
        told.push((done, total));
        true
    })
    .unwrap();
    assert_eq!(to.load().unwrap(), from.load().unwrap());
    assert_eq!(contents(to.engine()), contents(from.engine()));
    assert_eq!(to.head().unwrap(), from.head().unwrap());
    assert_eq!(moved.change_head, from.head().unwrap());
    let (before, after) = (from.verify(&[]).unwrap(), to.verify(&[]).unwrap());
    assert!(before.ok());
    assert_eq!(after, before);
    assert_eq!(after.log_entries, moved.log_entries);

    let of = |name| moved.tables.iter().find(|counted| counted.table == name).unwrap();
    assert_eq!((of("placements").rows, of("reads").rows, of("notes").rows), (300, 3, 1));
    assert_eq!(to.note("storage/second_place").unwrap(), None, "it is a place on another machine");
    let register = from.load().unwrap();
    let rates: rust_decimal::Decimal = register.rate_lines.iter().map(|line| line.amount.kroner()).sum();
    assert_eq!(of("rate_lines").sums, [("amount", Sum::Rate(rates))]);
    let budgets = register.budgets.iter().map(|line| line.amount.oere()).sum();
    assert_eq!(of("budget_lines").sums, [("amount", Sum::Money(vilkaar_domain::Money::from_oere(budgets)))]);
    let all: u64 = moved.tables.iter().map(|counted| counted.rows).sum();
    assert!(told.is_sorted() && told.last() == Some(&(all, all)), "{:?}", told.last());
}

#[rstest]
#[case::a_record(
    "UPDATE rate_lines SET amount = '1' WHERE id = (SELECT max(id) FROM rate_lines)",
    "row_changed"
)]
#[case::an_entry("UPDATE operations SET person_name = 'Ib Øst'", "entry_changed")]
#[case::an_entry_removed("DELETE FROM reads WHERE seq = 2", "read_missing")]
fn a_database_that_differs_from_its_log_is_not_moved(#[case] sql: &str, #[case] found: &str) {
    let (keeper, mut from) = with_history(3);
    from.tamper(sql);
    let mut to = target(&keeper, "Ny.vilkaar");
    let nothing = contents(to.engine());
    match moved(&mut from, &mut to) {
        Err(StorageError::Move(MoveError::SourceDiffers { problems })) => assert_eq!(problems[0].code, found),
        other => panic!("{other:?}"),
    }
    assert_eq!(contents(to.engine()), nothing);
}

#[test]
fn a_database_with_anything_in_it_is_no_target() {
    let (keeper, mut from) = with_history(3);
    let refused = |to: &mut Database, from: &mut Database| {
        let before = contents(to.engine());
        let error = moved(from, to).unwrap_err();
        assert_eq!(error.code(), "target_not_empty");
        assert!(error.sentence().contains("ny, tom"), "{}", error.sentence());
        assert_eq!(contents(to.engine()), before);
    };
    let mut to = target(&keeper, "En.vilkaar");
    to.set_note("kolonner", "{}").unwrap();
    refused(&mut to, &mut from);

    let mut to = target(&keeper, "To.vilkaar");
    moved(&mut from, &mut to).unwrap();
    refused(&mut to, &mut from);

    let mut to = target(&keeper, "Tre.vilkaar");
    to.tamper("UPDATE chain_heads SET seq = 1 WHERE chain = 'reads'");
    refused(&mut to, &mut from);
}

#[test]
fn stopped_at_any_row_nothing_is_kept() {
    let (keeper, mut from) = with_history(30);
    let mut to = target(&keeper, "Ny.vilkaar");
    let nothing = contents(to.engine());
    let mut calls = 0;
    copy(from.end().unwrap(), to.end().unwrap(), &mut |_| Err(StorageError::DiskFull), &mut |_, _| {
        calls += 1;
        true
    })
    .unwrap_err();
    assert_eq!(contents(to.engine()), nothing, "not even when what follows fails");
    for stop in (1..=calls).step_by(3).chain([calls]) {
        let mut call = 0;
        let outcome = copy(from.end().unwrap(), to.end().unwrap(), &mut |_| Ok(()), &mut |_, _| {
            call += 1;
            call < stop
        });
        assert_eq!(outcome.unwrap_err().code(), "cancelled");
        assert_eq!(contents(to.engine()), nothing, "stopped at step {stop}");
    }
    moved(&mut from, &mut to).unwrap();
}

/// What becomes of a row on its way; `false` drops it.
type OnTheWay<'a> = &'a mut (dyn FnMut(&str, &mut Vec<Cell<'_>>) -> Result<bool, EngineError> + Send);

/// A connection on which rows don't arrive as they were sent.
struct Faulty<'a> {
    inner: &'a mut dyn Connection,
    on_the_way: OnTheWay<'a>,
}

impl Connection for Faulty<'_> {
    fn execute(&mut self, sql: &str, cells: &[Cell<'_>]) -> Result<u64, EngineError> {
        self.inner.execute(sql, cells)
    }
    fn execute_each<'a>(
        &mut self,
        sql: &str,
        rows: Rows<'_, 'a>,
    ) -> Result<Option<usize>, (usize, EngineError)> {
        let mut kept: Vec<Vec<Cell<'a>>> = Vec::new();
        for (number, mut row) in rows.enumerate() {
            if (self.on_the_way)(sql, &mut row).map_err(|error| (number, error))? {
                kept.push(row);
            }
        }
        self.inner.execute_each(sql, &mut kept.into_iter())
    }
    fn query(&mut self, sql: &str, cells: &[Cell<'_>], each: EachRow<'_>) -> Result<(), EngineError> {
        self.inner.query(sql, cells, each)
    }
    fn begin(&mut self) -> Result<(), EngineError> {
        self.inner.begin()
    }
    fn begin_reading(&mut self) -> Result<(), EngineError> {
        self.inner.begin_reading()
    }
    fn commit(&mut self) -> Result<(), EngineError> {
        self.inner.commit()
    }
    fn rollback(&mut self) {
        self.inner.rollback();
    }
}

/// Moves over a faulty connection.
fn moved_over(from: &mut Database, to: &mut Database, on_the_way: OnTheWay<'_>) -> StorageError {
    let files = Some(to.open_files().unwrap());
    let mut faulty = Faulty { inner: to.engine(), on_the_way };
    let end = super::End { connection: &mut faulty, owner: None, files };
    copy(from.end().unwrap(), end, &mut |_| Ok(()), &mut |_, _| true).unwrap_err()
}

#[rstest]
#[case::a_row_less("INSERT INTO reads ", 0, None, "reads", Differs::Rows)]
#[case::another_amount(
    "INSERT INTO budget_lines ",
    3,
    Some(Cell::Integer(1)),
    "budget_lines",
    Differs::Sum("amount")
)]
#[case::another_rate(
    "INSERT INTO rate_lines ",
    4,
    Some(Cell::from("0.5")),
    "rate_lines",
    Differs::Sum("amount")
)]
#[case::another_name("INSERT INTO citizens ", 2, Some(Cell::from("Ib Øst")), "citizens", Differs::Content)]
#[case::another_payload("INSERT INTO changes ", 10, Some(Cell::from("{}")), "changes", Differs::Content)]
#[case::another_version("INSERT INTO goals ", 10, Some(Cell::Integer(9)), "goals", Differs::Content)]
fn what_arrives_otherwise_than_it_was_sent_is_noticed_and_nothing_is_kept(
    #[case] statement: &str,
    #[case] column: usize,
    #[case] value: Option<Cell<'static>>,
    #[case] table: &'static str,
    #[case] what: Differs,
) {
    let (keeper, mut from) = with_history(10);
    let mut to = target(&keeper, "Ny.vilkaar");
    let nothing = contents(to.engine());
    let mut done = false;
    let error = moved_over(&mut from, &mut to, &mut |sql, row| {
        if done || !sql.starts_with(statement) {
            return Ok(true);
        }
        done = true;
        match &value {
            Some(value) => row[column] = value.clone(),
            None => return Ok(false),
        }
        Ok(true)
    });
    match error {
        StorageError::Move(error) => assert_eq!(error, MoveError::Differs { table, what }),
        other => panic!("{other:?}"),
    }
    assert_eq!(contents(to.engine()), nothing);
}

#[test]
fn a_connection_that_breaks_at_any_row_leaves_nothing() {
    let (keeper, mut from) = with_history(10);
    let mut to = target(&keeper, "Ny.vilkaar");
    let nothing = contents(to.engine());
    for at in [0, 1, 17, 100, 333, 400] {
        let mut row = 0;
        let error = moved_over(&mut from, &mut to, &mut |_, _| {
            row += 1;
            if row > at { Err(EngineError::Full) } else { Ok(true) }
        });
        assert_eq!((error.code(), row), ("disk_full", at + 1));
        assert_eq!(contents(to.engine()), nothing, "broken at row {at}");
    }
}

#[test]
fn a_folder_is_made_whole_with_whoever_made_it_and_the_log_goes_on_with_the_move() {
    let (keeper, mut from) = with_history(10);
    let logins = people::logins(&people::users(from.engine()).unwrap(), &[], &mut |_| Ok(false)).unwrap();
    let me = local::actor(from.person(), "vilkaar-cli move");
    let told = |reason: &str| people::Told {
        actor: me.clone(),
        at: "2026-11-22T12:00:00Z".parse().unwrap(),
        reason: reason.to_owned(),
    };
    in_transaction::<_, StorageError>(from.engine(), |connection| {
        people::log_move(connection, &told("Flyttet ud"), people::on_a_server(&logins))
    })
    .unwrap();
    let sent = from.head().unwrap();
    let person = Person { id: Uuid::from_u128(7_000_001), name: "Søren Ærø".to_owned() };
    let folder = keeper.path().join("Hjem.vilkaar");
    let users = people::users(from.engine()).unwrap();
    let changed = |_: ()| people::in_a_folder(&users, UserId(person.id), &person.name);
    let (moved, _) = local::into_folder(
        &folder,
        person.clone(),
        PASSPHRASE,
        from.end().unwrap(),
        &mut |to| {
            let told =
                people::Told { actor: local::actor(&person, "vilkaar-cli move"), ..told("Flyttet hjem") };
            people::log_move(to, &told, changed(()))
        },
        &mut |_, _| true,
    )
    .unwrap();
    assert_eq!(moved.change_head, sent);
    assert!(!keeper.path().join("Hjem.vilkaar.partial").exists());
    let mut home =
        Database::open(&folder, Unlock::Passphrase { user: None, passphrase: PASSPHRASE }).unwrap();
    assert!(!home.was_recovered(), "it was closed in order");
    assert!(home.verify(&[sent]).unwrap().ok(), "the head that it came with is in its log");
    let register = home.load().unwrap();
    assert!(register.users.iter().all(|user| user.login.is_none()));
    assert!(home.actor("").roles.has(Role::Administrator));
    let history = home.history(&[person.id], 9).unwrap();
    let told: Vec<(&str, Option<&str>)> =
        history.iter().map(|entry| (entry.operation.as_str(), entry.reason.as_deref())).collect();
    assert_eq!(told, [("move", Some("Flyttet hjem")), ("move", Some("Flyttet ud")), ("people", None)]);
    assert_eq!(history[0].who, "Søren Ærø");
}

#[test]
fn somebody_the_database_does_not_know_becomes_its_first_person_in_a_folder() {
    let (keeper, mut from) = with_history(3);
    let users = people::users(from.engine()).unwrap();
    let person = Person { id: Uuid::from_u128(8_000_042), name: "Ny Leder".to_owned() };
    let folder = keeper.path().join("Hjem.vilkaar");
    let changed = || people::in_a_folder(&users, UserId(person.id), &person.name);
    let told = people::Told {
        actor: local::actor(&person, "vilkaar-cli move"),
        at: "2026-11-22T12:00:00Z".parse().unwrap(),
        reason: "Flyttet".to_owned(),
    };
    local::into_folder(
        &folder,
        person.clone(),
        PASSPHRASE,
        from.end().unwrap(),
        &mut |to| people::log_move(to, &told, changed()),
        &mut |_, _| true,
    )
    .unwrap();
    let mut home =
        Database::open(&folder, Unlock::Passphrase { user: None, passphrase: PASSPHRASE }).unwrap();
    assert!(home.verify(&[]).unwrap().ok());
    assert!(home.actor("").roles.has(Role::Administrator));
}

#[test]
fn a_folder_that_can_not_be_filled_is_not_there_after() {
    let (keeper, mut from) = with_history(3);
    let person = || Person { id: Uuid::from_u128(8_000_042), name: "Ny Leder".to_owned() };
    let folder = keeper.path().join("Hjem.vilkaar");
    let names = |path: &Path| -> Vec<_> {
        let mut names: Vec<_> =
            std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names(keeper.path());
    let stopped = local::into_folder(
        &folder,
        person(),
        PASSPHRASE,
        from.end().unwrap(),
        &mut |_| Ok(()),
        &mut |done, _| done < 20,
    );
    assert_eq!(stopped.unwrap_err().code(), "cancelled");
    assert_eq!(names(keeper.path()), before);

    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("mit.txt"), "her").unwrap();
    let taken = local::into_folder(
        &folder,
        person(),
        PASSPHRASE,
        from.end().unwrap(),
        &mut |_| Ok(()),
        &mut |_, _| true,
    );
    assert_eq!(taken.unwrap_err().code(), "database_exists");
    assert_eq!(std::fs::read(folder.join("mit.txt")).unwrap(), b"her");
}

#[test]
fn a_folder_that_was_left_says_where_its_database_went_and_stays_readable() {
    let (_keeper, mut database) = with_history(3);
    assert_eq!(database.has_moved().unwrap(), None);
    let moved = super::HasMoved {
        to: "postgres://db.egeskov.dk/vilkaar".to_owned(),
        at: "2026-11-22T12:00:00Z".parse().unwrap(),
    };
    database.mark_moved(&moved).unwrap();
    let folder = database.folder().to_owned();
    database.close().unwrap();
    let mut database =
        Database::open(&folder, Unlock::Passphrase { user: None, passphrase: PASSPHRASE }).unwrap();
    assert_eq!(database.has_moved().unwrap(), Some(moved));
    assert_eq!(database.load().unwrap().placements.len(), 3);
    assert_eq!(store::head(&mut *database.engine()).unwrap(), database.head().unwrap());
}
