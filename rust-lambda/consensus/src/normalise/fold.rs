//! Words without case, accents and punctuation.

/// Lower-case letters and digits in runs. Scripts without spaces give one word a character.
pub fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    for letter in text.chars() {
        if unspaced(letter) {
            close(&mut tokens, &mut word);
            tokens.push(letter.to_string());
        } else if letter.is_alphanumeric() {
            push_folded(&mut word, letter);
        } else if !joins(letter) {
            close(&mut tokens, &mut word);
        }
    }
    close(&mut tokens, &mut word);
    tokens
}

/// The tokens without leading articles, joined by one space.
pub fn words(text: &str) -> String {
    let tokens = tokens(text);
    let articles = tokens.iter().take_while(|token| is_article(token)).count();
    // "A" alone is an answer, not an article.
    let from = if articles == tokens.len() { 0 } else { articles };
    tokens[from..].join(" ")
}

fn is_article(token: &str) -> bool {
    matches!(token, "a" | "an" | "the")
}

fn close(tokens: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        tokens.push(std::mem::take(word));
    }
}

/// Apostrophes and combining accents do not end a word: "don't" is one token.
fn joins(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}')
}

/// Letters of scripts that put no spaces between words.
fn unspaced(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{e00}'..='\u{e7f}')
}

fn push_folded(word: &mut String, letter: char) {
    if letter.is_ascii() {
        word.push(letter.to_ascii_lowercase());
        return;
    }
    for lower in letter.to_lowercase() {
        match plain_letters(lower) {
            Some(plain) => word.push_str(plain),
            None if joins(lower) => {}
            None => word.push(lower),
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
    FOLDS.iter().find(|(marked, _)| marked.contains(letter)).map(|(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::{tokens, words};

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
