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
    for line in reply.split('\n') {
        let line = line.trim();
        // Most lines are plain and are copied whole.
        if is_spaced(line) { push(line) } else { line.split_whitespace().for_each(&mut push) }
    }
    words
}

/// Whether single spaces are the only blanks; without branches, so that many bytes are looked at in one step.
fn is_spaced(line: &str) -> bool {
    let odd = |pair: &[u8]| ((pair[0] | pair[1]) >= 0x80) | ((pair[0] <= b' ') & (pair[1] <= b' ')) | (pair[0] < b' ');
    !line.as_bytes().windows(2).fold(false, |found, pair| found | odd(pair))
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn runs_of_blanks_are_one_space() {
        for text in ["a b", "  a \n\n b\u{a0}\u{a0}c  ", "", " \t ", "a\n", "\u{e9} \u{2003}x", "a  b   c"] {
            assert_eq!(spaced(text), text.split_whitespace().collect::<Vec<_>>().join(" "), "{text:?}");
        }
    }
}
