//! The command line: requests on standard input, answers on standard output.

mod scan;
mod tool;

use std::io::{self, BufReader};
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
        Some("scan") => scan::run(std::env::args().skip(2)),
        Some("tool") => match tool::run(std::env::args().skip(2)) {
            Ok(code) => return code,
            Err(error) => Err(error),
        },
        Some("sources") => {
            println!("{}", review::panel::names().join("\n"));
            return ExitCode::SUCCESS;
        }
        Some("-h" | "--help") => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Some(_) => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // A reader who left early is no failure of ours.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("review: {error}");
            ExitCode::FAILURE
        }
    }
}
