//! Requests that are refused: what they get, and that it always has the same shape.

use asp_validation::Operation;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::caller::{Caller, NOBODY, Units};
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::{Action, Kind, parts};

over_both_stores!(
    required_and_ranged_parameters_are_asked_for,
    malformed_bodies_are_refused_with_the_place,
    bodies_of_other_media_types_are_refused,
    a_body_may_have_a_mebibyte,
    unknown_paths_are_answered_with_404,
    other_methods_are_answered_with_405_and_those_that_there_are,
    methods_of_all_spellings_are_answered,
    ids_are_percent_decoded,
    ids_of_other_kinds_and_malformed_ids_find_nothing,
    an_unknown_parent_is_never_404_when_creating,
    refused_requests_change_nothing,
    every_answer_has_a_request_id_of_its_own,
    what_is_no_operation_is_answered_like_one,
    access_tokens_are_wanted_in_one_form,
);

async fn begin(stores: &Stores) -> (Server, Caller, Units) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    (server, caller, units)
}

async fn required_and_ranged_parameters_are_asked_for(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for kind in Kind::ALL {
        let parent = units.parent(kind);
        let most = kind.largest_page();
        for limit in ["1".to_owned(), most.to_string()] {
            caller.page(kind, parent, &format!("&maxResults={limit}")).await.expect(200);
        }
        let too_many = (most + 1).to_string();
        for limit in ["0", "-1", too_many.as_str(), "", "ten", "1.5", "99999999999999999999"] {
            let target = format!("{}&maxResults={limit}", kind.list(parent));
            let refused = caller.ask("GET", &target).broken().send().await.expect(400);
            assert!(refused.message().contains("maxResults"), "{limit}: {}", refused.message());
        }
        for query in ["", "?maxResults=5", "?organisationId=x"] {
            let target = format!("{}{query}", kind.path());
            let refused = caller.ask("GET", &target).broken().send().await.expect(400);
            assert!(refused.message().contains(kind.parent_id()), "{}", refused.message());
        }
        for id in ["", "x", "amzn1.alexa.unit.did."] {
            caller.ask("GET", &kind.list(id)).broken().send().await.expect(400);
        }
        caller.page(kind, NOBODY, "").await.expect(404);
    }
}

async fn malformed_bodies_are_refused_with_the_place(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    let texts: &[&[u8]] = &[
        b"",
        b"{",
        b"}",
        b"null",
        b"[]",
        b"\"text\"",
        b"7",
        b"{\"name\": \"a\",}",
        b"{'name': 'a'}",
        b"{\"name\": \"a\"} x",
        b"{\"name\": \"\xff\"}",
        b"{\"name\": \"\\ud800\"}",
        b"\xef\xbb\xbf{}",
        b"<xml/>",
    ];
    for operation in Operation::ALL {
        let (kind, action) = parts(*operation);
        let (method, target) = match action {
            Action::Create => ("POST", kind.path().to_owned()),
            Action::Update => ("PUT", kind.at(units.id(kind))),
            Action::List | Action::Get | Action::Delete => continue,
        };
        for text in texts {
            let ask = caller.ask(method, &target).body("application/json", *text).broken();
            ask.send().await.expect(400);
        }
        let deep = "[".repeat(100_000);
        caller.ask(method, &target).body("application/json", deep).broken().send().await.expect(400);
        let refused = caller.ask(method, &target).json(&json!({"name": 7})).broken().send().await.expect(400);
        assert!(refused.message().contains("name"), "{}", refused.message());
    }
}

async fn bodies_of_other_media_types_are_refused(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let body = Kind::Room.new_unit(&units.room_type, "101").to_string();
    let ask =
        |media_type: &str| caller.ask("POST", Kind::Room.path()).body(media_type, body.clone()).broken();
    for media_type in ["text/plain", "application/xml", "application/x-www-form-urlencoded", "json", ""] {
        ask(media_type).send().await.expect(400);
        server.set(json!({"undocumentedStatuses": true})).await;
        let refused = ask(media_type).undocumented().send().await.expect(415);
        assert!(refused.message().contains("application/json"), "{}", refused.message());
        server.set(json!({"undocumentedStatuses": false})).await;
    }
    for media_type in ["application/json; charset=utf-8", "APPLICATION/JSON"] {
        let body = Kind::Room.new_unit(&units.room_type, &media_type.len().to_string());
        caller.ask("POST", Kind::Room.path()).body(media_type, body.to_string()).send().await.expect(201);
    }
    assert_eq!(caller.all(Kind::Room, &units.room_type).await.len(), 3);
}

async fn a_body_may_have_a_mebibyte(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let empty = Kind::RoomType.new_unit(&units.property, "").to_string().len();
    let of_length = |length: usize| {
        let body = Kind::RoomType.new_unit(&units.property, &"x".repeat(length - empty));
        caller.ask("POST", Kind::RoomType.path()).json(&body)
    };
    of_length(1 << 20).send().await.expect(201);
    let refused = of_length((1 << 20) + 1).send().await.expect(400);
    assert!(refused.message().contains("1048576"), "{}", refused.message());
    server.set(json!({"undocumentedStatuses": true})).await;
    of_length((1 << 20) + 1).undocumented().send().await.expect(413);
    assert_eq!(caller.all(Kind::RoomType, &units.property).await.len(), 2);
}

async fn unknown_paths_are_answered_with_404(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for path in [
        "/",
        "/enterprise",
        "/enterprise/hospitality/v1",
        "/enterprise/hospitality/v1/floors",
        "/enterprise/hospitality/v2/rooms",
        "/enterprise/hospitality/v1/Rooms",
        "/enterprise/hospitality/v1/homes",
        "/enterprise/hospitality/v1/rooms/",
        "/enterprise/hospitality/v1/rooms//",
        "/enterprise/hospitality/v1//rooms",
        "/ENTERPRISE/hospitality/v1/rooms",
        &format!("{}/", Kind::Room.at(&units.room)),
        &format!("{}/devices", Kind::Room.at(&units.room)),
        "/%00",
        "/favicon.ico",
    ] {
        for method in ["GET", "POST", "DELETE"] {
            let answer = caller.ask(method, path).broken().send().await.expect(404);
            assert_eq!(answer.operation, None, "{path}");
        }
    }
}

async fn other_methods_are_answered_with_405_and_those_that_there_are(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for kind in Kind::ALL {
        for (target, allowed) in [
            (kind.path().to_owned(), &["GET", "POST"][..]),
            (kind.at(units.id(kind)), &["DELETE", "GET", "PUT"]),
        ] {
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"] {
                if allowed.contains(&method) {
                    continue;
                }
                // To the validators HEAD is GET without a body; the server has what the document has.
                let ask = caller.ask(method, &target);
                let ask = if method == "HEAD" && target != kind.path() {
                    ask.undocumented()
                } else if method == "HEAD" {
                    ask.broken().undocumented()
                } else {
                    ask.broken()
                };
                let answer = ask.send().await.expect(405);
                let mut listed: Vec<_> = answer.header("allow").unwrap().split(", ").collect();
                listed.sort_unstable();
                assert_eq!(listed, allowed, "{method} {target}");
                assert!(answer.header("x-amzn-requestid").is_some());
            }
        }
    }
}

/// What reqwest does not send.
async fn methods_of_all_spellings_are_answered(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let target = Kind::Room.at(&units.room);
    for (line, status) in [
        (format!("get {target} HTTP/1.1"), "405"),
        (format!("TRACE {target} HTTP/1.1"), "405"),
        ("OPTIONS * HTTP/1.1".to_owned(), "404"),
        (format!("GET http://{}{target} HTTP/1.1", server.address()), "200"),
        (format!("GET {target}?%zz=%ff HTTP/1.1"), "200"),
        (format!("GET {target}\u{0} HTTP/1.1"), "400"),
        ("GET".to_owned(), "400"),
    ] {
        let head = format!(
            "{line}\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\r\n",
            server.address(),
            caller.token
        );
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(answer.split(' ').nth(1), Some(status), "{line}: {answer}");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert_eq!(head.matches("\r\nx-amzn-requestid: ").count(), 1, "{line}: {answer}");
        if status != "200" {
            let body: Value = serde_json::from_str(body).unwrap();
            assert!(body["message"].as_str().is_some_and(|message| !message.is_empty()), "{line}: {body}");
        }
    }
}

async fn ids_are_percent_decoded(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for kind in Kind::ALL {
        let id = units.id(kind);
        let encoded = id.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
        for spelling in [encoded.as_str(), &id.replacen('.', "%2E", 2), &id.replacen('.', "%2e", 1)] {
            assert_eq!(caller.get(kind, spelling).await.expect(200).json["id"], id);
            let answer = caller.ask("GET", &kind.list(&units.parent(kind).replacen('.', "%2E", 1))).send();
            assert_eq!(answer.await.expect(200).json[kind.units()].as_array().unwrap().len(), 1);
        }
        // An id that has been decoded is not decoded again.
        caller.ask("GET", &kind.at(&id.replacen('.', "%252E", 1))).broken().send().await.expect(400);
    }
}

async fn ids_of_other_kinds_and_malformed_ids_find_nothing(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    let mut strange: Vec<String> = Kind::ALL.iter().map(|kind| units.id(*kind).to_owned()).collect();
    strange.push(units.organization.clone());
    strange.extend(
        [
            "amzn1.alexa.unit.did.%00",
            "amzn1.alexa.unit.did.a%00b",
            "amzn1.alexa.unit.did.%F0%9F%98%80",
            "amzn1.alexa.unit.did.%22%27%3B--",
            "amzn1.alexa.unit.did.a%2Fb",
            "amzn1.alexa.unit.did.a%20b",
            "amzn1.alexa.unit.did.%25",
        ]
        .map(str::to_owned),
    );
    strange.push(format!("amzn1.alexa.unit.did.{}", "A".repeat(4_000)));
    for kind in Kind::ALL {
        for id in strange.iter().filter(|id| *id != units.id(kind)) {
            caller.get(kind, id).await.expect(404);
            caller.delete(kind, id).await.expect(404);
            let body = kind.update(id, units.parent(kind), "New");
            let answer = caller.ask("PUT", &kind.at(id)).json(&body).send().await;
            assert_eq!(answer.status, 404, "{kind:?} {id}");
        }
        for id in strange.iter().filter(|id| *id != units.parent(kind)) {
            caller.page(kind, id, "").await.expect(404);
            let decoded = percent_encoding::percent_decode_str(id).decode_utf8().unwrap();
            caller.try_create(kind, &decoded, "New").await.expect(400);
        }
        for id in
            ["x", "amzn1.alexa.unit.did.", "amzn1.alexa.unit.", "%ff", "%00", "amzn1.alexa.unit.did.%ff"]
        {
            for method in ["GET", "DELETE"] {
                caller.ask(method, &kind.at(id)).broken().send().await.expect(400);
            }
        }
    }
    for kind in Kind::ALL {
        caller.get(kind, units.id(kind)).await.expect(200);
    }
}

async fn an_unknown_parent_is_never_404_when_creating(stores: &Stores) {
    let (server, caller, _units) = begin(stores).await;
    for (refusal, status) in [("bad-request", 400), ("forbidden", 403)] {
        server.set(json!({"unknownParent": refusal})).await;
        for kind in Kind::ALL {
            caller.try_create(kind, NOBODY, "New").await.expect(status);
        }
    }
}

async fn refused_requests_change_nothing(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let before = server.control("GET", "/state", Value::Null).await["units"].clone();
    let foreign = server.newcomer(&[], &[]).await;
    for operation in Operation::ALL {
        let unknown = Caller { token: "Atza|x".to_owned(), ..caller.clone() };
        unknown.operate(*operation, &units).send().await.expect(401);
        let status = if parts(*operation).1 == Action::Create { 400 } else { 404 };
        foreign.operate(*operation, &units).send().await.expect(status);
    }
    assert_eq!(server.control("GET", "/state", Value::Null).await["units"], before);
}

async fn every_answer_has_a_request_id_of_its_own(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let mut ids = std::collections::BTreeSet::new();
    for kind in Kind::ALL {
        for id in [units.id(kind), NOBODY] {
            let answer = caller.get(kind, id).await;
            assert!(ids.insert(answer.header("x-amzn-requestid").unwrap().to_owned()));
        }
    }
    let no_path = caller.ask("GET", "/nowhere").broken().send().await;
    assert!(ids.insert(no_path.header("x-amzn-requestid").unwrap().to_owned()));
    let no_token = server.ask("GET", &Kind::Room.at(&units.room)).send().await.expect(401);
    assert!(ids.insert(no_token.header("x-amzn-requestid").unwrap().to_owned()));
    let form = "application/x-www-form-urlencoded";
    for _ in 0..2 {
        let answer = server.token(form, "grant_type=x".to_owned()).await;
        assert!(ids.insert(answer.header("x-amzn-requestid").unwrap().to_owned()));
    }
}

/// Health, metrics, the reference page, the control API and the token endpoint: a request id on every answer, and on every
/// error the body that all have, but for those of RFC 6749. `fetch` looks at both.
async fn what_is_no_operation_is_answered_like_one(stores: &Stores) {
    let (server, _caller, _units) = begin(stores).await;
    let mut ids = std::collections::BTreeSet::new();
    for (method, path, status, allow) in [
        ("GET", "/healthz", 200, ""),
        ("GET", "/readyz", 200, ""),
        ("GET", "/metrics", 200, ""),
        ("GET", "/docs", 308, ""),
        ("GET", "/docs/", 200, ""),
        ("GET", "/docs/index.css", 200, ""),
        ("GET", "/openapi.json", 200, ""),
        ("GET", "/_emulator/openapi.json", 200, ""),
        ("GET", "/_emulator/state", 200, ""),
        ("GET", "/docs/missing.js", 404, ""),
        ("GET", "/docs/%ff", 404, ""),
        ("GET", "/docs/a/b", 404, ""),
        ("GET", "/healthz/", 404, ""),
        ("GET", "/_emulator", 404, ""),
        ("GET", "/_emulator/", 404, ""),
        ("GET", "/_emulator/nothing", 404, ""),
        ("GET", "/_emulator/faults/7", 404, ""),
        ("GET", "/_emulator/faults/seven", 400, ""),
        ("POST", "/_emulator/faults", 400, ""),
        ("POST", "/healthz", 405, "GET,HEAD"),
        ("DELETE", "/readyz", 405, "GET,HEAD"),
        ("PUT", "/metrics", 405, "GET,HEAD"),
        ("POST", "/docs/", 405, "GET,HEAD"),
        ("POST", "/openapi.json", 405, "GET,HEAD"),
        ("PATCH", "/_emulator/state", 405, "GET,HEAD"),
        ("GET", "/_emulator/clock/freeze", 405, "POST"),
    ] {
        let answer = server.fetch(method, path).await.expect(status);
        assert!(ids.insert(answer.header("x-amzn-requestid").unwrap().to_owned()), "{method} {path}");
        assert_eq!(answer.header("allow").unwrap_or_default(), allow, "{method} {path}");
    }
    let form = "application/x-www-form-urlencoded";
    for body in ["", "grant_type=x", "grant_type=refresh_token&refresh_token=x&client_id=x&client_secret=x"] {
        let answer = server.token(form, body.to_owned()).await;
        assert!(ids.insert(answer.header("x-amzn-requestid").unwrap().to_owned()));
    }
}

async fn access_tokens_are_wanted_in_one_form(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let target = Kind::Room.at(&units.room);
    let token = caller.token.as_str();
    for value in [format!("bearer {token}"), format!("BEARER  {token}")] {
        server.ask("GET", &target).header("Authorization", &value).send().await.expect(200);
    }
    let mut flipped = token.to_owned();
    flipped.pop();
    for value in
        [format!("Bearer {flipped}"), format!("Bearer {token}x"), format!("Bearer {}", "x".repeat(2_048))]
    {
        server.ask("GET", &target).header("Authorization", &value).send().await.expect(401);
    }
    for value in
        [token.to_owned(), "Bearer".to_owned(), format!("Basic {token}"), format!("Bearer {token} {token}")]
    {
        let answer = server.ask("GET", &target).header("Authorization", &value).send().await.expect(401);
        assert!(!answer.text.contains(token), "{}", answer.text);
    }
}
