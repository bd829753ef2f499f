//! What was read, as it stands in responses.

use std::sync::OnceLock;

use serde::Serialize;
use serde_json::value::RawValue;

/// About how many bytes the names of a unit's members have in JSON, with all that is between them.
pub(super) const MEMBERS: usize = 64;

/// How many bytes a text has at most within JSON.
pub(super) fn escaped(text: &str) -> usize {
    let of = |byte| match byte {
        b'"' | b'\\' => 2,
        0..b' ' => 6,
        _ => 1,
    };
    text.bytes().map(of).sum()
}

/// The JSON of something that does not change, once it was written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written(OnceLock<Box<RawValue>>);

impl Written {
    /// The JSON of `value`, which must be the same each time.
    pub(crate) fn of<T: Serialize>(&self, value: impl FnOnce() -> T) -> serde_json::Result<&RawValue> {
        if let Some(written) = self.0.get() {
            return Ok(written);
        }
        let written = serde_json::value::to_raw_value(&value())?;
        Ok(self.0.get_or_init(|| written))
    }

    /// How many bytes it has; 0 if it was not written yet.
    pub(crate) fn bytes(&self) -> usize {
        self.0.get().map_or(0, |written| written.get().len())
    }
}

/// It follows from what it is the JSON of, so it makes no difference.
impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Written {}
