//! What combinations of schemas accept.

use super::combinations::schemas;
use super::support::check;

#[test]
fn all_parts_hold_together() {
    check(
        &schemas::OWNER,
        &[
            r#"{"name": "a", "since": 1, "address": null}"#,
            r#"{"partner": {"name": "a", "since": 1, "address": 1}, "name": "a", "since": 1, "address": 1}"#,
        ],
        &[
            (
                "{}",
                "required #Owner/allOf/1/allOf/0/required, required #Named/required, required #Owner/required",
            ),
            (
                r#"{"name": "", "since": 0.5, "address": 1, "partner": {"name": "a", "since": 1}}"#,
                "/name minLength #Named/properties/name/minLength, \
                 /since type #Owner/allOf/1/allOf/1/properties/since/type, \
                 /partner required #Owner/required",
            ),
        ],
    );
    check(&schemas::MAYBE, &[r#"{"name": "a"}"#], &[("null", "type #Named/type")]);
}

#[test]
fn alternatives_and_exclusions() {
    check(
        &schemas::CODE,
        &["\"ab\"", "999", "-1"],
        &[
            ("\"abcd\"", "anyOf #Code/anyOf, maxLength #Code/anyOf/0/maxLength"),
            ("1000", "anyOf #Code/anyOf, type #Code/anyOf/0/type"),
            ("\"abc\"", "not #Code/not"),
            ("7.0", "not #Code/not"),
        ],
    );
    check(
        &schemas::EXACTLY,
        &["2", "3", "\"6\""],
        &[
            ("6", "oneOf #Exactly/oneOf"),
            ("5", "oneOf #Exactly/oneOf, multipleOf #Exactly/oneOf/0/multipleOf"),
            ("null", "oneOf #Exactly/oneOf, type #Exactly/oneOf/0/type"),
        ],
    );
    check(&schemas::NO_LIST, &["{}", "null"], &[("[]", "not #NoList/not")]);
    check(
        &schemas::BOTH,
        &["2", "6", "5", "-5"],
        &[("4", "anyOf #Both/anyOf, minimum #Both/anyOf/0/minimum"), ("10", "oneOf #Both/oneOf")],
    );
    check(
        &schemas::MEMBERS,
        &["{}", r#"{"a": true, "b": {"c": {"d": false}}}"#],
        &[(
            r#"{"a": {"b": {"c": 1}}}"#,
            "/a oneOf #Members/additionalProperties/oneOf, \
             /a/b oneOf #Members/additionalProperties/oneOf, \
             /a/b/c oneOf #Members/additionalProperties/oneOf, \
             /a/b/c type #Members/additionalProperties/oneOf/0/type",
        )],
    );
    check(
        &schemas::UNIQUE,
        &["[]", r#"[1, {}, {"a": 1}, {"a": 2}, 2]"#],
        &[
            ("[1, 2, 1.0]", "uniqueItems #Unique/uniqueItems"),
            (r#"[{"a": 1, "b": 2}, {"b": 2, "a": 1}]"#, "uniqueItems #Unique/uniqueItems"),
        ],
    );
}

#[test]
fn a_discriminator_finds_heirs_by_their_names_and_by_its_mapping() {
    check(
        &schemas::PET,
        &[
            r#"{"kind": "Pet", "name": "a"}"#,
            r#"{"kind": "Cat", "name": "a", "lives": 9}"#,
            r#"{"lives": 9, "name": "a", "kind": "kitty"}"#,
            r#"{"kind": "stray", "name": "a", "found": 1}"#,
            r#"{"kind": "Dog", "breed": "Dog", "name": "a", "bark": true}"#,
            r#"{"kind": "Terrier", "name": "a", "bark": true, "friend": {"kind": "Pet", "name": "b"}}"#,
        ],
        &[
            (r#"{"kind": "Cat", "name": "a"}"#, "required #Cat/allOf/1/required"),
            (r#"{"kind": "Pet"}"#, "required #Pet/required"),
            (r#"{"kind": "stray"}"#, "required #Stray/required, required #Pet/required"),
            (r#"{"kind": "Stray", "name": "a"}"#, "discriminator #Pet/discriminator"),
            (r#"{"name": "a"}"#, "discriminator #Pet/discriminator"),
            (r#"{"kind": "Dog", "breed": "Cat", "name": "a"}"#, "discriminator #Dog/discriminator"),
            (
                r#"{"kind": "Cat", "name": 1, "lives": 9, "friend": {"kind": "Cat", "name": "a"}}"#,
                "/name type #Pet/properties/name/type, /friend required #Cat/allOf/1/required",
            ),
            ("1", "type #Pet/type"),
        ],
    );
    check(
        &schemas::CAT,
        &[r#"{"kind": "anything", "name": "a", "lives": 9}"#],
        &[(r#"{"name": "a", "lives": 9}"#, "required #Pet/required")],
    );
    check(
        &schemas::DOG,
        &[r#"{"kind": "x", "name": "a", "breed": "Terrier", "bark": true}"#],
        &[
            (r#"{"kind": "x", "breed": "Terrier", "bark": true}"#, "required #Pet/required"),
            (r#"{"kind": "x", "name": "a", "breed": "Terrier"}"#, "required #Terrier/required"),
        ],
    );
    check(
        &schemas::HOME,
        &[r#"{"pet": {"kind": "kitty", "name": "a", "lives": 1}}"#],
        &[(r#"{"pet": {"kind": "kitty", "name": "a"}}"#, "/pet required #Cat/allOf/1/required")],
    );
}

#[test]
fn a_discriminator_decides_between_alternatives() {
    check(
        &schemas::SHAPE,
        &[
            r#"{"shape": "round", "radius": 1}"#,
            r#"{"shape": "Rhomb", "side": 1, "radius": "x"}"#,
            r#"{"shape": "Circle", "side": 1}"#,
            "\"text\"",
        ],
        &[
            (r#"{"shape": "round", "side": 1}"#, "required #Circle/required"),
            (r#"{"shape": "Square", "side": 1}"#, "discriminator #Shape/discriminator"),
            (r#"{"shape": "Word"}"#, "type #Word/type"),
            ("1", "oneOf #Shape/oneOf, type #Circle/type"),
        ],
    );
    check(
        &schemas::ANY_SHAPE,
        &[r#"{"shape": "Square", "side": 1}"#],
        &[(r#"{"shape": "Square", "radius": 1}"#, "required #Square/required")],
    );
}

#[test]
fn a_discriminator_with_nothing_to_decide_asks_for_text() {
    check(
        &schemas::LONELY,
        &[r#"{"kind": "any"}"#],
        &[
            ("{}", "required #Lonely/discriminator/required"),
            (r#"{"kind": 1}"#, "/kind type #Lonely/discriminator/propertyName/type"),
        ],
    );
    check(
        &schemas::LOOSE,
        &["null", r#"{"kind": "Loose"}"#, r#"{"kind": "word", "radius": 1}"#],
        &[
            (r#"{"kind": "word"}"#, "required #Circle/required"),
            (r#"{"kind": "Loose", "forbidden": 1}"#, "not #Loose/not"),
            ("1", "type #Loose/type"),
        ],
    );
}
