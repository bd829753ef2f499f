//! Several schemas for one value, in tables written by hand: what holds, what is reported, and how much work it is.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use asp_validation_runtime::tables::*;
use asp_validation_runtime::{Limits, Verdict, ViolationKind, judge_json};

const fn of_types(pointer: &'static str, types: Types) -> Schema {
    Schema { pointer, types, ..Schema::ANY }
}

static TEXT: Schema = of_types("/s/Text", Types::STRING);
static NUMBER: Schema = of_types("/s/Number", Types::NUMBER);
static INTEGER: Schema = of_types("/s/Integer", Types::INTEGER);

static CAT: Schema = Schema {
    pointer: "/s/Cat",
    types: Types::OBJECT,
    object: Some(&ObjectRules {
        properties: &[
            Property { name: "kind", required: true, schema: Some(&TEXT), ..Property::NONE },
            Property { name: "lives", required: true, schema: Some(&INTEGER), ..Property::NONE },
        ],
        ..ObjectRules::NONE
    }),
    ..Schema::ANY
};

static DOG: Schema = Schema {
    pointer: "/s/Dog",
    types: Types::OBJECT,
    object: Some(&ObjectRules {
        properties: &[
            Property { name: "kind", required: true, schema: Some(&TEXT), ..Property::NONE },
            Property { name: "friend", schema: Some(&PET), ..Property::NONE },
        ],
        additional: Additional::Forbidden,
        ..ObjectRules::NONE
    }),
    ..Schema::ANY
};

static PET: Schema = Schema {
    pointer: "/s/Pet",
    combination: Some(&Combination { one_of: &[&CAT, &DOG], ..Combination::NONE }),
    ..Schema::ANY
};

static NAMED_PET: Schema = Schema {
    pointer: "/s/NamedPet",
    combination: Some(&Combination {
        one_of: &[&CAT, &DOG],
        discriminator: Some(&Discriminator { property: "kind", mapping: &[("cat", &CAT), ("dog", &DOG)] }),
        ..Combination::NONE
    }),
    ..Schema::ANY
};

/// A tree whose every level offers the same alternatives: trying them one by one takes 2^depth steps.
static TREE: Schema = Schema {
    pointer: "/s/Tree",
    combination: Some(&Combination { one_of: &[&NODE, &BRANCH], ..Combination::NONE }),
    ..Schema::ANY
};

static NODE: Schema = Schema {
    pointer: "/s/Node",
    types: Types::ARRAY,
    array: Some(&ArrayRules { items: Some(&TREE), max_items: Some(0), ..ArrayRules::NONE }),
    ..Schema::ANY
};

static BRANCH: Schema = Schema {
    pointer: "/s/Branch",
    types: Types::ARRAY,
    array: Some(&ArrayRules { items: Some(&TREE), min_items: 1, ..ArrayRules::NONE }),
    ..Schema::ANY
};

fn shown(schema: &'static Schema, text: &str) -> Vec<String> {
    let verdict = judge_json(schema, text.as_bytes(), &Limits::DEFAULT);
    verdict.violations().iter().map(ToString::to_string).collect()
}

#[test]
fn every_part_of_all_of_reports_its_own() {
    static BOTH: Schema = Schema {
        pointer: "/s/Both",
        combination: Some(&Combination { all_of: &[&CAT, &DOG], ..Combination::NONE }),
        ..Schema::ANY
    };
    assert_eq!(
        shown(&BOTH, r#"{"lives": 1.5}"#),
        [
            "body: lacks the required member `kind` (/s/Dog/required)",
            "body: lacks the required member `kind` (/s/Cat/required)",
            "body /lives: is not documented, and other members are refused (/s/Dog/additionalProperties)",
            "body /lives: is of type number, must be integer (/s/Integer/type)",
        ]
    );
    assert_eq!(shown(&BOTH, "1").len(), 2);
}

#[test]
fn one_of_names_the_nearest_alternative_and_says_what_it_lacks() {
    assert!(shown(&PET, r#"{"kind": "cat", "lives": 9}"#).is_empty());
    assert!(shown(&PET, r#"{"friend": {"lives": 9, "kind": ""}, "kind": "dog"}"#).is_empty());
    assert_eq!(
        shown(&PET, r#"{"kind": "dog", "friend": {"kind": 1}}"#),
        [
            "body: fits none of the 2 schemas, the nearest is /s/Cat (/s/Pet/oneOf)",
            "body: lacks the required member `lives` (/s/Cat/required)",
        ]
    );
    assert_eq!(
        shown(&PET, r#"{"kind": "x", "friend": 1, "lives": 9, "more": 2, "more": 3}"#),
        ["body /more: is there more than once (/s/Pet)"]
    );
    assert_eq!(
        shown(&PET, "[]"),
        [
            "body: fits none of the 2 schemas, the nearest is /s/Cat (/s/Pet/oneOf)",
            "body: is of type array, must be object (/s/Cat/type)",
        ]
    );
}

#[test]
fn one_of_refuses_what_fits_twice_and_any_of_accepts_it() {
    static ONE: Schema = Schema {
        pointer: "/s/One",
        combination: Some(&Combination { one_of: &[&NUMBER, &TEXT, &INTEGER], ..Combination::NONE }),
        ..Schema::ANY
    };
    static ANY: Schema = Schema {
        pointer: "/s/Any",
        combination: Some(&Combination { any_of: &[&NUMBER, &TEXT, &INTEGER], ..Combination::NONE }),
        ..Schema::ANY
    };
    for text in ["1.5", "\"a\""] {
        assert!(shown(&ONE, text).is_empty() && shown(&ANY, text).is_empty(), "{text}");
    }
    assert_eq!(
        shown(&ONE, "1"),
        ["body: fits more than one schema, /s/Number and /s/Integer among them (/s/One/oneOf)"]
    );
    assert!(shown(&ANY, "1").is_empty());
    assert_eq!(shown(&ANY, "null").len(), 2);
}

#[test]
fn not_refuses_what_its_schema_accepts() {
    static NO_CAT: Schema = Schema {
        pointer: "/s/NoCat",
        combination: Some(&Combination { not: Some(&CAT), ..Combination::NONE }),
        ..Schema::ANY
    };
    assert!(shown(&NO_CAT, r#"{"kind": "cat"}"#).is_empty());
    assert_eq!(
        shown(&NO_CAT, r#"{"kind": "cat", "lives": 1}"#),
        ["body: fits the schema that is excluded (/s/NoCat/not)"]
    );
}

#[test]
fn a_discriminator_picks_the_schema_wherever_it_stands() {
    assert!(shown(&NAMED_PET, r#"{"lives": 9, "kind": "cat"}"#).is_empty());
    // Without the discriminator both would fit.
    assert!(shown(&NAMED_PET, r#"{"kind": "dog"}"#).is_empty());
    assert_eq!(
        shown(&NAMED_PET, r#"{"other": [{"a": [1, "}"]}], "kind": "dog"}"#),
        ["body /other: is not documented, and other members are refused (/s/Dog/additionalProperties)"]
    );
    assert_eq!(
        shown(&NAMED_PET, r#"{"kind": "cow"}"#),
        ["body: names no schema by `kind`, 2 are known (/s/NamedPet/discriminator)"]
    );
    for text in ["{}", r#"{"kind": 1}"#, r#"{"a": {"kind": "dog"}}"#] {
        assert_eq!(
            shown(&NAMED_PET, text),
            ["body: lacks the member `kind`, a text that names its schema (/s/NamedPet/discriminator)"]
        );
    }
}

#[test]
fn text_that_is_no_json_is_reported_once() {
    for text in ["{", r#"{"kind": "dog", "#, r#"{"kind" "dog"}"#, r#"{"lives": 1, "kind": "cat"]"#, "[1"] {
        for schema in [&PET, &NAMED_PET, &TREE] {
            let verdict = judge_json(schema, text.as_bytes(), &Limits::DEFAULT);
            let broken = verdict.violations().iter();
            let broken = broken.filter(|violation| matches!(violation.kind, ViolationKind::Json { .. }));
            assert_eq!(broken.count(), 1, "{text}: {verdict}");
        }
    }
}

#[test]
fn alternatives_that_nest_take_no_exponential_time() {
    let deep = |depth: usize, core: &str| "[".repeat(depth) + core + &"]".repeat(depth);
    assert!(shown(&TREE, &deep(120, "")).is_empty());
    // Nothing holds at any level; the list ends at its limit.
    let verdict = judge_json(&TREE, deep(120, "1").as_bytes(), &Limits::DEFAULT);
    assert!(verdict.violations().len() > 50, "{verdict}");
}

/// A schema whose own rules and whose failing alternative both lead to itself: to explain the alternative at every level
/// anew takes 2^depth steps.
static CHAIN: Schema = Schema {
    pointer: "/s/Chain",
    types: Types::OBJECT,
    object: Some(&LINK),
    combination: Some(&Combination { any_of: &[&WITH_X], one_of: &[&WITH_Y], ..Combination::NONE }),
    ..Schema::ANY
};

static LINK: ObjectRules = ObjectRules {
    properties: &[Property { name: "c", schema: Some(&CHAIN), ..Property::NONE }],
    ..ObjectRules::NONE
};

static WITH_X: Schema = Schema {
    pointer: "/s/WithX",
    object: Some(&ObjectRules {
        properties: &[
            Property { name: "c", schema: Some(&CHAIN), ..Property::NONE },
            Property { name: "x", required: true, ..Property::NONE },
        ],
        ..ObjectRules::NONE
    }),
    ..Schema::ANY
};

static WITH_Y: Schema = Schema {
    pointer: "/s/WithY",
    object: Some(&ObjectRules {
        properties: &[
            Property { name: "c", schema: Some(&CHAIN), ..Property::NONE },
            Property { name: "y", required: true, ..Property::NONE },
        ],
        ..ObjectRules::NONE
    }),
    ..Schema::ANY
};

#[test]
fn what_was_explained_is_not_explained_again() {
    for depth in [1, 20, 100] {
        let text = r#"{"c":"#.repeat(depth) + "{}" + &"}".repeat(depth);
        let limits = Limits::DEFAULT.with_violations(1_000);
        let verdict = judge_json(&CHAIN, text.as_bytes(), &limits);
        // At each level both alternatives fail, and each lacks a member. Deep down the repeats use up what is described.
        let Verdict::Violations(violations) = verdict else { panic!("there are violations") };
        let found = violations.list.len();
        assert!(found == 4 * (depth + 1) || violations.truncated && found > 100, "{depth}: {found}");
    }
}

#[test]
fn many_alternatives_with_schemas_of_their_own_are_told_apart() {
    fn leak<T>(value: T) -> &'static T {
        Box::leak(Box::new(value))
    }
    let alternatives: Vec<&'static Schema> = (0..40)
        .map(|number: u64| {
            let value = Schema {
                types: Types::STRING,
                string: Some(leak(StringRules {
                    min_length: number,
                    max_length: Some(number),
                    ..StringRules::NONE
                })),
                ..Schema::ANY
            };
            let properties = vec![Property { name: "a", schema: Some(leak(value)), ..Property::NONE }];
            let rules = ObjectRules { properties: Vec::leak(properties), ..ObjectRules::NONE };
            leak(Schema { types: Types::OBJECT, object: Some(leak(rules)), ..Schema::ANY }) as &'static Schema
        })
        .collect();
    let one_of = leak(Combination { one_of: Vec::leak(alternatives), ..Combination::NONE });
    let schema = leak(Schema { combination: Some(one_of), ..Schema::ANY });
    for length in 0..40 {
        let text = format!(r#"{{"a":"{}"}}"#, "x".repeat(length));
        assert!(judge_json(schema, text.as_bytes(), &Limits::DEFAULT).is_valid(), "{text}");
    }
    assert!(
        !judge_json(schema, format!(r#"{{"a":"{}"}}"#, "x".repeat(40)).as_bytes(), &Limits::DEFAULT)
            .is_valid()
    );
}
