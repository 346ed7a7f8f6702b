//! What expressions make of others: texts out of templates, and lists and maps out of loops.

use hcl_edit::expr::ForExpr;
use hcl_edit::template::{Directive, Element, Template};

use super::{Evaluated, Evaluator, LONGEST, Without, list, made, text, truth, written};
use crate::tree::{Key, Node, Value};

impl Evaluator<'_> {
    pub(super) fn template(&mut self, template: &Template) -> Evaluated {
        let elements: Vec<&Element> = template.iter().collect();
        if let [Element::Interpolation(one)] = elements.as_slice() {
            return self.value(&one.expr);
        }
        let mut all = String::new();
        for element in elements {
            match element {
                Element::Literal(text) => all.push_str(text),
                Element::Interpolation(inner) => all.push_str(&written(&self.value(&inner.expr)?)?),
                Element::Directive(directive) => {
                    let Directive::If(choice) = directive.as_ref() else { return Err(Without::Unknown) };
                    let holds = self.value(&choice.if_expr.cond_expr).and_then(|node| truth(&node))?;
                    let chosen = if holds {
                        Some(&choice.if_expr.template)
                    } else {
                        choice.else_expr.as_ref().map(|other| &other.template)
                    };
                    if let Some(chosen) = chosen {
                        all.push_str(&written(&self.template(chosen)?)?);
                    }
                }
            }
            if all.len() > LONGEST {
                return Err(Without::Unknown);
            }
        }
        Ok(text(all))
    }

    pub(super) fn each(&mut self, each: &ForExpr) -> Evaluated {
        let over = self.value(&each.intro.collection_expr)?;
        let pairs: Vec<(Node, Node)> = match &over.value {
            Value::List(items) => {
                items.iter().enumerate().map(|(at, item)| (made(Value::Number(at.to_string())), item.clone())).collect()
            }
            Value::Map(entries) => entries.iter().map(|(key, node)| (text(key.text.clone()), node.clone())).collect(),
            _ => return Err(Without::Failing),
        };
        let mut entries: Vec<(Key, Node)> = Vec::new();
        let depth = self.scope.len();
        for (key, value) in pairs {
            self.scope.extend(each.intro.key_var.as_ref().map(|name| (name.as_str().to_owned(), key)));
            self.scope.push((each.intro.value_var.as_str().to_owned(), value));
            let one = self.turn(each);
            self.scope.truncate(depth);
            entries.extend(one?);
        }
        Ok(match each.key_expr {
            Some(_) => made(Value::Map(entries.into())),
            None => list(entries.into_iter().map(|(_, node)| node).collect()),
        })
    }

    /// One turn of a loop: nothing where its condition leaves it out.
    fn turn(&mut self, each: &ForExpr) -> Result<Option<(Key, Node)>, Without> {
        if let Some(condition) = &each.cond
            && !truth(&self.value(&condition.expr)?)?
        {
            return Ok(None);
        }
        let key = match &each.key_expr {
            Some(key) => written(&self.value(key)?)?,
            None => String::new(),
        };
        Ok(Some((Key { text: key, line: 1 }, self.part(&each.value_expr))))
    }
}
