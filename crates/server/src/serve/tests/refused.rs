//! Heads that are too large, and what is no head at all.

use super::*;

#[tokio::test(start_paused = true)]
async fn heads_that_are_too_large_are_refused() {
    let server = Server::start(Limits::default());
    let header = |bytes: usize| format!("GET / HTTP/1.1\r\nhost: test\r\nx: {}\r\n\r\n", "x".repeat(bytes));
    let headers = |count: usize| format!("GET / HTTP/1.1\r\nhost: test\r\n{}\r\n", "x: x\r\n".repeat(count));
    for (head, status) in [
        (header(30 << 10), "200"),
        (header(40 << 10), "431"),
        (header(4 << 20), "431"),
        (headers(90), "200"),
        (headers(110), "431"),
    ] {
        let mut client = server.client().await;
        client.send(&head).await;
        let (head, _) = client.response().await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
    }
    server.has_open(0).await;
}

/// No handler sees these: hyper answers by itself.
#[tokio::test(start_paused = true)]
async fn what_is_no_request_is_answered_like_every_error() {
    let long = "x".repeat(100_000);
    for buffered in [0, 512] {
        let server = Server::start(Limits { buffered, ..Limits::default() });
        let mut ids = std::collections::BTreeSet::new();
        for (head, status) in [
            ("GET\r\n\r\n".to_owned(), "400"),
            ("GET /\0 HTTP/1.1\r\n\r\n".to_owned(), "400"),
            ("GET / HTTP/3.0\r\n\r\n".to_owned(), "400"),
            ("GET / HTTP/1.1\r\nno colon\r\n\r\n".to_owned(), "400"),
            ("POST /body HTTP/1.1\r\ncontent-length: x\r\n\r\n".to_owned(), "400"),
            (format!("GET /{long} HTTP/1.1\r\n\r\n"), "431"),
            (format!("GET / HTTP/1.1\r\nx: {long}\r\n\r\n"), "431"),
        ] {
            // On a new connection, on one that was used, and sent together with a request.
            for before in 0..3 {
                let mut client = server.client().await;
                match before {
                    0 => client.send(&head).await,
                    1 => {
                        client.send(GET).await;
                        assert_eq!(client.body().await, "fine");
                        client.send(&head).await;
                    }
                    _ => {
                        client.send(&format!("{GET}{head}")).await;
                        assert_eq!(client.body().await, "fine");
                    }
                }
                let answer = client.rest().await;
                let (lines, body) = answer.split_once("\r\n\r\n").unwrap();
                let lines = lines.to_ascii_lowercase();
                assert!(lines.starts_with(&format!("http/1.1 {status} ")), "{head:.40}: {answer}");
                let value = |name: &str| {
                    let mut values = lines.split("\r\n").filter_map(|line| line.strip_prefix(name));
                    let value = values.next().unwrap_or_else(|| panic!("no {name} in {answer}"));
                    assert_eq!(values.next(), None, "{answer}");
                    value.to_owned()
                };
                assert_eq!(value("connection: "), "close");
                assert_eq!(value("content-type: "), "application/json");
                assert_eq!(value("content-length: "), body.len().to_string());
                assert!(lines.contains("\r\ndate: "), "{answer}");
                let id = value("x-amzn-requestid: ");
                assert!(id.len() == 36 && ids.insert(id), "{answer}");
                let body: serde_json::Value = serde_json::from_str(body).unwrap();
                assert!(body["message"].as_str().is_some_and(|message| !message.is_empty()), "{body}");
            }
        }
    }
}

/// An answer of the router is never taken for one of hyper's own.
#[tokio::test(start_paused = true)]
async fn a_bare_answer_of_the_router_stays_as_it_is() {
    let server = Server::start(Limits::default());
    let mut client = server.client().await;
    for _ in 0..2 {
        client.send("GET /bare HTTP/1.1\r\nhost: test\r\n\r\n").await;
        let (head, body) = client.response().await;
        assert!(head.starts_with("HTTP/1.1 400 ") && !head.contains("x-amzn-requestid"), "{head}");
        assert_eq!(body, "");
    }
}
