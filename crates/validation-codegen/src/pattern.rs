//! Patterns: from ECMAScript to a small deterministic automaton.

mod automaton;
mod syntax;
mod table;

#[cfg(test)]
mod tests;

pub(crate) use automaton::Automaton;

/// Why a pattern is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) rule: &'static str,
    /// A fragment that goes on after the pattern: "which ...".
    pub(crate) found: String,
    pub(crate) help: &'static str,
}

impl Problem {
    fn new(rule: &'static str, found: impl Into<String>, help: &'static str) -> Self {
        Self { rule, found: found.into(), help }
    }
}

/// Compiles `source`, a pattern in the syntax of ECMAScript with the flag `u`.
pub(crate) fn compile(source: &str) -> Result<Automaton, Problem> {
    automaton::build(&syntax::translate(source)?)
}
