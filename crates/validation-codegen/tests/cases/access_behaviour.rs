//! Which members may travel in which direction.

use asp_validation_runtime::{Limits, Operations, Request, Response};

use super::access::operation::Operation;

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

fn sent(body: &str) -> Vec<String> {
    let request = Request::new("PUT", "/accounts").with_headers(&JSON).with_body(body.as_bytes());
    let verdict = Operation::check(&request, &Limits::DEFAULT);
    verdict
        .violations()
        .iter()
        .map(|violation| violation.to_string().replace("/components/schemas/", "#"))
        .collect()
}

fn received(body: &str) -> Vec<String> {
    let response = Response::new(200).with_headers(&JSON).with_body(body.as_bytes());
    let verdict = Operation::PutAccount.check_response(&response, &Limits::DEFAULT);
    verdict
        .violations()
        .iter()
        .map(|violation| violation.to_string().replace("/components/schemas/", "#"))
        .collect()
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
