//! What a case is made of.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Expect;

/// The cases of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Suite {
    /// Where the file comes from.
    #[serde(rename = "$comment", default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The schema of the file, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of this format. A runner refuses files of another one.
    pub format: u32,
    /// `info.version` of the document that the cases were derived from.
    pub document: String,
    /// The units that the cases are about.
    pub unit: Unit,
    /// The cases, in the order in which people read them. A runner may run them in any order.
    pub cases: Vec<Case>,
}

impl Suite {
    /// The version of the format that this crate reads and writes.
    pub const FORMAT: u32 = 1;
}

/// A kind of units: how one is created, found and deleted, which is what a run needs to clean up after itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unit {
    /// The name of the kind, such as `roomType`.
    pub name: String,
    /// The kind of the parent; `organization` if it is none of the units.
    pub parent: String,
    /// The path that creates and lists.
    pub collection: String,
    /// The path of one unit, in which `{{id}}` is its id.
    pub one: String,
    /// The member of a new unit that has its name.
    pub name_member: String,
    /// The member of a new unit that has the id of its parent.
    pub parent_member: String,
    /// The name of the query parameter that has the id of the parent in a list.
    pub parent_parameter: String,
    /// How lists are followed.
    pub list: List,
}

/// How a list is followed from page to page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    /// JSON pointer to the units of a page.
    pub items: String,
    /// The name of the query parameter that takes the continuation token.
    pub request_token: String,
    /// JSON pointer to the continuation token of a page.
    pub response_token: String,
    /// The name of the query parameter that says how many units a page may have.
    pub limit: String,
    /// The greatest number of units that a page may have.
    pub most: u64,
}

/// One check of a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// A name of its own, such as `createRoom.body.name.maxLength.past`.
    pub id: String,
    /// What must be so, in a sentence without a period.
    pub title: String,
    /// The operation that it is about.
    pub operation: String,
    /// What sort of check it is.
    pub kind: Kind,
    /// What it checks.
    pub checks: Checks,
    /// What a run must have for it; without that the case is skipped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// Units that must be there, by the names under which placeholders have their ids: `room` for one of the run's
    /// organization, `other.room` for one of the other tenant. They may be shared by cases, since none changes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
    /// What the control API must set before the first step. It is put back after the last one. No other case may run
    /// meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setup: Option<Setup>,
    /// What to do, in order. The first step that fails ends the case.
    pub steps: Vec<Step>,
    /// What to do afterwards, whether or not a step failed, before the units that the case created are deleted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub finally: Vec<Control>,
}

/// What sort of check a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A documented status is reached.
    Status,
    /// A value at a bound is accepted, or one past it refused.
    Constraint,
    /// Who is let in.
    Access,
    /// How lists come in pages.
    Paging,
    /// How throttling comes and goes.
    Throttling,
    /// What the descriptions say in prose.
    Behaviour,
}

impl Kind {
    /// The word that files spell.
    pub fn word(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Constraint => "constraint",
            Self::Access => "access",
            Self::Paging => "paging",
            Self::Throttling => "throttling",
            Self::Behaviour => "behaviour",
        }
    }
}

/// What a case checks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Checks {
    /// JSON pointers into the document.
    pub pointers: Vec<String>,
    /// Facts that the reference pages state, as `openapi/documented` has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// Ids of errata, where the document says what no page says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<String>,
}

/// What a run must have for a case besides a token and an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// The control API of the reference server.
    Control,
    /// An access token that has expired.
    ExpiredToken,
    /// An access token of a client that was never granted access.
    UngrantedToken,
    /// A second organization with a token of its own, neither of which has anything to do with the first.
    OtherTenant,
}

/// What the control API sets for the time of a case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Setup {
    /// Switches and their values: `PATCH /switches`.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub switches: IndexMap<String, Value>,
    /// Faults: `POST /faults` with each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Value>,
    /// What the clock does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
}

/// What the server's clock does during a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// It stands still but for the steps that move it.
    Frozen,
}

/// One step of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Step {
    /// Sends one request and looks at the answer.
    Send(Box<Send>),
    /// Follows a list to its end and looks at all of its pages.
    Pages(Box<Pages>),
    /// Asks the control API for something.
    Control(Control),
}

/// A request and the answer that it must get.
///
/// Every answer is also judged by the document; one that breaks it fails the step, whatever its status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Send {
    /// The operationId.
    pub operation: String,
    /// The method.
    pub method: String,
    /// The path. Values that take the place of placeholders are percent-encoded as one segment each; the rest is sent as it
    /// stands here.
    pub path: String,
    /// Names and values of the query, in order, not yet encoded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, String)>,
    /// The body; `Content-Type: application/json` goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Who sends it.
    #[serde(default, skip_serializing_if = "Authorization::is_own")]
    pub authorization: Authorization,
    /// JSON pointers to what the request itself breaks; nothing if it keeps the contract.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<String>,
    /// The answer.
    pub expect: Expect,
    /// The kind of unit that a success creates; a run deletes it when the case is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creates: Option<String>,
    /// What to keep of the answer's body: names for placeholders, and JSON pointers to the values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub save: Vec<(String, String)>,
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// JSON, whose strings may have placeholders.
    Json(Value),
    /// Bytes that are sent as they are.
    Text(String),
}

/// Who sends a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Authorization {
    /// The token of the run.
    #[default]
    Own,
    /// Nobody: there is no header.
    Missing,
    /// A header that is not `Bearer` and a token.
    Malformed,
    /// A token that was never issued.
    Unknown,
    /// A token that has expired.
    Expired,
    /// A token of a client that was never granted access.
    Ungranted,
    /// The token of the other tenant.
    OtherTenant,
}

impl Authorization {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_own(&self) -> bool {
        *self == Self::Own
    }
}

/// A list that is followed from page to page until there is no continuation token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pages {
    /// The request of the first page; the others add the token to its query. Each page must be as it expects.
    pub first: Send,
    /// The greatest number of units that each page may have.
    pub most: u64,
    /// The ids that all pages together must have, each exactly once. Others are of no account.
    pub ids: Vec<String>,
}

/// A request to the control API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Control {
    /// The method.
    pub method: String,
    /// The path behind `/_emulator`; values of placeholders are percent-encoded as in [`Send::path`].
    pub path: String,
    /// The body, whose strings may have placeholders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}
