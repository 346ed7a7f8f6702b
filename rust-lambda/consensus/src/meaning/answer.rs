//! One different answer, and what is prepared of it.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use super::label::without_label;
use super::panel::Panel;
use crate::conclusion::{self, Conclusion};
use crate::normalise::{self, assigned};
use crate::relation::{self, Lazy, Polarity};
use crate::similarity::Profile;
use crate::wire::Opinion;

/// Parts of one text that are kept prepared.
const MOST_PARTS: usize = 8;

/// One different answer.
#[derive(Debug)]
pub struct Meaning<'a> {
    /// All that it says.
    pub whole: Lazy<'a>,
    /// What it concludes.
    pub conclusion: Option<Lazy<'a>>,
    /// The yes or no to which it comes: at its head, or in the words of the question.
    pub head: Option<Polarity>,
    /// Whether it begins with the word for it.
    pub is_led: bool,
    /// Whether something of it is taken back.
    pub has_but: bool,
    /// Without blank lines and without blanks at the end of lines, which say nothing.
    tight: &'a OnceCell<Cow<'a, str>>,
    /// Parts in which it differs from others; near copies of one text differ in the same part.
    parts: RefCell<Vec<(Range<usize>, Rc<relation::Text<'a>>)>>,
    short: OnceCell<Short<'a>>,
}

/// A conclusion as a short answer.
#[derive(Debug)]
pub struct Short<'a> {
    /// The name to which it gives a value.
    pub name: Option<&'a str>,
    /// What it says, typed.
    pub key: Option<normalise::Key>,
    /// What it is compared by in words.
    pub profile: Profile,
}

impl<'a> Meaning<'a> {
    /// Prepares a text with the opinion that says it.
    pub fn new(text: &'a str, opinion: &'a Opinion, panel: &Panel, tight: &'a OnceCell<Cow<'a, str>>) -> Meaning<'a> {
        let whole = Lazy::new(without_label(text));
        let (conclusion, head) = match conclusion::of(opinion) {
            Some(Conclusion::Words(words)) => (Some(Lazy::new(words)), None),
            Some(Conclusion::Nothing) => (None, None),
            None => (None, panel.head_of(&whole)),
        };
        let head = conclusion.as_ref().and_then(|words| panel.head_of(words)).or(head);
        let said = conclusion.as_ref().unwrap_or(&whole).raw;
        let is_led = head.is_some() && relation::polarity(said, None).is_some();
        let has_but = is_led && relation::has_but(said);
        Meaning { is_led, has_but, whole, conclusion, head, tight, parts: RefCell::default(), short: OnceCell::new() }
    }

    /// What it comes to: its conclusion, or all of it.
    pub fn said(&self) -> &Lazy<'a> {
        self.conclusion.as_ref().unwrap_or(&self.whole)
    }

    /// The text without blank lines and without blanks at the end of lines.
    pub fn tight(&self) -> &'a str {
        self.tight.get_or_init(|| tight(self.whole.raw))
    }

    /// A part of the tight text, prepared for comparison.
    pub fn part(&self, range: Range<usize>) -> Rc<relation::Text<'a>> {
        let mut parts = self.parts.borrow_mut();
        if let Some((_, part)) = parts.iter().find(|(known, _)| *known == range) {
            return Rc::clone(part);
        }
        let part = Rc::new(relation::Text::new(&self.tight()[range.clone()]));
        if parts.len() < MOST_PARTS {
            parts.push((range, Rc::clone(&part)));
        }
        part
    }

    /// Its conclusion as a short answer.
    pub fn short(&self, conclusion: &Lazy<'a>, panel: &Panel) -> &Short<'a> {
        self.short.get_or_init(|| Short {
            name: assigned::name(normalise::bare(conclusion.raw)),
            key: normalise::key(conclusion.raw),
            profile: (panel.profile)(conclusion.raw),
        })
    }
}

/// A text without blank lines and without blanks at the end of lines.
fn tight(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text.trim_end());
    }
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}
