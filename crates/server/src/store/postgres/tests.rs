//! What only PostgreSQL can go through.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::store::Store;
use crate::test_support::postgres::Cluster;

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
