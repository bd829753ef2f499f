//! Parameters and headers: text that stands for a value.

use smallvec::{SmallVec, smallvec};

use crate::pairs::Pairs;
use crate::path::Path;
use crate::percent::{self, Plus};
use crate::reader::{Flaw, Reader, Shape, has_scalars};
use crate::reading::accepted;
use crate::report::Report;
use crate::scan;
use crate::schema::{Schema, Types};
use crate::segment::{self, Part};
use crate::style::Style;
use crate::{Location, ViolationKind};

/// A parameter, or a header (OpenAPI 3.0.3, parameter object and header object).
#[derive(Debug)]
pub struct Parameter {
    /// The name, as the document writes it.
    pub name: &'static str,
    /// Where the parameter stands in the document: a JSON pointer.
    pub pointer: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may be empty, whatever the schema says (`allowEmptyValue`).
    pub allow_empty: bool,
    /// How the value is written.
    pub style: Style,
    /// The schema of the value, which names the types that text is read as.
    pub schema: &'static Schema,
}

/// A parameter in the path and the segment that carries it.
#[derive(Debug)]
pub struct PathParameter {
    /// The segment, from 0.
    pub segment: usize,
    /// Which part of the segment it is; `None` for all of it.
    pub part: Option<Part>,
    /// The parameter.
    pub parameter: &'static Parameter,
}

impl Parameter {
    /// A bare text of any kind: the base of struct updates in tables.
    pub const NONE: Self = Self {
        name: "",
        pointer: "",
        required: false,
        allow_empty: false,
        style: Style::Simple { explode: false },
        schema: &Schema::ANY,
    };

    /// Judges how often the parameter is there.
    pub(crate) fn check_count(&self, found: usize, report: &mut Report) {
        match found {
            0 if self.required => report.add(&Path::Root, self.pointer, "required", ViolationKind::Missing),
            0 | 1 => {}
            _ => report.add(&Path::Root, self.pointer, "", ViolationKind::Repeated { found }),
        }
    }

    /// Whether the name stands before the brackets of `key`.
    fn is_before_brackets(&self, key: &str) -> bool {
        key.strip_prefix(self.name).is_some_and(|rest| rest.starts_with('['))
    }
}

/// Judges the parameters in `path`.
pub(crate) fn check_path(parameters: &[PathParameter], path: &str, reader: &mut Reader<'_>) {
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').enumerate();
    let mut current = None;
    // Generated tables list parameters by segment, so one walk over the path finds them all.
    for PathParameter { segment, part, parameter } in parameters {
        reader.report.location = Location::Path { name: parameter.name };
        while current.is_none_or(|(index, _)| index < *segment) {
            current = segments.next();
            if current.is_none() {
                break;
            }
        }
        let raw = current.filter(|(index, _)| index == segment).map(|(_, raw)| raw);
        let raw = match part {
            None => raw,
            Some(Part { literals, index }) => raw
                .and_then(|raw| segment::captures(raw, literals))
                .and_then(|mut captures| captures.nth(*index)),
        };
        match raw {
            Some(raw) if !raw.is_empty() => reader.value(parameter, raw, Some(Plus::Plus)),
            _ => parameter.check_count(0, reader.report),
        }
    }
}

/// Judges the parameters in `query`; others that stand there are fine.
pub(crate) fn check_query(parameters: &[&'static Parameter], query: &str, reader: &mut Reader<'_>) {
    // How often each is there, and the first value: one walk over the query, however many parameters there are.
    let mut found: SmallVec<[(usize, &str); 8]> = smallvec![(0, ""); parameters.len()];
    let mut rest = query;
    while !rest.is_empty() && !parameters.is_empty() {
        let (pair, after) = scan::split_once(rest, b'&').unwrap_or((rest, ""));
        rest = after;
        if pair.is_empty() {
            continue;
        }
        let (name, value) = scan::split_once(pair, b'=').unwrap_or((pair, ""));
        let exact = parameters.iter().position(|parameter| parameter.name == name);
        let encoded = || {
            let mut parameters = parameters.iter();
            parameters.position(|parameter| percent::equals(name, parameter.name, Plus::Space))
        };
        if let Some((count, first)) = exact.or_else(encoded).and_then(|index| found.get_mut(index)) {
            if *count == 0 {
                *first = value;
            }
            *count += 1;
        }
    }
    for (parameter, (count, value)) in parameters.iter().zip(found) {
        reader.report.location = Location::Query { name: parameter.name };
        if is_spread(parameter) {
            reader.spread(parameter, Pairs::of_query(query), parameters);
            continue;
        }
        if count > 0 {
            reader.value(parameter, value, Some(Plus::Space));
        }
        parameter.check_count(count, reader.report);
    }
}

/// Judges the parameters in `cookies`; others that stand there are fine.
pub(crate) fn check_cookies(parameters: &[&'static Parameter], cookies: &str, reader: &mut Reader<'_>) {
    let pairs = Pairs::of_cookies(cookies);
    for parameter in parameters {
        reader.report.location = Location::Cookie { name: parameter.name };
        if is_spread(parameter) {
            reader.spread(parameter, pairs, parameters);
            continue;
        }
        // A name may stand there several times, for several paths. Servers take one and must not rely on the order (RFC
        // 6265, section 4.2.2), so each must do.
        let before = reader.report.met();
        let mut values = pairs.named(parameter.name, false).peekable();
        parameter.check_count(usize::from(values.peek().is_some()), reader.report);
        for value in values {
            reader.value(parameter, value, Some(Plus::Plus));
            if reader.report.met() > before {
                break;
            }
        }
    }
}

/// Whether the value may be spread over several pairs.
fn is_spread(parameter: &Parameter) -> bool {
    match parameter.style {
        Style::DeepObject => true,
        Style::Form { explode: true } => {
            let types = accepted(parameter.schema, &[]);
            types.contains(Types::ARRAY) || types.contains(Types::OBJECT)
        }
        _ => false,
    }
}

impl Reader<'_> {
    /// Judges a parameter of which the parts stand in several of `pairs`; `beside` are the parameters there.
    fn spread(&mut self, parameter: &Parameter, pairs: Pairs<'_>, beside: &[&'static Parameter]) {
        let types = accepted(parameter.schema, &[]);
        let values: Vec<&str> = pairs.named(parameter.name, true).collect();
        if let [""] = values.as_slice()
            && parameter.allow_empty
        {
            return;
        }
        if parameter.style == Style::DeepObject {
            return self.deep(parameter, types, &values, pairs);
        }
        let members = types.contains(Types::OBJECT).then(|| members(parameter, types, pairs, beside));
        let members = members.filter(|members| !members.is_empty());
        let plus = Some(pairs.plus());
        let shapes = Shape::of(types).filter(|shape| match shape {
            Shape::Scalar => values.len() == 1,
            Shape::Array => !values.is_empty(),
            Shape::Object => members.is_some(),
        });
        let mut shapes = shapes.peekable();
        if shapes.peek().is_none() {
            // Pairs with the name of an object are not its members.
            let is_named = has_scalars(types) || types.contains(Types::ARRAY);
            return parameter.check_count(if is_named { values.len() } else { 0 }, self.report);
        }
        self.first_that_holds(parameter, shapes, |reader, shape| {
            match (shape, &members, values.as_slice()) {
                (Shape::Scalar, _, [value]) => reader.text(parameter.schema, value, plus),
                (Shape::Object, Some(members), _) => {
                    reader.json.push(b'{');
                    members.iter().try_for_each(|group| {
                        reader.member(
                            parameter.schema,
                            &group.name,
                            &group.values,
                            Style::Form { explode: true },
                            plus,
                        )
                    })?;
                    reader.json.push(b'}');
                    Ok(())
                }
                _ => reader.items(values.iter().copied(), plus, parameter.schema, &[]),
            }
        });
    }

    /// Judges an object, or an array, of which the parts stand in pairs such as `name[key]=value`.
    fn deep(&mut self, parameter: &Parameter, types: Types, values: &[&str], pairs: Pairs<'_>) {
        let mut broken = false;
        let groups = pairs.groups(&mut broken);
        let parts: Vec<_> = groups.iter().filter(|group| parameter.is_before_brackets(&group.name)).collect();
        let plus = Some(pairs.plus());
        if !parts.is_empty() {
            let shapes = std::iter::once(Shape::Object);
            return self.first_that_holds(parameter, shapes, |reader, _| {
                if !values.is_empty() {
                    return Err(Flaw::Style);
                }
                let parts =
                    parts.iter().map(|group| (&group.name[parameter.name.len()..], group.values.as_slice()));
                reader.brackets(parts, parameter.schema, &[], plus)
            });
        }
        match values {
            [value] if has_scalars(types) => {
                self.first_that_holds(parameter, std::iter::once(Shape::Scalar), |reader, _| {
                    reader.text(parameter.schema, value, plus)
                });
            }
            [] => parameter.check_count(0, self.report),
            [_] => self.flaw(parameter, Flaw::Style),
            _ => parameter.check_count(values.len(), self.report),
        }
    }
}

/// The pairs that are members of the object `parameter`: those that its schema names, and others if it says something
/// about them and no parameter of the name stands beside it.
fn members<'a>(
    parameter: &Parameter,
    types: Types,
    pairs: Pairs<'a>,
    beside: &[&'static Parameter],
) -> Vec<crate::pairs::Group<'a>> {
    let members = crate::reach::Members::of(parameter.schema);
    // A name that cannot be decoded is none that the document has.
    let mut groups = pairs.groups(&mut false);
    let is_other = |key: &str| {
        let others = beside.iter().filter(|other| other.name != parameter.name);
        others.into_iter().any(|other| other.name == key || other.is_before_brackets(key))
    };
    // Of what may be anything, it is not known that it is an object.
    let takes_others = members.takes_others() && !has_scalars(types);
    groups.retain(|group| members.names(&group.name) || takes_others && !is_other(&group.name));
    groups
}
