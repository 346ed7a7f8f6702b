//! The tags and marks in a reply that part it; those that it only mentions are left out.

use std::ops::Range;

use super::seen::Seen;
use super::spellings::{ANSWER, ANSWER_MARKS, FENCES, LEAKS, THINKING, THINKING_MARKS};

/// What a mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Thinking begins.
    Opens,
    /// Thinking ends.
    Closes,
    /// The answer begins.
    Frames,
    /// The answer ends.
    Unframes,
}

/// A mark at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub role: Role,
    pub range: Range<usize>,
}

/// A tag with its attributes is at most this many bytes long.
const LONGEST_TAG: usize = 120;

/// Whether a reply may hold a mark, by the name behind what opens one: most code, links and formulas do not.
pub fn may_be_in(reply: &str) -> bool {
    let bytes = reply.as_bytes();
    // The last byte of \u{25c1} is 0x97.
    memchr::memchr3_iter(b'<', b'[', 0x97, bytes).any(|at| may_open(bytes, at))
        || memchr::memchr(b'`', bytes).is_some_and(|first| holds_fence(&reply[first..]))
}

fn holds_fence(reply: &str) -> bool {
    let fences = memchr::memmem::find_iter(reply.as_bytes(), "```");
    fences.into_iter().any(|at| names_fence(&reply.as_bytes()[at + 3..]))
}

fn may_open(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        open @ (b'<' | b'[') => names_tag(&bytes[at + 1..], open),
        // The last byte of \u{25c1}: other letters that end so are seldom.
        0x97 => true,
        _ => false,
    }
}

/// Whether a name of the spellings begins here, behind a slash and blanks, or a mark of a tokeniser does.
fn names_tag(rest: &[u8], open: u8) -> bool {
    let lead = rest.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'/').count();
    let Some(first) = rest.get(lead) else { return false };
    // Who writes a bar or a letter of another script there may write a mark.
    *first == b'|' && open == b'<'
        || *first >= 0x80
        || [&THINKING[..], &ANSWER, &LEAKS].iter().any(|names| among(names, &rest[lead..]))
}

fn names_fence(rest: &[u8]) -> bool {
    among(&FENCES, rest.trim_ascii_start())
}

fn among(names: &[&str], rest: &[u8]) -> bool {
    let head = |name: &str| rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()));
    names
        .iter()
        .any(|name| rest.first().is_some_and(|first| first.eq_ignore_ascii_case(&name.as_bytes()[0])) && head(name))
}

/// All marks of a stretch of the reply, in order.
pub fn find(reply: &str, whole: Range<usize>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut seen = Seen::new(reply, whole.start);
    let mut fence = Fence { at: whole.start, seen: Seen::new(reply, whole.start), open: None, thinking: false };
    let (mut open, mut judged) = (Open::default(), 0);
    let mut at = whole.start;
    while let Some(found) = reply[at..whole.end].find(['<', '[', '\u{25c1}', '`']) {
        let start = at + found;
        fence.advance(reply, start, &mut marks);
        let rest = &reply[start..whole.end];
        if let Some(mark) = mark_at(reply, start, rest, &seen) {
            at = mark.range.end;
            for before in &marks[judged..] {
                open.take(before.role);
            }
            judged = marks.len();
            open.code = fence.holds_code(reply, whole.start);
            if counts(reply, whole.start, &mark, open, &marks, &mut seen) {
                marks.push(mark);
            }
        } else if rest.starts_with("```") {
            at = start + 3;
        } else {
            at = start + rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    fence.advance(reply, whole.end, &mut marks);
    marks
}

/// The mark that starts here.
fn mark_at(reply: &str, start: usize, rest: &str, seen: &Seen) -> Option<Mark> {
    let fixed = THINKING_MARKS
        .iter()
        .map(|pair| (pair, Role::Opens, Role::Closes))
        .chain(ANSWER_MARKS.iter().map(|pair| (pair, Role::Frames, Role::Unframes)));
    for ((opening, closing), opens, closes) in fixed {
        for (mark, role) in [(opening, opens), (closing, closes)] {
            if starts_with_folded(rest, mark) {
                return Some(Mark { role, range: start..start + mark.len() });
            }
        }
    }
    tag_at(reply, start, rest, seen)
}

fn starts_with_folded(text: &str, mark: &str) -> bool {
    text.len() >= mark.len() && text.as_bytes()[..mark.len()].eq_ignore_ascii_case(mark.as_bytes())
}

/// `<think>`, `</think >`, `[THINK]`, `◁/think▷`, `<details type="reasoning">`.
fn tag_at(reply: &str, start: usize, rest: &str, seen: &Seen) -> Option<Mark> {
    let open = rest.chars().next()?;
    let close = match open {
        '<' => '>',
        '[' => ']',
        '\u{25c1}' => '\u{25b7}',
        _ => return None,
    };
    let inner = &rest[open.len_utf8()..];
    let end = inner
        .char_indices()
        .take_while(|(at, _)| *at < LONGEST_TAG)
        .find(|(_, letter)| *letter == close || *letter == '\n' || *letter == open)?;
    if end.1 != close {
        return None;
    }
    let range = start..start + open.len_utf8() + end.0 + close.len_utf8();
    let body = inner[..end.0].trim();
    let (closes, body) = body.strip_prefix('/').map_or((false, body), |body| (true, body.trim()));
    let name = body.split(char::is_whitespace).next().unwrap_or("").to_ascii_lowercase();
    let reasons = name == "details" && body.contains("reasoning");
    let ends_details = name == "details" && closes && seen.reasons_before(start);
    let role = if THINKING.contains(&name.as_str()) || reasons || ends_details {
        if closes { Role::Closes } else { Role::Opens }
    } else if ANSWER.contains(&name.as_str()) && open == '<' {
        if closes { Role::Unframes } else { Role::Frames }
    } else {
        return None;
    };
    // "[Reasoning](link)" is a link.
    (open != '[' || !reply[range.end..].starts_with('(')).then_some(Mark { role, range })
}

/// What is open at a place of a reply.
#[derive(Clone, Copy, Default)]
struct Open {
    /// Thinking.
    inside: bool,
    /// An answer was framed before.
    framed: bool,
    /// A block of code.
    code: bool,
}

impl Open {
    /// Passes a mark that counts.
    fn take(&mut self, role: Role) {
        match role {
            Role::Opens => self.inside = true,
            Role::Closes => self.inside = false,
            Role::Frames => self.framed = true,
            Role::Unframes => {}
        }
    }
}

/// Whether a mark parts the reply and is not only mentioned.
fn counts(reply: &str, from: usize, mark: &Mark, open: Open, before: &[Mark], seen: &mut Seen) -> bool {
    let (left, right) = (&reply[from..mark.range.start], &reply[mark.range.end..]);
    // A fence right behind a tag is the answer's.
    let quoted =
        left.ends_with(['`', '"', '\'', '\u{201c}', '\u{201e}']) || right.starts_with('`') && !right.starts_with("```");
    if quoted || (open.code && !open.inside) {
        return false;
    }
    let line = reply[seen.line_start(mark.range.start)..mark.range.start].trim();
    let starts_line =
        line.is_empty() || before.last().is_some_and(|last| reply[last.range.end..mark.range.start].trim().is_empty());
    let ends_line = right.is_empty() || right.starts_with(['\n', '\r']);
    let tight = left.ends_with(|letter: char| !letter.is_whitespace());
    let markup = line.chars().all(|letter| !letter.is_alphanumeric());
    match mark.role {
        Role::Opens => starts_line || markup || open.inside,
        Role::Closes => open.inside || starts_line || ends_line || tight,
        Role::Frames => starts_line || markup || seen.closes_behind(mark.range.end),
        Role::Unframes => open.framed,
    }
}

/// A fenced block that is open at a place.
struct Fence<'a> {
    seen: Seen<'a>,
    /// Lines up to here were looked at.
    at: usize,
    /// Where the open fence starts.
    open: Option<usize>,
    /// It is a fence around thinking.
    thinking: bool,
}

impl Fence<'_> {
    /// Looks at the fences of the lines up to `to`.
    fn advance(&mut self, reply: &str, to: usize, marks: &mut Vec<Mark>) {
        // One byte is found faster than three, and most stretches hold none.
        while let Some(found) = memchr::memchr(b'`', &reply.as_bytes()[self.at..to])
            && let Some(found) = reply[self.at + found..to].find("```").map(|behind| found + behind)
        {
            let start = self.at + found;
            self.at = start + 3;
            if !reply[self.seen.line_start(start)..start].trim().is_empty() {
                continue;
            }
            let info_end = reply[start..].find('\n').map_or(reply.len(), |at| start + at);
            let info = reply[start + 3..info_end].trim().to_ascii_lowercase();
            match (self.open, self.thinking) {
                (None, _) if FENCES.contains(&info.as_str()) => {
                    (self.open, self.thinking) = (Some(start), true);
                    marks.push(Mark { role: Role::Opens, range: start..info_end });
                    self.at = info_end;
                }
                (None, _) => self.open = Some(start),
                (Some(_), true) => {
                    (self.open, self.thinking) = (None, false);
                    marks.push(Mark { role: Role::Closes, range: start..start + 3 });
                }
                (Some(_), false) => self.open = None,
            }
        }
        self.at = self.at.max(to.min(reply.len()));
        while !reply.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    /// Whether a block of code is open that does not begin the reply.
    fn holds_code(&self, reply: &str, from: usize) -> bool {
        self.open.is_some_and(|open| !self.thinking && !reply[from..open].trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::super::spellings::{ANSWER, ANSWER_MARKS, ENDS, FENCES, STARTS, THINKING, THINKING_MARKS};
    use super::may_be_in;

    #[test]
    fn no_spelling_is_passed_over() {
        let pairs = THINKING_MARKS.iter().chain(&ANSWER_MARKS).flat_map(|(open, close)| [*open, *close]);
        let fixed = pairs.chain(ENDS).chain(STARTS).map(str::to_owned);
        let tags = THINKING.iter().chain(&ANSWER).chain(&["details"]);
        let tags = tags.flat_map(|name| {
            ["<", "</", "< /", "<\u{a0}", "[", "[/", "\u{25c1}", "\u{25c1}/"].map(|open| format!("{open}{name}"))
        });
        let fences = FENCES.iter().flat_map(|name| ["```", "``` "].map(|open| format!("{open}{name}")));
        for mark in fixed.chain(tags).chain(fences) {
            for spelled in [mark.clone(), mark.to_uppercase()] {
                assert!(may_be_in(&format!("Well, {spelled}")), "{spelled}");
            }
        }
    }

    #[test]
    fn code_links_and_formulas_hold_no_mark() {
        for text in ["a < b", "Vec<u8>", "list[0]", "[1, 2]", "[docs](https://x.org)", "```rust\nfn x() {}\n```", "`x`"]
        {
            assert!(!may_be_in(text), "{text}");
        }
    }
}
