//! What callers decide.

use std::collections::BTreeSet;

use asp_spec::Problem;

/// How much of a document must be enforced.
///
/// By default everything: whatever validators cannot enforce is refused. A rule that is allowed turns its refusals into
/// warnings, and what it refuses is left out:
///
/// - a keyword of a schema isn't enforced, nor a `not` above it, references followed: it would refuse more. A `oneOf`
///   above it is judged as `anyOf`, since more than one of its schemas may hold then;
/// - a response that can't be described isn't judged;
/// - an operation that can't be described isn't judged, neither its requests nor its responses.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    allowed: BTreeSet<String>,
    all_allowed: bool,
    losses: Vec<Problem>,
}

impl Options {
    /// Everything must be enforced.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same options with a rule that is allowed, such as `format`: the name in [`crate::Unsupported::rule`].
    ///
    /// What is left out makes validators accept more, never less: see [`Options`] for `not` and `oneOf`.
    #[must_use]
    pub fn allow(mut self, rule: impl Into<String>) -> Self {
        self.allowed.insert(rule.into());
        self
    }

    /// The same options with every rule allowed.
    #[must_use]
    pub fn allow_all(mut self) -> Self {
        self.all_allowed = true;
        self
    }

    /// The same options with formats as OpenAPI leaves them: one that nobody knows, or that is about another type, says
    /// nothing beside the type (OpenAPI 3.0.3, data types). Allows the rules `unknown-format` and `format-type`.
    #[must_use]
    pub fn with_open_formats(self) -> Self {
        self.allow("unknown-format").allow("format-type")
    }

    /// The same options with what was lost when the document was read ([`asp_spec::Lenient::losses`]): it is refused, or
    /// left out, as what the generator finds itself.
    #[must_use]
    pub fn with_losses(mut self, losses: impl IntoIterator<Item = Problem>) -> Self {
        self.losses.extend(losses);
        self
    }

    /// Whether `rule` is allowed.
    pub fn allows(&self, rule: &str) -> bool {
        self.all_allowed || self.allowed.contains(rule)
    }

    /// The rules that are allowed by name.
    pub fn allowed(&self) -> impl Iterator<Item = &str> {
        self.allowed.iter().map(String::as_str)
    }

    pub(crate) fn losses(&self) -> &[Problem] {
        &self.losses
    }
}
