//! `review tool NAME [JSON]`: one tool, its input as an argument or on standard input.

use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::process::ExitCode;

use review::reviewer::Reviewer;
use review::tools::logs;
use serde_json::{Value, json};

/// The largest input from a pipe, of every tool but `logs`, which reads as it comes.
const MOST: u64 = 16_000_000;

/// Runs a tool and prints what it says. The code is 1 where a command is refused, and 2 where nothing could be said.
pub fn run(mut arguments: impl Iterator<Item = String>) -> io::Result<ExitCode> {
    let (Some(name), given) = (arguments.next(), arguments.next()) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "tool needs a name"));
    };
    let told = match given.as_deref().map(serde_json::from_str::<Value>) {
        Some(Ok(input)) if input.is_object() => told(&name, input),
        // Plain words are what the tool is most asked for.
        Some(_) => told(&name, plain(&name, given.unwrap_or_default())),
        None if name == "logs" => {
            let read = logs::read(BufReader::with_capacity(1 << 20, io::stdin().lock()), 10)?;
            serde_json::to_value(read).map_err(|error| error.to_string())
        }
        None => {
            let mut text = String::new();
            io::stdin().lock().take(MOST).read_to_string(&mut text)?;
            told(&name, plain(&name, text))
        }
    };
    match told {
        Ok(said) => {
            let refused = said.get("level").and_then(Value::as_str) == Some("refuse");
            // The code stands, whoever reads on or left early.
            writeln!(io::stdout(), "{said:#}").or_else(|error| match error.kind() {
                ErrorKind::BrokenPipe => Ok(()),
                _ => Err(error),
            })?;
            Ok(ExitCode::from(u8::from(refused)))
        }
        Err(why) => {
            eprintln!("{name}: {why}");
            Ok(ExitCode::from(2))
        }
    }
}

fn told(name: &str, input: Value) -> Result<Value, String> {
    Reviewer::default().tool(name.to_owned(), input)
}

fn plain(name: &str, text: String) -> Value {
    match name {
        "command" => json!({ "command": text }),
        "ports" => match text.trim().parse::<u16>() {
            Ok(port) => json!({ "port": port }),
            Err(_) => json!({ "service": text.trim() }),
        },
        _ => json!({ "text": text }),
    }
}
