//! What an account should hear of (`data/alarms.txt`): where a file has filters of logs, each event needs one that holds
//! its words, and an alarm on it. Each filter is looked at once for each event.

use super::resources::Resource;
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::Node;
use crate::wire::{Confidence, Severity};

const EVENTS: &str = include_str!("../../../../data/alarms.txt");

/// An event and the words of a filter that lets it through.
pub struct Event {
    /// What the rule says.
    pub rule: Rule,
    pub(super) words: Vec<&'static str>,
}

/// Reads the table; a test finds a line that is broken.
pub fn events() -> Vec<Event> {
    EVENTS.lines().filter(|line| !line.starts_with('#')).filter_map(event).collect()
}

fn event(line: &'static str) -> Option<Event> {
    let mut parts = line.splitn(3, ' ');
    let (id, words, title) = (parts.next()?, parts.next()?, parts.next()?);
    let rule = Rule {
        id,
        severity: Severity::Info,
        confidence: Confidence::Low,
        topic: "monitoring",
        cwe: 778,
        title,
        why: "An attack is seen late, or never.",
        fix: "Add a filter of the log for these events, and an alarm on it.",
    };
    Some(Event { rule, words: words.split('|').collect() })
}

/// Checks a file that has filters of logs; of others nothing is asked.
pub fn review(events: &[Event], resources: &[Resource<'_>], found: &mut Found<'_>) {
    let filters = of(resources, ["aws_cloudwatch_log_metric_filter", "AWS::Logs::MetricFilter"]);
    let Some(first) = filters.first() else { return };
    let alarms: Vec<&str> = of(resources, ["aws_cloudwatch_metric_alarm", "AWS::CloudWatch::Alarm"])
        .into_iter()
        .filter_map(|alarm| either(alarm.body, ["metric_name", "MetricName"]).and_then(named))
        .collect();
    let heard: Vec<&&Resource<'_>> = filters.iter().filter(|filter| is_heard(filter, &alarms)).collect();
    for event in events {
        let holds = |filter: &&&Resource<'_>| {
            let pattern = either(filter.body, ["pattern", "FilterPattern"]).and_then(Node::source).unwrap_or_default();
            event.words.iter().all(|word| says(pattern, word))
        };
        if !heard.iter().copied().any(|filter| holds(&filter)) {
            found.own(&event.rule, (first.line, first.line), Some(&first.id), "");
        }
    }
}

fn of<'a, 'b>(resources: &'a [Resource<'b>], kinds: [&str; 2]) -> Vec<&'a Resource<'b>> {
    resources.iter().filter(|resource| kinds.contains(&resource.kind.as_str())).collect()
}

/// Whether a filter has a word as a whole word; a name with dots wherever it stands.
fn says(pattern: &str, word: &str) -> bool {
    match word.contains('.') {
        true => pattern.contains(word),
        false => pattern.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|part| part == word),
    }
}

/// Whether an alarm names the filter, or the figure that the filter makes.
fn is_heard(filter: &Resource<'_>, alarms: &[&str]) -> bool {
    let made = filter.body.at(&["metric_transformation"]).or_else(|| filter.body.at(&["MetricTransformations"]));
    let names: Vec<&str> = made
        .map(Node::one_or_many)
        .unwrap_or_default()
        .iter()
        .filter_map(|node| either(node, ["name", "MetricName"]).and_then(named))
        .collect();
    alarms.iter().any(|alarm| {
        let refers =
            alarm.strip_prefix(filter.id.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        refers || names.contains(alarm)
    })
}

fn named(node: &Node) -> Option<&str> {
    node.get("Ref").and_then(Node::text).or_else(|| node.source()).map(|text| text.trim_matches(['"', '$', '{', '}']))
}

fn either<'a>(node: &'a Node, keys: [&str; 2]) -> Option<&'a Node> {
    keys.iter().find_map(|key| node.get(key))
}
