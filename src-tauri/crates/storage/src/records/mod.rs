//! The field's records as rows: a table per kind, its columns named once, and how each value is written.
//!
//! Invariant: a record read back equals the record that was saved. The columns of a kind stand in one
//! place (`record!`), from which reading, writing and the SQL of both engines are made; a field that is
//! added in the domain fails the build here until it has a column.

mod field;
mod figures;
mod goals;
mod kinds;
mod people;
mod saving;
mod statements;
mod terms;
mod work;

use uuid::Uuid;
use vilkaar_domain::{Entity, Register};

use crate::engine::{Cell, Connection, EngineError, Row};
pub(crate) use field::Field;
pub(crate) use kinds::{Kind, kinds, of};
pub(crate) use statements::Statements;

/// A kind of record with its table.
pub(crate) trait Record: Sized + Clone + PartialEq + 'static {
    /// The table's name.
    const TABLE: &'static str;
    /// The columns, the id first.
    const COLUMNS: &'static [&'static str];
    /// The SQL.
    fn statements() -> &'static Statements;
    /// The values, in the order of the columns.
    fn cells(&self) -> Vec<Cell<'_>>;
    /// The record of a row whose columns stand in that order.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] naming table and column when a value isn't what was written there.
    fn read(row: &dyn Row) -> Result<Self, EngineError>;
    /// The record as any record.
    fn into_entity(self) -> Entity;
    /// The record of this kind in an entity.
    fn of(entity: &Entity) -> Option<&Self>;
}

/// Declares the table of a kind: `field: "column"`, the id first.
macro_rules! record {
    ($($(#[$doc:meta])* $kind:ident in $table:literal { $($field:ident : $column:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        impl crate::records::Record for $kind {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$($column),+];

            fn statements() -> &'static crate::records::Statements {
                static STATEMENTS: std::sync::OnceLock<crate::records::Statements> = std::sync::OnceLock::new();
                STATEMENTS.get_or_init(|| crate::records::Statements::new(Self::TABLE, Self::COLUMNS))
            }

            fn cells(&self) -> Vec<crate::engine::Cell<'_>> {
                vec![$(crate::records::Field::write(&self.$field)),+]
            }

            fn read(row: &dyn crate::engine::Row) -> Result<Self, crate::engine::EngineError> {
                let mut column = 0;
                $(
                    let $field = crate::records::Field::read(row.cell(column)?).ok_or_else(|| {
                        crate::engine::EngineError::Damaged(format!("{}.{}", $table, $column))
                    })?;
                    column += 1;
                )+
                let _ = column;
                Ok(Self { $($field),+ })
            }

            fn into_entity(self) -> vilkaar_domain::Entity {
                vilkaar_domain::Entity::$kind(self)
            }

            fn of(entity: &vilkaar_domain::Entity) -> Option<&Self> {
                match entity {
                    vilkaar_domain::Entity::$kind(record) => Some(record),
                    _ => None,
                }
            }
        }
    )+};
}
pub(crate) use record;

/// Changes records of one kind as decided on, each only over a row that equals its `before`; the place of the
/// first whose row doesn't, if there is one. What is written then is to be rolled back.
pub(crate) fn change_all(
    connection: &mut dyn Connection,
    changes: &[(&Entity, &Entity)],
) -> Result<Option<usize>, EngineError> {
    changes.first().map_or(Ok(None), |(_, first)| (of(first).change)(connection, changes))
}

/// Adds new records of one kind; the place of the first that is there already, if one is.
pub(crate) fn insert_all(
    connection: &mut dyn Connection,
    entities: &[&Entity],
) -> Result<Option<usize>, EngineError> {
    entities.first().map_or(Ok(None), |first| (of(first).insert)(connection, entities))
}

/// Takes records of one kind out, each only where its row equals the record; the place of the first whose row
/// doesn't, if there is one. What is written then is to be rolled back.
pub(crate) fn remove_all(
    connection: &mut dyn Connection,
    entities: &[&Entity],
) -> Result<Option<usize>, EngineError> {
    entities.first().map_or(Ok(None), |first| (of(first).remove)(connection, entities))
}

/// The record of an id, if there is one.
pub(crate) fn one<T: Record>(connection: &mut dyn Connection, id: Uuid) -> Result<Option<T>, EngineError> {
    let Some(statements) = statements::over::<T>(connection)? else { return Ok(None) };
    let mut found = None;
    connection.query(&statements.select_one(), &[Cell::from(id)], &mut |row| {
        found = Some(T::read(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// Every row of a kind, oldest first.
pub(crate) fn all<T: Record>(connection: &mut dyn Connection) -> Result<Vec<T>, EngineError> {
    let Some(statements) = statements::over::<T>(connection)? else { return Ok(Vec::new()) };
    let mut records = Vec::new();
    connection.query(&statements.select_all(), &[], &mut |row| {
        records.push(T::read(row)?);
        Ok(())
    })?;
    Ok(records)
}

/// Everything, one query per table.
pub(crate) fn load(connection: &mut dyn Connection) -> Result<Register, EngineError> {
    kinds::load(connection)
}

/// The records of a kind that have these ids, oldest first; a kind that isn't known has none.
pub(crate) fn some(
    connection: &mut dyn Connection,
    kind: &str,
    ids: &[Uuid],
) -> Result<Vec<Entity>, EngineError> {
    match kinds().iter().find(|known| known.kind == kind) {
        Some(kind) => (kind.some)(connection, ids),
        None => Ok(Vec::new()),
    }
}

/// What is done with each row: its table, its id as it stands there, and the record if it can be read.
pub(crate) type EachEntity<'a> = &'a mut dyn FnMut(&'static str, Option<Uuid>, Option<Entity>);

/// Hands over every row, one query per table, for comparing rows with the log.
pub(crate) fn each_entity(connection: &mut dyn Connection, each: EachEntity<'_>) -> Result<(), EngineError> {
    kinds().iter().try_for_each(|kind| (kind.each)(connection, each))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_record_stands_in_the_list_under_its_own_name() {
        let entities = vilkaar_testkit::conformance::full();
        for entity in &entities {
            assert_eq!(of(entity).kind, entity.kind());
        }
        let mut tried: Vec<&str> = entities.iter().map(Entity::kind).collect();
        tried.sort_unstable();
        tried.dedup();
        let mut known: Vec<&str> = kinds().iter().map(|kind| kind.kind).collect();
        known.sort_unstable();
        assert_eq!(tried, known);
    }
}
