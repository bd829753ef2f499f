//! Short texts of an exchange in one piece of memory, without what must not be kept.

use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use percent_encoding::percent_decode_str;

/// What stands in the place of a value that is not kept.
const MASK: &str = "*";

/// Texts one after the other, each behind its length.
///
/// Values of headers are often slices of the buffer that the connection is read into. A copy of the few bytes costs less
/// than to keep that buffer.
#[derive(Clone, Debug)]
pub(super) struct Pack(Vec<u8>);

impl Pack {
    /// Request id, path and query, and headers.
    pub(super) fn of_request(request_id: &str, uri: &Uri, headers: &HeaderMap) -> Self {
        let mut pack = Self(Vec::with_capacity(512));
        pack.push(request_id.as_bytes());
        if let Some(query) = uri.query().filter(|query| !is_harmless_query(query)) {
            pack.push(masked_target(uri.path(), query).as_bytes());
        } else {
            let whole = uri.path_and_query().map_or(uri.path(), http::uri::PathAndQuery::as_str);
            pack.push(whole.as_bytes());
        }
        pack.push_headers(headers);
        pack
    }

    /// Headers alone.
    pub(super) fn of_response(headers: &HeaderMap) -> Self {
        let mut pack = Self(Vec::with_capacity(256));
        pack.push_headers(headers);
        pack
    }

    /// How much memory it takes.
    pub(super) fn bytes(&self) -> usize {
        self.0.capacity()
    }

    /// Request id, path and query, and headers, as [`Self::of_request`] got them.
    pub(super) fn request(&self) -> (String, String, HeaderMap) {
        let mut texts = self.texts();
        let mut text = || String::from_utf8_lossy(texts.next().unwrap_or_default()).into_owned();
        let (request_id, target) = (text(), text());
        (request_id, target, headers(texts))
    }

    /// The headers, as [`Self::of_response`] got them.
    pub(super) fn response(&self) -> HeaderMap {
        headers(self.texts())
    }

    /// Whether the first text is `expected`.
    pub(super) fn begins_with(&self, expected: &str) -> bool {
        self.texts().next() == Some(expected.as_bytes())
    }

    fn push(&mut self, text: &[u8]) {
        // Nothing that HTTP lets through is as long as that.
        let length = u32::try_from(text.len()).unwrap_or_default();
        self.0.extend_from_slice(&length.to_le_bytes());
        self.0.extend_from_slice(text.get(..length as usize).unwrap_or_default());
    }

    fn push_headers(&mut self, headers: &HeaderMap) {
        for (name, value) in headers {
            self.push(name.as_str().as_bytes());
            self.push(if is_harmless_header(name) { value.as_bytes() } else { MASK.as_bytes() });
        }
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.0.as_slice();
        std::iter::from_fn(move || {
            let (length, after) = rest.split_first_chunk()?;
            let (text, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            rest = after;
            Some(text)
        })
    }
}

fn headers<'a>(mut texts: impl Iterator<Item = &'a [u8]>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    while let Some((name, value)) = texts.next().zip(texts.next()) {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    headers
}

/// Whether the value of a header can never be a secret.
fn is_harmless_header(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "accept"
            | "accept-charset"
            | "accept-encoding"
            | "accept-language"
            | "allow"
            | "cache-control"
            | "connection"
            | "content-encoding"
            | "content-length"
            | "content-type"
            | "date"
            | "expect"
            | "host"
            | "location"
            | "retry-after"
            | "server"
            | "te"
            | "transfer-encoding"
            | "user-agent"
            | "vary"
            | "www-authenticate"
            | "x-amzn-requestid"
    )
}

/// Whether a query parameter is one of the document's.
fn is_harmless_parameter(name: &str) -> bool {
    const HARMLESS: [&str; 6] =
        ["organizationId", "homeCommunityId", "propertyId", "roomTypeId", "maxResults", "nextToken"];
    HARMLESS.contains(&name) || HARMLESS.iter().any(|harmless| percent_decode_str(name).eq(harmless.bytes()))
}

fn is_harmless_query(query: &str) -> bool {
    query.split('&').all(|pair| pair.split_once('=').is_some_and(|(name, _)| is_harmless_parameter(name)))
}

/// Path and query without the values of parameters that the document does not have: a token may be among them.
fn masked_target(path: &str, query: &str) -> String {
    let mut target = format!("{path}?");
    for (index, pair) in query.split('&').enumerate() {
        if index > 0 {
            target.push('&');
        }
        match pair.split_once('=') {
            Some((name, _)) if is_harmless_parameter(name) => target.push_str(pair),
            Some((name, _)) => target.extend([name, "=", MASK]),
            // Text without a name may be anything.
            None if pair.is_empty() => {}
            None => target.push_str(MASK),
        }
    }
    target
}
