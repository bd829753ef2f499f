//! The operations of the document.
use asp_validation_runtime::tables::{
    Contract, Method, Operations, RouteNode, UnknownOperation,
};
/// An operation of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `search: GET /search/{point}/{label}/{matrix}`
    Search,
    /// `headSearch: HEAD /search/{point}/{label}/{matrix}`
    HeadSearch,
    /// `report: GET /reports/{name}.{extension}`
    Report,
    /// `latestReport: GET /reports/latest.csv`
    LatestReport,
    /// `yearReport: GET /reports/report-{year}.csv`
    YearReport,
    /// `anyReport: GET /reports/{id}`
    AnyReport,
    /// `deleteReport: DELETE /reports/{id}`
    DeleteReport,
    /// `cancelReport: POST /reports/{id}:cancel`
    CancelReport,
    /// `POST /alias: POST /alias`
    PostAlias,
    /// `OPTIONS /alias: OPTIONS /alias`
    OptionsAlias,
    /// `upload: POST /upload`
    Upload,
    /// `OPTIONS /upload: OPTIONS /upload`
    OptionsUpload,
}
impl Operation {
    /// Every operation, in the order of the document.
    pub const ALL: &'static [Self] = &[
        Self::Search,
        Self::HeadSearch,
        Self::Report,
        Self::LatestReport,
        Self::YearReport,
        Self::AnyReport,
        Self::DeleteReport,
        Self::CancelReport,
        Self::PostAlias,
        Self::OptionsAlias,
        Self::Upload,
        Self::OptionsUpload,
    ];
    /// What the document says about the operation.
    pub fn contract(self) -> &'static Contract {
        match self {
            Self::Search => &super::operations::SEARCH,
            Self::HeadSearch => &super::operations::HEAD_SEARCH,
            Self::Report => &super::operations::REPORT,
            Self::LatestReport => &super::operations::LATEST_REPORT,
            Self::YearReport => &super::operations::YEAR_REPORT,
            Self::AnyReport => &super::operations::ANY_REPORT,
            Self::DeleteReport => &super::operations::DELETE_REPORT,
            Self::CancelReport => &super::operations::CANCEL_REPORT,
            Self::PostAlias => &super::operations::POST_ALIAS,
            Self::OptionsAlias => &super::operations::OPTIONS_ALIAS,
            Self::Upload => &super::operations::UPLOAD,
            Self::OptionsUpload => &super::operations::OPTIONS_UPLOAD,
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
