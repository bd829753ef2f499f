//! A request in its parts, and changes to them that leave it well-formed HTTP.

use std::fmt;

use serde_json::Value;

use self::words::{HEADERS, METHODS, PARTS, PIECES, TARGETS, VALUES};
use crate::support::Random;

mod words;

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) method: String,
    /// Percent-encoded, or whatever else is sent before the query.
    pub(super) path: String,
    /// Percent-encoded.
    pub(super) query: Vec<(String, String)>,
    headers: Vec<(String, Vec<u8>)>,
    pub(super) body: Option<Vec<u8>>,
    is_chunked: bool,
}

impl fmt::Display for Draft {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.bytes();
        formatter.write_str(&String::from_utf8_lossy(&bytes[..bytes.len().min(4_000)]))
    }
}

impl Draft {
    pub(super) fn new(method: &str, path: &str) -> Self {
        let headers = vec![("host".to_owned(), b"localhost".to_vec())];
        let (method, path) = (method.to_owned(), path.to_owned());
        Self { method, path, query: Vec::new(), headers, body: None, is_chunked: false }
    }

    pub(super) fn header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.as_bytes().to_vec()));
    }

    pub(super) fn json(&mut self, body: &Value) {
        self.header("content-type", "application/json");
        self.body = Some(body.to_string().into_bytes());
    }

    /// The path as a server reads it: without scheme, host and query.
    pub(super) fn routed_path(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        let rest = path.split_once("://").map(|(_, rest)| rest.find('/').map_or("/", |start| &rest[start..]));
        rest.unwrap_or(path).to_owned()
    }

    /// What goes over the wire.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut target = self.path.clone();
        for (index, (name, value)) in self.query.iter().enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            target.push_str(name);
            target.push('=');
            target.push_str(value);
        }
        let mut bytes = format!("{} {target} HTTP/1.1\r\n", self.method).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend(name.bytes().chain(*b": "));
            bytes.extend(value);
            bytes.extend(b"\r\n");
        }
        match &self.body {
            Some(body) if self.is_chunked => {
                bytes.extend(b"transfer-encoding: chunked\r\n\r\n");
                for chunk in body.chunks(7) {
                    bytes.extend(format!("{:x};a=b\r\n", chunk.len()).into_bytes());
                    bytes.extend(chunk);
                    bytes.extend(b"\r\n");
                }
                bytes.extend(b"0\r\n\r\n");
            }
            Some(body) => {
                bytes.extend(format!("content-length: {}\r\n\r\n", body.len()).into_bytes());
                bytes.extend(body);
            }
            None => bytes.extend(b"\r\n"),
        }
        bytes
    }

    /// Changes one thing. `words` mean something to the server.
    pub(super) fn change(&mut self, random: &mut Random, words: &[String]) {
        match random.below(16) {
            0 => self.method = (*random.pick(METHODS)).to_owned(),
            1 => self.path = (*random.pick(TARGETS)).to_owned(),
            2..4 => self.change_path(random, words),
            4..7 => self.change_query(random, words),
            7..9 => {
                let (name, value) = random.pick(HEADERS);
                if random.below(2) == 0 {
                    self.headers.retain(|(own, _)| own != name);
                }
                self.headers.push(((*name).to_owned(), value.to_vec()));
            }
            9 => {
                let place = random.below(self.headers.len() + 1);
                if place < self.headers.len() {
                    self.headers.remove(place);
                } else {
                    self.headers.push(("x".to_owned(), vec![b'x'; random.below(2_000)]));
                }
            }
            10 => self.is_chunked = !self.is_chunked,
            11 => self.body = if self.body.is_some() { None } else { Some(b"{}".to_vec()) },
            12..15 => self.change_json(random, words),
            _ => {
                if let Some(body) = &mut self.body {
                    change_bytes(random, body);
                }
            }
        }
    }

    fn change_path(&mut self, random: &mut Random, words: &[String]) {
        let mut segments: Vec<String> = self.path.split('/').map(str::to_owned).collect();
        // The first is empty: before the first slash.
        let place = 1 + random.below(segments.len());
        let new = part(random, words);
        match random.below(5) {
            0 if place < segments.len() => segments[place] = new,
            1 if place < segments.len() => segments[place].push_str(&new),
            2 if place < segments.len() && segments.len() > 2 => drop(segments.remove(place)),
            3 if place < segments.len() => {
                // Encoded, but the same.
                let escapes: Vec<_> = segments[place].bytes().map(|byte| format!("%{byte:02x}")).collect();
                segments[place] = escapes.concat();
            }
            _ => segments.insert(place.min(segments.len()), new),
        }
        self.path = segments.join("/");
    }

    fn change_query(&mut self, random: &mut Random, words: &[String]) {
        let place = random.below(self.query.len() + 1);
        let new = part(random, words);
        let Some((name, value)) = self.query.get_mut(place) else {
            let names = [
                "maxResults",
                "nextToken",
                "roomTypeId",
                "organizationId",
                "",
                "x",
                "%6daxResults",
                "last",
                "status",
            ];
            self.query.push(((*random.pick(&names)).to_owned(), new));
            return;
        };
        match random.below(5) {
            0 => *value = new,
            1 => value.push_str(&new),
            2 => name.push_str(&new),
            3 => {
                let again = self.query[place].clone();
                self.query.push(again);
            }
            _ => drop(self.query.remove(place)),
        }
    }

    fn change_json(&mut self, random: &mut Random, words: &[String]) {
        let Some(body) = &mut self.body else { return };
        let Ok(Value::Object(mut members)) = serde_json::from_slice(body) else {
            change_bytes(random, body);
            return;
        };
        let keys: Vec<String> = members.keys().cloned().collect();
        let key = if keys.is_empty() { "name".to_owned() } else { random.pick(&keys).clone() };
        let value = match random.below(8) {
            0 => Value::from("x".repeat(random.below(3_000))),
            1 => Value::from(random.pick(words).clone()),
            2 => Value::from(format!(
                "{}{}",
                members.get(&key).and_then(Value::as_str).unwrap_or_default(),
                part(random, words)
            )),
            3 => members.get(&key).cloned().map_or(Value::Null, |value| Value::Array(vec![value])),
            _ => {
                let text = random.pick(VALUES);
                // What serde_json has no value for goes in as a text.
                serde_json::from_str(text).unwrap_or_else(|_| Value::from(*text))
            }
        };
        match random.below(8) {
            0 => drop(members.remove(&key)),
            1 => drop(members.insert(part(random, words), value)),
            2 => {
                // Twice the same key, and a value to the letter.
                let rest = Value::Object(members).to_string();
                let comma = if rest == "{}" { "" } else { "," };
                let text = random.pick(VALUES);
                *body = format!("{{\"{key}\":{text}{comma}{}", &rest[1..]).into_bytes();
                return;
            }
            3 => {
                let depth = random.below(300);
                *body = format!("{}{}{}", "[".repeat(depth), Value::Object(members), "]".repeat(depth))
                    .into_bytes();
                return;
            }
            _ => drop(members.insert(key, value)),
        }
        *body = Value::Object(members).to_string().into_bytes();
    }
}

/// A part of a path or a query. Only what may stand there.
fn part(random: &mut Random, words: &[String]) -> String {
    match random.below(8) {
        0 => "x".repeat(1 + random.below(1_500)),
        1 => {
            let is_safe = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
            let word = random.pick(words);
            word.bytes()
                .map(
                    |byte| if is_safe(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") },
                )
                .collect()
        }
        2 => format!("%{:02X}", random.byte()),
        _ => (*random.pick(PARTS)).to_owned(),
    }
}

/// Changes bytes whatever they mean.
pub(super) fn change_bytes(random: &mut Random, bytes: &mut Vec<u8>) {
    let place = random.below(bytes.len() + 1);
    match random.below(6) {
        0 => bytes.truncate(place),
        1 => {
            let end = bytes.len().min(place + 1 + random.below(8));
            bytes.drain(place..end);
        }
        2 if place < bytes.len() => bytes[place] = random.byte(),
        3 if place < bytes.len() => bytes[place] ^= 1 << random.below(8),
        4 => {
            let end = bytes.len().min(place + 1 + random.below(64));
            let copy = bytes[place..end].to_vec();
            bytes.splice(place..place, copy);
        }
        _ => {
            let piece = *random.pick(PIECES);
            bytes.splice(place..place, piece.iter().copied());
        }
    }
}
