//! What keeps a service of Kubernetes running: its probes, and what of an object cannot be altered.

use super::catalogue::{CHANGES_IMMUTABLE, LOSES_PROBES};
use super::resources::Resource;
use crate::objects;
use crate::source::Found;
use crate::tree::Node;

/// Kinds, and what of their spec only a new object may say otherwise.
const IMMUTABLE: [(&str, &[&str]); 4] = [
    ("Deployment", &["selector"]),
    ("DaemonSet", &["selector"]),
    ("ReplicaSet", &["selector"]),
    ("StatefulSet", &["selector", "serviceName", "volumeClaimTemplates", "podManagementPolicy"]),
];

/// Adds containers that nobody asks for their health any more, and what cannot be applied.
pub fn compare(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    probes(old, new, found);
    for key in IMMUTABLE.iter().filter(|(kind, _)| *kind == new.kind).flat_map(|(_, keys)| keys.iter()) {
        let (was, is) = (old.body.get(key), new.body.get(key));
        if let (Some(was), Some(is)) = (was, is)
            && !was.same(is)
        {
            let line = new.body.line_of(key);
            found.own(&CHANGES_IMMUTABLE, (line, is.end), Some(&new.id), &format!("{key} of {}", new.id));
        }
    }
}

fn probes(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    const PROBES: [&str; 2] = ["livenessProbe", "readinessProbe"];
    let all = |resource: &Resource<'_>| -> Vec<(Option<String>, bool, bool, u32)> {
        let pods = objects::pods(resource.whole);
        let containers = pods.iter().flat_map(|pod| pod.containers.iter().map(|(_, node)| *node));
        let one = |node: &Node| {
            let has = |key: &&str| node.get(key).is_some_and(|probe| !probe.is_null());
            let name = node.get("name").and_then(Node::text).map(str::to_owned);
            (name, PROBES.iter().all(has), PROBES.iter().any(has), node.line)
        };
        containers.map(one).collect()
    };
    let before = all(old);
    for (name, _, any, line) in all(new) {
        let lost = !any && before.iter().any(|(known, both, ..)| *known == name && *both);
        if lost {
            let about = format!("{} of {}", name.unwrap_or_default(), new.id);
            found.own(&LOSES_PROBES, (line, line), Some(&new.id), &about);
        }
    }
}
