//! Good and bad exchanges of the two APIs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use asp_validation::{
    Limits, Location, Method, NotJudged, Operation, Request, Response, Route, Verdict, ViolationKind,
    check_request, check_request_within, check_response, check_routed_request, route,
};

const ID: &str = "amzn1.alexa.unit.did.AS2JVILSBTJKFWX6NRH4P6XJX4Z4MDIW";
const ROOMS: &str = "/enterprise/hospitality/v1/rooms";
const JSON: [(&str, &str); 2] = [("Content-Type", "application/json"), ("X-Amzn-RequestId", "1")];

fn create(body: &str) -> Verdict {
    check_request(&Request::new("POST", ROOMS).with_headers(&JSON).with_body(body.as_bytes()))
}

fn list(query: &str) -> Verdict {
    check_request(&Request::new("GET", ROOMS).with_query(query))
}

fn answer(operation: Operation, status: u16, body: &str) -> Verdict {
    check_response(operation, &Response::new(status).with_headers(&JSON).with_body(body.as_bytes()))
}

fn lines(verdict: &Verdict) -> Vec<String> {
    verdict.to_string().lines().map(str::to_owned).collect()
}

#[test]
fn all_operations_are_there() {
    assert!(!Operation::ALL.is_empty());
    for operation in Operation::ALL {
        assert_eq!(operation.operation_id().parse(), Ok(*operation));
        assert_eq!(operation.to_string(), operation.operation_id());
        let path = operation.path_template().split('{').next().unwrap().to_owned();
        let path = if path.ends_with('/') { path + ID } else { path };
        assert_eq!(route(operation.method(), &path), Route::Found(*operation));
        assert!(operation.tag().is_some());
        assert!(operation.contract().responses.iter().any(|(status, _)| *status == 429));
    }
    assert!("createroom".parse::<Operation>().is_err());
}

#[test]
fn paths_are_routed() {
    assert_eq!(route("GET", ROOMS), Route::Found(Operation::ListRooms));
    assert_eq!(route(http::Method::POST, ROOMS), Route::Found(Operation::CreateRoom));
    assert_eq!(route(Method::Put, &format!("{ROOMS}/{ID}?x=1")), Route::Found(Operation::UpdateRoom));
    let encoded = "/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.A%2FB";
    assert_eq!(route("DELETE", encoded), Route::Found(Operation::DeleteRoom));
    assert_eq!(
        route("GET", "/%65nterprise/hospitality/v1/room%54ypes"),
        Route::Found(Operation::ListRoomTypes)
    );
    assert_eq!(route("PATCH", ROOMS), Route::MethodNotAllowed { allowed: &[Method::Post, Method::Get] });
    for path in [
        "",
        "/",
        "/enterprise/hospitality/v1",
        "/enterprise/hospitality/v2/rooms",
        "/enterprise/hospitality/v1/rooms/",
    ] {
        assert_eq!(route("GET", path), Route::NotFound, "{path}");
    }
    let too_deep = format!("{ROOMS}/{ID}/devices");
    assert_eq!(check_request(&Request::new("GET", &too_deep)), Verdict::NotJudged(NotJudged::UnknownPath));
    assert_eq!(
        check_request(&Request::new("PATCH", ROOMS)),
        Verdict::NotJudged(NotJudged::MethodNotAllowed { allowed: &[Method::Post, Method::Get] })
    );
}

#[test]
fn a_new_room_is_judged() {
    let room = |name: &str| create(&format!(r#"{{"name": "{name}", "roomTypeId": "{ID}"}}"#));
    for name in ["R", "Room-1204", "_-=#;:?@&", &"x".repeat(256), r"\u0052oom"] {
        assert_eq!(room(name), Verdict::Valid, "{name}");
    }
    assert_eq!(
        lines(&room(&"x".repeat(257))),
        ["body /name: has 257 characters, at most 256 are allowed (/components/schemas/RoomName/maxLength)"]
    );
    assert_eq!(
        lines(&room("")),
        [
            "body /name: has 0 characters, at least 1 is required (/components/schemas/RoomName/minLength)",
            "body /name: does not match the pattern `^[A-Za-z0-9_=#;:?@&-]+$` (/components/schemas/RoomName/pattern)",
        ]
    );
    for name in ["Room 1204", "Room.1204", "Zimmerchen-ä", r"Room-1204\n", r"\ud83d\ude00"] {
        let verdict = room(name);
        assert_eq!(verdict.violations().len(), 1, "{name}");
        assert!(matches!(verdict.violations()[0].kind, ViolationKind::Pattern { .. }), "{name}");
    }
    assert_eq!(
        lines(&create(r#"{"roomTypeId": "amzn1.alexa.unit.did.", "name": null, "name": "a"}"#)),
        [
            r"body /roomTypeId: does not match the pattern `^amzn1\.alexa\.unit\.did\..+$` (/components/schemas/RoomTypeId/pattern)",
            "body /name: is of type null, must be string (/components/schemas/RoomName/type)",
            "body /name: is there more than once (/components/schemas/NewRoom)",
        ]
    );
    assert_eq!(
        lines(&create("{}")),
        [
            "body: lacks the required member `name` (/components/schemas/NewRoom/required)",
            "body: lacks the required member `roomTypeId` (/components/schemas/NewRoom/required)",
        ]
    );
    assert_eq!(
        lines(&create("[]")),
        ["body: is of type array, must be object (/components/schemas/NewRoom/type)"]
    );
    assert_eq!(
        lines(&create("")),
        [
            "body: is required and missing (/paths/~1enterprise~1hospitality~1v1~1rooms/post/requestBody/required)"
        ]
    );
    assert_eq!(
        lines(&create("{\"name\": ")),
        ["body /name: is no valid JSON at byte 9: the text ends too early"]
    );
}

#[test]
fn another_media_type_is_not_judged() {
    let headers = [("Content-Type", "application/xml")];
    let request = Request::new("POST", ROOMS).with_headers(&headers).with_body(b"<room/>");
    let found = Some("application/xml".to_owned());
    let documented = "application/json";
    assert_eq!(
        check_request(&request),
        Verdict::NotJudged(NotJudged::MediaType { found, documented: vec![documented] })
    );
}

#[test]
fn the_parameters_of_a_list_are_judged() {
    let parent = format!("roomTypeId={ID}");
    for query in ["", "&maxResults=1", "&maxResults=50", "&nextToken=a%2Fb%2B", "&other=1&other=2"] {
        assert_eq!(list(&format!("{parent}{query}")), Verdict::Valid, "{query}");
    }
    for (query, expected) in [
        (
            "maxResults=0",
            "is 0, at least 1 is required (/components/parameters/MaxResultsUpTo50/schema/minimum)",
        ),
        (
            "maxResults=51",
            "is 51, at most 50 is allowed (/components/parameters/MaxResultsUpTo50/schema/maximum)",
        ),
        (
            "maxResults=x",
            "is of type string, must be integer (/components/parameters/MaxResultsUpTo50/schema/type)",
        ),
        (
            "maxResults=1&maxResults=2",
            "is there 2 times, once is allowed (/components/parameters/MaxResultsUpTo50)",
        ),
    ] {
        let verdict = list(&format!("{parent}&{query}"));
        assert_eq!(lines(&verdict), [format!("query parameter `maxResults`: {expected}")]);
        assert_eq!(verdict.violations()[0].location, Location::Query { name: "maxResults" });
    }
    assert_eq!(
        lines(&list("maxResults=99999999999")),
        [
            "query parameter `roomTypeId`: is required and missing (/components/parameters/RoomTypeIdInQuery/required)",
            "query parameter `maxResults`: is 99999999999, which int32 cannot hold (/components/parameters/MaxResultsUpTo50/schema/format)",
            "query parameter `maxResults`: is 99999999999, at most 50 is allowed (/components/parameters/MaxResultsUpTo50/schema/maximum)",
        ]
    );
    let residential = "/enterprise/residential/v1/homes";
    let query = format!("homeCommunityId={ID}&maxResults=11");
    let verdict = check_request(&Request::new("GET", residential).with_query(&query));
    assert_eq!(
        lines(&verdict),
        [
            "query parameter `maxResults`: is 11, at most 10 is allowed (/components/parameters/MaxResultsUpTo10/schema/maximum)"
        ]
    );
}

#[test]
fn ids_in_paths_are_judged_decoded() {
    let get = |id: &str| check_request(&Request::new("GET", &format!("{ROOMS}/{id}")));
    assert_eq!(get(ID), Verdict::Valid);
    assert_eq!(get("amzn1%2Ealexa%2Eunit%2Edid%2EA%2FB"), Verdict::Valid);
    let expected = "path parameter `roomId`: does not match the pattern `^amzn1\\.alexa\\.unit\\.did\\..+$` (/components/schemas/RoomId/pattern)";
    assert_eq!(lines(&get("1204")), [expected]);
    assert_eq!(lines(&get(&format!("{ID}%0A"))), [expected]);
    assert_eq!(
        lines(&get(&format!("{ID}%"))),
        ["path parameter `roomId`: is no percent-encoded UTF-8 text (/components/parameters/RoomIdInPath)"]
    );
    let with_body = format!("{ROOMS}/{ID}");
    assert_eq!(
        lines(&check_request(&Request::new("DELETE", &with_body).with_body(b"{}"))),
        [
            "body: has 2 bytes, none is documented (/paths/~1enterprise~1hospitality~1v1~1rooms~1{roomId}/delete)"
        ]
    );
}

#[test]
fn pages_are_judged() {
    let room = format!(r#"{{"id": "{ID}", "roomTypeId": "{ID}", "name": "any name. at all"}}"#);
    for body in [
        r#"{"rooms": []}"#.to_owned(),
        format!(r#"{{"rooms": [{room}, {room}], "paginationContext": {{"nextToken": "t"}}}}"#),
        format!(r#"{{"paginationContext": {{"nextToken": null, "new": 1}}, "rooms": [{room}]}}"#),
        r#"{"rooms": [], "paginationContext": {}, "unknown": {"a": 1}}"#.to_owned(),
    ] {
        assert_eq!(answer(Operation::ListRooms, 200, &body), Verdict::Valid, "{body}");
    }
    let body = format!(
        r#"{{"rooms": [{room}, {{"id": 7, "name": "n"}}, null], "paginationContext": {{"nextToken": 1}}}}"#
    );
    assert_eq!(
        lines(&answer(Operation::ListRooms, 200, &body)),
        [
            "body /rooms/1: lacks the required member `roomTypeId` (/components/schemas/Room/required)",
            "body /rooms/1/id: is of type integer, must be string (/components/schemas/RoomId/type)",
            "body /rooms/2: is of type null, must be object (/components/schemas/Room/type)",
            "body /paginationContext/nextToken: is of type integer, must be null or string \
             (/components/schemas/PaginationContext/properties/nextToken/type)",
        ]
    );
}

#[test]
fn headers_and_bodies_of_responses_are_judged() {
    assert_eq!(answer(Operation::GetRoom, 404, r#"{"message": "m"}"#), Verdict::Valid);
    assert_eq!(answer(Operation::GetRoom, 404, "{}"), Verdict::Valid);
    assert_eq!(answer(Operation::UpdateRoom, 204, ""), Verdict::Valid);
    let content = [("content-type", "application/json")];
    let body = format!(r#"{{"id": "{ID}"}}"#);
    let response = Response::new(201).with_headers(&content).with_body(body.as_bytes());
    assert_eq!(
        lines(&check_response(Operation::CreateRoom, &response)),
        [
            "header `X-Amzn-RequestId`: is required and missing (/components/headers/RequestId/required)",
            "header `Location`: is required and missing (/components/headers/Location/required)",
        ]
    );
    let twice = [("Location", "/a"), ("location", "/b"), ("X-Amzn-RequestId", "1")];
    assert_eq!(
        lines(&check_response(Operation::CreateRoom, &Response::new(201).with_headers(&twice))),
        [
            "header `Location`: is there 2 times, once is allowed (/components/headers/Location)",
            "body: is required and missing (/paths/~1enterprise~1hospitality~1v1~1rooms/post/responses/201/content)",
        ]
    );
    assert_eq!(
        lines(&answer(Operation::DeleteRoom, 204, "{}")),
        ["body: has 2 bytes, none is documented (/components/responses/Deleted)"]
    );
    assert_eq!(
        answer(Operation::GetRoom, 503, "{}"),
        Verdict::NotJudged(NotJudged::UndocumentedStatus { status: 503 })
    );
}

#[test]
fn the_types_of_crate_http_are_taken() {
    let request = http::Request::builder()
        .method("POST")
        .uri(format!("https://api.amazonalexa.com{ROOMS}?x=1"))
        .header("content-type", "application/json")
        .body(format!(r#"{{"name": "a b", "roomTypeId": "{ID}"}}"#))
        .unwrap();
    assert_eq!(check_request(&Request::from(&request)).violations().len(), 1);
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(&parts, body.as_bytes());
    let verdict = check_routed_request(Operation::CreateRoom, &request);
    assert_eq!(verdict.violations().len(), 1);
    let response =
        http::Response::builder().status(204).header("x-amzn-requestid", "1").body(Vec::new()).unwrap();
    assert_eq!(check_response(Operation::DeleteRoom, &Response::from(&response)), Verdict::Valid);
    let (parts, body) = response.into_parts();
    assert_eq!(check_response(Operation::DeleteRoom, &Response::from_parts(&parts, &body)), Verdict::Valid);
}

#[test]
fn limits_can_be_set() {
    let request = Request::new("POST", ROOMS).with_headers(&JSON).with_body(b"{}");
    let verdict = check_request_within(&request, &Limits::DEFAULT.with_violations(1));
    let Verdict::Violations(violations) = verdict else { panic!("there are violations") };
    assert!(violations.truncated && violations.list.len() == 1);
}

#[test]
fn secrets_are_not_copied_into_messages() {
    let secret = "Atza|secret-token";
    let body = format!(r#"{{"name": "{secret} ", "roomTypeId": "{secret}"}}"#);
    let request = Request::new("POST", ROOMS).with_headers(&JSON).with_body(body.as_bytes());
    let verdict = check_request(&request);
    assert_eq!(verdict.violations().len(), 2);
    assert!(!format!("{verdict} {verdict:?} {request:?}").contains("Atza"));
}

#[test]
fn an_integer_parameter_is_written_in_digits() {
    for value in ["5e1", "1.0", "1.5", "0x1", "", "+1"] {
        let path =
            format!("/enterprise/hospitality/v1/rooms?roomTypeId=amzn1.alexa.unit.did.A&maxResults={value}");
        let verdict = check_request(&Request::new("GET", &path));
        assert_eq!(verdict.violations().len(), 1, "{value}: {verdict}");
    }
}
