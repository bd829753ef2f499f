//! `minLength`, `maxLength`, `pattern`, `format` of strings.

use asp_spec::Node;

use super::{Lowering, count};
use crate::ir::StringRules;
use crate::pattern;

pub(super) const KEYWORDS: &[&str] = &["minLength", "maxLength", "pattern"];

impl<'a> Lowering<'a> {
    pub(super) fn string_rules(&mut self, node: &Node<'a>) -> Option<StringRules> {
        let rules = StringRules {
            min_length: count(node, "minLength").unwrap_or(0),
            max_length: count(node, "maxLength"),
            pattern: node.get("pattern").and_then(|pattern| self.pattern(&pattern)),
            format: self.string_format(node),
        };
        let constrains = rules.min_length > 0
            || rules.max_length.is_some()
            || rules.pattern.is_some()
            || rules.format.is_some();
        constrains.then_some(rules)
    }

    /// Compiles the pattern at `node`, once for all places where it stands, and returns its source.
    fn pattern(&mut self, node: &Node<'a>) -> Option<String> {
        let source = node.as_str()?;
        let accepted = if let Some(automaton) = self.patterns.get(source) {
            automaton.is_some()
        } else {
            let automaton = match pattern::compile(source) {
                Ok(automaton) => Some(automaton),
                Err(problem) => {
                    self.refuse(problem.rule, node, format!("`{source}`, {}", problem.found), problem.help);
                    None
                }
            };
            let accepted = automaton.is_some();
            self.patterns.insert(source.to_owned(), automaton);
            accepted
        };
        accepted.then(|| source.to_owned())
    }
}
