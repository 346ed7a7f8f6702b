//! What a change opens to more of the network.

use super::catalogue::{WIDENS_EXPOSURE, WIDENS_NETWORK};
use super::stateful::plain;
use crate::network;
use crate::source::Found;
use crate::tree::{Node, Value};

/// Networks that were not named before: everybody's, and larger ones at the same place.
pub fn compare(before: &Node, after: &Node, resource: &str, found: &mut Found<'_>) {
    let old = networks(before);
    for (key, text, line) in networks(after) {
        if old.iter().any(|(of, said, _)| *of == key && *said == text) {
            continue;
        }
        if is_world(&text) {
            found.own(&WIDENS_EXPOSURE, (line, line), Some(resource), &format!("{key} {text}"));
        } else if old.iter().any(|(of, said, _)| *of == key && network::contains(&text, said)) {
            found.own(&WIDENS_NETWORK, (line, line), Some(resource), &format!("{key} {text}"));
        }
    }
}

/// All networks with their key and line, but for those of outgoing rules.
fn networks(node: &Node) -> Vec<(String, String, u32)> {
    let mut found = Vec::new();
    gather("", node, &mut found);
    found
}

fn gather(key: &str, node: &Node, found: &mut Vec<(String, String, u32)>) {
    match &node.value {
        Value::Text(text) if network::read(text).is_some() || (text == "*" && key.ends_with("addressprefix")) => {
            found.push((key.to_owned(), text.clone(), node.line));
        }
        Value::List(items) => items.iter().for_each(|item| gather(key, item, found)),
        Value::Map(entries) => {
            let outgoing = node.get("type").and_then(Node::text) == Some("egress");
            for (name, node) in entries.iter().filter(|_| !outgoing) {
                let name = plain(&name.text);
                if !name.contains("egress") {
                    gather(&name, node, found);
                }
            }
        }
        _ => {}
    }
}

/// Whether a network, or what stands for one, is everybody.
pub fn is_world(text: &str) -> bool {
    text == "*" || network::is_world(text)
}
