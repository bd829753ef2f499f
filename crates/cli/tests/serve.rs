//! `asp` as a process.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

/// The command, in a folder of its own and without what the environment of the test says.
fn asp(folder: &Path) -> Command {
    let mut command = Command::new(cargo_bin("asp"));
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("ASP_")) {
            command.env_remove(name);
        }
    }
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A server that is ready. It is killed with the value.
struct Server {
    process: Child,
    stdout: BufReader<ChildStdout>,
    ready: Value,
}

impl Server {
    fn start(command: &mut Command) -> Self {
        let mut process = command.spawn().unwrap();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let ready = serde_json::from_str(&line).unwrap_or_else(|_| {
            let mut text = String::new();
            process.stderr.take().unwrap().read_to_string(&mut text).unwrap();
            panic!("not ready: {line}{text}")
        });
        Self { process, stdout, ready }
    }

    fn address(&self) -> &str {
        self.ready["address"].as_str().unwrap()
    }

    /// The status line of the answer to a request.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        // Assets come compressed.
        String::from_utf8_lossy(&answer).split("\r\n").next().unwrap().to_owned()
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for the end; the exit code, what else was printed, and the log.
    fn end(mut self) -> (Option<i32>, String, String) {
        let (mut printed, mut log) = (String::new(), String::new());
        self.stdout.read_to_string(&mut printed).unwrap();
        self.process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (self.process.wait().unwrap().code(), printed, log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serve(folder: &TempDir) -> Command {
    let mut command = asp(folder.path());
    command.args(["serve", "--format", "json", "--listen", "127.0.0.1:0"]);
    command
}

/// Runs a command that fails; what it says.
fn failure(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{text}");
    assert!(stdout.is_empty(), "{}", String::from_utf8_lossy(&stdout));
    text
}

#[test]
fn it_says_where_it_is_serves_and_ends_with_0_when_asked_to() {
    for signal in ["-TERM", "-INT"] {
        let folder = folder();
        let server = Server::start(&mut serve(&folder));
        assert_ne!(server.address(), "127.0.0.1:0");
        let url = format!("http://{}", server.address());
        assert_eq!(server.ready["url"], url);
        assert_eq!(server.ready["database"], "asp.sqlite");
        assert_eq!(server.ready["reference"], format!("{url}/docs/"));
        assert_eq!(server.ready["control"], format!("{url}/_emulator"));
        assert_eq!(server.ready["token"], format!("curl -sS -X POST {url}/_emulator/tokens"));
        assert!(server.ready["organization"].as_str().unwrap().starts_with("amzn1.alexa.unit.did."));
        for path in ["/healthz", "/readyz", "/metrics", "/docs/", "/openapi.json"] {
            assert_eq!(server.get(path), "HTTP/1.1 200 OK", "{path}");
        }
        // A connection that does nothing holds nothing up.
        let _idle = TcpStream::connect(server.address()).unwrap();
        server.signal(signal);
        let (code, printed, log) = server.end();
        assert_eq!((code, printed.as_str()), (Some(0), ""), "{log}");
        assert!(log.contains("shutting down"), "{log}");
    }
}

#[test]
fn for_people_it_prints_the_same() {
    let folder = folder();
    let mut process = asp(folder.path()).args(["serve", "--listen", "127.0.0.1:0"]).spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let text: Vec<String> = (0..6).map(|_| lines.next().unwrap().unwrap()).collect();
    process.kill().unwrap();
    process.wait().unwrap();
    let words: Vec<_> = text.iter().map(|line| line[..14].trim()).collect();
    assert_eq!(words, ["ready on", "database", "organization", "reference", "control API", "a token"]);
    assert!(text[0].contains("http://127.0.0.1:"), "{text:?}");
}

#[test]
fn flags_win_over_the_environment_that_over_the_file_and_that_over_defaults() {
    let folder = folder();
    let files = folder.path().join("files");
    fs_err::create_dir(&files).unwrap();
    let config = files.join("asp.toml");
    let text = "# everything\nlisten = \"127.0.0.1:0\"\ndatabase = \"file.sqlite\"\ncontrol = \"off\"\nlog-format = \"json\"\n";
    fs_err::File::create(&config).unwrap().write_all(text.as_bytes()).unwrap();
    let path_in_file = files.join("file.sqlite");

    // The file alone, named by the environment and by a flag. Its paths are relative to it.
    let by_file =
        Server::start(asp(folder.path()).args(["serve", "--format", "json"]).env("ASP_CONFIG", &config));
    assert_eq!(by_file.ready["database"], path_in_file.to_str().unwrap());
    assert_eq!(by_file.ready["control"], Value::Null);
    assert_eq!(by_file.ready["token"], Value::Null);
    by_file.signal("-TERM");
    let (_, _, log) = by_file.end();
    for line in log.lines() {
        let event: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        assert!(event["message"].is_string() && event["level"].is_string(), "{line}");
    }
    assert!(!log.is_empty());

    let mut command = asp(folder.path());
    command.args(["serve", "--format", "json", "--config", "files/asp.toml"]);
    command
        .env("ASP_DATABASE", "environment.sqlite")
        .env("ASP_CONTROL", "on")
        .env("ASP_CONFIG", "missing.toml");
    let by_environment = Server::start(&mut command);
    assert_eq!(by_environment.ready["database"], "environment.sqlite");
    assert!(by_environment.ready["control"].is_string());

    let by_flag = Server::start(command.args(["--database", "flag.sqlite"]));
    assert_eq!(by_flag.ready["database"], "flag.sqlite");
    assert!(by_flag.ready["control"].is_string(), "the environment still counts for the rest");
}

#[test]
fn errors_in_the_file_name_the_line_and_show_no_value() {
    let folder = folder();
    let config = folder.path().join("asp.toml");
    let fails_with = |text: &str| {
        fs_err::File::create(&config).unwrap().write_all(text.as_bytes()).unwrap();
        let text = failure(asp(folder.path()).args(["serve", "--config", "asp.toml"]));
        assert!(!text.contains("hunter2"), "{text}");
        text
    };
    let unknown =
        fails_with("listen = \"127.0.0.1:0\"\n\ndatabse = \"postgres://asp:hunter2@db.example/asp\"\n");
    assert!(
        unknown.contains("asp.toml:3: unknown field `databse`") && unknown.contains("`database`"),
        "{unknown}"
    );
    let mistyped = fails_with("database = [\"postgres://asp:hunter2@db.example/asp\"]\n");
    assert!(mistyped.contains("asp.toml:1: "), "{mistyped}");
    let broken = fails_with("# one\ndatabase = postgres://asp:hunter2@db.example/asp\n");
    assert!(broken.contains("asp.toml:2: "), "{broken}");
    let missing = failure(asp(folder.path()).args(["serve", "--config", "missing.toml"]));
    assert!(missing.contains("missing.toml"), "{missing}");
}

#[test]
fn errors_say_what_to_do() {
    let folder = folder();
    let first = Server::start(&mut serve(&folder));
    let in_use = failure(asp(folder.path()).args(["serve", "--listen", first.address()]));
    assert!(in_use.contains(first.address()) && in_use.contains("--listen"), "{in_use}");
    let same_file = failure(&mut serve(&folder));
    assert!(same_file.contains("asp.sqlite is in use") && same_file.contains("PostgreSQL"), "{same_file}");
    assert!(!same_file.contains("check that"), "{same_file}");
    for (arguments, words) in [
        (["--database", "mysql://asp:hunter2@db.example/asp"], "postgres://"),
        (["--control", "hunter2x"], "`auto`, `on` or `off`"),
        (["--database", "missing/asp.sqlite"], "check that its folder is there"),
        (["--log", "=="], "asp_server=debug"),
        (["--log", "info,wran"], "\"wran\" is no level"),
        (["--connections", "0"], "nobody could connect"),
        (["--connections", "many"], "--connections"),
        (["--control-key-file", "missing.key"], "missing.key"),
    ] {
        let text = failure(serve(&folder).args(arguments));
        assert!(text.starts_with("error: ") && text.contains(words), "{text}");
        assert!(!text.contains("hunter2@") && !text.contains("panicked"), "{text}");
    }
    let no_address = failure(asp(folder.path()).args(["serve", "--listen", "8080"]));
    assert!(no_address.contains("127.0.0.1:8484"), "{no_address}");
    let no_key = failure(asp(folder.path()).args(["serve", "--listen", "0.0.0.0:0", "--control", "on"]));
    assert!(no_key.contains("needs a key"), "{no_key}");
}

#[test]
fn secrets_are_never_shown() {
    let folder = folder();
    let key = folder.path().join("key");
    fs_err::File::create(&key).unwrap().write_all(b"hunter2\n").unwrap();
    let url = "postgres://asp:hunter2@db.example/asp";

    let help = asp(folder.path())
        .args(["serve", "--help"])
        .env("ASP_DATABASE", url)
        .env("ASP_CONTROL_KEY", "hunter2")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("ASP_DATABASE") && help.contains("ASP_CONTROL_KEY"), "{help}");
    assert!(!help.contains("hunter2"), "{help}");

    for (name, value, shown) in [
        ("ASP_CONTROL_KEY", "hunter2", "$ASP_CONTROL_KEY"),
        ("ASP_CONTROL_KEY_FILE", "key", "$(head -n 1 'key')"),
    ] {
        let mut command = serve(&folder);
        let server = Server::start(command.env(name, value).args(["--log", "trace"]));
        assert!(server.ready["token"].as_str().unwrap().contains(shown), "{name}");
        server.signal("-TERM");
        let (code, printed, log) = server.end();
        assert_eq!(code, Some(0), "{log}");
        assert!(!format!("{printed}{log}").contains("hunter2"), "{log}");
    }

    let both = failure(serve(&folder).env("ASP_CONTROL_KEY", "hunter2").env("ASP_CONTROL_KEY_FILE", "key"));
    assert!(both.contains("unset one") && !both.contains("hunter2"), "{both}");
    let empty = failure(serve(&folder).env("ASP_CONTROL_KEY", ""));
    assert!(empty.contains("is empty"), "{empty}");
    let typed = failure(serve(&folder).arg("--control-key=hunter2"));
    assert!(!typed.contains("hunter2"), "{typed}");
}

#[test]
fn documents_are_printed_without_a_database() {
    let folder = folder();
    for arguments in [&["openapi"][..], &["openapi", "--emulator", "--format", "json"]] {
        let output = asp(folder.path()).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(document["openapi"].as_str().unwrap().starts_with("3."), "{document}");
    }
    assert_eq!(fs_err::read_dir(folder.path()).unwrap().count(), 0, "it wrote something");
}

/// More connections than the process may have files: the server goes on, and serves again once there are fewer.
#[test]
fn it_outlives_a_lack_of_files() {
    let folder = folder();
    let mut command = Command::new("sh");
    let shell = format!(
        "ulimit -n 96; exec {} serve --format json --listen 127.0.0.1:0 \"$@\"",
        cargo_bin("asp").display()
    );
    command.current_dir(folder.path()).args(["-c", &shell, "asp", "--connections", "1000"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let server = Server::start(&mut command);
    let busy: Vec<_> = (0..200)
        .map(|_| {
            let mut stream = TcpStream::connect(server.address()).unwrap();
            // Half a head, so that the connection is not idle and can't be closed to make room.
            stream.write_all(b"GET /healthz HTTP/1.1\r\n").unwrap();
            stream
        })
        .collect();
    drop(busy);
    assert_eq!(server.get("/healthz"), "HTTP/1.1 200 OK");
    server.signal("-TERM");
    let (code, _, log) = server.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.lines().count() < 200, "{log}");
}
