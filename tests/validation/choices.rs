//! Random choices from a list of numbers, so that a failure is made small by making the list small.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

/// Where choices come from. When the list ends, every choice is the first one, which should be the plainest.
#[derive(Debug)]
pub(crate) struct Choices<'a>(std::slice::Iter<'a, u16>);

impl<'a> Choices<'a> {
    pub(crate) fn new(list: &'a [u16]) -> Self {
        Self(list.iter())
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % limit.max(1)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn often(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub(crate) fn pick<'b, T>(&mut self, choices: &'b [T]) -> &'b T {
        &choices[self.below(choices.len())]
    }
}

/// Lists of choices: one for a document, and several for values.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    pub(crate) document: Vec<u16>,
    pub(crate) values: Vec<Vec<u16>>,
}

fn lists(values: usize) -> impl Strategy<Value = Lists> {
    let values = vec(vec(any::<u16>(), 0..150), 1..=values);
    (vec(any::<u16>(), 0..400), values).prop_map(|(document, values)| Lists { document, values })
}

/// Runs `test` on `cases` lists, or on as many as `PROPTEST_CASES` says: the same in every run. A failure is told for
/// the smallest list that fails.
pub(crate) fn run(cases: u32, values: usize, test: impl Fn(&Lists) -> Result<(), String>) {
    let cases = std::env::var("PROPTEST_CASES").map_or(cases, |cases| cases.parse().unwrap());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&lists(values), |lists| test(&lists).map_err(TestCaseError::fail));
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(error) => panic!("{error}"),
    }
}
