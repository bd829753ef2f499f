//! A history checker: random faults, several tasks, and what is there in the end against what the tasks were told.
//!
//! A schedule follows from its seed. With `CREATION_SEED` in the environment only that one is run, and its history is
//! printed whatever comes of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use asp_client::{Client, Error, ErrorKind};
use asp_server::test_support::kind::Kind;
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::service::Service;
use crate::units::{World, create, create_operation, create_or_get, list_operation};

/// How many schedules there are.
const SCHEDULES: u64 = 210;

/// How many run at once.
const AT_ONCE: usize = 40;

/// How long a client looks for what it may have made: longer than anything that is delayed takes to show.
const SETTLE: Duration = Duration::from_millis(800);

/// The longest delay of a fault, in milliseconds.
const LATENCY: u64 = 250;

/// Less than the longest delay, so that some attempts time out.
const ATTEMPT: Duration = Duration::from_millis(120);

/// The output function of `SplitMix64`: the same seed gives the same numbers.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % most
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// How a task asks for a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// As the client offers it.
    CreateOrGet,
    /// As nobody should: by sending a request that failed again.
    Repeat,
    /// As if a lost answer meant that nothing was done.
    TellNothing,
}

/// What a task was told.
#[derive(Clone, Debug)]
enum Told {
    Id(String),
    Error {
        may_be_done: bool,
        kind: ErrorKind,
    },
    /// It was stopped before it was told.
    Nothing,
}

/// A unit as tasks ask for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Unit {
    kind: Kind,
    parent: String,
    name: &'static str,
}

#[derive(Clone, Debug)]
#[expect(dead_code, reason = "the task is there to be printed")]
struct Said {
    task: usize,
    unit: Unit,
    told: Told,
}

/// What came of a schedule.
struct Outcome {
    history: Vec<Said>,
    /// What is there in the end, without the parents that were there from the start.
    there: BTreeMap<Unit, Vec<String>>,
    /// The words of the faults that struck.
    struck: Vec<String>,
}

/// The rules of a schedule's faults.
fn faults(chance: &mut Chance, login: &str) -> Vec<Value> {
    let operations: Vec<&str> =
        Kind::ALL.into_iter().flat_map(|kind| [create_operation(kind), list_operation(kind)]).collect();
    let creates: Vec<&str> = Kind::ALL.into_iter().map(create_operation).collect();
    (0..2 + chance.below(4))
        .map(|_| {
            let failing = *chance.one_of(&[500, 502, 503, 504]);
            let milliseconds = 1 + chance.below(LATENCY);
            // Refusals that are true have not been carried out, and 404 is never true here.
            let refusal = *chance.one_of(&[400, 403, 409, 429]);
            let effect = match chance.below(11) {
                0 => json!({"type": "status", "status": failing}),
                1 => json!({"type": "status", "status": refusal}),
                2 | 3 => json!({"type": "status-after-commit", "status": failing}),
                4 => json!({"type": "latency", "milliseconds": milliseconds}),
                5 => json!({"type": "latency-after-commit", "milliseconds": milliseconds}),
                6 => json!({"type": "malformed-body"}),
                7 => json!({"type": "truncated-body"}),
                8 => json!({"type": "html", "status": failing}),
                9 => json!({"type": "dropped-before-commit"}),
                _ => json!({"type": "dropped-after-commit"}),
            };
            let targets = match chance.below(3) {
                0 => operations.clone(),
                1 => creates.clone(),
                _ => vec![*chance.one_of(&operations), *chance.one_of(&creates)],
            };
            json!({
                "kind": effect, "operations": targets, "client": login, "seed": chance.below(1 << 32),
                "probability": *chance.one_of(&[0.3, 0.6, 1.0]), "count": 1 + chance.below(5),
                "skip": chance.below(4),
            })
        })
        .collect()
}

/// The units that a task asks for, one after another, and after how long it is stopped if it is.
fn wishes(chance: &mut Chance, world: &World) -> Vec<(Unit, Option<Duration>)> {
    (0..4)
        .map(|_| {
            let kind = *chance.one_of(&Kind::ALL);
            let parent = match kind {
                Kind::Room => chance.one_of(&world.room_types).clone(),
                _ => world.parent(kind).to_owned(),
            };
            let name = *chance.one_of(&["101", "102"]);
            let stop = (chance.below(6) == 0).then(|| Duration::from_millis(1 + chance.below(20)));
            (Unit { kind, parent, name }, stop)
        })
        .collect()
}

async fn ask(client: &Client, way: Way, unit: &Unit) -> Result<String, Error> {
    let Unit { kind, parent, name } = unit;
    let once = || create(client, *kind, parent, name);
    match way {
        Way::CreateOrGet => Ok(create_or_get(client, *kind, parent, name).await?.into_id()),
        Way::TellNothing => once().await,
        Way::Repeat => match once().await {
            Err(error) if error.may_be_done() => once().await,
            told => told,
        },
    }
}

/// Runs a schedule.
async fn run(service: &Service, seed: u64, way: Way) -> Outcome {
    let mut chance = Chance(seed);
    let world = World::new(service).await;
    let client = world.builder().settle(SETTLE).attempt_timeout(ATTEMPT).build().unwrap();
    let mut numbers = Vec::new();
    for rule in faults(&mut chance, &world.login) {
        numbers.push(service.control("POST", "/faults", rule).await["number"].as_i64().unwrap());
    }
    let history = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = JoinSet::new();
    for task in 0..3 {
        let (client, history, wishes) = (client.clone(), Arc::clone(&history), wishes(&mut chance, &world));
        tasks.spawn(async move {
            for (unit, mut stop) in wishes {
                // An error of which nothing is known is a reason to ask once more.
                for _ in 0..3 {
                    let asked = ask(&client, way, &unit);
                    let told = match stop.take() {
                        Some(stop) => tokio::time::timeout(stop, asked).await,
                        None => Ok(asked.await),
                    };
                    let told = match told {
                        Ok(Ok(id)) => Told::Id(id),
                        Ok(Err(error)) => Told::Error {
                            may_be_done: error.may_be_done() && way != Way::TellNothing,
                            kind: error.kind(),
                        },
                        Err(_) => Told::Nothing,
                    };
                    let is_known = matches!(told, Told::Id(_) | Told::Error { may_be_done: false, .. });
                    history.lock().push(Said { task, unit: unit.clone(), told });
                    if is_known {
                        break;
                    }
                }
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
    let mut struck = Vec::new();
    for number in numbers {
        let path = format!("/faults/{number}");
        let fault = service.control("GET", &path, Value::Null).await;
        if fault["struck"].as_i64() > Some(0) {
            struck.push(fault["rule"]["kind"]["type"].as_str().unwrap().to_owned());
        }
        service.control("DELETE", &path, Value::Null).await;
    }
    // What is delayed shows.
    tokio::time::sleep(Duration::from_millis(LATENCY)).await;
    let mut there = BTreeMap::<Unit, Vec<String>>::new();
    for kind in Kind::ALL {
        let parents =
            if kind == Kind::Room { world.room_types.to_vec() } else { vec![world.parent(kind).to_owned()] };
        for parent in parents {
            for (id, found) in world.units(kind, &parent).await {
                let known = ["101", "102"].into_iter().find(|name| *name == found);
                if let Some(name) = known {
                    there.entry(Unit { kind, parent: parent.clone(), name }).or_default().push(id);
                }
            }
        }
    }
    let history = std::mem::take(&mut *history.lock());
    Outcome { history, there, struck }
}

/// What is wrong with a history.
fn judge(outcome: &Outcome) -> Vec<String> {
    let mut wrong = Vec::new();
    for (unit, ids) in &outcome.there {
        if ids.len() > 1 {
            wrong.push(format!("{unit:?} is there {} times", ids.len()));
        }
        let of_unit = outcome.history.iter().filter(|said| said.unit == *unit);
        let explains = |told: &Told| !matches!(told, Told::Error { may_be_done: false, .. });
        if !of_unit.clone().any(|said| explains(&said.told)) {
            wrong.push(format!("{unit:?} is there although everybody was told that it was not created"));
        }
    }
    for said in &outcome.history {
        match &said.told {
            Told::Id(id) if !outcome.there.get(&said.unit).is_some_and(|ids| ids.contains(id)) => {
                wrong.push(format!("{said:?} is not there"));
            }
            // All that is asked for, and all that it is in, is there or can be.
            Told::Error { kind: ErrorKind::NotFound, .. } => wrong.push(format!("{said:?}")),
            _ => {}
        }
    }
    wrong
}

/// Runs schedules on servers that show new units in different ways; what came of each, by seed.
async fn run_all(seeds: impl Iterator<Item = u64>, way: Way) -> Vec<(u64, Outcome)> {
    let mut services = Vec::new();
    for switches in [
        json!({}),
        json!({"roleDelay": 40, "duplicateRoomName": "conflict"}),
        json!({"readDelay": 40, "hospitalityLastPage": "no-context", "residentialLastPage": "empty-token"}),
    ] {
        let service = Service::start().await;
        service.set(switches).await;
        services.push(Arc::new(service));
    }
    let mut outcomes = Vec::new();
    let mut running = JoinSet::new();
    for seed in seeds {
        let service = Arc::clone(&services[usize::try_from(seed % 3).unwrap()]);
        running.spawn(async move { (seed, run(&service, seed, way).await) });
        if running.len() == AT_ONCE {
            outcomes.push(running.join_next().await.unwrap().unwrap());
        }
    }
    outcomes.extend(running.join_all().await);
    outcomes
}

fn describe(seed: u64, outcome: &Outcome, wrong: &[String]) -> String {
    let mut text = format!("CREATION_SEED={seed}: {wrong:#?}\nfaults that struck: {:?}\n", outcome.struck);
    for said in &outcome.history {
        writeln!(text, "{said:?}").unwrap();
    }
    for unit in &outcome.there {
        writeln!(text, "there: {unit:?}").unwrap();
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_any_faults_nothing_is_created_twice_and_nothing_that_is_there_is_missing() {
    let only = std::env::var("CREATION_SEED").ok().map(|seed| seed.parse::<u64>().unwrap());
    let seeds = only.map_or(0..SCHEDULES, |seed| seed..seed + 1);
    let outcomes = run_all(seeds, Way::CreateOrGet).await;
    let failed: Vec<String> = outcomes
        .iter()
        .map(|(seed, outcome)| (*seed, outcome, judge(outcome)))
        .filter(|(_, _, wrong)| only.is_some() || !wrong.is_empty())
        .map(|(seed, outcome, wrong)| describe(seed, outcome, &wrong))
        .collect();
    if only.is_some() {
        std::io::stderr().write_all(failed.join("\n").as_bytes()).unwrap();
    }
    let is_wrong = outcomes.iter().any(|(_, outcome)| !judge(outcome).is_empty());
    assert!(!is_wrong, "{} of {} schedules: {}", failed.len(), outcomes.len(), failed.join("\n"));
    if only.is_some() {
        return;
    }
    // The schedules reach what they are for.
    let struck =
        |word: &str| outcomes.iter().any(|(_, outcome)| outcome.struck.iter().any(|struck| struck == word));
    for word in [
        "status",
        "status-after-commit",
        "latency",
        "latency-after-commit",
        "malformed-body",
        "truncated-body",
        "html",
        "dropped-before-commit",
        "dropped-after-commit",
    ] {
        assert!(struck(word), "{word}");
    }
    let told = || outcomes.iter().flat_map(|(_, outcome)| &outcome.history).map(|said| &said.told);
    let share = |is: fn(&Told) -> bool| told().filter(|told| is(told)).count();
    let (ids, stopped) =
        (share(|told| matches!(told, Told::Id(_))), share(|told| matches!(told, Told::Nothing)));
    assert!(ids * 2 > told().count() && stopped > 0, "{ids} ids, {stopped} stopped of {}", told().count());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_checker_catches_clients_that_repeat_blindly_or_say_too_much() {
    for (way, word) in [(Way::Repeat, "times"), (Way::TellNothing, "not created")] {
        let outcomes = run_all(0..36, way).await;
        let caught = |(_, outcome): &&(u64, Outcome)| judge(outcome).iter().any(|wrong| wrong.contains(word));
        let caught = outcomes.iter().filter(caught).count();
        // Not once by chance.
        assert!(caught >= 3, "{caught} of {} schedules of {way:?}", outcomes.len());
    }
}
