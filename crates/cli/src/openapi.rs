//! `asp openapi`.

use clap::ValueEnum;

use crate::output;

/// Print the OpenAPI document that the server derives from its code; needs no database
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The document of the control API instead
    #[arg(long)]
    emulator: bool,

    /// How to write it
    #[arg(long, value_enum, default_value_t = DocumentFormat::Json)]
    format: DocumentFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum DocumentFormat {
    /// JSON
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let document = if arguments.emulator { asp_server::emulator_openapi() } else { asp_server::openapi() };
    let text = match arguments.format {
        DocumentFormat::Json => serde_json::to_string_pretty(&document)?,
    };
    output::print(&text)?;
    Ok(())
}
