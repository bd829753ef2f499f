//! Names of rooms and of other units, and what keeps a unit from being deleted (hospitality).

use serde_json::{Value, json};

use crate::caller::{Caller, Units, name};
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::Kind;

over_both_stores!(
    room_names_keep_the_rule_when_created_and_renamed,
    a_room_name_exists_once_in_a_property,
    names_of_two_rooms_are_swapped_with_a_temporary_name,
    the_name_of_a_deleted_room_is_free,
    of_many_rooms_with_one_name_one_is_created,
    only_rooms_have_unique_names_and_a_rule,
    any_text_can_be_the_name_of_other_units,
    updates_change_the_name_and_nothing_else,
    what_is_not_empty_is_not_deleted,
    a_room_with_devices_is_not_deleted,
);

async fn begin(stores: &Stores) -> (Server, Caller, Units) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    (server, caller, units)
}

async fn room_names_keep_the_rule_when_created_and_renamed(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    let longest = "x".repeat(256);
    for good in ["7", "Room-12", "_-=#;:?@&", "a+b".replace('+', "&").as_str(), longest.as_str()] {
        let id = caller.create(Kind::Room, &units.room_type, good).await;
        assert_eq!(caller.get(Kind::Room, &id).await.expect(200).json["name"], good);
        caller.delete(Kind::Room, &id).await.expect(204);
        caller.rename(Kind::Room, &units.room, "", good).await.expect(204);
        assert_eq!(caller.get(Kind::Room, &units.room).await.json["name"], good);
    }
    let too_long = "x".repeat(257);
    let last = caller.get(Kind::Room, &units.room).await.json["name"].clone();
    for bad in [
        "",
        " ",
        "Room 1",
        "Room.1",
        "Zimmer-größer",
        "a\u{0}",
        "a\n",
        "a/b",
        "a+b",
        "\u{1F600}",
        "a\"b",
        "a'b",
        too_long.as_str(),
    ] {
        let body = Kind::Room.new_unit(&units.room_type, bad);
        let refused = caller.ask("POST", Kind::Room.path()).json(&body).broken().send().await.expect(400);
        assert!(refused.message().contains("name"), "{bad:?}: {}", refused.message());
        let target = Kind::Room.at(&units.room);
        caller.ask("PUT", &target).json(&json!({"name": bad})).broken().send().await.expect(400);
    }
    for no_text in [Value::Null, json!(7), json!(["a"]), json!({"a": "b"}), json!(true)] {
        let body = json!({"name": no_text, "roomTypeId": units.room_type});
        caller.ask("POST", Kind::Room.path()).json(&body).broken().send().await.expect(400);
        let body = json!({"name": no_text});
        caller.ask("PUT", &Kind::Room.at(&units.room)).json(&body).broken().send().await.expect(400);
    }
    let rooms = caller.all(Kind::Room, &units.room_type).await;
    assert_eq!(rooms, [(units.room, last.as_str().unwrap().to_owned())]);
}

async fn a_room_name_exists_once_in_a_property(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let other_type = caller.create(Kind::RoomType, &units.property, "Suites").await;
    let first = caller.create(Kind::Room, &units.room_type, "101").await;
    for room_type in [&units.room_type, &other_type] {
        let refused = caller.try_create(Kind::Room, room_type, "101").await.expect(400);
        assert!(refused.message().contains("unique"), "{}", refused.message());
    }
    let second = caller.create(Kind::Room, &other_type, "102").await;
    caller.rename(Kind::Room, &second, "", "101").await.expect(400);
    assert_eq!(caller.get(Kind::Room, &second).await.json["name"], "102");
    caller.rename(Kind::Room, &first, "", "101").await.expect(204);
    // Upper and lower case are different unless a switch says otherwise.
    caller.create(Kind::Room, &other_type, "Lobby").await;
    caller.create(Kind::Room, &units.room_type, "lobby").await;
    // Another property is another world.
    let property = caller.create(Kind::Property, server.organization(), "Annex").await;
    let room_type = caller.create(Kind::RoomType, &property, "Suites").await;
    caller.create(Kind::Room, &room_type, "101").await;
}

async fn names_of_two_rooms_are_swapped_with_a_temporary_name(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    let one = caller.create(Kind::Room, &units.room_type, "101").await;
    let two = caller.create(Kind::Room, &units.room_type, "102").await;
    caller.rename(Kind::Room, &one, "", "102").await.expect(400);
    caller.rename(Kind::Room, &one, "", "temporary").await.expect(204);
    caller.rename(Kind::Room, &two, "", "101").await.expect(204);
    caller.rename(Kind::Room, &one, "", "102").await.expect(204);
    let names = [
        caller.get(Kind::Room, &one).await.json["name"].clone(),
        caller.get(Kind::Room, &two).await.json["name"].clone(),
    ];
    assert_eq!(names, ["102", "101"]);
    caller.create(Kind::Room, &units.room_type, "temporary").await;
}

async fn the_name_of_a_deleted_room_is_free(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    let first = caller.create(Kind::Room, &units.room_type, "101").await;
    caller.try_create(Kind::Room, &units.room_type, "101").await.expect(400);
    caller.delete(Kind::Room, &first).await.expect(204);
    let second = caller.create(Kind::Room, &units.room_type, "101").await;
    assert_ne!(first, second, "ids are not used again");
    caller.get(Kind::Room, &first).await.expect(404);
}

async fn of_many_rooms_with_one_name_one_is_created(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for round in 0..5 {
        let wanted = format!("Lobby-{round}");
        let tries: Vec<_> = (0..12)
            .map(|_| {
                let (caller, room_type, wanted) = (caller.clone(), units.room_type.clone(), wanted.clone());
                tokio::spawn(async move { caller.try_create(Kind::Room, &room_type, &wanted).await.status })
            })
            .collect();
        let mut statuses = Vec::new();
        for each in tries {
            statuses.push(each.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 201);
        assert!(statuses[1..].iter().all(|status| *status == 400), "{statuses:?}");
    }
    assert_eq!(caller.all(Kind::Room, &units.room_type).await.len(), 6);
}

async fn only_rooms_have_unique_names_and_a_rule(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for kind in [Kind::HomeCommunity, Kind::Home, Kind::Property, Kind::RoomType] {
        let parent = units.parent(kind);
        let one = caller.create(kind, parent, "The same name. With spaces!").await;
        let two = caller.create(kind, parent, "The same name. With spaces!").await;
        assert_ne!(one, two);
    }
}

async fn any_text_can_be_the_name_of_other_units(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    let long = "\u{1F3E8} long ".repeat(10_000);
    for text in [
        "",
        "\u{0}",
        "a\u{0}b",
        "\u{1F600}\u{200D}\u{1F468}",
        "\"quoted\" \\ 'single' `back` %s $1 ; -- DROP",
        "line\r\nbreak\ttab",
        "\u{FEFF}\u{202E}\u{FFFF}",
        "e\u{301} é",
        &long,
    ] {
        for kind in [Kind::HomeCommunity, Kind::Home, Kind::Property, Kind::RoomType] {
            let parent = units.parent(kind);
            let id = caller.create(kind, parent, text).await;
            assert_eq!(caller.get(kind, &id).await.expect(200).json["name"], text, "{kind:?}");
            caller.rename(kind, units.id(kind), parent, text).await.expect(204);
            assert_eq!(caller.get(kind, units.id(kind)).await.expect(200).json["name"], text, "{kind:?}");
            let listed = caller.all(kind, parent).await;
            assert!(listed.contains(&(id.clone(), text.to_owned())), "{kind:?}");
            caller.delete(kind, &id).await.expect(204);
        }
    }
}

/// Members that no schema names are let through, as the document allows them, and change nothing.
async fn updates_change_the_name_and_nothing_else(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    for kind in [Kind::Property, Kind::RoomType, Kind::Room] {
        let other_parent = match kind.parent() {
            None => {
                server.control("POST", "/organizations", Value::Null).await["id"].as_str().unwrap().to_owned()
            }
            Some(parent) => caller.create(parent, units.parent(parent), &name()).await,
        };
        let body = json!({"name": "Other", "id": units.home, kind.parent_id(): other_parent, "more": [1]});
        caller.ask("PUT", &kind.at(units.id(kind))).json(&body).send().await.expect(204);
        let shown = caller.get(kind, units.id(kind)).await.expect(200).json;
        assert_eq!(
            shown,
            json!({"id": units.id(kind), "name": "Other", kind.parent_id(): units.parent(kind)})
        );
    }
}

async fn what_is_not_empty_is_not_deleted(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for kind in [Kind::Property, Kind::RoomType, Kind::HomeCommunity] {
        let refused = caller.delete(kind, units.id(kind)).await.expect(400);
        assert!(refused.message().contains("still holds"), "{}", refused.message());
        caller.get(kind, units.id(kind)).await.expect(200);
    }
    for kind in [Kind::Room, Kind::RoomType, Kind::Property, Kind::Home, Kind::HomeCommunity] {
        caller.delete(kind, units.id(kind)).await.expect(204);
    }
}

async fn a_room_with_devices_is_not_deleted(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let devices = format!("/rooms/{}/devices", units.room);
    let one = server.control("POST", &devices, Value::Null).await["id"].as_str().unwrap().to_owned();
    server.control("POST", &devices, json!({"id": "device.two"})).await;
    let refused = caller.delete(Kind::Room, &units.room).await.expect(400);
    assert!(refused.message().contains("devices"), "{}", refused.message());
    server.control("DELETE", &format!("{devices}/{one}"), Value::Null).await;
    caller.delete(Kind::Room, &units.room).await.expect(400);
    caller.rename(Kind::Room, &units.room, "", "renamed").await.expect(204);
    server.control("DELETE", &devices, Value::Null).await;
    caller.delete(Kind::Room, &units.room).await.expect(204);
}
