//! What forces a new resource in the place of the old one: properties that cannot be changed in place, another provider,
//! and what asks for it.

use super::catalogue::MAY_DESTROY_DATA;
use super::modules::is_module;
use super::resources::Resource;
use super::stateful::{is_stateful, may_lose, plain};
use crate::source::Found;
use crate::tree::{Node, Value};

/// Properties whose change replaces the resource, in small letters without underscores.
const REPLACING: &[(&str, &[&str])] = &[
    (
        "dbinstance",
        &[
            "dbinstanceidentifier",
            "engine",
            "storageencrypted",
            "kmskeyid",
            "masterusername",
            "username",
            "dbname",
            "characterset",
            "availabilityzone",
            "ncharcharactersetname",
            "snapshotidentifier",
            "dbsnapshotidentifier",
        ],
    ),
    (
        "rdscluster",
        &[
            "dbclusteridentifier",
            "clusteridentifier",
            "engine",
            "storageencrypted",
            "kmskeyid",
            "masterusername",
            "databasename",
            "availabilityzones",
            "snapshotidentifier",
        ],
    ),
    (
        "dbcluster",
        &[
            "dbclusteridentifier",
            "engine",
            "storageencrypted",
            "kmskeyid",
            "masterusername",
            "databasename",
            "snapshotidentifier",
        ],
    ),
    (
        "dynamodbtable",
        &["tablename", "name", "keyschema", "hashkey", "rangekey", "localsecondaryindex", "localsecondaryindexes"],
    ),
    ("simpletable", &["tablename", "primarykey"]),
    ("s3bucket", &["bucketname", "bucket"]),
    ("filesystem", &["encrypted", "kmskeyid", "performancemode", "creationtoken", "availabilityzonename"]),
    ("volume", &["availabilityzone", "encrypted", "kmskeyid", "snapshotid"]),
    ("queue", &["queuename", "name", "fifoqueue"]),
    ("stream", &["name"]),
    ("domain", &["domainname"]),
    ("userpool", &["usernameattributes", "aliasattributes"]),
    ("secret", &["name"]),
    ("repository", &["repositoryname", "name"]),
    ("redshiftcluster", &["clusteridentifier", "dbname", "masterusername", "encrypted"]),
    ("replicationgroup", &["replicationgroupid", "atrestencryptionenabled", "kmskeyid", "port"]),
    ("persistentvolumeclaim", &["storageclassname", "accessmodes", "volumename"]),
];

/// Where something of Terraform stands: nothing moves, all is made anew there.
const PLACES: [&str; 4] = ["location", "region", "project", "resourcegroupname"];

/// Properties that force a new resource where they come in; others may only say what was so before.
const FORCING: [&str; 2] = ["snapshotidentifier", "dbsnapshotidentifier"];

/// Whether a change of a property replaces a resource of a type.
pub fn replaces(kind: &str, key: &str) -> bool {
    let (kind, key) = (plain(kind), plain(key));
    REPLACING.iter().any(|(end, keys)| kind.ends_with(end) && keys.contains(&key.as_str()))
}

/// Whether a property says where a resource of Terraform stands.
fn is_place(kind: &str, key: &str) -> bool {
    kind.contains('_') && PLACES.contains(&plain(key).as_str())
}

/// Whether two nodes name one place: `West Europe` and `westeurope` do.
fn is_same_place(old: &Node, new: &Node) -> bool {
    old.same(new) || old.text().zip(new.text()).is_some_and(|(was, is)| plain(was) == plain(is))
}

/// Adds what is made anew.
pub fn compare(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    if is_stateful(&new.kind) {
        for (key, line, end) in replaced(old.body, new.body, &new.kind) {
            found.own(&MAY_DESTROY_DATA, (line, end), Some(&new.id), &format!("{} by a new {key}", new.id));
        }
        for (what, line) in triggers(old.body, new.body) {
            let about = format!("{} when {what} changes", new.id);
            found.own(&MAY_DESTROY_DATA, (line, line), Some(&new.id), &about);
        }
    }
    let key = if is_module(&new.kind) { "providers" } else { "provider" };
    let (was, is) = (provider(old, key), provider(new, key));
    if was != is
        && let Some(rule) = may_lose(&new.kind).filter(|_| !new.kind.starts_with("data."))
    {
        let line = new.body.line_of(key);
        let about = format!("{} by another provider: {} → {}", new.id, was.join(", "), is.join(", "));
        found.own(rule, (line, line), Some(&new.id), &about);
    }
}

/// Properties whose change replaces a resource, with their lines.
fn replaced<'a>(old: &'a Node, new: &'a Node, kind: &str) -> Vec<(&'a str, u32, u32)> {
    let keys = old.entries().iter().filter(|(key, _)| replaces(kind, &key.text));
    let changed = keys.filter(|(key, value)| !new.get(&key.text).is_some_and(|now| now.same(value)));
    let moved = old.entries().iter().filter(|(key, value)| {
        is_place(kind, &key.text)
            && !value.is_open()
            && new.get(&key.text).is_some_and(|now| !now.is_open() && !is_same_place(value, now))
    });
    let changed = changed.chain(moved).map(|(key, _)| key.text.as_str());
    let forced = new.entries().iter().map(|(key, _)| key.text.as_str());
    let forced = forced.filter(|key| old.get(key).is_none() && FORCING.contains(&plain(key).as_str()));
    let forced = forced.filter(|key| replaces(kind, key));
    let lines = |key: &'a str| {
        let line = new.line_of(key);
        (key, line, new.get(key).map_or(line, |node| node.end))
    };
    changed.chain(forced).map(lines).collect()
}

/// What newly asks for a replacement whenever it changes.
fn triggers(old: &Node, new: &Node) -> Vec<(String, u32)> {
    let items = |node: &Node| -> Vec<(String, u32)> {
        let lifecycles = node.get("lifecycle").map(Node::one_or_many).unwrap_or_default().iter();
        let lists = lifecycles.filter_map(|lifecycle| lifecycle.get("replace_triggered_by"));
        let items = lists.flat_map(Node::one_or_many);
        items.map(|item| (item.source().unwrap_or("what it names").to_owned(), item.line)).collect()
    };
    let known = items(old);
    items(new).into_iter().filter(|(what, _)| !known.iter().any(|(old, _)| old == what)).collect()
}

/// The providers of a resource, but for the usual ones.
fn provider(resource: &Resource<'_>, key: &str) -> Vec<String> {
    let Some(node) = resource.body.get(key) else { return Vec::new() };
    let usual = resource.kind.split('_').next().unwrap_or_default();
    let mut all: Vec<String> = match &node.value {
        Value::Map(entries) => {
            let said = entries.iter().filter_map(|(key, node)| Some((key.text.as_str(), node.source()?)));
            said.filter(|(name, given)| name != given).map(|(name, given)| format!("{name} = {given}")).collect()
        }
        _ => node.source().filter(|name| *name != usual).map(str::to_owned).into_iter().collect(),
    };
    all.sort();
    all
}
