//! The document: read from a file, as others wrote it.

use std::path::{Path, PathBuf};

use anyhow::Context;
use asp_spec::{Document, Lenient, LoadError, Pointer, Problem};
use asp_validation_codegen::package::default_name;

pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) document: Document,
    /// What was put right when it was read.
    pub(crate) warnings: Vec<Problem>,
    /// What was lost when it was read.
    pub(crate) losses: Vec<Problem>,
    text: String,
}

impl Source {
    /// Reads the document at `path`.
    ///
    /// # Errors
    ///
    /// If the file can't be read or holds no OpenAPI 3.0 document.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes = fs_err::read(path)?;
        let text = String::from_utf8(bytes)
            .with_context(|| format!("{} is not UTF-8: save it as UTF-8", path.display()))?;
        let lenient = Document::from_text_leniently(&text).map_err(|error| refused(path, &text, error))?;
        let Lenient { document, warnings, losses, .. } = lenient;
        Ok(Self { path: path.to_owned(), document, warnings, losses, text })
    }

    /// The name of the file without its folder.
    pub(crate) fn file_name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    pub(crate) fn package_name(&self) -> String {
        let info = self.document.root().get("info");
        let title = info.as_ref().and_then(|info| info.text("title")).unwrap_or_default();
        default_name(title, &self.path.file_stem().unwrap_or_default().to_string_lossy())
    }

    /// The lines of the values at `pointers`, or of what is around them if they are no longer in the document.
    pub(crate) fn lines_of<'a>(&self, pointers: impl IntoIterator<Item = &'a Pointer>) -> Vec<Option<u64>> {
        Document::lines_of(&self.text, pointers)
    }
}

/// Why the document can't be read, with the place as `file:line`, which editors can jump to.
fn refused(path: &Path, text: &str, error: LoadError) -> anyhow::Error {
    let path = path.display();
    match error {
        LoadError::Syntax { line, column, message } => anyhow::anyhow!("{path}:{line}:{column}: {message}"),
        LoadError::Problems(problems) => {
            let lines = Document::lines_of(text, problems.iter().map(|problem| &problem.pointer));
            let shown = problems.iter().zip(lines).map(|(Problem { found, remedy, .. }, line)| {
                let line = line.map(|line| format!(":{line}")).unwrap_or_default();
                format!("{path}{line}: {found}\n    fix: {remedy}")
            });
            anyhow::anyhow!("{}", shown.collect::<Vec<_>>().join("\n"))
        }
    }
}
