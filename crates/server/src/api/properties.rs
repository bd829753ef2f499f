//! Properties (hospitality).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::examples;
use super::ids::{OrganizationId, PropertyId};
use super::page::{PaginationContext, pagination};
use super::parameters::{HospitalityPage, OrganizationIdInQuery, PropertyIdInPath};
use super::responses::{
    Deleted, InvalidHospitalityUpdate, InvalidId, InvalidNewUnit, InvalidPageRequest, OrganizationNotFound,
    PropertyNotEmpty, PropertyNotFound, Refused, Updated,
};
use crate::call::{Call, Continuation, Items, Reply, UnitView};
use crate::kind::Kind;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "What is needed to create a property.")]
pub(crate) struct NewProperty {
    /// Name of the new property. No rule for characters, length or uniqueness is defined, so don't rely on one.
    #[schema(examples("Harbor View Hotel"))]
    name: String,
    #[schema(value_type = OrganizationId)]
    organization_id: String,
}

#[derive(Serialize, ToSchema)]
#[schema(description = "The id of a property that was just created.")]
pub(crate) struct CreatedProperty<'a> {
    #[schema(value_type = PropertyId)]
    id: &'a str,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "A property and the organization that it belongs to.")]
pub(crate) struct Property<'a> {
    #[schema(value_type = PropertyId)]
    id: &'a str,
    #[schema(value_type = OrganizationId)]
    organization_id: &'a str,
    /// Name of the property. It can be any text, and other properties may have the same name.
    #[schema(examples("Harbor View Hotel"))]
    name: &'a str,
}

impl<'a> From<UnitView<'a>> for Property<'a> {
    fn from(unit: UnitView<'a>) -> Self {
        Self { id: unit.id, organization_id: unit.parent, name: unit.name }
    }
}

#[derive(Deserialize, ToSchema)]
#[schema(description = "What can be changed about a property, which is its name.")]
pub(crate) struct PropertyUpdate {
    /// New name of the property. No rule for characters, length or uniqueness is defined, so don't rely on one.
    #[schema(examples("Harbor View Hotel and Spa"))]
    name: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "One page of the properties of an organization.")]
pub(crate) struct PropertyPage<'a> {
    /// The properties on this page, in no defined order. May be empty.
    #[schema(value_type = Vec<Property<'_>>)]
    properties: Items<'a, Property<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pagination_context: Option<PaginationContext<'a>>,
}

const EXAMPLE: Property<'_> =
    Property { id: examples::PROPERTY, organization_id: examples::ORGANIZATION, name: "Harbor View Hotel" };

const OTHER_EXAMPLE: Property<'_> =
    Property { id: examples::OTHER_PROPERTY, name: "Pine Lodge Inn", ..EXAMPLE };

fn example_of_page() -> PropertyPage<'static> {
    let next_token = "BFK-d3LZREmJEGsCmg5ZD3DP1tEQYj0eTWP4QIAA3Vg4iPcZ";
    PropertyPage {
        properties: Items::Listed(vec![EXAMPLE, OTHER_EXAMPLE]),
        pagination_context: PaginationContext::of(Continuation::Token(next_token)),
    }
}

#[utoipa::path(
    post,
    path = "/enterprise/hospitality/v1/properties",
    tag = "properties",
    summary = "Create a property",
    description = "Creates a property in the organization named in the body and makes the caller its administrator. \
        That access may take several seconds to appear, so don't rely on using the new property at once. The \
        operation is not idempotent: a repeated request may create a second property with the same name. If no \
        response arrives, list the properties of the organization before you try again. An unknown organization gives \
        400 or 403, never 404.",
    request_body(
        content = NewProperty,
        description = "The name of the new property and the organization that it goes into.",
        example = json!({"name": "Harbor View Hotel", "organizationId": examples::ORGANIZATION}),
    ),
    responses(
        (
            status = 201,
            description = "The property now exists. The body and the `Location` header both give its id.",
            body = CreatedProperty<'_>,
            example = json!(CreatedProperty { id: examples::PROPERTY }),
        ),
        InvalidNewUnit,
        Refused,
    ),
)]
pub(crate) async fn create_property(call: Call) -> Reply {
    let new: NewProperty = call.body()?;
    let id = call.create(Kind::Property, &new.name, &new.organization_id).await?;
    call.created(Kind::Property, &id, &CreatedProperty { id: &id })
}

#[utoipa::path(
    get,
    path = "/enterprise/hospitality/v1/properties",
    tag = "properties",
    summary = "List properties",
    description = "Returns one page of the properties of an organization, at most 50. The list is filtered: it shows \
        only what the caller may see, so a property that is missing from it may still exist.",
    extensions(("x-pagination" = json!(pagination("/properties")))),
    params(OrganizationIdInQuery, HospitalityPage),
    responses(
        (
            status = 200,
            description = "One page of properties.",
            body = PropertyPage<'_>,
            example = json!(example_of_page()),
        ),
        InvalidPageRequest,
        OrganizationNotFound,
        Refused,
    ),
)]
pub(crate) async fn list_properties(call: Call) -> Reply {
    let listing = call.list(Kind::Property).await?;
    let properties = listing.items()?;
    let pagination_context = PaginationContext::of(listing.continuation());
    call.ok_page(&listing, &PropertyPage { properties, pagination_context })
}

#[utoipa::path(
    get,
    path = "/enterprise/hospitality/v1/properties/{propertyId}",
    tag = "properties",
    summary = "Get a property",
    description = "Returns the name and the organization of one property. The caller must be allowed to view it.",
    params(PropertyIdInPath),
    responses(
        (status = 200, description = "The property as it is now.", body = Property<'_>, example = json!(EXAMPLE)),
        InvalidId,
        PropertyNotFound,
        Refused,
    ),
)]
pub(crate) async fn get_property(call: Call) -> Reply {
    let property = call.get(Kind::Property).await?;
    call.ok_unit::<Property<'_>>(&property)
}

#[utoipa::path(
    put,
    path = "/enterprise/hospitality/v1/properties/{propertyId}",
    tag = "properties",
    summary = "Update a property",
    description = "Gives a property a new name. Only the name can change: the property keeps its id, its organization \
        and its room types. The caller must be allowed to update the property.",
    params(PropertyIdInPath),
    request_body(
        content = PropertyUpdate,
        description = "The new name of the property.",
        example = json!({"name": "Harbor View Hotel and Spa"}),
    ),
    responses(Updated, InvalidHospitalityUpdate, PropertyNotFound, Refused),
)]
pub(crate) async fn update_property(call: Call) -> Reply {
    let update: PropertyUpdate = call.body()?;
    call.rename(Kind::Property, &update.name).await?;
    Ok(call.no_content())
}

#[utoipa::path(
    delete,
    path = "/enterprise/hospitality/v1/properties/{propertyId}",
    tag = "properties",
    summary = "Delete a property",
    description = "Deletes an empty property. Delete the rooms first, then the room types, then the property. While it \
        still holds units, the operation answers 400. The caller must be allowed to delete the property.",
    params(PropertyIdInPath),
    responses(Deleted, PropertyNotEmpty, PropertyNotFound, Refused)
)]
pub(crate) async fn delete_property(call: Call) -> Reply {
    call.delete(Kind::Property).await?;
    Ok(call.no_content())
}
