//! What judging costs the allocator: nothing on a valid exchange.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use asp_validation::{Operation, Request, Response, Verdict, check_request, check_response};

/// A page of rooms as the API sends it.
fn page(rooms: usize, name: &str) -> String {
    let id = "AS2JVILSBTJKFWX6NRH4P6XJX4Z4MDIW5AARXGOIWS7CGECUT3QJSVVXUZ4XRAR5HZKUFZFMALJI2FZD4HIMTJ45WBCYB5K3YYU4KI4A";
    let room = format!(
        r#"{{"id": "amzn1.alexa.unit.did.{id}", "roomTypeId": "amzn1.alexa.unit.did.{id}", "name": "{name}", "extra": [1.5, null]}}"#
    );
    format!(r#"{{"rooms": [{}], "paginationContext": {{"nextToken": null}}}}"#, vec![room; rooms].join(", "))
}

/// The number of allocations while `work` runs.
fn allocations(work: impl FnOnce() -> Verdict) -> u64 {
    let mut verdict = None;
    let counted = allocation_counter::measure(|| verdict = Some(work()));
    assert_eq!(verdict, Some(Verdict::Valid));
    counted.count_total
}

#[test]
fn a_valid_page_costs_no_allocation_with_and_without_escapes() {
    let headers = [("content-type", "application/json"), ("x-amzn-requestid", "1")];
    for name in ["Room-1204", "Zimmer é€😀", r"Room \u0031 \n\ud83d\ude00"] {
        let body = page(50, name);
        let response = Response::new(200).with_headers(&headers).with_body(body.as_bytes());
        assert_eq!(allocations(|| check_response(Operation::ListRooms, &response)), 0, "{name}");
    }
}

#[test]
fn a_valid_request_costs_no_allocation_and_one_if_a_parameter_is_encoded() {
    let path = "/enterprise/hospitality/v1/rooms";
    let query = "roomTypeId=amzn1.alexa.unit.did.ABC&maxResults=50&nextToken=abc";
    assert_eq!(allocations(|| check_request(&Request::new("GET", path).with_query(query))), 0);
    let query = "roomTypeId=amzn1.alexa.unit.did.A%42C&maxResults=%350&nextToken=a%2Fc";
    assert_eq!(allocations(|| check_request(&Request::new("GET", path).with_query(query))), 1);
    let headers = [("content-type", "application/json")];
    let body = br#"{"name": "Room-\u0031", "roomTypeId": "amzn1.alexa.unit.did.ABC"}"#;
    let request = Request::new("POST", path).with_headers(&headers).with_body(body);
    assert_eq!(allocations(|| check_request(&request)), 0);
}

#[test]
fn the_parts_of_crate_http_cost_no_allocation_either() {
    let request = http::Request::builder()
        .method("POST")
        .uri("/enterprise/hospitality/v1/rooms")
        .header("Content-Type", "application/json; charset=utf-8")
        .body(br#"{"name": "Room-1", "roomTypeId": "amzn1.alexa.unit.did.ABC"}"#.to_vec())
        .unwrap();
    assert_eq!(allocations(|| check_request(&Request::from(&request))), 0);
}
