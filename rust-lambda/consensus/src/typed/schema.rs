//! JSON Schema as far as weighing needs it: which rules hold for a place of an answer, and whether an answer
//! breaks one of the plain ones. What is not known here holds.

use std::cell::Cell;

use crate::json::decimal::Decimal;
use crate::json::{self, Node, Value};

/// Rules looked at for one panel; a schema that needs more lets everything pass from there on.
const MOST_STEPS: u32 = 2_000_000;

/// References and combinations within one place; times the levels of a value they must fit a small stack.
const DEEPEST: usize = 12;

/// A schema, and how much looking at it has cost.
pub struct Schema {
    root: Node,
    steps: Cell<u32>,
    /// Whether the request says that lists have no order.
    pub unordered: bool,
}

/// The rules that hold for one place of an answer.
pub type View<'a> = Vec<&'a Node>;

impl Schema {
    /// Reads a schema; None if it is no JSON.
    pub fn read(text: &str) -> Option<Schema> {
        Some(Schema { root: json::read(text)?, steps: Cell::new(0), unordered: false })
    }

    /// Whether a whole answer breaks none of the plain rules.
    pub fn fits(&self, answer: &Node) -> bool {
        self.holds(&self.root, answer, 0)
    }

    /// The rules for a whole answer.
    pub fn whole(&self, answer: &Node) -> View<'_> {
        self.expanded(vec![&self.root], answer)
    }

    /// The rules for a member of an object, and whether the schema names it.
    pub fn member<'a>(&'a self, view: &View<'a>, name: &str, value: &Node) -> (View<'a>, bool) {
        let (mut rules, mut named) = (Vec::new(), false);
        for rule in view {
            if let Some(own) = rule.get("properties").and_then(|properties| properties.get(name)) {
                rules.push(own);
                named = true;
            } else if let Some(Value::Object(patterns)) = rule.get("patternProperties").map(|node| &node.value) {
                rules.extend(patterns.values());
            } else {
                rules.extend(rule.get("additionalProperties"));
            }
        }
        (self.expanded(rules, value), named)
    }

    /// The rules for an item of an array.
    pub fn item<'a>(&'a self, view: &View<'a>, at: usize, value: &Node) -> View<'a> {
        let rules = view.iter().filter_map(|rule| item_rule(rule, at)).collect();
        self.expanded(rules, value)
    }

    /// Rules with all that they refer to and combine, of alternatives those that the value keeps.
    fn expanded<'a>(&'a self, rules: View<'a>, value: &Node) -> View<'a> {
        let (mut view, mut open): (View<'a>, Vec<(&'a Node, usize)>) =
            (Vec::new(), rules.into_iter().rev().map(|rule| (rule, 0)).collect());
        while let Some((rule, depth)) = open.pop() {
            if depth > DEEPEST || self.is_spent() {
                continue;
            }
            view.push(rule);
            open.extend(self.target(rule).map(|target| (target, depth + 1)));
            open.extend(list(rule, "allOf").iter().map(|part| (part, depth + 1)));
            for name in ["anyOf", "oneOf"] {
                let kept = list(rule, name).iter().filter(|part| self.holds(part, value, depth + 1));
                open.extend(kept.map(|part| (part, depth + 1)));
            }
            let branch = rule.get("if").map(|test| if self.holds(test, value, depth + 1) { "then" } else { "else" });
            open.extend(branch.and_then(|branch| rule.get(branch)).map(|part| (part, depth + 1)));
        }
        view
    }

    fn is_spent(&self) -> bool {
        self.steps.set(self.steps.get().saturating_add(1));
        self.steps.get() > MOST_STEPS
    }

    /// Where a reference leads, within this schema only.
    fn target(&self, rule: &Node) -> Option<&Node> {
        let path = rule.get("$ref")?.text()?.strip_prefix('#')?;
        if path.is_empty() {
            return Some(&self.root);
        }
        let mut node = &self.root;
        for step in path.strip_prefix('/')?.split('/') {
            let name = decoded(step).replace("~1", "/").replace("~0", "~");
            node = match &node.value {
                Value::List(items) => items.get(name.parse::<usize>().ok()?)?,
                _ => node.get(&name)?,
            };
        }
        Some(node)
    }

    fn holds(&self, rule: &Node, value: &Node, depth: usize) -> bool {
        if depth > DEEPEST || self.is_spent() {
            return true;
        }
        if let Value::Bool(allowed) = rule.value {
            return allowed;
        }
        let deeper = |rule: &Node| self.holds(rule, value, depth + 1);
        let some = |name: &str| rule.get(name).is_none_or(|node| node.items().iter().any(deeper));
        self.target(rule).is_none_or(deeper)
            && list(rule, "allOf").iter().all(deeper)
            && some("anyOf")
            && some("oneOf")
            && rule.get("const").is_none_or(|own| same(own, value))
            && rule.get("enum").is_none_or(|own| own.items().iter().any(|own| same(own, value)))
            && typed(rule, value)
            && self.holds_within(rule, value)
    }

    fn holds_within(&self, rule: &Node, value: &Node) -> bool {
        match &value.value {
            Value::Number(number) => {
                let bound = |name: &str| rule.get(name).and_then(Node::number);
                bound("minimum").is_none_or(|least| number >= least)
                    && bound("maximum").is_none_or(|most| number <= most)
                    && bound("exclusiveMinimum").is_none_or(|least| number > least)
                    && bound("exclusiveMaximum").is_none_or(|most| number < most)
            }
            Value::Text(text) => counted(rule, "minLength", "maxLength", text.chars().count()),
            Value::List(items) => {
                let keeps = |(at, item): (usize, &Node)| item_rule(rule, at).is_none_or(|own| self.holds(own, item, 0));
                counted(rule, "minItems", "maxItems", items.len()) && items.iter().enumerate().all(keeps)
            }
            Value::Object(members) => {
                let required = list(rule, "required").iter().filter_map(Node::text);
                required.into_iter().all(|name| members.contains_key(name))
                    && members.iter().all(|(name, member)| self.holds_member(rule, name, member))
            }
            Value::Null | Value::Bool(_) => true,
        }
    }

    fn holds_member(&self, rule: &Node, name: &str, member: &Node) -> bool {
        if let Some(own) = rule.get("properties").and_then(|properties| properties.get(name)) {
            return self.holds(own, member, 0);
        }
        // What a pattern says is not looked at.
        let patterns = rule.get("patternProperties").is_some();
        patterns || rule.get("additionalProperties").is_none_or(|own| self.holds(own, member, 0))
    }
}

/// A piece of a URI without its percent signs.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = pair.filter(|_| first == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The annotation of this project at a place: `x-circle`, the first of several.
pub fn annotation<'a>(view: &View<'a>, name: &str) -> Option<&'a Node> {
    view.iter().find_map(|rule| rule.get("x-circle")?.get(name))
}

fn list<'a>(rule: &'a Node, name: &str) -> &'a [Node] {
    rule.get(name).map_or(&[], Node::items)
}

/// The rule of one schema for an item: places of their own first, then what holds for the rest.
fn item_rule(rule: &Node, at: usize) -> Option<&Node> {
    let items = rule.get("items");
    let fixed = rule.get("prefixItems").or(items.filter(|items| matches!(items.value, Value::List(_))));
    let fixed = fixed.map_or(&[][..], Node::items);
    fixed.get(at).or_else(|| items.filter(|items| !matches!(items.value, Value::List(_))))
}

fn counted(rule: &Node, least: &str, most: &str, count: usize) -> bool {
    let count = Decimal::read(&count.to_string());
    let bound = |name: &str| rule.get(name).and_then(Node::number).zip(count.as_ref());
    bound(least).is_none_or(|(bound, count)| count >= bound) && bound(most).is_none_or(|(bound, count)| count <= bound)
}

fn typed(rule: &Node, value: &Node) -> bool {
    let Some(own) = rule.get("type") else { return true };
    let is = |name: &str| match &value.value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => name == "number" || (name == "integer" && number.is_whole()),
        Value::Text(_) => name == "string",
        Value::List(_) => name == "array",
        Value::Object(_) => name == "object",
    };
    own.text().map_or_else(|| own.items().iter().filter_map(Node::text).any(is), is)
}

/// Whether two values are equal, wherever they stand and however their numbers are written.
pub fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Number(a), Value::Number(b)) => a.key() == b.key(),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((x, a), (y, b))| x == y && same(a, b))
        }
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::{Schema, json};

    fn fits(schema: &str, answer: &str) -> bool {
        Schema::read(schema).expect("a schema").fits(&json::read(answer).expect("JSON"))
    }

    #[test]
    fn plain_rules_are_held() {
        let schema = r##"{"type":"object","required":["a"],"additionalProperties":false,
            "properties":{"a":{"$ref":"#/$defs/n"},"b":{"type":["string","null"],"maxLength":2},"c":{"$ref":"#"}},
            "$defs":{"n":{"type":"integer","minimum":1}}}"##;
        for answer in [r#"{"a":12345678901234567890}"#, r#"{"a":1.0,"b":null,"c":{"a":2}}"#, r#"{"a":1,"b":"xy"}"#] {
            assert!(fits(schema, answer), "{answer}");
        }
        for answer in
            ["[]", "{}", r#"{"a":1.5}"#, r#"{"a":0}"#, r#"{"a":1,"d":2}"#, r#"{"a":1,"b":"xyz"}"#, r#"{"a":1,"c":{}}"#]
        {
            assert!(!fits(schema, answer), "{answer}");
        }
        assert!(fits(r#"{"enum":[1.0,"x"]}"#, "1") && !fits(r#"{"enum":[1.0,"x"]}"#, "\"y\""));
        assert!(fits(r#"{"items":{"type":"string"},"minItems":1}"#, r#"["a"]"#));
        assert!(!fits(r#"{"items":{"type":"string"},"minItems":1}"#, "[1]"));
    }

    #[test]
    fn references_lead_to_names_of_all_kinds() {
        let schema = r##"{"$ref":"#/$defs/Page%5Bint%5D~1x","$defs":{"Page[int]/x":{"type":"integer"}}}"##;
        assert!(fits(schema, "1") && !fits(schema, "\"1\""));
    }

    #[test]
    fn long_chains_of_rules_for_deep_answers_fit_a_stack() {
        let step = |at: usize| format!(r##""a{at}":{{"allOf":[{{"$ref":"#/$defs/a{}"}}]}}"##, at + 1);
        let steps: Vec<String> = (0..5).map(step).collect();
        let schema = format!(
            r##"{{"$ref":"#/$defs/a0","$defs":{{{},"a5":{{"items":{{"$ref":"#/$defs/a0"}}}}}}}}"##,
            steps.join(",")
        );
        assert!(fits(&schema, &format!("{}{}", "[".repeat(95), "]".repeat(95))));
    }

    #[test]
    fn rules_that_refer_to_themselves_come_to_an_end() {
        assert!(fits(r##"{"$ref":"#"}"##, "1"));
        assert!(fits(r##"{"anyOf":[{"$ref":"#"},{"$ref":"#"}],"items":{"$ref":"#"}}"##, "[[[[1]]]]"));
    }
}
