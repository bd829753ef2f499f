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
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};
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
    let document = OpenApiBuilder::new().info(info).build();
    let (_, document) = OpenApiRouter::with_openapi(document).nest(PATH, operations()).split_for_parts();
    document
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
