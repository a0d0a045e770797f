//! Setting up a shared database over an administrator's connection: groups, schema, rights.
//!
//! Invariants: all of it or nothing, in one transaction; run again it does what is missing and says what was there
//! already; two at once wait for each other.

use vilkaar_domain::Role;

use super::schema::quoted;
use super::{grants, schema, self_test};
use crate::engine::{Cell, Connection};
use crate::error::StorageError;
use crate::postgres::{Patience, PostgresConnection, ServerAddress};

/// The lock that keeps two administrators apart; any number does that nobody else uses.
const SETTING_UP: i64 = 0x7669_6c6b_6161_7201;

/// A step of the set-up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// What it is about, in Danish: *gruppen vilkaar_leder*.
    pub what: String,
    /// It was there already.
    pub was_there: bool,
}

/// An administrator's connection to a server.
pub struct Administration {
    pub(crate) connection: PostgresConnection,
    pub(crate) database: String,
}

impl std::fmt::Debug for Administration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Administration").field("database", &self.database).finish_non_exhaustive()
    }
}

impl Administration {
    /// Connects as a role that may create roles and owns the database, or may do everything.
    ///
    /// # Errors
    /// [`StorageError::Server`].
    pub fn open(address: &ServerAddress, login: &str, password: Option<&str>) -> Result<Self, StorageError> {
        schema::check_name(address.database())?;
        let mut connection =
            PostgresConnection::open(address, login, password, Patience::of_an_administrator())?;
        schema::check_server(&mut connection)?;
        Ok(Self { connection, database: address.database().to_owned() })
    }

    /// Makes the database ready: groups, schema, every step that it lacks, and the rights of each group.
    ///
    /// # Errors
    /// [`StorageError::Forbidden`] when the connection may not, [`StorageError::SchemaNewer`], a server that lacks
    /// something; nothing is changed then.
    pub fn set_up(&mut self) -> Result<Vec<Step>, StorageError> {
        let database = self.database.clone();
        let limit = self.connection.patience().batch;
        let connection = &mut self.connection;
        self_test::run(connection)?;
        connection.begin()?;
        let outcome = (|| {
            connection.be_patient()?;
            connection.run(&format!("SELECT pg_advisory_xact_lock({SETTING_UP})"), limit)?;
            let steps = set_up(connection, &database)?;
            connection.commit()?;
            Ok(steps)
        })();
        if outcome.is_err() {
            connection.rollback();
        }
        outcome
    }

    /// Is there a role of that name on the server?
    pub(crate) fn has_role(connection: &mut PostgresConnection, name: &str) -> Result<bool, StorageError> {
        let mut found = false;
        let sql = "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1";
        connection.query(sql, &[Cell::from(name)], &mut |_| {
            found = true;
            Ok(())
        })?;
        Ok(found)
    }
}

/// Does what is missing, in the transaction that is open.
fn set_up(connection: &mut PostgresConnection, database: &str) -> Result<Vec<Step>, StorageError> {
    let limit = connection.patience().batch;
    let mut steps = Vec::new();
    let owner = schema::owner(database);
    let groups = Role::ALL.iter().map(|role| schema::group(database, *role));
    for name in std::iter::once(owner.clone()).chain(groups) {
        let was_there = Administration::has_role(connection, &name)?;
        if !was_there {
            connection.run(&format!("CREATE ROLE {} NOLOGIN", quoted(&name)), limit)?;
        }
        steps.push(Step { what: format!("gruppen {name}"), was_there });
    }
    let found = match schema::find(connection)? {
        schema::Found::Nothing => None,
        schema::Found::Closed => return Err(StorageError::Forbidden("schema vilkaar".to_owned())),
        schema::Found::Version(found) => Some(found),
    };
    let known = schema::known();
    if let Some(found) = found.filter(|found| *found > known) {
        return Err(StorageError::SchemaNewer { found, known });
    }
    // An administrator who isn't all-powerful makes objects in the owner's name as one of its members.
    let groups: Vec<String> = Role::ALL.iter().map(|role| quoted(&schema::group(database, *role))).collect();
    connection.run(
        &format!(
            "DO $$ BEGIN IF NOT pg_has_role(current_user, '{owner}', 'member') THEN
                 EXECUTE format('GRANT \"{owner}\" TO %I', current_user);
             END IF; END $$;
             GRANT CREATE ON DATABASE \"{database}\" TO \"{owner}\";
             REVOKE ALL ON DATABASE \"{database}\" FROM PUBLIC;
             GRANT CONNECT ON DATABASE \"{database}\" TO {groups};
             DO $$ DECLARE place text; BEGIN
                 FOR place IN SELECT nspname FROM pg_catalog.pg_namespace
                              WHERE left(nspname::text, 3) <> 'pg_' AND nspname <> 'information_schema' LOOP
                     BEGIN
                         EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', place);
                     EXCEPTION WHEN insufficient_privilege THEN
                         RAISE NOTICE 'the rights in a schema are not ours to take';
                     END;
                 END LOOP;
             END $$;
             DO $$ DECLARE large text; BEGIN
                 FOR large IN SELECT oid::regprocedure::text FROM pg_catalog.pg_proc
                              WHERE pronamespace = 'pg_catalog'::regnamespace
                                AND (left(proname::text, 3) = 'lo_' OR proname IN ('loread', 'lowrite')) LOOP
                     EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', large);
                 END LOOP;
             EXCEPTION WHEN insufficient_privilege THEN
                 RAISE NOTICE 'the large objects are not ours to close';
             END $$;
             SET LOCAL ROLE \"{owner}\";
             CREATE SCHEMA IF NOT EXISTS vilkaar",
            groups = groups.join(", ")
        ),
        limit,
    )?;
    steps.push(Step { what: "skemaet vilkaar".to_owned(), was_there: found.is_some() });
    connection.run(
        "CREATE TABLE IF NOT EXISTS schema_history (version bigint NOT NULL PRIMARY KEY, name text NOT NULL, \
         applied_at timestamptz NOT NULL DEFAULT now())",
        limit,
    )?;
    for migration in schema::MIGRATIONS {
        let was_there = found.is_some_and(|found| found >= migration.version);
        if !was_there {
            connection.run(&migration.sql.replace("@db@", database), limit)?;
            let sql = "INSERT INTO schema_history (version, name) VALUES ($1, $2)";
            connection.execute(sql, &[Cell::from(migration.version), Cell::from(migration.name)])?;
        }
        steps.push(Step { what: format!("tabeller, udgave {}", migration.version), was_there });
    }
    connection.run(&grants::sql(database), limit)?;
    connection.run("RESET ROLE", limit)?;
    steps.push(Step { what: "gruppernes rettigheder".to_owned(), was_there: found == Some(known) });
    Ok(steps)
}
