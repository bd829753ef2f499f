//! What generated tables consist of: generated code imports all of this module, and nothing else.
//!
//! Generated code, which stands in other crates, writes these types as literals that end in a base such as
//! `..Schema::ANY` or `..Parameter::NONE`. So none is `#[non_exhaustive]`, which forbids such literals, and the rules for
//! changes are these:
//!
//! - A new field of a struct comes with a value in the base that constrains nothing: a minor release. Generated code of
//!   before compiles and judges as it did.
//! - A new variant of an enum is a minor release too: tables are written by the generator and read here, and other
//!   code is asked to match with a wildcard.
//! - A field or a variant that goes, or changes its type or meaning, is a major release, of this crate and of the
//!   generator, which have the same version.
//!
//! What judging returns ([`crate::Verdict`] and what it consists of) is read by everybody and written here only, so those
//! types are `#[non_exhaustive]` as usual.

pub use crate::array::ArrayRules;
pub use crate::body::{Body, Content, Field, Reading};
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
pub use crate::route::{RouteNode, Segment};
pub use crate::schema::{Schema, Types};
pub use crate::segment::Part;
pub use crate::string::StringRules;
pub use crate::style::Style;
