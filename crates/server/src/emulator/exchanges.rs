//! The log of exchanges.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::{StatusCode, Uri};
use percent_encoding::percent_decode_str;

use super::body::{json, no_content};
use crate::app::App;
use crate::emulator::Reply;
use crate::exchanges::{Filter, View};
use crate::failure::Failure;

/// Lists the last exchanges of this process, oldest first, with the verdicts of both sides.
#[utoipa::path(get, path = "/exchanges", tag = "exchanges", operation_id = "listExchanges",
    params(
        ("operation" = Option<String>, Query, description = "the operationId"),
        ("status" = Option<u16>, Query, description = "the status of the response"),
        ("client" = Option<String>, Query, description = "the id of the client"),
        ("requestId" = Option<String>, Query, description = "the request id"),
        ("invalid" = Option<bool>, Query, description = "whether only exchanges of which a side is not valid are wanted"),
        ("last" = Option<u32>, Query, description = "how many are wanted at most, counted from the newest"),
    ),
    responses((status = 200, description = "the exchanges", body = [View]),
        (status = 400, description = "a parameter is unknown or makes no sense")))]
pub(super) async fn list(State(app): State<Arc<App>>, uri: Uri) -> Reply {
    let filter = filter(uri.query().unwrap_or_default()).map_err(Failure::bad_request)?;
    app.exchanges.follow(app.controls.current().resets);
    json(StatusCode::OK, &app.exchanges.select(&filter))
}

/// Empties the log of this process.
#[utoipa::path(delete, path = "/exchanges", tag = "exchanges", operation_id = "deleteExchanges",
    responses((status = 204, description = "the log is empty")))]
pub(super) async fn clear(State(app): State<Arc<App>>) -> Response {
    app.exchanges.clear();
    no_content()
}

/// Reads the query; a fragment if it asks for something that there is not.
fn filter(query: &str) -> Result<Filter, String> {
    let mut filter = Filter::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode = |text: &str| percent_decode_str(text).decode_utf8().map(std::borrow::Cow::into_owned);
        let value = decode(value).map_err(|_| format!("`{name}` is not UTF-8"))?;
        match name {
            "operation" => {
                let operation = value.parse().map_err(|_| format!("there is no operation `{value}`"))?;
                filter.operation = Some(operation);
            }
            "status" => {
                let status = value.parse().map_err(|_| "`status` must be a number".to_owned())?;
                filter.status = Some(status);
            }
            "client" => filter.client = Some(value),
            "requestId" => filter.request_id = Some(value),
            "invalid" => {
                filter.invalid = value.parse().map_err(|_| "`invalid` must be true or false".to_owned())?;
            }
            "last" => {
                let last = value.parse().map_err(|_| "`last` must be a number".to_owned())?;
                filter.last = Some(last);
            }
            _ => {
                return Err(format!(
                    "there is no parameter `{name}`; there are operation, status, client, requestId, invalid and last"
                ));
            }
        }
    }
    Ok(filter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_to_the_letter() {
        let all = "operation=getRoom&status=429&client=a%26b&requestId=1&invalid=true&last=5";
        let filter = filter(all).unwrap();
        assert_eq!(filter.operation, Some(asp_validation::Operation::GetRoom));
        assert_eq!((filter.status, filter.client.as_deref()), (Some(429), Some("a&b")));
        assert_eq!((filter.request_id.as_deref(), filter.invalid, filter.last), (Some("1"), true, Some(5)));
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        for (query, reason) in [
            ("operation=getrooms", "`getrooms`"),
            ("status=many", "`status`"),
            ("invalid", "`invalid`"),
            ("invalid=1", "`invalid`"),
            ("last=-1", "`last`"),
            ("client=%ff", "`client`"),
            ("limit=1", "`limit`"),
        ] {
            let error = filter(query).unwrap_err();
            assert!(error.contains(reason), "{query}: {error}");
        }
    }
}
