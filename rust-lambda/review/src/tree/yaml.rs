//! YAML into trees, one for each document. Linear in the text; aliases share what they name, and a document that
//! would be larger than `MAX_NODES` written out is refused.

use std::collections::HashMap;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::{Key, MAX_DEPTH, MAX_NODES, Node, Unreadable, Value};

/// A list or map that is still being read.
struct Open {
    list: bool,
    line: u32,
    anchor: usize,
    tag: Option<String>,
    items: Vec<Node>,
    keys: Vec<Key>,
    key: Option<Key>,
    nodes: usize,
    /// Places of entries that were merged in: what the map says itself takes their place.
    merged: Vec<usize>,
}

/// Reads all documents of a text.
pub fn read(text: &str) -> Result<Vec<Node>, Unreadable> {
    let mut reader = Reader::default();
    reader.all(text)?;
    Ok(reader.documents)
}

/// After so many broken documents reading does not go on.
const BROKEN: usize = 20;

/// Reads all documents that can be read, and says of the others why not. A text of which none can be read is unreadable.
pub fn read_parts(text: &str) -> Result<(Vec<Node>, Vec<Unreadable>), Unreadable> {
    let (mut documents, mut broken): (Vec<Node>, Vec<Unreadable>) = (Vec::new(), Vec::new());
    let (mut from, mut above) = (0, 0);
    // Marks of documents with their lines, which only a broken text needs.
    let mut marks = text
        .lines()
        .zip(1_u32..)
        .filter(|(line, _)| line.starts_with("---"))
        .map(|(line, number)| (line.as_ptr() as usize - text.as_ptr() as usize, number));
    loop {
        let mut reader = Reader::default();
        let read = reader.all(&text[from..]);
        documents.extend(reader.documents.into_iter().map(|node| lower(node, above)));
        let Err(mut why) = read else { break };
        why.line = why.line.map(|line| line + above);
        if broken.last().is_none_or(|last| last.line != why.line) {
            broken.push(why);
        }
        if broken.len() > BROKEN {
            broken.push(Unreadable {
                line: None,
                why: "not YAML: too many of them are broken, the rest is not read".to_owned(),
            });
            break;
        }
        match marks.find(|(at, line)| *at > from && *line > above + reader.began) {
            Some((at, line)) => (from, above) = (at, line - 1),
            None => break,
        }
    }
    if documents.is_empty() && !broken.is_empty() { Err(broken.swap_remove(0)) } else { Ok((documents, broken)) }
}

/// A document of a part of a text, at its lines in the whole.
fn lower(node: Node, lines: u32) -> Node {
    if lines == 0 {
        return node;
    }
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(|item| lower(item.clone(), lines)).collect()),
        Value::Map(entries) => {
            let moved = |key: &Key| Key { text: key.text.clone(), line: key.line + lines };
            Value::Map(entries.iter().map(|(key, node)| (moved(key), lower(node.clone(), lines))).collect())
        }
        other => other.clone(),
    };
    Node { value, line: node.line + lines, end: node.end + lines }
}

#[derive(Default)]
struct Reader {
    documents: Vec<Node>,
    /// The line at which the last document begins.
    began: u32,
    open: Vec<Open>,
    anchors: HashMap<usize, (Node, usize)>,
}

impl Reader {
    fn all(&mut self, text: &str) -> Result<(), Unreadable> {
        let mut parser = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| Unreadable {
                line: Some(error.marker().line() as u32),
                why: format!("not YAML: {}", error.info()),
            })?;
            self.take(event, span)?;
        }
        Ok(())
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Unreadable> {
        let line = span.start.line() as u32;
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let end = if span.end.col() == 0 { span.end.line().saturating_sub(1) } else { span.end.line() };
                let is_key = self.open.last().is_some_and(|around| !around.list && around.key.is_none());
                let value = scalar(&text, style, tag.as_deref());
                let value =
                    if is_key && matches!(value, Value::Bool(_)) { Value::Text(text.to_string()) } else { value };
                let node = Node { value, line, end: (end as u32).max(line) };
                let node = tagged(node, short(tag.as_deref()));
                self.close(node, anchor, 1)
            }
            Event::SequenceStart(anchor, tag) => self.begin(true, line, anchor, tag.as_deref()),
            Event::MappingStart(anchor, tag) => self.begin(false, line, anchor, tag.as_deref()),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(done) = self.open.pop() else { return Ok(()) };
                let end = done.items.last().map_or(done.line, |node| node.end).max(done.line);
                let value = if done.list {
                    Value::List(done.items.into())
                } else {
                    Value::Map(done.keys.into_iter().zip(done.items).collect())
                };
                self.close(tagged(Node { value, line: done.line, end }, done.tag), done.anchor, done.nodes + 1)
            }
            Event::Alias(anchor) => {
                let Some((node, nodes)) = self.anchors.get(&anchor).cloned() else {
                    return Err(Unreadable { line: Some(line), why: "an alias without its anchor".to_owned() });
                };
                self.close(node, 0, nodes)
            }
            Event::DocumentStart(_) => {
                self.began = line;
                self.anchors.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, list: bool, line: u32, anchor: usize, tag: Option<&Tag>) -> Result<(), Unreadable> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Unreadable { line: Some(line), why: format!("nested deeper than {MAX_DEPTH}") });
        }
        let tag = short(tag);
        let (items, keys, merged) = (Vec::new(), Vec::new(), Vec::new());
        self.open.push(Open { list, line, anchor, tag, items, keys, key: None, nodes: 0, merged });
        Ok(())
    }

    /// Hangs a finished node into the one around it; in a map every other node is a key.
    fn close(&mut self, node: Node, anchor: usize, nodes: usize) -> Result<(), Unreadable> {
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), nodes));
        }
        let Some(around) = self.open.last_mut() else {
            self.documents.push(node);
            return Ok(());
        };
        around.nodes += nodes;
        if around.nodes > MAX_NODES {
            return Err(Unreadable { line: Some(node.line), why: "aliases that write out too large".to_owned() });
        }
        if around.list {
            around.items.push(node);
        } else if let Some(key) = around.key.take() {
            let merged = around.merged.iter().position(|at| around.keys[*at].text == key.text);
            if key.text == "<<" {
                merge(around, &node);
            } else if let Some(at) = merged.map(|place| around.merged.swap_remove(place)) {
                (around.keys[at], around.items[at]) = (key, node);
            } else {
                around.keys.push(key);
                around.items.push(node);
            }
        } else {
            around.key = Some(Key { text: node.text().unwrap_or_default().to_owned(), line: node.line });
        }
        Ok(())
    }
}

/// The merge key of YAML 1.1, which Compose files use: entries that the map does not have itself.
fn merge(around: &mut Open, from: &Node) {
    for map in from.one_or_many() {
        for (key, node) in map.entries() {
            if !around.keys.iter().any(|own| own.text == key.text) {
                around.merged.push(around.keys.len());
                around.keys.push(key.clone());
                around.items.push(node.clone());
            }
        }
    }
}

/// The local tag of a node: `!Ref` is `Ref`.
fn short(tag: Option<&Tag>) -> Option<String> {
    tag.filter(|tag| tag.handle == "!").map(|tag| tag.suffix.clone())
}

/// The short forms of CloudFormation become the long ones.
fn tagged(node: Node, tag: Option<String>) -> Node {
    let Some(tag) = tag else { return node };
    let (line, end) = (node.line, node.end);
    let (text, node) = match tag.as_str() {
        "Ref" | "Condition" => (tag, node),
        "GetAtt" => {
            let parts = node.text().map(|text| text.splitn(2, '.').map(|part| leaf(part, line)).collect::<Rc<[_]>>());
            ("Fn::GetAtt".to_owned(), parts.map_or(node, |parts| Node { value: Value::List(parts), line, end }))
        }
        _ => (format!("Fn::{tag}"), node),
    };
    Node { value: Value::Map(Rc::new([(Key { text, line }, node)])), line, end }
}

fn leaf(text: &str, line: u32) -> Node {
    Node { value: Value::Text(text.to_owned()), line, end: line }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    if style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.suffix == "str") {
        return Value::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        // YAML 1.1, which kubectl, Compose and CloudFormation read, has more words for them.
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "y" | "Y" | "on" | "On" | "ON" => Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Value::Bool(false),
        _ if text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') && text.parse::<f64>().is_ok() => {
            Value::Number(text.to_owned())
        }
        _ => Value::Text(text.to_owned()),
    }
}
