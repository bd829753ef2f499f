//! The reference as those have it who don't see it: names and roles, as Chromium gives them to assistive technology.

use std::collections::{BTreeMap, BTreeSet};

use chromiumoxide::cdp::browser_protocol::accessibility::{AxNode, AxPropertyName, AxValue};

use crate::headless::Headless;

/// The columns of every table.
const COLUMNS: [&str; 4] = ["About", "Documented", "Erratum", "Decided"];

/// How many rows the table of each operation has, by the operation's summary.
const ROWS: &str = "Object.fromEntries([...document.querySelectorAll('.operation')].map(operation =>
    [operation.querySelector('h3').firstChild.data.trim(), operation.querySelectorAll('tr').length]))";

/// A tree of nodes with roles and names.
struct Tree {
    nodes: Vec<AxNode>,
    /// Where a node stands, by its id.
    places: BTreeMap<String, usize>,
}

impl Tree {
    fn new(nodes: Vec<AxNode>) -> Self {
        let places = nodes.iter().enumerate().map(|(place, node)| (node.node_id.inner().clone(), place));
        let places = places.collect();
        Self { nodes, places }
    }

    /// Those with a role that are not hidden.
    fn with_role(&self, role: &str) -> impl Iterator<Item = &AxNode> {
        self.nodes.iter().filter(move |node| !node.ignored && text(node.role.as_ref()) == role)
    }

    /// All with a role that are in a node.
    fn within<'t>(&'t self, node: &'t AxNode, role: &str) -> Vec<&'t AxNode> {
        let (mut found, mut open) = (Vec::new(), vec![node]);
        while let Some(node) = open.pop() {
            if !node.ignored && text(node.role.as_ref()) == role {
                found.push(node);
            }
            // Backwards, so that the first is the next.
            let children = node.child_ids.iter().flatten().rev();
            open.extend(children.filter_map(|id| self.nodes.get(*self.places.get(id.inner())?)));
        }
        found
    }
}

/// The text of a role, a name or a property.
fn text(value: Option<&AxValue>) -> &str {
    value.and_then(|value| value.value.as_ref()?.as_str()).unwrap_or_default()
}

fn name(node: &AxNode) -> &str {
    text(node.name.as_ref())
}

/// Where a link leads.
fn target(link: &AxNode) -> &str {
    let url = link.properties.iter().flatten().find(|property| property.name == AxPropertyName::Url);
    text(url.map(|property| &property.value))
}

/// Where a style makes blocks of tables, they stay tables.
pub(crate) async fn on_a_phone(browser: &Headless, url: &str) {
    let page = browser.open().await;
    page.resize((360, 780), true, false).await;
    page.goto(url).await;
    let _: usize = page
        .evaluate("[...document.querySelectorAll('details')].map(details => details.open = true).length")
        .await;
    let rows: BTreeMap<String, usize> = page.evaluate(ROWS).await;
    let tree = Tree::new(page.accessibility().await);
    has_tables(&tree, &rows);
    has_names(&tree);
    let operations = asp_tests::document();
    let operations: BTreeSet<String> =
        operations.operations().map(|operation| format!("#{}", operation.label())).collect();
    leads_to_each(&tree, &operations);
    assert_eq!(page.close().await.errors, Vec::<String>::new());
}

/// Every operation has a table of its name with the rows and columns that are seen, and each row has its cells.
fn has_tables(tree: &Tree, rows: &BTreeMap<String, usize>) {
    let tables: BTreeMap<&str, &AxNode> = tree.with_role("table").map(|table| (name(table), table)).collect();
    assert_eq!(tables.len(), rows.len() + 1, "one each and one of all: {:?}", tables.keys());
    for (operation, count) in rows {
        let title = format!("{operation}: documented and decided");
        let table = tables.get(title.as_str()).copied();
        let table = table.ok_or_else(|| format!("no table {title}: {:?}", tables.keys())).unwrap();
        let heads: Vec<_> = tree.within(table, "columnheader").into_iter().map(name).collect();
        assert_eq!(heads, COLUMNS, "{title}");
        let own = tree.within(table, "row");
        assert_eq!(own.len(), *count, "{title}");
        for row in own {
            let parts = ["columnheader", "rowheader", "cell"].map(|role| tree.within(row, role).len());
            assert!([[4, 0, 0], [0, 1, 0], [0, 1, 3]].contains(&parts), "{parts:?} in {title}");
        }
    }
}

/// What is pressed, chosen or scrolled says what it is.
fn has_names(tree: &Tree) {
    for role in
        ["link", "button", "radio", "region", "DisclosureTriangle", "searchbox", "table", "navigation"]
    {
        let names: Vec<_> = tree.with_role(role).map(name).collect();
        assert!(!names.is_empty(), "no {role}");
        assert!(names.iter().all(|name| !name.trim().is_empty()), "a {role} without a name: {names:?}");
        let is_one_of_many = ["link", "radio"].contains(&role);
        let distinct: BTreeSet<_> = names.iter().collect();
        assert!(is_one_of_many || distinct.len() == names.len(), "a {role} is called as another: {names:?}");
    }
    assert_eq!(tree.with_role("status").count(), 1);
}

/// Links to operations are called by what they lead to: no two of the same name lead to two places.
fn leads_to_each(tree: &Tree, operations: &BTreeSet<String>) {
    let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for link in tree.with_role("link") {
        let (_, fragment) = target(link).split_at(target(link).find('#').unwrap_or(0));
        targets.entry(name(link)).or_default().insert(fragment);
    }
    for (name, targets) in &targets {
        assert_eq!(targets.len(), 1, "{name} leads to {targets:?}");
    }
    let reached: BTreeSet<&str> = targets.values().flatten().copied().collect();
    let missing: Vec<_> =
        operations.iter().filter(|operation| !reached.contains(operation.as_str())).collect();
    assert!(missing.is_empty(), "no link leads to {missing:?}");
}
