//! Sorted keys, and one way to write a number.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

/// The value with sorted keys and whole numbers written without a fraction.
pub(crate) fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members: BTreeMap<_, _> =
                members.iter().map(|(key, member)| (key.clone(), sorted(member))).collect();
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Number(number) => Value::Number(whole(number)),
        other => other.clone(),
    }
}

/// `1` for `1.0`; other numbers as they are.
fn whole(number: &Number) -> Number {
    /// Up to here each whole number is a float of its own.
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() <= LIMIT => {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and within the limit")]
            let integer = float as i64;
            Number::from(integer)
        }
        _ => number.clone(),
    }
}

/// Whether `value` is an object or a list without anything in it.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Sorts a list whose order has no meaning, and takes out repetitions.
pub(super) fn sort_set(value: &mut Value) {
    if let Value::Array(items) = value {
        items.sort_by_cached_key(Value::to_string);
        items.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let value = sorted(&json!({"b": [{"d": 1, "c": 2}], "a": null}));
        assert_eq!(value.to_string(), r#"{"a":null,"b":[{"c":2,"d":1}]}"#);
    }

    #[test]
    fn whole_numbers_have_one_spelling() {
        assert_eq!(sorted(&json!([1.0, -0.0, 1.5, 1e300, 3])).to_string(), "[1,0,1.5,1e+300,3]");
    }
}
