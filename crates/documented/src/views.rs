//! What a reader sees of the errata.

use std::fmt::Write;

use crate::{Class, Errata, Erratum};

/// The errata as a page of Markdown: a table of them by class, and each with both sides and the reason.
pub fn errata(errata: &Errata) -> String {
    let mut page = String::from(
        "# Errata\n\nWhere the document departs from the vendor's reference pages, and where a page contradicts itself.\n",
    );
    for class in Class::ALL {
        let of_class: Vec<_> = errata.errata.iter().filter(|erratum| erratum.class == class).collect();
        if of_class.is_empty() {
            continue;
        }
        line(&mut page, format_args!("\n## {}\n\n{}\n", heading(class), class.meaning()));
        for erratum in of_class {
            let covers = match erratum.covers {
                0 => "no departure".to_owned(),
                1 => "1 departure".to_owned(),
                count => format!("{count} departures"),
            };
            let (id, anchor) = (&erratum.id, erratum.id.to_ascii_lowercase());
            line(&mut page, format_args!("- [{id}](#{anchor}): {} ({covers})", erratum.title));
        }
    }
    for erratum in &errata.errata {
        write_erratum(&mut page, erratum);
    }
    if !errata.retired.is_empty() {
        page.push_str("\n## Retired\n\n");
        for retired in &errata.retired {
            line(&mut page, format_args!("- {}: {}", retired.id, retired.why));
        }
    }
    page
}

fn write_erratum(page: &mut String, erratum: &Erratum) {
    let Erratum { id, title, class, pages, sections, documented, decided, why, .. } = erratum;
    line(page, format_args!("\n### {id}\n\n**{title}**\n"));
    line(page, format_args!("- Class: {}", class.name()));
    line(page, format_args!("- Pages: {}", pages.join(", ")));
    line(page, format_args!("- Sections: {}", sections.join(", ")));
    line(page, format_args!("- Documented: {documented}"));
    line(page, format_args!("- Decided: {decided}"));
    line(page, format_args!("- Why: {why}"));
    for (name, patterns) in [
        ("Contradiction", &erratum.shows),
        ("Pages say", &erratum.facts),
        ("Document says", &erratum.claims),
        ("Document, at", &erratum.pointers),
    ] {
        if !patterns.is_empty() {
            line(page, format_args!("- {name}:"));
            for pattern in patterns {
                line(page, format_args!("  - `{pattern}`"));
            }
        }
    }
}

fn heading(class: Class) -> &'static str {
    match class {
        Class::Documented => "Documented elsewhere",
        Class::Observed => "Observed",
        Class::Assumed => "Assumed",
        Class::Contradictory => "Contradictory",
    }
}

fn line(page: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a text does not fail.
    let _ = writeln!(page, "{line}");
}
