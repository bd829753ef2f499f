//! Where the document departs from a page or a page contradicts itself, and why the document says what it says.

use std::collections::BTreeSet;
use std::fmt;

use asp_spec::Document;
use serde::Deserialize;

use crate::{Departure, Fact, Page, PageError};

/// The errata.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errata {
    /// The last id that was ever given. It is never lowered, so that an erratum cannot go without being retired.
    #[serde(default)]
    pub last: String,
    /// Ids of errata that are no more. They are never given again.
    #[serde(default)]
    pub retired: Vec<Retired>,
    /// The errata, by their ids.
    #[serde(default, rename = "erratum")]
    pub errata: Vec<Erratum>,
}

/// An erratum that is no more.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// Its id.
    pub id: String,
    /// Why it is no more.
    pub why: String,
}

/// One departure or contradiction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erratum {
    /// `E` and three digits, counted from `E001`.
    pub id: String,
    /// What it is about, in a line.
    pub title: String,
    /// On what the decision rests.
    pub class: Class,
    /// The pages, by the names of their files.
    pub pages: Vec<String>,
    /// The sections of the pages, as they are headed.
    pub sections: Vec<String>,
    /// The facts that show a contradiction within the pages, or what their copies lost: patterns of their lines, in which
    /// `*` stands for anything. They cover nothing.
    #[serde(default)]
    pub shows: Vec<String>,
    /// The facts that the document departs from: patterns as well.
    #[serde(default)]
    pub facts: Vec<String>,
    /// What the document says instead: patterns of lines like those of facts.
    #[serde(default)]
    pub claims: Vec<String>,
    /// Where it says so: patterns of JSON pointers, in which `*` stands for anything.
    #[serde(default)]
    pub pointers: Vec<String>,
    /// How many departures it covers.
    #[serde(default)]
    pub covers: usize,
    /// What the pages say.
    pub documented: String,
    /// What the document says.
    pub decided: String,
    /// Why.
    pub why: String,
}

/// On what a decision rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Another page of the vendor's documentation says so.
    Documented,
    /// Public clients show it.
    Observed,
    /// It follows from nothing but reason.
    Assumed,
    /// The page says two things, or says it in two ways.
    Contradictory,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Documented, Self::Observed, Self::Assumed, Self::Contradictory];

    /// What the class says of a decision, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Documented => "Another page of the vendor's documentation says so.",
            Self::Observed => "Public clients show it.",
            Self::Assumed => "It follows from nothing but reason.",
            Self::Contradictory => "The pages say two things, or say one thing in two ways.",
        }
    }

    /// The class as the file spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Assumed => "assumed",
            Self::Contradictory => "contradictory",
        }
    }
}

/// What is wrong with the errata.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A departure that no erratum covers.
    Uncovered(String),
    /// A pattern that matches nothing.
    Unmatched {
        /// The erratum.
        id: String,
        /// The pattern.
        pattern: String,
    },
    /// A pattern without which every departure is covered all the same.
    Unneeded {
        /// The erratum.
        id: String,
        /// The pattern.
        pattern: String,
    },
    /// An erratum that covers more or fewer departures than it says.
    Count {
        /// The erratum.
        id: String,
        /// How many it says.
        said: usize,
        /// How many it covers.
        found: usize,
    },
    /// An erratum that covers nothing and shows nothing.
    Stale(String),
    /// An id that is not in its place: given twice, left out, or retired.
    Id(String),
    /// A page or a section that is not there.
    Place {
        /// The erratum.
        id: String,
        /// The page or section.
        name: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uncovered(departure) => write!(formatter, "no erratum covers: {departure}"),
            Self::Unmatched { id, pattern } => write!(formatter, "{id}: nothing matches `{pattern}`"),
            Self::Unneeded { id, pattern } => {
                write!(formatter, "{id}: nothing that `{pattern}` matches departs from a page any more")
            }
            Self::Count { id, said, found } => {
                write!(formatter, "{id}: covers {found} departures, and says that it covers {said}")
            }
            Self::Stale(id) => {
                write!(formatter, "{id}: covers no departure and shows no contradiction: retire it")
            }
            Self::Id(text) => formatter.write_str(text),
            Self::Place { id, name } => write!(formatter, "{id}: there is no page or section `{name}`"),
        }
    }
}

impl Errata {
    /// Reads the file of errata.
    ///
    /// # Errors
    ///
    /// If it is no TOML of errata.
    pub fn from_toml(text: &str) -> Result<Self, PageError> {
        crate::page::read(text)
    }

    /// The errata that cover a departure.
    pub fn covering<'a>(&'a self, departure: &Departure) -> impl Iterator<Item = &'a Erratum> {
        self.errata.iter().filter(move |erratum| erratum.covers(departure))
    }

    /// Everything that is wrong: departures without an erratum, errata without a departure or fact, ids out of place.
    pub fn check(&self, pages: &[Page], document: &Document, departures: &[Departure]) -> Vec<Fault> {
        let mut faults: Vec<Fault> = departures
            .iter()
            .filter(|departure| self.covering(departure).next().is_none())
            .map(|departure| Fault::Uncovered(format!("{departure}{}", self.hint(departure))))
            .collect();
        let facts: Vec<(String, String)> = pages
            .iter()
            .flat_map(|page| page.facts().map(|fact| (page.name(), fact.to_string())).collect::<Vec<_>>())
            .collect();
        let mut pointers = Vec::new();
        document.walk(&mut |_, node| {
            pointers.push(node.pointer().as_str().to_owned());
            pointers.extend(node.members().map(|(key, _)| node.pointer().join(key).as_str().to_owned()));
        });
        pointers
            .extend(departures.iter().filter_map(|departure| Some(departure.pointer()?.as_str().to_owned())));
        let sections: BTreeSet<String> = pages.iter().flat_map(sections).collect();
        let names: BTreeSet<String> = pages.iter().map(Page::name).collect();
        for erratum in &self.errata {
            faults.extend(erratum.check_patterns(&facts, &pointers, departures));
            let places = erratum.pages.iter().map(|page| (page, &names));
            let places = places.chain(erratum.sections.iter().map(|section| (section, &sections)));
            let unknown = places.filter(|(name, known)| !known.contains(*name));
            faults
                .extend(unknown.map(|(name, _)| Fault::Place { id: erratum.id.clone(), name: name.clone() }));
        }
        faults.extend(self.check_ids());
        faults
    }

    /// Which erratum is only half of what a departure needs.
    fn hint(&self, departure: &Departure) -> String {
        let is_half = |erratum: &&Erratum| {
            departure.fact.is_some()
                && departure.claim.is_some()
                && erratum.has_page(departure)
                && erratum.has_fact(departure)
        };
        self.errata.iter().find(is_half).map_or_else(String::new, |erratum| {
            let id = &erratum.id;
            format!(" ({id} has a pattern for what the page says, but `claims` and `pointers` need one each as well)")
        })
    }

    /// Ids are counted without a gap, over those that are there and those that are retired.
    fn check_ids(&self) -> Vec<Fault> {
        let there = self.errata.iter().map(|erratum| (&erratum.id, "given"));
        let retired = self.retired.iter().map(|retired| (&retired.id, "retired"));
        let mut all: Vec<_> = there.chain(retired).collect();
        all.sort();
        let mut faults = Vec::new();
        let given = all.last().map_or("", |(id, _)| id.as_str());
        if given != self.last {
            faults.push(Fault::Id(format!(
                "{given} is the last erratum, and `last` says {}: raise `last` for a new one; one that is no more \
                 belongs to `retired`",
                if self.last.is_empty() { "nothing" } else { &self.last }
            )));
        }
        for (number, (id, _)) in all.iter().enumerate() {
            let expected = format!("E{:03}", number + 1);
            if **id != expected {
                faults.push(Fault::Id(format!(
                    "{id} stands where {expected} should: ids are counted, never given twice and never left out; \
                     one that is no more belongs to `retired`"
                )));
                break;
            }
        }
        faults
    }
}

/// The sections of a page that facts stand in.
fn sections(page: &Page) -> Vec<String> {
    let mut all = vec![page.title.clone()];
    all.extend(["API endpoint", "Authentication", "Operations"].map(str::to_owned));
    for fact in page.facts() {
        if matches!(fact.aspect, "section" | "group") || (fact.subject, fact.aspect) == ("operation", "name")
        {
            all.push(fact.value.to_owned());
        }
    }
    all.extend(
        ["Request format", "Error response", "HTTP response codes", "Response body", "Request body"]
            .map(str::to_owned),
    );
    all
}

/// One side of a departure, as text.
type Said = fn(&Departure) -> Option<String>;

impl Erratum {
    /// Whether it covers a departure: what the page says and what the document says, each by a pattern.
    pub fn covers(&self, departure: &Departure) -> bool {
        let has_claim = match &departure.claim {
            Some(claim) => {
                is_matched(&self.claims, &claim.to_string())
                    && is_matched(&self.pointers, claim.pointer.as_str())
            }
            // What the document leaves out is not what it says differently.
            None => self.claims.is_empty(),
        };
        self.has_page(departure) && self.has_fact(departure) && has_claim
    }

    fn has_page(&self, departure: &Departure) -> bool {
        departure.page.is_empty() || self.pages.contains(&departure.page)
    }

    /// Whether it has a pattern for what the page says, if it says anything.
    fn has_fact(&self, departure: &Departure) -> bool {
        departure.fact.as_deref().is_none_or(|fact| is_matched(&self.facts, fact))
    }

    /// Whether a fact is one of those that show what it is about.
    pub(crate) fn shows(&self, fact: &Fact<'_>) -> bool {
        let line = fact.to_string();
        self.shows.iter().any(|pattern| matches(pattern, &line))
    }

    fn check_patterns(
        &self,
        facts: &[(String, String)],
        pointers: &[String],
        departures: &[Departure],
    ) -> Vec<Fault> {
        let covered: Vec<_> = departures.iter().filter(|departure| self.covers(departure)).collect();
        let fault = |pattern: &String| Fault::Unmatched { id: self.id.clone(), pattern: pattern.clone() };
        let unneeded = |pattern: &String| Fault::Unneeded { id: self.id.clone(), pattern: pattern.clone() };
        let mut faults = Vec::new();
        for pattern in self.facts.iter().chain(&self.shows) {
            if !facts.iter().any(|(page, fact)| self.pages.contains(page) && matches(pattern, fact)) {
                faults.push(fault(pattern));
            }
        }
        for pattern in &self.pointers {
            if !pointers.iter().any(|pointer| matches(pattern, pointer)) {
                faults.push(fault(pattern));
            }
        }
        let is_needed = |pattern: &String, said: Said| {
            covered.iter().any(|departure| said(departure).is_some_and(|said| matches(pattern, &said)))
        };
        let sides: [(&[String], Said); 3] = [
            (&self.facts, |departure| departure.fact.clone()),
            (&self.claims, |departure| departure.claim.as_ref().map(ToString::to_string)),
            (&self.pointers, |departure| departure.pointer().map(|pointer| pointer.as_str().to_owned())),
        ];
        for (patterns, said) in sides {
            faults.extend(patterns.iter().filter(|pattern| !is_needed(pattern, said)).map(unneeded));
        }
        if covered.len() != self.covers {
            faults.push(Fault::Count { id: self.id.clone(), said: self.covers, found: covered.len() });
        }
        let shows = !self.shows.is_empty();
        if covered.is_empty() && !shows {
            faults.push(Fault::Stale(self.id.clone()));
        }
        faults
    }
}

fn is_matched(patterns: &[String], text: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, text))
}

/// Whether a text matches a pattern in which `*` stands for anything, also for nothing.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts: Vec<_> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(place) = rest.find(part) else { return false };
        rest = &rest[place + part.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text) in [
            ("", ""),
            ("a", "a"),
            ("*", ""),
            ("*", "abc"),
            ("a*c", "abc"),
            ("a*c", "ac"),
            ("*b*", "abc"),
            ("a*b*c", "aXbYbc"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("", "a"), ("a", "ab"), ("a*a", "a"), ("a*c", "abd"), ("*b", "abc"), ("a*b*b", "ab")]
        {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
