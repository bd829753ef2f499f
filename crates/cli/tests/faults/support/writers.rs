//! Clients that create, rename, move and delete units at the same time, and remember what they were answered.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use asp_server::test_support::kind::Kind;
use serde_json::Value;

use super::model::{Model, Unit};
use super::{Client, Random, Server, wait_until};

/// How many rooms of a property can have a name. Few, so that writers collide.
const ROOM_NAMES: usize = 60;

/// Whose units are written.
#[derive(Clone, Debug)]
pub(crate) struct Tenant {
    pub(crate) organization: String,
    pub(crate) account: String,
    pub(crate) token: String,
}

impl Tenant {
    /// That of a new database.
    pub(crate) fn of(server: &Server) -> Self {
        let tokens = server.client().control("POST", "/tokens", None);
        let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
        Self {
            organization: server.organization.clone(),
            account: text("account"),
            token: text("accessToken"),
        }
    }
}

/// Writers at work.
#[derive(Debug)]
pub(crate) struct Load {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    tenant: Tenant,
    model: Mutex<Model>,
    stops: AtomicBool,
    /// Whether every request must have an answer, or writers end with the first that has none.
    must_answer: bool,
    counts: BTreeMap<SocketAddr, Counts>,
}

/// What one server answered.
#[derive(Debug, Default)]
struct Counts {
    written: AtomicUsize,
    refused: AtomicUsize,
    failed: AtomicUsize,
}

impl Load {
    /// Starts `count` writers, in turns on each of the servers.
    pub(crate) fn start(
        servers: &[&Server],
        tenant: &Tenant,
        model: Model,
        count: usize,
        random: &mut Random,
        must_answer: bool,
    ) -> Self {
        let mut owned: Vec<Vec<String>> = vec![Vec::new(); count];
        for (index, id) in model.states.keys().enumerate() {
            owned[index % count].push(id.clone());
        }
        let shared = Arc::new(Shared {
            tenant: tenant.clone(),
            model: Mutex::new(model),
            stops: AtomicBool::new(false),
            must_answer,
            counts: servers.iter().map(|server| (server.address, Counts::default())).collect(),
        });
        let threads = owned.into_iter().enumerate().map(|(index, owned)| {
            let address = servers[index % servers.len()].address;
            let seed = (0..8).fold(0, |seed, _| (seed << 8) | u64::from(random.byte()));
            let mut writer = Writer {
                client: Client::new(address),
                address,
                shared: Arc::clone(&shared),
                random: Random::new(seed),
                owned,
            };
            std::thread::spawn(move || writer.run())
        });
        let threads = threads.collect();
        Self { shared, threads }
    }

    /// How many requests broke a rule, and were refused by all servers.
    pub(crate) fn refused(&self) -> usize {
        self.shared.counts.values().map(|counts| counts.refused.load(SeqCst)).sum()
    }

    /// Waits until every server has acknowledged that many more writes.
    pub(crate) fn wait_for_writes(&self, more: usize) {
        self.wait_for("acknowledged writes", more, |counts| &counts.written);
    }

    /// Waits until every server has answered that many more requests with 500.
    pub(crate) fn wait_for_failures(&self, more: usize) {
        self.wait_for("answers of 500", more, |counts| &counts.failed);
    }

    fn wait_for(&self, what: &str, more: usize, of: impl Fn(&Counts) -> &AtomicUsize) {
        for counts in self.shared.counts.values() {
            let enough = of(counts).load(SeqCst) + more;
            wait_until(what, || {
                assert!(self.threads.iter().any(|thread| !thread.is_finished()), "no writer is left");
                of(counts).load(SeqCst) >= enough
            });
        }
    }

    /// Stops the writers; what they know.
    pub(crate) fn stop(self) -> Model {
        self.shared.stops.store(true, SeqCst);
        let failures: Vec<_> = self.threads.into_iter().filter_map(|thread| thread.join().err()).collect();
        assert!(failures.is_empty(), "{} writers failed; what they say is above", failures.len());
        self.shared.model.lock().unwrap().clone()
    }
}

/// One client. It alone renames, moves and deletes the units that it owns; parents are anybody's.
struct Writer {
    client: Client,
    address: SocketAddr,
    shared: Arc<Shared>,
    random: Random,
    owned: Vec<String>,
}

impl Writer {
    fn run(&mut self) {
        while !self.shared.stops.load(SeqCst) {
            let goes_on = match self.random.below(10) {
                0..5 => self.create(),
                5..8 => self.update(),
                _ => self.delete(),
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Sends a request; the status, or nothing if it had no answer. Whoever has none ends.
    fn send(&mut self, method: &str, target: &str, body: Option<&Value>) -> Option<(u16, Value)> {
        let bytes = super::request(method, target, Some(&self.shared.tenant.token), body);
        let counts = &self.shared.counts[&self.address];
        match self.client.exchange(&bytes) {
            Ok(answer) => {
                let count = match answer.status {
                    201 | 204 => &counts.written,
                    400 | 403 | 404 => &counts.refused,
                    500 => &counts.failed,
                    status => panic!("{method} {target}: {status} {}", answer.text()),
                };
                count.fetch_add(1, SeqCst);
                assert!(answer.status < 400 || answer.is_error(), "{}", answer.text());
                assert!(answer.header("x-amzn-requestid").is_some(), "{answer:?}");
                Some((answer.status, answer.json()))
            }
            Err(error) => {
                assert!(!self.shared.must_answer, "{method} {target}: {error}");
                None
            }
        }
    }

    fn name(&mut self, kind: Kind) -> String {
        match kind {
            Kind::Room => format!("R-{}", self.random.below(ROOM_NAMES)),
            _ => format!("Unit {}", self.random.below(1_000_000)),
        }
    }

    /// The id of a unit that a new one of that kind can be in.
    fn parent(&mut self, kind: Kind) -> Option<String> {
        let Some(parent) = kind.parent() else { return Some(self.shared.tenant.organization.clone()) };
        let parents = self.shared.model.lock().unwrap().of_kind(parent);
        if parents.is_empty() { None } else { Some(self.random.pick(&parents).clone()) }
    }

    fn create(&mut self) -> bool {
        // Mostly rooms in few properties.
        let kind = match self.random.below(20) {
            0 => Kind::HomeCommunity,
            1..4 => Kind::Home,
            4 => Kind::Property,
            5..8 => Kind::RoomType,
            _ => Kind::Room,
        };
        let Some(parent) = self.parent(kind) else { return true };
        let unit = Unit { kind, name: self.name(kind), parent };
        let body = kind.new_unit(&unit.parent, &unit.name);
        let answer = self.send("POST", kind.path(), Some(&body));
        let mut model = self.shared.model.lock().unwrap();
        match answer {
            Some((201, answer)) => {
                let id = answer["id"].as_str().unwrap().to_owned();
                let twice = model.states.insert(id.clone(), vec![Some(unit)]);
                assert_eq!(twice, None, "{id} was given twice");
                self.owned.push(id);
            }
            Some((400..500, _)) => {}
            answer => {
                model.unanswered.push(unit);
                return answer.is_some();
            }
        }
        true
    }

    /// Takes one of the own units out, with what it is now.
    fn take(&mut self) -> Option<(String, Unit)> {
        if self.owned.is_empty() {
            return None;
        }
        let id = self.owned.swap_remove(self.random.below(self.owned.len()));
        let states = self.shared.model.lock().unwrap().states[&id].clone();
        match &states[..] {
            [Some(unit)] => Some((id, unit.clone())),
            _ => panic!("{id} is owned and may be {states:?}"),
        }
    }

    fn update(&mut self) -> bool {
        let Some((id, old)) = self.take() else { return true };
        let mut new = Unit { name: self.name(old.kind), ..old.clone() };
        if old.kind.is_residential()
            && let Some(parent) = self.parent(old.kind)
        {
            new.parent = parent;
        }
        let body = old.kind.update(&id, &new.parent, &new.name);
        let answer = self.send("PUT", &old.kind.at(&id), Some(&body));
        self.note(id, old, Some(new), answer.map(|(status, _)| status))
    }

    fn delete(&mut self) -> bool {
        let Some((id, old)) = self.take() else { return true };
        let answer = self.send("DELETE", &old.kind.at(&id), None);
        self.note(id, old, None, answer.map(|(status, _)| status))
    }

    /// Remembers what came of changing a unit.
    fn note(&mut self, id: String, old: Unit, new: Option<Unit>, status: Option<u16>) -> bool {
        let mut model = self.shared.model.lock().unwrap();
        match status {
            Some(204) => {
                if new.is_some() {
                    self.owned.push(id.clone());
                }
                model.states.insert(id, vec![new]);
            }
            // Nobody else deletes it, so it is there.
            Some(status @ (403 | 404)) => panic!("{status} for {id}, which is {old:?}"),
            // A name that is taken, a unit that is not empty, a parent that has just been deleted.
            Some(400) => self.owned.push(id),
            // Whether or not it was done is unknown, so nobody touches it again.
            status => {
                model.states.insert(id, vec![Some(old), new]);
                return status.is_some();
            }
        }
        true
    }
}
