//! Clients that take their time, or stay away for good.

use tokio::io::AsyncReadExt as _;
use tokio::time::{Instant, sleep};

use super::*;

#[tokio::test(start_paused = true)]
async fn a_connection_is_kept_while_it_is_idle_and_closed_when_it_is_for_too_long() {
    let server = Server::start(Limits::default());
    let mut client = server.client().await;
    for wait in [1, 5, 60, 119] {
        client.send(GET).await;
        assert_eq!(client.body().await, "fine", "{wait}");
        sleep(Duration::from_secs(wait)).await;
    }
    client.send(GET).await;
    assert_eq!(client.body().await, "fine");
    let mut silent = server.client().await;
    let begin = Instant::now();
    assert_eq!(silent.rest().await, "");
    assert_eq!(client.rest().await, "");
    assert!((120..125).contains(&begin.elapsed().as_secs()), "{:?}", begin.elapsed());
    server.has_open(0).await;
}

#[tokio::test(start_paused = true)]
async fn a_head_that_comes_byte_by_byte_is_cut_off() {
    let server = Server::start(Limits::default());
    for before in ["", GET] {
        let mut client = server.client().await;
        client.send(before).await;
        if !before.is_empty() {
            assert_eq!(client.body().await, "fine");
        }
        let begin = Instant::now();
        assert_eq!(client.drip(&format!("GET /{} HTTP/1.1\r\n", "x".repeat(100))).await, "");
        let elapsed = begin.elapsed().as_secs();
        assert!((9..=12).contains(&elapsed), "{elapsed} s");
    }
    let mut client = server.client().await;
    client.send(GET).await;
    assert_eq!(client.body().await, "fine");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_comes_byte_by_byte_is_cut_off() {
    let server = Server::start(Limits::default());
    let mut client = server.client().await;
    let head = "POST /body HTTP/1.1\r\nhost: test\r\ncontent-length: 1000\r\n\r\n";
    client.send(head).await;
    let begin = Instant::now();
    let answer = client.drip(&"x".repeat(1000)).await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("connection: close"), "{answer}");
    assert_eq!(begin.elapsed().as_secs(), 30);
    drop(client);
    server.has_open(0).await;

    // Whatever its status, the answer says that it is the last one, and after it the connection ends.
    for length in [1_000, 100_000] {
        let mut client = server.client().await;
        let head = format!("POST /strict HTTP/1.1\r\nhost: test\r\ncontent-length: {length}\r\n\r\n");
        client.send(&format!("{head}{}", "x".repeat(500))).await;
        let answer = client.rest().await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
    }

    let mut client = server.client().await;
    client.send(head).await;
    sleep(Duration::from_secs(29)).await;
    client.send(&"x".repeat(1000)).await;
    assert_eq!(client.body().await, "1000 bytes");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_never_reads_is_cut_off_and_a_slow_one_is_not() {
    let server = Server::start(Limits::default());
    let request = "GET /large HTTP/1.1\r\nhost: test\r\n\r\n";
    let mut client = server.client().await;
    client.send(request).await;
    server.has_open(1).await;
    let begin = Instant::now();
    server.has_open(0).await;
    assert!((10..=12).contains(&begin.elapsed().as_secs()), "{:?}", begin.elapsed());

    let mut slow = server.client().await;
    slow.send(request).await;
    let (mut buffer, mut read) = (vec![0; 256 << 10], 0);
    loop {
        let length = slow.0.read(&mut buffer).await.unwrap();
        read += length;
        if read > 32 << 20 {
            break;
        }
        assert_ne!(length, 0, "cut off after {read} bytes");
        sleep(Duration::from_secs(1)).await;
    }
    assert!(begin.elapsed() > Duration::from_mins(1));
}

/// Counts what is allocated and not freed, clients included, which are sockets without buffers.
#[test]
fn an_idle_connection_keeps_no_buffers() {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let server = runtime.block_on(async { Server::start(Limits::default()) });
    let mut clients = Vec::with_capacity(100);
    let mut bytes_each = |exchanges: usize| {
        let info = allocation_counter::measure(|| {
            runtime.block_on(async {
                for _ in 0..100 {
                    let mut client = server.client().await;
                    for _ in 0..exchanges {
                        client.send(GET).await;
                        assert_eq!(client.body().await, "fine");
                    }
                    clients.push(client);
                }
                sleep(Duration::from_secs(5)).await;
            });
        });
        clients.clear();
        runtime.block_on(server.has_open(0));
        info.bytes_current / 100
    };
    bytes_each(1);
    for exchanges in [0, 1, 10] {
        let bytes = bytes_each(exchanges);
        assert!(bytes < 2_500, "{bytes} bytes after {exchanges} exchanges");
    }
}
