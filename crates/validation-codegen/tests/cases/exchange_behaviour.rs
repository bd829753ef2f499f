//! What the validators of the parts of an exchange say.

use asp_validation_runtime::{Limits, Method, NotJudged, Operations, Request, Response, Route, Verdict};

use super::exchange::operation::Operation;

fn shown(verdict: &Verdict) -> Vec<String> {
    if verdict.is_valid() { Vec::new() } else { verdict.to_string().lines().map(str::to_owned).collect() }
}

fn search(query: &str, headers: &[(&str, &str)]) -> Vec<String> {
    let headers = headers.to_vec();
    let request =
        Request::new("GET", "/search/1,2/.R=1.G=2/;matrix=5").with_headers(&headers).with_query(query);
    shown(&Operation::check(&request, &Limits::DEFAULT))
}

#[test]
fn parameters_of_every_style() {
    let session = [("Cookie", "a=b; session=abc; sizes=1,2")];
    for query in [
        "",
        "overridden=true&tags=a&tags=b&ids=1,2&words=a%20b&pipes=1|2",
        "filter[size][from]=1&filter[size][to]=2&filter[tags][]=a&filter%5Btags%5D%5B%5D=b&filter[other]=x",
        "json=%7B%22R%22:1%7D&empty=&any=1&any=x",
        "any",
    ] {
        assert_eq!(search(query, &session), Vec::<String>::new(), "{query}");
    }
    let lists = [("x-list", "1"), ("X-LIST", "2, 3"), ("X-Color", "R=1,G=2"), session[0]];
    assert_eq!(search("", &lists), Vec::<String>::new());
    let place = "/paths/~1search~1{point}~1{label}~1{matrix}";
    for (query, expected) in [
        (
            "tags=a&tags=c",
            "query parameter `tags` /1: is none of the 2 values that are allowed: \"a\", \"b\" (/components/parameters/Tags/schema/items/enum)".to_owned(),
        ),
        ("ids=", "query parameter `ids`: has 0 items, at least 1 is required (/components/schemas/Numbers/minItems)".to_owned()),
        (
            "words=a+long",
            format!("query parameter `words` /1: has 4 characters, at most 3 are allowed ({place}/get/parameters/3/schema/items/maxLength)"),
        ),
        ("pipes=1&pipes=2", format!("query parameter `pipes`: is there 2 times, once is allowed ({place}/get/parameters/4)")),
        (
            "filter[size][from]=x",
            "query parameter `filter` /size/from: is of type string, must be integer (/components/schemas/Filter/properties/size/properties/from/type)".to_owned(),
        ),
        ("json={}", "query parameter `json`: lacks the required member `R` (/components/schemas/Color/required)".to_owned()),
        ("empty=x", format!("query parameter `empty`: is of type string, must be integer ({place}/get/parameters/7/schema/type)")),
        ("overridden=1", format!("query parameter `overridden`: is of type string, must be boolean ({place}/get/parameters/0/schema/type)")),
    ] {
        assert_eq!(search(query, &session), [expected], "{query}");
    }
    assert_eq!(
        search("", &[]),
        [format!("cookie `session`: is required and missing ({place}/get/parameters/11/required)")]
    );
    assert_eq!(
        search("", &[("cookie", "session=x"), ("Cookie", "sizes=x")]),
        [
            format!(
                "cookie `session`: has 1 character, at least 2 are required ({place}/get/parameters/11/schema/minLength)"
            ),
            "cookie `sizes` /0: is of type string, must be integer (/components/schemas/Numbers/items/type)"
                .to_owned(),
        ]
    );
    let path = |path| shown(&Operation::check(&Request::new("HEAD", path), &Limits::DEFAULT));
    assert_eq!(
        path("/search/1,x/R/;matrix=x"),
        [
            "path parameter `point` /1: is of type string, must be integer (/components/schemas/Numbers/items/type)".to_owned(),
            format!("path parameter `label`: is not written in the style `label` ({place}/parameters/1)"),
            format!("path parameter `matrix`: is of type string, must be integer ({place}/parameters/2/schema/type)"),
        ]
    );
}

#[test]
fn routes_prefer_what_is_more_concrete() {
    for (method, path, expected) in [
        ("GET", "/reports/latest.csv", Operation::LatestReport),
        ("GET", "/reports/report-2024.csv", Operation::YearReport),
        ("GET", "/reports/other.csv", Operation::Report),
        ("GET", "/reports/other", Operation::AnyReport),
        ("POST", "/reports/7:cancel", Operation::CancelReport),
        ("POST", "/upload", Operation::Upload),
        ("POST", "/alias", Operation::PostAlias),
        ("OPTIONS", "/alias", Operation::OptionsAlias),
    ] {
        assert_eq!(Operation::route(method, path).found(), Some(expected), "{path}");
    }
    assert_eq!(
        Operation::route("GET", "/reports/7:cancel"),
        Route::MethodNotAllowed { allowed: &[Method::Post] }
    );
    let check = |method, path| shown(&Operation::check(&Request::new(method, path), &Limits::DEFAULT));
    assert_eq!(check("GET", "/reports/a.tar.gz"), Vec::<String>::new());
    assert_eq!(
        check("GET", "/reports/a.txt"),
        [
            "path parameter `extension`: is none of the 2 values that are allowed: \"csv\", \"gz\" (/paths/~1reports~1{name}.{extension}/get/parameters/1/schema/enum)"
        ]
    );
    assert_eq!(check("POST", "/reports/x:cancel").len(), 1);
}

fn upload(content_type: &str, body: &[u8]) -> Vec<String> {
    let headers = [("Content-Type", content_type)];
    let request = Request::new("POST", "/upload").with_headers(&headers).with_body(body);
    shown(&Operation::check(&request, &Limits::DEFAULT))
}

#[test]
fn bodies_of_every_media_type() {
    for (content_type, body) in [
        ("application/json", "{\"name\": \"n\"}"),
        ("application/json; version=2", "[1]"),
        ("application/vnd.example+json", "null"),
        ("application/x-www-form-urlencoded", "name=n&count=5&sizes=1|2&list=1&list=2&color=%7B%22R%22:1%7D"),
        (
            "application/x-www-form-urlencoded; charset=utf-8",
            "filter[size][from]=1&name=a+b&filter[tags][]=x",
        ),
        ("text/plain", "9"),
        ("image/png", "any bytes"),
    ] {
        assert_eq!(upload(content_type, body.as_bytes()), Vec::<String>::new(), "{content_type}");
    }
    let missing = "body: lacks the required member `name` (/components/schemas/Upload/required)";
    for (content_type, body, expected) in [
        ("application/json", "{}", missing),
        (
            "application/json; version=2",
            "{}",
            "body: is of type object, must be array (/paths/~1upload/post/requestBody/content/application~1json; version=2/schema/type)",
        ),
        (
            "application/vnd.example+json",
            "x",
            "body: is no valid JSON at byte 0: no JSON value can look like this",
        ),
        ("application/x-www-form-urlencoded", "count=1", missing),
        ("application/x-www-form-urlencoded", "", missing),
        (
            "application/x-www-form-urlencoded",
            "name=n&count=x",
            "body /count: is of type string, must be integer (/components/schemas/Upload/properties/count/type)",
        ),
        (
            "application/x-www-form-urlencoded",
            "name=n&name=m",
            "body /name: is there more than once (/components/schemas/Upload)",
        ),
        (
            "application/x-www-form-urlencoded",
            "name=n&other=m",
            "body /other: is not documented, and other members are refused (/components/schemas/Upload/additionalProperties)",
        ),
        (
            "application/x-www-form-urlencoded",
            "name=n&sizes=1|x",
            "body /sizes/1: is of type string, must be integer (/components/schemas/Numbers/items/type)",
        ),
        (
            "application/x-www-form-urlencoded",
            "name=n&color=1%7D",
            "body /color: is no valid JSON at byte 1: nothing may follow the value",
        ),
        (
            "application/x-www-form-urlencoded",
            "name=%",
            "body /name: is no percent-encoded UTF-8 text (/components/schemas/Upload)",
        ),
        (
            "application/x-www-form-urlencoded",
            "name=n&%=1",
            "body: is no percent-encoded UTF-8 text (/components/schemas/Upload)",
        ),
        (
            "application/x-www-form-urlencoded",
            "name=n&filter[tags]=1&filter[tags][]=1",
            "body /filter: is not written in the style `deepObject` (/components/schemas/Upload)",
        ),
        (
            "text/plain",
            "10",
            "body: is 10, at most 9 is allowed (/paths/~1upload/post/requestBody/content/text~1plain/schema/maximum)",
        ),
        ("application/json", "", "body: is required and missing (/paths/~1upload/post/requestBody/required)"),
        (
            "application/xml",
            "<a/>",
            "not judged: the body is `application/xml`, only `application/json`, `application/json;version=2`, `application/vnd.example+json`, `application/x-www-form-urlencoded`, `multipart/form-data`, `text/plain`, `image/*` are documented",
        ),
    ] {
        assert_eq!(upload(content_type, body.as_bytes()), [expected], "{content_type} {body}");
    }
    assert_eq!(upload("text/plain", b"\xff"), ["body: is not UTF-8 from byte 0 on"]);
}

#[test]
fn multipart_bodies() {
    let part = |name: &str, head: &str, content: &[u8]| {
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n{head}\r\n");
        [head.as_bytes(), content, b"\r\n"].concat()
    };
    let send = |parts: &[Vec<u8>]| {
        let body = [parts.concat(), b"--x--\r\n".to_vec()].concat();
        upload("multipart/form-data; boundary=x", &body)
    };
    let name = part("name", "", b"n");
    assert_eq!(
        send(&[
            name.clone(),
            part("count", "", b"5"),
            part("sizes", "", b"1"),
            part("sizes", "", b"2"),
            part("color", "Content-Type: application/json\r\n", b"{\"R\": 1}"),
            part("filter", "", b"{\"tags\": [\"a\"]}"),
            part("picture", "Content-Type: image/png\r\n", b"\x89PNG\r\n\xff"),
        ]),
        Vec::<String>::new()
    );
    assert_eq!(send(&[]), ["body: lacks the required member `name` (/components/schemas/Upload/required)"]);
    assert_eq!(
        send(&[name.clone(), part("sizes", "", b"1"), part("sizes", "", b"x")]),
        ["body /sizes/1: is of type string, must be integer (/components/schemas/Numbers/items/type)"]
    );
    assert_eq!(
        send(&[name.clone(), part("color", "", b"{")]),
        ["body /color: is no valid JSON at byte 1: the text ends too early"]
    );
    assert_eq!(
        send(&[part("name", "", b"\xff")]),
        ["body /name: is no UTF-8 text (/components/schemas/Upload)"]
    );
    let broken = [
        "body: is no multipart body with an end, a known boundary and, in a form, names of all parts (/components/schemas/Upload)",
    ];
    assert_eq!(upload("multipart/form-data; boundary=x", &name), broken);
    for nameless in ["", "Content-Disposition: form-data\r\n", "Content-Disposition: form-data; name=\"a\r\n"]
    {
        let part = [b"--x\r\n", nameless.as_bytes(), b"\r\n1\r\n"].concat();
        assert_eq!(send(&[name.clone(), part]), broken, "{nameless}");
    }
    assert_eq!(upload("multipart/form-data", &name), broken);
}

#[test]
fn responses_by_status_range_and_default() {
    let check = |operation: Operation, response: &Response<'_>| {
        shown(&operation.check_response(response, &Limits::DEFAULT))
    };
    let valid = Vec::<String>::new();
    let json = [("Content-Type", "application/json")];
    let problem = [("Content-Type", "application/problem+json")];
    let text = [("Content-Type", "text/plain; charset=utf-8")];
    let search = |response: &Response<'_>| check(Operation::Search, response);
    assert_eq!(search(&Response::new(200).with_headers(&json).with_body(b"{\"R\": 1}")), valid);
    assert_eq!(search(&Response::new(206).with_headers(&text).with_body(b"abc")), valid);
    assert_eq!(search(&Response::new(206).with_headers(&text).with_body(b"abcd")).len(), 1);
    assert_eq!(search(&Response::new(206).with_headers(&text)), valid);
    assert_eq!(search(&Response::new(404)), valid);
    assert_eq!(search(&Response::new(500).with_headers(&problem).with_body(b"{\"title\": \"\"}")), valid);
    assert_eq!(search(&Response::new(500).with_headers(&problem).with_body(b"{}")).len(), 1);
    assert_eq!(
        search(&Response::new(500)),
        [
            "body: is required and missing (/paths/~1search~1{point}~1{label}~1{matrix}/get/responses/default/content)"
        ]
    );
    // Responses that have no body, whatever is described.
    for (operation, status) in [
        (Operation::Search, 204),
        (Operation::Search, 100),
        (Operation::AnyReport, 304),
        (Operation::HeadSearch, 200),
    ] {
        assert_eq!(check(operation, &Response::new(status)), valid, "{status}");
        let body = Response::new(status).with_headers(&json).with_body(b"{\"R\": 1}");
        assert!(check(operation, &body)[0].starts_with("body: has 8 bytes, none is documented"), "{status}");
    }
    let headers = [("X-Numbers", "1, 2"), ("X-Color", "{\"R\": 1}")];
    assert_eq!(check(Operation::Upload, &Response::new(201).with_headers(&headers)), valid);
    assert_eq!(
        check(Operation::Upload, &Response::new(201).with_headers(&[("X-Numbers", "1,x")])),
        [
            "header `X-Numbers` /1: is of type string, must be integer (/components/schemas/Numbers/items/type)",
            "header `X-Color`: is required and missing (/paths/~1upload/post/responses/201/headers/X-Color/required)",
        ]
    );
    let failed = |content_type: &str, body: &[u8]| {
        let headers = [("Content-Type", content_type)];
        Operation::Upload
            .check_response(&Response::new(503).with_headers(&headers).with_body(body), &Limits::DEFAULT)
    };
    assert!(failed("application/json", b"{\"title\": \"t\"}").is_valid());
    assert!(failed("application/x-www-form-urlencoded", b"title=t").is_valid());
    assert_eq!(failed("application/json", b"{}").violations().len(), 1);
    assert_eq!(
        failed("application/xml", b"<a/>"),
        Verdict::NotJudged(NotJudged::UnreadMediaType { documented: "*/*" })
    );
    let report = |content_type: &str, body: &[u8]| {
        let headers = [("Content-Type", content_type)];
        check(Operation::Report, &Response::new(200).with_headers(&headers).with_body(body))
    };
    assert_eq!(report("application/octet-stream", b"\xff"), valid);
    assert_eq!(report("application/octet-stream", b""), valid);
    assert_eq!(report("image/png", b"\xff"), valid);
    assert_eq!(report("text/plain", b"x").len(), 1);
}

#[test]
fn verdicts_can_be_masked() {
    let body = br#"{"name": "n", "secret": 1, "count": 1.5, "color": {"R": 1, "hidden": {"deep": 1}}, "sizes": ["x"]}"#;
    let headers = [("Content-Type", "application/json")];
    let request = Request::new("POST", "/upload").with_headers(&headers).with_body(body);
    let verdict = Operation::check(&request, &Limits::DEFAULT);
    let pointers: Vec<_> = verdict.violations().iter().map(|violation| violation.instance.clone()).collect();
    assert_eq!(pointers, ["/secret", "/count", "/color/hidden", "/sizes/0"]);
    let masked = verdict.masked();
    let pointers: Vec<_> = masked.violations().iter().map(|violation| violation.instance.as_str()).collect();
    assert_eq!(pointers, ["/*", "/count", "/color/*", "/sizes/0"]);
    let headers = [("Content-Type", "text/secret")];
    let request = Request::new("POST", "/upload").with_headers(&headers).with_body(b"x");
    let masked = Operation::check(&request, &Limits::DEFAULT).masked().to_string();
    assert!(masked.starts_with("not judged: the body is `*`, only "), "{masked}");
    let headers = [("Content-Type", "text/plain")];
    let request = Request::new("POST", "/upload").with_headers(&headers).with_body(b"1234");
    let masked = Operation::check(&request, &Limits::DEFAULT).masked().to_string();
    assert!(masked.starts_with("body: is *, at most 9 is allowed"), "{masked}");
}
