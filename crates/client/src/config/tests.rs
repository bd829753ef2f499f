//! What a builder refuses.

use super::*;
use crate::Token;

fn builder() -> ClientBuilder {
    Client::builder().credentials(Token::new("Atza|test").unwrap())
}

#[test]
fn a_base_url_that_cannot_work_is_refused_and_not_repeated() {
    for base_url in [
        "",
        "api.amazonalexa.com",
        "ftp://localhost",
        "http://localhost/?a=b",
        "http://localhost/#a",
        "https://user:secret@localhost",
    ] {
        let error = builder().base_url(base_url).build().unwrap_err();
        assert!(matches!(error, BuildError::BaseUrl), "{base_url}: {error}");
        assert!(!error.to_string().contains("secret"));
    }
}

#[test]
fn a_token_url_that_cannot_work_is_refused_when_the_client_is_made() {
    for token_url in
        ["", "localhost:1/token", "https://user:secret@localhost/token", "http://localhost/token#a"]
    {
        let login = crate::LoginWithAmazon::new("id", "secret", "Atzr|secret").token_url(token_url);
        let error = Client::builder().region(Region::Europe).credentials(login).build().unwrap_err();
        assert!(matches!(error, BuildError::TokenUrl), "{token_url}: {error}");
        assert!(!error.to_string().contains("secret"));
    }
}

#[test]
fn a_path_comes_before_the_documents() {
    let client = builder().base_url("http://localhost:1/stage/").build().unwrap();
    assert_eq!(client.base_url(), "http://localhost:1/stage");
    let request = client.get_room().room_id("amzn1.alexa.unit.did.A").request().unwrap();
    assert_eq!(request.url().path(), "/stage/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.A");
}

#[test]
fn what_is_missing_is_said() {
    let error = Client::builder().region(Region::Europe).build().unwrap_err();
    assert!(matches!(error, BuildError::NoCredentials), "{error}");
    let error = builder().build().unwrap_err();
    assert!(matches!(error, BuildError::NoBaseUrl), "{error}");
}

#[test]
fn options_of_the_http_client_do_not_go_with_ones_own() {
    let own = || builder().region(Region::Europe).http(reqwest::Client::new());
    assert!(own().build().is_ok());
    let error = own().connect_timeout(CONNECT).build().unwrap_err();
    assert!(matches!(error, BuildError::OwnHttp), "{error}");
    let error = own().proxy(reqwest::Proxy::all("http://localhost:1").unwrap()).build().unwrap_err();
    assert!(matches!(error, BuildError::OwnHttp), "{error}");
}

#[test]
fn a_user_agent_that_no_header_can_carry_is_refused() {
    let error = builder().region(Region::Europe).user_agent("hotel\n").build().unwrap_err();
    assert!(matches!(error, BuildError::UserAgent), "{error}");
}

#[test]
fn policies_of_operations_come_before_that_of_all() {
    let never = RetryPolicy::never();
    let client =
        builder().region(Region::Europe).retry_for(Operation::CreateRoom, never.clone()).build().unwrap();
    assert_eq!(client.policy(Some(Operation::CreateRoom)), &never);
    assert_eq!(client.policy(Some(Operation::GetRoom)), &RetryPolicy::default());
    assert_eq!(client.policy(None), &RetryPolicy::default());
    assert_eq!(client.with_retry(never.clone()).policy(Some(Operation::GetRoom)), &never);
}

/// The shorter deadline holds, in whatever order they were given.
#[test]
fn deadlines_of_clients_and_of_policies_hold_together() {
    let seconds = Duration::from_secs;
    let own = RetryPolicy::never().deadline(seconds(30));
    let builder = || builder().region(Region::Europe).retry_for(Operation::CreateRoom, own.clone());
    let of =
        |client: &Client| [Operation::CreateRoom, Operation::GetRoom].map(|one| client.deadline(Some(one)));
    assert_eq!(of(&builder().build().unwrap()), [seconds(30), seconds(600)]);
    assert_eq!(of(&builder().deadline(seconds(5)).build().unwrap()), [seconds(5), seconds(5)]);
    let later = builder().deadline(seconds(60)).retry(RetryPolicy::default()).build().unwrap();
    assert_eq!(of(&later), [seconds(30), seconds(60)]);
    let hurried = later.with_deadline(seconds(5)).with_retry(RetryPolicy::never());
    assert_eq!(of(&hurried), [seconds(5), seconds(5)]);
    assert_eq!(of(&hurried.with_deadline(seconds(7200))), [seconds(7200), seconds(7200)]);
}

/// Whoever tries the client with a server of their own must not send their secrets elsewhere.
#[test]
fn secrets_do_not_go_to_the_vendor_for_a_server_on_this_machine() {
    let login = || crate::LoginWithAmazon::new("id", "secret", "refresh");
    for url in ["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1/stage"] {
        let builder = |login| Client::builder().base_url(url).credentials(login);
        let error = builder(login()).build().unwrap_err();
        assert!(matches!(error, BuildError::NoTokenUrl), "{url}: {error}");
        assert!(builder(login().token_url("http://localhost:1/auth/o2/token")).build().is_ok());
    }
    assert!(Client::builder().base_url("https://gateway.example").credentials(login()).build().is_ok());
}
