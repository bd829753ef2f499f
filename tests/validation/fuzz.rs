//! The fuzz targets, with a bounded number of mutated seeds: the same in every run.

use asp_tests::fuzz;

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
    fuzz::mutate(&bodies(), 60_000, fuzz::judge);
}

fn join(parts: [&str; 6]) -> Vec<u8> {
    parts.map(str::as_bytes).join(&0xFF)
}

/// Exchanges of the document that has every style and every kind of body.
fn styles() -> Vec<Vec<u8>> {
    let search = "/search/1,2/.R=1.G=2/;matrix=5";
    let cookies = "cookie: session=abc; sizes=1,2; session=\"de\"\nx-list: 1, 2\nx-color: R=1,G=2";
    let form = "content-type: application/x-www-form-urlencoded";
    let multipart = "content-type: multipart/form-data; boundary=x";
    let parts = "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nn\r\n\
                 --x\r\nContent-Disposition: form-data; name=\"sizes\"\r\n\r\n1\r\n\
                 --x\r\nContent-Disposition: form-data; name=\"color\"\r\nContent-Type: application/json\r\n\r\n{\"R\": 1}\r\n\
                 --x\r\nContent-Disposition: form-data; name=\"picture\"; filename=a\r\nContent-Type: image/png\r\n\r\nPNG\r\n\
                 --x--\r\n";
    vec![
        join(["GET", search, "overridden=true&tags=a&tags=b&ids=1,2&words=a%20b&pipes=1|2", cookies, "", ""]),
        join([
            "GET",
            search,
            "filter[size][from]=1&filter[size][to]=2&filter[tags][]=a&filter%5Btags%5D%5B%5D=b",
            cookies,
            "",
            "",
        ]),
        join(["GET", search, "json=%7B%22R%22:1%7D&empty=&any=1&any=x", cookies, "", "{\"R\": 1}"]),
        join(["HEAD", search, "", "", "", ""]),
        join(["GET", "/reports/a.tar.gz", "", "", "", ""]),
        join([
            "POST",
            "/upload",
            "",
            form,
            "",
            "name=n&count=5&sizes=1|2&list=1&list=2&color=%7B%22R%22:1%7D",
        ]),
        join([
            "POST",
            "/upload",
            "",
            form,
            "",
            "filter[size][from]=1&name=a+b&filter[tags][]=x&filter[tags][1]=y",
        ]),
        join(["POST", "/upload", "", multipart, "", parts]),
        join(["POST", "/upload", "", "content-type: text/plain; charset=utf-8", "", "9"]),
        join([
            "POST",
            "/alias",
            "",
            "content-type: application/json; version=2\nx-numbers: 1,2\nx-color: {\"R\": 1}",
            "",
            "[1]",
        ]),
    ]
}

#[test]
fn every_style_and_kind_of_body_is_judged_in_the_seeds() {
    for seed in styles() {
        let texts: Vec<_> =
            seed.split(|byte| *byte == 0xFF).map(|part| std::str::from_utf8(part).unwrap()).collect();
        let headers: Vec<_> = texts[3].lines().filter_map(|line| line.split_once(':')).collect();
        let request =
            asp_validation::Request::new(texts[0], texts[1]).with_query(texts[2]).with_headers(&headers);
        // Only requests of the two operations with a body are sent with one.
        let body = if texts[0] == "POST" { texts[5] } else { "" };
        let verdict =
            fuzz::styles().check(&request.with_body(body.as_bytes()), &asp_validation::Limits::DEFAULT);
        assert!(verdict.is_valid(), "{texts:?}: {verdict}");
    }
}

#[test]
fn judging_stands_any_exchange() {
    let rooms = "/enterprise/hospitality/v1/rooms";
    let json = "content-type: application/json\nx-amzn-requestid: 1\nlocation: x";
    let mut seeds = vec![
        join(["POST", rooms, "", json, "*", r#"{"name": "Room-1", "roomTypeId": "amzn1.alexa.unit.did.A"}"#]),
        join(["GET", rooms, "roomTypeId=amzn1.alexa.unit.did.A&maxResults=50&nextToken=a%2Fb", "", "+", ""]),
        join(["DELETE", &format!("{rooms}/amzn1.alexa.unit.did.A"), "", "x-amzn-requestid: 1", "d", "{}"]),
    ];
    seeds.extend(styles());
    fuzz::mutate(&seeds, 60_000, fuzz::exchange);
}

#[test]
fn routing_agrees_with_trying_every_template() {
    let templates = asp_validation::Operation::ALL.iter().map(|operation| operation.path_template());
    let seeds = templates.map(|template| template.replace(['{', '}'], "").into_bytes());
    fuzz::mutate(&seeds.collect::<Vec<_>>(), 60_000, fuzz::routing);
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
    fuzz::mutate(&seeds, 300, fuzz::document);
}
