//! Values about the rules for numbers.

use asp_spec::Node;

use crate::json::Json;

const KEYWORDS: [&str; 3] = ["minimum", "maximum", "multipleOf"];

/// The limits of formats, and of doubles.
const EDGES: &[&str] = &[
    "-128",
    "-129",
    "127",
    "128",
    "-32768",
    "-32769",
    "32767",
    "32768",
    "-2147483648",
    "-2147483649",
    "2147483647",
    "2147483648",
    "-9223372036854775808",
    "-9223372036854775809",
    "9223372036854775807",
    "9223372036854775808",
    "255",
    "256",
    "65535",
    "65536",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "3.4028234663852886e38",
    "3.5e38",
    "-3.5e38",
    "1.7976931348623157e308",
    "1e309",
    "-1e400",
    "1e-400",
    "123456789012345678901234567890",
    "-0",
    "0.0",
    "1.00",
    "10e-1",
    "2147483647.0",
    "2147483647.5",
    "0.1e1",
    "5E-1",
];

pub(super) fn base(node: &Node<'_>) -> Json {
    let limit = |keyword: &str, flag: &str, step: f64| {
        let limit = node.value().get(keyword)?.as_f64()?;
        Some(if node.flag(flag) { limit + step } else { limit })
    };
    let multiple = node.value().get("multipleOf").map(Json::number);
    let fits = |limit: f64| {
        if limit.fract() == 0.0 && limit.abs() < 1e15 { Json::number(limit) } else { Json::number(1) }
    };
    let least = limit("minimum", "exclusiveMinimum", 1.0).map(fits);
    let greatest = limit("maximum", "exclusiveMaximum", -1.0).map(fits);
    multiple.or(least).or(greatest).unwrap_or_else(|| Json::number(1))
}

pub(super) fn variants(node: &Node<'_>) -> Vec<Json> {
    let mut found = about_limits(node);
    let is_about = matches!(node.text("type"), Some("integer" | "number")) || node.has("format");
    if is_about || !found.is_empty() {
        found.extend(EDGES.iter().map(Json::number));
    }
    found
}

/// Numbers at and about the limits.
pub(crate) fn about_limits(node: &Node<'_>) -> Vec<Json> {
    let mut found = Vec::new();
    for limit in KEYWORDS.iter().filter_map(|keyword| node.value().get(keyword)) {
        found.push(limit.to_string());
        // The same with zeros, and a little more in either direction of zero.
        if !limit.to_string().contains(['e', 'E']) {
            let dot = if limit.is_f64() { "" } else { "." };
            found.extend(
                ["0", "00001", "0000000000000000000000000001"].map(|tail| format!("{limit}{dot}{tail}")),
            );
            found.extend(["e0", "e1", "e-1"].map(|exponent| format!("{limit}{exponent}")));
        }
        if let Some(limit) = limit.as_i64() {
            found.extend([-1, 1].map(|step| (i128::from(limit) + step).to_string()));
            found.extend([2, 3, -1].map(|factor| (i128::from(limit) * factor).to_string()));
        } else if let Some(limit) = limit.as_f64() {
            found.extend([-1.0, -0.5, 0.5, 1.0].map(|step| serde_json::json!(limit + step).to_string()));
            found.extend([2.0, 0.5, -1.0].map(|factor| serde_json::json!(limit * factor).to_string()));
        }
    }
    found.into_iter().map(Json::Number).collect()
}
