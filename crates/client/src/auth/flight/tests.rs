//! Every order of events up to a depth, against what the head of `flight.rs` promises.

use std::collections::HashSet;

use super::*;

/// How many callers there are.
const CALLERS: usize = 3;

/// How many events follow on each other.
const DEPTH: usize = 13;

/// What a new token may last: longer than the margin, shorter, or for good.
const LIFETIMES: [Option<u64>; 3] = [Some(3_600), Some(30), None];

/// A token, as the model knows it. Its value is its number among those that were brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Brought {
    value: u64,
    /// Seconds since the start.
    ends: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Caller {
    /// Has the number of the token that it was given last.
    Idle(Option<u64>),
    /// Has the number of the token that was refused to it.
    Waits(Option<u64>),
}

/// What a fetch comes to.
#[derive(Clone, Copy, Debug)]
enum Fetched {
    Nothing,
    /// It is stopped, as when its runtime ends.
    Stop,
    /// A token that lasts so many seconds.
    Token(Option<u64>),
}

#[derive(Clone, Copy, Debug)]
enum Happens {
    Asks(usize),
    /// The service answers 401 to the token that the caller was given last.
    IsRefused(usize),
    Leaves(usize),
    Lands(Fetched),
    Passes(u64),
}

/// The machine beside the model, and how they came here.
#[derive(Clone, Debug)]
struct World {
    flight: Flight<u64>,
    start: Instant,
    now: u64,
    callers: [Caller; CALLERS],
    /// How many fetches have begun.
    fetches: u64,
    is_under_way: bool,
    /// Fetches in a row that brought nothing.
    failures: u32,
    /// Nothing is fetched before.
    resumes: u64,
    /// The newest token.
    newest: Option<Brought>,
    /// The greatest number of a token that was refused to anybody.
    refused: u64,
    history: Vec<Happens>,
}

impl World {
    fn new() -> Self {
        Self {
            flight: Flight::new(),
            start: Instant::now(),
            now: 0,
            callers: [Caller::Idle(None); CALLERS],
            fetches: 0,
            is_under_way: false,
            failures: 0,
            resumes: 0,
            newest: None,
            refused: 0,
            history: Vec::new(),
        }
    }

    fn at(&self, seconds: u64) -> Instant {
        self.start + Duration::from_secs(seconds)
    }

    /// The newest token, if nobody was refused it and it lasts that long.
    fn lasts(&self, left: u64) -> Option<Brought> {
        let is_refused = |newest: &Brought| newest.value <= self.refused;
        let lasts = |newest: &Brought| newest.ends.is_none_or(|ends| self.now + left < ends);
        self.newest.filter(|newest| lasts(newest) && !is_refused(newest))
    }

    fn everything_that_may_happen(&self) -> Vec<Happens> {
        let mut all = Vec::new();
        for (caller, state) in self.callers.iter().enumerate() {
            match state {
                Caller::Idle(last) => {
                    all.push(Happens::Asks(caller));
                    all.extend(last.map(|_| Happens::IsRefused(caller)));
                }
                Caller::Waits(_) => all.push(Happens::Leaves(caller)),
            }
        }
        if self.is_under_way {
            all.extend([Fetched::Nothing, Fetched::Stop].map(Happens::Lands));
            all.extend(LIFETIMES.map(|lifetime| Happens::Lands(Fetched::Token(lifetime))));
        }
        if let Some(ends) = self.newest.and_then(|newest| newest.ends) {
            let margin = MARGIN.as_secs();
            // To the last second before the margin, to the margin, and to the end.
            let times = [ends.saturating_sub(margin + 1), ends.saturating_sub(margin), ends];
            all.extend(times.into_iter().filter(|time| *time > self.now).map(Happens::Passes));
        }
        // To the end of the time without fetches.
        all.extend(Some(self.resumes).filter(|time| *time > self.now).map(Happens::Passes));
        all
    }

    fn happens(&mut self, event: Happens) {
        self.history.push(event);
        match event {
            Happens::Asks(caller) => self.ask(caller, None),
            Happens::IsRefused(caller) => {
                let Caller::Idle(Some(number)) = self.callers[caller] else { unreachable!() };
                self.refused = self.refused.max(number);
                self.ask(caller, Some(number));
            }
            Happens::Leaves(caller) => self.callers[caller] = Caller::Idle(None),
            Happens::Lands(fetched) => self.land(fetched),
            Happens::Passes(time) => self.now = time,
        }
    }

    fn ask(&mut self, caller: usize, refused: Option<u64>) {
        let (good, lasting) = (self.lasts(MARGIN.as_secs()), self.lasts(0));
        let may_fetch = !self.is_under_way && self.now >= self.resumes;
        let step = self.flight.ask(self.at(self.now), refused);
        match &step {
            Step::Use(held) | Step::Renew(held) => {
                let lasting = lasting.map(|lasting| lasting.value);
                assert_eq!(Some(held.value), lasting, "a token that does not last: {self:#?}");
                self.is_given(caller, held, refused);
            }
            Step::Wait => {
                assert!(self.is_under_way, "waits for nothing: {self:#?}");
                self.callers[caller] = Caller::Waits(refused);
            }
            Step::Fetch => self.callers[caller] = Caller::Waits(refused),
            Step::Fail => {
                assert!(!self.is_under_way && self.now < self.resumes, "fails for nothing: {self:#?}");
                self.callers[caller] = Caller::Idle(None);
            }
        }
        let is_fetching = matches!(step, Step::Fetch | Step::Renew(_));
        assert!(!is_fetching || !self.is_under_way, "two fetches at once: {self:#?}");
        assert_eq!(is_fetching, good.is_none() && may_fetch, "fetches when it is not time: {self:#?}");
        let is_given = matches!(step, Step::Use(_) | Step::Renew(_));
        assert_eq!(is_given, lasting.is_some(), "a token that lasts is not used: {self:#?}");
        self.is_under_way |= is_fetching;
        self.fetches += u64::from(is_fetching);
    }

    fn land(&mut self, fetched: Fetched) {
        // Numbers count the tokens that came, not the fetches that failed.
        let value = self.newest.map_or(1, |newest| newest.value + 1);
        let old = self.lasts(0);
        let outcome = match fetched {
            Fetched::Nothing => Outcome::Failed,
            Fetched::Stop => Outcome::Stopped,
            Fetched::Token(lifetime) => Outcome::Brought(value, lifetime.map(Duration::from_secs)),
        };
        let answer = self.flight.land(self.at(self.now), outcome);
        self.is_under_way = false;
        let expected = match fetched {
            Fetched::Token(lifetime) => {
                self.newest = Some(Brought { value, ends: lifetime.map(|lifetime| self.now + lifetime) });
                (self.failures, self.resumes) = (0, 0);
                self.newest
            }
            Fetched::Nothing => {
                self.failures += 1;
                self.resumes = self.now + [1, 2, 4, 8, 16].get(self.failures as usize - 1).unwrap_or(&30);
                old
            }
            Fetched::Stop => old,
        };
        let found = answer.as_ref().map(|held| held.value);
        assert_eq!(found, expected.map(|token| token.value), "who waited got something else: {self:#?}");
        for caller in 0..CALLERS {
            let Caller::Waits(refused) = self.callers[caller] else { continue };
            match &answer {
                Some(held) => self.is_given(caller, held, refused),
                None => self.callers[caller] = Caller::Idle(None),
            }
        }
    }

    fn is_given(&mut self, caller: usize, held: &Held<u64>, refused: Option<u64>) {
        assert_eq!(held.serial, held.value, "tokens are counted as they come: {self:#?}");
        assert!(refused.is_none_or(|refused| held.serial > refused), "it was refused to it: {self:#?}");
        let has_ended = held.ends.is_some_and(|ends| ends <= self.at(self.now));
        assert!(!has_ended, "it has ended: {self:#?}");
        self.callers[caller] = Caller::Idle(Some(held.serial));
    }

    /// What the future depends on. Callers are alike.
    fn fingerprint(&self) -> impl Eq + std::hash::Hash + use<> {
        let mut callers = self.callers;
        callers.sort_unstable();
        let held = self.flight.held.as_ref();
        let ends = held.map(|held| held.ends.map(|ends| ends - self.start));
        let machine = (held.map(|held| held.serial), ends, self.flight.serial, self.flight.is_under_way);
        let resumes = self.flight.resumes.map(|resumes| resumes - self.start);
        let pauses = (self.flight.failures, resumes, self.failures, self.resumes);
        (machine, pauses, self.now, callers, self.is_under_way, self.newest, self.refused)
    }
}

#[test]
fn whatever_happens_in_whatever_order_the_rules_hold() {
    let mut worlds = vec![World::new()];
    let mut seen = HashSet::new();
    let mut looked_at = 0;
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for world in worlds {
            for event in world.everything_that_may_happen() {
                let mut world = world.clone();
                world.happens(event);
                looked_at += 1;
                if seen.insert(world.fingerprint()) {
                    next.push(world);
                }
            }
        }
        worlds = next;
    }
    // Shortcuts have not cut off what is to be looked at.
    assert!(looked_at > 50_000, "{looked_at} transitions, {} states", seen.len());
    assert!(worlds.iter().any(|world| world.fetches >= 4));
}

#[test]
fn a_hundred_who_ask_at_once_make_one_fetch() {
    let (mut flight, now) = (Flight::new(), Instant::now());
    let steps: Vec<Step<&str>> = (0..100).map(|_| flight.ask(now, None)).collect();
    assert_eq!(steps.iter().filter(|step| **step == Step::Fetch).count(), 1);
    assert_eq!(steps.iter().filter(|step| **step == Step::Wait).count(), 99);
    let held = flight.land(now, Outcome::Brought("A", Some(Duration::from_hours(1)))).unwrap();
    assert_eq!(flight.ask(now, None), Step::Use(held.clone()));
    // All of them are refused the same token: one of them fetches, and late refusals of it do no harm.
    let steps: Vec<_> = (0..100).map(|_| flight.ask(now, Some(held.serial))).collect();
    assert_eq!(steps.iter().filter(|step| **step == Step::Fetch).count(), 1);
    let held = flight.land(now, Outcome::Brought("B", None)).unwrap();
    assert_eq!(flight.ask(now, Some(held.serial - 1)), Step::Use(held));
}

#[test]
fn the_time_without_fetches_doubles_to_half_a_minute_and_ends_with_a_success() {
    let (mut flight, mut now) = (Flight::<&str>::new(), Instant::now());
    for seconds in [1, 2, 4, 8, 16, 30, 30] {
        assert_eq!(flight.ask(now, None), Step::Fetch);
        assert_eq!(flight.land(now, Outcome::Failed), None);
        now += Duration::from_secs(seconds).saturating_sub(Duration::from_millis(1));
        assert_eq!(flight.ask(now, None), Step::Fail);
        now += Duration::from_millis(1);
    }
    assert_eq!(flight.ask(now, None), Step::Fetch);
    let held = flight.land(now, Outcome::Brought("A", None)).unwrap();
    assert_eq!(flight.ask(now, Some(held.serial)), Step::Fetch);
    flight.land(now, Outcome::Failed);
    assert_eq!(flight.ask(now + Duration::from_secs(1), None), Step::Fetch);
}
