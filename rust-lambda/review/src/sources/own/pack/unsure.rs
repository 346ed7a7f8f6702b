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
    /// Whether the file is in a language where a name may stand for a value.
    pub fn has_names(&self) -> bool {
        matches!(self.document.kind, Kind::Terraform | Kind::CloudFormation)
    }

    /// What keeps a clause from being judged on a piece of a resource; nothing where it is kept or broken for sure.
    pub fn unsure<'r>(&self, clause: &Clause, piece: &Resource<'r>) -> Vec<Unsure<'r>> {
        if let Some(open) = self.hidden(piece.body) {
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
        places.flat_map(Node::one_or_many).filter_map(|node| self.hidden(node)).collect()
    }

    /// The expression that a node is, where that may stand for anything.
    fn hidden<'r>(&self, node: &'r Node) -> Option<Unsure<'r>> {
        if self.document.kind == Kind::CloudFormation {
            return self.hidden_in_template(node).map(|source| (node.line, source));
        }
        let Value::Open(source) = &node.value else { return None };
        (!is_reference(source)).then_some((node.line, source.as_str()))
    }

    /// In a template: a parameter that nobody gives a value, what another stack gives, what lies elsewhere. Names of its
    /// own resources are none.
    fn hidden_in_template<'r>(&self, node: &'r Node) -> Option<&'r str> {
        let parameters = self.document.trees.first().and_then(|tree| tree.get("Parameters"));
        let given = |name: &str| parameters.is_some_and(|parameters| parameters.get(name).is_some());
        match &node.value {
            Value::Text(text) => text.starts_with("{{resolve:ssm:").then_some(text),
            Value::Open(text) => {
                let mut names = text.split("${").skip(1).filter_map(|part| part.split_once('}'));
                names.any(|(name, _)| given(name)).then_some(text)
            }
            Value::Map(entries) => match entries.as_ref() {
                [(key, name)] if key.text == "Ref" => name.text().filter(|name| given(name)),
                [(key, _)] if key.text == "Fn::ImportValue" || key.text == "Fn::Transform" => Some(&key.text),
                _ => None,
            },
            _ => None,
        }
    }
}
