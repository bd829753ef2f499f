//! Home communities (residential).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::examples;
use super::ids::{HomeCommunityId, OrganizationId};
use super::page::{PaginationContext, pagination};
use super::parameters::{HomeCommunityIdInPath, OrganizationIdInQuery, ResidentialPage};
use super::responses::{
    Deleted, HomeCommunityNotFound, InvalidId, InvalidNewUnit, InvalidPageRequest, InvalidResidentialDelete,
    InvalidResidentialUpdate, OrganizationNotFound, Refused, Updated,
};
use crate::call::{Call, Continuation, Items, Reply, UnitView};
use crate::kind::Kind;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "What is needed to create a home community.")]
pub(crate) struct NewHomeCommunity {
    #[doc = "Name of the new home community. No rule for characters, length or uniqueness is defined, so don't rely \
             on one."]
    #[schema(examples("Cedar Grove Apartments"))]
    name: String,
    #[schema(value_type = OrganizationId)]
    organization_id: String,
}

#[derive(Serialize, ToSchema)]
#[schema(description = "The id of a home community that was just created.")]
pub(crate) struct CreatedHomeCommunity<'a> {
    #[schema(value_type = HomeCommunityId)]
    id: &'a str,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "A home community and the organization that it belongs to.")]
pub(crate) struct HomeCommunity<'a> {
    #[schema(value_type = HomeCommunityId)]
    id: &'a str,
    #[schema(value_type = OrganizationId)]
    organization_id: &'a str,
    /// Name of the home community. It can be any text, and other home communities may have the same name.
    #[schema(examples("Cedar Grove Apartments"))]
    name: &'a str,
}

impl<'a> From<UnitView<'a>> for HomeCommunity<'a> {
    fn from(unit: UnitView<'a>) -> Self {
        Self { id: unit.id, organization_id: unit.parent, name: unit.name }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(
    description = "A home community as it should be after the update. All fields are required. The id must equal the \
                   one in the path, and the organization id should be the current one."
)]
pub(crate) struct HomeCommunityUpdate {
    #[schema(value_type = HomeCommunityId)]
    id: String,
    #[schema(value_type = OrganizationId)]
    organization_id: String,
    /// New name of the home community. No rule for characters, length or uniqueness is defined, so don't rely on one.
    #[schema(examples("Cedar Grove Garden Apartments"))]
    name: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "One page of the home communities of an organization.")]
pub(crate) struct HomeCommunityPage<'a> {
    /// The home communities on this page, in no defined order. May be empty.
    #[schema(value_type = Vec<HomeCommunity<'_>>)]
    home_communities: Items<'a, HomeCommunity<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pagination_context: Option<PaginationContext<'a>>,
}

const EXAMPLE: HomeCommunity<'_> = HomeCommunity {
    id: examples::HOME_COMMUNITY,
    organization_id: examples::ORGANIZATION,
    name: "Cedar Grove Apartments",
};

const OTHER_EXAMPLE: HomeCommunity<'_> =
    HomeCommunity { id: examples::OTHER_HOME_COMMUNITY, name: "Maple Court Residences", ..EXAMPLE };

fn example_of_page() -> HomeCommunityPage<'static> {
    let next_token = "MsB7JiepyoIfSA9xtbO1u8gIhHH0GDUqqrJNOmK-ZIGiX6Yj";
    HomeCommunityPage {
        home_communities: Items::Listed(vec![EXAMPLE, OTHER_EXAMPLE]),
        pagination_context: PaginationContext::of(Continuation::Token(next_token)),
    }
}

#[utoipa::path(
    post,
    path = "/enterprise/residential/v1/homeCommunities",
    tag = "home-communities",
    summary = "Create a home community",
    description = "Creates a home community in the organization named in the body. Administrators of the organization \
        can do this. The operation is not idempotent: a repeated request may create a second home community with the \
        same name. If no response arrives, list the home communities of the organization before you try again. An \
        unknown organization gives 400 or 403, never 404.",
    request_body(
        content = NewHomeCommunity,
        description = "The name of the new home community and the organization that it goes into.",
        example = json!({"name": "Cedar Grove Apartments", "organizationId": examples::ORGANIZATION}),
    ),
    responses(
        (
            status = 201,
            description = "The home community now exists. The body and the `Location` header both give its id.",
            body = CreatedHomeCommunity<'_>,
            example = json!(CreatedHomeCommunity { id: examples::HOME_COMMUNITY }),
        ),
        InvalidNewUnit,
        Refused,
    ),
)]
pub(crate) async fn create_home_community(call: Call) -> Reply {
    let new: NewHomeCommunity = call.body()?;
    let id = call.create(Kind::HomeCommunity, &new.name, &new.organization_id).await?;
    call.created(Kind::HomeCommunity, &id, &CreatedHomeCommunity { id: &id })
}

#[utoipa::path(
    get,
    path = "/enterprise/residential/v1/homeCommunities",
    tag = "home-communities",
    summary = "List home communities",
    description = "Returns one page of the home communities of an organization, at most 10. The list is filtered: it \
        shows only what the caller may see, so a home community that is missing from it may still exist.",
    extensions(("x-pagination" = json!(pagination("/homeCommunities")))),
    params(OrganizationIdInQuery, ResidentialPage),
    responses(
        (
            status = 200,
            description = "One page of home communities.",
            body = HomeCommunityPage<'_>,
            example = json!(example_of_page()),
        ),
        InvalidPageRequest,
        OrganizationNotFound,
        Refused,
    ),
)]
pub(crate) async fn list_home_communities(call: Call) -> Reply {
    let listing = call.list(Kind::HomeCommunity).await?;
    let home_communities = listing.items()?;
    let pagination_context = PaginationContext::of(listing.continuation());
    call.ok_page(&listing, &HomeCommunityPage { home_communities, pagination_context })
}

#[utoipa::path(
    get,
    path = "/enterprise/residential/v1/homeCommunities/{id}",
    tag = "home-communities",
    summary = "Get a home community",
    description = "Returns the name and the organization of one home community. The caller must be allowed to view it.",
    params(HomeCommunityIdInPath),
    responses(
        (
            status = 200,
            description = "The home community as it is now.",
            body = HomeCommunity<'_>,
            example = json!(EXAMPLE),
        ),
        InvalidId,
        HomeCommunityNotFound,
        Refused,
    ),
)]
pub(crate) async fn get_home_community(call: Call) -> Reply {
    let community = call.get(Kind::HomeCommunity).await?;
    call.ok_unit::<HomeCommunity<'_>>(&community)
}

#[utoipa::path(
    put,
    path = "/enterprise/residential/v1/homeCommunities/{id}",
    tag = "home-communities",
    summary = "Update a home community",
    description = "Replaces the metadata of a home community. The body holds the whole home community, so all three \
        fields are required even though only the name is meant to change. Send the id from the path and the current \
        organization id: moving a home community to another organization is not defined, so don't rely on it. The \
        caller must be allowed to update the home community.",
    params(HomeCommunityIdInPath),
    request_body(
        content = HomeCommunityUpdate,
        description = "The whole home community with its new name.",
        example = json!({
            "id": examples::HOME_COMMUNITY,
            "organizationId": examples::ORGANIZATION,
            "name": "Cedar Grove Garden Apartments",
        }),
    ),
    responses(Updated, InvalidResidentialUpdate, HomeCommunityNotFound, Refused),
)]
pub(crate) async fn update_home_community(call: Call) -> Reply {
    let update: HomeCommunityUpdate = call.body()?;
    call.replace(Kind::HomeCommunity, &update.id, &update.organization_id, &update.name).await?;
    Ok(call.no_content())
}

#[utoipa::path(
    delete,
    path = "/enterprise/residential/v1/homeCommunities/{id}",
    tag = "home-communities",
    summary = "Delete a home community",
    description = "Deletes a home community. Delete its homes first: what happens to homes that are still in it is not \
        defined, so don't rely on a refusal or on their removal. Administrators of the organization can do this.",
    params(HomeCommunityIdInPath),
    responses(Deleted, InvalidResidentialDelete, HomeCommunityNotFound, Refused)
)]
pub(crate) async fn delete_home_community(call: Call) -> Reply {
    call.delete(Kind::HomeCommunity).await?;
    Ok(call.no_content())
}
