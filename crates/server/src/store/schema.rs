//! The tables, in versions: a database of an earlier version is brought up to the last one when it is opened.

/// What to run to get from version `index` to the next, in the words of both databases but for `{number}`, `{bytes}`, `{by_key}`.
///
/// A text here is never changed once released: what is to be different goes into another one.
const STEPS: &[&str] = &[include_str!("schema.sql")];

/// The version of the tables that this program works with.
#[expect(clippy::cast_possible_wrap, reason = "there are a few")]
pub(super) const VERSION: i64 = STEPS.len() as i64;

/// The words in which the databases differ.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialect {
    /// The column that numbers rows by itself, upwards.
    pub(super) number: &'static str,
    /// The type for bytes.
    pub(super) bytes: &'static str,
    /// Behind a table that is kept in the order of its primary key, in one tree.
    pub(super) by_key: &'static str,
}

/// What brings a database from version `from` to [`VERSION`].
pub(super) fn since(from: i64, dialect: Dialect) -> String {
    let from = usize::try_from(from).unwrap_or(0);
    let steps = STEPS.get(from..).unwrap_or_default().concat();
    steps
        .replace("{number}", dialect.number)
        .replace("{bytes}", dialect.bytes)
        .replace("{by_key}", dialect.by_key)
}
