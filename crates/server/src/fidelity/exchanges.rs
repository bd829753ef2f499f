//! How things are said: bodies, headers, pages and errors.

use super::Evidence::{Assumed, Documented, Observed};
use super::{Rule, Scope};

const LISTS: Scope =
    Scope::Only(&["listHomeCommunities", "listHomes", "listProperties", "listRoomTypes", "listRooms"]);
const HOSPITALITY_LISTS: Scope = Scope::Only(&["listProperties", "listRoomTypes", "listRooms"]);
const RESIDENTIAL_LISTS: Scope = Scope::Only(&["listHomeCommunities", "listHomes"]);
const CREATES: Scope =
    Scope::Only(&["createHomeCommunity", "createHome", "createProperty", "createRoomType", "createRoom"]);
const WITHOUT_BODY: Scope = Scope::Only(&[
    "updateHomeCommunity",
    "deleteHomeCommunity",
    "updateHome",
    "deleteHome",
    "updateProperty",
    "deleteProperty",
    "updateRoomType",
    "deleteRoomType",
    "updateRoom",
    "deleteRoom",
]);

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "paths",
        statement: "residential operations are under `/enterprise/residential/v1`",
        evidence: Documented,
        source: residential!("Operations"),
        switch: None,
        scope: Scope::Residential,
    },
    Rule {
        id: "hospitality-paths",
        statement: "hospitality operations are under `/enterprise/hospitality/v1`",
        evidence: Documented,
        source: hospitality!("Operations"),
        switch: None,
        scope: Scope::Hospitality,
    },
    Rule {
        id: "malformed",
        statement: "400 if a parameter or a member of the body is missing or malformed",
        evidence: Documented,
        source: residential!("HTTP response codes"),
        switch: None,
        scope: Scope::All,
    },
    Rule {
        id: "malformed-list",
        statement: "400 if a parameter of a hospitality list is missing or malformed",
        evidence: Assumed,
        source: "the page lists no 400 there, although it requires a parameter and limits another",
        switch: None,
        scope: HOSPITALITY_LISTS,
    },
    Rule {
        id: "undocumented-statuses",
        statement: "400 for bodies that are too large or of another media type",
        evidence: Assumed,
        source: "no page has 413 or 415; gateways commonly answer them",
        switch: Some("undocumentedStatuses"),
        scope: Scope::All,
    },
    Rule {
        id: "error-body",
        statement: "the body of an error is `{\"message\": ...}`, for debugging only",
        evidence: Documented,
        source: residential!("Error response"),
        switch: None,
        scope: Scope::All,
    },
    Rule {
        id: "gateway-body",
        statement: "errors from in front of the operations have the same body as others",
        evidence: Assumed,
        source: "the vendor's command line expects bodies that are not JSON as well",
        switch: Some("gatewayBody"),
        scope: Scope::All,
    },
    Rule {
        id: "request-id",
        statement: "answers have a request id in `X-Amzn-RequestId`",
        evidence: Documented,
        source: residential!("Response header"),
        switch: None,
        scope: Scope::All,
    },
    Rule {
        id: "request-id-of-errors",
        statement: "errors have a request id as well",
        evidence: Assumed,
        source: "the pages describe the headers of successful answers only",
        switch: Some("requestIdOfErrors"),
        scope: Scope::All,
    },
    Rule {
        id: "created",
        statement: "201 with the id of the new unit in the body",
        evidence: Documented,
        source: residential!("Create a home community, Response body"),
        switch: None,
        scope: CREATES,
    },
    Rule {
        id: "location",
        statement: "201 has a relative `Location` with the id of the unit, without quotes",
        evidence: Assumed,
        source: "the pages print it relative and in quotes; quotes have no place in this header (RFC 9110)",
        switch: Some("location"),
        scope: CREATES,
    },
    Rule {
        id: "content-type-of-204",
        statement: "204 has no `Content-Type`",
        evidence: Assumed,
        source: "the pages print one, which describes nothing without a body",
        switch: Some("contentTypeOf204"),
        scope: WITHOUT_BODY,
    },
    Rule {
        id: "parent-ids",
        statement: "ids of parents are strings in every body",
        evidence: Documented,
        source: residential!(
            "Get a home, Response body parameters; the hospitality page says Integer of the same ids"
        ),
        switch: None,
        scope: Scope::Only(&["getHomeCommunity", "getHome", "getProperty", "getRoomType", "getRoom"]),
    },
    Rule {
        id: "hospitality-page-size",
        statement: "a page of a hospitality list has 10 units, or as many as `maxResults` says, from 1 to 50",
        evidence: Documented,
        source: hospitality!("List properties, Request parameters"),
        switch: None,
        scope: HOSPITALITY_LISTS,
    },
    Rule {
        id: "residential-page-size",
        statement: "a page of a residential list has 10 units, or as many as `maxResults` says, from 1 to 10",
        evidence: Documented,
        source: residential!("List home communities, Request query parameters"),
        switch: None,
        scope: RESIDENTIAL_LISTS,
    },
    Rule {
        id: "next-request",
        statement: "the next page is the same request with `nextToken`; any other request with it is 400",
        evidence: Documented,
        source: "Handling Pagination in Query Results: the next request; the status is assumed",
        switch: None,
        scope: LISTS,
    },
    Rule {
        id: "continuation-token-lifetime",
        statement: "a continuation token can be used for an hour, by the caller who got it",
        evidence: Assumed,
        source: "no page has a lifetime",
        switch: Some("continuationTokenLifetime"),
        scope: LISTS,
    },
    Rule {
        id: "stable-pages",
        statement: "no unit that exists throughout is left out or listed twice, whatever else changes",
        evidence: Assumed,
        source: "no page speaks of changes between two pages of a list",
        switch: None,
        scope: LISTS,
    },
    Rule {
        id: "empty-list",
        statement: "a parent without units that the caller may see is 200 with an empty list",
        evidence: Assumed,
        source: "the pages word 404 as if nothing was found, and newer APIs of the vendor answer an empty list",
        switch: None,
        scope: LISTS,
    },
    Rule {
        id: "hospitality-last-page",
        statement: "the last page of a hospitality list has a `nextToken` of null",
        evidence: Observed,
        source: "a public client of this API indexes the member on every page and stops at null",
        switch: Some("hospitalityLastPage"),
        scope: HOSPITALITY_LISTS,
    },
    Rule {
        id: "residential-last-page",
        statement: "the last page of a residential list has no `paginationContext`",
        evidence: Assumed,
        source: "the page shows bodies of lists without one",
        switch: Some("residentialLastPage"),
        scope: RESIDENTIAL_LISTS,
    },
    Rule {
        id: "residential-pagination-context",
        statement: "pages of a residential list that another follows have a `paginationContext`",
        evidence: Assumed,
        source: "the page shows none, and says that the token comes from the previous answer",
        switch: Some("residentialPaginationContext"),
        scope: RESIDENTIAL_LISTS,
    },
];
