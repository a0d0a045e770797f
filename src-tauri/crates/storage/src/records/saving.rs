//! Writing records of one kind: new ones, changed ones, and taking them out.
//!
//! Invariant: a row is only written over or taken out as long as it equals the record that this was decided on; the
//! place of the first that doesn't is told, and what was written is to be rolled back.

use std::collections::HashMap;

use uuid::Uuid;
use vilkaar_domain::{Entity, Settings};

use super::{Record, statements};
use crate::engine::{Cell, Connection, EngineError};

/// What came of rows that were written one by one: the place of the first that wasn't as expected.
type Refused = Result<Option<usize>, EngineError>;

/// The same, where a record of that id or unique name is there already.
fn refused_where_taken(outcome: Result<Option<usize>, (usize, EngineError)>) -> Refused {
    match outcome {
        Ok(untouched) => Ok(untouched),
        Err((number, EngineError::Duplicate(_))) => Ok(Some(number)),
        Err((_, error)) => Err(error),
    }
}

/// Adds new rows.
pub(super) fn insert<T: Record>(connection: &mut dyn Connection, entities: &[&Entity]) -> Refused {
    let mut rows = entities.iter().filter_map(|entity| T::of(entity)).map(Record::cells);
    refused_where_taken(connection.execute_each(&T::statements().insert, &mut rows).map(|_| None))
}

/// The rows of ids as they are now, with their versions, by the place of the id.
fn current<T: Record>(
    connection: &mut dyn Connection,
    select_one: &str,
    ids: &mut dyn Iterator<Item = Uuid>,
) -> Result<HashMap<usize, (T, i64)>, EngineError> {
    let mut found = HashMap::new();
    let mut ids = ids.map(|id| vec![Cell::from(id)]);
    connection.query_each(select_one, &mut ids, &mut |number, row| {
        let Cell::Integer(version) = row.cell(T::COLUMNS.len())? else {
            return Err(EngineError::Damaged(format!("{}.version", T::TABLE)));
        };
        found.insert(number, (T::read(row)?, version));
        Ok(())
    })?;
    Ok(found)
}

/// Gives rows new values, if they still equal what they were.
pub(super) fn change<T: Record>(connection: &mut dyn Connection, changes: &[(&Entity, &Entity)]) -> Refused {
    let Some(statements) = statements::over::<T>(connection)? else { return Ok(Some(0)) };
    let mut ids = changes.iter().map(|(_, after)| after.id());
    let found = current::<T>(connection, &statements.select_one(), &mut ids)?;
    let mut rows = Vec::with_capacity(changes.len());
    for (number, (before, after)) in changes.iter().enumerate() {
        let Some(record) = T::of(after) else { return Ok(Some(number)) };
        match found.get(&number) {
            Some((current, version)) if T::of(before) == Some(current) => {
                let mut cells = record.cells();
                cells.push(Cell::Integer(*version));
                rows.push(cells);
            }
            // The settings are there from the start, with the values of the program, though no row holds them
            // yet.
            None if matches!(before, Entity::Settings(settings) if *settings == Settings::default()) => {
                return insert::<T>(connection, &[after]);
            }
            _ => return Ok(Some(number)),
        }
    }
    refused_where_taken(connection.execute_each(&T::statements().update, &mut rows.into_iter()))
}

/// Takes rows out, if they still equal what they were.
pub(super) fn remove<T: Record>(connection: &mut dyn Connection, entities: &[&Entity]) -> Refused {
    let Some(statements) = statements::over::<T>(connection)? else { return Ok(Some(0)) };
    let mut ids = entities.iter().map(|entity| entity.id());
    let found = current::<T>(connection, &statements.select_one(), &mut ids)?;
    let mut rows = Vec::with_capacity(entities.len());
    for (number, entity) in entities.iter().enumerate() {
        match found.get(&number) {
            Some((current, version)) if T::of(entity) == Some(current) => {
                rows.push(vec![Cell::from(entity.id()), Cell::Integer(*version)]);
            }
            _ => return Ok(Some(number)),
        }
    }
    refused_where_taken(connection.execute_each(&T::statements().delete, &mut rows.into_iter()))
}
