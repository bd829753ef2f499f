//! How lists come in pages.

use serde_json::json;

use super::requests::place;
use super::units::{Action, Kind};
use super::{Context, case};
use crate::{Case, Check, Checks, Need, Pages, Send, Setup, Step};

/// The names under which units of a list are kept.
const UNITS: [&str; 3] = ["first", "second", "third"];

/// How a last page may end, as the reference server's switches spell it.
const ENDS: [&str; 4] = ["null-token", "empty-token", "no-token", "no-context"];

pub(super) fn derive(context: &Context<'_>, kind: &Kind<'_>, cases: &mut Vec<Case>) {
    let operation = &kind.list;
    let list = &kind.unit.list;
    let label = operation.label();
    let pagination = operation.node.pointer().join("x-pagination").as_str().to_owned();
    let checks = |pointers: &[String]| -> Checks {
        let subjects = [
            format!("query {}", list.limit),
            format!("query {}", list.request_token),
            format!("response body {}", list.response_token.trim_start_matches('/').replace('/', ".")),
        ];
        let subjects = [subjects[0].as_str(), &subjects[1], &subjects[2]];
        let mut all = vec![pagination.clone()];
        all.extend_from_slice(pointers);
        context.provenance.checks(&operation.name(), &subjects, &[], all)
    };
    let new = |name: &str, title: &str| {
        let id = format!("{label}.pages.{name}");
        let mut case = case(id, format!("{label}: {title}"), operation, crate::Kind::Paging, checks(&[]));
        case.given = context.parents(kind, "");
        case
    };
    // A parent of one's own, so that the list has what the case put there; an organization has other units too.
    let parent = context.kind(&kind.unit.parent);
    let (own_parent, parent_name): (Option<Step>, &str) = match parent {
        Some(parent) => (Some(parent.creation("parent", &parent.unit.parent)), "parent"),
        None => (None, &kind.unit.parent),
    };
    let filled = || -> Vec<Step> {
        let creations = UNITS.map(|name| {
            let mut send = kind.request(Action::Create, "", parent_name).saving(name);
            send = send.with(&kind.unit.name_member, format!("{}-{name}", place("name")));
            send.step()
        });
        own_parent.iter().cloned().chain(creations).collect()
    };
    let first = |limit: Option<u64>| -> Send {
        let request = kind.request(Action::List, "", parent_name);
        match limit {
            Some(limit) => request.query(&list.limit, limit.to_string()),
            None => request,
        }
    };
    let pages = |limit: Option<u64>| -> Step {
        let most = limit.unwrap_or(kind.default_limit);
        Step::Pages(Box::new(Pages { first: first(limit), most, ids: UNITS.map(place).to_vec() }))
    };
    for (name, limit, title) in [
        ("of-one", Some(1), "pages of one unit show every unit once"),
        ("of-two", Some(2), "pages of two units show every unit once"),
        ("largest", Some(list.most), "pages of the greatest size show every unit once"),
        ("default", None, "pages without a limit show every unit once"),
    ] {
        let mut case = new(name, title);
        case.steps = filled();
        case.steps.push(pages(limit));
        cases.push(case);
    }
    for end in ENDS {
        let mut case = new(&format!("end-{end}"), &format!("a last page with {end} ends the list"));
        case.needs = vec![Need::Control];
        let switches = ["hospitalityLastPage", "residentialLastPage"];
        let switches = switches.map(|switch| (switch.to_owned(), json!(end)));
        case.setup = Some(Setup { switches: switches.into_iter().collect(), ..Setup::default() });
        case.steps = filled();
        case.steps.push(pages(Some(2)));
        cases.push(case);
    }
    if own_parent.is_some() {
        let mut case = new("empty", "a list of nothing is one page without units");
        let mut request = first(None);
        request.expect.body = vec![Check { at: list.items.clone(), most_items: Some(0), ..Check::default() }];
        case.steps = own_parent.iter().cloned().collect();
        case.steps.push(request.step());
        cases.push(case);
    }
    let mut made_up = new("made-up-token", "a continuation token that nobody gave is refused");
    made_up.checks = context.checks_status(operation, 400, &[&pagination]);
    let request = first(None).query(&list.request_token, "made-up").gets(&[400]);
    made_up.steps = own_parent.iter().cloned().collect();
    made_up.steps.push(request.step());
    cases.push(made_up);
}
