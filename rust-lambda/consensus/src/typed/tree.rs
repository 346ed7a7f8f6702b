//! An answer as a tree of places, each with what the schema says of it.

use super::names;
use super::schema::{self, Schema, View};
use crate::json::decimal::Decimal;
use crate::json::{Node, Value};

/// Letters of a `maxLength` up to which a string is an answer.
const SHORT: &str = "64";

/// What a caller says that a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is a part of the conclusion.
    Vote,
    /// It is compared and has no vote.
    Reason,
    /// It is not looked at.
    Ignore,
}

/// What the schema says of a single value.
#[derive(Clone, Debug, Default)]
pub struct Hint {
    /// By the annotation of the field, or of one that holds it.
    pub role: Option<Role>,
    /// One of a few values, or of a prescribed form: each character counts.
    pub coded: bool,
    /// A string that is an answer however it reads, since it has few letters.
    pub brief: bool,
    /// A string whose description lists what it may say.
    pub listed: bool,
    /// How far numbers may differ and be the same.
    pub tolerance: Option<Decimal>,
}

/// A single value.
#[derive(Clone, Debug)]
pub enum Leaf {
    /// `null`, `true` or `false`.
    Word(&'static str),
    /// A number.
    Number(Decimal),
    /// A string.
    Text(String),
}

/// What stands at one place of an answer.
#[derive(Clone, Debug)]
pub enum Tree {
    /// A single value.
    Leaf(Leaf, Hint),
    /// Items; of a set without order.
    List(Vec<Tree>, bool),
    /// Members by name, each with whether the schema names it.
    Map(Vec<(String, bool, Tree)>),
}

/// The tree of an answer.
pub fn of(schema: &Schema, answer: &Node) -> Tree {
    grow(schema, &schema.whole(answer), answer, None)
}

fn grow(schema: &Schema, view: &View, node: &Node, above: Option<Role>) -> Tree {
    let role = role(view).or(above);
    let leaf = |leaf| Tree::Leaf(leaf, hint(view, role));
    match &node.value {
        Value::Null => leaf(Leaf::Word("null")),
        Value::Bool(true) => leaf(Leaf::Word("true")),
        Value::Bool(false) => leaf(Leaf::Word("false")),
        Value::Number(number) => leaf(Leaf::Number(number.clone())),
        Value::Text(text) => leaf(Leaf::Text(text.clone())),
        Value::List(items) => {
            let grown = items.iter().enumerate();
            let grown = grown.map(|(at, item)| grow(schema, &schema.item(view, at, item), item, role));
            Tree::List(grown.collect(), is_set(view).unwrap_or(schema.unordered))
        }
        Value::Object(members) => {
            let grown = members.iter().map(|(name, member)| {
                let (own, named) = schema.member(view, name, member);
                (name.clone(), named, grow(schema, &own, member, role))
            });
            Tree::Map(grown.collect())
        }
    }
}

fn role(view: &View) -> Option<Role> {
    match schema::annotation(view, "role")?.text()? {
        "vote" => Some(Role::Vote),
        "reason" => Some(Role::Reason),
        "ignore" => Some(Role::Ignore),
        _ => None,
    }
}

fn hint(view: &View, role: Option<Role>) -> Hint {
    let has = |names: &[&str]| view.iter().any(|rule| names.iter().any(|name| rule.get(name).is_some()));
    let most = Decimal::read(SHORT);
    let limit =
        |rule: &&Node| rule.get("maxLength").and_then(Node::number).zip(most.as_ref()).is_some_and(|(a, b)| a <= b);
    let described = |rule: &&Node| rule.get("description").and_then(Node::text).is_some_and(names::lists_values);
    Hint {
        role,
        coded: has(&["enum", "const", "pattern", "format"]),
        brief: view.iter().any(limit),
        listed: view.iter().any(described),
        tolerance: schema::annotation(view, "tolerance").and_then(Node::number).cloned(),
    }
}

/// By the annotation, else by `uniqueItems`, else by the words of the description; None where nothing is said.
fn is_set(view: &View) -> Option<bool> {
    let said = schema::annotation(view, "order").and_then(Node::text).map(|order| order == "set");
    let unique = |rule: &&Node| rule.get("uniqueItems").is_some_and(|unique| unique.value == Value::Bool(true));
    let described = |rule: &&Node| rule.get("description").and_then(Node::text).is_some_and(names::says_unordered);
    said.or_else(|| view.iter().any(|rule| unique(rule) || described(rule)).then_some(true))
}
