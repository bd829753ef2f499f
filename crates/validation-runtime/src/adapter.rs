//! What the adapters to HTTP stacks share: finding the operation, collecting bodies and handing them on.

pub(crate) mod base_path;
pub(crate) mod collect;
pub(crate) mod collected;
pub(crate) mod gathered;
pub(crate) mod passed;
pub(crate) mod target;
