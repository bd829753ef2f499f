//! The keys of members that no schema names, kept to find duplicates.

use std::borrow::Cow;
use std::collections::HashSet;

use smallvec::SmallVec;

use crate::text::Text;

/// How many keys are kept without allocating, over all objects that are open at a time.
const INLINE: usize = 32;

/// A stack of keys: those of the object that is being judged lie on top.
///
/// Few keys are compared one by one and stay on the stack. An object that does not fit moves to a hash set, so that
/// hostile bodies are judged in linear time.
#[derive(Debug)]
pub(crate) struct Keys<'a> {
    inline: SmallVec<[Text<'a>; INLINE]>,
    spilled: Vec<(usize, HashSet<Cow<'a, [u8]>>)>,
    depth: usize,
}

/// The keys of one object.
#[derive(Debug)]
pub(crate) struct Frame {
    start: usize,
    depth: usize,
}

impl<'a> Keys<'a> {
    pub(crate) fn new() -> Self {
        Self { inline: SmallVec::new(), spilled: Vec::new(), depth: 0 }
    }

    #[inline]
    pub(crate) fn enter(&mut self) -> Frame {
        self.depth += 1;
        Frame { start: self.inline.len(), depth: self.depth }
    }

    #[inline]
    pub(crate) fn leave(&mut self, frame: &Frame) {
        self.depth = frame.depth - 1;
        self.inline.truncate(frame.start);
        if self.spilled.last().is_some_and(|(depth, _)| *depth >= frame.depth) {
            self.spilled.pop();
        }
    }

    /// Notes `key` in the object of `frame`, which must be the innermost, and tells whether it was there before.
    pub(crate) fn insert(&mut self, frame: &Frame, key: Text<'a>) -> bool {
        if let Some((depth, keys)) = self.spilled.last_mut()
            && *depth == frame.depth
        {
            return !keys.insert(key.decode());
        }
        let kept = self.inline.get(frame.start..).unwrap_or_default();
        if kept.iter().any(|other| other.same(&key)) {
            return true;
        }
        if self.inline.len() < INLINE {
            self.inline.push(key);
        } else {
            let keys = kept.iter().map(Text::decode).chain([key.decode()]).collect();
            self.spilled.push((frame.depth, keys));
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_are_found_before_and_after_the_spill() {
        let names: Vec<String> = (0..100).map(|number| format!("key{number}")).collect();
        let mut keys = Keys::new();
        let outer = keys.enter();
        assert!(!keys.insert(&outer, Text::plain("other")));
        let inner = keys.enter();
        for name in &names {
            assert!(!keys.insert(&inner, Text::plain(name)), "{name}");
        }
        let innermost = keys.enter();
        assert!(!keys.insert(&innermost, Text::plain("key1")));
        assert!(keys.insert(&innermost, Text::new(br"k\u0065y1", true)));
        keys.leave(&innermost);
        for name in &names {
            assert!(keys.insert(&inner, Text::plain(name)), "{name}");
        }
        keys.leave(&inner);
        assert!(keys.insert(&outer, Text::plain("other")));
        assert!(!keys.insert(&outer, Text::plain("key1")));
    }
}
