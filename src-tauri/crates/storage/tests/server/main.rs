//! A shared database on a throw-away PostgreSQL: setting up, people, several at once, broken connections, and the
//! rules that hold against whoever comes with psql.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "what fails to be set up is a failed test")]

mod beside;
mod broken;
mod opening;
mod people;
mod pseudonym;
mod removal;
mod rules;
mod together;
mod withheld;

use uuid::Uuid;
use vilkaar_application::ports::{EntityChange, LogHead, Operation, Store, StoreError};
use vilkaar_domain::{Entity, Provider, ProviderId, Role, Roles, UserId};
use vilkaar_storage::{Administration, ServerAddress, SharedDatabase};
use vilkaar_testkit::conformance::full;
use vilkaar_testkit::server::{FreshDatabase, Server};

/// A department: a database that is set up, and its administrator's connection.
struct Department {
    administration: Administration,
    address: ServerAddress,
    keeper: FreshDatabase,
}

impl Department {
    fn new() -> Self {
        Self::on(Server::shared())
    }

    fn on(server: &Server) -> Self {
        let keeper = server.fresh_database();
        let address: ServerAddress = keeper.address().parse().unwrap();
        let (login, password) = keeper.admin();
        let mut administration = Administration::open(&address, login, Some(password)).unwrap();
        administration.set_up().unwrap();
        Self { administration, address, keeper }
    }

    /// A login that nobody else on the server has.
    fn login(&self, name: &str) -> String {
        format!("{name}-{}", self.keeper.name())
    }

    /// Adds somebody; the login and the one-time password.
    fn person(&mut self, name: &str, roles: &[Role]) -> (String, String) {
        let login = self.login(name);
        let roles: Roles = roles.iter().copied().collect();
        let password = self.administration.add_person(&format!("{name} Holst"), &login, &roles).unwrap();
        (login, password.to_string())
    }

    /// Adds somebody and opens the database as them.
    fn opened_by(&mut self, name: &str, roles: &[Role]) -> SharedDatabase {
        let (login, password) = self.person(name, roles);
        SharedDatabase::open(&self.address, &login, &password).unwrap()
    }
}

/// A made-up id.
fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0192_f0c4_0000_7000_8000_0000_0000_0000 + number)
}

/// A made-up provider.
fn provider(number: u128, name: &str) -> Entity {
    Entity::Provider(Provider {
        id: ProviderId(id(number)),
        name: name.to_owned(),
        ownership: None,
        operating_agreement: None,
        cvr: None,
        contact_person: None,
        phone: None,
        email: None,
        further_contacts: Vec::new(),
    })
}

/// An operation with an id of its own.
fn operation(database: &SharedDatabase, before: Option<Entity>, after: Entity) -> Operation {
    Operation {
        id: Uuid::now_v7(),
        name: "import".to_owned(),
        actor: database.actor("vindue: Import"),
        at: chrono::Utc::now(),
        changes: vec![EntityChange { before, after: Some(after), citizen: None, reason: None }],
        reason: None,
    }
}

/// One of every record that somebody may save: who is who is the administrator's, and a filter is one's own.
fn savable_by(database: &SharedDatabase) -> Vec<Entity> {
    let mut records = full();
    records.retain(|record| record.kind() != "user");
    for record in &mut records {
        if let Entity::SavedFilter(filter) = record {
            filter.owner = UserId(database.actor("").person);
        }
    }
    records
}

/// Saves one record.
fn save(database: &mut SharedDatabase, before: Option<Entity>, after: Entity) -> Result<LogHead, StoreError> {
    let operation = operation(database, before, after);
    database.save(&operation, &mut |_, _| true)
}

/// The providers' names.
fn names(database: &mut SharedDatabase) -> Vec<String> {
    database.load().unwrap().providers.into_iter().map(|provider| provider.name).collect()
}
