//! A template of CloudFormation with its intrinsic functions resolved as far as the text alone tells: references to
//! parameters with a default, joined and substituted texts, maps. Of an `Fn::If` nobody knows the arm, so there are
//! two readings: one takes every first arm, one every second. What stays unknown stays open.

use std::collections::HashMap;

use crate::tree::{Key, Node, Value};

/// How much text substitutions may make, in bytes; beyond it they stay open.
const MAX_MADE: usize = 4_000_000;

/// The longest default that is put in; CloudFormation allows no longer ones.
const MAX_DEFAULT: usize = 4_096;

/// One or two readings of a template.
pub fn readings(template: &Node) -> Vec<Node> {
    readings_with(template, &[])
}

/// The same where parameters are given values, which count before their defaults.
pub fn readings_with(template: &Node, given: &[(String, Node)]) -> Vec<Node> {
    let mut branches = false;
    let first = Resolver::new(template, given, 1).node(template, &mut branches);
    if !branches {
        return vec![first];
    }
    vec![first, Resolver::new(template, given, 2).node(template, &mut branches)]
}

struct Resolver<'a> {
    defaults: HashMap<&'a str, &'a Node>,
    mappings: Option<&'a Node>,
    /// The place of the arm that is taken in the list of an `Fn::If`.
    arm: usize,
    made: usize,
}

impl<'a> Resolver<'a> {
    fn new(template: &'a Node, given: &'a [(String, Node)], arm: usize) -> Resolver<'a> {
        let parameters = template.get("Parameters").map(Node::entries).unwrap_or_default();
        let defaults = parameters.iter().filter_map(|(key, parameter)| {
            // The default of such a one names where the value lies.
            let lies_elsewhere = parameter.get("Type").and_then(Node::text)?.starts_with("AWS::SSM::Parameter::Value");
            let default =
                parameter.get("Default").filter(|default| default.text().is_some_and(|text| text.len() <= MAX_DEFAULT));
            default.filter(|_| !lies_elsewhere).map(|default| (key.text.as_str(), default))
        });
        let mut defaults: HashMap<&str, &Node> = defaults.collect();
        defaults.extend(given.iter().map(|(name, value)| (name.as_str(), value)));
        Resolver { defaults, mappings: template.get("Mappings"), arm, made: 0 }
    }

    fn node(&mut self, node: &Node, branches: &mut bool) -> Node {
        let value = match &node.value {
            Value::List(items) => {
                let items = items.iter().map(|item| self.node(item, branches));
                Value::List(items.filter(|item| !is_no_value(item)).collect())
            }
            Value::Map(entries) => {
                if let [(key, argument)] = entries.as_ref()
                    && let Some(resolved) = self.function(&key.text, argument, node, branches)
                {
                    return resolved;
                }
                let entries = entries.iter().map(|(key, value)| (key.clone(), self.node(value, branches)));
                Value::Map(entries.filter(|(_, value)| !is_no_value(value)).collect())
            }
            other => other.clone(),
        };
        Node { value, line: node.line, end: node.end }
    }

    fn function(&mut self, name: &str, argument: &Node, node: &Node, branches: &mut bool) -> Option<Node> {
        let at = |value: Value| Some(Node { value, line: node.line, end: node.end });
        match name {
            "Ref" => at(self.named(argument.text()?)?),
            "Fn::If" if argument.items().len() == 3 => {
                *branches = true;
                Some(self.node(&argument.items()[self.arm], branches))
            }
            "Fn::Sub" => at(self.substituted(argument, branches)),
            "Fn::Join" => {
                let [between, parts] = argument.items() else { return None };
                let parts = self.node(parts, branches);
                at(self.joined(between.text()?, parts.items())?)
            }
            "Fn::FindInMap" => {
                let [map, top, second] = argument.items() else { return None };
                let keys = [map, top, second].map(|key| self.node(key, branches));
                let path = [keys[0].text()?, keys[1].text()?, keys[2].text()?];
                at(self.mappings?.at(&path)?.value.clone())
            }
            "Fn::Select" => {
                let [place, list] = argument.items() else { return None };
                let list = self.node(list, branches);
                list.items().get(place.number()? as usize).cloned()
            }
            _ => None,
        }
    }

    /// What a name stands for. Texts of pseudo parameters that say nothing about danger stay as they are.
    fn named(&self, name: &str) -> Option<Value> {
        match name {
            "AWS::Partition" => Some(Value::Text("aws".to_owned())),
            "AWS::URLSuffix" => Some(Value::Text("amazonaws.com".to_owned())),
            _ => self.defaults.get(name).map(|default| default.value.clone()),
        }
    }

    fn substituted(&mut self, argument: &Node, branches: &mut bool) -> Value {
        let template = argument.items().first().unwrap_or(argument);
        let own = argument.items().get(1).map(|map| self.node(map, branches));
        let Some(text) = template.text() else { return Value::Null };
        let (mut made, mut rest, mut open) = (String::new(), text, false);
        while let Some((before, after)) = rest.split_once("${") {
            made.push_str(before);
            let Some((name, behind)) = after.split_once('}') else { break };
            let known =
                own.as_ref().and_then(|own| own.get(name)).map(|node| node.value.clone()).or_else(|| self.named(name));
            match known.as_ref().and_then(scalar).filter(|_| self.made + made.len() < MAX_MADE) {
                Some(value) => made.push_str(value),
                // `${!x}` is text.
                None if name.starts_with('!') => made.push_str(&format!("${{{}}}", &name[1..])),
                None => {
                    open = true;
                    made.push_str(&format!("${{{name}}}"));
                }
            }
            rest = behind;
        }
        made.push_str(rest);
        self.made += made.len();
        if open { Value::Open(made) } else { Value::Text(made) }
    }

    fn joined(&mut self, between: &str, parts: &[Node]) -> Option<Value> {
        let mut open = false;
        let mut made = String::new();
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                made.push_str(between);
            }
            match part.source() {
                Some(text) => {
                    open |= matches!(part.value, Value::Open(_));
                    made.push_str(text);
                }
                None => {
                    open = true;
                    let name = part.get("Ref").and_then(Node::text).unwrap_or("?");
                    made.push_str(&format!("${{{name}}}"));
                }
            }
            if self.made + made.len() > MAX_MADE {
                return None;
            }
        }
        self.made += made.len();
        Some(if open { Value::Open(made) } else { Value::Text(made) })
    }
}

fn scalar(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) | Value::Number(text) => Some(text),
        Value::Bool(true) => Some("true"),
        Value::Bool(false) => Some("false"),
        _ => None,
    }
}

/// `AWS::NoValue` takes away what it is given to.
fn is_no_value(node: &Node) -> bool {
    node.entries().len() == 1 && node.get("Ref").and_then(Node::text) == Some("AWS::NoValue")
}

/// The resources of all readings, each once.
pub fn resources(readings: &[Node]) -> Vec<(Key, Node)> {
    let of = |reading: &Node| reading.get("Resources").map(Node::entries).unwrap_or_default().to_vec();
    let mut all = readings.first().map(of).unwrap_or_default();
    if let Some(second) = readings.get(1) {
        let known: HashMap<String, Node> = all.iter().map(|(key, node)| (key.text.clone(), node.clone())).collect();
        all.extend(
            of(second).into_iter().filter(|(key, node)| !known.get(&key.text).is_some_and(|one| one.same(node))),
        );
    }
    all
}
