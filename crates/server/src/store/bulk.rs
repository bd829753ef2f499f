//! Many units at once, for seeds and benchmarks.

use super::{Engine, Extent, Step, Store, Value, WriteError};
use crate::kind::Kind;

/// A unit that gets a number of its own.
#[derive(Clone, Debug)]
pub(crate) struct NewUnit {
    /// Its id.
    pub(crate) id: String,
    /// What it is.
    pub(crate) kind: Kind,
    /// The number of the unit that it is in; `None` for organizations.
    pub(crate) parent: Option<i64>,
    /// The number of the home community or property above it.
    pub(crate) branch: Option<i64>,
    /// The number of the organization above it.
    pub(crate) organization: Option<i64>,
    /// Its name.
    pub(crate) name: String,
    /// What may exist once in a branch: the name of a room, as it is compared.
    pub(crate) name_key: Option<Vec<u8>>,
    /// In milliseconds since 1970 by the server's clock.
    pub(crate) created_at: i64,
}

/// How many units are inserted in one transaction. Others write in between.
const CHUNK: usize = 2_000;

const INSERT: &str = "\
    INSERT INTO unit (id, kind, parent, branch, organization, name, name_key, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

impl Store {
    /// Inserts units, numbered in their order, and tells how many. What one is in must be there already.
    ///
    /// Not all in one transaction: if it fails, those of earlier chunks are there.
    pub(crate) async fn insert_units<I>(&self, units: I) -> Result<u64, WriteError>
    where
        I: IntoIterator<Item = NewUnit>,
        I::IntoIter: Send,
    {
        let mut units = units.into_iter();
        let mut count = 0;
        loop {
            let chunk: Vec<_> = units.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                return Ok(count);
            }
            count += chunk.len() as u64;
            match &self.engine {
                Engine::Sqlite(sqlite) => {
                    drop(sqlite.write(chunk.into_iter().map(insert).collect(), Extent::Many).await?);
                }
                Engine::Postgres(postgres) => postgres.insert_units(&chunk).await?,
            }
        }
    }
}

fn insert(unit: NewUnit) -> Step {
    let values = [
        unit.id.into(),
        Value::Integer(unit.kind as i64),
        unit.parent.into(),
        unit.branch.into(),
        unit.organization.into(),
        unit.name.into_bytes().into(),
        unit.name_key.into(),
        unit.created_at.into(),
    ];
    Step::any(INSERT, values)
}
