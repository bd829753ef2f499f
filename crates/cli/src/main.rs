//! The command `asp`.
//!
//! Exit codes: 0 fine, also after a shutdown that was asked for; 4 found something; 1 failed.

mod config;
mod contract;
mod log;
mod openapi;
mod output;
mod serve;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The residential and hospitality APIs on this machine.
#[derive(Parser)]
#[command(name = "asp", version, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 fine, also after a shutdown that was asked for; 4 found something; 1 failed."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(Box<serve::Arguments>),
    Openapi(openapi::Arguments),
    Contract(contract::Arguments),
}

fn main() -> ExitCode {
    let parsed = Arguments::command().try_get_matches().and_then(|matches| {
        let arguments = Arguments::from_arg_matches(&matches)?;
        Ok((arguments, matches))
    });
    let (arguments, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return output::refused(&error),
    };
    let of_command = matches.subcommand().map_or(&matches, |(_, matches)| matches);
    let result = match arguments.command {
        Command::Serve(arguments) => serve::run(*arguments, of_command).map(|()| ExitCode::SUCCESS),
        Command::Openapi(arguments) => openapi::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Contract(arguments) => contract::run(arguments),
    };
    match result {
        Ok(code) => code,
        Err(error) => output::failed(&error),
    }
}
