//! Large documents: nothing is cut off, nothing overflows. How time grows is measured by `cargo xtask bench`.

use asp_spec::{Document, Kind, canonical, diff, profile, views};
use serde_json::{Value, json};

use crate::sample::{count, each, library};

/// The library `times` over: paths, operations and components get a number, the error schema stays shared.
fn repeated(times: usize) -> Document {
    let once = library().value().clone();
    let mut all = once.clone();
    for number in 1..times {
        let mut copy = json!({"paths": once["paths"], "components": once["components"]});
        each(&mut copy, &mut |value| {
            if let Value::Object(members) = value {
                for (key, member) in members.iter_mut() {
                    let suffix = match key.as_str() {
                        "operationId" => format!("Copy{number}"),
                        "description" => format!(" Copy {number}."),
                        "$ref" if !member.as_str().unwrap().ends_with("/Problem") => format!("Copy{number}"),
                        _ => continue,
                    };
                    if let Some(text) = member.as_str() {
                        *member = json!(format!("{text}{suffix}"));
                    }
                }
            }
        });
        for (path, mut path_item) in copy["paths"].as_object().unwrap().clone() {
            if let Some(servers) = once["paths"][&path].get("servers") {
                path_item["servers"] = servers.clone();
            }
            all["paths"][format!("/copy{number}{path}")] = path_item;
        }
        for section in ["parameters", "headers", "responses", "schemas"] {
            for (name, component) in copy["components"][section].as_object().unwrap() {
                if name != "Problem" {
                    all["components"][section][format!("{name}Copy{number}")] = component.clone();
                }
            }
        }
    }
    Document::from_value(all).unwrap()
}

#[test]
fn a_document_of_2500_operations_is_read_whole() {
    let document = repeated(500);
    assert_eq!(count(&document, Kind::Operation), 500 * count(&library(), Kind::Operation));
    let problems = profile::check(&document);
    assert_eq!(problems, [], "the repeated library follows the profile");
    let form = canonical::canonical(&document);
    assert_eq!(form["operations"].as_object().unwrap().len(), count(&document, Kind::Operation));
    assert_eq!(diff::diff(&document, &document), []);
    let views = views::all(&document);
    assert_eq!(views.len(), 4 + count(&document, Kind::Operation));
}

#[test]
fn as_many_problems_as_operations_are_all_found() {
    let mut value = repeated(500).value().clone();
    each(&mut value, &mut |value| {
        if let Some(members) = value.as_object_mut().filter(|members| members.contains_key("operationId")) {
            members.shift_remove("summary");
        }
    });
    let document = Document::from_value(value).unwrap();
    let problems = profile::check(&document);
    assert_eq!(problems.len(), count(&document, Kind::Operation));
}
