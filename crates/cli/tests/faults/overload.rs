//! More than there should be: connections, bodies, heads, requests, writers. Memory stays within a bound, and a client that
//! behaves is served meanwhile.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Answer, Client, PATIENCE, Server, Tenant, request, times, wait_until};

/// How many mebibytes a server may use under each of these loads, in a build without optimisation. At rest it has about
/// a third of that.
const MEMORY: usize = 100;

const ROOMS: &str = "/enterprise/hospitality/v1/rooms";

/// A server with a room type to create rooms in.
struct Hotel {
    server: Server,
    tenant: Tenant,
    room_type: String,
    _folder: TempDir,
}

impl Hotel {
    fn new(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(folder.path().join("asp.sqlite").to_str().unwrap(), options);
        let tenant = Tenant::of(&server);
        let mut client = server.client();
        let mut create = |path: &str, body: Value| {
            let path = format!("/enterprise/hospitality/v1/{path}");
            let answer = client.call("POST", &path, Some(&tenant.token), Some(&body));
            assert_eq!(answer.status, 201, "{}", answer.text());
            answer.json()["id"].as_str().unwrap().to_owned()
        };
        let property = create("properties", json!({ "name": "Inn", "organizationId": tenant.organization }));
        let room_type = create("roomTypes", json!({ "name": "Double", "propertyId": property }));
        Self { server, tenant, room_type, _folder: folder }
    }

    fn room(&self, name: &str) -> Vec<u8> {
        let body = json!({ "name": name, "roomTypeId": self.room_type });
        request("POST", ROOMS, Some(&self.tenant.token), Some(&body))
    }

    /// What a client that behaves does: `count` exchanges with writes among them, all of which succeed.
    fn be_served(&self, name: &str, count: usize) {
        let mut client = self.server.client();
        let list = format!("{ROOMS}?roomTypeId={}", self.room_type);
        for index in 0..count {
            let created = client.exchange(&self.room(&format!("{name}-{index}"))).unwrap();
            assert_eq!(created.status, 201, "{}", created.text());
            let listed = client.call("GET", &list, Some(&self.tenant.token), None);
            assert_eq!(listed.status, 200, "{}", listed.text());
        }
    }

    /// Asks for the list of rooms, as often as that.
    fn list(&self, count: usize, mut exchange: impl FnMut(&[u8]) -> Answer) {
        let target = format!("{ROOMS}?roomTypeId={}", self.room_type);
        let list = request("GET", &target, Some(&self.tenant.token), None);
        for _ in 0..count {
            let answer = exchange(&list);
            assert_eq!(answer.status, 200, "{answer}");
        }
    }

    /// Lists rooms while others connect all the time. A connection on which nothing was sent for a moment may be closed to
    /// make room for one of them. It is closed before anything of an answer, never within one, and the next connection
    /// gets it.
    fn list_among_many(&self, count: usize) {
        let mut client = self.server.client();
        self.list(count, |list| {
            let mut answer = None;
            wait_until("an answer", || {
                match client.exchange(list) {
                    Ok(found) => answer = Some(found),
                    Err(error) => assert!(is_end_without_answer(&error), "{error}"),
                }
                answer.is_some()
            });
            answer.unwrap()
        });
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.server.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream
    }

    /// Looks at the memory, and that the server still runs as it should.
    fn end(self) {
        self.server.check_memory(MEMORY);
        self.be_served("last", 3);
        self.server.end();
    }
}

/// Whether a connection ended without a byte of an answer.
fn is_end_without_answer(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    match error.kind() {
        BrokenPipe | ConnectionReset => true,
        UnexpectedEof => error.to_string() == "the connection ended after 0 bytes",
        _ => false,
    }
}

/// How many connections the system lets the tests have, at most `wanted`.
fn connections(wanted: usize) -> usize {
    let limit = rlimit::increase_nofile_limit(u64::MAX).unwrap();
    // For other tests at the same time.
    let room = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(4_000);
    if room < wanted {
        let problem = format!("open files are limited to {limit}: {room} connections in place of {wanted}");
        assert!(std::env::var_os("CI").is_none(), "{problem}");
        eprintln!("{problem}");
    }
    room.min(wanted)
}

#[test]
fn slow_clients_keep_nobody_from_being_served() {
    let hotel = Hotel::new(&[]);
    let open = || (0..100).map(|_| hotel.connect()).collect::<Vec<_>>();
    let (mut heads, mut bodies, readers) = (open(), open(), open());
    for (index, mut stream) in bodies.iter().enumerate() {
        let whole = hotel.room(&format!("slow-{index}"));
        let begin = whole.iter().position(|byte| *byte == b'{').unwrap();
        stream.write_all(&whole[..begin]).unwrap();
    }
    for mut stream in &readers {
        // Answers of many times what the buffers of the system take. Nobody ever reads them.
        stream.write_all(&request("GET", "/openapi.json", None, None).repeat(100)).unwrap();
    }
    let stops = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| {
            let head = request("GET", &format!("/healthz?{}", "x".repeat(20_000)), None, None);
            for index in 0.. {
                if stops.load(SeqCst) {
                    break;
                }
                for stream in &mut heads {
                    // It may have been cut off by now.
                    let _ = stream.write_all(&head[index..=index]);
                }
                for stream in &mut bodies {
                    let _ = stream.write_all(b" ");
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            heads
        });
        hotel.be_served("in-between", 50);
        assert!(!slow.is_finished());
        hotel.server.check_memory(MEMORY);
        // Who takes too long for a head is cut off.
        let mut witness = hotel.connect();
        witness.write_all(b"GET /healthz HTTP/1.1\r\n").unwrap();
        assert!(!matches!(witness.read(&mut [0; 100]), Ok(1..)), "half a head has an answer");
        stops.store(true, SeqCst);
        let heads = slow.join().unwrap();
        for mut stream in &heads {
            assert!(!matches!(stream.read(&mut [0; 100]), Ok(1..)), "half a head has an answer");
        }
    });
    drop((bodies, readers));
    hotel.end();
}

#[test]
fn ten_thousand_idle_connections_cost_little_and_stay_open() {
    let hotel = Hotel::new(&[]);
    let ping = request("GET", "/healthz", None, None);
    let mut idle: Vec<Client> = (0..connections(10_000)).map(|_| hotel.server.client()).collect();
    for client in &mut idle {
        client.send(b"").unwrap();
    }
    wait_until("all are accepted", || {
        let metrics = hotel.server.client().call("GET", "/metrics", None, None).text();
        metric(&metrics, "asp_connections") >= idle.len()
    });
    hotel.server.check_memory(MEMORY);
    // Whoever was served has buffers for up to two seconds more, and the allocator keeps what they took.
    for client in idle.iter_mut().step_by(2) {
        assert_eq!(client.exchange(&ping).unwrap().status, 200);
    }
    hotel.server.check_memory(2 * MEMORY);
    let metrics = hotel.server.client().call("GET", "/metrics", None, None).text();
    assert!(metric(&metrics, "asp_connections") > idle.len(), "some were closed");
    hotel.be_served("in-between", 20);
    let again = idle.len() / 50;
    for client in idle.iter_mut().step_by(again.max(1)) {
        assert_eq!(client.exchange(&ping).unwrap().status, 200);
    }
    hotel.server.check_memory(2 * MEMORY);
    drop(idle);
    hotel.be_served("last", 3);
    hotel.server.end();
}

fn metric(text: &str, name: &str) -> usize {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().unwrap()
}

#[test]
fn bodies_over_the_limit_are_refused_and_never_kept() {
    let hotel = Hotel::new(&[]);
    // 413 in place of a 400 that could mean anything.
    hotel.server.client().control("PATCH", "/switches", Some(&json!({ "undocumentedStatuses": true })));
    let token = &hotel.tenant.token;
    let head = |target: &str, token: &str, more: &str| {
        format!(
            "POST {target} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n{more}\r\n\r\n"
        )
    };
    let check = |target: &str, answer: &Answer, status: u16| {
        assert_eq!(answer.status, status, "{target}: {}", answer.text());
        assert!(answer.is_error() || answer.json()["error"].is_string(), "{answer:?}");
    };
    let targets = [
        (ROOMS, token.as_str(), 413),
        (ROOMS, "unknown", 401),
        ("/auth/o2/token", "", 400),
        ("/_emulator/switches", "", 405),
    ];
    for (target, token, status) in targets {
        // Announced, and not sent: the answer does not wait for it.
        for more in ["content-length: 99999999999", "content-length: 99999999999\r\nexpect: 100-continue"] {
            let mut client = hotel.server.client();
            let answer = client.exchange(head(target, token, more).as_bytes()).unwrap();
            check(target, &answer, status);
        }
        // Sent, by many at once.
        std::thread::scope(|scope| {
            for index in 0..16 {
                let (hotel, head, check) = (&hotel, &head, &check);
                scope.spawn(move || {
                    let piece = vec![b' '; 64 << 10];
                    let mut bytes = if index % 2 == 0 {
                        head(target, token, "transfer-encoding: chunked").into_bytes()
                    } else {
                        head(target, token, &format!("content-length: {}", 4 << 20)).into_bytes()
                    };
                    for _ in 0..64 {
                        if index % 2 == 0 {
                            bytes.extend(format!("{:x}\r\n", piece.len()).into_bytes());
                        }
                        bytes.extend(&piece);
                        if index % 2 == 0 {
                            bytes.extend(b"\r\n");
                        }
                    }
                    let answer = hotel.server.client().exchange(&bytes).unwrap();
                    check(target, &answer, status);
                    assert!(answer.closes(), "the rest of the body would be taken for a request");
                });
            }
            hotel.be_served(&format!("in-between-{status}"), 5);
        });
        hotel.server.check_memory(MEMORY);
    }
    // No more than the limit is no reason to refuse.
    let mut bytes = head(ROOMS, token, &format!("content-length: {}", 1 << 20)).into_bytes();
    let body = json!({ "name": "long", "roomTypeId": hotel.room_type }).to_string();
    bytes.extend(body.bytes());
    bytes.extend(vec![b' '; (1 << 20) - body.len()]);
    assert_eq!(hotel.server.client().exchange(&bytes).unwrap().status, 201);
    hotel.end();
}

#[test]
fn a_flood_beyond_the_throttle_takes_nothing_from_other_clients() {
    let hotel = Hotel::new(&[]);
    let mut control = hotel.server.client();
    // Another client, with an account of its own.
    let organization = &hotel.tenant.organization;
    let client = control.control("POST", "/clients", Some(&json!({ "organizations": [organization] })));
    let account = control.control("POST", "/accounts", None);
    let roles = format!("/accounts/{}/roles/{organization}", account["id"].as_str().unwrap());
    control.control("PUT", &roles, Some(&json!({ "roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"] })));
    let whose = json!({ "client": client["id"], "account": account["id"] });
    let other = control.control("POST", "/tokens", Some(&whose));
    let other = other["accessToken"].as_str().unwrap();

    // Nothing flows into the buckets while the clock stands still, so it is known what passes.
    control.control("POST", "/clock/freeze", None);
    control.control("PATCH", "/switches", Some(&json!({ "requestsPerSecond": 1, "burst": 5 })));
    let flood = |name: &str, count: usize| -> Vec<u16> {
        let send = |thread: usize| {
            let mut client = hotel.server.client();
            let send = |index| {
                let answer = client.exchange(&hotel.room(&format!("{name}-{thread}-{index}"))).unwrap();
                assert!(answer.status == 201 || answer.is_error(), "{answer:?}");
                answer.status
            };
            (0..count).map(send).collect::<Vec<_>>()
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|thread| scope.spawn(move || send(thread))).collect();
            let mut client = hotel.server.client();
            let list = format!("{ROOMS}?roomTypeId={}", hotel.room_type);
            // As many as it may, whatever the others do.
            let tries = if name == "first" { 5 } else { 0 };
            for _ in 0..tries {
                assert_eq!(client.call("GET", &list, Some(other), None).status, 200);
            }
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        })
    };
    let count = |statuses: &[u16], status: u16| statuses.iter().filter(|own| **own == status).count();
    let statuses = flood("first", times(400));
    assert_eq!((count(&statuses, 201), count(&statuses, 429)), (5, statuses.len() - 5));
    control.control("POST", "/clock/advance", Some(&json!({ "milliseconds": 2_000 })));
    let statuses = flood("second", 50);
    assert_eq!((count(&statuses, 201), count(&statuses, 429)), (2, statuses.len() - 2));
    let state = control.control("GET", "/state", None);
    assert_eq!(state["units"]["rooms"], 7, "what was refused was written");
    control.control("PATCH", "/switches", Some(&json!({ "requestsPerSecond": null })));
    hotel.end();
}

#[test]
fn connections_beyond_the_limit_make_room_for_clients_with_requests() {
    let hotel = Hotel::new(&["--connections", "100"]);
    // Three times as many as may be, and all idle.
    let idle: Vec<_> = (0..300).map(|_| hotel.connect()).collect();
    // They were there first, so that each of them makes room for the next one, and the last one is this, which no other
    // comes after.
    let mut client = hotel.server.client();
    hotel.list(20, |list| client.exchange(list).unwrap());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let hotel = &hotel;
            scope.spawn(move || {
                for index in 0..times(500) {
                    let mut stream = hotel.connect();
                    // Nothing, half a head, or a request whose answer nobody waits for.
                    let bytes = match (thread + index) % 3 {
                        0 => Vec::new(),
                        1 => b"GET /healthz HTTP/1.1\r\nhost: l".to_vec(),
                        _ => hotel.room(&format!("nobody-{thread}-{index}")),
                    };
                    // The server may have closed it to make room.
                    let _ = stream.write_all(&bytes);
                }
            });
        }
        hotel.list_among_many(50);
    });
    drop((idle, client));
    let metrics = request("GET", "/metrics", None, None);
    wait_until("connections that are gone are closed", || {
        let answer = hotel.server.client().exchange(&metrics);
        answer.is_ok_and(|answer| metric(&answer.text(), "asp_connections") == 1)
    });
    hotel.end();
}

#[test]
fn heads_over_the_limit_are_refused() {
    let hotel = Hotel::new(&[]);
    let head = |target: &str, more: &str| {
        format!("GET {target} HTTP/1.1\r\nhost: localhost\r\n{more}\r\n").into_bytes()
    };
    let long = "x".repeat(40 << 10);
    let heads = [
        ("a long header", head("/healthz", &format!("x: {long}\r\n")), &[431][..]),
        ("many headers", head("/healthz", &"x: y\r\n".repeat(200)), &[431]),
        ("a long target", head(&format!("/healthz?{long}"), ""), &[414, 431]),
        ("a long token", head(ROOMS, &format!("authorization: Bearer {}\r\n", &long[..20_000])), &[401]),
        ("no end", head("/healthz", &format!("x: {}", "x".repeat(4 << 20))), &[431]),
    ];
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for (what, head, statuses) in heads.iter().cycle().take(times(50)) {
                    let answer = hotel.server.client().exchange(head);
                    let answer = answer.unwrap_or_else(|error| panic!("{what}: {error}"));
                    assert!(statuses.contains(&answer.status), "{what}: {}", answer.status);
                    assert!(
                        answer.is_error() && answer.header("x-amzn-requestid").is_some(),
                        "{what}: {answer}"
                    );
                }
            });
        }
        hotel.be_served("in-between", 10);
    });
    hotel.end();
}

#[test]
fn more_writers_than_the_queue_holds_wait_for_their_turn() {
    let hotel = Hotel::new(&[]);
    let count = connections(2_048);
    let mut clients: Vec<_> = (0..count).map(|_| hotel.server.client()).collect();
    // All at once, and only then the answers.
    for (index, client) in clients.iter_mut().enumerate() {
        client.send(&hotel.room(&format!("R-{index}"))).unwrap();
    }
    hotel.be_served("in-between", 3);
    hotel.server.check_memory(MEMORY);
    for client in &mut clients {
        let answer = client.receive(false).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    let state = hotel.server.client().control("GET", "/state", None);
    assert_eq!(state["units"]["rooms"], count + 3);
    drop(clients);
    hotel.end();
}
