//! One tree for YAML, JSON and HCL, where every node knows its lines. Nesting and size are bounded, so every walk
//! over a tree is too.

mod dynamic;
pub mod hcl;
pub mod json;
pub mod written;
pub mod yaml;

use std::rc::Rc;

/// How deep a document may nest; real ones stay below 40.
pub const MAX_DEPTH: usize = 128;

/// How many nodes a document may have once its aliases are written out.
pub const MAX_NODES: usize = 1_000_000;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// The line on which it ends.
    pub end: u32,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false, written plainly.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// Text.
    Text(String),
    /// An expression that nobody has evaluated: a variable, an interpolation.
    Open(String),
    /// A list. Shared, so that an alias costs nothing.
    List(Rc<[Node]>),
    /// Keys in their order.
    Map(Rc<[(Key, Node)]>),
}

/// A key and where it stands.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key.
    pub text: String,
    /// Its line.
    pub line: u32,
}

/// Why a text is no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, where the parser knows it.
    pub line: Option<u32>,
    /// In a few words.
    pub why: String,
}

impl Node {
    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name.text == key).map(|(_, node)| node)
    }

    /// The value under a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The line of a key, else the line of the node itself.
    pub fn line_of(&self, key: &str) -> u32 {
        self.entries().iter().find(|(name, _)| name.text == key).map_or(self.line, |(name, _)| name.line)
    }

    /// The entries of a map; of anything else none.
    pub fn entries(&self) -> &[(Key, Node)] {
        if let Value::Map(entries) = &self.value { entries } else { &[] }
    }

    /// The items of a list; of anything else none.
    pub fn items(&self) -> &[Node] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// A list's items, or the node itself where one stands for a list of one.
    pub fn one_or_many(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// The text of a scalar, of an open expression its source.
    pub fn source(&self) -> Option<&str> {
        if let Value::Open(text) = &self.value { Some(text) } else { self.text() }
    }

    /// The number of a scalar, also if it was quoted.
    pub fn number(&self) -> Option<f64> {
        match &self.value {
            Value::Number(text) | Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Whether it says true, plainly or in quotes, in any word that a reader of YAML takes for it.
    pub fn is_true(&self) -> bool {
        self.text().is_some_and(|text| ["true", "yes", "on", "y"].iter().any(|word| text.eq_ignore_ascii_case(word)))
    }

    /// Whether it says false, plainly or in quotes.
    pub fn is_false(&self) -> bool {
        self.text().is_some_and(|text| text.eq_ignore_ascii_case("false"))
    }

    /// Whether nothing stands there.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Whether it is a map.
    pub fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// Whether its value is known only once it runs: an open expression, or an intrinsic function of CloudFormation.
    pub fn is_open(&self) -> bool {
        match &self.value {
            Value::Open(_) => true,
            Value::Map(entries) => {
                entries.len() == 1 && (entries[0].0.text == "Ref" || entries[0].0.text.starts_with("Fn::"))
            }
            _ => false,
        }
    }

    /// Visits this node and all below it, parents first, until the visitor has seen `MAX_NODES`.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        let mut left = MAX_NODES;
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            left = left.saturating_sub(1);
            if left == 0 {
                return;
            }
            visit(node);
            match &node.value {
                Value::List(items) => open.extend(items.iter().rev()),
                Value::Map(entries) => open.extend(entries.iter().rev().map(|(_, node)| node)),
                _ => {}
            }
        }
    }

    /// Whether two nodes say the same, wherever they stand.
    pub fn same(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::List(mine), Value::List(theirs)) => {
                mine.len() == theirs.len() && mine.iter().zip(theirs.iter()).all(|(a, b)| a.same(b))
            }
            (Value::Map(mine), Value::Map(theirs)) => {
                mine.len() == theirs.len()
                    && mine.iter().all(|(key, node)| other.get(&key.text).is_some_and(|found| node.same(found)))
            }
            (Value::Null, Value::Null) => true,
            (Value::Open(mine), Value::Open(theirs)) => mine == theirs,
            _ => self.text().is_some() && self.text() == other.text(),
        }
    }
}
