//! Answers that are no prose: paths, globs, commands, flags, formulas, identifiers, tokens, patterns. They are compared
//! by their characters, case and signs included; only blanks between their words are free.
//!
//! What prose writes is listed, and every other sign has a meaning: no list of operators is ever whole.
//!
//! # Performance
//! A few linear scans of a text of at most [`LONGEST`] bytes.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{emphasis, number, operator};
use crate::hash::Words;

/// A longer text is prose or a program, which has a reader of its own.
const LONGEST: usize = 400;

/// A word of letters and digits of at least this many bytes is a token in which a final stop counts: "hunter2." is no
/// "hunter2", and "S3." is "S3".
const TOKEN: usize = 7;

/// Signs at the end of a token, which belong to it.
const ENDS: [char; 8] = ['!', '.', '#', '$', '%', '&', '?', '*'];

/// Programs whose names are no words of prose and no products: a line that begins with one is a command.
const PROGRAMS: &str = "rm cp mv ls cd mkdir rmdir chmod chown chgrp ln dd tar gzip gunzip wget curl ssh scp rsync kubectl systemctl \
    journalctl sudo apt-get egrep grep sed awk du df ps wc tr xargs tee pkill killall useradd userdel usermod umount su \
    echo unset crontab nohup printenv nslookup sqlite3 psql pip pip3 npx yarn pnpm jq yq chroot ifconfig iptables netstat";

/// Programs that are words as well: a line is a command where an argument looks like none of prose.
const WORDY: &str = "make cat find touch less go cargo git docker podman helm terraform aws gcloud az npm node python \
    python3 java php ruby perl sort head tail cut kill top service mount source set export openssl mysql redis-cli \
    nginx cmake brew dnf yum apt patch diff uniq dig ping env test bash sh zsh vim nano man time watch";

/// Words of sentences.
const PROSE: &str = "the of is are was were it they this that which with your you we he she because has have";

static KNOWN: LazyLock<HashSet<&str, Words>> = LazyLock::new(|| PROGRAMS.split_whitespace().collect());
static KNOWN_WORDY: LazyLock<HashSet<&str, Words>> = LazyLock::new(|| WORDY.split_whitespace().collect());
static SAID: LazyLock<HashSet<&str, Words>> = LazyLock::new(|| PROSE.split_whitespace().collect());

/// The characters of an answer as they count where it is no prose; None for prose, names, numbers.
pub fn of(bare: &str) -> Option<String> {
    if bare.is_empty() || bare.len() > LONGEST || bare.contains('\n') {
        return None;
    }
    let mut tokens = bare.split_whitespace();
    let first = tokens.next()?;
    if tokens.next().is_none() {
        return is_coded(first).then(|| folded_token(first));
    }
    if is_target(bare) {
        // A sentence may begin with it.
        return Some(spaced(bare).replacen('M', "m", 1));
    }
    (is_schedule(bare) || is_command(first, bare) || is_formula(bare)).then(|| spaced(bare))
}

/// Whether the form alone says that an answer is no number, although it begins like one or holds one.
pub fn is_sure(bare: &str) -> bool {
    let first = bare.chars().next().unwrap_or(' ');
    let rest = &bare[first.len_utf8().min(bare.len())..];
    let number = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_schedule(bare) || (first == '~' && number) || is_token(bare) && bare.ends_with(['!', '.'])
}

/// Whether a stop behind a text is part of a value.
pub fn holds_stop(rest: &str) -> bool {
    if rest.len() > LONGEST || rest.contains(' ') {
        return false;
    }
    let rest = emphasis::off(rest).unwrap_or(rest);
    is_token(rest) || is_pattern(rest)
}

/// Whether a sign has a meaning of its own wherever it stands: it is no letter, and nothing that prose writes.
pub fn is_sign(sign: char) -> bool {
    let power = matches!(sign, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2079}');
    let written = sign.is_alphanumeric() || sign.is_whitespace() || is_prose(sign) || is_picture(sign) || is_mark(sign);
    power || !written
}

/// Signs of prose, which have a meaning in some places only.
fn is_prose(sign: char) -> bool {
    matches!(
        sign,
        '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '(' | ')' | '-' | '/' | '&' | '%' | '$' | '#' | '@' | '+' | '*' | '`'
            | '\u{a1}' | '\u{a2}'..='\u{a9}' | '\u{ab}' | '\u{ad}' | '\u{ae}' | '\u{b0}' | '\u{b4}' | '\u{b6}' | '\u{b7}'
            | '\u{bb}' | '\u{bf}' | '\u{2010}'..='\u{2027}' | '\u{202f}' | '\u{2030}'..='\u{203d}' | '\u{20a0}'..='\u{20c0}'
            | '\u{2116}' | '\u{2122}' | '\u{2212}' | '\u{3001}'..='\u{3011}' | '\u{30fb}' | '\u{ff01}'..='\u{ff0f}'
            | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{964}'
    )
}

/// Pictures, which decorate.
fn is_picture(sign: char) -> bool {
    matches!(sign, '\u{2600}'..='\u{266c}' | '\u{2670}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' | '\u{2b00}'..='\u{2bff}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Accents and vowel signs of their own, as far as the common scripts have them.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}' | '\u{1780}'..='\u{17ff}' | '\u{3099}' | '\u{309a}')
}

/// Whether one word is no word of prose.
fn is_coded(token: &str) -> bool {
    // A list of names, an address of a person and a colour are read elsewhere.
    if token.contains('@') && token.contains('.') && !token.contains([':', '/']) || is_colour(token) || is_growth(token)
    {
        return false;
    }
    let letters: Vec<char> = token.chars().collect();
    let alphabetic = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is_alphabetic());
    let said = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is_alphanumeric());
    let latex = letters.first() == Some(&'\\') && alphabetic(Some(1)) && alphabetic(Some(2));
    if latex || !letters.iter().any(|letter| letter.is_alphabetic()) && number::read(token).is_some() {
        return false;
    }
    let meant = |(at, sign): (usize, &char)| match sign {
        '\'' | '\u{2019}' | '-' | '"' => false,
        // ".env", "a.b", "example.com": between letters, or in front of one.
        '.' => (alphabetic(Some(at + 1)) && (at == 0 || said(at.checked_sub(1)))) && !is_initials(token),
        ':' if letters.get(at + 1) == Some(&':') => true,
        ':' | ',' | ';' => alphabetic(at.checked_sub(1)) && alphabetic(Some(at + 1)),
        '!' => said(Some(at + 1)) || at + 1 == letters.len() && is_token(token.trim_end_matches('!')),
        '?' => said(Some(at + 1)) || at + 1 == letters.len() && (1..=2).contains(&at) && alphabetic(Some(0)),
        '/' => letters.len() > 1,
        '&' | '%' | '$' | '@' => {
            at == 0 && alphabetic(Some(1)) || alphabetic(at.checked_sub(1)) && *sign != '&' && alphabetic(Some(at + 1))
        }
        '#' | '+' => at == 0 && alphabetic(Some(1)) || alphabetic(Some(at + 1)),
        '*' => true,
        '(' => is_called(&letters, at),
        '`' => false,
        other => is_sign(*other),
    };
    let symbols = !letters.iter().any(|letter| letter.is_alphanumeric());
    !symbols && letters.iter().enumerate().any(meant) || is_mixed(&letters) || is_camel(&letters) || is_token(token)
}

/// Letters before digits: "x2", "aB3dE", "Secret1". Digits before letters are a number with its unit or ending.
fn is_mixed(letters: &[char]) -> bool {
    let mixed = letters.windows(2).any(|pair| pair[0].is_alphabetic() && pair[1].is_numeric());
    mixed && letters.iter().all(|letter| letter.is_alphanumeric() || is_sign(*letter) || is_mark(*letter))
}

/// "userId": small letters before a capital.
fn is_camel(letters: &[char]) -> bool {
    letters.len() > 2
        && letters[..2].iter().all(char::is_ascii_lowercase)
        && letters.iter().any(char::is_ascii_uppercase)
        && letters.iter().all(char::is_ascii_alphanumeric)
}

/// A word of letters and digits that is too long for a name: a password, a key, a hash.
fn is_token(token: &str) -> bool {
    let token = token.trim_end_matches(ENDS);
    let letters: Vec<char> = token.chars().collect();
    token.len() >= TOKEN && letters.iter().all(char::is_ascii_alphanumeric) && is_mixed(&letters)
}

/// `f(x)`: a name and what it is called with; "word(s)" is none.
fn is_called(letters: &[char], at: usize) -> bool {
    let name = letters[..at].iter().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    let plural = at > 2 && matches!(&letters[at..], ['(', 's', ')']);
    at > 0 && name && !plural && !letters[0].is_uppercase()
}

/// "O(n)": case says nothing in it.
fn is_growth(token: &str) -> bool {
    token.starts_with("O(") && token.ends_with(')')
}

/// `#ff0000`, "#5".
fn is_colour(token: &str) -> bool {
    token.strip_prefix('#').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// "U.S", "J.S.", "a.m.", "Ph.D.": letters with stops; `a.b` is none.
fn is_initials(token: &str) -> bool {
    let parts: Vec<&str> = token.split('.').collect();
    let capitals = || parts.iter().all(|part| part.len() <= 1 && part.chars().all(char::is_uppercase));
    let stopped = || token.ends_with('.') && parts.iter().all(|part| part.chars().count() <= 2);
    capitals() || stopped()
}

/// A pattern for texts or file names, in which a stop at the end has a meaning.
fn is_pattern(token: &str) -> bool {
    let class = |at: usize| {
        let mut rest = token[at + 1..].chars();
        rest.next().is_some_and(|sign| {
            !sign.is_alphabetic() || "dDwWsSbBnt".contains(sign) && !rest.next().is_some_and(char::is_alphabetic)
        })
    };
    token.starts_with('^')
        || token.contains(".*")
        || token.ends_with(['*', '|', '\\', '.', '/', '~'])
        || token.match_indices('\\').any(|(at, _)| class(at))
}

/// Five or six fields of a schedule: `0 0 * * *`.
fn is_schedule(bare: &str) -> bool {
    let field = |token: &str| {
        token
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'/' | b',' | b'-' | b'?' | b'L' | b'#'))
    };
    bare.contains('*') && (5..=7).contains(&bare.split_whitespace().count()) && bare.split_whitespace().all(field)
}

/// `make foo`: a word of prose, and what is made.
fn is_target(bare: &str) -> bool {
    let mut tokens = bare.split_whitespace();
    matches!(tokens.next(), Some("make" | "Make")) && tokens.next().is_some() && tokens.next().is_none()
}

/// A program and its arguments.
fn is_command(first: &str, bare: &str) -> bool {
    let first = if matches!(first, "$" | "sudo") { bare.split_whitespace().nth(1).unwrap_or("") } else { first };
    let program = first.starts_with("./") || KNOWN.contains(first);
    if !program && !KNOWN_WORDY.contains(first) {
        return false;
    }
    let coded = |token: &str| {
        is_flag(token) || operator::is_hard(token) || is_coded(token) || token.chars().count() == 1 && token != "a"
    };
    let argued = bare.split_whitespace().skip(1).any(coded);
    // A file may be called "the", but nothing is said of a command.
    let said = |token: &str| matches!(token, "is" | "are" | "was" | "were");
    if program { argued || !bare.split_whitespace().any(said) } else { argued && !is_sentence(bare.split_whitespace()) }
}

/// `-v`, `--force`.
fn is_flag(token: &str) -> bool {
    let name = token.trim_start_matches('-');
    (1..=2).contains(&(token.len() - name.len())) && name.starts_with(|first: char| first.is_ascii_alphabetic())
}

/// Values with an operator between them, or with a sign that prose has none of.
fn is_formula(bare: &str) -> bool {
    let signed = |token: &str| {
        let sign = |letter: char| {
            is_sign(letter) && !matches!(letter, '[' | ']' | '{' | '}' | '_' | '\\' | '=' | '<' | '>' | '^' | '~' | '|')
        };
        operator::is_hard(token) && !matches!(token, "+" | "#" | "@" | "%" | "$" | "*" | "/")
            || token.chars().any(sign)
            || token.starts_with(['!', '&', '~']) && token.len() > 1 && token[1..].starts_with(char::is_alphabetic)
    };
    bare.split_whitespace().any(signed) && !is_sentence(bare.split_whitespace())
}

/// Whether words of sentences stand among some.
fn is_sentence<'a>(mut tokens: impl Iterator<Item = &'a str>) -> bool {
    tokens.any(|token| SAID.contains(token.to_ascii_lowercase().as_str()))
}

/// A token as it counts. Digits below the line are digits; a name of capitals and digits may be written small; the
/// scheme and the host of an address have no case, and a plain call has empty brackets or none.
fn folded_token(token: &str) -> String {
    let plain: String = token.chars().map(lowered).collect();
    let plain = plain.strip_suffix("()").map_or(plain.clone(), str::to_owned);
    let letters = || plain.chars().filter(|letter| letter.is_alphabetic());
    let named = plain.chars().all(char::is_alphanumeric) && letters().count() > 1 && letters().all(char::is_uppercase);
    if named || is_domain(&plain) {
        return plain.to_lowercase();
    }
    if let Some((scheme, rest)) = plain.split_once("://") {
        let host = rest.find('/').unwrap_or(rest.len());
        let path = if &rest[host..] == "/" { "" } else { &rest[host..] };
        return format!("{}://{}{path}", scheme.to_lowercase(), rest[..host].to_lowercase());
    }
    plain
}

/// Letters with stops and an ending of domains: "Example.com". Names of products end so too.
fn is_domain(token: &str) -> bool {
    const ENDINGS: [&str; 12] =
        [".com", ".org", ".net", ".io", ".dev", ".edu", ".gov", ".eu", ".de", ".uk", ".js", ".ai"];
    let small = token
        .chars()
        .skip(1)
        .all(|letter| letter.is_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-'));
    small && ENDINGS.iter().any(|ending| token.ends_with(ending))
}

/// A digit below the line is a digit.
fn lowered(letter: char) -> char {
    match letter {
        '\u{2080}'..='\u{2089}' => char::from(b'0' + u8::try_from(u32::from(letter) - 0x2080).unwrap_or_default()),
        _ => letter,
    }
}

/// One blank between words; blanks in quotes are part of the value.
fn spaced(bare: &str) -> String {
    let mut kept = String::with_capacity(bare.len());
    let mut quote = None;
    let mut before = ' ';
    for letter in bare.chars() {
        match quote {
            None if matches!(letter, '\'' | '"') && !before.is_alphanumeric() => quote = Some(letter),
            Some(open) if letter == open => quote = None,
            _ => {}
        }
        if !letter.is_whitespace() {
            kept.push(letter);
        } else if quote.is_some() {
            kept.push(letter);
        } else if !kept.ends_with(' ') {
            kept.push(' ');
        }
        before = letter;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{is_sure, of};

    #[test]
    fn what_is_no_prose_is_known() {
        for text in [
            "*.txt",
            "__init__",
            "_id",
            "**/*.js",
            "**kwargs",
            "x?",
            "int*",
            "0 0 * * *",
            "A \u{2227} B",
            "\u{2203}x",
            "a \u{2208} B",
            "!p",
            "\u{ac}p",
            "&p",
            "Ca\u{b2}\u{207a}",
            "x\u{b2}",
            "~5",
            "mv a b",
            "dd a b",
            "cp a the",
            "kubectl delete pod a",
            "make foo",
            "a.b",
            "%m",
            "aGVsbG8=",
            "aB3dE",
            "Secret1",
            "https://x.com/A",
            "bxc3",
            "ssh -p",
            "rm -i *.log",
            "sed -n",
            "echo '$x'",
            "echo a  b",
            "hunter2!",
            "hunter2.",
            "src/main.rs",
            ".env",
            "f(x)",
            "a -> b",
            "x := 5",
            "git branch -d a",
            "user_id",
            "std::fs",
            "{a}",
            "$HOME",
        ] {
            assert!(of(text).is_some() || is_sure(text), "{text}");
        }
    }

    #[test]
    fn prose_names_and_numbers_are_none() {
        for text in [
            "Paris",
            "the answer",
            "1,000",
            "42",
            "C++",
            "C#",
            "A+",
            "U.S.",
            "a.m.",
            "Ph.D.",
            "AT&T",
            "R&D",
            "20th",
            "5 km",
            "$5",
            "50%",
            "Simon & Garfunkel",
            "left-pad",
            "don't",
            "Paris (France)",
            "Paris!",
            "Paris?",
            "It depends on the load.",
            "find love",
            "top gun",
            "git is a tool",
            "cat people",
            "a@x.org",
            "#ff0000",
            "O(n log n)",
            "Yes \u{1f389}",
            "\u{939}\u{948}",
            "\u{201e}Faust\u{201c}",
            "word(s)",
            "3:2",
            "-3",
            "Jean-Paul",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn harmless_spellings_are_one() {
        for [a, b] in [
            ["getId()", "getId"],
            ["H\u{2082}O", "H2O"],
            ["SHA256", "sha256"],
            ["mv  a b", "mv a b"],
            ["HTTPS://X.com/a", "https://x.com/a"],
        ] {
            assert_eq!(of(a).unwrap_or_else(|| a.to_owned()), of(b).unwrap_or_else(|| b.to_owned()), "{a} {b}");
        }
        assert_ne!(of("echo a  b"), of("echo 'a  b'"));
    }
}
