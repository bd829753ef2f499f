//! Schemas made of schemas: `allOf`, `anyOf`, `oneOf`, `not`, `discriminator`.

use crate::schema::Schema;

/// How other schemas take part in a schema; all that is there must hold beside the schema's own rules.
#[derive(Debug)]
pub struct Combination {
    /// `allOf`: all must hold.
    pub all_of: &'static [&'static Schema],
    /// `anyOf`: at least one must hold; empty if the keyword is absent.
    pub any_of: &'static [&'static Schema],
    /// `oneOf`: exactly one must hold; empty if the keyword is absent.
    pub one_of: &'static [&'static Schema],
    /// `not`: must not hold.
    pub not: Option<&'static Schema>,
    /// `discriminator`: for objects it decides in the place of `anyOf` and `oneOf`.
    pub discriminator: Option<&'static Discriminator>,
}

impl Combination {
    /// No other schemas: the base of struct updates in tables.
    pub const NONE: Self = Self { all_of: &[], any_of: &[], one_of: &[], not: None, discriminator: None };
}

/// The member whose value names the schema that must hold (OpenAPI 3.0.3, discriminator object).
#[derive(Debug)]
pub struct Discriminator {
    /// `propertyName`
    pub property: &'static str,
    /// The values that are known and what they stand for: names of schemas, and what `mapping` adds.
    pub mapping: &'static [(&'static str, &'static Schema)],
}
