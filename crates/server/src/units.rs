//! The rules of the operations: who may do what with which unit, and what is answered otherwise.

pub(crate) mod access;
pub(crate) mod name;

use std::sync::Arc;

use http::StatusCode;

use crate::call::{Call, Listing};
use crate::failure::Failure;
use crate::id;
use crate::kind::Kind;
use crate::page_token::{self, Binding};
use crate::store::WriteError;
use crate::store::pages::{self, PageQuery};
use crate::store::units::{self, NewUnit, StoredUnit};
use crate::switches::{NotEmpty, OtherId, OtherParent, Refusal, Switches};

/// Creates a unit in a parent; the id of the new unit.
pub(crate) async fn create(call: &Call, kind: Kind, name: &str, parent: &str) -> Result<String, Failure> {
    let switches = &call.control().switches;
    name::check(switches, kind, name)?;
    let parent = access::parent_of_new_unit(call, kind, parent).await?;
    let id = id::mint(&mut rand::rng());
    let unit = NewUnit {
        id: id.clone(),
        kind,
        parent: parent.number,
        branch: match kind {
            Kind::Organization | Kind::HomeCommunity | Kind::Property => None,
            Kind::Home | Kind::RoomType => Some(parent.number),
            Kind::Room => parent.branch,
        },
        organization: parent.organization,
        name: name.to_owned(),
        name_key: name::key(switches, kind, name),
        created_at: call.now(),
        // Even if the switch says otherwise: it may just have been changed.
        parent_may_move: kind == Kind::Home,
        administrator: administrator(kind).map(|role| (call.caller().account.to_string(), role)),
    };
    match units::create(&call.app().store, unit).await {
        Ok(()) => Ok(id),
        Err(WriteError::Duplicate { .. }) => Err(duplicate_name(switches)),
        // The parent was deleted after it was read.
        Err(WriteError::Reference { .. } | WriteError::Nothing { .. }) => {
            Err(access::unknown_parent(switches, kind))
        }
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// The role that the creator of a unit gets at it. The residential pages speak of none.
fn administrator(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Organization | Kind::HomeCommunity | Kind::Home => None,
        Kind::Property => Some("A4H.PropertyAdmin"),
        Kind::RoomType => Some("A4H.RoomTypeAdmin"),
        Kind::Room => Some("A4H.RoomAdmin"),
    }
}

/// Reads one unit.
pub(crate) async fn get(call: &Call, kind: Kind) -> Result<Arc<StoredUnit>, Failure> {
    access::unit_in_path(call, kind).await
}

/// Reads one page of the units in a parent.
pub(crate) async fn list(call: &Call, kind: Kind) -> Result<Listing, Failure> {
    let app = call.app();
    let control = call.control();
    let caller = call.caller();
    let query = call.page_request()?;
    let (parent, sees_all) = access::parent_of_list(call, kind, &query.parent).await?;
    let binding = Binding {
        operation: call.operation().operation_id(),
        parent: parent.number,
        page_size: query.limit,
        client: &caller.client,
        account: &caller.account,
    };
    let after = match &query.token {
        None => 0,
        Some(token) => page_token::open(&app.page_key, &binding, call.now(), token)
            .map_err(|error| Failure::bad_request(format!("query nextToken: {error}")))?,
    };
    let delay =
        i64::try_from(control.switches.role_delay.max(control.switches.read_delay)).unwrap_or(i64::MAX);
    let page = pages::page(
        &app.store,
        PageQuery {
            parent: parent.number,
            kind,
            only_of: (!sees_all).then_some(&*caller.account),
            after,
            created_until: if delay == 0 { i64::MAX } else { call.now().saturating_sub(delay) },
            limit: i64::from(query.limit),
        },
    )
    .await?;
    let shown = !kind.is_residential() || control.switches.residential_pagination_context;
    let next = (page.more && shown).then(|| {
        let lifetime = i64::try_from(control.switches.continuation_token_lifetime).unwrap_or(i64::MAX);
        page_token::seal(&app.page_key, &binding, page.last, call.now().saturating_add(lifetime))
    });
    let last_page = match (shown, kind.is_residential()) {
        (false, _) => crate::switches::LastPage::NoContext,
        (true, true) => control.switches.residential_last_page,
        (true, false) => control.switches.hospitality_last_page,
    };
    Ok(Listing::new(parent, page, next, last_page))
}

/// Gives a unit another name.
pub(crate) async fn rename(call: &Call, kind: Kind, name: &str) -> Result<(), Failure> {
    let switches = &call.control().switches;
    name::check_update(switches, kind, name)?;
    let unit = access::unit_in_path(call, kind).await?;
    write_name(call, kind, &unit, name).await
}

/// Replaces a residential unit: its name, and its parent if the switch allows it.
pub(crate) async fn replace(
    call: &Call,
    kind: Kind,
    id: &str,
    parent: &str,
    name: &str,
) -> Result<(), Failure> {
    let switches = &call.control().switches;
    name::check_update(switches, kind, name)?;
    let unit = access::unit_in_path(call, kind).await?;
    vacant(switches, &unit, "updated")?;
    if switches.other_id == OtherId::Refuse && id != unit.id {
        return Err(Failure::bad_request(
            "body /id: differs from the id in the path; send the same id in both places",
        ));
    }
    if parent == unit.parent_id || switches.other_parent == OtherParent::Ignore {
        return write_name(call, kind, &unit, name).await;
    }
    if switches.other_parent == OtherParent::Refuse {
        return Err(Failure::bad_request(format!(
            "body: the {word} is not in that parent, and updates don't move a {word}; send the id of its current parent",
            word = kind.word()
        )));
    }
    let parent = access::parent_of_new_unit(call, kind, parent).await?;
    match units::move_to(&call.app().store, &unit, &parent, name.to_owned()).await {
        Ok(()) => Ok(()),
        Err(WriteError::Nothing { step: 0 }) if kind == Kind::Home => {
            Err(access::unknown_parent(switches, kind))
        }
        Err(WriteError::Nothing { .. }) => Err(access::unknown_unit(kind)),
        Err(WriteError::Reference { .. }) if kind == Kind::Home => Err(occupied(switches, "updated")),
        Err(WriteError::Duplicate { .. } | WriteError::Reference { .. }) => {
            Err(access::unknown_parent(switches, kind))
        }
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

async fn write_name(call: &Call, kind: Kind, unit: &StoredUnit, name: &str) -> Result<(), Failure> {
    let switches = &call.control().switches;
    let key = name::key(switches, kind, name);
    match units::rename(&call.app().store, unit.number, name.to_owned(), key).await {
        Ok(()) => Ok(()),
        Err(WriteError::Duplicate { .. }) => Err(duplicate_name(switches)),
        // Somebody moved in after it was read.
        Err(WriteError::Reference { .. }) if kind == Kind::Home => Err(occupied(switches, "updated")),
        Err(WriteError::Nothing { .. } | WriteError::Reference { .. }) => Err(access::unknown_unit(kind)),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// Deletes a unit that nothing is in.
pub(crate) async fn delete(call: &Call, kind: Kind) -> Result<(), Failure> {
    let switches = &call.control().switches;
    let unit = access::unit_to_delete(call, kind).await?;
    vacant(switches, &unit, "deleted")?;
    let contents = kind == Kind::HomeCommunity && switches.home_community_not_empty == NotEmpty::Cascade;
    match units::delete(&call.app().store, unit.number, contents).await {
        Ok(()) => Ok(()),
        Err(WriteError::Nothing { .. }) => Err(access::unknown_unit(kind)),
        Err(WriteError::Reference { step: 0 }) if contents => Err(refusal(
            switches.occupied_home,
            "a home in the home community is occupied, so neither can be deleted; end its occupancy first",
        )),
        Err(WriteError::Reference { .. } | WriteError::Duplicate { .. }) => Err(not_empty(switches, kind)),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// Refuses to change a home in which somebody lives.
fn vacant(switches: &Switches, unit: &StoredUnit, change: &str) -> Result<(), Failure> {
    if unit.occupied { Err(occupied(switches, change)) } else { Ok(()) }
}

fn occupied(switches: &Switches, change: &str) -> Failure {
    refusal(
        switches.occupied_home,
        format!("the home is occupied and can't be {change}; end its occupancy first"),
    )
}

fn not_empty(switches: &Switches, kind: Kind) -> Failure {
    match kind {
        Kind::Room => Failure::bad_request("the room still has devices; take them out of it first"),
        Kind::Home => occupied(switches, "deleted"),
        Kind::RoomType => Failure::bad_request("the room type still holds rooms; delete them first"),
        Kind::Property => Failure::bad_request("the property still holds room types; delete them first"),
        Kind::HomeCommunity => {
            Failure::bad_request("the home community still holds homes; delete them first")
        }
        Kind::Organization => Failure::bad_request("the organization still holds units; delete them first"),
    }
}

fn duplicate_name(switches: &Switches) -> Failure {
    refusal(
        switches.duplicate_room_name,
        "body /name: another room of the property has this name; names are unique across all room types of a property",
    )
}

/// A failure with a status that a switch chose.
pub(crate) fn refusal(refusal: Refusal, message: impl Into<String>) -> Failure {
    let status = match refusal {
        Refusal::BadRequest => StatusCode::BAD_REQUEST,
        Refusal::Forbidden => StatusCode::FORBIDDEN,
        Refusal::NotFound => StatusCode::NOT_FOUND,
        Refusal::Conflict => StatusCode::CONFLICT,
    };
    Failure::new(status, message)
}
