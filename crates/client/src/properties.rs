//! Conveniences for properties, beside the generated operations.

use crate::create::{CreatedOrFound, Wanted, create_or_get};
use crate::generated::properties::builder;
use crate::ids::PropertyId;
use crate::{Error, Operation, types};

create_or_get! {
    /// Sees to it that the organization has a property with this name, and creates it if there is none.
    ///
    /// It looks for one first, since the service takes any number of properties with one name. Of several it finds the one
    /// whose id comes first.
    CreateProperty, NewProperty, CreatedProperty -> PropertyId, organization_id, unique: false, list_properties
}
