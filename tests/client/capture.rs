//! What is traced and logged, kept for a test to look at.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::io::{self, Write as _};
use std::sync::{Arc, Once};

use parking_lot::Mutex;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::Layer;
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

thread_local! {
    static CAPTURED: RefCell<Option<Captured>> = const { RefCell::new(None) };
}

/// What a thread traces and logs.
#[derive(Clone, Default)]
pub(crate) struct Captured {
    /// All spans and events of all crates, as text.
    pub(crate) traced: Buffer,
    /// All that is logged without `tracing`, by reqwest for example.
    pub(crate) logged: Buffer,
    /// The client's spans and events.
    pub(crate) watch: Watch,
}

/// Ends the capture when it is dropped.
pub(crate) struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        CAPTURED.set(None);
    }
}

impl Captured {
    /// Captures what this thread traces and logs while the guard is there.
    ///
    /// All threads have one subscriber: what interests none is found out once for all of them, and so would be wrong for
    /// those who come later with a subscriber of their own.
    pub(crate) fn begin() -> (Self, Guard) {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let text = tracing_subscriber::fmt::layer()
                .with_span_events(FmtSpan::FULL)
                .with_ansi(false)
                .with_writer(|| current().map(|captured| captured.traced).unwrap_or_default());
            let subscriber = tracing_subscriber::registry().with(OfThread).with(text).with(Watching);
            tracing::subscriber::set_global_default(subscriber).unwrap();
            log::set_logger(&Logger).unwrap();
            log::set_max_level(log::LevelFilter::Trace);
        });
        let captured = Self::default();
        CAPTURED.set(Some(captured.clone()));
        (captured, Guard)
    }
}

fn current() -> Option<Captured> {
    CAPTURED.with_borrow(Clone::clone)
}

/// Lets pass what a thread with a capture traces.
struct OfThread;

impl<S: Subscriber> Layer<S> for OfThread {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, _: &Metadata<'_>, _: Context<'_, S>) -> bool {
        CAPTURED.with_borrow(Option::is_some)
    }
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        CAPTURED.with_borrow(Option::is_some)
    }

    fn log(&self, record: &log::Record<'_>) {
        if let Some(mut captured) = current() {
            writeln!(captured.logged, "{} {} {}", record.level(), record.target(), record.args()).unwrap();
        }
    }

    fn flush(&self) {}
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

/// The spans and events of the client.
#[derive(Clone, Default)]
pub(crate) struct Watch(Arc<Mutex<Watched>>);

#[derive(Default)]
struct Watched {
    spans: Vec<(Id, Span)>,
    events: Vec<Traced>,
}

impl Watch {
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

/// Keeps the client's spans and events for the thread that they are of.
struct Watching;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Watching {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if !is_of_client(attributes.metadata()) {
            return;
        }
        let Some(Captured { watch, .. }) = current() else { return };
        let parent = context.span(id).and_then(|span| span.parent()).map(|parent| parent.name());
        let (name, level) = (attributes.metadata().name(), *attributes.metadata().level());
        let mut span = Span { name, level, parent, fields: BTreeMap::new(), is_closed: false };
        attributes.record(&mut Fields(&mut span.fields));
        watch.0.lock().spans.push((id.clone(), span));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let Some(Captured { watch, .. }) = current() else { return };
        // Ids are used again, so the last one counts.
        if let Some((_, span)) = watch.0.lock().spans.iter_mut().rfind(|(known, _)| known == id) {
            values.record(&mut Fields(&mut span.fields));
        }
    }

    fn on_event(&self, event: &tracing::Event<'_>, context: Context<'_, S>) {
        if !is_of_client(event.metadata()) {
            return;
        }
        let Some(Captured { watch, .. }) = current() else { return };
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        let span = context.event_span(event).map(|span| span.name());
        watch.0.lock().events.push(Traced { level: *event.metadata().level(), span, fields });
    }

    fn on_close(&self, id: Id, _: Context<'_, S>) {
        let Some(Captured { watch, .. }) = current() else { return };
        if let Some((_, span)) = watch.0.lock().spans.iter_mut().rfind(|(known, _)| *known == id) {
            span.is_closed = true;
        }
    }
}

fn is_of_client(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("asp_client")
}
