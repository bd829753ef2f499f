//! Members that one side names and the other one doesn't.
//!
//! No exchange shows them where any member is accepted: nobody is refused, and whoever sends or reads such a member finds
//! that it means nothing.

use std::collections::HashSet;

use super::example::item_parts;
use super::gaps::{Gap, gap, within};
use super::normal::{Direction, Key, Part, flat, key, member, names};

/// So many pairs of places are looked at for one body.
const MOST_PLACES: usize = 2_000;

/// The members that a value of `loose` may have by name and that `strict` doesn't name, where it doesn't refuse them.
pub(super) fn find(loose: Part<'_>, strict: Part<'_>, direction: Direction) -> Vec<Gap> {
    let mut search = Search { direction, known: HashSet::new(), places: 0 };
    search.find(&[loose], &[strict])
}

struct Search {
    direction: Direction,
    /// The pairs of places that were looked at.
    known: HashSet<(Key, Key)>,
    places: usize,
}

impl Search {
    fn find(&mut self, loose: &[Part<'_>], strict: &[Part<'_>]) -> Vec<Gap> {
        let (loose, strict) = (open(loose), open(strict));
        self.places += 1;
        let (Some(first), Some(other)) = (loose.first().copied(), strict.first().copied()) else {
            return Vec::new();
        };
        if self.places > MOST_PLACES || !self.known.insert((key(&loose), key(&strict))) {
            return Vec::new();
        }
        let mut gaps = Vec::new();
        let known = names(&strict);
        for name in names(&loose) {
            let accepted = member(&loose, Some(name), self.direction);
            let asked = member(&strict, Some(name), self.direction);
            if !accepted.named || accepted.forbidden {
                continue;
            }
            let found = if known.contains(&name) && (asked.named || asked.required) {
                self.find(&accepted.parts, &asked.parts)
            } else if asked.forbidden || known.is_empty() {
                // Refused, which an exchange shows, or welcome as any member is where none has a name.
                continue;
            } else {
                let owner = loose.iter().find(|part| names_it(part, name)).unwrap_or(&first);
                vec![gap(&[*owner], other, "properties", Vec::new())]
            };
            gaps.extend(found.iter().map(|gap| within(gap, name, |_| None)));
        }
        let of_items = self.find(&item_parts(&loose), &item_parts(&strict));
        gaps.extend(of_items.iter().map(|gap| within(gap, "0", |_| None)));
        gaps
    }
}

fn names_it(part: &Part<'_>, name: &str) -> bool {
    let rules = part.schema.object.as_ref();
    rules.is_some_and(|rules| rules.properties.iter().any(|property| property.name == name))
}

/// The parts with all that may apply beside them: `allOf`, and each alternative.
fn open<'a>(parts: &[Part<'a>]) -> Vec<Part<'a>> {
    let mut all = flat(parts);
    let mut next = 0;
    while let Some(part) = all.get(next).copied() {
        next += 1;
        let mut others: Vec<Part<'a>> = part.alternatives().into_iter().flatten().collect();
        let mapping = part.discriminator().map(|discriminator| discriminator.mapping.as_slice());
        others.extend(mapping.unwrap_or_default().iter().map(|(_, used)| part.of(used)));
        for other in flat(&others) {
            if !all.iter().any(|known| known.is_same(&other)) {
                all.push(other);
            }
        }
    }
    all
}
