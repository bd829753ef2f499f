//! Many units in one statement: a column at a time.

use deadpool_postgres::Object;
use tokio_postgres::types::ToSql;

use super::failure::{Undone, undone};
use crate::store::bulk::NewUnit;

/// The numbers are given in the order of the arrays.
const INSERT: &str = "\
    INSERT INTO unit (id, kind, parent, branch, organization, name, name_key, created_at) \
    SELECT * FROM unnest($1::TEXT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[], $6::BYTEA[], \
    $7::BYTEA[], $8::BIGINT[])";

/// Inserts units, all or none.
pub(super) async fn insert(client: &Object, units: &[NewUnit]) -> Result<(), Undone> {
    fn column<'a, T>(units: &'a [NewUnit], of: impl Fn(&'a NewUnit) -> T) -> Vec<T> {
        units.iter().map(of).collect()
    }
    let ids = column(units, |unit| unit.id.as_str());
    let kinds = column(units, |unit| unit.kind as i64);
    let parents = column(units, |unit| unit.parent);
    let branches = column(units, |unit| unit.branch);
    let organizations = column(units, |unit| unit.organization);
    let names = column(units, |unit| unit.name.as_bytes());
    let keys = column(units, |unit| unit.name_key.as_deref());
    let times = column(units, |unit| unit.created_at);
    let values: [&(dyn ToSql + Sync); 8] =
        [&ids, &kinds, &parents, &branches, &organizations, &names, &keys, &times];
    let statement = client.prepare_cached(INSERT).await.map_err(|error| undone(&error, 0))?;
    client.execute(&statement, &values).await.map_err(|error| undone(&error, 0))?;
    Ok(())
}
