//! A plan as `terraform plan` prints it: the sentence above each resource says what becomes of it, and changed
//! attributes stand as `old -> new`.

use super::catalogue::{LOSES_BACKUP, LOSES_DELETION_PROTECTION, WIDENS_EXPOSURE};
use super::exposure::is_world;
use super::stateful::{loss, plain, replacement};
use crate::document::Document;
use crate::source::Found;

/// Reviews the lines of a printed plan.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let mut address = String::new();
    for (at, raw) in document.text.lines().enumerate() {
        let line = at as u32 + 1;
        let text = raw.trim();
        if let Some(why) = missing(text) {
            found.missed(Some(line), why);
        }
        if let Some((of, replaced)) = headed(text) {
            address = of.to_owned();
            if let Some(replaced) = replaced {
                destroys(of, replaced, line, found);
            }
        } else if !address.is_empty() {
            attribute(text, &address, line, found);
        }
    }
}

/// What a line says of a part of the plan that is not there.
fn missing(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches(['│', '╷', ' ']);
    if text.starts_with("Planning failed.") || text.starts_with("Error: ") {
        return Some("the plan failed: what it would do is not all here");
    }
    let deferred = text.starts_with("# ") && (text.ends_with(" was deferred") || text.contains(" is deferred"));
    deferred.then_some("a part of the plan is deferred: what becomes of it is not known yet")
}

/// The address that a headline names; of one that is destroyed, whether a new one takes its place.
fn headed(text: &str) -> Option<(&str, Option<bool>)> {
    let (address, said) = text.strip_prefix("# ")?.split_once(' ')?;
    // One that a replacement has left behind.
    let said =
        said.strip_prefix("(deposed object ").and_then(|rest| rest.split_once(") ")).map_or(said, |(_, said)| said);
    if !address.contains('.') {
        return None;
    }
    let replaced = match said {
        _ if said.starts_with("will be destroyed") => Some(false),
        _ if said.contains("must be replaced") || said.contains("will be replaced") => Some(true),
        _ if said.starts_with("will be ") || said.starts_with("is tainted") => None,
        _ => return None,
    };
    Some((address, replaced))
}

fn destroys(address: &str, replaced: bool, line: u32, found: &mut Found<'_>) {
    let kind = address.rsplit("module.").next().unwrap_or(address);
    let kind = kind.split('.').find(|part| part.contains('_')).unwrap_or_default();
    let rule = if replaced { replacement(kind) } else { Some(loss(kind)) };
    let Some(rule) = rule else { return };
    let how = if replaced { "is replaced" } else { "is deleted" };
    found.own(rule, (line, line), Some(address), &format!("{address} {how}"));
}

fn attribute(text: &str, address: &str, line: u32, found: &mut Found<'_>) {
    let added = text.strip_prefix("+ ").map(|text| text.trim_matches(|c| "\", ".contains(c)));
    if added.is_some_and(|text| is_world(text) && text != "*") {
        return found.own(&WIDENS_EXPOSURE, (line, line), Some(address), text.trim_start_matches("+ "));
    }
    let Some(((name, old), new)) = text
        .strip_prefix("~ ")
        .and_then(|text| text.split_once('='))
        .and_then(|(name, values)| Some(((name, values.split_once("->")?.0), values.split_once("->")?.1)))
    else {
        return;
    };
    let new = new.split('#').next().unwrap_or_default().trim();
    let (name, old) = (plain(name), old.trim());
    let about = format!("{name} {old} → {new}");
    let less = old.parse::<f64>().ok().zip(new.parse::<f64>().ok()).is_some_and(|(old, new)| new < old);
    let rule = match name.as_str() {
        "deletionprotection" if new == "false" => &LOSES_DELETION_PROTECTION,
        "skipfinalsnapshot" | "forcedestroy" if new == "true" => &LOSES_DELETION_PROTECTION,
        "backupretentionperiod" if less => &LOSES_BACKUP,
        "publiclyaccessible" if new == "true" => &WIDENS_EXPOSURE,
        _ => return,
    };
    found.own(rule, (line, line), Some(address), &about);
}
