//! Marks of tokenisers that leak at the ends of a reply.
//!
//! # Performance
//! One byte at each end tells nearly all replies apart that hold none.

use std::cell::LazyCell;
use std::ops::Range;

use crate::reply::spellings::{ENDS, STARTS};

/// Without the marks of tokenisers at both ends.
pub fn without_leaks(reply: &str, range: Range<usize>) -> Range<usize> {
    // Only a reply that ends so is searched for what else may be meant, and once.
    let opened = LazyCell::new(|| reply.contains("<s>"));
    let struck = |end: usize| reply[..end].trim_end().ends_with("</s>") && *opened;
    let mut text = &reply[range.clone()];
    let mut end = range.end;
    while let Some(rest) = without_end(text)
        && !struck(end)
    {
        end -= text.len() - rest.len();
        text = rest;
    }
    let mut start = range.start;
    let closed = LazyCell::new(|| reply[range.start..end].rfind("</s>").map(|at| range.start + at));
    while let Some(rest) = without_start(text).filter(|rest| closed.is_none_or(|last| last < end - rest.len())) {
        start += text.len() - rest.len();
        text = rest;
    }
    start..end
}

/// Without one leaked mark at the end. One byte tells nearly all other texts apart.
fn without_end(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let may_leak = matches!(text.as_bytes().last(), Some(b'>' | b']'));
    if may_leak { ENDS.iter().find_map(|mark| text.strip_suffix(mark)) } else { None }
}

/// Without one leaked mark at the start.
fn without_start(text: &str) -> Option<&str> {
    let text = text.trim_start();
    if text.starts_with('<') { STARTS.iter().find_map(|mark| text.strip_prefix(mark)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::{ENDS, STARTS, without_end, without_start};

    #[test]
    fn no_leaked_mark_is_passed_over() {
        for mark in ENDS {
            assert_eq!(without_end(&format!("Yes.{mark} ")), Some("Yes."), "{mark}");
        }
        for mark in STARTS {
            assert_eq!(without_start(&format!(" {mark}Yes.")), Some("Yes."), "{mark}");
        }
    }
}
