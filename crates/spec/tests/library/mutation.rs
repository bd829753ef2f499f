//! Texts that nobody wrote on purpose: reading, checking and viewing them never panics.

use asp_spec::{Document, canonical, profile, views};
use serde_json::Value;

/// How many texts are tried.
const TRIES: u64 = 500;

/// A small generator of pseudo-random numbers (xorshift64*), so that a failure is the same at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % limit
    }
}

/// The sample with a few lines removed, doubled, swapped or cut, or with a character put in.
fn mutate(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=random.below(3) {
        let (at, other) = (random.below(lines.len()), random.below(lines.len()));
        match random.below(5) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[other].clone()),
            2 => lines.swap(at, other),
            3 => {
                let cut = random.below(lines[at].chars().count() + 1);
                lines[at] = lines[at].chars().take(cut).collect();
            }
            _ => {
                let odd = [
                    "'", "\"", "{", "[", ": ", "- ", "\u{0}", "\t", "&a ", "*a", "$ref: ", "null", "1e999",
                    "\u{fffd}",
                ];
                lines[at].push_str(odd[random.below(odd.len())]);
            }
        }
    }
    lines.join("\n")
}

#[test]
fn no_mutated_text_makes_the_reader_panic() {
    let sample = include_str!("library.yaml");
    let mut random = Random(0x5EED);
    let (mut loaded, mut refused) = (0, 0);
    for _ in 0..TRIES {
        let text = mutate(sample, &mut random);
        if let Ok(lenient) = Document::from_text_leniently(&text) {
            assert_well_formed(&lenient.document, &text);
        }
        match Document::from_text(&text) {
            Ok(document) => {
                loaded += 1;
                let pointers: Vec<_> =
                    profile::check(&document).into_iter().map(|problem| problem.pointer).collect();
                assert_eq!(Document::lines_of(&text, &pointers).len(), pointers.len());
                drop((canonical::canonical(&document), views::all(&document), document.to_openapi()));
            }
            Err(error) => {
                refused += 1;
                assert!(!error.into_problems().is_empty(), "a refusal says why");
            }
        }
    }
    assert!(loaded > 50 && refused > 50, "{loaded} loaded, {refused} refused: the mutations miss one side");
}

/// What was read leniently is a document by the strict rules, once unknown members at its top are gone.
fn assert_well_formed(document: &Document, text: &str) {
    let mut value = document.value().clone();
    let known = ["openapi", "info", "servers", "paths", "components", "security", "tags", "externalDocs"];
    let is_known = |key: &String| key.starts_with("x-") || known.contains(&key.as_str());
    value.as_object_mut().unwrap().retain(|key, _| is_known(key));
    let sections = [
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "securitySchemes",
        "links",
        "callbacks",
    ];
    if let Some(components) = value.get_mut("components").and_then(Value::as_object_mut) {
        components.retain(|key, _| sections.contains(&key.as_str()));
    }
    if let Err(error) = Document::from_value(value) {
        panic!("{error}\n{text}");
    }
}
