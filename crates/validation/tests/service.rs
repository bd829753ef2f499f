//! The layer as a tower service: readiness, errors, cancellation, and frames of bodies.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::future::{Ready, poll_fn, ready};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use asp_validation::layer::{Responses, Side, Validation, ValidationLayer, enforce, report};
use asp_validation::{NotJudged, Unread, Verdict};
use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body::{Body, Frame};
use http_body_util::channel::{Channel, Sender};
use http_body_util::{BodyExt as _, Empty, Full};
use tower_service::Service;

const ROOMS: &str = "/enterprise/hospitality/v1/rooms";
const ROOM: &str = r#"{"name": "Room-1", "roomTypeId": "amzn1.alexa.unit.did.A"}"#;

/// Wraps `inner` as tower's builders do.
fn layered<S>(layer: &ValidationLayer, inner: S) -> Validation<S> {
    tower_layer::Layer::layer(layer, inner)
}

fn create<B>(body: B) -> Request<B> {
    Request::post(ROOMS).header("content-type", "application/json").body(body).unwrap()
}

fn created() -> Response<Full<Bytes>> {
    let response = Response::builder().status(201).header("content-type", "application/json");
    let response = response.header("x-amzn-requestid", "1").header("location", "/a");
    response.body(r#"{"id": "amzn1.alexa.unit.did.A"}"#.into()).unwrap()
}

/// Verdicts in the order in which they came.
type Heard = Arc<Mutex<Vec<(Side, Verdict)>>>;

fn listening(layer: ValidationLayer) -> (ValidationLayer, Heard) {
    let heard = Heard::default();
    let sink = Arc::clone(&heard);
    let layer = layer.with_observer(move |observation| {
        sink.lock().unwrap().push((observation.side, observation.verdict.clone()));
    });
    (layer, heard)
}

/// A service each of whose copies takes one call only after it was ready, as tower lets services be.
#[derive(Debug, Default)]
struct Picky {
    is_ready: bool,
    calls: Arc<AtomicUsize>,
}

impl Clone for Picky {
    fn clone(&self) -> Self {
        Self { is_ready: false, calls: Arc::clone(&self.calls) }
    }
}

impl<B> Service<Request<B>> for Picky {
    type Response = Response<Full<Bytes>>;
    type Error = &'static str;
    type Future = Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.is_ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        assert!(std::mem::take(&mut self.is_ready), "called without being ready");
        self.calls.fetch_add(1, Ordering::Relaxed);
        ready(if request.headers().contains_key("x-fail") {
            Err("the service failed")
        } else {
            Ok(created())
        })
    }
}

async fn call<S, B>(service: &mut S, request: Request<B>) -> Result<S::Response, S::Error>
where
    S: Service<Request<B>>,
{
    poll_fn(|context| service.poll_ready(context)).await?;
    service.call(request).await
}

#[tokio::test]
async fn the_copy_that_was_ready_is_the_one_that_is_called() {
    let inner = Picky::default();
    let calls = Arc::clone(&inner.calls);
    let mut service = layered(&enforce(), inner);
    for _ in 0..3 {
        assert_eq!(call(&mut service, create(Full::from(ROOM))).await.unwrap().status(), 201);
        assert_eq!(call(&mut service, create(Full::from("[]"))).await.unwrap().status(), 400);
    }
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn readiness_and_errors_are_those_of_the_service() {
    #[derive(Clone, Debug)]
    struct Broken;
    impl<B> Service<Request<B>> for Broken {
        type Response = Response<Empty<Bytes>>;
        type Error = &'static str;
        type Future = Ready<Result<Self::Response, Self::Error>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Err("never ready"))
        }

        fn call(&mut self, _: Request<B>) -> Self::Future {
            panic!("called without being ready")
        }
    }
    let mut broken = layered(&enforce(), Broken);
    assert_eq!(call(&mut broken, create(Full::from(ROOM))).await.unwrap_err(), "never ready");

    let mut picky = layered(&enforce(), Picky::default());
    let mut request = create(Full::from(ROOM));
    request.headers_mut().insert("x-fail", "1".parse().unwrap());
    assert_eq!(call(&mut picky, request).await.unwrap_err(), "the service failed");
}

#[tokio::test]
async fn a_cancelled_request_reaches_nobody_and_leaves_nothing_behind() {
    let (layer, heard) = listening(enforce());
    let inner = Picky::default();
    let calls = Arc::clone(&inner.calls);
    let mut service = layered(&layer, inner);
    let (mut sender, body) = Channel::<Bytes>::new(1);

    poll_fn(|context| Service::<Request<Channel<Bytes>>>::poll_ready(&mut service, context)).await.unwrap();
    let mut exchange = Box::pin(service.call(create(body)));
    let mut context = Context::from_waker(Waker::noop());
    sender.send_data(Bytes::from(&ROOM[..20])).await.unwrap();
    assert!(exchange.as_mut().poll(&mut context).is_pending());
    drop(exchange);

    assert!(sender.send_data(Bytes::from(&ROOM[20..])).await.is_err(), "somebody still reads the body");
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    assert_eq!(*heard.lock().unwrap(), []);
    assert_eq!(call(&mut service, create(Full::from(ROOM))).await.unwrap().status(), 201);
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

/// A service that answers with what it got.
#[derive(Clone, Debug)]
struct Echo;

impl<B: Body> Service<Request<B>> for Echo {
    type Response = Response<B>;
    type Error = Infallible;
    type Future = Ready<Result<Response<B>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        ready(Ok(Response::new(request.into_body())))
    }
}

/// The frames of a body: bytes, trailers and the error that ended it.
async fn frames<B: Body<Data = Bytes> + Unpin>(
    mut body: B,
) -> (Vec<Bytes>, Option<HeaderMap>, Option<B::Error>) {
    let (mut data, mut trailers) = (Vec::new(), None);
    while let Some(frame) = body.frame().await {
        match frame.map(Frame::into_data) {
            Ok(Ok(bytes)) => data.push(bytes),
            Ok(Err(frame)) => trailers = frame.into_trailers().ok(),
            Err(error) => return (data, trailers, Some(error)),
        }
    }
    assert!(body.is_end_stream());
    (data, trailers, None)
}

async fn feed<E>(sender: &mut Sender<Bytes, E>, parts: &[&'static str]) {
    for part in parts {
        sender.send_data(Bytes::from_static(part.as_bytes())).await.unwrap();
    }
}

#[tokio::test]
async fn what_the_layer_hands_on_is_what_came_in() {
    let (layer, heard) = listening(report(|_| {}).with_body_limit(6));
    let mut service = layered(&layer, Echo);
    let mut trailers = HeaderMap::new();
    trailers.insert("x-checksum", "42".parse().unwrap());

    // Within the limit.
    let (mut sender, body) = Channel::<Bytes, &str>::new(8);
    feed(&mut sender, &["[1", "", ",2", "]"]).await;
    sender.send_trailers(trailers.clone()).await.unwrap();
    drop(sender);
    let response = call(&mut service, create(body)).await.unwrap();
    assert_eq!(response.body().size_hint().exact(), Some(5));
    assert_eq!(frames(response.into_body()).await, (vec!["[1,2]".into()], Some(trailers.clone()), None));

    // Above it: what was read, and the rest as it comes.
    let (mut sender, body) = Channel::<Bytes, &str>::new(8);
    feed(&mut sender, &["[1,", "2", ",3]"]).await;
    let response = call(&mut service, create(body)).await.unwrap();
    assert_eq!(response.body().size_hint().lower(), 7);
    feed(&mut sender, &[" "]).await;
    sender.send_trailers(trailers.clone()).await.unwrap();
    drop(sender);
    let (data, end, error) = frames(response.into_body()).await;
    assert_eq!((data, end, error), (vec!["[1,2".into(), ",3]".into(), " ".into()], Some(trailers), None));

    // Broken off.
    let (mut sender, body) = Channel::<Bytes, &str>::new(8);
    feed(&mut sender, &["[1", ",2"]).await;
    sender.abort("broke off");
    let response = call(&mut service, create(body)).await.unwrap();
    assert_eq!(response.body().size_hint().exact(), None);
    assert_eq!(frames(response.into_body()).await, (vec!["[1,2".into()], None, Some("broke off")));

    let heard = heard.lock().unwrap();
    let unread = |why| Verdict::NotJudged(NotJudged::BodyUnread { why });
    let requests: Vec<_> =
        heard.iter().filter(|(side, _)| *side == Side::Request).map(|(_, verdict)| verdict).collect();
    assert_eq!(requests[0].violations()[0].kind.rule(), "type");
    assert_eq!(requests[1..], [&unread(Unread::TooLarge { limit: 6 }), &unread(Unread::Failed)]);
}

#[tokio::test]
async fn a_response_that_nobody_reads_to_its_end_was_not_judged() {
    #[derive(Clone, Debug)]
    struct Endless;
    impl<B> Service<Request<B>> for Endless {
        type Response = Response<Channel<Bytes, &'static str>>;
        type Error = Infallible;
        type Future = Ready<Result<Self::Response, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<B>) -> Self::Future {
            let (mut sender, body) = Channel::new(2);
            sender.try_send(Frame::data(Bytes::from("{"))).unwrap();
            sender.abort("broke off");
            ready(Ok(created().map(|_| body)))
        }
    }
    let (layer, heard) = listening(enforce());
    let mut service = layered(&layer, Endless);
    let mut response = call(&mut service, create(Full::from(ROOM))).await.unwrap();
    assert_eq!(response.body_mut().frame().await.unwrap().unwrap().into_data().unwrap(), "{");
    assert_eq!(heard.lock().unwrap().len(), 1, "the response is not complete");
    drop(response);
    let response = call(&mut service, create(Full::from(ROOM))).await.unwrap();
    assert_eq!(frames(response.into_body()).await, (vec!["{".into()], None, Some("broke off")));

    let (silent, ignored) = listening(enforce().with_responses(Responses::Ignored));
    call(&mut layered(&silent, Endless), create(Full::from(ROOM))).await.unwrap();
    assert_eq!(*ignored.lock().unwrap(), [(Side::Request, Verdict::Valid)]);

    let heard = heard.lock().unwrap();
    let unread = |why| Verdict::NotJudged(NotJudged::BodyUnread { why });
    let valid = (Side::Request, Verdict::Valid);
    let expected = [
        valid.clone(),
        (Side::Response, unread(Unread::Dropped)),
        valid,
        (Side::Response, unread(Unread::Failed)),
    ];
    assert_eq!(*heard, expected);
}

#[tokio::test]
async fn debug_output_shows_what_is_set_and_no_bytes() {
    let layer = enforce().with_base_path("/asp");
    let mut service = layered(&layer, Echo);
    let response = call(&mut service, create(Full::from(ROOM))).await.unwrap();
    let shown = format!("{layer:?} {service:?} {response:?}");
    assert!(shown.contains("enforces: true") && shown.contains("/asp") && shown.contains("Echo"), "{shown}");
    assert!(!shown.contains("Room-1"), "{shown}");
}
