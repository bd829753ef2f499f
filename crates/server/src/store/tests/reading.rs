//! What comes back from a query.

use super::*;

over_every_engine! {
    values_of_every_type_come_back_as_they_were,
    rows_come_in_the_order_of_the_query,
    an_error_of_the_reader_ends_the_reading,
}

async fn values_of_every_type_come_back_as_they_were(place: Place) {
    let store = place.open().await;
    let all_bytes: Vec<u8> = (0..=255).collect();
    let texts = ["", "plain", "ünïcödé 🏨", "'; DROP TABLE unit; --", &"x".repeat(100_000)];
    let bytes = [&b""[..], b"a\0b\0", &all_bytes, &vec![0; 100_000]];
    let integers = [Some(i64::MIN), Some(-1), Some(0), Some(i64::MAX), None];
    let add = "INSERT INTO key (name, value) VALUES ($1, $2) RETURNING value, name";
    for (number, text) in texts.iter().enumerate() {
        for bytes in bytes {
            let name = format!("{number}{}{text}", bytes.len());
            let values = [name.clone().into(), bytes.to_vec().into()];
            let done = store.write(vec![Step::some(add, values)]).await.unwrap();
            assert_eq!(done[0].returned, [[bytes.to_vec().into(), name.clone().into()]]);
            let mut count = 0;
            let sql = "SELECT value, name, NULL FROM key WHERE name = $1 AND value = $2";
            read(&store, sql, &[name.as_str().into(), bytes.into()], |row| {
                count += 1;
                assert_eq!((row.bytes(0)?, row.text(1)?, row.text(2)?), (Some(bytes), Some(&*name), None));
                Ok(())
            })
            .await;
            assert_eq!(count, 1);
        }
    }
    let add =
        "INSERT INTO unit (id, kind, name, branch, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING branch";
    for (number, integer) in (0_i64..).zip(integers) {
        let id = format!("unit {number}");
        let name = Value::Bytes(Vec::new().into());
        let values = [id.into(), number.into(), name, integer.into(), (-number).into()];
        let done = store.write(vec![Step::some(add, values)]).await.unwrap();
        assert_eq!(done[0].returned, [[Value::from(integer)]]);
        let sql =
            "SELECT branch, created_at, 1, count(*) FROM unit WHERE kind = $1 GROUP BY branch, created_at";
        let mut count = 0;
        read(&store, sql, &[number.into()], |row| {
            count += 1;
            assert_eq!((row.integer(0)?, row.integer(1)?), (integer, Some(-number)));
            assert_eq!((row.integer(2)?, row.integer(3)?), (Some(1), Some(1)));
            Ok(())
        })
        .await;
        assert_eq!(count, 1);
    }
}

async fn rows_come_in_the_order_of_the_query(place: Place) {
    let store = place.open().await;
    for id in ["b", "c", "a"] {
        organization(&store, id).await;
    }
    assert_eq!(texts(&store, IDS).await, ["b", "c", "a"]);
    assert_eq!(texts(&store, "SELECT id FROM unit ORDER BY id DESC").await, ["c", "b", "a"]);
    let mut some = Vec::new();
    read(&store, "SELECT id FROM unit WHERE id > $1 ORDER BY id LIMIT $2", &["a".into(), 1.into()], |row| {
        some.push(row.text(0)?.unwrap().to_owned());
        Ok(())
    })
    .await;
    assert_eq!(some, ["b"]);
}

async fn an_error_of_the_reader_ends_the_reading(place: Place) {
    let store = place.open().await;
    for id in ["a", "b", "c"] {
        organization(&store, id).await;
    }
    let mut seen = 0;
    let result = store
        .read(IDS, &[], |_| {
            seen += 1;
            if seen == 2 { Err(StoreError::Broken("enough".to_owned())) } else { Ok(()) }
        })
        .await;
    assert_eq!(result.unwrap_err(), StoreError::Broken("enough".to_owned()));
    assert_eq!((seen, texts(&store, IDS).await.len()), (2, 3));
}
