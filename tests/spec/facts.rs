//! Facts of the document that hand-written code repeats.

use asp_client::Region;
use asp_client::ids::InvalidId;

#[test]
fn regions_are_the_servers_of_the_document() {
    let document = asp_tests::document();
    let servers = document.root().get("servers").unwrap();
    let urls: Vec<_> = servers.items().map(|server| server.text("url").unwrap().to_owned()).collect();
    assert_eq!(urls, [Region::NorthAmerica, Region::Europe].map(Region::base_url));
}

/// The client's id types stand for every id schema, and parse what its pattern accepts.
#[test]
fn ids_have_the_form_of_the_document() {
    let document = asp_tests::document();
    let ids: Vec<_> = document.components("schemas").filter(|(name, _)| name.ends_with("Id")).collect();
    assert_eq!(ids.len(), 6);
    for (name, schema) in ids {
        assert_eq!(schema.text("pattern"), Some(r"^amzn1\.alexa\.unit\.did\..+$"), "{name}");
        assert!(schema.text("example").unwrap().parse::<asp_client::ids::RoomId>().is_ok(), "{name}");
    }
    assert_eq!("amzn1.alexa.unit.did.".parse::<asp_client::ids::RoomId>(), Err(InvalidId));
    let types = asp_tests::root().join("crates/client/src/generated/types.rs");
    let types = std::fs::read_to_string(types).unwrap();
    let strict = types.lines().find(|line| line.contains("pub struct") && line.contains("Id("));
    assert_eq!(
        strict, None,
        "an id type that reads strictly: add it to ID_SCHEMAS in xtask and to the client's ids"
    );
}
