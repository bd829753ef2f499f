//! How fast validators judge, as ratios to others in the same run: `cargo bench -p asp-tests --bench validation`.
//!
//! The others: `serde_json` reading the body into nothing (the least that a JSON parser can do), and the validators of
//! crates `jsonschema` (compiled into the binary, and at run time) and `boon` on a body that was read into a `Value`,
//! which they need. Contestants take turns, and the median round counts: the machine may be busy with other things.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints, and fails by panicking"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use asp_tests::{document, draft4};
use asp_validation::{Limits, Operation, Request, Route, Verdict, check_request, judge_json, route, schemas};
use serde::de::IgnoredAny;
use serde_json::Value;

const ROUNDS: usize = 101;

/// How long a contestant's round takes: long beside the clock, short beside what disturbs.
const ROUND: Duration = Duration::from_micros(200);

/// The schema of a page of rooms; [`page_schema`] holds it to the document.
#[jsonschema::validator(path = "benches/room-page.json")]
struct RoomPage;

/// A contestant: its name, and what it does once.
type Contestant<'a> = (&'a str, Box<dyn FnMut() + 'a>);

fn main() {
    let schema = page_schema();
    println!("median of {ROUNDS} rounds, contestants in turns; ratio: to the first row of the table\n");
    for (title, rooms, id) in [
        ("page of 50 rooms, short ids", 50, "AEXAMPLEAEXAMPLEAEXAMPLE12"),
        ("page of 50 rooms, long ids", 50, &*"AS2JVILSBTJKFWX6NRH4P6XJX4".repeat(4)),
        ("page of 1 room", 1, "AEXAMPLEAEXAMPLEAEXAMPLE12"),
    ] {
        pages(title, &page(rooms, id), &schema);
    }
    exchanges();
}

/// A page of rooms as the API sends it.
fn page(rooms: usize, id: &str) -> Vec<u8> {
    let room = |number| {
        format!(
            r#"{{"id":"amzn1.alexa.unit.did.{id}","roomTypeId":"amzn1.alexa.unit.did.{id}","name":"Room-{number}"}}"#
        )
    };
    let rooms: Vec<String> = (100..100 + rooms).map(room).collect();
    let token = "c29tZSBvcGFxdWUgdG9rZW4gb2YgdGhlIHNlcnZlcg";
    format!(r#"{{"rooms":[{}],"paginationContext":{{"nextToken":"{token}"}}}}"#, rooms.join(",")).into_bytes()
}

/// The schema for the others, compared with the committed file that the macro reads.
fn page_schema() -> Value {
    let schema = draft4::schema(&document(), "/components/schemas/RoomPage");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/room-page.json");
    let committed: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(committed == schema, "{path} is stale, it should be:\n{schema:#}");
    schema
}

fn pages(title: &str, body: &[u8], schema: &Value) {
    let runtime = jsonschema::draft4::options().build(schema).unwrap();
    let mut compiler = boon::Compiler::new();
    let mut schemas_of_boon = boon::Schemas::new();
    compiler.add_resource("file:///page.json", schema.clone()).unwrap();
    let index = compiler.compile("file:///page.json", &mut schemas_of_boon).unwrap();

    // All of them look at what they are given: the page is valid, and is not with one room spoiled.
    let spoiled = String::from_utf8(body.to_vec()).unwrap().replacen("amzn1", "other", 1).into_bytes();
    for (body, expected) in [(body, true), (&spoiled, false)] {
        let value: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(judge_json(&schemas::ROOM_PAGE, body, &Limits::DEFAULT).is_valid(), expected);
        assert_eq!(RoomPage::is_valid(&value), expected);
        assert_eq!(runtime.is_valid(&value), expected);
        assert_eq!(schemas_of_boon.validate(&value, index).is_ok(), expected);
    }

    let value = || serde_json::from_slice::<Value>(black_box(body)).unwrap();
    compare(
        &format!("{title}, {} bytes", body.len()),
        vec![
            (
                "asp-validation, from bytes",
                Box::new(|| {
                    assert!(judge_json(&schemas::ROOM_PAGE, black_box(body), &Limits::DEFAULT).is_valid());
                }),
            ),
            (
                "serde_json into IgnoredAny, no judging",
                Box::new(|| assert!(serde_json::from_slice::<IgnoredAny>(black_box(body)).is_ok())),
            ),
            ("serde_json into Value, no judging", Box::new(|| drop(black_box(value())))),
            ("Value + jsonschema, compiled", Box::new(|| assert!(RoomPage::is_valid(&value())))),
            ("Value + jsonschema, run time", Box::new(|| assert!(runtime.is_valid(&value())))),
            (
                "Value + boon, run time",
                Box::new(|| assert!(schemas_of_boon.validate(&value(), index).is_ok())),
            ),
        ],
    );
}

fn exchanges() {
    let rooms = "/enterprise/hospitality/v1/rooms";
    let headers = [("content-type", "application/json")];
    let body = br#"{"name":"Room-1204","roomTypeId":"amzn1.alexa.unit.did.AEXAMPLE"}"#;
    let query = "roomTypeId=amzn1.alexa.unit.did.AEXAMPLE&maxResults=50&nextToken=abc";
    let create = || Request::new("POST", black_box(rooms)).with_headers(&headers).with_body(body);
    let list = || Request::new("GET", black_box(rooms)).with_query(query);
    compare(
        "small exchange",
        vec![
            (
                "POST rooms: route, headers, body",
                Box::new(|| assert_eq!(check_request(&create()), Verdict::Valid)),
            ),
            (
                "GET rooms: route, three query parameters",
                Box::new(|| assert_eq!(check_request(&list()), Verdict::Valid)),
            ),
            (
                "the route alone",
                Box::new(|| assert_eq!(route("POST", black_box(rooms)), Route::Found(Operation::CreateRoom))),
            ),
        ],
    );
}

/// Lets the contestants take turns and prints the median of each.
fn compare(title: &str, mut contestants: Vec<Contestant<'_>>) {
    let turns: Vec<u32> = contestants
        .iter_mut()
        .map(|(_, work)| {
            let hundred = time(work, 100).as_nanos().max(1);
            u32::try_from(ROUND.as_nanos() * 100 / hundred).unwrap_or(u32::MAX).max(1)
        })
        .collect();
    let mut rounds = vec![Vec::with_capacity(ROUNDS); contestants.len()];
    for _ in 0..ROUNDS {
        for (((_, work), turns), rounds) in contestants.iter_mut().zip(&turns).zip(&mut rounds) {
            rounds.push(time(work, *turns).as_secs_f64() * 1e9 / f64::from(*turns));
        }
    }
    println!("{title}");
    let medians = rounds.into_iter().map(|mut rounds| {
        rounds.sort_by(f64::total_cmp);
        rounds[ROUNDS / 2]
    });
    let medians: Vec<f64> = medians.collect();
    for ((name, _), median) in contestants.iter().zip(&medians) {
        println!("  {name:<42} {median:>9.0} ns  {:>6.2}", median / medians[0]);
    }
    println!();
}

/// The time that so many turns take.
fn time(work: &mut dyn FnMut(), turns: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..turns {
        work();
    }
    start.elapsed()
}
