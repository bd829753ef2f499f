use super::*;
use crate::store::Store;
use crate::switches::NameCase;

async fn store() -> Store {
    Store::at(":memory:").await.unwrap()
}

async fn count(store: &Store, sql: &'static str) -> i64 {
    let mut count = 0;
    let each = |row: &crate::store::Row<'_>| {
        count = row.integer(0)?.unwrap_or_default();
        Ok(())
    };
    store.read(sql, &[], each).await.unwrap();
    count
}

async fn write_text(store: &Store, text: &str) -> Result<Seed, String> {
    let seed = Seed::from_text(text).map_err(|error| error.to_string())?;
    write(store, seed, NameCase::Sensitive).await.map_err(|error| error.to_string())
}

const TOML: &str = r#"
[[organizations]]
name = "Hotels"
accounts = [{ id = "owner", roles = ["A4H.OrgAdmin"] }, { id = "porter" }]

[[organizations.properties]]
name = "Seaside"
accounts = [{ id = "porter", roles = ["A4H.PropertyAdmin"] }]

[[organizations.properties.roomTypes]]
name = "Double"
rooms = [
    { name = "Room 1.2", devices = ["speaker"] },
    { id = "amzn1.alexa.unit.did.fixed", name = "102" },
]

[[organizations.homeCommunities]]
name = "Park"
homes = [{ name = "1", occupied = true }, { name = "1" }]

[[clients]]
id = "client"
secret = "sesame"
refreshTokens = [{ token = "refresh", account = "porter" }]
"#;

#[tokio::test]
async fn a_seed_in_toml_is_written_with_everything_in_its_place() {
    let store = store().await;
    let written = write_text(&store, TOML).await.unwrap();
    let organization = written.organizations[0].id.clone().unwrap();
    assert!(id::is_id(&organization));
    for (sql, expected) in [
        ("SELECT COUNT(*) FROM unit", 8),
        ("SELECT COUNT(*) FROM device JOIN unit ON unit.number = device.unit WHERE unit.kind = 5", 1),
        ("SELECT COUNT(*) FROM occupancy JOIN unit ON unit.number = occupancy.unit WHERE unit.kind = 2", 1),
        ("SELECT COUNT(*) FROM account", 2),
        ("SELECT COUNT(*) FROM role WHERE account = 'owner' AND name = 'A4H.OrgAdmin' AND parent IS NULL", 1),
        ("SELECT COUNT(*) FROM role JOIN unit ON unit.number = role.unit AND unit.parent = role.parent", 1),
        ("SELECT COUNT(*) FROM console_grant", 1),
        ("SELECT COUNT(*) FROM refresh_token WHERE account = 'porter' AND client = 'client'", 1),
        // A room is in its room type, in the branch of its property.
        (
            "SELECT COUNT(*) FROM unit AS room JOIN unit AS type ON type.number = room.parent \
             JOIN unit AS property ON property.number = type.parent AND property.number = room.branch \
             JOIN unit AS top ON top.number = property.parent AND top.number = room.organization \
             WHERE room.kind = 5 AND type.branch = property.number AND property.branch IS NULL \
             AND room.name_key IS NOT NULL AND type.name_key IS NULL AND top.organization IS NULL",
            2,
        ),
    ] {
        assert_eq!(count(&store, sql).await, expected, "{sql}");
    }
}

#[tokio::test]
async fn neither_secrets_nor_tokens_are_in_the_store_as_they_are() {
    let store = store().await;
    write_text(&store, TOML).await.unwrap();
    let mut kept = Vec::new();
    let each = |row: &crate::store::Row<'_>| {
        kept.extend(row.text(0)?.map(str::to_owned));
        kept.extend(row.text(1)?.map(str::to_owned));
        Ok(())
    };
    let sql = "SELECT client.secret_hash, refresh_token.hash FROM client \
               JOIN refresh_token ON refresh_token.client = client.id";
    store.read(sql, &[], each).await.unwrap();
    assert_eq!(kept, [secret::hash("sesame"), secret::hash("refresh")]);
}

#[tokio::test]
async fn json_says_the_same_as_toml() {
    let from_toml = Seed::from_text(TOML).unwrap();
    let json = serde_json::to_string(&from_toml).unwrap();
    assert_eq!(Seed::from_text(&json).unwrap(), from_toml);
}

#[tokio::test]
async fn the_initial_seed_is_complete_and_every_time_another() {
    let (one, other) = (store().await, store().await);
    let one = write(&one, Seed::initial(), NameCase::Sensitive).await.unwrap();
    let other = write(&other, Seed::initial(), NameCase::Sensitive).await.unwrap();
    assert_ne!(one, other);
    let client = &one.clients[0];
    assert!(client.id.is_some() && client.secret.is_some() && client.refresh_tokens[0].token.is_some());
    assert_eq!(client.organizations.as_deref().unwrap(), [one.organizations[0].id.clone().unwrap()]);
    assert_eq!(client.refresh_tokens[0].account, one.organizations[0].accounts[0].id);
    let shown = format!("{client:?}{:?}", client.refresh_tokens);
    assert!(!shown.contains(client.secret.as_deref().unwrap()) && !shown.contains("Atzr"), "{shown}");
}

#[tokio::test]
async fn a_seed_that_makes_no_sense_is_refused_with_the_place_and_nothing_is_written() {
    let store = store().await;
    for (seed, reason) in [
        (r#"{"organizations": [{"id": "x"}]}"#, "organizations[0].id: begins with"),
        (
            r#"{"organizations": [{"id": "amzn1.alexa.unit.did.A"}, {"id": "amzn1.alexa.unit.did.A"}]}"#,
            "organizations[1].id: another unit has the id",
        ),
        (
            r#"{"organizations": [{"properties": [{"name": "p", "roomTypes": [
                {"name": "a", "rooms": [{"name": "1"}]}, {"name": "b", "rooms": [{"name": "2"}, {"name": "1"}]}]}]}]}"#,
            "organizations[0].properties[0].roomTypes[1].rooms[1].name: another room of the property",
        ),
        (
            r#"{"organizations": [{"accounts": [{"id": "a", "roles": ["A4H.RoomAdmin"]}]}]}"#,
            "organizations[0].accounts[0].roles: `A4H.RoomAdmin` is no role",
        ),
        (
            r#"{"organizations": [{"properties": [{"name": "p", "accounts": [{"id": "a", "roles": ["A4H.PropertyAdmin"]}]}]}]}"#,
            "organizations[0].properties[0].accounts[0].id: must be the id of an account",
        ),
        (r#"{"organizations": [{"accounts": [{"id": "a b"}]}]}"#, "organizations[0].accounts[0].id"),
        (r#"{"clients": [{"organizations": ["amzn1.alexa.unit.did.A"]}]}"#, "clients[0].organizations"),
        (r#"{"clients": [{"id": "c"}, {"id": "c"}]}"#, "clients[1].id: another client"),
        (r#"{"clients": [{"secret": ""}]}"#, "clients[0].secret: is empty"),
        (r#"{"clients": [{"refreshTokens": [{}]}]}"#, "clients[0].refreshTokens[0].account"),
    ] {
        let error = write_text(&store, seed).await.unwrap_err();
        assert!(error.contains(reason), "{seed}: {error}");
    }
    assert_eq!(count(&store, "SELECT COUNT(*) FROM unit").await, 0);
    assert_eq!(count(&store, "SELECT COUNT(*) FROM client").await, 0);
}

#[tokio::test]
async fn an_id_that_is_taken_undoes_the_whole_seed_and_is_named() {
    let store = store().await;
    write_text(&store, TOML).await.unwrap();
    let units = count(&store, "SELECT COUNT(*) FROM unit").await;
    let seed = r#"{"organizations": [{"name": "new"}, {"properties": [{"id": "amzn1.alexa.unit.did.fixed", "name": "p"}]}]}"#;
    let error = write_text(&store, seed).await.unwrap_err();
    assert_eq!(error, "organizations[1].properties[0]: an id of it is taken already");
    assert_eq!(count(&store, "SELECT COUNT(*) FROM unit").await, units);
}

#[test]
fn text_that_is_no_seed_is_refused_with_line_and_column_and_without_the_secrets_in_it() {
    for (text, reason) in [
        ("{\"organizations\": [\n  {\"nmae\": \"x\"}]}", "unknown field `nmae`"),
        ("[[clients]]\nsecert = \"sesame\"", "unknown field `secert`"),
        ("[[clients]]\nsecret = \"sesame\nid = 5", "line 2"),
        ("{\"clients\":\n [{\"secret\": 5}]}", "line 2"),
    ] {
        let error = Seed::from_text(text).unwrap_err().to_string();
        assert!(error.contains(reason) && error.contains("at line 2"), "{error}");
        assert!(!error.contains("sesame"), "{error}");
    }
}

#[test]
fn an_error_about_a_seed_never_repeats_a_secret() {
    for text in [
        "[[clients]]\nrefreshTokens = \"Atzr|hunter2\"\n",
        "[[clients]]\nsecret = [\"hunter2\"]\nrefreshTokens = \"hunter2, expected hunter2\"\n",
        r#"{"clients": [{"refreshTokens": "Atzr|hunter2 at line 7"}]}"#,
        r#"{"clients": [{"refreshTokens": [{"token": "a", "account": ["hunter2"]}]}]}"#,
        r#"{"clients": "hunter2"}"#,
    ] {
        let error = Seed::from_text(text).unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
        assert!(error.contains("line") && error.contains("expected"), "{error}");
    }
}
