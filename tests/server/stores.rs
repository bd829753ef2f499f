//! The two stores, and tests over both.

use asp_server::Settings;
use asp_server::settings::Database;
use asp_server::test_support::postgres::Schema;
use tempfile::TempDir;

use crate::server::Server;

/// What the servers of a test keep everything in; gone with the value.
pub(crate) enum Stores {
    /// A file in a folder.
    Sqlite(TempDir),
    /// A schema of its own.
    Postgres(Schema),
}

impl Stores {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    /// `None` if the test is to be skipped; fails instead where the environment variable `CI` is set.
    pub(crate) async fn postgres() -> Option<Self> {
        Schema::new().await.map(Self::Postgres)
    }

    pub(crate) fn database(&self) -> Database {
        match self {
            Self::Sqlite(folder) => Database::Sqlite(folder.path().join("asp.sqlite")),
            Self::Postgres(schema) => schema.url().parse().unwrap(),
        }
    }

    /// Starts a server on a port of its own.
    pub(crate) async fn server(&self) -> Server {
        self.server_with(|_| ()).await
    }

    /// Starts several servers on the one database. A file is for one, which then is all of them.
    pub(crate) async fn servers<const COUNT: usize>(&self) -> [Server; COUNT] {
        let first = self.server().await;
        let mut servers = Vec::new();
        for _ in 1..COUNT {
            servers.push(match self {
                Self::Sqlite(_) => first.clone(),
                Self::Postgres(_) => self.server().await,
            });
        }
        servers.push(first);
        servers.try_into().unwrap_or_else(|_| unreachable!("as many as were asked for"))
    }

    /// Starts a server with other settings.
    pub(crate) async fn server_with(&self, change: impl FnOnce(&mut Settings)) -> Server {
        let mut settings = Settings::default();
        settings.listen.set_port(0);
        settings.database = self.database();
        change(&mut settings);
        Server::new(asp_server::start(settings).await.unwrap())
    }
}

/// Runs tests over both stores. Each takes `&Stores`.
macro_rules! over_both_stores {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(&$crate::stores::Stores::sqlite()).await;
                }
            )*
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    if let Some(stores) = $crate::stores::Stores::postgres().await {
                        super::$name(&stores).await;
                    }
                }
            )*
        }
    };
}
