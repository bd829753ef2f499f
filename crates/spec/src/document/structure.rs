//! Is this value an OpenAPI 3.0 document? Unknown keys, wrong types and missing members, against the grammar.

use serde_json::Value;

use crate::grammar::{Grammar, Kind, Shape, grammar};
use crate::{Pointer, Problem};

pub(super) fn check(value: &Value) -> Vec<Problem> {
    if let Some(problem) = check_version(value) {
        return vec![problem];
    }
    let mut problems = Vec::new();
    check_object(value, &Pointer::root(), Kind::OpenApi, &mut problems);
    problems
}

/// What is wrong with the version that the document names.
pub(super) fn check_version(value: &Value) -> Option<Problem> {
    let named =
        |key| value.get(key).map(|version| version.as_str().map_or(version.to_string(), str::to_owned));
    let (key, found, remedy) = match (named("openapi"), named("swagger")) {
        (Some(version), _) if version.starts_with("3.0.") => return None,
        (Some(version), _) => {
            let remedy = if version.starts_with("3.") {
                "give an OpenAPI 3.0 document: there are converters from later versions to 3.0"
            } else {
                "give an OpenAPI 3.0 document, with a version such as 3.0.3"
            };
            ("openapi", format!("version {version}"), remedy)
        }
        (None, Some(version)) => {
            let remedy = "convert it to OpenAPI 3.0 first: there are converters, and most editors have one";
            ("swagger", format!("Swagger {version}, no `openapi` member"), remedy)
        }
        (None, None) => {
            let found = "no `openapi` member that names the version".to_owned();
            let remedy = "give an OpenAPI 3.0 document, which starts with a line such as `openapi: 3.0.3`";
            return Some(Problem::new("openapi-version", &Pointer::root(), found, remedy));
        }
    };
    Some(Problem::new("openapi-version", &Pointer::root().join(key), found, remedy))
}

fn check_object(value: &Value, pointer: &Pointer, kind: Kind, problems: &mut Vec<Problem>) {
    let Some(members) = value.as_object() else {
        problems.push(wrong_type(pointer, value, "an object"));
        return;
    };
    let grammar = grammar(kind);
    for (key, child) in members {
        let pointer = pointer.join(key);
        match grammar.shape_of(key) {
            Some(shape) => check_shape(child, &pointer, shape, problems),
            None => problems.push(unknown_key(key, &pointer, kind, &grammar)),
        }
    }
    if matches!(kind, Kind::Parameter | Kind::Header)
        && members.contains_key("schema") == members.contains_key("content")
    {
        problems.push(schema_or_content(pointer, kind));
    }
    for field in grammar.fields.iter().filter(|field| field.required && !members.contains_key(field.name)) {
        problems.push(missing_key(field.name, pointer, kind));
    }
}

pub(super) fn schema_or_content(pointer: &Pointer, kind: Kind) -> Problem {
    let found = format!("the {kind:?} object has both of `schema` and `content`, or neither");
    Problem::new("schema-or-content", pointer, found, "give exactly one of them")
}

pub(super) fn missing_key(key: &str, pointer: &Pointer, kind: Kind) -> Problem {
    Problem::new(
        "missing-key",
        pointer,
        format!("the {kind:?} object has no `{key}`"),
        format!("add `{key}`"),
    )
}

fn check_shape(value: &Value, pointer: &Pointer, shape: Shape, problems: &mut Vec<Problem>) {
    let mut expect = |fits: bool, expected: &str| {
        if !fits {
            problems.push(wrong_type(pointer, value, expected));
        }
    };
    match shape {
        Shape::Any => {}
        Shape::String => expect(value.is_string(), "a string"),
        Shape::Boolean => expect(value.is_boolean(), "true or false"),
        Shape::Number => expect(value.is_number(), "a number"),
        Shape::Count => expect(value.is_u64(), "a whole number, zero or more"),
        Shape::OneOf(words) => {
            let fits = value.as_str().is_some_and(|word| words.contains(&word));
            expect(fits, &format!("one of {}", words.join(", ")));
        }
        Shape::Object(kind) => check_object(value, pointer, kind, problems),
        Shape::Referable(kind) => match value.get("$ref") {
            Some(reference) => check_reference(value, reference, pointer, problems),
            None => check_object(value, pointer, kind, problems),
        },
        Shape::Map(&inner) => match value.as_object() {
            Some(members) => {
                for (key, child) in members {
                    check_shape(child, &pointer.join(key), inner, problems);
                }
            }
            None => expect(false, "an object"),
        },
        Shape::List(&inner) => match value.as_array() {
            Some(items) => {
                for (index, child) in items.iter().enumerate() {
                    check_shape(child, &pointer.join(&index.to_string()), inner, problems);
                }
            }
            None => expect(false, "an array"),
        },
        Shape::BooleanOrSchema if value.is_boolean() => {}
        Shape::BooleanOrSchema => check_shape(value, pointer, Shape::Referable(Kind::Schema), problems),
    }
}

fn check_reference(value: &Value, reference: &Value, pointer: &Pointer, problems: &mut Vec<Problem>) {
    if !reference.is_string() {
        problems.push(wrong_type(&pointer.join("$ref"), reference, "a string"));
    }
    for key in value.as_object().into_iter().flatten().map(|(key, _)| key).filter(|key| *key != "$ref") {
        problems.push(Problem::new(
            "reference-sibling",
            &pointer.join(key),
            "a member beside `$ref`, which every OpenAPI 3.0 tool ignores",
            "move it to what the reference leads to, or take it out",
        ));
    }
}

pub(super) fn unknown_key(key: &str, pointer: &Pointer, kind: Kind, grammar: &Grammar) -> Problem {
    let closest = grammar.fields.iter().map(|field| field.name).filter(|name| are_close(name, key)).min();
    let remedy = match (closest, grammar.free) {
        (Some(name), _) => format!("did you mean `{name}`?"),
        (None, Some(free)) => format!("use {}", free.names),
        (None, None) => {
            let names: Vec<_> = grammar.fields.iter().map(|field| field.name).collect();
            format!("use one of {}", names.join(", "))
        }
    };
    Problem::new("unknown-key", pointer, format!("`{key}` is no member of the {kind:?} object"), remedy)
}

/// Whether two words differ by one slip: a letter more, less, other, or two swapped; case aside.
fn are_close(left: &str, right: &str) -> bool {
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let same_start = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[same_start..], &right[same_start..]);
    let ends_alike =
        |a: &[char], b: &[char], skip_a: usize, skip_b: usize| a.get(skip_a..) == b.get(skip_b..);
    ends_alike(left, right, 1, 1)
        || ends_alike(left, right, 1, 0)
        || ends_alike(left, right, 0, 1)
        || left == right
        || (ends_alike(left, right, 2, 2) && left.first() == right.get(1) && left.get(1) == right.first())
}

pub(super) fn wrong_type(pointer: &Pointer, value: &Value, expected: &str) -> Problem {
    let found = match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.chars().count() > 60 => "a long string".to_owned(),
        Value::String(text) => format!("the string `{text}`"),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    Problem::new("wrong-type", pointer, found, format!("write {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn problems(patch: impl FnOnce(&mut Value)) -> Vec<String> {
        let mut value = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
            "paths": {"/rooms": {"get": {"operationId": "listRooms", "responses": {"200": {"description": "d"}}}}},
            "components": {"schemas": {"Name": {"type": "string"}}}
        });
        patch(&mut value);
        check(&value).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_unchanged_document_is_fine() {
        assert_eq!(problems(|_| {}), Vec::<String>::new());
    }

    #[test]
    fn another_version_is_refused() {
        let found = problems(|value| value["openapi"] = json!("3.1.0"));
        assert_eq!(
            found,
            [
                "/openapi: openapi-version: version 3.1.0; give an OpenAPI 3.0 document: there are converters from later versions to 3.0"
            ]
        );
        let found = problems(|value| *value = json!({"swagger": "2.0"}));
        assert_eq!(
            found,
            [
                "/swagger: openapi-version: Swagger 2.0, no `openapi` member; convert it to OpenAPI 3.0 first: there are converters, and most editors have one"
            ]
        );
        let found = problems(|value| *value = json!([1]));
        assert!(found[0].starts_with("(root): openapi-version: no `openapi` member"), "{found:?}");
    }

    #[test]
    fn a_misspelt_keyword_is_named_with_the_right_spelling() {
        let found = problems(|value| value["components"]["schemas"]["Name"]["minLenght"] = json!(1));
        assert_eq!(
            found,
            [
                "/components/schemas/Name/minLenght: unknown-key: `minLenght` is no member of the Schema object; did you mean `minLength`?"
            ]
        );
    }

    #[test]
    fn a_wrong_type_is_named_with_the_right_one() {
        let found = problems(|value| value["components"]["schemas"]["Name"]["maxLength"] = json!("256"));
        assert_eq!(
            found,
            [
                "/components/schemas/Name/maxLength: wrong-type: the string `256`; write a whole number, zero or more"
            ]
        );
    }

    #[test]
    fn a_missing_member_is_named() {
        let found = problems(|value| {
            value["paths"]["/rooms"]["get"].as_object_mut().unwrap().remove("responses");
        });
        assert_eq!(
            found,
            ["/paths/~1rooms/get: missing-key: the Operation object has no `responses`; add `responses`"]
        );
    }

    #[test]
    fn a_member_beside_a_reference_is_refused() {
        let found = problems(|value| {
            value["components"]["schemas"]["Other"] =
                json!({"$ref": "#/components/schemas/Name", "description": "lost"});
        });
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("/components/schemas/Other/description: reference-sibling: "),
            "{found:?}"
        );
    }

    #[test]
    fn a_parameter_without_a_schema_is_refused() {
        let found = problems(|value| {
            value["components"]["parameters"] = json!({"Id": {"name": "id", "in": "query"}});
        });
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("/components/parameters/Id: schema-or-content: "), "{found:?}");
    }

    #[test]
    fn a_key_that_is_no_status_is_refused() {
        let found = problems(|value| {
            value["paths"]["/rooms"]["get"]["responses"]["20O"] = json!({"description": "d"});
        });
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("unknown-key"), "{found:?}");
    }
}
