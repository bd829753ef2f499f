use std::sync::atomic::AtomicUsize;

use super::*;
use crate::kind::Kind;
use crate::store::pages::{self, PageQuery};
use crate::store::units::{self, Asker};
use crate::store::{Step, Store};

const ASKER: Asker<'_> = Asker { client: "client", account: "account" };

const ALL: PageQuery<'_> =
    PageQuery { only_of: None, parent: 1, kind: Kind::Room, after: 0, created_until: i64::MAX, limit: 10 };

/// A room in the organization, which has number 1.
fn add(id: &str) -> Step {
    let sql = "INSERT INTO unit (id, kind, parent, branch, organization, name, created_at) \
               SELECT $1, $2, number, number, number, $3, 0 FROM unit WHERE number = 1";
    Step::some(sql, [id.to_owned().into(), (Kind::Room as i64).into(), b"Room".to_vec().into()])
}

fn rename(id: &str, name: &str) -> Step {
    let sql = "UPDATE unit SET name = $1 WHERE id = $2";
    Step::some(sql, [name.as_bytes().to_vec().into(), id.to_owned().into()])
}

async fn store() -> Store {
    let store = Store::at(":memory:").await.unwrap();
    let sql = "INSERT INTO unit (id, kind, name, created_at) VALUES ($1, $2, $3, 0)";
    let values = ["o".to_owned().into(), (Kind::Organization as i64).into(), b"Organization".to_vec().into()];
    store.write(vec![Step::some(sql, values), add("room")]).await.unwrap();
    store
}

async fn room(store: &Store) -> Arc<StoredUnit> {
    units::unit(store, ASKER, "room").await.unwrap().unwrap()
}

#[tokio::test]
async fn what_was_read_is_kept_until_something_is_written() {
    let store = store().await;
    let (unit, page) = (room(&store).await, pages::page(&store, ALL).await.unwrap());
    assert!(Arc::ptr_eq(&unit, &room(&store).await), "read again");
    assert!(Arc::ptr_eq(&page, &pages::page(&store, ALL).await.unwrap()), "read again");
    store.write(vec![rename("room", "Other")]).await.unwrap();
    assert_eq!(room(&store).await.name, "Other");
    let page = pages::page(&store, ALL).await.unwrap();
    assert_eq!(page.units().collect::<Vec<_>>(), [("room", "Other")]);
}

#[tokio::test]
async fn new_units_are_found_on_pages_and_by_id_and_change_nothing_else() {
    let store = store().await;
    let unit = room(&store).await;
    pages::page(&store, ALL).await.unwrap();
    assert!(units::unit(&store, ASKER, "new").await.unwrap().is_none());
    store.write_extent(vec![add("new")], Extent::New).await.unwrap();
    assert!(units::unit(&store, ASKER, "new").await.unwrap().is_some());
    assert_eq!(pages::page(&store, ALL).await.unwrap().units().count(), 2);
    assert!(Arc::ptr_eq(&unit, &room(&store).await), "read again");
}

#[tokio::test]
async fn pages_of_other_queries_and_units_of_other_askers_are_others() {
    let store = store().await;
    store.write(vec![add("second")]).await.unwrap();
    let count = async |query| pages::page(&store, query).await.unwrap().units().count();
    assert_eq!(count(ALL).await, 2);
    for (query, expected) in [
        (PageQuery { limit: 1, ..ALL }, 1),
        (PageQuery { after: 2, ..ALL }, 1),
        (PageQuery { kind: Kind::Home, ..ALL }, 0),
        (PageQuery { parent: 2, ..ALL }, 0),
        (PageQuery { only_of: Some("account"), ..ALL }, 0),
        (PageQuery { created_until: -1, ..ALL }, 0),
    ] {
        assert_eq!([count(query).await, count(query).await], [expected; 2], "{query:?}");
    }
    let unit = room(&store).await;
    for asker in [Asker { client: "other", ..ASKER }, Asker { account: "other", ..ASKER }] {
        let of_other = units::unit(&store, asker, "room").await.unwrap().unwrap();
        assert!(!Arc::ptr_eq(&unit, &of_other), "{asker:?}");
    }
}

#[tokio::test]
async fn what_was_read_before_a_commit_is_not_kept_after_it() {
    let store = store().await;
    let cache = store.cache().unwrap();
    let unit = room(&store).await;
    let stamp = cache.units.stamp();
    store.write(vec![rename("room", "Other")]).await.unwrap();
    units::keep(&store, Some(stamp), ASKER, &unit);
    assert_eq!(room(&store).await.name, "Other");
}

#[test]
fn nothing_is_kept_or_handed_out_while_a_commit_is_under_way() {
    let commits = Commits::default();
    let cache = Cache::new(&commits, 1 << 20);
    let session = Session { version: 1, token: None };
    cache.sessions.keep(cache.sessions.stamp(), "hash".into(), session.clone());
    assert_eq!(cache.sessions.get("hash"), Some(session.clone()));
    commits.step([Extent::Few]);
    assert_eq!(cache.sessions.get("hash"), None);
    cache.sessions.keep(cache.sessions.stamp(), "hash".into(), session.clone());
    commits.step([Extent::Few]);
    assert_eq!(cache.sessions.get("hash"), None);
}

#[test]
fn the_cache_holds_no_more_than_it_may() {
    let commits = Commits::default();
    let cache = Cache::new(&commits, 64 << 10);
    let session = Session { version: 1, token: None };
    for number in 0..10_000 {
        cache.sessions.keep(cache.sessions.stamp(), format!("{number:064}").into(), session.clone());
    }
    assert!(cache.sessions.entries.weight() <= 8 << 10, "{}", cache.sessions.entries.weight());
    assert!(!cache.sessions.entries.is_empty());
}

/// Whoever was told that a name is written never reads one from before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_is_what_is_read() {
    let store = Arc::new(store().await);
    let written = Arc::new(AtomicUsize::new(0));
    let readers: Vec<_> = (0..2)
        .map(|_| {
            let (store, written) = (Arc::clone(&store), Arc::clone(&written));
            tokio::spawn(async move {
                let mut last = 0;
                while last < 500 {
                    let acknowledged = written.load(Ordering::SeqCst).max(last);
                    last = room(&store).await.name.parse().unwrap_or(0);
                    assert!(last >= acknowledged, "{last} was read when {acknowledged} was written");
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for number in 1..=500 {
        store.write(vec![rename("room", &number.to_string())]).await.unwrap();
        written.store(number, Ordering::SeqCst);
    }
    for reader in readers {
        reader.await.unwrap();
    }
}
