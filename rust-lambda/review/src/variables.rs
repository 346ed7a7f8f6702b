//! Variables and locals of Terraform: what they are given, put where they are used, and expressions in the place of
//! their values. A value that is given nowhere stays open. Who gives them what is found in `modules.rs`.

use std::collections::HashMap;

use crate::expression::{evaluate, is_reference};
use crate::tree::hcl::TopBlock;
use crate::tree::{Key, Node, Value};

/// How often locals are put into one another.
const ROUNDS: usize = 8;

/// How many nodes values may make where they are put: names that name others twice would double without end.
const MAX_MADE: usize = 100_000;

/// Values by `var.name` and `local.name`.
#[derive(Clone, Debug, Default)]
pub struct Values {
    known: HashMap<String, Node>,
    /// Who gives them, where several do.
    pub giver: Option<String>,
    /// Others give other values that are not looked at.
    pub cut: bool,
}

impl Values {
    /// All values, by name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.known.iter().map(|(name, node)| (name.as_str(), node))
    }

    /// Blocks with values in the place of their names.
    pub fn put(&self, blocks: &[TopBlock]) -> Vec<TopBlock> {
        let mut left = MAX_MADE;
        let kept = |block: &TopBlock| block.word == "variable" || block.word == "locals";
        let settled = blocks.iter().map(|block| match kept(block) {
            true => block.clone(),
            false => TopBlock { body: self.node(&block.body, &mut left), ..block.clone() },
        });
        settled.collect()
    }

    /// Gives variables values, in the place of those that they had.
    pub fn give(&mut self, values: impl IntoIterator<Item = (String, Node)>) {
        self.known.extend(values.into_iter().map(|(name, value)| (format!("var.{name}"), value)));
    }

    /// Takes the defaults of variables, and locals.
    pub fn defaults(&mut self, blocks: &[TopBlock]) {
        for block in blocks {
            match (block.word.as_str(), block.labels.first()) {
                ("variable", Some(name)) => {
                    let default = block.body.get("default").filter(|node| !node.is_null());
                    self.known.extend(default.map(|node| (format!("var.{name}"), node.clone())));
                }
                ("locals", _) => {
                    let entries = block.body.entries().iter();
                    self.known.extend(entries.map(|(key, node)| (format!("local.{}", key.text), node.clone())));
                }
                _ => {}
            }
        }
    }

    /// Puts values into one another until nothing changes; what goes round in circles stays open.
    pub fn settle(&mut self) {
        let mut left = MAX_MADE;
        for _ in 0..ROUNDS {
            let open = |node: &Node| {
                let mut any = false;
                node.walk(&mut |node| any |= matches!(node.value, Value::Open(_)));
                any
            };
            let names: Vec<String> =
                self.known.iter().filter(|(_, node)| open(node)).map(|(name, _)| name.clone()).collect();
            if names.is_empty() || left == 0 {
                return;
            }
            let settled: Vec<(String, Node)> =
                names.into_iter().map(|name| (name.clone(), self.node(&self.known[&name], &mut left))).collect();
            if settled.iter().all(|(name, node)| node.same(&self.known[name])) {
                return;
            }
            self.known.extend(settled);
        }
    }

    /// The value of an expression; none of what another resource or module is.
    fn value(&self, source: &str) -> Option<Node> {
        if is_reference(source) { None } else { evaluate(source, &self.known) }
    }

    /// A node with values in the place of names.
    pub fn settled(&self, node: &Node) -> Node {
        let mut left = MAX_MADE;
        self.node(node, &mut left)
    }

    fn node(&self, node: &Node, left: &mut usize) -> Node {
        let value = match &node.value {
            Value::Open(source) => match self.value(source).filter(|value| fits(value, left)) {
                Some(value) => return placed(&value, (node.line, node.end)),
                None => node.value.clone(),
            },
            Value::List(items) => Value::List(items.iter().map(|item| self.node(item, left)).collect()),
            Value::Map(entries) => {
                Value::Map(entries.iter().map(|(key, node)| (key.clone(), self.node(node, left))).collect())
            }
            other => other.clone(),
        };
        Node { value, line: node.line, end: node.end }
    }
}

/// Whether a value is no larger than what is left, which it then takes.
fn fits(value: &Node, left: &mut usize) -> bool {
    let mut size = 0;
    value.walk(&mut |_| size += 1);
    let fits = size <= *left;
    if fits {
        *left -= size;
    }
    fits
}

/// A value on the lines on which it is used.
fn placed(node: &Node, (line, end): (u32, u32)) -> Node {
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(|item| placed(item, (line, end))).collect()),
        Value::Map(entries) => {
            let entries = entries.iter();
            Value::Map(
                entries.map(|(key, node)| (Key { text: key.text.clone(), line }, placed(node, (line, end)))).collect(),
            )
        }
        other => other.clone(),
    };
    Node { value, line, end }
}
