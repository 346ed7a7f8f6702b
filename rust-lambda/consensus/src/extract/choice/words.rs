//! A place of a reply in words and signs.

use crate::normalise::{fold, latex};

/// What a sign between words does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Stop,
    Question,
    Comma,
    Colon,
    /// "B = 3" sets a variable.
    Equals,
    Open,
    Close,
    Dash,
    /// "A/B", "A + B", "A & B".
    Beside,
    Line,
}

/// A word or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Word(Word),
    Sign(Sign),
}

/// One word; scripts without spaces give one a character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub raw: String,
    /// In small letters, accents kept.
    pub lower: String,
    /// In small letters without accents.
    pub folded: String,
    /// Where it starts in the cleaned text.
    pub start: usize,
    /// A hyphen, or the like, ties it to what stands before or behind.
    pub tied: bool,
    /// Brackets, bold marks or quotes stand on both sides.
    pub wrapped: bool,
}

impl Piece {
    /// The word in small letters; None for a sign.
    pub fn lower(&self) -> Option<&String> {
        self.word().map(|word| &word.lower)
    }

    /// The word in small letters; None for a sign.
    pub fn into_lower(self) -> Option<String> {
        if let Piece::Word(word) = self { Some(word.lower) } else { None }
    }

    /// The word, if it is one.
    pub fn word(&self) -> Option<&Word> {
        if let Piece::Word(word) = self { Some(word) } else { None }
    }
}

/// Words and signs of a text, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let end = word_end(&letters, at);
        if end > at {
            pieces.push(Piece::Word(word(text, &letters, at, end)));
            at = end;
        } else {
            pieces.extend(sign(&letters, at).map(Piece::Sign));
            at += 1;
        }
    }
    pieces
}

/// Where the word that starts here ends; `at` where none does.
fn word_end(letters: &[(usize, char)], at: usize) -> usize {
    let letter = |at: usize| letters.get(at).map_or(' ', |(_, letter)| *letter);
    if fold::unspaced(letter(at)) || is_picture(letter(at)) {
        return at + 1;
    }
    let mut end = at;
    loop {
        let digit = |at: usize| letter(at).is_ascii_digit();
        let (inner, next) = (letter(end), letter(end + 1));
        let in_number = matches!(inner, '.' | ',') && end > at && digit(end - 1) && digit(end + 1);
        let apostrophe = inner == '\'' && end > at && next.is_alphabetic() && !elided(letters, at, end);
        let joined = (inner.is_alphanumeric() && !fold::unspaced(inner)) || is_mark(inner);
        if !(in_number || apostrophe || joined) || end >= letters.len() {
            return end;
        }
        end += 1;
    }
}

/// "l'option" is two words, "isn't" and "I'm" are one.
fn elided(letters: &[(usize, char)], start: usize, apostrophe: usize) -> bool {
    let behind = letters[apostrophe + 1..].iter().take_while(|(_, letter)| letter.is_alphabetic()).count();
    apostrophe - start <= 2 && behind >= 2
}

/// Vowel signs and accents of their own.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

/// Pictures that agree or refuse.
fn is_picture(letter: char) -> bool {
    matches!(
        letter,
        '\u{2611}' | '\u{2705}' | '\u{2713}'
            ..='\u{2718}'
                | '\u{274c}'
                | '\u{26d4}'
                | '\u{1f44d}'
                | '\u{1f44e}'
                | '\u{1f6ab}'
                | '\u{1f914}'
                | '\u{1f937}'
    )
}

fn word(text: &str, letters: &[(usize, char)], at: usize, end: usize) -> Word {
    let start = letters[at].0;
    let stop = letters.get(end).map_or(text.len(), |(offset, _)| *offset);
    let raw = text[start..stop].to_owned();
    let near = |at: Option<usize>| at.and_then(|at| letters.get(at)).map_or(' ', |(_, letter)| *letter);
    let (before, behind) = (near(at.checked_sub(1)), near(Some(end)));
    let far = |at: Option<usize>| near(at).is_alphanumeric();
    let tied_before = before == '-' && far(at.checked_sub(2));
    let tied_behind =
        (behind == '-' && far(Some(end + 1))) || behind == '#' || behind == '+' && near(Some(end + 1)) == '+';
    let lower = if raw.is_ascii() { raw.to_ascii_lowercase() } else { raw.to_lowercase() };
    Word {
        folded: if raw.bytes().all(|byte| byte.is_ascii_alphanumeric()) { lower.clone() } else { folded(&raw) },
        lower,
        raw,
        start,
        tied: tied_before || tied_behind,
        wrapped: wraps(before) && wraps(behind),
    }
}

fn folded(raw: &str) -> String {
    let mut folded = String::with_capacity(raw.len());
    raw.chars()
        .filter(|letter| !fold::joins(*letter))
        .for_each(|letter| fold::folded(letter, |piece| folded.push(piece)));
    folded
}

fn wraps(letter: char) -> bool {
    matches!(letter, '(' | ')' | '[' | ']' | '*' | '`' | '"' | '\'')
}

fn sign(letters: &[(usize, char)], at: usize) -> Option<Sign> {
    let near = |at: Option<usize>| at.and_then(|at| letters.get(at)).map_or(' ', |(_, letter)| *letter);
    let (before, behind) = (near(at.checked_sub(1)), near(Some(at + 1)));
    Some(match letters[at].1 {
        '.' | '!' | ';' | '\u{3002}' | '\u{2026}' | '\u{61b}' | '\u{964}' => Sign::Stop,
        '?' | '\u{61f}' | '\u{bf}' => Sign::Question,
        ',' | '\u{3001}' | '\u{60c}' => Sign::Comma,
        ':' | '\u{2192}' => Sign::Colon,
        '=' => Sign::Equals,
        '(' | '[' | '{' | '\u{3010}' | '\u{300c}' => Sign::Open,
        ')' | ']' | '}' | '\u{3011}' | '\u{300d}' => Sign::Close,
        '\u{2014}' | '\u{2013}' | '|' | '\u{2022}' => Sign::Dash,
        '-' if before == ' ' || behind == ' ' || before == '\n' => Sign::Dash,
        '/' | '&' | '+' => Sign::Beside,
        '\n' => Sign::Line,
        _ => return None,
    })
}

/// The text with one form for each sign, and without what is struck out, markup and what cannot be seen. `tags`
/// says that tags are markup here.
pub fn cleaned(place: &str, tags: bool) -> String {
    // Most places are plain as they stand.
    if place.bytes().all(|byte| byte.is_ascii() && !matches!(byte, b'\0' | b'\r' | b'\t' | b'~' | b'<' | b'\\')) {
        return place.to_owned();
    }
    let plain: String = place.chars().filter(|letter| !is_unseen(*letter)).map(usual).collect();
    let kept =
        ["~~", "<del>", "<s>", "<strike>", "\\sout{"].iter().fold(plain, |text, open| without_struck(text, open));
    let text = if kept.contains('\\') { latex::plain(&kept) } else { kept };
    if tags && text.contains('<') { without_tags(&text) } else { text }
}

/// Whether a place begins with a sign that denies what follows, or with a minus before a number: `!x`, `¬x`, `≠ x`,
/// `!= x`, `-1`.
pub fn opens_denied(place: &str) -> bool {
    let bare = place.trim_start_matches(|sign: char| sign.is_whitespace() || "*_`\"'([".contains(sign));
    let digit = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    bare.strip_prefix(['!', '\u{ac}', '\u{2260}', '\u{ff01}']).is_some_and(|rest| !rest.starts_with('['))
        || bare.strip_prefix(['-', '\u{2212}']).is_some_and(digit)
}

fn is_unseen(letter: char) -> bool {
    matches!(letter, '\0' | '\r' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}')
}

/// Full-width and circled letters, curly quotes and odd blanks as the usual ones.
fn usual(letter: char) -> char {
    let moved = |by: u32| char::from_u32(letter as u32 - by).unwrap_or(letter);
    match letter {
        '\u{ff01}'..='\u{ff5e}' => moved(0xfee0),
        '\u{24b6}'..='\u{24cf}' => moved(0x24b6 - 0x41),
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ab}' | '\u{bb}' | '\u{201c}' | '\u{201d}' | '\u{201e}' => {
            if letter == '\u{2019}' || letter == '\u{2bc}' || letter == '\u{2018}' { '\'' } else { '"' }
        }
        '\u{a0}' | '\u{3000}' | '\u{202f}' | '\u{2009}' | '\t' => ' ',
        '\u{2212}' | '\u{2011}' | '\u{2010}' => '-',
        other => other,
    }
}

/// Without the spans that the mark opens; one that is not closed stays.
fn without_struck(text: String, open: &str) -> String {
    if !text.contains(open) {
        return text;
    }
    let close = match open {
        "~~" => "~~".to_owned(),
        "\\sout{" => "}".to_owned(),
        tag => tag.replacen('<', "</", 1),
    };
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(open) {
        let Some(length) = rest[at + open.len()..].find(&close) else { break };
        kept.push_str(&rest[..at]);
        rest = &rest[at + open.len() + length + close.len()..];
    }
    kept + rest
}

/// A tag is at most this long.
const LONGEST_TAG: usize = 60;

fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let inner = &rest[at + 1..];
        let end = inner.bytes().take(LONGEST_TAG).position(|byte| byte == b'>');
        let tag = end.filter(|_| {
            inner.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '/' | '|' | '!'))
        });
        kept.push_str(&rest[..at]);
        match tag {
            None => kept.push('<'),
            Some(_) if inner.starts_with("br") => kept.push('\n'),
            Some(_) => {}
        }
        rest = tag.map_or(inner, |end| &inner[end + 1..]);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::{Piece, cleaned, pieces};

    fn words(text: &str) -> Vec<String> {
        pieces(text).into_iter().filter_map(Piece::into_lower).collect()
    }

    #[test]
    fn words_in_several_scripts() {
        assert_eq!(words("I don't, l'option 4.5"), ["i", "don't", "l", "option", "4.5"]);
        assert_eq!(words("\u{7b54}\u{6848}\u{662f}B"), ["\u{7b54}", "\u{6848}", "\u{662f}", "b"]);
        assert_eq!(words("\u{939}\u{948}"), ["\u{939}\u{948}"]);
    }

    #[test]
    fn what_is_struck_out_or_unseen_is_gone() {
        assert_eq!(cleaned("~~approve~~ **revise**", true), " **revise**");
        assert_eq!(cleaned("<s>A</s> <b>\u{ff22}</b>\u{200b}", true), " B");
        assert_eq!(cleaned("a < b </s>", true), "a < b ");
        assert_eq!(cleaned("\\text{B}", true), "B");
    }
}
