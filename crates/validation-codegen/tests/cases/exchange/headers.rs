//! The headers that have a name.
use asp_validation_runtime::tables::*;
/// `/components/headers/Numbers`
pub static NUMBERS: Parameter = Parameter {
    name: "X-Numbers",
    pointer: "/components/headers/Numbers",
    schema: &super::schemas::NUMBERS,
    ..Parameter::NONE
};
