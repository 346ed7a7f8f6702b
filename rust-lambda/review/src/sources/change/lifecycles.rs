//! Rules by which a bucket deletes what lies in it after some days.

use super::catalogue::{DELETES_ALL, DELETES_SOONER};
use super::resources::Resource;
use crate::source::Found;
use crate::tree::Node;

/// One such rule that is on.
struct Expiry {
    /// How the names begin of what it deletes.
    prefix: String,
    /// Whether it looks at anything but names.
    narrowed: bool,
    /// After how many days; nothing where a day is named.
    days: Option<f64>,
    line: u32,
}

impl Expiry {
    fn is_of_all(&self) -> bool {
        self.prefix.is_empty() && !self.narrowed
    }

    /// Whether it deletes all that another does.
    fn reaches(&self, other: &Expiry) -> bool {
        other.prefix.starts_with(&self.prefix) && (!self.narrowed || other.narrowed)
    }

    fn is_as_soon_as(&self, other: &Expiry) -> bool {
        matches!((self.days, other.days), (Some(mine), Some(theirs)) if mine <= theirs) || other.days == self.days
    }
}

/// Adds what is deleted now and was not before, or later.
pub fn compare(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    let old = expiries(old);
    for rule in expiries(new) {
        if old.iter().any(|known| known.reaches(&rule) && known.is_as_soon_as(&rule)) {
            continue;
        }
        let known = old.iter().any(|known| known.reaches(&rule));
        let what = if rule.is_of_all() { "all of it".to_owned() } else { format!("{}*", rule.prefix) };
        let about = match rule.days {
            Some(days) => format!("{}: {what} after {days} days", new.id),
            None => format!("{}: {what} on a day", new.id),
        };
        if rule.is_of_all() && !known {
            found.own(&DELETES_ALL, (rule.line, rule.line), Some(&new.id), &about);
        } else if known || old.iter().any(|known| rule.reaches(known)) {
            found.own(&DELETES_SOONER, (rule.line, rule.line), Some(&new.id), &about);
        }
    }
}

/// The same for rules that are added to a bucket which was there before.
pub fn added(new: &Resource<'_>, added: &[&Resource<'_>], found: &mut Found<'_>) {
    if new.kind != "aws_s3_bucket_lifecycle_configuration" {
        return;
    }
    let bucket = new.body.get("bucket").and_then(Node::source).unwrap_or_default();
    if added.iter().any(|other| other.kind == "aws_s3_bucket" && is_of(bucket, &other.id)) {
        return;
    }
    for rule in expiries(new).iter().filter(|rule| rule.is_of_all()) {
        let days = rule.days.map_or_else(|| "on a day".to_owned(), |days| format!("after {days} days"));
        found.own(&DELETES_ALL, (rule.line, rule.line), Some(&new.id), &format!("{}: all of it {days}", new.id));
    }
}

/// Whether an expression names a resource: `aws_s3_bucket.a.id`, `aws_s3_bucket.a[0].id`.
fn is_of(expression: &str, id: &str) -> bool {
    expression.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn expiries(resource: &Resource<'_>) -> Vec<Expiry> {
    let rules = match resource.kind.as_str() {
        "aws_s3_bucket_lifecycle_configuration" => resource.body.get("rule"),
        "aws_s3_bucket" | "google_storage_bucket" => resource.body.get("lifecycle_rule"),
        "AWS::S3::Bucket" => resource.body.at(&["LifecycleConfiguration", "Rules"]),
        _ => None,
    };
    rules.map(Node::one_or_many).unwrap_or_default().iter().filter_map(expiry).collect()
}

/// A block of Terraform, which is a list of one, or a map.
fn block<'a>(node: &'a Node, keys: &[&str]) -> Option<&'a Node> {
    keys.iter().find_map(|key| node.get(key)?.one_or_many().first())
}

fn expiry(rule: &Node) -> Option<Expiry> {
    let on = ["status", "Status", "enabled"].iter().find_map(|key| rule.get(key)?.text());
    if on.is_some_and(|on| on == "Disabled" || on == "false") {
        return None;
    }
    if let Some(condition) = block(rule, &["condition"]) {
        let deletes = block(rule, &["action"])?.get("type").and_then(Node::text) == Some("Delete");
        let age = condition.get("age").filter(|_| deletes)?;
        let others = condition.entries().len() > 1;
        return Some(Expiry { prefix: String::new(), narrowed: others, days: age.number(), line: age.line });
    }
    let own = block(rule, &["expiration"]);
    let days = own.and_then(|own| own.get("days")).or_else(|| rule.get("ExpirationInDays"));
    let date = own.and_then(|own| own.get("date")).or_else(|| rule.get("ExpirationDate"));
    // Without either it only takes markers of deletion away.
    let said = days.or(date).filter(|said| days.is_none() || said.number() != Some(0.0))?;
    let filter = block(rule, &["filter", "Filter"]);
    let both = filter.and_then(|filter| block(filter, &["and", "And"])).or(filter);
    let prefix = [Some(rule), both].into_iter().flatten();
    let prefix: Vec<&Node> = prefix.filter_map(|node| node.get("prefix").or_else(|| node.get("Prefix"))).collect();
    let known = prefix.iter().find_map(|prefix| prefix.text()).unwrap_or_default();
    let others = both.is_some_and(|filter| {
        filter.entries().iter().any(|(key, node)| !key.text.eq_ignore_ascii_case("prefix") && !node.is_null())
    });
    let narrowed = others || prefix.iter().any(|prefix| prefix.is_open()) || rule.get("TagFilters").is_some();
    Some(Expiry { prefix: known.to_owned(), narrowed, days: days.and_then(Node::number), line: said.line })
}
