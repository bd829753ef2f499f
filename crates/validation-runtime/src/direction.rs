//! Which way a value travels.

/// The side of an exchange that a value belongs to: some members are for one of them only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Request,
    Response,
}
