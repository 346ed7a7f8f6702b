//! Chains of options: `B > A = C`, `C < A < B`, one or several; and the numbers that stand behind options.

use super::pieces::{Piece, Place};
use super::{BETTER, Names, is_mark, places, some_named};

/// Levels from the best to the worst.
type Order = Vec<Vec<usize>>;

/// Say that the worst comes first. "Lowest to highest" is not among them: of costs or waits it is the best that is lowest.
const WORST_FIRST: [&str; 8] = [
    "worst to best",
    "worst first",
    "schlechteste zuerst",
    "vom schlechtesten",
    "du pire au meilleur",
    "de peor a mejor",
    "dal peggiore al migliore",
    "do pior ao melhor",
];

/// What a number behind an option is counted in.
const POINTS: [&str; 8] = ["point", "points", "pts", "p", "punkte", "score", "votes", "/10"];

/// Words of a line that says no more than how it orders.
const LEAD_WORDS: usize = 8;

/// Whether a reply says that its order runs from the worst to the best: in the words that lead to it, or in a short remark.
/// Elsewhere such words speak of something else.
pub fn is_worst_first(reply: &str) -> bool {
    let lower = reply.to_lowercase();
    // "a < b" says already which of the two is the worse.
    (lower.contains(BETTER) || !lower.contains('<'))
        && lower.lines().any(|line| WORST_FIRST.iter().any(|words| leads(line, words)))
}

/// Whether words stand in a line, whole and not denied, in front of a colon or among few others.
fn leads(line: &str, words: &str) -> bool {
    line.match_indices(words).any(|(at, _)| {
        let (before, behind) = (&line[..at], &line[at + words.len()..]);
        let whole = !before.ends_with(|last: char| last.is_alphanumeric() || last == '-')
            && !behind.starts_with(|next: char| next.is_alphanumeric() || next == '-');
        let denied = ["not", "nicht", "pas", "no", "non"].contains(&before.trim_end().rsplit(' ').next().unwrap_or(""));
        whole && !denied && (behind.contains(':') || line.split_whitespace().take(LEAD_WORDS + 1).count() <= LEAD_WORDS)
    })
}

/// A reply without what is struck out in it; None where nothing is.
pub fn unstruck(reply: &str) -> Option<String> {
    let pairs = reply.matches("~~").count() / 2;
    let mut kept = String::new();
    for (place, piece) in reply.split("~~").enumerate() {
        if place > 2 * pairs {
            // A mark that is never closed strikes nothing out.
            kept.push_str("~~");
        }
        if place > 2 * pairs || place % 2 == 0 {
            kept.push_str(piece);
        }
    }
    (pairs > 0).then_some(kept)
}

/// How a line begins whose order holds for another case, or for none, in small letters.
const OTHERWISE: [&str; 14] = [
    "if ",
    "for ",
    "when ",
    "where ",
    "unless ",
    "not ",
    "never ",
    "wenn ",
    "f\u{fc}r ",
    "nicht ",
    "si ",
    "pour ",
    "se ",
    "als ",
];

/// Whether the order of a line is not that of the reply.
fn is_otherwise(line: &str) -> bool {
    let lower = line.trim_start_matches(['*', '_', '-', '(', '>', ' ']).get(..12).unwrap_or(line).to_lowercase();
    OTHERWISE.iter().any(|words| lower.starts_with(words))
}

impl Names {
    /// The chain of a reply: the last line with `>`, or with `<` where there is none; several that do not contradict each
    /// other are put together. None where there is no chain, and None in it where it cannot be told what it says.
    pub(super) fn chained(&self, reply: &str) -> Option<Option<Order>> {
        let better: Vec<&str> = reply.lines().filter(|line| line.contains(BETTER) && self.is_chain(line)).collect();
        if let Some(last) = better.last() {
            let order = match self.in_chain(last) {
                Ok(order) => order,
                Err(Unclear) => return Some(None),
            };
            let order = order?;
            let named = order.iter().map(Vec::len).sum::<usize>();
            if named == self.count || better.len() == 1 || last.contains(':') {
                return Some(Some(order));
            }
            return Some(self.joined(&better, order));
        }
        let line = reply.lines().rev().find(|line| line.contains('<'))?;
        match self.in_chain(&line.replace('<', ">")) {
            Ok(order) => order.map(|mut order| {
                order.reverse();
                Some(order)
            }),
            Err(Unclear) => Some(None),
        }
    }

    /// Whether a line names options on both sides of a mark, and speaks of the case at hand.
    fn is_chain(&self, line: &str) -> bool {
        let compares = match self.in_chain(line) {
            Ok(order) => order.is_some_and(|order| order.iter().map(Vec::len).sum::<usize>() > 1),
            Err(Unclear) => true,
        };
        compares && !is_otherwise(line)
    }

    /// Chains of which each goes on where the one above ends: "a > b", "b > c". The last alone where those above name
    /// none of its options; None where they differ.
    fn joined(&self, lines: &[&str], last: Order) -> Option<Order> {
        let mut order = last;
        for line in lines.iter().rev().skip(1) {
            let Ok(Some(mut above)) = self.in_chain(line) else { continue };
            let shared =
                |level: &Vec<usize>| level.iter().any(|option| order.iter().flatten().any(|own| own == option));
            match above.iter().filter(|level| shared(level)).count() {
                0 => continue,
                1 if above.last() == order.first() => {
                    above.pop();
                    above.append(&mut order);
                    order = above;
                }
                1 if above.first() == order.last() => order.extend(above.into_iter().skip(1)),
                _ if above == order => {}
                _ => return None,
            }
        }
        Some(order)
    }

    fn in_chain(&self, line: &str) -> Result<Option<Order>, Unclear> {
        let marks: Vec<(usize, &str)> = line.match_indices(is_mark).collect();
        let starts = std::iter::once(0).chain(marks.iter().map(|(at, mark)| at + mark.len()));
        let ends = marks.iter().map(|(at, _)| *at).chain(std::iter::once(line.len()));
        let pieces: Vec<(usize, usize)> = starts.zip(ends).collect();
        let mut order: Order = vec![Vec::new()];
        let mut at = 0;
        while at < pieces.len() {
            if at > 0 && marks[at - 1].1.contains(BETTER) {
                order.push(Vec::new());
            }
            // "a > b" may be the name of one option: the longest name counts.
            let most = self.pieces.min(pieces.len() - at);
            let text = |count: usize| &line[pieces[at].0..pieces[at + count - 1].1];
            let behind_colon = |text: &str| self.named(text.rsplit(':').next()?);
            let whole = |count: usize| self.named(text(count)).or_else(|| behind_colon(text(count)));
            let named = (2..=most).rev().find_map(|count| Some((whole(count)?, count)));
            let place = Place { first: at == 0, last: at + 1 == pieces.len(), listed: false };
            let (option, count) = match named {
                Some((option, count)) => (Some(option), count),
                None => match self.piece(text(1), place) {
                    Piece::Option(option) => (Some(option), 1),
                    Piece::Stranger => (None, 1),
                    Piece::Unclear => return Err(Unclear),
                },
            };
            if let Some(level) = order.last_mut() {
                level.extend(option);
            }
            at += count;
        }
        // "a > b > a" says of an option both.
        let between =
            |from: usize, to: usize, option: &usize| order[from + 1..to].iter().flatten().any(|other| other != option);
        let twice = |at: usize| {
            let above = |option: &usize| (0..at).any(|from| order[from].contains(option) && between(from, at, option));
            order[at].iter().any(above)
        };
        if (1..order.len()).any(twice) {
            return Err(Unclear);
        }
        Ok(some_named(order))
    }

    /// Options with a number behind each, "B: 1": in the order of these where they are places; None in it where they are
    /// points, of which nobody knows how they count. None where options stand without numbers.
    pub(super) fn scored(&self, reply: &str) -> Option<Option<Order>> {
        let mut scores: Vec<(u32, Vec<usize>)> = Vec::new();
        for line in reply.lines().map(|line| line.trim_start_matches(['-', '*', '\u{2022}', ' '])) {
            let Some((option, rest)) = line.split_once(": ").and_then(|(name, rest)| Some((self.named(name)?, rest)))
            else {
                continue;
            };
            scores.push((points(rest)?, vec![option]));
        }
        if scores.len() < 2 {
            return None;
        }
        let mut sorted: Vec<u32> = scores.iter().map(|(score, _)| *score).collect();
        sorted.sort_unstable();
        let are_places = sorted.iter().zip(1..).all(|(score, place)| *score == place);
        Some(if are_places { places::ordered(scores) } else { None })
    }
}

/// Whether it can be told what is said.
struct Unclear;

/// A number, with or without a word for points behind.
fn points(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let rest = rest.trim().to_lowercase();
    number.parse().ok().filter(|_| rest.is_empty() || POINTS.contains(&rest.as_str()))
}
