//! Moving to a server and back, into an archive and out of it, on a throw-away PostgreSQL.

use std::path::Path;

use chrono::{DateTime, Utc};
use vilkaar_application::ports::{Beside as _, EntityChange, KeptDraft, LogHead, Operation, Store as _};
use vilkaar_domain::{Entity, RecordId, Role, SavedFilter, User, UserId};
use vilkaar_testkit::server::{FreshDatabase, Server};

use super::tables::Values;
use super::tests::{contents, with_history};
use super::{
    Arrival, Departure, End, MoveError, Moved, OnServer, archive, restore_to_server, to_folder, to_server,
};
use crate::database::{Database, Unlock};
use crate::engine::{Cell, as_of_one_moment};
use crate::error::StorageError;
use crate::postgres::ServerAddress;
use crate::shared::{Administration, SharedDatabase};
use crate::tests::PASSPHRASE;

/// The only entries and records that a move itself makes.
const CHANGED_BY_A_MOVE: [&str; 3] = ["users", "operations", "changes"];

/// A database on a server, set up and empty.
struct Place {
    database: FreshDatabase,
    address: ServerAddress,
}

fn empty_place() -> Place {
    let database = Server::shared().fresh_database();
    let address: ServerAddress = database.address().parse().unwrap();
    let place = Place { database, address };
    place.administration().set_up().unwrap();
    place
}

impl Place {
    fn administration(&self) -> Administration {
        let (login, password) = self.database.admin();
        Administration::open(&self.address, login, Some(password)).unwrap()
    }

    /// A login that no other test on this server has.
    fn login(&self, name: &str) -> String {
        format!("{name}.{}", self.database.name())
    }

    fn logins(&self) -> Vec<(String, String)> {
        vec![
            ("Karina Holst".to_owned(), self.login("karina")),
            ("søren ærø".to_owned(), self.login("soeren")),
        ]
    }

    fn receive(&self, from: &mut Database) -> Result<OnServer, StorageError> {
        let mut server = self.administration();
        let arrival = Arrival {
            server: &mut server,
            address: &self.address,
            logins: &self.logins(),
            origin: "vilkaar-cli move",
            at: at("2026-11-22T12:00:00.000001Z"),
        };
        to_server(from, arrival, &mut |_, _| true)
    }

    fn departure<'a>(&'a self, who: Option<&'a str>) -> Departure<'a> {
        Departure {
            address: &self.address,
            login: self.database.admin().0,
            who,
            passphrase: PASSPHRASE,
            origin: "vilkaar-cli move",
            at: at("2026-11-23T12:00:00Z"),
        }
    }

    fn contents(&self) -> Vec<(&'static str, Vec<Values>)> {
        let mut server = self.administration();
        let End { connection, owner, .. } = server.end().unwrap();
        as_of_one_moment::<_, StorageError>(connection, |connection| {
            super::take_rights(connection, owner.as_deref())?;
            Ok(alike(contents(connection)))
        })
        .unwrap()
    }

    /// Roles of people that this test made.
    fn people(&self) -> String {
        let sql = format!("SELECT count(*) FROM pg_roles WHERE rolname LIKE '%.{}'", self.database.name());
        self.database.sql(&sql).unwrap()
    }

    fn one_time(&self, moved: &OnServer, name: &str) -> String {
        let person = moved.people.iter().find(|person| person.name == name).unwrap();
        person.one_time.as_ref().unwrap().to_string()
    }

    /// Karina saves a filter for herself.
    fn keep_filter_of_karina(&self, moved: &OnServer) {
        let password = self.one_time(moved, "Karina Holst");
        let mut karina = SharedDatabase::open(&self.address, &self.login("karina"), &password).unwrap();
        let actor = karina.actor("vindue");
        let filter = SavedFilter {
            id: RecordId(uuid::Uuid::now_v7()),
            list: "placements".to_owned(),
            name: "Mine".to_owned(),
            owner: UserId(actor.person),
            is_shared: false,
            query: "{}".to_owned(),
        };
        let after = Some(Entity::SavedFilter(filter));
        let operation = Operation {
            id: uuid::Uuid::now_v7(),
            name: "filter".to_owned(),
            actor,
            at: Utc::now(),
            changes: vec![EntityChange { before: None, after, citizen: None, reason: None }],
            reason: None,
        };
        karina.save(&operation, &mut |_, _| true).unwrap();
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Ids as their bytes, as a folder's engine gives them.
fn alike(mut contents: Vec<(&'static str, Vec<Values>)>) -> Vec<(&'static str, Vec<Values>)> {
    for cell in contents.iter_mut().flat_map(|(_, rows)| rows).flatten() {
        if let Cell::Id(id) = cell {
            *cell = Cell::Bytes(id.as_bytes().to_vec().into());
        }
    }
    contents
}

fn of_folder(database: &mut Database) -> Vec<(&'static str, Vec<Values>)> {
    alike(contents(database.engine()))
}

fn open(folder: &Path) -> Database {
    Database::open(folder, Unlock::Passphrase { user: None, passphrase: PASSPHRASE }).unwrap()
}

/// Everything that was sent is there, entry by entry; only the move itself came to it.
/// On a server that was left nothing is changed, but each citizen's file is noted as read; what it holds then.
fn left(
    before: &[(&'static str, Vec<Values>)],
    after: Vec<(&'static str, Vec<Values>)>,
) -> Vec<(&'static str, Vec<Values>)> {
    let rows = |contents: &[(&'static str, Vec<Values>)], name: &str| {
        contents.iter().find(|(table, _)| *table == name).map_or(0, |(_, rows)| rows.len())
    };
    for ((table, was), (_, is)) in before.iter().zip(&after) {
        if !["reads", "chain_heads"].contains(table) {
            assert!(was == is, "{table}");
        }
    }
    assert_eq!(rows(&after, "reads"), rows(before, "reads") + rows(before, "citizens"));
    after
}

fn assert_arrived(sent: &[(&'static str, Vec<Values>)], arrived: &[(&'static str, Vec<Values>)]) {
    for ((table, sent), (_, arrived)) in sent.iter().zip(arrived) {
        if CHANGED_BY_A_MOVE.contains(table) {
            assert!(arrived.len() >= sent.len(), "{table}");
            if *table != "users" {
                assert!(sent.iter().all(|row| arrived.contains(row)), "{table}");
            }
        } else {
            assert!(sent == arrived, "{table}");
        }
    }
    let changes = |contents: &[(&'static str, Vec<Values>)]| {
        contents.iter().find(|(table, _)| *table == "changes").unwrap().1.clone()
    };
    assert!(changes(arrived).starts_with(&changes(sent)));
}

/// The users as they are but for their logins.
fn without_logins(users: &[User]) -> Vec<User> {
    users.iter().cloned().map(|user| User { login: None, ..user }).collect()
}

#[test]
fn a_folder_is_moved_to_a_server_and_back_with_every_record_and_entry() {
    let (keeper, mut from) = with_history(300);
    let place = empty_place();
    let (sent, head) = (of_folder(&mut from), from.head().unwrap());
    let content: Vec<u8> = (0..3_000_000_u32).map(|place| (place % 251) as u8).collect();
    let file = vilkaar_domain::AttachmentId(uuid::Uuid::now_v7());
    from.put_file(file, &content, Utc::now()).unwrap();
    // Forms left half-way go along with who left them.
    let draft = KeptDraft {
        key: "takst/1".to_owned(),
        content: "{\"Å\":1}".to_owned(),
        at: "2026-11-22T10:00:00Z".parse().unwrap(),
    };
    from.keep_draft(&draft).unwrap();
    let gone = "INSERT INTO drafts SELECT zeroblob(16), key, content, at FROM drafts";
    from.driver().execute_batch(gone).unwrap();
    let drafts = |moved: &Moved| moved.tables.iter().find(|table| table.table == "drafts").unwrap().rows;
    let moved = place.receive(&mut from).unwrap();
    assert!(moved.not_marked.is_none());
    assert_eq!(moved.moved.change_head, head);
    assert_eq!(drafts(&moved.moved), 1, "nobody's stays behind");
    let on_server = place.contents();
    assert_arrived(&sent, &on_server);
    let marked = from.has_moved().unwrap().unwrap();
    assert_eq!(marked.to, place.address.to_string());
    assert_eq!(of_folder(&mut from), sent, "what was left behind is as it was");
    assert_eq!(place.receive(&mut from).unwrap_err().code(), "moved_before");

    // Whoever was in it gets in, as the same person.
    let password = place.one_time(&moved, "Karina Holst");
    let mut shared = SharedDatabase::open(&place.address, &place.login("karina"), &password).unwrap();
    assert!(shared.must_change_password());
    assert_eq!(shared.person(), from.person());
    assert!(shared.file(file).unwrap().unwrap() == content);
    assert_eq!(shared.drafts().unwrap(), std::slice::from_ref(&draft));
    assert_eq!(shared.roles().iter().collect::<Vec<_>>(), [Role::Negotiator, Role::Administrator]);
    let (there, here) = (shared.load().unwrap(), from.load().unwrap());
    assert_eq!(without_logins(&there.users), here.users);
    assert_eq!(vilkaar_domain::Register { users: here.users.clone(), ..there }, here);
    let verified = shared.verify(std::slice::from_ref(&head)).unwrap();
    assert!(verified.ok(), "{:?}", verified.problems);
    let newest = shared.history(&[from.person().id], 1).unwrap().remove(0);
    assert_eq!((newest.operation.as_str(), newest.who.as_str()), ("move", "Karina Holst"));
    let reason = newest.reason.unwrap();
    assert!(reason.starts_with("Flyttet fra en mappe til databasen"), "{reason}");
    let on_server_head = shared.head().unwrap();
    drop(shared);

    // And back.
    let folder = keeper.path().join("Hjem.vilkaar");
    let back = to_folder(
        &mut place.administration(),
        &folder,
        place.departure(Some("karina holst")),
        &mut |_, _| true,
    )
    .unwrap();
    assert_eq!(back.moved.change_head, on_server_head);
    let on_server = left(&on_server, place.contents());
    let mut home = open(&folder);
    assert_eq!(home.person(), from.person());
    assert_eq!(home.load().unwrap(), here);
    assert_eq!((drafts(&back.moved), home.drafts().unwrap()), (1, vec![draft]));
    assert_arrived(&on_server, &of_folder(&mut home));
    let heads: Vec<LogHead> = vec![head, on_server_head];
    let verified = home.verify(&heads).unwrap();
    assert!(verified.ok(), "{:?}", verified.problems);
    assert_eq!(home.has_moved().unwrap(), None);
    home.close().unwrap();
}

#[test]
fn an_archive_of_a_server_is_a_backup_with_the_same_log_and_fills_a_folder_or_another_server() {
    let (keeper, mut from) = with_history(20);
    let place = empty_place();
    let moved = place.receive(&mut from).unwrap();
    let on_server = place.contents();
    let file = keeper.path().join("arkiv.vilkaarbackup");
    let archived =
        archive(&mut place.administration(), &file, place.departure(None), &mut |_, _| true).unwrap();
    assert_eq!(archived.person.name, "Søren Ærø", "the administrator with the lowest id");
    let on_server = left(&on_server, place.contents());

    let folder = keeper.path().join("Kopi.vilkaar");
    Database::restore(&file, &folder).unwrap();
    let mut copy = open(&folder);
    assert!(copy.was_recovered(), "it was restored, checked and told");
    assert_eq!(of_folder(&mut copy), on_server, "to the last entry");
    assert!(copy.verify(&[]).unwrap().ok());
    copy.close().unwrap();
    let recovery = archived.recovery_key.reveal().to_string();
    assert!(Database::open(&folder, Unlock::Recovery { user: None, key: &recovery }).is_ok());

    // Another database on the same server: the logins are there, and are whose only somebody who names them knows.
    let other = empty_place();
    let unlock = Unlock::Passphrase { user: None, passphrase: PASSPHRASE };
    let mut server = other.administration();
    let arrival = Arrival {
        server: &mut server,
        address: &other.address,
        logins: &[],
        origin: "vilkaar-cli restore",
        at: at("2026-11-24T12:00:00Z"),
    };
    let refused = restore_to_server(&file, unlock, arrival, &mut |_, _| true).unwrap_err();
    assert_eq!(refused.code(), "server_login_taken");
    // Named, they keep their passwords.
    let logins = place.logins();
    let arrival = Arrival {
        server: &mut server,
        address: &other.address,
        logins: &logins,
        origin: "vilkaar-cli restore",
        at: at("2026-11-24T12:00:00Z"),
    };
    let restored = restore_to_server(&file, unlock, arrival, &mut |_, _| true).unwrap();
    assert!(restored.people.iter().all(|person| person.one_time.is_none()));
    assert_arrived(&on_server, &other.contents());
    let password = place.one_time(&moved, "Søren Ærø");
    let mut shared = SharedDatabase::open(&other.address, &place.login("soeren"), &password).unwrap();
    assert!(shared.verify(&[moved.moved.change_head]).unwrap().ok());
    let left: Vec<_> = std::fs::read_dir(std::env::temp_dir())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| name.starts_with("vilkaar-") && name.len() == "vilkaar-".len() + 32)
        .collect();
    assert!(left.len() < 20, "rooms are removed: {left:?}");
}

#[test]
fn a_database_on_a_server_that_is_not_empty_not_set_up_or_newer_is_no_target() {
    let (_keeper, mut from) = with_history(3);
    let place = empty_place();
    place.receive(&mut from).unwrap();
    let (_other_keeper, mut from) = with_history(3);
    let before = place.contents();
    assert_eq!(place.receive(&mut from).unwrap_err().code(), "target_not_empty");
    assert_eq!(place.contents(), before);

    let newer = empty_place();
    newer.database.sql("INSERT INTO vilkaar.schema_history (version, name) VALUES (99, 'x')").unwrap();
    assert_eq!(newer.receive(&mut from).unwrap_err().code(), "schema_newer");

    let database = Server::shared().fresh_database();
    let address = database.address().parse().unwrap();
    let bare = Place { database, address };
    assert_eq!(bare.receive(&mut from).unwrap_err().code(), "server_not_set_up");
    assert_eq!(from.has_moved().unwrap(), None);
}

#[test]
fn a_move_to_a_server_that_is_stopped_or_cut_leaves_it_empty_and_makes_nobody() {
    let (_keeper, mut from) = with_history(30);
    let place = empty_place();
    let nothing = place.contents();
    for stop in [1, 4, 9, 19, 22] {
        let mut server = place.administration();
        let arrival = Arrival {
            server: &mut server,
            address: &place.address,
            logins: &place.logins(),
            origin: "vilkaar-cli move",
            at: at("2026-11-22T12:00:00Z"),
        };
        let mut call = 0;
        let stopped = to_server(&mut from, arrival, &mut |_, _| {
            call += 1;
            call < stop
        });
        assert_eq!(stopped.unwrap_err().code(), "cancelled");
        assert_eq!(place.contents(), nothing, "stopped at step {stop}");
    }
    for cut in [2, 15] {
        let mut server = place.administration();
        let arrival = Arrival {
            server: &mut server,
            address: &place.address,
            logins: &place.logins(),
            origin: "vilkaar-cli move",
            at: at("2026-11-22T12:00:00Z"),
        };
        let mut call = 0;
        let outcome = to_server(&mut from, arrival, &mut |_, _| {
            call += 1;
            if call == cut {
                let end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                               WHERE datname = current_database() AND pid <> pg_backend_pid()";
                place.database.sql(end_all).unwrap();
            }
            true
        });
        assert_eq!(outcome.unwrap_err().code(), "connection_lost");
        assert_eq!(place.contents(), nothing, "cut at step {cut}");
    }
    assert_eq!(place.people(), "0");
    assert_eq!(from.has_moved().unwrap(), None);
    // And then it goes through.
    place.receive(&mut from).unwrap();
    assert_eq!(place.people(), "2");
}

#[test]
fn a_server_that_differs_from_its_log_is_not_moved_and_no_file_is_left() {
    let (keeper, mut from) = with_history(3);
    let place = empty_place();
    place.receive(&mut from).unwrap();
    place
        .database
        .sql(
            "SET session_replication_role = replica; \
             UPDATE vilkaar.rate_lines SET amount = '1.0000' WHERE id = (SELECT id FROM vilkaar.rate_lines LIMIT 1)",
        )
        .unwrap();
    let folder = keeper.path().join("Hjem.vilkaar");
    let refused = to_folder(&mut place.administration(), &folder, place.departure(None), &mut |_, _| true);
    match refused.err().unwrap() {
        StorageError::Move(MoveError::SourceDiffers { problems }) => {
            assert_eq!(problems.len(), 1);
            assert_eq!(problems[0].code, "row_changed");
        }
        other => panic!("{other:?}"),
    }
    let file = keeper.path().join("arkiv.vilkaarbackup");
    let refused = archive(&mut place.administration(), &file, place.departure(None), &mut |_, _| true);
    assert_eq!(refused.err().unwrap().code(), "verification_failed");
    assert!(!folder.exists() && !file.exists());
}

#[test]
fn whoever_sees_everything_may_take_an_archive_and_whoever_does_not_gets_none() {
    let (keeper, mut from) = with_history(3);
    let place = empty_place();
    let moved = place.receive(&mut from).unwrap();
    let login = place.login("soeren");
    let one_time = place.one_time(&moved, "Søren Ærø");
    let refused = Administration::open(&place.address, &login, Some(&one_time))
        .and_then(|mut server| {
            let departure = Departure { login: &login, ..place.departure(None) };
            archive(&mut server, &keeper.path().join("for tidligt"), departure, &mut |_, _| true)
        })
        .err()
        .unwrap();
    assert_eq!(refused.code(), "new_passphrase_needed");
    let password = "grantræ kaffekop fregat måne".to_owned();
    SharedDatabase::open(&place.address, &login, &one_time)
        .unwrap()
        .change_password(&one_time, &password)
        .unwrap();
    let as_person = |name: &str| {
        let mut server = Administration::open(&place.address, &login, Some(&password)).unwrap();
        let file = keeper.path().join(name);
        let departure = Departure { login: &login, ..place.departure(None) };
        let outcome = archive(&mut server, &file, departure, &mut |_, _| true);
        (outcome, file)
    };
    let (archived, file) = as_person("hele.vilkaarbackup");
    assert_eq!(archived.unwrap_or_else(|error| panic!("{error:?}")).person.name, "Søren Ærø");
    assert!(file.exists());

    let groups = |from: &str, to: &str| {
        let name = place.database.name();
        let sql = format!(
            "REVOKE {name}_{from} FROM \"{login}\"; REVOKE {name}_administrator FROM \"{login}\"; \
             GRANT {name}_{to} TO \"{login}\""
        );
        place.database.sql(&sql).unwrap();
    };
    // What others keep for themselves is in no copy but an administrator's of the server.
    place.keep_filter_of_karina(&moved);
    let (refused, file) = as_person("uden.vilkaarbackup");
    let refused = refused.err().unwrap();
    assert_eq!(refused.code(), "copy_withheld");
    assert!(
        refused.sentence().contains("administrator af serveren") && !file.exists(),
        "{}",
        refused.sentence()
    );
    let whole = keeper.path().join("serverens.vilkaarbackup");
    archive(&mut place.administration(), &whole, place.departure(None), &mut |_, _| true).unwrap();
    groups("forhandler", "leder");
    let (refused, file) = as_person("halvt.vilkaarbackup");
    assert_eq!(refused.err().unwrap().code(), "forbidden");
    assert!(!file.exists());
    // Nobody but an administrator fills a database.
    let (_keeper, mut other) = with_history(3);
    let mut server = Administration::open(&place.address, &login, Some(&password)).unwrap();
    let arrival = Arrival {
        server: &mut server,
        address: &place.address,
        logins: &[],
        origin: "vilkaar-cli move",
        at: at("2026-11-22T12:00:00Z"),
    };
    assert_eq!(to_server(&mut other, arrival, &mut |_, _| true).unwrap_err().code(), "forbidden");
}
