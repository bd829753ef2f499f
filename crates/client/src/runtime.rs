//! What the hooks need at every call.

use crate::Token;

/// The part of the client that is not generated: what the hooks use at every call.
#[derive(Clone, Debug)]
pub struct Runtime {
    token: Token,
}

impl Runtime {
    /// A runtime that sends `token` with every request.
    pub fn new(token: Token) -> Self {
        Self { token }
    }

    pub(crate) fn token(&self) -> &Token {
        &self.token
    }
}
