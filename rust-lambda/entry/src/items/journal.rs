//! The journal of a run: which of the stored answers count. A worker stores an opinion, and then tells it
//! there; what it has not told, or has told after the close, is nobody's answer.

use std::collections::HashSet;

use serde_json::Value;

use super::{ANSWERED, Attributes, Failure, rounds};

/// Version of a run's item from which on its journal says what counts.
const KEPT_SINCE: u32 = 2;

/// Answers that count, by their experts and rounds; None for a run of an earlier version, whose stored answers all do.
///
/// # Errors
/// Fails if a line of the journal cannot be read.
pub fn counted(run: &Attributes) -> Result<Option<HashSet<String>>, Failure> {
    let version = run.get("v").and_then(|value| value.as_n().ok()?.parse::<u32>().ok());
    if version.is_none_or(|version| version < KEPT_SINCE) {
        return Ok(None);
    }
    let lines = run.get("journal").and_then(|value| value.as_l().ok()).map_or(&[][..], Vec::as_slice);
    let mut counted = HashSet::new();
    for line in lines {
        let bad = || Failure::BadItem("a line of the journal cannot be read".to_owned());
        let entry: Vec<Value> = serde_json::from_str(line.as_s().map_err(|_| bad())?).map_err(|_| bad())?;
        let word = |at: usize| entry.get(at).and_then(Value::as_str);
        match word(0) {
            Some("closed" | "ended") => break,
            Some("opinion") if word(4) == Some(ANSWERED) => {
                let round =
                    entry.get(3).and_then(Value::as_u64).and_then(|round| u32::try_from(round).ok()).unwrap_or(1);
                counted.insert(rounds::name(word(2).ok_or_else(bad)?, round));
            }
            _ => {}
        }
    }
    Ok(Some(counted))
}

/// Experts that sit in the place of one that has failed.
///
/// # Errors
/// Fails if a line of the journal cannot be read.
pub fn joined(run: &Attributes) -> Result<HashSet<String>, Failure> {
    let bad = || Failure::BadItem("a line of the journal cannot be read".to_owned());
    let lines = run.get("journal").and_then(|value| value.as_l().ok()).map_or(&[][..], Vec::as_slice);
    let mut joined = HashSet::new();
    for line in lines {
        let line = line.as_s().map_err(|_| bad())?;
        // Most lines tell of something else, and need not be read.
        if !line.starts_with("[\"replaced\"") {
            continue;
        }
        let entry: Vec<Value> = serde_json::from_str(line).map_err(|_| bad())?;
        joined.insert(entry.get(3).and_then(Value::as_str).ok_or_else(bad)?.to_owned());
    }
    Ok(joined)
}

/// Whether a stored opinion is to be taken for what its status says.
pub fn counts(counted: Option<&HashSet<String>>, opinion: &Attributes) -> bool {
    let word = |name: &str| opinion.get(name).and_then(|value| value.as_s().ok());
    let Some(counted) = counted else { return true };
    let tells = |expert: &String| counted.contains(&rounds::name(expert, rounds::round(opinion)));
    word("status").is_none_or(|status| status != ANSWERED) || word("expert").is_none_or(tells)
}
