//! PostgreSQL: the engine of a shared database.
//!
//! Invariants: every wait is bounded. A transaction lives and dies with the connection it was begun on; outside
//! one a lost connection is made again in silence. Errors are told apart by code and carry no value of a record.

mod address;
mod error;
mod link;
mod tls;
mod values;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::{TryStreamExt as _, pin_mut};
use tokio_postgres::{Client, Statement};

use crate::engine::{Access, Cell, Connection, EachFound, EachRow, EngineError, LogKeeper, Rows};
use crate::error::StorageError;

pub use address::ServerAddress;
pub use error::ServerError;
pub(crate) use link::Event;
pub use link::Patience;

use error::{Refused, engine_error};
use link::Link;
use values::PostgresRow;

/// Statements on their way at once: enough to hide the way to the server, few enough to hold in memory.
const PIPELINED: usize = 256;

/// A connection to a shared database.
pub(crate) struct PostgresConnection {
    link: Link,
    /// The client that the statements below were prepared on.
    client: Option<Arc<Client>>,
    statements: HashMap<String, Statement>,
    access: Option<HashMap<String, Access>>,
    in_transaction: bool,
    /// The transaction that is open does work that takes its time.
    is_patient: bool,
    /// The schema that every connection must meet, once it is known.
    schema: Option<i64>,
}

impl PostgresConnection {
    /// Connects as a role of the server.
    pub(crate) fn open(
        address: &ServerAddress,
        login: &str,
        password: Option<&str>,
        patience: Patience,
    ) -> Result<Self, StorageError> {
        let link = Link::new(address, login, password, patience)?;
        match link.client() {
            Ok(client) => Ok(Self {
                link,
                client: Some(client),
                statements: HashMap::new(),
                access: None,
                in_transaction: false,
                is_patient: false,
                schema: None,
            }),
            Err(Refused::Server(error)) => Err(error.into()),
            Err(Refused::Engine(error)) => Err(error.into()),
        }
    }

    /// Signs in with another password from now on.
    pub(crate) fn set_password(&self, password: &str) {
        self.link.set_password(password);
    }

    /// Has every connection from now on refused where the schema isn't this one: it may be brought to a newer version
    /// while the line is down.
    pub(crate) fn insist_on_schema(&mut self, version: i64) {
        self.schema = Some(version);
    }

    /// How long a statement's answer is waited for now.
    fn statement_limit(&self) -> Duration {
        let patience = self.patience();
        if self.is_patient { patience.batch } else { patience.statement }
    }

    /// Refuses a new connection to a database that has another schema by now.
    fn refuse_other_schema(&mut self, client: &Client) -> Result<(), EngineError> {
        let Some(expected) = self.schema else { return Ok(()) };
        let limit = self.patience().statement;
        let found = self.wait(limit, async {
            let sql = "SELECT max(version) FROM vilkaar.schema_history";
            let row = client.query_one(sql, &[]).await.map_err(|error| engine_error(&error))?;
            row.try_get::<_, Option<i64>>(0).map_err(|error| engine_error(&error))
        })?;
        if found == Some(expected) { Ok(()) } else { Err(EngineError::Outdated) }
    }

    /// Hands on what the server announces and what becomes of the line, from now on.
    pub(crate) fn listen(&mut self, listener: link::Listener) -> Result<(), EngineError> {
        self.link.send_events_to(listener);
        let limit = self.patience().statement;
        self.run(link::LISTEN, limit)
    }

    /// How long is waited for what.
    pub(crate) fn patience(&self) -> Patience {
        self.link.patience()
    }

    /// The client to use now: in a transaction the one it was begun on, else one that works.
    fn ready(&mut self) -> Result<Arc<Client>, EngineError> {
        match self.client.as_ref().filter(|client| !client.is_closed()) {
            Some(client) => return Ok(Arc::clone(client)),
            None if self.in_transaction => return Err(EngineError::Disconnected),
            None => {}
        }
        self.client = None;
        self.statements.clear();
        self.access = None;
        let client = self.link.client().map_err(|refused| match refused {
            // A name that was taken away meanwhile; everything else may pass.
            Refused::Server(ServerError::RefusedSignIn | ServerError::NoRights) => {
                EngineError::Forbidden("the server refuses the connection".to_owned())
            }
            Refused::Server(_) => EngineError::Disconnected,
            Refused::Engine(error) => error,
        })?;
        self.refuse_other_schema(&client)?;
        self.client = Some(Arc::clone(&client));
        Ok(client)
    }

    /// Waits for work; a connection that broke under it isn't used again.
    fn wait<T>(
        &mut self,
        limit: Duration,
        work: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        let outcome = self.link.wait(limit, work);
        if matches!(outcome, Err(EngineError::Timeout | EngineError::Disconnected)) {
            self.link.break_off();
            self.client = None;
        }
        outcome
    }

    /// Runs statements without parameters and answers.
    pub(crate) fn run(&mut self, sql: &str, limit: Duration) -> Result<(), EngineError> {
        let client = self.ready()?;
        self.wait(limit, async { client.batch_execute(sql).await.map_err(|error| engine_error(&error)) })
    }

    /// Prepares a text, once per connection.
    fn prepared(&mut self, sql: &str) -> Result<(Arc<Client>, Statement), EngineError> {
        let client = self.ready()?;
        if let Some(statement) = self.statements.get(sql) {
            return Ok((client, statement.clone()));
        }
        let limit = self.patience().statement;
        let statement =
            self.wait(limit, async { client.prepare(sql).await.map_err(|error| engine_error(&error)) })?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok((client, statement))
    }

    /// What the role may read of each table, asked once per connection.
    fn read_access(&mut self) -> Result<HashMap<String, Access>, EngineError> {
        let sql = "SELECT c.relname, a.attname, has_column_privilege(c.oid, a.attnum, 'SELECT') \
                   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid \
                   JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                   WHERE n.nspname = 'vilkaar' AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped";
        let mut columns: HashMap<String, Vec<(String, bool)>> = HashMap::new();
        self.query(sql, &[], &mut |row| {
            let (Cell::Text(table), Cell::Text(column)) = (row.cell(0)?, row.cell(1)?) else {
                return Err(EngineError::Damaged("the server's catalogue".to_owned()));
            };
            let may = row.cell(2)? == Cell::Integer(1);
            columns.entry(table.into_owned()).or_default().push((column.into_owned(), may));
            Ok(())
        })?;
        Ok(columns.into_iter().map(|(table, columns)| (table, access_of(columns))).collect())
    }
}

/// The access to a table whose columns may be read or not.
fn access_of(columns: Vec<(String, bool)>) -> Access {
    if columns.iter().all(|(_, may)| *may) {
        return Access::Whole;
    }
    if columns.iter().all(|(_, may)| !may) {
        return Access::Nothing;
    }
    let may_read = |name: &str| columns.iter().any(|(column, may)| *may && column == name);
    let withheld = columns.iter().filter(|(_, may)| !may).map(|(column, _)| {
        // What may be known in its place is a column beside it.
        let stand_in = format!("{column}_for_age");
        (column.clone(), may_read(&stand_in).then_some(stand_in))
    });
    Access::Partly(withheld.collect())
}

/// The error of the first statement that failed: those behind it fail because it did.
fn first_failure<T>(
    outcomes: Vec<Result<T, EngineError>>,
    before: usize,
) -> Result<Vec<T>, (usize, EngineError)> {
    let mut done = Vec::with_capacity(outcomes.len());
    for (number, outcome) in outcomes.into_iter().enumerate() {
        done.push(outcome.map_err(|error| (before + number, error))?);
    }
    Ok(done)
}

impl Connection for PostgresConnection {
    fn execute(&mut self, sql: &str, cells: &[Cell<'_>]) -> Result<u64, EngineError> {
        let (client, statement) = self.prepared(sql)?;
        let limit = self.statement_limit();
        self.wait(limit, async {
            client.execute_raw(&statement, cells).await.map_err(|error| engine_error(&error))
        })
    }

    fn execute_each<'a>(
        &mut self,
        sql: &str,
        rows: Rows<'_, 'a>,
    ) -> Result<Option<usize>, (usize, EngineError)> {
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            return Ok(None);
        }
        let (client, statement) = self.prepared(sql).map_err(|error| (0, error))?;
        let limit = self.patience().batch;
        let mut before = 0;
        let mut untouched = None;
        while rows.peek().is_some() {
            let some: Vec<Vec<Cell<'a>>> = rows.by_ref().take(PIPELINED).collect();
            let sent = some.iter().map(|cells| client.execute_raw(&statement, cells));
            let outcomes = self
                .wait(limit, async { Ok(join_all(sent).await) })
                .map_err(|error| (before, error))?
                .into_iter()
                .map(|outcome| outcome.map_err(|error| engine_error(&error)))
                .collect();
            let touched = first_failure(outcomes, before)?;
            if let Some(place) = touched.iter().position(|touched| *touched == 0) {
                untouched.get_or_insert(before + place);
            }
            before += some.len();
        }
        Ok(untouched)
    }

    fn query(&mut self, sql: &str, cells: &[Cell<'_>], each: EachRow<'_>) -> Result<(), EngineError> {
        let (client, statement) = self.prepared(sql)?;
        let limit = self.statement_limit();
        // Its beginning, and each row after, is waited for as long as a whole answer: a log of a million entries takes
        // its time.
        let batch = self.patience().batch;
        self.wait(batch, async {
            let asked = tokio::time::timeout(limit, client.query_raw(&statement, cells));
            let rows =
                asked.await.map_err(|_| EngineError::Timeout)?.map_err(|error| engine_error(&error))?;
            pin_mut!(rows);
            loop {
                let next =
                    tokio::time::timeout(limit, rows.try_next()).await.map_err(|_| EngineError::Timeout)?;
                match next.map_err(|error| engine_error(&error))? {
                    Some(row) => each(&PostgresRow(&row))?,
                    None => return Ok(()),
                }
            }
        })
    }

    fn query_each<'a>(
        &mut self,
        sql: &str,
        rows: Rows<'_, 'a>,
        each: EachFound<'_>,
    ) -> Result<(), EngineError> {
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            return Ok(());
        }
        let (client, statement) = self.prepared(sql)?;
        let limit = self.patience().batch;
        let mut before = 0;
        while rows.peek().is_some() {
            let some: Vec<Vec<Cell<'a>>> = rows.by_ref().take(PIPELINED).collect();
            let (client, statement) = (&client, &statement);
            let asked = some.iter().map(|cells| async move {
                client.query_raw(statement, cells).await?.try_collect::<Vec<_>>().await
            });
            let answers = self.wait(limit, async { Ok(join_all(asked).await) })?;
            for (number, answer) in answers.into_iter().enumerate() {
                for row in answer.map_err(|error| engine_error(&error))? {
                    each(before + number, &PostgresRow(&row))?;
                }
            }
            before += some.len();
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<(), EngineError> {
        let limit = self.patience().statement;
        self.run("BEGIN ISOLATION LEVEL READ COMMITTED", limit)?;
        self.in_transaction = true;
        Ok(())
    }

    fn begin_reading(&mut self) -> Result<(), EngineError> {
        let limit = self.patience().statement;
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", limit)?;
        self.in_transaction = true;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), EngineError> {
        let limit = self.patience().batch;
        self.run("COMMIT", limit)?;
        self.in_transaction = false;
        self.is_patient = false;
        Ok(())
    }

    fn rollback(&mut self) {
        let limit = self.patience().statement;
        if self.in_transaction && self.client.is_some() && self.run("ROLLBACK", limit).is_err() {
            // A connection whose transaction didn't end isn't used again; closing it rolls back too.
            self.link.break_off();
            self.client = None;
        }
        self.in_transaction = false;
        self.is_patient = false;
    }

    fn be_patient(&mut self) -> Result<(), EngineError> {
        self.is_patient = true;
        let limit = self.patience().statement;
        let sql = format!("SET LOCAL lock_timeout = {}", self.patience().batch.as_millis());
        self.run(&sql, limit)
    }

    fn log_keeper(&self) -> LogKeeper {
        LogKeeper::Server
    }

    fn forget_access(&mut self) {
        self.access = None;
    }

    fn access(&mut self, table: &str) -> Result<Access, EngineError> {
        if self.access.is_none() {
            self.access = Some(self.read_access()?);
        }
        let known = self.access.as_ref().and_then(|tables| tables.get(table));
        Ok(known.cloned().unwrap_or(Access::Nothing))
    }
}
