//! What is answered to a head that is no head of HTTP/1.1.
//!
//! hyper answers it by itself, before any request exists that a router could see, with a status and nothing else, and has
//! no hook for it. So the stream below hyper completes that answer: `Counted` knows that bytes which hyper writes without
//! an exchange are this answer.

use std::fmt::Write as _;

use bytes::Bytes;

use crate::api::responses::ApiError;
use crate::request_id;

/// The answer with a request id and with the body that all errors have; `None` if `bare` is not what hyper refuses a head
/// with.
pub(super) fn complete(bare: &[u8]) -> Option<Bytes> {
    let head = std::str::from_utf8(bare).ok()?.strip_suffix("\r\n\r\n")?;
    // "HTTP/1.1 400 ..."
    let message = match head.get(9..12)? {
        "400" => "the request is not HTTP/1.1 (RFC 9112); look at its first line and at its headers",
        "414" => "the target of the request is too long; send a shorter one",
        "431" => "the head of the request is too large; send fewer and shorter headers",
        _ => return None,
    };
    let body = serde_json::to_string(&ApiError { message: Some(message) }).ok()?;
    let (head, has_length) = without_length(head);
    if !has_length {
        return None;
    }
    let mut whole = head;
    // Writing to a string never fails.
    let _ = write!(
        whole,
        "{}: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        request_id::REQUEST_ID,
        request_id::mint().to_str().unwrap_or_default(),
        body.len(),
    );
    Some(whole.into())
}

/// The lines of a head without `content-length: 0`, and whether it was there.
fn without_length(head: &str) -> (String, bool) {
    let is_length = |line: &str| line.eq_ignore_ascii_case("content-length: 0");
    let lines = head.split("\r\n").filter(|line| !is_length(line));
    (lines.flat_map(|line| [line, "\r\n"]).collect(), head.split("\r\n").any(is_length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_refusal_is_completed() {
        for other in [
            "",
            "HTTP/1.1 400 Bad Request\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 10\r\n\r\n0123456789",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 10\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
        ] {
            assert_eq!(complete(other.as_bytes()), None, "{other}");
        }
        let bare =
            "HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let whole = complete(bare.as_bytes()).unwrap();
        let whole = std::str::from_utf8(&whole).unwrap();
        let (head, body) = whole.split_once("\r\n\r\n").unwrap();
        let lines: Vec<_> = head.split("\r\n").collect();
        assert_eq!(lines[..2], ["HTTP/1.1 431 Request Header Fields Too Large", "connection: close"]);
        assert!(lines[2].starts_with("x-amzn-requestid: ") && lines[2].len() == 18 + 36, "{head}");
        assert_eq!(
            lines[3..],
            ["content-type: application/json", &format!("content-length: {}", body.len())]
        );
    }
}
