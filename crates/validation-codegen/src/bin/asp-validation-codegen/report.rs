//! What the command did, or what it would do.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anstyle::AnsiColor;
use asp_validation_codegen::Unsupported;
use asp_validation_codegen::command::exit;
use asp_validation_codegen::command::files::{Entry, State};
use asp_validation_codegen::command::output::{Output, plural};
use serde_json::{Value, json};

use crate::findings;
use crate::source::Source;

/// How many operations that are left out people are shown.
const SHOWN: usize = 10;

pub(crate) struct Report<'run> {
    pub(crate) source: &'run Source,
    pub(crate) folder: &'run Path,
    /// The name of the package.
    pub(crate) package: &'run str,
    pub(crate) entries: &'run [Entry<'run>],
    /// The files that a person has taken over.
    pub(crate) kept: &'run [String],
    /// What is left out, and why.
    pub(crate) warnings: &'run [Unsupported],
    /// The operations that are left out.
    pub(crate) left_out: &'run [String],
    pub(crate) start: Instant,
}

impl Report<'_> {
    /// Reports what was written.
    pub(crate) fn written(&self, output: &mut Output) -> anyhow::Result<ExitCode> {
        let warnings = self.warnings(output)?;
        for path in self.kept {
            output.status(
                "Kept",
                AnsiColor::Yellow,
                &format!("{path}, which isn't the generator's any more"),
            )?;
        }
        let (written, removed) =
            (self.paths(&[State::Missing, State::Stale]), self.paths(&[State::Orphaned]));
        let unchanged = self.paths(&[State::Fresh]);
        let seconds = self.start.elapsed().as_secs_f64();
        let text = format!(
            "{} in {}: {}, {} written, {} unchanged, {} removed, in {seconds:.2} s",
            self.package,
            self.folder.display(),
            plural(self.operations(), "operation"),
            plural(written.len(), "file"),
            unchanged.len(),
            removed.len(),
        );
        output.status("Generated", AnsiColor::Green, &text)?;
        output.json(&json!({
            "document": self.source.path.display().to_string(),
            "package": self.package,
            "operations": self.operations(),
            "leftOut": self.left_out,
            "warnings": warnings,
            "written": written,
            "unchanged": unchanged,
            "removed": removed,
            "kept": self.kept,
            "seconds": seconds,
        }))?;
        Ok(exit::FINE.into())
    }

    /// Reports how the folder differs from what would be written.
    pub(crate) fn checked(&self, output: &mut Output) -> anyhow::Result<ExitCode> {
        let warnings = self.warnings(output)?;
        for entry in self.entries {
            let path = entry.path.display().to_string();
            match entry.state {
                State::Fresh => {}
                State::Missing => output.status("Missing", AnsiColor::Red, &path)?,
                State::Orphaned => output.status("Orphaned", AnsiColor::Red, &path)?,
                State::Stale => {
                    output.status("Stale", AnsiColor::Red, &path)?;
                    output.line(&entry.diff())?;
                }
            }
        }
        let [missing, stale, orphaned, fresh] =
            [State::Missing, State::Stale, State::Orphaned, State::Fresh].map(|state| self.paths(&[state]));
        let is_fresh = missing.is_empty() && stale.is_empty() && orphaned.is_empty();
        let (package, folder) = (self.package, self.folder.display());
        let seconds = self.start.elapsed().as_secs_f64();
        if is_fresh {
            let files = plural(fresh.len(), "file");
            let text = format!("{package} in {folder}: {files} up to date, in {seconds:.2} s");
            output.status("Fresh", AnsiColor::Green, &text)?;
        } else {
            let text = format!(
                "{package} in {folder}: {} missing, {} stale, {} orphaned; to mend it, run the command without --check",
                missing.len(),
                stale.len(),
                orphaned.len(),
            );
            output.status("Stale", AnsiColor::Red, &text)?;
        }
        output.json(&json!({
            "document": self.source.path.display().to_string(),
            "package": package,
            "operations": self.operations(),
            "leftOut": self.left_out,
            "warnings": warnings,
            "missing": missing,
            "stale": stale,
            "orphaned": orphaned,
            "fresh": fresh,
            "kept": self.kept,
            "seconds": seconds,
        }))?;
        Ok(if is_fresh { exit::FINE } else { exit::FOUND }.into())
    }

    /// Tells people what was put right and what is left out; returns it for programs.
    fn warnings(&self, output: &mut Output) -> anyhow::Result<Vec<Value>> {
        let mut all = findings::of_reading(&self.source.warnings);
        all.extend_from_slice(self.warnings);
        findings::warned(self.source, &all, output)?;
        if !self.left_out.is_empty() {
            let mut shown: Vec<&str> = self.left_out.iter().take(SHOWN).map(String::as_str).collect();
            let rest = plural(self.left_out.len().saturating_sub(SHOWN), "more operation");
            if self.left_out.len() > SHOWN {
                shown.push(&rest);
            }
            output.status("Left out", AnsiColor::Yellow, &shown.join(", "))?;
        }
        Ok(if output.is_for_programs() { findings::values(self.source, &all) } else { Vec::new() })
    }

    /// How many operations the validators judge.
    fn operations(&self) -> usize {
        self.source.document.operations().count() - self.left_out.len()
    }

    fn paths(&self, states: &[State]) -> Vec<String> {
        let entries = self.entries.iter().filter(|entry| states.contains(&entry.state));
        entries.map(|entry| entry.path.display().to_string()).collect()
    }
}
