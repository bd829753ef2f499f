//! Values on their way to and from PostgreSQL.

use std::error::Error;

use tokio_postgres::Row;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::store::value::mistyped;
use crate::store::{StoreError, Value};

/// The values as PostgreSQL's library takes them.
pub(super) fn parameters<'a>(values: &'a [Value<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        // PostgreSQL tells which type it takes a parameter for, which is narrower than ours in `$1 + 1`.
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(value) => match *kind {
                Type::INT8 => value.to_sql(kind, out),
                Type::INT4 => i32::try_from(*value)?.to_sql(kind, out),
                Type::INT2 => i16::try_from(*value)?.to_sql(kind, out),
                Type::BOOL => (*value != 0).to_sql(kind, out),
                _ => Err(format!("a BIGINT is given where PostgreSQL expects {kind}; use CAST").into()),
            },
            Self::Text(value) if <&str as ToSql>::accepts(kind) => value.as_ref().to_sql(kind, out),
            Self::Text(_) => Err(format!("a TEXT is given where PostgreSQL expects {kind}; use CAST").into()),
            Self::Bytes(value) if *kind == Type::BYTEA => value.as_ref().to_sql(kind, out),
            Self::Bytes(_) => {
                Err(format!("bytes are given where PostgreSQL expects {kind}; use CAST").into())
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        // It depends on the value.
        true
    }

    to_sql_checked!();
}

/// The column `index` as a `BIGINT`. What is shorter, such as the `1` of `SELECT 1`, is widened, and a boolean is 0 or 1.
pub(in crate::store) fn integer(row: &Row, index: usize) -> Result<Option<i64>, StoreError> {
    match *kind(row, index)? {
        Type::INT8 => get(row, index),
        Type::INT4 => Ok(get::<i32>(row, index)?.map(i64::from)),
        Type::INT2 => Ok(get::<i16>(row, index)?.map(i64::from)),
        Type::BOOL => Ok(get::<bool>(row, index)?.map(i64::from)),
        ref other => Err(mistyped(index, "BIGINT", other)),
    }
}

/// The column `index` as a `TEXT`.
pub(in crate::store) fn text(row: &Row, index: usize) -> Result<Option<&str>, StoreError> {
    get(row, index)
}

/// The column `index` as a `BYTEA`.
pub(in crate::store) fn bytes(row: &Row, index: usize) -> Result<Option<&[u8]>, StoreError> {
    get(row, index)
}

/// Whether columns of this type can be read.
pub(super) fn is_known(kind: &Type) -> bool {
    let known = [Type::INT8, Type::INT4, Type::INT2, Type::BOOL, Type::BYTEA];
    known.contains(kind) || <&str as FromSql<'_>>::accepts(kind)
}

/// All columns of a row.
pub(super) fn owned(row: &Row) -> Result<Vec<Value<'static>>, StoreError> {
    let column = |index| match *kind(row, index)? {
        Type::BYTEA => Ok(bytes(row, index)?.map(<[u8]>::to_vec).into()),
        Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL => Ok(integer(row, index)?.into()),
        _ => Ok(text(row, index)?.map(str::to_owned).into()),
    };
    (0..row.len()).map(column).collect()
}

fn kind(row: &Row, index: usize) -> Result<&Type, StoreError> {
    let column = row.columns().get(index);
    column.map(tokio_postgres::Column::type_).ok_or_else(|| StoreError::Broken(format!("no column {index}")))
}

fn get<'a, T: FromSql<'a>>(row: &'a Row, index: usize) -> Result<Option<T>, StoreError> {
    row.try_get(index).map_err(|error| super::failed(&error))
}
