//! The form of a text, counted over its bytes: lines, lists, paragraphs, emphasis, code, sentences.
//!
//! # Performance
//! O(L), no allocation; a few passes in wide steps.

use memchr::memchr_iter;

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
        let Pairs { capitals, paragraphs, bold, stops } = Pairs::of(bytes);
        let stopped = bytes.last().is_some_and(|last| matches!(last, b'.' | b'!' | b'?'));
        form.capitals = capitals + u32::from(bytes.last().is_some_and(u8::is_ascii_uppercase));
        form.paragraphs = paragraphs;
        form.bold = bold / 2;
        form.sentences = (stops + u32::from(stopped)).max(1);
        let holds = |at: usize| bytes.get(at) == Some(&b'`');
        form.code = count(memchr_iter(b'`', bytes).filter(|at| holds(at + 1) && holds(at + 2))) / 2;
        let mut start = 0;
        for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
            let line = bytes[start..end].trim_ascii_start();
            form.lines += u32::from(!line.is_empty());
            form.items += u32::from(is_item(line));
            start = end + 1;
        }
        form.begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(u8::is_ascii_uppercase);
        let last = text.trim_end().chars().next_back();
        form.closed = last.is_some_and(|last| ".!?)\"`*:}]>|\u{3002}\u{201d}".contains(last));
        form.asks = last == Some('?');
        form
    }
}

/// Bytes summed in one byte: a whole number of wide steps.
const PIECE: usize = 240;

/// What each byte and the one behind it are, counted over all bytes but the last.
#[derive(Clone, Copy, Debug, Default)]
struct Pairs {
    capitals: u32,
    paragraphs: u32,
    bold: u32,
    stops: u32,
}

impl Pairs {
    /// Without branches, and with sums of one byte, so that many bytes are looked at in one step.
    fn of(bytes: &[u8]) -> Pairs {
        let mut pairs = Pairs::default();
        let behind = bytes.get(1..).unwrap_or_default();
        for (piece, behind) in bytes.chunks(PIECE).zip(behind.chunks(PIECE)) {
            let (mut capitals, mut paragraphs, mut bold, mut stops) = (0_u8, 0_u8, 0_u8, 0_u8);
            for (byte, next) in piece.iter().zip(behind) {
                let stop = (*byte == b'.') | (*byte == b'!') | (*byte == b'?');
                let blank = (*next == b' ') | (*next == b'\n') | (*next == b'\r') | (*next == b'\t') | (*next == 0x0c);
                capitals += u8::from(byte.is_ascii_uppercase());
                paragraphs += u8::from((*byte == b'\n') & (*next == b'\n'));
                bold += u8::from((*byte == b'*') & (*next == b'*'));
                stops += u8::from(stop & blank);
            }
            pairs.capitals += u32::from(capitals);
            pairs.paragraphs += u32::from(paragraphs);
            pairs.bold += u32::from(bold);
            pairs.stops += u32::from(stops);
        }
        pairs
    }
}

fn count(places: impl Iterator<Item = usize>) -> u32 {
    u32::try_from(places.count()).unwrap_or(u32::MAX)
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
