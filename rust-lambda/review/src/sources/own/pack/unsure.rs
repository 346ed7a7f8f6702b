//! Where a clause cannot be judged, since what it asks of is only known when it runs. Silence there is no approval.

use super::Clause;
use super::condition::{Judge, Test, asks_of_open};
use super::resources::Resource;
use crate::expression::is_reference;
use crate::kind::Kind;
use crate::tree::{Node, Value};

/// A line and the expression that stands there.
pub type Unsure<'a> = (u32, &'a str);

impl Judge<'_> {
    /// Whether the file is in Terraform's language, where anything may stand for a value.
    pub fn is_terraform(&self) -> bool {
        self.document.kind == Kind::Terraform
    }

    /// What keeps a clause from being judged on a piece of a resource; nothing where it is kept or broken for sure.
    pub fn unsure<'r>(&self, clause: &Clause, piece: &Resource<'r>) -> Vec<Unsure<'r>> {
        if let Some(open) = hidden(piece.body) {
            return vec![open];
        }
        let mut open = Vec::new();
        for test in &clause.given {
            if !self.holds_somewhere(test, piece) {
                match self.open(test, piece) {
                    found if found.is_empty() => return Vec::new(),
                    found => open.extend(found),
                }
            }
        }
        let Some((first, others)) = clause.need.split_first() else { return Vec::new() };
        for test in others.iter().filter(|test| self.holds_everywhere(test, piece)) {
            match self.open(test, piece) {
                found if found.is_empty() => return Vec::new(),
                found => open.extend(found),
            }
        }
        let first_open = self.open(first, piece);
        if first_open.is_empty() && self.broken(first, piece).is_empty() {
            return Vec::new();
        }
        open.extend(first_open);
        open
    }

    /// The expressions at the places of a condition, or among the items there.
    fn open<'r>(&self, test: &Test, piece: &Resource<'r>) -> Vec<Unsure<'r>> {
        if asks_of_open(test.condition) {
            return Vec::new();
        }
        let places = self.places(test, piece).into_iter().filter_map(|(_, value)| value);
        places.flat_map(Node::one_or_many).filter_map(hidden).collect()
    }
}

/// The expression that a node is, where that may stand for anything.
fn hidden(node: &Node) -> Option<Unsure<'_>> {
    let Value::Open(source) = &node.value else { return None };
    (!is_reference(source)).then_some((node.line, source.as_str()))
}
