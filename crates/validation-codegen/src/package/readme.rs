//! `README.md`: what the crate is, how it is generated again, and what it leaves out.

use indexmap::IndexMap;

use super::{Facts, Package, front, one_line};
use crate::lower::Lowered;

pub(super) fn readme(package: &Package, facts: &Facts, lowered: &Lowered) -> String {
    let Package { name, source, .. } = package;
    let arguments: Vec<&str> = package.arguments.iter().map(String::as_str).collect();
    let subject = facts.subject();
    let operations = match facts.operations {
        1 => "its operation".to_owned(),
        count => format!("its {count} operations"),
    };
    let banner = package.banner("<!--", " -->");
    let command =
        [&["cargo run -p asp-validation-codegen --", source, "--out ."], &*arguments].concat().join(" ");
    let example = front::example(package, facts);
    let left_out = left_out(lowered);
    format!(
        "{banner}
# {name}

Judges requests and responses of {subject}. The validators of {operations} are generated from
`{source}`.

```rust
{example}```

## Generate it again

In a checkout of the generator, with the paths of the document and of this folder:

```sh
{command}
```

With `--check` the command writes nothing, shows what differs, and exits with 4 if something does.

All files here are the generator's. To change `Cargo.toml`, `README.md` or `src/lib.rs` by hand, take out its first
line: the generator leaves a file without it alone.

## Left out

{left_out}"
    )
}

/// What is not enforced, by rule.
fn left_out(lowered: &Lowered) -> String {
    if lowered.warnings.is_empty() && lowered.left_out.is_empty() {
        return "Nothing: what the document says about exchanges is enforced.\n".to_owned();
    }
    let mut rules: IndexMap<&str, usize> = IndexMap::new();
    for warning in &lowered.warnings {
        *rules.entry(warning.rule).or_default() += 1;
    }
    let mut text = String::new();
    if !rules.is_empty() {
        text.push_str(
            "These rules were allowed. A keyword of a schema that they refuse isn't enforced; a response or an operation\n\
             that they refuse isn't judged.\n\n| rule | places |\n| --- | --- |\n",
        );
        for (rule, count) in rules {
            text.extend(["| `", rule, "` | ", &count.to_string(), " |\n"]);
        }
    }
    if !lowered.left_out.is_empty() {
        text.push_str("\nThese operations aren't judged:\n\n");
        for operation in &lowered.left_out {
            text.extend(["- `", &one_line(operation), "`\n"]);
        }
    }
    text
}
