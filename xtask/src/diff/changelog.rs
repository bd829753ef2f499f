//! What changed, as a draft of a changelog entry (<https://keepachangelog.com/en/1.1.0/>).

use asp_validation_codegen::command::output::plural;
use asp_validation_codegen::compare::{Comparison, Effect, Finding, Kind};

/// How many places of a change are named.
const SHOWN_PLACES: usize = 4;

/// The draft. `since` is the older version, if there is one.
pub(super) fn draft(comparison: &Comparison, since: Option<&str>) -> String {
    let since = since.map_or_else(
        || "Everything: no tag is here to compare with.".to_owned(),
        |since| format!("Since {since}."),
    );
    let mut parts =
        vec![format!("## Unreleased\n\n<!-- A draft by `cargo xtask generate docs`. {since} -->\n")];
    let mut sections: [(&str, Vec<String>); 4] = [
        ("Removed", Vec::new()),
        ("Changed", Vec::new()),
        ("Added", Vec::new()),
        ("Documentation", Vec::new()),
    ];
    let [(_, removed), (_, changed), (_, added), (_, documentation)] = &mut sections;
    for finding in &comparison.findings {
        let list = match (finding.rule, finding.old.is_empty(), finding.new.is_empty()) {
            ("operation", false, true) => &mut *removed,
            ("operation", true, false) => &mut *added,
            _ => &mut *changed,
        };
        list.push(line(finding));
    }
    for other in &comparison.others {
        let list = match other.kind {
            Kind::Added => &mut *added,
            Kind::Removed => &mut *removed,
            Kind::Changed => &mut *changed,
        };
        list.push(format!("{}{}", unclear(other.effect), other.what));
    }
    documentation.extend(comparison.prose.iter().cloned());
    for (name, lines) in sections.iter().filter(|(_, lines)| !lines.is_empty()) {
        let lines = lines.iter().map(|line| format!("- {}\n", line.replace('\n', " ")));
        parts.push(format!("### {name}\n\n{}", lines.collect::<Vec<_>>().concat()));
    }
    if parts.len() == 1 {
        parts.push("Nothing changed in the document.\n".to_owned());
    }
    parts.join("\n")
}

fn line(finding: &Finding) -> String {
    let Finding { audience, effect, what, occurrences, .. } = finding;
    let places: Vec<_> = occurrences
        .iter()
        .map(|occurrence| format!("`{}` {}", occurrence.operation, occurrence.place))
        .collect();
    let effect = match effect {
        Effect::Breaking => format!("**Breaking for {audience}:** "),
        effect => unclear(*effect).to_owned(),
    };
    let hidden = places.len().saturating_sub(SHOWN_PLACES);
    let more = if hidden > 0 { format!(", and {}", plural(hidden, "more place")) } else { String::new() };
    let shown = places.get(..SHOWN_PLACES).unwrap_or(&places).join(", ");
    // What the operation is stands in the words already.
    let shown = if finding.rule == "operation" { String::new() } else { format!(" ({shown}{more})") };
    format!("{effect}{what}{shown}")
}

fn unclear(effect: Effect) -> &'static str {
    if effect == Effect::Unclear { "To be judged by hand: " } else { "" }
}

#[cfg(test)]
mod tests {
    use asp_spec::Document;
    use asp_validation_codegen::compare::compare;

    use super::draft;

    fn document(tags: &str) -> Document {
        let text = format!(
            "openapi: 3.0.3
info: {{ title: Things, version: 1.0.0 }}
tags: [{tags}]
paths:
  /things:
    get: {{ operationId: getThings, responses: {{ '204': {{ description: Done. }} }} }}
"
        );
        Document::from_text(&text).unwrap()
    }

    #[test]
    fn what_is_new_or_gone_beside_exchanges_stands_in_its_section_whatever_its_value() {
        let (without, with) = (document("{ name: a }"), document("{ name: a, x-order: 1 }"));
        for (old, new, section) in [(&without, &with, "Added"), (&with, &without, "Removed")] {
            let draft = draft(&compare(old, new).unwrap(), None);
            let (_, listed) = draft.split_once(&format!("### {section}")).unwrap_or_default();
            assert!(listed.contains("x-order"), "{draft}");
            assert!(!draft.contains("### Changed"), "{draft}");
        }
    }
}
