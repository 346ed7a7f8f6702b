//! Expressions of Terraform, evaluated as far as their text tells: names, operators, choices, loops and pure functions.
//! What only runs will tell stays open, and around it all else is known: of `concat(["0.0.0.0/0"], var.more)` the first
//! item is. Bounded by `STEPS` whatever is written.

mod functions;
mod made;
mod operators;
mod texts;

use std::collections::HashMap;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, Object, ObjectKey, Traversal, TraversalOperator};
use hcl_edit::parser::{parse_expr, parse_template};

use crate::tree::{Key, MAX_DEPTH, Node, Value};

/// How many parts of one expression are evaluated; a real one has some dozen.
const STEPS: usize = 20_000;

/// The longest text that is made.
const LONGEST: usize = 100_000;

/// Why an expression has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
    /// Only a run tells.
    Unknown,
    /// It fails, as `try` finds out.
    Failing,
}

/// The value of an expression, or why it has none.
pub type Evaluated = Result<Node, Without>;

/// The value of an expression or a template where `known` names are given; `None` where nothing of it is known.
pub fn evaluate(source: &str, known: &HashMap<String, Node>) -> Option<Node> {
    if source.len() > LONGEST || is_deep(source) {
        return None;
    }
    let mut evaluator = Evaluator { known, scope: Vec::new(), source, left: STEPS };
    // In the JSON form a text with signs stands for a template.
    match parse_expr(source.trim()) {
        Ok(expression) => {
            evaluator.source = source.trim();
            evaluator.value(&expression).ok()
        }
        Err(_) => evaluator.template(&parse_template(source).ok()?).ok(),
    }
}

/// Whether reading a text would lead deeper than any real one does: readers of expressions call themselves.
fn is_deep(source: &str) -> bool {
    const SIGNS: usize = 500;
    let (mut depth, mut signs) = (0_usize, 0_usize);
    source.bytes().any(|byte| {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'!' | b'?' | b'-' => signs += 1,
            _ => {}
        }
        depth > MAX_DEPTH || signs > SIGNS
    })
}

/// Whether an expression only names something of another resource or module: that is nothing which anybody hides. What
/// a caller, a data source or a loop gives may be anything.
pub fn is_reference(source: &str) -> bool {
    let source = source.trim();
    match source.split_once("${") {
        // In a text, each of its signs must be such a name.
        Some((_, inner)) => {
            inner.split("${").all(|part| part.split_once('}').is_some_and(|(name, _)| is_name(name.trim())))
        }
        None => is_name(source),
    }
}

fn is_name(plain: &str) -> bool {
    let mut parts = plain.split('.');
    let given = matches!(parts.next(), Some("var" | "local" | "data" | "each" | "count"));
    let looped = matches!(parts.next(), None | Some("value" | "key"));
    !given && !looped && parts.next().is_some() && plain.chars().all(|c| c.is_alphanumeric() || "_-.[]*\"".contains(c))
}

struct Evaluator<'a> {
    known: &'a HashMap<String, Node>,
    /// The names that loops have given, the innermost last.
    scope: Vec<(String, Node)>,
    source: &'a str,
    left: usize,
}

/// A value that stands nowhere yet.
fn made(value: Value) -> Node {
    Node { value, line: 1, end: 1 }
}

fn text(text: impl Into<String>) -> Node {
    made(Value::Text(text.into()))
}

fn list(items: Vec<Node>) -> Node {
    made(Value::List(items.into()))
}

impl Evaluator<'_> {
    fn value(&mut self, expression: &Expression) -> Evaluated {
        self.left = self.left.checked_sub(1).ok_or(Without::Unknown)?;
        Ok(made(match expression {
            Expression::Null(_) => Value::Null,
            Expression::Bool(value) => Value::Bool(*value.value()),
            Expression::Number(value) => Value::Number(value.value().to_string()),
            Expression::String(value) => Value::Text(value.value().clone()),
            Expression::Array(array) => Value::List(array.iter().map(|item| self.part(item)).collect()),
            Expression::Object(object) => self.object(object)?,
            Expression::StringTemplate(template) => return self.template(template),
            Expression::HeredocTemplate(heredoc) => return self.template(&heredoc.template),
            Expression::Parenthesis(inner) => return self.value(inner.inner()),
            Expression::Variable(name) => return self.scoped(name.as_str()),
            Expression::Traversal(traversal) => return self.traversal(traversal),
            Expression::Conditional(choice) => {
                return match self.value(&choice.cond_expr).and_then(|node| truth(&node)) {
                    Ok(true) => self.value(&choice.true_expr),
                    Ok(false) => self.value(&choice.false_expr),
                    Err(why) => {
                        let (one, other) = (self.value(&choice.true_expr)?, self.value(&choice.false_expr)?);
                        if one.same(&other) { Ok(one) } else { Err(why) }
                    }
                };
            }
            Expression::FuncCall(call) => return self.call(call),
            Expression::UnaryOp(operation) => {
                return operators::unary(*operation.operator.value(), &self.value(&operation.expr)?);
            }
            Expression::BinaryOp(operation) => return self.binary(operation),
            Expression::ForExpr(each) => return self.each(each),
        }))
    }

    /// A part of a list or map: where it has no value it stays open, and its neighbours are known.
    fn part(&mut self, expression: &Expression) -> Node {
        self.value(expression).unwrap_or_else(|_| {
            let source = expression.span().and_then(|span| self.source.get(span)).unwrap_or_default();
            made(Value::Open(source.to_owned()))
        })
    }

    fn object(&mut self, object: &Object) -> Result<Value, Without> {
        let mut entries = Vec::new();
        for (key, value) in object {
            let name = match key {
                ObjectKey::Ident(ident) => ident.as_str().to_owned(),
                ObjectKey::Expression(Expression::Variable(name)) => name.as_str().to_owned(),
                ObjectKey::Expression(expression) => written(&self.value(expression)?)?,
            };
            entries.push((Key { text: name, line: 1 }, self.part(value.expr())));
        }
        Ok(Value::Map(entries.into()))
    }

    fn scoped(&self, name: &str) -> Evaluated {
        let found = self.scope.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, node)| node.clone()).ok_or(Without::Unknown)
    }

    fn traversal(&mut self, traversal: &Traversal) -> Evaluated {
        let mut operators = traversal.operators.iter().map(|operator| operator.value());
        let node = match &traversal.expr {
            Expression::Variable(name) if matches!(name.as_str(), "var" | "local") => {
                let Some(TraversalOperator::GetAttr(part)) = operators.next() else { return Err(Without::Unknown) };
                self.known.get(&format!("{}.{}", name.as_str(), part.as_str())).cloned().ok_or(Without::Unknown)?
            }
            other => self.value(other)?,
        };
        let rest: Vec<&TraversalOperator> = operators.collect();
        self.follow(node, &rest)
    }

    fn follow(&mut self, node: Node, operators: &[&TraversalOperator]) -> Evaluated {
        let Some((first, rest)) = operators.split_first() else { return settled(node) };
        let next = match first {
            TraversalOperator::GetAttr(name) => attribute(&node, name.as_str())?,
            TraversalOperator::Index(expression) => {
                let at = self.value(expression)?;
                attribute(&node, &written(&at)?)?
            }
            TraversalOperator::LegacyIndex(at) => attribute(&node, &at.to_string())?,
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                let items: Result<Vec<Node>, Without> =
                    settled(node)?.one_or_many().iter().map(|item| self.follow(item.clone(), rest)).collect();
                return items.map(list);
            }
        };
        self.follow(next, rest)
    }
}

/// A value that is known as a whole; an open one is what its own name is, and that is not known.
fn settled(node: Node) -> Evaluated {
    if matches!(node.value, Value::Open(_)) { Err(Without::Unknown) } else { Ok(node) }
}

fn attribute(node: &Node, name: &str) -> Evaluated {
    let found = match &node.value {
        Value::Open(_) => return Err(Without::Unknown),
        Value::List(items) => name.parse::<usize>().ok().and_then(|at| items.get(at)),
        _ => node.get(name),
    };
    found.cloned().ok_or(Without::Failing)
}

/// Whether a value is true.
fn truth(node: &Node) -> Result<bool, Without> {
    match node.text() {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err(Without::Failing),
    }
}

/// A value as a text.
fn written(node: &Node) -> Result<String, Without> {
    match node.text() {
        Some(text) => Ok(text.to_owned()),
        None if node.is_open() => Err(Without::Unknown),
        None => Err(Without::Failing),
    }
}

#[cfg(test)]
mod tests;
