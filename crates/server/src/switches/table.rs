//! Every switch by name: what it says, which question it answers and which values it takes.

use serde_json::{Map, Value};

use super::Switches;

/// What is known of a switch besides its value.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// Its name, as in JSON.
    pub name: &'static str,
    /// What it does.
    pub description: &'static str,
    /// The question that the vendor's pages leave open.
    pub question: &'static str,
    /// The values that it takes.
    pub values: Values,
}

/// The values that a switch takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Values {
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A whole number.
    Whole {
        /// The least.
        least: u64,
        /// The greatest.
        most: u64,
        /// Whether null is allowed, which stands for no limit.
        or_null: bool,
    },
    /// A number greater than 0 and at most `most`, or null for no limit.
    Rate {
        /// The greatest.
        most: f64,
    },
}

impl Values {
    /// Whether `value` is one of them.
    pub fn contains(self, value: &Value) -> bool {
        match self {
            Self::OneOf(texts) => value.as_str().is_some_and(|value| texts.contains(&value)),
            Self::Flag => value.is_boolean(),
            Self::Whole { least, most, or_null } => match value {
                Value::Null => or_null,
                value => value.as_u64().is_some_and(|value| (least..=most).contains(&value)),
            },
            Self::Rate { most } => match value {
                Value::Null => true,
                value => value.as_f64().is_some_and(|value| value > 0.0 && value <= most),
            },
        }
    }
}

impl std::fmt::Display for Values {
    /// Writes what a value must be, such as "true or false".
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OneOf(texts) => write!(formatter, "one of `{}`", texts.join("`, `")),
            Self::Flag => formatter.write_str("true or false"),
            Self::Whole { least, most, or_null } => {
                write!(formatter, "a whole number from {least} to {most}")?;
                formatter.write_str(if *or_null { ", or null" } else { "" })
            }
            Self::Rate { most } => {
                write!(formatter, "a number greater than 0 and at most {most}, or null")
            }
        }
    }
}

impl Switches {
    /// The switches with those replaced that `changes` has a value for.
    ///
    /// # Errors
    ///
    /// A fragment that names the first switch that there is not, or whose value is not one that it takes.
    pub fn patched(&self, changes: &Map<String, Value>) -> Result<Self, String> {
        let mut values = self.values();
        for (name, value) in changes {
            let Some(switch) = SWITCHES.iter().find(|switch| switch.name == name) else {
                let names: Vec<_> = SWITCHES.iter().map(|switch| switch.name).collect();
                return Err(format!("there is no switch `{name}`; the switches are {}", names.join(", ")));
            };
            if !switch.values.contains(value) {
                return Err(format!("`{name}` must be {}", switch.values));
            }
            values.insert(name.clone(), value.clone());
        }
        serde_json::from_value(Value::Object(values)).map_err(|error| error.to_string())
    }

    /// The values by name, in the order of [`SWITCHES`].
    pub fn values(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(values)) => values,
            // Not reached: a structure is an object.
            Ok(_) | Err(_) => Map::new(),
        }
    }
}

const LAST_PAGE: Values = Values::OneOf(&["null-token", "empty-token", "no-token", "no-context"]);
const DAY: u64 = 86_400_000;
const YEAR: u64 = 365 * DAY;

/// All switches, in the order of the members of [`Switches`].
pub const SWITCHES: &[Switch] = &[
    Switch {
        name: "hospitalityLastPage",
        description: "how the last page of a hospitality list ends",
        question: "last page of hospitality lists: is nextToken null, empty or absent, or is there no paginationContext?",
        values: LAST_PAGE,
    },
    Switch {
        name: "residentialLastPage",
        description: "how the last page of a residential list ends",
        question: "last page of residential lists: is nextToken null, empty or absent, or is there no paginationContext?",
        values: LAST_PAGE,
    },
    Switch {
        name: "residentialPaginationContext",
        description: "whether residential lists have a paginationContext at all; without it nobody gets past the first page",
        question: "do residential lists have a paginationContext?",
        values: Values::Flag,
    },
    Switch {
        name: "unknownParent",
        description: "what a create operation answers if the parent is unknown",
        question: "400 or 403 for an unknown parent?",
        values: Values::OneOf(&["bad-request", "forbidden"]),
    },
    Switch {
        name: "foreignUnit",
        description: "what is answered about a unit of an organization that the caller has nothing to do with",
        question: "403 or 404 for a foreign id?",
        values: Values::OneOf(&["forbidden", "not-found"]),
    },
    Switch {
        name: "duplicateRoomName",
        description: "what is answered if another room of the property has the name",
        question: "which status for a room name that is taken?",
        values: Values::OneOf(&["bad-request", "conflict"]),
    },
    Switch {
        name: "otherId",
        description: "what a residential update does if the ids in path and body differ",
        question: "what if the id in the body of an update is not the one in the path?",
        values: Values::OneOf(&["refuse", "ignore"]),
    },
    Switch {
        name: "otherParent",
        description: "what a residential update does if the body names another parent than the current one",
        question: "does an update with another parent move the unit?",
        values: Values::OneOf(&["refuse", "ignore", "move"]),
    },
    Switch {
        name: "longestName",
        description: "the greatest number of characters of names other than those of rooms; null for any number",
        question: "how long may names be that are not those of rooms?",
        values: Values::Whole { least: 1, most: 1_000_000, or_null: true },
    },
    Switch {
        name: "roomNameLetters",
        description: "which letters and digits a room name may have",
        question: "may room names have letters beyond ASCII?",
        values: Values::OneOf(&["ascii", "unicode"]),
    },
    Switch {
        name: "roomNameCase",
        description: "whether upper and lower case make two room names different, for names written from now on",
        question: "are two room names that differ in case the same name?",
        values: Values::OneOf(&["sensitive", "insensitive"]),
    },
    Switch {
        name: "roomNameRuleOnUpdate",
        description: "whether the rule for room names holds for updates too",
        question: "does the rule for room names, written at the create operation, hold for updates?",
        values: Values::Flag,
    },
    Switch {
        name: "contentTypeOf204",
        description: "whether 204 comes with Content-Type: application/json",
        question: "do answers without a body have a Content-Type, as the pages print it?",
        values: Values::Flag,
    },
    Switch {
        name: "gatewayBody",
        description: "the body of errors from in front of the operations: unknown paths and methods, bodies that are too \
                      large, missing tokens, throttling",
        question: "what body do errors have that come from a gateway?",
        values: Values::OneOf(&["api-error", "empty-object", "other-json", "text", "html", "empty"]),
    },
    Switch {
        name: "requestIdOfErrors",
        description: "whether errors have X-Amzn-RequestId",
        question: "do errors have a request id?",
        values: Values::Flag,
    },
    Switch {
        name: "undocumentedStatuses",
        description: "whether bodies that are too large or of another media type get 413 and 415, which no page has, \
                      instead of 400",
        question: "are there statuses that no page has?",
        values: Values::Flag,
    },
    Switch {
        name: "residentialThrottling",
        description: "whether residential operations are throttled",
        question: "does the residential API answer 429, which its page does not have?",
        values: Values::Flag,
    },
    Switch {
        name: "requestsPerSecond",
        description: "how many requests a second each client may send to each operation; null for any number",
        question: "how many transactions a second are allowed?",
        values: Values::Rate { most: 1_000_000.0 },
    },
    Switch {
        name: "burst",
        description: "how many requests a client may send to an operation at once after a pause",
        question: "how many transactions at once are allowed?",
        values: Values::Whole { least: 1, most: 1_000_000, or_null: false },
    },
    Switch {
        name: "accessTokenLifetime",
        description: "how long an access token lives, in milliseconds",
        question: "how long do access tokens live?",
        values: Values::Whole { least: 1, most: YEAR, or_null: false },
    },
    Switch {
        name: "refreshRotation",
        description: "what a refresh does with the refresh token: it is kept and returned, kept and not returned, or replaced",
        question: "does a refresh return another refresh token, and does the old one stay valid?",
        values: Values::OneOf(&["keep", "omit", "rotate"]),
    },
    Switch {
        name: "continuationTokenLifetime",
        description: "how long a continuation token can be used, in milliseconds",
        question: "how long do continuation tokens live?",
        values: Values::Whole { least: 1, most: YEAR, or_null: false },
    },
    Switch {
        name: "homeCommunityNotEmpty",
        description: "what deleting a home community does with the homes in it",
        question: "can a home community be deleted that has homes?",
        values: Values::OneOf(&["refuse", "cascade"]),
    },
    Switch {
        name: "occupiedHome",
        description: "what updating or deleting an occupied home answers",
        question: "which status for changing a home that is not vacant?",
        values: Values::OneOf(&["bad-request", "forbidden"]),
    },
    Switch {
        name: "location",
        description: "the form of Location",
        question: "is Location relative or absolute, and is it in quotes, as the pages print it?",
        values: Values::OneOf(&["relative", "absolute", "quoted-relative", "quoted-absolute"]),
    },
    Switch {
        name: "roleDelay",
        description: "for how many milliseconds nobody has access to a new unit, its creator included: 403 until \
                      then, and lists without it",
        question: "how long after a unit are the roles at it there?",
        values: Values::Whole { least: 0, most: DAY, or_null: false },
    },
    Switch {
        name: "readDelay",
        description: "how many milliseconds a new unit is unknown to everybody: 404 until then, and lists without it",
        question: "is a unit there for reading as soon as it was created?",
        values: Values::Whole { least: 0, most: DAY, or_null: false },
    },
    Switch {
        name: "organizationAdmin",
        description: "which units an administrator of an organization may manage in hospitality: every unit of it, or \
                      the properties that they created or have a role at",
        question: "does an administrator of an organization have access to all its properties?",
        values: Values::OneOf(&["every-unit", "own-units"]),
    },
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn patch(changes: Value) -> Result<Switches, String> {
        let Value::Object(changes) = changes else { unreachable!() };
        Switches::default().patched(&changes)
    }

    #[test]
    fn every_switch_is_in_the_table_once_and_in_order() {
        let names: Vec<_> = Switches::default().values().keys().cloned().collect();
        assert_eq!(names, SWITCHES.iter().map(|switch| switch.name).collect::<Vec<_>>());
    }

    #[test]
    fn every_value_of_the_table_can_be_set_and_every_default_is_one() {
        let defaults = Switches::default().values();
        for switch in SWITCHES {
            assert!(switch.values.contains(&defaults[switch.name]), "{}", switch.name);
            let values = match switch.values {
                Values::OneOf(texts) => texts.iter().map(|text| json!(text)).collect(),
                Values::Flag => vec![json!(true), json!(false)],
                Values::Whole { least, most, or_null: false } => vec![json!(least), json!(most)],
                Values::Whole { least, most, or_null: true } => vec![json!(least), json!(most), Value::Null],
                Values::Rate { most } => vec![json!(0.5), json!(1), json!(most), Value::Null],
            };
            for value in values {
                let patched = patch(json!({ switch.name: value })).unwrap();
                let found = &patched.values()[switch.name];
                assert!(*found == value || found.as_f64() == value.as_f64(), "{}: {value}", switch.name);
            }
        }
    }

    #[test]
    fn an_unknown_switch_and_a_value_that_it_does_not_take_are_refused_by_name() {
        for (changes, reason) in [
            (json!({"brust": 1}), "there is no switch `brust`"),
            (json!({"burst": 0}), "`burst` must be a whole number from 1"),
            (json!({"burst": 1.5}), "`burst` must be"),
            (json!({"burst": null}), "`burst` must be"),
            (json!({"requestsPerSecond": 0}), "greater than 0"),
            (json!({"requestsPerSecond": "5"}), "greater than 0"),
            (json!({"unknownParent": "not-found"}), "one of `bad-request`, `forbidden`"),
            (json!({"residentialThrottling": 1}), "true or false"),
        ] {
            let error = patch(changes).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn what_is_not_named_stays() {
        let patched = patch(json!({"burst": 3, "requestsPerSecond": 2.5})).unwrap();
        assert_eq!(patched, Switches { burst: 3, requests_per_second: Some(2.5), ..Switches::default() });
    }
}
