//! Bodies that are forms: `application/x-www-form-urlencoded`.

use std::collections::HashMap;

use crate::ViolationKind;
use crate::body::{Field, style_of};
use crate::pairs::{Group, Pairs};
use crate::path::Path;
use crate::percent::Plus;
use crate::reader::{Flaw, Reader};
use crate::reading::Step;
use crate::schema::Schema;
use crate::style::Style;
use crate::text::Text;

/// Judges a form against the schema of an object.
pub(crate) fn check(schema: &'static Schema, fields: &[Field], bytes: &[u8], reader: &mut Reader<'_>) {
    reader.report.schema = Some(schema);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let kind = ViolationKind::Utf8 { offset: error.valid_up_to() };
            return reader.report.add(&Path::Root, "", "", kind);
        }
    };
    let mut broken = false;
    let groups = Pairs::of_query(text).groups(&mut broken);
    if broken {
        reader.report.add(&Path::Root, schema.pointer, "", ViolationKind::PercentEncoding);
    }
    let mut flawed = broken;
    reader.json.clear();
    reader.json.push(b'{');
    for member in members(&groups, fields) {
        let name = member.name;
        let read = match member.brackets.as_slice() {
            [] => reader.member(schema, name, member.values, member.style, Some(Plus::Space)),
            // A value stands beside what would be its parts.
            _ if !member.values.is_empty() => Err(Flaw::Style),
            brackets => {
                reader.key(name);
                let parts = brackets.iter().copied();
                reader.brackets(parts, schema, &[Step::Member(name)], Some(Plus::Space))
            }
        };
        if let Err(flaw) = read {
            flawed = true;
            report(name, flaw, member.style, schema, reader);
        }
    }
    reader.json.push(b'}');
    // What cannot be read is a member that is missing, of which nothing more can be said.
    if !flawed {
        reader.judge(schema);
    }
}

/// Reports that the member `name` cannot be read.
pub(crate) fn report(name: &str, flaw: Flaw, style: Style, schema: &'static Schema, reader: &mut Reader<'_>) {
    let member = Path::Member { parent: &Path::Root, key: Text::plain(name) };
    let kind = match flaw {
        Flaw::Encoding => ViolationKind::PercentEncoding,
        Flaw::Style => ViolationKind::Style { style: style.name() },
        Flaw::Reported => return,
    };
    reader.report.add(&member, schema.pointer, "", kind);
}

/// A member of the object and what stands for it.
#[derive(Debug)]
struct Member<'g> {
    name: &'g str,
    style: Style,
    values: &'g [&'g str],
    /// What stands in brackets behind the name, and the values.
    brackets: Vec<(&'g str, &'g [&'g str])>,
}

fn members<'g>(groups: &'g [Group<'_>], fields: &[Field]) -> Vec<Member<'g>> {
    let mut places = HashMap::new();
    let mut members: Vec<Member<'g>> = Vec::new();
    for group in groups {
        let name = &*group.name;
        let open = name.find('[').unwrap_or(name.len());
        let (base, brackets) = name.split_at_checked(open).unwrap_or((name, ""));
        let is_deep = !brackets.is_empty() && style_of(fields, base) == Some(Style::DeepObject);
        let (key, brackets) = if is_deep { (base, brackets) } else { (name, "") };
        let place = *places.entry(key).or_insert(members.len());
        if members.get(place).is_none() {
            let style = style_of(fields, key).unwrap_or(Style::Form { explode: true });
            members.push(Member { name: key, style, values: &[], brackets: Vec::new() });
        }
        if let Some(member) = members.get_mut(place) {
            if is_deep {
                member.brackets.push((brackets, &group.values));
            } else {
                member.values = &group.values;
            }
        }
    }
    members
}
