//! The least that a server of the same libraries can do: a route of axum whose handler returns bytes.

use std::io::Write as _;

use axum::Router;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::routing::get;
use axum::serve::ListenerExt as _;
use bytes::Bytes;

/// What makes this program the bare server; the file with the answer's body follows.
pub(crate) const ARGUMENT: &str = "--serve-bytes-of";

/// Serves the bytes for ever, with the headers that the reference server gives.
pub(crate) fn serve(body: Vec<u8>) {
    let body = Bytes::from(body);
    let answer = move || {
        let body = body.clone();
        async move {
            let request_id = HeaderName::from_static("x-amzn-requestid");
            let headers =
                [(CONTENT_TYPE, "application/json"), (request_id, "e4a70a20-8a0e-48b0-be82-79fa0e06cc38")];
            (headers, body)
        }
    };
    let router = Router::new()
        .route("/enterprise/hospitality/v1/rooms/{id}", get(answer.clone()))
        .route("/enterprise/hospitality/v1/rooms", get(answer));
    // As the command `asp` has it.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap());
        std::io::stdout().flush().unwrap();
        let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
        axum::serve(listener, router).await.unwrap();
    });
}
