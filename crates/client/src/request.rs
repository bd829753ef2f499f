//! Requests beyond the document, with the token, the pace and the repetition of those in it.

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde::Serialize;

use crate::{Client, Error, ErrorKind, Response, Violation};

/// A request beyond the document; see [`Client::request`].
#[derive(Debug)]
#[must_use]
pub struct RawRequest {
    client: Client,
    built: Result<reqwest::Request, Error>,
}

impl Client {
    /// A request to the same service that the document doesn't know, such as one to another of its APIs.
    ///
    /// `path` starts with a slash and comes behind the base URL, so that the access token goes nowhere else. GET, PUT and
    /// DELETE are repeated like those of the document, other methods only if nothing can have happened.
    ///
    /// ```
    /// use asp_client::reqwest::Method;
    ///
    /// # use asp_client::{Client, Error};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let answer = client
    ///     .request(Method::GET, "/v2/units/amzn1.alexa.unit.did.AEXAMPLE")
    ///     .query(&[("expand", "all")])
    ///     .send()
    ///     .await?;
    /// println!("{} {} bytes", answer.status(), answer.body().len());
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: &str) -> RawRequest {
        let invalid = |message: &str| {
            let violation = Violation { location: "path".to_owned(), message: message.to_owned() };
            Error::new(ErrorKind::InvalidRequest, None).with_violations(vec![violation])
        };
        let url = format!("{}{path}", self.base_url());
        let built = match (path.starts_with('/'), reqwest::Url::parse(&url)) {
            (false, _) => Err(invalid("must start with a slash")),
            (true, Err(_)) => Err(invalid("cannot be part of a URL")),
            (true, Ok(url)) => Ok(reqwest::Request::new(method, url)),
        };
        RawRequest { client: self.clone(), built }
    }
}

/// The same request. Bodies are bytes, so that it can always be had.
pub(crate) fn copy(request: &reqwest::Request) -> reqwest::Request {
    let mut copy = reqwest::Request::new(request.method().clone(), request.url().clone());
    copy.headers_mut().clone_from(request.headers());
    if let Some(body) = request.body().and_then(reqwest::Body::as_bytes) {
        *copy.body_mut() = Some(Bytes::copy_from_slice(body).into());
    }
    copy
}

impl RawRequest {
    /// Adds parameters to the query; they are percent-encoded.
    pub fn query(mut self, pairs: &[(&str, &str)]) -> Self {
        if let Ok(request) = &mut self.built {
            request.url_mut().query_pairs_mut().extend_pairs(pairs);
        }
        self
    }

    /// Sets a header. `Authorization` is the client's.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Ok(request) = &mut self.built {
            request.headers_mut().insert(name, value);
        }
        self
    }

    /// Sets a body of JSON.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.built = self.built.and_then(|mut request| {
            let body = serde_json::to_vec(body)
                .map_err(|error| Error::new(ErrorKind::InvalidRequest, None).with_source(error))?;
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(body.into());
            Ok(request)
        });
        self
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// Those of any operation; statuses beyond 2xx are errors.
    pub async fn send(self) -> Result<Response<Bytes>, Error> {
        let again = || match &self.built {
            Ok(request) => Ok(copy(request)),
            Err(error) => Err(error.again()),
        };
        self.client.exchange(None, &again, |answer| Ok(Response::whole(answer))).await
    }
}
