//! The form of a text, counted over its bytes: lines, lists, paragraphs, emphasis, code, sentences.
//!
//! # Performance
//! O(L), no allocation; each count is a pass of its own that the compiler makes of wide steps.

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
        form.capitals = count(bytes, |[byte, ..]| byte.is_ascii_uppercase());
        form.paragraphs = count(bytes, |[first, second, _]| first == b'\n' && second == b'\n');
        form.bold = count(bytes, |[first, second, _]| first == b'*' && second == b'*') / 2;
        form.code = count(bytes, |three| three == [b'`'; 3]) / 2;
        form.sentences = count(bytes, |[first, second, _]| stops(first) & is_blank(second)).max(1);
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

/// Bytes summed in one byte: a whole number of wide steps.
const PIECE: usize = 240;

/// Three bytes at a time that hold, one start at each byte; a blank stands behind the last. Without branches, and with
/// sums of one byte, so that many bytes are looked at in one step.
#[inline]
fn count(bytes: &[u8], holds: impl Fn([u8; 3]) -> bool) -> u32 {
    let Some(inner) = bytes.len().checked_sub(2) else {
        return bytes.iter().enumerate().map(|(at, _)| u32::from(holds(three_at(bytes, at)))).sum();
    };
    let (first, second, third) = (&bytes[..inner], &bytes[1..=inner], &bytes[2..]);
    let pieces = first.chunks(PIECE).zip(second.chunks(PIECE)).zip(third.chunks(PIECE));
    let of_piece = |((first, second), third): ((&[u8], &[u8]), &[u8])| {
        let threes = first.iter().zip(second).zip(third);
        u32::from(threes.map(|((first, second), third)| u8::from(holds([*first, *second, *third]))).sum::<u8>())
    };
    pieces.map(of_piece).sum::<u32>()
        + (inner..bytes.len()).map(|at| u32::from(holds(three_at(bytes, at)))).sum::<u32>()
}

/// Bytes at the end of a text, with a form feed behind it: a blank that is nothing else.
fn three_at(bytes: &[u8], at: usize) -> [u8; 3] {
    [0, 1, 2].map(|step| bytes.get(at + step).copied().unwrap_or(b'\x0c'))
}

fn stops(byte: u8) -> bool {
    (byte == b'.') | (byte == b'!') | (byte == b'?')
}

/// As `u8::is_ascii_whitespace`, without branches.
fn is_blank(byte: u8) -> bool {
    (byte == b' ') | (byte == b'\t') | (byte == b'\n') | (byte == b'\r') | (byte == b'\x0c')
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
