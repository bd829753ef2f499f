//! Members of objects and items of arrays that stand in pairs of names and values: `key=value`, `name[key]=value`.

use smallvec::SmallVec;

use crate::judge;
use crate::path::Path;
use crate::percent::Plus;
use crate::reader::{Flaw, Reader, has_scalars};
use crate::reading::{Step, accepted};
use crate::report::Report;
use crate::schema::{Schema, Types};
use crate::style::Style;
use crate::text::Text;

/// How many brackets a name may have: deeper ones are no way to write a value.
const MOST_BRACKETS: usize = 32;

/// What stands in a pair of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'k> {
    /// `[]`: one more item.
    Next,
    /// `[2]`: an item, or a member with such a name.
    Index(u64),
    Name(&'k str),
}

/// A value and the brackets behind its name.
#[derive(Debug)]
struct Entry<'k> {
    keys: SmallVec<[Key<'k>; 4]>,
    /// As it stands in the brackets, to tell `[2]` from `[02]`.
    texts: SmallVec<[&'k str; 4]>,
    /// What has this name, not decoded.
    values: &'k [&'k str],
}

impl<'k> Entry<'k> {
    /// Reads `brackets`, such as `[key][2][]`.
    fn new(brackets: &'k str, values: &'k [&'k str]) -> Option<Self> {
        let mut entry = Self { keys: SmallVec::new(), texts: SmallVec::new(), values };
        let mut rest = brackets;
        while let Some(open) = rest.strip_prefix('[') {
            let (text, after) = open.split_once(']')?;
            let is_index = !text.starts_with('0') || text == "0";
            let key = match text.parse() {
                _ if text.is_empty() => Key::Next,
                Ok(index) if is_index && text.bytes().all(|byte| byte.is_ascii_digit()) => Key::Index(index),
                _ => Key::Name(text),
            };
            entry.keys.push(key);
            entry.texts.push(text);
            rest = after;
        }
        (rest.is_empty() && entry.keys.len() <= MOST_BRACKETS).then_some(entry)
    }
}

impl Reader<'_> {
    /// Puts together the object or array at `steps` into a value of `schema`, from brackets and the values of each.
    pub(crate) fn brackets<'k>(
        &mut self,
        parts: impl Iterator<Item = (&'k str, &'k [&'k str])>,
        schema: &'static Schema,
        steps: &[Step<'k>],
        plus: Option<Plus>,
    ) -> Result<(), Flaw> {
        let entries = parts.map(|(brackets, values)| Entry::new(brackets, values));
        let mut entries = entries.collect::<Option<Vec<_>>>().ok_or(Flaw::Style)?;
        // What belongs together then stands together; the sort is stable, so `[]` keep their order.
        entries.sort_by(|left, right| left.keys.cmp(&right.keys));
        self.level(&entries, 0, schema, &mut steps.to_vec(), plus)
    }

    /// Puts together what `entries`, which agree on the keys before `level`, are the parts of.
    fn level<'k>(
        &mut self,
        entries: &[Entry<'k>],
        level: usize,
        schema: &'static Schema,
        steps: &mut Vec<Step<'k>>,
        plus: Option<Plus>,
    ) -> Result<(), Flaw> {
        let types = accepted(schema, steps);
        let leaf = match entries {
            [entry] if entry.keys.len() <= level => Some(entry),
            _ => None,
        };
        if let Some(entry) = leaf {
            return match entry.values {
                [value] if has_scalars(types) || !types.contains(Types::ARRAY) => {
                    self.part(value, plus, types)
                }
                values if types.contains(Types::ARRAY) => {
                    self.items(values.iter().copied(), plus, schema, steps)
                }
                // One place has several values, and is for one.
                _ => Err(Flaw::Style),
            };
        }
        let is_list = entries.iter().all(|entry| !matches!(entry.keys.get(level), None | Some(Key::Name(_))));
        if types.contains(Types::ARRAY) && is_list {
            return self.list(entries, level, schema, steps, plus);
        }
        self.json.push(b'{');
        for run in entries.chunk_by(|left, right| left.texts.get(level) == right.texts.get(level)) {
            // A value stands where others are members of it.
            let key = run.first().and_then(|entry| entry.texts.get(level)).ok_or(Flaw::Style)?;
            self.key(key);
            steps.push(Step::Member(key));
            self.level(run, level + 1, schema, steps, plus)?;
            steps.pop();
        }
        self.json.push(b'}');
        Ok(())
    }

    fn list<'k>(
        &mut self,
        entries: &[Entry<'k>],
        level: usize,
        schema: &'static Schema,
        steps: &mut Vec<Step<'k>>,
        plus: Option<Plus>,
    ) -> Result<(), Flaw> {
        let same = |left: &Entry<'_>, right: &Entry<'_>| left.keys.get(level) == right.keys.get(level);
        steps.push(Step::Item);
        self.json.push(b'[');
        for run in entries.chunk_by(same) {
            match run {
                // `[]` of a scalar stands for as many items as there are values.
                [entry] if entry.keys.get(level) == Some(&Key::Next) && entry.keys.len() == level + 1 => {
                    let types = accepted(schema, steps);
                    for value in entry.values {
                        self.comma(b'[');
                        self.part(value, plus, types)?;
                    }
                }
                run => {
                    self.comma(b'[');
                    self.level(run, level + 1, schema, steps, plus)?;
                }
            }
        }
        self.json.push(b']');
        steps.pop();
        Ok(())
    }

    /// Puts together the member `name` of an object of `schema` from all values that have the name.
    pub(crate) fn member(
        &mut self,
        schema: &'static Schema,
        name: &str,
        values: &[&str],
        style: Style,
        plus: Option<Plus>,
    ) -> Result<(), Flaw> {
        let steps = [Step::Member(name)];
        let types = accepted(schema, &steps);
        let is_list = types.contains(Types::ARRAY) && (!has_scalars(types) || values.len() > 1);
        match (style, values) {
            (Style::Form { explode: true } | Style::DeepObject, values) if is_list => {
                self.key(name);
                self.items(values.iter().copied(), plus, schema, &steps)
            }
            // A name that stands there again is a key that does, which is judged as such.
            (style, values) => values.iter().try_for_each(|value| {
                self.key(name);
                match style {
                    Style::Json => self.embedded(name, value, plus),
                    _ if is_list => self.array(style, name, value, plus, schema, &steps),
                    Style::Form { explode: false } | Style::SpaceDelimited | Style::PipeDelimited
                        if types.contains(Types::OBJECT) && !has_scalars(types) =>
                    {
                        self.object(style, name, value, plus, schema, &steps)
                    }
                    _ => self.part(value, plus, types),
                }
            }),
        }
    }

    /// Writes a member that is JSON text itself.
    fn embedded(&mut self, name: &str, raw: &str, plus: Option<Plus>) -> Result<(), Flaw> {
        let text = match plus {
            None => raw,
            Some(plus) => self.buffer.decode(raw, plus).ok_or(Flaw::Encoding)?,
        };
        let read = push_json(text.as_bytes(), name, &mut self.json, self.report, self.limits);
        if read { Ok(()) } else { Err(Flaw::Reported) }
    }

    fn comma(&mut self, open: u8) {
        if self.json.last() != Some(&open) {
            self.json.push(b',');
        }
    }
}

/// Writes `text` as the value of the member `name`. If it is no JSON, reports why and writes nothing.
pub(crate) fn push_json(
    text: &[u8],
    name: &str,
    json: &mut Vec<u8>,
    report: &mut Report,
    limits: &crate::Limits,
) -> bool {
    let mut alone = Report::new(limits);
    if judge::is_json(text, limits, &mut alone) {
        json.extend_from_slice(text);
        return true;
    }
    let member = Path::Member { parent: &Path::Root, key: Text::plain(name) };
    for violation in alone.into_verdict().violations() {
        report.add(&member, "", "", violation.kind.clone());
    }
    false
}
