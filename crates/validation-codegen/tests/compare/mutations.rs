//! Changes that nobody chose: nothing panics, and whatever is shown is true.

use asp_spec::Document;
use asp_validation_codegen::compare::{Edition, Effect, Exchange, compare};
use serde_json::{Value, json};

use crate::check_witness;

/// How many pairs are compared.
const TRIES: u64 = 300;

/// A small generator of pseudo-random numbers (xorshift64*), so that a failure is the same at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % limit.max(1)
    }
}

/// The JSON pointers of all values below `value`.
fn places(value: &Value, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                places(member, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// The document with a few values changed, removed, doubled or exchanged.
fn mutate(value: &Value, random: &mut Random) -> Value {
    let mut mutant = value.clone();
    for _ in 0..=random.below(3) {
        let mut all = Vec::new();
        places(&mutant, "", &mut all);
        let at = all[random.below(all.len())].clone();
        let other = mutant.pointer(&all[random.below(all.len())]).cloned().unwrap();
        let Some(place) = mutant.pointer_mut(&at) else { continue };
        let replaced = match place.clone() {
            Value::Number(number) => {
                [json!(number.as_f64().unwrap() + 1.0), json!(0), json!(-1), json!(1_000)][random.below(4)]
                    .clone()
            }
            Value::Bool(flag) => json!(!flag),
            Value::String(text) => match text.as_str() {
                "string" => json!("integer"),
                "integer" | "number" => json!(["string", "number", "boolean"][random.below(3)]),
                "object" => json!("array"),
                _ => json!(format!("{text}x")),
            },
            Value::Array(mut items) => {
                if !items.is_empty() {
                    items.remove(random.below(items.len()));
                }
                Value::Array(items)
            }
            Value::Object(mut members) => {
                let key = members.keys().nth(random.below(members.len())).cloned();
                match (random.below(4), key) {
                    (0, Some(key)) => {
                        members.shift_remove(&key);
                    }
                    (1, _) => {
                        members.insert("nullable".to_owned(), json!(true));
                    }
                    (2, _) => {
                        members.insert("maxLength".to_owned(), json!(random.below(9)));
                    }
                    (_, Some(key)) => {
                        members.insert(key, other);
                    }
                    _ => {}
                }
                Value::Object(members)
            }
            Value::Null => json!(1),
        };
        *place = replaced;
    }
    mutant
}

fn samples() -> Vec<Value> {
    let texts = [
        include_str!("../cases/exchange.yaml"),
        include_str!("../cases/combinations.yaml"),
        include_str!("../cases/kitchen-sink.yaml"),
        include_str!("../cases/access.yaml"),
        include_str!("../cases/formats.yaml"),
        include_str!("../../../../openapi/smart-properties.yaml"),
    ];
    texts.map(|text| Document::from_text(text).unwrap().value().clone()).to_vec()
}

#[test]
fn what_is_shown_of_mutated_documents_is_true() {
    let samples = samples();
    let mut random = Random(0x5EED);
    let (mut compared, mut breaking, mut unclear) = (0, 0, 0);
    for number in 0..TRIES {
        let sample = &samples[usize::try_from(number).unwrap() % samples.len()];
        let mutant = mutate(sample, &mut random);
        let (Ok(old), Ok(new)) = (Document::from_value(sample.clone()), Document::from_value(mutant.clone()))
        else {
            continue;
        };
        for (left, right, old, new) in [(sample, &mutant, &old, &new), (&mutant, sample, &new, &old)] {
            let Ok(comparison) = compare(old, new) else { continue };
            compared += 1;
            let interpretable = asp_validation_codegen::interpret(new).is_ok()
                && asp_validation_codegen::interpret(old).is_ok();
            for finding in &comparison.findings {
                breaking += usize::from(finding.effect == Effect::Breaking);
                unclear += usize::from(finding.effect == Effect::Unclear);
                if interpretable {
                    check_witness(left, right, finding);
                }
            }
        }
    }
    assert!(compared > 150 && breaking > 150, "{compared} compared, {breaking} breaking");
    // Most that differs is shown.
    assert!(unclear * 4 < breaking, "{unclear} unclear, {breaking} breaking");
}

/// The judge of another project says the same about the bodies that are shown.
#[test]
fn another_judge_agrees_about_bodies() {
    let document = Document::from_text(include_str!("../../../../openapi/smart-properties.yaml")).unwrap();
    let old = document.value();
    let mut random = Random(0xBEEF);
    let mut judged = 0;
    for _ in 0..TRIES {
        let mut new = old.clone();
        let schemas = mutate(&old["components"]["schemas"], &mut random);
        new["components"]["schemas"] = schemas;
        let Ok(document_of_new) = Document::from_value(new.clone()) else { continue };
        let Ok(comparison) = compare(&document, &document_of_new) else { continue };
        for finding in &comparison.findings {
            let Some(witness) = &finding.witness else { continue };
            let Exchange::Request { body, .. } = &witness.exchange else { continue };
            let Ok(body) = serde_json::from_slice::<Value>(body) else { continue };
            let operation = &finding.occurrences[0].operation;
            let verdicts = [old, &new].map(|document| {
                let schema = request_schema(document, operation)?;
                let validator = jsonschema::draft4::options().build(&schema).ok()?;
                Some(validator.is_valid(&body))
            });
            let [Some(by_old), Some(by_new)] = verdicts else { continue };
            let expected = match witness.refused_by {
                Edition::New => (true, false),
                Edition::Old => (false, true),
            };
            assert_eq!((by_old, by_new), expected, "{finding:#?}");
            judged += 1;
        }
    }
    assert!(judged > 30, "only {judged} bodies");
}

/// The schema of the JSON body of the operation, with what it refers to, in the words of JSON Schema.
fn request_schema(document: &Value, operation: &str) -> Option<Value> {
    let items = document["paths"].as_object()?.values().filter_map(Value::as_object);
    let found = items.flat_map(serde_json::Map::values).find(|found| found["operationId"] == operation)?;
    let mut schema = found.pointer("/requestBody/content/application~1json/schema")?.clone();
    let mut components = document["components"].clone();
    nullable(&mut components);
    if let Some(name) = schema["$ref"].as_str() {
        schema = json!({"allOf": [{"$ref": name}]});
    }
    schema["components"] = components;
    Some(schema)
}

/// Says `nullable` as JSON Schema does.
fn nullable(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if members.get("nullable") == Some(&json!(true))
                && let Some(kind) = members.get("type").cloned()
            {
                members.insert("type".to_owned(), json!([kind, "null"]));
            }
            members.values_mut().for_each(nullable);
        }
        Value::Array(items) => items.iter_mut().for_each(nullable),
        _ => {}
    }
}
