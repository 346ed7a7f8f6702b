//! Kubernetes where other rules are silent: roles, mounts, components of the cluster itself.

use super::catalogue as rules;
use super::compose::is_system;
use crate::document::Document;
use crate::objects::{self, Object};
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::Node;

/// Flags of the cluster's components as the CIS benchmark has them: component, flag, condition, value. `is` and
/// `not` compare, `has`, `lacks` and `among` look into a list, `set` and `unset` ask whether it is there.
const FLAGS: &str = include_str!("../../../data/component-flags.txt");

type Say<'a> = dyn FnMut(&Rule, u32, &str) + 'a;

/// Adds a finding; each flag of a component is a rule of its own.
fn tell(found: &mut Found<'_>, id: &str, rule: &Rule, line: u32, about: &str) {
    match rule.id == rules::K8S_COMPONENT_FLAG.id {
        true => found.of_many(rule, &flag_id(about), (line, line), Some(id), about),
        false => found.own(rule, (line, line), Some(id), about),
    }
}

/// Reviews all objects.
pub fn review(document: &Document, found: &mut Found<'_>) {
    for object in objects::of(document) {
        let manifest = object.node;
        let say: &mut Say<'_> = &mut |rule, line, about| tell(found, &object.id, rule, line, about);
        match object.kind {
            "Role" | "ClusterRole" => role(manifest, say),
            "RoleBinding" | "ClusterRoleBinding" => binding(manifest, say),
            "PodSecurityPolicy" => dropped(manifest, say),
            "Secret" => secret(manifest, say),
            "KubeletConfiguration" => kubelet(manifest, say),
            "Ingress" if manifest.at(&["spec", "tls"]).is_none() => {
                say(&rules::K8S_INGRESS_PLAIN, manifest.line_of("spec"), "");
            }
            _ => {}
        }
        pods(&object, found);
    }
}

fn role(manifest: &Node, say: &mut Say<'_>) {
    // A selector that asks for nothing selects every role there is.
    let selectors = manifest.at(&["aggregationRule", "clusterRoleSelectors"]).map(Node::items).unwrap_or_default();
    if let Some(all) = selectors.iter().find(|selector| selector.entries().iter().all(|(_, part)| is_empty(part))) {
        say(&rules::K8S_WILD_ROLE, all.line, "aggregationRule");
    }
    for rule in manifest.get("rules").map(Node::items).unwrap_or_default() {
        let has = |key: &str, word: &str| {
            rule.get(key)
                .map(Node::items)
                .unwrap_or_default()
                .iter()
                .find(|item| item.text() == Some(word))
                .map(|item| item.line)
        };
        let verb = |word: &str| has("verbs", word);
        let resource = |word: &str| has("resources", word);
        if let Some(line) = verb("impersonate") {
            say(&rules::K8S_IMPERSONATES, line, "");
        }
        if let Some(line) = verb("bind").or_else(|| verb("escalate")) {
            say(&rules::K8S_ESCALATES, line, "");
        }
        let create = verb("create").or_else(|| verb("*"));
        if let (Some(line), Some(_)) = (resource("pods/portforward"), create) {
            say(&rules::K8S_FORWARDS, line, "");
        }
        if let (Some(line), Some(_)) = (resource("pods"), create) {
            say(&rules::K8S_CREATES_PODS, line, "");
        }
        if let Some(line) = verb("*").or_else(|| resource("*")).or_else(|| has("apiGroups", "*")) {
            say(&rules::K8S_WILD_RULE, line, "");
        }
        if let (Some(line), Some(_)) = (verb("*"), resource("*")) {
            say(&rules::K8S_WILD_ROLE, line, "");
        }
        let reads = verb("get").or_else(|| verb("list")).or_else(|| verb("watch")).or_else(|| verb("*"));
        let listed = rule.get("resourceNames").is_some();
        if let (Some(line), Some(_), false) = (resource("secrets"), reads, listed) {
            say(&rules::K8S_READS_SECRETS, line, "");
        }
        if let (Some(line), Some(_)) =
            (resource("pods/exec").or_else(|| resource("pods/attach")), verb("create").or_else(|| verb("*")))
        {
            say(&rules::K8S_EXECUTES, line, "");
        }
    }
}

fn is_empty(node: &Node) -> bool {
    node.entries().is_empty() && node.items().is_empty() && node.source().is_none()
}

fn binding(manifest: &Node, say: &mut Say<'_>) {
    if manifest.at(&["roleRef", "name"]).and_then(Node::text) == Some("cluster-admin") {
        let line = manifest.get("roleRef").map_or(manifest.line, |node| node.line_of("name"));
        say(&rules::K8S_ADMIN_BINDING, line, "");
    }
}

fn dropped(manifest: &Node, say: &mut Say<'_>) {
    let Some(spec) = manifest.get("spec") else { return };
    let drops = spec.get("requiredDropCapabilities").map(Node::items).unwrap_or_default();
    if !drops.iter().any(|item| matches!(item.text(), Some("ALL" | "NET_RAW"))) {
        say(&rules::K8S_KEEPS_NET_RAW, spec.line_of("requiredDropCapabilities"), "");
    }
}

fn secret(manifest: &Node, say: &mut Say<'_>) {
    for key in ["data", "stringData"] {
        for (name, value) in manifest.get(key).map(Node::entries).unwrap_or_default() {
            if value.text().is_some_and(|text| text.len() > 3 && !text.contains("{{") && !text.starts_with(['$', '<']))
            {
                say(&rules::K8S_PLAIN_SECRET, name.line, &name.text);
            }
        }
    }
}

/// Everything that looks like a pod, and each container by its name.
fn pods(object: &Object<'_>, found: &mut Found<'_>) {
    for pod in objects::pods(object.node) {
        let user = |node: &Node| node.at(&["securityContext", "runAsUser"]).map(|user| (user.number(), user.line));
        for (_, container) in &pod.containers {
            let id = format!("{}/{}", object.id, container.get("name").and_then(Node::text).unwrap_or_default());
            let say: &mut Say<'_> = &mut |rule, line, about| tell(found, &id, rule, line, about);
            if let Some((Some(user), line)) = user(container).or(user(pod.spec))
                && user < 10_000.0
            {
                say(&rules::K8S_LOW_USER, line, &format!("{user}"));
            }
            component(container, say);
        }
        for volume in pod.spec.get("volumes").map(Node::items).unwrap_or_default() {
            if let Some(path) = volume.at(&["hostPath", "path"])
                && path.text().is_some_and(is_system)
            {
                let about = path.text().unwrap_or_default();
                found.own(&rules::K8S_HOST_PATH, (path.line, path.line), Some(&object.id), about);
            }
        }
    }
}

/// The flags of a component of the cluster, by the name of its program.
fn component(container: &Node, say: &mut Say<'_>) {
    let words =
        ["command", "args"].iter().flat_map(|key| container.get(key).map(Node::one_or_many).unwrap_or_default());
    let words: Vec<(&str, u32)> = words.filter_map(|node| Some((node.text()?, node.line))).collect();
    let Some((program, line)) = words.iter().find_map(|(text, line)| {
        let program = text.split_whitespace().next()?.rsplit('/').next()?;
        ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "etcd"]
            .contains(&program)
            .then_some((program, *line))
    }) else {
        return;
    };
    for row in FLAGS.lines().filter(|row| row.starts_with(program)) {
        let mut columns = row.split_whitespace();
        let (Some(of), Some(flag), Some(condition)) = (columns.next(), columns.next(), columns.next()) else {
            continue;
        };
        if of != program {
            continue;
        }
        let wanted = columns.next().unwrap_or_default();
        // `--flag=value`, `--flag value` in two words, or `--flag` alone.
        let value = words.iter().enumerate().find_map(|(at, (text, line))| {
            let rest = text.strip_prefix("--")?.strip_prefix(flag)?;
            let next = words.get(at + 1).map(|(next, _)| *next).filter(|next| !next.starts_with('-'));
            Some((rest.strip_prefix('=').or_else(|| rest.is_empty().then_some(next.unwrap_or("true")))?, *line))
        });
        if !kept(condition, wanted, value.map(|(text, _)| text)) {
            let at = value.map_or(line, |(_, line)| line);
            say(&rules::K8S_COMPONENT_FLAG, at, format!("{program} --{flag} {condition} {wanted}").trim());
        }
    }
}

/// The settings of a kubelet in a file of its own: the same questions, asked of paths.
fn kubelet(object: &Node, say: &mut Say<'_>) {
    for row in FLAGS.lines().filter_map(|row| row.strip_prefix("KubeletConfiguration ")) {
        let mut columns = row.split_whitespace();
        let (Some(path), Some(condition)) = (columns.next(), columns.next()) else { continue };
        let wanted = columns.next().unwrap_or_default();
        let keys: Vec<&str> = path.split('.').collect();
        let value = object.at(&keys);
        if !kept(condition, wanted, value.and_then(Node::text)) {
            let line = value.map_or_else(|| object.line_of("kind"), |node| node.line);
            say(&rules::K8S_COMPONENT_FLAG, line, format!("{path} {condition} {wanted}").trim());
        }
    }
}

/// Each row is a rule of its own: `K8S_FLAG_KUBELET_READ_ONLY_PORT_IS_0`.
fn flag_id(about: &str) -> String {
    let words = about.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    // A list of values says no more than that it is one.
    let words: Vec<String> = words.take(9).map(str::to_ascii_uppercase).collect();
    format!("K8S_FLAG_{}", words.join("_"))
}

/// Whether a value is what a row asks for.
fn kept(condition: &str, wanted: &str, value: Option<&str>) -> bool {
    let listed = |text: &str| text.split(',').any(|word| word == wanted);
    match condition {
        "set" => value.is_some(),
        "unset" => value.is_none(),
        "is" => value == Some(wanted),
        "not" => value != Some(wanted),
        "has" => value.is_some_and(listed),
        "lacks" => !value.is_some_and(listed),
        "among" => value.is_none_or(|text| text.split(',').all(|word| wanted.split(',').any(|known| known == word))),
        "min" => {
            value.and_then(|text| text.parse::<f64>().ok()).zip(wanted.parse().ok()).is_some_and(|(is, min)| is >= min)
        }
        _ => true,
    }
}
