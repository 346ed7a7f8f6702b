//! How many of a resource there are in Terraform (`count`, `for_each`), and which of them go.

use std::collections::BTreeSet;

use super::compare::Texts;
use super::contents::{self, Lost};
use super::renames;
use super::resources::Resource;
use super::stateful::{loss, may_lose, replacement};
use crate::kind::Kind;
use crate::source::Found;
use crate::tree::{Node, Value};

/// How many are told apart; a resource with more is looked at as if it had so many.
const MOST: usize = 1_000;

/// Of one resource, those that there are.
enum Instances<'a> {
    /// What stands behind each one's address; nothing behind that of a single or first one.
    Known(BTreeSet<String>),
    /// Only a run tells.
    Open { keyed: bool, said: &'a Node },
}

use Instances::{Known, Open};

fn of(body: &Node) -> Instances<'_> {
    if let Some(said) = body.get("count") {
        return match said.number() {
            Some(number) => Known((0..MOST).take(number.max(0.0) as usize).map(index).collect()),
            None => Open { keyed: false, said },
        };
    }
    let Some(said) = body.get("for_each") else { return Known(BTreeSet::from([String::new()])) };
    let keys: Option<Vec<&str>> = match &said.value {
        Value::List(items) => items.iter().map(Node::text).collect(),
        Value::Map(entries) if !said.is_open() => Some(entries.iter().map(|(key, _)| key.text.as_str()).collect()),
        _ => None,
    };
    match keys {
        Some(keys) => Known(keys.into_iter().take(MOST).map(|key| format!("[\"{key}\"]")).collect()),
        None => Open { keyed: true, said },
    }
}

fn index(at: usize) -> String {
    if at == 0 { String::new() } else { format!("[{at}]") }
}

/// Whether there is or may be one.
pub fn are_some(body: &Node) -> bool {
    !matches!(of(body), Known(all) if all.is_empty())
}

/// Adds what of a resource goes though its block stays.
pub fn compare(old: &Resource<'_>, new: &Resource<'_>, texts: &Texts<'_>, found: &mut Found<'_>) {
    if texts.document.kind != Kind::Terraform || new.kind.starts_with("data.") {
        return;
    }
    if ["count", "for_each"].iter().all(|key| stays(key, old, new)) {
        return;
    }
    let key = if new.body.get("count").is_some() { "count" } else { "for_each" };
    let line = new.body.line_of(key);
    // What is lost of a module is what it holds.
    let Some(Lost { kind, said: held }) = contents::lost(old, texts) else { return };
    let (rule, about) = match (of(old.body), of(new.body)) {
        (Known(was), Known(is)) => {
            let gone: Vec<&String> = was.difference(&is).filter(|at| !goes_on(old, at, texts)).collect();
            let added = is.difference(&was).count();
            match gone.first() {
                None => return,
                Some(first) if gone.len() <= added => {
                    (replacement(&kind), format!("{}{first} is made anew under another address", new.id))
                }
                Some(_) => (Some(loss(&kind)), format!("{} of {} {} go", gone.len(), was.len(), new.id)),
            }
        }
        (Known(was), Open { .. }) if was.is_empty() => return,
        (Open { .. }, Known(is)) if is.is_empty() => (Some(loss(&kind)), format!("all of {} go", new.id)),
        (Open { keyed, .. }, Known(is)) if keyed == is.iter().any(|key| key.contains('"')) => return,
        (Open { keyed: was, said: old }, Open { keyed, said }) if was == keyed => {
            if !old.same(said) && may_lose(&kind).is_some() {
                found.not_understood(line, said.source().unwrap_or(key));
            }
            return;
        }
        _ if renames::speaks_of(&old.id, texts) => return,
        (_, Open { said, .. }) => {
            let about =
                format!("how many of {} are left is known when it runs: {}", new.id, said.source().unwrap_or(key));
            (may_lose(&kind), about)
        }
        (Open { .. }, Known(_)) => (may_lose(&kind), format!("{} is made anew under another address", new.id)),
    };
    if let Some(rule) = rule {
        found.own(rule, (line, line), Some(&new.id), &format!("{about}{held}"));
    }
}

fn stays(key: &str, old: &Resource<'_>, new: &Resource<'_>) -> bool {
    match (old.body.get(key), new.body.get(key)) {
        (Some(was), Some(is)) => was.same(is),
        (was, is) => was.is_none() && is.is_none(),
    }
}

/// Whether one of them lives on under another address: a first one has two spellings.
fn goes_on(old: &Resource<'_>, at: &str, texts: &Texts<'_>) -> bool {
    let spelt = |at: &str| renames::lives_on(&format!("{}{at}", old.id), &old.kind, texts);
    spelt(at) || at.is_empty() && spelt("[0]")
}
