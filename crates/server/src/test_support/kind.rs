//! The five kinds of units, as clients of the service know them, and what an operation does with one.
//!
//! Written from the pages and not from the server's own `kind`, so that a mistake there is not repeated by the tests.

#![allow(clippy::panic, clippy::missing_panics_doc, reason = "this is part of tests, which may")]

use asp_validation::{Method, Operation};
use serde_json::{Value, json};

/// A kind of unit that operations work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Residential, in an organization.
    HomeCommunity,
    /// Residential, in a home community.
    Home,
    /// Hospitality, in an organization.
    Property,
    /// Hospitality, in a property.
    RoomType,
    /// Hospitality, in a room type.
    Room,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Creates a unit.
    Create,
    /// Lists the units in a parent.
    List,
    /// Reads one unit.
    Get,
    /// Updates one unit.
    Update,
    /// Deletes one unit.
    Delete,
}

impl Action {
    /// The status of success.
    pub fn success(self) -> u16 {
        match self {
            Self::Create => 201,
            Self::List | Self::Get => 200,
            Self::Update | Self::Delete => 204,
        }
    }
}

impl Kind {
    /// All kinds; what a unit is in comes before it.
    pub const ALL: [Self; 5] = [Self::HomeCommunity, Self::Home, Self::Property, Self::RoomType, Self::Room];

    /// The path of the collection.
    pub fn path(self) -> &'static str {
        match self {
            Self::HomeCommunity => "/enterprise/residential/v1/homeCommunities",
            Self::Home => "/enterprise/residential/v1/homes",
            Self::Property => "/enterprise/hospitality/v1/properties",
            Self::RoomType => "/enterprise/hospitality/v1/roomTypes",
            Self::Room => "/enterprise/hospitality/v1/rooms",
        }
    }

    /// The member of a page with its units.
    pub fn units(self) -> &'static str {
        self.path().rsplit('/').next().unwrap_or_default()
    }

    /// What a unit of this kind is in; `None` stands for an organization.
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::HomeCommunity | Self::Property => None,
            Self::Home => Some(Self::HomeCommunity),
            Self::RoomType => Some(Self::Property),
            Self::Room => Some(Self::RoomType),
        }
    }

    /// What is in a unit of this kind.
    pub fn child(self) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.parent() == Some(self))
    }

    /// The member and the parameter with the id of the parent.
    pub fn parent_id(self) -> &'static str {
        match self {
            Self::HomeCommunity | Self::Property => "organizationId",
            Self::Home => "homeCommunityId",
            Self::RoomType => "propertyId",
            Self::Room => "roomTypeId",
        }
    }

    /// Whether the residential API has it; the hospitality API has the others.
    pub fn is_residential(self) -> bool {
        matches!(self, Self::HomeCommunity | Self::Home)
    }

    /// How many units a page has at most.
    pub fn largest_page(self) -> usize {
        if self.is_residential() { 10 } else { 50 }
    }

    /// The role that exists at a unit of this kind.
    pub fn role(self) -> &'static str {
        match self {
            Self::HomeCommunity => "A4R.HomeCommunityAdmin",
            Self::Home => "A4R.HomeAdmin",
            Self::Property => "A4H.PropertyAdmin",
            Self::RoomType => "A4H.RoomTypeAdmin",
            Self::Room => "A4H.RoomAdmin",
        }
    }

    /// The operation that does something with units of this kind.
    pub fn operation(self, action: Action) -> Operation {
        let operations = Operation::ALL.iter().copied();
        operations
            .into_iter()
            .find(|operation| parts(*operation) == (self, action))
            .expect("each kind has all five actions")
    }

    /// The target of a request about one unit.
    pub fn at(self, id: &str) -> String {
        format!("{}/{id}", self.path())
    }

    /// The target of a request for a page.
    pub fn list(self, parent: &str) -> String {
        format!("{}?{}={parent}", self.path(), self.parent_id())
    }

    /// The body that creates a unit.
    pub fn new_unit(self, parent: &str, name: &str) -> Value {
        json!({"name": name, self.parent_id(): parent})
    }

    /// The body that gives a unit another name.
    pub fn update(self, id: &str, parent: &str, name: &str) -> Value {
        if self.is_residential() {
            json!({"id": id, "name": name, self.parent_id(): parent})
        } else {
            json!({"name": name})
        }
    }
}

/// What an operation works on, and what it does.
pub fn parts(operation: Operation) -> (Kind, Action) {
    let template = operation.path_template();
    let of_one = template.ends_with('}');
    let collection =
        if of_one { template.rsplit_once('/').map_or("", |(before, _)| before) } else { template };
    let kind = Kind::ALL.into_iter().find(|kind| kind.path() == collection).expect("a kind has this path");
    let action = match (operation.method(), of_one) {
        (Method::Post, false) => Action::Create,
        (Method::Get, false) => Action::List,
        (Method::Get, true) => Action::Get,
        (Method::Put, true) => Action::Update,
        (Method::Delete, true) => Action::Delete,
        (method, _) => panic!("{operation} has the method {method}"),
    };
    (kind, action)
}
