//! SQL of units as the control API makes them: without callers and without rules but those of the tables.

use std::sync::Arc;

use super::{Step, Store, StoreError, Value};
use crate::aside::aside;
use crate::kind::Kind;

/// A unit that is to be written.
#[derive(Clone, Debug)]
pub(crate) struct NewUnit<'a> {
    pub(crate) kind: Kind,
    pub(crate) id: &'a str,
    /// The id of the unit that it is in; not looked at for organizations.
    pub(crate) parent: &'a str,
    pub(crate) name: &'a str,
    /// What may exist once in its property; for rooms only.
    pub(crate) name_key: Option<Vec<u8>>,
}

/// Adds a unit. Touches nothing if its parent does not exist.
pub(crate) fn add_unit(unit: &NewUnit<'_>, created_at: i64) -> Step {
    let kind = Value::Integer(unit.kind as i64);
    let (id, name) = (unit.id.to_owned().into(), unit.name.as_bytes().to_vec().into());
    if unit.kind == Kind::Organization {
        let sql = "INSERT INTO unit (id, kind, name, created_at) VALUES ($1, $2, $3, $4)";
        return Step::some(sql, [id, kind, name, created_at.into()]);
    }
    let sql = "INSERT INTO unit (id, kind, name, name_key, created_at, parent, branch, organization) \
               SELECT $1, $2, $3, $4, $5, above.number, \
               CASE WHEN above.kind = 0 THEN NULL ELSE COALESCE(above.branch, above.number) END, \
               COALESCE(above.organization, above.number) FROM unit AS above WHERE above.id = $6";
    let values =
        [id, kind, name, unit.name_key.clone().into(), created_at.into(), unit.parent.to_owned().into()];
    Step::some(sql, values)
}

/// Adds a device to a room. Touches nothing if the room does not exist.
pub(crate) fn add_device(id: String, room: &str) -> Step {
    let sql = "INSERT INTO device (id, unit) SELECT $1, number FROM unit WHERE id = $2 AND kind = 5";
    Step::some(sql, [id.into(), room.to_owned().into()])
}

/// Makes a home occupied, again if it is. Touches nothing if the home does not exist.
pub(crate) fn occupy(home: &str) -> Step {
    let sql = "INSERT INTO occupancy (unit) SELECT number FROM unit WHERE id = $1 AND kind = 2 \
               ON CONFLICT (unit) DO UPDATE SET unit = excluded.unit";
    Step::some(sql, [home.to_owned().into()])
}

/// The tables that are ever written, in the order in which most batches come to them, so that whoever locks them in
/// this order waits for those and not they for it.
pub(crate) const EVERY_TABLE: &str = "control, account, unit, role, client, console_grant, authorization_code, \
                                      refresh_token, access_token, device, occupancy, fault, key";

/// Empties every table but those of the state and of the keys.
pub(crate) fn empty() -> Vec<Step> {
    [
        "DELETE FROM access_token",
        "DELETE FROM refresh_token",
        "DELETE FROM authorization_code",
        "DELETE FROM console_grant",
        "DELETE FROM role",
        "DELETE FROM client",
        "DELETE FROM account",
        "DELETE FROM device",
        "DELETE FROM occupancy",
        "DELETE FROM unit",
        "DELETE FROM fault",
    ]
    .map(|sql| Step::any(sql, []))
    .into()
}

/// Takes a device out of a room.
pub(crate) fn remove_device(id: String, room: &str) -> Step {
    let sql = "DELETE FROM device WHERE id = $1 AND unit = (SELECT number FROM unit WHERE id = $2)";
    Step::some(sql, [id.into(), room.to_owned().into()])
}

/// Takes all devices out of a room.
pub(crate) fn remove_devices(room: &str) -> Step {
    let sql = "DELETE FROM device WHERE unit = (SELECT number FROM unit WHERE id = $1)";
    Step::any(sql, [room.to_owned().into()])
}

/// Makes a home vacant, if it is not.
pub(crate) fn vacate(home: &str) -> Step {
    let sql = "DELETE FROM occupancy WHERE unit = (SELECT number FROM unit WHERE id = $1)";
    Step::any(sql, [home.to_owned().into()])
}

/// Deletes an organization.
pub(crate) fn remove_organization(id: &str) -> Step {
    Step::some("DELETE FROM unit WHERE id = $1 AND kind = 0", [id.to_owned().into()])
}

/// The ids of the devices in a room.
pub(crate) async fn devices(store: &Store, room: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT device.id FROM device JOIN unit ON unit.number = device.unit \
               WHERE unit.id = $1 ORDER BY device.id";
    let mut devices = Vec::new();
    store
        .read(sql, &[room.into()], |row| {
            devices.extend(row.text(0)?.map(str::to_owned));
            Ok(())
        })
        .await?;
    Ok(devices)
}

/// The kind of a unit.
pub(crate) async fn kind(store: &Store, id: &str) -> Result<Option<Kind>, StoreError> {
    let mut kind = None;
    store
        .read("SELECT kind FROM unit WHERE id = $1", &[id.into()], |row| {
            kind = row.integer(0)?.and_then(Kind::from_number);
            Ok(())
        })
        .await?;
    Ok(kind)
}

/// Ids and names of the organizations.
pub(crate) async fn organizations(store: &Store) -> Result<Vec<(String, String)>, StoreError> {
    let mut organizations = Vec::new();
    store
        .read("SELECT id, name FROM unit WHERE parent IS NULL AND kind = 0 ORDER BY number", &[], |row| {
            let name = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
            organizations.extend(row.text(0)?.map(str::to_owned).zip(row.bytes(1)?.map(name)));
            Ok(())
        })
        .await?;
    Ok(organizations)
}

/// How many there are of each kind of unit, by the number of the kind. Every unit is looked at, on a thread where nobody
/// waits behind that.
pub(crate) async fn counts(store: &Arc<Store>) -> Result<Vec<(i64, i64)>, StoreError> {
    let store = Arc::clone(store);
    let runtime = tokio::runtime::Handle::current();
    aside(move || {
        runtime.block_on(async {
            let mut counts = Vec::new();
            store
                .read("SELECT kind, COUNT(*) FROM unit GROUP BY kind", &[], |row| {
                    counts.extend(row.integer(0)?.zip(row.integer(1)?));
                    Ok(())
                })
                .await?;
            Ok(counts)
        })
    })
    .await
}
