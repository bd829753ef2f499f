//! Schemas made of schemas: `allOf`, `anyOf`, `oneOf`, `not`, `discriminator`.

use std::sync::OnceLock;

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
    /// The schema that the one with this combination stands for, and that is judged in its place: how tables that are
    /// built in memory refer to one another in circles. It is set before anything is judged.
    pub deferred: Option<&'static OnceLock<&'static Schema>>,
}

impl Combination {
    /// No other schemas: the base of struct updates in tables.
    pub const NONE: Self =
        Self { all_of: &[], any_of: &[], one_of: &[], not: None, discriminator: None, deferred: None };
}

/// The member whose value names the schema that must hold (OpenAPI 3.0.3, discriminator object).
#[derive(Debug)]
pub struct Discriminator {
    /// `propertyName`
    pub property: &'static str,
    /// The values that are known and what they stand for: names of schemas, and what `mapping` adds.
    pub mapping: &'static [(&'static str, &'static Schema)],
}
