//! What a handler has in its hands, and what it can ask for.

use std::borrow::Cow;
use std::sync::Arc;

use asp_validation::Operation;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use http::{Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::app::App;
use crate::control::Control;
use crate::failure::Failure;
use crate::kind::Kind;
use crate::store::pages::Page;
use crate::store::sessions::Token;
use crate::store::units::StoredUnit;
use crate::switches::{LastPage, LocationForm};
use crate::units;

/// What a handler returns.
pub(crate) type Reply = Result<Response<Bytes>, Failure>;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// How many bytes most responses have at most, but for the items of a page.
const SMALL: usize = 512;

/// How many units a page has if the query does not say (document: `/components/parameters/MaxResultsUpTo10`).
const DEFAULT_PAGE: u32 = 10;

/// A request that keeps the contract, from a caller who is known, within the throttle.
pub(crate) struct Call {
    pub(crate) app: Arc<App>,
    pub(crate) control: Arc<Control>,
    /// When the request was let in, by the server's clock.
    pub(crate) now: i64,
    pub(crate) operation: Operation,
    /// What the access token stands for.
    pub(crate) caller: Arc<Token>,
    pub(crate) uri: http::Uri,
    /// `Host`, for an absolute `Location`.
    pub(crate) host: Option<HeaderValue>,
    pub(crate) body: Bytes,
    /// What was read together with the session.
    pub(crate) read_ahead: Option<ReadAhead>,
}

/// A unit that was read for the caller, before it was known to be needed, and the id that it was read by.
#[derive(Debug)]
pub(crate) struct ReadAhead {
    pub(crate) id: String,
    pub(crate) unit: Option<Arc<StoredUnit>>,
}

impl ReadAhead {
    /// The id of the unit that an operation that only reads will need first: the unit itself or the parent of a page.
    pub(crate) fn wanted(operation: Operation, uri: &http::Uri) -> Option<String> {
        let id = if operation.path_template().ends_with('}') {
            id_in(uri)
        } else {
            let query = uri.query().unwrap_or_default();
            let parent = parent_parameter(operation)?;
            form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == parent)?.1
        };
        // PostgreSQL's TEXT has no NUL, so no unit has such an id.
        (!id.contains('\0')).then(|| id.into_owned())
    }
}

/// The query parameter that names the parent of a page (document: `/components/parameters`).
fn parent_parameter(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::ListHomeCommunities | Operation::ListProperties => Some("organizationId"),
        Operation::ListHomes => Some("homeCommunityId"),
        Operation::ListRoomTypes => Some("propertyId"),
        Operation::ListRooms => Some("roomTypeId"),
        _ => None,
    }
}

/// The id in a path, decoded.
fn id_in(uri: &http::Uri) -> Cow<'_, str> {
    let last = uri.path().rsplit('/').next().unwrap_or_default();
    // As all ids are that the server mints.
    if !last.contains('%') {
        return Cow::Borrowed(last);
    }
    percent_decode_str(last).decode_utf8_lossy()
}

/// What the query of a list operation asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageRequest {
    /// The id of the parent.
    pub(crate) parent: String,
    /// How many units the page may have.
    pub(crate) limit: u32,
    /// The continuation token.
    pub(crate) token: Option<String>,
}

/// A unit for a response.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UnitView<'a> {
    /// Its id.
    pub(crate) id: &'a str,
    /// The id of the unit that it is in.
    pub(crate) parent: &'a str,
    /// Its name.
    pub(crate) name: &'a str,
}

/// The units of a page in a response.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Items<'a, Item> {
    /// As they are, for examples.
    Listed(Vec<Item>),
    /// As JSON.
    Written(&'a RawValue),
}

/// What a page says about the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Continuation<'a> {
    /// No `paginationContext`.
    NoContext,
    /// A `paginationContext` without `nextToken`.
    NoToken,
    /// A `nextToken` of null.
    Null,
    /// A `nextToken`, which may be empty.
    Token(&'a str),
}

/// The units of a page that were read.
#[derive(Clone, Debug)]
pub(crate) struct Listing {
    parent: Arc<StoredUnit>,
    page: Arc<Page>,
    next: Option<String>,
    last_page: LastPage,
}

impl Listing {
    /// A page of the units in `parent`, with the continuation token of the next one or how a last page ends.
    pub(crate) fn new(
        parent: Arc<StoredUnit>,
        page: Arc<Page>,
        next: Option<String>,
        last_page: LastPage,
    ) -> Self {
        Self { parent, page, next, last_page }
    }

    /// The units in order, each as an `Item` of the response.
    pub(crate) fn items<'a, Item: From<UnitView<'a>> + Serialize>(
        &'a self,
    ) -> Result<Items<'a, Item>, Failure> {
        let units = || self.page.units().map(|(id, name)| UnitView { id, parent: &self.parent.id, name });
        let written = self.page.written.of(|| units().map(Item::from).collect::<Vec<_>>());
        written.map(Items::Written).map_err(|error| unwritable(&error))
    }

    /// What to say about the next page.
    pub(crate) fn continuation(&self) -> Continuation<'_> {
        match (&self.next, self.last_page) {
            (Some(token), _) => Continuation::Token(token),
            (None, LastPage::NullToken) => Continuation::Null,
            (None, LastPage::EmptyToken) => Continuation::Token(""),
            (None, LastPage::NoToken) => Continuation::NoToken,
            (None, LastPage::NoContext) => Continuation::NoContext,
        }
    }
}

impl StoredUnit {
    /// The unit for a response.
    pub(crate) fn view(&self) -> UnitView<'_> {
        UnitView { id: &self.id, parent: &self.parent_id, name: &self.name }
    }
}

impl Call {
    /// The server's state.
    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// What the control API has set, the same throughout the call.
    pub(crate) fn control(&self) -> &Control {
        &self.control
    }

    /// When the request was let in, in milliseconds since 1970 by the server's clock.
    pub(crate) fn now(&self) -> i64 {
        self.now
    }

    /// The operation.
    pub(crate) fn operation(&self) -> Operation {
        self.operation
    }

    /// Who asks.
    pub(crate) fn caller(&self) -> &Token {
        &self.caller
    }

    /// The id in the path, decoded.
    pub(crate) fn id(&self) -> Cow<'_, str> {
        id_in(&self.uri)
    }

    /// The unit with an id, if it was read together with the session; the inner `None` if there is none.
    #[expect(clippy::option_option, reason = "whether it was read, and whether it is there")]
    pub(crate) fn read_ahead(&self, id: &str) -> Option<Option<Arc<StoredUnit>>> {
        let read_ahead = self.read_ahead.as_ref()?;
        (read_ahead.id == id).then(|| read_ahead.unit.clone())
    }

    /// The body, as a type of the operation. The validators have let it through already.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_slice(&self.body).map_err(|error| Failure::bad_request(format!("body: {error}")))
    }

    /// What the query of a list operation asks for.
    pub(crate) fn page_request(&self) -> Result<PageRequest, Failure> {
        let mut request = PageRequest { parent: String::new(), limit: DEFAULT_PAGE, token: None };
        let query = self.uri.query().unwrap_or_default();
        let parent = parent_parameter(self.operation).unwrap_or_default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                // A parameter of another list is none of this one.
                name if name == parent => request.parent = value.into_owned(),
                "maxResults" => {
                    request.limit = value.parse().map_err(|_| {
                        Failure::bad_request("query maxResults: is not a whole number in digits")
                    })?;
                }
                "nextToken" => request.token = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(request)
    }

    /// Creates a unit of `kind` in the parent that the body names; its id.
    pub(crate) async fn create(&self, kind: Kind, name: &str, parent: &str) -> Result<String, Failure> {
        units::create(self, kind, name, parent).await
    }

    /// Reads the unit of `kind` whose id is in the path.
    pub(crate) async fn get(&self, kind: Kind) -> Result<Arc<StoredUnit>, Failure> {
        units::get(self, kind).await
    }

    /// Reads a page of the units of `kind` in the parent that the query names.
    pub(crate) async fn list(&self, kind: Kind) -> Result<Listing, Failure> {
        units::list(self, kind).await
    }

    /// Gives the unit of `kind` whose id is in the path another name (hospitality).
    pub(crate) async fn rename(&self, kind: Kind, name: &str) -> Result<(), Failure> {
        units::rename(self, kind, name).await
    }

    /// Replaces the unit of `kind` whose id is in the path (residential); `id` and `parent` are from the body.
    pub(crate) async fn replace(
        &self,
        kind: Kind,
        id: &str,
        parent: &str,
        name: &str,
    ) -> Result<(), Failure> {
        units::replace(self, kind, id, parent, name).await
    }

    /// Deletes the unit of `kind` whose id is in the path.
    pub(crate) async fn delete(&self, kind: Kind) -> Result<(), Failure> {
        units::delete(self, kind).await
    }

    /// 201 with `Location`.
    pub(crate) fn created(&self, kind: Kind, id: &str, body: &impl Serialize) -> Reply {
        let mut response = json(StatusCode::CREATED, body, SMALL)?;
        let location = self.location(kind, id);
        let location = HeaderValue::try_from(location).map_err(|_| {
            Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "the location of the new unit is no valid header")
        })?;
        response.headers_mut().insert(LOCATION, location);
        Ok(response)
    }

    fn location(&self, kind: Kind, id: &str) -> String {
        let path = format!("{}/{id}", kind.path().unwrap_or_default());
        let host = || self.host.as_ref().and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        match self.control().switches.location {
            LocationForm::Relative => path,
            LocationForm::QuotedRelative => format!("\"{path}\""),
            LocationForm::Absolute => format!("http://{}{path}", host()),
            LocationForm::QuotedAbsolute => format!("\"http://{}{path}\"", host()),
        }
    }

    /// 200 with a unit, as an `Item` of the response.
    #[expect(clippy::unused_self, reason = "handlers ask the call for every response")]
    pub(crate) fn ok_unit<'a, Item: From<UnitView<'a>> + Serialize>(&self, unit: &'a StoredUnit) -> Reply {
        let written = unit.written.of(|| Item::from(unit.view())).map_err(|error| unwritable(&error))?;
        Ok(response(StatusCode::OK, Bytes::copy_from_slice(written.get().as_bytes())))
    }

    /// 200 with a page.
    #[expect(clippy::unused_self, reason = "handlers ask the call for every response")]
    pub(crate) fn ok_page(&self, listing: &Listing, page: &impl Serialize) -> Reply {
        json(StatusCode::OK, page, SMALL + listing.page.written.bytes())
    }

    /// 204.
    pub(crate) fn no_content(&self) -> Response<Bytes> {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NO_CONTENT;
        if self.control().switches.content_type_of_204 {
            response.headers_mut().insert(CONTENT_TYPE, JSON);
        }
        response
    }
}

/// A response of about so many bytes.
fn json(status: StatusCode, body: &impl Serialize, bytes: usize) -> Reply {
    let mut text = Vec::with_capacity(bytes);
    serde_json::to_writer(&mut text, body).map_err(|error| unwritable(&error))?;
    Ok(response(status, text.into()))
}

fn response(status: StatusCode, json: Bytes) -> Response<Bytes> {
    let mut response = Response::new(json);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

fn unwritable(error: &serde_json::Error) -> Failure {
    tracing::error!(%error, "a response could not be written");
    Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "the response could not be written")
}
