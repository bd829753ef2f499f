//! Requests as they come, and what every answer has.

use data_encoding::BASE64;
use http::header::{ALLOW, AUTHORIZATION, WWW_AUTHENTICATE};

use super::*;

#[tokio::test]
async fn every_answer_is_kept_by_nobody() {
    let stand = Stand::new().await;
    let code = stand.code().await;
    for answer in [
        stand.exchange(CLIENT, code.expose()).await,
        stand.exchange(CLIENT, "wrong").await,
        stand.exchange(("client-1", "wrong"), "wrong").await,
        stand.post(&[]).await,
        stand.send(Request::get(PATH).body(Body::empty()).unwrap()).await,
    ] {
        assert_eq!(answer.headers[CACHE_CONTROL], "no-store");
        assert_eq!(answer.headers[PRAGMA], "no-cache");
    }
}

#[tokio::test]
async fn credentials_come_in_the_header_or_in_the_body() {
    let stand = Stand::new().await;
    let scope = Scopes::PROFILE;
    let issued = issue_tokens(&stand.store, START, 1, "client-2", "account-1", scope).await.unwrap();
    let token = issued.refresh_token.unwrap();
    let body = format!(r#"{{"grant_type": "refresh_token", "refresh_token": "{}""#, token.expose());
    let header = format!("Basic {}", BASE64.encode(b"client%2D2:secret%3A+2"));
    for (header, more, expected) in [
        (Some(&*header), "", Ok(())),
        (Some(&*header), r#", "client_id": "client-2""#, Ok(())),
        (Some(&*header), r#", "client_id": "client-1""#, Err((400, "invalid_request"))),
        (Some(&*header), r#", "client_secret": "secret: 2""#, Err((400, "invalid_request"))),
        (None, r#", "client_id": "client-2", "client_secret": "secret: 2""#, Ok(())),
        (None, r#", "client_id": "client-2""#, Err((400, "invalid_request"))),
        (None, r#", "client_secret": "secret: 2""#, Err((400, "invalid_request"))),
        (Some("Basic Y2xpZW50LTI6"), "", Err((401, "invalid_client"))),
        (Some("Basic Y2xpZW50LTI6JQ=="), "", Err((401, "invalid_client"))),
        (Some("Basic %"), "", Err((401, "invalid_client"))),
        (Some("Bearer abc"), "", Err((401, "invalid_client"))),
    ] {
        let mut request = Request::post(PATH).header(CONTENT_TYPE, "application/json");
        if let Some(header) = header {
            request = request.header(AUTHORIZATION, header);
        }
        let answer = stand.send(request.body(format!("{body}{more}}}").into()).unwrap()).await;
        let found = if answer.status == StatusCode::OK { Ok(()) } else { Err(answer.refused()) };
        assert_eq!(found, expected, "{header:?} {more}: {}", answer.body);
    }
    let request = Request::post(PATH).header(CONTENT_TYPE, "application/json");
    let request = request.header(AUTHORIZATION, &header).header(AUTHORIZATION, &header);
    let answer = stand.send(request.body(format!("{body}}}").into()).unwrap()).await;
    assert_eq!(answer.refused(), (400, "invalid_request"));
}

#[tokio::test]
async fn a_wrong_client_learns_nothing() {
    let stand = Stand::new().await;
    let answers = [
        stand.exchange((CLIENT.0, "wrong"), "x").await,
        stand.exchange(("nobody", "wrong"), "x").await,
        stand.exchange(("nobody\0", "wrong"), "x").await,
        stand.exchange(("n\u{f6}body", "wrong"), "x").await,
    ];
    for answer in &answers {
        assert_eq!(answer.refused(), (401, "invalid_client"));
        assert_eq!(answer.body, answers[0].body);
        assert!(answer.headers[WWW_AUTHENTICATE].to_str().unwrap().starts_with("Basic realm="));
    }
}

#[tokio::test]
async fn what_is_not_a_token_request_is_refused() {
    let stand = Stand::new().await;
    let credentials = [("client_id", CLIENT.0), ("client_secret", CLIENT.1)];
    for (pairs, expected, named) in [
        (&[][..], "invalid_request", "grant_type"),
        (&[("grant_type", "")], "invalid_request", "grant_type"),
        (&[("grant_type", "client_credentials")], "unsupported_grant_type", "grant_type"),
        (&[("grant_type", "authorization_code")], "invalid_request", "`code`"),
        (&[("grant_type", "refresh_token"), ("code", "x")], "invalid_request", "`refresh_token`"),
        (&[("grant_type", "refresh_token"), ("client_id", "x")], "invalid_request", "`client_id`"),
    ] {
        let answer = stand.post(&[pairs, &credentials].concat()).await;
        assert_eq!(answer.refused(), (400, expected), "{pairs:?}");
        assert!(answer.text("error_description").contains(named), "{}", answer.body);
    }
    // Parameters belong into the body; RFC 6749 section 2.3.1 forbids secrets in the URI.
    let request = Request::post(format!("{PATH}?grant_type=refresh_token")).header(CONTENT_TYPE, FORM);
    let answer = stand.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.refused(), (400, "invalid_request"));
}

#[tokio::test]
async fn a_body_may_have_16_kibibytes() {
    let stand = Stand::new().await;
    for (length, named) in [(LONGEST_BODY, "grant_type"), (LONGEST_BODY + 1, "16384 bytes")] {
        let request = Request::post(PATH).header(CONTENT_TYPE, FORM);
        let answer = stand.send(request.body("a".repeat(length).into()).unwrap()).await;
        assert_eq!(answer.refused(), (400, "invalid_request"));
        assert!(answer.text("error_description").contains(named), "{}", answer.body);
    }
}

#[tokio::test]
async fn other_methods_are_told_the_right_one() {
    let stand = Stand::new().await;
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "post"] {
        let request = Request::builder().method(method).uri(PATH).body(Body::empty()).unwrap();
        let answer = stand.send(request).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.headers[ALLOW], "POST");
    }
}

#[tokio::test]
async fn a_store_that_fails_is_not_described_to_the_caller() {
    let stand = Stand::new().await;
    let (_, token) = stand.tokens("profile").await;
    stand.store.write(vec![Step::any("DROP TABLE access_token", [])]).await.unwrap();
    let answer = stand.refresh(token.expose(), &[]).await;
    assert_eq!(answer.refused(), (500, "server_error"));
    assert_eq!(answer.text("error_description"), "the store is out of reach; try again");
}
