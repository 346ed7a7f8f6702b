//! The command line: requests on standard input, answers on standard output.

// `println!` ends a program whose reader has gone by a panic.
#![deny(clippy::print_stdout)]

mod scan;
mod tool;

use std::io::{self, BufReader, Write};
use std::process::ExitCode;

const USAGE: &str = "usage: review < requests.jsonl > answers.jsonl
       review scan [--sources A,B] PATH… > answers.jsonl
       review tool NAME [JSON]   command, logs, ports or resources; the input may come from a pipe
       review sources        names of the sources that are built in";

fn main() -> ExitCode {
    let argument = std::env::args().nth(1);
    let done = match argument.as_deref() {
        None => review::stream::serve(BufReader::with_capacity(1 << 20, io::stdin().lock()), io::stdout().lock()),
        // Started by the program itself, never by hand.
        Some("worker") => review::worker::run(),
        Some(_) if std::env::args().skip(1).take(2).any(|argument| argument == "-h" || argument == "--help") => {
            writeln!(io::stdout(), "{USAGE}")
        }
        Some("scan") => scan::run(std::env::args().skip(2)),
        Some("tool") => match tool::run(std::env::args().skip(2)) {
            Ok(code) => return code,
            Err(error) => Err(error),
        },
        Some("sources") => writeln!(io::stdout(), "{}", review::panel::names().join("\n")),
        Some(_) => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // A reader who left early is no failure of ours.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        // Nothing was said. 1 would be taken for an objection.
        Err(error) => {
            eprintln!("review: {error}");
            ExitCode::from(2)
        }
    }
}
