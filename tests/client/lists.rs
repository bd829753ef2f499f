//! Lists over many units, page by page and item by item.

use std::collections::BTreeSet;
use std::time::Duration;

use asp_client::pages::{Items, Page};
use asp_client::{Client, Error, ErrorKind, Operation, Response, RetryPolicy, Token, types};
use futures_util::StreamExt as _;
use serde_json::{Value, json};

use crate::service::Service;

mod memory;

/// Where the lists look, and how many units each has.
struct Many {
    organization: String,
    home_community: String,
    property: String,
    room_type: String,
    client: Client,
}

impl Many {
    /// So many units of each kind, each kind under one parent.
    async fn plant(service: &Service, count: usize) -> Self {
        let named = |number: usize| json!({"name": format!("U{number}")});
        let units = |more: Value| {
            let first = [json!({"name": "U0"}), more].into_iter().reduce(|mut first, more| {
                first.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
                first
            });
            first.into_iter().chain((1..count).map(named)).collect::<Vec<_>>()
        };
        let room_types = units(json!({"rooms": (0..count).map(named).collect::<Vec<_>>()}));
        let organization = json!({
            "accounts": [{"roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]}],
            "homeCommunities": units(json!({"homes": (0..count).map(named).collect::<Vec<_>>()})),
            "properties": units(json!({"roomTypes": room_types})),
        });
        let seeded =
            service.control("POST", "/seed", json!({"organizations": [organization], "clients": [{}]})).await;
        let organization = &seeded["organizations"][0];
        let whose =
            json!({"client": seeded["clients"][0]["id"], "account": organization["accounts"][0]["id"]});
        let tokens = service.control("POST", "/tokens", whose).await;
        let client = Client::builder()
            .base_url(service.url())
            .credentials(Token::new(tokens["accessToken"].as_str().unwrap()).unwrap())
            .retry(RetryPolicy::default().waits(Duration::from_millis(1), Duration::from_millis(2)))
            .build()
            .unwrap();
        let id = |unit: &Value| unit["id"].as_str().unwrap().to_owned();
        Self {
            organization: id(organization),
            home_community: id(&organization["homeCommunities"][0]),
            property: id(&organization["properties"][0]),
            room_type: id(&organization["properties"][0]["roomTypes"][0]),
            client,
        }
    }

    fn home_communities(&self) -> asp_client::builders::home_communities::ListHomeCommunities<'_> {
        self.client.list_home_communities().organization_id(self.organization.as_str())
    }

    fn homes(&self) -> asp_client::builders::homes::ListHomes<'_> {
        self.client.list_homes().home_community_id(self.home_community.as_str())
    }

    fn properties(&self) -> asp_client::builders::properties::ListProperties<'_> {
        self.client.list_properties().organization_id(self.organization.as_str())
    }

    fn room_types(&self) -> asp_client::builders::room_types::ListRoomTypes<'_> {
        self.client.list_room_types().property_id(self.property.as_str())
    }

    fn rooms(&self) -> asp_client::builders::rooms::ListRooms<'_> {
        self.client.list_rooms().room_type_id(self.room_type.as_str())
    }

    /// The names of all units of a list, by its stream, its pages and both ways to collect them; how many pages it has.
    async fn names(&self, list: Operation) -> (Vec<String>, usize) {
        macro_rules! names {
            ($list:ident) => {{
                let by_pages = self.$list().pages();
                let pages: Vec<Response<_>> = by_pages.try_collect::<Vec<_>>().await.unwrap();
                let by_pages = pages.iter().flat_map(|page| (**page).clone().into_items());
                let by_pages: Vec<String> = by_pages.map(|unit| unit.name).collect();
                let collected: Vec<_> = self.$list().stream().try_collect().await.unwrap();
                let collected: Vec<String> = collected.into_iter().map(|unit| unit.name).collect();
                let polled: Vec<String> =
                    self.$list().stream().map(|unit| unit.unwrap().name).collect().await;
                let one_by_one = drained(self.$list().stream().without_prefetch()).await.unwrap();
                let one_by_one: Vec<String> = one_by_one.into_iter().map(|unit| unit.name).collect();
                assert_eq!(by_pages, collected);
                assert_eq!(polled, collected);
                assert_eq!(one_by_one, collected);
                (collected, pages.len())
            }};
        }
        match list {
            Operation::ListHomeCommunities => names!(home_communities),
            Operation::ListHomes => names!(homes),
            Operation::ListProperties => names!(properties),
            Operation::ListRoomTypes => names!(room_types),
            _ => names!(rooms),
        }
    }
}

async fn drained<P: Page>(mut items: Items<P>) -> Result<Vec<P::Item>, Error> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item?);
    }
    assert!(items.next().await.is_none(), "an end is an end");
    Ok(all)
}

const LISTS: [(Operation, usize); 5] = [
    (Operation::ListHomeCommunities, 10),
    (Operation::ListHomes, 10),
    (Operation::ListProperties, 50),
    (Operation::ListRoomTypes, 50),
    (Operation::ListRooms, 50),
];

/// The targets that the server was asked for by a list, in order.
async fn targets(service: &Service, list: Operation) -> Vec<String> {
    let exchanges = service.exchanges(list.operation_id()).await;
    exchanges.iter().map(|exchange| exchange["request"]["target"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_list_has_every_unit_once_on_pages_as_large_as_they_may_be() {
    let service = Service::start().await;
    for count in [1, 50, 123] {
        let many = Many::plant(&service, count).await;
        for (list, largest) in LISTS {
            service.control("DELETE", "/exchanges", Value::Null).await;
            let (names, pages) = many.names(list).await;
            let distinct: BTreeSet<_> = names.iter().collect();
            assert_eq!((names.len(), distinct.len()), (count, count), "{list:?}");
            assert_eq!(pages, count.div_ceil(largest), "{list:?}");
            let targets = targets(&service, list).await;
            // Four times through the whole list, and no request more than it has pages.
            assert_eq!(targets.len(), 4 * pages, "{list:?}");
            let limit = format!("maxResults={largest}");
            assert!(targets.iter().all(|target| target.contains(&limit)), "{targets:?}");
        }
    }
}

#[tokio::test]
async fn a_limit_that_is_given_is_kept() {
    let service = Service::start().await;
    let many = Many::plant(&service, 20).await;
    let pages: Vec<Response<types::RoomPage>> =
        many.rooms().max_results(7u32).pages().try_collect().await.unwrap();
    assert_eq!(pages.iter().map(|page| page.rooms.len()).collect::<Vec<_>>(), [7, 7, 6]);
    let homes: Vec<types::Home> = many.homes().max_results(3u32).stream().try_collect().await.unwrap();
    assert_eq!(homes.len(), 20);
    for (list, limit, requests) in [(Operation::ListRooms, 7, 3), (Operation::ListHomes, 3, 7)] {
        let targets = targets(&service, list).await;
        assert_eq!(targets.len(), requests);
        assert!(targets.iter().all(|target| target.contains(&format!("maxResults={limit}"))), "{targets:?}");
    }
    // One that cannot be is refused before anything is sent, and ends the list.
    let mut pages = many.homes().max_results(11u32).pages();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_list_ends_in_every_way_that_a_last_page_may_have() {
    let service = Service::start().await;
    let many = Many::plant(&service, 51).await;
    for end in ["null-token", "empty-token", "no-token", "no-context"] {
        service.set(json!({"hospitalityLastPage": end, "residentialLastPage": end})).await;
        for (list, largest) in LISTS {
            let (names, pages) = many.names(list).await;
            assert_eq!((names.len(), pages), (51, 51_usize.div_ceil(largest)), "{list:?} {end}");
        }
    }
}

#[tokio::test]
async fn a_residential_list_without_a_pagination_context_is_its_first_page() {
    let service = Service::start().await;
    let many = Many::plant(&service, 51).await;
    service.set(json!({"residentialPaginationContext": false})).await;
    for (list, largest) in LISTS {
        let expected = if largest == 10 { (10, 1) } else { (51, 2) };
        let (names, pages) = many.names(list).await;
        assert_eq!((names.len(), pages), expected, "{list:?}");
    }
}

#[tokio::test]
async fn a_page_that_fails_is_asked_for_again_and_no_other() {
    let service = Service::start().await;
    let many = Many::plant(&service, 40).await;
    for fault in [
        json!({"type": "status", "status": 503}),
        json!({"type": "html", "status": 502}),
        json!({"type": "truncated-body"}),
        json!({"type": "dropped-before-commit"}),
        json!({"type": "dropped-after-commit"}),
    ] {
        for prefetch in [true, false] {
            service.control("DELETE", "/exchanges", Value::Null).await;
            // The third of four pages, twice.
            service.fault(json!({"kind": fault, "skip": 2, "count": 2})).await;
            let mut rooms = many.rooms().max_results(10u32).stream();
            if !prefetch {
                rooms = rooms.without_prefetch();
            }
            let rooms: Vec<types::Room> = rooms.try_collect().await.unwrap();
            let distinct: BTreeSet<_> = rooms.iter().map(|room| room.name.as_str()).collect();
            assert_eq!((rooms.len(), distinct.len()), (40, 40), "{fault}");
            let targets = targets(&service, Operation::ListRooms).await;
            assert_eq!(targets.len(), 4 + 2, "{fault}");
            assert_eq!(targets.iter().collect::<BTreeSet<_>>().len(), 4, "{fault}");
            assert!(targets[2] == targets[3] && targets[3] == targets[4], "{fault}");
        }
    }
}

/// Five pages of ten rooms, of which the third fails for good: the list can go on from there, once the service is well.
#[tokio::test]
async fn a_list_goes_on_after_an_error_without_loss_and_without_repetition() {
    let service = Service::start().await;
    let many = Many::plant(&service, 50).await;
    let whole: Vec<types::Room> = many.rooms().stream().try_collect().await.unwrap();
    service.fault(json!({"kind": {"type": "status", "status": 403}, "skip": 2, "count": 1})).await;
    let mut pages = many.rooms().max_results(10u32).pages();
    assert_eq!(pages.resume_token(), None);
    let mut rooms = Vec::new();
    let error = loop {
        match pages.next().await.unwrap() {
            Ok(page) => rooms.extend(page.into_inner().rooms),
            Err(error) => break error,
        }
    };
    assert_eq!((error.kind(), rooms.len()), (ErrorKind::AccessDenied, 20));
    assert!(pages.next().await.is_none(), "an error ends the list");
    let token = pages.resume_token().unwrap().to_owned();
    drop(pages);
    rooms.extend(
        many.rooms()
            .max_results(10u32)
            .next_token(token)
            .stream()
            .map(Result::unwrap)
            .collect::<Vec<_>>()
            .await,
    );
    assert_eq!(rooms, whole);
}

/// Leaves a stream at every item, and goes on from its token.
#[tokio::test]
async fn a_stream_that_was_left_goes_on_with_the_page_of_its_next_item() {
    let service = Service::start().await;
    let many = Many::plant(&service, 12).await;
    let list = || many.rooms().max_results(5u32);
    let whole: Vec<types::Room> = list().stream().try_collect().await.unwrap();
    for taken in 0..=whole.len() {
        let mut rooms = list().stream();
        for _ in 0..taken {
            rooms.next().await.unwrap().unwrap();
        }
        let rest = match rooms.resume_token() {
            Some(token) => list().next_token(token).stream(),
            // The first page, or nothing after the last item.
            None if taken == whole.len() => break,
            None => list().stream(),
        };
        let rest: Vec<types::Room> = rest.try_collect().await.unwrap();
        // The whole page of the next item, so that nothing is lost.
        assert_eq!(rest, whole[taken / 5 * 5..], "{taken} taken");
    }
}

#[tokio::test]
async fn units_that_stay_are_listed_once_while_others_come_and_go() {
    let service = Service::start().await;
    let many = Many::plant(&service, 60).await;
    let stays: BTreeSet<String> = {
        let rooms: Vec<types::Room> = many.rooms().stream().try_collect().await.unwrap();
        rooms.iter().step_by(2).map(|room| room.id.to_string()).collect()
    };
    let goes: Vec<types::Room> = many.rooms().stream().try_collect().await.unwrap();
    let goes: Vec<_> = goes.into_iter().filter(|room| !stays.contains(room.id.as_str())).collect();
    let writing = async {
        for (number, room) in goes.iter().enumerate() {
            many.client.delete_room().room_id(&room.id).send().await.unwrap();
            let new = many
                .client
                .create_room()
                .body_map(|new| new.name(format!("New{number}")).room_type_id(many.room_type.as_str()));
            new.send().await.unwrap();
        }
    };
    let reading = async {
        let mut lists = Vec::new();
        for _ in 0..10 {
            let rooms: Vec<types::Room> =
                many.rooms().max_results(4u32).stream().try_collect().await.unwrap();
            lists.push(rooms);
        }
        lists
    };
    let ((), lists) = tokio::join!(writing, reading);
    for rooms in lists {
        let ids: Vec<String> = rooms.iter().map(|room| room.id.to_string()).collect();
        let distinct: BTreeSet<String> = ids.iter().cloned().collect();
        assert_eq!(ids.len(), distinct.len(), "a room is on two pages");
        assert!(stays.is_subset(&distinct), "a room that was there all the time is on no page");
    }
}
