//! HCL into a tree: a block becomes a list under its name, of maps under their labels, as Terraform's JSON form has it.

use std::collections::HashMap;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Block, Body, Structure};

use super::{Key, Node, Unreadable, Value, dynamic};
use crate::text::Lines;

/// A top-level block: `resource "aws_db_instance" "main" { … }`.
#[derive(Clone, Debug)]
pub struct TopBlock {
    /// The word before the labels.
    pub word: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// Its body as a map; blocks inside are lists under their names.
    pub body: Node,
}

/// Reads the blocks of a file.
pub fn read(text: &str) -> Result<Vec<TopBlock>, Unreadable> {
    let body: Body = hcl_edit::parser::parse_body(text).map_err(|error| Unreadable {
        line: Some(error.location().line() as u32),
        why: format!("not HCL: {}", error.message()),
    })?;
    let reader = Reader { text, lines: Lines::new(text) };
    Ok(body
        .blocks()
        .map(|block| TopBlock {
            word: block.ident.as_str().to_owned(),
            labels: labels(block),
            body: reader.block(block),
        })
        .collect())
}

/// The blocks of Terraform's JSON form: types, names, bodies. What has an interpolation is open, as in HCL.
pub fn from_json(tree: &Node) -> Vec<TopBlock> {
    let mut blocks = Vec::new();
    for (word, under) in tree.entries() {
        let deep = if word.text == "resource" || word.text == "data" { 2 } else { usize::from(word.text != "locals") };
        labelled(&word.text, &mut Vec::new(), deep, under, &mut blocks);
    }
    blocks
}

fn labelled(word: &str, labels: &mut Vec<String>, deep: usize, node: &Node, blocks: &mut Vec<TopBlock>) {
    if labels.len() < deep && node.is_map() {
        for (label, under) in node.entries() {
            labels.push(label.text.clone());
            labelled(word, labels, deep, under, blocks);
            labels.pop();
        }
        return;
    }
    let bodies = node.one_or_many().iter().filter(|body| body.is_map());
    blocks.extend(bodies.map(|body| TopBlock {
        word: word.to_owned(),
        labels: labels.clone(),
        body: interpolated(body),
    }));
}

/// The same tree, where what has an interpolation is open.
pub fn interpolated(node: &Node) -> Node {
    let value = match &node.value {
        Value::Text(text) if text.contains("${") => Value::Open(text.clone()),
        Value::List(items) => Value::List(items.iter().map(interpolated).collect()),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(key, node)| (key.clone(), interpolated(node))).collect())
        }
        other => other.clone(),
    };
    Node { value, line: node.line, end: node.end }
}

/// The attributes of a file of values, as a map.
pub fn attributes(text: &str) -> Result<Node, Unreadable> {
    let body: Body = hcl_edit::parser::parse_body(text).map_err(|error| Unreadable {
        line: Some(error.location().line() as u32),
        why: format!("not HCL: {}", error.message()),
    })?;
    let reader = Reader { text, lines: Lines::new(text) };
    Ok(Node { value: reader.body(&body), line: 1, end: 1 })
}

fn labels(block: &Block) -> Vec<String> {
    block.labels.iter().map(|label| label.as_str().to_owned()).collect()
}

/// What stands under a name of a body.
enum Entry {
    Attribute(Node),
    Blocks(Vec<Node>),
}

impl Entry {
    fn node(self) -> Node {
        match self {
            Entry::Attribute(node) => node,
            Entry::Blocks(list) => {
                let (line, end) = (list.first().map_or(1, |node| node.line), list.last().map_or(1, |node| node.end));
                Node { value: Value::List(list.into()), line, end }
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines,
}

impl Reader<'_> {
    fn span(&self, thing: &impl Span) -> (u32, u32) {
        let span = thing.span().unwrap_or(0..0);
        let last = span.end.saturating_sub(1).max(span.start);
        (self.lines.line(span.start), self.lines.line(last))
    }

    fn block(&self, block: &Block) -> Node {
        let (line, end) = self.span(block);
        Node { value: self.body(&block.body), line, end }
    }

    /// Blocks of one name stand in one list, where the first of them stands.
    fn body(&self, body: &Body) -> Value {
        let mut entries: Vec<(Key, Entry)> = Vec::new();
        let mut lists: HashMap<String, usize> = HashMap::new();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    let (line, _) = self.span(attribute);
                    let key = Key { text: attribute.key.as_str().to_owned(), line };
                    entries.push((key, Entry::Attribute(self.value(&attribute.value))));
                }
                Structure::Block(block) => {
                    let (word, nodes) = self.named(block);
                    let line = nodes.first().map_or(1, |node| node.line);
                    let at = *lists.entry(word.clone()).or_insert(entries.len());
                    if at == entries.len() {
                        entries.push((Key { text: word, line }, Entry::Blocks(Vec::new())));
                    }
                    if let Entry::Blocks(list) = &mut entries[at].1 {
                        list.extend(nodes);
                    }
                }
            }
        }
        Value::Map(entries.into_iter().map(|(key, entry)| (key, entry.node())).collect())
    }

    /// A block inside a block: its name and bodies. `dynamic "x"` counts as the blocks `x` that it makes.
    fn named(&self, block: &Block) -> (String, Vec<Node>) {
        let node = self.block(block);
        let word = block.ident.as_str().to_owned();
        match (word.as_str(), labels(block).into_iter().next()) {
            ("dynamic", Some(label)) => match dynamic::made(&label, &node) {
                Some(made) => (label, made),
                None => (word, vec![node]),
            },
            // The only one whose label says more than what stands in it.
            ("backend", Some(label)) => {
                let (line, end) = (node.line, node.end);
                (word, vec![Node { value: Value::Map([(Key { text: label, line }, node)].into()), line, end }])
            }
            _ => (word, vec![node]),
        }
    }

    fn value(&self, expression: &Expression) -> Node {
        let (line, end) = self.span(expression);
        let value = match expression {
            Expression::Null(_) => Value::Null,
            Expression::Bool(value) => Value::Bool(*value.value()),
            Expression::Number(value) => Value::Number(value.value().to_string()),
            Expression::String(value) => Value::Text(value.value().clone()),
            Expression::Array(array) => Value::List(array.iter().map(|item| self.value(item)).collect()),
            Expression::Object(object) => {
                Value::Map(object.iter().map(|(key, value)| (self.key(key), self.value(value.expr()))).collect())
            }
            Expression::HeredocTemplate(heredoc) => self.heredoc(expression, heredoc),
            Expression::FuncCall(call) if call.name.name.as_str() == "jsonencode" => {
                return call
                    .args
                    .iter()
                    .next()
                    .map_or(open(self.text, expression, line, end), |inner| self.value(inner));
            }
            Expression::Parenthesis(inner) => return self.value(inner.inner()),
            _ => return open(self.text, expression, line, end),
        };
        Node { value, line, end }
    }

    /// A document that holds JSON is read as such, with its own lines.
    fn heredoc(&self, expression: &Expression, heredoc: &hcl_edit::template::HeredocTemplate) -> Value {
        let inner = heredoc.template.span().and_then(|span| self.text.get(span)).unwrap_or_default();
        let (line, _) = self.span(&heredoc.template);
        if inner.trim_start().starts_with(['{', '[']) {
            let padded = format!("{}{inner}", "\n".repeat(line.saturating_sub(1) as usize));
            if let Ok(node) = super::json::read(&padded) {
                return if inner.contains("${") { opened(node).value } else { node.value };
            }
        }
        let source = expression.span().and_then(|span| self.text.get(span)).unwrap_or_default();
        if inner.contains("${") { Value::Open(source.to_owned()) } else { Value::Text(inner.to_owned()) }
    }

    fn key(&self, key: &ObjectKey) -> Key {
        match key {
            ObjectKey::Ident(ident) => Key { text: ident.as_str().to_owned(), line: self.span(ident).0 },
            ObjectKey::Expression(expression) => {
                let node = self.value(expression);
                Key { text: node.source().unwrap_or_default().to_owned(), line: node.line }
            }
        }
    }
}

/// A document in whose texts Terraform still puts something: those texts are open, the rest says what it says.
fn opened(node: Node) -> Node {
    let value = match node.value {
        Value::Text(text) if text.contains("${") => Value::Open(text),
        Value::List(items) => Value::List(items.iter().cloned().map(opened).collect()),
        Value::Map(entries) => Value::Map(entries.iter().cloned().map(|(key, node)| (key, opened(node))).collect()),
        value => value,
    };
    Node { value, line: node.line, end: node.end }
}

fn open(text: &str, expression: &Expression, line: u32, end: u32) -> Node {
    let source = expression.span().and_then(|span| text.get(span)).unwrap_or_default();
    Node { value: Value::Open(source.to_owned()), line, end }
}
