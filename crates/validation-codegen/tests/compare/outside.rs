//! Security, servers, and what no exchange shows.

use serde_json::{Value, json};

use crate::{Effect, api, assert_effects};

fn with(change: impl FnOnce(&mut Value)) -> Value {
    let mut value =
        api(&json!({"/a": {"get": {"operationId": "get", "responses": {"204": {"description": "a"}}}}}));
    let scheme = |flow: &str| json!({"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": flow, "scopes": {"read": "Read.", "write": "Write."}}}});
    value["components"] = json!({"securitySchemes": {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"}, "login": scheme("https://a.example/token")}});
    change(&mut value);
    value
}

#[test]
fn security() {
    let asks = |security: Value| with(|value| value["security"] = security);
    let rows = [
        ("now asked for", json!([]), json!([{"key": []}]), ("breaking", "-")),
        ("not asked for any more", json!([{"key": []}]), json!([]), ("safe", "-")),
        ("a choice more", json!([{"key": []}]), json!([{"key": []}, {"login": ["read"]}]), ("safe", "-")),
        ("a choice less", json!([{"key": []}, {"login": ["read"]}]), json!([{"key": []}]), ("breaking", "-")),
        (
            "order of choices",
            json!([{"key": []}, {"login": ["read"]}]),
            json!([{"login": ["read"]}, {"key": []}]),
            ("-", "-"),
        ),
        (
            "both instead of one",
            json!([{"key": []}]),
            json!([{"key": [], "login": ["read"]}]),
            ("breaking", "-"),
        ),
        (
            "a scope more",
            json!([{"login": ["read"]}]),
            json!([{"login": ["read", "write"]}]),
            ("breaking", "-"),
        ),
        ("a scope less", json!([{"login": ["read", "write"]}]), json!([{"login": ["read"]}]), ("safe", "-")),
        ("optional now", json!([{"key": []}]), json!([{"key": []}, {}]), ("safe", "-")),
    ];
    for (row, old, new, expected) in rows {
        let comparison = assert_effects(row, &asks(old), &asks(new), expected);
        let breaking = comparison.findings.iter().filter(|finding| finding.effect == Effect::Breaking);
        assert!(breaking.clone().all(|finding| finding.witness.is_some()), "{row}");
    }
}

#[test]
fn schemes() {
    let asks = |scheme: Value| {
        with(|value| {
            value["security"] = json!([{"key": []}]);
            value["components"]["securitySchemes"]["key"] = scheme;
        })
    };
    let key = || json!({"type": "apiKey", "in": "header", "name": "X-Key"});
    assert_effects(
        "another header",
        &asks(key()),
        &asks(json!({"type": "apiKey", "in": "header", "name": "X-Other"})),
        ("breaking", "-"),
    );
    assert_effects(
        "small letters",
        &asks(key()),
        &asks(json!({"type": "apiKey", "in": "header", "name": "x-key"})),
        ("-", "-"),
    );
    let query = |name: &str| json!({"type": "apiKey", "in": "query", "name": name});
    assert_effects(
        "small letters of a query parameter",
        &asks(query("Key")),
        &asks(query("key")),
        ("breaking", "-"),
    );
    let renamed = with(|value| {
        value["security"] = json!([{"code": []}]);
        value["components"]["securitySchemes"]["code"] = key();
    });
    assert_effects("another name of the scheme", &asks(key()), &renamed, ("-", "-"));
    let flow = |url: &str| {
        with(|value| {
            value["security"] = json!([{"login": ["read"]}]);
            value["components"]["securitySchemes"]["login"]["flows"]["clientCredentials"]["tokenUrl"] =
                json!(url);
        })
    };
    assert_effects(
        "another token URL",
        &flow("https://a.example/"),
        &flow("https://b.example/"),
        ("unclear", "-"),
    );
}

#[test]
fn servers() {
    let at =
        |urls: &[&str]| with(|value| value["servers"] = urls.iter().map(|url| json!({"url": url})).collect());
    assert_effects(
        "one less",
        &at(&["https://a.example", "https://b.example"]),
        &at(&["https://a.example"]),
        ("breaking", "-"),
    );
    assert_effects(
        "one more",
        &at(&["https://a.example"]),
        &at(&["https://a.example", "https://b.example"]),
        ("safe", "-"),
    );
    assert_effects(
        "another order",
        &at(&["https://a.example", "https://b.example"]),
        &at(&["https://b.example", "https://a.example"]),
        ("-", "-"),
    );
    for (row, left, right) in [
        ("case of the host", "https://a.example/V1", "HTTPS://A.example/V1"),
        ("a slash at the end", "https://a.example", "https://a.example/"),
    ] {
        assert_effects(row, &at(&[left]), &at(&[right]), ("-", "-"));
    }
    assert_effects(
        "case of the path",
        &at(&["https://a.example/V1"]),
        &at(&["https://a.example/v1"]),
        ("breaking", "-"),
    );
    let regions = |regions: &[&str], default: &str| {
        with(|value| {
            let variables = json!({"region": {"enum": regions, "default": default}});
            value["servers"] = json!([{"url": "https://{region}.example", "variables": variables}]);
        })
    };
    assert_effects("written as a variable", &at(&["https://a.example"]), &regions(&["a"], "a"), ("-", "-"));
    assert_effects("a value more", &regions(&["a"], "a"), &regions(&["b", "a"], "a"), ("safe", "-"));
    assert_effects("a value less", &regions(&["a", "b"], "a"), &regions(&["a"], "a"), ("breaking", "-"));
    assert_effects(
        "another default",
        &regions(&["a", "b"], "a"),
        &regions(&["a", "b"], "b"),
        ("unclear", "-"),
    );
    let own = with(|value| value["paths"]["/a"]["get"]["servers"] = json!([{"url": "https://a.example"}]));
    assert_effects("written at the operation", &at(&["https://a.example"]), &own, ("-", "-"));
}

#[test]
fn what_no_exchange_shows_is_listed_by_itself() {
    let old = with(|_| {});
    let new = with(|value| {
        value["x-throttling"] = json!({"status": 429});
        value["info"]["version"] = json!("2.0.0");
        value["paths"]["/a"]["get"]["deprecated"] = json!(true);
        value["paths"]["/a"]["get"]["x-pagination"] = json!({"limit": "a"});
    });
    let comparison = assert_effects("others", &old, &new, ("-", "-"));
    let others: Vec<_> = comparison.others.iter().map(|other| (other.effect, other.what.as_str())).collect();
    assert_eq!(others.len(), 4, "{others:#?}");
    for (effect, word) in [
        (Effect::Safe, "/info/version"),
        (Effect::Safe, "/deprecated"),
        (Effect::Unclear, "x-throttling"),
        (Effect::Unclear, "x-pagination"),
    ] {
        assert!(
            others.iter().any(|(known, what)| *known == effect && what.contains(word)),
            "{word}: {others:#?}"
        );
    }
}

#[test]
fn how_values_are_written_is_unclear_where_validators_do_not_look() {
    let form = |change: fn(&mut Value)| {
        with(|value| {
            let mut operation = json!({
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
                "requestBody": {"content": {"multipart/form-data": {
                    "schema": {"type": "object", "properties": {"contentType": {"type": "string"}}},
                    "encoding": {"contentType": {"contentType": "text/plain"}},
                }}},
                "responses": {"204": {"description": "Done."}},
            });
            change(&mut operation);
            value["paths"]["/a"]["post"] = operation;
        })
    };
    let old = form(|_| {});
    for (keyword, new) in [
        ("allowReserved", form(|operation| operation["parameters"][0]["allowReserved"] = json!(true))),
        (
            "contentType/contentType",
            form(|operation| {
                operation["requestBody"]["content"]["multipart/form-data"]["encoding"]["contentType"]["contentType"] =
                    json!("text/html");
            }),
        ),
    ] {
        let comparison = assert_effects(keyword, &old, &new, ("-", "-"));
        let others: Vec<_> =
            comparison.others.iter().map(|other| (other.effect, other.what.as_str())).collect();
        assert!(
            matches!(others[..], [(Effect::Unclear, what)] if what.contains(keyword)),
            "{keyword}: {others:#?}"
        );
    }
}

#[test]
fn a_default_is_unclear() {
    let limit = |default: u64| {
        with(|value| {
            value["paths"]["/a"]["get"]["parameters"] =
                json!([{"in": "query", "name": "limit", "schema": {"type": "integer", "default": default}}]);
        })
    };
    let comparison = assert_effects("a default", &limit(10), &limit(20), ("-", "-"));
    assert_eq!(comparison.others.len(), 1, "{:#?}", comparison.others);
    assert_eq!(comparison.others[0].effect, Effect::Unclear);
}
