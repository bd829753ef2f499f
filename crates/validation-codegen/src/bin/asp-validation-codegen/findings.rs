//! What validators can't enforce and what was put right: all of it for programs, some of each rule for people.

use std::io;
use std::path::Path;

use anstyle::AnsiColor;
use asp_spec::Problem;
use asp_validation_codegen::Unsupported;
use asp_validation_codegen::command::output::{Output, plural};
use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::source::Source;

/// How many places of each rule people are shown.
const SHOWN: usize = 3;

/// Lists what was refused.
pub(crate) fn refused(source: &Source, refused: &[Unsupported], output: &mut Output) -> io::Result<()> {
    if output.is_for_programs() {
        let document = source.path.display().to_string();
        return output.json(&json!({"document": document, "refused": values(source, refused)}));
    }
    let rules = by_rule(refused);
    let shown = || rules.values().flat_map(|places| places.iter().take(SHOWN));
    let mut lines = source.lines_of(shown().map(|place| &place.pointer)).into_iter();
    for (rule, places) in &rules {
        for place in places.iter().take(SHOWN) {
            output.line(&text(&source.path, place, lines.next().flatten()))?;
        }
        if let Some(hidden @ 1..) = places.len().checked_sub(SHOWN) {
            let hidden = plural(hidden, "more place");
            output.line(&format!("... and {hidden} under {rule}; --format json lists all"))?;
        }
    }
    let text = format!("{}; nothing was written", counted(&rules));
    output.status("Refused", AnsiColor::Red, &text)?;
    output.status(
        "Note",
        AnsiColor::Yellow,
        "--allow RULE, or --allow all, goes on without what a rule refuses",
    )
}

/// Tells people what was put right and what is left out: a line a rule.
pub(crate) fn warned(source: &Source, warnings: &[Unsupported], output: &mut Output) -> io::Result<()> {
    let rules = by_rule(warnings);
    if output.is_for_programs() || rules.is_empty() {
        return Ok(());
    }
    let lines =
        source.lines_of(rules.values().filter_map(|places| places.first()).map(|place| &place.pointer));
    for ((rule, places), line) in rules.iter().zip(lines) {
        let Some(first) = places.first() else { continue };
        let place = place(&source.path, line);
        let count =
            if places.len() > 1 { format!(" in {} places, first", places.len()) } else { String::new() };
        let text = format!("{rule}{count} {place}: {} at {}; {}", first.found, first.pointer, first.help);
        output.status("Warning", AnsiColor::Yellow, &text)?;
    }
    Ok(())
}

/// Everything about the places, for programs.
pub(crate) fn values(source: &Source, places: &[Unsupported]) -> Vec<Value> {
    let lines = source.lines_of(places.iter().map(|place| &place.pointer));
    let value = |(place, line): (&Unsupported, Option<u64>)| {
        json!({
            "rule": place.rule,
            "pointer": place.pointer.as_str(),
            "line": line,
            "operation": place.operation,
            "found": place.found,
            "remedy": place.help,
        })
    };
    places.iter().zip(lines).map(value).collect()
}

/// What was put right when the document was read, in the form of what the generator finds.
pub(crate) fn of_reading(problems: &[Problem]) -> Vec<Unsupported> {
    problems.iter().cloned().map(Unsupported::from).collect()
}

fn by_rule(places: &[Unsupported]) -> IndexMap<&str, Vec<&Unsupported>> {
    let mut rules: IndexMap<_, Vec<_>> = IndexMap::new();
    for place in places {
        rules.entry(place.rule).or_default().push(place);
    }
    // The heaviest first; in the order of the document where they weigh the same.
    rules.sort_by(|_, left, _, right| right.len().cmp(&left.len()));
    rules
}

/// `12 places: 9 under format, 3 under callbacks`
fn counted(rules: &IndexMap<&str, Vec<&Unsupported>>) -> String {
    let all: usize = rules.values().map(Vec::len).sum();
    let counts: Vec<_> =
        rules.iter().map(|(rule, places)| format!("{} under {rule}", places.len())).collect();
    format!("{}: {}", plural(all, "place"), counts.join(", "))
}

/// The finding as `file:line: rule: ...`, which editors can jump to.
fn text(path: &Path, finding: &Unsupported, line: Option<u64>) -> String {
    let Unsupported { rule, pointer, operation, found, help } = finding;
    let place = place(path, line);
    let operation =
        operation.as_ref().map(|operation| format!(", in operation `{operation}`")).unwrap_or_default();
    format!("{place}: {rule}: {found}\n    at {pointer}{operation}\n    fix: {help}")
}

fn place(path: &Path, line: Option<u64>) -> String {
    line.map_or_else(|| path.display().to_string(), |line| format!("{}:{line}", path.display()))
}
