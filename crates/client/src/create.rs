//! Creating a unit once, whatever becomes of the answers.
//!
//! The service has no keys by which it would know a repeated request. So when an answer is lost, the client looks under
//! the parent for a unit with the name before it asks again, for as long as the service may take to show it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use reqwest::Request;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep};

use crate::auth::BoxFuture;
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
    pub(crate) parent: String,
    pub(crate) name: String,
    /// Whether the service refuses another unit with the name, so that there is no need to look before.
    pub(crate) is_unique: bool,
    pub(crate) request: Result<Request, Error>,
    /// Looks for the unit under the parent. Of several it takes the one whose id comes first, so that it finds the same
    /// one next time.
    pub(crate) find: Find<I>,
    pub(crate) id_of: fn(C) -> I,
}

/// Which names are being created, so that tasks that want the same unit take turns.
#[derive(Default)]
pub(crate) struct Names(Mutex<HashMap<(Operation, String, String), Weak<Turn>>>);

/// Held by the task whose turn it is.
type Turn = tokio::sync::Mutex<()>;

impl Names {
    fn turn(&self, operation: Operation, parent: &str, name: &str) -> Arc<Turn> {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.retain(|_, turn| turn.strong_count() > 0);
        let key = (operation, parent.to_owned(), name.to_owned());
        if let Some(turn) = names.get(&key).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::new(Turn::default());
        names.insert(key, Arc::downgrade(&turn));
        turn
    }
}

impl<I: Send, C: DeserializeOwned> Wanted<I, C> {
    /// Sees to it that the unit is there.
    pub(crate) async fn create_or_get(self, client: &Client) -> Result<CreatedOrFound<I>, Error> {
        let request = self.request?;
        let turn = client.shared().names.turn(self.operation, &self.parent, &self.name);
        let _alone = turn.lock().await;
        let policy = client.policy(Some(self.operation));
        let (ends, settle) = (Instant::now() + policy.deadline, client.shared().settle);
        let find = || (self.find)(client.clone());
        if !self.is_unique
            && let Some(id) = find().await?
        {
            return Ok(CreatedOrFound::Found(id));
        }
        let mut sent = 0;
        loop {
            sent += 1;
            let again = request
                .try_clone()
                .ok_or_else(|| Error::new(ErrorKind::InvalidRequest, Some(self.operation)))?;
            let created: Result<Response<C>, Error> = client.call(self.operation, Ok(again)).await;
            let error = match created {
                Ok(created) => return Ok(CreatedOrFound::Created((self.id_of)(created.into_inner()))),
                Err(error) => error,
            };
            // A refusal of a name may mean that an earlier request, whose answer was lost, took it.
            let may_be_taken =
                self.is_unique && error.status().is_some_and(|status| matches!(status.as_u16(), 400 | 409));
            if !error.may_be_done() && !may_be_taken {
                return Err(error);
            }
            // What may have been done can take a while to be seen; a name that is taken is so at once, unless it was us.
            let patience = if error.may_be_done() || sent > 1 { settle } else { Duration::ZERO };
            match look_for(find, patience, ends).await {
                Ok(Some(id)) => return Ok(CreatedOrFound::Found(id)),
                Ok(None) => {}
                // Whether it is there is still not known, which is what the first error says.
                Err(_) => return Err(error),
            }
            if !error.may_be_done() || sent >= policy.transient_attempts || Instant::now() >= ends {
                return Err(error);
            }
        }
    }
}

/// Looks until it finds or the patience is over; at least once.
async fn look_for<I, F: Future<Output = Result<Option<I>, Error>>>(
    find: impl Fn() -> F,
    patience: Duration,
    ends: Instant,
) -> Result<Option<I>, Error> {
    let until = (Instant::now() + patience).min(ends);
    let mut wait = (patience / 32).clamp(Duration::from_millis(10), Duration::from_secs(1));
    loop {
        if let Some(id) = find().await? {
            return Ok(Some(id));
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        sleep(wait.min(left)).await;
        wait *= 2;
    }
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
            /// Tasks of this client that want the same unit take turns; other clients are not waited for.
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
                    parent: parent.to_string(),
                    name: name.clone(),
                    is_unique: $unique,
                    request: self.request(),
                    find: Box::new(move |client| {
                        let (parent, name) = (parent.clone(), name.clone());
                        Box::pin(async move {
                            let mut units = client.$list().$parent(parent).stream();
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
