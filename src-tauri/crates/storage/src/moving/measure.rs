//! What both ends must agree on: rows, sums of money and rates, every value, and the newest entries of the logs.
//!
//! Invariant: each end is measured by reading all of it anew; nothing that was sent is taken for what arrived.

use rust_decimal::Decimal;
use sha2::{Digest as _, Sha256};
use vilkaar_domain::Money;

use super::error::{Differs, MoveError};
use super::tables::{Table, Values};
use crate::chain::Hash;
use crate::engine::{Cell, Connection, EngineError};
use crate::log::{self, Chain, Head};

/// Columns of whole øre.
const OERE: &[(&str, &[&str])] = &[
    ("budget_lines", &["amount"]),
    ("refund_limits", &["limit_1", "limit_2", "limit_3"]),
    ("expected_youths", &["yearly_price"]),
];

/// Columns of rates in kroner, with decimals.
const RATES: &[(&str, &[&str])] = &[
    ("placements", &["base_rate"]),
    ("rate_lines", &["amount"]),
    ("step_rates", &["new_rate"]),
    ("searched_offers", &["daily_rate"]),
    ("own_offers", &["daily_rate"]),
];

/// The sum of a column; what is not known counts as nothing, at both ends alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sum {
    /// Of whole øre.
    Money(Money),
    /// Of rates in kroner, exactly.
    Rate(Decimal),
}

/// What was counted of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// The table's name.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
    /// The sums of its columns of kroner, by the column's name.
    pub sums: Vec<(&'static str, Sum)>,
}

/// A whole database, measured.
pub(super) struct Measured {
    /// By table.
    pub(super) tables: Vec<(Counted, Hash)>,
    /// The newest change.
    pub(super) changes: Head,
    /// The newest read.
    pub(super) reads: Head,
}

impl Measured {
    /// All rows.
    pub(super) fn rows(&self) -> u64 {
        self.tables.iter().map(|(counted, _)| counted.rows).sum()
    }

    /// Refuses an arrival that differs; names the first table.
    pub(super) fn refuse_unlike(&self, arrived: &Self) -> Result<(), MoveError> {
        for ((sent, content), (found, found_content)) in self.tables.iter().zip(&arrived.tables) {
            let table = sent.table;
            let differs = |what| MoveError::Differs { table, what };
            if sent.rows != found.rows {
                return Err(differs(Differs::Rows));
            }
            if let Some(((column, _), _)) =
                sent.sums.iter().zip(&found.sums).find(|(one, other)| one != other)
            {
                return Err(differs(Differs::Sum(column)));
            }
            if content != found_content {
                return Err(differs(Differs::Content));
            }
        }
        for (table, sent, found) in
            [("changes", &self.changes, &arrived.changes), ("reads", &self.reads, &arrived.reads)]
        {
            if sent != found {
                return Err(MoveError::Differs { table, what: Differs::Head });
            }
        }
        Ok(())
    }
}

/// Measures a database.
pub(super) fn measure(connection: &mut dyn Connection, tables: &[Table]) -> Result<Measured, EngineError> {
    let mut measured = Vec::with_capacity(tables.len());
    for table in tables {
        measured.push(measure_table(connection, table)?);
    }
    let changes = log::head(connection, Chain::Changes)?;
    let reads = log::head(connection, Chain::Reads)?;
    Ok(Measured { tables: measured, changes, reads })
}

/// The columns of a table that are summed: where each stands, its name, and the sum so far.
fn summed(table: &Table) -> Vec<(usize, &'static str, Sum)> {
    let of = |kinds: &[(&str, &[&'static str])], nothing: Sum| -> Vec<_> {
        let columns = kinds.iter().filter(|(name, _)| *name == table.name).flat_map(|(_, columns)| *columns);
        columns
            .filter_map(|column| {
                let place = table.columns.iter().position(|known| known == column)?;
                Some((place, *column, nothing))
            })
            .collect()
    };
    let mut sums = of(OERE, Sum::Money(Money::ZERO));
    sums.extend(of(RATES, Sum::Rate(Decimal::ZERO)));
    sums
}

/// Measures a table.
fn measure_table(connection: &mut dyn Connection, table: &Table) -> Result<(Counted, Hash), EngineError> {
    let mut sums = summed(table);
    let mut hasher = Sha256::new();
    let mut rows = 0;
    table.read::<EngineError>(connection, &mut |batch| {
        for row in &batch {
            rows += 1;
            take_in(&mut hasher, row);
            for (place, column, sum) in &mut sums {
                let damaged = || EngineError::Damaged(format!("{}.{column}", table.name));
                *sum = added(*sum, row.get(*place).unwrap_or(&Cell::Null)).ok_or_else(damaged)?;
            }
        }
        Ok(())
    })?;
    let sums = sums.into_iter().map(|(_, column, sum)| (column, sum)).collect();
    Ok((Counted { table: table.name, rows, sums }, hasher.finalize().into()))
}

/// Adds a value to a sum; `None` when it isn't an amount.
fn added(sum: Sum, cell: &Cell<'_>) -> Option<Sum> {
    match (sum, cell) {
        (sum, Cell::Null) => Some(sum),
        (Sum::Money(sum), Cell::Integer(oere)) => {
            Some(Sum::Money(Money::from_oere(sum.oere().checked_add(*oere)?)))
        }
        (Sum::Rate(sum), Cell::Text(text)) => Some(Sum::Rate(sum.checked_add(text.parse().ok()?)?)),
        _ => None,
    }
}

/// Hashes a row: each value with its kind and length, an id as its bytes whichever way the engine gives it.
fn take_in(hasher: &mut Sha256, row: &Values) {
    let mut value = |kind: u8, bytes: &[u8]| {
        hasher.update([kind]);
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    for cell in row {
        match cell {
            Cell::Null => value(0, &[]),
            Cell::Integer(number) => value(1, &number.to_be_bytes()),
            Cell::Text(text) => value(2, text.as_bytes()),
            Cell::Bytes(bytes) => value(3, bytes),
            Cell::Id(id) => value(3, id.as_bytes()),
        }
    }
}
