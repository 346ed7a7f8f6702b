//! What a rule in Rego says: a sentence, or an object with one.

use regorus::Value;

use super::super::input::{self, Piece, Place};
use crate::source::{Raw, short};
use crate::team::TeamRule;
use crate::team::language::{field, severity};
use crate::wire::{Confidence, Severity};

/// One member of what a rule gives.
pub struct Said {
    message: String,
    severity: Option<Severity>,
    /// A severity that it states and that is none.
    pub unknown: Option<String>,
    /// Which document: KICS says so.
    document: usize,
    /// Where in it.
    path: Option<String>,
}

/// All that a rule gives. A rule that is only true says no more than that.
pub fn all(answer: &Value) -> Vec<Said> {
    match answer {
        Value::Set(members) => members.iter().map(one).collect(),
        Value::Array(members) => members.iter().map(one).collect(),
        // A partial object: its keys.
        Value::Object(members) if !members.is_empty() => members.keys().map(one).collect(),
        Value::Bool(true) => vec![one(answer)],
        _ => Vec::new(),
    }
}

fn one(value: &Value) -> Said {
    if let Value::String(text) = value {
        return Said { message: text.to_string(), severity: None, unknown: None, document: 0, path: None };
    }
    let text = |key: &str| value[key].as_string().ok().map(|text| text.to_string());
    let actual = text("keyActualValue").filter(|text| !text.is_empty());
    let message = ["msg", "message"].iter().find_map(|key| text(key)).or(actual);
    let path = ["path", "searchKey", "resource"].iter().find_map(|key| text(key));
    let listed = value["searchLine"].as_array().ok().or_else(|| value["path"].as_array().ok());
    let listed =
        listed.map(|list| list.iter().map(plain).collect::<Vec<_>>().join("/")).filter(|path| !path.is_empty());
    let stated = text("severity").filter(|word| !word.is_empty());
    let known = stated.as_deref().and_then(severity);
    Said {
        message: message.unwrap_or_default(),
        severity: known,
        unknown: stated.filter(|_| known.is_none()),
        document: text("documentId").and_then(|id| id.parse().ok()).unwrap_or(0),
        path: listed.or_else(|| path.map(|path| slashed(&path))),
    }
}

fn plain(value: &Value) -> String {
    value.as_string().map_or_else(|_| value.to_string(), |text| text.to_string())
}

/// A search key of KICS as a path: `aws_s3_bucket[logs].acl`, `Resources.Logs.Properties`, `{{Logs}}`.
fn slashed(key: &str) -> String {
    let name = key.replace("{{", "").replace("}}", "");
    let (kind, rest) = name.split_once('[').unwrap_or((name.as_str(), ""));
    let is_resource = !rest.is_empty() && kind.contains('_') && !kind.contains(['.', '/']);
    let all = if is_resource { format!("resource.{name}") } else { name };
    all.replace(['[', '.'], "/").replace(']', "").replace("//", "/")
}

impl Said {
    /// The finding that it comes to.
    pub fn finding(self, rule: &TeamRule, pieces: &[Piece], warns: bool) -> Raw {
        let about: serde_json::Value = serde_json::from_str(&rule.about).unwrap_or_default();
        let stated = about["severity"].as_str().or_else(|| field(&rule.text, "severity")).and_then(severity);
        let usual = if warns { Severity::Low } else { Severity::Medium };
        let name = about["queryName"].as_str().unwrap_or(&rule.name);
        let title = if self.message.is_empty() { name.to_owned() } else { self.message.clone() };
        let place = self.place(pieces);
        Raw {
            rule: rule.name.clone(),
            severity: self.severity.or(stated).unwrap_or(usual),
            confidence: Confidence::High,
            lines: place.lines,
            column: None,
            resource: place.resource,
            title: short(&title),
            why: format!("A rule of the team does not hold ({}).", rule.path),
            fix: None,
        }
    }

    /// Where it says, else where the resource stands whose name the sentence holds, else the document's first line.
    fn place(&self, pieces: &[Piece]) -> Place {
        let Some(piece) = pieces.get(self.document).or(pieces.first()) else {
            return Place { lines: (1, 1), resource: None };
        };
        if let Some(path) = &self.path {
            return input::place(piece, path);
        }
        let named = names(piece).into_iter().filter(|(name, _)| self.message.contains(name.as_str()));
        let path = named.max_by_key(|(name, _)| name.len()).map(|(_, path)| path);
        input::place(piece, path.as_deref().unwrap_or_default())
    }
}

/// The resources of a document by name, each with its path.
fn names(piece: &Piece) -> Vec<(String, String)> {
    let under = |path: &[&str]| piece.node.at(path).map(|node| node.entries().to_vec()).unwrap_or_default();
    let mut all: Vec<(String, String)> = under(&["Resources"])
        .into_iter()
        .map(|(key, _)| (key.text.clone(), format!("Resources/{}", key.text)))
        .collect();
    for (kind, names) in under(&["resource"]) {
        let names = names.entries().iter();
        all.extend(names.map(|(name, _)| (name.text.clone(), format!("resource/{}/{}", kind.text, name.text))));
    }
    for word in ["services", "jobs"] {
        all.extend(under(&[word]).into_iter().map(|(key, _)| (key.text.clone(), format!("{word}/{}", key.text))));
    }
    all.retain(|(name, _)| !name.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_key_becomes_a_path() {
        assert_eq!(slashed("aws_s3_bucket[logs].acl"), "resource/aws_s3_bucket/logs/acl");
        assert_eq!(slashed("Resources.Logs.Properties"), "Resources/Logs/Properties");
    }

    #[test]
    fn a_sentence_and_an_object_with_one_are_both_said() {
        let answer = Value::from_json_str(r#"["plain", {"msg": "object", "severity": "HIGH", "path": ["a", 0]}]"#);
        let said = all(&answer.expect("a value"));
        assert_eq!(said.iter().map(|said| said.message.as_str()).collect::<Vec<_>>(), ["plain", "object"]);
        assert_eq!((said[1].severity, said[1].path.as_deref()), (Some(Severity::High), Some("a/0")));
        assert!(all(&Value::Bool(false)).is_empty() && all(&Value::Undefined).is_empty());
    }
}
