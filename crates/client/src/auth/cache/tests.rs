//! The files by themselves, in a folder of their own.

use std::fs;

use super::*;

const IDENTITY: [&str; 2] = ["id", "secret"];

fn entry(token: &str, lifetime: Duration) -> Entry {
    let lease = Lease { token: Token::new(token).unwrap(), lifetime: Some(lifetime) };
    Entry::new(&lease, Secret::new("Atzr|hush"))
}

/// Why a file cannot be used.
fn why(error: AuthError) -> Arc<io::Error> {
    let AuthError::Cache { source, .. } = error else { unreachable!("{error:?}") };
    source
}

/// On a clock that stands still until nobody has anything to do.
#[tokio::test(start_paused = true)]
async fn a_turn_that_does_not_come_is_an_error_after_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let held = Cache::lock(folder.path(), &IDENTITY).await.unwrap();
    let start = Instant::now();
    let error = why(Cache::lock(folder.path(), &IDENTITY).await.err().unwrap());
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert!(start.elapsed() >= LONGEST_WAIT);
    // Others are not affected, and it comes when it is free.
    Cache::lock(folder.path(), &["another"]).await.unwrap();
    let waiting = tokio::spawn({
        let folder = folder.path().to_owned();
        async move { Cache::lock(&folder, &IDENTITY).await.map(|_| ()) }
    });
    tokio::time::sleep(LONGEST_WAIT / 2).await;
    assert!(!waiting.is_finished());
    drop(held);
    waiting.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_token_that_lasts_beyond_all_times_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::lock(folder.path(), &IDENTITY).await.unwrap();
    cache.write(entry("Atza|hush", Duration::MAX)).await.unwrap();
    let kept = cache.read().await.unwrap().unwrap().lease(None).unwrap();
    assert_eq!(kept.token.expose(), "Atza|hush");
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}

/// It ended between writing its file and giving it its name.
#[tokio::test]
async fn what_a_process_left_behind_goes_with_the_next_token() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::lock(folder.path(), &IDENTITY).await.unwrap();
    let beside = cache.path.with_extension("tmp");
    File::create(&beside).unwrap().write_all(b"Atza|left behind").unwrap();
    cache.write(entry("Atza|hush", Duration::from_hours(1))).await.unwrap();
    assert!(!beside.exists());
    let there = names(folder.path());
    assert_eq!(there.len(), 2, "{there:?}");
    assert!(cache.read().await.unwrap().unwrap().lease(None).is_some());
    // What cannot take its place does not stay either.
    fs::remove_file(&cache.path).unwrap();
    fs::create_dir_all(cache.path.join("in the way")).unwrap();
    cache.write(entry("Atza|hush", Duration::from_hours(1))).await.unwrap_err();
    assert_eq!(names(folder.path()), there);
}

#[cfg(unix)]
#[tokio::test]
async fn files_are_their_owners_alone_whatever_was_there() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::lock(folder.path(), &IDENTITY).await.unwrap();
    let beside = cache.path.with_extension("tmp");
    File::create(&beside).unwrap();
    fs::set_permissions(&beside, fs::Permissions::from_mode(0o644)).unwrap();
    cache.write(entry("Atza|hush", Duration::from_hours(1))).await.unwrap();
    assert_eq!(fs::metadata(&cache.path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_others_may_write_in_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    for (mode, is_refused) in [(0o770, true), (0o702, true), (0o1777, true), (0o755, false), (0o700, false)] {
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
        let error = Cache::lock(folder.path(), &IDENTITY).await.err().map(why);
        assert_eq!(error.is_some(), is_refused, "{mode:o}");
        assert!(error.is_none_or(|error| error.to_string().contains("chmod go-w")), "{mode:o}");
    }
}
