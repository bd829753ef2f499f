//! Lists of services in memory, whose pages are as a test wants them.

use std::sync::Arc;
use std::time::Duration;

use asp_client::pages::{Pages, RepeatedToken};
use asp_client::testing::{Answer, Service as Memory};
use asp_client::{Client, ClientBuilder, ErrorKind, Token, types};
use futures_util::StreamExt as _;
use parking_lot::Mutex;
use serde_json::{Value, json};

/// A page of rooms: names, and the token of the next page.
fn page(names: &[&str], token: Option<&str>) -> Answer {
    let rooms: Vec<Value> =
        names.iter().map(|name| json!({"id": format!("A{name}"), "name": name, "roomTypeId": "B"})).collect();
    Answer::json(200, json!({"rooms": rooms, "paginationContext": {"nextToken": token}}).to_string())
}

/// The continuation token of a request.
fn token_of(request: &http::Request<bytes::Bytes>) -> Option<String> {
    let url = reqwest::Url::parse(&request.uri().to_string()).unwrap();
    let (_, token) = url.query_pairs().find(|(name, _)| name == "nextToken")?;
    Some(token.into_owned())
}

/// A service whose pages follow from their tokens; the tokens it was asked for are kept.
fn chain(
    answer: impl Fn(Option<&str>) -> Answer + Send + Sync + 'static,
) -> (Memory, Client, Arc<Mutex<Vec<Option<String>>>>) {
    let asked = Arc::<Mutex<Vec<Option<String>>>>::default();
    let tokens = Arc::clone(&asked);
    let service = Memory::new(move |request, _| {
        let token = token_of(&request);
        tokens.lock().push(token.clone());
        answer(token.as_deref())
    });
    let client = memory(&service).build().unwrap();
    (service, client, asked)
}

fn memory(service: &Memory) -> ClientBuilder {
    let token = Token::new("Atza|test").unwrap();
    Client::builder().base_url("http://service.test").service(service.clone()).credentials(token)
}

fn rooms(client: &Client) -> asp_client::builders::rooms::ListRooms<'_> {
    client.list_rooms().room_type_id("amzn1.alexa.unit.did.A")
}

/// Lets everything that can go on without time go on.
async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_circle_of_tokens_is_an_error_behind_the_last_page_that_is_new() {
    // Where each token leads, what comes first, and how many pages there are before it goes round.
    type Next = fn(Option<&str>) -> Option<&'static str>;
    let itself: Next = |_| Some("a");
    let two: Next = |token| if token == Some("a") { Some("b") } else { Some("a") };
    let back: Next = |token| match token {
        None => Some("a"),
        Some("b") => Some("c"),
        // Both `a` and `c`.
        _ => Some("b"),
    };
    for prefetch in [true, false] {
        for (next, first, pages) in
            [(itself, None, 2), (two, None, 3), (back, None, 4), (itself, Some("a"), 1), (two, Some("b"), 2)]
        {
            let (service, client, _) = chain(move |token| page(&["1"], next(token)));
            let mut list = match first {
                Some(first) => rooms(&client).next_token(first).pages(),
                None => rooms(&client).pages(),
            };
            if !prefetch {
                list = list.without_prefetch();
            }
            for _ in 0..pages {
                list.next().await.unwrap().unwrap();
            }
            let error = list.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unexpected);
            let source = std::error::Error::source(&error).unwrap();
            assert!(source.is::<RepeatedToken>(), "{source}");
            assert!(list.next().await.is_none());
            settle().await;
            assert_eq!(service.requests(), pages, "no page is asked for twice");
            // The items before it are all there.
            let mut items = match first {
                Some(first) => rooms(&client).next_token(first).stream(),
                None => rooms(&client).stream(),
            };
            for _ in 0..pages {
                items.next().await.unwrap().unwrap();
            }
            assert!(items.next().await.unwrap().is_err() && items.next().await.is_none());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn empty_pages_in_the_middle_end_nothing() {
    let (service, client, _) = chain(|token| match token {
        None => page(&[], Some("a")),
        Some("a") => page(&["1"], Some("b")),
        Some("b") => page(&[], Some("c")),
        Some("c") => page(&[], Some("d")),
        _ => page(&["2", "3"], None),
    });
    let names: Vec<_> = rooms(&client).stream().map(|room| room.unwrap().name).collect().await;
    assert_eq!(names, ["1", "2", "3"]);
    assert_eq!(service.requests(), 5);
}

#[tokio::test(start_paused = true)]
async fn tokens_go_back_as_they_came() {
    let odd = "a b+c/d=&e%2F#?\u{e9}\u{1f511}\"\\\n";
    let (_, client, asked) = chain(move |token| page(&["1"], token.is_none().then_some(odd)));
    let all: Vec<types::Room> = rooms(&client).stream().try_collect().await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(*asked.lock(), [None, Some(odd.to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn the_next_page_is_on_its_way_while_the_one_before_is_used_unless_that_is_not_wanted() {
    // Ten pages.
    let ten = |token: Option<&str>| {
        let number: usize = token.map_or(0, |token| token.parse().unwrap());
        page(&["1", "2"], (number < 9).then(|| (number + 1).to_string()).as_deref())
    };
    let (service, client, _) = chain(ten);
    let mut list = rooms(&client).pages();
    settle().await;
    assert_eq!(service.requests(), 0, "nothing is fetched before it is asked for");
    for taken in 1..=10 {
        list.next().await.unwrap().unwrap();
        settle().await;
        assert_eq!(service.requests(), (taken + 1).min(10), "one page ahead, and no more");
    }
    let (service, client, _) = chain(ten);
    let mut list = rooms(&client).pages().without_prefetch();
    for taken in 1..=10 {
        list.next().await.unwrap().unwrap();
        settle().await;
        assert_eq!(service.requests(), taken, "no page ahead");
    }
    let (service, client, _) = chain(ten);
    let mut items = rooms(&client).stream();
    items.next().await.unwrap().unwrap();
    settle().await;
    assert_eq!(service.requests(), 2);
    let (service, client, _) = chain(ten);
    let mut items = rooms(&client).stream().without_prefetch();
    for requests in [1, 1, 2, 2, 3] {
        items.next().await.unwrap().unwrap();
        settle().await;
        assert_eq!(service.requests(), requests);
    }
}

/// The page behind is fetched as soon as one is there, whether the program has come for that or not.
#[tokio::test(start_paused = true)]
async fn the_page_behind_is_fetched_without_the_programs_turn() {
    for (prefetch, requests) in [(true, 2), (false, 1)] {
        let (service, client, _) = chain(|token| {
            let next = if token.is_none() { Some("a") } else { Some("b") };
            page(&["1"], next.filter(|next| Some(*next) != token)).after(Duration::from_secs(5))
        });
        let mut list = rooms(&client).pages();
        if !prefetch {
            list = list.without_prefetch();
        }
        assert!(tokio::time::timeout(Duration::from_secs(2), list.next()).await.is_err());
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert_eq!(service.requests(), requests);
    }
}

#[tokio::test(start_paused = true)]
async fn a_task_that_panics_is_an_error_and_the_list_can_go_on_from_there() {
    let (_, client, _) = chain(|token| {
        assert_ne!(token, Some("b"), "the service in memory panics");
        page(&["1"], if token.is_none() { Some("a") } else { Some("b") })
    });
    let mut list = rooms(&client).pages();
    for _ in 0..2 {
        list.next().await.unwrap().unwrap();
    }
    let error = list.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!((list.resume_token(), list.is_finished()), (Some("b"), false));
    assert!(list.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_list_knows_where_to_go_on_and_whether_it_is_whole() {
    // An end.
    let (_, client, _) = chain(|token| page(&["1", "2"], token.is_none().then_some("a")));
    let mut list = rooms(&client).pages();
    for (next, is_finished) in [(Some("a"), false), (None, true)] {
        list.next().await.unwrap().unwrap();
        assert_eq!((list.resume_token(), list.is_finished()), (next, is_finished));
    }
    let mut items = rooms(&client).stream();
    for left in (0..4).rev() {
        assert!(!items.is_finished());
        items.next().await.unwrap().unwrap();
        assert_eq!(items.is_finished(), left == 0);
    }
    // A page that came and can't be read: the list goes on behind it.
    let (_, client, _) = chain(|token| match token {
        None => page(&["1"], Some("a")),
        Some("a") => Answer::json(200, r#"{"rooms": 1, "paginationContext": {"nextToken": "b"}}"#),
        _ => Answer::status(403),
    });
    let mut list = rooms(&client).pages();
    list.next().await.unwrap().unwrap();
    assert_eq!(list.next().await.unwrap().unwrap_err().kind(), ErrorKind::Unexpected);
    assert_eq!((list.resume_token(), list.is_finished()), (Some("b"), false));
    // A refusal: the list goes on with the page that was refused.
    let mut list = rooms(&client).next_token("b").pages();
    assert_eq!(list.next().await.unwrap().unwrap_err().kind(), ErrorKind::AccessDenied);
    assert_eq!((list.resume_token(), list.is_finished()), (Some("b"), false));
    // A circle: there is nowhere to go on.
    let (_, client, _) = chain(|_| page(&["1"], Some("a")));
    let mut list = rooms(&client).pages();
    for _ in 0..2 {
        list.next().await.unwrap().unwrap();
    }
    assert_eq!((list.resume_token(), list.is_finished()), (None, false));
    list.next().await.unwrap().unwrap_err();
    assert_eq!((list.resume_token(), list.is_finished()), (None, false));
}

#[tokio::test(start_paused = true)]
async fn a_list_that_is_dropped_fetches_nothing_any_more() {
    // The second page is throttled without end.
    let (service, client, _) =
        chain(|token| if token.is_none() { page(&["1"], Some("a")) } else { Answer::status(429) });
    let mut list: Pages<types::RoomPage> = rooms(&client).pages();
    list.next().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_secs(20)).await;
    let before = service.requests();
    assert!(before > 2, "{before}: it tries while somebody may want it");
    drop(list);
    tokio::time::sleep(Duration::from_hours(1)).await;
    assert_eq!(service.requests(), before);
    // A first page that nobody waits for any more as well.
    let mut list = rooms(&client).next_token("a").pages();
    assert!(tokio::time::timeout(Duration::from_secs(20), list.next()).await.is_err());
    let before = service.requests();
    drop(list);
    tokio::time::sleep(Duration::from_hours(1)).await;
    assert_eq!(service.requests(), before);
}

/// Whoever stops waiting for a page and asks again gets it: nothing of it is lost.
#[tokio::test(start_paused = true)]
async fn a_page_that_was_waited_for_too_short_comes_later() {
    let (service, client, _) =
        chain(|token| page(&["1"], token.is_none().then_some("a")).after(Duration::from_secs(5)));
    let mut list = rooms(&client).pages();
    let mut pages = 0;
    let mut given_up = 0;
    loop {
        match tokio::time::timeout(Duration::from_secs(2), list.next()).await {
            Err(_) => given_up += 1,
            Ok(Some(page)) => {
                page.unwrap();
                pages += 1;
            }
            Ok(None) => break,
        }
    }
    assert_eq!((pages, service.requests()), (2, 2));
    assert_eq!(given_up, 4);
}
