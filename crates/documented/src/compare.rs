//! Where the document departs from the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use asp_spec::{Document, Pointer};

use crate::claims::{Claim, claims};
use crate::page::LOST;
use crate::{Fact, Page};

/// A difference between a page and the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The name of the page; empty if no page has the operation.
    pub page: String,
    /// What the page says, as a fact's line, if it says anything.
    pub fact: Option<String>,
    /// Whether the copy of the page has lost what it says.
    pub is_lost: bool,
    /// What the document says, if it says anything.
    pub claim: Option<Claim>,
}

impl Departure {
    /// Where the document says something else.
    pub fn pointer(&self) -> Option<&Pointer> {
        self.claim.as_ref().map(|claim| &claim.pointer)
    }
}

impl fmt::Display for Departure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.fact, &self.claim) {
            (Some(fact), Some(claim)) => {
                write!(formatter, "{fact}, but the document says {} at {}", claim.value, claim.pointer)
            }
            (Some(fact), None) => write!(formatter, "{fact}, which the document does not say"),
            (None, Some(claim)) => {
                let why = if self.is_lost { "the copy of the page has lost it" } else { "no page says so" };
                write!(formatter, "{claim} at {}: {why}", claim.pointer)
            }
            (None, None) => Ok(()),
        }
    }
}

/// Aspects that say how a page is written rather than what is so.
pub(crate) const PRESENTATION: [&str; 11] = [
    "title",
    "updated",
    "text",
    "section",
    "group",
    "listed as",
    "called as",
    "request line",
    "placeholder",
    "heading",
    LOST,
];

/// Whether a fact says how the page is written.
pub(crate) fn is_presentation(fact: &Fact<'_>) -> bool {
    PRESENTATION.contains(&fact.aspect) || fact.aspect.starts_with("paragraph ")
}

/// What the pages and the document say of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Both sides.
    pub sides: Departure,
    /// Whether they say the same.
    pub is_same: bool,
    /// The operation, `METHOD path`; empty for what concerns all of them.
    pub operation: String,
    /// What it is about, as the page calls it, or else the document.
    pub subject: String,
    /// Which aspect of it.
    pub aspect: String,
    /// What the page says.
    pub documented: Option<String>,
}

/// Every difference between the pages and the document.
pub fn departures(pages: &[Page], document: &Document) -> Vec<Departure> {
    let all = statements(pages, document).into_iter();
    all.filter(|statement| !statement.is_same).map(|statement| statement.sides).collect()
}

/// Everything that the pages or the document say, each of it with both sides.
pub fn statements(pages: &[Page], document: &Document) -> Vec<Statement> {
    let claims = claims(document);
    let mut all = Vec::new();
    let mut known = BTreeSet::new();
    for page in pages {
        let own: BTreeSet<&str> = page.operations.keys().map(String::as_str).collect();
        let is_own = |claim: &&Claim| claim.operation.is_empty() || own.contains(claim.operation.as_str());
        let claims: Vec<Claim> = hosts(claims.iter().filter(is_own));
        known.extend(own);
        of_page(page, &claims, &mut all);
    }
    let unknown = claims
        .iter()
        .filter(|claim| !claim.operation.is_empty() && !known.contains(claim.operation.as_str()));
    all.extend(unknown.map(|claim| statement("", None, false, Some(claim))));
    all
}

/// What is said on one side, or on both; the same only if that is found out afterwards.
fn statement(page: &str, fact: Option<&Fact<'_>>, is_lost: bool, claim: Option<&Claim>) -> Statement {
    let sides = Departure {
        page: page.to_owned(),
        fact: fact.map(ToString::to_string),
        is_lost,
        claim: claim.cloned(),
    };
    let of_fact = fact.map(|fact| (fact.operation, fact.subject, fact.aspect));
    let of_claim =
        || claim.map(|claim| (claim.operation.as_str(), claim.subject.as_str(), claim.aspect.as_str()));
    let (operation, subject, aspect) = of_fact.or_else(of_claim).unwrap_or_default();
    Statement {
        sides,
        is_same: false,
        operation: operation.to_owned(),
        subject: subject.to_owned(),
        aspect: aspect.to_owned(),
        documented: fact.map(|fact| fact.value.to_owned()),
    }
}

/// The claims about hosts as claims about the page, each once.
pub(crate) fn hosts<'a>(claims: impl Iterator<Item = &'a Claim>) -> Vec<Claim> {
    let mut all: Vec<Claim> = Vec::new();
    for claim in claims {
        let mut claim = claim.clone();
        if claim.aspect == "url" {
            claim.operation = String::new();
            if all.iter().any(|known| known.operation.is_empty() && known.subject == claim.subject) {
                continue;
            }
        }
        all.push(claim);
    }
    all
}

/// What facts and claims are matched by: operation, subject without its row, aspect.
type Key<'a> = (&'a str, String, &'a str);

fn key_of_fact<'a>(fact: &Fact<'a>) -> Key<'a> {
    let subject = fact.subject.split(" (row ").next().unwrap_or_default();
    // Hosts are told apart by what they are.
    let subject = if fact.aspect == "url" { format!("host {}", fact.value) } else { folded(subject) };
    // An example has a type.
    let aspect = if fact.aspect == "example" { "type" } else { fact.aspect };
    (fact.operation, subject, aspect)
}

fn of_page(page: &Page, claims: &[Claim], all: &mut Vec<Statement>) {
    let mut by_key: BTreeMap<Key<'_>, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        let subject = if claim.aspect == "url" { claim.subject.clone() } else { folded(&claim.subject) };
        by_key.entry((&claim.operation, subject, &claim.aspect)).or_default().push(claim);
    }
    let name = page.name();
    let mut said = BTreeSet::new();
    for fact in page.facts().filter(|fact| !is_presentation(fact)) {
        let key = key_of_fact(&fact);
        match by_key.get(&key) {
            Some(claims) => {
                for claim in claims {
                    let is_same = is_same(&fact, &claim.value);
                    all.push(Statement { is_same, ..statement(&name, Some(&fact), false, Some(claim)) });
                }
                said.insert(key);
            }
            // Not offered, and the document offers it nowhere.
            None if fact.aspect == "countries" && fact.value == "None" => {
                all.push(Statement { is_same: true, ..statement(&name, Some(&fact), false, None) });
            }
            None => all.push(statement(&name, Some(&fact), false, None)),
        }
    }
    let lost: BTreeSet<(&str, String)> = page
        .facts()
        .filter(|fact| fact.aspect == LOST)
        .map(|fact| (fact.operation, folded(fact.subject)))
        .collect();
    for (key, claims) in &by_key {
        if said.contains(key) {
            continue;
        }
        let subject = if key.2 == "url" { "host".to_owned() } else { key.1.clone() };
        let is_lost = lost.contains(&(key.0, subject));
        all.extend(claims.iter().map(|claim| statement(&name, None, is_lost, Some(claim))));
    }
}

/// A subject as pages and document both write it. Names of headers and business lines have no case; others do.
pub(crate) fn folded(subject: &str) -> String {
    let has_case =
        !["request header ", "response header ", "countries "].iter().any(|start| subject.starts_with(start));
    if has_case { subject.to_owned() } else { subject.to_ascii_lowercase() }
}

/// Whether a fact says what a claim says.
fn is_same(fact: &Fact<'_>, claim: &str) -> bool {
    let words = |text: &str, separators: &[char]| {
        let mut words: Vec<_> =
            text.split(separators).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
        words.sort();
        words
    };
    match fact.aspect {
        "countries" => words(fact.value, &[' ', ',']) == words(claim, &[' ', ',']),
        // A comma may be one of the characters.
        "characters" | "forbidden" => words(fact.value, &[' ']) == words(claim, &[' ']),
        // These are words of the pages rather than of exchanges.
        "type" | "example" | "name" | "content" | "scheme" | "in" | "from" => {
            fact.value.eq_ignore_ascii_case(claim)
        }
        _ => fact.value == claim,
    }
}
