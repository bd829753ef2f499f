//! What the answer to a refused request is made of.

use std::fmt::Write as _;

use http::StatusCode;

use crate::{NotJudged, Operations, Unread, Violation, ViolationKind, Violations};

/// The greatest number of bytes that the list of violations in a message has.
const LONGEST_LIST: usize = 1000;

/// Why the layer answers in place of the service.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Refusal<'a, O> {
    /// The operation; `None` if the request has none.
    pub operation: Option<O>,
    /// What was wrong.
    pub cause: Cause<'a>,
}

/// What was wrong with an exchange.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Cause<'a> {
    /// The request breaks the contract.
    Violations(&'a Violations),
    /// The request was not judged.
    NotJudged(&'a NotJudged),
    /// The service's response breaks the contract. How is for the observer only, not for the client.
    Response,
}

impl<O> Refusal<'_, O> {
    /// The status that fits (RFC 9110, section 15.5).
    ///
    /// 400 for violations and broken bodies, 404 for a path, 405 for a method and 415 for a media type that is not
    /// documented or not read, 501 for an operation that was left out of the validators, 413 for a body above the limit,
    /// 500 for a response that breaks the contract.
    pub fn status(&self) -> StatusCode {
        let not_judged = match self.cause {
            Cause::Violations(violations) => violations.not_judged.as_ref(),
            Cause::NotJudged(reason) => Some(reason),
            Cause::Response => return StatusCode::INTERNAL_SERVER_ERROR,
        };
        if let Cause::Violations(violations) = self.cause
            && violations
                .list
                .iter()
                .any(|violation| matches!(violation.kind, ViolationKind::BodySize { .. }))
        {
            return StatusCode::PAYLOAD_TOO_LARGE;
        }
        match (self.cause, not_judged) {
            (_, Some(NotJudged::BodyUnread { why: Unread::TooLarge { .. } })) => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            (Cause::NotJudged(_), Some(NotJudged::UnknownPath)) => StatusCode::NOT_FOUND,
            (Cause::NotJudged(_), Some(NotJudged::MethodNotAllowed { .. })) => StatusCode::METHOD_NOT_ALLOWED,
            (Cause::NotJudged(_), Some(NotJudged::LeftOut)) => StatusCode::NOT_IMPLEMENTED,
            (Cause::NotJudged(_), Some(NotJudged::MediaType { .. } | NotJudged::UnreadMediaType { .. })) => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl<O: Operations> Refusal<'_, O> {
    /// A message for the client, of at most some 1,100 bytes.
    ///
    /// It names location, JSON pointer and rule of the violations, and nothing that the sender wrote: no values, not
    /// even short numbers, and no names of members that the document does not have; `*` stands for those.
    pub fn message(&self) -> String {
        match self.cause {
            Cause::Violations(violations) => match &violations.not_judged {
                Some(NotJudged::BodyUnread { why }) => format!("The body {why}."),
                _ => list(violations),
            },
            Cause::NotJudged(NotJudged::UnknownPath) => "There is no such path.".to_owned(),
            Cause::NotJudged(NotJudged::MethodNotAllowed { .. }) => {
                "The path does not have this method.".to_owned()
            }
            Cause::NotJudged(NotJudged::MediaType { documented, .. }) => {
                format!("The body must be {}.", documented.join(" or "))
            }
            Cause::NotJudged(NotJudged::UnreadMediaType { documented }) => {
                format!("Bodies of {documented} cannot be judged.")
            }
            Cause::NotJudged(NotJudged::LeftOut) => "The operation cannot be judged.".to_owned(),
            Cause::NotJudged(NotJudged::BodyUnread { why }) => format!("The body {why}."),
            Cause::NotJudged(NotJudged::UndocumentedStatus { .. }) | Cause::Response => {
                "Unexpected failure.".to_owned()
            }
        }
    }
}

fn list(violations: &Violations) -> String {
    let mut message = "The request breaks the contract: ".to_owned();
    let before = message.len();
    let mut left_out = violations.truncated;
    for (index, violation) in violations.list.iter().enumerate() {
        let mut item = describe(violation);
        if index == 0 {
            shorten(&mut item, LONGEST_LIST);
        } else if message.len() - before + item.len() > LONGEST_LIST {
            left_out = true;
            break;
        } else {
            message.push_str("; ");
        }
        message.push_str(&item);
    }
    message.push_str(if left_out { "; and more." } else { "." });
    message
}

/// `body /name: maxLength (/components/schemas/RoomName/maxLength)`
fn describe(violation: &Violation) -> String {
    let mut text = violation.location.to_string();
    if !violation.instance.is_empty() {
        let pointer = violation.masked_instance.as_ref().unwrap_or(&violation.instance);
        // Writing to a string does not fail.
        let _ = write!(text, " {pointer}");
    }
    let _ = write!(text, ": {}", violation.kind.rule());
    if let ViolationKind::Required { name } = &violation.kind {
        let _ = write!(text, " {name}");
    }
    if !violation.document.is_empty() {
        let _ = write!(text, " ({})", violation.document);
    }
    text
}

/// Cuts `text` to at most `longest` bytes, which `…` shows.
fn shorten(text: &mut String, longest: usize) {
    if text.len() > longest {
        text.truncate(text.floor_char_boundary(longest));
        text.push('…');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_characters() {
        let mut text = "aé".to_owned();
        shorten(&mut text, 3);
        assert_eq!(text, "aé");
        shorten(&mut text, 2);
        assert_eq!(text, "a…");
    }

    #[test]
    fn a_body_that_was_not_taken_decides_the_status_whatever_else_is_wrong() {
        let violations = |why| Violations {
            list: Vec::new(),
            truncated: false,
            not_judged: Some(NotJudged::BodyUnread { why }),
        };
        let status =
            |why| Refusal { operation: None::<()>, cause: Cause::Violations(&violations(why)) }.status();
        assert_eq!(status(Unread::TooLarge { limit: 1 }), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(status(Unread::Failed), StatusCode::BAD_REQUEST);
    }
}
