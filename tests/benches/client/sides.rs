//! The two that are compared: the client, and what a program would write by hand with reqwest. Both have HTTP clients
//! with the same settings and send the same bytes.

use std::net::SocketAddr;
use std::time::Duration;

use asp_client::{Client, Token};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use reqwest::{RequestBuilder, Response};
use serde::{Deserialize, Serialize};

/// An HTTP client as `asp-client` would make it, but deaf to proxies in the environment.
fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .connect_timeout(Duration::from_secs(10))
        .user_agent("benchmark")
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// The client.
pub(crate) fn client(address: SocketAddr, token: &str) -> Client {
    Client::builder()
        .base_url(format!("http://{address}"))
        .http(http())
        .credentials(Token::new(token).unwrap())
        .build()
        .unwrap()
}

/// The other side.
#[derive(Clone)]
pub(crate) struct Bare {
    http: reqwest::Client,
    base_url: String,
    authorization: HeaderValue,
}

/// A room, with the fields of the client's.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the document's names")]
pub(crate) struct Room {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) room_type_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewRoom<'a> {
    name: &'a str,
    room_type_id: &'a str,
}

#[derive(Deserialize)]
pub(crate) struct Created {
    pub(crate) id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Page {
    pub(crate) rooms: Vec<Room>,
    pagination_context: Option<PaginationContext>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PaginationContext {
    next_token: Option<String>,
}

impl Page {
    pub(crate) fn next_token(self) -> Option<String> {
        self.pagination_context?.next_token
    }
}

impl Bare {
    pub(crate) fn new(address: SocketAddr, token: &str) -> Self {
        let mut authorization = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
        authorization.set_sensitive(true);
        Self { http: http(), base_url: format!("http://{address}"), authorization }
    }

    async fn send(&self, request: RequestBuilder) -> Response {
        let request = request.header(AUTHORIZATION, self.authorization.clone());
        let request = request.header(ACCEPT, HeaderValue::from_static("application/json"));
        request.send().await.unwrap().error_for_status().unwrap()
    }

    pub(crate) async fn get_room(&self, id: &str) -> Room {
        let url = format!("{}/enterprise/hospitality/v1/rooms/{id}", self.base_url);
        serde_json::from_slice(&self.send(self.http.get(url)).await.bytes().await.unwrap()).unwrap()
    }

    pub(crate) async fn create_room(&self, room_type: &str, name: &str) -> Created {
        let url = format!("{}/enterprise/hospitality/v1/rooms", self.base_url);
        let request = self.http.post(url).json(&NewRoom { name, room_type_id: room_type });
        serde_json::from_slice(&self.send(request).await.bytes().await.unwrap()).unwrap()
    }

    pub(crate) async fn list_rooms(&self, room_type: &str, token: Option<&str>) -> Page {
        let url = format!("{}/enterprise/hospitality/v1/rooms", self.base_url);
        let mut request = self.http.get(url).query(&[("maxResults", "50")]);
        if let Some(token) = token {
            request = request.query(&[("nextToken", token)]);
        }
        let request = request.query(&[("roomTypeId", room_type)]);
        serde_json::from_slice(&self.send(request).await.bytes().await.unwrap()).unwrap()
    }

    pub(crate) async fn delete_room(&self, id: &str) {
        let url = format!("{}/enterprise/hospitality/v1/rooms/{id}", self.base_url);
        self.send(self.http.delete(url)).await.bytes().await.unwrap();
    }
}
