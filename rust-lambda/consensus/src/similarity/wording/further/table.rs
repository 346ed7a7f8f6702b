//! The words of `further.txt`, by what they do beside a name.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::hash::Words;

/// What a word does beside a name. A word may do several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Makes another thing of it, wherever it stands.
    Turning = 1,
    /// Belongs to it, in front.
    Part = 2,
    /// Says in front who bears it, or what it is.
    Title = 4,
    /// Says in front what it is, also with "of".
    Realm = 512,
    /// Says behind it which form it has.
    Form = 8,
    /// Says behind it, in small letters, what it is.
    Kind = 16,
    /// Makes a sentence of it.
    Verb = 32,
    /// Says behind it where it is or whose.
    Place = 64,
    /// Means another city with a region behind it.
    City = 128,
    /// Such a region.
    Region = 256,
    /// Says behind it which legal form it has.
    Legal = 1024,
    /// Bounds a day or a number in front of it.
    Bound = 2048,
    /// Is the last word of a name that says what it names: each word in front of it tells which one.
    Head = 4096,
}

static TABLE: LazyLock<HashMap<&str, u16, Words>> = LazyLock::new(|| {
    let mut table = HashMap::default();
    for (class, word) in entries() {
        *table.entry(word).or_insert(0) |= class as u16;
    }
    table
});

/// All words with their classes, as they are listed.
fn entries() -> impl Iterator<Item = (Class, &'static str)> {
    let lines = include_str!("further.txt").lines().filter_map(|line| line.split_once(": "));
    lines
        .filter_map(|(head, words)| Some((class(head)?, words)))
        .flat_map(|(class, words)| words.split('|').map(move |word| (class, word.trim())))
}

fn class(head: &str) -> Option<Class> {
    Some(match head.split(' ').next()? {
        "turning" => Class::Turning,
        "part" => Class::Part,
        "title" => Class::Title,
        "realm" => Class::Realm,
        "form" => Class::Form,
        "kind" => Class::Kind,
        "verb" => Class::Verb,
        "place" => Class::Place,
        "city" => Class::City,
        "region" => Class::Region,
        "legal" => Class::Legal,
        "bound" => Class::Bound,
        "head" => Class::Head,
        _ => return None,
    })
}

/// Whether a word is of a class.
pub fn is(word: &str, class: Class) -> bool {
    TABLE.get(word).is_some_and(|classes| classes & class as u16 != 0)
}
