//! The form of a text, counted in one pass over its bytes: lines, lists, paragraphs, emphasis, code, sentences.
//!
//! # Performance
//! O(L), no allocation.

/// What a text looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Length in bytes.
    pub bytes: u32,
    /// Lines that are not blank.
    pub lines: u32,
    /// Lines that begin like an item of a list.
    pub items: u32,
    /// Blank lines between paragraphs.
    pub paragraphs: u32,
    /// Pieces in bold.
    pub bold: u32,
    /// Blocks of code that are opened and closed.
    pub code: u32,
    /// Sentences, one at least.
    pub sentences: u32,
    /// Capital letters of ASCII.
    pub capitals: u32,
    /// Whether the first letter is a capital.
    pub begins: bool,
    /// Whether it ends with a mark that closes a sentence, a list or a block.
    pub closed: bool,
    /// Whether it ends with a question mark.
    pub asks: bool,
}

impl Form {
    /// Looks at one text.
    pub fn of(text: &str) -> Form {
        let mut form = Form { bytes: u32::try_from(text.len()).unwrap_or(u32::MAX), ..Form::default() };
        let bytes = text.as_bytes();
        let (mut stars, mut ticks, mut breaks) = (0_u32, 0_u32, 0_u32);
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'A'..=b'Z' => form.capitals += 1,
                b'\n' => breaks += u32::from(at > 0 && bytes[at - 1] == b'\n'),
                b'*' => stars += u32::from(at > 0 && bytes[at - 1] == b'*'),
                b'`' => ticks += u32::from(at > 1 && bytes[at - 1] == b'`' && bytes[at - 2] == b'`'),
                b'.' | b'!' | b'?' => {
                    form.sentences += u32::from(bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace));
                }
                _ => {}
            }
        }
        form.sentences = form.sentences.max(1);
        (form.paragraphs, form.bold, form.code) = (breaks, stars / 2, ticks / 2);
        for line in text.split('\n').map(str::trim_ascii_start).filter(|line| !line.is_empty()) {
            form.lines += 1;
            form.items += u32::from(is_item(line.as_bytes()));
        }
        form.begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(u8::is_ascii_uppercase);
        let last = text.trim_end().chars().next_back();
        form.closed = last.is_some_and(|last| ".!?)\"`*:}]>|\u{3002}\u{201d}".contains(last));
        form.asks = last == Some('?');
        form
    }
}

/// `- x`, `* x`, `+ x`, `1. x`, `2) x`, or a bullet sign.
fn is_item(line: &[u8]) -> bool {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let marker = match line.get(digits) {
        Some(b'.' | b')') if digits > 0 => digits + 1,
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        _ if line.starts_with("\u{2022}".as_bytes()) => "\u{2022}".len(),
        _ => return false,
    };
    line.get(marker).is_some_and(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn the_parts_of_a_page_are_counted() {
        let form = Form::of("Use **two** steps:\n\n1. Stop it.\n- Start it!\n\n```sh\nrun\n```\n");
        assert_eq!((form.lines, form.items, form.paragraphs, form.bold, form.code), (6, 2, 2, 1, 1));
        // The stop behind a number of a list counts too.
        assert_eq!((form.sentences, form.capitals), (3, 3));
        assert!(form.begins && form.closed && !form.asks);
    }

    #[test]
    fn a_cut_text_is_not_closed() {
        assert!(!Form::of("and then it").closed);
        assert!(!Form::of("").closed && Form::of("").sentences == 1);
    }
}
