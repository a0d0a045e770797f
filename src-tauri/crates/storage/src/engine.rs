//! What storage needs of a database engine: one SQL text, bound by name, for SQLite and PostgreSQL alike.
//!
//! Invariant: SQL is written once, with `$1`, `$2` … as parameters, and an adapter binds each value to the
//! parameter of that *name*. SQLite numbers parameters by first appearance, so binding by position would
//! swap values in silence wherever the text doesn't mention them in order.

use std::borrow::Cow;

use uuid::Uuid;

/// A value on its way into or out of the database. Money is integer øre, rates are text; there is no float.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Cell<'a> {
    /// Not known.
    Null,
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes: digests, hashes and salts.
    Bytes(Cow<'a, [u8]>),
    /// An id. SQLite keeps its 16 bytes and gives them back as [`Cell::Bytes`]; PostgreSQL has a type for it.
    Id(Uuid),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl From<Uuid> for Cell<'_> {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}
impl Cell<'_> {
    /// The id in a cell, if it is one.
    pub(crate) fn id(&self) -> Option<Uuid> {
        match self {
            Self::Id(id) => Some(*id),
            Self::Bytes(bytes) => Uuid::from_slice(bytes).ok(),
            _ => None,
        }
    }
}
impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}
impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::from)
    }
}
impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}
impl<'a> From<&'a [u8]> for Cell<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

/// One row of an answer.
pub(crate) trait Row {
    /// The value of a column, counted from 0 in the order that the SQL names them.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] when it isn't a type that we store.
    fn cell(&self, column: usize) -> Result<Cell<'_>, EngineError>;
}

/// What is done with each row of an answer.
pub(crate) type EachRow<'a> = &'a mut dyn FnMut(&dyn Row) -> Result<(), EngineError>;

/// Rows of values to write.
pub(crate) type Rows<'i, 'a> = &'i mut dyn Iterator<Item = Vec<Cell<'a>>>;

/// What is done with each row of many answers: the number of the question, from 0, and the row.
pub(crate) type EachFound<'a> = &'a mut dyn FnMut(usize, &dyn Row) -> Result<(), EngineError>;

/// Who writes the logs and decides who did something and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LogKeeper {
    /// This program: a local database has nobody else.
    Program,
    /// The server, through its own functions; nobody else may.
    Server,
}

/// What of a table may be read over a connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Access {
    /// All of it.
    Whole,
    /// All but these columns, each with the column that is read in its place, where there is one.
    Partly(Vec<(String, Option<String>)>),
    /// Nothing: it is as if it were empty.
    Nothing,
}

/// An open connection to a database of either engine.
pub(crate) trait Connection: Send {
    /// Runs a statement that gives no rows; the number of rows it touched. Prepared once per text.
    ///
    /// # Errors
    /// [`EngineError`].
    fn execute(&mut self, sql: &str, cells: &[Cell<'_>]) -> Result<u64, EngineError>;

    /// Runs a statement once for each row of values, looked up once: an import writes 150,000. Gives the number
    /// of the first for which the statement touched nothing, if there is one.
    ///
    /// # Errors
    /// The number of the row (from 0) that failed, and why; the transaction is then to be rolled back.
    fn execute_each<'a>(
        &mut self,
        sql: &str,
        rows: Rows<'_, 'a>,
    ) -> Result<Option<usize>, (usize, EngineError)>;

    /// Runs a query and hands over each row.
    ///
    /// # Errors
    /// [`EngineError`], the row's own included.
    fn query(&mut self, sql: &str, cells: &[Cell<'_>], each: EachRow<'_>) -> Result<(), EngineError>;

    /// Runs a query once for each row of values and hands over each row of each answer, in order.
    ///
    /// # Errors
    /// [`EngineError`], the row's own included.
    fn query_each<'a>(
        &mut self,
        sql: &str,
        rows: Rows<'_, 'a>,
        each: EachFound<'_>,
    ) -> Result<(), EngineError> {
        for (number, cells) in rows.enumerate() {
            self.query(sql, &cells, &mut |row| each(number, row))?;
        }
        Ok(())
    }

    /// Begins a transaction that will write. In a local database no other writer until it ends; on a server
    /// others write other records meanwhile.
    ///
    /// # Errors
    /// [`EngineError`].
    fn begin(&mut self) -> Result<(), EngineError>;

    /// Work that takes its time (a move, an import, a check) waits longer in the transaction that is open, for
    /// answers and for others.
    ///
    /// # Errors
    /// [`EngineError`].
    fn be_patient(&mut self) -> Result<(), EngineError> {
        Ok(())
    }

    /// Begins a transaction that only reads, all of it as of one moment.
    ///
    /// # Errors
    /// [`EngineError`].
    fn begin_reading(&mut self) -> Result<(), EngineError>;

    /// Ends the transaction and keeps what it wrote, on the disk when this returns.
    ///
    /// # Errors
    /// [`EngineError`]; nothing is kept then.
    fn commit(&mut self) -> Result<(), EngineError>;

    /// Ends the transaction and drops what it wrote.
    fn rollback(&mut self);

    /// Who writes the logs.
    fn log_keeper(&self) -> LogKeeper {
        LogKeeper::Program
    }

    /// Asks anew what may be read: roles may have changed.
    fn forget_access(&mut self) {}

    /// What of a table may be read.
    ///
    /// # Errors
    /// [`EngineError`].
    fn access(&mut self, _table: &str) -> Result<Access, EngineError> {
        Ok(Access::Whole)
    }
}

/// Runs `work` in a transaction that only reads, all of it as of one moment.
pub(crate) fn as_of_one_moment<T, E: From<EngineError>>(
    connection: &mut dyn Connection,
    work: impl FnOnce(&mut dyn Connection) -> Result<T, E>,
) -> Result<T, E> {
    connection.begin_reading()?;
    let outcome = work(connection);
    // Nothing was written, so there is nothing that ending it could lose.
    connection.rollback();
    outcome
}

/// Runs `work` in a transaction: all of it is kept, or nothing.
pub(crate) fn in_transaction<T, E: From<EngineError>>(
    connection: &mut dyn Connection,
    work: impl FnOnce(&mut dyn Connection) -> Result<T, E>,
) -> Result<T, E> {
    connection.begin()?;
    let outcome = work(connection).and_then(|value| {
        connection.commit()?;
        Ok(value)
    });
    if outcome.is_err() {
        connection.rollback();
    }
    outcome
}

/// Why the engine could not do it, in words that hold for both.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EngineError {
    /// No room on the disk.
    #[error("the disk is full")]
    Full,
    /// The file or folder can't be written.
    #[error("not writable")]
    NotWritable,
    /// What stands in the database can't be right.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A record with this id or this unique name is there already.
    #[error("there already: {0}")]
    Duplicate(String),
    /// The role has no right to it.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// The connection is gone; what was in a transaction is not kept, unless it was being committed.
    #[error("disconnected")]
    Disconnected,
    /// No answer in time; the same holds.
    #[error("no answer in time")]
    Timeout,
    /// Another transaction held what was needed for too long; this one was dropped whole and may be repeated.
    #[error("another is writing")]
    Busy,
    /// The schema of a server isn't the one that this program opened.
    #[error("the schema was changed")]
    Outdated,
    /// Two transactions stood in each other's way and this one was dropped whole; it may be repeated.
    #[error("disturbed by another transaction")]
    Disturbed,
    /// Anything else; never holds a value of a record.
    #[error("{0}")]
    Other(String),
}
