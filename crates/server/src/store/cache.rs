//! What was read lately, as long as it holds.
//!
//! A store that this process alone writes to counts its commits. What was read is kept with the count that stood before it
//! was read, and is handed out while that count still stands: nothing can have changed then. So there is nothing to find
//! out about which write changes what, except that writes which only add units leave everything else as it was.

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::{Cache as Entries, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, Equivalent, OptionsBuilder, Weighter};

use super::Extent;
use super::pages::{Page, PageKey};
use super::sessions::Session;
use super::units::{StoredUnit, UnitKey};

/// About what an entry takes besides its texts.
const OVERHEAD: u64 = 256;

/// What an entry takes altogether, about: it sets how many are counted on.
const ENTRY: u64 = 1024;

/// The part of the cache that is for entries asked for more than once. The rest is for new ones: a thousand units that
/// are asked for in turn must fit in there, or else none is found the second time.
const OFTEN: f64 = 0.5;

/// How many commits have begun and ended. Odd while one is under way.
#[derive(Debug, Default)]
struct Count(AtomicU64);

impl Count {
    fn step(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn now(&self) -> Stamp {
        let count = self.0.load(Ordering::SeqCst);
        Stamp(count.is_multiple_of(2).then_some(count))
    }
}

/// Counts commits by what they may change.
#[derive(Debug, Default)]
pub(super) struct Commits {
    any: Arc<Count>,
    all: Arc<Count>,
}

impl Commits {
    /// To be called before a commit and when it has ended, however it did.
    ///
    /// `extents` are those of the batches in it.
    pub(super) fn step(&self, extents: impl IntoIterator<Item = Extent>) {
        let mut extents = extents.into_iter().peekable();
        if extents.peek().is_none() {
            return;
        }
        self.all.step();
        if extents.any(|extent| extent != Extent::New) {
            self.any.step();
        }
    }
}

/// The count before something was read; none if a commit was under way, so that both what was before and what is
/// afterwards may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp(Option<u64>);

/// What was read lately.
pub(super) struct Cache {
    /// By the hash of the access token. Only tokens that are known.
    pub(super) sessions: Recent<Box<str>, Session>,
    /// Only units that exist: one may come into being with any write.
    pub(super) units: Recent<UnitKey, Arc<StoredUnit>>,
    pub(super) pages: Recent<PageKey, Arc<Page>>,
}

impl Cache {
    /// A cache of about so many bytes.
    pub(super) fn new(commits: &Commits, bytes: usize) -> Self {
        let bytes = bytes as u64;
        Self {
            sessions: Recent::new(&commits.any, bytes / 8),
            units: Recent::new(&commits.any, bytes / 8 * 3),
            pages: Recent::new(&commits.all, bytes / 2),
        }
    }
}

/// Entries of one sort. The least used go when there are too many.
pub(super) struct Recent<K, V> {
    count: Arc<Count>,
    entries: Entries<K, (Stamp, V), ByBytes>,
}

impl<K: Hash + Eq, V: Clone> Recent<K, V>
where
    ByBytes: Weighter<K, (Stamp, V)>,
{
    fn new(count: &Arc<Count>, bytes: u64) -> Self {
        let mut options = OptionsBuilder::new();
        options.weight_capacity(bytes).hot_allocation(OFTEN);
        options.estimated_items_capacity(usize::try_from(bytes / ENTRY).unwrap_or(usize::MAX));
        let options = options.build().expect("capacity and count are set");
        let entries = Entries::with_options(
            options,
            ByBytes,
            DefaultHashBuilder::default(),
            DefaultLifecycle::default(),
        );
        Self { count: Arc::clone(count), entries }
    }

    /// To be taken before what shall be kept is read.
    pub(super) fn stamp(&self) -> Stamp {
        self.count.now()
    }

    /// What was kept, if it still holds.
    pub(super) fn get<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<V> {
        let now = self.stamp();
        now.0?;
        let (stamp, value) = self.entries.get(key)?;
        (stamp == now).then_some(value)
    }

    /// Keeps what was read after `stamp`.
    pub(super) fn keep(&self, stamp: Stamp, key: K, value: V) {
        if stamp.0.is_some() && stamp == self.stamp() {
            self.entries.insert(key, (stamp, value));
        }
    }
}

/// Weighs entries by the bytes that they take, about.
#[derive(Clone)]
pub(super) struct ByBytes;

impl Weighter<Box<str>, (Stamp, Session)> for ByBytes {
    fn weight(&self, hash: &Box<str>, (_, session): &(Stamp, Session)) -> u64 {
        let token = session.token.as_ref();
        let texts = token.map_or(0, |token| token.client.len() + token.account.len());
        OVERHEAD + (hash.len() + texts) as u64
    }
}

impl Weighter<UnitKey, (Stamp, Arc<StoredUnit>)> for ByBytes {
    fn weight(&self, key: &UnitKey, (_, unit): &(Stamp, Arc<StoredUnit>)) -> u64 {
        OVERHEAD + (key.bytes() + unit.bytes()) as u64
    }
}

impl Weighter<PageKey, (Stamp, Arc<Page>)> for ByBytes {
    fn weight(&self, key: &PageKey, (_, page): &(Stamp, Arc<Page>)) -> u64 {
        OVERHEAD + (key.bytes() + page.bytes()) as u64
    }
}

#[cfg(test)]
mod tests;
