//! What a policy forbids: without it more is allowed than before.

use super::catalogue::LOSES_DENIAL;
use crate::source::Found;
use crate::tree::{Node, Value, json};
use crate::types::matches;

/// Keys of a statement that are compared, in both spellings.
const LISTS: [[&str; 2]; 3] = [["Action", "actions"], ["Resource", "resources"], ["Principal", "principals"]];

/// Whether it holds a statement of a policy that denies.
pub fn forbids(node: &Node) -> bool {
    !denials(node).is_empty()
}

/// Adds statements that forbade something, where none forbids as much any more.
pub fn compare(before: &Node, after: &Node, resource: &str, found: &mut Found<'_>) {
    let old = denials(before);
    if old.is_empty() {
        return;
    }
    let new = denials(after);
    for lost in old.iter().filter(|old| !new.iter().any(|new| covers(&new.0, &old.0))) {
        let sid = ["Sid", "sid"].iter().find_map(|key| lost.0.get(key)?.text());
        let what = sid.map_or_else(|| actions(&lost.0), str::to_owned);
        // Where another one denies now, it is the one that was changed.
        let changed = new.iter().find(|new| !old.iter().any(|old| old.0.same(&new.0)));
        let line = changed.map_or(after.line, |(_, line)| *line);
        found.own(&LOSES_DENIAL, (line, line), Some(resource), &what);
    }
}

/// Statements that deny, with their lines; those within texts too.
fn denials(node: &Node) -> Vec<(Node, u32)> {
    let mut all = Vec::new();
    node.walk(&mut |node| {
        if let Value::Text(text) = &node.value
            && text.trim_start().starts_with('{')
            && text.contains("Deny")
            && let Ok(policy) = json::read(text)
        {
            all.extend(denials(&policy).into_iter().map(|(statement, _)| (statement, node.line)));
        }
        let effect = node.get("Effect").or_else(|| node.get("effect")).and_then(Node::text);
        if effect.is_some_and(|effect| effect.eq_ignore_ascii_case("deny")) {
            all.push((node.clone(), node.line));
        }
    });
    all
}

/// Whether one statement forbids all that another does.
fn covers(new: &Node, old: &Node) -> bool {
    let rest = |node: &Node| -> Vec<(String, Node)> {
        let entries = node.entries().iter().filter(|(key, _)| {
            !LISTS.iter().flatten().any(|list| *list == key.text) && !["Sid", "sid"].contains(&key.text.as_str())
        });
        entries.map(|(key, node)| (key.text.clone(), node.clone())).collect()
    };
    let (was, is) = (rest(old), rest(new));
    let same = is.iter().all(|(key, node)| {
        // A condition more forbids less.
        was.iter().any(|(name, old)| name == key && old.same(node))
    });
    same && LISTS.iter().all(|keys| {
        let get = |node: &Node| keys.iter().find_map(|key| node.get(key)).cloned();
        match (get(old), get(new)) {
            (Some(old), Some(new)) => holds_all(&new, &old),
            (None, None) => true,
            _ => false,
        }
    })
}

/// Whether each text of the old one is one of the new, or of what the new one's signs stand for.
fn holds_all(new: &Node, old: &Node) -> bool {
    if new.same(old) {
        return true;
    }
    if new.is_map() || old.is_map() {
        return new.text() == Some("*");
    }
    let new: Vec<&str> = new.one_or_many().iter().filter_map(Node::source).collect();
    old.one_or_many().iter().all(|old| {
        old.source()
            .is_some_and(|old| new.iter().any(|new| matches(&new.to_ascii_lowercase(), &old.to_ascii_lowercase())))
    })
}

fn actions(statement: &Node) -> String {
    let named = statement.get("Action").or_else(|| statement.get("actions"));
    let texts: Vec<&str> = named.map(Node::one_or_many).unwrap_or_default().iter().filter_map(Node::source).collect();
    texts.join(", ")
}
