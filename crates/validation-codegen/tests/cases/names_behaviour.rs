//! What the validators of the naming obstacle course say.

use asp_validation_runtime::{Limits, Operations, Request, judge_json};

use super::names::operation::Operation;
use super::names::schemas;

#[test]
fn names_that_look_alike_stay_apart() {
    let judge = |schema, text: &str| judge_json(schema, text.as_bytes(), &Limits::DEFAULT).is_valid();
    assert!(judge(&schemas::TYPE, "\"fn\"") && !judge(&schemas::TYPE, "\"Fn\""));
    assert!(judge(&schemas::TYPE_2, "\"Fn\"") && !judge(&schemas::TYPE_2, "\"fn\""));
    assert!(judge(&schemas::FOO_BAR_3, r#"{"{}": "", "\\": null}"#));
    assert!(!judge(&schemas::FOO_BAR_3, r#"{"{}": "", "": 1, "\\": null}"#));
}

#[test]
fn every_operation_is_found_by_its_id_and_its_path() {
    assert_eq!(Operation::ALL.len(), 13);
    for operation in Operation::ALL {
        assert_eq!(operation.operation_id().parse(), Ok(*operation));
        let path = operation.path_template().replace("{type}", "fn").replace("{名}", "x");
        assert_eq!(Operation::route(operation.method().name(), &path).found(), Some(*operation), "{path}");
    }
    assert_ne!(Operation::FooBar, Operation::FooBar2);
}

#[test]
fn names_beyond_ascii_are_matched_encoded() {
    let path = "/gr%C3%B6%C3%9Fe/%C3%A4%C3%BC";
    assert_eq!(Operation::route("GET", path).found(), Some(Operation::GrUf6UdfE));
    assert!(Operation::check(&Request::new("GET", path), &Limits::DEFAULT).is_valid());
    let verdict = Operation::check(&Request::new("GET", "/größe/a"), &Limits::DEFAULT);
    assert_eq!(
        verdict.to_string(),
        "path parameter `名`: does not match the pattern `^[ä-ü]+$` (/paths/~1größe~1{名}/get/parameters/0/schema/pattern)"
    );
}
