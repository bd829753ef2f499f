//! The operations of the document.
use asp_validation_runtime::tables::{
    Contract, Method, Operations, RouteNode, UnknownOperation,
};
/// An operation of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `self: GET /self/{type}`
    SelfId,
    /// `Self: PUT /self/{type}`
    SelfId2,
    /// `größe: GET /größe/{名}`
    GrUf6UdfE,
    /// `3d-model: POST /größe/{名}`
    N3dModel,
    /// `foo-bar: GET /fixed`
    FooBar,
    /// `fooBar: PUT /fixed`
    FooBar2,
    /// `foo_bar: POST /fixed`
    FooBar3,
    /// `FooBar2: DELETE /fixed`
    FooBar22,
    /// `😀: PATCH /fixed`
    U1f600,
    /// `!: HEAD /fixed`
    Unnamed,
    /// ` quoted  # heading: OPTIONS /fixed`
    QuotedHeading,
    /// `GET /untagged: GET /untagged`
    GetUntagged,
    /// `POST /untagged: POST /untagged`
    PostUntagged,
}
impl Operation {
    /// Every operation, in the order of the document.
    pub const ALL: &'static [Self] = &[
        Self::SelfId,
        Self::SelfId2,
        Self::GrUf6UdfE,
        Self::N3dModel,
        Self::FooBar,
        Self::FooBar2,
        Self::FooBar3,
        Self::FooBar22,
        Self::U1f600,
        Self::Unnamed,
        Self::QuotedHeading,
        Self::GetUntagged,
        Self::PostUntagged,
    ];
    /// What the document says about the operation.
    pub fn contract(self) -> &'static Contract {
        match self {
            Self::SelfId => &super::type_::SELF,
            Self::SelfId2 => &super::type_2::SELF,
            Self::GrUf6UdfE => &super::gr_uf6_udf_e::GR_UF6_UDF_E,
            Self::N3dModel => &super::n3d::N3D_MODEL,
            Self::FooBar => &super::operation_2::FOO_BAR,
            Self::FooBar2 => &super::routes_2::FOO_BAR,
            Self::FooBar3 => &super::schemas_2::FOO_BAR,
            Self::FooBar22 => &super::operations_2::FOO_BAR2,
            Self::U1f600 => &super::crate_::U1F600,
            Self::Unnamed => &super::unnamed::UNNAMED,
            Self::QuotedHeading => &super::unnamed_2::QUOTED_HEADING,
            Self::GetUntagged => &super::operations::GET_UNTAGGED,
            Self::PostUntagged => &super::operations::POST_UNTAGGED,
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
