//! Collecting violations while an exchange is judged.

use crate::decimal::Decimal;
use crate::location::Location;
use crate::path::Path;
use crate::reach;
use crate::schema::Schema;
use crate::verdict::{Limits, NotJudged, Verdict, Violations};
use crate::violation::{Violation, ViolationKind};

/// What was found so far; allocates nothing until something is.
#[derive(Debug)]
pub(crate) struct Report {
    /// Where the value that is being judged stands.
    pub(crate) location: Location,
    /// The schema of that value as a whole, which names its members.
    pub(crate) schema: Option<&'static Schema>,
    list: Vec<Violation>,
    limit: usize,
    truncated: bool,
    not_judged: Option<NotJudged>,
    /// How many violations were met, listed or not.
    met: u64,
    /// Whether violations are only counted.
    quiet: bool,
    /// How many violations were described to be listed, repeats included.
    described: usize,
}

/// How many violations are described for each that may be listed. What comes then is left out.
const MOST_DESCRIBED: usize = 8;

/// What was met before a trial.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub(crate) struct Trial {
    met: u64,
    quiet: bool,
}

impl Report {
    pub(crate) fn new(limits: &Limits) -> Self {
        let limit = limits.violations.max(1);
        Self {
            location: Location::Body,
            schema: None,
            list: Vec::new(),
            limit,
            truncated: false,
            not_judged: None,
            met: 0,
            quiet: false,
            described: 0,
        }
    }

    /// Whether `judge` meets no violation. They are listed unless `quiet`, or quiet already.
    #[inline]
    pub(crate) fn holds(&mut self, quiet: bool, judge: impl FnOnce(&mut Self)) -> bool {
        let (met, was_quiet) = (self.met, self.quiet);
        self.quiet |= quiet;
        judge(self);
        self.quiet = was_quiet;
        let holds = self.met == met;
        // An alternative that does not hold is no violation yet.
        if quiet {
            self.met = met;
        }
        holds
    }

    /// Starts to judge something that may turn out to be meant in another way: nothing is listed until the trial ends.
    pub(crate) fn begin_trial(&mut self) -> Trial {
        let trial = Trial { met: self.met, quiet: self.quiet };
        self.quiet = true;
        trial
    }

    /// Ends the trial, forgets what it met, and tells whether that was nothing.
    pub(crate) fn end_trial(&mut self, trial: Trial) -> bool {
        let Trial { met, quiet } = trial;
        let holds = self.met == met;
        (self.met, self.quiet) = (met, quiet);
        holds
    }

    /// Whether no more violations are listed.
    fn is_full(&self) -> bool {
        self.list.len() >= self.limit
    }

    /// How many violations were met so far, listed or not.
    #[inline]
    pub(crate) fn met(&self) -> u64 {
        self.met
    }

    /// The number as a message shows it; nothing where no message is made.
    pub(crate) fn describe(&self, number: &Decimal<'_>) -> String {
        if self.quiet { String::new() } else { number.describe() }
    }

    /// Adds a violation of the rule `keyword` (empty for the object itself) of the object at `pointer`, and tells whether
    /// it is listed and was not before.
    #[cold]
    pub(crate) fn add_new(
        &mut self,
        path: &Path<'_>,
        pointer: &str,
        keyword: &str,
        kind: ViolationKind,
    ) -> bool {
        let end = self.list.len();
        self.insert_new(end, path, pointer, keyword, kind)
    }

    /// Adds a violation as [`Report::add_new`] does.
    #[cold]
    pub(crate) fn add(&mut self, path: &Path<'_>, pointer: &str, keyword: &str, kind: ViolationKind) {
        self.add_new(path, pointer, keyword, kind);
    }

    /// The place in the list where violations of what starts now will stand.
    #[inline]
    pub(crate) fn mark(&self) -> usize {
        self.list.len()
    }

    /// Adds a violation at `mark`, so that an object or array as a whole comes before its members.
    #[cold]
    pub(crate) fn insert(
        &mut self,
        mark: usize,
        path: &Path<'_>,
        pointer: &str,
        keyword: &str,
        kind: ViolationKind,
    ) {
        self.insert_new(mark, path, pointer, keyword, kind);
    }

    fn insert_new(
        &mut self,
        mark: usize,
        path: &Path<'_>,
        pointer: &str,
        keyword: &str,
        kind: ViolationKind,
    ) -> bool {
        self.met += 1;
        if self.quiet {
            return false;
        }
        // Repeats do not fill the list, so they are counted: a body of them is not worth more time than one of others.
        self.described += 1;
        if self.described > self.limit.saturating_mul(MOST_DESCRIBED) || self.is_full() && mark >= self.limit
        {
            self.truncated = true;
            return false;
        }
        let document = if keyword.is_empty() { pointer.to_owned() } else { format!("{pointer}/{keyword}") };
        // Where no schema is known, none names anything.
        let named = self.schema.map_or_else(Vec::new, |schema| reach::named(schema, path));
        let violation = Violation {
            location: self.location,
            instance: path.to_pointer(),
            document,
            kind,
            masked_instance: path.to_masked_pointer(&named),
        };
        // Several ways lead to one schema where schemas are combined.
        if self.list.contains(&violation) {
            return false;
        }
        if self.is_full() {
            self.truncated = true;
            self.list.pop();
        }
        self.list.insert(mark.min(self.list.len()), violation);
        true
    }

    /// Notes that something could not be judged; the first reason stays.
    #[cold]
    pub(crate) fn leave(&mut self, reason: NotJudged) {
        self.not_judged.get_or_insert(reason);
    }

    pub(crate) fn into_verdict(self) -> Verdict {
        if !self.list.is_empty() {
            let Self { list, truncated, not_judged, .. } = self;
            return Verdict::Violations(Violations { list, truncated, not_judged });
        }
        self.not_judged.map_or(Verdict::Valid, Verdict::NotJudged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cap_holds_and_is_told_and_nothing_is_said_twice() {
        let mut report = Report::new(&Limits::DEFAULT.with_violations(2));
        for keyword in ["a", "b", "b", "a", "c"] {
            report.add(&Path::Root, "", keyword, ViolationKind::DuplicateKey);
        }
        report.insert(0, &Path::Root, "", "first", ViolationKind::DuplicateKey);
        let Verdict::Violations(violations) = report.into_verdict() else { panic!("there are violations") };
        let documents: Vec<_> = violations.list.iter().map(|violation| violation.document.as_str()).collect();
        assert_eq!(documents, ["/first", "/a"]);
        assert!(violations.truncated);
    }
}
