//! What is traced and logged, kept for a test to look at.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::io;
use std::sync::Arc;

use parking_lot::Mutex;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, Subscriber, set_default};
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

/// Text that grows.
#[derive(Clone, Default)]
pub(crate) struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock()).into_owned()
    }
}

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Buffer {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Everything that this thread traces, as text, while the guard is there.
pub(crate) fn everything() -> (Buffer, DefaultGuard) {
    let buffer = Buffer::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(buffer.clone())
        .finish();
    (buffer, set_default(subscriber))
}

/// A span, with all that was recorded of it.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub(crate) name: &'static str,
    pub(crate) level: tracing::Level,
    /// The name of the span that it is in.
    pub(crate) parent: Option<&'static str>,
    pub(crate) fields: BTreeMap<&'static str, String>,
    pub(crate) is_closed: bool,
}

impl Span {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

/// An event, with its fields and the name of the span that it is in.
#[derive(Clone, Debug)]
pub(crate) struct Traced {
    pub(crate) level: tracing::Level,
    pub(crate) span: Option<&'static str>,
    pub(crate) fields: BTreeMap<&'static str, String>,
}

/// The spans and events of this crate's client.
#[derive(Clone, Default)]
pub(crate) struct Watch(Arc<Mutex<Watched>>);

#[derive(Default)]
struct Watched {
    spans: Vec<(Id, Span)>,
    events: Vec<Traced>,
}

impl Watch {
    /// Watches this thread while the guard is there.
    pub(crate) fn begin() -> (Self, DefaultGuard) {
        let watch = Self::default();
        let guard = set_default(tracing_subscriber::registry().with(watch.clone()));
        (watch, guard)
    }

    /// The spans with this name, in order.
    pub(crate) fn spans(&self, name: &str) -> Vec<Span> {
        self.0.lock().spans.iter().map(|(_, span)| span.clone()).filter(|span| span.name == name).collect()
    }

    pub(crate) fn events(&self) -> Vec<Traced> {
        self.0.lock().events.clone()
    }
}

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Watch {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if !attributes.metadata().target().starts_with("asp_client") {
            return;
        }
        let parent = context.span(id).and_then(|span| span.parent()).map(|parent| parent.name());
        let (name, level) = (attributes.metadata().name(), *attributes.metadata().level());
        let mut span = Span { name, level, parent, fields: BTreeMap::new(), is_closed: false };
        attributes.record(&mut Fields(&mut span.fields));
        self.0.lock().spans.push((id.clone(), span));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        // Ids are used again, so the last one counts.
        if let Some((_, span)) = self.0.lock().spans.iter_mut().rfind(|(known, _)| known == id) {
            values.record(&mut Fields(&mut span.fields));
        }
    }

    fn on_event(&self, event: &tracing::Event<'_>, context: Context<'_, S>) {
        if !event.metadata().target().starts_with("asp_client") {
            return;
        }
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        let span = context.event_span(event).map(|span| span.name());
        self.0.lock().events.push(Traced { level: *event.metadata().level(), span, fields });
    }

    fn on_close(&self, id: Id, _: Context<'_, S>) {
        if let Some((_, span)) = self.0.lock().spans.iter_mut().rfind(|(known, _)| *known == id) {
            span.is_closed = true;
        }
    }
}
