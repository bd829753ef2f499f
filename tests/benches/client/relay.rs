//! A network between client and server: passes bytes on after a while, in both directions.

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// What makes this program the network; where to pass bytes on to and a delay in microseconds follow.
pub(crate) const ARGUMENT: &str = "--relay-to";

/// Passes on for ever.
pub(crate) fn serve(to: SocketAddr, delay: Duration) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap());
        std::io::stdout().flush().unwrap();
        loop {
            let (from, _) = listener.accept().await.unwrap();
            let to = TcpStream::connect(to).await.unwrap();
            from.set_nodelay(true).unwrap();
            to.set_nodelay(true).unwrap();
            let ((from_read, from_write), (to_read, to_write)) = (from.into_split(), to.into_split());
            tokio::spawn(pass_on(from_read, to_write, delay));
            tokio::spawn(pass_on(to_read, from_write, delay));
        }
    });
}

/// A client sends nothing more before it has its response, so that one piece after another is enough.
async fn pass_on(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, delay: Duration) {
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = from.read(&mut buffer).await.unwrap_or_default();
        if read == 0 {
            return;
        }
        tokio::time::sleep(delay).await;
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
