//! The end of a server.

use tokio::time::{Instant, sleep};

use super::*;

#[tokio::test(start_paused = true)]
async fn a_shutdown_lets_exchanges_end_and_closes_the_rest() {
    let server = Server::start(Limits::default());
    let mut silent = server.client().await;
    let mut idle = server.client().await;
    idle.send(GET).await;
    assert_eq!(idle.body().await, "fine");
    let mut parked = server.client().await;
    parked.send(GET).await;
    assert_eq!(parked.body().await, "fine");
    sleep(Duration::from_secs(5)).await;
    let mut busy = server.busy_client().await;
    idle.send(GET).await;
    assert_eq!(idle.body().await, "fine");

    let address = server.serving.address();
    let begin = Instant::now();
    let stopping = tokio::spawn(server.serving.stop(Duration::from_secs(10)));
    for client in [&mut silent, &mut idle, &mut parked] {
        assert_eq!(client.rest().await, "");
    }
    assert!(TcpStream::connect(address).await.is_err(), "it still listens");
    assert_eq!(begin.elapsed(), Duration::ZERO, "closed at once");
    sleep(Duration::from_secs(9)).await;
    server.may_end.add_permits(1);
    let (head, body) = busy.response().await;
    assert!(head.contains("connection: close"), "{head}");
    assert_eq!(body, "slow");
    assert_eq!(busy.rest().await, "");
    assert!(stopping.await.unwrap());
    assert_eq!(server.open.get(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_cuts_off_what_does_not_end_in_time() {
    let server = Server::start(Limits::default());
    let mut busy = server.busy_client().await;
    let begin = Instant::now();
    assert!(!server.serving.stop(Duration::from_secs(10)).await);
    assert_eq!(begin.elapsed().as_secs(), 10);
    assert_eq!(server.open.get(), 0);
    assert_eq!(busy.rest().await, "");
}
