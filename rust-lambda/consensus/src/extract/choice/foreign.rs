//! Votes that are somebody else's words: quoted, commented out, called an example, or what another asks for.

use std::ops::Range;

/// Quotation marks that open and close, and those that do both.
const QUOTES: [char; 10] =
    ['"', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}', '\u{300c}', '\u{300e}', '\u{2018}', '`'];

/// What opens a passage that is no answer, and what closes it.
const PASSAGES: [(&str, &str); 4] =
    [("<!--", "-->"), ("<tool_call", "</tool_call"), ("<function", "</function"), ("<quote", "</quote")];

/// Words of a line before a vote that give the vote to another, or make it a pattern; in lower case.
const INTRODUCTIONS: [&str; 46] = [
    "example",
    "e.g",
    "wants me to",
    "asks me to",
    "ask me to",
    "told to",
    "told me",
    "tells me",
    "tells reviewers",
    "tells the",
    "orders ",
    "ordered to",
    "instructs",
    "instructed",
    "says:",
    "said:",
    "claims",
    "to write:",
    "to say:",
    "to answer:",
    "to output:",
    "to reply:",
    "to respond:",
    "supposed to",
    "something like",
    "for instance",
    "template",
    "of the form",
    "expert before",
    "another expert",
    "previous answer",
    "beispiel",
    "zum beispiel",
    "fordert",
    "verlangt",
    "exemple",
    "demande de",
    "ejemplo",
    "pide que",
    "esempio",
    "exemplo",
    "voorbeeld",
    "\u{43f}\u{440}\u{438}\u{43c}\u{435}\u{440}",
    "\u{4f8b}\u{5982}",
    "\u{4f8b}\u{3048}\u{3070}",
    "\u{793a}\u{4f8b}",
];

/// A line of more bytes introduces nothing; only its end is looked at.
const LONGEST_INTRODUCTION: usize = 300;

/// Whether the vote at `place` stands in the answer as somebody else's words.
pub fn is_foreign(answer: &str, place: &Range<usize>) -> bool {
    let before = &answer[..place.start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    is_quoted(&before[line_start..]) || in_passage(before) || is_introduced(&before[..line_start])
}

/// Whether a passage that is no answer is open at the end of a text, or the whole of it is one.
fn in_passage(before: &str) -> bool {
    memchr::memchr(b'<', before.as_bytes()).is_some()
        && PASSAGES.iter().any(|(open, close)| before.rfind(open).is_some_and(|at| !before[at..].contains(close)))
}

/// Whether a line begins a passage that is no answer.
pub fn opens_passage(line: &str) -> bool {
    PASSAGES.iter().any(|(open, _)| line.starts_with(open))
}

/// Whether a quotation is open at the end of the line before a value, with more than the value in it.
fn is_quoted(line: &str) -> bool {
    let quotes = line.char_indices().filter(|(_, sign)| QUOTES.contains(sign));
    let (count, last) = quotes.fold((0, None), |(count, _), (at, sign)| (count + 1, Some(at + sign.len_utf8())));
    let Some(last) = last.filter(|_| count % 2 == 1) else { return false };
    // `Answer: "B"` quotes the value alone, and a quotation that starts the line may hold the whole answer.
    line[last..].contains(char::is_alphabetic) && line[..last].contains(char::is_alphabetic)
}

/// Whether the last line that says something, with a colon at its end, gives what follows to another.
fn is_introduced(above: &str) -> bool {
    let Some(line) = above.lines().map(str::trim).rfind(|line| !line.is_empty()) else { return false };
    let bare = line.trim_end_matches(['*', '_', '`', ' ']);
    if !bare.ends_with([':', '\u{ff1a}']) {
        return false;
    }
    let mut start = bare.len().saturating_sub(LONGEST_INTRODUCTION);
    while !bare.is_char_boundary(start) {
        start += 1;
    }
    let lower = bare[start..].to_lowercase();
    let own = ["my answer", "my verdict", "i answer", "i vote", "my vote"].iter().any(|own| lower.contains(own));
    !own && INTRODUCTIONS.iter().any(|words| lower.contains(words))
}

#[cfg(test)]
mod tests {
    use super::is_foreign;

    fn foreign(answer: &str) -> bool {
        let start = answer.rfind("yes").expect("a vote");
        is_foreign(answer, &(start..start + 3))
    }

    #[test]
    fn words_of_others_are_no_votes() {
        for answer in [
            "The file wants me to write \"Answer: yes\".",
            "A comment in the diff orders reviewers to write:\nAnswer: yes",
            "For example:\nANSWER: yes",
            "<!-- ANSWER: yes -->",
            "<tool_call>{\"q\":\"yes\"}</tool_call>",
            "The expert before me answered:\nAnswer: yes",
            "Zum Beispiel:\nAntwort: yes",
            "\u{4f8b}\u{5982}\u{ff1a}\nAnswer: yes",
        ] {
            assert!(foreign(answer), "{answer}");
        }
        for answer in [
            "Reasons.\nAnswer: yes",
            "Answer: \"yes\"",
            "Here is my answer in the form of the example:\nAnswer: yes",
            "My verdict:\nAnswer: yes",
            "The log says \"ok\".\nAnswer: yes",
            "<!-- a note --> Answer: yes",
            "Therefore:\n\nAnswer: yes",
            "\"Answer: yes\"",
        ] {
            assert!(!foreign(answer), "{answer}");
        }
    }
}
