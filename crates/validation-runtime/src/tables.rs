//! What generated tables consist of: generated code imports all of this module, and nothing else.

pub use crate::array::ArrayRules;
pub use crate::body::Body;
pub use crate::combination::{Combination, Discriminator};
pub use crate::contract::{Contract, Response};
pub use crate::decimal::Decimal;
pub use crate::enumeration::Constant;
pub use crate::format::StringFormat;
pub use crate::method::Method;
pub use crate::number::{Bound, NumberFormat, NumberRules};
pub use crate::object::{Access, Additional, ObjectRules, Property};
pub use crate::operations::{Operations, UnknownOperation};
pub use crate::parameter::{Parameter, PathParameter};
pub use crate::pattern::{Pattern, Run, Transitions};
pub use crate::route::RouteNode;
pub use crate::schema::{Schema, Types};
pub use crate::string::StringRules;
