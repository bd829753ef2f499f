use serde_json::json;

use super::*;
use crate::store::units::{self, Asker};
use crate::store::{Extent, Step};

fn add(kind: Kind, id: &str, parent: Option<i64>, name: &str) -> Step {
    let sql = "INSERT INTO unit (id, kind, parent, branch, organization, name, created_at) \
               VALUES ($1, $2, $3, $3, $3, $4, 0)";
    let values = [
        id.to_owned().into(),
        (kind as i64).into(),
        parent.map_or(Value::Null, Value::Integer),
        name.as_bytes().to_vec().into(),
    ];
    Step::some(sql, values)
}

/// The cache is bounded by what entries say that they weigh.
#[tokio::test]
async fn what_is_kept_weighs_at_least_what_it_takes() {
    for name in ["Room", &"\u{1}\"\\".repeat(200)] {
        let store = Store::at(":memory:").await.unwrap();
        let organization = format!("amzn1.alexa.unit.did.{}", "O".repeat(104));
        let room = format!("amzn1.alexa.unit.did.{}", "R".repeat(104));
        let steps = vec![
            add(Kind::Organization, &organization, None, "Organization"),
            add(Kind::Room, &room, Some(1), name),
        ];
        store.write_extent(steps, Extent::Many).await.unwrap();
        let unit_in_json = |id: &str, name: &str| json!({"id": id, "roomTypeId": organization, "name": name});

        for (kind, limit) in [(Kind::Room, 1), (Kind::Room, 50), (Kind::Home, 50)] {
            let query =
                PageQuery { only_of: None, parent: 1, kind, after: 0, created_until: i64::MAX, limit };
            let page = page(&store, query).await.unwrap();
            page.written
                .of(|| page.units().map(|(id, name)| unit_in_json(id, name)).collect::<Vec<_>>())
                .unwrap();
            let takes = page.texts.capacity() + page.ends.capacity() * 16 + page.written.bytes();
            assert!(page.bytes() + 2 >= takes, "{} for {takes}", page.bytes());
            assert!(page.bytes() <= 2 * takes, "{} for {takes}", page.bytes());
        }
        let asker = Asker { client: "client", account: "account" };
        let unit = units::unit(&store, asker, &room).await.unwrap().unwrap();
        unit.written.of(|| unit_in_json(&unit.id, &unit.name)).unwrap();
        let texts = unit.id.capacity() + unit.parent_id.capacity() + unit.name.capacity();
        assert!(unit.bytes() >= texts + unit.written.bytes(), "{} and {texts}", unit.bytes());
    }
}
