//! The responses that have a name.
use asp_validation_runtime::tables::*;
/// `/components/responses/static`
pub static STATIC: Response = Response {
    pointer: "/components/responses/static",
    headers: &[],
    body: None,
};
/// `/components/responses/Static`
pub static STATIC_2: Response = Response {
    pointer: "/components/responses/Static",
    headers: &[],
    body: None,
};
