//! From method and path to an operation.

use crate::Method;
use crate::percent::{self, Plus};
use crate::scan;
use crate::segment;
use crate::verdict::NotJudged;

/// A place in the tree of path templates: what may follow, and what ends here.
#[derive(Debug)]
pub struct RouteNode<O: 'static> {
    /// The literal segments that may follow, sorted.
    pub literals: &'static [(&'static str, &'static RouteNode<O>)],
    /// The segments that may follow of which parameters are a part: those with more literal characters first.
    pub mixed: &'static [(Segment, &'static RouteNode<O>)],
    /// What follows a segment that is a parameter.
    pub parameter: Option<&'static RouteNode<O>>,
    /// The methods of the path that ends here, in the order of the document.
    pub methods: &'static [Method],
    /// The operations of `methods`; those of the methods behind them were left out when the tables were generated.
    pub operations: &'static [O],
}

/// The text around the parameters of a segment such as `report-{year}.csv`, decoded: one more than there are parameters.
/// Only the first and the last may be empty.
pub type Segment = &'static [&'static str];

/// Which operation a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route<O> {
    /// The operation.
    Found(O),
    /// The path is documented, the method is not.
    MethodNotAllowed {
        /// The methods that are documented for the path, in the order of the document.
        allowed: &'static [Method],
    },
    /// The operation is documented, and was left out when the tables were generated.
    LeftOut,
    /// No path of the document matches.
    NotFound,
}

impl<O> Route<O> {
    /// The operation, if there is one.
    pub fn found(self) -> Option<O> {
        match self {
            Self::Found(operation) => Some(operation),
            Self::MethodNotAllowed { .. } | Self::LeftOut | Self::NotFound => None,
        }
    }

    /// The operation.
    ///
    /// # Errors
    ///
    /// Why a request that is routed like this is not judged.
    pub fn operation(self) -> Result<O, NotJudged> {
        match self {
            Self::Found(operation) => Ok(operation),
            Self::MethodNotAllowed { allowed } => Err(NotJudged::MethodNotAllowed { allowed }),
            Self::LeftOut => Err(NotJudged::LeftOut),
            Self::NotFound => Err(NotJudged::UnknownPath),
        }
    }
}

/// Up to how many literals are compared one by one, which takes less time than to halve them.
const FEW: usize = 8;

impl<O: Copy> RouteNode<O> {
    /// No path: the base of struct updates in tables.
    pub const NONE: Self = Self { literals: &[], mixed: &[], parameter: None, methods: &[], operations: &[] };

    /// Finds the operation of `method` and `path`, with this node as the root.
    ///
    /// `path` is percent-encoded and relative to the server's URL, as path templates are; a query behind it is left out
    /// of account. Segments of a template come before parameters (OpenAPI 3.0.3, paths object), segments that are partly
    /// a parameter stand between them, and the path alone decides: a method that only a less concrete template has is not
    /// allowed. A parameter is never empty.
    pub fn route(&self, method: &str, path: &str) -> Route<O> {
        let Some(path) = path_of(path).strip_prefix('/') else { return Route::NotFound };
        let Some(node) = self.descend(path) else { return Route::NotFound };
        let Some(position) = node.methods.iter().position(|allowed| allowed.name() == method) else {
            return Route::MethodNotAllowed { allowed: node.methods };
        };
        node.operations.get(position).map_or(Route::LeftOut, |operation| Route::Found(*operation))
    }

    /// The node where the segments of `path` lead.
    ///
    /// A node of a tree is reached in one way only, after as many segments as it lies deep. So each is tried at most
    /// once, however often one turns back.
    fn descend(&self, path: &str) -> Option<&Self> {
        #[cfg(test)]
        tests::count_visit();
        let (segment, rest) =
            scan::split_once(path, b'/').map_or((path, None), |(segment, rest)| (segment, Some(rest)));
        let follow = |next: &'static Self| match rest {
            Some(rest) => next.descend(rest),
            None => (!next.methods.is_empty()).then_some(next),
        };
        let mixed = || {
            let fitting =
                self.mixed.iter().filter(|(literals, _)| segment::captures(segment, literals).is_some());
            fitting.into_iter().find_map(|(_, next)| follow(next))
        };
        let parameter = || self.parameter.filter(|_| !segment.is_empty()).and_then(follow);
        self.literal(segment).and_then(follow).or_else(mixed).or_else(parameter)
    }

    fn literal(&self, segment: &str) -> Option<&'static Self> {
        let exact = if self.literals.len() <= FEW {
            self.literals.iter().find(|(name, _)| *name == segment)
        } else {
            let index = self.literals.binary_search_by(|(name, _)| (*name).cmp(segment)).ok();
            index.and_then(|index| self.literals.get(index))
        };
        let encoded = || {
            let mut literals = self.literals.iter().filter(|_| segment.contains('%'));
            literals.find(|(name, _)| percent::equals(segment, name, Plus::Plus))
        };
        exact.or_else(encoded).map(|(_, node)| *node)
    }
}

/// `target` without query and fragment.
pub(crate) fn path_of(target: &str) -> &str {
    target.get(..scan::first_of(target, [b'?', b'#'])).unwrap_or(target)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local!(static VISITS: Cell<usize> = const { Cell::new(0) });

    pub(super) fn count_visit() {
        VISITS.set(VISITS.get() + 1);
    }

    const fn leaf(
        methods: &'static [Method],
        operations: &'static [&'static str],
    ) -> RouteNode<&'static str> {
        RouteNode { methods, operations, ..RouteNode::NONE }
    }

    // `/rooms`, `/rooms/{id}`, `/rooms/mine`, `/rooms/mine/{x}/a`, `/rooms/{id}/{x}/b`, `/a b`
    static LIST: RouteNode<&str> = RouteNode {
        literals: &[("mine", &MINE)],
        parameter: Some(&ROOM),
        methods: &[Method::Post, Method::Get],
        operations: &["create", "list"],
        ..RouteNode::NONE
    };
    static MINE: RouteNode<&str> = RouteNode { parameter: Some(&MINE_X), ..leaf(&[Method::Get], &["mine"]) };
    static MINE_X: RouteNode<&str> = RouteNode { literals: &[("a", &MINE_X_A)], ..RouteNode::NONE };
    static MINE_X_A: RouteNode<&str> = leaf(&[Method::Get], &["mine a"]);
    static ROOM: RouteNode<&str> =
        RouteNode { parameter: Some(&ROOM_X), ..leaf(&[Method::Get, Method::Delete], &["get", "delete"]) };
    static ROOM_X: RouteNode<&str> = RouteNode { literals: &[("b", &ROOM_X_B)], ..RouteNode::NONE };
    static ROOM_X_B: RouteNode<&str> = leaf(&[Method::Get], &["room b"]);
    static SPACE: RouteNode<&str> = leaf(&[Method::Get], &["space"]);
    static ROOT: RouteNode<&str> =
        RouteNode { literals: &[("a b", &SPACE), ("left", &LEFT), ("rooms", &LIST)], ..RouteNode::NONE };
    static LEFT: RouteNode<&str> =
        RouteNode { literals: &[("out", &LEFT_OUT)], parameter: Some(&ROOM), ..RouteNode::NONE };
    // `get` is described, `put` was left out.
    static LEFT_OUT: RouteNode<&str> = leaf(&[Method::Get, Method::Put], &["get left"]);

    fn found(method: &str, path: &str) -> Option<&'static str> {
        ROOT.route(method, path).found()
    }

    #[test]
    fn concrete_segments_come_first_and_one_turns_back() {
        assert_eq!(found("GET", "/rooms/mine"), Some("mine"));
        assert_eq!(found("GET", "/rooms/other"), Some("get"));
        assert_eq!(found("GET", "/rooms/mine/1/a"), Some("mine a"));
        assert_eq!(found("GET", "/rooms/mine/1/b"), Some("room b"));
    }

    #[test]
    fn encoded_segments_are_decoded_and_encoded_slashes_are_no_separators() {
        assert_eq!(found("GET", "/%72ooms/a%2Fb"), Some("get"));
        assert_eq!(found("GET", "/a%20b"), Some("space"));
        assert_eq!(found("GET", "/rooms?limit=1#x"), Some("list"));
    }

    #[test]
    fn the_path_decides_which_methods_are_allowed() {
        assert_eq!(ROOT.route("DELETE", "/rooms/mine"), Route::MethodNotAllowed { allowed: &[Method::Get] });
        let allowed = &[Method::Post, Method::Get];
        assert_eq!(ROOT.route("get", "/rooms"), Route::MethodNotAllowed { allowed });
    }

    #[test]
    fn what_was_left_out_is_known_and_no_other_path_is_taken_for_it() {
        assert_eq!(found("GET", "/left/out"), Some("get left"));
        assert_eq!(ROOT.route("PUT", "/left/out"), Route::LeftOut);
        let allowed = &[Method::Get, Method::Put];
        assert_eq!(ROOT.route("DELETE", "/left/out"), Route::MethodNotAllowed { allowed });
    }

    #[test]
    fn other_paths_are_not_found() {
        for path in
            ["", "/", "rooms", "/rooms/", "//rooms", "/Rooms", "/rooms/1/2", "/rooms/1/2/c", "/rooms/%"]
        {
            let expected = if path == "/rooms/%" { Some("get") } else { None };
            assert_eq!(found("GET", path), expected, "{path}");
        }
    }

    #[test]
    fn mixed_segments_stand_between_literals_and_parameters() {
        static FILES: RouteNode<&str> = RouteNode {
            literals: &[("a.csv", &LITERAL)],
            mixed: &[(&["report-", ".csv"], &REPORT), (&["", ".", ""], &FILE), (&["", ":cancel"], &CANCEL)],
            parameter: Some(&ANY),
            ..RouteNode::NONE
        };
        static LITERAL: RouteNode<&str> = leaf(&[Method::Get], &["literal"]);
        static REPORT: RouteNode<&str> = leaf(&[Method::Get], &["report"]);
        static FILE: RouteNode<&str> = leaf(&[Method::Get], &["file"]);
        static CANCEL: RouteNode<&str> = leaf(&[Method::Post], &["cancel"]);
        static ANY: RouteNode<&str> = leaf(&[Method::Get], &["any"]);
        for (method, path, expected) in [
            ("GET", "/a.csv", Some("literal")),
            ("GET", "/report-1.csv", Some("report")),
            ("GET", "/report-.csv", Some("file")),
            ("GET", "/b.csv", Some("file")),
            ("GET", "/.csv", Some("any")),
            ("POST", "/1:cancel", Some("cancel")),
            ("GET", "/1:cancel", None),
            ("GET", "/1%3Acancel", Some("any")),
        ] {
            assert_eq!(FILES.route(method, path).found(), expected, "{path}");
        }
    }

    /// A tree of `depth` levels below this node, in which each segment `aa` fits a literal, a mixed segment and a
    /// parameter; it has no leaf for a path of `depth` segments.
    fn hostile(depth: usize) -> RouteNode<usize> {
        if depth == 0 {
            return RouteNode::NONE;
        }
        let next = || &*Box::leak(Box::new(hostile(depth - 1)));
        RouteNode {
            literals: Box::leak(Box::new([("aa", next())])),
            mixed: Box::leak(Box::new([(&["a", ""][..], next())])),
            parameter: Some(next()),
            ..RouteNode::NONE
        }
    }

    #[test]
    fn each_node_is_tried_at_most_once_on_a_hostile_path() {
        let root = hostile(7);
        let nodes = (0..=7).map(|level| 3_usize.pow(level)).sum::<usize>();
        for segments in [1, 7, 8, 100_000] {
            VISITS.set(0);
            assert_eq!(root.route("GET", &"/aa".repeat(segments)), Route::NotFound);
            assert!(VISITS.get() <= nodes, "{} visits of {nodes} nodes", VISITS.get());
        }
        assert!(VISITS.get() > nodes / 2, "the path leads through the tree");
    }
}
