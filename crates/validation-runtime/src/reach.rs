//! Which schemas apply at a place, as far as tables tell without the value.

use smallvec::SmallVec;

use crate::object::{Additional, ObjectRules};
use crate::path::Path;
use crate::schema::Schema;

/// How many schemas are looked at. What lies beyond has no say.
const MOST_SCHEMAS: usize = 256;

type Schemas = SmallVec<[&'static Schema; 8]>;

/// Adds what takes part in the combinations of `schemas`.
fn spread(mut schemas: Schemas) -> Schemas {
    let mut index = 0;
    while let Some(combination) = schemas.get(index).map(|schema| schema.combination) {
        if let Some(combination) = combination {
            let mapping = combination.discriminator.map_or(&[][..], |discriminator| discriminator.mapping);
            let parts =
                [combination.all_of, combination.any_of, combination.one_of].into_iter().flatten().copied();
            let parts = parts.chain(mapping.iter().map(|(_, schema)| *schema));
            for part in parts {
                add(&mut schemas, part);
            }
        }
        index += 1;
    }
    schemas
}

fn add(schemas: &mut Schemas, schema: &'static Schema) {
    let schema = schema.resolved();
    if schemas.len() < MOST_SCHEMAS && !schemas.iter().any(|known| std::ptr::eq(*known, schema)) {
        schemas.push(schema);
    }
}

/// What the schemas of an object say about its members.
#[derive(Debug)]
pub(crate) struct Members {
    rules: SmallVec<[&'static ObjectRules; 8]>,
}

impl Members {
    pub(crate) fn of(schema: &'static Schema) -> Self {
        let schemas = spread(SmallVec::from_slice(&[schema.resolved()]));
        Self { rules: schemas.iter().filter_map(|schema| schema.object).collect() }
    }

    /// Whether some schema names the member `key`.
    pub(crate) fn names(&self, key: &str) -> bool {
        self.rules.iter().any(|rules| rules.properties.iter().any(|property| property.name == key))
    }

    /// Whether members without a name are accepted, and not only because nothing is said about them.
    pub(crate) fn takes_others(&self) -> bool {
        let any =
            |accepts: fn(&Additional) -> bool| self.rules.iter().any(|rules| accepts(&rules.additional));
        if any(|additional| matches!(additional, Additional::Forbidden)) {
            return false;
        }
        any(|additional| matches!(additional, Additional::Schema(_)))
            || self.rules.iter().all(|rules| rules.properties.is_empty())
    }
}

/// For each step of `path` from the whole value of `root`, whether a schema names it; all items of arrays count as named.
pub(crate) fn named(root: &'static Schema, path: &Path<'_>) -> Vec<bool> {
    let mut named = Vec::new();
    descend(root, path, &mut named);
    named
}

/// The schemas that apply at `path`.
fn descend(root: &'static Schema, path: &Path<'_>, named: &mut Vec<bool>) -> Schemas {
    let mut next = Schemas::new();
    match path {
        Path::Root => add(&mut next, root),
        Path::Item { parent, .. } => {
            let schemas = descend(root, parent, named);
            for items in schemas.iter().filter_map(|schema| schema.array?.items) {
                add(&mut next, items);
            }
            named.push(true);
        }
        Path::Member { parent, key, .. } => {
            let schemas = descend(root, parent, named);
            let mut is_named = false;
            for rules in schemas.iter().filter_map(|schema| schema.object) {
                let property = rules.properties.iter().find(|property| key.equals(property.name.as_bytes()));
                is_named |= property.is_some();
                match (property.and_then(|property| property.schema), rules.additional.schema()) {
                    (Some(schema), _) | (None, Some(schema)) => add(&mut next, schema),
                    (None, None) => {}
                }
            }
            named.push(is_named);
        }
    }
    spread(next)
}
