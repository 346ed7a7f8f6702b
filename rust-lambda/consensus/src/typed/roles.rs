//! What each field of a panel is for: by its annotation, its type, its name, and by the values that stand there.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use super::strings;
use super::tree::{Leaf, Role, Tree};

/// The fields of a panel by form: the path with `*` for each item of a list.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    parts: BTreeMap<String, Part>,
    /// Forms that hold others, each with whether something in it has a vote.
    holders: BTreeMap<String, bool>,
    /// Whether some strings without a vote are reasons by no name and no word of the caller.
    plain: bool,
}

/// What a field is for, and whether it was said or guessed.
#[derive(Clone, Copy, Debug)]
struct Part {
    role: Role,
    said: bool,
}

/// What is known of the values at one form.
#[derive(Default)]
struct Facts<'a> {
    /// Strings with who says them.
    texts: Vec<(&'a str, &'a str)>,
    flags: usize,
    role: Option<Role>,
    coded: bool,
    brief: bool,
    listed: bool,
    strings: usize,
    numbers: usize,
    short: usize,
}

impl Roles {
    /// The roles of the fields of some answers, each with its expert.
    pub fn of<'a>(answers: impl Iterator<Item = (&'a str, &'a Tree)>) -> Roles {
        let mut facts = BTreeMap::new();
        answers.for_each(|(expert, tree)| gather(tree, "", expert, &mut facts));
        let mut parts: BTreeMap<String, Part> =
            facts.iter().map(|(form, facts)| (form.clone(), part(form, facts))).collect();
        aside(&facts, &mut parts);
        free(&facts, &mut parts);
        lone(&facts, &mut parts);
        let holders = holders(&parts);
        let plain = parts.iter().any(|(form, part)| is_plain(form, part));
        Roles { parts, holders, plain }
    }

    /// What the values at a form are for.
    pub fn at(&self, form: &str) -> Role {
        self.parts.get(form).map_or(Role::Vote, |part| part.role)
    }

    /// Whether something has a vote, or nobody says anything.
    pub fn vote(&self) -> bool {
        self.parts.is_empty() || self.parts.values().any(|part| part.role == Role::Vote)
    }

    /// Whether nothing below a form has a vote although something stands there.
    pub fn is_quiet(&self, form: &str) -> bool {
        self.holders.get(form) == Some(&false)
    }

    /// Whether strings at a form are what answers are about where nothing has a vote: those that nobody calls a reason, or
    /// all where there are no others.
    pub fn is_text(&self, form: &str) -> bool {
        let own = self.parts.get(form).is_some_and(|part| is_plain(form, part));
        own || (!self.plain && self.at(form) == Role::Reason)
    }
}

/// The form of an item of a list.
pub fn item(form: &str) -> String {
    format!("{form}/*")
}

/// A path one name longer, as JSON Pointer writes it.
pub fn member(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn gather<'a>(tree: &'a Tree, form: &str, expert: &'a str, facts: &mut BTreeMap<String, Facts<'a>>) {
    match tree {
        Tree::List(items, _) => items.iter().for_each(|inner| gather(inner, &item(form), expert, facts)),
        Tree::Map(members) => {
            members.iter().for_each(|(name, _, inner)| gather(inner, &member(form, name), expert, facts));
        }
        Tree::Leaf(leaf, hint) => {
            let known = facts.entry(form.to_owned()).or_default();
            known.role = known.role.or(hint.role);
            known.coded |= hint.coded;
            known.brief |= hint.brief;
            known.listed |= hint.listed;
            match leaf {
                Leaf::Word(word) => known.flags += usize::from(*word != "null"),
                Leaf::Number(_) => known.numbers += 1,
                Leaf::Text(text) => {
                    known.strings += 1;
                    known.texts.push((expert, text));
                    known.short += usize::from(strings::is_short(text));
                }
            }
        }
    }
}

fn part(form: &str, facts: &Facts) -> Part {
    let guessed = if facts.strings == 0 || facts.coded {
        Role::Vote
    } else if named_reason(form) {
        Role::Reason
    } else if facts.brief || facts.short == facts.strings || (facts.listed && 2 * facts.short > facts.strings) {
        Role::Vote
    } else {
        Role::Reason
    };
    Part { role: facts.role.unwrap_or(guessed), said: facts.role.is_some() }
}

/// How sure an expert is, is no part of what it concludes; it counts only where there is nothing else to count or compare.
fn aside(facts: &BTreeMap<String, Facts>, parts: &mut BTreeMap<String, Part>) {
    let certain = |form: &String, part: &Part| {
        let numbers = facts.get(form).is_some_and(|facts| facts.numbers > 0 && facts.strings == 0);
        !part.said && numbers && last_name(form).is_some_and(names::names_certainty)
    };
    let sure: Vec<String> =
        parts.iter().filter(|(form, part)| certain(form, part)).map(|(form, _)| form.clone()).collect();
    if sure.len() < parts.len() {
        for form in sure {
            parts.insert(form, Part { role: Role::Ignore, said: false });
        }
    }
}

/// Free strings beside values of few forms are reasons where all experts differ, however short they are; in a list they
/// may tell its items apart, and code states no reason.
fn free(facts: &BTreeMap<String, Facts>, parts: &mut BTreeMap<String, Part>) {
    let votes = |form: &String| parts.get(form).is_some_and(|part| part.role == Role::Vote);
    let firm = |facts: &Facts| facts.coded || facts.listed || (facts.flags > 0 && facts.strings == 0);
    if !facts.iter().any(|(form, facts)| votes(form) && firm(facts)) {
        return;
    }
    let open = |facts: &Facts| facts.strings > 0 && !facts.coded && !facts.brief && !facts.listed;
    let differ = |(form, facts): &(&String, &Facts)| {
        let said = parts.get(*form).is_some_and(|part| part.said);
        let code = facts.texts.iter().all(|(_, text)| strings::is_code(text));
        votes(form) && !said && open(facts) && !code && !form.contains("/*") && !is_shared(&facts.texts)
    };
    let reasons: Vec<String> = facts.iter().filter(differ).map(|(form, _)| form.clone()).collect();
    for form in reasons {
        parts.insert(form, Part { role: Role::Reason, said: false });
    }
}

/// Whether two experts say the same.
fn is_shared(texts: &[(&str, &str)]) -> bool {
    let strings: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
    let mut experts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (key, (expert, _)) in strings::keys(&strings, false).into_iter().zip(texts) {
        experts.entry(key).or_default().insert(expert);
    }
    experts.values().any(|experts| experts.len() > 1)
}

/// The forms that hold others, each with whether something in it has a vote.
fn holders(parts: &BTreeMap<String, Part>) -> BTreeMap<String, bool> {
    let mut holders = BTreeMap::new();
    for (form, part) in parts {
        for (end, _) in form.match_indices('/') {
            *holders.entry(form[..end].to_owned()).or_default() |= part.role == Role::Vote;
        }
    }
    holders
}

fn is_plain(form: &str, part: &Part) -> bool {
    part.role == Role::Reason && !part.said && !named_reason(form)
}

/// Where nothing has a vote, one expert who is wordy must not make prose of what most say in a word.
fn lone(facts: &BTreeMap<String, Facts>, parts: &mut BTreeMap<String, Part>) {
    if parts.values().any(|part| part.role == Role::Vote) {
        return;
    }
    for (form, part) in parts.iter_mut().filter(|(_, part)| !part.said) {
        let Some(facts) = facts.get(form).filter(|facts| facts.strings > 0) else { continue };
        // Short strings in a row are a sequence of steps, whatever the list is called.
        let sequence = form.ends_with("/*") && facts.short == facts.strings;
        if sequence || (!named_reason(form) && 2 * facts.short > facts.strings) {
            part.role = Role::Vote;
        }
    }
}

fn named_reason(form: &str) -> bool {
    last_name(form).is_some_and(names::names_reason)
}

fn last_name(form: &str) -> Option<&str> {
    form.rsplit('/').find(|name| *name != "*").filter(|name| !name.is_empty())
}
