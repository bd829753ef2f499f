//! Units of all kinds: an organization with parents for each, what is really there, and `create_or_get` by kind.

use asp_client::{Client, ClientBuilder, CreatedOrFound, Error, Token};
use asp_server::test_support::kind::Kind;
use serde_json::{Value, json};

use crate::service::Service;

/// An organization of its own with a parent for each kind, and a client of Login with Amazon that may do all in it.
pub(crate) struct World {
    /// The id of the client, which faults can be put in place for.
    pub(crate) login: String,
    url: String,
    token: String,
    http: reqwest::Client,
    organization: String,
    community: String,
    property: String,
    /// Two room types of the property.
    pub(crate) room_types: [String; 2],
}

impl World {
    /// Makes one, without the client under test.
    pub(crate) async fn new(service: &Service) -> Self {
        let seed = json!({
            "organizations": [{
                "accounts": [{"roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]}],
                "homeCommunities": [{"name": "Parent"}],
                "properties": [{"name": "Parent", "roomTypes": [{"name": "Parent"}, {"name": "Other parent"}]}],
            }],
            "clients": [{}],
        });
        let seed = service.control("POST", "/seed", seed).await;
        let id = |pointer: &str| seed.pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
        let (account, login) = (id("/organizations/0/accounts/0/id"), id("/clients/0/id"));
        let tokens = service.control("POST", "/tokens", json!({"client": login, "account": account})).await;
        Self {
            login,
            url: service.url(),
            token: tokens["accessToken"].as_str().unwrap().to_owned(),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            organization: id("/organizations/0/id"),
            community: id("/organizations/0/homeCommunities/0/id"),
            property: id("/organizations/0/properties/0/id"),
            room_types: [0, 1].map(|at| id(&format!("/organizations/0/properties/0/roomTypes/{at}/id"))),
        }
    }

    /// A builder of clients under test with this world's token.
    pub(crate) fn builder(&self) -> ClientBuilder {
        let token = Token::new(&self.token).unwrap();
        Client::builder().base_url(&self.url).credentials(token).retry(crate::service::quick())
    }

    /// What units of a kind are created in.
    pub(crate) fn parent(&self, kind: Kind) -> &str {
        match kind {
            Kind::HomeCommunity | Kind::Property => &self.organization,
            Kind::Home => &self.community,
            Kind::RoomType => &self.property,
            Kind::Room => &self.room_types[0],
        }
    }

    /// The units that are really there, as ids and names, read without the client under test.
    pub(crate) async fn units(&self, kind: Kind, parent: &str) -> Vec<(String, String)> {
        let mut units = Vec::new();
        let mut next = Value::Null;
        loop {
            let mut query = vec![(kind.parent_id(), parent)];
            query.extend(next.as_str().map(|next| ("nextToken", next)));
            let request = self.http.get(format!("{}{}", self.url, kind.path())).query(&query);
            let page = self.send(request).await;
            let text = |unit: &Value, member: &str| unit[member].as_str().unwrap().to_owned();
            let of_page = page[kind.units()].as_array().unwrap().iter();
            units.extend(of_page.map(|unit| (text(unit, "id"), text(unit, "name"))));
            next = page["paginationContext"]["nextToken"].clone();
            if next.as_str().is_none_or(str::is_empty) {
                return units;
            }
        }
    }

    /// The ids of the units that really have a name.
    pub(crate) async fn named(&self, kind: Kind, parent: &str, name: &str) -> Vec<String> {
        let units = self.units(kind, parent).await.into_iter();
        units.filter(|(_, other)| other == name).map(|(id, _)| id).collect()
    }

    /// Creates a unit without the client under test; its id.
    pub(crate) async fn add(&self, kind: Kind, parent: &str, name: &str) -> String {
        let request = self.http.post(format!("{}{}", self.url, kind.path()));
        let created = self.send(request.json(&kind.new_unit(parent, name))).await;
        created["id"].as_str().unwrap().to_owned()
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Value {
        let response = request.bearer_auth(&self.token).send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        assert!(status.is_success(), "{status} {text}");
        serde_json::from_str(&text).unwrap()
    }
}

/// The operations of a kind that create and list.
pub(crate) fn create_operation(kind: Kind) -> &'static str {
    kind.operation(asp_server::test_support::kind::Action::Create).operation_id()
}

/// See [`create_operation`].
pub(crate) fn list_operation(kind: Kind) -> &'static str {
    kind.operation(asp_server::test_support::kind::Action::List).operation_id()
}

/// Sees to it that a unit is there.
pub(crate) async fn create_or_get(
    client: &Client,
    kind: Kind,
    parent: &str,
    name: &str,
) -> Result<CreatedOrFound<String>, Error> {
    match kind {
        Kind::HomeCommunity => {
            let new = client.create_home_community();
            text(new.body_map(|new| new.name(name).organization_id(parent)).create_or_get().await)
        }
        Kind::Home => {
            let new = client.create_home();
            text(new.body_map(|new| new.name(name).home_community_id(parent)).create_or_get().await)
        }
        Kind::Property => {
            let new = client.create_property();
            text(new.body_map(|new| new.name(name).organization_id(parent)).create_or_get().await)
        }
        Kind::RoomType => {
            let new = client.create_room_type();
            text(new.body_map(|new| new.name(name).property_id(parent)).create_or_get().await)
        }
        Kind::Room => {
            let new = client.create_room();
            text(new.body_map(|new| new.name(name).room_type_id(parent)).create_or_get().await)
        }
    }
}

/// Asks for a unit once.
pub(crate) async fn create(client: &Client, kind: Kind, parent: &str, name: &str) -> Result<String, Error> {
    macro_rules! id {
        ($new:expr, $parent:ident) => {
            $new.body_map(|new| new.name(name).$parent(parent)).send().await?.into_inner().id.to_string()
        };
    }
    Ok(match kind {
        Kind::HomeCommunity => id!(client.create_home_community(), organization_id),
        Kind::Home => id!(client.create_home(), home_community_id),
        Kind::Property => id!(client.create_property(), organization_id),
        Kind::RoomType => id!(client.create_room_type(), property_id),
        Kind::Room => id!(client.create_room(), room_type_id),
    })
}

fn text<I: ToString>(made: Result<CreatedOrFound<I>, Error>) -> Result<CreatedOrFound<String>, Error> {
    Ok(match made? {
        CreatedOrFound::Created(id) => CreatedOrFound::Created(id.to_string()),
        CreatedOrFound::Found(id) => CreatedOrFound::Found(id.to_string()),
    })
}
