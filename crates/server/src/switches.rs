//! A named switch for each question that the vendor's pages leave open.
//!
//! Every setting is one that the real service may have. The defaults follow what evidence there is; `fidelity` says
//! which.

use serde::{Deserialize, Serialize};

pub use self::table::{SWITCHES, Switch, Values};

mod table;

/// How a last page says that no other follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LastPage {
    /// `"paginationContext": {"nextToken": null}`.
    NullToken,
    /// `"paginationContext": {"nextToken": ""}`.
    EmptyToken,
    /// `"paginationContext": {}`.
    NoToken,
    /// No `paginationContext`.
    NoContext,
}

/// A status that the pages leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// 400.
    BadRequest,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 409, which no page has.
    Conflict,
}

/// What a residential update does if the body names another parent than the current one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OtherParent {
    /// 400.
    Refuse,
    /// The name is updated, the parent stays.
    Ignore,
    /// The unit goes into the other parent.
    Move,
}

/// What a residential update does if the ids in path and body differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OtherId {
    /// 400.
    Refuse,
    /// The id in the path counts.
    Ignore,
}

/// What deleting a home community does with the homes in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotEmpty {
    /// 400.
    Refuse,
    /// They are deleted as well.
    Cascade,
}

/// Which letters a room name may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Letters {
    /// A to Z and a to z.
    Ascii,
    /// Whatever Unicode calls a letter or a digit.
    Unicode,
}

/// Whether upper and lower case make two room names different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameCase {
    /// `a` and `A` are two names.
    Sensitive,
    /// `a` and `A` are the same name.
    Insensitive,
}

/// The form of the `Location` of a new unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LocationForm {
    /// `/enterprise/...`.
    Relative,
    /// `http://host/enterprise/...`.
    Absolute,
    /// `"/enterprise/..."`, with the quotes.
    QuotedRelative,
    /// `"http://host/enterprise/..."`, with the quotes.
    QuotedAbsolute,
}

/// The body of errors that come from in front of the operations: unknown paths and methods, bodies that are too large,
/// missing tokens, throttling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GatewayBody {
    /// `{"message": ...}`.
    ApiError,
    /// `{}`.
    EmptyObject,
    /// JSON with other members.
    OtherJson,
    /// Plain text.
    Text,
    /// A page of HTML.
    Html,
    /// Nothing.
    Empty,
}

/// Which units an administrator of an organization may manage in hospitality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganizationAdmin {
    /// All of the organization.
    EveryUnit,
    /// The properties that they created or have a role at.
    OwnUnits,
}

/// What a refresh does with the refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefreshRotation {
    /// It stays valid, and the response returns it.
    Keep,
    /// It stays valid, and the response has no refresh token, which RFC 6749 section 6 allows.
    Omit,
    /// The response returns another one, and the old one is used up. Using it again revokes everything that the consent
    /// led to, without a time of grace (RFC 9700 section 4.14.2).
    Rotate,
}

/// All switches. Times are in milliseconds of the server's clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, with a name")]
pub struct Switches {
    /// How the last page of a hospitality list ends.
    pub hospitality_last_page: LastPage,
    /// How the last page of a residential list ends.
    pub residential_last_page: LastPage,
    /// Whether residential lists have a `paginationContext` at all. Without it nobody gets past the first page.
    pub residential_pagination_context: bool,
    /// What a create operation answers if the parent is unknown: 400 or 403.
    pub unknown_parent: Refusal,
    /// What is answered about a unit of an organization that the caller has nothing to do with: 404 or 403.
    pub foreign_unit: Refusal,
    /// What is answered if another room of the property has the name: 400 or 409.
    pub duplicate_room_name: Refusal,
    /// Residential updates whose ids differ.
    pub other_id: OtherId,
    /// Residential updates that name another parent.
    pub other_parent: OtherParent,
    /// The greatest number of characters of names other than those of rooms; any number if `None`.
    pub longest_name: Option<u32>,
    /// Which letters a room name may have.
    pub room_name_letters: Letters,
    /// Whether case makes two room names different. It counts for names that are written from now on.
    pub room_name_case: NameCase,
    /// Whether the rule for room names holds for updates too.
    pub room_name_rule_on_update: bool,
    /// Whether 204 comes with `Content-Type: application/json`.
    pub content_type_of_204: bool,
    /// The body of errors from in front of the operations.
    pub gateway_body: GatewayBody,
    /// Whether errors have `X-Amzn-RequestId`.
    pub request_id_of_errors: bool,
    /// Whether bodies that are too large or of another media type get 413 and 415, which no page has, instead of 400.
    pub undocumented_statuses: bool,
    /// Whether residential operations are throttled.
    pub residential_throttling: bool,
    /// How many requests a second each client may send to each operation; any number if `None`.
    pub requests_per_second: Option<f64>,
    /// How many requests a client may send to an operation at once after a pause.
    pub burst: u32,
    /// How long an access token lives.
    pub access_token_lifetime: u64,
    /// What a refresh does with the refresh token. The vendor's own tool ignores the one in the response and goes on with
    /// the old one, which is said to be valid until the user removes the client.
    pub refresh_rotation: RefreshRotation,
    /// How long a continuation token can be used.
    pub continuation_token_lifetime: u64,
    /// What deleting a home community does with its homes.
    pub home_community_not_empty: NotEmpty,
    /// What updating or deleting an occupied home answers: 400 or 403.
    pub occupied_home: Refusal,
    /// The form of `Location`.
    pub location: LocationForm,
    /// How long nobody has access to a new unit, its creator included: 403 until then, and lists without it.
    pub role_delay: u64,
    /// How long a new unit is unknown to everybody: 404 until then, and lists without it.
    pub read_delay: u64,
    /// Which units an administrator of an organization may manage in hospitality.
    pub organization_admin: OrganizationAdmin,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            hospitality_last_page: LastPage::NullToken,
            residential_last_page: LastPage::NoContext,
            residential_pagination_context: true,
            unknown_parent: Refusal::BadRequest,
            foreign_unit: Refusal::NotFound,
            duplicate_room_name: Refusal::BadRequest,
            other_id: OtherId::Refuse,
            other_parent: OtherParent::Refuse,
            longest_name: None,
            room_name_letters: Letters::Ascii,
            room_name_case: NameCase::Sensitive,
            room_name_rule_on_update: true,
            content_type_of_204: false,
            gateway_body: GatewayBody::ApiError,
            request_id_of_errors: true,
            undocumented_statuses: false,
            residential_throttling: true,
            requests_per_second: None,
            burst: 10,
            access_token_lifetime: 3_600_000,
            refresh_rotation: RefreshRotation::Keep,
            continuation_token_lifetime: 3_600_000,
            home_community_not_empty: NotEmpty::Refuse,
            occupied_home: Refusal::Forbidden,
            location: LocationForm::Relative,
            role_delay: 0,
            read_delay: 0,
            organization_admin: OrganizationAdmin::EveryUnit,
        }
    }
}
