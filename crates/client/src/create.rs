//! Creating a unit once, whatever becomes of the answers.
//!
//! The service has no keys by which it would know a repeated request. So when an answer is lost, the client looks under
//! the parent for a unit with the name before it asks again, for as long as the service may take to show it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Method, Request};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout_at};

use crate::auth::BoxFuture;
use crate::call::A_YEAR;
use crate::client::Shared;
use crate::request::copy;
use crate::{Client, Error, ErrorKind, Operation, Response};

/// What `create_or_get` came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreatedOrFound<I> {
    /// The unit was created, and the service said so.
    Created(I),
    /// The unit is there: it was before, or the answer to its creation was lost.
    Found(I),
}

impl<I> CreatedOrFound<I> {
    /// The id of the unit.
    pub fn id(&self) -> &I {
        match self {
            Self::Created(id) | Self::Found(id) => id,
        }
    }

    /// The id of the unit.
    pub fn into_id(self) -> I {
        match self {
            Self::Created(id) | Self::Found(id) => id,
        }
    }
}

/// Looks for a unit.
type Find<I> = Box<dyn Fn(Client) -> BoxFuture<'static, Result<Option<I>, Error>> + Send + Sync>;

/// A unit that should be there.
pub(crate) struct Wanted<I, C> {
    pub(crate) operation: Operation,
    /// Whether the service refuses another unit with the name, so that there is no need to look before.
    pub(crate) is_unique: bool,
    pub(crate) request: Result<Request, Error>,
    /// Looks for the unit under the parent. Of several it takes the one whose id comes first, so that it finds the same
    /// one next time.
    pub(crate) find: Find<I>,
    pub(crate) id_of: fn(C) -> I,
}

/// Which units are being created, so that tasks that want the same one take turns, and which were a moment ago, so that
/// nobody takes one that doesn't show yet for one that isn't there.
#[derive(Default)]
pub(crate) struct Names(Mutex<Turns>);

#[derive(Default)]
struct Turns {
    of: HashMap<Name, Arc<Turn>>,
    /// How many there are when those are taken out next that say nothing any more.
    most: usize,
}

/// The operation and the body of its request, which is the parent and the name.
pub(crate) type Name = (Operation, Vec<u8>);

/// What is known of a unit that is created.
#[derive(Default)]
struct Turn {
    /// Where the tasks of `create_or_get` stand in line.
    line: tokio::sync::Mutex<()>,
    made: Mutex<Option<Made>>,
}

/// A request has created the unit, or may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Made {
    /// When the request ended, or when it was known at the latest.
    at: Instant,
    /// Whether it has for certain.
    is_sure: bool,
}

/// The fewest names that it is worth looking through.
const FEW: usize = 64;

impl Names {
    /// This client itself has deleted or renamed the unit, so that there is nothing to look for.
    pub(crate) fn free(&self, name: &Name) {
        let turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.of.get(name) {
            *turn.state() = None;
        }
    }

    fn turn(&self, name: Name, settle: Duration) -> Arc<Turn> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.of.len() >= turns.most {
            turns.of.retain(|_, turn| Arc::strong_count(turn) > 1 || turn.made(settle).is_some());
            turns.most = (turns.of.len() * 2).max(FEW);
        }
        Arc::clone(turns.of.entry(name).or_default())
    }
}

impl Turn {
    /// What was made a moment ago. Before that it would show.
    fn made(&self, settle: Duration) -> Option<Made> {
        let mut made = self.state();
        made.take_if(|made| made.at.elapsed() >= settle);
        *made
    }

    fn note(&self, is_sure: bool) {
        *self.state() = Some(Made { at: Instant::now(), is_sure });
    }

    /// The unit was seen. One list shows it; others may not yet.
    fn found(&self) {
        if let Some(made @ Made { is_sure: false, .. }) = &mut *self.state() {
            *made = Made { at: Instant::now(), is_sure: true };
        }
    }

    /// What was made did not show; whether that is all that is known of.
    fn forget(&self, seen: Option<Made>) -> bool {
        let mut made = self.state();
        made.take_if(|made| Some(*made) == seen);
        made.is_none()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, Option<Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request on its way that creates a unit. If the task is stopped, it may be carried out all the same.
pub(crate) struct Mark(Option<Arc<Turn>>);

impl Mark {
    /// That of a create operation's request; there is none of others.
    pub(crate) fn of(shared: &Shared, operation: Option<Operation>, request: &Request) -> Self {
        let name = operation.and_then(|operation| name(operation, request));
        Self(name.map(|name| shared.names.turn(name, shared.settle)))
    }

    /// Takes note of what became of it.
    pub(crate) fn note<T>(mut self, result: &Result<T, Error>) {
        let Some(turn) = self.0.take() else { return };
        let may_be_done = result.as_ref().err().is_none_or(Error::may_be_done);
        if may_be_done {
            turn.note(result.is_ok());
        }
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        if let Some(turn) = &self.0 {
            turn.note(false);
        }
    }
}

/// What a create operation's request is known by.
pub(crate) fn name(operation: Operation, request: &Request) -> Option<Name> {
    let body = request.body().filter(|_| *request.method() == Method::POST)?;
    Some((operation, body.as_bytes()?.to_vec()))
}

impl<I: Send, C: DeserializeOwned> Wanted<I, C> {
    /// Sees to it that the unit is there.
    pub(crate) async fn create_or_get(self, client: &Client) -> Result<CreatedOrFound<I>, Error> {
        let request = self.request?;
        let unsendable = || Error::new(ErrorKind::InvalidRequest, Some(self.operation));
        let policy = client.policy(Some(self.operation));
        let ends = end(client.deadline(Some(self.operation)));
        let (settle, budget) = (client.shared().settle, &client.shared().budget);
        let within = || client.within(ends.saturating_duration_since(Instant::now()));
        let find = || (self.find)(within());
        let late = || Error::new(ErrorKind::Deadline, Some(self.operation));
        let name = name(self.operation, &request).ok_or_else(unsendable)?;
        let turn = client.shared().names.turn(name, settle);
        let _alone = timeout_at(ends, turn.line.lock()).await.map_err(|_| late())?;
        let left =
            |made: Option<Made>| made.map_or(Duration::ZERO, |made| settle.saturating_sub(made.at.elapsed()));
        let is_unsure = || turn.made(settle).is_some_and(|made| !made.is_sure);
        let mut is_to_look = !self.is_unique;
        while is_to_look {
            let (made, was_unsure) = (turn.made(settle), is_unsure());
            let found = look_for(find, left(made), ends).await.map_err(|error| {
                let attempts = error.attempts();
                error.with_attempts(attempts, was_unsure)
            })?;
            if let Some(id) = found {
                turn.found();
                return Ok(CreatedOrFound::Found(id));
            }
            if Instant::now() >= ends {
                return Err(late().with_attempts(0, was_unsure));
            }
            // Again if one was sent in the meantime, by a task that stands in no line.
            is_to_look = !turn.forget(made);
        }
        let (mut sent, mut attempts, mut may_be_done_before) = (0, 0, false);
        loop {
            sent += 1;
            let before = turn.made(settle);
            let created: Result<Response<C>, Error> =
                within().call(self.operation, &|| Ok(copy(&request))).await;
            let error = match created {
                Ok(created) => return Ok(CreatedOrFound::Created((self.id_of)(created.into_inner()))),
                Err(error) => error,
            };
            // A refusal of a name may mean that an earlier request, whose answer was lost, took it.
            let may_be_taken =
                self.is_unique && error.status().is_some_and(|status| matches!(status.as_u16(), 400 | 409));
            let may_be_done = error.may_be_done();
            // A name that is taken is so since a moment ago if it was us; otherwise it shows at once.
            if !may_be_done && may_be_taken && before.is_some_and(|before| !before.is_sure) {
                turn.note(false);
            }
            attempts += error.attempts();
            // One of the requests before may have been carried out even if the last one was refused.
            let error = error.with_attempts(attempts, may_be_done || may_be_done_before || is_unsure());
            may_be_done_before |= may_be_done;
            if !may_be_done && !may_be_taken {
                return Err(error);
            }
            let made = turn.made(settle);
            match look_for(find, left(made), ends).await {
                Ok(Some(id)) => {
                    turn.found();
                    return Ok(CreatedOrFound::Found(id));
                }
                // It would show by now, so it is somebody else who has the name.
                Ok(None) if !may_be_done && Instant::now() < ends && turn.forget(made) => {
                    return Err(error.with_attempts(attempts, may_be_done_before));
                }
                Ok(None) => {}
                // Whether it is there is still not known, which is what the first error says.
                Err(_) => return Err(error),
            }
            let most = policy.transient_attempts.min(policy.attempts);
            if !may_be_done || sent >= most || Instant::now() >= ends || !budget.spend() {
                return Err(error);
            }
        }
    }
}

fn end(time: Duration) -> Instant {
    Instant::now() + time.min(A_YEAR)
}

/// Looks until it finds or the patience is over; at least once. The last look counts: one that fails for the moment is
/// as good as none while there is patience left.
async fn look_for<I, F: Future<Output = Result<Option<I>, Error>>>(
    find: impl Fn() -> F,
    patience: Duration,
    ends: Instant,
) -> Result<Option<I>, Error> {
    let until = end(patience).min(ends);
    let mut wait = (patience / 32).clamp(Duration::from_millis(10), Duration::from_secs(1));
    loop {
        let left = until.saturating_duration_since(Instant::now());
        match find().await {
            Ok(None) if left.is_zero() => return Ok(None),
            Ok(None) => {}
            Ok(found) => return Ok(found),
            Err(error) if left.is_zero() || !may_pass(error.kind()) => return Err(error),
            Err(_) => {}
        }
        sleep(wait.min(until.saturating_duration_since(Instant::now()))).await;
        wait = wait.saturating_mul(2);
    }
}

/// Whether another look may bring more.
fn may_pass(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::Throttled { .. } | ErrorKind::Unexpected | ErrorKind::Transport)
}

/// `create_or_get` of a create operation: the types of the body, of the answer and of the id, the member that names the
/// parent, whether the service refuses a second unit with the name, and the list to look in.
macro_rules! create_or_get {
    ($(#[$docs:meta])* $builder:ident, $new:ident, $created:ident -> $id:ident, $parent:ident, unique: $unique:expr, $list:ident) => {
        impl builder::$builder<'_> {
            $(#[$docs])*
            ///
            /// If the answer is lost (timed out, dropped connection, 5xx), it looks for a unit with the name under the
            /// parent, for as long as the service may take to show it (`settle` of the builder), before it asks again.
            /// Tasks of this client that want the same unit so take turns, and one that it has just made, or may have, by
            /// `send` too, is looked for as long; other clients are not waited for.
            ///
            /// # Errors
            ///
            /// Those of the operation and of the list. With [`Error::may_be_done`](crate::Error::may_be_done) it isn't known
            /// whether the unit was created; asking once more finds out.
            pub async fn create_or_get(self) -> Result<CreatedOrFound<$id>, Error> {
                let client = self.client.clone();
                let refused = |problem| Error::refused(Operation::$builder, "body", problem);
                let body = self.body.clone().map_err(refused)?;
                let new = types::$new::try_from(body).map_err(|problem| refused(problem.to_string()))?;
                let (parent, name) = (new.$parent, String::from(new.name));
                let wanted = Wanted {
                    operation: Operation::$builder,
                    is_unique: $unique,
                    request: self.request(),
                    find: Box::new(move |client| {
                        let (parent, name) = (parent.clone(), name.clone());
                        Box::pin(async move {
                            let list = client.$list().$parent(parent).max_results(crate::pages::Limit::GREATEST);
                            let mut units = list.stream();
                            let mut found = None::<$id>;
                            while let Some(unit) = units.next().await {
                                let unit = unit?;
                                if unit.name == name && found.as_ref().is_none_or(|found| unit.id < *found) {
                                    found = Some(unit.id);
                                }
                            }
                            Ok(found)
                        })
                    }),
                    id_of: |created: types::$created| created.id,
                };
                wanted.create_or_get(&client).await
            }
        }
    };
}
pub(crate) use create_or_get;

#[cfg(feature = "testing")]
#[cfg(test)]
mod tests;
