//! Keys that stand twice in one map, with different values: some readers take the first, most the last, others refuse.

use std::collections::HashMap;

use crate::document::Document;
use crate::tree::{Key, Node};

/// The first key of a file that stands twice.
pub fn of(document: &Document) -> Option<&Key> {
    let mut found = None;
    for tree in &document.trees {
        tree.walk(&mut |node| {
            if found.is_none() {
                found = in_map(node);
            }
        });
    }
    found
}

fn in_map(node: &Node) -> Option<&Key> {
    let mut known: HashMap<&str, &Node> = HashMap::new();
    let entries = if node.entries().len() > 1 { node.entries() } else { &[] };
    entries.iter().find_map(|(key, value)| {
        let former = known.insert(&key.text, value)?;
        (!former.same(value)).then_some(key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(path: &str, text: &str) -> Option<String> {
        of(&Document::read(path, text)).map(|key| format!("{}:{}", key.text, key.line))
    }

    #[test]
    fn a_key_that_stands_twice_is_named_where_it_says_something_else() {
        for (path, text, wanted) in [
            ("a.yaml", "services:\n  a:\n    privileged: false\n    privileged: true\n", Some("privileged:4")),
            ("a.yaml", "services:\n  a:\n    privileged: true\n    privileged: true\n", None),
            ("a.json", "{\"Action\": \"s3:GetObject\",\n\"Action\": \"*\"}", Some("Action:2")),
            ("a.json", "{\"a\": [{\"b\": 1}, {\"b\": 2}]}", None),
            ("a.yaml", "base: &a {b: 1}\nc:\n  <<: *a\n  b: 2\n", None),
            ("a.yaml", "base: &a {b: 1}\nc:\n  b: 2\n  <<: *a\n", None),
        ] {
            assert_eq!(key(path, text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn what_a_map_says_itself_counts_before_what_is_merged_in() {
        for text in ["base: &a {b: 1}\nc:\n  <<: *a\n  b: 2\n", "base: &a {b: 1}\nc:\n  b: 2\n  <<: *a\n"] {
            let document = Document::read("a.yaml", text);
            assert_eq!(document.trees[0].at(&["c", "b"]).and_then(Node::text), Some("2"), "{text}");
        }
    }
}
