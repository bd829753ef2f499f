//! The request bodies that have a name.
use asp_validation_runtime::tables::*;
/// `/components/requestBodies/NewThing`
pub static NEW_THING: Body = Body {
    pointer: "/components/requestBodies/NewThing/required",
    required: true,
    content: &[
        Content {
            media_type: "application/json",
            schema: &super::schemas::NEW_THING,
            ..Content::NONE
        },
    ],
};
