//! Prose as tokens: words in lower case, numbers, and the signs that carry meaning.

use super::blocks;
use super::code;
use super::emphasis::{CLOSING, Emphasis, OPENING};
use super::signs;
use super::symbols;
use super::token::{Sort, Token, is_letter};
use crate::normalise::fold;

/// Letters of a word in most texts, the blank behind it included.
const LETTERS: usize = 6;

/// Adds the tokens of one line.
pub fn lex(line: &str, number: usize, tokens: &mut Vec<Token>) {
    let line = without_list_mark(line);
    tokens.reserve(line.len() / LETTERS);
    let (mut opens, mut emphasis) = (true, Emphasis::default());
    for (at, part) in line.split('`').enumerate() {
        if at % 2 == 1 {
            inline(part, number, tokens);
            opens = false;
        } else {
            let behind = part.as_ptr() as usize + part.len() - line.as_ptr() as usize;
            sentence((part, &line[behind..]), &mut emphasis, number, opens, tokens);
            opens = part.trim_end().ends_with(['.', '!', '?']) || (at == 0 && part.trim().is_empty());
        }
    }
}

/// Code between backticks; brackets and commas at its edges read as in prose would.
fn inline(part: &str, number: usize, tokens: &mut Vec<Token>) {
    let language = blocks::recognise(part);
    let lexed = match language {
        Some(language) => code::lex(part, language).tokens,
        None => {
            // A word or a command without marks of its own: the same as the word without backticks, case aside.
            let mut plain = Vec::new();
            sentence((part, ""), &mut Emphasis::default(), number, false, &mut plain);
            plain
        }
    };
    tokens.extend(lexed.into_iter().map(|token| Token { line: number, ..token }));
}

/// Without blanks, bullets, the number of an item, signs of a heading and of a quotation.
fn without_list_mark(line: &str) -> &str {
    let bare = line.trim_start().trim_start_matches(['#', '>']).trim_start();
    let bullet = bare.strip_prefix(['-', '*', '+', '\u{2022}']).filter(|rest| rest.starts_with(' '));
    if let Some(rest) = bullet {
        return rest.trim_start();
    }
    let digits = bare.len() - bare.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let item = bare[digits..].strip_prefix(['.', ')']).filter(|rest| (1..3).contains(&digits) && rest.starts_with(' '));
    item.map_or(bare, str::trim_start)
}

/// Reads a stretch of prose, which stands in front of the rest of its line.
fn sentence(
    (text, behind): (&str, &str),
    emphasis: &mut Emphasis,
    number: usize,
    opens: bool,
    tokens: &mut Vec<Token>,
) {
    let mut opens = opens;
    let mut chunks = text.split_whitespace().peekable();
    while let Some(chunk) = chunks.next() {
        let start = tokens.len();
        // Most chunks are letters alone: they carry no mark, and no sentence ends behind them.
        if is_plain(chunk) {
            words(chunk, number, tokens);
            tokens[start].opens = opens;
            opens = false;
            continue;
        }
        if is_dash(chunk) {
            let operand = |token: &Token| token.sort != Sort::Word || token.text.chars().count() == 1;
            let next = chunks.peek().is_some_and(|next| {
                next.chars().count() == 1 || next.starts_with(|letter: char| letter.is_ascii_digit() || letter == '-')
            });
            if next && tokens.last().is_some_and(operand) {
                tokens.push(Token::prose("-", Sort::Sign, number));
            }
            continue;
        }
        let rest = chunk.as_ptr() as usize + chunk.len() - text.as_ptr() as usize;
        let core = emphasis.strip(chunk, &[&text[rest..], behind]);
        pieces(core, number, tokens);
        if let Some(first) = tokens.get_mut(start) {
            first.opens = opens;
            opens = false;
        }
        let bare = chunk.trim_end_matches(['*', '_', '"', ')', '\u{201d}']);
        opens |= bare.ends_with(['.', '!', '?', ':']);
        if let Some(last) = tokens[start..].last_mut() {
            last.labels = bare.ends_with(':');
            last.pauses = bare.ends_with([',', ';']);
        }
    }
}

/// Letters of ASCII and nothing else.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_dash(chunk: &str) -> bool {
    matches!(chunk, "-" | "\u{2013}" | "\u{2014}" | "--" | "\u{2212}")
}

/// The tokens of what stands between two blanks.
fn pieces(core: &str, line: usize, tokens: &mut Vec<Token>) {
    if core.is_empty() {
        return;
    }
    if is_plain(core) {
        words(core, line, tokens);
        return;
    }
    let rooted = ["/", "./", "../", "~/"].iter().any(|root| core.starts_with(root)) && core.len() > 1;
    if core.contains("://") || (rooted && !core.starts_with("//")) {
        tokens.push(Token::prose(core.trim_end_matches(CLOSING), Sort::Path, line));
        return;
    }
    let flag = core.trim_start_matches('-');
    if flag.len() < core.len() && core.len() - flag.len() <= 2 && flag.starts_with(|next: char| next.is_alphabetic()) {
        tokens.push(Token::prose(core, Sort::Flag, line));
        return;
    }
    let letters: Vec<(usize, char)> = core.char_indices().collect();
    let mut at = 0;
    while let Some(&(start, letter)) = letters.get(at) {
        let from = at;
        if fold::unspaced(letter) {
            at += 1;
            tokens.push(Token::prose(letter.to_string(), Sort::Word, line));
        } else if let Some(end) = fraction(&letters, at) {
            let text: String = letters[at..end].iter().map(|letter| letter.1).collect();
            tokens.push(Token::prose(number_of(&format!("0{text}")), Sort::Number, line));
            at = end;
        } else if letter.is_ascii_digit() {
            at = run(&letters, at, |letter, next| {
                letter.is_numeric() || (matches!(letter, '.' | ',' | ':' | '_') && next.is_some_and(char::is_numeric))
            });
            let end = letters.get(at).map_or(core.len(), |next| next.0);
            tokens.push(Token::prose(number_of(&core[start..end]), Sort::Number, line));
        } else if letter.is_alphanumeric()
            || letter == '_'
            || (letter == '$' && at + 1 < letters.len() && letters[at + 1].1.is_alphabetic())
        {
            at = run(&letters, at + 1, |letter, next| {
                (letter.is_alphanumeric() && !fold::unspaced(letter))
                    || matches!(letter, '_' | '\'' | '\u{2019}' | '\u{300}'..='\u{36f}')
                    || (matches!(letter, '.' | '@') && next.is_some_and(char::is_alphanumeric))
            });
            let end = letters.get(at).map_or(core.len(), |next| next.0);
            words(&core[start..end], line, tokens);
        } else {
            at = sign(&letters, at, line, tokens);
        }
        debug_assert!(at > from);
    }
}

/// The end of a number without its zero, `.5`; behind a word or a number a stop is none.
fn fraction(letters: &[(usize, char)], at: usize) -> Option<usize> {
    let digit = |at: usize| letters.get(at).is_some_and(|letter| letter.1.is_ascii_digit());
    let inside =
        at.checked_sub(1).is_some_and(|before| letters[before].1.is_alphanumeric() || letters[before].1 == '.');
    if letters[at].1 != '.' || inside || !digit(at + 1) {
        return None;
    }
    let end = (at + 1..letters.len()).find(|at| !digit(*at)).unwrap_or(letters.len());
    // "1.2" behind a stop is a number of a list: ".1.2".
    letters.get(end).is_none_or(|next| next.1 != '.' || !digit(end + 1)).then_some(end)
}

/// First place behind a run of letters that `holds` of a letter and the next one.
fn run(letters: &[(usize, char)], start: usize, holds: impl Fn(char, Option<char>) -> bool) -> usize {
    let mut at = start;
    while let Some(&(_, letter)) = letters.get(at) {
        if !holds(letter, letters.get(at + 1).map(|next| next.1)) {
            break;
        }
        at += 1;
    }
    at
}

/// A number without marks between its thousands.
fn number_of(text: &str) -> String {
    let groups: Vec<&str> = text.split(',').collect();
    let grouped = groups.len() > 1
        && (1..=3).contains(&groups[0].len())
        && groups[1..].iter().all(|group| group.split('.').next().is_some_and(|whole| whole.len() == 3));
    let plain = if grouped { text.replace(',', "") } else { text.to_owned() };
    match plain.split_once('.') {
        Some((whole, part)) if !part.is_empty() && part.bytes().all(|digit| digit == b'0') => whole.to_owned(),
        _ => plain,
    }
}

/// A word, and what its apostrophe joins to it.
fn words(word: &str, line: usize, tokens: &mut Vec<Token>) {
    let measured = tokens.last().is_some_and(|last| last.sort == Sort::Number);
    if let Some(text) = symbols::exact(word, measured) {
        tokens.push(Token { named: true, ..Token::prose(text, Sort::Word, line) });
        return;
    }
    let ascii = is_plain(word);
    let named = if ascii {
        word.bytes().any(|byte| byte.is_ascii_uppercase())
    } else {
        word.chars().any(|letter| letter.is_uppercase() || letter.is_numeric() || letter == '_')
    };
    let mut lower = match (ascii, is_letter(word)) {
        (_, true) => word.to_owned(),
        (true, _) => word.to_ascii_lowercase(),
        (false, _) => word.to_lowercase(),
    };
    if is_plain(&lower) && !matches!(lower.as_str(), "cannot" | "cant") {
        tokens.push(Token { named, ..Token::prose(lower, Sort::Word, line) });
        return;
    }
    lower = lower.replace('\u{2019}', "'");
    let lower = lower.trim_end_matches('\'');
    let mut push = |text: &str, named: bool| {
        tokens.push(Token { named, ..Token::prose(text, Sort::Word, line) });
    };
    let full = match lower {
        "can't" | "cannot" | "cant" => Some(["can", "not"]),
        "won't" => Some(["will", "not"]),
        "shan't" => Some(["shall", "not"]),
        "it's" | "that's" | "there's" | "what's" | "here's" | "he's" | "she's" => {
            lower.strip_suffix("'s").map(|head| [head, "is"])
        }
        _ => None,
    };
    if let Some(both) = full {
        both.iter().for_each(|text| push(text, false));
        return;
    }
    for (suffix, meant) in
        [("n't", "not"), ("'re", "are"), ("'ll", "will"), ("'ve", "have"), ("'m", "am"), ("'d", "would")]
    {
        if let Some(head) = lower.strip_suffix(suffix).filter(|head| !head.is_empty()) {
            push(head, false);
            push(meant, false);
            return;
        }
    }
    for piece in lower.split('\'').filter(|piece| !piece.is_empty()) {
        push(piece, named);
    }
}

/// An operator, or a mark that says nothing.
fn sign(letters: &[(usize, char)], at: usize, line: usize, tokens: &mut Vec<Token>) -> usize {
    const SILENT: [char; 14] =
        ['"', '\u{201c}', '\u{201d}', '(', ')', '[', ']', ',', ';', '.', ':', '?', '\u{2014}', '\u{2013}'];
    let letter = letters[at].1;
    let before = at.checked_sub(1).map(|at| letters[at].1);
    let after = letters.get(at + 1).map(|next| next.1);
    if let Some(operator) = optional(&letters[at..], before) {
        tokens.push(Token::prose(operator, Sort::Sign, line));
        return at + operator.len();
    }
    if CLOSING.contains(&letter) && letter != '!' || SILENT.contains(&letter) || OPENING.contains(&letter) {
        let range = matches!(letter, '\u{2013}') && before.is_some_and(char::is_numeric);
        if range {
            tokens.push(Token::prose("-", Sort::Sign, line));
        }
        return at + 1;
    }
    if letter == '!' && !after.is_some_and(|next| next.is_alphanumeric() || matches!(next, '=' | '(' | '!' | '~')) {
        return at + 1;
    }
    if matches!(letter, '-' | '\u{2010}' | '\u{2011}')
        && before.is_some_and(char::is_alphabetic)
        && after.is_some_and(char::is_alphanumeric)
    {
        return at + 1;
    }
    if letter == '|' && after.is_none() && before.is_none() {
        return at + 1;
    }
    let rest: String = letters[at..].iter().map(|letter| letter.1).take(4).collect();
    let operator = signs::operator(&rest);
    tokens.push(Token::prose(signs::canonical_sign(operator), Sort::Sign, line));
    at + operator.chars().count().max(1)
}

/// The operators that begin with a question mark: `a?.b`, `a ?? b`. Behind a sentence it is none.
fn optional(letters: &[(usize, char)], before: Option<char>) -> Option<&'static str> {
    let at = |place: usize| letters.get(place).map(|letter| letter.1);
    let goes_on =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || "_$[(".contains(letter));
    match (at(0), at(1)) {
        (Some('?'), Some('.')) if before.is_some() && goes_on(at(2)) => Some("?."),
        (Some('?'), Some('?')) if before.is_none() && at(2).is_none() || goes_on(at(2)) => Some("??"),
        _ => None,
    }
}
