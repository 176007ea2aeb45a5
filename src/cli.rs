//! The command line.

use std::io::Write;
use std::num::NonZeroUsize;

use clap::{CommandFactory, Parser};
use rayon::ThreadPool;

use self::options::{Cli, Command, Explain, Written};
use crate::config;
use crate::links::evidence;
use crate::report::{Fault, catalogue, json};
use crate::rules;
use crate::source::Error;

mod baseline;
mod check;
mod configs;
mod copy;
mod delivery;
mod fix;
mod init;
mod links;
mod manual;
mod map;
mod options;
mod painting;
mod papers;

/// The exit status where the tool could not do its work.
const FAILURE: u8 = 2;

/// How many papers are worked on before what came of the first is delivered. Only so many results are in memory at a
/// time; it is large enough to keep all processors busy.
const BATCH: usize = 64;

/// Runs the command line and gives the exit status.
pub fn run() -> u8 {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A reader that left early is no fault, and there is nobody else to tell.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(FAILURE);
        }
    };
    run_command(cli.command)
}

fn run_command(command: Command) -> u8 {
    let status = match command {
        Command::Check(options) => check::run(&options),
        Command::Links(options) => check::run(&options.into_check()),
        Command::Map(options) => map::run(&options),
        Command::Fix(options) => fix::run(&options),
        Command::Init => init::run(),
        Command::Rules(options) => {
            delivery::print(&catalogue::list(options.painting.screen())).map(|()| 0)
        }
        Command::Explain(options) => explain(&options),
        Command::Schema(options) => schema(options.of),
        Command::Completions(options) => completions(options.shell),
        Command::Man(options) => manual::run(&options),
    };
    status.unwrap_or_else(|message| {
        tell(&message);
        FAILURE
    })
}

fn explain(options: &Explain) -> Result<u8, String> {
    let rule = rules::by_id(&options.rule)?;
    delivery::print(&catalogue::explain(rule, options.painting.screen())).map(|()| 0)
}

fn schema(of: Written) -> Result<u8, String> {
    let schema = match of {
        Written::Config => config::schema(),
        Written::Json => json::schema(),
        Written::Map => crate::report::map::schema(),
        Written::Evidence => evidence::schema(),
    };
    delivery::print(&format!("{schema:#}\n")).map(|()| 0)
}

fn completions(shell: clap_complete::Shell) -> Result<u8, String> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "footfault", &mut script);
    delivery::print(&String::from_utf8_lossy(&script)).map(|()| 0)
}

/// As many threads as were asked for, or one for each processor.
fn pool(jobs: Option<NonZeroUsize>) -> Result<ThreadPool, String> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.map_or(0, usize::from))
        .build()
        .map_err(|error| format!("--jobs: {error}"))
}

/// Says on standard error what could not be read.
fn complain(fault: &Fault) {
    tell(&format!("{}: {}", fault.path, fault.message));
}

fn tell(message: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "footfault: {message}");
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self {
            path: error.path().to_owned(),
            message: error.reason(),
        }
    }
}
