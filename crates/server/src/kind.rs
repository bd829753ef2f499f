//! The kinds of units, and what follows from the kind alone.

/// What a unit is. The numbers are what the store keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// Level 0; no operation creates one.
    Organization = 0,
    /// Residential, in an organization.
    HomeCommunity = 1,
    /// Residential, in a home community.
    Home = 2,
    /// Hospitality, in an organization.
    Property = 3,
    /// Hospitality, in a property.
    RoomType = 4,
    /// Hospitality, in a room type.
    Room = 5,
}

impl Kind {
    /// The kind with the number that the store keeps.
    pub(crate) fn from_number(number: i64) -> Option<Self> {
        [Self::Organization, Self::HomeCommunity, Self::Home, Self::Property, Self::RoomType, Self::Room]
            .into_iter()
            .find(|kind| *kind as i64 == number)
    }

    /// What a unit of this kind is in; `None` for organizations.
    pub(crate) fn parent(self) -> Option<Self> {
        match self {
            Self::Organization => None,
            Self::HomeCommunity | Self::Property => Some(Self::Organization),
            Self::Home => Some(Self::HomeCommunity),
            Self::RoomType => Some(Self::Property),
            Self::Room => Some(Self::RoomType),
        }
    }

    /// Whether the residential API has it; the hospitality API has the others. Organizations are in both.
    pub(crate) fn is_residential(self) -> bool {
        matches!(self, Self::HomeCommunity | Self::Home)
    }

    /// The path of the collection, such as `/enterprise/hospitality/v1/rooms`; `None` for organizations.
    pub(crate) fn path(self) -> Option<&'static str> {
        match self {
            Self::Organization => None,
            Self::HomeCommunity => Some("/enterprise/residential/v1/homeCommunities"),
            Self::Home => Some("/enterprise/residential/v1/homes"),
            Self::Property => Some("/enterprise/hospitality/v1/properties"),
            Self::RoomType => Some("/enterprise/hospitality/v1/roomTypes"),
            Self::Room => Some("/enterprise/hospitality/v1/rooms"),
        }
    }

    /// The word for it, for messages.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::HomeCommunity => "home community",
            Self::Home => "home",
            Self::Property => "property",
            Self::RoomType => "room type",
            Self::Room => "room",
        }
    }
}
