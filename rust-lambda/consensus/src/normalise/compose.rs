//! Letters with a mark of their own in one sign: "e" with an accent behind it is "\u{e9}".
//!
//! # Performance
//! One pass; a text without combining marks is given back as it is.

use std::borrow::Cow;

/// Each mark with the letters that it stands on and what they are together, in turn.
const COMPOSED: [(char, &str); 14] = [
    ('\u{300}', "aàeèiìoòuùnǹ"),
    ('\u{301}', "aáeéiíoóuúyýcćnńsśzźlĺrŕ"),
    ('\u{302}', "aâeêiîoôuûcĉgĝhĥjĵsŝwŵyŷ"),
    ('\u{303}', "aãnñoõiĩuũ"),
    ('\u{304}', "aāeēiīoōuū"),
    ('\u{306}', "aăgğuŭ"),
    ('\u{307}', "zżeėgġ"),
    ('\u{308}', "aäeëiïoöuüyÿ"),
    ('\u{30a}', "aåuů"),
    ('\u{30b}', "oőuű"),
    ('\u{30c}', "cčdďeěnňrřsštťzž"),
    ('\u{326}', "sștț"),
    ('\u{327}', "cçsştţkķlļnņrŗ"),
    ('\u{328}', "aąeęiįuų"),
];

/// The text with letters and their marks in one sign where there is one.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(|sign| matches!(sign, '\u{300}'..='\u{36f}')) {
        return Cow::Borrowed(text);
    }
    let mut all = String::with_capacity(text.len());
    for sign in text.chars() {
        match all.chars().next_back().and_then(|letter| together(letter, sign)) {
            Some(one) => {
                all.pop();
                all.push(one);
            }
            None => all.push(sign),
        }
    }
    Cow::Owned(all)
}

fn together(letter: char, mark: char) -> Option<char> {
    let (_, pairs) = COMPOSED.iter().find(|(known, _)| *known == mark)?;
    let small = letter.to_lowercase().next().filter(|_| letter.is_alphabetic())?;
    let mut letters = pairs.chars();
    let found = std::iter::from_fn(|| Some((letters.next()?, letters.next()?))).find(|(bare, _)| *bare == small)?.1;
    if letter == small { Some(found) } else { found.to_uppercase().next() }
}

#[cfg(test)]
mod tests {
    use super::{COMPOSED, composed};

    #[test]
    fn a_letter_and_its_mark_are_the_letter_with_the_mark() {
        assert_eq!(composed("Sa\u{303}o Tome\u{301}, E\u{301}mile"), "S\u{e3}o Tom\u{e9}, \u{c9}mile");
        for text in ["plain", "\u{939}\u{948}", "x\u{303}", "\u{301}"] {
            assert_eq!(composed(text), text);
        }
        for (mark, pairs) in COMPOSED {
            let letters: Vec<char> = pairs.chars().collect();
            for pair in letters.chunks(2) {
                assert_eq!(composed(&format!("{}{mark}", pair[0])), pair[1].to_string());
            }
        }
    }
}
