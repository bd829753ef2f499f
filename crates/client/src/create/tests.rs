//! What is known of units that were made a moment ago, on a clock that stands still until nobody has anything to do.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::testing::{Answer, Service};
use crate::{RetryPolicy, Token, builders as builder};

const SETTLE: Duration = Duration::from_secs(15);
const HOUR: Duration = Duration::from_hours(1);
const PARENT: &str = "amzn1.alexa.unit.did.A";
const MADE: &str = r#"{"id": "B"}"#;
const PROPERTIES: &str = r#"{"properties": [{"id": "B", "name": "Inn", "organizationId": "A"}]}"#;
const NO_PROPERTIES: &str = r#"{"properties": []}"#;
const NO_ROOMS: &str = r#"{"rooms": []}"#;

/// A client whose creates and whose lists are answered in order, the last answer again and again; and how many units it
/// asked for.
fn client(creates: Vec<Answer>, lists: Vec<Answer>) -> (Client, Arc<AtomicUsize>) {
    let posts = Arc::new(AtomicUsize::new(0));
    let (count, gets) = (Arc::clone(&posts), AtomicUsize::new(0));
    let service = Service::new(move |request, _| {
        let (answers, count) =
            if request.method() == Method::POST { (&creates, &*count) } else { (&lists, &gets) };
        answers[count.fetch_add(1, Ordering::Relaxed).min(answers.len() - 1)].clone()
    });
    let client = Client::builder()
        .base_url("http://service.test")
        .service(service)
        .credentials(Token::new("token").unwrap())
        .retry(RetryPolicy::never())
        .settle(SETTLE)
        .build();
    (client.unwrap(), posts)
}

fn property(client: &Client) -> builder::properties::CreateProperty<'_> {
    client.create_property().body_map(|new| new.name("Inn").organization_id(PARENT))
}

fn room(client: &Client) -> builder::rooms::CreateRoom<'_> {
    client.create_room().body_map(|new| new.name("101").room_type_id(PARENT))
}

#[tokio::test(start_paused = true)]
async fn what_was_created_long_ago_says_nothing_about_a_refusal() {
    for status in [400, 403, 409] {
        let creates = vec![Answer::json(201, MADE), Answer::status(status)];
        let (client, _) = client(creates, vec![Answer::json(200, NO_ROOMS)]);
        room(&client).create_or_get().await.unwrap();
        tokio::time::advance(HOUR).await;
        let begun = Instant::now();
        let error = room(&client).create_or_get().await.unwrap_err();
        assert!(!error.may_be_done() && begun.elapsed().is_zero(), "{status} {:?}", begun.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_created_for_certain_is_no_reason_to_be_unsure() {
    let creates = vec![Answer::json(201, MADE), Answer::status(400)];
    let (client, _) = client(creates, vec![Answer::json(200, NO_ROOMS)]);
    room(&client).create_or_get().await.unwrap();
    tokio::time::advance(SETTLE / 3).await;
    let begun = Instant::now();
    let error = room(&client).create_or_get().await.unwrap_err();
    // It settles from when it was created, not from when its name was refused.
    assert!(!error.may_be_done() && begun.elapsed() <= SETTLE * 2 / 3, "{:?}", begun.elapsed());
}

/// A name that is taken in another room type.
#[tokio::test(start_paused = true)]
async fn a_taken_name_is_waited_for_once_after_a_lost_answer() {
    let creates = vec![Answer::dropped(), Answer::status(400)];
    let lists = vec![Answer::status(403), Answer::json(200, NO_ROOMS)];
    let (client, _) = client(creates, lists);
    assert!(room(&client).create_or_get().await.unwrap_err().may_be_done());
    let begun = Instant::now();
    let error = room(&client).create_or_get().await.unwrap_err();
    assert!(!error.may_be_done() && begun.elapsed() >= SETTLE, "{:?}", begun.elapsed());
    let begun = Instant::now();
    let error = room(&client).create_or_get().await.unwrap_err();
    assert!(!error.may_be_done() && begun.elapsed().is_zero(), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_list_that_fails_long_after_says_nothing_about_what_was_not_sent() {
    let (client, _) =
        client(vec![Answer::dropped()], vec![Answer::json(200, NO_PROPERTIES), Answer::status(403)]);
    assert!(property(&client).create_or_get().await.unwrap_err().may_be_done());
    assert!(property(&client).create_or_get().await.unwrap_err().may_be_done());
    tokio::time::advance(HOUR).await;
    assert!(!property(&client).create_or_get().await.unwrap_err().may_be_done());
}

#[tokio::test(start_paused = true)]
async fn one_list_that_shows_a_unit_does_not_mean_that_all_do() {
    let [there, missing] = [PROPERTIES, NO_PROPERTIES].map(|page| Answer::json(200, page));
    for (create, before) in [(Answer::json(201, MADE), 1), (Answer::dropped(), 2)] {
        let mut lists = vec![missing.clone(); before];
        lists.extend([there.clone(), missing.clone(), missing.clone(), there.clone()]);
        let (client, posts) = client(vec![create], lists);
        let first = property(&client).create_or_get().await.unwrap();
        tokio::time::advance(SETTLE / 15).await;
        for _ in 0..2 {
            let found = property(&client).create_or_get().await.unwrap();
            assert_eq!(found, CreatedOrFound::Found(first.id().clone()));
        }
        assert_eq!(posts.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_send_has_made_or_may_have_is_looked_for() {
    let [there, missing] = [PROPERTIES, NO_PROPERTIES].map(|page| Answer::json(200, page));
    for create in [Answer::json(201, MADE), Answer::json(201, "{"), Answer::dropped(), Answer::status(500)] {
        let (client, posts) = client(vec![create], vec![missing.clone(), missing.clone(), there.clone()]);
        let sent = property(&client).send().await;
        assert!(sent.is_ok_and(|made| made.id.as_str() == "B") || posts.load(Ordering::Relaxed) == 1);
        let found = property(&client).create_or_get().await.unwrap();
        assert!(matches!(found, CreatedOrFound::Found(_)));
        assert_eq!(posts.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_send_may_have_made_when_it_was_stopped_is_looked_for() {
    let [there, missing] = [PROPERTIES, NO_PROPERTIES].map(|page| Answer::json(200, page));
    let create = Answer::json(201, MADE).after(HOUR);
    let (client, posts) = client(vec![create], vec![missing.clone(), missing, there]);
    let sent = tokio::time::timeout(Duration::from_secs(1), property(&client).send()).await;
    assert!(sent.is_err());
    let found = property(&client).create_or_get().await.unwrap();
    assert!(matches!(found, CreatedOrFound::Found(_)));
    assert_eq!(posts.load(Ordering::Relaxed), 1);
}

/// Nothing was made.
#[tokio::test(start_paused = true)]
async fn what_send_was_refused_is_not_waited_for() {
    let creates = vec![Answer::status(403), Answer::refused(), Answer::json(201, MADE)];
    let (client, posts) = client(creates, vec![Answer::json(200, NO_PROPERTIES)]);
    for _ in 0..2 {
        assert!(!property(&client).send().await.unwrap_err().may_be_done());
    }
    let begun = Instant::now();
    let made = property(&client).create_or_get().await.unwrap();
    assert!(matches!(made, CreatedOrFound::Created(_)) && begun.elapsed().is_zero());
    assert_eq!(posts.load(Ordering::Relaxed), 3);
}

/// A settling time that no clock can show is as good as a year.
#[tokio::test(start_paused = true)]
async fn units_may_take_any_time_to_show() {
    let service = Service::new(|request, _| match *request.method() {
        Method::POST => Answer::json(201, MADE),
        _ => Answer::json(200, PROPERTIES),
    });
    let builder = Client::builder().base_url("http://service.test").service(service);
    let client = builder.credentials(Token::new("token").unwrap()).settle(Duration::MAX).build().unwrap();
    property(&client).send().await.unwrap();
    let found = property(&client).create_or_get().await.unwrap();
    assert!(matches!(found, CreatedOrFound::Found(_)));
}

#[tokio::test(start_paused = true)]
async fn names_that_say_nothing_any_more_are_taken_out() {
    let names = Names::default();
    let name = |number: usize| (Operation::CreateProperty, number.to_string().into_bytes());
    for number in 0..FEW {
        names.turn(name(number), SETTLE).note(true);
    }
    tokio::time::advance(SETTLE).await;
    for number in FEW..FEW + 2 {
        names.turn(name(number), SETTLE).note(true);
    }
    assert!(names.0.lock().unwrap().of.len() <= 2);
}
