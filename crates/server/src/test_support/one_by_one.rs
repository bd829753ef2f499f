//! Rooms that are created one after the other, each in a transaction that waits for the disk.

use std::path::Path;

use crate::id;
use crate::kind::Kind;
use crate::store::units::{self, NewUnit};
use crate::store::{Alone, Row, Store, StoreError};

/// What a server would do to the database for each new room if it did not commit several together: the same rows of the
/// same tables, without a network and without another thread.
pub struct OneByOne {
    database: Alone,
    room_type: i64,
    property: Option<i64>,
    organization: i64,
    account: String,
}

impl OneByOne {
    /// Opens a SQLite file that [`fill`](super::fill()) has filled, for new rooms in its first room type.
    ///
    /// # Errors
    ///
    /// If the file can't be used.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        const FIRST: &str = "\
            SELECT unit.number, unit.branch, unit.organization, account.id FROM unit, account \
            WHERE unit.kind = $1 ORDER BY unit.number LIMIT 1";
        let broken = |error: &dyn ToString| StoreError::Broken(error.to_string());
        let missing = || StoreError::Broken("the file has no room type".to_owned());
        let store = Store::open(&crate::settings::Database::Sqlite(path.to_owned()), 0).await;
        let mut first = None;
        let each = |row: &Row<'_>| {
            first =
                Some((row.integer(0)?, row.integer(1)?, row.integer(2)?, row.text(3)?.map(str::to_owned)));
            Ok(())
        };
        store.map_err(|error| broken(&error))?.read(FIRST, &[(Kind::RoomType as i64).into()], each).await?;
        let (room_type, property, organization, account) = first.ok_or_else(missing)?;
        Ok(Self {
            database: Alone::open(path).map_err(|error| broken(&error))?,
            room_type: room_type.ok_or_else(missing)?,
            property,
            organization: organization.ok_or_else(missing)?,
            account: account.ok_or_else(missing)?,
        })
    }

    /// Creates a room.
    ///
    /// # Errors
    ///
    /// If it can't be written, or another room has the name.
    pub fn create(&self, name: &str) -> Result<(), StoreError> {
        let unit = NewUnit {
            id: id::mint(&mut rand::rng()),
            kind: Kind::Room,
            parent: self.room_type,
            branch: self.property,
            organization: self.organization,
            name: name.to_owned(),
            name_key: Some(name.as_bytes().to_vec()),
            created_at: 0,
            parent_may_move: false,
            administrator: Some((self.account.clone(), "A4H.RoomAdmin")),
        };
        let written = self.database.write(&units::creation(unit));
        written.map_err(|error| StoreError::Broken(error.to_string()))
    }
}
