//! Parameters and headers: text that stands for one value.

use crate::decimal::Decimal;
use crate::enumeration::Scalar;
use crate::judge::{check_scalar, wrong_type};
use crate::path::Path;
use crate::percent::{self, Buffer, Plus};
use crate::report::Report;
use crate::schema::{Schema, Types};
use crate::text::Text;
use crate::{Location, ViolationKind};

/// A parameter in path or query, or a header (OpenAPI 3.0.3, parameter object and header object), of one scalar value
/// in the default style.
#[derive(Debug)]
pub struct Parameter {
    /// The name, as the document writes it.
    pub name: &'static str,
    /// Where the parameter stands in the document: a JSON pointer.
    pub pointer: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// The schema of the value, which names the types that text is read as.
    pub schema: &'static Schema,
}

/// A parameter in the path and the segment that carries it.
#[derive(Debug)]
pub struct PathParameter {
    /// The segment, from 0.
    pub segment: usize,
    /// The parameter.
    pub parameter: &'static Parameter,
}

impl Parameter {
    /// Judges `text`, which is decoded, as the type that the schema asks for.
    ///
    /// A number or a boolean is read where the schema accepts one and the text is one; all else is a string.
    pub(crate) fn check_text(&self, text: &str, report: &mut Report) {
        let types = self.schema.types;
        let number = types.contains(Types::INTEGER).then(|| Decimal::parse(text.as_bytes())).flatten();
        // Programs read an integer parameter with their integer parser: `5e1` is one in JSON only.
        let reads_anywhere = |number: &Decimal<'_>| {
            types.contains(Types::NUMBER) || !number.is_integer() || is_written_as_integer(text)
        };
        let number = number.filter(reads_anywhere);
        let scalar = match text {
            "true" if types.contains(Types::BOOLEAN) => Scalar::Boolean(true),
            "false" if types.contains(Types::BOOLEAN) => Scalar::Boolean(false),
            _ => match number {
                // A number beside strings: `1.5` is a string where integers and strings are accepted.
                Some(number) if types.contains(Types::NUMBER) || number.is_integer() => {
                    Scalar::Number(number)
                }
                Some(number) if !types.contains(Types::STRING) => Scalar::Number(number),
                _ if types.contains(Types::STRING) => Scalar::String(Text::plain(text)),
                _ => return wrong_type(self.schema, Types::STRING, &Path::Root, report),
            },
        };
        check_scalar(self.schema, &scalar, &Path::Root, report);
    }

    /// Judges how often the parameter is there.
    pub(crate) fn check_count(&self, found: usize, report: &mut Report) {
        match found {
            0 if self.required => report.add(&Path::Root, self.pointer, "required", ViolationKind::Missing),
            0 | 1 => {}
            _ => report.add(&Path::Root, self.pointer, "", ViolationKind::Repeated { found }),
        }
    }

    fn check_encoded(&self, raw: &str, plus: Plus, buffer: &mut Buffer, report: &mut Report) {
        match buffer.decode(raw, plus) {
            Some(text) => self.check_text(text, report),
            None => report.add(&Path::Root, self.pointer, "", ViolationKind::PercentEncoding),
        }
    }
}

/// Whether the text is digits, perhaps with a minus: no fraction and no exponent.
fn is_written_as_integer(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Judges the parameters in `path`.
pub(crate) fn check_path(parameters: &[PathParameter], path: &str, buffer: &mut Buffer, report: &mut Report) {
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').enumerate();
    // Generated tables list parameters by segment, so one walk over the path finds them all.
    for PathParameter { segment, parameter } in parameters {
        report.location = Location::Path { name: parameter.name };
        match segments.by_ref().find(|(index, _)| index == segment) {
            Some((_, raw)) if !raw.is_empty() => parameter.check_encoded(raw, Plus::Plus, buffer, report),
            _ => parameter.check_count(0, report),
        }
    }
}

/// Judges the parameters in `query`; others that stand there are fine.
pub(crate) fn check_query(
    parameters: &[&'static Parameter],
    query: &str,
    buffer: &mut Buffer,
    report: &mut Report,
) {
    for parameter in parameters {
        report.location = Location::Query { name: parameter.name };
        let mut found = 0;
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if name == parameter.name || percent::equals(name, parameter.name, Plus::Space) {
                found += 1;
                if found == 1 {
                    parameter.check_encoded(value, Plus::Space, buffer, report);
                }
            }
        }
        parameter.check_count(found, report);
    }
}
