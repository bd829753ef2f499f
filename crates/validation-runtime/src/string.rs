//! Rules for strings: `minLength`, `maxLength`, `pattern`, `format`.

use crate::format::StringFormat;
use crate::path::Path;
use crate::pattern::Pattern;
use crate::report::Report;
use crate::text::Text;
use crate::violation::ViolationKind;

/// The rules for strings of a schema. Lengths count characters (Unicode scalar values), not bytes.
#[derive(Debug)]
pub struct StringRules {
    /// `minLength`; 0 for none.
    pub min_length: u64,
    /// `maxLength`
    pub max_length: Option<u64>,
    /// `pattern`
    pub pattern: Option<&'static Pattern>,
    /// `format`
    pub format: Option<StringFormat>,
}

impl StringRules {
    /// No rules: the base of struct updates in tables.
    pub const NONE: Self = Self { min_length: 0, max_length: None, pattern: None, format: None };

    #[expect(clippy::inline_always, reason = "most values are strings: measured, a call costs a fifth")]
    #[inline(always)]
    pub(crate) fn check(&self, text: &Text<'_>, pointer: &'static str, path: &Path<'_>, report: &mut Report) {
        // Counting is left out where the number of bytes already decides.
        if text.count_at_least() < self.min_length
            || self.max_length.is_some_and(|limit| text.count_at_most() > limit)
        {
            self.check_length(text, pointer, path, report);
        }
        if let Some(pattern) = self.pattern
            && !pattern.matches_text(text)
        {
            let kind = ViolationKind::Pattern { pattern: pattern.source };
            report.add(path, pointer, "pattern", kind);
        }
        if let Some(format) = self.format
            && !format.holds(text)
        {
            let kind = ViolationKind::Format { format: format.name(), found: None };
            report.add(path, pointer, "format", kind);
        }
    }

    #[inline(never)]
    fn check_length(&self, text: &Text<'_>, pointer: &'static str, path: &Path<'_>, report: &mut Report) {
        let found = text.count();
        if found < self.min_length {
            let kind = ViolationKind::MinLength { limit: self.min_length, found };
            report.add(path, pointer, "minLength", kind);
        }
        if let Some(limit) = self.max_length
            && found > limit
        {
            report.add(path, pointer, "maxLength", ViolationKind::MaxLength { limit, found });
        }
    }
}
