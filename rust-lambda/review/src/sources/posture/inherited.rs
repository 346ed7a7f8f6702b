//! What containers have from their pod, as the cluster has it: a user, a group, a profile that the pod names and the
//! container does not.

use super::manifests::replaced;
use crate::objects::{self, CONTAINERS, Pod};
use crate::tree::{Key, Node, Value};

/// Settings of a pod that hold for its containers too.
const SETTINGS: [&str; 5] = ["runAsUser", "runAsGroup", "runAsNonRoot", "seccompProfile", "appArmorProfile"];

/// An object in which each container has what its pod gives it.
pub fn by_containers(object: &Node) -> Node {
    let mut made = object.clone();
    for at in 0..objects::pods(object).len() {
        let pods = objects::pods(&made);
        let given = pods.get(at).and_then(|pod| Some((pod, pod.spec.get("securityContext")?)));
        let next = given.map(|(pod, given)| replaced(&made, pod.spec, &spec_of(pod, given)));
        made = next.unwrap_or(made);
    }
    made
}

fn spec_of(pod: &Pod<'_>, given: &Node) -> Node {
    let mut spec = pod.spec.clone();
    for key in CONTAINERS {
        let Some(list) = spec.get(key).cloned() else { continue };
        let containers = list.items().iter().map(|container| with_settings(container, given)).collect();
        spec = objects::with(&spec, key, &Node { value: Value::List(containers), ..list });
    }
    spec
}

fn with_settings(container: &Node, given: &Node) -> Node {
    let empty = Node { value: Value::Map([].into()), line: container.line, end: container.line };
    let own = container.get("securityContext").filter(|own| own.is_map()).unwrap_or(&empty);
    let missing = SETTINGS.iter().filter(|key| own.get(key).is_none());
    let settings = missing.filter_map(|key| Some((*key, given.get(key)?)));
    let all = settings.fold(own.clone(), |own, (key, value)| set(&own, key, value));
    if all.entries().is_empty() { container.clone() } else { set(container, "securityContext", &all) }
}

/// A map with this value under a key, whether the key was there or not.
fn set(map: &Node, key: &str, value: &Node) -> Node {
    if map.get(key).is_some() {
        return objects::with(map, key, value);
    }
    let own = (Key { text: key.to_owned(), line: value.line }, value.clone());
    Node { value: Value::Map(map.entries().iter().cloned().chain([own]).collect()), line: map.line, end: map.end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::to_json;
    use crate::tree::json;

    #[test]
    fn a_container_has_what_its_pod_names_and_it_does_not() {
        for (pod, own, expected) in [
            (r#"{"runAsUser": 10001}"#, None, r#"{"runAsUser":10001}"#),
            (r#"{"runAsUser": 10001}"#, Some(r#"{"runAsUser": 0}"#), r#"{"runAsUser":0}"#),
            (
                r#"{"runAsNonRoot": true}"#,
                Some(r#"{"runAsUser": 10001}"#),
                r#"{"runAsNonRoot":true,"runAsUser":10001}"#,
            ),
            (r#"{"fsGroup": 1}"#, Some(r#"{"privileged": true}"#), r#"{"privileged":true}"#),
        ] {
            let own = own.map_or_else(String::new, |own| format!(r#", "securityContext": {own}"#));
            let text = format!(
                r#"{{"kind": "Deployment", "spec": {{"template": {{"spec": {{"securityContext": {pod}, "containers": [{{"name": "a"{own}}}]}}}}}}}}"#
            );
            let made = by_containers(&json::read(&text).expect("JSON"));
            let container = made.at(&["spec", "template", "spec", "containers"]).map(|list| list.items()[0].clone());
            let container = container.as_ref().and_then(|one| one.get("securityContext")).map(to_json);
            let wanted: serde_json::Value = serde_json::from_str(expected).expect("JSON");
            assert_eq!(container, Some(wanted), "{text}");
        }
    }
}
