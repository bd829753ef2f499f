//! Keys that all processes on one database share.

use rand::Rng as _;

use crate::page_token::{KEY, Key};
use crate::store::{Row, Step, Store, StoreError, WriteError};

const SELECT: &str = "SELECT value FROM key WHERE name = $1";
/// Whoever comes first makes the key. The others insert nothing, and read that one afterwards.
const INSERT: &str = "INSERT INTO key (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";

/// The name of the key of continuation tokens.
const PAGE_TOKEN: &str = "page-token";

/// The key of continuation tokens, made now if there is none yet.
pub(crate) async fn page_token_key(store: &Store) -> Result<Key, StoreError> {
    if let Some(key) = read(store).await? {
        return Ok(key);
    }
    let mut bytes = vec![0; KEY];
    rand::rng().fill_bytes(&mut bytes);
    store.write(vec![Step::any(INSERT, [PAGE_TOKEN.into(), bytes.into()])]).await.map_err(
        |error| match error {
            WriteError::Store(error) => error,
            error => StoreError::Broken(error.to_string()),
        },
    )?;
    read(store).await?.ok_or_else(|| StoreError::Broken("the key of continuation tokens vanished".to_owned()))
}

async fn read(store: &Store) -> Result<Option<Key>, StoreError> {
    let mut key = None;
    let each = |row: &Row<'_>| {
        let bytes = row.bytes(0)?.unwrap_or_default();
        let bytes = bytes.try_into().map_err(|_| {
            StoreError::Broken(format!("the key of continuation tokens has {} bytes", bytes.len()))
        })?;
        key = Some(Key::new(bytes));
        Ok(())
    };
    store.read(SELECT, &[PAGE_TOKEN.into()], each).await?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page_token::{Binding, open, seal};

    #[tokio::test]
    async fn all_processes_have_the_same_key() {
        let store = Store::at(":memory:").await.unwrap();
        let (first, second) = tokio::join!(page_token_key(&store), page_token_key(&store));
        let third = page_token_key(&store).await.unwrap();
        let binding = Binding {
            operation: "listRooms",
            parent: 1,
            page_size: 10,
            client: "client",
            account: "account",
        };
        let token = seal(&first.unwrap(), &binding, 5, 1);
        assert_eq!(open(&second.unwrap(), &binding, 0, &token), Ok(5));
        assert_eq!(open(&third, &binding, 0, &token), Ok(5));
        let other = Store::at(":memory:").await.unwrap();
        assert!(open(&page_token_key(&other).await.unwrap(), &binding, 0, &token).is_err());
    }

    #[tokio::test]
    async fn a_key_of_another_length_is_an_error() {
        let store = Store::at(":memory:").await.unwrap();
        store.write(vec![Step::some(INSERT, [PAGE_TOKEN.into(), vec![1; 31].into()])]).await.unwrap();
        let error = page_token_key(&store).await.unwrap_err();
        assert!(error.to_string().contains("31 bytes"), "{error}");
    }
}
