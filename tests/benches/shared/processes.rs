//! The servers, as processes of their own, and what the system says about them.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::load::{Client, request};

/// A server that runs until this is dropped.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
    /// An access token, where there is need of one.
    pub(crate) token: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Builds the command `asp` in the profile of releases, and tells where it is. Not left to cargo's own building of
/// benchmarks: that would give the server the features that tests need.
pub(crate) fn build_asp() -> PathBuf {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--release", "--package", "asp-cli", "--message-format=json-render-diagnostics"]);
    let output = command.current_dir(asp_tests::root()).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "the command `asp` can't be built");
    let lines = output.stdout.split(|byte| *byte == b'\n');
    let mut executables = lines.filter_map(|line| {
        let message: serde_json::Value = serde_json::from_slice(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    executables.next_back().unwrap()
}

impl Server {
    /// Starts `asp serve` on a file; ready when it says so.
    pub(crate) fn asp(asp: &Path, database: &Path) -> Self {
        let mut process = Command::new(asp)
            .args(["serve", "--listen", "127.0.0.1:0", "--format", "json", "--log", "warn", "--database"])
            .arg(database)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let ready: serde_json::Value = serde_json::from_str(&first_line(&mut process)).unwrap();
        Self { process, address: ready["address"].as_str().unwrap().parse().unwrap(), token: String::new() }
    }

    /// Gets an access token.
    pub(crate) async fn with_token(mut self) -> Self {
        let mut client = Client::connect(self.address).await;
        let tokens = client.expect(&request("POST", "/_emulator/tokens", "none", None), 201).await.json();
        tokens["accessToken"].as_str().unwrap().clone_into(&mut self.token);
        self
    }

    /// Starts the bare handler, with the bytes in a file for an answer.
    pub(crate) fn bare(body: &Path) -> Self {
        Self::itself(&[crate::bare::ARGUMENT.as_ref(), body.as_os_str()])
    }

    /// Starts this program with arguments that make it a server, which prints its address first.
    pub(crate) fn itself(arguments: &[&OsStr]) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let address = first_line(&mut process).trim().parse().unwrap();
        Self { process, address, token: String::new() }
    }

    /// Starts Prism on the document, if it is installed beside this file: `npm ci` in `tests/benches/prism`, or in a
    /// copy of it that the environment variable `PRISM` names.
    pub(crate) fn prism() -> Option<Self> {
        let folder =
            std::env::var_os("PRISM").map_or(asp_tests::root().join("tests/benches/prism"), PathBuf::from);
        let command = folder.join("node_modules/.bin/prism");
        if !command.exists() {
            return None;
        }
        // It prints no port if it picks one.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let process = Command::new(command)
            .args(["mock", "--host", "127.0.0.1", "--verboseLevel", "silent", "--port"])
            .arg(address.port().to_string())
            .arg(asp_tests::root().join("openapi/smart-properties.yaml"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, address, token: String::new() };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(start.elapsed() < Duration::from_mins(1), "Prism did not start");
            std::thread::sleep(Duration::from_millis(100));
        }
        Some(server)
    }

    /// How much time of processors it has taken, where the system tells.
    pub(crate) fn processor_time(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).ok()?;
        let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(11);
        let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
        // 100 a second on every system that has the file.
        Some(Duration::from_millis(ticks * 10))
    }

    /// How many bytes of memory it has, by a name in `/proc/<id>/status`, where the system tells.
    pub(crate) fn memory(&self, name: &str) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024.0)
    }
}

fn first_line(process: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line
}
