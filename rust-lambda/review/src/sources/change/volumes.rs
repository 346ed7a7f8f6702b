//! Volumes with a name that a service of Compose keeps its data in.

use super::catalogue::MAY_DESTROY_DATA;
use super::resources::Resource;
use crate::source::Found;
use crate::tree::Node;

/// Words of volumes whose content is made again by itself.
const MADE_AGAIN: [&str; 5] = ["cache", "node_modules", "tmp", "socket", "/run"];

/// Adds a volume that a service uses no more: it begins empty, or writes where nothing is kept.
pub fn compare(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    if new.kind != "service" {
        return;
    }
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
