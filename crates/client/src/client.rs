//! The client: what every call goes through.

use std::fmt::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
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
    base_url: Arc<Url>,
    /// Builds the requests.
    pub(crate) client: reqwest::Client,
    shared: Arc<Shared>,
    policies: Arc<Policies>,
}

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) tokens: Tokens,
    pub(crate) transport: Transport,
    pub(crate) paces: [Pace; Operation::COUNT + 1],
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
    /// How long a call may take altogether, whatever its policy.
    pub(crate) deadline: Option<Duration>,
}

/// How long a call may take altogether, if neither the client nor its policy says so.
const DEADLINE: Duration = Duration::from_mins(10);

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
        base_url: Url,
        client: reqwest::Client,
        shared: Shared,
        policies: Policies,
    ) -> Self {
        Self { base_url: Arc::new(base_url), client, shared: Arc::new(shared), policies: Arc::new(policies) }
    }

    /// Where requests go, without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.base_url.as_str().trim_end_matches('/')
    }

    /// The URL of a path behind the base URL.
    pub(crate) fn url(&self, path: fmt::Arguments<'_>) -> Url {
        url(&self.base_url, path)
    }

    /// The same client with another retry policy for all operations; for one call too:
    /// `client.with_retry(RetryPolicy::never()).get_room()`.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        let policies = Policies { all: policy, own: Vec::new(), deadline: self.policies.deadline };
        Self { policies: Arc::new(policies), ..self.clone() }
    }

    /// The same client whose calls end within this time, all attempts and waits together. A shorter deadline of a retry
    /// policy holds as well.
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        let mut policies = Policies::clone(&self.policies);
        policies.deadline = Some(deadline);
        Self { policies: Arc::new(policies), ..self.clone() }
    }

    /// The same client whose calls end within this time, or sooner if they would anyway.
    pub(crate) fn within(&self, left: Duration) -> Self {
        let mut policies = Policies::clone(&self.policies);
        policies.deadline = Some(policies.deadline.map_or(left, |deadline| deadline.min(left)));
        Self { policies: Arc::new(policies), ..self.clone() }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// How long a call may take altogether.
    pub(crate) fn deadline(&self, operation: Option<Operation>) -> Duration {
        let both = [self.policy(operation).deadline, self.policies.deadline];
        both.into_iter().flatten().min().unwrap_or(DEADLINE)
    }

    pub(crate) fn policy(&self, operation: Option<Operation>) -> &RetryPolicy {
        self.policies.of(operation)
    }
}

fn url(base: &Url, path: fmt::Arguments<'_>) -> Url {
    let mut whole = String::with_capacity(256);
    whole.push_str(base.path().trim_end_matches('/'));
    // Writing to a text does not fail.
    let _ = whole.write_fmt(path);
    // Quicker than to set the path, which makes room for it piece by piece. Two slashes would begin a host.
    match base.join(&whole) {
        Ok(url) if !whole.starts_with("//") => url,
        _ => {
            let mut url = base.clone();
            url.set_path(&whole);
            url
        }
    }
}

impl Shared {
    /// The pace of an operation; raw requests share one.
    pub(crate) fn pace(&self, operation: Option<Operation>) -> &Pace {
        &self.paces[operation.map_or(Operation::COUNT, |operation| operation as usize)]
    }

    pub(crate) fn new_paces() -> [Pace; Operation::COUNT + 1] {
        std::array::from_fn(|_| Pace::default())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Segment;

    #[test]
    fn paths_stand_behind_the_base_url_whatever_both_look_like() {
        for base in
            ["http://h", "http://h:1/", "https://h/a/b/", "http://[::1]:80/a", "http://h//a", "http://h/%20"]
        {
            let base = Url::parse(base).unwrap();
            let before = base.path().trim_end_matches('/');
            for id in [
                "A",
                "a b",
                "a/b",
                "a?b#c",
                "a%2Fb",
                "%2e%2e",
                "\\",
                " \n",
                "ü\u{0}",
                "//h/c",
                "{}|^`[]@:",
                "..A",
                "../B",
                "amzn1.alexa.unit.did.A\\..\\..\\properties\\B",
            ] {
                let url = url(&base, format_args!("/rooms/{}", Segment(id)));
                let mut expected = base.clone();
                expected.set_path(&format!("{before}/rooms/{}", Segment(id)));
                // No id leads out of its segment.
                let segment =
                    url.path().strip_prefix(before).and_then(|path| path.strip_prefix("/rooms/")).unwrap();
                assert!(!segment.contains('/'), "{url}");
                assert_eq!(percent_encoding::percent_decode_str(segment).decode_utf8().unwrap(), id, "{url}");
                assert_eq!(url, expected, "{base} {id:?}");
            }
        }
    }
}
