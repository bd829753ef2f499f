//! What all requests share.

use std::sync::Arc;

use crate::body::Room;
use crate::control::Controls;
use crate::emulator::Access;
use crate::exchanges::Exchanges;
use crate::faults::Faults;
use crate::metrics::Metrics;
use crate::page_token::Key;
use crate::secret::Secret;
use crate::settings::Settings;
use crate::store::{OpenError, Store, StoreError, keys};
use crate::throttle::Throttle;

/// The database can't be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// It can't be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It was opened, and can't be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The state of a running server. It keeps nothing that another process on the same database would need.
pub(crate) struct App {
    pub(crate) store: Arc<Store>,
    pub(crate) controls: Arc<Controls>,
    pub(crate) faults: Faults,
    pub(crate) throttle: Throttle,
    pub(crate) exchanges: Exchanges,
    /// Who may use the control API.
    pub(crate) access: Access,
    pub(crate) metrics: Arc<Metrics>,
    /// What continuation tokens are sealed with.
    pub(crate) page_key: Key,
    /// For the bodies of requests.
    pub(crate) room: Room,
}

impl App {
    /// Opens the database that the settings name.
    pub(crate) async fn open(settings: &Settings) -> Result<Self, DatabaseError> {
        let store = Arc::new(Store::open(&settings.database, settings.cache_bytes).await?);
        let controls = Arc::new(Controls::open(Arc::clone(&store)).await?);
        Ok(Self {
            faults: Faults::new(Arc::clone(&store), Arc::clone(&controls)),
            throttle: Throttle::default(),
            page_key: keys::page_token_key(&store).await?,
            store,
            controls,
            exchanges: Exchanges::new(settings.exchanges, settings.exchange_bytes),
            access: Access::new(settings.listen.ip(), settings.control_key.as_ref().map(Secret::expose)),
            metrics: Arc::new(Metrics::new()),
            room: Room::new(settings.body_bytes),
        })
    }
}
