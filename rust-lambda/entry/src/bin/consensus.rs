//! The command line: panels on standard input, verdicts on standard output.

// `println!` ends a program whose reader has gone by a panic.
#![deny(clippy::print_stdout)]

use std::io::{self, Write};
use std::process::ExitCode;

use entry::command::{self, Command, USAGE};
use entry::{explaining, relating, replies, serve, stream};

fn main() -> ExitCode {
    let arguments: Vec<String> =
        std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    let (input, output, errors) = (io::stdin().lock(), io::stdout().lock(), io::stderr().lock());
    let done = match command::parse(&arguments) {
        Ok(Command::Agree(with)) => stream::agree(input, output, errors, with),
        Ok(Command::Infer { pairs }) => stream::infer(input, output, errors, pairs),
        Ok(Command::Read) => replies::read_lines(input, output, errors),
        Ok(Command::Relate) => relating::relate(input, output, errors),
        Ok(Command::Explain) => explaining::explain(input, output, errors),
        Ok(Command::Serve) => serve::serve(input, output),
        Ok(Command::Help) => {
            let mut output = output;
            writeln!(output, "{USAGE}")
        }
        Err(reason) => {
            drop(errors);
            eprintln!("consensus: {reason}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // A reader who left early is no failure of ours.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("consensus: {error}");
            ExitCode::FAILURE
        }
    }
}
