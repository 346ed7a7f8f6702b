//! What the rules in `method` mean. One table, so that a new rule is put into words in one place.

use serde_json::Value;

use super::Fields;
use super::answer::undecided;
use super::words::{kind, name, quoted};

/// Rules, by the name after the kind.
const RULES: [(&str, &str); 9] = [
    (
        "plurality-1",
        "plurality: the answer with the largest weight wins, and mates of one family who say the same weigh less",
    ),
    (
        "quality-1",
        "quality: of the texts that say what most of the weight says, else of all, the one that reads best wins, by what it shares with the others and by its form",
    ),
    (
        "median-1",
        "the weighed median of options on a scale: half of the weight stands no lower and half no higher, and of two middles the later holds",
    ),
    ("medoid-1", "medoid: the text that is most like all others wins"),
    (
        "learnt-2",
        "known experts: an expert weighs by its skill and by outcomes, and those who err together share their weight",
    ),
    (
        "urn-1",
        "urn model: chances of each expert to be right, how hard each question is and how wrong answers clump together are estimated from many lines",
    ),
    (
        "crowd-1",
        "crowd model: each expert has its own chances to take one option for another, estimated from all lines",
    ),
    ("loo-agreement-2", "leave-one-out agreement: an expert weighs as often as it agrees with the others"),
    (
        "schulze-1",
        "Schulze's method: an option stands above another if the chain of duels that leads from it to the other is the stronger one",
    ),
];

/// Guards and fallbacks, by the name after a plus.
const NOTES: [(&str, &str); 12] = [
    ("guard", "The model believed experts whom the others do not confirm, so the guard refused it."),
    ("subtypes", "Experts who err together on the same questions were counted as less than so many."),
    ("many-answers", "There were so many different answers that each was compared with all of them together."),
    ("kept-out", "A text that speaks to a judge instead of the reader could not win."),
    ("few-lines", "There were too few lines to learn from."),
    ("words", "Answers in words were counted without weights for the experts."),
    ("nobody-answered", "Nobody gave an answer that could be read."),
    ("state-refused", "What is known of the experts came in a form that cannot be, so it was left out."),
    ("day-refused", "The question's date is out of range, so nothing was learnt from it."),
    ("too-many-options", "There were more options than can be ranked."),
    ("fewer-than-two-options", "There were fewer than two options to rank."),
    ("kemeny-bound", "Kemeny's order is the best that was found, not proved the best"),
];

const UNREADABLE: &str = "unreadable-line: ";

/// Whether the line was refused before anything was weighed.
pub fn is_unreadable(verdict: &Fields) -> bool {
    verdict.get("method").and_then(Value::as_str).is_some_and(|method| method.starts_with(UNREADABLE))
}

/// The rule and what else happened.
pub fn sentences(verdict: &Fields) -> Vec<String> {
    let method = verdict.get("method").and_then(Value::as_str).unwrap_or_default();
    if let Some(reason) = method.strip_prefix(UNREADABLE) {
        return vec![format!("The line could not be read: {}.", quoted(reason))];
    }
    let mut parts = method.split('+');
    let rule = parts.next().unwrap_or_default();
    let rule_name = rule.split_once('/').map_or(rule, |(_, rule)| rule);
    let meaning = RULES.iter().find(|known| known.0 == rule_name);
    let mut sentences = Vec::new();
    if !verdict.get("pick").is_some_and(Value::is_null) {
        sentences.push(match meaning {
            Some((_, words)) => format!("It was decided by {words} ({}).", name(rule)),
            None => format!("It was decided by a rule without words here ({}).", name(rule)),
        });
    }
    sentences.extend(parts.map(note));
    sentences.extend(tie(verdict));
    sentences
}

/// What decided where two answers have the largest weight.
fn tie(verdict: &Fields) -> Option<String> {
    let method = verdict.get("method").and_then(Value::as_str).unwrap_or_default();
    // A median heeds no tie between answers.
    if !matches!(kind(verdict), Some("choice" | "short")) || method.contains("/median-") {
        return None;
    }
    let clusters = verdict.get("clusters").and_then(Value::as_array)?;
    let mut shares: Vec<f64> = clusters.iter().filter_map(|cluster| cluster.get("share")?.as_f64()).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    let tied = shares.get(1).is_some_and(|second| *second > 0.0 && shares[0] - second < 1e-9);
    let told = if undecided(verdict) {
        "The largest weights are equal, and nothing breaks the tie."
    } else {
        "The largest weights are equal: experts, families and likeness broke the tie, or at last a fixed hash."
    };
    tied.then(|| told.to_owned())
}

fn note(part: &str) -> String {
    let (key, value) = part.split_once(':').map_or((part, None), |(key, value)| (key, Some(value)));
    match (NOTES.iter().find(|known| known.0 == key), value) {
        (Some((_, words)), None) => (*words).to_owned(),
        (Some((_, words)), Some(bound)) => {
            format!("{words}: no order has fewer than {} preferences against it.", name(bound))
        }
        (None, _) => format!("A guard or fallback without words here took part ({}).", name(part)),
    }
}
