//! Tools beside the review: functions of a few plain values, for agents and people. None opens a file or a connection.

pub mod command;
pub mod logs;
pub mod ports;
pub mod resources;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::source::short;

/// A tool: its name, and what it makes of its input.
type Tool = (&'static str, fn(Value) -> Result<Value, String>);

/// All tools.
pub const ALL: &[Tool] = &[
    ("command", |input| answer(input, command::check)),
    ("logs", |input| answer(input, logs::analyse)),
    ("ports", |input| answer(input, ports::look_up)),
    ("resources", |input| answer(input, resources::check)),
];

/// Runs a tool.
pub fn run(name: &str, input: Value) -> Result<Value, String> {
    let Some((_, tool)) = ALL.iter().find(|(known, _)| *known == name) else {
        let names: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no tool {name}; there are {}", names.join(", ")));
    };
    tool(input)
}

fn answer<Asked: DeserializeOwned, Said: Serialize>(
    input: Value,
    tool: impl Fn(&Asked) -> Result<Said, String>,
) -> Result<Value, String> {
    let asked = Asked::deserialize(&input).map_err(|error| format!("{error}, in {}", short(&input.to_string())))?;
    serde_json::to_value(tool(&asked)?).map_err(|error| error.to_string())
}
