//! What an operation answers when it succeeds.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION};
use serde::de::DeserializeOwned;

/// The header that carries the request id (document: `/components/headers/RequestId`).
const REQUEST_ID: &str = "x-amzn-requestid";

/// The id that the service gave a request: what its support asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(String);

impl RequestId {
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let text = String::from_utf8_lossy(headers.get(REQUEST_ID)?.as_bytes()).into_owned();
        (!text.is_empty()).then_some(Self(text))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where a new unit is, as the header `Location` says.
///
/// The service's pages print it relative and in double quotes; this takes it with and without either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location(String);

impl Location {
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(LOCATION)?.to_str().ok()?.trim();
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The address, without the quotes; it may be relative.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path, without scheme and host.
    pub fn path(&self) -> &str {
        let after_scheme = self.0.split_once("://").map(|(_, rest)| rest);
        let path = match after_scheme {
            Some(rest) => rest.find('/').map_or("", |slash| &rest[slash..]),
            None => &self.0,
        };
        path.split(['?', '#']).next().unwrap_or_default()
    }

    /// The last part of the path, decoded: the id of the new unit.
    pub fn unit_id(&self) -> Option<String> {
        let last = self.path().rsplit('/').next().filter(|last| !last.is_empty())?;
        Some(percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned())
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A response as it came, unread.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How many requests it took.
    pub(crate) attempts: u32,
}

/// A response whose body is not what was expected.
pub(crate) struct Unread {
    pub(crate) answer: Answer,
    pub(crate) source: serde_json::Error,
}

impl Answer {
    /// Reads the body.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<Response<T>, Box<Unread>> {
        match serde_json::from_slice(&self.body) {
            Ok(value) => Ok(Response { value, answer: self }),
            Err(source) => Err(Box::new(Unread { answer: self, source })),
        }
    }

    /// Takes no notice of the body.
    pub(crate) fn without_body(self) -> Response<()> {
        Response { value: (), answer: self }
    }
}

/// A success: the value that was read, and the response that it came in.
///
/// It can be used like the value itself: `response.name`.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    answer: Answer,
}

impl<T> Response<T> {
    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// All headers as they came.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// The body as it came, with members that the document doesn't know.
    pub fn body(&self) -> &Bytes {
        &self.answer.body
    }

    /// The id that the service gave the request.
    pub fn request_id(&self) -> Option<RequestId> {
        RequestId::of(&self.answer.headers)
    }

    /// Where the new unit is; create operations answer with it.
    pub fn location(&self) -> Option<Location> {
        Location::of(&self.answer.headers)
    }

    /// How many requests it took.
    pub fn attempts(&self) -> u32 {
        self.answer.attempts
    }
}

impl Response<Bytes> {
    pub(crate) fn whole(answer: Answer) -> Self {
        Self { value: answer.body.clone(), answer }
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// If it isn't what `T` expects.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.value)
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.answer.status.as_u16())
            .field("request_id", &self.request_id())
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(text: &str) -> Option<Location> {
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, text.parse().unwrap());
        Location::of(&headers)
    }

    #[test]
    fn locations_are_read_in_all_the_forms_that_services_give_them() {
        let path = "/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.A%2Fb";
        for text in [
            path.to_owned(),
            format!("\"{path}\""),
            format!("https://api.amazonalexa.com{path}"),
            format!("\"http://localhost:80{path}?a#b\""),
        ] {
            let location = location(&text).unwrap();
            assert_eq!(location.path(), path, "{text}");
            assert_eq!(location.unit_id().as_deref(), Some("amzn1.alexa.unit.did.A/b"), "{text}");
        }
        assert_eq!(location(""), None);
        assert_eq!(location("\"\""), None);
        assert_eq!(location("https://host").unwrap().unit_id(), None);
        assert_eq!(location("/rooms/").unwrap().unit_id(), None);
    }
}
