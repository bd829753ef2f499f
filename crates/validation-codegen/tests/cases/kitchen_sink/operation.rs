//! The operations of the document.
use asp_validation_runtime::tables::{
    Contract, Method, Operations, RouteNode, UnknownOperation,
};
/// An operation of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `listThings: GET /things`
    ListThings,
    /// `createThing: POST /things`
    CreateThing,
    /// `headThings: HEAD /things`
    HeadThings,
    /// `updatePart: PATCH /things/{thingId}/parts/{partId}`
    UpdatePart,
    /// `deleteParts: DELETE /things/{thingId}/parts/all`
    DeleteParts,
    /// `TRACE /things/latest/parts/{partId}: TRACE /things/latest/parts/{partId}`
    TraceThingsLatestPartsPartId,
    /// `optionsOfSpace: OPTIONS /with%20space/`
    OptionsOfSpace,
}
impl Operation {
    /// Every operation, in the order of the document.
    pub const ALL: &'static [Self] = &[
        Self::ListThings,
        Self::CreateThing,
        Self::HeadThings,
        Self::UpdatePart,
        Self::DeleteParts,
        Self::TraceThingsLatestPartsPartId,
        Self::OptionsOfSpace,
    ];
    /// What the document says about the operation.
    pub fn contract(self) -> &'static Contract {
        match self {
            Self::ListThings => &super::things::LIST_THINGS,
            Self::CreateThing => &super::things::CREATE_THING,
            Self::HeadThings => &super::things::HEAD_THINGS,
            Self::UpdatePart => &super::parts::UPDATE_PART,
            Self::DeleteParts => &super::parts::DELETE_PARTS,
            Self::TraceThingsLatestPartsPartId => {
                &super::operations::TRACE_THINGS_LATEST_PARTS_PART_ID
            }
            Self::OptionsOfSpace => &super::operations::OPTIONS_OF_SPACE,
        }
    }
    /// The `operationId`.
    pub fn operation_id(self) -> &'static str {
        self.contract().operation_id
    }
    /// The HTTP method.
    pub fn method(self) -> Method {
        self.contract().method
    }
    /// The path template, such as `/rooms/{id}`.
    pub fn path_template(self) -> &'static str {
        self.contract().path_template
    }
    /// The first tag.
    pub fn tag(self) -> Option<&'static str> {
        self.contract().tag
    }
}
impl Operations for Operation {
    const ALL: &'static [Self] = Self::ALL;
    const ROUTES: &'static RouteNode<Self> = &super::routes::ROOT;
    fn contract(self) -> &'static Contract {
        Self::contract(self)
    }
}
impl std::fmt::Display for Operation {
    /// Writes the `operationId`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.operation_id())
    }
}
impl std::str::FromStr for Operation {
    type Err = UnknownOperation;
    /// The operation of an `operationId`.
    fn from_str(id: &str) -> Result<Self, UnknownOperation> {
        Self::from_id(id)
    }
}
