//! The kinds of units of a document: what its operations create, and where.

use asp_spec::{Method, Node, Operation};

use super::DeriveError;
use crate::{List, Unit};

/// A kind of units and its operations.
pub(super) struct Kind<'a> {
    /// What files say of it.
    pub(super) unit: Unit,
    pub(super) create: Operation<'a>,
    pub(super) list: Operation<'a>,
    pub(super) get: Operation<'a>,
    pub(super) update: Operation<'a>,
    pub(super) delete: Operation<'a>,
    /// The number of units on a page if nobody says how many.
    pub(super) default_limit: u64,
}

/// What an operation does to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Create,
    List,
    Get,
    Update,
    Delete,
}

/// All kinds of units, in the order of the operations that create them.
///
/// A kind is told by the schema of its ids: an operation that creates answers with an id, and operations that take such an
/// id in their paths are about one unit.
pub(super) fn kinds<'a>(operations: &[Operation<'a>]) -> Result<Vec<Kind<'a>>, DeriveError> {
    let creates = operations.iter().filter(|operation| operation.method == Method::Post);
    creates.map(|create| kind(create, operations)).collect()
}

/// The name of the component that a reference leads to.
fn component(node: &Node<'_>) -> Option<String> {
    node.reference()?;
    node.resolve().component_name()
}

/// The kind of units that a schema of ids stands for: `roomType` for `RoomTypeId`.
pub(super) fn kind_of_id(schema: &Node<'_>) -> Option<String> {
    let name = component(schema)?;
    let kind = name.strip_suffix("Id")?;
    let mut characters = kind.chars();
    let first = characters.next()?.to_ascii_lowercase();
    Some(format!("{first}{}", characters.as_str()))
}

/// The schema of the JSON body of a request or a response.
pub(super) fn body<'a>(with_content: &Node<'a>) -> Option<Node<'a>> {
    Some(with_content.get("content")?.get("application/json")?.get("schema")?.resolve())
}

fn kind<'a>(create: &Operation<'a>, operations: &[Operation<'a>]) -> Result<Kind<'a>, DeriveError> {
    let missing = |what: &'static str| DeriveError::Missing { operation: create.label(), what };
    let created = create.responses().find(|(status, _)| status.starts_with('2'));
    let created =
        created.and_then(|(_, response)| body(&response)).ok_or_else(|| missing("a created unit"))?;
    let id = created.get("properties").and_then(|members| members.get("id"));
    let name = id.as_ref().and_then(kind_of_id).ok_or_else(|| missing("the id of a created unit"))?;

    let new = create.request_body().and_then(|body_of| body(&body_of)).ok_or_else(|| missing("a body"))?;
    let members: Vec<_> = new.get("properties").iter().flat_map(Node::entries).collect();
    let parent = members.iter().find_map(|(member, schema)| Some((*member, kind_of_id(schema)?)));
    let (parent_member, parent) = parent.ok_or_else(|| missing("the id of a parent"))?;
    let name_member = members.iter().map(|(member, _)| *member).find(|member| *member != parent_member);
    let name_member = name_member.ok_or_else(|| missing("a name"))?;

    let about_one = |method: Method| {
        let is_about = |parameter: &Node<'_>| {
            parameter.text("in") == Some("path")
                && parameter.get("schema").as_ref().and_then(kind_of_id).as_deref() == Some(&*name)
        };
        let mut found = operations.iter().filter(|operation| operation.method == method);
        found.find(|operation| operation.parameters().iter().any(is_about)).cloned()
    };
    let list = operations
        .iter()
        .find(|operation| operation.method == Method::Get && operation.path == create.path)
        .ok_or_else(|| missing("a list"))?;
    let get = about_one(Method::Get).ok_or_else(|| missing("a get"))?;
    let (parent_parameter, pages, default_limit) = pages(list).ok_or_else(|| missing("pages of a list"))?;
    let placeholder = get.path.find('{').zip(get.path.find('}'));
    let (start, end) = placeholder.ok_or_else(|| missing("the path of one unit"))?;
    Ok(Kind {
        unit: Unit {
            name: name.clone(),
            parent,
            collection: create.path.to_owned(),
            one: format!("{}{{{{id}}}}{}", &get.path[..start], &get.path[end + 1..]),
            name_member: name_member.to_owned(),
            parent_member: parent_member.to_owned(),
            parent_parameter,
            list: pages,
        },
        create: create.clone(),
        list: list.clone(),
        update: about_one(Method::Put).ok_or_else(|| missing("an update"))?,
        delete: about_one(Method::Delete).ok_or_else(|| missing("a delete"))?,
        get,
        default_limit,
    })
}

/// The parameter of the parent, how the list is followed, and the limit if nobody says one.
fn pages(list: &Operation<'_>) -> Option<(String, List, u64)> {
    let paging = list.node.get("x-pagination")?;
    let text = |key: &str| paging.text(key).map(str::to_owned);
    let parameters = list.parameters();
    let has_parent = |parameter: &&Node<'_>| parameter.get("schema").as_ref().and_then(kind_of_id).is_some();
    let parent = parameters.iter().find(has_parent)?;
    let limit = text("limit")?;
    let bounds = parameters.iter().find(|parameter| parameter.text("name") == Some(&limit))?;
    let bounds = bounds.get("schema")?.resolve();
    let number = |key: &str| bounds.get(key)?.value().as_u64();
    let pages = List {
        items: text("items")?,
        request_token: text("requestToken")?,
        response_token: text("responseToken")?,
        limit,
        most: number("maximum")?,
    };
    Some((parent.text("name")?.to_owned(), pages, number("default")?))
}
