//! A tree written as JSON whose values stand on the lines where they stood, for a reader that cannot read their own writing.

use super::{Node, Value};

/// The tree as JSON. What begins on a line of the former text begins on the same line here, unless it stands behind
/// something of a later line, as what an alias repeats does. A number that JSON does not know is a text.
pub fn json(tree: &Node) -> String {
    let mut page = Page { text: String::new(), line: 1 };
    page.node(tree);
    page.text
}

struct Page {
    text: String,
    line: u32,
}

impl Page {
    fn node(&mut self, node: &Node) {
        match &node.value {
            Value::List(items) => {
                self.text.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.next(at, item.line);
                    self.node(item);
                }
                self.text.push(']');
            }
            Value::Map(entries) => {
                self.text.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    self.next(at, key.line);
                    self.quoted(&key.text);
                    self.text.push(':');
                    self.down_to(value.line);
                    self.node(value);
                }
                self.text.push('}');
            }
            Value::Null => self.text.push_str("null"),
            Value::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Value::Number(number) if serde_json::from_str::<serde_json::Number>(number).is_ok() => {
                self.text.push_str(number);
            }
            Value::Number(text) | Value::Text(text) | Value::Open(text) => self.quoted(text),
        }
    }

    fn next(&mut self, at: usize, line: u32) {
        if at > 0 {
            self.text.push(',');
        }
        self.down_to(line);
    }

    fn down_to(&mut self, line: u32) {
        while self.line < line {
            self.text.push('\n');
            self.line += 1;
        }
    }

    fn quoted(&mut self, text: &str) {
        self.text.push_str(&serde_json::Value::from(text).to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::tree::yaml;

    #[test]
    fn every_value_keeps_its_line() {
        let text = "# first\nA:\n  - one: [1, 010, {b: \"x\\ny\"}]\n    two: ~\n\n  - |\n    a\n    b\nB: !Sub ${A}\n";
        let trees = yaml::read(text).expect("it is YAML");
        let written = json(&trees[0]);
        let again = yaml::read(&written).expect("JSON is YAML");
        let lines = |tree: &crate::tree::Node| {
            let mut all = Vec::new();
            tree.walk(&mut |node| all.extend(node.entries().iter().map(|(key, _)| (key.text.clone(), key.line))));
            all
        };
        assert_eq!(lines(&trees[0]), lines(&again[0]));
        let read: serde_json::Value = serde_json::from_str(&written).expect("it is JSON");
        let given = serde_json::json!({"A": [{"one": [1, "010", {"b": "x\ny"}], "two": null}, "a\nb\n"], "B": {"Fn::Sub": "${A}"}});
        assert_eq!(read, given);
    }
}
