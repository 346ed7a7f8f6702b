//! Blanks in long texts carry no meaning.

/// The text with every run of blanks as one space.
pub fn spaced(reply: &str) -> String {
    let mut words = String::with_capacity(reply.len());
    let mut push = |word: &str| {
        if !words.is_empty() && !word.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    };
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', reply.as_bytes()).chain([reply.len()]) {
        let line = reply[start..end].trim();
        start = end + 1;
        // Most lines are plain and are copied whole.
        if is_spaced(line) { push(line) } else { line.split_whitespace().for_each(&mut push) }
    }
    words
}

/// Whether single spaces are the only blanks; without branches, so that many bytes are looked at in one step.
fn is_spaced(line: &str) -> bool {
    let found = bits_of_pairs(line, |a, b| {
        let blanks = ((a <= b' ') & (b <= b' ')) | (a < b' ');
        u8::from(blanks) | ((a | b) & 0x80)
    });
    found & 1 == 0 && (found == 0 || bits_of_pairs(line, |a, b| u8::from(may_be_blank(a, b))) == 0)
}

/// All bits that are given for a byte and the one behind it.
fn bits_of_pairs(line: &str, bits: impl Fn(u8, u8) -> u8) -> u8 {
    let bytes = line.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(0, |found, (a, b)| found | bits(*a, *b))
}

/// Whether two bytes may be the last ones of a blank beyond ASCII: most other letters and signs do not end so.
fn may_be_blank(a: u8, b: u8) -> bool {
    let of_latin = (a == 0xc2) & ((b == 0x85) | (b == 0xa0));
    let of_ogham = (a == 0x9a) & (b == 0x80);
    let general = (0x80..=0x8a).contains(&b) | (b == 0xa8) | (b == 0xa9) | (b == 0xaf) | (b == 0x9f);
    of_latin | of_ogham | (((a == 0x80) | (a == 0x81)) & general)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::spaced;

    #[test]
    fn runs_of_blanks_are_one_space() {
        for text in ["a b", "  a \n\n b\u{a0}\u{a0}c  ", "", " \t ", "a\n", "\u{e9} \u{2003}x", "a  b   c"] {
            assert_eq!(spaced(text), text.split_whitespace().collect::<Vec<_>>().join(" "), "{text:?}");
        }
    }

    #[test]
    fn no_blank_is_passed_over() {
        for blank in ('\0'..=char::MAX).filter(|letter| letter.is_whitespace()) {
            for text in [format!("a{blank}b"), format!("\u{e9}{blank}{blank}\u{201c}x"), format!("{blank}x \u{2014} y")]
            {
                assert_eq!(spaced(&text), text.split_whitespace().collect::<Vec<_>>().join(" "), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_spaced_as_its_words_are(text in "[a \n\t\u{a0}\u{201c}\u{2014}\u{2009}\u{3000}\u{e9}\u{25cb}]{0,24}|\\PC{0,24}") {
            prop_assert_eq!(spaced(&text), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
