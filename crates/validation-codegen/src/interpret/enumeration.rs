//! `enum`.

use asp_validation_runtime::tables::Constant;

use super::number::decimal;
use super::{leak_list, leak_text};
use crate::ir;

pub(super) fn enumeration(constants: &[ir::Constant]) -> &'static [Constant] {
    leak_list(constants.iter().map(constant))
}

fn constant(value: &ir::Constant) -> Constant {
    match value {
        ir::Constant::Null => Constant::Null,
        ir::Constant::Boolean(flag) => Constant::Boolean(*flag),
        ir::Constant::Number(number) => Constant::Number(decimal(number)),
        ir::Constant::String(text) => Constant::String(leak_text(text)),
        ir::Constant::Array(items) => Constant::Array(enumeration(items)),
        ir::Constant::Object(members) => {
            let members = members.iter().map(|(key, member)| (leak_text(key), constant(member)));
            Constant::Object(leak_list(members))
        }
    }
}
