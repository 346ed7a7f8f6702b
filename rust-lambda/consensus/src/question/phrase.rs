//! The words of a question with the ends of its clauses, and where an alternative in it begins and ends.

use std::cell::OnceCell;
use std::sync::LazyLock;

use super::table;
use crate::normalise::fold;

/// Words in front of "or" among which its first alternative begins.
const REACH: usize = 6;

/// Words of an alternative that stands between commas.
const MOST_LISTED: usize = 4;

/// One word as it stands in a question.
#[derive(Debug)]
pub struct Said<'q> {
    raw: &'q str,
    /// Its words, folded, where they are asked for.
    words: OnceCell<Vec<String>>,
    /// Whether a clause ends behind it.
    ends: bool,
    /// Whether a sentence does.
    closes: bool,
}

/// The words of a text.
pub fn words(text: &str) -> Vec<Said<'_>> {
    let said = |raw| Said {
        raw,
        words: OnceCell::new(),
        ends: raw.ends_with([',', ';', ':', '?', '.', '!', ')']),
        closes: raw.ends_with(['?', '.', '!']),
    };
    text.split_whitespace().filter(|raw| raw.contains(char::is_alphanumeric)).map(said).collect()
}

/// Words that join things, with whether each is an "or".
static JOINTS: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let of = |class, or| table::entries(class).map(move |word| (word, or));
    of("or", true).chain(of("and", false)).collect()
});

/// Whether a word joins things, and then whether it is an "or".
fn joint(word: &str) -> Option<bool> {
    JOINTS.iter().find(|(own, _)| *own == word).map(|(_, or)| *or)
}

/// Whether an "or", and whether an "or" or an "and" stands in a question. Most have neither, and need no second look.
pub fn joins(question: &str) -> [bool; 2] {
    let found = question.split_whitespace().filter_map(joint);
    found.fold([false, false], |[or, _], is_or| [or || is_or, true])
}

impl Said<'_> {
    /// Its words, folded: "B-tree" has two.
    pub fn words(&self) -> &[String] {
        self.words.get_or_init(|| fold::tokens(self.raw))
    }

    /// Whether it joins things, and then whether it is an "or".
    pub fn joint(&self) -> Option<bool> {
        if self.ends { None } else { joint(self.raw) }
    }

    /// Whether it carries nothing: "los", not the first word of "Los Angeles".
    pub fn is_silent(&self) -> bool {
        !self.is_named() && self.words().iter().all(|word| table::is_silent(word))
    }

    /// Whether it is written as a part of a name.
    fn is_named(&self) -> bool {
        self.raw.trim_start_matches(|sign: char| !sign.is_alphanumeric()).starts_with(char::is_uppercase)
    }
}

/// The alternatives around an "or", each a stretch of the words of a question, in their order.
pub fn around<'q>(said: &'q [Said<'q>], or: usize) -> Vec<&'q [Said<'q>]> {
    let start = clause_start(said, or);
    let end = (or + 1..said.len()).find(|at| said[*at].ends).map_or(said.len(), |last| last + 1);
    let (left, right) = (&said[start..or], &said[or + 1..end]);
    let closing = end == said.len() || said[end - 1].closes;
    let apart = start > 0 && !said[start - 1].closes && closing;
    if apart && left.len() <= MOST_LISTED && right.len() <= MOST_LISTED && asks(&said[..start]) {
        return [earlier(said, start, true), vec![left, right]].concat();
    }
    let Some((left, right)) = beside(left, right, start == 0) else { return Vec::new() };
    let whole = left.len() == or - start;
    let before = if whole && start > 0 { earlier(said, start, false) } else { Vec::new() };
    [before, vec![left, right]].concat()
}

/// Where the clause begins that ends in front of an "or"; a comma there belongs to the list.
fn clause_start(said: &[Said], or: usize) -> usize {
    (0..or.saturating_sub(1)).rev().find(|at| said[*at].ends).map_or(0, |last| last + 1)
}

/// Whether words ask for one of those that follow: "Which is faster, A or B?"
fn asks(said: &[Said]) -> bool {
    said.iter().any(|word| word.words().iter().any(|word| table::is("asks", word) || table::is("which", word)))
}

/// The items of a list in front of its last two.
fn earlier<'q>(said: &'q [Said<'q>], start: usize, listed: bool) -> Vec<&'q [Said<'q>]> {
    let mut found = Vec::new();
    let mut end = start;
    while end > 0 && !said[end - 1].closes {
        let begin = (0..end - 1).rev().find(|at| said[*at].ends).map_or(0, |last| last + 1);
        let item = &said[begin..end];
        if begin == 0 || item.len() > MOST_LISTED {
            if !listed {
                found.push(run_back(item, begin == 0));
            }
            break;
        }
        found.push(item);
        end = begin;
    }
    found.reverse();
    found
}

/// The stretches on both sides of an "or" that stand for one another: from the same small word on ("by air or by sea"), names as
/// far as they are written so, else a word.
fn beside<'q>(left: &'q [Said<'q>], right: &'q [Said<'q>], opens: bool) -> Option<(&'q [Said<'q>], &'q [Said<'q>])> {
    let lead = right.iter().take_while(|word| word.is_silent()).count();
    if lead == right.len() || left.is_empty() {
        return None;
    }
    let near = left.len().saturating_sub(REACH);
    let same = |at: &usize| lead > 0 && left[*at].words() == right[0].words() && *at + 1 < left.len();
    let from = (near..left.len()).rev().find(same);
    let own = from.map_or_else(|| run_back(left, opens), |at| &left[at..]);
    let length = from.map_or(lead + 1, |_| own.len().max(lead + 1)).min(right.len());
    let named = right[lead..].iter().take_while(|word| word.is_named()).count();
    Some((own, &right[..length.max(lead + named)]))
}

/// The name at the end of some words, or the last of them; the first word of a question is a capital in any case.
fn run_back<'q>(words: &'q [Said<'q>], opens: bool) -> &'q [Said<'q>] {
    let named = words.iter().skip(usize::from(opens)).rev().take_while(|word| word.is_named()).count();
    &words[words.len() - named.max(1)..]
}
