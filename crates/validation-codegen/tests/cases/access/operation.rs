//! The operations of the document.
use asp_validation_runtime::tables::{
    Contract, Method, Operations, RouteNode, UnknownOperation,
};
/// An operation of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `putAccount: PUT /accounts`
    PutAccount,
    /// `putParts: PUT /parts`
    PutParts,
}
impl Operation {
    /// Every operation, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::PutAccount, Self::PutParts];
    /// What the document says about the operation.
    pub fn contract(self) -> &'static Contract {
        match self {
            Self::PutAccount => &super::operations::PUT_ACCOUNT,
            Self::PutParts => &super::operations::PUT_PARTS,
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
