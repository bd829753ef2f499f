//! Two [`Controls`] on one store are what two processes on one database are.

use std::future::Future;

use super::*;

async fn store() -> Arc<Store> {
    Arc::new(Store::at(":memory:").await.unwrap())
}

async fn open(store: &Arc<Store>) -> Arc<Controls> {
    Arc::new(Controls::open(Arc::clone(store)).await.unwrap())
}

async fn freeze(controls: &Controls) -> i64 {
    controls
        .update(|state| {
            state.clock = state.clock.freeze(machine_time());
            Ok(state.clock.now(0))
        })
        .await
        .unwrap()
}

async fn advance(controls: &Controls, milliseconds: u64) {
    let change = |state: &mut State| {
        let moved = state.clock.advance(machine_time(), milliseconds);
        state.clock = moved.map_err(|error| UpdateError::Refused(error.to_string()))?;
        Ok(())
    };
    controls.update(change).await.unwrap();
}

/// Whether a future is ready without waiting for anything.
async fn is_ready<T>(future: &mut (impl Future<Output = T> + Unpin)) -> bool {
    tokio::select! {
        biased;
        _ = future => true,
        () = std::future::ready(()) => false,
    }
}

#[tokio::test]
async fn a_change_is_seen_by_others_when_they_are_told_of_the_version() {
    let store = store().await;
    let (one, other) = (open(&store).await, open(&store).await);
    one.update(|state| {
        state.switches.burst = 77;
        Ok(())
    })
    .await
    .unwrap();
    let version = one.current().version;
    assert_eq!(one.current().switches.burst, 77);
    assert_eq!(other.current().switches.burst, Switches::default().burst);
    other.refresh_if(version - 1).await.unwrap();
    assert_ne!(other.current().switches.burst, 77, "an old version is no reason to read");
    other.refresh_if(version).await.unwrap();
    assert_eq!((other.current().switches.burst, other.current().version), (77, version));
}

#[tokio::test]
async fn the_state_is_still_there_after_a_restart() {
    let store = store().await;
    let at = freeze(&*open(&store).await).await;
    assert_eq!(open(&store).await.now(), at);
}

#[tokio::test]
async fn no_change_is_lost_between_processes_that_change_at_the_same_time() {
    let store = store().await;
    let before = Switches::default().burst;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let controls = open(&store).await;
        tasks.spawn(async move {
            let mut done = 0;
            while done < 10 {
                let change = |state: &mut State| {
                    state.switches.burst += 1;
                    Ok(())
                };
                match controls.update(change).await {
                    Ok(()) => done += 1,
                    Err(UpdateError::Busy) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(open(&store).await.current().switches.burst, before + 40);
}

#[tokio::test]
async fn a_change_that_is_refused_changes_nothing() {
    let controls = open(&store().await).await;
    let version = controls.current().version;
    let refuse = |state: &mut State| -> Result<(), _> {
        state.switches.burst = 77;
        Err(UpdateError::Refused("no".to_owned()))
    };
    assert!(matches!(controls.update(refuse).await, Err(UpdateError::Refused(_))));
    controls.refresh().await.unwrap();
    assert_eq!((controls.current().version, controls.current().switches.burst == 77), (version, false));
}

#[tokio::test]
async fn a_step_beside_a_change_is_written_with_it_or_not_at_all() {
    let controls = open(&store().await).await;
    let rule = |text: &str| vec![sql::add_fault(1, text.to_owned())];
    let text = r#"{"kind": {"type": "dropped-before-commit"}, "seed": 1}"#;
    controls.update_with(Extent::Few, |_| Ok(((), rule(text)))).await.unwrap();
    let twice = controls
        .update_with(Extent::Few, |state| {
            state.switches.burst = 77;
            Ok(((), rule(text)))
        })
        .await;
    assert!(matches!(twice, Err(UpdateError::Refused(_))), "{twice:?}");
    controls.refresh().await.unwrap();
    assert_ne!(controls.current().switches.burst, 77);
    assert_eq!(controls.current().faults.len(), 1);
}

#[tokio::test]
async fn sleep_by_a_frozen_clock_lasts_until_it_is_moved_far_enough() {
    let controls = open(&store().await).await;
    let now = freeze(&controls).await;
    let mut sleep = std::pin::pin!(controls.sleep_until(now + 256_000));
    assert!(!is_ready(&mut sleep).await);
    advance(&controls, 255_999).await;
    assert!(!is_ready(&mut sleep).await);
    advance(&controls, 1).await;
    sleep.await;
    assert_eq!(controls.now(), now + 256_000);
}

#[tokio::test]
async fn sleep_ends_when_another_process_moves_the_clock_also_after_a_sleeper_gave_up() {
    let store = store().await;
    let (one, other) = (open(&store).await, open(&store).await);
    let now = freeze(&one).await;
    other.refresh_if(one.current().version).await.unwrap();
    // The first sleeper asks the store for all; it goes, and another must take over.
    let mut first = Box::pin(other.sleep_until(now + 3_600_000));
    assert!(!is_ready(&mut first).await);
    let waiting = tokio::spawn({
        let other = Arc::clone(&other);
        async move { other.sleep_until(now + 3_600_000).await }
    });
    tokio::task::yield_now().await;
    drop(first);
    advance(&one, 3_600_000).await;
    waiting.await.unwrap();
    assert_eq!(other.now(), now + 3_600_000);
}

#[tokio::test]
async fn sleep_by_a_running_clock_takes_that_long_and_the_past_takes_nothing() {
    let controls = open(&store().await).await;
    let until = controls.now() + 30;
    controls.sleep_until(until).await;
    assert!(controls.now() >= until);
    assert!(is_ready(&mut std::pin::pin!(controls.sleep_until(until))).await);
}

#[tokio::test]
async fn a_clock_that_is_resumed_wakes_who_waited_by_the_frozen_one() {
    let controls = open(&store().await).await;
    let now = freeze(&controls).await;
    let mut sleep = std::pin::pin!(controls.sleep_until(now + 40));
    assert!(!is_ready(&mut sleep).await);
    let resume = |state: &mut State| {
        state.clock = state.clock.resume(machine_time());
        Ok(())
    };
    controls.update(resume).await.unwrap();
    sleep.await;
    assert!(controls.now() >= now + 40);
}

#[tokio::test]
async fn a_reset_ends_all_waiting() {
    let controls = open(&store().await).await;
    let now = freeze(&controls).await;
    let mut sleep = std::pin::pin!(controls.sleep_until(now + 1_000_000_000));
    assert!(!is_ready(&mut sleep).await);
    let reset = |state: &mut State| {
        *state = State { resets: state.resets + 1, ..State::default() };
        Ok(())
    };
    controls.update(reset).await.unwrap();
    sleep.await;
}
