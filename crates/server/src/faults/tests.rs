use super::*;

struct Process {
    faults: Faults,
    controls: Arc<Controls>,
}

impl Process {
    async fn new(store: &Arc<Store>) -> Self {
        let controls = Arc::new(Controls::open(Arc::clone(store)).await.unwrap());
        Self { faults: Faults::new(Arc::clone(store), Arc::clone(&controls)), controls }
    }

    async fn add(&self, rule: &str) -> i64 {
        self.faults.add(&serde_json::from_str(rule).unwrap()).await.unwrap()
    }

    async fn strikes(&self, operation: Operation, client: &str) -> bool {
        self.faults.strike(operation, Some(client)).await.unwrap().is_some()
    }

    /// Which of the next `count` exchanges are struck.
    async fn struck(&self, count: i64) -> Vec<i64> {
        let mut struck = Vec::new();
        for draw in 1..=count {
            if self.strikes(Operation::GetRoom, "one").await {
                struck.push(draw);
            }
        }
        struck
    }
}

async fn store() -> Arc<Store> {
    Arc::new(Store::at(":memory:").await.unwrap())
}

#[tokio::test]
async fn the_next_three_are_answered_with_429() {
    let process = Process::new(&store().await).await;
    let number = process.add(r#"{"kind": {"type": "status", "status": 429}, "count": 3}"#).await;
    for _ in 0..3 {
        let struck = process.faults.strike(Operation::CreateHome, None).await.unwrap().unwrap();
        let effect = Some(Effect::Status { status: 429, message: None });
        assert_eq!(struck, Struck { faults: vec![number], latency: 0, latency_after: 0, effect });
    }
    assert_eq!(process.struck(5).await, [0; 0]);
    let standing = process.faults.standing().await.unwrap();
    assert_eq!((standing[0].drawn, standing[0].struck), (3, 3), "a spent fault draws no more");
}

#[tokio::test]
async fn a_fault_strikes_its_operations_and_its_client_only() {
    let process = Process::new(&store().await).await;
    process
        .add(r#"{"operations": ["getRoom", "listRooms"], "client": "one", "kind": {"type": "malformed-body"}}"#)
        .await;
    for operation in Operation::ALL {
        let expected = matches!(operation, Operation::GetRoom | Operation::ListRooms);
        assert_eq!(process.strikes(*operation, "one").await, expected, "{operation}");
        assert!(!process.strikes(*operation, "two").await);
        assert_eq!(process.faults.strike(*operation, None).await.unwrap(), None);
    }
}

#[tokio::test]
async fn the_same_seed_strikes_the_same_exchanges_and_another_seed_others() {
    let rule =
        |seed| format!(r#"{{"kind": {{"type": "truncated-body"}}, "probability": 0.5, "seed": {seed}}}"#);
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let process = Process::new(&store().await).await;
        process.add(&rule(seed)).await;
        runs.push(process.struck(64).await);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    assert!((16..=48).contains(&runs[0].len()), "{:?}", runs[0]);
}

#[test]
fn chance_is_as_likely_as_it_says() {
    for probability in [0.01, 0.1, 0.5, 0.9, 1.0] {
        let kind = Effect::MalformedBody {};
        let rule = Rule { operations: None, client: None, kind, probability, count: None, skip: 0, seed: 3 };
        let hits: u32 = (1..=100_000).map(|draw| u32::from(rule.hits(draw))).sum();
        let share = f64::from(hits) / 100_000.0;
        assert!((share - probability).abs() < 0.01, "{share} instead of {probability}");
    }
}

#[test]
fn many_draws_are_counted_as_one_by_one() {
    for (probability, skip) in [(0.3, 0), (0.3, 5), (1.0, 0), (1.0, 5)] {
        let kind = Effect::MalformedBody {};
        let rule = Rule { operations: None, client: None, kind, probability, count: None, skip, seed: 3 };
        for (first, last) in [(1, 0), (1, 3), (1, 20), (4, 6), (6, 5), (6, 20)] {
            let one_by_one: i64 = (first..=last).map(|draw| i64::from(rule.hits(draw))).sum();
            assert_eq!(rule.hits_between(first, last), one_by_one, "{probability} {skip} {first} {last}");
        }
    }
}

/// It would take years to look at each of the draws.
#[test]
fn a_count_that_is_used_up_is_known_without_looking_at_later_draws() {
    for (probability, skip) in [(0.5, 0), (0.5, 100), (1.0, 0), (1.0, 100)] {
        let rule = |count| {
            let kind = Effect::MalformedBody {};
            Rule { operations: None, client: None, kind, probability, count, skip, seed: 3 }
        };
        let (all, counted) = (rule(None), rule(Some(7)));
        let fault = |rule: &Rule| Fault::from_text(1, &serde_json::to_string(rule).unwrap()).unwrap();
        let hits: Vec<i64> = (1..=200).filter(|draw| all.hits(*draw)).collect();
        // A process that knows nothing hears of the draws in any order.
        for first in [1, hits[6], hits[6] + 1, 200, i64::MAX - 1] {
            let fault = fault(&counted);
            fault.strikes(first);
            assert_eq!(fault.struck_within(i64::MAX - 1), 7, "{probability} {skip} {first}");
            assert!(fault.is_spent());
            let struck: Vec<i64> = (1..=200).filter(|draw| fault.strikes(*draw)).collect();
            assert_eq!(struck, hits[..7], "{probability} {skip} {first}");
            for draw in 1..=200 {
                let expected = hits[..7].iter().filter(|hit| **hit <= draw).count();
                assert_eq!(usize::try_from(fault.struck_within(draw)).unwrap(), expected);
            }
        }
    }
}

#[tokio::test]
async fn the_first_are_let_through_and_the_count_begins_after_them() {
    let process = Process::new(&store().await).await;
    process.add(r#"{"kind": {"type": "dropped-after-commit"}, "skip": 2, "count": 2}"#).await;
    assert_eq!(process.struck(9).await, [3, 4]);
}

#[tokio::test]
async fn two_processes_share_a_count_and_strike_as_often_as_one() {
    let store = store().await;
    let rule = r#"{"kind": {"type": "html", "status": 503}, "probability": 0.3, "count": 20, "seed": 5}"#;
    let alone = Process::new(&store).await;
    alone.add(rule).await;
    let expected = alone.struck(200).await;
    assert_eq!(expected.len(), 20);
    alone.faults.clear().await.unwrap();

    let number = alone.add(rule).await;
    let other = Process::new(&store).await;
    let (mut struck, last) = (0, expected[19]);
    for turn in 0..200 {
        let process = if turn % 3 == 0 { &alone } else { &other };
        let hit = process.strikes(Operation::GetRoom, "one").await;
        assert!(!hit || expected.contains(&(turn + 1)), "draw {}", turn + 1);
        struck += usize::from(hit);
    }
    assert_eq!(struck, 20, "{last}");
    for process in [&alone, &other] {
        let standing = process.faults.standing().await.unwrap();
        assert_eq!((standing[0].number, standing[0].struck), (number, 20));
    }
}

#[tokio::test]
async fn concurrent_exchanges_use_up_a_count_exactly() {
    let store = store().await;
    let processes = [Arc::new(Process::new(&store).await), Arc::new(Process::new(&store).await)];
    processes[0].add(r#"{"kind": {"type": "status", "status": 500}, "probability": 0.5, "count": 25}"#).await;
    processes[1].controls.refresh_if(processes[0].controls.current().version).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..20 {
        let process = Arc::clone(&processes[number % 2]);
        tasks.spawn(async move { process.struck(10).await.len() });
    }
    assert_eq!(tasks.join_all().await.into_iter().sum::<usize>(), 25);
}

#[tokio::test]
async fn latencies_add_up_and_the_first_other_effect_ends_it() {
    let process = Process::new(&store().await).await;
    for kind in [
        r#"{"type": "latency", "milliseconds": 100}"#,
        r#"{"type": "latency", "milliseconds": 20}"#,
        r#"{"type": "dropped-before-commit"}"#,
        r#"{"type": "latency", "milliseconds": 3}"#,
    ] {
        process.add(&format!(r#"{{"kind": {kind}}}"#)).await;
    }
    let struck = process.faults.strike(Operation::GetRoom, None).await.unwrap().unwrap();
    assert_eq!(struck.faults.len(), 3);
    assert_eq!((struck.latency, struck.effect), (120, Some(Effect::DroppedBeforeCommit {})));
}

#[tokio::test]
async fn a_fault_that_is_taken_away_strikes_no_more_in_any_process() {
    let store = store().await;
    let one = Process::new(&store).await;
    let number = one.add(r#"{"kind": {"type": "malformed-body"}}"#).await;
    let other = Process::new(&store).await;
    assert!(other.strikes(Operation::GetRoom, "one").await);
    assert!(one.faults.remove(number).await.unwrap());
    // The other process has not heard of it.
    assert!(!other.strikes(Operation::GetRoom, "one").await);
    assert!(!one.faults.remove(number).await.unwrap());
    assert!(one.add(r#"{"kind": {"type": "malformed-body"}}"#).await > number, "numbers are used once");
}

#[tokio::test]
async fn rules_that_make_no_sense_are_refused_with_the_reason() {
    let process = Process::new(&store().await).await;
    for (rule, reason) in [
        (r#"{"kind": {"type": "status", "status": 200}}"#, "status is 200"),
        (r#"{"kind": {"type": "latency", "milliseconds": 0}}"#, "milliseconds"),
        (r#"{"kind": {"type": "malformed-body"}, "probability": 0}"#, "probability is 0"),
        (r#"{"kind": {"type": "malformed-body"}, "probability": 1.5}"#, "probability is 1.5"),
        (r#"{"kind": {"type": "malformed-body"}, "count": 0}"#, "count"),
        (r#"{"kind": {"type": "malformed-body"}, "operations": []}"#, "operations is empty"),
        (r#"{"kind": {"type": "malformed-body"}, "operations": ["getrooms"]}"#, "`getrooms`"),
    ] {
        let error = process.faults.add(&serde_json::from_str(rule).unwrap()).await.unwrap_err();
        assert!(error.to_string().contains(reason), "{rule}: {error}");
    }
    for rule in [
        r#"{"kind": {"type": "malformed-body", "status": 500}}"#,
        r#"{"kind": {"type": "latency", "milliseconds": 1, "seconds": 1}}"#,
        r#"{"kind": {"type": "malformed-body"}, "often": 3}"#,
        r#"{"kind": {"type": "fire"}}"#,
        r#"{"operations": ["getRoom"]}"#,
    ] {
        assert!(serde_json::from_str::<Rule>(rule).is_err(), "{rule}");
    }
    assert!(process.controls.current().faults.is_empty());
}
