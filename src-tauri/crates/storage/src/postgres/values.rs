//! Values on their way to the server and back.
//! Invariant: a whole number, a text, bytes or an id in, the same out; the server has no other types of ours.

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use crate::engine::{Cell, EngineError, Row};

type Refusal = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Cell<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Refusal> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Self::Integer(number) if *kind == Type::INT8 => number.to_sql(kind, out),
            Self::Text(text) if <&str as ToSql>::accepts(kind) => text.as_ref().to_sql(kind, out),
            Self::Bytes(bytes) if *kind == Type::BYTEA => bytes.as_ref().to_sql(kind, out),
            // An id that was read from SQLite.
            Self::Bytes(bytes) if *kind == Type::UUID => Uuid::from_slice(bytes)?.to_sql(kind, out),
            Self::Id(id) if *kind == Type::UUID => id.to_sql(kind, out),
            _ => Err(format!("a value that {kind} doesn't hold").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A row of the driver.
pub(crate) struct PostgresRow<'a>(pub(crate) &'a tokio_postgres::Row);

impl Row for PostgresRow<'_> {
    fn cell(&self, column: usize) -> Result<Cell<'_>, EngineError> {
        let damaged = || EngineError::Damaged(format!("column {column} has a type that is not stored"));
        let kind = self.0.columns().get(column).ok_or_else(damaged)?.type_();
        let row = self.0;
        let cell = match *kind {
            Type::INT8 => row.try_get::<_, Option<i64>>(column).map(|value| value.map(Cell::Integer)),
            Type::INT4 => {
                row.try_get::<_, Option<i32>>(column).map(|value| value.map(|n| Cell::Integer(n.into())))
            }
            Type::BOOL => {
                row.try_get::<_, Option<bool>>(column).map(|value| value.map(|yes| Cell::Integer(yes.into())))
            }
            Type::TEXT | Type::NAME | Type::VARCHAR => {
                row.try_get::<_, Option<&str>>(column).map(|value| value.map(Cell::from))
            }
            Type::BYTEA => row.try_get::<_, Option<&[u8]>>(column).map(|value| value.map(Cell::from)),
            Type::UUID => row.try_get::<_, Option<Uuid>>(column).map(|value| value.map(Cell::Id)),
            _ => return Err(damaged()),
        };
        cell.map(|cell| cell.unwrap_or(Cell::Null)).map_err(|_| damaged())
    }
}
