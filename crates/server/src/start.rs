//! Starting and stopping.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use http::Response;

use crate::app::{App, DatabaseError};
use crate::failure::unknown_method;
use crate::seed::{self, PlantError};
use crate::serve::{self, Limits, Respond, Serving};
use crate::settings::{Database, InvalidControl, Settings};
use crate::store::{Store, StoreError, sessions};
use crate::{docs, emulator, front, health, login, request_id};

/// The server could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// It can't listen where it should.
    #[error("can't listen on {address}")]
    Listen {
        /// Where it should.
        address: SocketAddr,
        /// Why it can't.
        source: io::Error,
    },
    /// The database can't be used.
    #[error("can't open the database {database}")]
    Database {
        /// Which one; it is shown without its password.
        database: Database,
        /// Why not.
        source: DatabaseError,
    },
    /// The settings of the control API do not fit each other.
    #[error(transparent)]
    Control(#[from] InvalidControl),
    /// The seed can't be used.
    #[error(transparent)]
    Seed(#[from] PlantError),
}

/// Why a server can't go on by itself. What led to it is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// Nobody accepts connections any more.
    #[error("connections are no longer accepted")]
    Accepting,
    /// Nothing is written any more.
    #[error("the thread that writes has ended")]
    Writing,
}

/// A server that runs until [`Running::shutdown`]. Dropping it stops nothing.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// The id of an organization in its database, to begin with.
    pub organization: String,
    serving: Serving,
    shutdown_time: Duration,
    store: Arc<Store>,
}

/// Opens the database, listens and serves.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    let has_control = settings.has_control()?;
    let address = settings.listen;
    // First, so that a second server on the same address never touches the database.
    let listener = serve::listen(address).map_err(|source| StartError::Listen { address, source })?;
    let app = App::open(&settings)
        .await
        .map_err(|source| StartError::Database { database: settings.database.clone(), source })?;
    let app = Arc::new(app);
    seed::plant(&app.store, &app.controls, settings.seed.as_deref()).await?;
    let database = |source: StoreError| StartError::Database {
        database: settings.database.clone(),
        source: source.into(),
    };
    let organizations = crate::store::seed::organizations(&app.store).await.map_err(database)?;
    let limits = Limits { connections: serve::raise_open_files(settings.connections), ..Limits::default() };
    let open = app.metrics.connections();
    let serving = serve::serve(listener, Everything::new(&app, has_control), limits, open)
        .map_err(|source| StartError::Listen { address, source })?;
    Ok(Running {
        address: serving.address(),
        organization: organizations.into_iter().next().map(|(id, _)| id).unwrap_or_default(),
        serving,
        shutdown_time: settings.shutdown_time,
        store: Arc::clone(&app.store),
    })
}

/// The path below which all operations are.
const OPERATIONS: &str = "/enterprise/";

/// Everything that the server has.
#[derive(Clone)]
struct Everything {
    app: Arc<App>,
    /// What is beside the operations, and 404 for the rest.
    others: Router,
}

impl Everything {
    fn new(app: &Arc<App>, has_control: bool) -> Self {
        Self { app: Arc::clone(app), others: others(app, has_control) }
    }
}

impl Respond for Everything {
    async fn respond(&self, request: Request) -> Response<Body> {
        if request.uri().path().starts_with(OPERATIONS) {
            front::front(Arc::clone(&self.app), request).await
        } else {
            self.others.respond(request).await
        }
    }
}

fn others(app: &Arc<App>, has_control: bool) -> Router {
    let probed = Arc::clone(app);
    let probe = move || {
        let app = Arc::clone(&probed);
        async move { app.store.check().await }
    };
    let token = Router::new().route(login::PATH, axum::routing::any(token)).with_state(Arc::clone(app));
    let others = token
        .merge(health::health_router(Arc::clone(&app.metrics), probe))
        .merge(docs::router(&crate::openapi(), has_control.then(emulator::emulator_openapi).as_ref()))
        .method_not_allowed_fallback(unknown_method);
    let others = if has_control { others.nest(emulator::PATH, emulator::router(app)) } else { others };
    // The front has the operations and whatever has no path here.
    front::router(app).merge(request_id::layer(others, &app.metrics))
}

/// The token endpoint, by the newest clock and switches.
async fn token(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    match newest_control(&app).await {
        Ok(()) => login::token(&app.store, &app.controls.full(), request).await,
        Err(error) => login::failed(error),
    }
}

/// Reads what the control API of any process has set last.
pub(crate) async fn newest_control(app: &App) -> Result<(), StoreError> {
    let session = sessions::session(&app.store, None).await?;
    app.controls.refresh_if(session.version).await
}

impl Running {
    /// Waits until the server can't go on by itself, and says why; for ever if all is well.
    pub async fn wait(&self) -> RunError {
        tokio::select! {
            () = self.serving.ended() => RunError::Accepting,
            () = self.store.ended() => RunError::Writing,
        }
    }

    /// Stops listening and lets exchanges that run end, for no longer than [`Settings::shutdown_time`]. Returns whether
    /// all ended in time.
    pub async fn shutdown(self) -> bool {
        self.serving.stop(self.shutdown_time).await
    }
}

#[cfg(test)]
mod tests;
