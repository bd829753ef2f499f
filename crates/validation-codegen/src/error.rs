//! What the generator refuses.

use asp_spec::{Pointer, Problem};
use thiserror::Error;

/// A construct of the document that validators cannot enforce.
///
/// Nothing is ignored in silence: what is neither enforced nor known to constrain nothing is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{pointer}: {rule}: {found}{}; {help}", within(.operation.as_deref()))]
pub struct Unsupported {
    /// The rule, in kebab case.
    pub rule: &'static str,
    /// Where the construct stands in the document.
    pub pointer: Pointer,
    /// The operation in which it was met: operationId, or method and path. `None` for shared schemas.
    pub operation: Option<String>,
    /// What is there: a lowercase fragment.
    pub found: String,
    /// What to do: a lowercase fragment in the imperative.
    pub help: String,
}

impl From<Problem> for Unsupported {
    /// A problem of the document as something that validators cannot enforce; its operation is not known.
    fn from(problem: Problem) -> Self {
        let Problem { rule, pointer, found, remedy } = problem;
        Self { rule, pointer, operation: None, found, help: remedy }
    }
}

fn within(operation: Option<&str>) -> String {
    operation.map(|operation| format!(" (in operation `{operation}`)")).unwrap_or_default()
}
