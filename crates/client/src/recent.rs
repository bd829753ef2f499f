//! Units that this client has just created, which the service may not show yet.
//!
//! The service gives the creator of a unit access to it several seconds later (document: the create operations). Until
//! then it answers as if the unit weren't there, or belonged to somebody else. That says nothing about units that this
//! client has created itself a moment ago, so such answers are not believed for a while.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use percent_encoding::percent_decode_str;
use reqwest::{Method, Request};
use serde::Deserialize;
use tokio::time::Instant;

use crate::Operation;
use crate::create::{Name, name};
use crate::response::Answer;

/// The units.
#[derive(Debug, Default)]
pub(crate) struct Recent(Mutex<VecDeque<New>>);

#[derive(Debug)]
struct New {
    id: String,
    /// When it can be seen at the latest.
    until: Instant,
    /// What `create_or_get` knows it by, as long as that is its name.
    name: Option<Name>,
}

/// A unit that a request is about, and until when it may be out of sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) id: String,
    pub(crate) until: Instant,
}

/// What every answer to a create operation has.
#[derive(Deserialize)]
struct Created {
    id: String,
}

/// What a request that can change something is about.
#[derive(Debug)]
pub(crate) enum Subject {
    /// A unit that is created: what `create_or_get` knows it by.
    New(Option<Name>),
    /// The unit at the end of the path, as it stands there.
    There(String),
}

impl Subject {
    /// That of an operation's request; there is none of one that only reads.
    pub(crate) fn of(operation: Option<Operation>, request: &Request) -> Option<Self> {
        let operation = operation.filter(|_| !request.method().is_safe())?;
        if request.method() == Method::POST {
            return Some(Self::New(name(operation, request)));
        }
        Some(Self::There(last_segment(request)?.to_owned()))
    }
}

impl Recent {
    /// Takes note of what a success has done. Returns what nobody needs to look for any more: the unit of that name is
    /// deleted, or has another one.
    pub(crate) fn note(
        &self,
        subject: Subject,
        is_deleted: bool,
        answer: &Answer,
        now: Instant,
        settle: Duration,
    ) -> Option<Name> {
        let mut units = self.units();
        match subject {
            Subject::New(name) => {
                let created = serde_json::from_slice::<Created>(&answer.body).ok()?;
                // They stand in the order in which they come into sight.
                while units.front().is_some_and(|unit| unit.until <= now) {
                    units.pop_front();
                }
                units.push_back(New { id: created.id, until: now + settle, name });
                None
            }
            Subject::There(segment) => {
                let place = units.iter().position(|unit| stands_for(&segment, &unit.id))?;
                if is_deleted { units.remove(place)?.name } else { units[place].name.take() }
            }
        }
    }

    /// Whether there are none, or none that are still of interest to anybody.
    pub(crate) fn is_empty(&self) -> bool {
        self.units().is_empty()
    }

    /// The unit that a request is about, if this client has just created it.
    pub(crate) fn unit_of(&self, request: &Request, now: Instant) -> Option<Unit> {
        let units = self.units();
        let unit = units.iter().find(|unit| now < unit.until && is_about(request, &unit.id))?;
        Some(Unit { id: unit.id.clone(), until: unit.until })
    }

    fn units(&self) -> MutexGuard<'_, VecDeque<New>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end of a request's path, as it stands there.
fn last_segment(request: &Request) -> Option<&str> {
    request.url().path_segments()?.next_back()
}

/// Whether a segment of a path is an id, percent-encoded where it must be.
fn stands_for(segment: &str, id: &str) -> bool {
    segment == id || (segment.contains('%') && percent_decode_str(segment).eq(id.bytes()))
}

/// Whether the id stands in the path, in the query or, for the parent of a new unit, in the body.
fn is_about(request: &Request, id: &str) -> bool {
    if *request.method() == Method::POST {
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
        let Ok(quoted) = serde_json::to_vec(id) else { return false };
        return body.windows(quoted.len()).any(|part| part == quoted);
    }
    last_segment(request).is_some_and(|segment| stands_for(segment, id))
        || request.url().query_pairs().any(|(_, value)| value == id)
}

/// The operation that reads the parent of what a create operation creates, unless that is an organization.
#[expect(clippy::match_same_arms, reason = "they have none for another reason")]
pub(crate) fn reader_of_parent(create: Operation) -> Option<Operation> {
    match create {
        Operation::CreateHome => Some(Operation::GetHomeCommunity),
        Operation::CreateRoomType => Some(Operation::GetProperty),
        Operation::CreateRoom => Some(Operation::GetRoomType),
        // In an organization.
        Operation::CreateHomeCommunity | Operation::CreateProperty => None,
        // All others by name, so that no new create operation is forgotten.
        Operation::GetHomeCommunity
        | Operation::UpdateHomeCommunity
        | Operation::DeleteHomeCommunity
        | Operation::GetHome
        | Operation::UpdateHome
        | Operation::DeleteHome
        | Operation::GetProperty
        | Operation::UpdateProperty
        | Operation::DeleteProperty
        | Operation::GetRoomType
        | Operation::UpdateRoomType
        | Operation::DeleteRoomType
        | Operation::GetRoom
        | Operation::UpdateRoom
        | Operation::DeleteRoom
        | Operation::ListHomeCommunities
        | Operation::ListHomes
        | Operation::ListProperties
        | Operation::ListRoomTypes
        | Operation::ListRooms => None,
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::header::HeaderMap;
    use reqwest::{StatusCode, Url};

    use super::*;

    fn request(method: Method, url: &str, body: &'static str) -> Request {
        let mut request = Request::new(method, Url::parse(&format!("http://localhost{url}")).unwrap());
        *request.body_mut() = Some(body.into());
        request
    }

    fn created(id: &str) -> Answer {
        let body = Bytes::from(format!(r#"{{"id":"{id}"}}"#));
        Answer { status: StatusCode::CREATED, headers: HeaderMap::new(), body, attempts: 1 }
    }

    #[test]
    fn a_new_unit_is_known_by_every_place_of_a_request_until_it_settles_or_is_deleted() {
        let (recent, now, settle) = (Recent::default(), Instant::now(), Duration::from_secs(15));
        let post = request(Method::POST, "/roomTypes", r#"{"name":"a","propertyId":"P"}"#);
        assert_eq!(recent.unit_of(&post, now), None);
        let create = request(Method::POST, "/properties", r#"{"name":"a","organizationId":"O"}"#);
        let note = |operation, request: &Request| {
            let subject = Subject::of(Some(operation), request).unwrap();
            recent.note(subject, request.method() == Method::DELETE, &created("P"), now, settle)
        };
        assert!(note(Operation::CreateProperty, &create).is_none());
        let unit = Some(Unit { id: "P".to_owned(), until: now + settle });
        assert_eq!(recent.unit_of(&post, now), unit);
        assert_eq!(recent.unit_of(&request(Method::GET, "/properties/P", ""), now), unit);
        assert_eq!(recent.unit_of(&request(Method::GET, "/roomTypes?propertyId=P", ""), now), unit);
        for other in ["/properties/PP", "/properties/P/x", "/P/properties", "/roomTypes?propertyId=PP"] {
            assert_eq!(recent.unit_of(&request(Method::GET, other, ""), now), None, "{other}");
        }
        // A name that has the id in it is no id.
        let named = request(Method::PUT, "/rooms/R", r#"{"name":"P"}"#);
        assert_eq!(recent.unit_of(&named, now), None);
        assert_eq!(recent.unit_of(&post, now + settle), None);
        // Whoever renames or deletes it frees its name.
        let update = request(Method::PUT, "/properties/P", r#"{"name":"b"}"#);
        let freed = note(Operation::UpdateProperty, &update);
        assert_eq!(freed, name(Operation::CreateProperty, &create));
        let delete = request(Method::DELETE, "/properties/P", "");
        assert!(note(Operation::DeleteProperty, &delete).is_none());
        assert_eq!(recent.unit_of(&post, now), None);
    }
}
