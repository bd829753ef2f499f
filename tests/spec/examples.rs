//! Every example of a parameter, header or body keeps the contract, as the generated validators judge it. Examples of
//! schemas are checked by the independent linters.

use asp_spec::{Node, Operation};
use asp_validation::{Headers, Request, Response, Verdict, check_request, check_response};

/// Headers as a list.
type HeaderList = Vec<(String, String)>;

fn header_map(list: &HeaderList) -> http::HeaderMap {
    list.iter()
        .map(|(name, value)| (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap()))
        .collect()
}

/// The body and the media type of a request body or response object; empty if it has no content.
fn example_body(node: &Node<'_>) -> (Vec<u8>, HeaderList) {
    let Some((media_type, media)) = node.get("content").and_then(|content| content.entries().next()) else {
        return (Vec::new(), Vec::new());
    };
    let example = media.get("example").unwrap_or_else(|| panic!("{} has no example", media.pointer()));
    let headers = vec![("content-type".to_owned(), media_type.to_owned())];
    (serde_json::to_vec(example.value()).unwrap(), headers)
}

fn text(node: &Node<'_>) -> String {
    let example = node.get("example").unwrap_or_else(|| panic!("{} has no example", node.pointer()));
    example.as_str().map_or_else(|| example.value().to_string(), str::to_owned)
}

/// The path and the query that the parameters' examples make.
fn target(operation: &Operation<'_>) -> (String, String) {
    let mut path = operation.path.to_owned();
    let mut query = Vec::new();
    for parameter in operation.parameters() {
        let (name, value) = (parameter.text("name").unwrap(), text(&parameter));
        match parameter.text("in").unwrap() {
            "path" => path = path.replace(&format!("{{{name}}}"), &value),
            "query" => query.push(format!("{name}={value}")),
            other => panic!("{name} is in {other}"),
        }
    }
    (path, query.join("&"))
}

fn judge(headers: &dyn Headers, judge: impl FnOnce(&dyn Headers) -> Verdict, what: &str) {
    let verdict = judge(headers);
    assert!(matches!(verdict, Verdict::Valid), "{what}: {verdict:?}");
}

#[test]
fn requests_made_of_the_examples_are_valid() {
    let document = asp_tests::document();
    for operation in document.operations() {
        let (path, query) = target(&operation);
        let (body, headers) = operation.request_body().map(|body| example_body(&body)).unwrap_or_default();
        let check = |headers: &dyn Headers| {
            let request = Request::new(operation.method.name(), &path).with_query(&query);
            check_request(&request.with_headers(headers).with_body(&body))
        };
        judge(&header_map(&headers), check, &operation.label());
    }
}

#[test]
fn responses_made_of_the_examples_are_valid() {
    let document = asp_tests::document();
    let mut judged: usize = 0;
    for operation in document.operations() {
        let routed = operation.id().unwrap().parse::<asp_validation::Operation>().unwrap();
        for (status, response) in operation.responses() {
            let (body, mut headers) = example_body(&response);
            for (name, header) in response.get("headers").unwrap().entries() {
                headers.push((name.to_owned(), text(&header.resolve())));
            }
            let check = |headers: &dyn Headers| {
                let response = Response::new(status.parse().unwrap()).with_headers(headers).with_body(&body);
                check_response(routed, &response)
            };
            judge(&header_map(&headers), check, &format!("{} {status}", operation.label()));
            judged += 1;
        }
    }
    assert!(judged > 5 * document.operations().count(), "only {judged} responses were found");
}

/// A room example with a space would show that the validators look at examples at all.
#[test]
fn an_example_that_breaks_a_rule_is_found() {
    let body = br#"{"name": "Room 1204", "roomTypeId": "amzn1.alexa.unit.did.A"}"#;
    let headers = header_map(&vec![("content-type".to_owned(), "application/json".to_owned())]);
    let request =
        Request::new("POST", "/enterprise/hospitality/v1/rooms").with_headers(&headers).with_body(body);
    let verdict = check_request(&request);
    assert!(matches!(verdict, Verdict::Violations(_)), "{verdict:?}");
}
