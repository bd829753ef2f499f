//! One suite, run over every engine.

use std::sync::Arc;

use tempfile::TempDir;

use super::bulk::NewUnit;
use super::*;
use crate::kind::Kind;
use crate::test_support::postgres::Schema;

/// A place for a database, empty at first.
enum Place {
    Sqlite(TempDir),
    Postgres(Schema),
}

impl Place {
    fn sqlite() -> Self {
        Self::Sqlite(TempDir::new().unwrap())
    }

    async fn postgres() -> Option<Self> {
        Schema::new().await.map(Self::Postgres)
    }

    fn address(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.path().join("store.sqlite").display().to_string(),
            Self::Postgres(schema) => schema.url().to_owned(),
        }
    }

    async fn open(&self) -> Store {
        Store::at(&self.address()).await.unwrap()
    }

    /// A second store on the same database. A file has one only, which then is the second, too.
    async fn open_again(&self, first: &Arc<Store>) -> Arc<Store> {
        match self {
            Self::Sqlite(_) => Arc::clone(first),
            Self::Postgres(_) => Arc::new(self.open().await),
        }
    }

    /// Runs SQL of the engine's own.
    async fn execute(&self, sqlite: &str, postgres: &str) {
        match self {
            Self::Sqlite(_) => {
                rusqlite::Connection::open(self.address()).unwrap().execute_batch(sqlite).unwrap();
            }
            Self::Postgres(schema) => schema.execute(postgres).await,
        }
    }
}

/// Has each of the functions run over each of the engines.
macro_rules! over_every_engine {
    ($($name:ident,)*) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(super::Place::sqlite()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(place) = super::Place::postgres().await {
                    super::$name(place).await;
                }
            })*
        }
    };
}

mod concurrency;
mod reading;

over_every_engine! {
    a_batch_is_written_whole_or_not_at_all,
    what_a_step_touched_is_told,
    a_step_that_must_touch_a_row_undoes_its_batch_if_it_does_not,
    the_step_that_breaks_a_constraint_is_named,
    what_makes_no_sense_is_refused_and_leaves_the_store_as_it_was,
    everything_that_was_acknowledged_is_there_after_reopening,
    a_later_version_is_refused,
    what_belongs_to_others_is_refused,
    a_number_is_never_given_twice,
    many_units_are_inserted_in_their_order,
    a_home_that_became_occupied_after_it_was_read_stays_as_it_is,
}

const ADD_UNIT: &str = "\
    INSERT INTO unit (id, kind, parent, branch, organization, name, name_key, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING number";
const DELETE_UNIT: &str = "DELETE FROM unit WHERE id = $1";
const IDS: &str = "SELECT id FROM unit ORDER BY number";

/// A room `id` called `name` in `parent`, which is its branch, too; without one, an organization.
fn add(id: &str, parent: Option<i64>, name: &str) -> Step {
    let key = parent.map(|_| name.as_bytes().to_vec());
    let values = [
        id.to_owned().into(),
        (if parent.is_some() { Kind::Room } else { Kind::Organization } as i64).into(),
        parent.into(),
        parent.into(),
        Value::Null,
        name.as_bytes().to_vec().into(),
        key.into(),
        1.into(),
    ];
    Step::some(ADD_UNIT, values)
}

fn delete(id: &str) -> Step {
    Step::some(DELETE_UNIT, [id.to_owned().into()])
}

/// What a reader does with a row.
type Each = fn(&Row<'_>) -> Result<(), StoreError>;

/// Adds an organization, and tells its number.
async fn organization(store: &Store, id: &str) -> i64 {
    match store.write(vec![add(id, None, "O")]).await.unwrap()[0].returned[0][0] {
        Value::Integer(number) => number,
        ref other => panic!("{other:?}"),
    }
}

async fn read(
    store: &Store,
    sql: &'static str,
    values: &[Value<'_>],
    each: impl FnMut(&Row<'_>) -> Result<(), StoreError> + Send,
) {
    store.read(sql, values, each).await.unwrap();
}

async fn texts(store: &Store, sql: &'static str) -> Vec<String> {
    let mut texts = Vec::new();
    read(store, sql, &[], |row| {
        texts.extend(row.text(0)?.map(str::to_owned));
        Ok(())
    })
    .await;
    texts
}

async fn a_batch_is_written_whole_or_not_at_all(place: Place) {
    let store = place.open().await;
    let number = organization(&store, "o").await;
    store.write(vec![add("a", Some(number), "A"), add("b", Some(number), "B")]).await.unwrap();
    for last in
        [add("b", Some(number), "D"), add("d", Some(number), "B"), add("d", Some(-1), "D"), delete("d")]
    {
        store.write(vec![add("c", Some(number), "C"), delete("a"), last]).await.unwrap_err();
        assert_eq!(texts(&store, IDS).await, ["o", "a", "b"]);
    }
    assert_eq!(store.write(Vec::new()).await.unwrap(), []);
}

async fn what_a_step_touched_is_told(place: Place) {
    let store = place.open().await;
    let number = organization(&store, "o").await;
    store.write(vec![add("a", Some(number), "A"), add("b", Some(number), "B")]).await.unwrap();
    let steps = vec![
        Step::any("UPDATE unit SET created_at = $1 WHERE parent = $2", [2.into(), number.into()]),
        Step::any("SELECT id, name FROM unit WHERE parent = $1 ORDER BY id", [number.into()]),
        Step::any("UPDATE unit SET created_at = $1 WHERE id = $2", [3.into(), "none".into()]),
        Step::any("DELETE FROM unit WHERE parent = $1 RETURNING created_at", [number.into()]),
    ];
    let done = store.write(steps).await.unwrap();
    assert_eq!(done.iter().map(|done| done.rows).collect::<Vec<_>>(), [2, 2, 0, 2]);
    let named = |id: &'static str, name: &'static [u8]| vec![Value::from(id), Value::from(name)];
    assert_eq!(done[1].returned, [named("a", b"A"), named("b", b"B")]);
    assert_eq!(done[3].returned, [[Value::Integer(2)], [Value::Integer(2)]]);
    assert!(done[0].returned.is_empty() && done[2].returned.is_empty());
}

async fn a_step_that_must_touch_a_row_undoes_its_batch_if_it_does_not(place: Place) {
    let store = place.open().await;
    let error = store.write(vec![delete("none")]).await.unwrap_err();
    assert!(matches!(error, WriteError::Nothing { step: 0 }), "{error:?}");
    let look = Step::some("SELECT number FROM unit WHERE id = $1", ["none".into()]);
    for must in [delete("none"), look] {
        let error = store.write(vec![add("o", None, "O"), must, add("p", None, "P")]).await.unwrap_err();
        assert!(matches!(error, WriteError::Nothing { step: 1 }), "{error:?}");
        assert!(texts(&store, IDS).await.is_empty());
    }
    store.write(vec![Step::any(DELETE_UNIT, ["none".into()])]).await.unwrap();
}

async fn the_step_that_breaks_a_constraint_is_named(place: Place) {
    let store = place.open().await;
    let number = organization(&store, "o").await;
    store.write(vec![add("a", Some(number), "A\0")]).await.unwrap();
    let account = |id: &str| Step::any("INSERT INTO account (id) VALUES ($1)", [id.to_owned().into()]);
    for steps in [
        vec![add("a", Some(number), "B")],
        vec![account("x"), add("b", Some(number), "A\0")],
        vec![account("x"), account("y"), account("x")],
    ] {
        let last = steps.len() - 1;
        let error = store.write(steps).await.unwrap_err();
        assert!(matches!(error, WriteError::Duplicate { step } if step == last), "{error:?}");
    }
    for steps in [
        vec![delete("o")],
        vec![account("x"), add("b", Some(i64::MAX), "B")],
        vec![account("x"), account("y"), Step::any("DELETE FROM unit WHERE parent IS NULL", [])],
    ] {
        let last = steps.len() - 1;
        let error = store.write(steps).await.unwrap_err();
        assert!(matches!(error, WriteError::Reference { step } if step == last), "{error:?}");
    }
    // The same name in another branch is another one, and what is not compared is free.
    let other = organization(&store, "p").await;
    store.write(vec![add("b", Some(other), "A\0"), add("c", Some(number), "A")]).await.unwrap();
}

async fn what_makes_no_sense_is_refused_and_leaves_the_store_as_it_was(place: Place) {
    let store = place.open().await;
    let number = organization(&store, "o").await;
    let bad = [
        Step::any("SELEKT 1", []),
        Step::any("DELETE FROM nowhere", []),
        Step::any(DELETE_UNIT, []),
        Step::any(DELETE_UNIT, ["o".into(), "o".into()]),
        Step::any("INSERT INTO fault (number, rule, drawn) VALUES ($1, $2, NULL)", [1.into(), "".into()]),
    ];
    for step in bad {
        let error = store.write(vec![add("a", Some(number), "A"), step.clone()]).await.unwrap_err();
        assert!(matches!(error, WriteError::Store(StoreError::Broken(_))), "{error:?}");
        let error = store.write(vec![step]).await.unwrap_err();
        assert!(matches!(error, WriteError::Store(StoreError::Broken(_))), "{error:?}");
    }
    for (sql, values) in
        [("SELEKT 1", &[][..]), ("SELECT id FROM unit WHERE id = $1", &[]), (IDS, &[Value::Null])]
    {
        let error = store.read(sql, values, |_| Ok(())).await.unwrap_err();
        assert!(matches!(error, StoreError::Broken(_)), "{error:?}");
    }
    let sql = "SELECT id, number, name FROM unit";
    let bad: [Each; 6] = [
        |row| row.integer(0).map(drop),
        |row| row.bytes(0).map(drop),
        |row| row.text(1).map(drop),
        |row| row.text(2).map(drop),
        |row| row.integer(3).map(drop),
        |row| row.text(usize::MAX).map(drop),
    ];
    for each in bad {
        let error = store.read(sql, &[], each).await.unwrap_err();
        assert!(matches!(error, StoreError::Broken(_)), "{error:?}");
    }
    assert_eq!(texts(&store, IDS).await, ["o"]);
}

async fn everything_that_was_acknowledged_is_there_after_reopening(place: Place) {
    const CLIENTS: usize = 64;
    const EACH: usize = 20;
    let store = Arc::new(place.open().await);
    let parent = organization(&store, "o").await;
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let mut written = Vec::new();
                for index in 0..EACH {
                    let id = format!("{client}-{index}");
                    // Every third batch fails, alone.
                    let second = if usize::is_multiple_of(index, 3) { delete("none") } else { delete(&id) };
                    let steps = vec![add(&id, Some(parent), &id), second, add(&id, Some(parent), &id)];
                    match store.write(steps).await {
                        Ok(_) => written.push(id),
                        Err(WriteError::Nothing { step: 1 }) => assert_eq!(index % 3, 0),
                        Err(error) => panic!("{error:?}"),
                    }
                }
                written
            })
        })
        .collect();
    let mut expected = vec!["o".to_owned()];
    for client in clients {
        expected.extend(client.await.unwrap());
    }
    drop(store);
    let mut found = texts(&place.open().await, IDS).await;
    expected.sort();
    found.sort();
    assert_eq!(found.len(), 1 + CLIENTS * (EACH - EACH.div_ceil(3)));
    assert_eq!(found, expected);
}

async fn a_later_version_is_refused(place: Place) {
    drop(place.open().await);
    place.execute("PRAGMA user_version = 999", "UPDATE schema_version SET version = 999").await;
    let error = Store::at(&place.address()).await.unwrap_err();
    assert!(matches!(error, OpenError::Newer { found: 999, known: schema::VERSION, .. }), "{error:?}");
    place.execute("PRAGMA user_version = 1", "UPDATE schema_version SET version = 1").await;
    place.open().await;
}

async fn what_belongs_to_others_is_refused(place: Place) {
    let table = "CREATE TABLE unit (id TEXT)";
    place.execute(table, table).await;
    let error = Store::at(&place.address()).await.unwrap_err();
    assert!(matches!(error, OpenError::Foreign { .. }), "{error:?}");
    // Nothing was added to it.
    let table = "CREATE TABLE account (id TEXT)";
    place.execute(table, table).await;
}

async fn a_number_is_never_given_twice(place: Place) {
    let mut last = 0;
    for _ in 0..3 {
        let store = place.open().await;
        let number = organization(&store, "o").await;
        assert!(number > last, "{number} after {last}");
        last = number;
        store.write(vec![delete("o")]).await.unwrap();
    }
}

async fn many_units_are_inserted_in_their_order(place: Place) {
    const COUNT: usize = 5_001;
    let store = place.open().await;
    let parent = organization(&store, "o").await;
    let room = |index: usize| NewUnit {
        id: format!("room-{index}"),
        kind: Kind::Room,
        parent: Some(parent),
        branch: Some(parent),
        organization: index.is_multiple_of(2).then_some(parent),
        name: format!("Room\0{index}"),
        name_key: (!index.is_multiple_of(3)).then(|| format!("room\0{index}").into_bytes()),
        created_at: i64::try_from(index).unwrap(),
    };
    assert_eq!(store.insert_units((0..COUNT).map(room)).await.unwrap(), COUNT as u64);
    let mut index = 0;
    let sql = "\
        SELECT id, kind, parent, branch, organization, name, name_key, created_at FROM unit \
        WHERE parent = $1 ORDER BY number";
    read(&store, sql, &[parent.into()], |row| {
        let expected = room(index);
        assert_eq!(row.text(0)?, Some(expected.id.as_str()));
        assert_eq!((row.integer(1)?, row.integer(2)?), (Some(5), expected.parent));
        assert_eq!((row.integer(3)?, row.integer(4)?), (expected.branch, expected.organization));
        assert_eq!(
            (row.bytes(5)?, row.bytes(6)?),
            (Some(expected.name.as_bytes()), expected.name_key.as_deref())
        );
        assert_eq!(row.integer(7)?, Some(expected.created_at));
        index += 1;
        Ok(())
    })
    .await;
    assert_eq!(index, COUNT);
    let twice = store.insert_units([room(COUNT), room(0)]).await.unwrap_err();
    assert!(matches!(twice, WriteError::Duplicate { .. }), "{twice:?}");
    assert_eq!(texts(&store, IDS).await.len(), 1 + COUNT);
}

/// What was read before says that it is vacant.
async fn a_home_that_became_occupied_after_it_was_read_stays_as_it_is(place: Place) {
    let store = place.open().await;
    organization(&store, "o").await;
    for (kind, id, parent) in
        [(Kind::HomeCommunity, "c", "o"), (Kind::HomeCommunity, "d", "o"), (Kind::Home, "h", "c")]
    {
        let unit = seed::NewUnit { kind, id, parent, name: "before", name_key: None };
        store.write(vec![seed::add_unit(&unit, 0)]).await.unwrap();
    }
    let unit = async |id: &str| {
        units::unit(&store, units::Asker { client: "", account: "" }, id).await.unwrap().unwrap()
    };
    let (home, community, other) = (unit("h").await, unit("c").await, unit("d").await);
    assert!(!home.occupied);
    store.write(vec![seed::occupy("h")]).await.unwrap();
    let refused = |outcome: Result<(), WriteError>, step: usize| {
        assert!(matches!(outcome, Err(WriteError::Reference { step: at }) if at == step), "{outcome:?}");
    };
    refused(units::rename(&store, home.number, "after".to_owned(), None).await, 0);
    refused(units::move_to(&store, &home, &other, "after".to_owned()).await, 1);
    refused(units::delete(&store, home.number, false).await, 0);
    refused(units::delete(&store, community.number, true).await, 0);
    assert_eq!(*unit("h").await, units::StoredUnit { occupied: true, ..(*home).clone() });
    store.write(vec![seed::vacate("h")]).await.unwrap();
    units::move_to(&store, &home, &other, "moved".to_owned()).await.unwrap();
    units::rename(&store, home.number, "after".to_owned(), None).await.unwrap();
    assert_eq!((unit("h").await.parent_id.as_str(), unit("h").await.name.as_str()), ("d", "after"));
    units::delete(&store, home.number, false).await.unwrap();
    let gone = units::rename(&store, home.number, "after".to_owned(), None).await;
    assert!(matches!(gone, Err(WriteError::Nothing { step: 0 })), "{gone:?}");
}
