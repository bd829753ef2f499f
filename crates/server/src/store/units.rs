//! Units as the store has them. The only place with SQL about them.

use std::borrow::Cow;
use std::sync::Arc;

use quick_cache::Equivalent;

use super::cache::Stamp;
use super::written::{MEMBERS, Written, escaped};
use super::{Expect, Extent, Row, Step, Store, StoreError, Value, WriteError};
use crate::kind::Kind;
use crate::roles;

/// A unit, and what a caller has to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own to the one query")]
pub(crate) struct StoredUnit {
    /// Its key in the store.
    pub(crate) number: i64,
    pub(crate) kind: Kind,
    pub(crate) id: String,
    /// The id of its parent; empty for organizations.
    pub(crate) parent_id: String,
    pub(crate) name: String,
    /// When it was created, by the server's clock.
    pub(crate) created_at: i64,
    /// The key of its parent.
    pub(crate) parent: Option<i64>,
    /// The key of the home community or property above it.
    pub(crate) branch: Option<i64>,
    /// The key of its organization, which is its own for organizations.
    pub(crate) organization: i64,
    /// Whether the console of the organization has granted access to the client.
    pub(crate) granted: bool,
    /// Whether the account has a role at the unit, or at one above it that is not the organization.
    pub(crate) role_within: bool,
    /// Whether the account administers the organization in residential (`A4R.OrgAdmin`).
    pub(crate) residential_administrator: bool,
    /// Whether the account administers the organization in hospitality (`A4H.OrgAdmin`).
    pub(crate) hospitality_administrator: bool,
    /// Whether it is an occupied home.
    pub(crate) occupied: bool,
    /// The unit in JSON, as the one type that responses have for its kind.
    pub(crate) written: Written,
}

impl StoredUnit {
    /// About how much memory it takes besides itself, with the JSON that may come.
    pub(super) fn bytes(&self) -> usize {
        let ids = self.id.len() + self.parent_id.len();
        2 * ids + self.name.len() + escaped(&self.name) + MEMBERS
    }
}

/// What a query selects of the unit `u`, and of everything that the asker's access depends on, for [`stored_unit`].
macro_rules! columns {
    () => {
        "u.number, u.kind, u.id, p.id, u.name, u.created_at, u.parent, u.branch, COALESCE(u.organization, u.number), \
         g.organization, at_organization.name, at_branch.unit, at_parent.unit, at_unit.unit, o.unit"
    };
}
pub(super) use columns;

/// Where the [`columns`] come from, behind the tables `asker` and `u`. Each is found by a key or not at all: whoever has a
/// role above is not looked for further down, where each unit has another row (no key equals NULL).
macro_rules! joins {
    () => {
        "LEFT JOIN unit p ON p.number = u.parent \
         LEFT JOIN console_grant g ON g.client = asker.client AND g.organization = COALESCE(u.organization, u.number) \
         LEFT JOIN role at_organization ON at_organization.account = asker.account \
           AND at_organization.unit = COALESCE(u.organization, u.number) \
         LEFT JOIN role at_branch ON at_branch.account = asker.account AND at_branch.unit = u.branch \
         LEFT JOIN role at_parent ON at_parent.unit = u.parent \
           AND at_parent.account = CASE WHEN at_branch.unit IS NULL THEN asker.account END \
         LEFT JOIN role at_unit ON at_unit.unit = u.number \
           AND at_unit.account = CASE WHEN at_branch.unit IS NULL \
             AND COALESCE(at_parent.unit, u.organization, 0) = COALESCE(u.organization, 0) THEN asker.account END \
         LEFT JOIN occupancy o ON o.unit = u.number"
    };
}
pub(super) use joins;

/// One query: the unit, and everything that access depends on.
const UNIT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM (SELECT CAST($1 AS TEXT) AS client, CAST($2 AS TEXT) AS account) AS asker JOIN unit u ON u.id = $3 ",
    joins!()
);

const ANY_ROLE: &str = "
SELECT r.unit FROM role r JOIN unit u ON u.number = r.unit
WHERE r.account = $1 AND COALESCE(u.organization, u.number) = $2 LIMIT 1";

const INSERT: &str = "
INSERT INTO unit (id, kind, parent, branch, organization, name, name_key, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Fails if the parent has gone to another organization since it was read, and holds it there until the end.
const HOLD_PARENT: &str =
    "UPDATE unit SET organization = organization WHERE number = $1 AND organization = $2";

/// One row of values: of a query, SQLite would have to be able to undo several rows, and keep what was before.
const INSERT_ROLE: &str = "
INSERT INTO role (account, name, parent, unit) VALUES ($1, $2, $3, (SELECT number FROM unit WHERE id = $4))";

/// Only homes can have a row in `occupancy`. What the caller has seen may have changed since.
const RENAME: &str = "
UPDATE unit SET name = $1, name_key = $2
WHERE number = $3 AND NOT EXISTS (SELECT 1 FROM occupancy WHERE occupancy.unit = $3)";

const MOVE: &str = "
UPDATE unit SET name = $1, parent = $2, branch = $3, organization = $4
WHERE number = $5 AND NOT EXISTS (SELECT 1 FROM occupancy WHERE occupancy.unit = $5)";

const MOVE_CONTENTS: &str = "UPDATE unit SET organization = $1 WHERE parent = $2";

const MOVE_ROLES: &str = "UPDATE role SET parent = $1 WHERE unit = $2";

/// The foreign key says the same and holds against others who write at the same time. But SQLite visits every child before
/// it refuses.
const DELETE: &str = "
DELETE FROM unit
WHERE number = $1 AND NOT EXISTS (SELECT 1 FROM unit AS contents WHERE contents.parent = $1)";

const IS_THERE: &str = "SELECT number FROM unit WHERE number = $1";

const DELETE_CONTENTS: &str = "DELETE FROM unit WHERE parent = $1";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Asker<'a> {
    /// The client id.
    pub(crate) client: &'a str,
    /// The account that gave consent.
    pub(crate) account: &'a str,
}

/// The unit with an id, and what the asker has to do with it.
pub(crate) async fn unit(
    store: &Store,
    asker: Asker<'_>,
    id: &str,
) -> Result<Option<Arc<StoredUnit>>, StoreError> {
    // PostgreSQL's TEXT has no NUL, so no unit has such an id.
    if id.contains('\0') {
        return Ok(None);
    }
    if let Some(unit) = kept(store, asker, id) {
        return Ok(Some(unit));
    }
    let stamp = store.cache().map(|cache| cache.units.stamp());
    let values = [text(asker.client), text(asker.account), text(id)];
    let mut found = None;
    store
        .read(UNIT, &values, |row| {
            found = stored_unit(row, 0)?.map(Arc::new);
            Ok(())
        })
        .await?;
    if let Some(unit) = &found {
        keep(store, stamp, asker, unit);
    }
    Ok(found)
}

/// A unit in the cache, and for whom it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct UnitKey {
    client: Arc<str>,
    account: Arc<str>,
    id: Arc<str>,
}

impl UnitKey {
    pub(super) fn bytes(&self) -> usize {
        self.client.len() + self.account.len() + self.id.len()
    }
}

/// The unit that was read for the asker lately, if that still holds.
pub(super) fn kept(store: &Store, asker: Asker<'_>, id: &str) -> Option<Arc<StoredUnit>> {
    store.cache()?.units.get(&(asker.client, asker.account, id))
}

/// Keeps a unit that was read for the asker after `stamp`.
pub(super) fn keep(store: &Store, stamp: Option<Stamp>, asker: Asker<'_>, unit: &Arc<StoredUnit>) {
    if let Some((cache, stamp)) = store.cache().zip(stamp) {
        let key = UnitKey {
            client: asker.client.into(),
            account: asker.account.into(),
            id: unit.id.as_str().into(),
        };
        cache.units.keep(stamp, key, Arc::clone(unit));
    }
}

// The fields are hashed in the same order as those of the tuple.
impl Equivalent<UnitKey> for (&str, &str, &str) {
    fn equivalent(&self, key: &UnitKey) -> bool {
        *self == (&*key.client, &*key.account, &*key.id)
    }
}

/// The unit in the [`columns`] from `first` on; `None` if there is none.
pub(super) fn stored_unit(row: &Row<'_>, first: usize) -> Result<Option<StoredUnit>, StoreError> {
    let integer = |column| row.integer(first + column);
    let is_some = |column| integer(column).map(|value| value.is_some());
    let Some(number) = integer(0)? else { return Ok(None) };
    let kind = required(integer(1)?, "kind")?;
    let organization = required(integer(8)?, "organization")?;
    let roles_at_organization = row.text(first + 10)?.unwrap_or_default();
    let administers = |role| roles::split(roles_at_organization).any(|name| name == role);
    let is_within = |column| integer(column).map(|unit| unit.is_some_and(|unit| unit != organization));
    Ok(Some(StoredUnit {
        number,
        kind: required(Kind::from_number(kind), "kind")?,
        id: required(row.text(first + 2)?, "id")?.to_owned(),
        parent_id: row.text(first + 3)?.unwrap_or_default().to_owned(),
        name: utf8(required(row.bytes(first + 4)?, "name")?)?.to_owned(),
        created_at: required(integer(5)?, "created_at")?,
        parent: integer(6)?,
        branch: integer(7)?,
        organization,
        granted: is_some(9)?,
        residential_administrator: administers("A4R.OrgAdmin"),
        hospitality_administrator: administers("A4H.OrgAdmin"),
        role_within: is_within(11)? || is_within(12)? || is_within(13)?,
        occupied: is_some(14)?,
        written: Written::default(),
    }))
}

/// Whether the account has a role anywhere in an organization.
pub(crate) async fn has_any_role(
    store: &Store,
    account: &str,
    organization: i64,
) -> Result<bool, StoreError> {
    let mut found = false;
    store
        .read(ANY_ROLE, &[text(account), Value::Integer(organization)], |_| {
            found = true;
            Ok(())
        })
        .await?;
    Ok(found)
}

/// A unit to be created.
#[derive(Clone, Debug)]
pub(crate) struct NewUnit {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) parent: i64,
    pub(crate) branch: Option<i64>,
    pub(crate) organization: i64,
    pub(crate) name: String,
    /// What may exist once in the branch.
    pub(crate) name_key: Option<Vec<u8>>,
    pub(crate) created_at: i64,
    /// Whether the parent may go to another organization meanwhile.
    pub(crate) parent_may_move: bool,
    /// The account that becomes its administrator, and the name of the role.
    pub(crate) administrator: Option<(String, &'static str)>,
}

/// Creates a unit. [`WriteError::Duplicate`] means its name key, [`WriteError::Reference`] its parent.
pub(crate) async fn create(store: &Store, unit: NewUnit) -> Result<(), WriteError> {
    store.write_extent(creation(unit), Extent::New).await.map(drop)
}

/// The steps that create a unit.
pub(crate) fn creation(unit: NewUnit) -> Vec<Step> {
    let mut steps = Vec::with_capacity(2);
    if unit.parent_may_move {
        steps.push(step(HOLD_PARENT, vec![Value::Integer(unit.parent), Value::Integer(unit.organization)]));
    }
    steps.push(step(
        INSERT,
        vec![
            owned(unit.id.clone()),
            Value::Integer(unit.kind as i64),
            Value::Integer(unit.parent),
            optional(unit.branch),
            Value::Integer(unit.organization),
            bytes(unit.name.into_bytes()),
            unit.name_key.map_or(Value::Null, bytes),
            Value::Integer(unit.created_at),
        ],
    ));
    if let Some((account, role)) = unit.administrator {
        let role = Value::Text(Cow::Borrowed(role));
        let values = vec![owned(account), role, Value::Integer(unit.parent), owned(unit.id)];
        steps.push(step(INSERT_ROLE, values));
    }
    steps
}

/// Gives a unit another name.
///
/// [`WriteError::Duplicate`] means its name key, [`WriteError::Nothing`] that it is gone, [`WriteError::Reference`] that
/// it is an occupied home.
pub(crate) async fn rename(
    store: &Store,
    number: i64,
    name: String,
    name_key: Option<Vec<u8>>,
) -> Result<(), WriteError> {
    let values = vec![bytes(name.into_bytes()), name_key.map_or(Value::Null, bytes), Value::Integer(number)];
    match store.write(vec![step(RENAME, values)]).await {
        Err(WriteError::Nothing { step }) if is_there(store, number).await? => {
            Err(WriteError::Reference { step })
        }
        done => done.map(drop),
    }
}

/// Gives a home or home community another name and another parent, its contents with it.
///
/// Of a home community [`WriteError::Reference`] means the parent; of a home, whose parent is held, that it is occupied.
/// [`WriteError::Nothing`] means that the unit is gone or, at the first step of a home, its parent.
pub(crate) async fn move_to(
    store: &Store,
    unit: &StoredUnit,
    parent: &StoredUnit,
    name: String,
) -> Result<(), WriteError> {
    let branch = (parent.kind != Kind::Organization).then_some(parent.number);
    let organization = Value::Integer(parent.organization);
    let number = Value::Integer(unit.number);
    let values = vec![
        bytes(name.into_bytes()),
        Value::Integer(parent.number),
        optional(branch),
        organization.clone(),
        number.clone(),
    ];
    let any = |sql, values| Step { sql, values, expect: Expect::Any };
    let mut steps = Vec::new();
    if unit.kind == Kind::Home {
        steps.push(step(HOLD_PARENT, vec![Value::Integer(parent.number), organization.clone()]));
    }
    steps.extend([
        step(MOVE, values),
        any(MOVE_CONTENTS, vec![organization, number.clone()]),
        any(MOVE_ROLES, vec![Value::Integer(parent.number), number]),
    ]);
    match store.write(steps).await {
        Err(WriteError::Nothing { step: 1 })
            if unit.kind == Kind::Home && is_there(store, unit.number).await? =>
        {
            Err(WriteError::Reference { step: 1 })
        }
        done => done.map(drop),
    }
}

/// Deletes a unit, and what is in it if `contents`.
///
/// [`WriteError::Reference`] means that something is in it or that it is an occupied home and, with `contents` and at
/// the first step, that one of its contents is; [`WriteError::Nothing`] means that it is gone.
pub(crate) async fn delete(store: &Store, number: i64, contents: bool) -> Result<(), WriteError> {
    let mut steps = Vec::new();
    if contents {
        steps.push(Step { sql: DELETE_CONTENTS, values: vec![Value::Integer(number)], expect: Expect::Any });
    }
    steps.push(step(DELETE, vec![Value::Integer(number)]));
    match store.write(steps).await {
        Err(WriteError::Nothing { step }) if is_there(store, number).await? => {
            Err(WriteError::Reference { step })
        }
        done => done.map(|_| ()),
    }
}

async fn is_there(store: &Store, number: i64) -> Result<bool, StoreError> {
    let mut found = false;
    store
        .read(IS_THERE, &[Value::Integer(number)], |_| {
            found = true;
            Ok(())
        })
        .await?;
    Ok(found)
}

fn step(sql: &'static str, values: Vec<Value<'static>>) -> Step {
    Step { sql, values, expect: Expect::Some }
}

pub(super) fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

fn owned(text: String) -> Value<'static> {
    Value::Text(Cow::Owned(text))
}

fn bytes(bytes: Vec<u8>) -> Value<'static> {
    Value::Bytes(Cow::Owned(bytes))
}

fn optional(number: Option<i64>) -> Value<'static> {
    number.map_or(Value::Null, Value::Integer)
}

pub(super) fn required<T>(value: Option<T>, column: &str) -> Result<T, StoreError> {
    value.ok_or_else(|| StoreError::Broken(format!("a unit has no valid {column}")))
}

pub(super) fn utf8(bytes: &[u8]) -> Result<&str, StoreError> {
    std::str::from_utf8(bytes).map_err(|error| StoreError::Broken(format!("a name is not UTF-8: {error}")))
}
