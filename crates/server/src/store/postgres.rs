//! The store beyond one machine: a database that speaks PostgreSQL's protocol, shared by any number of processes.
//!
//! Nothing is remembered here between calls but connections and what they have prepared. A connection that broke is
//! replaced when one is asked for again, so the store recovers as soon as the database does.

mod batch;
#[cfg(any(test, feature = "test-support"))]
mod bulk;
mod failure;
mod migrate;
#[cfg(test)]
mod tests;
mod tls;
pub(super) mod value;

use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use scopeguard::ScopeGuard;
use tokio::sync::Mutex;
use tokio::time::timeout;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};

#[cfg(any(test, feature = "test-support"))]
use super::bulk::NewUnit;
use super::{Done, Extent, OpenError, Row, Step, StoreError, Value, WriteError};
use crate::secret::Secret;
use failure::{Undone, failed, is_collision, no_connection};

/// How many connections a process has at most. Several processes share what the database allows, by default 100.
const CONNECTIONS: usize = 16;

/// How long to wait for a connection, a free one or a new one.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long the database may work on a statement. Ours take milliseconds.
const STATEMENT: Duration = Duration::from_secs(15);

/// How long everything together may take: longer than a statement, or else the connection is given up.
const ANSWER: Duration = Duration::from_secs(20);

/// How long a batch that touches many rows may take: as long as any client would wait for it.
const LONG: Duration = Duration::from_mins(10);

/// How long to wait for one's turn among those who write once more. The database takes a second to notice a collision, so
/// that a turn may take that long, and there are several before one's own.
const LANE: Duration = Duration::from_secs(10);

/// How often a batch or a query is run that the database keeps undoing in favour of others.
const ATTEMPTS: u32 = 10;

/// A database that is open.
pub(super) struct Postgres {
    pool: Pool,
    /// Held by whoever writes once more. Those who collided would collide again, and the database takes a second to notice
    /// that two wait for each other.
    once_more: Mutex<()>,
    place: String,
}

impl Postgres {
    /// Connects and brings the tables up to date.
    pub(super) async fn open(url: &Secret) -> Result<Self, OpenError> {
        let config = configure(url)?;
        let place = place(&config);
        let refused = |reason: String| OpenError::Refused { place: place.clone(), reason };
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = match config.get_ssl_mode() {
            SslMode::Disable => Manager::from_config(config, NoTls, recycling),
            mode => {
                let tls = tls::connector(mode, config.get_ssl_negotiation())
                    .map_err(|error| refused(format!("TLS cannot be set up: {error}")))?;
                Manager::from_config(config, tls, recycling)
            }
        };
        // A statement rather than an option of the connection, which poolers such as PgBouncer refuse.
        let settings = format!("SET statement_timeout = {}", STATEMENT.as_millis());
        let set_up = Hook::async_fn(move |client, _| {
            let settings = settings.clone();
            Box::pin(async move { client.batch_execute(&settings).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .recycle_timeout(Some(PATIENCE))
            .runtime(Runtime::Tokio1)
            .post_create(set_up)
            .build()
            .map_err(|error| refused(error.to_string()))?;
        let mut client = pool.get().await.map_err(|error| refused(no_connection(&error).reason()))?;
        migrate::migrate(&mut client, &place).await?;
        drop(client);
        Ok(Self { pool, once_more: Mutex::default(), place })
    }

    /// Host, port and database.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Calls `each` for every row of a query.
    pub(super) async fn read(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut attempt = 1;
        let rows = loop {
            let client = self.connect().await?;
            let query = async {
                let statement = client.prepare_cached(sql).await?;
                client.query(&statement, &value::parameters(values)).await
            };
            let Ok(rows) = timeout(ANSWER, query).await else { return Err(too_slow()) };
            drop(ScopeGuard::into_inner(client));
            match rows {
                Ok(rows) => break rows,
                // Databases that spread over machines undo queries, too. Nothing was read yet.
                Err(error) if error.code().is_some_and(is_collision) => {
                    attempt = make_way(attempt).await?;
                }
                Err(error) => return Err(failed(&error)),
            }
        };
        rows.iter().try_for_each(|row| each(&Row::Postgres(row)))
    }

    /// Runs all steps in one transaction, or none.
    pub(super) async fn write(&self, steps: &[Step], extent: Extent) -> Result<Vec<Done>, WriteError> {
        self.persist(Work::Steps(steps, extent)).await
    }

    #[cfg(any(test, feature = "test-support"))]
    /// Inserts all units, or none.
    pub(super) async fn insert_units(&self, units: &[NewUnit]) -> Result<(), WriteError> {
        self.persist(Work::Units(units)).await.map(drop)
    }

    async fn persist(&self, work: Work<'_>) -> Result<Vec<Done>, WriteError> {
        match self.try_to_persist(work).await {
            Ok(done) => return Ok(done),
            Err(Undone::For(error)) => return Err(error),
            Err(Undone::InFavourOfOthers) => {}
        }
        // If others take long there, it goes on beside them.
        let _alone = if work.is_short() { timeout(LANE, self.once_more.lock()).await.ok() } else { None };
        let mut attempt = 1;
        loop {
            attempt = make_way(attempt).await?;
            match self.try_to_persist(work).await {
                Ok(done) => return Ok(done),
                Err(Undone::For(error)) => return Err(error),
                Err(Undone::InFavourOfOthers) => {}
            }
        }
    }

    async fn try_to_persist(&self, work: Work<'_>) -> Result<Vec<Done>, Undone> {
        let mut client = self.connect().await?;
        let patience = if work.is_short() { ANSWER } else { LONG + ANSWER };
        let done = async {
            match work {
                Work::Steps([step], Extent::New | Extent::Few) => batch::run_alone(&client, step).await,
                Work::Steps(steps, extent) => batch::run(&mut client, steps, extent).await,
                #[cfg(any(test, feature = "test-support"))]
                Work::Units(units) => bulk::insert(&client, units).await.map(|()| Vec::new()),
            }
        };
        let done = timeout(patience, done).await.map_err(|_| too_slow())?;
        drop(ScopeGuard::into_inner(client));
        done
    }

    async fn connect(&self) -> Result<Client, StoreError> {
        let client = self.pool.get().await.map_err(|error| no_connection(&error))?;
        Ok(scopeguard::guard(client, close))
    }
}

/// A connection of the pool. Unless it is given back ([`ScopeGuard::into_inner`]) it is closed, for it may still be at work:
/// whoever got it next would wait behind what a caller who left has begun.
type Client = ScopeGuard<Object, fn(Object)>;

fn close(client: Object) {
    drop(Object::take(client));
}

/// What is to be written.
#[derive(Clone, Copy)]
enum Work<'a> {
    Steps(&'a [Step], Extent),
    #[cfg(any(test, feature = "test-support"))]
    Units(&'a [NewUnit]),
}

impl Work<'_> {
    /// Whether it touches few rows.
    fn is_short(self) -> bool {
        !matches!(self, Self::Steps(_, Extent::Many | Extent::All))
    }
}

fn too_slow() -> StoreError {
    StoreError::Unreachable("it takes too long to answer".to_owned())
}

/// Waits before the next attempt, whose number it tells. Those who collided should not meet again: everybody waits
/// another while, and longer each time.
async fn make_way(attempt: u32) -> Result<u32, StoreError> {
    if attempt >= ATTEMPTS {
        let reason = "too many others use the same rows; try again";
        return Err(StoreError::Unreachable(reason.to_owned()));
    }
    let most = 10_u64 << attempt.min(6);
    tokio::time::sleep(Duration::from_millis(rand::random_range(0..=most))).await;
    Ok(attempt + 1)
}

/// What the URL says, with what it leaves open. Errors never repeat it: it may hold a password.
fn configure(url: &Secret) -> Result<Config, OpenError> {
    // Certificates are always checked where TLS is required, so the words of libpq for that come to the same.
    let text = url.expose().replace("sslmode=verify-full", "sslmode=require");
    let text =
        text.replace("sslmode=verify-ca", "sslmode=require").replace("sslmode=allow", "sslmode=prefer");
    let unreadable = || {
        OpenError::Address(
            "the `postgres://` URL cannot be read: write special characters of user and password as in `%40`, and \
             of the options only those of connections, such as `sslmode=require` (certificates beyond the system's \
             are named by the environment variable SSL_CERT_FILE)"
                .to_owned(),
        )
    };
    // Without its percent-encoding, a part of the password would be taken for the host or the name of the database, and
    // shown.
    let after_scheme = text.split_once("://").map(|(_, rest)| rest).ok_or_else(unreadable)?;
    let user_info = after_scheme.rsplit_once('@').map_or("", |(user_info, _)| user_info);
    let password = user_info.split_once(':').map_or("", |(_, password)| password);
    let place = after_scheme.rsplit_once('@').map_or(after_scheme, |(_, place)| place);
    let (hosts, path) = place.split_once('/').unwrap_or((place, ""));
    // A user and a password without a host look like a host and its port.
    if hosts.split(',').any(|host| host.ends_with(':'))
        || path.split('?').next().is_some_and(|name| name.contains(['/', ':', '#']))
    {
        return Err(unreadable());
    }
    if user_info.contains(['@', '/', '?', '#', '\\', '[', ']']) || password.contains(':') {
        return Err(unreadable());
    }
    let mut config: Config = text.parse().map_err(|_| unreadable())?;
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        config.host("localhost");
    }
    if config.get_application_name().is_none() {
        config.application_name("asp-server");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    // Otherwise a database that vanished from the network is waited for until the system gives up, for minutes.
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(2 * PATIENCE);
    }
    let is_local = config.get_hosts().iter().all(|host| !matches!(host, Host::Tcp(_)));
    if is_local && config.get_hostaddrs().is_empty() {
        config.ssl_mode(SslMode::Disable);
    }
    Ok(config)
}

/// What messages call the database of a URL.
#[cfg(test)]
pub(super) fn place_of(url: &Secret) -> Result<String, OpenError> {
    configure(url).map(|config| place(&config))
}

/// Host, port and database, for messages.
fn place(config: &Config) -> String {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => path.display().to_string(),
        None => config.get_hostaddrs().first().map(ToString::to_string).unwrap_or_default(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let name = config.get_dbname().or(config.get_user()).unwrap_or_default();
    format!("{name} at {host}:{port}")
}
