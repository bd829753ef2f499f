//! The seam between generated calls and the hand-written runtime.

use progenitor_client::{ClientHooks, Error, OperationInfo};
use reqwest::Request;
use reqwest::header::AUTHORIZATION;

use crate::generated::{Client, ClientInfo};
use crate::runtime::Runtime;

impl ClientHooks<Runtime> for Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
        let headers = request.headers_mut();
        // progenitor sends the document's version in a header that the service does not document.
        headers.remove("api-version");
        headers.insert(AUTHORIZATION, self.inner().token().header());
        Ok(())
    }
}
