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

over_every_engine! {
    values_of_every_type_come_back_as_they_were,
    rows_come_in_the_order_of_the_query,
    a_batch_is_written_whole_or_not_at_all,
    what_a_step_touched_is_told,
    a_step_that_must_touch_a_row_undoes_its_batch_if_it_does_not,
    the_step_that_breaks_a_constraint_is_named,
    what_makes_no_sense_is_refused_and_leaves_the_store_as_it_was,
    an_error_of_the_reader_ends_the_reading,
    everything_that_was_acknowledged_is_there_after_reopening,
    one_of_many_who_want_the_same_name_gets_it,
    stores_on_one_database_see_each_other,
    batches_that_want_the_same_rows_in_another_order_all_succeed,
    a_batch_that_nobody_waits_for_is_written_whole_or_not_at_all,
    many_at_once_make_the_tables_once,
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

async fn values_of_every_type_come_back_as_they_were(place: Place) {
    let store = place.open().await;
    let all_bytes: Vec<u8> = (0..=255).collect();
    let texts = ["", "plain", "ünïcödé 🏨", "'; DROP TABLE unit; --", &"x".repeat(100_000)];
    let bytes = [&b""[..], b"a\0b\0", &all_bytes, &vec![0; 100_000]];
    let integers = [Some(i64::MIN), Some(-1), Some(0), Some(i64::MAX), None];
    let add = "INSERT INTO key (name, value) VALUES ($1, $2) RETURNING value, name";
    for (number, text) in texts.iter().enumerate() {
        for bytes in bytes {
            let name = format!("{number}{}{text}", bytes.len());
            let values = [name.clone().into(), bytes.to_vec().into()];
            let done = store.write(vec![Step::some(add, values)]).await.unwrap();
            assert_eq!(done[0].returned, [[bytes.to_vec().into(), name.clone().into()]]);
            let mut count = 0;
            let sql = "SELECT value, name, NULL FROM key WHERE name = $1 AND value = $2";
            read(&store, sql, &[name.as_str().into(), bytes.into()], |row| {
                count += 1;
                assert_eq!((row.bytes(0)?, row.text(1)?, row.text(2)?), (Some(bytes), Some(&*name), None));
                Ok(())
            })
            .await;
            assert_eq!(count, 1);
        }
    }
    let add =
        "INSERT INTO unit (id, kind, name, branch, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING branch";
    for (number, integer) in (0_i64..).zip(integers) {
        let id = format!("unit {number}");
        let name = Value::Bytes(Vec::new().into());
        let values = [id.into(), number.into(), name, integer.into(), (-number).into()];
        let done = store.write(vec![Step::some(add, values)]).await.unwrap();
        assert_eq!(done[0].returned, [[Value::from(integer)]]);
        let sql =
            "SELECT branch, created_at, 1, count(*) FROM unit WHERE kind = $1 GROUP BY branch, created_at";
        let mut count = 0;
        read(&store, sql, &[number.into()], |row| {
            count += 1;
            assert_eq!((row.integer(0)?, row.integer(1)?), (integer, Some(-number)));
            assert_eq!((row.integer(2)?, row.integer(3)?), (Some(1), Some(1)));
            Ok(())
        })
        .await;
        assert_eq!(count, 1);
    }
}

async fn rows_come_in_the_order_of_the_query(place: Place) {
    let store = place.open().await;
    for id in ["b", "c", "a"] {
        organization(&store, id).await;
    }
    assert_eq!(texts(&store, IDS).await, ["b", "c", "a"]);
    assert_eq!(texts(&store, "SELECT id FROM unit ORDER BY id DESC").await, ["c", "b", "a"]);
    let mut some = Vec::new();
    read(&store, "SELECT id FROM unit WHERE id > $1 ORDER BY id LIMIT $2", &["a".into(), 1.into()], |row| {
        some.push(row.text(0)?.unwrap().to_owned());
        Ok(())
    })
    .await;
    assert_eq!(some, ["b"]);
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

async fn an_error_of_the_reader_ends_the_reading(place: Place) {
    let store = place.open().await;
    for id in ["a", "b", "c"] {
        organization(&store, id).await;
    }
    let mut seen = 0;
    let result = store
        .read(IDS, &[], |_| {
            seen += 1;
            if seen == 2 { Err(StoreError::Broken("enough".to_owned())) } else { Ok(()) }
        })
        .await;
    assert_eq!(result.unwrap_err(), StoreError::Broken("enough".to_owned()));
    assert_eq!((seen, texts(&store, IDS).await.len()), (2, 3));
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

async fn one_of_many_who_want_the_same_name_gets_it(place: Place) {
    let store = Arc::new(place.open().await);
    let parent = organization(&store, "o").await;
    let writers: Vec<_> = (0..32)
        .map(|index| {
            let store = Arc::clone(&store);
            tokio::spawn(
                async move { store.write(vec![add(&format!("u{index}"), Some(parent), "same")]).await },
            )
        })
        .collect();
    let mut written = 0;
    for writer in writers {
        match writer.await.unwrap() {
            Ok(_) => written += 1,
            Err(error) => assert!(matches!(error, WriteError::Duplicate { step: 0 }), "{error:?}"),
        }
    }
    assert_eq!((written, texts(&store, IDS).await.len()), (1, 2));
}

async fn stores_on_one_database_see_each_other(place: Place) {
    let first = Arc::new(place.open().await);
    let stores = [place.open_again(&first).await, first];
    let parent = organization(&stores[0], "o").await;
    let writers: Vec<_> = (0..40)
        .map(|index| {
            let store = Arc::clone(&stores[index % 2]);
            tokio::spawn(async move {
                let id = format!("u{index}");
                store.write(vec![add(&id, Some(parent), &id)]).await.unwrap();
                id
            })
        })
        .collect();
    for writer in writers {
        let id = writer.await.unwrap();
        for store in &stores {
            assert!(texts(store, IDS).await.contains(&id), "{id}");
        }
    }
    let error = stores[1].write(vec![delete("o")]).await.unwrap_err();
    assert!(matches!(error, WriteError::Reference { step: 0 }), "{error:?}");
}

async fn batches_that_want_the_same_rows_in_another_order_all_succeed(place: Place) {
    let first = Arc::new(place.open().await);
    let stores = [place.open_again(&first).await, first];
    for id in ["a", "b"] {
        organization(&stores[0], id).await;
    }
    let count = |id: &str| {
        let sql = "UPDATE unit SET created_at = created_at + $1 WHERE id = $2";
        Step::some(sql, [1.into(), id.to_owned().into()])
    };
    let writers: Vec<_> = (0..12)
        .map(|index| {
            let store = Arc::clone(&stores[index % 2]);
            let steps =
                if index % 4 < 2 { vec![count("a"), count("b")] } else { vec![count("b"), count("a")] };
            tokio::spawn(async move { store.write(steps).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    let mut counts = Vec::new();
    read(&stores[0], "SELECT created_at FROM unit", &[], |row| {
        counts.push(row.integer(0)?);
        Ok(())
    })
    .await;
    assert_eq!(counts, [Some(13), Some(13)]);
}

async fn a_batch_that_nobody_waits_for_is_written_whole_or_not_at_all(place: Place) {
    let store = Arc::new(place.open().await);
    let parent = organization(&store, "o").await;
    for index in 0..50 {
        let (first, second) = (format!("{index}-a"), format!("{index}-b"));
        let steps = vec![add(&first, Some(parent), &first), add(&second, Some(parent), &second)];
        let write = tokio::spawn({
            let store = Arc::clone(&store);
            async move { store.write(steps).await }
        });
        for _ in 0..index {
            tokio::task::yield_now().await;
        }
        write.abort();
    }
    // Whoever comes last is served, and all before it are at their end.
    organization(&store, "p").await;
    drop(Arc::into_inner(store));
    let found = texts(&place.open().await, IDS).await;
    for index in 0..50 {
        let has = |half: &str| found.contains(&format!("{index}-{half}"));
        assert_eq!(has("a"), has("b"), "{index}");
    }
}

async fn many_at_once_make_the_tables_once(place: Place) {
    let address = Arc::new(place.address());
    let stores: Vec<_> = (0..8)
        .map(|index| {
            let address = Arc::clone(&address);
            // A file is for one store at a time: each waits for those before it.
            tokio::spawn(async move {
                let store = Store::at(&address).await.unwrap();
                organization(&store, &format!("o{index}")).await;
            })
        })
        .collect();
    for store in stores {
        store.await.unwrap();
    }
    assert_eq!(texts(&place.open().await, IDS).await.len(), 8);
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
