//! `cargo xtask bench pages`: how long a copy of a reference page of 2,500 operations takes to be compared with what is known.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, ensure};
use asp_spec::Document;

use super::{RUNS, median, progress, repeat, report};
use crate::source;
use asp_validation_codegen::Artifact;
use asp_validation_codegen::command::exit;
use asp_validation_codegen::command::files::{self, Plan};
use asp_validation_codegen::command::output::Output;

/// A page of five operations in the layout of the vendor's, relative to the workspace's root.
const PAGE: &str = "crates/documented/tests/library/pages/whole.txt";
/// The line with which its operations begin.
const OPERATIONS: &str = "Manage books on a shelf";
/// What the operations are called.
const NAMES: [&str; 5] = ["Create a book", "List books", "Get a book", "Update a book", "Delete a book"];
/// How often they are repeated: 2,500 operations.
const PAGE_COPIES: usize = 500;
/// How often the document is repeated: 2,500 operations.
const DOCUMENT_COPIES: usize = 100;

/// Measures a copy that says what is known, and one in which every operation is described otherwise.
///
/// # Errors
///
/// If a comparison fails.
pub(super) fn run(root: &Path, output: &mut Output) -> anyhow::Result<ExitCode> {
    let document = source::read_valid(&root.join(source::DOCUMENT))?;
    let document = repeat::repeat(document.value(), DOCUMENT_COPIES);
    let operations = Document::from_value(document.clone())?.operations().count();
    let page = page(&fs_err::read_to_string(root.join(PAGE))?)?;
    let known = asp_documented::import(&page).page;
    ensure!(known.operations.len() == operations, "the page has {} operations", known.operations.len());

    let folder = tempfile::tempdir().context("failed to create a folder to work in")?;
    let other = page.replace("can't exceed 64 characters", "can't exceed 65 characters");
    let files = [
        (source::DOCUMENT.to_owned(), document.to_string()),
        (format!("{}/{}.toml", source::PAGES, known.name()), known.to_toml()),
        ("same.txt".to_owned(), page),
        ("other.txt".to_owned(), other),
    ];
    let artifacts = files.map(|(path, contents)| Artifact { path, contents }).into();
    let plan = Plan { artifacts, ..Plan::default() };
    files::apply(folder.path(), &plan.compare(folder.path())?)?;

    let copies =
        [("nothing", "same.txt", exit::FINE), ("the name rules of all creations", "other.txt", exit::FOUND)];
    let progress = progress(copies.len() * RUNS);
    let program = std::env::current_exe().context("failed to find this program")?;
    let mut rows = Vec::new();
    for (what, name, code) in copies {
        let time = median(&progress, code, || {
            let mut command = Command::new(&program);
            command.args(["pages", "diff"]).arg(folder.path().join(name)).arg("--root").arg(folder.path());
            command
        })?;
        rows.push((what, time));
    }
    progress.finish_and_clear();
    report(output, "pages diff", operations, &rows)
}

/// The page with its operations repeated, each copy under paths and names of its own.
fn page(text: &str) -> anyhow::Result<String> {
    let (head, operations) =
        text.split_once(OPERATIONS).with_context(|| format!("{PAGE} has no `{OPERATIONS}`"))?;
    let (list_head, list) = head.split_once("Create a book").context("the page lists no operation")?;
    let copy = |part: &str, first: &str, index: usize| {
        let text = format!("{first}{part}").replace("/library/", &format!("/library{index}/"));
        NAMES.iter().fold(text, |text, name| text.replace(name, &format!("{name} {index}")))
    };
    let lists = (0..PAGE_COPIES).map(|index| copy(list, "Create a book", index));
    let bodies = (0..PAGE_COPIES).map(|index| copy(operations, OPERATIONS, index));
    Ok(format!("{list_head}{}{}", lists.collect::<String>(), bodies.collect::<String>()))
}
