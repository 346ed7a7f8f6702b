//! Pure functions of Terraform. Those of collections take what is not known as one item that is open; those of texts
//! need to know all of it. A function that is not here has no value, and whoever reads it says so.

use hcl_edit::expr::{Expression, FuncCall};

use super::operators::{counted, number};
use super::{Evaluated, Evaluator, Without, attribute, list, made, settled, texts, truth, written};
use crate::tree::{Node, Value, json, yaml};

/// The most items of a collection that is made.
const ITEMS: usize = 10_000;

impl Evaluator<'_> {
    pub(super) fn call(&mut self, call: &FuncCall) -> Evaluated {
        let name = call.name.name.as_str();
        // `core::` is where Terraform keeps its own functions; others are those of providers.
        if call.name.namespace.iter().any(|part| part.as_str() != "core") {
            return Err(Without::Unknown);
        }
        if let Some(lazy) = self.lazy(name, &call.args.iter().collect::<Vec<_>>()) {
            return lazy;
        }
        let mut args: Vec<Node> = call.args.iter().map(|arg| self.part(arg)).collect();
        if call.args.expand_final()
            && let Some(last) = args.pop()
        {
            args.extend_from_slice(settled(last)?.items());
        }
        collections(name, &args).unwrap_or_else(|| {
            if args.iter().any(|arg| !is_whole(arg)) { Err(Without::Unknown) } else { of_values(name, &args) }
        })
    }

    /// Functions that look at one argument after the other.
    fn lazy(&mut self, name: &str, args: &[&Expression]) -> Option<Evaluated> {
        match name {
            "try" => args.iter().map(|arg| self.value(arg)).find(|value| !matches!(value, Err(Without::Failing))),
            "can" => Some(match self.value(args.first()?) {
                Err(Without::Unknown) => Err(Without::Unknown),
                value => Ok(made(Value::Bool(value.is_ok()))),
            }),
            // A document in a text is judged as what it says.
            "jsonencode" | "yamlencode" | "sensitive" | "nonsensitive" | "ephemeralasnull" => {
                Some(self.value(args.first()?))
            }
            _ => None,
        }
    }
}

/// Whether nothing in a value is open.
fn is_whole(node: &Node) -> bool {
    let mut open = false;
    node.walk(&mut |node| open |= matches!(node.value, Value::Open(_)));
    !open
}

/// What each item of a list stands for; of something unknown: itself.
fn items(node: &Node) -> Result<&[Node], Without> {
    match &node.value {
        Value::List(items) => Ok(items),
        Value::Open(_) => Ok(std::slice::from_ref(node)),
        _ => Err(Without::Failing),
    }
}

fn of_items(made: Result<Vec<Node>, Without>) -> Evaluated {
    made.and_then(|items| if items.len() > ITEMS { Err(Without::Unknown) } else { Ok(list(items)) })
}

/// Functions of collections; `None`: it is none of them.
fn collections(name: &str, args: &[Node]) -> Option<Evaluated> {
    let all = || args.iter().map(items).collect::<Result<Vec<_>, _>>().map(|lists| lists.concat());
    let first = args.first()?;
    Some(match name {
        "concat" => of_items(all()),
        "setunion" => of_items(all().map(distinct)),
        "flatten" => of_items(items(first).map(flat)),
        "tolist" | "toset" | "distinct" | "sort" => of_items(items(first).map(|items| distinct(items.to_vec()))),
        "compact" => of_items(
            items(first)
                .map(|all| all.iter().filter(|item| !item.is_null() && item.text() != Some("")).cloned().collect()),
        ),
        "reverse" => of_items(items(first).map(|items| items.iter().rev().cloned().collect())),
        "coalescelist" => args
            .iter()
            .find(|arg| arg.is_open() || !arg.items().is_empty())
            .cloned()
            .ok_or(Without::Failing)
            .and_then(settled),
        "coalesce" => {
            let some = |arg: &&Node| !arg.is_null() && arg.text() != Some("");
            args.iter().find(some).cloned().ok_or(Without::Failing).and_then(settled)
        }
        "values" if first.is_map() => of_items(Ok(first.entries().iter().map(|(_, node)| node.clone()).collect())),
        "tomap" => settled(first.clone()),
        "merge" => merged(args),
        "lookup" => {
            let key = args.get(1).ok_or(Without::Failing).and_then(written);
            match key.and_then(|key| attribute(first, &key)) {
                Err(Without::Failing) => args.get(2).cloned().ok_or(Without::Failing).and_then(settled),
                found => found.and_then(settled),
            }
        }
        "element" => items(first).and_then(|items| {
            let at = number(args.get(1).ok_or(Without::Failing)?)?;
            let count = items.len().max(1);
            if items.iter().any(Node::is_open) {
                Err(Without::Unknown)
            } else {
                items.get(at.max(0.0) as usize % count).cloned().ok_or(Without::Failing)
            }
        }),
        "one" => match first.items() {
            _ if first.is_open() => Err(Without::Unknown),
            [] => Ok(made(Value::Null)),
            [item] => settled(item.clone()),
            _ => Err(Without::Failing),
        },
        _ => return None,
    })
}

fn distinct(items: Vec<Node>) -> Vec<Node> {
    let mut kept: Vec<Node> = Vec::new();
    for item in items {
        // Longer lists stay as they are: comparing each with each is not worth it.
        if kept.len() > 200 || !kept.iter().any(|known| known.same(&item)) {
            kept.push(item);
        }
    }
    kept
}

fn flat(items: &[Node]) -> Vec<Node> {
    items
        .iter()
        .flat_map(|item| {
            if item.items().is_empty() && !matches!(item.value, Value::List(_)) {
                vec![item.clone()]
            } else {
                flat(item.items())
            }
        })
        .collect()
}

fn merged(maps: &[Node]) -> Evaluated {
    let mut entries: Vec<_> = Vec::new();
    for map in maps {
        if map.is_open() {
            return Err(Without::Unknown);
        }
        for (key, node) in map.entries() {
            entries.retain(|(known, _): &(crate::tree::Key, Node)| known.text != key.text);
            entries.push((key.clone(), node.clone()));
        }
    }
    Ok(made(Value::Map(entries.into())))
}

/// Functions of values that are known as a whole.
fn of_values(name: &str, args: &[Node]) -> Evaluated {
    let first = args.first().ok_or(Without::Failing)?;
    let truths = || first.items().iter().map(truth).collect::<Result<Vec<_>, _>>();
    let numbers = || args.iter().map(number).collect::<Result<Vec<_>, _>>();
    let says = |holds: bool| Ok(made(Value::Bool(holds)));
    match name {
        "tostring" => written(first).map(super::text),
        "tonumber" => number(first).map(counted),
        "tobool" => truth(first).map(|holds| made(Value::Bool(holds))),
        "alltrue" => truths().and_then(|all| says(all.into_iter().all(|one| one))),
        "anytrue" => truths().and_then(|all| says(all.into_iter().any(|one| one))),
        "length" => Ok(counted(match first.text() {
            Some(text) => text.chars().count(),
            None => first.items().len() + first.entries().len(),
        } as f64)),
        "keys" => Ok(list(first.entries().iter().map(|(key, _)| super::text(key.text.clone())).collect())),
        "contains" => {
            let wanted = args.get(1).ok_or(Without::Failing)?;
            says(first.items().iter().any(|item| item.same(wanted)))
        }
        "slice" => {
            let [_, from, to] = args else { return Err(Without::Failing) };
            let range = number(from)? as usize..number(to)? as usize;
            first.items().get(range).map(|items| list(items.to_vec())).ok_or(Without::Failing)
        }
        "zipmap" => {
            let values = args.get(1).ok_or(Without::Failing)?.items();
            let keys = first.items().iter().map(|key| Ok(crate::tree::Key { text: written(key)?, line: 1 }));
            let keys = keys.collect::<Result<Vec<_>, Without>>()?;
            Ok(made(Value::Map(keys.into_iter().zip(values.iter().cloned()).collect())))
        }
        "max" => numbers().map(|all| counted(all.into_iter().fold(f64::MIN, f64::max))),
        "min" => numbers().map(|all| counted(all.into_iter().fold(f64::MAX, f64::min))),
        "abs" => number(first).map(|one| counted(one.abs())),
        "ceil" => number(first).map(|one| counted(one.ceil())),
        "floor" => number(first).map(|one| counted(one.floor())),
        "jsondecode" => json::read(&written(first)?).map_err(|_| Without::Failing),
        "yamldecode" => {
            let documents = yaml::read(&written(first)?).map_err(|_| Without::Failing)?;
            documents.into_iter().next().ok_or(Without::Failing)
        }
        name => texts::call(name, args),
    }
}
