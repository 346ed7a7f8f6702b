//! Blocks that Terraform makes from a list: one for each item, with the item in the place of its name.

use super::{Key, Node, Value};

/// The most blocks that are written out.
const MOST: usize = 100;

/// The blocks that a `dynamic` block makes under its label. Where its list is only known when it runs, one stands for all,
/// and the names stay; nothing where it has no content.
pub fn made(label: &str, block: &Node) -> Option<Vec<Node>> {
    let content = block.get("content")?.items().first()?;
    let name = block.get("iterator").and_then(Node::source).unwrap_or(label);
    let Some(items) = block.get("for_each").and_then(items).filter(|items| items.len() <= MOST) else {
        return Some(vec![content.clone()]);
    };
    Some(items.iter().map(|(key, value)| put(content, name, key, value)).collect())
}

/// Keys and values of a list or map that is written out.
fn items(node: &Node) -> Option<Vec<(Node, Node)>> {
    match &node.value {
        Value::List(items) => Some(items.iter().map(|item| (item.clone(), item.clone())).collect()),
        Value::Map(entries) => {
            let pair = |(key, value): &(Key, Node)| {
                let name = Node { value: Value::Text(key.text.clone()), line: key.line, end: key.line };
                (name, value.clone())
            };
            Some(entries.iter().map(pair).collect())
        }
        _ => None,
    }
}

fn put(node: &Node, name: &str, key: &Node, value: &Node) -> Node {
    let made = match &node.value {
        Value::Open(source) => {
            named(source, name, key, value).map_or_else(|| node.value.clone(), |of| of.value.clone())
        }
        Value::List(items) => Value::List(items.iter().map(|item| put(item, name, key, value)).collect()),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(of, node)| (of.clone(), put(node, name, key, value))).collect())
        }
        other => other.clone(),
    };
    Node { value: made, line: node.line, end: node.end }
}

/// What `ingress.value`, `ingress.key` or `ingress.value.port` is.
fn named<'a>(source: &str, name: &str, key: &'a Node, value: &'a Node) -> Option<&'a Node> {
    let rest = source.trim().strip_prefix(name)?.strip_prefix('.')?;
    match rest.split_once(['.', '[']) {
        None if rest == "value" => Some(value),
        None if rest == "key" => Some(key),
        Some(("value", attribute)) => value.get(attribute.trim_end_matches(']').trim_matches('"')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::tree::Node;

    /// The port, the end and the network of each block that is made.
    fn ports(lists: &str, content: &str) -> Vec<[String; 2]> {
        let text = format!(
            "resource \"aws_security_group\" \"a\" {{\n  dynamic \"ingress\" {{\n    {lists}\n    content {{\n{content}\n    }}\n  }}\n}}\n"
        );
        let document = Document::read("m.tf", &text);
        let blocks = document.blocks[0].body.get("ingress").map(Node::items).unwrap_or_default();
        let said = |node: &Node, key: &str| node.get(key).and_then(Node::source).unwrap_or_default().to_owned();
        blocks.iter().map(|block| [said(block, "from_port"), said(block, "description")]).collect()
    }

    #[test]
    fn a_block_is_made_for_each_item_of_a_list_that_is_written_out() {
        let content = "from_port = ingress.value\ndescription = ingress.key";
        assert_eq!(ports("for_each = [80, 443]", content), [["80", "80"], ["443", "443"]]);
        assert_eq!(ports("for_each = { a = 80 }", content), [["80", "a"]]);
        assert_eq!(ports("for_each = { a = { port = 80 } }", "from_port = ingress.value.port"), [["80", ""]]);
        assert_eq!(ports("for_each = { a = { port = 80 } }", "from_port = ingress.value[\"port\"]"), [["80", ""]]);
        assert_eq!(ports("for_each = [80]\n    iterator = it", "from_port = it.value"), [["80", ""]]);
        assert!(ports("for_each = []", content).is_empty());
        // What only a run knows stands for all.
        assert_eq!(ports("for_each = var.ports", content), [["ingress.value", "ingress.key"]]);
    }
}
