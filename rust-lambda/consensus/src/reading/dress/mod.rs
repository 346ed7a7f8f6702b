//! What a short answer wears: a fence, a code span in a sentence, a link, a remark in brackets. The same literal in
//! another dress is the same answer.
//!
//! # Performance
//! A few linear scans of a reply of at most [`LONGEST`] bytes.

use std::ops::Range;

use crate::extract;
use crate::extract::choice::denies;
use crate::normalise::{self, fold, verbatim};

/// A longer reply is a text with code in it, not a literal in a dress.
const LONGEST: usize = 1_000;

/// A longer lead in front of a code span says more than what the span is.
const LONGEST_LEAD: usize = 80;

/// Words right in front of a code span that say that it is the answer, in the languages of the reading corpus.
const LEADS: [&str; 34] = [
    "is",
    "are",
    "be",
    "use",
    "run",
    "with",
    "answer",
    "type",
    "enter",
    "choose",
    "pick",
    "try",
    "ist",
    "lautet",
    "verwende",
    "nutze",
    "mit",
    "est",
    "utilisez",
    "utilise",
    "avec",
    "es",
    "usa",
    "use",
    "con",
    "\u{e8}",
    "e",
    "\u{e9}",
    "com",
    "gebruik",
    "met",
    "to",
    "jest",
    "\u{44d}\u{442}\u{43e}",
];

/// Words of a question that asks where something is on the net.
const ADDRESSES: [&str; 12] = [
    "url",
    "urls",
    "uri",
    "link",
    "links",
    "endpoint",
    "website",
    "webpage",
    "webseite",
    "adresse",
    "address",
    "direcci\u{f3}n",
];

/// Whether a question asks for an address on the net: then a link counts by where it leads.
pub fn asks_for_address(question: &str) -> bool {
    fold::tokens(question).iter().any(|word| ADDRESSES.contains(&word.as_str()))
}

/// The literal of a reply without a mark: what its only fence holds, or its only code span.
pub fn literal(reply: &str) -> Option<Range<usize>> {
    if reply.len() > LONGEST || !reply.contains('`') {
        return None;
    }
    if reply.contains("```") { fenced(reply) } else { spanned(reply) }
}

/// The one line that the only fence of a reply holds.
fn fenced(reply: &str) -> Option<Range<usize>> {
    let open = reply.find("```")?;
    let start = open + reply[open..].find('\n')? + 1;
    let close = start + reply[start..].find("```")?;
    let code = reply[start..close].trim_matches(['\n', '\r', ' ', '\t']);
    let (before, behind) = (&reply[..open], &reply[close + 3..]);
    let one = !code.is_empty() && !code.contains('\n') && !behind.contains("```") && !reply[open..start].contains(' ');
    let plain = !before.contains('`') && !behind.contains('`') && !names_another(behind);
    let stands = before.is_empty() || before.ends_with('\n') || before.trim().is_empty();
    (one && plain && stands && !denies(before) && !denies(behind)).then(|| within(reply, code))
}

/// Whether prose behind a value holds a value of its own.
fn names_another(behind: &str) -> bool {
    extract::marks::answer_line(behind).is_some() || extract::marks::boxed(behind).is_some()
}

/// The only code span of a sentence that says that it is the answer: "The block is `10.0.0.0/8`."
fn spanned(reply: &str) -> Option<Range<usize>> {
    let text = reply.trim();
    let (before, rest) = text.split_once('`')?;
    let (code, behind) = rest.split_once('`')?;
    let remark = behind.trim_start().trim_end_matches(['.', '!', ' ', '*']);
    let closed = remark.is_empty() || is_remark(remark);
    let lead = fold::tokens(before);
    let led = match lead.last() {
        Some(last) => LEADS.contains(&last.as_str()) || before.trim_end().ends_with(':'),
        None => !remark.is_empty(),
    };
    let brief = before.len() <= LONGEST_LEAD && !text.contains('\n') && !behind.contains('`');
    let sound = !code.trim().is_empty() && !denies(before) && !denies(behind);
    (brief && closed && led && sound).then(|| within(reply, code))
}

/// The place of a value without the link around it or the remark behind it.
pub fn undressed(place: &str, by_address: bool) -> Option<Range<usize>> {
    if place.len() > LONGEST || !place.contains(['<', '[', '(']) {
        return None;
    }
    let text = normalise::unstopped(place.trim()).unwrap_or(place.trim());
    let inner = autolinked(text).or_else(|| linked(text, by_address)).or_else(|| unremarked(text))?;
    Some(within(place, inner))
}

/// `<https://example.com>`, `<mailto:ada@example.com>`.
fn autolinked(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let address = inner.contains("://") || inner.contains('@');
    (address && !inner.contains(['<', '>', ' '])).then(|| unscheme(inner))
}

/// `[text](address)`: the address where it is asked for, or where the text is the address too; else the text.
fn linked(text: &str, by_address: bool) -> Option<&str> {
    let (name, address) = text.strip_prefix('[')?.strip_suffix(')')?.split_once("](")?;
    let one = !name.contains(['[', ']']) && !address.contains(['(', ')', ' ']);
    let leads = address.contains("://") || address.starts_with("mailto:");
    if !one || !leads || name.trim().is_empty() {
        return None;
    }
    Some(if by_address && address.contains("://") { address } else { name })
}

fn unscheme(address: &str) -> &str {
    address.strip_prefix("mailto:").unwrap_or(address)
}

/// A literal without a remark in brackets behind it: "0 5 * * 1 (every Monday at five)".
fn unremarked(text: &str) -> Option<&str> {
    let (value, remark) = text.split_at(text.find(" (")?);
    let value = value.trim_end();
    let coded = value.starts_with('`') && value.ends_with('`') && value.matches('`').count() == 2 && value.len() > 2;
    let bare = normalise::bare(value);
    let literal = coded || verbatim::of(bare).is_some() || verbatim::is_sure(bare);
    (literal && is_remark(remark.trim()) && !denies(remark)).then_some(value)
}

/// Words in brackets and nothing else.
fn is_remark(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else { return false };
    let plain = |letter: char| letter.is_alphanumeric() || " ,;:.'\u{2019}-".contains(letter);
    inner.chars().all(plain) && inner.contains(char::is_alphabetic) && inner.trim().contains(' ')
}

fn within(whole: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - whole.as_ptr() as usize;
    start..start + part.len()
}

#[cfg(test)]
mod tests;
