//! What only PostgreSQL can go through.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::store::Store;
use crate::test_support::postgres::{Cluster, Schema};

fn add(id: String) -> Step {
    Step::some("INSERT INTO account (id) VALUES ($1)", [id.into()])
}

async fn accounts(store: &Store) -> Result<Vec<String>, StoreError> {
    let mut ids = Vec::new();
    let each = |row: &Row<'_>| {
        ids.extend(row.text(0)?.map(str::to_owned));
        Ok(())
    };
    store.read("SELECT id FROM account", &[], each).await?;
    Ok(ids)
}

/// Writers go on while the database is stopped, crashed and started: they are told of it, and what was acknowledged is
/// there in the end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_recovers_when_the_database_does_and_loses_nothing() {
    let Some(cluster) = Cluster::new() else { return };
    let schema = cluster.schema().await;
    let store = Arc::new(Store::at(schema.url()).await.unwrap());
    let is_over = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (store, is_over) = (Arc::clone(&store), Arc::clone(&is_over));
            tokio::spawn(async move {
                let (mut written, mut failures) = (Vec::new(), 0);
                for number in 0.. {
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                    let (first, second) = (format!("{writer}-{number}"), format!("{writer}-{number}-second"));
                    match store.write(vec![add(first.clone()), add(second.clone())]).await {
                        Ok(_) => written.extend([first, second]),
                        Err(WriteError::Store(StoreError::Unreachable(_))) => failures += 1,
                        Err(error) => panic!("{error:?}"),
                    }
                }
                (written, failures)
            })
        })
        .collect();
    let cluster = Arc::new(cluster);
    for end in [Cluster::stop, Cluster::kill] {
        let count = accounts(&store).await.unwrap().len();
        // Some are written in each of the times that it is up.
        while accounts(&store).await.unwrap().len() < count + 20 {}
        let controlled = Arc::clone(&cluster);
        tokio::task::spawn_blocking(move || end(&controlled)).await.unwrap();
        let error = accounts(&store).await.unwrap_err();
        assert!(matches!(error, StoreError::Unreachable(_)), "{error:?}");
        let controlled = Arc::clone(&cluster);
        tokio::task::spawn_blocking(move || controlled.start()).await.unwrap();
    }
    let count = accounts(&store).await.unwrap().len();
    while accounts(&store).await.unwrap().len() < count + 20 {}
    is_over.store(true, Ordering::Relaxed);
    let mut acknowledged = HashSet::new();
    for writer in writers {
        let (written, failures) = writer.await.unwrap();
        assert!(failures > 0, "a writer did not notice");
        acknowledged.extend(written);
    }
    let found: HashSet<_> = accounts(&store).await.unwrap().into_iter().collect();
    assert!(acknowledged.is_subset(&found));
    // No batch is there by half.
    assert_eq!(found.iter().filter(|id| id.ends_with("second")).count() * 2, found.len());
}

#[tokio::test]
async fn where_tls_is_required_a_socket_of_the_same_machine_will_do() {
    let Some(cluster) = Cluster::new() else { return };
    let schema = cluster.schema().await;
    // Nobody can listen there, and no server offers TLS.
    Store::at(&format!("{}&sslmode=require", schema.url())).await.unwrap();
}

#[test]
fn a_url_that_cannot_be_read_is_refused_without_its_password() {
    for url in [
        "postgres://user:hunter2@host:port/database",
        "postgres://user:hunter2?sslrootcert=hunter2@host/database?hunter2",
        "postgres://user:pass@hunter2@host/database",
        "postgres://user:pass@word/hunter2@host/database",
        "postgres:hunter2",
    ] {
        let error = configure(&Secret::new(url.to_owned())).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter2") && shown.contains("%40"), "{shown}");
    }
}

#[test]
fn what_the_url_says_is_kept_and_the_rest_has_a_limit() {
    let config = configure(&Secret::new("postgres://u:hunter2@db:5433/asp?sslmode=verify-full".to_owned()));
    let config = config.unwrap();
    assert_eq!(place(&config), "asp at db:5433");
    assert_eq!(config.get_ssl_mode(), SslMode::Require);
    assert_eq!(config.get_connect_timeout(), Some(&PATIENCE));
    let config = configure(&Secret::new("postgres://u@%2Ftmp/asp?connect_timeout=9".to_owned())).unwrap();
    assert_eq!((place(&config).as_str(), config.get_ssl_mode()), ("asp at /tmp:5432", SslMode::Disable));
    assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(9)));
}

#[tokio::test]
async fn a_database_that_is_not_there_is_named_without_the_password() {
    let url = Secret::new("postgres://user:hunter2@127.0.0.1:1/database".to_owned());
    let error = Postgres::open(&url).await.err().unwrap();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("database at 127.0.0.1:1") && !shown.contains("hunter2"), "{shown}");
}

/// A function that the database undoes in favour of others `times` times, and a sequence that counts its calls.
fn undone_in_favour_of_others(times: u32) -> String {
    format!(
        "CREATE SEQUENCE calls; \
         CREATE FUNCTION collide() RETURNS BIGINT LANGUAGE plpgsql AS $$ BEGIN \
         IF nextval('calls') <= {times} THEN \
         RAISE EXCEPTION 'collision' USING ERRCODE = CASE WHEN lastval() % 2 = 0 THEN '40001' ELSE '40P01' END; \
         END IF; RETURN lastval(); END $$"
    )
}

async fn number(store: &Store, sql: &'static str) -> Result<i64, StoreError> {
    let mut number = 0;
    let each = |row: &Row<'_>| {
        number = row.integer(0)?.unwrap_or_default();
        Ok(())
    };
    store.read(sql, &[], each).await?;
    Ok(number)
}

#[tokio::test]
async fn a_query_or_a_batch_that_is_undone_in_favour_of_others_is_run_again_a_limited_number_of_times() {
    for times in [0, 3, ATTEMPTS - 1, ATTEMPTS] {
        for is_read in [true, false] {
            let Some(schema) = Schema::new().await else { return };
            let store = Store::at(schema.url()).await.unwrap();
            schema.execute(&undone_in_favour_of_others(times)).await;
            let outcome = if is_read {
                number(&store, "SELECT collide()").await.map(drop)
            } else {
                match store.write(vec![Step::some("SELECT collide()", [])]).await {
                    Ok(_) => Ok(()),
                    Err(WriteError::Store(error)) => Err(error),
                    Err(error) => panic!("{error:?}"),
                }
            };
            let calls = number(&store, "SELECT last_value FROM calls").await.unwrap();
            assert_eq!(calls, i64::from((times + 1).min(ATTEMPTS)), "{times} {is_read}");
            let is_unreachable = matches!(outcome, Err(StoreError::Unreachable(_)));
            assert_eq!(
                (outcome.is_ok(), is_unreachable),
                (times < ATTEMPTS, times >= ATTEMPTS),
                "{outcome:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_batch_of_many_rows_has_more_time_and_the_next_one_has_not() {
    let Some(schema) = Schema::new().await else { return };
    let store = Store::at(schema.url()).await.unwrap();
    let patience = || vec![Step::some("SELECT current_setting('statement_timeout')", [])];
    for (extent, expected) in
        [(Extent::Few, "15s"), (Extent::Many, "10min"), (Extent::All, "10min"), (Extent::Few, "15s")]
    {
        let done = store.write_extent(patience(), extent).await.unwrap();
        assert_eq!(done[0].returned, [[Value::from(expected)]], "{extent:?}");
    }
}

#[tokio::test]
async fn the_steps_of_a_batch_of_many_rows_come_in_their_order_and_the_first_that_fails_is_named() {
    let Some(schema) = Schema::new().await else { return };
    let store = Store::at(schema.url()).await.unwrap();
    // Each needs the one before it.
    let unit = |number: i64| {
        let sql = "INSERT INTO unit (id, kind, name, created_at, parent) SELECT $1, 0, '', 0, \
                   (SELECT COUNT(*) FROM unit) WHERE $2 = 0 OR EXISTS (SELECT 1 FROM unit WHERE id = $3)";
        Step::some(sql, [number.to_string().into(), number.into(), (number - 1).to_string().into()])
    };
    store.write(vec![Step::any("ALTER TABLE unit DROP CONSTRAINT unit_parent_fkey", [])]).await.unwrap();
    store.write_extent((0..300).map(unit).collect(), Extent::Many).await.unwrap();
    let sorted = "SELECT COUNT(*) FROM unit WHERE CAST(id AS BIGINT) = parent";
    assert_eq!(number(&store, sorted).await, Ok(300));
    for (step, expected) in [(unit(400), "Nothing { step: 70 }"), (unit(5), "Duplicate { step: 70 }")] {
        let mut steps: Vec<_> = (300..500).map(unit).collect();
        steps[70] = step;
        let error = store.write_extent(steps, Extent::Many).await.unwrap_err();
        assert_eq!(format!("{error:?}"), expected);
        assert_eq!(number(&store, sorted).await, Ok(300));
    }
}

#[tokio::test]
async fn every_table_that_is_written_is_locked_for_a_reset() {
    let Some(schema) = Schema::new().await else { return };
    let store = Store::at(schema.url()).await.unwrap();
    let mut tables = Vec::new();
    let sql = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename";
    let each = |row: &Row<'_>| {
        tables.extend(row.text(0)?.map(str::to_owned));
        Ok(())
    };
    store.read(sql, &[], each).await.unwrap();
    let mut locked: Vec<_> = crate::store::seed::EVERY_TABLE.split(", ").chain(["schema_version"]).collect();
    locked.sort_unstable();
    assert_eq!(tables, locked);
}

/// Writers of every kind go on without a pause, and nothing of the database undoes a reset.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_that_touches_everything_succeeds_at_once_however_many_write() {
    let Some(schema) = Schema::new().await else { return };
    let store = Arc::new(Store::at(schema.url()).await.unwrap());
    let is_over = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (store, is_over) = (Arc::clone(&store), Arc::clone(&is_over));
            tokio::spawn(async move {
                for number in 0.. {
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                    let (unit, account) = (format!("{writer}-{number}"), format!("account-{writer}"));
                    let inside = "INSERT INTO unit (id, kind, name, created_at, parent) \
                                  SELECT $1, 1, '', 0, MAX(number) FROM unit WHERE kind = 0";
                    let role = "INSERT INTO role (account, name, unit) SELECT account.id, 'A', number FROM unit \
                                JOIN account ON account.id = $1 WHERE unit.id = $2";
                    store.write(vec![crate::store::people::ensure_account(account.clone())]).await.unwrap();
                    let steps = vec![
                        Step::any(
                            "INSERT INTO unit (id, kind, name, created_at) VALUES ($1, 0, '', 0)",
                            [unit.clone().into()],
                        ),
                        Step::any(inside, [format!("{unit}-inside").into()]),
                        Step::any(role, [account.into(), unit.into()]),
                    ];
                    match store.write(steps).await {
                        Ok(_) | Err(WriteError::Duplicate { .. } | WriteError::Reference { .. }) => {}
                        Err(error) => panic!("{error:?}"),
                    }
                }
            })
        })
        .collect();
    for _ in 0..20 {
        while number(&store, "SELECT COUNT(*) FROM unit").await.unwrap() < 20 {}
        store.write_extent(crate::store::seed::empty(), Extent::All).await.unwrap();
    }
    is_over.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
}

#[tokio::test]
async fn a_database_that_cannot_lock_tables_does_without() {
    let Some(schema) = Schema::new().await else { return };
    let postgres = Postgres::open(&Secret::new(schema.url())).await.unwrap();
    let mut client = postgres.connect().await.unwrap();
    let transaction = client.transaction().await.unwrap();
    batch::lock_tables(&transaction, "LOCK TABEL unit").await.unwrap();
    batch::lock_tables(&transaction, "LOCK TABLE nowhere").await.unwrap_err();
    transaction.rollback().await.unwrap();
    let transaction = client.transaction().await.unwrap();
    batch::lock_tables(&transaction, "LOCK TABEL unit").await.unwrap();
    transaction.execute("INSERT INTO account (id) VALUES ('a')", &[]).await.unwrap();
    transaction.commit().await.unwrap();
}

/// The database goes on with what a caller had begun who left. Nobody else waits for that.
#[tokio::test]
async fn what_was_begun_for_callers_who_left_holds_nobody_up() {
    const BEGUN: &str = "SELECT COUNT(*) FROM pg_stat_activity \
                         WHERE state = 'active' AND query LIKE 'INSERT%/* nobody waits */'";
    let Some(schema) = Schema::new().await else { return };
    let store = Arc::new(Store::at(schema.url()).await.unwrap());
    let other = Postgres::open(&Secret::new(schema.url())).await.unwrap();
    let mut holder = other.connect().await.unwrap();
    let transaction = holder.transaction().await.unwrap();
    transaction.batch_execute("LOCK TABLE account").await.unwrap();
    let callers = i64::try_from(CONNECTIONS).unwrap();
    let waiting: Vec<_> = (0..callers)
        .map(|caller| {
            let store = Arc::clone(&store);
            let sql = "INSERT INTO account (id) VALUES ($1) /* nobody waits */";
            tokio::spawn(async move { store.write(vec![Step::some(sql, [caller.to_string().into()])]).await })
        })
        .collect();
    // Within a transaction the database would tell the same each time.
    let watcher = other.connect().await.unwrap();
    while watcher.query_one(BEGUN, &[]).await.unwrap().get::<_, i64>(0) < callers {}
    for caller in &waiting {
        caller.abort();
    }
    for caller in waiting {
        caller.await.unwrap_err();
    }
    assert_eq!(number(&store, BEGUN).await, Ok(callers), "what is still under way was waited for");
    transaction.rollback().await.unwrap();
    while number(&store, BEGUN).await.unwrap() > 0 {}
}
