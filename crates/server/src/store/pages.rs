//! Pages of units: what the store finds, and what is kept of it.

use std::sync::Arc;

use quick_cache::Equivalent;

use super::units::{required, text, utf8};
use super::written::{MEMBERS, Written, escaped};
use super::{Row, Store, StoreError, Value};
use crate::kind::Kind;

/// How many bytes of ids and names a page has at most, if it has more than one unit. Names have no limit of their own but
/// that of a request's body, and a page of them must not take more memory than that of a few.
const LONGEST: usize = 1 << 20;

const CHILDREN: &str = "
SELECT number, id, name FROM unit
WHERE parent = $1 AND kind = $2 AND number > $3 AND created_at <= $4
ORDER BY number LIMIT $5";

const OWN_CHILDREN: &str = "
SELECT u.number, u.id, u.name FROM role r JOIN unit u ON u.number = r.unit
WHERE r.account = $1 AND r.parent = $2 AND r.unit > $3 AND u.kind = $4 AND u.created_at <= $5
ORDER BY r.unit LIMIT $6";

/// Which part of a parent's units a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PageQuery<'a> {
    /// Only units at which this account has a role itself; all if `None`.
    pub(crate) only_of: Option<&'a str>,
    /// The key of the parent.
    pub(crate) parent: i64,
    /// The kind of the units.
    pub(crate) kind: Kind,
    /// The page begins behind this unit.
    pub(crate) after: i64,
    /// Units created later are left out.
    pub(crate) created_until: i64,
    /// How many units the page has at most.
    pub(crate) limit: i64,
}

/// The units of a page. Their texts stand one after another, so that a page is read with few allocations.
#[derive(Debug, Default)]
pub(crate) struct Page {
    texts: String,
    /// Where id and name of each unit end.
    ends: Vec<(usize, usize)>,
    /// The key of the last unit.
    pub(crate) last: i64,
    /// Whether units follow.
    pub(crate) more: bool,
    /// The units in JSON, as the one type that responses have for pages of their kind.
    pub(crate) written: Written,
}

impl Page {
    /// Id and name of each unit, in order.
    pub(crate) fn units(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |&(id, name)| {
            let unit = (&self.texts[start..id], &self.texts[id..name]);
            start = name;
            unit
        })
    }

    /// About how much memory it takes, with the JSON that may come.
    pub(super) fn bytes(&self) -> usize {
        /// The id of the parent, which is about as long as every other.
        const PARENT: usize = 128;
        let json = escaped(&self.texts) + self.ends.len() * (MEMBERS + PARENT);
        self.texts.capacity() + self.ends.capacity() * size_of_val(&(0_usize, 0_usize)) + json
    }
}

/// A page in the cache.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PageKey {
    only_of: Option<Box<str>>,
    parent: i64,
    kind: Kind,
    after: i64,
    created_until: i64,
    limit: i64,
}

impl PageKey {
    fn of(query: PageQuery<'_>) -> Self {
        let PageQuery { only_of, parent, kind, after, created_until, limit } = query;
        Self { only_of: only_of.map(Into::into), parent, kind, after, created_until, limit }
    }

    fn query(&self) -> PageQuery<'_> {
        let Self { only_of, parent, kind, after, created_until, limit } = self;
        PageQuery {
            only_of: only_of.as_deref(),
            parent: *parent,
            kind: *kind,
            after: *after,
            created_until: *created_until,
            limit: *limit,
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.only_of.as_deref().map_or(0, str::len)
    }
}

// The fields of both have the same order, in which they are hashed.
impl Equivalent<PageKey> for PageQuery<'_> {
    fn equivalent(&self, key: &PageKey) -> bool {
        *self == key.query()
    }
}

/// Reads a page. Its cost depends on its limit alone: an index leads to its first unit.
pub(crate) async fn page(store: &Store, query: PageQuery<'_>) -> Result<Arc<Page>, StoreError> {
    // What depends on the time is asked for once only.
    let cache = store.cache().filter(|_| query.created_until == i64::MAX);
    let Some(cache) = cache else { return read(store, query).await.map(Arc::new) };
    if let Some(page) = cache.pages.get(&query) {
        return Ok(page);
    }
    let stamp = cache.pages.stamp();
    let mut page = read(store, query).await?;
    page.texts.shrink_to_fit();
    page.ends.shrink_to_fit();
    let page = Arc::new(page);
    cache.pages.keep(stamp, PageKey::of(query), Arc::clone(&page));
    Ok(page)
}

async fn read(store: &Store, query: PageQuery<'_>) -> Result<Page, StoreError> {
    let [parent, kind, after, until, limit] =
        [query.parent, query.kind as i64, query.after, query.created_until, query.limit + 1]
            .map(Value::Integer);
    let mut page = Page { last: query.after, ..Page::default() };
    let capacity = usize::try_from(query.limit).unwrap_or_default();
    page.texts.reserve(capacity * 160);
    page.ends.reserve(capacity);
    let each = |row: &Row<'_>| {
        if page.more {
            return Ok(());
        }
        if page.ends.len() == capacity {
            page.more = true;
            return Ok(());
        }
        let number = required(row.integer(0)?, "number")?;
        let id = required(row.text(1)?, "id")?;
        let name = required(row.bytes(2)?, "name")?;
        if !page.ends.is_empty() && page.texts.len() + id.len() + name.len() > LONGEST {
            page.more = true;
            return Ok(());
        }
        page.last = number;
        page.texts.push_str(id);
        let id = page.texts.len();
        page.texts.push_str(utf8(name)?);
        page.ends.push((id, page.texts.len()));
        Ok(())
    };
    match query.only_of {
        None => store.read(CHILDREN, &[parent, kind, after, until, limit], each).await?,
        Some(account) => {
            store.read(OWN_CHILDREN, &[text(account), parent, after, kind, until, limit], each).await?;
        }
    }
    Ok(page)
}

#[cfg(test)]
mod tests;
