//! `asp serve` as a process.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use serde_json::Value;

use super::Client;

/// A server that is ready. It is killed with the value.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    /// Reads the log, so that the server never waits for a reader.
    log: Option<JoinHandle<String>>,
    pub(crate) address: SocketAddr,
    pub(crate) organization: String,
}

/// `asp serve` without what the environment of the tests says.
pub(crate) fn command(database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_asp"));
    command.args(["serve", "--format", "json", "--listen", "127.0.0.1:0", "--database", database]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("ASP_")) {
            command.env_remove(name);
        }
    }
    command
}

impl Server {
    /// Starts one on the file `asp.sqlite` of a folder.
    pub(crate) fn on_file(folder: &Path) -> Self {
        Self::start(folder.join("asp.sqlite").to_str().unwrap(), &[])
    }

    pub(crate) fn start(database: &str, options: &[&str]) -> Self {
        let mut process = command(database).args(options).spawn().unwrap();
        let mut stderr = process.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut log = Vec::new();
            stderr.read_to_end(&mut log).unwrap();
            String::from_utf8_lossy(&log).into_owned()
        });
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Ok(ready) = serde_json::from_str::<Value>(&line) else {
            let _ = process.kill();
            panic!("not ready: {line}{}", log.join().unwrap());
        };
        let text = |name: &str| ready[name].as_str().unwrap().to_owned();
        let address = text("address").parse().unwrap();
        Self { process, log: Some(log), address, organization: text("organization") }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Ends it as a crash would: at once, with SIGKILL.
    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.check_log();
    }

    /// How many bytes of memory it has in use: `VmRSS`. Nothing where the system has no `/proc`.
    pub(crate) fn memory(&self) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        let kilobytes: usize = line.trim().strip_suffix(" kB").unwrap().parse().unwrap();
        Some(kilobytes << 10)
    }

    /// Fails if it uses more memory than that.
    pub(crate) fn check_memory(&self, mebibytes: usize) {
        if let Some(bytes) = self.memory() {
            assert!(bytes <= mebibytes << 20, "{} MiB in use, {mebibytes} expected at most", bytes >> 20);
        }
    }

    /// Ends it in good order and looks at what it said: no thread panicked.
    pub(crate) fn end(mut self) {
        let killed = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let status = self.process.wait().unwrap();
        self.check_log();
        assert_eq!(status.code(), Some(0));
    }

    fn check_log(&mut self) {
        let log = self.log.take().unwrap().join().unwrap();
        assert!(!log.contains("panicked"), "{log}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        // A test that fails by something else shows what the server said.
        if let Some(log) = self.log.take().filter(|_| std::thread::panicking()) {
            let log = log.join().unwrap_or_default();
            let begin = log.len().saturating_sub(4_000);
            let begin = (begin..log.len()).find(|index| log.is_char_boundary(*index)).unwrap_or(0);
            eprintln!("the end of the server's log:\n{}", &log[begin..]);
        }
    }
}
