//! Logs, on standard error.

use std::io::stderr;
use std::str::FromStr;

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use serde::Deserialize;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::layer;
use tracing_subscriber::layer::SubscriberExt as _;

/// How log events are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    /// A line for people; coloured on terminals only and never with `NO_COLOR`
    #[default]
    Text,
    /// A JSON object a line
    Json,
}

/// The parts of a filter that stand alone, without `=`.
fn filter_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty() && !word.contains('='))
}

/// Writes log events that pass `filter` from now on.
pub(crate) fn begin(text: &str, format: LogFormat) -> anyhow::Result<()> {
    let filter = Targets::from_str(text).map_err(|error| {
        anyhow::anyhow!(
            "the log filter {text:?} is not valid: {error}; write `info`, `debug` or `info,asp_server=debug`"
        )
    })?;
    // By itself a word names a target, of which nobody would be told that there is none.
    let is_level = |word: &str| word.parse::<LevelFilter>().is_ok();
    if let Some(word) = filter_words(text).find(|word| !is_level(word)) {
        anyhow::bail!(
            "the log filter {text:?} is not valid: {word:?} is no level; write off, error, warn, info, debug or \
                       trace, or `{word}=debug` for a target"
        );
    }
    let has_colors = AutoStream::choice(&stderr()) != ColorChoice::Never;
    let layer = match format {
        LogFormat::Text => layer().with_ansi(has_colors).with_writer(stderr).boxed(),
        LogFormat::Json => layer().json().flatten_event(true).with_writer(stderr).boxed(),
    };
    let subscriber = tracing_subscriber::registry().with(layer.with_filter(filter));
    // It fails only if there is one already.
    let _ = tracing::subscriber::set_global_default(subscriber);
    Ok(())
}
