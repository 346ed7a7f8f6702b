//! Places of a ranking that are written out: `3. A`, `2nd: B`, `#1 C`, `Best: A`, a medal, the first cell of a row.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::hash::Words;

/// Medals and their places.
const MEDALS: [(char, u32); 3] = [('\u{1f947}', 1), ('\u{1f948}', 2), ('\u{1f949}', 3)];

/// Words in front of a place.
const BEFORE: [&str; 12] = [
    "rank",
    "place",
    "position",
    "priority",
    "priorit\u{e4}t",
    "choice",
    "no.",
    "nr.",
    "platz",
    "rang",
    "#",
    "\u{2116}",
];

/// Places in words.
static SPOKEN: LazyLock<HashMap<&str, u32, Words>> = LazyLock::new(|| {
    let mut spoken = HashMap::default();
    let lines = include_str!("../../../layers/knowledge/replies/places.txt").lines();
    for (head, list) in lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": ")) {
        let Some(place) = head.split(' ').next().and_then(|place| place.parse().ok()) else { continue };
        list.split(" | ").for_each(|words| {
            spoken.entry(words).or_insert(place);
        });
    }
    spoken
});

/// The place of what comes last, however many there are.
pub const LAST: u32 = 999;

/// Bytes of a place in words.
const LONGEST_SPOKEN: usize = 24;

/// What may stand behind the digits of a place.
const ENDINGS: [&str; 8] = ["st", "nd", "rd", "th", "er", "e", "\u{ba}", "\u{aa}"];

/// A place has at most this many digits.
const MOST_DIGITS: usize = 3;

/// The place that an entry begins with.
pub fn of(entry: &str) -> Option<u32> {
    parted(entry).map(|(place, _)| place)
}

/// What stands behind the place of an entry.
pub fn behind(entry: &str) -> Option<&str> {
    parted(entry).map(|(_, rest)| rest)
}

fn parted(entry: &str) -> Option<(u32, &str)> {
    let row = entry.trim_start().starts_with('|');
    let bare = entry.trim_start_matches(['|', '-', '*', '\u{2022}', ' ', '_', '>']);
    if let Some((place, sign)) = MEDALS.iter().find_map(|(sign, place)| Some((*place, bare.strip_prefix(*sign)?))) {
        return Some((place, sign.trim_start_matches([' ', ':', '-', '*'])));
    }
    if let Some(spoken) = spoken(bare) {
        return Some(spoken);
    }
    let lower = bare.to_ascii_lowercase();
    let word = BEFORE.iter().find(|word| lower.starts_with(**word));
    let rest = word.map_or(bare, |word| bare[word.len()..].trim_start());
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let place = rest[..digits].parse().ok().filter(|_| digits <= MOST_DIGITS)?;
    let rest = &rest[digits..];
    let ended = ENDINGS.iter().find_map(|ending| rest.strip_prefix(ending));
    let rest = ended.unwrap_or(rest);
    let noun = [" place", " choice", " priority", " platz"].iter().find_map(|noun| rest.strip_prefix(noun));
    let rest = noun.unwrap_or(rest);
    let closed =
        rest.trim_start_matches(['*', '_', ' ']).strip_prefix(['.', ')', ':', '|', '-', '\u{2014}', '\u{2013}']);
    // "#1 B" and "1st B" need no sign behind.
    let told = word.is_some() || ended.is_some();
    let rest = closed.or_else(|| rest.strip_prefix(' ').filter(|_| told))?;
    let spaced = told || row || rest.starts_with(|next: char| !next.is_ascii_digit());
    let rest = rest.trim().trim_start_matches(['*', '_']).trim_end_matches('|').trim();
    (spaced && !rest.is_empty()).then_some((place, rest))
}

/// A place in words and what stands behind its colon or dash: "Best: A", "**First place:** B".
fn spoken(bare: &str) -> Option<(u32, &str)> {
    let end = bare.find([':', '\u{2013}', '\u{2014}']).or_else(|| bare.find(" - ").map(|at| at + 1))?;
    let words = bare[..end].trim_matches(['*', '_', ' ']);
    if words.is_empty() || words.len() > LONGEST_SPOKEN {
        return None;
    }
    let lower = words.to_lowercase();
    let place = SPOKEN.get(lower.strip_suffix(" place").unwrap_or(&lower))?;
    let rest = bare[end..].trim_start_matches([':', '\u{2013}', '\u{2014}', '-']).trim();
    let rest = rest.trim_start_matches(['*', '_']).trim_end_matches('|').trim();
    (!rest.is_empty()).then_some((*place, rest))
}

/// The entries of a line that lists them one behind the other: `3. A 2. B 1. C`.
pub fn entries(line: &str) -> Vec<&str> {
    let bytes = line.as_bytes();
    let starts: Vec<usize> = (0..bytes.len())
        .filter(|&at| {
            let fresh = at == 0 || bytes[at - 1].is_ascii_whitespace() || matches!(bytes[at - 1], b',' | b';' | b'(');
            // Few are looked at: a number of many digits is no place, and would be counted again at each of them.
            let digits = bytes[at..].iter().take(MOST_DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
            let sign = bytes.get(at + digits).is_some_and(|byte| matches!(byte, b'.' | b')' | b':'));
            fresh && (1..=MOST_DIGITS).contains(&digits) && sign && bytes.get(at + digits + 1) == Some(&b' ')
        })
        .collect();
    let ends = starts.iter().skip(1).copied().chain([line.len()]);
    starts.iter().zip(ends).map(|(start, end)| line[*start..end].trim_end_matches([' ', ',', ';', '('])).collect()
}

/// Entries in the order of their places, those of one place together; None where the places tell no order: fewer than
/// two, or all the same, as Markdown allows.
pub fn ordered(mut entries: Vec<(u32, Vec<usize>)>) -> Option<Vec<Vec<usize>>> {
    let first = entries.first()?.0;
    if entries.iter().all(|(place, _)| *place == first) {
        return None;
    }
    entries.sort_by_key(|(place, _)| *place);
    let mut order: Vec<(u32, Vec<usize>)> = Vec::new();
    for (place, named) in entries {
        match order.last_mut().filter(|(last, _)| *last == place) {
            Some((_, tied)) => tied.extend(named),
            None => order.push((place, named)),
        }
    }
    Some(order.into_iter().map(|(_, named)| named).collect())
}
