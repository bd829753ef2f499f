//! PostgreSQL for tests: a temporary cluster of the system's own programs, or the database that the environment variable
//! `TEST_DATABASE_URL` names.
//!
//! Without either, tests that need it fail where the environment variable `CI` is set, and are skipped elsewhere.

#![allow(clippy::panic, clippy::print_stderr, reason = "this is part of tests, which may")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use parking_lot::Mutex;
use tokio_postgres::NoTls;

/// The cluster that the tests of this process share.
static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();

/// A schema of its own in a database, for one test.
#[derive(Debug)]
pub struct Schema {
    name: String,
    server: String,
    url: String,
    is_kept: bool,
}

impl Schema {
    /// Makes an empty schema; `None` if the test is to be skipped.
    ///
    /// # Panics
    ///
    /// If the database cannot be had although it must.
    pub async fn new() -> Option<Self> {
        if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
            return Some(Self::within(server, false).await);
        }
        let cluster = SHARED.get_or_init(Cluster::new).as_ref()?;
        Some(Self::within(cluster.url(), true).await)
    }

    /// Makes an empty schema in the database of a URL.
    async fn within(server: String, is_kept: bool) -> Self {
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        execute(&server, &format!("CREATE SCHEMA {name}")).await;
        let mark = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{mark}options=-c%20search_path%3D{name}");
        Self { name, server, url, is_kept }
    }

    /// What to give to the server.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs SQL in it.
    ///
    /// # Panics
    ///
    /// If that fails.
    pub async fn execute(&self, sql: &str) {
        execute(&self.url, sql).await;
    }
}

impl Drop for Schema {
    /// Removes it from a database that stays. A cluster of ours goes as a whole.
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        let (server, sql) = (self.server.clone(), format!("DROP SCHEMA {} CASCADE", self.name));
        // The runtime of the test may be at its end.
        let dropper = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime can be built").block_on(execute(&server, &sql));
        });
        let _ = dropper.join();
    }
}

async fn execute(url: &str, sql: &str) {
    let connected = tokio_postgres::connect(url, NoTls).await;
    let (client, connection) =
        connected.unwrap_or_else(|error| panic!("no database for the tests: {error:?}"));
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    drop(client);
    let _ = connection.await;
}

/// A temporary cluster. It is stopped and removed when it is dropped, or when the process ends in whichever way.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    keeper: Mutex<Keeper>,
}

/// The shell that runs the cluster.
#[derive(Debug)]
struct Keeper {
    child: Child,
    words: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Cluster {
    /// Makes and starts a cluster; `None` if the test is to be skipped since there are no programs for it.
    ///
    /// # Panics
    ///
    /// If the programs fail, or are missing where the environment variable `CI` is set.
    pub fn new() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(
                std::env::var_os("CI").is_none(),
                "PostgreSQL is missing: install its server, initdb and pg_ctl"
            );
            eprintln!("skipped: no PostgreSQL; install its server, or set TEST_DATABASE_URL");
            return None;
        };
        let mut child = shell()
            .args(["-c", include_str!("cluster.sh"), "cluster"])
            .arg(programs)
            // A folder that every user may be in.
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("the cluster cannot be started: {error}"));
        let words = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().expect("its output is piped"));
        let mut keeper = Keeper { child, words, answers };
        let folder = PathBuf::from(keeper.answer());
        Some(Self { folder, keeper: Mutex::new(keeper) })
    }

    /// The database of the cluster.
    pub fn url(&self) -> String {
        let folder = self.folder.to_string_lossy().replace('%', "%25").replace('/', "%2F");
        format!("postgres://asp@{folder}/postgres")
    }

    /// An empty schema in it.
    pub async fn schema(&self) -> Schema {
        Schema::within(self.url(), true).await
    }

    /// Stops it in good order: transactions are undone, connections closed.
    pub fn stop(&self) {
        self.keeper.lock().say("stop");
    }

    /// Stops it at once, as in a crash.
    pub fn kill(&self) {
        self.keeper.lock().say("kill");
    }

    /// Starts it again, and waits until it answers.
    pub fn start(&self) {
        self.keeper.lock().say("start");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let keeper = self.keeper.get_mut();
        drop(keeper.words.take());
        let _ = keeper.child.wait();
    }
}

impl Keeper {
    fn say(&mut self, word: &str) {
        let words = self.words.as_mut().expect("the cluster is there until it is dropped");
        writeln!(words, "{word}").unwrap_or_else(|error| panic!("the cluster is gone: {error}"));
        assert_eq!(self.answer(), word, "the cluster does not follow");
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        let read = self.answers.read_line(&mut line);
        assert!(read.is_ok_and(|length| length > 0), "the cluster has ended; its log is above");
        line.trim_end().to_owned()
    }
}

/// A shell as a user whom PostgreSQL lets run it, which is anybody but root.
fn shell() -> Command {
    let id = |arguments: &[&str]| {
        let output =
            Command::new("id").args(arguments).output().ok().filter(|output| output.status.success());
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    if id(&["-u"]).as_deref() != Some("0") {
        return Command::new("sh");
    }
    let ids = |user| Some((id(&["-u", user])?, id(&["-g", user])?));
    let (user, group) = ids("postgres").or_else(|| ids("nobody")).expect("a user who is not root");
    let mut command = Command::new("setpriv");
    command.args([&format!("--reuid={user}"), &format!("--regid={group}"), "--clear-groups", "sh"]);
    command
}

/// The folder of PostgreSQL's programs, of the highest version.
fn programs() -> Option<PathBuf> {
    let is_complete = |folder: &Path| folder.join("initdb").exists() && folder.join("pg_ctl").exists();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<_> = versions
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    let installed = versions.into_iter().rev().map(|(_, folder)| folder);
    let configured = || {
        let output = Command::new("pg_config").arg("--bindir").output().ok()?;
        Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    installed.chain(configured()).chain(std::env::split_paths(&path)).find(|folder| is_complete(folder))
}
