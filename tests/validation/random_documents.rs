//! Random documents and random values that nearly fit them: our verdict is that of another validator.

mod schemas;
pub(crate) mod values;

use std::cell::RefCell;
use std::collections::BTreeMap;

use asp_spec::Pointer;

use crate::choices::{self, Choices};
use crate::judged::Judged;
use crate::peer::{Comparison, Peer, compare};

#[test]
fn random_schemas_are_judged_as_another_validator_does() {
    let counts = RefCell::new(BTreeMap::<Comparison, usize>::new());
    choices::run(1_500, 24, |lists| {
        let schemas = schemas::components(&mut Choices::new(&lists.document));
        let names: Vec<String> = schemas.keys().cloned().collect();
        let judged = Judged::of_schemas(&schemas.into());
        for (index, name) in names.iter().enumerate() {
            let pointer = format!("/components/schemas/{name}");
            let place = Pointer::parse(&pointer).unwrap();
            let node = judged.document.at(&place).unwrap();
            let peer = Peer::new(&judged, &pointer);
            for list in lists.values.iter().skip(index).step_by(names.len()) {
                let value = values::near(&node, &mut Choices::new(list));
                let found = compare(&judged, &pointer, &peer, &value).map_err(|found| found.to_string())?;
                *counts.borrow_mut().entry(found).or_default() += 1;
            }
        }
        Ok(())
    });
    let counts = counts.into_inner();
    let all: usize = counts.values().sum();
    for comparison in [Comparison::BothAccept, Comparison::BothRefuse] {
        assert!(counts[&comparison] * 4 > all, "values fit too often or too seldom: {counts:?}");
    }
}
