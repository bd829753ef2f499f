//! Every operation with 1,000,000 rooms against the same with 1,000, one request after another.

use std::process::{Command, Stdio};
use std::time::Instant;

use asp_server::test_support::fill;
use serde_json::json;
use tempfile::TempDir;

use crate::Bench;
use crate::load::{Client, request};
use crate::processes::Server;
use crate::report::{Mark, median, progress};

/// What differs between the collections, from the organization downwards.
struct Kind {
    word: &'static str,
    plural: &'static str,
    path: &'static str,
    /// The name of the parent's id, in bodies and queries.
    parent: &'static str,
    /// Updates repeat the id and the parent.
    is_residential: bool,
}

const KINDS: [Kind; 5] = [
    Kind {
        word: "property",
        plural: "properties",
        path: "/enterprise/hospitality/v1/properties",
        parent: "organizationId",
        is_residential: false,
    },
    Kind {
        word: "room type",
        plural: "room types",
        path: "/enterprise/hospitality/v1/roomTypes",
        parent: "propertyId",
        is_residential: false,
    },
    Kind {
        word: "room",
        plural: "rooms",
        path: "/enterprise/hospitality/v1/rooms",
        parent: "roomTypeId",
        is_residential: false,
    },
    Kind {
        word: "home community",
        plural: "home communities",
        path: "/enterprise/residential/v1/homeCommunities",
        parent: "organizationId",
        is_residential: true,
    },
    Kind {
        word: "home",
        plural: "homes",
        path: "/enterprise/residential/v1/homes",
        parent: "homeCommunityId",
        is_residential: true,
    },
];
const PROPERTY: usize = 0;
const ROOM_TYPE: usize = 1;
const ROOM: usize = 2;
const HOME_COMMUNITY: usize = 3;
const HOME: usize = 4;

/// How many rooms are asked for, of as many as there are.
const ASKED_FOR: usize = 1_000;

/// The name of a room that is never renamed.
const TAKEN: &str = "Taken";

/// What is asked for, again and again.
#[derive(Clone, Copy, PartialEq)]
enum Work {
    Get,
    /// What was not asked for since something was written.
    GetFirst,
    GetUnknown,
    List,
    ListDeep,
    Create,
    CreateTwice,
    Update,
    Delete,
    DeleteNotEmpty,
}

/// A server with its rooms.
struct Side {
    _server: Server,
    _folder: TempDir,
    client: Client,
    token: String,
    /// By kind, as [`KINDS`] has them.
    ids: [Vec<String>; 5],
    parents: [String; 5],
    /// The continuation token of a page in the middle of the rooms.
    deep: String,
    count: usize,
}

pub(crate) async fn run(bench: &mut Bench) {
    stay_on_one_processor();
    for (title, room_types, rooms) in [
        ("1,000,000 rooms in one room type", 1, 1_000_000),
        ("1,000 room types of 1,000 rooms", 1_000, 1_000),
    ] {
        // Both as new: writing to a log that was written through before is faster.
        let mut small = Side::start(bench, "1,000 rooms", 1, 1_000).await;
        let mut large = Side::start(bench, title, room_types, rooms).await;
        bench.report.section(&format!("{title}, median"), "1,000,000", "1,000");
        for (kind, work) in all() {
            compare(bench, [&mut large, &mut small], kind, work).await;
        }
    }
}

/// Keeps this process and those that it starts on one processor. What counts here is what a request takes; whether it has
/// to wake another processor is chance, takes three times as long, and stays as it is for thousands of requests.
fn stay_on_one_processor() {
    let own = std::process::id().to_string();
    let mut taskset = Command::new("taskset");
    let taskset = taskset.args(["--all-tasks", "--cpu-list", "--pid", "0", &own]);
    let is_done = taskset.stdout(Stdio::null()).status().is_ok_and(|status| status.success());
    if !is_done {
        println!("\nthe command `taskset` is missing: times are those of several processors, and scatter");
    }
}

fn all() -> impl Iterator<Item = (usize, Work)> {
    let of_kinds = [Work::Get, Work::List, Work::Create, Work::Update, Work::Delete];
    let of_kinds = (0..KINDS.len()).flat_map(move |kind| of_kinds.map(|work| (kind, work)));
    of_kinds.chain([
        (ROOM, Work::GetFirst),
        (ROOM, Work::GetUnknown),
        (ROOM, Work::ListDeep),
        (ROOM, Work::CreateTwice),
        (ROOM_TYPE, Work::DeleteNotEmpty),
        (PROPERTY, Work::DeleteNotEmpty),
    ])
}

async fn compare(bench: &mut Bench, mut sides: [&mut Side; 2], kind: usize, work: Work) {
    let writes = matches!(work, Work::Create | Work::Update | Work::Delete);
    let (rounds, turns) = if writes { (30, 10) } else { (40, 25) };
    let name = work.name(&KINDS[kind]);
    progress(&name);
    let mut times = [Vec::new(), Vec::new()];
    for side in &mut sides {
        side.prepare(kind, work).await;
    }
    for _ in 0..rounds {
        for (side, times) in sides.iter_mut().zip(&mut times) {
            if work == Work::GetFirst {
                side.forget().await;
            }
            for _ in 0..turns {
                times.push(side.time(kind, work).await);
            }
        }
    }
    let [large, small] = times.map(|times| median(&times));
    let text = |time: f64| format!("{time:.0} µs");
    bench.report.row(&name, &text(large), &text(small), large / small, Mark::AtMost(1.3));
}

impl Work {
    fn name(self, kind: &Kind) -> String {
        let Kind { word, plural, .. } = kind;
        match self {
            Self::Get => format!("get a {word}"),
            Self::GetFirst => format!("get a {word} for the first time"),
            Self::GetUnknown => format!("get an unknown {word}: 404"),
            Self::List => format!("list {plural}, first page"),
            Self::ListDeep => format!("list {plural}, a page in the middle"),
            Self::Create => format!("create a {word}"),
            Self::CreateTwice => format!("create a {word} with a name in use: 400"),
            Self::Update => format!("update a {word}"),
            Self::Delete => format!("delete a {word}"),
            Self::DeleteNotEmpty => format!("delete a {word} that is not empty: 400"),
        }
    }

    /// Whether as many units are asked for on both sides, again and again.
    fn asks_for_the_same(self) -> bool {
        matches!(self, Self::Get | Self::DeleteNotEmpty)
    }

    fn status(self) -> u16 {
        match self {
            Self::Get | Self::GetFirst | Self::List | Self::ListDeep => 200,
            Self::Create => 201,
            Self::Update | Self::Delete => 204,
            Self::CreateTwice | Self::DeleteNotEmpty => 400,
            Self::GetUnknown => 404,
        }
    }
}

impl Side {
    async fn start(bench: &Bench, title: &str, room_types: usize, rooms: usize) -> Self {
        progress(&format!("a database with {title}"));
        let folder = TempDir::new_in(bench.folder.path()).unwrap();
        let path = folder.path().join("store.sqlite");
        let filled = fill(&path.display().to_string().parse().unwrap(), room_types, rooms).await.unwrap();
        // What is still on its way to the disk would be waited for with the first writes that are measured.
        let _ = Command::new("sync").status();
        let server = Server::asp(&bench.asp, &path).with_token().await;
        let middle = filled.room_types[room_types / 2].clone();
        let mut side = Self {
            client: Client::connect(server.address).await,
            token: server.token.clone(),
            _server: server,
            _folder: folder,
            parents: [
                filled.organization.clone(),
                filled.property.clone(),
                middle,
                filled.organization,
                String::new(),
            ],
            ids: [vec![filled.property], filled.room_types, filled.rooms, Vec::new(), Vec::new()],
            deep: String::new(),
            count: 0,
        };
        for _ in 0..20 {
            let id = side.create(HOME_COMMUNITY).await;
            side.ids[HOME_COMMUNITY].push(id);
        }
        side.parents[HOME].clone_from(&side.ids[HOME_COMMUNITY][0]);
        for _ in 0..20 {
            let id = side.create(HOME).await;
            side.ids[HOME].push(id);
        }
        // Pages of room types are full on both sides.
        for _ in 0..50 {
            side.create(ROOM_TYPE).await;
        }
        let taken = side.request(ROOM, Work::CreateTwice);
        side.client.expect(&taken, 201).await;
        // A page of the file costs more when it is touched for the first time since the start: not what is asked here.
        for _ in 0..side.ids[ROOM].len() / 10 {
            let request = side.request(ROOM, Work::GetFirst);
            side.client.expect(&request, 200).await;
        }
        for _ in 0..rooms / 100 {
            let request = side.request(ROOM, if side.deep.is_empty() { Work::List } else { Work::ListDeep });
            let page = side.client.expect(&request, 200).await.json();
            page["paginationContext"]["nextToken"].as_str().unwrap().clone_into(&mut side.deep);
        }
        side
    }

    /// Asks once for each of those that will be asked for, so that both sides have them at hand.
    async fn prepare(&mut self, kind: usize, work: Work) {
        if work.asks_for_the_same() {
            for _ in 0..ASKED_FOR {
                let request = self.request(kind, work);
                self.client.expect(&request, work.status()).await;
            }
        }
    }

    /// Writes something, after which nothing is kept of what was read.
    async fn forget(&mut self) {
        let update = self.request(HOME_COMMUNITY, Work::Update);
        self.client.expect(&update, 204).await;
        // What a commit leaves to the next one who reads is not what is measured.
        for kind in [PROPERTY, HOME] {
            let get = self.request(kind, Work::Get);
            self.client.expect(&get, 200).await;
        }
    }

    /// Microseconds that one exchange takes. What it needs is made before.
    async fn time(&mut self, kind: usize, work: Work) -> f64 {
        let request = match work {
            Work::Delete => {
                let id = self.create(kind).await;
                request("DELETE", &format!("{}/{id}", KINDS[kind].path), &self.token, None)
            }
            _ => self.request(kind, work),
        };
        let start = Instant::now();
        self.client.expect(&request, work.status()).await;
        start.elapsed().as_secs_f64() * 1e6
    }

    async fn create(&mut self, kind: usize) -> String {
        let request = self.request(kind, Work::Create);
        self.client.expect(&request, 201).await.json()["id"].as_str().unwrap().to_owned()
    }

    fn request(&mut self, kind: usize, work: Work) -> Vec<u8> {
        self.count += 1;
        let Kind { path, parent, is_residential, .. } = KINDS[kind];
        let above = &self.parents[kind];
        let ids = &self.ids[kind];
        // All over them: each time another one, or as many as the smaller side has.
        let id = match ids.len() {
            0 => "",
            length if work.asks_for_the_same() => &ids[self.count % ASKED_FOR * length / ASKED_FOR],
            length => &ids[self.count.wrapping_mul(0x9E37_79B9) % length],
        };
        let body = |name: &str| {
            let mut body = json!({"name": name});
            body[parent] = json!(above);
            body
        };
        let name = format!("New-{}", self.count);
        let size = if is_residential { 10 } else { 50 };
        let page = format!("{path}?{parent}={above}&maxResults={size}");
        let (method, target, body) = match work {
            Work::Get | Work::GetFirst => ("GET", format!("{path}/{id}"), None),
            Work::GetUnknown => ("GET", format!("{path}/amzn1.alexa.unit.did.A{:0>103}", self.count), None),
            Work::List => ("GET", page, None),
            Work::ListDeep => ("GET", format!("{page}&nextToken={}", self.deep), None),
            Work::Create => ("POST", path.to_owned(), Some(body(&name))),
            Work::CreateTwice => ("POST", path.to_owned(), Some(body(TAKEN))),
            Work::Update if is_residential => {
                let mut body = body(&name);
                body["id"] = json!(id);
                ("PUT", format!("{path}/{id}"), Some(body))
            }
            Work::Update => ("PUT", format!("{path}/{id}"), Some(json!({"name": name}))),
            Work::Delete | Work::DeleteNotEmpty => ("DELETE", format!("{path}/{id}"), None),
        };
        request(method, &target, &self.token, body.map(|body| body.to_string()).as_deref())
    }
}
