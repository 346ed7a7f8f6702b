//! One line: its time, its level, what it says, and the durations that it states. Plain lines and objects of JSON.

use serde_json::Value;

use super::moment;

/// The levels, the last for lines that state none.
pub const LEVELS: [&str; 7] = ["fatal", "error", "warn", "info", "debug", "trace", "none"];

const NONE: usize = LEVELS.len() - 1;

/// What a line says.
#[derive(Debug)]
pub struct Line {
    /// Its time, in seconds since 1970.
    pub seconds: Option<i64>,
    /// Its level, by its place in `LEVELS`.
    pub level: usize,
    /// Its message.
    pub message: String,
    /// Durations, in milliseconds.
    pub durations: Vec<f64>,
}

/// Whether a level is an error.
pub fn is_error(level: usize) -> bool {
    level <= 1
}

impl Line {
    /// Reads a line.
    pub fn read(text: &str) -> Line {
        let object =
            text.trim_start().starts_with('{').then(|| serde_json::from_str::<Value>(text.trim()).ok()).flatten();
        object.as_ref().and_then(Value::as_object).map_or_else(|| plain(text), of_object)
    }
}

fn plain(text: &str) -> Line {
    // A time stands at the beginning, or behind a bracket or an address.
    let starts = [0].into_iter().chain(text.char_indices().filter(|(_, c)| "[ ".contains(*c)).map(|(at, _)| at + 1));
    let found =
        starts.take(8).find_map(|at| moment::read(text.get(at..)?).map(|(seconds, length)| (seconds, at, at + length)));
    let message = match found {
        Some((_, from, to)) => format!("{} {}", text[..from].trim_end_matches('['), text[to..].trim_start_matches(']')),
        None => text.to_owned(),
    };
    let level =
        message.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(6).find_map(level_of);
    let durations = durations(&message);
    Line {
        seconds: found.map(|(seconds, ..)| seconds),
        level: level.unwrap_or(NONE),
        message: message.trim().to_owned(),
        durations,
    }
}

fn of_object(members: &serde_json::Map<String, Value>) -> Line {
    let text = |names: &[&str]| names.iter().find_map(|name| members.get(*name)?.as_str());
    let numbered = |names: &[&str]| names.iter().find_map(|name| members.get(*name)?.as_f64());
    let seconds =
        text(&["time", "timestamp", "@timestamp", "ts", "date"]).and_then(moment::read).map(|(seconds, _)| seconds);
    // Numbers are seconds or milliseconds since 1970, by their size.
    let seconds = seconds.or_else(|| {
        let number = numbered(&["time", "timestamp", "ts"])?;
        Some(if number > 1e11 { number / 1000.0 } else { number } as i64)
    });
    let names = ["level", "severity", "lvl", "levelname", "log.level"];
    let level = text(&names).and_then(level_of).or_else(|| numbered(&names).map(level_of_number));
    let message = text(&["message", "msg", "event", "error"]).unwrap_or_default().to_owned();
    let mut stated = durations(&message);
    let unit = |name: &str| {
        let name = name.to_lowercase();
        let about = ["duration", "elapsed", "latency", "took", "time"].iter().any(|word| name.contains(word));
        match name {
            name if name.ends_with("ms") || name.ends_with("millis") => Some(1.0),
            name if about && (name.ends_with("seconds") || name.ends_with("_s") || name.ends_with("secs")) => {
                Some(1000.0)
            }
            name if ["duration", "elapsed", "latency", "responsetime"].contains(&name.as_str()) => Some(1.0),
            _ => None,
        }
    };
    stated.extend(members.iter().filter_map(|(name, value)| Some(value.as_f64()? * unit(name)?)));
    Line { seconds, level: level.unwrap_or(NONE), message, durations: stated }
}

fn level_of(word: &str) -> Option<usize> {
    Some(match word.to_ascii_lowercase().as_str() {
        "fatal" | "critical" | "crit" | "emerg" | "emergency" | "alert" | "panic" => 0,
        "error" | "err" | "severe" | "exception" => 1,
        "warn" | "warning" => 2,
        "info" | "notice" | "information" => 3,
        "debug" | "dbg" | "fine" => 4,
        "trace" | "verbose" | "finest" | "silly" => 5,
        _ => return None,
    })
}

/// As pino and bunyan number them.
fn level_of_number(number: f64) -> usize {
    match number as i64 {
        60.. => 0,
        50..60 => 1,
        40..50 => 2,
        30..40 => 3,
        20..30 => 4,
        _ => 5,
    }
}

/// Numbers with a unit of time right behind them, in milliseconds.
fn durations(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && found.len() < 8 {
        let starts = bytes[at].is_ascii_digit() && !at.checked_sub(1).is_some_and(|before| is_word(bytes[before]));
        if !starts {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        let rest = text.get(end..).unwrap_or_default();
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let unit: String = rest.chars().take_while(|c| c.is_alphabetic()).take(13).collect();
        let factor = match unit.as_str() {
            "ms" | "msec" | "millis" | "milliseconds" => Some(1.0),
            "s" | "sec" | "secs" | "seconds" => Some(1000.0),
            "us" | "µs" | "μs" | "microseconds" => Some(0.001),
            "ns" => Some(0.000_001),
            _ => None,
        };
        found.extend(
            text.get(at..end)
                .and_then(|number| number.parse::<f64>().ok())
                .zip(factor)
                .map(|(number, factor)| number * factor),
        );
        at = end;
    }
    found
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_'
}
