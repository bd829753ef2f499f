//! The tables that are built in memory say what those that are written as source say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::fmt::Write;

use asp_spec::Document;
use asp_validation_codegen::{Loaded, interpret};
use asp_validation_runtime::tables::{Additional, Contract, Schema};
use asp_validation_runtime::{Limits, Operations, Request, judge_json};

/// Two tables that are compared, and what leads to them.
type Pair = (&'static Schema, &'static Schema, String);

fn load(text: &str) -> Loaded {
    let document = Document::from_text(text).unwrap();
    interpret(&document).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Compares two schemas and all that they lead to; circles are followed once.
fn compare(written: &'static Schema, built: &'static Schema) {
    let mut seen = HashSet::new();
    let mut waiting: Vec<Pair> = vec![(written, built, written.pointer.to_owned())];
    while let Some((written, built, way)) = waiting.pop() {
        let built = built.resolved();
        if !seen.insert((std::ptr::from_ref(written), std::ptr::from_ref(built))) {
            continue;
        }
        assert_eq!(own(written), own(built), "{way}");
        let (left, right) = (parts(written), parts(built));
        assert_eq!(left.len(), right.len(), "{way}");
        for ((name, written), (_, built)) in left.into_iter().zip(right) {
            waiting.push((written, built, format!("{way} {name}")));
        }
    }
}

/// What a schema says itself. Other schemas are shown by their pointers.
fn own(schema: &Schema) -> String {
    let Schema { pointer, types, enumeration, string, number, array, object, combination } = schema;
    format!("{pointer} {types:?} {enumeration:?} {string:?} {number:?} {array:?} {object:?} {combination:?}")
}

/// The schemas that a schema leads to.
fn parts(schema: &Schema) -> Vec<(String, &'static Schema)> {
    let mut parts = Vec::new();
    if let Some(items) = schema.array.and_then(|rules| rules.items) {
        parts.push(("items".to_owned(), items));
    }
    if let Some(rules) = schema.object {
        let properties = rules.properties.iter();
        parts.extend(properties.filter_map(|property| Some((property.name.to_owned(), property.schema?))));
        if let Additional::Schema(schema) = rules.additional {
            parts.push(("additionalProperties".to_owned(), schema));
        }
    }
    if let Some(combination) = schema.combination {
        let lists =
            [("allOf", combination.all_of), ("anyOf", combination.any_of), ("oneOf", combination.one_of)];
        for (name, list) in lists {
            parts.extend(list.iter().enumerate().map(|(index, part)| (format!("{name} {index}"), *part)));
        }
        parts.extend(combination.not.map(|not| ("not".to_owned(), not)));
        let mapping = combination.discriminator.map_or(&[][..], |discriminator| discriminator.mapping);
        parts.extend(mapping.iter().map(|(value, part)| (format!("discriminator {value}"), *part)));
    }
    parts
}

/// Compares `written`, tables of the document `text`, with those that are built from it. `source` is the file that they
/// stand in: all of its tables must be given, but for those without a place of their own.
fn check(text: &str, source: &str, written: &[&'static Schema]) {
    let statics = source.matches("pub static").count();
    let nameless = source.matches("~plain`").count() + source.matches("~in/").count();
    assert_eq!(written.len(), statics - nameless, "tables of the file");
    let loaded = load(text);
    for schema in written {
        compare(schema, loaded.schema(schema.pointer).unwrap());
    }
}

#[test]
fn kitchen_sink() {
    use super::kitchen_sink::schemas::*;
    check(
        include_str!("kitchen-sink.yaml"),
        include_str!("kitchen_sink/schemas.rs"),
        &[
            &THING_ID,
            &COLOR,
            &MIXED,
            &ANYTHING,
            &NUMBER,
            &BIG,
            &CENTS,
            &FLAG,
            &UNTYPED,
            &NAME,
            &WORD,
            &LONG,
            &NEW_THING,
            &THING,
            &STRING,
            &INTEGER,
            &LIST,
            &RECORD,
            &PLACES,
            &TEXT,
            &PROBLEM,
            &THING_PROPERTIES_PARTS,
        ],
    );
}

#[test]
fn names() {
    use super::names::schemas::*;
    check(
        include_str!("names.yaml"),
        include_str!("names/schemas.rs"),
        &[&TYPE, &TYPE_2, &TYPE_3, &FOO_BAR, &FOO_BAR_2, &FOO_BAR_3],
    );
}

#[test]
fn combinations() {
    use super::combinations::schemas::*;
    check(
        include_str!("combinations.yaml"),
        include_str!("combinations/schemas.rs"),
        &[
            &NAMED, &OWNER, &CODE, &EXACTLY, &NO_LIST, &BOTH, &MEMBERS, &MAYBE, &UNIQUE, &PET, &CAT, &DOG,
            &TERRIER, &STRAY, &HOME, &CIRCLE, &SQUARE, &SHAPE, &ANY_SHAPE, &WORD, &LONELY, &LOOSE,
        ],
    );
}

#[test]
fn formats() {
    use super::formats::schemas::*;
    check(
        include_str!("formats.yaml"),
        include_str!("formats/schemas.rs"),
        &[
            &INT8,
            &INT16,
            &INT32,
            &INT64,
            &UINT8,
            &UINT16,
            &UINT32,
            &UINT64,
            &FLOAT,
            &DOUBLE,
            &WHOLE_NUMBER,
            &WHOLE_DOUBLE,
            &BYTE,
            &BINARY,
            &PASSWORD,
            &DATE,
            &DATE_TIME,
            &TIME,
            &DURATION,
            &EMAIL,
            &HOSTNAME,
            &IPV4,
            &IPV6,
            &URI,
            &URI_REFERENCE,
            &IRI,
            &IRI_REFERENCE,
            &JSON_POINTER,
            &UUID,
            &ANY_INT32,
            &ANY_DATE,
            &ANY_BINARY,
        ],
    );
}

#[test]
fn access() {
    use super::access::schemas::*;
    check(
        include_str!("access.yaml"),
        include_str!("access/schemas.rs"),
        &[&ID, &SECRET, &PLAIN, &ACCOUNT, &PART, &SPLIT, &DESCRIBED, &DEMANDING, &OUTER, &SHARED],
    );
}

#[test]
fn enumerations() {
    use super::enumerations::schemas::*;
    check(
        include_str!("enumerations.yaml"),
        include_str!("enumerations/schemas.rs"),
        &[
            &LISTS,
            &OBJECTS,
            &EVERYTHING,
            &NULL_BESIDE_TYPE,
            &NO_NULL,
            &NULL_WITHOUT_NULLABLE,
            &OTHER_TYPE,
            &NOTHING,
            &LARGE,
        ],
    );
}

/// What a contract says itself, and the schemas that it leads to.
fn contract(contract: &'static Contract) -> (String, Vec<(String, &'static Schema)>) {
    let mut schemas = Vec::new();
    let path = contract.path.iter().map(|parameter| parameter.parameter);
    let responses = || {
        let by_number = contract.responses.iter().chain(contract.ranges).map(|(_, response)| *response);
        by_number.chain(contract.default)
    };
    let headers = responses().flat_map(|response| response.headers);
    let named = contract.query.iter().chain(contract.headers).chain(contract.cookies).chain(headers);
    for parameter in path.chain(named.copied()) {
        schemas.push((parameter.name.to_owned(), parameter.schema));
    }
    let bodies = responses().filter_map(|response| response.body);
    for body in contract.body.into_iter().chain(bodies) {
        schemas.extend(body.content.iter().map(|content| (content.media_type.to_owned(), content.schema)));
    }
    (format!("{contract:?}"), schemas)
}

/// Compares the operations `O` of the document `text` with those that are built from it.
fn check_operations<O: Operations>(text: &str) {
    let loaded = load(text);
    assert_eq!(loaded.operations().len(), O::ALL.len());
    for (written, built) in O::ALL.iter().zip(loaded.operations()) {
        let (written, built) = (contract(written.contract()), contract(built.contract()));
        assert_eq!(written.0, built.0);
        for ((way, written), (_, built)) in written.1.into_iter().zip(built.1) {
            assert_eq!(written.pointer, built.pointer, "{way}");
            compare(written, built);
        }
    }
    let operations = loaded.operations().iter().map(|operation| operation.contract());
    for described in operations {
        let id = described.operation_id;
        assert_eq!(loaded.operation(id).unwrap().contract().operation_id, id);
        let path = described.path_template.replace(['{', '}'], "");
        let (method, path) = (described.method.name(), path.as_str());
        let written = O::route(method, path).found().map(|operation| operation.contract().operation_id);
        let built = loaded.route(method, path).found().map(|operation| operation.contract().operation_id);
        assert!(written.is_some(), "{method} {path}");
        assert_eq!(written, built);
        let request = Request::new(method, path).with_body(b"[1]");
        assert_eq!(O::check(&request, &Limits::DEFAULT), loaded.check(&request, &Limits::DEFAULT));
    }
    let missing = Request::new("GET", "/no/such/path");
    assert_eq!(O::check(&missing, &Limits::DEFAULT), loaded.check(&missing, &Limits::DEFAULT));
}

#[test]
fn operations_and_routes() {
    check_operations::<super::kitchen_sink::operation::Operation>(include_str!("kitchen-sink.yaml"));
    check_operations::<super::names::operation::Operation>(include_str!("names.yaml"));
    check_operations::<super::combinations::operation::Operation>(include_str!("combinations.yaml"));
    check_operations::<super::formats::operation::Operation>(include_str!("formats.yaml"));
    check_operations::<super::access::operation::Operation>(include_str!("access.yaml"));
    check_operations::<super::exchange::operation::Operation>(include_str!("exchange.yaml"));
}

#[test]
fn schemas_are_found_by_their_places_inside_others_and_behind_aliases() {
    let loaded = load(include_str!("kitchen-sink.yaml"));
    let alias = loaded.schema("/components/schemas/ThingAlias").unwrap();
    assert_eq!(alias.pointer, "/components/schemas/Thing");
    let items = loaded.schema("/components/schemas/Thing/properties/parts/items").unwrap();
    assert!(judge_json(items, b"{}", &Limits::DEFAULT).is_valid());
    assert!(loaded.schema("/components/schemas").is_none());
    assert!(loaded.schema("/components/parameters/Limit/schema").is_some());
    assert!(
        loaded
            .schemas()
            .all(|(pointer, schema)| loaded.schema(pointer).is_some_and(|found| std::ptr::eq(found, schema)))
    );
}

#[test]
fn circles_of_every_kind_are_judged() {
    let loaded = load(
        "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    \
         Object: { type: object, additionalProperties: { $ref: '#/components/schemas/Array' } }\n    \
         Array: { type: array, items: { oneOf: [{ $ref: '#/components/schemas/Object' }, { $ref: '#/components/schemas/Array' }] } }\n    \
         List: { type: object, properties: { next: { $ref: '#/components/schemas/List' } } }\n",
    );
    let judge = |name: &str, text: &str| {
        let schema = loaded.schema(&format!("/components/schemas/{name}")).unwrap();
        judge_json(schema, text.as_bytes(), &Limits::DEFAULT).to_string()
    };
    assert_eq!(judge("Object", r#"{"a": [[], {"b": [{}]}]}"#), "valid");
    assert_eq!(judge("List", r#"{"next": {"next": {"next": {}}}}"#), "valid");
    assert_eq!(
        judge("List", r#"{"next": {"next": {"next": 1}}}"#),
        "body /next/next/next: is of type integer, must be object (/components/schemas/List/type)"
    );
    assert_eq!(
        judge("Object", r#"{"a": {}}"#),
        "body /a: is of type object, must be array (/components/schemas/Array/type)"
    );
    assert!(judge("Array", "[[[1]]]").contains("fits none of the 2 schemas"));
}

#[test]
fn long_chains_of_references_take_no_stack() {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n",
    );
    let count = 6_000;
    for number in 0..count {
        let next = (number + 1) % count;
        writeln!(text, "    S{number}: {{ type: object, properties: {{ next: {{ $ref: '#/components/schemas/S{next}' }} }} }}").unwrap();
    }
    let loaded = load(&text);
    let schema = loaded.schema("/components/schemas/S0").unwrap();
    assert!(judge_json(schema, br#"{"next": {"next": {}}}"#, &Limits::DEFAULT).is_valid());
}

#[test]
fn any_number_of_properties_is_followed() {
    let names: Vec<_> = (0..600).map(|number| format!("p{number}")).collect();
    let properties: Vec<_> = names.iter().map(|name| format!("{name}: {{ type: integer }}")).collect();
    let loaded = load(&format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths: {{}}\ncomponents: {{ schemas: {{ A: {{ \
         type: object, required: [{}], properties: {{ {} }} }} }} }}\n",
        names.join(", "),
        properties.join(", "),
    ));
    let schema = loaded.schema("/components/schemas/A").unwrap();
    let judge = |names: &[&str]| {
        let members: Vec<_> = names.iter().map(|name| format!("\"{name}\": 1")).collect();
        judge_json(schema, format!("{{{}}}", members.join(",")).as_bytes(), &Limits::DEFAULT).to_string()
    };
    let mut all: Vec<&str> = names.iter().map(String::as_str).rev().collect();
    assert_eq!(judge(&all), "valid");
    assert_eq!(judge(&all[1..]), "body: lacks the required member `p599` (/components/schemas/A/required)");
    all.push("p599");
    assert_eq!(judge(&all), "body /p599: is there more than once (/components/schemas/A)");
}
