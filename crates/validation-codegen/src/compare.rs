//! What changed between two documents for those who send requests and for those who read responses.
//!
//! [`compare`] goes through the operations of both documents, which are known by method and path. Only those that differ
//! in canonical form ([`asp_spec::diff`]) are looked at: each is lowered on both sides, and each rule of the one side that
//! may refuse what the other one accepts is looked for. A change is *breaking* only if an exchange shows it, which the
//! validators of both documents have judged:
//!
//! - for senders, a request that the old document accepts and the new one refuses;
//! - for readers, a response that the new document lets a server send and the old one refuses.
//!
//! Where the rules differ and no exchange was found that shows it, the change is *unclear*, and where the other side
//! accepts more, it is *safe*. Schemas that are proved to accept the same, however they are written, are no change.
//!
//! Senders send no members, and no parameters, that the document which they were built on doesn't name, unless it names
//! none, or another one refuses all that is not named. So a new optional member is safe, though a sender might have sent
//! one of that name before. What isn't named any more is unclear: nobody refuses it, and it may mean nothing.

mod affected;
mod content;
mod difference;
mod encode;
mod example;
mod exchange;
mod finding;
mod formats;
mod gaps;
mod language;
mod named;
mod normal;
mod number;
mod numbers;
mod other;
mod outside;
mod references;
mod request;
mod response;
mod version;
mod words;

use std::collections::{HashMap, HashSet};
use std::thread;

use asp_spec::Document;
use asp_spec::diff::diff;
use serde_json::{Map, Value};
use thiserror::Error;

use crate::Unsupported;
use affected::{Operations, Pairs, overlapping};
use difference::Difference;
use exchange::{Side, Spot};
use finding::Findings;
use gaps::Gaps;
use normal::Direction;
use references::{Changed as Words, References, reduce};
use version::Version;

pub use exchange::Exchange;
pub use finding::{Audience, Changed, Edition, Effect, Finding, Occurrence, Witness};
pub use other::{Kind, Other};

/// What changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Comparison {
    /// What changed for exchanges: breaking changes first, then unclear ones, then safe ones.
    pub findings: Vec<Finding>,
    /// What changed beside exchanges, such as defaults, tags and extensions.
    pub others: Vec<Other>,
    /// Changes of texts, one a line.
    pub prose: Vec<String>,
    /// The operations with a change in canonical form, those of the new document first.
    pub changed: Vec<Changed>,
    /// How many operations have no change in canonical form.
    pub unchanged: usize,
}

impl Comparison {
    /// Whether a change is breaking for anybody.
    pub fn is_breaking(&self) -> bool {
        self.findings.iter().any(|finding| finding.effect == Effect::Breaking)
    }
}

/// Why two documents could not be compared.
#[derive(Debug, Error)]
pub enum CompareError {
    /// Validators cannot enforce something in operations that changed.
    #[error("validators cannot enforce all of the {edition} document, so what changed can't be judged:\n{}", list(.problems))]
    Unsupported {
        /// Which of the two documents.
        edition: Edition,
        /// What they can't enforce.
        problems: Vec<Unsupported>,
    },
    /// A part of a document is none by itself.
    #[error("the {edition} document is not well formed where it changed")]
    Part {
        /// Which of the two documents.
        edition: Edition,
        /// What is wrong.
        source: asp_spec::LoadError,
    },
}

fn list(problems: &[Unsupported]) -> String {
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Compares two documents. What is built for judging is never freed, as with [`crate::interpret`].
///
/// # Errors
///
/// [`CompareError`] if operations that changed have something that validators cannot enforce. Operations without a change
/// may have anything.
pub fn compare(old: &Document, new: &Document) -> Result<Comparison, CompareError> {
    let references = both(|| References::of(old.value()), || References::of(new.value()));
    let all = new.operations_of_all_paths().len();
    // Most of a large document is the same word for word.
    let parts = match Words::find((old, new), (&references.0, &references.1)) {
        Some(words) => {
            let part = |edition, document, references, paths| {
                let part = reduce(document, references, paths, &words.components);
                part.map_err(|source| CompareError::Part { edition, source })
            };
            let old_paths = &words.old_paths;
            let mut new_paths = words.new_paths.clone();
            // Requests for a path that is gone may lead elsewhere.
            let all = || new.value().get("paths").and_then(Value::as_object).into_iter().flat_map(Map::keys);
            let known: HashSet<&str> = all().map(String::as_str).collect();
            let gone = old_paths.iter().map(String::as_str).filter(|path| !known.contains(path));
            new_paths.extend(overlapping(gone, all().map(String::as_str)));
            let olds = part(Edition::Old, old, &references.0, old_paths)?;
            let news = part(Edition::New, new, &references.1, &new_paths)?;
            olds.zip(news)
        }
        None => None,
    };
    let (old, new, references) = match &parts {
        Some((old, new)) => (old, new, both(|| References::of(old.value()), || References::of(new.value()))),
        None => (old, new, references),
    };
    compare_parts((old, new), references, all)
}

/// Compares what may have changed; the new document has `all` operations.
fn compare_parts(
    (old, new): (&Document, &Document),
    references: (References, References),
    all: usize,
) -> Result<Comparison, CompareError> {
    let changes = diff(old, new);
    let (olds, news) = (Operations::of(old, references.0), Operations::of(new, references.1));
    let mut pairs = Pairs::find(&olds, &news, &changes);
    let outside = outside::find((old, new), (&olds, &news), &mut pairs, &changes);
    let mut findings = Findings::default();
    if !pairs.is_empty() {
        let (old_paths, new_paths) = pairs.paths(&olds, &news);
        let (old, new) = both(
            || version(Edition::Old, old, &olds, &old_paths),
            || version(Edition::New, new, &news, &new_paths),
        );
        // What they were loaded to is never freed either.
        let (old, new): (&Version, &Version) = (Box::leak(Box::new(old?)), Box::leak(Box::new(new?)));
        Judge::new(old, new).findings(&pairs, (&olds, &news), outside, &mut findings);
    }
    let (others, prose) = other::sort(&changes);
    let findings = findings.sorted();
    let operations = changed(&pairs, (&olds, &news), &findings);
    let unchanged = all.saturating_sub(pairs.changed_in_new());
    Ok(Comparison { findings, others, prose, changed: operations, unchanged })
}

/// The part of a document that is judged.
fn version(
    edition: Edition,
    document: &Document,
    operations: &Operations,
    paths: &HashSet<String>,
) -> Result<Version, CompareError> {
    let part = reduce(document, &operations.references, paths, &HashSet::new());
    let part = part.map_err(|source| CompareError::Part { edition, source })?;
    let part = part.unwrap_or_else(|| document.clone());
    Version::new(part).map_err(|problems| CompareError::Unsupported { edition, problems })
}

/// The results of both, which are worked out at the same time.
fn both<T: Send>(left: impl FnOnce() -> T + Send, right: impl FnOnce() -> T) -> (T, T) {
    thread::scope(|scope| {
        let left = scope.spawn(left);
        let right = right();
        match left.join() {
            Ok(left) => (left, right),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The operations that changed or that a finding is about, each with the worst that happens.
fn changed(pairs: &Pairs, (olds, news): (&Operations, &Operations), findings: &[Finding]) -> Vec<Changed> {
    // Findings begin with the worst.
    let mut worst: HashMap<(&str, Audience), Effect> = HashMap::new();
    for finding in findings {
        for occurrence in &finding.occurrences {
            worst.entry((&occurrence.operation, finding.audience)).or_insert(finding.effect);
        }
    }
    let is_found = |label: &str| {
        [Audience::Senders, Audience::Readers].iter().any(|audience| worst.contains_key(&(label, *audience)))
    };
    let changed: HashSet<usize> =
        pairs.both.iter().map(|(_, new)| *new).chain(pairs.fresh.iter().copied()).collect();
    let of_new = news.list.iter().enumerate();
    let of_new = of_new.filter(|(index, known)| changed.contains(index) || is_found(&known.label));
    let of_old = pairs.gone.iter().filter_map(|index| olds.list.get(*index));
    let all = of_new.map(|(_, known)| known).chain(of_old);
    all.map(|known| {
        let effect = |audience| worst.get(&(known.label.as_str(), audience)).copied();
        Changed {
            operation: known.label.clone(),
            name: known.name(),
            senders: effect(Audience::Senders),
            readers: effect(Audience::Readers),
        }
    })
    .collect()
}

/// Compares operations, both ways.
struct Judge<'a> {
    old: &'a Version,
    new: &'a Version,
    /// What the new document may refuse in requests, and what the old one may refuse.
    requests: (Gaps, Gaps),
    /// What the old document may refuse in responses, and what the new one may refuse.
    responses: (Gaps, Gaps),
    known: (response::Known, response::Known),
}

impl<'a> Judge<'a> {
    fn new(old: &'a Version, new: &'a Version) -> Self {
        let gaps = |direction| (Gaps::new(direction), Gaps::new(direction));
        Self {
            old,
            new,
            requests: gaps(Direction::Request),
            responses: gaps(Direction::Response),
            known: Default::default(),
        }
    }

    fn side(version: &'a Version, method: &str, path: &str) -> Option<Side<'a>> {
        let is_it =
            |operation: &crate::ir::Operation| operation.method.name() == method && operation.path == path;
        let index = version.api.operations.iter().position(is_it)?;
        Some(Side { version, index })
    }

    fn findings(
        mut self,
        pairs: &Pairs,
        (olds, news): (&Operations, &Operations),
        outside: Vec<outside::Outside>,
        findings: &mut Findings,
    ) {
        // Looked up once: documents are large.
        let index = |version: &'a Version| -> HashMap<(&str, &str), usize> {
            let operations = version.api.operations.iter().enumerate();
            operations.map(|(index, known)| ((known.method.name(), known.path.as_str()), index)).collect()
        };
        let (of_old, of_new) = (index(self.old), index(self.new));
        for &(old, new) in &pairs.both {
            let (Some(old), Some(new)) = (olds.list.get(old), news.list.get(new)) else { continue };
            let indices =
                (of_old.get(&(old.method, old.path.as_str())), of_new.get(&(new.method, new.path.as_str())));
            let (Some(old_index), Some(new_index)) = indices else { continue };
            let old_side = Side { version: self.old, index: *old_index };
            let new_side = Side { version: self.new, index: *new_index };
            if old.label != new.label {
                findings.renamed(&old.label, &new.label);
            }
            if old.path != new.path {
                findings.path_renamed(old, new);
            }
            self.pair(&new.label, old_side, new_side, findings);
        }
        for &index in &pairs.gone {
            let Some(old) = olds.list.get(index) else { continue };
            let side = Self::side(self.old, old.method, &old.path);
            let exchange = side.and_then(|side| {
                let exchange = request::example(side, &mut self.requests.0)?;
                exchange::is_accepted(side, &exchange).then_some(exchange)
            });
            let elsewhere = news.list.iter().find(|new| new.label == old.label);
            let shown = exchange.and_then(|exchange| {
                let reason = exchange::unrouted(self.new, &exchange)?;
                Some((exchange, vec![reason]))
            });
            findings.gone(old, elsewhere, shown);
        }
        for &index in &pairs.fresh {
            if let Some(new) = news.list.get(index) {
                findings.fresh(new);
            }
        }
        for found in outside {
            let sides = (
                Self::side(self.old, &found.method, &found.old_path),
                Self::side(self.new, &found.method, &found.new_path),
            );
            let exchange = match sides {
                (Some(old), Some(new)) => request::common_example(old, new, &mut self.requests.0),
                _ => None,
            };
            findings.outside(found, exchange);
        }
    }

    /// What changed in an operation that both have.
    fn pair(&mut self, label: &str, old: Side<'a>, new: Side<'a>, findings: &mut Findings) {
        let refused = request::differences(old, new, &mut self.requests.0);
        let accepted = request::differences(new, old, &mut self.requests.1);
        let unread = response::differences(new, old, &mut self.responses.0, &mut self.known.0);
        let unsent = response::differences(old, new, &mut self.responses.1, &mut self.known.1);
        for (audience, narrowed, widened, strict) in [
            (Audience::Senders, refused, accepted, (Edition::New, Edition::Old)),
            (Audience::Readers, unread, unsent, (Edition::Old, Edition::New)),
        ] {
            let versions = (self.old, self.new);
            for (difference, strict) in names(&narrowed, &widened, strict) {
                // What is gone may be missed, though no exchange fails.
                let effect = if strict == Edition::New { Effect::Unclear } else { Effect::Safe };
                findings.add(versions, label, (audience, effect), strict, difference);
            }
            for difference in narrowed.iter().filter(|difference| !difference.is_name()) {
                let effect = if difference.shown.is_some() { Effect::Breaking } else { Effect::Unclear };
                // A success that nobody was told of is unexpected to senders too.
                let is_success = difference.status.is_some_and(|status| (200..300).contains(&status));
                if difference.spot == Spot::Status && is_success {
                    findings.add(versions, label, (Audience::Senders, effect), strict.0, difference);
                }
                findings.add(versions, label, (audience, effect), strict.0, difference);
            }
            let is_new = |difference: &&Difference| {
                let is_same =
                    |other: &Difference| other.is_beside(difference) && other.keyword == difference.keyword;
                difference.shown.is_some() || !narrowed.iter().any(is_same)
            };
            for difference in widened.iter().filter(|difference| !difference.is_name()).filter(is_new) {
                let effect = if difference.shown.is_some() { Effect::Safe } else { Effect::Unclear };
                findings.add(versions, label, (audience, effect), strict.1, difference);
            }
        }
    }
}

/// The differences about names, each with the side that doesn't have the name. What is required is left out: that it
/// comes or goes is said by itself, unless a sender sends it for nothing from now on.
fn names<'a>(
    narrowed: &'a [Difference],
    widened: &'a [Difference],
    (first, second): (Edition, Edition),
) -> Vec<(&'a Difference, Edition)> {
    let is_required = |name: &Difference| {
        let mut all = narrowed.iter().chain(widened);
        all.any(|other| other.keyword == "required" && other.is_beside(name))
    };
    let all = narrowed.iter().map(|name| (name, first)).chain(widened.iter().map(|name| (name, second)));
    let names = all.filter(|(name, strict)| {
        let is_sent_for_nothing = name.status.is_none() && *strict == Edition::New;
        name.is_name() && (is_sent_for_nothing || !is_required(name))
    });
    names.collect()
}
