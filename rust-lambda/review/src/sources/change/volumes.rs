//! Volumes with a name that a service of Compose or a pod of Kubernetes keeps its data in.

use super::catalogue::MAY_DESTROY_DATA;
use super::resources::Resource;
use crate::source::Found;
use crate::tree::Node;

/// Words of volumes whose content is made again by itself.
const MADE_AGAIN: [&str; 5] = ["cache", "node_modules", "tmp", "socket", "/run"];

/// Adds what is kept no more where it was: whoever uses it begins empty, or writes where nothing is kept.
pub fn compare(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    match new.kind.as_str() {
        "service" => unused(old, new, found),
        "volume" => renamed(old, new, found),
        _ => unclaimed(old, new, found),
    }
}

/// A volume that has another name on the machine: one of the old name stays behind, with all that is in it.
fn renamed(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    let name = |resource: &Resource<'_>| resource.body.get("name").and_then(Node::text).map(str::to_owned);
    let (was, is) = (name(old), name(new));
    let made_again = MADE_AGAIN.iter().any(|word| new.id.contains(word));
    // Without a name it has that of the project before its own, and whoever says just that changes nothing.
    let own = new.id.strip_prefix("volume ").unwrap_or(&new.id);
    let same = is.as_deref().is_some_and(|is| was.is_none() && is.ends_with(&format!("_{own}")));
    if was != is && !same && !made_again {
        let line = new.body.line_of("name");
        let shown = |name: Option<String>| name.unwrap_or_else(|| "that of the project".to_owned());
        let about = format!("{} is kept under another name: {} → {}", new.id, shown(was), shown(is));
        found.own(&MAY_DESTROY_DATA, (line, line), Some(&new.id), &about);
    }
}

/// A pod that keeps its data in a claim no more.
fn unclaimed(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    let now = claims(new.body);
    for claim in claims(old.body).into_iter().filter(|claim| !now.contains(claim)) {
        if !MADE_AGAIN.iter().any(|word| claim.contains(word)) {
            let about = format!("{} no longer keeps anything in the claim {claim}", new.id);
            found.own(&MAY_DESTROY_DATA, (new.line, new.line), Some(&new.id), &about);
        }
    }
}

/// Claims of a pod, those that are made for each of its copies among them.
fn claims(body: &Node) -> Vec<String> {
    let pod = body.at(&["template", "spec"]).unwrap_or(body);
    let volumes = pod.get("volumes").map(Node::items).unwrap_or_default();
    let named = volumes.iter().filter_map(|volume| volume.at(&["persistentVolumeClaim", "claimName"]));
    let templates = body.get("volumeClaimTemplates").map(Node::items).unwrap_or_default();
    let made = templates.iter().filter_map(|template| template.at(&["metadata", "name"]));
    named.chain(made).filter_map(Node::text).map(str::to_owned).collect()
}

/// A volume that a service uses no more.
fn unused(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    let now = mounts(new.body);
    for (volume, target) in mounts(old.body) {
        let made_again = MADE_AGAIN.iter().any(|word| volume.contains(word) || target.contains(word));
        if !made_again && !now.iter().any(|(used, _)| *used == volume) {
            let line = new.body.line_of("volumes");
            let about = format!("{} no longer keeps {target} in {volume}", new.id);
            found.own(&MAY_DESTROY_DATA, (line, line), Some(&new.id), &about);
        }
    }
}

/// Volumes with a name that are written to, and where in the container they are.
fn mounts(service: &Node) -> Vec<(String, String)> {
    let list = service.get("volumes").map(Node::items).unwrap_or_default();
    let mounts = list.iter().filter_map(|mount| match mount.text() {
        Some(text) => {
            let mut parts = text.splitn(3, ':');
            let (volume, target) = (parts.next()?, parts.next()?);
            let reads = parts.next().is_some_and(|mode| mode.split(',').any(|word| word == "ro"));
            (!reads).then(|| (volume.to_owned(), target.to_owned()))
        }
        None => {
            let text = |key: &str| mount.get(key).and_then(Node::text);
            let writes = text("type").is_none_or(|kind| kind == "volume") && text("read_only") != Some("true");
            Some((text("source")?.to_owned(), text("target")?.to_owned())).filter(|_| writes)
        }
    });
    mounts.filter(|(volume, _)| !volume.is_empty() && !volume.starts_with(['.', '/', '~', '$'])).collect()
}
