//! Many at once, in one process and in several.

use super::*;

over_every_engine! {
    one_of_many_who_want_the_same_name_gets_it,
    stores_on_one_database_see_each_other,
    batches_that_want_the_same_rows_in_another_order_all_succeed,
    a_batch_that_nobody_waits_for_is_written_whole_or_not_at_all,
    many_at_once_make_the_tables_once,
}

async fn one_of_many_who_want_the_same_name_gets_it(place: Place) {
    let store = Arc::new(place.open().await);
    let parent = organization(&store, "o").await;
    let writers: Vec<_> = (0..32)
        .map(|index| {
            let store = Arc::clone(&store);
            tokio::spawn(
                async move { store.write(vec![add(&format!("u{index}"), Some(parent), "same")]).await },
            )
        })
        .collect();
    let mut written = 0;
    for writer in writers {
        match writer.await.unwrap() {
            Ok(_) => written += 1,
            Err(error) => assert!(matches!(error, WriteError::Duplicate { step: 0 }), "{error:?}"),
        }
    }
    assert_eq!((written, texts(&store, IDS).await.len()), (1, 2));
}

async fn stores_on_one_database_see_each_other(place: Place) {
    let first = Arc::new(place.open().await);
    let stores = [place.open_again(&first).await, first];
    let parent = organization(&stores[0], "o").await;
    let writers: Vec<_> = (0..40)
        .map(|index| {
            let store = Arc::clone(&stores[index % 2]);
            tokio::spawn(async move {
                let id = format!("u{index}");
                store.write(vec![add(&id, Some(parent), &id)]).await.unwrap();
                id
            })
        })
        .collect();
    for writer in writers {
        let id = writer.await.unwrap();
        for store in &stores {
            assert!(texts(store, IDS).await.contains(&id), "{id}");
        }
    }
    let error = stores[1].write(vec![delete("o")]).await.unwrap_err();
    assert!(matches!(error, WriteError::Reference { step: 0 }), "{error:?}");
}

async fn batches_that_want_the_same_rows_in_another_order_all_succeed(place: Place) {
    let first = Arc::new(place.open().await);
    let stores = [place.open_again(&first).await, first];
    for id in ["a", "b"] {
        organization(&stores[0], id).await;
    }
    let count = |id: &str| {
        let sql = "UPDATE unit SET created_at = created_at + $1 WHERE id = $2";
        Step::some(sql, [1.into(), id.to_owned().into()])
    };
    let writers: Vec<_> = (0..12)
        .map(|index| {
            let store = Arc::clone(&stores[index % 2]);
            let steps =
                if index % 4 < 2 { vec![count("a"), count("b")] } else { vec![count("b"), count("a")] };
            tokio::spawn(async move { store.write(steps).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    let mut counts = Vec::new();
    read(&stores[0], "SELECT created_at FROM unit", &[], |row| {
        counts.push(row.integer(0)?);
        Ok(())
    })
    .await;
    assert_eq!(counts, [Some(13), Some(13)]);
}

async fn a_batch_that_nobody_waits_for_is_written_whole_or_not_at_all(place: Place) {
    let store = Arc::new(place.open().await);
    let parent = organization(&store, "o").await;
    for index in 0..50 {
        let (first, second) = (format!("{index}-a"), format!("{index}-b"));
        let steps = vec![add(&first, Some(parent), &first), add(&second, Some(parent), &second)];
        let write = tokio::spawn({
            let store = Arc::clone(&store);
            async move { store.write(steps).await }
        });
        for _ in 0..index {
            tokio::task::yield_now().await;
        }
        write.abort();
    }
    // Whoever comes last is served, and all before it are at their end.
    organization(&store, "p").await;
    drop(Arc::into_inner(store));
    let found = texts(&place.open().await, IDS).await;
    for index in 0..50 {
        let has = |half: &str| found.contains(&format!("{index}-{half}"));
        assert_eq!(has("a"), has("b"), "{index}");
    }
}

async fn many_at_once_make_the_tables_once(place: Place) {
    let address = Arc::new(place.address());
    let stores: Vec<_> = (0..8)
        .map(|index| {
            let address = Arc::clone(&address);
            // A file is for one store at a time: each waits for those before it.
            tokio::spawn(async move {
                let store = Store::at(&address).await.unwrap();
                organization(&store, &format!("o{index}")).await;
            })
        })
        .collect();
    for store in stores {
        store.await.unwrap();
    }
    assert_eq!(texts(&place.open().await, IDS).await.len(), 8);
}
