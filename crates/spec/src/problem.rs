//! What is wrong with a document, where, and what to do about it.

use std::fmt;

use crate::Pointer;

/// One thing that is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule that is broken, in kebab case; `openapi/README.md` lists the rules of the profile.
    pub rule: &'static str,
    /// Where: a JSON pointer into the document.
    pub pointer: Pointer,
    /// What is there: a lowercase fragment.
    pub found: String,
    /// What to do: a lowercase fragment in the imperative.
    pub remedy: String,
}

impl Problem {
    /// A problem with the value at `pointer`.
    pub fn new(
        rule: &'static str,
        pointer: &Pointer,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { rule, pointer: pointer.clone(), found: found.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}: {}; {}", self.pointer, self.rule, self.found, self.remedy)
    }
}
