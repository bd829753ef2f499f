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

/// Every difference between the pages and the document.
pub fn departures(pages: &[Page], document: &Document) -> Vec<Departure> {
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
        .into_iter()
        .filter(|claim| !claim.operation.is_empty() && !known.contains(claim.operation.as_str()));
    all.extend(unknown.map(|claim| Departure {
        page: String::new(),
        fact: None,
        is_lost: false,
        claim: Some(claim),
    }));
    all
}

/// The claims about hosts as claims about the page, each once.
fn hosts<'a>(claims: impl Iterator<Item = &'a Claim>) -> Vec<Claim> {
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
    let subject =
        if fact.aspect == "url" { format!("host {}", fact.value) } else { subject.to_ascii_lowercase() };
    // An example has a type.
    let aspect = if fact.aspect == "example" { "type" } else { fact.aspect };
    (fact.operation, subject, aspect)
}

fn of_page(page: &Page, claims: &[Claim], all: &mut Vec<Departure>) {
    let mut by_key: BTreeMap<Key<'_>, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        let subject =
            if claim.aspect == "url" { claim.subject.clone() } else { claim.subject.to_ascii_lowercase() };
        by_key.entry((&claim.operation, subject, &claim.aspect)).or_default().push(claim);
    }
    let departure = |fact: Option<&Fact<'_>>, is_lost, claim: Option<&Claim>| Departure {
        page: page.name(),
        fact: fact.map(ToString::to_string),
        is_lost,
        claim: claim.cloned(),
    };
    let mut said = BTreeSet::new();
    for fact in page.facts().filter(|fact| !is_presentation(fact)) {
        let key = key_of_fact(&fact);
        match by_key.get(&key) {
            Some(claims) => {
                for claim in claims {
                    if !is_same(&fact, &claim.value) {
                        all.push(departure(Some(&fact), false, Some(claim)));
                    }
                }
                said.insert(key);
            }
            // Not offered, and the document offers it nowhere.
            None if fact.aspect == "countries" && fact.value == "None" => {}
            None => all.push(departure(Some(&fact), false, None)),
        }
    }
    let lost: BTreeSet<(&str, String)> = page
        .facts()
        .filter(|fact| fact.aspect == LOST)
        .map(|fact| (fact.operation, fact.subject.to_ascii_lowercase()))
        .collect();
    for (key, claims) in &by_key {
        if said.contains(key) {
            continue;
        }
        let subject = if key.2 == "url" { "host".to_owned() } else { key.1.clone() };
        let is_lost = lost.contains(&(key.0, subject));
        all.extend(claims.iter().map(|claim| departure(None, is_lost, Some(claim))));
    }
}

/// Whether a fact says what a claim says.
fn is_same(fact: &Fact<'_>, claim: &str) -> bool {
    let words = |text: &str| {
        let mut words: Vec<_> =
            text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
        words.sort();
        words
    };
    match fact.aspect {
        "characters" | "countries" | "forbidden" => words(fact.value) == words(claim),
        _ => fact.value.eq_ignore_ascii_case(claim),
    }
}
