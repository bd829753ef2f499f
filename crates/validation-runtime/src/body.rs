//! Bodies of requests and responses.

use crate::direction::Direction;
use crate::header::Headers;
use crate::judge;
use crate::media_type;
use crate::path::Path;
use crate::report::Report;
use crate::schema::Schema;
use crate::verdict::Limits;
use crate::{Location, ViolationKind};

/// A body that the document describes: JSON of one media type.
#[derive(Debug)]
pub struct Body {
    /// The rule that asks for the body: a JSON pointer to `required` of a request body, or to `content` of a response.
    pub pointer: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// The media type, without parameters.
    pub media_type: &'static str,
    /// The schema of the value.
    pub schema: &'static Schema,
}

/// Judges `bytes`, which travel in `direction`, against `described`; `owner` is the object that would describe a body.
pub(crate) fn check(
    described: Option<&Body>,
    owner: &str,
    headers: &dyn Headers,
    bytes: &[u8],
    direction: Direction,
    limits: &Limits,
    report: &mut Report,
) {
    report.location = Location::Body;
    let Some(body) = described else {
        if !bytes.is_empty() {
            report.add(&Path::Root, owner, "", ViolationKind::UndocumentedBody { found: bytes.len() });
        }
        return;
    };
    if bytes.is_empty() {
        if body.required {
            report.add(&Path::Root, body.pointer, "", ViolationKind::Missing);
        }
        return;
    }
    match media_type::check(body.media_type, headers) {
        Ok(()) => judge::json(body.schema, bytes, Some(direction), limits, report),
        Err(reason) => report.leave(reason),
    }
}
