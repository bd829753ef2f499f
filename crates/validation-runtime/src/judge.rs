//! Judging a JSON text against a schema while it is parsed: one pass, nothing kept.

use crate::array::ArrayRules;
use crate::direction::Direction;
use crate::enumeration::{Constant, Scalar};
use crate::json::{Cursor, Malformed};
use crate::keys::Keys;
use crate::object::ObjectRules;
use crate::path::Path;
use crate::report::Report;
use crate::schema::{Schema, Types};
use crate::text::Text;
use crate::verdict::{Limits, Verdict};
use crate::violation::{JsonProblem, ViolationKind};

/// Judges `text`, a JSON text in UTF-8, against `schema`.
///
/// # Examples
///
/// ```
/// use asp_validation_runtime::tables::*;
/// use asp_validation_runtime::{Limits, judge_json};
///
/// static NAME: Schema = Schema {
///     pointer: "/components/schemas/Name",
///     types: Types::STRING,
///     string: Some(&StringRules { max_length: Some(3), ..StringRules::NONE }),
///     ..Schema::ANY
/// };
/// assert!(judge_json(&NAME, b"\"abc\"", &Limits::DEFAULT).is_valid());
/// assert_eq!(
///     judge_json(&NAME, b"\"abcd\"", &Limits::DEFAULT).to_string(),
///     "body: has 4 characters, at most 3 are allowed (/components/schemas/Name/maxLength)"
/// );
/// ```
pub fn judge_json(schema: &'static Schema, text: &[u8], limits: &Limits) -> Verdict {
    let mut report = Report::new(limits);
    json(schema, text, None, limits, &mut report);
    report.into_verdict()
}

/// Judges a body that travels in `direction`.
pub(crate) fn json(
    schema: &'static Schema,
    bytes: &[u8],
    direction: Option<Direction>,
    limits: &Limits,
    report: &mut Report,
) {
    if bytes.len() > limits.body {
        let kind = ViolationKind::BodySize { limit: limits.body, found: bytes.len() };
        return report.add(&Path::Root, "", "", kind);
    }
    let cursor = match Cursor::new(bytes) {
        Ok(cursor) => cursor,
        Err(offset) => return report.add(&Path::Root, "", "", ViolationKind::Utf8 { offset }),
    };
    report.schema = Some(schema);
    // A stop is in the report already: the text is no JSON from there on.
    let judge =
        Judge { cursor, keys: Keys::new(), report, direction, depth: limits.depth, limits, again: false };
    let _stopped = judge.text(schema);
}

/// Whether `bytes` are JSON to their end, whatever it says. Why they are not goes into the report, and nothing else does.
pub(crate) fn is_json(bytes: &[u8], limits: &Limits, report: &mut Report) -> bool {
    let cursor = match Cursor::new(bytes) {
        Ok(cursor) => cursor,
        Err(offset) => {
            report.add(&Path::Root, "", "", ViolationKind::Utf8 { offset });
            return false;
        }
    };
    // Keys that are there twice are left to who judges the value.
    let (keys, depth) = (Keys::new(), limits.depth);
    let judge = Judge { cursor, keys, report, direction: None, depth, limits, again: true };
    judge.text(&Schema::ANY).is_ok()
}

/// The text cannot be read further; the reason is in the report.
#[derive(Debug)]
pub(crate) struct Stop;

/// One text that is being judged.
#[derive(Debug)]
pub(crate) struct Judge<'a, 'r> {
    pub(crate) cursor: Cursor<'a>,
    pub(crate) keys: Keys<'a>,
    pub(crate) report: &'r mut Report,
    pub(crate) direction: Option<Direction>,
    /// How many levels may still be entered.
    pub(crate) depth: usize,
    /// Whether what is read was read before: to say what is wrong with a schema that does not hold.
    pub(crate) again: bool,
    limits: &'r Limits,
}

impl Judge<'_, '_> {
    fn text(mut self, schema: &'static Schema) -> Result<(), Stop> {
        let path = Path::Root;
        self.value(schema, &path)?;
        match self.cursor.peek() {
            None => Ok(()),
            Some(_) => Err(self.stop(&path, self.cursor.malformed(JsonProblem::TrailingData))),
        }
    }

    /// Judges the value that starts here.
    ///
    /// Strings are judged in place, since most values are: all else is a call.
    #[expect(clippy::inline_always, reason = "most values are strings: measured, a call costs a fifth")]
    #[inline(always)]
    pub(crate) fn value(&mut self, schema: &'static Schema, path: &Path<'_>) -> Result<(), Stop> {
        if self.cursor.peek() != Some(b'"') || schema.combination.is_some() {
            return self.other_value(schema, path);
        }
        match self.cursor.string() {
            Ok(text) => {
                check_string(schema, &text, path, self.report);
                Ok(())
            }
            Err(malformed) => Err(self.stop(path, malformed)),
        }
    }

    #[inline(never)]
    fn other_value(&mut self, schema: &'static Schema, path: &Path<'_>) -> Result<(), Stop> {
        if schema.combination.is_some() {
            return self.combined(schema, path);
        }
        match self.cursor.peek() {
            Some(b'{') => {
                let fits = check_composite(schema, Types::OBJECT, &self.cursor, path, self.report);
                self.cursor.bump();
                let rules = schema.object.filter(|_| fits).unwrap_or(&ObjectRules::NONE);
                self.object(schema.pointer, rules, path)
            }
            Some(b'[') => {
                let fits = check_composite(schema, Types::ARRAY, &self.cursor, path, self.report);
                self.cursor.bump();
                let rules = schema.array.filter(|_| fits).unwrap_or(&ArrayRules::NONE);
                self.array(schema.pointer, rules, path)
            }
            _ => self.scalar(schema, path),
        }
    }

    /// Judges a value that is neither object nor array.
    #[inline(never)]
    fn scalar(&mut self, schema: &'static Schema, path: &Path<'_>) -> Result<(), Stop> {
        let scalar = self.cursor.scalar().map_err(|malformed| self.stop(path, malformed))?;
        check_scalar(schema, &scalar, path, self.report);
        Ok(())
    }

    /// Reports a key that was there before.
    #[cold]
    pub(crate) fn duplicate(&mut self, pointer: &'static str, member: &Path<'_>) {
        if !self.again {
            self.report.add(member, pointer, "", ViolationKind::DuplicateKey);
        }
    }

    #[inline]
    pub(crate) fn enter(&mut self, path: &Path<'_>) -> Result<(), Stop> {
        if self.depth == 0 {
            self.report.add(path, "", "", ViolationKind::Depth { limit: self.limits.depth });
            return Err(Stop);
        }
        self.depth -= 1;
        Ok(())
    }

    #[inline]
    pub(crate) fn leave(&mut self) {
        self.depth += 1;
    }

    /// Reports that the text is no JSON.
    #[cold]
    pub(crate) fn stop(&mut self, path: &Path<'_>, malformed: Malformed) -> Stop {
        let kind = ViolationKind::Json { offset: malformed.offset, problem: malformed.problem };
        self.report.add(path, "", "", kind);
        Stop
    }
}

/// Judges a value that is neither object nor array, from a body, a parameter or a header.
pub(crate) fn check_scalar(
    schema: &'static Schema,
    scalar: &Scalar<'_>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let found = match scalar {
        Scalar::String(text) => return check_string(schema, text, path, report),
        Scalar::Null => Types::NULL,
        Scalar::Boolean(_) => Types::BOOLEAN,
        Scalar::Number(number) if !schema.types.contains(Types::NUMBER) && number.is_integer() => {
            Types::INTEGER
        }
        Scalar::Number(_) => Types::NUMBER,
    };
    if !schema.types.contains(found) {
        return wrong_type(schema, found, path, report);
    }
    if let Some(constants) = schema.enumeration {
        check_listed(schema, constants, scalar, path, report);
    }
    if let (Scalar::Number(number), Some(rules)) = (scalar, schema.number) {
        rules.check(number, schema.pointer, path, report);
    }
}

#[expect(clippy::inline_always, reason = "most values are strings: measured, a call costs a fifth")]
#[inline(always)]
fn check_string(schema: &'static Schema, text: &Text<'_>, path: &Path<'_>, report: &mut Report) {
    if !schema.types.contains(Types::STRING) {
        return wrong_type(schema, Types::STRING, path, report);
    }
    if let Some(constants) = schema.enumeration {
        check_listed(schema, constants, &Scalar::String(*text), path, report);
    }
    if let Some(rules) = schema.string {
        rules.check(text, schema.pointer, path, report);
    }
}

/// Judges `enum`.
#[inline(never)]
fn check_listed(
    schema: &'static Schema,
    constants: &'static [Constant],
    scalar: &Scalar<'_>,
    path: &Path<'_>,
    report: &mut Report,
) {
    if !constants.iter().any(|constant| constant.equals(scalar)) {
        report.add(path, schema.pointer, "enum", ViolationKind::not_listed(constants));
    }
}

/// Judges what concerns an object or array before its members, which start at `start`; false if the type is wrong.
#[inline]
pub(crate) fn check_composite(
    schema: &'static Schema,
    found: Types,
    start: &Cursor<'_>,
    path: &Path<'_>,
    report: &mut Report,
) -> bool {
    if !schema.types.contains(found) {
        wrong_type(schema, found, path, report);
        return false;
    }
    if let Some(constants) = schema.enumeration
        && !constants.iter().any(|constant| constant.equals_next(&mut start.clone()))
    {
        report.add(path, schema.pointer, "enum", ViolationKind::not_listed(constants));
    }
    true
}

#[cold]
pub(crate) fn wrong_type(schema: &'static Schema, found: Types, path: &Path<'_>, report: &mut Report) {
    report.add(path, schema.pointer, "type", ViolationKind::Type { expected: schema.types, found });
}
