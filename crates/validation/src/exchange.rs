//! Judging the exchanges of a reqwest client (feature `reqwest`).
//!
//! ```no_run
//! use asp_validation::exchange::Exchanges;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let base_url = reqwest::Url::parse("https://api.amazonalexa.com")?;
//! let exchanges = Exchanges::new(&base_url);
//!
//! let client = reqwest::Client::new();
//! let request = client.get(base_url.join("/enterprise/hospitality/v1/rooms?maxResults=500")?).build()?;
//! let (response, exchange) = exchanges.execute(&client, request).await?;
//! if !exchange.is_valid() {
//!     eprintln!("{exchange}");
//! }
//! println!("{}", response.text().await?);
//! # Ok(())
//! # }
//! ```
//!
//! Where something else sends the request, judge the sides one by one:
//!
//! ```
//! use asp_validation::exchange::Exchanges;
//! use asp_validation::{Operation, Verdict};
//! use reqwest::{Method, Request, StatusCode, Url, header::HeaderMap};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let exchanges = Exchanges::new(&Url::parse("https://localhost/proxy/")?);
//! let url = "https://localhost/proxy/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.AROOM";
//! let checked = exchanges.check_request(&Request::new(Method::DELETE, url.parse()?));
//! assert_eq!(checked.operation(), Some(Operation::DeleteRoom));
//! assert_eq!(*checked.verdict(), Verdict::Valid);
//!
//! let verdict = checked.check_response(StatusCode::NO_CONTENT, &HeaderMap::new(), b"");
//! assert_eq!(
//!     verdict.to_string(),
//!     "header `X-Amzn-RequestId`: is required and missing (/components/headers/RequestId/required)"
//! );
//! # Ok(())
//! # }
//! ```
//!
//! [`asp_validation_runtime::exchange`] says what is seen of an exchange in detail.

use asp_validation_runtime::exchange as runtime;

use crate::Operation;

/// Judges the exchanges of reqwest clients with one server by our document.
pub type Exchanges = runtime::Exchanges<Operation>;

/// A request that was judged, and what the response to it is judged against.
pub type CheckedRequest = runtime::CheckedRequest<Operation>;

/// The verdicts of both sides of an exchange.
pub type Exchange = runtime::Exchange<Operation>;
