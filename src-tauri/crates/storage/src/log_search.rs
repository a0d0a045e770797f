//! Looking things up in both logs, and everything of one citizen: SQL for both engines.
//!
//! Invariant: a page takes a fixed number of queries however many lines and entries it has. Pages go on from a
//! place in the order (the instant, then which line), never from a count, so what is written meanwhile moves none.

use std::collections::HashMap;
use std::fmt::Write as _;

use uuid::Uuid;
use vilkaar_application::log::insight::{CitizenQuery, Recorded, What};
use vilkaar_application::log::{
    Chain, Cursor, Done, EntriesQuery, Key, LogLine, LogPage, LogQuery, Look, TOLD_ONE_BY_ONE, Word,
};
use vilkaar_application::ports::LogEntry;
use vilkaar_domain::CitizenId;

use crate::engine::{Cell, Connection, EngineError, Row};
use crate::log::{ENTRY_COLUMNS, id, instant, instant_text, log_entry, number, optional_text, text};

/// A statement that is put together of the conditions that are asked for, each with its values.
struct Statement<'a> {
    sql: String,
    cells: Vec<Cell<'a>>,
}

impl<'a> Statement<'a> {
    fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), cells: Vec::new() }
    }

    fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// A value, by the name of its parameter.
    fn value(&mut self, cell: impl Into<Cell<'a>>) -> &mut Self {
        self.cells.push(cell.into());
        // Writing into a String can't fail.
        let _ = write!(self.sql, "${}", self.cells.len());
        self
    }

    /// A list of values in parentheses, padded with its last one, so that few different texts are prepared.
    fn values(&mut self, cells: Vec<Cell<'a>>) -> &mut Self {
        let padded = cells.len().next_power_of_two();
        let Some(last) = cells.last().cloned() else { return self.push("(NULL)") };
        let cells = cells.into_iter().chain(std::iter::repeat(last)).take(padded);
        self.push("(");
        for (place, cell) in cells.enumerate() {
            if place > 0 {
                self.push(", ");
            }
            self.value(cell);
        }
        self.push(")")
    }

    fn run(
        self,
        connection: &mut dyn Connection,
        each: &mut dyn FnMut(&dyn Row) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        connection.query(&self.sql, &self.cells, each)
    }
}

/// Texts as cells.
fn texts(texts: &[String]) -> Vec<Cell<'_>> {
    texts.iter().map(|text| Cell::from(text.as_str())).collect()
}

/// A column in small letters. `lower` knows the letters of the database's locale, and SQLite's only English ones.
fn folded(column: &str) -> String {
    format!("replace(replace(replace(lower({column}), 'Æ', 'æ'), 'Ø', 'ø'), 'Å', 'å')")
}

/// A pattern for whatever holds a text; what means something in a pattern is only itself.
fn holding(word: &str) -> String {
    let mut pattern = String::from("%");
    for letter in word.to_lowercase().chars() {
        if "%_!".contains(letter) {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// A page of both logs, newest first.
pub(crate) fn search(connection: &mut dyn Connection, query: &LogQuery) -> Result<LogPage, EngineError> {
    // One more than asked for says whether there are more.
    let wanted = usize::try_from(query.limit).unwrap_or(usize::MAX).saturating_add(1);
    let mut lines = Vec::new();
    if query.chain != Some(Chain::Reads) {
        lines.extend(operations(connection, query, wanted)?);
    }
    // A look is of no kind of record.
    if query.chain != Some(Chain::Changes) && query.kinds.is_empty() {
        lines.extend(looks(connection, query, wanted)?);
    }
    lines.sort_by_key(|line| std::cmp::Reverse(order(line.cursor())));
    let has_more = lines.len() >= wanted;
    lines.truncate(wanted - 1);
    let next = if has_more { lines.last().map(LogLine::cursor) } else { None };
    fill(connection, query, &mut lines)?;
    Ok(LogPage { lines, next })
}

/// What lines are ordered by, the newest greatest: of one instant changes stand before looks.
fn order(cursor: Cursor) -> (chrono::DateTime<chrono::Utc>, bool, Key) {
    (cursor.at, matches!(cursor.key, Key::Operation(_)), cursor.key)
}

/// The conditions that both logs share: who, when, and where the page goes on. `table` is `operations` or `reads`.
fn shared<'q>(statement: &mut Statement<'q>, table: &str, query: &'q LogQuery) {
    if let Some(person) = query.person {
        statement.push(&format!(" AND {table}.person_id = ")).value(person);
    }
    if let Some(from) = query.from {
        statement.push(&format!(" AND {table}.at >= ")).value(instant_text(from));
    }
    if let Some(before) = query.before {
        statement.push(&format!(" AND {table}.at < ")).value(instant_text(before));
    }
}

/// Goes on after a line: at its instant only what stands behind it there, `within`.
fn after<'q>(statement: &mut Statement<'q>, table: &str, at: String, within: Option<(&str, Cell<'q>)>) {
    match within {
        None => {
            statement.push(&format!(" AND {table}.at < ")).value(at);
        }
        Some((column, key)) => {
            statement.push(&format!(" AND {table}.at <= ")).value(at.clone());
            statement.push(&format!(" AND ({table}.at < ")).value(at);
            statement.push(&format!(" OR {column} < ")).value(key).push(")");
        }
    }
}

/// The condition on the entries of an operation; none where there is none.
fn on_entries<'q>(statement: &mut Statement<'q>, citizen: Option<CitizenId>, kinds: &'q [String]) -> bool {
    if let Some(citizen) = citizen {
        statement.push(" AND changes.citizen_id = ").value(citizen.0);
    }
    if !kinds.is_empty() {
        statement.push(" AND changes.entity_kind IN ").values(texts(kinds));
    }
    citizen.is_some() || !kinds.is_empty()
}

/// Operations with an entry that is asked for, newest first, still without their entries.
fn operations(
    connection: &mut dyn Connection,
    query: &LogQuery,
    wanted: usize,
) -> Result<Vec<LogLine>, EngineError> {
    let mut statement = Statement::new(
        "SELECT operations.id, operations.at, operations.person_id, operations.person_name, operations.origin, \
         operations.name, operations.reason FROM operations WHERE 1 = 1",
    );
    shared(&mut statement, "operations", query);
    match query.after {
        None => {}
        Some(Cursor { at, key: Key::Operation(id) }) => {
            after(&mut statement, "operations", instant_text(at), Some(("operations.id", Cell::from(id))));
        }
        Some(Cursor { at, key: Key::Read(_) }) => {
            after(&mut statement, "operations", instant_text(at), None);
        }
    }
    for word in &query.words {
        statement.push(" AND (");
        for column in ["operations.person_name", "operations.origin", "operations.name", "operations.reason"]
        {
            statement.push(&folded(column)).push(" LIKE ").value(holding(&word.text)).push(" ESCAPE '!' OR ");
        }
        if !word.operations.is_empty() {
            statement.push("operations.name IN ").values(texts(&word.operations)).push(" OR ");
        }
        statement.push("operations.id IN (SELECT changes.operation_id FROM changes WHERE changes.reason IS NOT NULL AND ");
        statement
            .push(&folded("changes.reason"))
            .push(" LIKE ")
            .value(holding(&word.text))
            .push(" ESCAPE '!')");
        if !word.kinds.is_empty() {
            statement.push(
                " OR EXISTS (SELECT 1 FROM changes WHERE changes.operation_id = operations.id AND changes.entity_kind IN ",
            );
            statement.values(texts(&word.kinds)).push(")");
        }
        statement.push(")");
    }
    if let Some(citizen) = query.citizen {
        // A citizen has few entries: found first, and the operations from them.
        statement.push(" AND operations.id IN (SELECT changes.operation_id FROM changes WHERE 1 = 1");
        on_entries(&mut statement, Some(citizen), &query.kinds);
        statement.push(")");
    } else if !query.kinds.is_empty() {
        statement.push(" AND EXISTS (SELECT 1 FROM changes WHERE changes.operation_id = operations.id");
        on_entries(&mut statement, None, &query.kinds);
        statement.push(")");
    }
    statement.push(" ORDER BY operations.at DESC, operations.id DESC LIMIT ").value(count(wanted));
    let mut lines = Vec::new();
    statement.run(connection, &mut |row| {
        lines.push(LogLine {
            at: instant(&text(row, 1)?)?,
            person: id(row, 2)?,
            who: text(row, 3)?,
            origin: text(row, 4)?,
            done: Done::Changed {
                operation: id(row, 0)?,
                name: text(row, 5)?,
                reason: optional_text(row, 6)?,
                kinds: Vec::new(),
                entries: Vec::new(),
            },
        });
        Ok(())
    })?;
    Ok(lines)
}

/// Looks that are asked for, newest first.
fn looks(
    connection: &mut dyn Connection,
    query: &LogQuery,
    wanted: usize,
) -> Result<Vec<LogLine>, EngineError> {
    let mut statement = Statement::new(
        "SELECT reads.seq, reads.at, reads.person_id, reads.person_name, reads.origin, reads.citizen_id, reads.what \
         FROM reads WHERE 1 = 1",
    );
    shared(&mut statement, "reads", query);
    match query.after {
        None => {}
        Some(Cursor { at, key: Key::Read(seq) }) => {
            let seq = Cell::from(i64::try_from(seq).unwrap_or(i64::MAX));
            after(&mut statement, "reads", instant_text(at), Some(("reads.seq", seq)));
        }
        // Every look of the instant stands behind its changes.
        Some(Cursor { at, key: Key::Operation(_) }) => {
            statement.push(" AND reads.at <= ").value(instant_text(at));
        }
    }
    if let Some(citizen) = query.citizen {
        statement.push(" AND reads.citizen_id = ").value(citizen.0);
    }
    for word in &query.words {
        statement.push(" AND (");
        of_word(&mut statement, word);
        statement.push(")");
    }
    statement.push(" ORDER BY reads.at DESC, reads.seq DESC LIMIT ").value(count(wanted));
    let mut lines = Vec::new();
    statement.run(connection, &mut |row| {
        let Recorded { at, person, who, origin, what } = look(row)?;
        if let What::Look(look) = what {
            lines.push(LogLine { at, person, who, origin, done: Done::Read(look) });
        }
        Ok(())
    })?;
    Ok(lines)
}

/// The condition of a word on a look.
fn of_word<'q>(statement: &mut Statement<'q>, word: &'q Word) {
    for (place, column) in ["reads.person_name", "reads.origin", "reads.what"].into_iter().enumerate() {
        statement.push(if place == 0 { "" } else { " OR " });
        statement.push(&folded(column)).push(" LIKE ").value(holding(&word.text)).push(" ESCAPE '!'");
    }
    for beginning in &word.reads {
        let mut pattern = holding(beginning);
        pattern.remove(0);
        statement.push(" OR ").push(&folded("reads.what")).push(" LIKE ").value(pattern).push(" ESCAPE '!'");
    }
}

/// A number of rows.
fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// A look of a row: seq, at, person_id, person_name, origin, citizen_id, what.
fn look(row: &dyn Row) -> Result<Recorded, EngineError> {
    let seq = u64::try_from(number(row, 0)?).map_err(|_| EngineError::Damaged("reads.seq".to_owned()))?;
    Ok(Recorded {
        at: instant(&text(row, 1)?)?,
        person: id(row, 2)?,
        who: text(row, 3)?,
        origin: text(row, 4)?,
        what: What::Look(Look { seq, citizen: CitizenId(id(row, 5)?), what: text(row, 6)? }),
    })
}

/// Counts the entries of the page's operations by kind, and reads those of small operations: two queries.
fn fill(connection: &mut dyn Connection, query: &LogQuery, lines: &mut [LogLine]) -> Result<(), EngineError> {
    let ids: Vec<Cell<'_>> = lines
        .iter()
        .filter_map(|line| match &line.done {
            Done::Changed { operation, .. } => Some(Cell::from(*operation)),
            Done::Read(_) => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut counted: HashMap<Uuid, Vec<(String, u64)>> = HashMap::new();
    let mut statement = Statement::new(
        "SELECT changes.operation_id, changes.entity_kind, count(*) FROM changes WHERE changes.operation_id IN ",
    );
    statement.values(ids);
    on_entries(&mut statement, query.citizen, &query.kinds);
    statement.push(" GROUP BY changes.operation_id, changes.entity_kind ORDER BY changes.entity_kind");
    statement.run(connection, &mut |row| {
        let entries = u64::try_from(number(row, 2)?).unwrap_or_default();
        counted.entry(id(row, 0)?).or_default().push((text(row, 1)?, entries));
        Ok(())
    })?;

    let small =
        |kinds: &Vec<(String, u64)>| kinds.iter().map(|(_, count)| count).sum::<u64>() <= TOLD_ONE_BY_ONE;
    let few: Vec<Cell<'_>> =
        counted.iter().filter(|(_, kinds)| small(kinds)).map(|(id, _)| Cell::from(*id)).collect();
    let mut told: HashMap<Uuid, Vec<LogEntry>> = HashMap::new();
    if !few.is_empty() {
        let mut statement = Statement::new(&format!(
            "SELECT {ENTRY_COLUMNS} FROM changes JOIN operations ON operations.id = changes.operation_id \
             WHERE changes.operation_id IN "
        ));
        statement.values(few);
        on_entries(&mut statement, query.citizen, &query.kinds);
        statement.push(" ORDER BY changes.seq");
        statement.run(connection, &mut |row| {
            let entry = log_entry(row)?;
            told.entry(entry.operation_id).or_default().push(entry);
            Ok(())
        })?;
    }
    for line in lines {
        if let Done::Changed { operation, kinds, entries, .. } = &mut line.done {
            *kinds = counted.remove(operation).unwrap_or_default();
            *entries = told.remove(operation).unwrap_or_default();
        }
    }
    Ok(())
}

/// The entries of one operation that are asked for, oldest first.
pub(crate) fn entries(
    connection: &mut dyn Connection,
    query: &EntriesQuery,
) -> Result<Vec<LogEntry>, EngineError> {
    let mut statement = Statement::new(&format!(
        "SELECT {ENTRY_COLUMNS} FROM changes JOIN operations ON operations.id = changes.operation_id \
         WHERE changes.operation_id = "
    ));
    statement.value(query.operation);
    statement.push(" AND changes.seq > ").value(i64::try_from(query.after).unwrap_or(i64::MAX));
    on_entries(&mut statement, query.citizen, &query.kinds);
    statement.push(" ORDER BY changes.seq LIMIT ").value(i64::from(query.limit));
    let mut entries = Vec::new();
    statement.run(connection, &mut |row| {
        entries.push(log_entry(row)?);
        Ok(())
    })?;
    Ok(entries)
}

/// Everything of a citizen in a period, oldest first: two queries.
pub(crate) fn of_citizen(
    connection: &mut dyn Connection,
    query: &CitizenQuery,
) -> Result<Vec<Recorded>, EngineError> {
    let period = LogQuery { from: query.from, before: query.before, ..LogQuery::default() };
    let mut recorded = Vec::new();
    let mut statement = Statement::new(&format!(
        "SELECT {ENTRY_COLUMNS}, operations.person_id \
         FROM changes JOIN operations ON operations.id = changes.operation_id WHERE changes.citizen_id = "
    ));
    statement.value(query.citizen.0);
    shared(&mut statement, "operations", &period);
    statement.push(" ORDER BY changes.seq");
    statement.run(connection, &mut |row| {
        let entry = log_entry(row)?;
        let (at, who, origin) = (entry.at, entry.who.clone(), entry.origin.clone());
        recorded.push(Recorded {
            at,
            person: id(row, 11)?,
            who,
            origin,
            what: What::Change(Box::new(entry)),
        });
        Ok(())
    })?;
    let mut statement = Statement::new(
        "SELECT reads.seq, reads.at, reads.person_id, reads.person_name, reads.origin, reads.citizen_id, reads.what \
         FROM reads WHERE reads.citizen_id = ",
    );
    statement.value(query.citizen.0);
    shared(&mut statement, "reads", &period);
    statement.push(" ORDER BY reads.seq");
    statement.run(connection, &mut |row| {
        recorded.push(look(row)?);
        Ok(())
    })?;
    // Each log is in its own order already; a stable sort keeps it where the clock stood still or went back.
    recorded.sort_by_key(|recorded| recorded.at);
    Ok(recorded)
}
