//! What single words of a question say of its answers, as `questions.txt` lists them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::hash::Words;

/// Letters that two forms of a word share at least, and letters that the longer one has more.
const STEM: usize = 4;
const ENDING: usize = 3;

static TABLE: LazyLock<HashMap<&str, Vec<&str>, Words>> = LazyLock::new(|| {
    let mut table: HashMap<&str, Vec<&str>, Words> = HashMap::default();
    all().for_each(|(class, entry)| table.entry(entry).or_default().push(class));
    table
});

/// All entries with their classes, as they are listed.
fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("../../../../layers/knowledge/replies/questions.txt").lines();
    let lists = lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
    lists.flat_map(|(head, list)| {
        let class = head.split(' ').next().unwrap_or_default();
        list.split(" | ").map(move |entry| (class, entry))
    })
}

/// The entries of a class.
pub fn entries(wanted: &str) -> impl Iterator<Item = &'static str> {
    all().filter(move |(class, _)| *class == wanted).map(|(_, entry)| entry)
}

/// Whether a word is of a class.
pub fn is(class: &str, word: &str) -> bool {
    TABLE.get(word).is_some_and(|classes| classes.contains(&class))
}

/// Whether a word carries nothing in an answer: an article, a verb that only joins, a pronoun, a word in front of a place.
pub fn is_silent(word: &str) -> bool {
    TABLE
        .get(word)
        .is_some_and(|classes| classes.iter().any(|class| matches!(*class, "filler" | "place" | "lead" | "spoken")))
}

/// Whether two words are one or forms of one: "use", "uses"; "appear", "appeared".
pub fn are_forms(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    // Most words differ in their first letter.
    if short.as_bytes().first() != long.as_bytes().first() {
        return false;
    }
    let ending = if short.len() >= STEM { ENDING } else { 1 };
    short == long
        || short.len() + 1 >= STEM
            && long.len() <= short.len() + ending
            && long.starts_with(short)
            && (ending > 1 || long.ends_with('s'))
            && !long.bytes().any(|byte| byte.is_ascii_digit())
}
