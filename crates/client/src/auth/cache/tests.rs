//! The files by themselves, in a folder of their own.

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
