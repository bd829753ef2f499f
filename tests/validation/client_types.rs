//! Validators and client types agree: what a validator accepts the client reads, and what the client writes a validator
//! accepts.

use std::cell::RefCell;
use std::collections::BTreeSet;

use asp_client::types;
use asp_spec::{Document, Node, Pointer};
use asp_validation::{Limits, Schema, Verdict, Violation, ViolationKind, judge_json, schemas};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::boundaries::instances;
use crate::choices::{self, Choices};
use crate::json::Spelling;
use crate::random_documents::values;

/// A body: the name of its schema, its validator, and what the client makes of its text: what it writes after reading
/// it, or nothing if it cannot read it.
struct Body {
    name: &'static str,
    schema: &'static Schema,
    rewrite: fn(&str) -> Option<String>,
}

fn rewrite<T: DeserializeOwned + Serialize + PartialEq>(text: &str) -> Option<String> {
    let read: T = serde_json::from_str(text).ok()?;
    let written = serde_json::to_string(&read).unwrap();
    assert!(serde_json::from_str::<T>(&written).is_ok_and(|again| again == read), "{written} is not {text}");
    Some(written)
}

macro_rules! bodies {
    ($($schema:ident $name:ident),* $(,)?) => {
        &[$(Body { name: stringify!($name), schema: &schemas::$schema, rewrite: rewrite::<types::$name> }),*]
    };
}

const BODIES: &[Body] = bodies![
    API_ERROR ApiError,
    CREATED_HOME CreatedHome,
    CREATED_HOME_COMMUNITY CreatedHomeCommunity,
    CREATED_PROPERTY CreatedProperty,
    CREATED_ROOM CreatedRoom,
    CREATED_ROOM_TYPE CreatedRoomType,
    HOME Home,
    HOME_COMMUNITY HomeCommunity,
    HOME_COMMUNITY_PAGE HomeCommunityPage,
    HOME_COMMUNITY_UPDATE HomeCommunityUpdate,
    HOME_PAGE HomePage,
    HOME_UPDATE HomeUpdate,
    NEW_HOME NewHome,
    NEW_HOME_COMMUNITY NewHomeCommunity,
    NEW_PROPERTY NewProperty,
    NEW_ROOM NewRoom,
    NEW_ROOM_TYPE NewRoomType,
    PROPERTY Property,
    PROPERTY_PAGE PropertyPage,
    PROPERTY_UPDATE PropertyUpdate,
    ROOM Room,
    ROOM_PAGE RoomPage,
    ROOM_TYPE RoomType,
    ROOM_TYPE_PAGE RoomTypePage,
    ROOM_TYPE_UPDATE RoomTypeUpdate,
    ROOM_UPDATE RoomUpdate,
];

/// What the client reads although a validator refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lenient {
    /// An id of another form. The client keeps it, and writes it as it came.
    Id,
    /// A whole number in the place of an id, as the vendor's tables have it. The client writes it as text.
    Number,
    /// Null in the place of a member that may be missing. The client writes no member.
    Null,
    /// An array in the place of an object: its items stand for the members in the order of the client's fields, as
    /// derived readers have it. The client writes an object.
    Array,
}

impl Lenient {
    const ALL: [Self; 4] = [Self::Id, Self::Number, Self::Null, Self::Array];

    /// Why the client may overlook the violation.
    fn of(violation: &Violation) -> Option<Self> {
        let ends = |end: &str| violation.instance.ends_with(end);
        match &violation.kind {
            ViolationKind::Pattern { .. } if violation.document.ends_with("Id/pattern") => Some(Self::Id),
            ViolationKind::Type { found, .. }
                if found.to_string() == "integer" && violation.document.ends_with("Id/type") =>
            {
                Some(Self::Number)
            }
            ViolationKind::Type { found, .. } if found.to_string() == "null" => {
                (ends("/message") || ends("/paginationContext")).then_some(Self::Null)
            }
            ViolationKind::Type { expected, found } => {
                (expected.to_string() == "object" && found.to_string() == "array").then_some(Self::Array)
            }
            _ => None,
        }
    }
}

/// The reasons to read what is refused; an error if there is none for one of the violations.
fn reasons(violations: &[Violation]) -> Result<BTreeSet<Lenient>, String> {
    let reason =
        |violation| Lenient::of(violation).ok_or_else(|| format!("the client overlooks: {violation}"));
    violations.iter().map(reason).collect()
}

/// Holds validator and client type against each other for `text`; returns what the client overlooks.
fn check(body: &Body, text: &str) -> Result<BTreeSet<Lenient>, String> {
    let verdict = judge_json(body.schema, text.as_bytes(), &Limits::DEFAULT);
    let Some(written) = (body.rewrite)(text) else {
        // Being stricter than the document would lose answers.
        return if verdict.is_valid() {
            Err(format!("{}: the client cannot read {text}", body.name))
        } else {
            Ok(BTreeSet::new())
        };
    };
    let lenient =
        reasons(verdict.violations()).map_err(|problem| format!("{}: {problem}: {text}", body.name))?;
    let again = judge_json(body.schema, written.as_bytes(), &Limits::DEFAULT);
    // Ids are written as they came, and nothing else may be wrong then.
    let left =
        reasons(again.violations()).map_err(|problem| format!("{}: {problem}: {written}", body.name))?;
    let keeps = left.iter().all(|reason| *reason == Lenient::Id && !verdict.is_valid());
    if keeps {
        Ok(lenient)
    } else {
        Err(format!("{}: {again} when {text} is written as {written}", body.name))
    }
}

fn node<'a>(document: &'a Document, body: &Body) -> Node<'a> {
    document.at(&Pointer::parse(body.schema.pointer).unwrap()).unwrap()
}

/// The list is that of the document: the schemas of all bodies, and of the objects in them.
#[test]
fn every_body_is_listed() {
    let document = asp_tests::document();
    let mut found = BTreeSet::new();
    for operation in document.operations() {
        let bodies =
            operation.request_body().into_iter().chain(operation.responses().map(|(_, response)| response));
        for media_type in bodies.filter_map(|body| body.get("content")?.get("application/json")) {
            found.insert(media_type.get("schema").unwrap().resolve().pointer().last().unwrap().into_owned());
        }
    }
    let listed: BTreeSet<_> = BODIES.iter().map(|body| body.name.to_owned()).collect();
    let missing: Vec<_> = found.difference(&listed).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for body in BODIES {
        assert_eq!(body.schema.pointer, format!("/components/schemas/{}", body.name));
    }
}

#[test]
fn values_at_all_limits_are_read_and_written() {
    let document = asp_tests::document();
    let (mut different, mut lenient) = (Vec::new(), BTreeSet::new());
    for body in BODIES {
        let mut valid = 0;
        for value in instances(&node(&document, body)) {
            let text = value.text(Spelling::Compact);
            valid +=
                usize::from(judge_json(body.schema, text.as_bytes(), &Limits::DEFAULT) == Verdict::Valid);
            match check(body, &text) {
                Ok(reasons) => lenient.extend(reasons),
                Err(problem) => different.push(problem),
            }
        }
        assert!(valid > 10, "{}: only {valid} values are valid", body.name);
    }
    assert!(different.is_empty(), "{} differences:\n{}", different.len(), different.join("\n"));
    assert!(lenient.contains(&Lenient::Id) && lenient.contains(&Lenient::Null), "{lenient:?}");
}

#[test]
fn random_values_are_read_and_written() {
    let document = asp_tests::document();
    let valid = RefCell::new(0);
    choices::run(400, 8, |lists| {
        for (index, list) in lists.values.iter().enumerate() {
            let mut choices = Choices::new(list);
            let place = usize::from(lists.document.get(index).copied().unwrap_or(0)) % BODIES.len();
            let body = &BODIES[place];
            let value = values::near(&node(&document, body), &mut choices);
            for spelling in Spelling::ALL {
                check(body, &value.text(spelling))?;
            }
            let text = value.text(Spelling::Compact);
            *valid.borrow_mut() +=
                usize::from(judge_json(body.schema, text.as_bytes(), &Limits::DEFAULT).is_valid());
        }
        Ok(())
    });
    assert!(valid.into_inner() > 200, "values fit too seldom");
}

/// Each reason to read what is refused is needed, and does what it says.
#[test]
fn what_is_overlooked_is_overlooked_like_this() {
    let page = |context: &str, id: &str| {
        format!(r#"{{"rooms":[{{"id":"{id}","roomTypeId":"amzn1.alexa.unit.did.B","name":""}}]{context}}}"#)
    };
    let found = |name: &str, text: &str| {
        let body = BODIES.iter().find(|body| body.name == name).unwrap();
        (check(body, text).unwrap(), (body.rewrite)(text).unwrap())
    };
    let cases = [
        (Lenient::Id, "RoomPage", page("", "another id"), None),
        (Lenient::Number, "CreatedRoom", r#"{"id":12}"#.to_owned(), Some(r#"{"id":"12"}"#.to_owned())),
        (
            Lenient::Null,
            "RoomPage",
            page(r#","paginationContext":null"#, "amzn1.alexa.unit.did.A"),
            Some(page("", "amzn1.alexa.unit.did.A")),
        ),
        (Lenient::Null, "ApiError", r#"{"message":null}"#.to_owned(), Some("{}".to_owned())),
        (
            Lenient::Array,
            "PropertyUpdate",
            r#"["New name"]"#.to_owned(),
            Some(r#"{"name":"New name"}"#.to_owned()),
        ),
    ];
    for (reason, name, text, written) in &cases {
        let (reasons, rewritten) = found(name, text);
        assert_eq!(reasons, BTreeSet::from([*reason]), "{text}");
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(read(&rewritten), read(written.as_ref().unwrap_or(text)));
    }
    let shown: BTreeSet<_> = cases.iter().map(|(reason, ..)| *reason).collect();
    assert_eq!(shown, Lenient::ALL.into());
}
