//! Setting up and opening, and each way in which it can't be done.

use std::net::TcpListener;
use std::time::Duration;

use vilkaar_application::ports::Store as _;
use vilkaar_domain::Role;
use vilkaar_storage::{Administration, Patience, ServerAddress, SharedDatabase, StorageError};
use vilkaar_testkit::server::{Server, foreign_authority};

use crate::Department;

/// Opens a database that can't be; the code that the user is told.
fn refused(address: &str, login: &str, password: &str) -> &'static str {
    let address: ServerAddress = address.parse().unwrap();
    let patience = Patience { connect: Duration::from_millis(700), ..Patience::default() };
    let error = SharedDatabase::open_with(&address, login, password, patience).unwrap_err();
    let sentence = error.sentence();
    assert!(sentence.len() > 40 && !sentence.contains(password), "{sentence}");
    error.code()
}

#[test]
fn an_empty_database_is_set_up_and_a_second_time_everything_was_there() {
    let keeper = Server::shared().fresh_database();
    let address: ServerAddress = keeper.address().parse().unwrap();
    let (login, password) = keeper.admin();
    let set_up = || Administration::open(&address, login, Some(password)).unwrap().set_up().unwrap();
    // Two administrators at once: one does it, the other finds it done.
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(set_up);
        (set_up(), other.join().unwrap())
    });
    assert!(one.iter().all(|step| step.was_there) != other.iter().all(|step| step.was_there));
    let again = set_up();
    assert_eq!(again.len(), one.len());
    assert!(again.iter().all(|step| step.was_there), "{again:?}");
    let told: Vec<&str> = again.iter().map(|step| step.what.as_str()).collect();
    assert!(told.contains(&format!("gruppen {}_leder", keeper.name()).as_str()), "{told:?}");
}

#[test]
fn a_name_that_cannot_begin_the_groups_names_is_refused_before_anything_is_done() {
    let keeper = Server::shared().fresh_database();
    let address = keeper.address().replace(keeper.name(), "Vilk%C3%A5r");
    let (login, password) = keeper.admin();
    let error = Administration::open(&address.parse().unwrap(), login, Some(password)).unwrap_err();
    assert_eq!(error.code(), "server_database_name");
}

#[test]
fn whoever_the_server_does_not_know_is_told_so_and_nothing_more() {
    let mut department = Department::new();
    let (login, password) = department.person("karina", &[Role::Negotiator]);
    let address = department.keeper.address();
    assert_eq!(refused(&address, &login, "en anden prøve med ord"), "server_refused_sign_in");
    assert_eq!(refused(&address, "ingen-her", &password), "server_refused_sign_in");
    SharedDatabase::open(&department.address, &login, &password).unwrap();
}

#[test]
fn a_server_that_cannot_prove_who_it_is_gets_no_password() {
    let mut department = Department::new();
    let (login, password) = department.person("karina", &[Role::Negotiator]);
    let folder = tempfile::tempdir().unwrap();
    let foreign = folder.path().join("fremmed.pem");
    foreign_authority(&foreign).unwrap();
    let by_foreign =
        department.keeper.address_by("localhost", &format!("?sslrootcert={}", foreign.display()));
    assert_eq!(refused(&by_foreign, &login, &password), "server_certificate");
    // The right authority, and a certificate for another name than the one asked for.
    let own = department.address.root_certificate().unwrap().display().to_string();
    let by_number = department.keeper.address_by("127.0.0.1", &format!("?sslrootcert={own}"));
    assert_eq!(refused(&by_number, &login, &password), "server_certificate");
    let missing = department.keeper.address_by("localhost", "?sslrootcert=/findes/ikke.pem");
    assert_eq!(refused(&missing, &login, &password), "server_certificate_file");
    // This very machine may do without.
    for options in ["", "?sslmode=disable"] {
        let address = department.keeper.address_by("127.0.0.1", options);
        SharedDatabase::open(&address.parse().unwrap(), &login, &password).unwrap();
    }
}

#[test]
fn a_server_that_is_not_there_or_says_nothing_is_given_up_in_time() {
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let code = refused(&format!("postgres://localhost:{free}/vilkaar"), "karina", "en prøve med mange ord");
    assert_eq!(code, "server_unreachable");
    let unknown = "postgres://findes-ikke.invalid/vilkaar";
    assert_eq!(refused(unknown, "karina", "en prøve med mange ord"), "server_unreachable");
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = silent.local_addr().unwrap().port();
    let code = refused(&format!("postgres://127.0.0.1:{port}/vilkaar"), "karina", "en prøve med mange ord");
    assert_eq!(code, "server_timeout");
}

#[test]
fn a_database_that_is_not_vilkaars_or_not_ones_own_is_told_from_each_other() {
    let keeper = Server::shared().fresh_database();
    let (login, password) = keeper.admin();
    assert_eq!(refused(&keeper.address(), login, password), "server_not_set_up");
    let unknown = keeper.address().replace(keeper.name(), "findes_ikke");
    assert_eq!(refused(&unknown, login, password), "server_not_set_up");

    let department = Department::new();
    let (stranger, password) = (department.login("fremmed"), "en prøve med mange ord");
    let create = format!("CREATE ROLE \"{stranger}\" LOGIN PASSWORD '{password}'");
    department.keeper.sql(&create).unwrap();
    assert_eq!(refused(&department.keeper.address(), &stranger, password), "server_no_rights");
    // In a group, and nobody of the program.
    let group = format!("{}_leder", department.keeper.name());
    department.keeper.sql(&format!("GRANT {group} TO \"{stranger}\"")).unwrap();
    assert_eq!(refused(&department.keeper.address(), &stranger, password), "server_no_rights");
}

#[test]
fn an_older_schema_asks_for_an_administrator_and_a_newer_one_for_a_newer_program() {
    let mut department = Department::new();
    let (login, password) = department.person("karina", &[Role::Negotiator]);
    let address = department.keeper.address();
    department.keeper.sql("DELETE FROM vilkaar.schema_history WHERE version > 1").unwrap();
    assert_eq!(refused(&address, &login, &password), "server_schema_older");
    department.keeper.sql("UPDATE vilkaar.schema_history SET version = 100").unwrap();
    assert_eq!(refused(&address, &login, &password), "schema_newer");
    let newer = department.administration.set_up().unwrap_err();
    assert!(matches!(newer, StorageError::SchemaNewer { .. }), "{newer}");
}

#[test]
fn a_server_that_lacks_something_is_told_what() {
    let keeper = Server::shared().fresh_database();
    // A role that may not make anything there stands for a server that can't.
    let name = format!("svag_{}", keeper.name());
    keeper.sql(&format!("CREATE ROLE {name} LOGIN PASSWORD 'en prøve med mange ord'; REVOKE TEMP ON DATABASE {} FROM PUBLIC", keeper.name())).unwrap();
    let address: ServerAddress = keeper.address().parse().unwrap();
    let mut weak = Administration::open(&address, &name, Some("en prøve med mange ord")).unwrap();
    let error = weak.set_up().unwrap_err();
    assert_eq!(error.code(), "server_lacks");
    assert!(error.sentence().contains("row-level security"), "{}", error.sentence());
    assert!(!error.sentence().contains("sha256"), "{}", error.sentence());
}

#[test]
fn an_administrator_who_may_create_roles_and_owns_the_database_is_enough() {
    let keeper = Server::shared().fresh_database();
    let (admin, database) = (format!("it_{}", keeper.name()), keeper.name());
    keeper
        .sql(&format!(
            "CREATE ROLE {admin} LOGIN CREATEROLE PASSWORD 'en prøve med mange ord';
             ALTER DATABASE {database} OWNER TO {admin}"
        ))
        .unwrap();
    let address: ServerAddress = keeper.address().parse().unwrap();
    let mut administration = Administration::open(&address, &admin, Some("en prøve med mange ord")).unwrap();
    administration.set_up().unwrap();
    let login = format!("karina-{database}");
    let roles = [Role::Negotiator].into_iter().collect();
    let password = administration.add_person("Karina Holst", &login, &roles).unwrap();
    let mut database = SharedDatabase::open(&address, &login, &password).unwrap();
    assert!(database.verify(&[]).unwrap().ok());
    administration.remove_person(&login).unwrap();
}
