//! Responses.

use asp_validation_runtime::tables::Response;

use super::{Interpretation, leak, leak_list, leak_text};
use crate::ir::{self, Use};

impl<'a> Interpretation<'a> {
    /// A reference to a response; `None` for one that was left out.
    pub(super) fn response_use(&mut self, used: &'a Use<ir::Response>) -> Option<&'static Response> {
        let key = match used {
            Use::Inline(response) => return Some(leak(self.response(response))),
            Use::Named(key) => key.as_str(),
        };
        if let Some(built) = self.responses.get(key) {
            return Some(built);
        }
        let built = leak(self.response(self.api.responses.get(key)?));
        self.responses.insert(key, built);
        Some(built)
    }

    fn response(&mut self, response: &'a ir::Response) -> Response {
        Response {
            pointer: leak_text(&response.pointer),
            headers: leak_list(response.headers.iter().filter_map(|header| self.parameter_use(header))),
            body: response.body.as_ref().map(|body| leak(self.body(body))),
        }
    }
}
