//! Numbers as other scripts and places write them, in the plain form.

use std::sync::OnceLock;

use text2num::{Language, text2digits};

use super::numerals;

/// A number in words is at most this long.
const LONGEST_WORDS: usize = 80;

/// The text with plain digits, signs and separators, where what is meant is certain.
pub fn plain(text: &str) -> String {
    if text.is_ascii() && !text.contains(['\'', '_']) && !text.ends_with('-') {
        return text.to_owned();
    }
    let letters: Vec<char> =
        text.chars().filter(|letter| !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{200b}' | '\u{feff}')).collect();
    let mut plain = String::with_capacity(text.len());
    for (at, &letter) in letters.iter().enumerate() {
        let between = at > 0 && is_digit(letters[at - 1]) && letters.get(at + 1).is_some_and(|next| is_digit(*next));
        let group = between && letters[at + 1..].iter().take_while(|letter| is_digit(**letter)).count() == 3;
        match letter {
            '\'' | '\u{2019}' | '\u{66c}' if group => {}
            '_' if between => {}
            '\u{66b}' if between => plain.push('.'),
            '\u{bc}' | '\u{bd}' | '\u{be}' | '\u{2150}'..='\u{215e}' => {
                push_fraction(letter, &letters[..at], &mut plain)
            }
            _ => plain.push(ascii(letter)),
        }
    }
    let plain =
        ["です", "である", "だ"].iter().find_map(|verb| plain.strip_suffix(verb)).map(str::to_owned).unwrap_or(plain);
    let end = [",-", ",\u{2013}", ",\u{2014}", ".-", ",--"].iter().find_map(|end| plain.strip_suffix(end));
    end.filter(|rest| rest.ends_with(|letter: char| letter.is_ascii_digit())).map(str::to_owned).unwrap_or(plain)
}

fn is_digit(letter: char) -> bool {
    ascii(letter).is_ascii_digit()
}

/// Digits and signs of other scripts.
fn ascii(letter: char) -> char {
    let digit = |zero: u32| char::from_digit(letter as u32 - zero, 10).unwrap_or(letter);
    match letter {
        '\u{660}'..='\u{669}' => digit(0x660),
        '\u{6f0}'..='\u{6f9}' => digit(0x6f0),
        '\u{966}'..='\u{96f}' => digit(0x966),
        '\u{9e6}'..='\u{9ef}' => digit(0x9e6),
        '\u{e50}'..='\u{e59}' => digit(0xe50),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{66a}' => '%',
        other => other,
    }
}

/// "½" is 1/2, and "1½" is 1 1/2.
fn push_fraction(letter: char, before: &[char], plain: &mut String) {
    const FRACTIONS: [(char, &str); 12] = [
        ('\u{bc}', "1/4"),
        ('\u{bd}', "1/2"),
        ('\u{be}', "3/4"),
        ('\u{2153}', "1/3"),
        ('\u{2154}', "2/3"),
        ('\u{2155}', "1/5"),
        ('\u{2156}', "2/5"),
        ('\u{2157}', "3/5"),
        ('\u{2158}', "4/5"),
        ('\u{215b}', "1/8"),
        ('\u{215c}', "3/8"),
        ('\u{215e}', "7/8"),
    ];
    let Some((_, fraction)) = FRACTIONS.iter().find(|(sign, _)| *sign == letter) else { return };
    if before.last().is_some_and(|last| is_digit(*last)) {
        plain.push(' ');
    }
    plain.push_str(fraction);
}

/// The languages of [`words`], made once.
fn languages() -> &'static [Language; 7] {
    static LANGUAGES: OnceLock<[Language; 7]> = OnceLock::new();
    LANGUAGES.get_or_init(|| {
        [
            Language::english(),
            Language::german(),
            Language::french(),
            Language::spanish(),
            Language::italian(),
            Language::portugese(),
            Language::dutch(),
        ]
    })
}

/// The digits of a number in words, in ten languages: "twenty-one", "quatre-vingts".
pub fn words(text: &str) -> Option<String> {
    let lettered = !text.is_empty()
        && text.len() <= LONGEST_WORDS
        && text.chars().all(|letter| letter.is_alphabetic() || matches!(letter, ' ' | '-' | '\''));
    if !lettered {
        return None;
    }
    let lower = text.to_lowercase();
    if let Some(digits) = numerals::read(&lower).or_else(|| dozens(&lower)) {
        return Some(digits);
    }
    // "a hundred" is one of them.
    let one = lower.strip_prefix("a ").filter(|rest| SCALES.contains(&rest.split(' ').next().unwrap_or("")));
    let lower = one.map_or(lower.clone(), |rest| format!("one {rest}"));
    let digits = languages().iter().find_map(|language| text2digits(&lower, language).ok())?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
}

/// What "a" counts.
const SCALES: [&str; 4] = ["hundred", "thousand", "million", "billion"];

/// "a dozen", "half a dozen", "three dozen".
fn dozens(text: &str) -> Option<String> {
    let count = match text.strip_suffix("dozen")?.trim_end() {
        "" | "a" | "one" => 2,
        "half a" | "a half" | "half" => 1,
        many => 2 * words(many)?.parse::<u64>().ok()?,
    };
    count.checked_mul(6).map(|value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::{plain, words};

    #[test]
    fn digits_of_other_scripts_are_plain() {
        for (text, value) in [
            ("\u{ff11}\u{ff12}\u{ff13}", "123"),
            ("\u{661}\u{662}\u{663}", "123"),
            ("\u{967}\u{968}\u{969}", "123"),
            ("1'234.56", "1234.56"),
            ("1_000_000", "1000000"),
            ("\u{bd}", "1/2"),
            ("1\u{bd}", "1 1/2"),
            ("391,-", "391"),
        ] {
            assert_eq!(plain(text), value, "{text}");
        }
    }

    #[test]
    fn numbers_in_words_are_digits() {
        for (text, value) in [
            ("twenty-one", "21"),
            ("one hundred and five", "105"),
            ("einundzwanzig", "21"),
            ("vingt et un", "21"),
            ("veintiuno", "21"),
        ] {
            assert_eq!(words(text), Some(value.to_owned()), "{text}");
        }
        assert_eq!(words("Paris"), None);
    }
}
