//! Every constraint on requests: a value at its bound is accepted, one past it refused.

use asp_spec::{Node, Operation};
use serde_json::{Value, json};

use super::requests::place;
use super::statuses::{ACTIONS, before, given, subject, valid};
use super::units::{Action, Kind, body};
use super::{Context, case};
use crate::{Body, Case, Check, Send};

/// The least status of a refusal of what breaks the contract.
const REFUSED: u16 = 400;

pub(super) fn derive(context: &Context<'_>, kind: &Kind<'_>, cases: &mut Vec<Case>) {
    for action in ACTIONS {
        let operation = kind.operation(action);
        let deriving = Deriving { context, kind, action, operation };
        for parameter in operation.parameters() {
            deriving.parameter(&parameter, cases);
        }
        if let Some(with_content) = operation.request_body() {
            deriving.whole_body(&with_content, cases);
            if let Some(schema) = body(&with_content) {
                deriving.members(&schema, cases);
            }
        }
    }
}

struct Deriving<'a, 'd> {
    context: &'a Context<'d>,
    kind: &'a Kind<'d>,
    action: Action,
    operation: &'a Operation<'d>,
}

/// One constraint: where it stands, and what the facts call what it is about.
struct Constraint<'a> {
    /// What case ids call the place, such as `body.name`.
    place: String,
    /// What titles call it.
    name: &'a str,
    subject: String,
    keyword: &'a str,
    pointer: String,
}

impl Deriving<'_, '_> {
    fn parameter(&self, parameter: &Node<'_>, cases: &mut Vec<Case>) {
        let (Some(name), Some(location)) = (parameter.text("name"), parameter.text("in")) else {
            return;
        };
        let Some(schema) = parameter.get("schema").map(|schema| schema.resolve()) else { return };
        let request = valid(self.kind, self.action);
        let about = |keyword| Constraint {
            place: format!("{location}.{name}"),
            name,
            subject: format!("{location} {name}"),
            keyword,
            pointer: if keyword == "required" { parameter.pointer() } else { schema.pointer() }
                .join(keyword)
                .as_str()
                .to_owned(),
        };
        if location == "query" && parameter.flag("required") {
            let mut without = request.clone();
            without.query.retain(|(known, _)| known != name);
            self.refused(&about("required"), "missing", without, cases);
        }
        let with = |value: &str| match location {
            "path" => {
                let path = request.path.replace(&place(subject(self.kind, self.action)), value);
                Send { path, ..request.clone() }
            }
            _ => request.clone().query(name, value),
        };
        let put = |value: &Value| with(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        self.keywords(&schema, false, &about, &put, cases);
    }

    fn whole_body(&self, with_content: &Node<'_>, cases: &mut Vec<Case>) {
        let request = valid(self.kind, self.action);
        let about = |keyword, pointer: &str| Constraint {
            place: "body".to_owned(),
            name: "the body",
            subject: "request body".to_owned(),
            keyword,
            pointer: pointer.to_owned(),
        };
        let required = with_content.pointer().join("required");
        let without = Send { body: None, ..request.clone() };
        self.refused(&about("required", required.as_str()), "missing", without, cases);
        let content = with_content.pointer().join("content");
        let schema = body(with_content).map(|schema| schema.pointer().join("type").as_str().to_owned());
        for (name, broken, pointer) in [
            ("no-json", Body::Text("{".to_owned()), content.as_str().to_owned()),
            ("array", Body::Json(json!([])), schema.clone().unwrap_or_default()),
            ("null", Body::Json(Value::Null), schema.unwrap_or_default()),
        ] {
            let keyword = if name == "no-json" { "content" } else { "type" };
            let broken = Send { body: Some(broken), ..request.clone() };
            self.refused(&about(keyword, &pointer), name, broken, cases);
        }
    }

    fn members(&self, schema: &Node<'_>, cases: &mut Vec<Case>) {
        let request = valid(self.kind, self.action);
        for required in schema.get("required").iter().flat_map(Node::items) {
            let Some(name) = required.as_str() else { continue };
            let constraint = Constraint {
                place: format!("body.{name}"),
                name,
                subject: format!("request body {name}"),
                keyword: "required",
                pointer: required.pointer().as_str().to_owned(),
            };
            self.refused(&constraint, "missing", request.clone().without(name), cases);
        }
        for (name, member) in schema.get("properties").iter().flat_map(Node::entries) {
            let value = member.resolve();
            let about = |keyword| Constraint {
                place: format!("body.{name}"),
                name,
                subject: format!("request body {name}"),
                keyword,
                pointer: value.pointer().join(keyword).as_str().to_owned(),
            };
            let put = |value: &Value| request.clone().with(name, value.clone());
            self.keywords(&value, true, &about, &put, cases);
        }
    }

    /// The cases of all keywords of the schema of one value, which `put` puts into a valid request. Where it stands in no
    /// JSON, everything is text.
    fn keywords<'a>(
        &self,
        schema: &Node<'_>,
        is_json: bool,
        about: &dyn Fn(&'a str) -> Constraint<'a>,
        put: &dyn Fn(&Value) -> Send,
        cases: &mut Vec<Case>,
    ) {
        let number = |keyword: &str| schema.get(keyword)?.value().as_i64();
        let is_text = schema.text("type") == Some("string");
        let types: &[(&str, Value)] = match (is_text, is_json) {
            (true, true) => &[
                ("number", json!(1)),
                ("boolean", json!(true)),
                ("null", Value::Null),
                ("array", json!(["a"])),
                ("object", json!({})),
            ],
            // Any text is a string.
            (true, false) => &[],
            (false, _) => &[("text", json!("ten")), ("fraction", json!("1.5")), ("empty", json!(""))],
        };
        for (name, value) in types {
            self.refused(&about("type"), name, put(value), cases);
        }
        for (keyword, past) in [("minimum", -1), ("maximum", 1)] {
            let Some(bound) = number(keyword) else { continue };
            self.accepted(&about(keyword), "bound", put(&json!(bound)), Some(bound), cases);
            self.refused(&about(keyword), "past", put(&json!(bound + past)), cases);
        }
        if let Some(least) = number("minLength").and_then(|least| usize::try_from(least).ok()) {
            // One letter for each action, since two units may not have one name.
            let letter = ["a", "b", "c", "d", "e"][self.action as usize];
            self.accepted(&about("minLength"), "bound", put(&json!(letter.repeat(least))), None, cases);
            if let Some(shorter) = least.checked_sub(1) {
                self.refused(&about("minLength"), "past", put(&json!(letter.repeat(shorter))), cases);
            }
        }
        if let Some(most) = number("maxLength") {
            self.accepted(
                &about("maxLength"),
                "bound",
                put(&json!(place(&format!("name:{most}")))),
                None,
                cases,
            );
            self.refused(
                &about("maxLength"),
                "past",
                put(&json!(place(&format!("name:{}", most + 1)))),
                cases,
            );
        }
        if let Some(pattern) = schema.text("pattern") {
            self.pattern(pattern, schema, about, put, cases);
        }
    }

    /// Texts that match a pattern barely, and texts that barely do not.
    fn pattern<'a>(
        &self,
        pattern: &str,
        schema: &Node<'_>,
        about: &dyn Fn(&'a str) -> Constraint<'a>,
        put: &dyn Fn(&Value) -> Send,
        cases: &mut Vec<Case>,
    ) {
        let is_id = !pattern.starts_with("^[");
        if is_id {
            let example = schema.text("example").unwrap_or_default();
            let stem = example.rsplit_once('.').map(|(stem, _)| format!("{stem}."));
            let others = [("word", Some("not-an-id".to_owned())), ("stem", stem)];
            for (name, value) in others.into_iter().filter_map(|(name, value)| Some((name, value?))) {
                self.refused(&about("pattern"), name, put(&json!(value)), cases);
            }
            return;
        }
        let name = place("name");
        // Every printable character of ASCII on its own, as the validators judge it.
        let judged = |character: char| {
            let value = json!(format!("{name}{character}"));
            self.context.judge.broken(&put(&value)).is_empty()
        };
        let (good, bad): (Vec<char>, Vec<char>) = (' '..='~').partition(|character| judged(*character));
        let marks: String = good.iter().filter(|character| !character.is_ascii_alphanumeric()).collect();
        self.accepted(&about("pattern"), "marks", put(&json!(format!("{name}{marks}"))), None, cases);
        let letters: String = good.iter().filter(|character| character.is_ascii_alphanumeric()).collect();
        self.accepted(&about("pattern"), "letters", put(&json!(format!("{name}{letters}"))), None, cases);
        for character in bad {
            let value = put(&json!(format!("{name}{character}")));
            self.refused(&about("pattern"), &format!("u{:04x}", u32::from(character)), value, cases);
        }
        for (name_of, character) in [("umlaut", 'ü'), ("emoji", '🛏'), ("newline", '\n')] {
            self.refused(&about("pattern"), name_of, put(&json!(format!("{name}{character}"))), cases);
        }
    }

    fn case(&self, constraint: &Constraint<'_>, variant: &str, says: &str, status: u16) -> Case {
        let Constraint { place, name, subject, keyword, pointer } = constraint;
        let operation = self.operation;
        let id = format!("{}.{place}.{keyword}.{variant}", operation.label());
        let subjects = [subject.as_str(), &format!("status {status}")];
        let aspects = [*keyword, "name", "format", "characters", "forbidden", "content"];
        let pointers = vec![pointer.clone()];
        let checks = self.context.provenance.checks(&operation.name(), &subjects, &aspects, pointers);
        let title = format!("{name}: {keyword}, {variant}: {says}");
        let mut case = case(id, title, operation, crate::Kind::Constraint, checks);
        case.given = given(self.context, self.kind, self.action);
        case
    }

    /// A case whose request breaks the constraint and nothing else; none if the validators do not see it broken.
    fn refused(&self, constraint: &Constraint<'_>, variant: &str, send: Send, cases: &mut Vec<Case>) {
        if self.context.judge.broken(&send).is_empty() {
            return;
        }
        let mut case = self.case(constraint, variant, "refused", REFUSED);
        case.steps = before(self.kind, self.action);
        case.steps.push(send.gets(&[REFUSED]).step());
        cases.push(case);
    }

    /// A case whose request is at the bound; none if the validators see something broken.
    fn accepted(
        &self,
        constraint: &Constraint<'_>,
        variant: &str,
        mut send: Send,
        most: Option<i64>,
        cases: &mut Vec<Case>,
    ) {
        if !self.context.judge.broken(&send).is_empty() {
            return;
        }
        let status = send.expect.status[0];
        let mut case = self.case(constraint, variant, "accepted", status);
        if let Some(most) = most.and_then(|most| usize::try_from(most).ok()) {
            let at = self.kind.unit.list.items.clone();
            send.expect.body.push(Check { at, most_items: Some(most), ..Check::default() });
        }
        case.steps = before(self.kind, self.action);
        case.steps.push(send.step());
        cases.push(case);
    }
}
