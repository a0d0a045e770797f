//! People: added, given other roles, removed, and their passwords.

use vilkaar_application::people::Access as _;
use vilkaar_application::ports::{Store as _, StoreError};
use vilkaar_domain::{Role, Roles};
use vilkaar_storage::SharedDatabase;

use crate::{Department, names, provider, save};

#[test]
fn somebody_who_is_added_signs_in_with_the_one_time_password_and_chooses_their_own() {
    let mut department = Department::new();
    let (login, one_time) = department.person("Åse", &[Role::Negotiator, Role::Chief]);
    // As it was heard on the telephone.
    let typed = one_time.to_uppercase().replace('-', " ");
    let mut database = SharedDatabase::open(&department.address, &login, &typed).unwrap();
    assert!(database.must_change_password());
    assert_eq!(database.person().name, "Åse Holst");
    assert_eq!(*database.roles(), [Role::Negotiator, Role::Chief].into_iter().collect());

    let own = "en prøve med mange ord";
    let wrong = database.change_password("noget helt andet end det", own).unwrap_err();
    assert_eq!(wrong.code(), "wrong_passphrase");
    database.change_password(&one_time, own).unwrap();
    assert!(!database.must_change_password());
    let again = SharedDatabase::open(&department.address, &login, own).unwrap();
    assert!(!again.must_change_password());
    let old = SharedDatabase::open(&department.address, &login, &one_time).unwrap_err();
    assert_eq!(old.code(), "server_refused_sign_in");
    // Whoever was open goes on, also over a new connection.
    department.keeper.sql(&terminate(&login)).unwrap();
    assert!(names(&mut database).is_empty());
}

/// SQL that ends every connection of a login.
fn terminate(login: &str) -> String {
    format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{login}'")
}

#[test]
fn every_change_of_people_is_in_the_log_and_their_records() {
    let mut department = Department::new();
    let mut database = department.opened_by("karina", &[Role::Negotiator]);
    let (login, _) = department.person("bo", &[Role::CaseWorker]);
    let roles: Roles = [Role::Finance].into_iter().collect();
    department.administration.change_roles(&login, &roles).unwrap();
    department.administration.new_password(&login).unwrap();
    department.administration.remove_person(&login).unwrap();
    let user = database.load().unwrap().users.into_iter().find(|user| user.name == "bo Holst").unwrap();
    assert!(user.removed_on.is_some() && user.roles.is_empty());
    let log = database.history(&[user.id.0], 10).unwrap();
    assert_eq!(log.len(), 4, "added, roles, password, removed");
    assert!(log.iter().all(|entry| entry.operation == "people" && entry.who == "postgres"));
    assert!(database.verify(&[]).unwrap().ok());
    let people = department.administration.people().unwrap();
    assert_eq!(people.len(), 2);
    assert!(people.iter().any(|person| person.user.name == "bo Holst" && person.roles.is_empty()));
}

#[test]
fn somebody_removed_is_out_at_once_and_comes_back_as_who_they_were() {
    let mut department = Department::new();
    let (login, password) = department.person("bo", &[Role::CaseWorker]);
    let mut open = SharedDatabase::open(&department.address, &login, &password).unwrap();
    let before = open.person().clone();
    department.administration.remove_person(&login).unwrap();
    assert!(matches!(open.load(), Err(StoreError::Forbidden | StoreError::Unreachable)));
    let refused = SharedDatabase::open(&department.address, &login, &password).unwrap_err();
    assert_eq!(refused.code(), "server_refused_sign_in");
    assert_eq!(department.administration.remove_person(&login).unwrap_err().code(), "server_login_unknown");

    let roles: Roles = [Role::Manager].into_iter().collect();
    let password = department.administration.add_person("Bo Holst", &login, &roles).unwrap();
    let back = SharedDatabase::open(&department.address, &login, &password).unwrap();
    assert_eq!((back.person().id, back.roles()), (before.id, &roles));
}

#[test]
fn other_roles_hold_from_the_next_statement_on() {
    let mut department = Department::new();
    let (login, password) = department.person("bo", &[Role::Negotiator]);
    let mut database = SharedDatabase::open(&department.address, &login, &password).unwrap();
    save(&mut database, None, provider(1, "Solsikken ApS")).unwrap();
    let roles: Roles = [Role::Administrator].into_iter().collect();
    department.administration.change_roles(&login, &roles).unwrap();
    assert_eq!(save(&mut database, None, provider(2, "Egely")), Err(StoreError::Forbidden));
    assert!(names(&mut database).is_empty(), "an administrator reads no providers");
    database.refresh_user().unwrap();
    assert_eq!(*database.roles(), roles);
    let holders = database.holders().unwrap();
    assert_eq!(holders.iter().map(|holder| holder.name.as_str()).collect::<Vec<_>>(), [login.as_str()]);
}

#[test]
fn a_role_that_others_use_on_the_server_is_not_taken_over() {
    let mut department = Department::new();
    let login = department.login("regnskab");
    department.keeper.sql(&format!("CREATE ROLE \"{login}\" LOGIN PASSWORD 'en helt anden sags'")).unwrap();
    let roles = Roles::default();
    let taken = department.administration.add_person("Regnskab", &login, &roles).unwrap_err();
    assert_eq!(taken.code(), "server_login_taken");
    for name in ["", "pg_write_all_data", "bo\"; DROP ROLE postgres; --", "bo holst"] {
        let refused = department.administration.add_person("Bo", name, &roles).unwrap_err();
        assert_eq!(refused.code(), "server_login_name", "{name}");
    }
    let unknown = department.administration.new_password("ingen").unwrap_err();
    assert_eq!(unknown.code(), "server_login_unknown");
}

#[test]
fn the_municipality_is_named_at_the_set_up_once_and_the_log_says_so() {
    let mut department = Department::new();
    assert!(department.administration.name_municipality(" Egeskov Kommune ").unwrap());
    assert!(!department.administration.name_municipality("Egeskov Kommune").unwrap());
    let mut database = department.opened_by("karina", &[Role::Chief]);
    assert_eq!(database.load().unwrap().settings.municipality, "Egeskov Kommune");
    let log = database.history(&[uuid::Uuid::nil()], 9).unwrap();
    assert_eq!(
        (log.len(), log[0].operation.as_str(), log[0].origin.as_str()),
        (1, "settings", "vilkaar-cli server setup")
    );
    assert!(database.verify(&[]).unwrap().ok());
}
