//! Homes (residential).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::examples;
use super::ids::{HomeCommunityId, HomeId};
use super::page::{PaginationContext, pagination};
use super::parameters::{HomeCommunityIdInQuery, HomeIdInPath, ResidentialPage};
use super::responses::{
    Deleted, HomeCommunityNotFound, HomeNotFound, InvalidId, InvalidNewUnit, InvalidPageRequest,
    InvalidResidentialDelete, InvalidResidentialUpdate, Refused, Updated,
};
use crate::call::{Call, Continuation, Items, Reply, UnitView};
use crate::kind::Kind;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "What is needed to create a home.")]
pub(crate) struct NewHome {
    /// Name of the new home. No rule for characters, length or uniqueness is defined, so don't rely on one.
    #[schema(examples("Apartment 12B"))]
    name: String,
    #[schema(value_type = HomeCommunityId)]
    home_community_id: String,
}

#[derive(Serialize, ToSchema)]
#[schema(description = "The id of a home that was just created.")]
pub(crate) struct CreatedHome<'a> {
    #[schema(value_type = HomeId)]
    id: &'a str,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "A home and the home community that it belongs to.")]
#[expect(clippy::struct_field_names, reason = "these are the names on the wire")]
pub(crate) struct Home<'a> {
    #[schema(value_type = HomeId)]
    id: &'a str,
    #[schema(value_type = HomeCommunityId)]
    home_community_id: &'a str,
    /// Name of the home. It can be any text, and other homes may have the same name.
    #[schema(examples("Apartment 12B"))]
    name: &'a str,
}

impl<'a> From<UnitView<'a>> for Home<'a> {
    fn from(unit: UnitView<'a>) -> Self {
        Self { id: unit.id, home_community_id: unit.parent, name: unit.name }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(
    description = "A home as it should be after the update. All fields are required. The id must equal the one in the \
                   path, and the home community id should be the current one."
)]
pub(crate) struct HomeUpdate {
    #[schema(value_type = HomeId)]
    id: String,
    #[schema(value_type = HomeCommunityId)]
    home_community_id: String,
    /// New name of the home. No rule for characters, length or uniqueness is defined, so don't rely on one.
    #[schema(examples("Apartment 12B East"))]
    name: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "One page of the homes in a home community.")]
pub(crate) struct HomePage<'a> {
    /// The homes on this page, in no defined order. May be empty.
    #[schema(value_type = Vec<Home<'_>>)]
    homes: Items<'a, Home<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pagination_context: Option<PaginationContext<'a>>,
}

const EXAMPLE: Home<'_> =
    Home { id: examples::HOME, home_community_id: examples::HOME_COMMUNITY, name: "Apartment 12B" };

const OTHER_EXAMPLE: Home<'_> = Home { id: examples::OTHER_HOME, name: "Apartment 14A", ..EXAMPLE };

fn example_of_page() -> HomePage<'static> {
    let next_token = "VqTFDa-OBOsXh2o1jKl6dJ5fABlIYb30n7ug1SSL6ka7d13l";
    HomePage {
        homes: Items::Listed(vec![EXAMPLE, OTHER_EXAMPLE]),
        pagination_context: PaginationContext::of(Continuation::Token(next_token)),
    }
}

#[utoipa::path(
    post,
    path = "/enterprise/residential/v1/homes",
    tag = "homes",
    summary = "Create a home",
    description = "Creates a home in the home community named in the body. Administrators of the home community can do \
        this. The operation is not idempotent: a repeated request may create a second home with the same name. If no \
        response arrives, list the homes of the home community before you try again. An unknown home community gives \
        400 or 403, never 404.",
    request_body(
        content = NewHome,
        description = "The name of the new home and the home community that it goes into.",
        example = json!({"name": "Apartment 12B", "homeCommunityId": examples::HOME_COMMUNITY}),
    ),
    responses(
        (
            status = 201,
            description = "The home now exists. The body and the `Location` header both give its id.",
            body = CreatedHome<'_>,
            example = json!(CreatedHome { id: examples::HOME }),
        ),
        InvalidNewUnit,
        Refused,
    ),
)]
pub(crate) async fn create_home(call: Call) -> Reply {
    let new: NewHome = call.body()?;
    let id = call.create(Kind::Home, &new.name, &new.home_community_id).await?;
    call.created(Kind::Home, &id, &CreatedHome { id: &id })
}

#[utoipa::path(
    get,
    path = "/enterprise/residential/v1/homes",
    tag = "homes",
    summary = "List homes",
    description = "Returns one page of the homes in a home community, at most 10. The list is filtered: it shows only \
        what the caller may see, so a home that is missing from it may still exist.",
    extensions(("x-pagination" = json!(pagination("/homes")))),
    params(HomeCommunityIdInQuery, ResidentialPage),
    responses(
        (
            status = 200,
            description = "One page of homes.",
            body = HomePage<'_>,
            example = json!(example_of_page()),
        ),
        InvalidPageRequest,
        HomeCommunityNotFound,
        Refused,
    ),
)]
pub(crate) async fn list_homes(call: Call) -> Reply {
    let listing = call.list(Kind::Home).await?;
    let homes = listing.items()?;
    call.ok_page(
        &listing,
        &HomePage { homes, pagination_context: PaginationContext::of(listing.continuation()) },
    )
}

#[utoipa::path(
    get,
    path = "/enterprise/residential/v1/homes/{id}",
    tag = "homes",
    summary = "Get a home",
    description = "Returns the name and the home community of one home. The caller must be allowed to view it.",
    params(HomeIdInPath),
    responses(
        (status = 200, description = "The home as it is now.", body = Home<'_>, example = json!(EXAMPLE)),
        InvalidId,
        HomeNotFound,
        Refused,
    ),
)]
pub(crate) async fn get_home(call: Call) -> Reply {
    let home = call.get(Kind::Home).await?;
    call.ok_unit::<Home<'_>>(&home)
}

#[utoipa::path(
    put,
    path = "/enterprise/residential/v1/homes/{id}",
    tag = "homes",
    summary = "Update a home",
    description = "Replaces the metadata of a home. The body holds the whole home, so all three fields are required \
        even though only the name is meant to change. Send the id from the path and the current home community id: \
        moving a home to another home community is not defined, so don't rely on it. The caller must be allowed to \
        update the home.",
    params(HomeIdInPath),
    request_body(
        content = HomeUpdate,
        description = "The whole home with its new name.",
        example = json!({
            "id": examples::HOME,
            "homeCommunityId": examples::HOME_COMMUNITY,
            "name": "Apartment 12B East",
        }),
    ),
    responses(Updated, InvalidResidentialUpdate, HomeNotFound, Refused),
)]
pub(crate) async fn update_home(call: Call) -> Reply {
    let update: HomeUpdate = call.body()?;
    call.replace(Kind::Home, &update.id, &update.home_community_id, &update.name).await?;
    Ok(call.no_content())
}

#[utoipa::path(
    delete,
    path = "/enterprise/residential/v1/homes/{id}",
    tag = "homes",
    summary = "Delete a home",
    description = "Deletes a home. The caller must be allowed to delete it. What happens to devices that are still in \
        the home is not defined, so don't rely on a refusal or on their removal.",
    params(HomeIdInPath),
    responses(Deleted, InvalidResidentialDelete, HomeNotFound, Refused)
)]
pub(crate) async fn delete_home(call: Call) -> Reply {
    call.delete(Kind::Home).await?;
    Ok(call.no_content())
}
