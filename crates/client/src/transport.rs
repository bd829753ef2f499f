//! One request over the wire, and the response whole.

use bytes::{Bytes, BytesMut};
use reqwest::header::HeaderMap;
use reqwest::{Request, StatusCode};
use thiserror::Error;

use crate::response::Answer;

/// What carries requests to the service.
#[derive(Clone, Debug)]
pub(crate) enum Transport {
    Http(reqwest::Client),
    #[cfg(feature = "testing")]
    Memory(crate::testing::Service),
}

/// An attempt that brought no whole response.
#[derive(Debug)]
pub(crate) struct Broken {
    /// Whether the service may have got the request.
    pub(crate) was_sent: bool,
    /// Status, headers and what came of the body, if the response had begun.
    pub(crate) answer: Option<Box<Answer>>,
    pub(crate) source: Box<dyn std::error::Error + Send + Sync>,
    /// Whether it is of no use to try again.
    pub(crate) is_final: bool,
}

#[derive(Debug, Error)]
#[error("the response has more than {0} bytes: raise the client's `largest_response` if that is right")]
struct TooLarge(usize);

impl Transport {
    /// Sends a request and reads the response, up to `largest` bytes of body.
    pub(crate) fn send(
        &self,
        request: Request,
        largest: usize,
    ) -> impl Future<Output = Result<Answer, Broken>> + Send + use<> {
        // Handed over at once: a future that carried the request would be large, and copied more than once.
        let sending = match self {
            Self::Http(http) => Sending::Http(http.execute(request)),
            #[cfg(feature = "testing")]
            Self::Memory(service) => Sending::Memory(service.clone(), Box::new(request)),
        };
        async move {
            match sending {
                Sending::Http(response) => receive(response, largest).await,
                #[cfg(feature = "testing")]
                Sending::Memory(service, request) => {
                    let mut answer = service.answer(*request).await?;
                    if answer.body.len() > largest {
                        answer.body.truncate(largest);
                        return Err(too_large(largest, answer));
                    }
                    Ok(answer)
                }
            }
        }
    }
}

/// A request that was handed over.
enum Sending<F> {
    Http(F),
    #[cfg(feature = "testing")]
    Memory(crate::testing::Service, Box<Request>),
}

async fn receive(
    response: impl Future<Output = Result<reqwest::Response, reqwest::Error>>,
    largest: usize,
) -> Result<Answer, Broken> {
    let broken = |error: reqwest::Error, answer| Broken {
        was_sent: !error.is_connect(),
        is_final: error.is_builder() || error.is_redirect(),
        answer,
        source: error.without_url().into(),
    };
    let mut response = response.await.map_err(|error| broken(error, None))?;
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    // Most bodies come in one piece, which is taken as it is.
    let mut whole = Bytes::new();
    let mut pieces = BytesMut::new();
    loop {
        let piece = match response.chunk().await {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            Err(error) => {
                let body = joined(whole, pieces);
                return Err(broken(error, Some(Box::new(answer(status, headers, body)))));
            }
        };
        if whole.len().max(pieces.len()) + piece.len() > largest {
            return Err(too_large(largest, answer(status, headers, joined(whole, pieces))));
        }
        if whole.is_empty() && pieces.is_empty() {
            whole = piece;
        } else {
            if pieces.is_empty() {
                pieces.reserve(whole.len() + piece.len());
                pieces.extend_from_slice(&std::mem::take(&mut whole));
            }
            pieces.extend_from_slice(&piece);
        }
    }
    Ok(answer(status, headers, joined(whole, pieces)))
}

/// A response that is too large, with the beginning of it.
fn too_large(largest: usize, begun: Answer) -> Broken {
    let source = TooLarge(largest).into();
    Broken { was_sent: true, answer: Some(Box::new(begun)), source, is_final: true }
}

fn joined(whole: Bytes, pieces: BytesMut) -> Bytes {
    if pieces.is_empty() { whole } else { pieces.freeze() }
}

fn answer(status: StatusCode, headers: HeaderMap, body: Bytes) -> Answer {
    Answer { status, headers, body, attempts: 1 }
}
