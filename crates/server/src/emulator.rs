//! The control API under `/_emulator`: what no service has, and every test needs.
//!
//! Bodies are JSON and strict. Errors have the shape of the operations' errors, `{"message": ...}`. Times are
//! milliseconds since 1970 by the server's clock, durations are milliseconds; both are whole numbers. What changes the
//! state holds in all processes on the database; the log of exchanges and the token buckets are of one process.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Response as Described};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use self::access::Access;
use crate::app::App;
use crate::failure::{Failure, unknown_method};

mod access;
mod body;
mod clients;
mod clock;
mod exchanges;
mod faults;
mod fidelity;
mod organizations;
mod people;
mod state;
mod switches;
mod tokens;
mod units;
mod write;

/// What a handler of the control API returns.
type Reply = Result<Response, Failure>;

/// Where the control API is.
pub(crate) const PATH: &str = "/_emulator";

/// The control API, for nesting under [`PATH`], with answers of its own for unknown paths and methods.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let (router, _) = operations().split_for_parts();
    router
        .fallback(unknown_path)
        .method_not_allowed_fallback(unknown_method)
        .layer(from_fn_with_state(Arc::clone(app), guard))
        .with_state(Arc::clone(app))
}

/// The document of the control API.
pub fn emulator_openapi() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Control API of the reference server")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Not a part of the APIs: clock, switches, faults, data and the log of exchanges. Every answer has a request \
             id in `X-Amzn-RequestId`. What changes the state holds in all processes on the database; the token buckets \
             of the throttle and the log of exchanges are of one process.",
        ));
    let key = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
        access::KEY,
        "The key that the server was started with. Without one nothing needs to be sent.",
    )));
    let components = ComponentsBuilder::new().security_scheme("key", key).build();
    let document = OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([SecurityRequirement::default(), SecurityRequirement::new("key", [""; 0])]))
        .build();
    let (_, mut document) = OpenApiRouter::with_openapi(document).nest(PATH, operations()).split_for_parts();
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        operations.into_iter().flatten().for_each(add_refusals);
    }
    document
}

/// The refusals that no handler decides on.
fn add_refusals(operation: &mut Operation) {
    let has_body = operation.request_body.is_some();
    let has_parameters = operation.parameters.as_ref().is_some_and(|parameters| !parameters.is_empty());
    let refusals = [
        (400, has_body || has_parameters, "the body or a parameter makes no sense"),
        (401, true, "the key is missing, or another one"),
        (403, true, "without a key: the request is from a page of another site, or names another host"),
        (408, has_body, "the body did not come in time"),
        (413, has_body, "the body is too large"),
        (415, has_body, "the body is not `application/json`"),
    ];
    for (status, _, description) in refusals.into_iter().filter(|(_, is_possible, _)| *is_possible) {
        let responses = &mut operation.responses.responses;
        responses.entry(status.to_string()).or_insert_with(|| Described::new(description).into());
    }
}

fn operations() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(state::summary))
        .routes(routes!(state::reset))
        .routes(routes!(state::seed))
        .routes(routes!(clock::show))
        .routes(routes!(clock::freeze))
        .routes(routes!(clock::resume))
        .routes(routes!(clock::advance))
        .routes(routes!(clock::set))
        .routes(routes!(switches::show, switches::change))
        .routes(routes!(faults::list, faults::add, faults::clear))
        .routes(routes!(faults::show, faults::remove))
        .routes(routes!(exchanges::list, exchanges::clear))
        .routes(routes!(fidelity::list))
        .routes(routes!(organizations::list, organizations::create))
        .routes(routes!(organizations::delete))
        .routes(routes!(organizations::grants))
        .routes(routes!(organizations::grant, organizations::revoke))
        .routes(routes!(clients::list, clients::create))
        .routes(routes!(clients::delete))
        .routes(routes!(people::list, people::create))
        .routes(routes!(people::delete))
        .routes(routes!(people::roles))
        .routes(routes!(people::set_role, people::remove_role))
        .routes(routes!(tokens::create))
        .routes(routes!(tokens::create_code))
        .routes(routes!(units::devices, units::add_device, units::remove_devices))
        .routes(routes!(units::remove_device))
        .routes(routes!(units::occupy, units::vacate))
}

/// Lets nobody in who may not use the control API, and brings the state up to date for those who may: another process
/// may have changed it.
async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Result<Response, Failure> {
    app.access.check(request.headers(), request.uri())?;
    let version = crate::store::control::version(&app.store).await?;
    app.controls.refresh_if(version).await?;
    Ok(next.run(request).await)
}

async fn unknown_path(request: Request) -> Failure {
    Failure::not_found(format!("the control API has no `{}`; see {PATH}/openapi.json", request.uri().path()))
}

#[cfg(test)]
mod tests;
