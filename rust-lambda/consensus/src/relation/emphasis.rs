//! Marks around the words of prose: quotes, brackets, stops and emphasis.

/// Quotes and brackets around words, harmless in prose.
pub const OPENING: [char; 16] = [
    '"', '\'', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{ab}', '\u{bb}', '\u{201e}', '\u{201a}', '(', '[',
    '\u{300c}', '\u{300e}', '\u{ff08}', '\u{bf}',
];

/// What closes them, and stops.
pub const CLOSING: [char; 28] = [
    '"', '\'', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{ab}', '\u{bb}', ')', ']', '\u{300d}', '\u{300f}',
    '\u{ff09}', '.', ',', ';', ':', '!', '?', '\u{2026}', '\u{3002}', '\u{ff0c}', '\u{3001}', '\u{ff01}', '\u{ff1f}',
    '\u{ff1a}', '\u{ff1b}', '\\',
];

/// Marks of emphasis: they open before a word and close behind one.
#[derive(Default)]
pub struct Emphasis {
    open: usize,
}

impl Emphasis {
    /// A chunk without its marks; a mark that nothing behind it closes is no emphasis but an operator: `*a`, `**kwargs`.
    pub fn strip<'a>(&mut self, chunk: &'a str, behind: &[&str]) -> &'a str {
        if chunk.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return chunk;
        }
        let mut core = chunk.trim_start_matches(OPENING);
        let run = core.len() - core.trim_start_matches(['*', '_']).len();
        let closed = |sign: char| core[run..].contains(sign) || behind.iter().any(|text| text.contains(sign));
        let sign = core.chars().next().filter(|_| run > 0);
        let next = core[run..].chars().next();
        if (1..=3).contains(&run)
            && sign.is_some_and(closed)
            && next.is_some_and(|next| next.is_alphanumeric() || OPENING.contains(&next))
        {
            self.open += 1;
            core = core[run..].trim_start_matches(OPENING);
        }
        let core = core.trim_end_matches(CLOSING);
        let bare = core.trim_end_matches(['*', '_']);
        if self.open > 0 && bare.len() < core.len() && !bare.is_empty() {
            self.open -= 1;
            return bare.trim_end_matches(CLOSING);
        }
        // "U.S." without its last stop is what "U.S" is.
        core
    }
}
