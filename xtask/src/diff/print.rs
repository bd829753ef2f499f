//! The comparison for people and for programs.

use std::io;

use anstyle::AnsiColor;
use serde_json::{Value, json};

use asp_validation_codegen::command::output::{Output, plural};
use asp_validation_codegen::compare::{Changed, Comparison, Edition, Effect, Exchange, Finding, Witness};

/// How many further places of a change are listed.
const SHOWN_PLACES: usize = 3;
/// How many characters of a line of an exchange are printed.
const LONGEST_LINE: usize = 400;
/// How far what belongs to a finding stands to the right.
const INDENT: &str = "             ";

/// Prints the comparison for people.
pub(super) fn text(comparison: &Comparison, output: &mut Output) -> io::Result<()> {
    for finding in &comparison.findings {
        self::finding(finding, output)?;
    }
    for other in &comparison.others {
        status(other.effect, &other.what, output)?;
    }
    for change in &comparison.prose {
        output.status("Text", AnsiColor::Cyan, change)?;
    }
    if comparison.changed.is_empty() {
        return Ok(());
    }
    let width = comparison.changed.iter().map(|changed| changed.operation.chars().count()).max();
    let width = width.unwrap_or(0).clamp(9, 60);
    output.line(&format!("{:<width$}  senders   readers", "operation"))?;
    for Changed { operation, senders, readers, .. } in &comparison.changed {
        let word =
            |effect: &Option<Effect>| effect.map_or_else(|| "-".to_owned(), |effect| effect.to_string());
        output.line(format!("{operation:<width$}  {:<8}  {}", word(senders), word(readers)).trim_end())?;
    }
    Ok(())
}

fn status(effect: Effect, text: &str, output: &mut Output) -> io::Result<()> {
    let (word, color) = match effect {
        Effect::Breaking => ("Breaking", AnsiColor::Red),
        Effect::Unclear => ("Unclear", AnsiColor::Yellow),
        Effect::Safe => ("Safe", AnsiColor::Green),
    };
    output.status(word, color, text)
}

fn finding(finding: &Finding, output: &mut Output) -> io::Result<()> {
    let Finding { audience, effect, what, old, new, occurrences, witness, .. } = finding;
    let places: Vec<_> = occurrences
        .iter()
        .map(|occurrence| format!("{} {}", occurrence.operation, occurrence.place))
        .collect();
    let (first, others) =
        places.split_first().map_or((String::new(), &[][..]), |(first, rest)| (first.clone(), rest));
    status(*effect, &format!("for {audience}: {first}: {what}"), output)?;
    if !others.is_empty() {
        let shown = others.iter().take(SHOWN_PLACES).cloned().collect::<Vec<_>>().join(", ");
        let hidden = others.len().saturating_sub(SHOWN_PLACES);
        let more = if hidden > 0 { format!(", and {}", plural(hidden, "more place")) } else { String::new() };
        output.line(&format!("{INDENT}also: {shown}{more}"))?;
    }
    if *effect == Effect::Safe {
        return Ok(());
    }
    let at = |edition, pointer: &str| (!pointer.is_empty()).then(|| format!("{edition} {pointer}"));
    let places = [at("old", old), at("new", new)];
    let places: Vec<_> = places.into_iter().flatten().collect();
    if !places.is_empty() {
        output.line(&format!("{INDENT}at: {}", places.join(", ")))?;
    }
    match witness {
        Some(witness) => self::witness(witness, output),
        None => output.line(&format!("{INDENT}no request or response was found that tells the two apart")),
    }
}

fn witness(witness: &Witness, output: &mut Output) -> io::Result<()> {
    let (passes, fails) = match witness.refused_by {
        Edition::New => ("passes the old document", "the new one says"),
        Edition::Old => ("passes the new document", "the old one says"),
    };
    let kind = match witness.exchange {
        Exchange::Request { .. } => "request",
        Exchange::Response { .. } => "response",
    };
    output.line(&format!("{INDENT}this {kind} {passes}:"))?;
    for line in witness.exchange.to_string().lines() {
        let line = shortened(line);
        output.line(format!("{INDENT}| {line}").trim_end())?;
    }
    output.line(&format!("{INDENT}{fails}:"))?;
    for reason in witness.reasons.iter().take(SHOWN_PLACES) {
        output.line(&format!("{INDENT}- {}", shortened(reason)))?;
    }
    Ok(())
}

/// The line without control characters; of a long one, both ends.
fn shortened(line: &str) -> String {
    let shown = |character: char| if character.is_control() { '\u{fffd}' } else { character };
    let characters: Vec<char> = line.chars().map(shown).collect();
    if characters.len() <= LONGEST_LINE {
        return characters.into_iter().collect();
    }
    let end = characters.len() - LONGEST_LINE / 4;
    let start: String = characters.iter().take(LONGEST_LINE / 2).collect();
    let rest: String = characters.iter().skip(end).collect();
    format!("{start}[... {} characters]{rest}", end - LONGEST_LINE / 2)
}

/// The comparison for programs. Bodies are whole.
pub(super) fn json(comparison: &Comparison, (old, new): (&str, &str), is_allowed: bool) -> Value {
    let findings: Vec<Value> = comparison.findings.iter().map(finding_json).collect();
    let others: Vec<Value> = comparison
        .others
        .iter()
        .map(|other| json!({"effect": other.effect.to_string(), "what": other.what}))
        .collect();
    let operations: Vec<Value> = comparison.changed.iter().map(changed_json).collect();
    json!({
        "old": old,
        "new": new,
        "breaking": comparison.is_breaking(),
        "allowedByMajorVersion": is_allowed,
        "findings": findings,
        "others": others,
        "prose": comparison.prose,
        "operations": operations,
        "unchangedOperations": comparison.unchanged,
    })
}

fn changed_json(changed: &Changed) -> Value {
    let Changed { operation, name, senders, readers, .. } = changed;
    let word = |effect: &Option<Effect>| effect.map(|effect| effect.to_string());
    json!({"operation": operation, "name": name, "senders": word(senders), "readers": word(readers)})
}

fn finding_json(finding: &Finding) -> Value {
    let Finding { audience, effect, rule, what, old, new, occurrences, witness, .. } = finding;
    let places: Vec<Value> = occurrences
        .iter()
        .map(|occurrence| json!({"operation": occurrence.operation, "place": occurrence.place}))
        .collect();
    json!({
        "audience": audience.to_string(),
        "effect": effect.to_string(),
        "rule": rule,
        "what": what,
        "old": old,
        "new": new,
        "places": places,
        "witness": witness.as_ref().map(witness_json),
    })
}

fn witness_json(witness: &Witness) -> Value {
    let headers: Vec<Value> = witness
        .exchange
        .headers()
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let body = String::from_utf8_lossy(witness.exchange.body());
    let exchange = match &witness.exchange {
        Exchange::Request { method, path, .. } => {
            json!({"method": method, "path": path, "headers": headers, "body": body})
        }
        Exchange::Response { status, .. } => json!({"status": status, "headers": headers, "body": body}),
    };
    json!({"exchange": exchange, "refusedBy": witness.refused_by.to_string(), "reasons": witness.reasons})
}
