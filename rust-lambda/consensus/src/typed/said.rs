//! What one answer says: its conclusion, the votes that it is made of, and its reasons.

use std::collections::BTreeMap;

use super::roles::{self, Roles};
use super::strings;
use super::tree::{Leaf, Role, Tree};
use crate::json::decimal;

/// What one answer says.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// All that has a vote, the same text for the same conclusion: values in quotes, so that no sign of what holds them
    /// is in doubt, and nothing quoted twice. None: nothing in it has one.
    pub conclusion: Option<String>,
    /// Votes by the field that they are shown under, and by their place in it.
    pub votes: BTreeMap<String, BTreeMap<String, String>>,
    /// Reasons with their fields.
    pub reasons: Vec<(String, String)>,
    /// Strings that the answer is about where nothing has a vote, with their places.
    pub texts: Vec<(String, String)>,
}

/// Keys of the values at each place of all answers.
#[derive(Default)]
pub struct Keys(BTreeMap<String, BTreeMap<String, String>>);

/// Where a walk over an answer stands.
#[derive(Clone, Default)]
struct At {
    /// Path in the answer; `*` for each item of a set.
    place: String,
    /// Path with `*` for each item of a list.
    form: String,
    /// The field that votes are shown under, where it is not the place itself.
    field: Option<String>,
}

impl At {
    fn member(&self, name: &str, named: bool) -> At {
        // Names that the schema does not know are the expert's words.
        let field = self.field.clone().or_else(|| (!named).then(|| self.place.clone()));
        At { place: roles::member(&self.place, name), form: roles::member(&self.form, name), field }
    }

    fn item(&self, at: usize) -> At {
        At { place: format!("{}/{at}", self.place), form: roles::item(&self.form), field: self.field.clone() }
    }

    fn element(&self) -> At {
        At { place: roles::item(&self.place), form: roles::item(&self.form), field: Some(self.field().to_owned()) }
    }

    fn field(&self) -> &str {
        self.field.as_deref().unwrap_or(&self.place)
    }
}

/// What each of some answers says.
pub fn all(trees: &[Option<Tree>], roles: &Roles) -> Vec<Option<Said>> {
    let keys = Keys::of(trees.iter().flatten(), roles);
    let say = |tree: &Tree| {
        let mut said = Said::default();
        said.conclusion = say(tree, &At::default(), roles, &keys, &mut said);
        said
    };
    trees.iter().map(|tree| tree.as_ref().map(say)).collect()
}

fn say(tree: &Tree, at: &At, roles: &Roles, keys: &Keys, said: &mut Said) -> Option<String> {
    match tree {
        Tree::Leaf(leaf, _) => say_leaf(leaf, at, roles, keys, said),
        Tree::List(items, true) => say_set(items, at, roles, keys, said),
        Tree::List(items, false) => {
            let all = items.iter().enumerate().map(|(index, item)| say(item, &at.item(index), roles, keys, said));
            let all: Vec<String> = all.map(|item| item.unwrap_or_else(|| "-".to_owned())).collect();
            hold(all.join(","), ['[', ']'], items.is_empty(), at, roles, said)
        }
        Tree::Map(members) => {
            let all: Vec<(&String, Option<String>)> = members
                .iter()
                .map(|(name, named, member)| (name, say(member, &at.member(name, *named), roles, keys, said)))
                .collect();
            let all: Vec<String> =
                all.into_iter().filter_map(|(name, member)| Some(format!("{name:?}:{}", member?))).collect();
            hold(all.join(","), ['{', '}'], members.is_empty(), at, roles, said)
        }
    }
}

fn say_leaf(leaf: &Leaf, at: &At, roles: &Roles, keys: &Keys, said: &mut Said) -> Option<String> {
    if let Leaf::Text(text) = leaf
        && roles.is_text(&at.form)
    {
        said.texts.push((at.place.clone(), text.clone()));
    }
    match roles.at(&at.form) {
        Role::Ignore => None,
        Role::Reason => {
            if let Leaf::Text(text) = leaf {
                said.reasons.push((at.field().to_owned(), text.clone()));
            }
            None
        }
        Role::Vote => {
            let key = keys.of_leaf(&at.place, leaf);
            said.votes.entry(at.field().to_owned()).or_default().insert(at.place.clone(), key.clone());
            Some(format!("{key:?}"))
        }
    }
}

/// Each different item is a vote of its own.
fn say_set(items: &[Tree], at: &At, roles: &Roles, keys: &Keys, said: &mut Said) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        let mut own = Said::default();
        let key = say(item, &at.element(), roles, keys, &mut own);
        said.reasons.append(&mut own.reasons);
        said.texts.append(&mut own.texts);
        if let Some(key) = key {
            *counts.entry(key).or_default() += 1;
        }
    }
    let votes = said.votes.entry(at.field().to_owned()).or_default();
    votes.extend(counts.iter().map(|(key, count)| (format!("{} {key}", at.place), count.to_string())));
    let all: Vec<String> = counts.iter().map(|(key, count)| format!("{count}*{key}")).collect();
    hold(all.join(","), ['<', '>'], items.is_empty(), at, roles, said)
}

/// The conclusion of what holds others; that it is empty is a vote.
fn hold(inner: String, signs: [char; 2], empty: bool, at: &At, roles: &Roles, said: &mut Said) -> Option<String> {
    if roles.is_quiet(&at.form) {
        said.votes.retain(|_, votes| !votes.is_empty());
        return None;
    }
    if empty {
        said.votes.entry(at.field().to_owned()).or_default().insert(at.place.clone(), "empty".to_owned());
    }
    Some(format!("{}{inner}{}", signs[0], signs[1]))
}

impl Keys {
    fn of<'a>(trees: impl Iterator<Item = &'a Tree>, roles: &Roles) -> Keys {
        // With whether something at the place has a vote.
        let mut places: BTreeMap<String, (bool, Vec<Hinted>)> = BTreeMap::new();
        for tree in trees {
            leaves(tree, &At::default(), &mut |at, leaf, hint| {
                // What is the same as itself only needs no key.
                if matches!(leaf, Leaf::Word(_)) || (matches!(leaf, Leaf::Number(_)) && hint.tolerance.is_none()) {
                    return;
                }
                let (votes, leaves) = places.entry(at.place.clone()).or_default();
                *votes |= roles.at(&at.form) == Role::Vote;
                leaves.push((leaf, hint));
            });
        }
        // Only what has a vote is compared by its key.
        places.retain(|_, (votes, _)| *votes);
        let keyed = |leaves: Vec<Hinted>| {
            let coded = leaves.iter().any(|(_, hint)| hint.coded);
            let tolerance = leaves.iter().find_map(|(_, hint)| hint.tolerance.clone());
            let mut keys = text_keys(&leaves, coded);
            keys.extend(number_keys(&leaves, tolerance.as_ref()));
            keys
        };
        Keys(places.into_iter().map(|(place, (_, leaves))| (place, keyed(leaves))).collect())
    }

    fn of_leaf(&self, place: &str, leaf: &Leaf) -> String {
        let raw = raw(leaf);
        self.0.get(place).and_then(|keys| keys.get(&raw)).cloned().unwrap_or(raw)
    }
}

/// Tells values of all types apart.
fn raw(leaf: &Leaf) -> String {
    match leaf {
        Leaf::Word(word) => (*word).to_owned(),
        Leaf::Number(number) => format!("#{}", number.key()),
        Leaf::Text(text) => format!("\"{text}"),
    }
}

type Hinted<'a> = (&'a Leaf, &'a super::tree::Hint);
type Leaves<'a> = [Hinted<'a>];

fn text_keys(leaves: &Leaves, coded: bool) -> BTreeMap<String, String> {
    let texts: Vec<&str> = leaves
        .iter()
        .filter_map(|(leaf, _)| if let Leaf::Text(text) = leaf { Some(text.as_str()) } else { None })
        .collect();
    let keys = strings::keys(&texts, coded);
    texts.iter().zip(keys).map(|(text, key)| (format!("\"{text}"), format!("\"{key}"))).collect()
}

fn number_keys(leaves: &Leaves, tolerance: Option<&decimal::Decimal>) -> BTreeMap<String, String> {
    let Some(tolerance) = tolerance else { return BTreeMap::new() };
    let all = leaves.iter().map(|(leaf, _)| *leaf);
    let numbers: Vec<&decimal::Decimal> =
        all.filter_map(|leaf| if let Leaf::Number(number) = leaf { Some(number) } else { None }).collect();
    let groups = decimal::groups(&numbers, tolerance);
    numbers.iter().zip(groups).map(|(number, group)| (format!("#{}", number.key()), format!("# {group}"))).collect()
}

fn leaves<'a>(tree: &'a Tree, at: &At, take: &mut impl FnMut(&At, &'a Leaf, &'a super::tree::Hint)) {
    match tree {
        Tree::Leaf(leaf, hint) => take(at, leaf, hint),
        Tree::List(items, true) => items.iter().for_each(|item| leaves(item, &at.element(), take)),
        Tree::List(items, false) => {
            items.iter().enumerate().for_each(|(index, item)| leaves(item, &at.item(index), take));
        }
        Tree::Map(members) => {
            members.iter().for_each(|(name, named, member)| leaves(member, &at.member(name, *named), take));
        }
    }
}
