//! What the control API has set, as every request sees it: clock, switches and faults.
//!
//! The store has the truth, with a version; every process keeps the last state that it read. Requests read the version
//! together with their session, and [`Controls::refresh_if`] reads the state again if that version is a newer one. So
//! whoever changed something sees the change in all processes from the next request on.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use arc_swap::{ArcSwap, Guard};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::sync::watch;

use crate::clock::Clock;
use crate::failure::Failure;
use crate::faults::Fault;
use crate::store::{Extent, Step, Store, StoreError, WriteError, control as sql};
use crate::switches::{SWITCHES, Switches};

/// How often a process that waits for its clock looks for changes by others.
const POLL: Duration = Duration::from_millis(20);

/// How often a change is tried that others get ahead of.
const TRIES: u32 = 64;

/// One consistent state of what the control API has set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Control {
    /// The version in the store that this was read from.
    pub(crate) version: i64,
    /// How often the server was reset. What was waited for before a reset does not come any more.
    pub(crate) resets: i64,
    /// The clock.
    pub(crate) clock: Clock,
    /// The switches.
    pub(crate) switches: Switches,
    /// The faults to be injected, by number.
    pub(crate) faults: Arc<[Arc<Fault>]>,
}

impl Control {
    /// What the server's clock shows now, in milliseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now(machine_time())
    }
}

/// What the store keeps in one row, as JSON, besides the version.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct State {
    /// The clock.
    pub(crate) clock: Clock,
    /// The switches.
    pub(crate) switches: Switches,
    /// How often the server was reset.
    pub(crate) resets: i64,
    /// How many faults there have ever been, so that no number is used twice.
    pub(crate) faults: i64,
    /// Whether a seed was written: only into a new database one is written at start.
    pub(crate) seeded: bool,
    /// Switches that a process of another release has set and this one does not know. They mean nothing here and are
    /// written back, so that processes of both releases can share a database; a reset drops them. A value that this
    /// release does not know is an error: nobody here knows what to do.
    #[serde(skip)]
    pub(crate) unknown_switches: Map<String, Value>,
}

/// Why something was not changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UpdateError {
    /// What is asked for cannot be; the fragment says why.
    #[error("{0}")]
    Refused(String),
    /// Others changed something again and again in between.
    #[error("others keep changing the state; try again")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<UpdateError> for Failure {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::Refused(why) => Self::bad_request(why),
            UpdateError::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
            UpdateError::Store(error) => error.into(),
        }
    }
}

/// The state that the control API has set, shared by everything in this process.
#[derive(Debug)]
pub(crate) struct Controls {
    store: Arc<Store>,
    current: ArcSwap<Control>,
    /// The newest version, for whoever waits for a change.
    changes: watch::Sender<i64>,
    /// Held by the one who asks the store for changes while any number wait.
    watcher: tokio::sync::Mutex<()>,
}

impl Controls {
    /// Reads the state, or puts the default state in place if there is none.
    pub(crate) async fn open(store: Arc<Store>) -> Result<Self, StoreError> {
        sql::create(&store, &to_text(&State::default())?).await?;
        let controls = Self {
            store,
            current: ArcSwap::default(),
            changes: watch::Sender::new(0),
            watcher: tokio::sync::Mutex::default(),
        };
        controls.refresh().await?;
        Ok(controls)
    }

    /// The last state that this process read.
    pub(crate) fn current(&self) -> Guard<Arc<Control>> {
        self.current.load()
    }

    /// The last state that this process read, to be kept for a while.
    pub(crate) fn full(&self) -> Arc<Control> {
        self.current.load_full()
    }

    /// What the server's clock shows now, in milliseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.current.load().now()
    }

    /// Reads the state again if `version`, which was just read from the store, is newer than the one known here.
    pub(crate) async fn refresh_if(&self, version: i64) -> Result<(), StoreError> {
        if version > self.current.load().version { self.refresh().await } else { Ok(()) }
    }

    /// Changes the state: `change` gets the newest one. It may be called again if others got ahead, so it must have no
    /// other effect.
    pub(crate) async fn update<T>(
        &self,
        mut change: impl FnMut(&mut State) -> Result<T, UpdateError> + Send,
    ) -> Result<T, UpdateError>
    where
        T: Send,
    {
        self.update_with(Extent::Few, |state| Ok((change(state)?, Vec::new()))).await
    }

    /// Like [`Self::update`], with steps that are written in the same transaction and touch as much as `extent` says.
    pub(crate) async fn update_with<T>(
        &self,
        extent: Extent,
        mut change: impl FnMut(&mut State) -> Result<(T, Vec<Step>), UpdateError> + Send,
    ) -> Result<T, UpdateError>
    where
        T: Send,
    {
        for attempt in 0..TRIES {
            if attempt > 0 {
                // Those who collided should not meet again: everybody waits another while, and longer each time.
                let most = 1_u64 << attempt.min(7);
                tokio::time::sleep(Duration::from_millis(rand::random_range(0..=most))).await;
            }
            let (version, text) = sql::state(&self.store).await?;
            let mut state = from_text(&text)?;
            let (value, more) = change(&mut state)?;
            let mut steps = vec![sql::replace(to_text(&state)?, version)];
            steps.extend(more);
            match self.store.write_extent(steps, extent).await {
                Ok(_) => {
                    // It is changed, whether or not this process sees it before its next request.
                    if let Err(error) = self.refresh().await {
                        tracing::warn!(%error, "the changed state could not be read");
                    }
                    return Ok(value);
                }
                // The version is another one by now.
                Err(WriteError::Nothing { step: 0 }) => {}
                Err(WriteError::Store(error)) => return Err(error.into()),
                Err(error @ (WriteError::Nothing { .. } | WriteError::Reference { .. })) => {
                    // Another process may have written to the tables in between, which a reset meets.
                    tracing::debug!(%error, "a change of the state is tried again");
                }
                Err(error @ WriteError::Duplicate { .. }) => {
                    return Err(UpdateError::Refused(error.to_string()));
                }
            }
        }
        Err(UpdateError::Busy)
    }

    /// Waits until the server's clock shows `at`, in milliseconds since 1970, or the server is reset.
    ///
    /// While the clock is frozen that takes until somebody moves it, in this process or in another. The wait can be
    /// cancelled at any time.
    pub(crate) async fn sleep_until(&self, at: i64) {
        let mut changes = self.changes.subscribe();
        let resets = self.current.load().resets;
        loop {
            changes.mark_unchanged();
            let (left, frozen) = {
                let control = self.current.load();
                if control.resets != resets {
                    return;
                }
                (at.saturating_sub(control.now()), control.clock.frozen_at.is_some())
            };
            let Some(left) = u64::try_from(left).ok().filter(|left| *left > 0) else { return };
            let due = async {
                if frozen {
                    std::future::pending::<()>().await;
                }
                tokio::time::sleep(Duration::from_millis(left)).await;
            };
            tokio::select! {
                () = due => {}
                _ = changes.changed() => {}
                () = self.watch_store() => {}
            }
        }
    }

    /// Looks for changes by other processes, for all who wait here; never ends. Whoever waits next takes over when the
    /// one who does it stops waiting.
    async fn watch_store(&self) {
        let _watcher = self.watcher.lock().await;
        loop {
            tokio::time::sleep(POLL).await;
            let refreshed = match sql::version(&self.store).await {
                Ok(version) => self.refresh_if(version).await,
                Err(error) => Err(error),
            };
            if let Err(error) = refreshed {
                tracing::debug!(%error, "the store did not say whether the clock was moved");
            }
        }
    }

    /// Reads the state.
    async fn refresh(&self) -> Result<(), StoreError> {
        let mut rows = sql::all(&self.store).await?;
        let state = from_text(&rows.state)?;
        let known = self.current.load_full();
        let faults = rows
            .faults
            .drain(..)
            .map(|(number, rule)| match known.faults.iter().find(|fault| fault.number() == number) {
                // A rule never changes, and this one knows how far it is.
                Some(fault) => Ok(Arc::clone(fault)),
                None => Fault::from_text(number, &rule).map(Arc::new),
            })
            .collect::<Result<_, _>>()?;
        let State { clock, switches, resets, .. } = state;
        let next = Arc::new(Control { version: rows.version, resets, clock, switches, faults });
        // Several may read at the same time; the newest wins.
        self.current.rcu(|current| {
            if next.version > current.version { Arc::clone(&next) } else { Arc::clone(current) }
        });
        self.changes.send_if_modified(|version| {
            let newer = next.version > *version;
            *version = next.version.max(*version);
            newer
        });
        Ok(())
    }
}

fn to_text(state: &State) -> Result<String, StoreError> {
    let broken = |error| StoreError::Broken(format!("the state is not JSON: {error}"));
    let mut value = serde_json::to_value(state).map_err(broken)?;
    if let Some(switches) = value.get_mut("switches").and_then(Value::as_object_mut) {
        switches.extend(state.unknown_switches.clone());
    }
    Ok(value.to_string())
}

fn from_text(text: &str) -> Result<State, StoreError> {
    let broken = |error| {
        StoreError::Broken(format!(
            "the state in table control cannot be read, which a later release may have written: {error}"
        ))
    };
    let mut value: Value = serde_json::from_str(text).map_err(broken)?;
    let mut unknown_switches = Map::new();
    if let Some(switches) = value.get_mut("switches").and_then(Value::as_object_mut) {
        let (known, unknown): (Map<_, _>, _) = std::mem::take(switches)
            .into_iter()
            .partition(|(name, _)| SWITCHES.iter().any(|switch| switch.name == name));
        *switches = known;
        unknown_switches = unknown;
    }
    let state: State = serde_json::from_value(value).map_err(broken)?;
    Ok(State { unknown_switches, ..state })
}

/// The machine's time in milliseconds since 1970. It stands still rather than run backwards in one process.
pub(crate) fn machine_time() -> i64 {
    static LATEST: AtomicI64 = AtomicI64::new(0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    // Written once a millisecond at most, since every request comes here.
    let latest = LATEST.load(Ordering::Relaxed);
    if now > latest { LATEST.fetch_max(now, Ordering::Relaxed).max(now) } else { latest }
}

#[cfg(test)]
mod tests;
