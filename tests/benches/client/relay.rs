//! A network between client and server: passes bytes on after a while, in both directions.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// What makes this program the network; where to pass bytes on to and a delay in microseconds follow.
pub(crate) const ARGUMENT: &str = "--relay-to";

/// Passes on for ever. By threads, since a runtime's timers are a millisecond late.
pub(crate) fn serve(to: SocketAddr, delay: Duration) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap());
    std::io::stdout().flush().unwrap();
    loop {
        let (from, _) = listener.accept().unwrap();
        let to = TcpStream::connect(to).unwrap();
        from.set_nodelay(true).unwrap();
        to.set_nodelay(true).unwrap();
        let back = (to.try_clone().unwrap(), from.try_clone().unwrap());
        thread::spawn(move || pass_on(from, to, delay));
        thread::spawn(move || pass_on(back.0, back.1, delay));
    }
}

/// A client sends nothing more before it has its response, so that one piece after another is enough.
fn pass_on(mut from: TcpStream, mut to: TcpStream, delay: Duration) {
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = from.read(&mut buffer).unwrap_or_default();
        if read == 0 {
            // The other direction may have something to say still.
            let _ = to.shutdown(Shutdown::Write);
            return;
        }
        thread::sleep(delay);
        if to.write_all(&buffer[..read]).is_err() {
            return;
        }
    }
}
