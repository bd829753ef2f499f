//! HTTP by hand: what goes over the wire is what a test says, and answers are read to the letter.

use std::fmt::{self, Write as _};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;

use super::PATIENCE;

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {:?} {}", self.status, self.headers, self.text())
    }
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null if it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Whether the server closes the connection after it.
    pub(crate) fn closes(&self) -> bool {
        self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }

    /// Whether the body has the shape that all errors have.
    pub(crate) fn is_error(&self) -> bool {
        let is_json =
            self.header("content-type").is_some_and(|value| value.eq_ignore_ascii_case("application/json"));
        is_json && self.json()["message"].as_str().is_some_and(|message| !message.is_empty())
    }
}

/// The bytes of a request.
pub(crate) fn request(method: &str, target: &str, token: Option<&str>, body: Option<&Value>) -> Vec<u8> {
    let mut head = format!("{method} {target} HTTP/1.1\r\nhost: localhost\r\n");
    if let Some(token) = token {
        write!(head, "authorization: Bearer {token}\r\n").unwrap();
    }
    let body = body.map(Value::to_string).unwrap_or_default();
    if !body.is_empty() {
        write!(head, "content-type: application/json\r\ncontent-length: {}\r\n", body.len()).unwrap();
    }
    format!("{head}\r\n{body}").into_bytes()
}

/// A connection, which is made anew once it was closed.
#[derive(Debug)]
pub(crate) struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    /// Connects, sends and reads the answer. After an error the next call connects again.
    pub(crate) fn exchange(&mut self, bytes: &[u8]) -> io::Result<Answer> {
        self.send(bytes)?;
        self.receive(bytes.starts_with(b"HEAD "))
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let stream = TcpStream::connect(self.address)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                stream.set_nodelay(true)?;
                none.insert(BufReader::with_capacity(4 << 10, stream))
            }
        };
        let sent = stream.get_mut().write_all(bytes);
        // The answer may have come before the request was read to its end; whoever wants it reads it.
        if let Err(error) = &sent
            && !matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset)
        {
            self.stream = None;
            return sent;
        }
        Ok(())
    }

    pub(crate) fn receive(&mut self, is_head: bool) -> io::Result<Answer> {
        let mut stream =
            self.stream.take().ok_or_else(|| io::Error::new(io::ErrorKind::NotConnected, "not connected"))?;
        let mut answer = read(&mut stream, is_head)?;
        // Interim answers.
        while (100..200).contains(&answer.status) {
            answer = read(&mut stream, is_head)?;
        }
        if !answer.closes() {
            self.stream = Some(stream);
        }
        Ok(answer)
    }

    /// An exchange with JSON that must not fail.
    pub(crate) fn call(
        &mut self,
        method: &str,
        target: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Answer {
        let bytes = request(method, target, token, body);
        self.exchange(&bytes).unwrap_or_else(|error| panic!("{method} {target}: {error}"))
    }

    /// A call of the control API that must succeed; the body of the answer.
    pub(crate) fn control(&mut self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let answer = self.call(method, &format!("/_emulator{path}"), None, body);
        assert!((200..300).contains(&answer.status), "{method} {path}: {} {}", answer.status, answer.text());
        answer.json()
    }
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

fn read(stream: &mut BufReader<TcpStream>, is_head: bool) -> io::Result<Answer> {
    let status = line(stream)?;
    let status =
        status.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)).ok_or_else(|| broken(&status))?;
    let status = status.parse().map_err(|_| broken(status))?;
    let mut headers = Vec::new();
    loop {
        let line = line(stream)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| broken(&line))?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut answer = Answer { status, headers, body: Vec::new() };
    if is_head || matches!(status, 100..200 | 204 | 304) {
        return Ok(answer);
    }
    if let Some(length) = answer.header("content-length") {
        let length = length.parse().map_err(|_| broken(length))?;
        answer.body = vec![0; length];
        stream.read_exact(&mut answer.body)?;
    } else if answer.header("transfer-encoding").is_some() {
        loop {
            let length = line(stream)?;
            let length = usize::from_str_radix(&length, 16).map_err(|_| broken(&length))?;
            let begin = answer.body.len();
            answer.body.resize(begin + length, 0);
            stream.read_exact(&mut answer.body[begin..])?;
            line(stream)?;
            if length == 0 {
                break;
            }
        }
    } else {
        stream.read_to_end(&mut answer.body)?;
    }
    Ok(answer)
}

fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line)?;
    let line = line.strip_suffix(b"\r\n").ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::UnexpectedEof,
            format!("the connection ended after {} bytes", line.len()),
        )
    })?;
    String::from_utf8(line.to_vec()).map_err(|_| broken("a head that is not UTF-8"))
}
