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
mod work;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use uuid::Uuid;
use vilkaar_domain::{
    AgendaMark, Attachment, BudgetLine, Citizen, Contract, DeliveredHours, Entity, ExpectedYouth, FollowUp,
    Goal, NotifiedRate, Offer, OwnOffer, Placement, PriceIndex, Provider, RateLine, RefundLimits, Register,
    SavedFilter, SearchedOffer, Settings, StepRate, SubGoal, User,
};

use crate::engine::{Access, Cell, Connection, EngineError, Row};
pub(crate) use field::Field;

/// The SQL of a kind, made once from its columns.
#[derive(Clone)]
pub(crate) struct Statements {
    /// The columns as they are selected.
    names: String,
    /// The table's name.
    table: String,
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
            table: table.to_owned(),
            insert: format!("INSERT INTO {table} ({names}, version) VALUES ({places}, 1)"),
            update: format!(
                "UPDATE {table} SET {sets}version = version + 1 WHERE id = $1 AND version = ${version}"
            ),
            names,
        }
    }

    /// Every row, by id, so oldest first.
    pub(crate) fn select_all(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY id", self.names, self.table)
    }

    /// The row of an id with its version as the last column.
    pub(crate) fn select_one(&self) -> String {
        format!("SELECT {}, version FROM {} WHERE id = $1", self.names, self.table)
    }

    /// The rows of as many ids as asked for.
    pub(crate) fn select_some(&self, ids: usize) -> String {
        let places: Vec<String> = (1..=ids).map(|number| format!("${number}")).collect();
        format!("SELECT {} FROM {} WHERE id IN ({}) ORDER BY id", self.names, self.table, places.join(", "))
    }
}

/// The SQL of a kind over a connection: columns that may not be read are selected as not known. `None` when
/// nothing of the table may be read.
fn statements<T: Record>(
    connection: &mut dyn Connection,
) -> Result<Option<Cow<'static, Statements>>, EngineError> {
    let withheld = match connection.access(T::TABLE)? {
        Access::Whole => return Ok(Some(Cow::Borrowed(T::statements()))),
        Access::Nothing => return Ok(None),
        Access::Partly(withheld) => withheld,
    };
    let shown = |column: &&str| match withheld.iter().find(|(name, _)| name == column) {
        None => (*column).to_owned(),
        Some((_, Some(stand_in))) => stand_in.clone(),
        Some((_, None)) => format!("NULL AS {column}"),
    };
    let names = T::COLUMNS.iter().map(shown).collect::<Vec<_>>().join(", ");
    Ok(Some(Cow::Owned(Statements { names, ..T::statements().clone() })))
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
            Entity::SubGoal($record) => $body,
            Entity::Attachment($record) => $body,
            Entity::AgendaMark($record) => $body,
            Entity::NotifiedRate($record) => $body,
            Entity::SavedFilter($record) => $body,
        }
    };
}

/// Changes records of one kind as decided on, each only over a row that equals its `before`; the place of the
/// first whose row doesn't, if there is one. What is written then is to be rolled back.
pub(crate) fn change_all(
    connection: &mut dyn Connection,
    changes: &[(&Entity, &Entity)],
) -> Result<Option<usize>, EngineError> {
    let Some((_, first)) = changes.first() else { return Ok(None) };
    with_record!(first, record => update_all(connection, record, changes))
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
    ) -> Result<Option<usize>, (usize, EngineError)> {
        let mut rows = entities.iter().filter_map(|entity| T::of(entity)).map(Record::cells);
        connection.execute_each(&T::statements().insert, &mut rows)
    }
    let Some(first) = entities.first() else { return Ok(None) };
    match with_record!(first, record => rows(connection, record, entities)) {
        Ok(_) => Ok(None),
        Err((number, EngineError::Duplicate(_))) => Ok(Some(number)),
        Err((_, error)) => Err(error),
    }
}

/// Gives rows of one kind new values, if they still equal what they were; `_first` only tells which kind.
fn update_all<T: Record>(
    connection: &mut dyn Connection,
    _first: &T,
    changes: &[(&Entity, &Entity)],
) -> Result<Option<usize>, EngineError> {
    let Some(statements) = statements::<T>(connection)? else { return Ok(Some(0)) };
    let mut found: HashMap<usize, (T, i64)> = HashMap::new();
    let mut ids = changes.iter().map(|(_, after)| vec![Cell::from(after.id())]);
    connection.query_each(&statements.select_one(), &mut ids, &mut |number, row| {
        let Cell::Integer(version) = row.cell(T::COLUMNS.len())? else {
            return Err(EngineError::Damaged(format!("{}.version", T::TABLE)));
        };
        found.insert(number, (T::read(row)?, version));
        Ok(())
    })?;
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
                return insert_all(connection, &[after]);
            }
            _ => return Ok(Some(number)),
        }
    }
    match connection.execute_each(&T::statements().update, &mut rows.into_iter()) {
        Ok(untouched) => Ok(untouched),
        Err((number, EngineError::Duplicate(_))) => Ok(Some(number)),
        Err((_, error)) => Err(error),
    }
}

/// The record of an id, if there is one.
pub(crate) fn one<T: Record>(connection: &mut dyn Connection, id: Uuid) -> Result<Option<T>, EngineError> {
    let Some(statements) = statements::<T>(connection)? else { return Ok(None) };
    let mut found = None;
    connection.query(&statements.select_one(), &[Cell::from(id)], &mut |row| {
        found = Some(T::read(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// Every row of a kind, oldest first.
pub(crate) fn all<T: Record>(connection: &mut dyn Connection) -> Result<Vec<T>, EngineError> {
    let Some(statements) = statements::<T>(connection)? else { return Ok(Vec::new()) };
    let mut records = Vec::new();
    connection.query(&statements.select_all(), &[], &mut |row| {
        records.push(T::read(row)?);
        Ok(())
    })?;
    Ok(records)
}

/// A kind of record and its table.
pub(crate) struct Table {
    /// The kind, as [`Entity::kind`] names it.
    pub(crate) kind: &'static str,
    /// The table's name.
    pub(crate) name: &'static str,
    /// The columns, the id first.
    pub(crate) columns: &'static [&'static str],
}

/// Every kind with its table; a record stands after those it refers to.
pub(crate) fn tables() -> [Table; 23] {
    /// The table of a kind.
    const fn table<T: Record>(kind: &'static str) -> Table {
        Table { kind, name: T::TABLE, columns: T::COLUMNS }
    }
    [
        table::<Citizen>("citizen"),
        table::<Provider>("provider"),
        table::<Settings>("settings"),
        table::<User>("user"),
        table::<Offer>("offer"),
        table::<Placement>("placement"),
        table::<Goal>("goal"),
        table::<FollowUp>("follow_up"),
        table::<RateLine>("rate_line"),
        table::<Contract>("contract"),
        table::<DeliveredHours>("delivered_hours"),
        table::<StepRate>("step_rate"),
        table::<SearchedOffer>("searched_offer"),
        table::<OwnOffer>("own_offer"),
        table::<ExpectedYouth>("expected_youth"),
        table::<BudgetLine>("budget_line"),
        table::<PriceIndex>("price_index"),
        table::<RefundLimits>("refund_limits"),
        table::<SubGoal>("sub_goal"),
        table::<Attachment>("attachment"),
        table::<AgendaMark>("agenda_mark"),
        table::<NotifiedRate>("notified_rate"),
        table::<SavedFilter>("saved_filter"),
    ]
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
        sub_goals: all::<SubGoal>(connection)?,
        attachments: all::<Attachment>(connection)?,
        agenda_marks: all::<AgendaMark>(connection)?,
        notified_rates: all::<NotifiedRate>(connection)?,
        saved_filters: all::<SavedFilter>(connection)?,
    })
}

/// Lists of ids are asked for in these lengths, padded with their last, so that few texts are prepared.
const LENGTHS: [usize; 3] = [4, 32, 256];

/// The records of a kind that have these ids, oldest first; a kind that isn't known has none.
pub(crate) fn some(
    connection: &mut dyn Connection,
    kind: &str,
    ids: &[Uuid],
) -> Result<Vec<Entity>, EngineError> {
    /// Those of one table.
    fn rows<T: Record>(connection: &mut dyn Connection, ids: &[Uuid]) -> Result<Vec<Entity>, EngineError> {
        let Some(statements) = statements::<T>(connection)? else { return Ok(Vec::new()) };
        let mut found = Vec::with_capacity(ids.len());
        for some in ids.chunks(256) {
            let Some(last) = some.last() else { continue };
            let length = LENGTHS.iter().copied().find(|length| *length >= some.len()).unwrap_or(some.len());
            let padded = some.iter().chain(std::iter::repeat(last)).take(length);
            let cells: Vec<Cell<'_>> = padded.map(|id| Cell::from(*id)).collect();
            connection.query(&statements.select_some(length), &cells, &mut |row| {
                found.push(T::read(row)?.into_entity());
                Ok(())
            })?;
        }
        Ok(found)
    }
    match kind {
        "citizen" => rows::<Citizen>(connection, ids),
        "provider" => rows::<Provider>(connection, ids),
        "offer" => rows::<Offer>(connection, ids),
        "placement" => rows::<Placement>(connection, ids),
        "rate_line" => rows::<RateLine>(connection, ids),
        "contract" => rows::<Contract>(connection, ids),
        "goal" => rows::<Goal>(connection, ids),
        "follow_up" => rows::<FollowUp>(connection, ids),
        "delivered_hours" => rows::<DeliveredHours>(connection, ids),
        "step_rate" => rows::<StepRate>(connection, ids),
        "searched_offer" => rows::<SearchedOffer>(connection, ids),
        "own_offer" => rows::<OwnOffer>(connection, ids),
        "expected_youth" => rows::<ExpectedYouth>(connection, ids),
        "budget_line" => rows::<BudgetLine>(connection, ids),
        "price_index" => rows::<PriceIndex>(connection, ids),
        "refund_limits" => rows::<RefundLimits>(connection, ids),
        "settings" => rows::<Settings>(connection, ids),
        "user" => rows::<User>(connection, ids),
        "sub_goal" => rows::<SubGoal>(connection, ids),
        "attachment" => rows::<Attachment>(connection, ids),
        "agenda_mark" => rows::<AgendaMark>(connection, ids),
        "notified_rate" => rows::<NotifiedRate>(connection, ids),
        "saved_filter" => rows::<SavedFilter>(connection, ids),
        _ => Ok(Vec::new()),
    }
}

/// What is done with each row: its table, its id as it stands there, and the record if it can be read.
pub(crate) type EachEntity<'a> = &'a mut dyn FnMut(&'static str, Option<Uuid>, Option<Entity>);

/// Hands over every row, one query per table, for comparing rows with the log.
pub(crate) fn each_entity(connection: &mut dyn Connection, each: EachEntity<'_>) -> Result<(), EngineError> {
    /// The rows of one kind.
    fn rows<T: Record>(connection: &mut dyn Connection, each: EachEntity<'_>) -> Result<(), EngineError> {
        let Some(statements) = statements::<T>(connection)? else { return Ok(()) };
        connection.query(&statements.select_all(), &[], &mut |row| {
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
    rows::<User>(connection, each)?;
    rows::<SubGoal>(connection, each)?;
    rows::<Attachment>(connection, each)?;
    rows::<AgendaMark>(connection, each)?;
    rows::<NotifiedRate>(connection, each)?;
    rows::<SavedFilter>(connection, each)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_record_has_its_table_in_the_list() {
        let tables = tables();
        let entities = vilkaar_testkit::conformance::full();
        for entity in &entities {
            /// The name of a record's table.
            fn name<T: Record>(_: &T) -> &'static str {
                T::TABLE
            }
            let table = tables.iter().find(|table| table.kind == entity.kind()).unwrap();
            assert_eq!(table.name, with_record!(entity, record => name(record)));
        }
        let mut kinds: Vec<&str> = entities.iter().map(Entity::kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds.len(), tables.len());
    }
}
