//! Random schema objects of OpenAPI 3.0: every keyword but `discriminator`, which the other validator does not have.

use serde_json::{Map, Value, json};

use super::values;
use crate::boundaries::FORMATS;
use crate::choices::Choices;
use crate::json::Spelling;

/// Keys of objects.
pub(super) const KEYS: &[&str] = &["a", "b", "", "a/b~c", "\u{e9}", "\u{1f600}", "quo\"te\\d", "type"];

/// Patterns for which the other validator is right, see `mend_patterns`.
const PATTERNS: &[&str] = &[
    "a",
    "^a",
    "b$",
    "^[a-z]+$",
    "^.{2,3}$",
    "\u{e9}|\u{1f600}",
    "^\\w*$",
    "\\d",
    "^$",
    "^(a|bc)*$",
    "^\\s*\\S",
    "^[^a]",
    "^\\u00e9$",
    "a.b",
    "^.$",
    "^(?:ab?){1,2}$",
    "[\\-.]",
    "^\\d{3}-\\d{4}$",
    "^a+?b*$",
    "\\t|\\x41",
];

/// Limits of numbers, exact as doubles or as 64 bits, or with few digits.
const LIMITS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "10",
    "0.5",
    "-1.5",
    "0.1",
    "1e2",
    "1.25",
    "9007199254740993",
    "18446744073709551615",
    "-9223372036854775808",
    "1e22",
    "-1e22",
    "100",
];

const STEPS: &[&str] = &["1", "2", "3", "0.5", "0.1", "0.01", "1.5", "7", "0.25", "0.001", "100"];

const NUMBER_FORMATS: &[&str] =
    &["int32", "int64", "float", "double", "int8", "uint8", "uint16", "uint32", "uint64", "int16"];

/// Annotations, which say nothing about values.
const ANNOTATIONS: &[(&str, &str)] = &[
    ("title", "\"T\""),
    ("description", "\"D\""),
    ("default", "{\"a\":1}"),
    ("example", "[1.0]"),
    ("deprecated", "true"),
    ("readOnly", "true"),
    ("xml", "{\"name\":\"x\"}"),
    ("externalDocs", "{\"url\":\"https://example.com\"}"),
    ("x-any", "[null]"),
];

/// One to three component schemas that refer to one another.
pub(super) fn components(choices: &mut Choices<'_>) -> Map<String, Value> {
    let count = 1 + choices.below(3);
    (0..count).map(|own| (name(own), Making { choices, count, own }.schema(3, true, None))).collect()
}

fn name(index: usize) -> String {
    format!("S{index}")
}

struct Making<'a, 'b> {
    choices: &'a mut Choices<'b>,
    count: usize,
    /// The component that is being made.
    own: usize,
}

impl Making<'_, '_> {
    /// A schema; `same` if it applies to the very value that the component does, where no circle may be. It is mostly
    /// `about` values of that type, if there is one.
    fn schema(&mut self, depth: usize, same: bool, about: Option<&'static str>) -> Value {
        if self.choices.often(if same { 15 } else { 30 }) {
            let first = if same { self.own + 1 } else { 0 };
            if first < self.count {
                let target = first + self.choices.below(self.count - first);
                return json!({ "$ref": format!("#/components/schemas/{}", name(target)) });
            }
        }
        let mut schema = Map::new();
        let types = ["string", "integer", "number", "array", "object", "boolean"];
        let about = about.filter(|_| self.choices.often(85));
        let kind = about.unwrap_or_else(|| *self.choices.pick(&types));
        let kind = Some(kind).filter(|_| self.choices.often(if about.is_some() { 40 } else { 75 }));
        let about = kind.or(about);
        if let Some(kind) = kind {
            schema.insert("type".to_owned(), json!(kind));
            if self.choices.often(20) {
                schema.insert("nullable".to_owned(), json!(true));
            }
        }
        // Rules of the type stand there often, rules of others now and then: they say nothing.
        let mut has = |own: &[&str]| {
            let percent = if about.is_some_and(|about| own.contains(&about)) { 75 } else { 10 };
            self.choices.often(percent)
        };
        let (string, number) = (has(&["string"]), has(&["integer", "number"]));
        let (array, object) = (has(&["array"]), has(&["object"]));
        if string {
            self.string(&mut schema);
        }
        if number {
            self.number(&mut schema);
        }
        self.format(kind, &mut schema);
        if array || kind == Some("array") {
            self.array(depth, &mut schema);
        }
        if object {
            self.object(depth, &mut schema);
        }
        if depth > 0 && self.choices.often(25) {
            self.combination(depth, same, about, &mut schema);
        }
        if self.choices.often(10) {
            schema.insert("enum".to_owned(), self.enumeration());
        }
        if self.choices.often(8) {
            let (key, text) = self.choices.pick(ANNOTATIONS);
            schema.insert((*key).to_owned(), serde_json::from_str(text).unwrap());
        }
        schema.into()
    }

    /// A count that is mostly small.
    fn count(&mut self) -> Value {
        json!(self.choices.pick(&[1_u64, 0, 2, 3, 4, 9_007_199_254_740_993]))
    }

    fn counts(&mut self, least: &str, greatest: &str, schema: &mut Map<String, Value>) {
        if self.choices.often(35) {
            let count = self.choices.below(4);
            schema.insert(least.to_owned(), json!(count));
        }
        if self.choices.often(35) {
            schema.insert(greatest.to_owned(), self.count());
        }
    }

    fn string(&mut self, schema: &mut Map<String, Value>) {
        self.counts("minLength", "maxLength", schema);
        if self.choices.often(40) {
            schema.insert("pattern".to_owned(), json!(self.choices.pick(PATTERNS)));
        }
    }

    fn number_of(&mut self, list: &[&str]) -> Value {
        let text = *self.choices.pick(list);
        serde_json::from_str(text).unwrap()
    }

    fn number(&mut self, schema: &mut Map<String, Value>) {
        for (limit, flag) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            if self.choices.often(50) {
                schema.insert(limit.to_owned(), self.number_of(LIMITS));
                if self.choices.often(40) {
                    let flagged = self.choices.often(80);
                    schema.insert(flag.to_owned(), json!(flagged));
                }
            }
        }
        if self.choices.often(35) {
            schema.insert("multipleOf".to_owned(), self.number_of(STEPS));
        }
    }

    fn format(&mut self, kind: Option<&str>, schema: &mut Map<String, Value>) {
        if !self.choices.often(12) {
            return;
        }
        let strings: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
        let all: Vec<&str> = strings.iter().chain(NUMBER_FORMATS).copied().collect();
        let formats = match kind {
            None => &all[..],
            Some("string") => &strings[..],
            Some("integer" | "number") => NUMBER_FORMATS,
            Some(_) => return,
        };
        schema.insert("format".to_owned(), json!(self.choices.pick(formats)));
    }

    fn array(&mut self, depth: usize, schema: &mut Map<String, Value>) {
        let items = if depth > 0 { self.schema(depth - 1, false, None) } else { json!({}) };
        schema.insert("items".to_owned(), items);
        self.counts("minItems", "maxItems", schema);
        if self.choices.often(30) {
            let flagged = self.choices.often(85);
            schema.insert("uniqueItems".to_owned(), json!(flagged));
        }
    }

    fn keys(&mut self) -> Vec<&'static str> {
        let mut keys = Vec::new();
        for _ in 0..self.choices.below(4) {
            let key = *self.choices.pick(KEYS);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    fn object(&mut self, depth: usize, schema: &mut Map<String, Value>) {
        if depth > 0 && self.choices.often(80) {
            let keys = self.keys();
            let properties: Map<_, _> =
                keys.into_iter().map(|key| (key.to_owned(), self.schema(depth - 1, false, None))).collect();
            schema.insert("properties".to_owned(), properties.into());
        }
        if self.choices.often(40) {
            let keys = self.keys();
            if !keys.is_empty() {
                schema.insert("required".to_owned(), json!(keys));
            }
        }
        if self.choices.often(40) {
            let additional = match self.choices.below(4) {
                0 => json!(true),
                1 if depth > 0 => self.schema(depth - 1, false, None),
                _ => json!(false),
            };
            schema.insert("additionalProperties".to_owned(), additional);
        }
        self.counts("minProperties", "maxProperties", schema);
    }

    fn combination(
        &mut self,
        depth: usize,
        same: bool,
        about: Option<&'static str>,
        schema: &mut Map<String, Value>,
    ) {
        for keyword in ["allOf", "anyOf", "oneOf"] {
            if self.choices.often(45) {
                let count = 1 + self.choices.below(3);
                let parts: Vec<_> = (0..count).map(|_| self.schema(depth - 1, same, about)).collect();
                schema.insert(keyword.to_owned(), parts.into());
            }
        }
        if self.choices.often(30) {
            schema.insert("not".to_owned(), self.schema(depth - 1, same, about));
        }
    }

    fn enumeration(&mut self) -> Value {
        let count = 1 + self.choices.below(4);
        let values = (0..count).map(|_| values::any(self.choices, 2).text(Spelling::Compact));
        let mut read: Vec<Value> =
            values.filter_map(|text| serde_json::from_str(&text).ok()).filter(is_exact).collect();
        read.dedup();
        read.into()
    }
}

/// Whether reading it rounded no number: the generator refuses others.
fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            !number.is_f64() || number.as_f64().is_some_and(|double| double.abs() < 1e15)
        }
        Value::Array(items) => items.iter().all(is_exact),
        Value::Object(members) => members.values().all(is_exact),
        _ => true,
    }
}
