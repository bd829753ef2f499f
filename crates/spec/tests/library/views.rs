//! The views: complete, stable, and quiet about what did not change.

use std::collections::{BTreeMap, HashMap};

use asp_spec::{Document, Kind, Pointer, views};
use serde_json::{Value, json};

use crate::sample::{at, changed, count, library, places, shuffle, take};

type Views = BTreeMap<String, String>;

fn all(document: &Document) -> Views {
    views::all(document).into_iter().collect()
}

/// The lines that one text has more often than the other, on both sides.
fn changed_lines(old: &str, new: &str) -> usize {
    let mut counts: HashMap<&str, i32> = HashMap::new();
    old.lines().for_each(|line| *counts.entry(line).or_default() += 1);
    new.lines().for_each(|line| *counts.entry(line).or_default() -= 1);
    counts.values().map(|count| usize::try_from(count.unsigned_abs()).unwrap()).sum()
}

/// For each view that differs, by how many lines.
fn differences(old: &Views, new: &Views) -> BTreeMap<String, usize> {
    let names = old.keys().chain(new.keys());
    let lines = |name: &String| {
        let text = |views: &Views| views.get(name).cloned().unwrap_or_default();
        changed_lines(&text(old), &text(new))
    };
    names.map(|name| (name.clone(), lines(name))).filter(|(_, count)| *count > 0).collect()
}

/// Another value for a leaf, such that the document still loads; `None` for objects, lists and references.
fn mutated(pointer: &Pointer, value: &Value) -> Option<Value> {
    let other = |words: [&str; 2]| json!(words[usize::from(value.as_str() == Some(words[0]))]);
    match (pointer.last().as_deref(), value) {
        (Some("$ref"), _) | (_, Value::Object(_) | Value::Array(_)) => None,
        (Some("in"), _) => Some(other(["query", "header"])),
        (Some("type"), _) if pointer.as_str().starts_with("/components/securitySchemes/") => {
            Some(other(["apiKey", "openIdConnect"]))
        }
        (Some("type"), _) => Some(other(["string", "boolean"])),
        (_, Value::String(text)) => Some(json!(format!("{text}X"))),
        (_, Value::Number(number)) => Some(match number.as_u64() {
            Some(number) => json!(number + 1),
            None => json!(number.as_f64().unwrap() + 1.0),
        }),
        (_, Value::Bool(flag)) => Some(json!(!flag)),
        (_, Value::Null) => Some(json!("X")),
    }
}

/// Exceptions: how many lines of `view` a change to the leaf at `pointer` may touch.
fn allowance(document: &Document, view: &str, pointer: &Pointer) -> Option<usize> {
    let tokens: Vec<_> = pointer.tokens().collect();
    let tokens: Vec<_> = tokens.iter().map(|token| &**token).collect();
    match tokens.as_slice() {
        // A shared parameter is in the row of each operation that has it.
        ["components", "parameters", name, "name" | "in" | "required"] if view == "operations" => {
            let place = Pointer::root().join("components").join("parameters").join(name);
            let has = |operation: &asp_spec::Operation<'_>| {
                operation.parameters().iter().any(|parameter| *parameter.pointer() == place)
            };
            Some(2 * document.operations().filter(has).count())
        }
        // The operationId names the view.
        ["paths", _, _, "operationId"] if view.starts_with("reference-") => Some(usize::MAX),
        _ => None,
    }
}

/// What is wrong with what the views show of one changed leaf, if it touches more than `most` lines of a view.
fn judge(
    document: &Document,
    unchanged: &Views,
    pointer: &Pointer,
    mutant: &Document,
    most: usize,
) -> Option<String> {
    let differences = differences(unchanged, &all(mutant));
    if differences.is_empty() {
        return Some(format!("{pointer}: no view shows it"));
    }
    let is_loud = |view: &str, lines: usize| lines > allowance(document, view, pointer).unwrap_or(most);
    let loud = differences.iter().find(|(view, lines)| is_loud(view, **lines));
    loud.map(|(view, lines)| format!("{pointer}: {lines} lines of {view} differ"))
}

#[test]
fn every_leaf_is_seen_and_changes_one_line() {
    let document = library();
    let (unchanged, mut wrong) = (all(&document), Vec::new());
    for (pointer, value) in places(&document) {
        let Some(replacement) = mutated(&pointer, &value) else { continue };
        let mutant = changed(|document| *at(document, pointer.as_str()) = replacement);
        // One line removed, one added.
        wrong.extend(judge(&document, &unchanged, &pointer, &mutant, 2));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_leaf_that_is_taken_out_is_seen() {
    let document = library();
    let unchanged = all(&document);
    let (mut tried, mut wrong) = (0, Vec::new());
    for (pointer, value) in
        places(&document).into_iter().filter(|(place, value)| mutated(place, value).is_some())
    {
        let mut mutant = document.value().clone();
        take(&mut mutant, pointer.as_str());
        let Ok(mutant) = Document::from_value(mutant) else { continue };
        // A text goes with its heading and with the empty lines around it.
        let lines = value.as_str().map_or(0, |text| text.lines().count());
        wrong.extend(judge(&document, &unchanged, &pointer, &mutant, lines + 4));
        tried += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 100, "only {tried} leaves were tried");
}

#[test]
fn an_object_or_list_that_is_taken_out_is_seen() {
    let document = library();
    let unchanged = all(&document);
    for (pointer, value) in places(&document) {
        if !(value.is_object() || value.is_array()) || pointer == Pointer::root() {
            continue;
        }
        let mut mutant = document.value().clone();
        take(&mut mutant, pointer.as_str());
        let Ok(mutant) = Document::from_value(mutant) else { continue };
        assert!(!differences(&unchanged, &all(&mutant)).is_empty(), "{pointer}");
    }
}

#[test]
fn a_reference_to_another_component_is_seen() {
    let document = library();
    let unchanged = all(&document);
    let mut tried = 0;
    for (pointer, value) in places(&document) {
        let Some(reference) = value.as_str().filter(|_| pointer.last().as_deref() == Some("$ref")) else {
            continue;
        };
        let (section, name) = reference.strip_prefix("#/components/").unwrap().split_once('/').unwrap();
        for (other, _) in document.components(section).filter(|(other, _)| *other != name) {
            let mut mutant = document.value().clone();
            *at(&mut mutant, pointer.as_str()) = json!(format!("#/components/{section}/{other}"));
            let mutant = Document::from_value(mutant).unwrap();
            assert!(!differences(&unchanged, &all(&mutant)).is_empty(), "{pointer} to {other}");
            tried += 1;
        }
    }
    assert!(tried > 100, "only {tried} references were tried");
}

#[test]
fn members_outside_the_profile_are_seen_too() {
    let document = library();
    let unchanged = all(&document);
    let additions = [
        ("", "externalDocs", json!({"url": "https://x.example"})),
        ("/info", "x-logo", json!("logo")),
        ("/servers/0", "variables", json!({"a": {"default": "b"}})),
        ("/tags/0", "externalDocs", json!({"url": "https://x.example"})),
        ("/paths/~1shelves/get", "deprecated", json!(true)),
        ("/paths/~1shelves/get/responses", "x-note", json!("n")),
        ("/components/parameters/Count", "deprecated", json!(true)),
        ("/components/headers/RequestId", "style", json!("simple")),
        ("/components/schemas/Shelf", "allOf", json!([{"type": "object"}])),
        ("/components/schemas/NewShelf/properties/themes/items", "enum", json!(["a"])),
        ("/components/responses/Missing", "links", json!({"l": {"operationId": "getShelf"}})),
        ("/components/responses/Missing/content/application~1json", "x-note", json!("n")),
    ];
    for (pointer, key, value) in additions {
        let mutant = changed(|document| at(document, pointer)[key] = value);
        assert!(!differences(&unchanged, &all(&mutant)).is_empty(), "{key} at {pointer}");
    }
}

#[test]
fn lines_have_no_tabs_and_no_trailing_blanks() {
    let awkward = changed(|value| {
        value["info"]["title"] = json!("a\tb\r\n c ");
        value["tags"][0]["description"] = json!("x \n\n\n\n y\t\n");
    });
    for document in [library(), awkward] {
        let mut texts = views::all(&document);
        texts.push(("page".to_owned(), views::reference_page(&document)));
        for (name, text) in texts {
            assert!(text.ends_with('\n') && !text.contains(['\t', '\r']), "{name}");
            assert!(text.lines().all(|line| line.trim_end() == line), "{name}");
        }
    }
}

#[test]
fn no_document_makes_a_view_fail() {
    let document = library();
    for seed in 0..20 {
        let mut value = document.value().clone();
        shuffle(&mut value, seed);
        // Each document loses a part of its members.
        for (index, (pointer, _)) in places(&document).iter().enumerate().skip(1) {
            let index = u64::try_from(index).unwrap();
            if (index.wrapping_mul(seed + 3) >> 2) % 11 == 0 && value.pointer(pointer.as_str()).is_some() {
                let mut smaller = value.clone();
                take(&mut smaller, pointer.as_str());
                if let Ok(smaller) = Document::from_value(smaller) {
                    let _ = (views::all(&smaller), views::reference_page(&smaller));
                    value = smaller.value().clone();
                }
            }
        }
    }
    let least = json!({"openapi": "3.0.0", "info": {"title": "", "version": ""}, "paths": {}});
    assert_eq!(views::all(&Document::from_value(least).unwrap()).len(), 4);
}

#[test]
fn recursive_schemas_and_equal_names_are_no_trouble() {
    let document = changed(|value| {
        at(value, "/components/schemas/Next/properties")["page"] =
            json!({"$ref": "#/components/schemas/ShelfPage"});
        *at(value, "/paths/~1shelves/get/operationId") = json!("createShelf");
    });
    let views = views::all(&document);
    assert_eq!(views.len(), all(&document).len(), "names are unique");
}

#[test]
fn each_operation_has_a_reference_and_a_row() {
    let document = library();
    let views = all(&document);
    assert_eq!(views["operations"].lines().count(), 2 + count(&document, Kind::Operation));
    for operation in document.operations() {
        let reference = views::reference(&document, operation.id().unwrap()).unwrap();
        assert_eq!(reference, views[&format!("reference-{}", operation.label())]);
    }
    assert_eq!(views::reference(&document, "burnBooks"), None);
}

#[test]
fn the_page_has_every_operation_and_every_schema_once() {
    let document = library();
    let page = views::reference_page(&document);
    let headings =
        |title: &str| page.lines().filter(|line| line.trim_start_matches('#') == format!(" {title}")).count();
    for operation in document.operations() {
        assert_eq!(headings(operation.node.text("summary").unwrap()), 1, "{}", operation.label());
    }
    for (name, _) in document.components("schemas") {
        assert_eq!(headings(name), 1, "{name}");
    }
}

/// What the views of the library look like, for people who change a view.
#[test]
fn the_library_reads_like_this() {
    let views = all(&library());
    for name in ["overview", "operations", "fields", "reference-createShelf", "reference-placeBook"] {
        insta::assert_snapshot!(name, views[name]);
    }
}
