//! `minLength`, `maxLength`, `pattern`, `format` of strings.

use asp_validation_runtime::tables::{self, Pattern, Run, StringRules, Transitions};

use super::{Interpretation, leak, leak_list, leak_text};
use crate::ir::{self, StringFormat};
use crate::pattern::Automaton;

impl<'a> Interpretation<'a> {
    pub(super) fn string_rules(&mut self, rules: &'a ir::StringRules) -> &'static StringRules {
        let pattern = rules.pattern.as_deref().and_then(|source| self.pattern(source));
        leak(StringRules {
            min_length: rules.min_length,
            max_length: rules.max_length,
            pattern,
            format: rules.format.map(format),
        })
    }

    /// The pattern with that source, built once.
    fn pattern(&mut self, source: &'a str) -> Option<&'static Pattern> {
        let automaton = self.api.patterns.get(source)?;
        Some(self.patterns.entry(source).or_insert_with(|| leak(pattern(source, automaton))))
    }
}

fn pattern(source: &str, automaton: &Automaton) -> Pattern {
    let transitions = leak_list(automaton.transitions.iter().copied());
    Pattern {
        source: leak_text(source),
        prefix: leak_list(automaton.prefix.iter().copied()),
        start: automaton.start,
        accepting: automaton.accepting,
        certain: automaton.certain,
        run: automaton.run.map(|(state, first, last)| Run { state, first, last }),
        classes: Pattern::classes(&automaton.classes),
        columns: automaton.columns,
        transitions: if automaton.wide {
            Transitions::Wide(transitions)
        } else {
            Transitions::Narrow(transitions)
        },
    }
}

fn format(format: StringFormat) -> tables::StringFormat {
    match format {
        StringFormat::Byte => tables::StringFormat::Byte,
        StringFormat::Date => tables::StringFormat::Date,
        StringFormat::DateTime => tables::StringFormat::DateTime,
        StringFormat::Duration => tables::StringFormat::Duration,
        StringFormat::Email => tables::StringFormat::Email,
        StringFormat::Hostname => tables::StringFormat::Hostname,
        StringFormat::Ipv4 => tables::StringFormat::Ipv4,
        StringFormat::Ipv6 => tables::StringFormat::Ipv6,
        StringFormat::Iri => tables::StringFormat::Iri,
        StringFormat::IriReference => tables::StringFormat::IriReference,
        StringFormat::JsonPointer => tables::StringFormat::JsonPointer,
        StringFormat::Time => tables::StringFormat::Time,
        StringFormat::Uri => tables::StringFormat::Uri,
        StringFormat::UriReference => tables::StringFormat::UriReference,
        StringFormat::UriTemplate => tables::StringFormat::UriTemplate,
        StringFormat::Uuid => tables::StringFormat::Uuid,
    }
}
