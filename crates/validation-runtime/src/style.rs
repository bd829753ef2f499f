//! How a parameter, a header or a field of a form writes its value (OpenAPI 3.0.3, parameter object, `style`).

/// The way in which a value is written as text. Combinations that OpenAPI does not define cannot be written down.
///
/// Of scalars, `Simple` and `Form` both write the bare text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`: `3,4,5`, and `R,100,G,200` or, exploded, `R=100,G=200`.
    Simple {
        /// `explode`
        explode: bool,
    },
    /// `label`: `.5`, `.3.4.5` (a comma separates as well, as RFC 6570, section 3.2.5 has it), exploded `.R=100.G=200`.
    Label {
        /// `explode`
        explode: bool,
    },
    /// `matrix`: `;id=5`, `;id=3,4,5`, exploded `;id=3;id=4` and `;R=100;G=200`.
    Matrix {
        /// `explode`
        explode: bool,
    },
    /// `form`: `id=3,4,5`, exploded `id=3&id=4` and `R=100&G=200`.
    Form {
        /// `explode`
        explode: bool,
    },
    /// `spaceDelimited`: `id=3%204%205`.
    SpaceDelimited,
    /// `pipeDelimited`: `id=3|4|5`.
    PipeDelimited,
    /// `deepObject`: `id[R]=100&id[G]=200`. What OpenAPI leaves open is read as most libraries write it: `id[a][b]=1`
    /// for objects in objects, `id[]=1` or `id[0]=1` for arrays.
    DeepObject,
    /// JSON text: `content` with `application/json`, or a field of a form with that content type.
    Json,
    /// Any bytes: fields of multipart bodies that no rule speaks of.
    Bytes,
}

impl Style {
    /// The name, as the document writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Simple { .. } => "simple",
            Self::Label { .. } => "label",
            Self::Matrix { .. } => "matrix",
            Self::Form { .. } => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
            Self::Json => "json",
            Self::Bytes => "bytes",
        }
    }

    /// What stands between the parts of `value`.
    pub(crate) fn delimiter(self, value: &str) -> Delimiter {
        match self {
            Self::Label { explode: false } if value.contains(',') => Delimiter::Byte(b','),
            Self::Label { .. } => Delimiter::Byte(b'.'),
            Self::Matrix { explode: true } => Delimiter::Byte(b';'),
            Self::SpaceDelimited => Delimiter::Space,
            Self::PipeDelimited => Delimiter::Pipe,
            _ => Delimiter::Byte(b','),
        }
    }

    /// Whether the members of an object stand as `key=value`.
    pub(crate) const fn is_exploded(self) -> bool {
        matches!(
            self,
            Self::Simple { explode: true }
                | Self::Label { explode: true }
                | Self::Matrix { explode: true }
                | Self::Form { explode: true }
        )
    }
}

/// What separates the parts of a value, before anything is decoded.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Delimiter {
    Byte(u8),
    /// `%20`, or `+` as forms write it.
    Space,
    /// `|`, or `%7C`: URIs have no bare pipes (RFC 3986, appendix A).
    Pipe,
}

impl Delimiter {
    /// The length of the delimiter that `rest` starts with; 0 if it does not.
    fn length(self, rest: &[u8]) -> usize {
        match (self, rest) {
            (Self::Byte(delimiter), [first, ..]) if *first == delimiter => 1,
            (Self::Space, [b'+', ..]) | (Self::Pipe, [b'|', ..]) => 1,
            (Self::Space, [b'%', b'2', b'0', ..]) | (Self::Pipe, [b'%', b'7', b'C' | b'c', ..]) => 3,
            _ => 0,
        }
    }

    /// The parts of `text`: none if it is empty.
    pub(crate) fn split(self, text: &str) -> impl Iterator<Item = &str> {
        let mut rest = (!text.is_empty()).then_some(text);
        std::iter::from_fn(move || {
            let text = rest?;
            let bytes = text.as_bytes();
            let found = (0..bytes.len()).find_map(|start| {
                let length = self.length(bytes.get(start..)?);
                (length > 0).then_some((start, length))
            });
            let Some((start, length)) = found else { return rest.take() };
            rest = text.get(start + length..);
            text.get(..start)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_split_where_the_style_says() {
        let check = |style: Style, text: &str, expected: &[&str]| {
            let parts: Vec<_> = style.delimiter(text).split(text).collect();
            assert_eq!(parts, expected, "{style:?} {text}");
        };
        check(Style::Simple { explode: false }, "blue,black,brown", &["blue", "black", "brown"]);
        check(Style::Label { explode: false }, "blue.black.brown", &["blue", "black", "brown"]);
        check(Style::Label { explode: false }, "1.5,2.5", &["1.5", "2.5"]);
        check(Style::SpaceDelimited, "blue%20black+brown", &["blue", "black", "brown"]);
        check(Style::PipeDelimited, "blue|black%7Cbrown%7cred", &["blue", "black", "brown", "red"]);
        check(Style::Form { explode: false }, ",é%2C,", &["", "é%2C", ""]);
        check(Style::Form { explode: false }, "", &[]);
    }
}
