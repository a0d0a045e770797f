//! Does a server have what the rules rest on? A server that only speaks PostgreSQL's language may lack some.
//!
//! Invariant: nothing is left of a test; each is tried in a transaction that is dropped.

use crate::engine::{Connection, EngineError};
use crate::error::StorageError;
use crate::postgres::{PostgresConnection, ServerError};

/// What is tried, under the name that the administrator is told.
const TESTS: &[(&str, &str)] = &[
    ("tegnsættet UTF-8", "SELECT 1 / (current_setting('server_encoding') = 'UTF8')::int"),
    ("sproget plpgsql", "DO $$ BEGIN PERFORM 1; END $$"),
    (
        "regler for hver række (row-level security)",
        "CREATE TEMP TABLE prove (a bigint) ON COMMIT DROP; ALTER TABLE prove ENABLE ROW LEVEL SECURITY; \
         CREATE POLICY prove ON prove FOR SELECT USING (a > 0)",
    ),
    (
        "udskudte kontroller (deferrable constraint triggers)",
        "CREATE TEMP TABLE prove (a bigint) ON COMMIT DROP; \
         CREATE FUNCTION pg_temp.prove() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; \
         CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON prove DEFERRABLE INITIALLY DEFERRED \
         FOR EACH ROW WHEN (current_user <> '') EXECUTE FUNCTION pg_temp.prove(); \
         INSERT INTO prove VALUES (1); SET CONSTRAINTS ALL IMMEDIATE",
    ),
    (
        "beskeder mellem programmerne (LISTEN/NOTIFY)",
        "LISTEN vilkaar_prove; NOTIFY vilkaar_prove, 'a'; UNLISTEN vilkaar_prove",
    ),
    ("låse (advisory locks)", "SELECT pg_advisory_xact_lock(7), hashtextextended('a', 0)"),
    (
        "funktionen sha256",
        "SELECT 1 / (encode(sha256('abc'::bytea), 'hex') = \
         'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')::int",
    ),
    (
        "beregnede kolonner (generated columns)",
        "CREATE TEMP TABLE prove (a text, b text GENERATED ALWAYS AS (substr(a, 1, 1)) STORED) ON COMMIT DROP",
    ),
    (
        "transaktionens nummer på hver række (xmin)",
        "CREATE TEMP TABLE prove (a bigint) ON COMMIT DROP; INSERT INTO prove VALUES (1); \
         SELECT 1 / (SELECT count(*) FROM prove WHERE xmin = pg_current_xact_id()::xid)",
    ),
    (
        "afskærmede udsnit (security_barrier)",
        "CREATE TEMP VIEW prove WITH (security_barrier) AS SELECT 1 AS a",
    ),
];

/// Tries everything.
///
/// # Errors
/// [`ServerError::Lacks`] with what doesn't work.
pub(super) fn run(connection: &mut PostgresConnection) -> Result<(), StorageError> {
    let limit = connection.patience().statement;
    let mut lacks = Vec::new();
    for (name, sql) in TESTS {
        connection.begin()?;
        let outcome = connection.run(sql, limit);
        connection.rollback();
        match outcome {
            Ok(()) => {}
            Err(error @ (EngineError::Disconnected | EngineError::Timeout | EngineError::Full)) => {
                return Err(error.into());
            }
            Err(_) => lacks.push((*name).to_owned()),
        }
    }
    if lacks.is_empty() { Ok(()) } else { Err(ServerError::Lacks(lacks).into()) }
}
