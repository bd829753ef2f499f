//! The fuzz targets, with a bounded number of mutated seeds: the same in every run.

use asp_tests::fuzz;

use crate::random::Random;

/// What is put into seeds: what means something to JSON, to HTTP and to documents.
const PIECES: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"\\u00e9",
    b"null",
    b"true",
    b"1e999",
    b"-0.0",
    b"10000000000000000000000",
    b"\"a\":",
    b"{\"\":",
    b"\n",
    b" ",
    b"\0",
    b"\x80",
    b"\xC3\xA9",
    b"\xED\xA0\x80",
    b"\xF0\x9F\x98\x80",
    b"%",
    b"%2F",
    b"%C3%A9",
    b"%zz",
    b"+",
    b"&",
    b"=",
    b";",
    b"/",
    b"//",
    b"?",
    b"#",
    b"..",
    b"{a}",
    b"\xFF",
    b"content-type: application/json\n",
    b"$ref",
    b"allOf: [{}]",
    b"- ",
    b"type: object",
];

/// Calls `target` with every seed and with `count` mutations of them.
fn mutate(seeds: &[Vec<u8>], count: usize, target: impl Fn(&[u8])) {
    let mut random = Random::new();
    for seed in seeds {
        target(seed);
    }
    for _ in 0..count {
        let mut data = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(4) {
            let place = random.below(data.len() + 1);
            match random.below(5) {
                0 => {
                    data.truncate(place);
                }
                1 => {
                    let end = data.len().min(place + 1 + random.below(8));
                    data.drain(place..end);
                }
                2 if place < data.len() => data[place] = u8::try_from(random.below(256)).unwrap(),
                3 => {
                    let end = data.len().min(place + 1 + random.below(64));
                    let copy = data[place..end].to_vec();
                    data.splice(place..place, copy);
                }
                _ => {
                    let piece = PIECES[random.below(PIECES.len())];
                    data.splice(place..place, piece.iter().copied());
                }
            }
        }
        target(&data);
    }
}

/// Bodies for the schemas that the first byte picks.
fn bodies() -> Vec<Vec<u8>> {
    let texts = [
        r#"{"name": "Room-1204", "roomTypeId": "amzn1.alexa.unit.did.A", "id": "amzn1.alexa.unit.did.A"}"#,
        r#"{"rooms":[{"id":"amzn1.alexa.unit.did.A","roomTypeId":"amzn1.alexa.unit.did.A","name":"x\u00e9"}],"paginationContext":{"nextToken":null}}"#,
        r#"{"kind": "cat", "lives": 9, "parts": [1, 1.0, [{}], null, "a"], "more": {"more": {"more": 1e5}}}"#,
        r#"[[], {}, [[1, 2], [1, 2]], "2024-02-29T23:59:60Z", 4294967296, true]"#,
    ];
    (0..=u8::MAX).flat_map(|pick| texts.map(|text| [&[pick], text.as_bytes()].concat())).collect()
}

#[test]
fn judging_stands_any_text() {
    mutate(&bodies(), 60_000, fuzz::judge);
}

#[test]
fn judging_stands_any_exchange() {
    let join = |parts: [&str; 6]| parts.map(str::as_bytes).join(&0xFF);
    let rooms = "/enterprise/hospitality/v1/rooms";
    let json = "content-type: application/json\nx-amzn-requestid: 1\nlocation: x";
    let seeds = [
        join(["POST", rooms, "", json, "*", r#"{"name": "Room-1", "roomTypeId": "amzn1.alexa.unit.did.A"}"#]),
        join(["GET", rooms, "roomTypeId=amzn1.alexa.unit.did.A&maxResults=50&nextToken=a%2Fb", "", "+", ""]),
        join(["DELETE", &format!("{rooms}/amzn1.alexa.unit.did.A"), "", "x-amzn-requestid: 1", "d", "{}"]),
    ];
    mutate(&seeds, 30_000, fuzz::exchange);
}

#[test]
fn routing_agrees_with_trying_every_template() {
    let templates = asp_validation::Operation::ALL.iter().map(|operation| operation.path_template());
    let seeds = templates.map(|template| template.replace(['{', '}'], "").into_bytes());
    mutate(&seeds.collect::<Vec<_>>(), 60_000, fuzz::routing);
}

#[test]
fn generating_stands_any_document() {
    let cases = asp_tests::root().join("crates/validation-codegen/tests/cases");
    let files = std::fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect();
    files.sort();
    let seeds: Vec<_> = files.iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert!(!seeds.is_empty());
    mutate(&seeds, 300, fuzz::document);
}
