//! The outcome of judging, and the limits within which it is done.

use std::fmt;

use crate::Method;
use crate::unread::Unread;
use crate::violation::{MASK, Violation};
use crate::visible::Visible;

/// The outcome of judging a request or a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(tag = "verdict", rename_all = "camelCase"))]
#[must_use]
pub enum Verdict {
    /// Everything that the contract speaks of was looked at and keeps it.
    Valid,
    /// The contract is broken.
    Violations(Violations),
    /// The document does not say enough to judge, and no violation was found in what it says.
    NotJudged(NotJudged),
}

impl Verdict {
    /// The same verdict with `*` in the place of everything that the sender chose, for logs: numbers, the names of
    /// members that no schema names, and media types. Types, lengths and counts stay.
    pub fn masked(self) -> Self {
        match self {
            Self::Valid => Self::Valid,
            Self::Violations(violations) => Self::Violations(violations.masked()),
            Self::NotJudged(reason) => Self::NotJudged(reason.masked()),
        }
    }

    /// Whether everything was looked at and is in order.
    pub fn is_valid(&self) -> bool {
        matches!(self, Self::Valid)
    }

    /// The violations; none for the other outcomes.
    pub fn violations(&self) -> &[Violation] {
        match self {
            Self::Violations(violations) => &violations.list,
            Self::Valid | Self::NotJudged(_) => &[],
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Valid => formatter.write_str("valid"),
            Self::Violations(violations) => write!(formatter, "{violations}"),
            Self::NotJudged(reason) => write!(formatter, "not judged: {reason}"),
        }
    }
}

/// The violations of a request or of a response: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Violations {
    /// The violations: path, query, headers, cookies, body, each in the order of the document or of the value.
    #[cfg_attr(feature = "serde", serde(rename = "violations"))]
    pub list: Vec<Violation>,
    /// Whether there were more than [`Limits::violations`].
    pub truncated: bool,
    /// What could not be judged beside the violations, such as a body of another media type.
    pub not_judged: Option<NotJudged>,
}

impl Violations {
    /// The same violations with `*` in the place of everything that the sender chose; see [`Verdict::masked`].
    #[must_use]
    pub fn masked(self) -> Self {
        Self {
            list: self.list.into_iter().map(Violation::masked).collect(),
            truncated: self.truncated,
            not_judged: self.not_judged.map(NotJudged::masked),
        }
    }
}

impl fmt::Display for Violations {
    /// Writes one violation a line.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.list.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n")?;
            }
            write!(formatter, "{violation}")?;
        }
        if self.truncated {
            write!(formatter, "\nand more: only the first {} are listed", self.list.len())?;
        }
        if let Some(reason) = &self.not_judged {
            write!(formatter, "\nnot judged: {reason}")?;
        }
        Ok(())
    }
}

/// Why something was not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(tag = "reason", rename_all = "camelCase"))]
#[non_exhaustive]
pub enum NotJudged {
    /// No path of the document matches.
    UnknownPath,
    /// The path is documented, the method is not.
    MethodNotAllowed {
        /// The methods that are documented for the path, in the order of the document.
        allowed: &'static [Method],
    },
    /// The operation is documented, and was left out when the validators were generated.
    LeftOut,
    /// The document has no response of this status for the operation.
    UndocumentedStatus {
        /// The status.
        status: u16,
    },
    /// The body is of a media type that the document does not describe.
    MediaType {
        /// The value of `Content-Type`; `None` if there is no such header or it is not text.
        found: Option<String>,
        /// The media types that the document describes.
        documented: Vec<&'static str>,
    },
    /// The body is of a media type that the document describes and that validators cannot read.
    UnreadMediaType {
        /// The media type, as the document writes it.
        documented: &'static str,
    },
    /// There is a body, and an adapter did not read it to its end; everything else was judged.
    BodyUnread {
        /// Why not.
        #[cfg_attr(feature = "serde", serde(flatten))]
        why: Unread,
    },
}

impl NotJudged {
    /// The same reason with `*` in the place of what the sender wrote.
    #[must_use]
    pub fn masked(self) -> Self {
        match self {
            Self::MediaType { found: Some(_), documented } => {
                Self::MediaType { found: Some(MASK.to_owned()), documented }
            }
            other => other,
        }
    }
}

impl fmt::Display for NotJudged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPath => formatter.write_str("no documented path matches"),
            Self::MethodNotAllowed { allowed } => {
                formatter.write_str("the path is documented for other methods only:")?;
                allowed.iter().try_for_each(|method| write!(formatter, " {method}"))
            }
            Self::LeftOut => formatter.write_str("the operation was left out of the validators"),
            Self::UndocumentedStatus { status } => write!(formatter, "status {status} is not documented"),
            Self::MediaType { found, documented } => {
                match found {
                    Some(found) => write!(formatter, "the body is `{}`", Visible(found))?,
                    None => formatter.write_str("the body has no content type")?,
                }
                for (index, documented) in documented.iter().enumerate() {
                    write!(formatter, "{} `{documented}`", if index == 0 { ", only" } else { "," })?;
                }
                formatter.write_str(if documented.len() == 1 { " is documented" } else { " are documented" })
            }
            Self::UnreadMediaType { documented } => {
                write!(formatter, "the body is `{documented}`, which validators do not read")
            }
            Self::BodyUnread { why } => write!(formatter, "the body {why}"),
        }
    }
}

/// How much is judged and reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The greatest number of violations that are listed; 100 by default.
    pub violations: usize,
    /// The greatest number of levels that a body may nest; 128 by default. Judging takes stack in proportion.
    pub depth: usize,
    /// The greatest number of bytes that a body may have; any by default, since the body is in memory already.
    pub body: usize,
}

impl Limits {
    /// The default limits.
    pub const DEFAULT: Self = Self { violations: 100, depth: 128, body: usize::MAX };

    /// The same limits with another number of violations; at least one is always listed.
    #[must_use]
    pub const fn with_violations(self, violations: usize) -> Self {
        Self { violations, ..self }
    }

    /// The same limits with another depth.
    #[must_use]
    pub const fn with_depth(self, depth: usize) -> Self {
        Self { depth, ..self }
    }

    /// The same limits with another body size in bytes.
    #[must_use]
    pub const fn with_body(self, body: usize) -> Self {
        Self { body, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
