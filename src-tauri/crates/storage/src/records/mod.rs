//! The field's records as rows: a table per kind, its columns named once, and how each value is written.
//!
//! Invariant: a record read back equals the record that was saved. The columns of a kind stand in one
//! place (`record!`), from which reading, writing and the SQL of both engines are made; a field that is
//! added in the domain fails the build here until it has a column.

mod field;
mod figures;
mod goals;
mod people;
mod terms;

use std::fmt::Write as _;

use uuid::Uuid;
use vilkaar_domain::{
    BudgetLine, Citizen, Contract, DeliveredHours, Entity, ExpectedYouth, FollowUp, Goal, Offer, OwnOffer,
    Placement, PriceIndex, Provider, RateLine, RefundLimits, Register, SearchedOffer, Settings, StepRate,
    User,
};

use crate::engine::{Cell, Connection, EngineError, Row};
pub(crate) use field::Field;

/// The SQL of a kind, made once from its columns.
pub(crate) struct Statements {
    /// Every row, by id, so oldest first.
    pub(crate) select_all: String,
    /// The row of an id with its version as the last column.
    pub(crate) select_one: String,
    /// A new row, version 1.
    pub(crate) insert: String,
    /// The row of an id and version gets new values and the next version.
    pub(crate) update: String,
}

impl Statements {
    /// Makes the SQL of a table whose first column is the id.
    pub(crate) fn new(table: &str, columns: &[&str]) -> Self {
        let names = columns.join(", ");
        let mut places = String::new();
        let mut sets = String::new();
        for (index, column) in columns.iter().enumerate() {
            let number = index + 1;
            let comma = if index == 0 { "" } else { ", " };
            // Writing into a String can't fail.
            let _ = write!(places, "{comma}${number}");
            if index > 0 {
                let _ = write!(sets, "{column} = ${number}, ");
            }
        }
        let version = columns.len() + 1;
        Self {
            select_all: format!("SELECT {names} FROM {table} ORDER BY id"),
            select_one: format!("SELECT {names}, version FROM {table} WHERE id = $1"),
            insert: format!("INSERT INTO {table} ({names}, version) VALUES ({places}, 1)"),
            update: format!(
                "UPDATE {table} SET {sets}version = version + 1 WHERE id = $1 AND version = ${version}"
            ),
        }
    }
}

/// A kind of record with its table.
pub(crate) trait Record: Sized + Clone + PartialEq {
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

/// Runs `$body` with `$record` bound to the record inside an entity.
macro_rules! with_record {
    ($entity:expr, $record:ident => $body:expr) => {
        match $entity {
            Entity::Citizen($record) => $body,
            Entity::Provider($record) => $body,
            Entity::Offer($record) => $body,
            Entity::Placement($record) => $body,
            Entity::RateLine($record) => $body,
            Entity::Contract($record) => $body,
            Entity::Goal($record) => $body,
            Entity::FollowUp($record) => $body,
            Entity::DeliveredHours($record) => $body,
            Entity::StepRate($record) => $body,
            Entity::SearchedOffer($record) => $body,
            Entity::OwnOffer($record) => $body,
            Entity::ExpectedYouth($record) => $body,
            Entity::BudgetLine($record) => $body,
            Entity::PriceIndex($record) => $body,
            Entity::RefundLimits($record) => $body,
            Entity::Settings($record) => $body,
            Entity::User($record) => $body,
        }
    };
}

/// What became of a record that was to be saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Saved {
    /// It stands in its row.
    Written,
    /// Its row isn't as it was when the change was decided on; nothing was written.
    Conflict,
}

/// Changes a record as decided on: only over a row that equals `before`.
pub(crate) fn change(
    connection: &mut dyn Connection,
    before: &Entity,
    after: &Entity,
) -> Result<Saved, EngineError> {
    match with_record!(after, record => update(connection, before, record)) {
        Err(EngineError::Duplicate(_)) => Ok(Saved::Conflict),
        other => other,
    }
}

/// Adds new records of one kind; the place of the first that is there already, if one is.
pub(crate) fn insert_all(
    connection: &mut dyn Connection,
    entities: &[&Entity],
) -> Result<Option<usize>, EngineError> {
    /// The rows of one kind; `_first` only tells which.
    fn rows<T: Record>(
        connection: &mut dyn Connection,
        _first: &T,
        entities: &[&Entity],
    ) -> Result<(), (usize, EngineError)> {
        let mut rows = entities.iter().filter_map(|entity| T::of(entity)).map(Record::cells);
        connection.execute_each(&T::statements().insert, &mut rows)
    }
    let Some(first) = entities.first() else { return Ok(None) };
    match with_record!(first, record => rows(connection, record, entities)) {
        Ok(()) => Ok(None),
        Err((number, EngineError::Duplicate(_))) => Ok(Some(number)),
        Err((_, error)) => Err(error),
    }
}

/// Adds a row.
fn insert<T: Record>(connection: &mut dyn Connection, record: &T) -> Result<Saved, EngineError> {
    connection.execute(&T::statements().insert, &record.cells())?;
    Ok(Saved::Written)
}

/// Gives a row new values, if it still equals `before`.
fn update<T: Record>(
    connection: &mut dyn Connection,
    before: &Entity,
    record: &T,
) -> Result<Saved, EngineError> {
    let mut cells = record.cells();
    let Some(id) = cells.first().cloned() else { return Ok(Saved::Conflict) };
    let mut found: Option<(Entity, i64)> = None;
    connection.query(&T::statements().select_one, &[id], &mut |row| {
        let Cell::Integer(version) = row.cell(T::COLUMNS.len())? else {
            return Err(EngineError::Damaged(format!("{}.version", T::TABLE)));
        };
        found = Some((T::read(row)?.into_entity(), version));
        Ok(())
    })?;
    match found {
        Some((current, version)) if current == *before => {
            cells.push(Cell::Integer(version));
            let touched = connection.execute(&T::statements().update, &cells)?;
            Ok(if touched == 1 { Saved::Written } else { Saved::Conflict })
        }
        // The settings are there from the start, with the values of the program, though no row holds them yet.
        None if matches!(before, Entity::Settings(settings) if *settings == Settings::default()) => {
            insert(connection, record)
        }
        _ => Ok(Saved::Conflict),
    }
}

/// The record of an id, if there is one.
pub(crate) fn one<T: Record>(connection: &mut dyn Connection, id: Uuid) -> Result<Option<T>, EngineError> {
    let mut found = None;
    connection.query(&T::statements().select_one, &[Cell::from(id)], &mut |row| {
        found = Some(T::read(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// Every row of a kind, oldest first.
fn all<T: Record>(connection: &mut dyn Connection) -> Result<Vec<T>, EngineError> {
    let mut records = Vec::new();
    connection.query(&T::statements().select_all, &[], &mut |row| {
        records.push(T::read(row)?);
        Ok(())
    })?;
    Ok(records)
}

/// Everything, one query per table.
pub(crate) fn load(connection: &mut dyn Connection) -> Result<Register, EngineError> {
    Ok(Register {
        citizens: all::<Citizen>(connection)?,
        placements: all::<Placement>(connection)?,
        rate_lines: all::<RateLine>(connection)?,
        contracts: all::<Contract>(connection)?,
        goals: all::<Goal>(connection)?,
        follow_ups: all::<FollowUp>(connection)?,
        delivered_hours: all::<DeliveredHours>(connection)?,
        step_rates: all::<StepRate>(connection)?,
        searched_offers: all::<SearchedOffer>(connection)?,
        providers: all::<Provider>(connection)?,
        offers: all::<Offer>(connection)?,
        own_offers: all::<OwnOffer>(connection)?,
        expected_youths: all::<ExpectedYouth>(connection)?,
        budgets: all::<BudgetLine>(connection)?,
        price_indexes: all::<PriceIndex>(connection)?,
        refund_limits: all::<RefundLimits>(connection)?,
        settings: all::<Settings>(connection)?.pop().unwrap_or_default(),
        users: all::<User>(connection)?,
    })
}

/// What is done with each row: its table, its id as it stands there, and the record if it can be read.
pub(crate) type EachEntity<'a> = &'a mut dyn FnMut(&'static str, Option<Uuid>, Option<Entity>);

/// Hands over every row, one query per table, for comparing rows with the log.
pub(crate) fn each_entity(connection: &mut dyn Connection, each: EachEntity<'_>) -> Result<(), EngineError> {
    /// The rows of one kind.
    fn rows<T: Record>(connection: &mut dyn Connection, each: EachEntity<'_>) -> Result<(), EngineError> {
        connection.query(&T::statements().select_all, &[], &mut |row| {
            each(T::TABLE, row.cell(0)?.id(), T::read(row).ok().map(Record::into_entity));
            Ok(())
        })
    }
    rows::<Citizen>(connection, each)?;
    rows::<Provider>(connection, each)?;
    rows::<Offer>(connection, each)?;
    rows::<Placement>(connection, each)?;
    rows::<RateLine>(connection, each)?;
    rows::<Contract>(connection, each)?;
    rows::<Goal>(connection, each)?;
    rows::<FollowUp>(connection, each)?;
    rows::<DeliveredHours>(connection, each)?;
    rows::<StepRate>(connection, each)?;
    rows::<SearchedOffer>(connection, each)?;
    rows::<OwnOffer>(connection, each)?;
    rows::<ExpectedYouth>(connection, each)?;
    rows::<BudgetLine>(connection, each)?;
    rows::<PriceIndex>(connection, each)?;
    rows::<RefundLimits>(connection, each)?;
    rows::<Settings>(connection, each)?;
    rows::<User>(connection, each)
}

/// A record comes after those it refers to: with a parent still missing, SQLite would look through the
/// whole child table for each parent that is added.
pub(crate) const fn rank(entity: &Entity) -> u8 {
    match entity {
        Entity::Citizen(_) | Entity::Provider(_) | Entity::Settings(_) | Entity::User(_) => 0,
        Entity::Offer(_) => 1,
        Entity::Placement(_) => 2,
        Entity::Goal(_) => 3,
        _ => 4,
    }
}
