//! The transition table of an automaton while it is built, and making it small.

use std::collections::HashMap;

use indexmap::IndexSet;

/// An automaton with one row a state and one column a class of bytes.
///
/// State [`DEAD`] accepts nothing, whatever follows, and state [`CERTAIN`] everything.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) start: usize,
    /// Whether the text may end in a state.
    pub(super) accepts: Vec<bool>,
    pub(super) rows: Vec<Vec<usize>>,
    /// The class of each of the 256 bytes.
    pub(super) class_of: Vec<usize>,
}

pub(super) const DEAD: usize = 0;
pub(super) const CERTAIN: usize = 1;

impl Table {
    /// The table of the two fixed states.
    pub(super) fn new(class_of: Vec<usize>) -> Self {
        let classes = class_of.iter().max().map_or(0, |last| last + 1);
        let rows = vec![vec![DEAD; classes], vec![CERTAIN; classes]];
        Self { start: DEAD, accepts: vec![false, true], rows, class_of }
    }

    pub(super) fn next(&self, state: usize, byte: u8) -> usize {
        self.rows[state][self.class_of[usize::from(byte)]]
    }

    /// The automaton with equal states joined, those that cannot be reached left out, and equal columns joined.
    pub(super) fn minimize(self) -> Self {
        let block_of = self.blocks();
        let mut representative = HashMap::new();
        for (state, block) in block_of.iter().enumerate() {
            representative.entry(*block).or_insert(state);
        }
        // One of the two fixed states accepts and the other does not, so they stay apart and come first.
        let mut order = IndexSet::from([block_of[DEAD], block_of[CERTAIN], block_of[self.start]]);
        let mut rows: Vec<Vec<usize>> = Vec::new();
        let mut accepts = Vec::new();
        while let Some(block) = order.get_index(rows.len()) {
            let state = representative[block];
            accepts.push(self.accepts[state]);
            rows.push(self.rows[state].iter().map(|target| order.insert_full(block_of[*target]).0).collect());
        }
        let start = order.get_index_of(&block_of[self.start]).unwrap_or(DEAD);
        Self { start, accepts, rows, class_of: self.class_of }.join_columns()
    }

    fn join_columns(self) -> Self {
        let mut columns: IndexSet<Vec<usize>> = IndexSet::new();
        let class_of = self
            .class_of
            .iter()
            .map(|class| columns.insert_full(self.rows.iter().map(|row| row[*class]).collect()).0)
            .collect();
        let rows =
            (0..self.rows.len()).map(|state| columns.iter().map(|column| column[state]).collect()).collect();
        Self { rows, class_of, ..self }
    }

    /// The block of each state: states of one block accept the same texts (Hopcroft's partition refinement).
    fn blocks(&self) -> Vec<usize> {
        let classes = self.rows.first().map_or(0, Vec::len);
        let mut sources = vec![vec![Vec::new(); self.rows.len()]; classes];
        for (state, row) in self.rows.iter().enumerate() {
            for (class, target) in row.iter().enumerate() {
                sources[class][*target].push(state);
            }
        }
        let mut block_of: Vec<usize> = self.accepts.iter().map(|accepts| usize::from(*accepts)).collect();
        let mut blocks: Vec<Vec<usize>> = vec![Vec::new(), Vec::new()];
        for (state, block) in block_of.iter().enumerate() {
            blocks[*block].push(state);
        }
        let mut queue: Vec<(usize, usize)> =
            (0..classes).flat_map(|class| [(0, class), (1, class)]).collect();
        let mut queued: Vec<Vec<bool>> = vec![vec![true; classes]; 2];
        while let Some((splitter, class)) = queue.pop() {
            queued[splitter][class] = false;
            let mut hit: IndexSet<usize> = IndexSet::new();
            let mut moved: HashMap<usize, Vec<usize>> = HashMap::new();
            for target in &blocks[splitter] {
                for state in &sources[class][*target] {
                    hit.insert(block_of[*state]);
                    moved.entry(block_of[*state]).or_default().push(*state);
                }
            }
            for block in hit {
                let Some(states) = moved.remove(&block).filter(|states| states.len() < blocks[block].len())
                else {
                    continue;
                };
                let fresh = blocks.len();
                for state in &states {
                    block_of[*state] = fresh;
                }
                blocks[block].retain(|state| block_of[*state] == block);
                queued.push(vec![false; classes]);
                let smaller = if states.len() < blocks[block].len() { fresh } else { block };
                blocks.push(states);
                let waiting = queued[block].clone();
                for (class, waits) in waiting.into_iter().enumerate() {
                    let split = if waits { fresh } else { smaller };
                    if !queued[split][class] {
                        queued[split][class] = true;
                        queue.push((split, class));
                    }
                }
            }
        }
        block_of
    }
}
