//! Everything that is served, without a network.

use std::io;

use axum::body::{Body, to_bytes};
use http::Request;
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;
use crate::login::Scopes;
use crate::request_id::REQUEST_ID;
use crate::store::{PANIC, Step};

/// What was logged in this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().clone()).unwrap()
    }
}

#[tokio::test]
async fn a_failure_of_the_store_is_logged_with_the_request_id_of_the_answer() {
    let settings = Settings { database: Database::Temporary, ..Settings::default() };
    let app = Arc::new(App::open(&settings).await.unwrap());
    seed::plant(&app.store, &app.controls, None).await.unwrap();
    let (client, account) = (String::from("client"), String::from("account"));
    app.store
        .write(vec![
            Step::some("INSERT INTO account (id) VALUES ($1)", vec![account.clone().into()]),
            Step::some("INSERT INTO client (id, secret_hash) VALUES ($1, 'x')", vec![client.clone().into()]),
        ])
        .await
        .unwrap();
    let issued = login::issue_tokens(&app.store, 0, u64::MAX, &client, &account, Scopes::MANAGEMENT);
    let token = issued.await.unwrap().access_token;
    let everything = Everything::new(&app, true);
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let ask = async |method: &str, path: &str| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("Host", "localhost")
            .header("Authorization", format!("Bearer {}", token.expose()))
            .body(Body::empty())
            .unwrap();
        let response = everything.respond(request).await;
        let id = response.headers()[REQUEST_ID].to_str().unwrap().to_owned();
        let status = response.status().as_u16();
        (
            status,
            id,
            String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().into()).unwrap(),
        )
    };
    let room = format!("/enterprise/hospitality/v1/rooms/{}x", crate::id::PREFIX);
    let requests = [
        ("GET", room.as_str(), 500),
        ("DELETE", &room, 500),
        ("GET", "/_emulator/state", 500),
        ("POST", login::PATH, 500),
        ("GET", "/readyz", 503),
    ];
    for (method, path, status) in requests {
        assert_ne!(ask(method, path).await.0, status, "{method} {path}");
    }
    assert_eq!(log.text(), "", "what goes well costs no line");
    // As if somebody had done something to the database.
    app.store.write(vec![Step::any("DROP TABLE control", vec![])]).await.unwrap();
    for (method, path, status) in requests {
        let (found, id, body) = ask(method, path).await;
        assert_eq!(found, status, "{method} {path}: {body}");
        assert!(!body.contains("table"), "what the store said goes to the log alone: {body}");
        let text = log.text();
        let lines: Vec<_> = text.lines().filter(|line| line.contains(&id)).collect();
        let [line] = lines.as_slice() else { panic!("{method} {path}: {text}") };
        assert!(line.contains("control"), "the line does not say why: {line}");
    }
    assert!(!log.text().contains(token.expose()), "a token is in the log");
    let metrics = ask("GET", "/metrics").await.2;
    assert!(metrics.contains("\nasp_store_errors_total 4\n"), "{metrics}");
}

async fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_server_whose_writing_thread_has_ended_is_not_ready_and_says_so() {
    let mut settings = Settings { database: Database::Temporary, ..Settings::default() };
    settings.listen.set_port(0);
    let running = start(settings).await.unwrap();
    assert!(get(running.address, "/readyz").await.starts_with("HTTP/1.1 200 "));
    tokio::time::timeout(Duration::from_millis(10), running.wait()).await.unwrap_err();
    running.store.write(vec![Step::any(PANIC, [])]).await.unwrap_err();
    assert_eq!(running.wait().await, RunError::Writing);
    // It can still be read.
    sessions::session(&running.store, None).await.unwrap();
    assert!(get(running.address, "/readyz").await.starts_with("HTTP/1.1 503 "));
    assert!(get(running.address, "/healthz").await.starts_with("HTTP/1.1 200 "));
}
