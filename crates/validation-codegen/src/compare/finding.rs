//! What is reported.

use std::collections::HashMap;
use std::fmt;

use indexmap::{IndexMap, IndexSet};

use super::affected::Known;
use super::difference::Difference;
use super::exchange::{Exchange, Spot};
use super::outside::Outside;
use super::version::Version;
use super::words;

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edition {
    /// The first one.
    Old,
    /// The second one.
    New,
}

impl fmt::Display for Edition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Old => "old",
            Self::New => "new",
        })
    }
}

/// Whom a change concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Those who send requests.
    Senders,
    /// Those who read responses.
    Readers,
}

impl fmt::Display for Audience {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Senders => "senders",
            Self::Readers => "readers",
        })
    }
}

/// What a change does to those whom it concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// An exchange that used to pass fails.
    Breaking,
    /// The documents differ, and no exchange was found that tells whether somebody notices.
    Unclear,
    /// What used to pass still does.
    Safe,
}

impl fmt::Display for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Breaking => "breaking",
            Self::Unclear => "unclear",
            Self::Safe => "safe",
        })
    }
}

/// What changes do to those who use one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changed {
    /// The operation: operationId, or method and path.
    pub operation: String,
    /// Method and path.
    pub name: String,
    /// The worst that happens to senders; `None` if nothing does.
    pub senders: Option<Effect>,
    /// The worst that happens to readers; `None` if nothing does.
    pub readers: Option<Effect>,
}

/// One change of exchanges, wherever it shows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// Whom it concerns.
    pub audience: Audience,
    /// What it does to them.
    pub effect: Effect,
    /// The keyword that changed, or `operation`, `operationId`, `path`, `security`, `servers`.
    pub rule: &'static str,
    /// What happened: a lowercase fragment.
    pub what: String,
    /// Where in the old document: a JSON pointer; empty if nowhere.
    pub old: String,
    /// Where in the new document: a JSON pointer; empty if nowhere.
    pub new: String,
    /// Where it shows; at least one place.
    pub occurrences: Vec<Occurrence>,
    /// An exchange that shows it, in the first of these places. Breaking changes always have one.
    pub witness: Option<Witness>,
}

/// A place where a change shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Occurrence {
    /// The operation: operationId, or method and path.
    pub operation: String,
    /// The place, such as ``request body /name`` or ``response 200 header `Location` ``.
    pub place: String,
}

/// An exchange that one document accepts and the other one refuses.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Witness {
    /// The exchange.
    pub exchange: Exchange,
    /// Which document refuses it; the other one accepts it.
    pub refused_by: Edition,
    /// What that document says, one reason each.
    pub reasons: Vec<String>,
}

/// What makes two findings the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Identity {
    audience: Audience,
    effect: Effect,
    rule: &'static str,
    what: String,
    old: String,
    new: String,
}

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: IndexMap<Identity, (IndexSet<Occurrence>, Option<Witness>)>,
    /// What was put into words already: operations share schemas.
    words: HashMap<(String, String, &'static str, Edition, bool), String>,
}

impl Findings {
    fn put(&mut self, identity: Identity, occurrence: Occurrence, witness: Option<Witness>) {
        let (occurrences, known) = self.list.entry(identity).or_default();
        occurrences.insert(occurrence);
        if known.is_none() {
            *known = witness;
        }
    }

    pub(super) fn add(
        &mut self,
        versions: (&Version, &Version),
        operation: &str,
        (audience, effect): (Audience, Effect),
        strict: Edition,
        difference: &Difference,
    ) {
        let (old, new) = match strict {
            Edition::New => (&difference.loose, &difference.strict),
            Edition::Old => (&difference.strict, &difference.loose),
        };
        let key = (old.clone(), new.clone(), difference.keyword, strict, difference.status.is_some());
        let known = self.words.entry(key);
        let what = known.or_insert_with(|| words::what(versions, (old, new), strict, difference)).clone();
        let identity =
            Identity { audience, effect, rule: difference.keyword, what, old: old.clone(), new: new.clone() };
        let witness = difference.shown.clone().map(|(exchange, reasons)| Witness {
            exchange,
            refused_by: strict,
            reasons,
        });
        let occurrence = Occurrence { operation: operation.to_owned(), place: place(difference) };
        self.put(identity, occurrence, witness);
    }

    pub(super) fn renamed(&mut self, old: &str, new: &str) {
        let identity = Identity {
            audience: Audience::Senders,
            effect: Effect::Safe,
            rule: "operationId",
            what: format!("was called {old}: its exchanges aren't concerned, names in generated code are"),
            old: String::new(),
            new: String::new(),
        };
        self.put(identity, Occurrence { operation: new.to_owned(), place: "operation".to_owned() }, None);
    }

    pub(super) fn path_renamed(&mut self, old: &Known, new: &Known) {
        let identity = Identity {
            audience: Audience::Senders,
            effect: Effect::Safe,
            rule: "path",
            what: format!(
                "{} is {}: its exchanges aren't concerned, names in generated code are",
                old.path, new.path
            ),
            old: old.pointer.clone(),
            new: new.pointer.clone(),
        };
        self.put(identity, Occurrence { operation: new.label.clone(), place: "operation".to_owned() }, None);
    }

    pub(super) fn gone(
        &mut self,
        old: &Known,
        elsewhere: Option<&Known>,
        shown: Option<(Exchange, Vec<String>)>,
    ) {
        let what = match elsewhere {
            Some(new) => format!("{} is gone: the operation is {} now", old.name(), new.name()),
            None => format!("{} is gone", old.name()),
        };
        let effect = if shown.is_some() { Effect::Breaking } else { Effect::Unclear };
        let identity = Identity {
            audience: Audience::Senders,
            effect,
            rule: "operation",
            what,
            old: old.pointer.clone(),
            new: elsewhere.map(|new| new.pointer.clone()).unwrap_or_default(),
        };
        let witness =
            shown.map(|(exchange, reasons)| Witness { exchange, refused_by: Edition::New, reasons });
        self.put(
            identity,
            Occurrence { operation: old.label.clone(), place: "operation".to_owned() },
            witness,
        );
    }

    pub(super) fn fresh(&mut self, new: &Known) {
        let identity = Identity {
            audience: Audience::Senders,
            effect: Effect::Safe,
            rule: "operation",
            what: format!("{} is new", new.name()),
            old: String::new(),
            new: new.pointer.clone(),
        };
        self.put(identity, Occurrence { operation: new.label.clone(), place: "operation".to_owned() }, None);
    }

    pub(super) fn outside(&mut self, found: Outside, exchange: Option<Exchange>) {
        // Nothing can be shown without a request.
        let effect = match found.effect {
            Effect::Breaking if exchange.is_none() => Effect::Unclear,
            effect => effect,
        };
        let identity = Identity {
            audience: Audience::Senders,
            effect,
            rule: found.rule,
            what: found.what,
            old: found.old,
            new: found.new,
        };
        let witness = exchange.filter(|_| effect == Effect::Breaking).map(|exchange| Witness {
            exchange,
            refused_by: Edition::New,
            reasons: vec![found.reason],
        });
        for operation in found.operations {
            self.put(
                identity.clone(),
                Occurrence { operation, place: "request".to_owned() },
                witness.clone(),
            );
        }
    }

    /// Breaking changes first, then unclear ones, then safe ones; each in the order of the document.
    pub(super) fn sorted(self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self
            .list
            .into_iter()
            .map(|(identity, (occurrences, witness))| {
                let Identity { audience, effect, rule, what, old, new } = identity;
                let occurrences = occurrences.into_iter().collect();
                Finding { audience, effect, rule, what, old, new, occurrences, witness }
            })
            .collect();
        findings.sort_by_key(|finding| (finding.effect, finding.audience));
        findings
    }
}

fn place(difference: &Difference) -> String {
    let Difference { spot, status, at, .. } = difference;
    let side = match status {
        Some(status) => format!("response {status}"),
        None => "request".to_owned(),
    };
    match spot {
        Spot::Status => side,
        spot if at.is_empty() => format!("{side} {spot}"),
        spot => format!("{side} {spot} {at}"),
    }
}
