//! Who sends requests, and the units that they are about.

use std::sync::atomic::{AtomicU64, Ordering};

use asp_validation::Operation;
use serde_json::Value;

use crate::ask::{Answer, Ask};
use crate::server::Server;
use asp_server::test_support::kind::{Action, Kind, parts};

/// An id that no unit has.
pub(crate) const NOBODY: &str = "amzn1.alexa.unit.did.ANOBODY";

static NAMES: AtomicU64 = AtomicU64::new(0);

/// A name that no other unit has.
pub(crate) fn name() -> String {
    format!("Name-{}", NAMES.fetch_add(1, Ordering::Relaxed))
}

/// Who sends requests, and where to.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) server: Server,
    pub(crate) client: String,
    pub(crate) account: String,
    pub(crate) token: String,
}

impl Caller {
    /// The same caller at another server.
    pub(crate) fn at(&self, server: &Server) -> Self {
        Self { server: server.clone(), ..self.clone() }
    }

    /// A request with the caller's token.
    pub(crate) fn ask(&self, method: &str, target: &str) -> Ask {
        self.server.ask(method, target).header("Authorization", &format!("Bearer {}", self.token))
    }

    /// Asks for a new unit.
    pub(crate) async fn try_create(&self, kind: Kind, parent: &str, name: &str) -> Answer {
        let answer = self.ask("POST", kind.path()).json(&kind.new_unit(parent, name)).send().await;
        assert_eq!(answer.operation, Some(kind.operation(Action::Create)));
        answer
    }

    /// Creates a unit; its id.
    pub(crate) async fn create(&self, kind: Kind, parent: &str, name: &str) -> String {
        let answer = self.try_create(kind, parent, name).await.expect(201);
        let id = answer.json["id"].as_str().unwrap().to_owned();
        assert_eq!(answer.header("location"), Some(&*kind.at(&id)));
        id
    }

    pub(crate) async fn get(&self, kind: Kind, id: &str) -> Answer {
        self.ask("GET", &kind.at(id)).send().await
    }

    /// Gives a unit another name, with its own id and parent where the body has them.
    pub(crate) async fn rename(&self, kind: Kind, id: &str, parent: &str, name: &str) -> Answer {
        self.ask("PUT", &kind.at(id)).json(&kind.update(id, parent, name)).send().await
    }

    pub(crate) async fn delete(&self, kind: Kind, id: &str) -> Answer {
        self.ask("DELETE", &kind.at(id)).send().await
    }

    /// Asks for a page; `more` is the rest of the query.
    pub(crate) async fn page(&self, kind: Kind, parent: &str, more: &str) -> Answer {
        self.ask("GET", &format!("{}{more}", kind.list(parent))).send().await
    }

    /// All pages one after another; each has at most `limit` units and has them but for the last.
    pub(crate) async fn pages(&self, kind: Kind, parent: &str, limit: usize) -> Vec<Vec<Value>> {
        let mut pages = Vec::new();
        let mut token = None::<String>;
        loop {
            let more = token.map_or(String::new(), |token| format!("&nextToken={token}"));
            let page = self.page(kind, parent, &format!("&maxResults={limit}{more}")).await.expect(200);
            let units = page.json[kind.units()].as_array().unwrap().clone();
            assert!(units.len() <= limit, "{} units on a page of {limit}", units.len());
            pages.push(units);
            token = page.json["paginationContext"]["nextToken"].as_str().map(str::to_owned);
            if token.is_none() {
                return pages;
            }
            assert!(pages.len() < 10_000, "the list of {kind:?} does not end");
        }
    }

    /// All units of a list, by id and name.
    pub(crate) async fn all(&self, kind: Kind, parent: &str) -> Vec<(String, String)> {
        let pages = self.pages(kind, parent, kind.largest_page()).await;
        let text = |unit: &Value, member: &str| unit[member].as_str().unwrap().to_owned();
        pages.iter().flatten().map(|unit| (text(unit, "id"), text(unit, "name"))).collect()
    }

    /// One unit of each kind in an organization.
    pub(crate) async fn units(&self, organization: &str) -> Units {
        let community = self.create(Kind::HomeCommunity, organization, &name()).await;
        let property = self.create(Kind::Property, organization, &name()).await;
        let room_type = self.create(Kind::RoomType, &property, &name()).await;
        Units {
            organization: organization.to_owned(),
            home: self.create(Kind::Home, &community, &name()).await,
            room: self.create(Kind::Room, &room_type, &name()).await,
            community,
            property,
            room_type,
        }
    }

    /// A request for an operation on these units that keeps the contract.
    pub(crate) fn operate(&self, operation: Operation, units: &Units) -> Ask {
        let (kind, action) = parts(operation);
        let (id, parent) = (units.id(kind), units.parent(kind));
        let one = kind.at(id);
        match action {
            Action::Create => self.ask("POST", kind.path()).json(&kind.new_unit(parent, &name())),
            Action::List => self.ask("GET", &kind.list(parent)),
            Action::Get => self.ask("GET", &one),
            Action::Update => self.ask("PUT", &one).json(&kind.update(id, parent, &name())),
            Action::Delete => self.ask("DELETE", &one),
        }
    }
}

/// One unit of each kind.
#[derive(Clone, Debug)]
pub(crate) struct Units {
    pub(crate) organization: String,
    pub(crate) community: String,
    pub(crate) home: String,
    pub(crate) property: String,
    pub(crate) room_type: String,
    pub(crate) room: String,
}

impl Units {
    /// The same id for all.
    pub(crate) fn same(id: &str) -> Self {
        let id = || id.to_owned();
        Self { organization: id(), community: id(), home: id(), property: id(), room_type: id(), room: id() }
    }

    pub(crate) fn id(&self, kind: Kind) -> &str {
        match kind {
            Kind::HomeCommunity => &self.community,
            Kind::Home => &self.home,
            Kind::Property => &self.property,
            Kind::RoomType => &self.room_type,
            Kind::Room => &self.room,
        }
    }

    /// The unit that the one of this kind is in.
    pub(crate) fn parent(&self, kind: Kind) -> &str {
        kind.parent().map_or(&self.organization, |parent| self.id(parent))
    }
}
