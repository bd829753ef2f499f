//! Three processes of `asp` on one PostgreSQL.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use asp_server::test_support::postgres::Schema;
use assert_cmd::cargo::cargo_bin;
use serde_json::{Value, json};

const ROOMS: &str = "/enterprise/hospitality/v1/rooms";

/// A process that is ready. It is killed with the value.
struct Server {
    process: Child,
    address: String,
    organization: String,
    /// Kept open, so that the process can print.
    _stdout: BufReader<ChildStdout>,
}

impl Server {
    fn start(database: &str) -> Self {
        let mut command = Command::new(cargo_bin("asp"));
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("ASP_")) {
                command.env_remove(name);
            }
        }
        command
            .args(["serve", "--format", "json", "--listen", "127.0.0.1:0", "--log", "trace"])
            // A URL may have a password, which other users of the machine could see in the arguments.
            .env("ASP_DATABASE", database)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not ready: {line}"));
        let text = |member: &str| ready[member].as_str().unwrap().to_owned();
        Self { process, address: text("address"), organization: text("organization"), _stdout: stdout }
    }

    /// Ends it in good order; its log.
    fn end(mut self, log: thread::JoinHandle<String>) -> String {
        let status = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(status.success());
        let log = log.join().unwrap();
        assert_eq!(self.process.wait().unwrap().code(), Some(0), "{log}");
        log
    }

    /// Reads the log as it is written, so that the process never waits for a reader.
    fn log(&mut self) -> thread::JoinHandle<String> {
        let mut stderr = self.process.stderr.take().unwrap();
        thread::spawn(move || {
            let mut log = String::new();
            stderr.read_to_string(&mut log).unwrap();
            log
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Sends a request over a connection of its own; status and body.
fn send(address: &str, token: &str, method: &str, target: &str, body: &Value) -> (u16, Value) {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_default())
}

/// Creates, renames and deletes rooms whose names collide with those of other workers; what it was told is there.
fn work(address: &str, token: &str, room_type: &str, worker: usize) -> BTreeMap<String, String> {
    let mut known = BTreeMap::<String, String>::new();
    for round in 0..40 {
        let name = format!("Room-{}", (round * 7 + worker * 3) % 25);
        let own = known.keys().nth(round % known.len().max(1)).cloned();
        match (round % 4, own) {
            (3, Some(id)) => {
                let (status, answer) = send(address, token, "DELETE", &format!("{ROOMS}/{id}"), &Value::Null);
                assert_eq!(status, 204, "{answer}");
                known.remove(&id);
            }
            (2, Some(id)) => {
                let body = json!({"name": name});
                let (status, answer) = send(address, token, "PUT", &format!("{ROOMS}/{id}"), &body);
                assert!(matches!(status, 204 | 400), "{status} {answer}");
                if status == 204 {
                    known.insert(id, name);
                }
            }
            _ => {
                let body = json!({"name": name, "roomTypeId": room_type});
                let (status, answer) = send(address, token, "POST", ROOMS, &body);
                assert!(matches!(status, 201 | 400), "{status} {answer}");
                if status == 201 {
                    known.insert(answer["id"].as_str().unwrap().to_owned(), name);
                }
            }
        }
    }
    known
}

/// All rooms of a room type, as one process lists them.
fn all(address: &str, token: &str, room_type: &str) -> BTreeMap<String, String> {
    let (mut rooms, mut more) = (BTreeMap::new(), String::new());
    loop {
        let target = format!("{ROOMS}?roomTypeId={room_type}&maxResults=7{more}");
        let (status, page) = send(address, token, "GET", &target, &Value::Null);
        assert_eq!(status, 200, "{page}");
        for room in page["rooms"].as_array().unwrap() {
            let text = |member: &str| room[member].as_str().unwrap().to_owned();
            assert!(rooms.insert(text("id"), text("name")).is_none(), "a room is on two pages");
        }
        match page["paginationContext"]["nextToken"].as_str() {
            Some(token) => more = format!("&nextToken={token}"),
            None => return rooms,
        }
    }
}

#[tokio::test]
async fn three_processes_keep_every_rule_and_tell_no_secret() {
    let Some(schema) = Schema::new().await else { return };
    let mut servers: Vec<_> = (0..3).map(|_| Server::start(schema.url())).collect();
    let logs: Vec<_> = servers.iter_mut().map(Server::log).collect();
    let addresses: Vec<_> = servers.iter().map(|server| server.address.clone()).collect();
    let organization = servers[0].organization.clone();
    assert!(
        servers.iter().all(|server| server.organization == organization),
        "one is the first, the others wait"
    );

    // A token of one opens all.
    let (status, tokens) = send(&addresses[0], "none", "POST", "/_emulator/tokens", &Value::Null);
    assert_eq!(status, 201, "{tokens}");
    let text = |member: &str| tokens[member].as_str().unwrap().to_owned();
    let (token, refresh) = (text("accessToken"), text("refreshToken"));
    let create = |at: usize, kind: &str, body: Value| {
        let target = format!("/enterprise/hospitality/v1/{kind}");
        let (status, answer) = send(&addresses[at], &token, "POST", &target, &body);
        assert_eq!(status, 201, "{answer}");
        answer["id"].as_str().unwrap().to_owned()
    };
    let property = create(1, "properties", json!({"name": "P", "organizationId": organization}));
    let room_type = create(2, "roomTypes", json!({"name": "T", "propertyId": property}));

    let known: BTreeMap<String, String> = thread::scope(|scope| {
        let (token, room_type) = (&token, &room_type);
        let workers: Vec<_> = (0..6)
            .map(|worker| {
                let address = &addresses[worker % 3];
                scope.spawn(move || work(address, token, room_type, worker))
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(known.len() >= 10, "{}", known.len());
    for address in &addresses {
        let found = all(address, &token, &room_type);
        assert_eq!(found, known, "what was acknowledged is what is there");
        assert_eq!(found.values().collect::<BTreeSet<_>>().len(), found.len(), "two rooms have one name");
    }

    for (server, log) in servers.into_iter().zip(logs) {
        let log = server.end(log);
        assert!(log.contains("exchange"), "the log says nothing: {log}");
        for secret in [&token, &refresh] {
            assert!(!log.contains(&secret[..24]), "a token is in the log");
        }
    }
}
