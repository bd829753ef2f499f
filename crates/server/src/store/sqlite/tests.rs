//! What only a file can go through.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::*;
use crate::store::{Store, WriteError};

const IDS: &str = "SELECT id FROM account";

/// The environment variable that makes this program the other process on a file.
const OTHER: &str = "ASP_TEST_STORE_OF_ANOTHER_PROCESS";

fn add(id: String) -> Step {
    Step::some("INSERT INTO account (id) VALUES ($1)", [id.into()])
}

async fn accounts(store: &Store) -> Vec<String> {
    let mut ids = Vec::new();
    let each = |row: &Row<'_>| {
        ids.extend(row.text(0)?.map(str::to_owned));
        Ok(())
    };
    store.read(IDS, &[], each).await.unwrap();
    ids
}

fn place() -> (TempDir, String) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("store.sqlite").display().to_string();
    (folder, path)
}

/// A writer on a file with room for `pages` pages only.
fn small(path: &str, pages: u32) -> Writer {
    file::prepare(Path::new(path)).unwrap();
    let connection = file::open(Path::new(path), Durability::Disk).unwrap();
    connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    Writer::start(connection, Arc::default()).unwrap()
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_user_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;

    let (folder, path) = place();
    let store = Store::at(&path).await.unwrap();
    store.write(vec![add("a".to_owned())]).await.unwrap();
    let mut names = Vec::new();
    for entry in folder.path().read_dir().unwrap() {
        let entry = entry.unwrap();
        assert_eq!(
            entry.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{}",
            entry.path().display()
        );
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["store.sqlite", "store.sqlite-wal"]);
}

#[tokio::test]
async fn what_cannot_be_a_store_is_refused_with_its_path() {
    let (folder, path) = place();
    let folder = folder.path().display().to_string();
    let missing = format!("{folder}/none/store.sqlite");
    for place in [&folder, &missing] {
        let error = Store::at(place).await.unwrap_err();
        assert!(matches!(error, OpenError::Refused { .. }) && error.to_string().contains(place), "{error}");
    }
    std::fs::copy("/proc/self/exe", &path)
        .or_else(|_| std::fs::copy(std::env::current_exe().unwrap(), &path))
        .unwrap();
    let error = Store::at(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::Foreign { .. }) && error.to_string().contains(&path), "{error}");
}

#[tokio::test]
async fn an_empty_file_becomes_a_store() {
    let (_folder, path) = place();
    std::fs::File::create(&path).unwrap();
    let store = Store::at(&path).await.unwrap();
    store.write(vec![add("a".to_owned())]).await.unwrap();
    assert_eq!(accounts(&store).await, ["a"]);
}

#[tokio::test]
async fn a_store_in_memory_is_its_own_and_leaves_nothing() {
    let first = Store::at("sqlite::memory:").await.unwrap();
    let second = Store::at("sqlite::memory:").await.unwrap();
    first.write(vec![add("a".to_owned())]).await.unwrap();
    assert_eq!((accounts(&first).await.len(), accounts(&second).await.len()), (1, 0));
    let crate::store::Engine::Sqlite(sqlite) = &first.engine else { panic!("not SQLite") };
    let path = sqlite.path().to_owned();
    assert!(path.exists());
    drop(first);
    assert!(!path.parent().unwrap().exists());
}

#[tokio::test]
async fn a_full_disk_fails_the_group_and_the_writer_goes_on() {
    let (_folder, path) = place();
    let writer = small(&path, 60);
    writer.write(vec![add("first".to_owned())], Extent::Few).await.unwrap();
    let big = writer.write(vec![add("a".to_owned()), add("x".repeat(1_000_000))], Extent::Few);
    match big.await.unwrap_err() {
        WriteError::Store(StoreError::Broken(reason)) => assert_eq!(reason, "no space is left on the disk"),
        error => panic!("{error:?}"),
    }
    writer.write(vec![add("last".to_owned())], Extent::Few).await.unwrap();
    drop(writer);
    assert_eq!(accounts(&Store::at(&path).await.unwrap()).await, ["first", "last"]);
}

#[tokio::test]
async fn a_commit_that_fails_fails_the_group_and_the_writer_goes_on() {
    let store = Store::at(":memory:").await.unwrap();
    // Foreign keys are looked at only when the transaction is committed.
    let late = Step::any("PRAGMA defer_foreign_keys = ON", []);
    let wrong = Step::some("INSERT INTO occupancy (unit) VALUES ($1)", [1.into()]);
    let error = store.write(vec![add("a".to_owned()), late, wrong]).await.unwrap_err();
    assert!(matches!(error, WriteError::Store(StoreError::Broken(_))), "{error:?}");
    assert!(accounts(&store).await.is_empty());
    store.write(vec![add("b".to_owned())]).await.unwrap();
    assert_eq!(accounts(&store).await, ["b"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_the_queue_holds_are_all_written() {
    let store = Arc::new(Store::at(":memory:").await.unwrap());
    let crate::store::Engine::Sqlite(sqlite) = &store.engine else { panic!("not SQLite") };
    // Nothing is written for a while.
    let lock = file::connect(sqlite.path(), OpenFlags::default()).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let writers: Vec<_> = (0..5_000)
        .map(|index| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.write(vec![add(index.to_string())]).await })
        })
        .collect();
    // Reading goes on.
    assert!(accounts(&store).await.is_empty());
    lock.execute_batch("COMMIT").unwrap();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    assert_eq!(accounts(&store).await.len(), 5_000);
}

#[cfg(debug_assertions)]
#[tokio::test]
#[should_panic(expected = "parameters must first appear in order")]
async fn parameters_out_of_order_are_found_out() {
    let store = Store::at(":memory:").await.unwrap();
    let _ = store
        .read("SELECT id FROM account WHERE id = $2 OR id = $1", &["a".into(), "b".into()], |_| Ok(()))
        .await;
}

/// Not a test of its own: the other process of the tests below, which adds accounts until it is ended, and says which.
#[tokio::test]
async fn the_other_process() {
    let Ok(path) = std::env::var(OTHER) else { return };
    let store = Store::at(&path).await.unwrap();
    for number in 0.. {
        let (first, second) = (format!("other-{number}"), format!("other-{number}-second"));
        store.write(vec![add(first.clone()), add(second)]).await.unwrap();
        println!("\nwritten {first}");
    }
}

/// Starts the other process; calls `see` for each account that it says it has written until that is false; kills it.
/// Tells what it has said.
fn with_another_process(path: &str, mut see: impl FnMut(&str) -> bool) -> Vec<String> {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["store::sqlite::tests::the_other_process", "--exact", "--nocapture"])
        .env(OTHER, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut written = Vec::new();
    let mut is_wanted = true;
    for line in BufReader::new(process.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let Some(id) = line.strip_prefix("written ") else { continue };
        written.push(id.to_owned());
        if is_wanted && !see(id) {
            is_wanted = false;
            process.kill().unwrap();
        }
    }
    assert!(!process.wait().unwrap().success(), "it ended by itself");
    written
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_for_one_store_at_a_time() {
    let (_folder, path) = place();
    let first = Store::at(&path).await.unwrap();
    let error = Store::at(&path).await.unwrap_err();
    assert!(matches!(&error, OpenError::InUse { place } if *place == path), "{error:?}");
    first.write(vec![add("a".to_owned())]).await.unwrap();
    drop(first);
    let second = Store::at(&path).await.unwrap();
    assert_eq!(accounts(&second).await, ["a"]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_for_one_process_at_a_time() {
    let (_folder, path) = place();
    let (sender, mut seen) = tokio::sync::mpsc::channel(1);
    let other = tokio::task::spawn_blocking({
        let path = path.clone();
        move || with_another_process(&path, |id| sender.blocking_send(id.to_owned()).is_ok())
    });
    seen.recv().await.unwrap();
    let error = Store::at(&path).await.unwrap_err();
    assert!(matches!(&error, OpenError::InUse { place } if *place == path), "{error:?}");
    drop(seen);
    let theirs = other.await.unwrap();
    let found = accounts(&Store::at(&path).await.unwrap()).await;
    assert!(theirs.iter().all(|id| found.contains(id)));
    let whole: String =
        Connection::open(&path).unwrap().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
}

#[tokio::test]
async fn a_process_that_is_killed_loses_nothing_that_it_acknowledged() {
    let (_folder, path) = place();
    for round in 1..=5 {
        // Each round goes on from where the last one ended.
        let mut count = 0;
        let store = Store::at(&path).await.unwrap();
        store.write(vec![Step::any("DELETE FROM account", [])]).await.unwrap();
        drop(store);
        let written = with_another_process(&path, |_| {
            count += 1;
            count < round * 7
        });
        assert!(written.len() >= round * 7);
        let found = accounts(&Store::at(&path).await.unwrap()).await;
        assert!(written.iter().all(|id| found.contains(id)), "{written:?} {found:?}");
        assert_eq!(found.iter().filter(|id| id.ends_with("second")).count() * 2, found.len());
    }
}

#[cfg(feature = "test-support")]
#[tokio::test]
async fn a_batch_that_fails_alone_leaves_nothing_and_others_follow() {
    let (_folder, path) = place();
    file::prepare(Path::new(&path)).unwrap();
    let alone = Alone::open(Path::new(&path)).unwrap();
    alone.write(&[add("a".to_owned())]).unwrap();
    for steps in [["a", "b"], ["b", "a"]] {
        alone.write(&steps.map(|id| add(id.to_owned()))).unwrap_err();
    }
    alone.write(&[add("c".to_owned())]).unwrap();
    drop(alone);
    assert_eq!(accounts(&Store::at(&path).await.unwrap()).await, ["a", "c"]);
}
