//! What objects of one file say of each other: selectors that select nothing, accounts that are shared, folders of a
//! node that are mounted to be written. Objects of other files are unknown, so all of it is advice.

use std::collections::HashMap;

use super::catalogue as rules;
use super::compose::is_system;
use crate::document::Document;
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::Node;

/// Labels, as key and value.
type Labels<'a> = Vec<(&'a str, &'a str)>;

/// Reviews all objects of a file together. Linear in its objects, but for selectors, which look at every pod.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let mut objects = Vec::new();
    for tree in &document.trees {
        let items = tree.get("items").filter(|_| tree.get("kind").and_then(Node::text) == Some("List"));
        objects.extend(items.map_or(std::slice::from_ref(tree), Node::items));
    }
    let mut pods: Vec<Labels<'_>> = Vec::new();
    let mut accounts: HashMap<&str, u32> = HashMap::new();
    for object in &objects {
        let id = id(object);
        let mut say = |rule: &Rule, line: u32, about: &str| found.own(rule, (line, line), Some(&id), about);
        for (key, value) in object.at(&["metadata", "labels"]).map(Node::entries).unwrap_or_default() {
            if value.text().is_some_and(|text| !is_label(text)) {
                say(&rules::K8S_BAD_LABEL, key.line, &key.text);
            }
        }
        object.walk(&mut |node| {
            // A pod itself, or the template of one.
            if let Some(spec) = node.get("spec").filter(|spec| spec.get("containers").is_some()) {
                pods.push(labels(node.at(&["metadata", "labels"])));
                let account = spec.get("serviceAccountName").and_then(Node::text).filter(|name| *name != "default");
                if let Some(name) = account {
                    let count = accounts.entry(name).or_default();
                    *count += 1;
                    if *count > 1 {
                        say(&rules::K8S_SHARED_ACCOUNT, spec.line_of("serviceAccountName"), name);
                    }
                }
                mounts(spec, &mut say);
            }
        });
    }
    if pods.is_empty() {
        return;
    }
    for object in &objects {
        let (rule, selector) = match object.get("kind").and_then(Node::text) {
            Some("Service") => (&rules::K8S_SERVICE_OF_NOTHING, object.at(&["spec", "selector"])),
            Some("NetworkPolicy") => {
                (&rules::K8S_POLICY_OF_NOTHING, object.at(&["spec", "podSelector", "matchLabels"]))
            }
            Some("PodDisruptionBudget") => {
                (&rules::K8S_BUDGET_OF_NOTHING, object.at(&["spec", "selector", "matchLabels"]))
            }
            _ => continue,
        };
        let wanted = labels(selector);
        let selects = |pod: &Labels<'_>| wanted.iter().all(|label| pod.contains(label));
        if let Some(selector) = selector.filter(|_| !wanted.is_empty() && !pods.iter().any(selects)) {
            found.own(rule, (selector.line, selector.end), Some(&id(object)), "");
        }
    }
}

fn id(object: &Node) -> String {
    let kind = object.get("kind").and_then(Node::text).unwrap_or_default();
    format!("{kind}/{}", object.at(&["metadata", "name"]).and_then(Node::text).unwrap_or_default())
}

fn labels(node: Option<&Node>) -> Labels<'_> {
    let entries = node.map(Node::entries).unwrap_or_default();
    entries.iter().filter_map(|(key, value)| Some((key.text.as_str(), value.text()?))).collect()
}

/// Whether the API takes a text as the value of a label.
fn is_label(text: &str) -> bool {
    let ends = |letter: Option<char>| letter.is_none_or(|letter| letter.is_ascii_alphanumeric());
    text.len() <= 63
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter))
        && ends(text.chars().next())
        && ends(text.chars().last())
        || text.contains("{{")
}

fn mounts(pod: &Node, say: &mut dyn FnMut(&Rule, u32, &str)) {
    let volumes = pod.get("volumes").map(Node::items).unwrap_or_default();
    let of_node: Vec<&str> = volumes
        .iter()
        .filter(|volume| volume.at(&["hostPath", "path"]).and_then(Node::text).is_some_and(is_system))
        .filter_map(|volume| volume.get("name")?.text())
        .collect();
    for container in pod.get("containers").map(Node::items).unwrap_or_default() {
        for mount in container.get("volumeMounts").map(Node::items).unwrap_or_default() {
            let name = mount.get("name").and_then(Node::text).unwrap_or_default();
            if of_node.contains(&name) && !mount.get("readOnly").is_some_and(Node::is_true) {
                say(&rules::K8S_HOST_WRITES, mount.line, name);
            }
        }
    }
}
