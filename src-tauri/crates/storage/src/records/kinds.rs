//! The one list of kinds: each with its name, its table and its place in the register.
//!
//! Invariant: a record stands after those it refers to, and a kind that the domain has and this list lacks fails the
//! build.

use uuid::Uuid;
use vilkaar_domain::{
    AgendaMark, Attachment, BudgetLine, Citizen, Contract, DeliveredHours, Entity, ExpectedYouth, FollowUp,
    Goal, NotifiedRate, Offer, OwnOffer, Placement, PriceIndex, Provider, RateLine, RefundLimits, Register,
    SavedFilter, SearchedOffer, Settings, StepRate, SubGoal, User,
};

use super::{EachEntity, Record, all, saving, statements};
use crate::engine::{Cell, Connection, EngineError};

/// The place of the first record that wasn't as it was decided on, if there is one.
type Refused = Result<Option<usize>, EngineError>;

/// Records that were read.
type Read = Result<Vec<Entity>, EngineError>;

/// A kind of record, its table, and what can be done with its rows.
pub(crate) struct Kind {
    /// The kind, as [`Entity::kind`] names it.
    pub(crate) kind: &'static str,
    /// The table's name.
    pub(crate) name: &'static str,
    /// The columns, the id first.
    pub(crate) columns: &'static [&'static str],
    /// Those that a record refers to have a smaller one and are written before it: with a parent still missing, SQLite
    /// would look through the whole child table for each parent that is added.
    pub(crate) rank: u8,
    /// Adds records.
    pub(super) insert: fn(&mut dyn Connection, &[&Entity]) -> Refused,
    /// Gives records new values.
    pub(super) change: fn(&mut dyn Connection, &[(&Entity, &Entity)]) -> Refused,
    /// Takes records out.
    pub(super) remove: fn(&mut dyn Connection, &[&Entity]) -> Refused,
    /// The records of ids, oldest first.
    pub(super) some: fn(&mut dyn Connection, &[Uuid]) -> Read,
    /// The values of a record, in the order of the columns.
    #[cfg(test)]
    pub(crate) cells: fn(&Entity) -> Vec<Cell<'_>>,
    /// Hands over every row.
    pub(super) each: fn(&mut dyn Connection, EachEntity<'_>) -> Result<(), EngineError>,
}

impl Kind {
    /// The kind of a record.
    const fn new<T: Record>(kind: &'static str, rank: u8) -> Self {
        Self {
            kind,
            name: T::TABLE,
            columns: T::COLUMNS,
            rank,
            insert: saving::insert::<T>,
            change: saving::change::<T>,
            remove: saving::remove::<T>,
            some: some::<T>,
            #[cfg(test)]
            cells: |entity| T::of(entity).map(T::cells).unwrap_or_default(),
            each: each::<T>,
        }
    }
}

/// How the rows of a kind stand in the register.
trait Held<T> {
    /// The rows, oldest first, in their place.
    fn held(rows: Vec<T>) -> Self;
}

impl<T> Held<T> for Vec<T> {
    fn held(rows: Self) -> Self {
        rows
    }
}

/// One row, or the program's own before anybody saved them.
impl Held<Self> for Settings {
    fn held(mut rows: Vec<Self>) -> Self {
        rows.pop().unwrap_or_default()
    }
}

/// Declares the kinds: rank, record, name, place in the register.
macro_rules! kinds {
    ($($rank:literal $record:ident $kind:literal in $list:ident;)+) => {
        /// Every kind.
        static KINDS: &[Kind] = &[$(Kind::new::<$record>($kind, $rank)),+];

        /// The kind of a record.
        pub(crate) fn of(entity: &Entity) -> &'static Kind {
            match entity {
                $(Entity::$record(_) => const { &Kind::new::<$record>($kind, $rank) }),+
            }
        }

        /// Everything, one query per table.
        pub(super) fn load(connection: &mut dyn Connection) -> Result<Register, EngineError> {
            Ok(Register { $($list: Held::held(all::<$record>(connection)?)),+ })
        }
    };
}

kinds! {
    0 Citizen "citizen" in citizens;
    0 Provider "provider" in providers;
    0 Settings "settings" in settings;
    0 User "user" in users;
    1 Offer "offer" in offers;
    2 Placement "placement" in placements;
    3 Goal "goal" in goals;
    4 FollowUp "follow_up" in follow_ups;
    3 RateLine "rate_line" in rate_lines;
    3 Contract "contract" in contracts;
    4 DeliveredHours "delivered_hours" in delivered_hours;
    4 StepRate "step_rate" in step_rates;
    4 SearchedOffer "searched_offer" in searched_offers;
    4 OwnOffer "own_offer" in own_offers;
    4 ExpectedYouth "expected_youth" in expected_youths;
    4 BudgetLine "budget_line" in budgets;
    4 PriceIndex "price_index" in price_indexes;
    4 RefundLimits "refund_limits" in refund_limits;
    4 SubGoal "sub_goal" in sub_goals;
    4 Attachment "attachment" in attachments;
    4 AgendaMark "agenda_mark" in agenda_marks;
    4 NotifiedRate "notified_rate" in notified_rates;
    4 SavedFilter "saved_filter" in saved_filters;
}

/// Every kind; a record stands after those it refers to.
pub(crate) fn kinds() -> &'static [Kind] {
    KINDS
}

/// Lists of ids are asked for in these lengths, padded with their last, so that few texts are prepared.
const LENGTHS: [usize; 3] = [4, 32, 256];

/// The records of one table that have these ids.
fn some<T: Record>(connection: &mut dyn Connection, ids: &[Uuid]) -> Read {
    let Some(statements) = statements::over::<T>(connection)? else { return Ok(Vec::new()) };
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

/// The rows of one table.
fn each<T: Record>(connection: &mut dyn Connection, each: EachEntity<'_>) -> Result<(), EngineError> {
    let Some(statements) = statements::over::<T>(connection)? else { return Ok(()) };
    connection.query(&statements.select_all(), &[], &mut |row| {
        each(T::TABLE, row.cell(0)?.id(), T::read(row).ok().map(Record::into_entity));
        Ok(())
    })
}
