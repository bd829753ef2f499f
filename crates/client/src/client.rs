//! The client: what every call goes through.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use crate::auth::Tokens;
use crate::event::Observers;
use crate::pacing::Pace;
use crate::retry::{Budget, RetryPolicy};
use crate::transport::Transport;
use crate::{ClientBuilder, Operation};

/// A client of the service.
///
/// Clones are cheap and share connections, the access token, the pace and the budget of repetitions; so make one and
/// clone it. Its methods return builders of the operations, which are sent with `send`; lists also have `pages` and
/// `stream`, and the create operations `create_or_get`.
#[derive(Clone)]
#[expect(clippy::struct_field_names, reason = "generated code calls it so")]
pub struct Client {
    pub(crate) baseurl: Arc<str>,
    /// Builds the requests.
    pub(crate) client: reqwest::Client,
    shared: Arc<Shared>,
    policies: Arc<Policies>,
}

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) tokens: Tokens,
    pub(crate) transport: Transport,
    pub(crate) paces: [Pace; Operation::ALL.len() + 1],
    pub(crate) budget: Budget,
    pub(crate) observers: Observers,
    pub(crate) attempt_timeout: Duration,
    pub(crate) largest_response: usize,
    pub(crate) settle: Duration,
    pub(crate) user_agent: Option<HeaderValue>,
    #[cfg(feature = "validation")]
    pub(crate) strictness: crate::Strictness,
    #[cfg(feature = "validation")]
    pub(crate) base_path: Arc<str>,
    pub(crate) recent: crate::recent::Recent,
    pub(crate) names: crate::create::Names,
}

/// When requests are repeated.
#[derive(Clone, Default)]
pub(crate) struct Policies {
    pub(crate) all: RetryPolicy,
    pub(crate) own: Vec<(Operation, RetryPolicy)>,
}

impl Policies {
    fn of(&self, operation: Option<Operation>) -> &RetryPolicy {
        let own = self.own.iter().rev().find(|(own, _)| Some(*own) == operation);
        own.map_or(&self.all, |(_, policy)| policy)
    }
}

impl Client {
    /// A builder of clients; it needs a region or a base URL, and credentials.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    pub(crate) fn assemble(
        base_url: &str,
        client: reqwest::Client,
        shared: Shared,
        policies: Policies,
    ) -> Self {
        Self {
            baseurl: base_url.trim_end_matches('/').into(),
            client,
            shared: Arc::new(shared),
            policies: Arc::new(policies),
        }
    }

    /// Where requests go, without a trailing slash.
    pub fn base_url(&self) -> &str {
        &self.baseurl
    }

    /// The same client with another retry policy for all operations; for one call too:
    /// `client.with_retry(RetryPolicy::never()).get_room()`.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        let policies = Arc::new(Policies { all: policy, own: Vec::new() });
        Self { policies, ..self.clone() }
    }

    /// The same client whose calls end within this time, all attempts and waits together.
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        let mut policies = Policies::clone(&self.policies);
        policies.all.deadline = deadline;
        policies.own.iter_mut().for_each(|(_, policy)| policy.deadline = deadline);
        Self { policies: Arc::new(policies), ..self.clone() }
    }

    /// The same client whose calls end within this time, or sooner if they would anyway.
    pub(crate) fn within(&self, left: Duration) -> Self {
        let mut policies = Policies::clone(&self.policies);
        let of_own = policies.own.iter_mut().map(|(_, policy)| policy);
        of_own.chain([&mut policies.all]).for_each(|policy| policy.deadline = policy.deadline.min(left));
        Self { policies: Arc::new(policies), ..self.clone() }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    pub(crate) fn policy(&self, operation: Option<Operation>) -> &RetryPolicy {
        self.policies.of(operation)
    }
}

impl Shared {
    /// The pace of an operation; raw requests share one.
    pub(crate) fn pace(&self, operation: Option<Operation>) -> &Pace {
        &self.paces[operation.map_or(Operation::ALL.len(), |operation| operation as usize)]
    }

    pub(crate) fn new_paces() -> [Pace; Operation::ALL.len() + 1] {
        std::array::from_fn(|_| Pace::default())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("base_url", &self.baseurl).finish_non_exhaustive()
    }
}
