//! Values written as text: scalars are judged as they stand, arrays and objects are turned into JSON and judged as that.

use std::mem;

use smallvec::SmallVec;

use crate::ViolationKind;
use crate::direction::Direction;
use crate::judge::{self, check_scalar};
use crate::parameter::Parameter;
use crate::path::Path;
use crate::percent::{self, Buffer, Plus};
use crate::reading::{self, Step, accepted};
use crate::report::Report;
use crate::schema::{Schema, Types};
use crate::style::{Delimiter, Style};
use crate::verdict::Limits;

/// Reads the text of one exchange.
#[derive(Debug)]
pub(crate) struct Reader<'r> {
    pub(crate) report: &'r mut Report,
    pub(crate) limits: &'r Limits,
    pub(crate) direction: Direction,
    /// The part that is being decoded.
    pub(crate) buffer: Buffer,
    /// The value that is being put together.
    pub(crate) json: Vec<u8>,
}

/// Why a text cannot be split into its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// The percent-encoding is broken.
    Encoding,
    /// It is not written in its style.
    Style,
    /// Something that was reported already.
    Reported,
}

/// What a text may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Scalar,
    Array,
    Object,
}

impl Shape {
    /// The shapes that `types` accept.
    pub(crate) fn of(types: Types) -> impl Iterator<Item = Self> {
        let is_composite = types.contains(Types::ARRAY) || types.contains(Types::OBJECT);
        [
            (Self::Scalar, !is_composite || has_scalars(types)),
            (Self::Array, types.contains(Types::ARRAY)),
            (Self::Object, types.contains(Types::OBJECT)),
        ]
        .into_iter()
        .filter_map(|(shape, accepted)| accepted.then_some(shape))
    }
}

pub(crate) fn has_scalars(types: Types) -> bool {
    types.contains(Types::STRING) || types.contains(Types::INTEGER) || types.contains(Types::BOOLEAN)
}

impl<'r> Reader<'r> {
    /// A reader of values whose single parts have at most `longest` bytes.
    pub(crate) fn new(
        report: &'r mut Report,
        limits: &'r Limits,
        direction: Direction,
        longest: usize,
    ) -> Self {
        Self { report, limits, direction, buffer: Buffer::new(longest), json: Vec::new() }
    }

    /// Judges the value of `parameter`, which stands in `raw` as a whole. It is percent-encoded if `plus` says how.
    pub(crate) fn value(&mut self, parameter: &Parameter, raw: &str, plus: Option<Plus>) {
        if raw.is_empty() && parameter.allow_empty {
            return;
        }
        if parameter.style == Style::Json {
            return self.json_value(parameter, raw, plus);
        }
        let types = accepted(parameter.schema, &[]);
        if !types.contains(Types::ARRAY) && !types.contains(Types::OBJECT) {
            // A scalar and nothing else: nearly all parameters.
            self.json.clear();
            match self.scalar_in(parameter, raw, plus) {
                Ok(()) if self.json.is_empty() => {}
                Ok(()) => self.judge(parameter.schema),
                Err(flaw) => self.flaw(parameter, flaw),
            }
            return;
        }
        self.first_that_holds(parameter, Shape::of(types), |reader, shape| match shape {
            Shape::Scalar => reader.scalar_in(parameter, raw, plus),
            Shape::Array => reader.array(parameter.style, parameter.name, raw, plus, parameter.schema, &[]),
            Shape::Object => reader.object(parameter.style, parameter.name, raw, plus, parameter.schema, &[]),
        });
    }

    /// Tries the shapes in turn, quietly, and keeps what is wrong with the last. `read` puts the value together in
    /// `json`; if it leaves that empty, it has judged the value itself.
    pub(crate) fn first_that_holds(
        &mut self,
        parameter: &Parameter,
        shapes: impl Iterator<Item = Shape>,
        mut read: impl FnMut(&mut Self, Shape) -> Result<(), Flaw>,
    ) {
        let mut shapes = shapes.peekable();
        while let Some(shape) = shapes.next() {
            let trial = shapes.peek().is_some().then(|| self.report.begin_trial());
            self.json.clear();
            match read(self, shape) {
                Ok(()) if self.json.is_empty() => {}
                Ok(()) => self.judge(parameter.schema),
                Err(flaw) => self.flaw(parameter, flaw),
            }
            if trial.is_some_and(|trial| self.report.end_trial(trial)) {
                return;
            }
        }
    }

    /// Judges the JSON text that was put together.
    pub(crate) fn judge(&mut self, schema: &'static Schema) {
        let json = mem::take(&mut self.json);
        // The limit for bodies is not meant for this text.
        let limits = self.limits.with_body(usize::MAX);
        judge::json(schema, &json, Some(self.direction), &limits, self.report);
        self.json = json;
    }

    pub(crate) fn flaw(&mut self, parameter: &Parameter, flaw: Flaw) {
        let kind = match flaw {
            Flaw::Encoding => ViolationKind::PercentEncoding,
            Flaw::Style => ViolationKind::Style { style: parameter.style.name() },
            Flaw::Reported => return,
        };
        self.report.add(&Path::Root, parameter.pointer, "", kind);
    }

    fn json_value(&mut self, parameter: &Parameter, raw: &str, plus: Option<Plus>) {
        let text = match plus {
            None => Some(raw),
            Some(plus) => self.buffer.decode(raw, plus),
        };
        let Some(text) = text else { return self.flaw(parameter, Flaw::Encoding) };
        let limits = self.limits.with_body(usize::MAX);
        judge::json(parameter.schema, text.as_bytes(), Some(self.direction), &limits, self.report);
    }

    /// Judges a scalar that stands in `raw` with what the style puts before it.
    fn scalar_in(&mut self, parameter: &Parameter, raw: &str, plus: Option<Plus>) -> Result<(), Flaw> {
        let raw = match parameter.style {
            Style::Label { .. } => raw.strip_prefix('.').ok_or(Flaw::Style)?,
            Style::Matrix { .. } => matrix_value(raw, parameter.name).ok_or(Flaw::Style)?,
            _ => raw,
        };
        self.text(parameter.schema, raw, plus)
    }

    /// Judges a scalar that stands in `raw` as a whole.
    pub(crate) fn text(
        &mut self,
        schema: &'static Schema,
        raw: &str,
        plus: Option<Plus>,
    ) -> Result<(), Flaw> {
        let text = match plus {
            None => raw,
            Some(plus) => self.buffer.decode(raw, plus).ok_or(Flaw::Encoding)?,
        };
        scalar(schema, text, &mut self.json, self.report, self.limits, self.direction);
        Ok(())
    }

    /// Puts together the array that stands in `raw`, at `steps` into a value of `schema`.
    pub(crate) fn array(
        &mut self,
        style: Style,
        name: &str,
        raw: &str,
        plus: Option<Plus>,
        schema: &'static Schema,
        steps: &[Step<'_>],
    ) -> Result<(), Flaw> {
        let raw = match style {
            Style::Label { .. } => raw.strip_prefix('.').ok_or(Flaw::Style)?,
            Style::Matrix { explode: true } => raw.strip_prefix(';').ok_or(Flaw::Style)?,
            Style::Matrix { explode: false } => matrix_value(raw, name).ok_or(Flaw::Style)?,
            _ => raw,
        };
        // Headers, which are not encoded, are lists as HTTP writes them: empty items do not count (RFC 9110, section
        // 5.6.1.2).
        let items = parts(style.delimiter(raw), raw, plus).filter(|item| plus.is_some() || !item.is_empty());
        if matches!(style, Style::Matrix { explode: true }) {
            // The name stands before each item.
            let items = items.map(|item| named_value(item, name).ok_or(Flaw::Style));
            let items = items.collect::<Result<Vec<_>, _>>()?;
            return self.items(items.into_iter(), plus, schema, steps);
        }
        self.items(items, plus, schema, steps)
    }

    /// Puts together an array of `items`.
    pub(crate) fn items<'i, 'k>(
        &mut self,
        items: impl Iterator<Item = &'i str>,
        plus: Option<Plus>,
        schema: &'static Schema,
        steps: &[Step<'k>],
    ) -> Result<(), Flaw> {
        let mut place: SmallVec<[Step<'k>; 8]> = steps.into();
        place.push(Step::Item);
        let types = accepted(schema, &place);
        self.json.push(b'[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.json.push(b',');
            }
            self.part(item, plus, types)?;
        }
        self.json.push(b']');
        Ok(())
    }

    /// Puts together the object that stands in `raw`, at `steps` into a value of `schema`.
    pub(crate) fn object(
        &mut self,
        style: Style,
        name: &str,
        raw: &str,
        plus: Option<Plus>,
        schema: &'static Schema,
        steps: &[Step<'_>],
    ) -> Result<(), Flaw> {
        let raw = match style {
            Style::Label { .. } => raw.strip_prefix('.').ok_or(Flaw::Style)?,
            Style::Matrix { explode: true } => raw.strip_prefix(';').ok_or(Flaw::Style)?,
            Style::Matrix { explode: false } => matrix_value(raw, name).ok_or(Flaw::Style)?,
            _ => raw,
        };
        // As in a list, nothing is no pair; but after a key it is an empty value.
        let drops_empty = plus.is_none() && (style.is_exploded() || raw.is_empty());
        let parts = parts(style.delimiter(raw), raw, plus);
        let mut parts = parts.filter(|part| !drops_empty || !part.is_empty());
        self.json.push(b'{');
        while let Some(part) = parts.next() {
            let (key, value) = if style.is_exploded() {
                part.split_once('=').ok_or(Flaw::Style)?
            } else {
                (part, parts.next().ok_or(Flaw::Style)?)
            };
            let key = match plus {
                None => key.into(),
                Some(plus) => percent::decode(key, plus).ok_or(Flaw::Encoding)?,
            };
            let mut place: SmallVec<[Step<'_>; 8]> = steps.into();
            place.push(Step::Member(&key));
            let types = accepted(schema, &place);
            self.key(&key);
            self.part(value, plus, types)?;
        }
        self.json.push(b'}');
        Ok(())
    }

    /// Writes a key, with the comma before it.
    pub(crate) fn key(&mut self, key: &str) {
        if self.json.last() != Some(&b'{') {
            self.json.push(b',');
        }
        reading::write_string(key, &mut self.json);
        self.json.push(b':');
    }

    /// Writes a part where `types` are accepted.
    pub(crate) fn part(&mut self, raw: &str, plus: Option<Plus>, types: Types) -> Result<(), Flaw> {
        let text = match plus {
            None => raw,
            Some(plus) => self.buffer.decode(raw, plus).ok_or(Flaw::Encoding)?,
        };
        reading::write(text, types, &mut self.json);
        Ok(())
    }
}

/// Judges a scalar. `json` is used, and left empty, where schemas are combined.
pub(crate) fn scalar(
    schema: &'static Schema,
    text: &str,
    json: &mut Vec<u8>,
    report: &mut Report,
    limits: &Limits,
    direction: Direction,
) {
    let types = accepted(schema, &[]);
    if schema.combination.is_none() {
        return check_scalar(schema, &reading::read(text, types), &Path::Root, report);
    }
    let limits = limits.with_body(usize::MAX);
    let mut judge = |types: Types, report: &mut Report| {
        json.clear();
        reading::write(text, types, json);
        judge::json(schema, json, Some(direction), &limits, report);
        json.clear();
    };
    // What reads as a number may be meant as the string that another alternative accepts.
    let readings = if types.contains(Types::STRING) { [types, Types::STRING] } else { [types; 2] };
    for types in readings {
        let trial = report.begin_trial();
        judge(types, report);
        if report.end_trial(trial) {
            return;
        }
    }
    judge(types, report);
}

/// The parts of `raw`. In headers, which are not encoded, the white space around them does not count (RFC 9110, section
/// 5.6.1).
fn parts(delimiter: Delimiter, raw: &str, plus: Option<Plus>) -> impl Iterator<Item = &str> {
    let is_header = plus.is_none();
    delimiter.split(raw).map(move |part| if is_header { part.trim_matches([' ', '\t']) } else { part })
}

/// What `;name=` stands before.
fn matrix_value<'a>(raw: &'a str, name: &str) -> Option<&'a str> {
    named_value(raw.strip_prefix(';')?, name)
}

fn named_value<'a>(part: &'a str, name: &str) -> Option<&'a str> {
    let (found, value) = part.split_once('=').unwrap_or((part, ""));
    percent::equals(found, name, Plus::Plus).then_some(value)
}
