//! A ranking in text, read into levels.
//!
//! Understood are `B > A = C > D` and `D < C = A < B`, a JSON list of options or of lists of tied options, and one
//! option a line, numbered or not; numbers count, whichever way they run. Options left out rank last together. What
//! names no option is passed over; a reply that names none says nothing.
//!
//! # Performance
//! Linear in the length of the reply.

use std::collections::HashMap;

use serde_json::Value;

use crate::places;

/// The options of a panel, prepared for look-up.
#[derive(Clone, Debug)]
pub struct Names {
    exact: HashMap<String, usize>,
    /// Folded; None where two options differ in case only.
    folded: HashMap<String, Option<usize>>,
    count: usize,
    /// Pieces into which the marks of a chain cut an option at most: 1 where no option holds such a mark.
    pieces: usize,
}

/// An option with more marks than this is not looked for in a chain: it keeps hostile options from costing time.
const MOST_PIECES: usize = 8;

/// Stand between options of which the former is better, and between tied ones.
const BETTER: [char; 2] = ['>', '\u{227b}'];
const TIED: [char; 2] = ['=', '~'];

/// One expert's order: the level of each option, 0 the best. None: the expert's own option.
pub type Levels = Vec<Option<usize>>;

impl Names {
    /// Prepares the options.
    pub fn new(options: &[String]) -> Names {
        let pieces =
            options.iter().map(|option| 1 + option.matches(is_mark).count()).max().unwrap_or(1).min(MOST_PIECES);
        let mut names = Names { exact: HashMap::new(), folded: HashMap::new(), count: options.len(), pieces };
        for (at, option) in options.iter().enumerate() {
            names.exact.entry(bare(option).to_owned()).or_insert(at);
            let twice = names.folded.contains_key(&fold(option));
            names.folded.insert(fold(option), (!twice).then_some(at));
        }
        names
    }

    /// The levels of a reply; None if it names no option.
    pub fn levels(&self, reply: &str) -> Option<Levels> {
        let order = self.listed(reply).or_else(|| self.chained(reply)).or_else(|| self.in_lines(reply))?;
        let mut levels: Vec<Option<usize>> = vec![None; self.count];
        let mut next = 0;
        for tied in order {
            let fresh: Vec<usize> = tied.into_iter().filter(|&option| levels[option].is_none()).collect();
            for &option in &fresh {
                levels[option] = Some(next);
            }
            next += usize::from(!fresh.is_empty());
        }
        (next > 0).then(|| levels.into_iter().map(|level| Some(level.unwrap_or(next))).collect())
    }

    /// The option that a piece of text names.
    fn named(&self, text: &str) -> Option<usize> {
        let text = bare(text);
        self.exact.get(text).copied().or_else(|| self.folded.get(&fold(text)).copied().flatten())
    }

    /// The last JSON list of the reply that names an option.
    fn listed(&self, reply: &str) -> Option<Vec<Vec<usize>>> {
        let end = reply.rfind(']')? + 1;
        // A list of tied options ends in "]]": its start is the bracket that is never closed before.
        let mut depth = 0_i64;
        let start = reply[..end].bytes().rposition(|byte| {
            depth += i64::from(byte == b']') - i64::from(byte == b'[');
            depth == 0
        })?;
        let Value::Array(entries) = serde_json::from_str(&reply[start..end]).ok()? else { return None };
        let tied = |entry: &Value| match entry {
            Value::Array(tied) => tied.iter().filter_map(|option| self.value(option)).collect(),
            single => self.value(single).into_iter().collect(),
        };
        some_named(entries.iter().map(tied).collect())
    }

    fn value(&self, value: &Value) -> Option<usize> {
        match value {
            Value::String(text) => self.named(text),
            Value::Number(number) => self.named(&number.to_string()),
            _ => None,
        }
    }

    /// The last line with a chain of `>`, or of `<` where there is none.
    fn chained(&self, reply: &str) -> Option<Vec<Vec<usize>>> {
        if let Some(line) = reply.lines().rev().find(|line| line.contains(BETTER)) {
            return self.in_chain(line);
        }
        let line = reply.lines().rev().find(|line| line.contains('<'))?;
        let mut order = self.in_chain(&line.replace('<', ">"))?;
        order.reverse();
        Some(order)
    }

    fn in_chain(&self, line: &str) -> Option<Vec<Vec<usize>>> {
        let marks: Vec<(usize, &str)> = line.match_indices(is_mark).collect();
        let starts = std::iter::once(0).chain(marks.iter().map(|(at, mark)| at + mark.len()));
        let ends = marks.iter().map(|(at, _)| *at).chain(std::iter::once(line.len()));
        let pieces: Vec<(usize, usize)> = starts.zip(ends).collect();
        let mut order: Vec<Vec<usize>> = vec![Vec::new()];
        let mut at = 0;
        while at < pieces.len() {
            if at > 0 && marks[at - 1].1.contains(BETTER) {
                order.push(Vec::new());
            }
            // "a > b" may be the name of one option: the longest name counts.
            let most = self.pieces.min(pieces.len() - at);
            let name = |count: usize| self.named_last(&line[pieces[at].0..pieces[at + count - 1].1]);
            let found = (1..=most).rev().find_map(|count| Some((name(count)?, count)));
            order.last_mut()?.extend(found.map(|(option, _)| option));
            at += found.map_or(1, |(_, count)| count);
        }
        some_named(order)
    }

    /// "My ranking: B > A" names B after the colon.
    fn named_last(&self, text: &str) -> Option<usize> {
        self.named(text).or_else(|| self.named(text.rsplit(':').next()?))
    }

    /// One option a line, or all in one line between commas; by their numbers where they have such.
    fn in_lines(&self, reply: &str) -> Option<Vec<Vec<usize>>> {
        let numbered =
            |entry: &str| Some((places::of(entry)?, self.of_line(entry))).filter(|(_, named)| !named.is_empty());
        let lines = reply.lines().map(str::trim).filter_map(numbered).collect();
        let entries = || places::entries(reply).into_iter().filter_map(numbered).collect();
        if let Some(order) = places::ordered(lines).or_else(|| places::ordered(entries())) {
            return Some(order);
        }
        let lines: Vec<Vec<usize>> = reply.lines().map(|line| self.of_line(line)).collect();
        some_named(lines).or_else(|| {
            let parts = reply.split([',', ';']).map(|part| self.named(part).into_iter().collect());
            some_named(parts.collect())
        })
    }

    /// The option of a line, which may be numbered and followed by a reason; tied options stand between `=`.
    fn of_line(&self, line: &str) -> Vec<usize> {
        let whole = self.named(line).or_else(|| self.named(unnumbered(line)));
        if let Some(option) = whole {
            return vec![option];
        }
        let line = unnumbered(line);
        if line.contains('=') {
            return line.split('=').filter_map(|option| self.named(option)).collect();
        }
        let until = |mark: &str| self.named(line.split_once(mark)?.0);
        until(": ").or_else(|| until(" - ")).or_else(|| until(" \u{2013} ")).into_iter().collect()
    }
}

fn is_mark(letter: char) -> bool {
    BETTER.contains(&letter) || TIED.contains(&letter)
}

fn some_named(order: Vec<Vec<usize>>) -> Option<Vec<Vec<usize>>> {
    order.iter().any(|tied| !tied.is_empty()).then_some(order)
}

/// Without the marks around an option: spaces, quotes, bold, a final stop.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ',', ';']).trim_matches(['*', '`', '"', '\'']).trim()
}

fn fold(text: &str) -> String {
    bare(text).to_lowercase()
}

/// Without "1.", "2)", "2nd:", "#2", "Rank 2:", "-" or "*" at the start.
fn unnumbered(line: &str) -> &str {
    let line = line.trim();
    if let Some(rest) = places::behind(line) {
        return rest;
    }
    let digits = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if digits.len() < line.len()
        && let Some(rest) = digits.strip_prefix(['.', ')', ':'])
    {
        return rest.trim();
    }
    line.strip_prefix(['-', '*', '\u{2022}']).map_or(line, str::trim)
}

#[cfg(test)]
mod tests {
    use super::Names;

    fn levels(reply: &str) -> Option<Vec<usize>> {
        let names = Names::new(&["A", "B", "C", "Dee Dee"].map(String::from));
        Some(names.levels(reply)?.into_iter().flatten().collect())
    }

    #[test]
    fn a_ranking_in_many_spellings() {
        for reply in [
            "B > A = C > Dee Dee",
            "b>c=a",
            "My ranking: B > A = C > Dee Dee.",
            "[\"B\", [\"A\", \"C\"], \"Dee Dee\"]",
            "Reasons [1].\n```json\n[\"B\",[\"C\",\"A\"]]\n```",
            "1. B\n2. A = C\n3. Dee Dee",
            "B \u{227b} A ~ C",
        ] {
            assert_eq!(levels(reply), Some(vec![1, 0, 1, 2]), "{reply}");
        }
        for reply in ["1. B\n2. A\n3. **dee dee**: it is late\n4) C", "- B\n- A\n- Dee Dee", "B, A, Dee Dee, C"] {
            assert_eq!(levels(reply), Some(vec![1, 0, 3, 2]), "{reply}");
        }
    }

    #[test]
    fn numbers_count_whichever_way_they_run() {
        for reply in [
            "3. A\n1. B\n2. C\n4. Dee Dee",
            "4. Dee Dee\n3. A\n2. C\n1. B",
            "4) Dee Dee 3) A 2) C 1) B",
            "1. B 2. C 3. A 4. Dee Dee",
            "Rank 4: Dee Dee\nRank 3: A\nRank 2: C\nRank 1: B",
            "#1 B\n#2 C\n#3 A\n#4 Dee Dee",
            "4th place: Dee Dee\n3rd place: A\n2nd place: C\n1st place: B",
            "| 1 | B |\n| 2 | C |\n| 3 | A |\n| 4 | Dee Dee |",
            "\u{1f947} B\n\u{1f948} C\n\u{1f949} A\n4. Dee Dee",
            "Dee Dee < A < C < B",
            "- **1.** B\n- **2.** C\n- **3.** A\n- **4.** Dee Dee",
        ] {
            assert_eq!(levels(reply), Some(vec![2, 0, 1, 3]), "{reply}");
        }
        // Markdown numbers a list by itself.
        assert_eq!(levels("1. B\n1. A\n1. C\n1. Dee Dee"), Some(vec![1, 0, 2, 3]));
        assert_eq!(levels("1. B\n2. A\n2. C\n4. Dee Dee"), Some(vec![1, 0, 1, 2]));
    }

    #[test]
    fn an_option_may_hold_the_marks_of_a_chain() {
        let names = Names::new(&["x > 3", "x = 3", "x", "3"].map(String::from));
        for (reply, expected) in [
            ("Answer: x = 3 > x > 3", [1, 0, 2, 2]),
            ("3 > x > x = 3", [3, 2, 1, 0]),
            ("x=x > 3", [0, 1, 0, 1]),
            ("[\"3\", \"x > 3\"]", [1, 2, 2, 0]),
        ] {
            let levels: Option<Vec<usize>> = names.levels(reply).map(|levels| levels.into_iter().flatten().collect());
            assert_eq!(levels, Some(expected.to_vec()), "{reply}");
        }
    }

    #[test]
    fn the_first_mention_counts_and_strangers_are_passed_over() {
        assert_eq!(levels("B > Z > A > B > C"), Some(vec![1, 0, 2, 3]));
    }

    #[test]
    fn a_reply_without_an_option_says_nothing() {
        for reply in ["", "I cannot tell", "[[[", "[]", ">>>", "{\"expert\":\"A\"}"] {
            assert_eq!(levels(reply), None, "{reply}");
        }
    }
}
