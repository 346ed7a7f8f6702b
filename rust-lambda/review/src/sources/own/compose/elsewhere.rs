//! What a Compose file says by variables and by other files: defaults count, and what is not at hand is named.

use crate::source::Found;
use crate::tree::{Node, Value};

/// The file with the values that variables have where nobody sets them: `${NAME:-value}`.
pub(super) fn settled(node: &Node) -> Node {
    let value = match &node.value {
        Value::Text(text) if text.contains("${") => Value::Text(defaults(text)),
        Value::List(items) => Value::List(items.iter().map(settled).collect()),
        Value::Map(entries) => Value::Map(entries.iter().map(|(key, node)| (key.clone(), settled(node))).collect()),
        other => other.clone(),
    };
    Node { value, line: node.line, end: node.end }
}

fn defaults(text: &str) -> String {
    let (mut made, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("${") {
        made.push_str(before);
        let Some((inner, behind)) = after.split_once('}') else {
            made.push_str("${");
            rest = after;
            continue;
        };
        match inner.split_once(":-").or_else(|| inner.split_once('-')) {
            Some((name, value)) if !before.ends_with('$') && !name.contains([':', '?', '+']) => made.push_str(value),
            _ => made.push_str(&format!("${{{inner}}}")),
        }
        rest = behind;
    }
    made + rest
}

/// What of a service opens the machine to it.
const RIGHTS: [&str; 8] =
    ["privileged", "network_mode", "pid", "ipc", "userns_mode", "cap_add", "security_opt", "devices"];

/// Rights that only a run tells are named.
fn open_rights(service: &Node, found: &mut Found<'_>) {
    for key in RIGHTS {
        for item in service.get(key).map(Node::one_or_many).unwrap_or_default() {
            let text = item.text().unwrap_or_default();
            if text.replace("$$", "").contains('$') {
                found.not_understood(item.line, &format!("{key} {text}"));
            }
        }
    }
}

/// What stands in files that are not at hand is named: nobody has read it.
pub(super) fn name(tree: &Node, found: &mut Found<'_>) {
    for (_, service) in tree.get("services").map(Node::entries).unwrap_or_default() {
        open_rights(service, found);
    }
    let mut miss = |node: &Node, what: &str, file: Option<&Node>| {
        let file = file.and_then(Node::text).unwrap_or_default();
        found.missed(Some(node.line), &format!("{what} {file} is another file, which is judged by itself only"));
    };
    for item in tree.get("include").map(Node::one_or_many).unwrap_or_default() {
        let paths = item.get("path").unwrap_or(item);
        paths.one_or_many().iter().for_each(|path| miss(path, "include:", Some(path)));
    }
    for (_, service) in tree.get("services").map(Node::entries).unwrap_or_default() {
        if let Some(file) = service.at(&["extends", "file"]) {
            miss(file, "extends:", Some(file));
        }
    }
}
