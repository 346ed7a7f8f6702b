//! Words without case, accents and punctuation.

/// Lower-case letters and digits in runs. Scripts without spaces give one word a character.
pub fn tokens(text: &str) -> Vec<String> {
    joined(text).split(' ').filter(|token| !token.is_empty()).map(str::to_owned).collect()
}

/// The tokens without leading articles, joined by one space.
pub fn words(text: &str) -> String {
    let mut all = joined(text);
    let mut from = 0;
    while let Some((word, _)) = all[from..].split_once(' ')
        && is_article(word)
    {
        from += word.len() + 1;
    }
    // "A" alone is an answer, not an article.
    if from > 0 && !is_article(&all[from..]) {
        all.drain(..from);
    }
    all
}

/// The tokens joined by one space, in one pass and one string.
fn joined(text: &str) -> String {
    if text.is_ascii() {
        return joined_ascii(text);
    }
    let mut all = String::with_capacity(text.len());
    let mut apart = false;
    for letter in text.chars() {
        if joins(letter) {
            continue;
        }
        let alone = !letter.is_ascii() && unspaced(letter);
        if alone || letter.is_ascii_alphanumeric() || (!letter.is_ascii() && letter.is_alphanumeric()) {
            if (apart || alone) && !all.is_empty() {
                all.push(' ');
            }
            apart = alone;
            folded(letter, |piece| all.push(piece));
        } else {
            apart = true;
        }
    }
    all
}

/// As [`joined`], for text whose letters are single bytes.
fn joined_ascii(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    let mut apart = false;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            if apart && !all.is_empty() {
                all.push(' ');
            }
            apart = false;
            all.push(char::from(byte.to_ascii_lowercase()));
        } else {
            apart |= byte != b'\'';
        }
    }
    all
}

fn is_article(token: &str) -> bool {
    matches!(token, "a" | "an" | "the")
}

/// Apostrophes and combining accents do not end a word: "don't" is one token.
pub fn joins(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}')
}

/// Letters of scripts that put no spaces between words.
pub fn unspaced(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{e00}'..='\u{e7f}')
}

/// Calls `push` for each letter that stands for `letter` once case and accents are gone.
pub fn folded(letter: char, mut push: impl FnMut(char)) {
    if letter.is_ascii() {
        push(letter.to_ascii_lowercase());
        return;
    }
    for lower in letter.to_lowercase() {
        match plain_letters(lower) {
            Some(plain) => plain.chars().for_each(&mut push),
            None if joins(lower) => {}
            None => push(lower),
        }
    }
}

/// The Latin letters without their marks (Latin-1 and Latin Extended-A).
fn plain_letters(letter: char) -> Option<&'static str> {
    const FOLDS: [(&str, &str); 27] = [
        ("\u{e0}\u{e1}\u{e2}\u{e3}\u{e4}\u{e5}\u{101}\u{103}\u{105}", "a"),
        ("\u{e7}\u{107}\u{109}\u{10b}\u{10d}", "c"),
        ("\u{10f}\u{111}\u{f0}", "d"),
        ("\u{e8}\u{e9}\u{ea}\u{eb}\u{113}\u{115}\u{117}\u{119}\u{11b}", "e"),
        ("\u{11d}\u{11f}\u{121}\u{123}", "g"),
        ("\u{125}\u{127}", "h"),
        ("\u{ec}\u{ed}\u{ee}\u{ef}\u{129}\u{12b}\u{12d}\u{12f}\u{131}", "i"),
        ("\u{135}", "j"),
        ("\u{137}", "k"),
        ("\u{13a}\u{13c}\u{13e}\u{140}\u{142}", "l"),
        ("\u{f1}\u{144}\u{146}\u{148}", "n"),
        ("\u{f2}\u{f3}\u{f4}\u{f5}\u{f6}\u{f8}\u{14d}\u{14f}\u{151}", "o"),
        ("\u{155}\u{157}\u{159}", "r"),
        ("\u{15b}\u{15d}\u{15f}\u{161}\u{219}", "s"),
        ("\u{163}\u{165}\u{167}\u{21b}", "t"),
        ("\u{f9}\u{fa}\u{fb}\u{fc}\u{169}\u{16b}\u{16d}\u{16f}\u{171}\u{173}", "u"),
        ("\u{175}", "w"),
        ("\u{fd}\u{ff}\u{177}", "y"),
        ("\u{17a}\u{17c}\u{17e}", "z"),
        ("\u{df}", "ss"),
        ("\u{e6}", "ae"),
        ("\u{153}", "oe"),
        ("\u{fe}", "th"),
        ("\u{b2}", "2"),
        ("\u{b3}", "3"),
        ("\u{b9}", "1"),
        ("\u{ba}", "o"),
    ];
    // Nothing beyond Latin Extended-B is listed.
    if letter > '\u{24f}' {
        return None;
    }
    FOLDS.iter().find(|(marked, _)| marked.contains(letter)).map(|(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{joined, tokens, words};

    proptest! {
        #[test]
        fn single_bytes_are_folded_like_all_letters(text in "[a-zA-Z0-9' .\n\t-]{0,60}") {
            // One accent sends the same text the general way.
            let general = joined(&format!("{text} \u{e9}"));
            prop_assert_eq!(joined(&text), general.strip_suffix('e').unwrap_or("").trim_end());
        }
    }

    #[test]
    fn marks_and_case_fall_away() {
        assert_eq!(tokens("D\u{2019}Artagnan, \u{c9}mile & Gro\u{df}!"), ["dartagnan", "emile", "gross"]);
        assert_eq!(tokens("e\u{301}t\u{e9}"), ["ete"]);
    }

    #[test]
    fn scripts_without_spaces_split_by_letter() {
        assert_eq!(tokens("\u{6771}\u{4eac}ok"), ["\u{6771}", "\u{4eac}", "ok"]);
    }

    #[test]
    fn a_lone_article_is_kept() {
        assert_eq!(words("The end"), "end");
        assert_eq!(words("A"), "a");
    }
}
