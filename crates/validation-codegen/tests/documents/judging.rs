//! Called by the test that compiles a generated crate: it judges what the document describes, and nothing else.

use the_library_api_validation::{
    NotJudged, Operation, Request, Response, Route, Verdict, check_request, check_response, route, schemas,
};

const JSON: [(&str, &str); 1] = [("Content-Type", "application/json")];

#[test]
fn what_is_described_is_judged() {
    assert_eq!(route("GET", "/books"), Route::Found(Operation::ListBooks));
    assert_eq!(route("POST", "/books"), Route::Found(Operation::SelfId));
    assert!(check_request(&Request::new("GET", "/books").with_query("limit=50")).is_valid());
    assert!(!check_request(&Request::new("GET", "/books").with_query("limit=51")).is_valid());
    let post = Request::new("POST", "/books").with_headers(&JSON);
    assert!(check_request(&post.with_body("{\"название\": \"a\"}".as_bytes())).is_valid());
    let verdict = check_request(&post.with_body("{\"название\": \"\"}".as_bytes()));
    assert_eq!(verdict.violations().len(), 1, "{verdict}");
    let books = Response::new(200).with_headers(&JSON).with_body(b"[{}]");
    assert_eq!(check_response(Operation::ListBooks, &books).violations().len(), 1);
    assert!(check_request(&Request::new("GET", "/books/12345678")).is_valid());
    assert!(!check_request(&Request::new("GET", "/books/123456789")).is_valid());
}

#[test]
fn what_is_left_out_is_not_judged() {
    let verdict = check_request(&Request::new("GET", "/books/lost"));
    assert_eq!(verdict, Verdict::NotJudged(NotJudged::LeftOut));
    assert_eq!(Operation::ALL.len(), 3);
    // The pattern is refused, the type is enforced.
    let book = |text: &str| {
        the_library_api_validation::judge_json(
            &schemas::U43A_U43D_U438_U433_U430,
            text.as_bytes(),
            &the_library_api_validation::Limits::DEFAULT,
        )
    };
    assert!(book("{\"название\": \"a\", \"as\": \"x\"}").is_valid());
    assert!(!book("{\"название\": \"a\", \"as\": 1}").is_valid());
}
