//! Which members may travel in which direction.

use asp_validation_runtime::{Limits, Operations, Request, Response, Verdict};

use super::access::operation::Operation;

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

fn shown(verdict: &Verdict) -> Vec<String> {
    let violations = verdict.violations().iter();
    violations.map(|violation| violation.to_string().replace("/components/schemas/", "#")).collect()
}

fn sent(body: &str) -> Vec<String> {
    let request = Request::new("PUT", "/accounts").with_headers(&JSON).with_body(body.as_bytes());
    let verdict = Operation::check(&request, &Limits::DEFAULT);
    shown(&verdict)
}

fn received(body: &str) -> Vec<String> {
    let response = Response::new(200).with_headers(&JSON).with_body(body.as_bytes());
    let verdict = Operation::PutAccount.check_response(&response, &Limits::DEFAULT);
    shown(&verdict)
}

#[test]
fn what_is_required_is_required_where_it_may_be_sent() {
    assert_eq!(sent(r#"{"secret": "s", "name": "n"}"#), Vec::<String>::new());
    assert_eq!(received(r#"{"id": "1", "created": "c", "name": "n"}"#), Vec::<String>::new());
    assert_eq!(
        sent("{}"),
        [
            "body: lacks the required member `secret` (#Account/required)",
            "body: lacks the required member `name` (#Account/required)",
        ]
    );
    assert_eq!(
        received("{}"),
        [
            "body: lacks the required member `id` (#Account/required)",
            "body: lacks the required member `created` (#Account/required)",
            "body: lacks the required member `name` (#Account/required)",
        ]
    );
}

#[test]
fn members_of_the_other_direction_are_refused_however_their_schema_is_written() {
    let body = r#"{"id": "1", "secret": "s", "created": "c", "token": "t", "name": "n"}"#;
    assert_eq!(
        sent(body),
        [
            "body /id: is for responses only (#Id/readOnly)",
            "body /created: is for responses only (#Account/properties/created/readOnly)",
        ]
    );
    assert_eq!(
        received(body),
        [
            "body /secret: is for requests only (#Secret/writeOnly)",
            "body /token: is for requests only (#Account/properties/token/writeOnly)",
        ]
    );
}

#[test]
fn access_bears_on_members_only_and_inside_alternatives_too() {
    assert_eq!(
        sent(r#"{"secret": "s", "name": "n", "ids": ["1"], "parts": [{"draft": "d"}]}"#),
        Vec::<String>::new()
    );
    let parts = |part: &str| format!(r#"{{"id": "1", "created": "c", "name": "n", "parts": [{part}]}}"#);
    assert_eq!(received(&parts(r#"{"etag": "e"}"#)), Vec::<String>::new());
    let wrong = received(&parts(r#"{"draft": "d"}"#));
    assert!(wrong[0].starts_with("body /parts/0: fits none of the 2 schemas"), "{wrong:#?}");
}

fn sent_parts(body: &str) -> Vec<String> {
    let request = Request::new("PUT", "/parts").with_headers(&JSON).with_body(body.as_bytes());
    shown(&Operation::check(&request, &Limits::DEFAULT))
}

fn received_parts(body: &str) -> Vec<String> {
    let response = Response::new(200).with_headers(&JSON).with_body(body.as_bytes());
    shown(&Operation::PutParts.check_response(&response, &Limits::DEFAULT))
}

#[test]
fn what_one_part_requires_and_another_describes_is_required_where_it_may_be_sent() {
    assert_eq!(
        sent_parts(r#"{"siblings": {"name": "n"}, "owner": {}, "part": {}, "shared": {"secret": "s"}}"#),
        Vec::<String>::new()
    );
    assert_eq!(
        sent_parts(r#"{"siblings": {}, "shared": {}}"#),
        [
            "body /siblings: lacks the required member `name` (#Split/properties/siblings/allOf/1/required)",
            "body /shared: lacks the required member `secret` (#Demanding/required)",
        ]
    );
    assert_eq!(
        received_parts(r#"{"siblings": {"name": "n"}, "owner": {}, "part": {}, "shared": {}}"#),
        [
            "body /siblings: lacks the required member `id` (#Split/properties/siblings/allOf/1/required)",
            "body /owner: lacks the required member `etag` (#Split/properties/owner/required)",
            "body /part: lacks the required member `id` (#Split/properties/part/allOf/0/allOf/0/required)",
            "body /shared: lacks the required member `id` (#Demanding/required)",
        ]
    );
}

#[test]
fn a_member_that_one_part_requires_is_refused_once_in_the_other_direction() {
    assert_eq!(
        sent_parts(r#"{"shared": {"id": 1, "secret": "s"}}"#),
        ["body /shared/id: is for responses only (#Shared/allOf/1/properties/id/readOnly)"]
    );
    assert_eq!(
        received_parts(r#"{"shared": {"id": 1, "secret": "s"}}"#),
        ["body /shared/secret: is for requests only (#Secret/writeOnly)"]
    );
}

#[test]
fn a_shared_part_requires_its_members_in_both_directions_where_nothing_else_is_said() {
    let lacks = [
        "body /alone: lacks the required member `id` (#Demanding/required)",
        "body /alone: lacks the required member `secret` (#Demanding/required)",
    ];
    assert_eq!(sent_parts(r#"{"alone": {}}"#), lacks);
    assert_eq!(received_parts(r#"{"alone": {}}"#), lacks);
}
