//! The way from the whole value to the part that is being judged.

use crate::text::Text;

/// A path into a value: a linked list on the stack, so that a valid value costs no allocation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'p> {
    /// The whole value.
    Root,
    /// A member of an object.
    Member { parent: &'p Path<'p>, key: Text<'p> },
    /// An item of an array.
    Item { parent: &'p Path<'p>, index: u64 },
}

/// Keys that are longer are cut in pointers, so that a hostile body cannot make its violations large.
const LONGEST_STEP: usize = 256;

impl Path<'_> {
    /// The path as a JSON pointer (RFC 6901). Keys beyond 256 bytes are cut, which `…` shows.
    pub(crate) fn to_pointer(self) -> String {
        let mut pointer = String::new();
        self.write(&mut pointer);
        pointer
    }

    /// The same with `*` for each member of which `named`, which has a flag a step, does not say that a schema names it;
    /// `None` if there is none.
    pub(crate) fn to_masked_pointer(self, named: &[bool]) -> Option<String> {
        let (mut pointer, mut masks) = (String::new(), false);
        self.write_masked(named, &mut pointer, &mut masks);
        masks.then_some(pointer)
    }

    /// Returns the number of steps.
    fn write_masked(&self, named: &[bool], pointer: &mut String, masks: &mut bool) -> usize {
        let (parent, is_item) = match self {
            Self::Root => return 0,
            Self::Member { parent, .. } => (parent, false),
            Self::Item { parent, .. } => (parent, true),
        };
        let steps = parent.write_masked(named, pointer, masks);
        if is_item || named.get(steps).copied().unwrap_or(false) {
            self.write_step(pointer);
        } else {
            pointer.push_str("/*");
            *masks = true;
        }
        steps + 1
    }

    fn write(&self, pointer: &mut String) {
        if let Self::Member { parent, .. } | Self::Item { parent, .. } = self {
            parent.write(pointer);
            self.write_step(pointer);
        }
    }

    /// Writes the last step.
    fn write_step(&self, pointer: &mut String) {
        match self {
            Self::Root => {}
            Self::Member { key, .. } => {
                pointer.push('/');
                let mut bytes: Vec<u8> = key.bytes().take(LONGEST_STEP + 1).collect();
                let cut = bytes.len() > LONGEST_STEP;
                if cut {
                    bytes.pop();
                }
                // A cut may split a character; only that one is replaced.
                for character in String::from_utf8_lossy(&bytes).chars() {
                    match character {
                        '~' => pointer.push_str("~0"),
                        '/' => pointer.push_str("~1"),
                        other => pointer.push(other),
                    }
                }
                if cut {
                    pointer.push('…');
                }
            }
            Self::Item { index, .. } => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_decoded_and_escaped() {
        let root = Path::Root;
        let rooms = Path::Member { parent: &root, key: Text::plain("rooms") };
        let third = Path::Item { parent: &rooms, index: 2 };
        let odd = Path::Member { parent: &third, key: Text::new(br"a\/b~\u00e9", true) };
        assert_eq!(odd.to_pointer(), "/rooms/2/a~1b~0é");
        assert_eq!(root.to_pointer(), "");
    }

    #[test]
    fn long_keys_are_cut() {
        let key = "k".repeat(100_000);
        let pointer = Path::Member { parent: &Path::Root, key: Text::plain(&key) }.to_pointer();
        assert_eq!(pointer, format!("/{}…", "k".repeat(256)));
    }
}
