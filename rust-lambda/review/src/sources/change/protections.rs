//! Compares one resource before and after: which protection went, what became open.

use super::catalogue::{
    LOSES_AVAILABILITY, LOSES_BACKUP, LOSES_DELETION_PROTECTION, LOSES_ENCRYPTION, LOSES_ISOLATION, LOSES_LIMITS,
    LOSES_LOGGING, WIDENS_EXPOSURE, WIDENS_NETWORK,
};
use super::stateful::plain;
use crate::network;
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::{Node, Value};

/// What of a value protects.
enum Good {
    True,
    False,
    More,
    Word(&'static str),
    There,
}

use Good::{False, More, There, True, Word};

/// Keys in plain letters, with the key above where the name alone says too little.
const PROTECTIONS: &[(&str, &str, Good, &Rule)] = &[
    ("", "deletionprotection", True, &LOSES_DELETION_PROTECTION),
    ("", "deletionprotectionenabled", True, &LOSES_DELETION_PROTECTION),
    ("", "enabledeletionprotection", True, &LOSES_DELETION_PROTECTION),
    ("", "disableapitermination", True, &LOSES_DELETION_PROTECTION),
    ("", "preventdestroy", True, &LOSES_DELETION_PROTECTION),
    ("", "skipfinalsnapshot", False, &LOSES_DELETION_PROTECTION),
    ("", "forcedestroy", False, &LOSES_DELETION_PROTECTION),
    ("", "mfadelete", True, &LOSES_DELETION_PROTECTION),
    ("", "persistentvolumereclaimpolicy", Word("Retain"), &LOSES_DELETION_PROTECTION),
    ("", "backupretentionperiod", More, &LOSES_BACKUP),
    ("", "snapshotretentionlimit", More, &LOSES_BACKUP),
    ("", "automatedsnapshotretentionperiod", More, &LOSES_BACKUP),
    ("", "backupretentiondays", More, &LOSES_BACKUP),
    ("", "deletebackups", False, &LOSES_BACKUP),
    ("", "pointintimerecoveryenabled", True, &LOSES_BACKUP),
    ("pointintimerecovery", "enabled", True, &LOSES_BACKUP),
    ("backupconfiguration", "enabled", True, &LOSES_BACKUP),
    ("backuppolicy", "status", Word("ENABLED"), &LOSES_BACKUP),
    ("versioning", "enabled", True, &LOSES_BACKUP),
    ("versioningconfiguration", "status", Word("Enabled"), &LOSES_BACKUP),
    ("", "storageencrypted", True, &LOSES_ENCRYPTION),
    ("", "encrypted", True, &LOSES_ENCRYPTION),
    ("", "atrestencryptionenabled", True, &LOSES_ENCRYPTION),
    ("", "transitencryptionenabled", True, &LOSES_ENCRYPTION),
    ("", "enablekeyrotation", True, &LOSES_ENCRYPTION),
    ("", "sseenabled", True, &LOSES_ENCRYPTION),
    ("serversideencryption", "enabled", True, &LOSES_ENCRYPTION),
    ("encryptatrest", "enabled", True, &LOSES_ENCRYPTION),
    ("nodetonodeencryption", "enabled", True, &LOSES_ENCRYPTION),
    ("", "enforcehttps", True, &LOSES_ENCRYPTION),
    ("", "bucketencryption", There, &LOSES_ENCRYPTION),
    ("", "ssespecification", There, &LOSES_ENCRYPTION),
    ("", "requiressl", True, &LOSES_ENCRYPTION),
    ("", "publiclyaccessible", False, &WIDENS_EXPOSURE),
    ("", "mappubliciponlaunch", False, &WIDENS_EXPOSURE),
    ("", "associatepublicipaddress", False, &WIDENS_EXPOSURE),
    ("", "endpointpublicaccess", False, &WIDENS_EXPOSURE),
    ("", "publicnetworkaccessenabled", False, &WIDENS_EXPOSURE),
    ("", "blockpublicacls", True, &WIDENS_EXPOSURE),
    ("", "blockpublicpolicy", True, &WIDENS_EXPOSURE),
    ("", "ignorepublicacls", True, &WIDENS_EXPOSURE),
    ("", "restrictpublicbuckets", True, &WIDENS_EXPOSURE),
    ("", "publicaccessblockconfiguration", There, &WIDENS_EXPOSURE),
    ("", "enablelogging", True, &LOSES_LOGGING),
    ("", "enablelogfilevalidation", True, &LOSES_LOGGING),
    ("", "ismultiregiontrail", True, &LOSES_LOGGING),
    ("", "retentionindays", More, &LOSES_LOGGING),
    ("", "loggingconfiguration", There, &LOSES_LOGGING),
    ("accesslogs", "enabled", True, &LOSES_LOGGING),
    ("", "multiaz", True, &LOSES_AVAILABILITY),
    ("", "automaticfailoverenabled", True, &LOSES_AVAILABILITY),
    ("", "runasnonroot", True, &LOSES_ISOLATION),
    ("", "readonlyrootfilesystem", True, &LOSES_ISOLATION),
    ("", "allowprivilegeescalation", False, &LOSES_ISOLATION),
    ("", "privileged", False, &LOSES_ISOLATION),
    ("", "hostnetwork", False, &LOSES_ISOLATION),
    ("", "hostpid", False, &LOSES_ISOLATION),
    ("", "hostipc", False, &LOSES_ISOLATION),
    ("resources", "limits", There, &LOSES_LIMITS),
    ("", "livenessprobe", There, &LOSES_LIMITS),
    ("", "readinessprobe", There, &LOSES_LIMITS),
];

/// Where to say what is gone, and of which resource.
pub struct Place<'a> {
    /// The resource, by the name that the file gives it.
    pub resource: &'a str,
    /// Whether a key that is not there any more counts; in a plan it may only be unknown yet.
    pub absent_counts: bool,
}

/// Compares the two and adds what was lost. Linear in both, since keys are few.
pub fn compare(before: &Node, after: &Node, place: &Place<'_>, found: &mut Found<'_>) {
    walk("", before, after, after.line, place, found);
    exposure(before, after, place, found);
}

/// `at` is the line of the key above: there stands what is not there any more.
fn walk(above: &str, before: &Node, after: &Node, at: u32, place: &Place<'_>, found: &mut Found<'_>) {
    let keys = before.entries().iter().map(|(key, _)| key.text.as_str());
    let added = after.entries().iter().map(|(key, _)| key.text.as_str()).filter(|key| before.get(key).is_none());
    for key in keys.chain(added) {
        let (old, new) = (before.get(key), after.get(key));
        let name = plain(key);
        for (parent, of, good, rule) in PROTECTIONS {
            if *of == name && (parent.is_empty() || *parent == above) && lost(good, old, new, place) {
                let line = if new.is_some() { after.line_of(key) } else { at };
                found.own(rule, (line, new.map_or(line, |node| node.end)), Some(place.resource), &said(key, old, new));
            }
        }
        if let (Some(old), Some(new)) = (old, new) {
            walk(&name, old, new, after.line_of(key), place, found);
        }
    }
    // Items of a list are compared by their name where they have one, else by their place.
    for (place_in_list, new) in after.items().iter().enumerate() {
        let old = match new.get("name").and_then(Node::text) {
            Some(name) => before.items().iter().find(|old| old.get("name").and_then(Node::text) == Some(name)),
            None => before.items().get(place_in_list),
        };
        if let Some(old) = old {
            walk(above, old, new, new.line, place, found);
        }
    }
}

fn lost(good: &Good, old: Option<&Node>, new: Option<&Node>, place: &Place<'_>) -> bool {
    if new.is_some_and(Node::is_open) {
        return false;
    }
    let gone = place.absent_counts && new.is_none_or(Node::is_null);
    let Some(old) = old.filter(|old| !old.is_null()) else {
        // Never said: turned to the bad all the same, where bad is not what one gets by saying nothing.
        return matches!(good, False) && new.is_some_and(Node::is_true);
    };
    match good {
        True => old.is_true() && (gone || new.is_some_and(Node::is_false)),
        False => old.is_false() && new.is_some_and(Node::is_true),
        More => {
            let before = old.number().unwrap_or(0.0);
            before > 0.0 && (gone || new.and_then(Node::number).is_some_and(|after| after < before))
        }
        Word(word) => old.text() == Some(word) && (gone || new.and_then(Node::text).is_some_and(|text| text != *word)),
        There => gone,
    }
}

fn said(key: &str, old: Option<&Node>, new: Option<&Node>) -> String {
    let show = |node: Option<&Node>| match node {
        None => "nothing".to_owned(),
        Some(node) => node.text().unwrap_or(if node.is_null() { "nothing" } else { "…" }).to_owned(),
    };
    format!("{key} {} → {}", show(old), show(new))
}

/// Networks that were not named before: everybody's, and larger ones at the same place.
fn exposure(before: &Node, after: &Node, place: &Place<'_>, found: &mut Found<'_>) {
    let old = networks(before);
    for (key, text, line) in networks(after) {
        if old.iter().any(|(of, said, _)| *of == key && *said == text) {
            continue;
        }
        if is_world(&text) {
            found.own(&WIDENS_EXPOSURE, (line, line), Some(place.resource), &format!("{key} {text}"));
        } else if old.iter().any(|(of, said, _)| *of == key && network::contains(&text, said)) {
            found.own(&WIDENS_NETWORK, (line, line), Some(place.resource), &format!("{key} {text}"));
        }
    }
}

/// All networks with their key and line, but for those of outgoing rules.
fn networks(node: &Node) -> Vec<(String, String, u32)> {
    let mut found = Vec::new();
    gather("", node, &mut found);
    found
}

fn gather(key: &str, node: &Node, found: &mut Vec<(String, String, u32)>) {
    match &node.value {
        Value::Text(text) if network::read(text).is_some() || (text == "*" && key.ends_with("addressprefix")) => {
            found.push((key.to_owned(), text.clone(), node.line));
        }
        Value::List(items) => items.iter().for_each(|item| gather(key, item, found)),
        Value::Map(entries) => {
            let outgoing = node.get("type").and_then(Node::text) == Some("egress");
            for (name, node) in entries.iter().filter(|_| !outgoing) {
                let name = plain(&name.text);
                if !name.contains("egress") {
                    gather(&name, node, found);
                }
            }
        }
        _ => {}
    }
}

/// Whether a network, or what stands for one, is everybody.
pub fn is_world(text: &str) -> bool {
    text == "*" || network::is_world(text)
}
