//! Requests that nobody thought of: valid ones, changed at random.
//!
//! Whatever is well-formed HTTP has an answer, never of 500 or more; what operations answer keeps the document. Bytes that
//! are no HTTP may end the connection, and nothing else.

mod draft;
mod seeds;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};

use asp_server::test_support::postgres::Cluster;
use asp_validation::{NotJudged, Operation, Response, check_response, route};
use serde_json::{Value, json};

use crate::support::{Answer, Client, PATIENCE, Random, Server, Tenant, times};
use draft::Draft;
use seeds::{World, control_operations};

/// Switches with values that change what is answered, but not the document's hold on the rest.
const SWITCHES: &[(&str, &[&str])] = &[
    ("hospitalityLastPage", &["\"no-context\"", "\"empty-token\"", "\"no-token\"", "\"null-token\""]),
    (
        "gatewayBody",
        &["\"text\"", "\"html\"", "\"empty\"", "\"empty-object\"", "\"other-json\"", "\"api-error\""],
    ),
    ("location", &["\"relative\"", "\"absolute\"", "\"quoted-relative\"", "\"quoted-absolute\""]),
    ("undocumentedStatuses", &["true", "false"]),
    ("roomNameRuleOnUpdate", &["true", "false"]),
    ("longestName", &["1", "null"]),
    ("otherParent", &["\"refuse\"", "\"ignore\"", "\"move\""]),
    ("otherId", &["\"refuse\"", "\"ignore\""]),
    ("homeCommunityNotEmpty", &["\"refuse\"", "\"cascade\""]),
    ("organizationAdmin", &["\"every-unit\"", "\"own-units\""]),
    ("requestsPerSecond", &["1", "null"]),
    ("refreshRotation", &["\"keep\"", "\"omit\"", "\"rotate\""]),
    ("readDelay", &["1", "0"]),
    ("requestIdOfErrors", &["false", "true"]),
];

/// Sends a request that is well-formed; it must have an answer, and not one of 500 or more.
fn exchange(client: &mut Client, draft: &Draft) -> Answer {
    let answer = client.exchange(&draft.bytes()).unwrap_or_else(|error| panic!("{error}\n{draft}"));
    assert!(answer.status < 500, "{draft}\n{answer}");
    answer
}

/// The same. The answer has a request id.
fn exchange_with_id(client: &mut Client, draft: &Draft) -> Answer {
    let answer = exchange(client, draft);
    assert!(answer.header("x-amzn-requestid").is_some(), "{draft}\n{answer}");
    answer
}

/// Judges what an operation, or the front in place of one, has answered.
fn judge(draft: &Draft, answer: &Answer) -> Option<Operation> {
    let shown = || format!("{draft}\n{answer}");
    let path = draft.routed_path();
    match route(&draft.method, &path).operation() {
        Ok(operation) => {
            let response = Response::new(answer.status).with_headers(&answer.headers).with_body(&answer.body);
            let verdict = check_response(operation, &response);
            assert!(verdict.is_valid(), "{verdict}\n{}", shown());
            Some(operation)
        }
        // The path is that of another part of the server.
        Err(_) if !path.starts_with("/enterprise") => None,
        Err(NotJudged::MethodNotAllowed { allowed }) => {
            assert_eq!(answer.status, 405, "{}", shown());
            let methods: Vec<_> = allowed.iter().map(ToString::to_string).collect();
            assert_eq!(answer.header("allow"), Some(methods.join(", ").as_str()), "{}", shown());
            assert!(draft.method == "HEAD" || answer.is_error(), "{}", shown());
            None
        }
        Err(_) => {
            assert_eq!(answer.status, 404, "{}", shown());
            assert!(draft.method == "HEAD" || answer.is_error(), "{}", shown());
            None
        }
    }
}

/// Changed requests to the operations and the token endpoint of a server.
fn fuzz_operations(server: &Server, random: &mut Random, count: usize) {
    let mut client = server.client();
    let mut world = World::new(&mut client, Tenant::of(server));
    let mut seen: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for _ in 0..count {
        let mut draft = world.operation(random);
        // Some are left as they are, so that there is something to work on.
        for _ in 0..random.below(4) {
            draft.change(random, &world.words);
        }
        let answer = exchange_with_id(&mut client, &draft);
        if let Some(operation) = judge(&draft, &answer) {
            *seen.entry((operation.operation_id(), answer.status < 300)).or_default() += 1;
            world.learn(&answer);
        }
    }
    for operation in Operation::ALL {
        for success in [true, false] {
            let key = (operation.operation_id(), success);
            assert!(seen.contains_key(&key), "{key:?} never came: {seen:?}");
        }
    }
    for _ in 0..count / 8 {
        let mut draft = world.token_request(random);
        for _ in 0..random.below(4) {
            draft.change(random, &world.words);
        }
        let answer = exchange_with_id(&mut client, &draft);
        if draft.routed_path() == "/auth/o2/token" && draft.method != "HEAD" {
            let body = answer.json();
            let is_token = answer.status == 200 && body["access_token"].is_string();
            assert!(is_token || body["error"].is_string(), "{draft}\n{answer}");
        }
    }
    // With switches at random the answers differ from the document, and are answers still.
    for index in 0..count / 4 {
        if index % 20 == 0 {
            let (name, values) = random.pick(SWITCHES);
            let value: Value = serde_json::from_str(random.pick::<&str>(values)).unwrap();
            client.control("PATCH", "/switches", Some(&json!({ *name: value })));
        }
        let mut draft = world.operation(random);
        for _ in 0..random.below(4) {
            draft.change(random, &world.words);
        }
        let answer = exchange(&mut client, &draft);
        world.learn(&answer);
    }
}

/// Changed requests to the control API.
fn fuzz_control(server: &Server, random: &mut Random, count: usize) {
    let mut client = server.client();
    let mut world = World::new(&mut client, Tenant::of(server));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut is_reset = false;
    for index in 0..count {
        // After a reset that was fuzzed, nothing of the old world is there.
        if is_reset || index % 200 == 199 {
            is_reset = false;
            client.control("POST", "/reset", None);
            world = World::new(&mut client, Tenant::of(server));
        }
        let (name, mut draft) = world.control(random);
        let (method, path) = (draft.method.clone(), draft.path.clone());
        for _ in 0..random.below(4) {
            draft.change(random, &world.words);
        }
        let answer = exchange(&mut client, &draft);
        if draft.routed_path().strip_prefix("/_emulator/").is_some_and(|rest| !rest.is_empty())
            && draft.method != "HEAD"
        {
            assert!(answer.header("x-amzn-requestid").is_some(), "{draft}\n{answer}");
            let is_json = answer.status == 204 || !answer.json().is_null();
            assert!(is_json, "{draft}\n{answer}");
            assert!(answer.status < 400 || answer.is_error(), "{draft}\n{answer}");
        }
        is_reset |= answer.status == 200 && draft.routed_path() == "/_emulator/reset";
        if answer.status < 300 && draft.method == method && draft.path == path {
            *seen.entry(name).or_default() += 1;
        }
        world.learn(&answer);
    }
    let all = control_operations().iter().map(|(method, path)| format!("{method} {path}"));
    let missing: Vec<_> = all.filter(|name| !seen.contains_key(name)).collect();
    assert!(missing.is_empty(), "{missing:?} never succeeded");
    client.control("DELETE", "/faults", None);
}

/// It serves still, and no thread panicked.
fn end(server: Server) {
    let mut client = server.client();
    client.control("POST", "/reset", None);
    for path in ["/healthz", "/readyz", "/metrics", "/docs/"] {
        assert_eq!(client.call("GET", path, None, None).status, 200, "{path}");
    }
    let tokens = client.control("POST", "/tokens", None);
    let organizations = client.control("GET", "/organizations", None);
    let id = organizations[0]["id"].as_str().unwrap();
    let target = format!("/enterprise/hospitality/v1/properties?organizationId={id}");
    let answer = client.call("GET", &target, tokens["accessToken"].as_str(), None);
    assert_eq!(answer.status, 200, "{}", answer.text());
    server.check_memory(150);
    server.end();
}

#[test]
fn operations_answer_every_request_by_the_document() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(folder.path());
    fuzz_operations(&server, &mut Random::new(4), times(2_500));
    end(server);
}

#[test]
fn the_control_api_answers_every_request() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(folder.path());
    fuzz_control(&server, &mut Random::new(5), times(2_500));
    end(server);
}

/// The other store takes other texts amiss.
#[test]
fn on_postgres_every_request_is_answered_too() {
    let Some(cluster) = Cluster::new() else { return };
    let server = Server::start(&cluster.url(), &[]);
    fuzz_operations(&server, &mut Random::new(6), times(1_000));
    fuzz_control(&server, &mut Random::new(7), times(1_500));
    end(server);
}

#[test]
fn bytes_that_are_no_http_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(folder.path());
    let mut client = server.client();
    let world = World::new(&mut client, Tenant::of(&server));
    let mut random = Random::new(8);
    for index in 0..times(1_500) {
        let mut bytes = world.operation(&mut random).bytes();
        if index % 3 == 0 {
            let next = world.token_request(&mut random).bytes();
            bytes.extend(next);
        }
        for _ in 0..=random.below(6) {
            draft::change_bytes(&mut random, &mut bytes);
        }
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // It may be closed before everything is sent.
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut answers = Vec::new();
        let read = stream.read_to_end(&mut answers);
        let hung = read.is_err_and(|error| {
            matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
        });
        let shown = String::from_utf8_lossy(&bytes);
        assert!(!hung, "neither answered nor closed: {shown}");
        let answers = String::from_utf8_lossy(&answers);
        assert!(!answers.contains("HTTP/1.1 500"), "{answers}\n{shown}");
        assert!(answers.is_empty() || answers.starts_with("HTTP/1."), "{answers}\n{shown}");
        // Each head has a date, and a request id, even where no request could be made out.
        let [dates, ids] = ["\r\ndate: ", "\r\nx-amzn-requestid: "].map(|name| answers.matches(name).count());
        assert_eq!(dates, ids, "{answers}\n{shown}");
        if index % 50 == 0 {
            assert_eq!(client.call("GET", "/healthz", None, None).status, 200);
        }
    }
    end(server);
}
