//! What all pages have in common.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::examples::NEXT_TOKEN;
use crate::call::Continuation;

/// How many units a page of a residential list may hold.
pub(crate) const LARGEST_RESIDENTIAL_PAGE: u32 = 10;

/// How many units a page of a hospitality list may hold.
pub(crate) const LARGEST_HOSPITALITY_PAGE: u32 = 50;

/// How many units a page holds if the request does not say.
pub(crate) const USUAL_PAGE: u32 = 10;

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(
    description = "Tells whether another page follows. It may be missing altogether, which means that none does."
)]
pub(crate) struct PaginationContext<'a> {
    #[doc = "Continuation token for the next page: repeat the identical request with this value as the parameter \
             `nextToken`. Missing or null on the last page."]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, examples(json!(NEXT_TOKEN)))]
    #[expect(clippy::option_option, reason = "missing and null are two ways to end a list")]
    next_token: Option<Option<&'a str>>,
}

impl<'a> PaginationContext<'a> {
    /// What a page says about the next one; `None` if it has no `paginationContext`.
    pub(super) fn of(continuation: Continuation<'a>) -> Option<Self> {
        let next_token = match continuation {
            Continuation::NoContext => return None,
            Continuation::NoToken => None,
            Continuation::Null => Some(None),
            Continuation::Token(token) => Some(Some(token)),
        };
        Some(Self { next_token })
    }
}

/// `x-pagination`: how to get from one page to the next, in terms of the request and the response.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pagination<'a> {
    /// The query parameter that takes the continuation token.
    request_token: &'a str,
    /// Where in the response the continuation token is, as a JSON pointer.
    response_token: &'a str,
    /// Where in the response the units are, as a JSON pointer.
    items: &'a str,
    /// The query parameter for the number of units.
    limit: &'a str,
}

/// The value of `x-pagination` for a list whose units are in the member at `items`.
pub(super) fn pagination(items: &str) -> Value {
    let pagination = Pagination {
        request_token: "nextToken",
        response_token: "/paginationContext/nextToken",
        items,
        limit: "maxResults",
    };
    serde_json::json!(pagination)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_page_ends_in_every_way_that_there_is() {
        let written = |continuation| serde_json::to_value(PaginationContext::of(continuation)).unwrap();
        assert_eq!(written(Continuation::NoContext), json!(null));
        assert_eq!(written(Continuation::NoToken), json!({}));
        assert_eq!(written(Continuation::Null), json!({"nextToken": null}));
        assert_eq!(written(Continuation::Token("")), json!({"nextToken": ""}));
        assert_eq!(written(Continuation::Token("t")), json!({"nextToken": "t"}));
    }
}
