//! Marks in prose: an answer line, a box, a phrase.

use std::ops::Range;

use memchr::memmem;

use super::nouns::NAMINGS;
use crate::normalise;

/// The value of a last line that begins with `Answer:`, in one of many languages, bold or not, or with `####`.
pub fn answer_line(reply: &str) -> Option<Range<usize>> {
    line_value(reply, super::last_said_line(reply))
}

/// The value of one line that begins with `Answer:`, without marks around it.
pub fn line_value(reply: &str, line: Range<usize>) -> Option<Range<usize>> {
    written_value(reply, line).map(|range| undecorated(reply, range))
}

/// The value of one line that begins with `Answer:`, as it is written.
pub fn written_value(reply: &str, line: Range<usize>) -> Option<Range<usize>> {
    let text = &reply[line.clone()];
    // Most lines hold no colon, and need no look at eleven languages.
    memchr::memchr3(b':', b'#', 0xef, text.as_bytes())?;
    let bare = text.trim_start_matches(['*', '_', '#', '>', '-', ' ', '`']);
    let start = line.start + text.len() - bare.len();
    if text.trim_start().starts_with("####") {
        return Some(start..line.end);
    }
    // A noun and an adjective on each side: behind more words a colon marks no answer.
    let head = &bare[..bare.find([':', '\u{ff1a}'])?];
    let is_word = |token: &&str| token.contains(char::is_alphanumeric);
    if head.split_whitespace().filter(is_word).nth(MOST_NAMING).is_some() {
        return None;
    }
    let rest = strip_word(bare, "final ").unwrap_or(bare);
    let rest = strip_word(rest, "answer").or_else(|| strip_foreign(bare))?;
    let closed = rest.trim_start_matches(['*', '_', ' ', '\u{a0}']);
    let value = closed.strip_prefix([':', '\u{ff1a}'])?;
    let lead = &text[..text.len() - bare.len()];
    let open = if rest[..rest.len() - closed.len()].contains(['*', '_']) { "" } else { opened(lead) };
    Some(written(reply, line.end - value.len()..line.end, open))
}

/// The marks that open right in front of a label.
fn opened(lead: &str) -> &str {
    &lead[lead.trim_end_matches(['*', '_', '`']).len()..]
}

/// The value as it is written: without blanks, and without the marks of its label, which close behind the colon or behind
/// the value.
fn written(reply: &str, range: Range<usize>, open: &str) -> Range<usize> {
    let blanks = [' ', '\t', '\r', '\u{a0}'];
    let right_behind = reply[range.clone()].starts_with("**");
    let mut value = reply[range].trim_matches(blanks);
    if !open.is_empty() && value.starts_with(open) {
        value = &value[open.len()..];
        // "**Answer: **x**" closes once more.
        value = value.strip_suffix(open).filter(|rest| !rest.contains(open)).unwrap_or(value);
    } else if let Some(rest) = value.strip_suffix(open).filter(|_| !open.is_empty()) {
        value = rest;
    } else if let Some(rest) =
        value.strip_prefix("**").filter(|rest| right_behind && rest.starts_with(' ') && !rest.contains("**"))
    {
        value = rest;
    }
    let value = value.trim_matches(blanks);
    let start = value.as_ptr() as usize - reply.as_ptr() as usize;
    start..start + value.len()
}

/// Words by which an answer is named: `endgültige Antwort`, `réponse finale`.
const MOST_NAMING: usize = 3;

/// Without another language's "final answer" at the start.
fn strip_foreign(text: &str) -> Option<&str> {
    NAMINGS.iter().find_map(|naming| {
        let skip = |text| naming.adjectives.iter().find_map(|word| strip_folded(text, word)).unwrap_or(text);
        let rest = skip(text).trim_start();
        let rest = naming.nouns.iter().find_map(|noun| rest.strip_prefix(noun))?;
        Some(skip(rest.trim_start()))
    })
}

/// Without a word at the start, its first letter large or small.
fn strip_folded<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (mut letters, mut expected) = (text.chars(), word.chars());
    let first = letters.next()?.to_lowercase().eq(expected.next()?.to_lowercase());
    if first { letters.as_str().strip_prefix(expected.as_str()) } else { None }
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

/// The content of the last `\boxed{}`; an unclosed box runs to the end of its line.
pub fn boxed(reply: &str) -> Option<Range<usize>> {
    // One byte is found much faster than two words.
    if !reply.as_bytes().contains(&b'\\') {
        return None;
    }
    let (at, length) =
        ["\\boxed{", "\\fbox{"].iter().filter_map(|mark| reply.rfind(mark).map(|at| (at, mark.len()))).max()?;
    let start = at + length;
    let mut depth = 1_i32;
    for (offset, letter) in reply[start..].char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            '\n' => return Some(start..start + offset),
            _ => {}
        }
        if depth == 0 {
            return Some(start..start + offset);
        }
    }
    Some(start..reply.len())
}

/// What follows the last "answer is", "answer:" or "answer to … is".
pub fn phrase(reply: &str) -> Option<Range<usize>> {
    phrases(reply, &USUAL_VERBS).next().map(|phrase| phrase.value)
}

/// An answer that a sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Where the noun stands.
    pub noun: usize,
    /// Bytes of the value.
    pub value: Range<usize>,
}

/// What stands between "answer" and the value.
pub const USUAL_VERBS: [&str; 6] = [" is ", " is:", " is\n", " was ", " would be ", " should be "];

/// As [`USUAL_VERBS`], for values that are options.
pub const CHOICE_VERBS: [&str; 8] =
    [" is ", " is:", " is\n", " was ", " would be ", " should be ", " must be ", " has to be "];

/// The phrases that name an answer, the last first; other languages than English where that has none.
pub fn phrases<'a>(reply: &'a str, verbs: &'a [&str]) -> impl Iterator<Item = Phrase> + 'a {
    let mut places = answers(reply);
    let mut english = false;
    let mut foreign = None;
    std::iter::from_fn(move || {
        for at in places.by_ref() {
            english = true;
            let after = at + "answer".len();
            if let Some(skip) = introduces(&reply[after..], verbs) {
                return Some(Phrase { noun: at, value: said_value(reply, value_range(reply, after + skip)) });
            }
        }
        if english || reply.is_ascii() && !reply.contains(['A', 'a', 'r', 'R']) {
            return None;
        }
        foreign.get_or_insert_with(|| foreign_phrases(reply)).pop()
    })
}

/// Where "answer" stands, in letters of any size, the last place first.
pub fn answers(reply: &str) -> impl Iterator<Item = usize> {
    let bytes = reply.as_bytes();
    // Of its letters the rarest one.
    memchr::memchr2_iter(b'w', b'W', bytes).rev().filter_map(move |at| {
        let start = at.checked_sub("ans".len())?;
        let word = bytes.get(start..start + "answer".len())?;
        word.eq_ignore_ascii_case(b"answer").then_some(start)
    })
}

/// Phrases of the other languages, the last one last.
fn foreign_phrases(reply: &str) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    if !may_name(reply) {
        return found;
    }
    let ascii = reply.is_ascii();
    for naming in &NAMINGS {
        for noun in naming.nouns.iter().filter(|noun| noun.is_ascii() || !ascii) {
            for at in memmem::find_iter(reply.as_bytes(), noun).take(MOST_FOREIGN) {
                let after = at + noun.len();
                let rest = &reply[after..];
                let near = rest.trim_start_matches(['*', '_', ' ', '\u{a0}']);
                let colon = near.strip_prefix([':', '\u{ff1a}', '=']);
                let value = colon.or_else(|| {
                    naming.verbs.iter().filter_map(|verb| rest.strip_prefix(verb)).min_by_key(|rest| rest.len())
                });
                if let Some(value) = value {
                    let start = reply.len() - value.len();
                    found.push(Phrase { noun: at, value: said_value(reply, value_range(reply, start)) });
                }
            }
        }
    }
    found.sort_by_key(|phrase| (phrase.value.start, phrase.noun));
    found
}

/// Whether a noun of another language may stand in a reply: in Latin letters each holds one of a few triples.
fn may_name(reply: &str) -> bool {
    let triple = |triple: &[u8]| {
        let small = [triple[0] | 0x20, triple[1] | 0x20, triple[2] | 0x20];
        (small == *b"ntw") | (small == *b"pon") | (small == *b"spu") | (small == *b"spo")
    };
    // Letters of Latin scripts with accents are below U+0300, the first byte 0xcc.
    reply.as_bytes().windows(3).fold(false, |found, three| found | triple(three) | (three[0] >= 0xcc))
}

/// A noun is looked for this often in one reply.
const MOST_FOREIGN: usize = 50;

/// A verb counts within this many bytes of "answer", as in "the answer to the question is".
const VERB_REACH: usize = 80;

/// Bytes from behind "answer" to the value, if a colon, an equals sign or a verb introduces one.
fn introduces(rest: &str, verbs: &[&str]) -> Option<usize> {
    let end = (0..=VERB_REACH.min(rest.len())).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(0);
    let near = &rest[..end].to_ascii_lowercase()[..];
    let bare = near.trim_start_matches(['*', '_', ' ', ')']);
    let skipped = near.len() - bare.len();
    if let Some(sign) = bare.chars().next().filter(|sign| matches!(sign, ':' | '=' | '\u{ff1a}')) {
        return Some(skipped + sign.len_utf8());
    }
    let sentence = &bare[..bare.find(['.', '\n', '?', ',', ';']).map_or(bare.len(), |stop| stop + 1)];
    // The blank in front makes a verb right behind "answer" look like any other.
    let padded = format!(" {sentence}");
    // All verbs begin with a blank.
    let verb_at = |at: usize| verbs.iter().filter(|verb| padded[at..].starts_with(**verb)).map(|verb| verb.len()).min();
    let mut blanks = padded.match_indices(' ');
    let (at, verb) = blanks.find_map(|(at, _)| Some((at, verb_at(at)?)))?;
    let value = &bare[at + verb - 1..];
    let colon = value.trim_start_matches([' ', '*']).strip_prefix(':').unwrap_or(value);
    Some(near.len() - colon.len())
}

/// The rest of the line, or the next line with text if nothing is left on this one, up to the end
/// of the first sentence.
fn value_range(reply: &str, start: usize) -> Range<usize> {
    let rest = &reply[start..];
    let lead = rest.len() - rest.trim_start_matches([' ', '\n', '\r', '\t']).len();
    let start = start + lead;
    // Marks that close behind the verb: "**The answer is:** 7".
    let marks = reply[start..].len() - reply[start..].trim_start_matches(['*', '_']).len();
    let closes = marks > 0 && reply[start + marks..].starts_with([' ', '\n', '\r']);
    let start = if closes { reply.len() - reply[start + marks..].trim_start().len() } else { start };
    let line = reply[start..].find('\n').map_or(reply.len(), |at| start + at);
    start..start + sentence_length(&reply[start..line])
}

/// Length up to a stop that ends a sentence: a long word or a number before it, a capital after it.
fn sentence_length(line: &str) -> usize {
    for (at, _) in line.match_indices(". ") {
        let before = line[..at].rsplit(' ').next().unwrap_or("");
        let capital = line[at + 2..].trim_start().starts_with(char::is_uppercase);
        let ends = before.chars().count() > 3
            || before.ends_with([')', '*', '$', '}'])
            || before.ends_with(|letter: char| letter.is_ascii_digit());
        if capital && ends {
            return at;
        }
    }
    line.len()
}

/// Without pairs of emphasis, blanks and a final stop around the value.
fn undecorated(reply: &str, range: Range<usize>) -> Range<usize> {
    let mut value = reply[range.clone()].trim_matches([' ', '\t', '\r']);
    loop {
        // Code marks stay: what stands between them is meant as it is.
        let inner = normalise::emphasis::off(value).filter(|_| value.starts_with(['*', '_']));
        let next = inner.or_else(|| normalise::unstopped(value)).map(|next| next.trim_matches([' ', '\t']));
        match next.filter(|next| !next.is_empty()) {
            Some(next) => value = next,
            None => break,
        }
    }
    let start = value.as_ptr() as usize - reply.as_ptr() as usize;
    start..start + value.len()
}

/// As [`undecorated`], for a value in a sentence, whose marks may have opened in front of it: "**The answer is 7.**"
pub fn said_value(reply: &str, range: Range<usize>) -> Range<usize> {
    let value = &reply[range.clone()];
    let far = (range.start.saturating_sub(VERB_REACH)..=range.start).find(|&at| reply.is_char_boundary(at));
    let lead = &reply[far.unwrap_or(range.start)..range.start];
    let mark = ["**", "__", "*", "_"].into_iter().find(|mark| {
        let rest = value.strip_suffix(mark).filter(|rest| !rest.contains(mark));
        rest.is_some_and(|rest| rest.ends_with(|sign: char| sign.is_alphanumeric() || ".!?)\"%$".contains(sign)))
            && lead.contains(mark)
    });
    let end = range.end - mark.map_or(0, str::len);
    undecorated(reply, range.start..end)
}

#[cfg(test)]
mod tests {
    use super::{NAMINGS, answer_line, boxed, may_name, phrase};

    #[test]
    fn no_noun_is_passed_over() {
        for noun in NAMINGS.iter().flat_map(|naming| naming.nouns) {
            assert!(may_name(noun), "{noun}");
        }
    }

    #[test]
    fn answer_lines_in_markdown() {
        for reply in [
            "x\nAnswer: it depends",
            "x\n**Answer:** it depends.",
            "x\n**Answer: it depends**  \n",
            "ANSWER:it depends",
        ] {
            let range = answer_line(reply).expect(reply);
            assert_eq!(reply[range].trim(), "it depends", "{reply}");
        }
        assert_eq!(answer_line("Answers: many"), None);
    }

    #[test]
    fn boxes_may_nest_or_stay_open() {
        let reply = "\\boxed{1} so \\boxed{\\frac{1}{2}}";
        assert_eq!(&reply[boxed(reply).unwrap()], "\\frac{1}{2}");
        let open = "\\boxed{12\nmore";
        assert_eq!(&open[boxed(open).unwrap()], "12");
    }

    #[test]
    fn phrases_end_with_their_sentence() {
        let cases = [
            ("The answer is 42. It follows.", "42"),
            ("The answer is (J).\n\nMore", "(J)"),
            ("So the answer to the question is Dr. Smith of Ohio.", "Dr. Smith of Ohio"),
            ("the answer is:\n\n**7**", "7"),
            ("Answer: B\nbecause", "B"),
            ("the correct answer would be Paris", "Paris"),
        ];
        for (reply, value) in cases {
            assert_eq!(&reply[phrase(reply).expect(reply)], value, "{reply}");
        }
        assert_eq!(phrase("I have no answer for you"), None);
    }
}
