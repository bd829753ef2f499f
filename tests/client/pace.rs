//! A hundred tasks against a service that throttles.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use asp_client::{Event, RetryPolicy};
use serde_json::json;

use crate::service::Service;

const TASKS: usize = 100;

/// How often each of them calls.
const CALLS: usize = 3;

#[tokio::test]
async fn tasks_that_share_a_client_get_through_with_few_refusals() {
    let service = Service::start().await;
    service.set(json!({"requestsPerSecond": 60, "burst": 10})).await;
    let (refusals, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (refused, sent) = (Arc::clone(&refusals), Arc::clone(&requests));
    let waits =
        RetryPolicy::default().attempts(1_000).waits(Duration::from_millis(1), Duration::from_millis(5));
    let client = service.builder().await.retry(waits).on_event(move |event| {
        if let Event::Attempt { status, .. } = event {
            sent.fetch_add(1, Ordering::Relaxed);
            refused.fetch_add(usize::from(*status == Some(429)), Ordering::Relaxed);
        }
    });
    let client = client.build().unwrap();
    let organization = service.organization();
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let (client, organization) = (client.clone(), organization.clone());
            tokio::spawn(async move {
                for _ in 0..CALLS {
                    client.list_properties().organization_id(&organization).send().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let (refusals, requests) = (refusals.load(Ordering::Relaxed), requests.load(Ordering::Relaxed));
    assert_eq!(requests, TASKS * CALLS + refusals);
    // All tasks ask at once before anybody is refused. Later ones are few; repeated after milliseconds they would be
    // thousands in the seconds that this takes.
    assert!(refusals > 0, "nothing was throttled");
    assert!(refusals < TASKS + TASKS * CALLS / 2, "{refusals} of {requests} requests were refused");
}
