//! One reply as it arrived, read once for everybody: what is the answer, what was only thinking, what
//! it comes to, and whether it holds an answer at all.

mod conclusion;
mod hollow;
mod marks;
pub mod part;
mod pattern;
pub mod refusal;
mod seen;
mod spellings;
pub mod starred;
pub mod talk;
mod torn;
mod unseen;
mod wavering;

use crate::extract::{self, choice::Options};
use crate::json;
use crate::orders::Names;
use crate::wire::Kind;

pub use part::{Part, part, said};

/// What was asked, as far as reading a reply needs it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// How the question wants to be answered.
    pub kind: Kind,
    /// The question itself.
    pub question: Option<&'a str>,
    /// The allowed answers of a `choice` or a `ranking`.
    pub options: Option<&'a [String]>,
    /// JSON Schema of the answer, as JSON text.
    pub schema: Option<&'a str>,
}

/// What a reply says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The answer in the expert's own characters, without thinking and without the line of the conclusion.
    pub answer: String,
    /// What the expert thought before it answered, where the reply holds that.
    pub reasoning: Option<String>,
    /// What the answer comes to, in one line, where the expert said it.
    pub conclusion: Option<String>,
    /// Kind `choice`: index of the option that the reply commits itself to.
    pub option: Option<usize>,
    /// Why there is no answer in it, for people; None where there is one.
    pub unreadable: Option<String>,
}

/// Reads one reply; `cut` says that it ended before its expert would have ended it.
pub fn read(asked: &Asked, reply: &str, cut: bool) -> Reply {
    let part = part::part(reply);
    let mut read = Reply { answer: part.answer(reply), reasoning: part.reasoning(reply), ..Reply::default() };
    if unseen::is_blank(&read.answer) {
        let why = if read.reasoning.is_some() { "it holds reasoning and no answer" } else { "it is empty" };
        read.unreadable = Some(why.to_owned());
        return read;
    }
    if part.torn {
        read.unreadable = Some("it gives several answers that differ".to_owned());
        return read;
    }
    let last = &reply[part.last()];
    if asked.schema.is_some() && depth(last) > json::DEEPEST {
        read.unreadable = Some(format!("its JSON nests deeper than {} levels", json::DEEPEST));
        return read;
    }
    match (asked.kind, asked.options) {
        (Kind::Choice, Some(options)) => {
            let prepared = Options::new(options, asked.question);
            match if cut { prepared.vote_of_cut(last) } else { prepared.vote(last) } {
                Ok(option) => read.option = Some(option),
                Err(why) => read.unreadable = Some(why.words().to_owned()),
            }
        }
        (Kind::Ranking, Some(options)) if Names::new(options).levels(last).is_none() => {
            read.unreadable = Some("it puts none of the options in an order".to_owned());
        }
        (kind @ (Kind::Short | Kind::Text | Kind::Auto), _) if asked.schema.is_none() => {
            // Reasons may stand above a line that answers nothing; a text may say more than that line.
            let whole = || kind != Kind::Text || !read.answer.trim().contains('\n');
            let refuses = |said| refusal::refuses(said) && !talk::offers(said, asked.question);
            let marked = || whole() && refuses(marked_line(&read.answer));
            let refused = (refuses(&read.answer) || marked()).then_some("it gives no answer");
            let hollow = || hollow::why(asked, &read.answer);
            read.unreadable = refused.or_else(hollow).map(str::to_owned);
            if read.unreadable.is_none() && kind != Kind::Short {
                take_conclusion(&mut read);
            }
        }
        _ => {}
    }
    read
}

/// What stands behind `Answer:` on the last line; "" where nothing does.
fn marked_line(answer: &str) -> &str {
    extract::marks::answer_line(answer).map_or("", |range| &answer[range])
}

/// Levels of lists and objects in a text, strings left out.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Takes the line of the conclusion off the answer. An answer that is nothing but its conclusion stays.
fn take_conclusion(read: &mut Reply) {
    let Some((line, said)) = conclusion::line(&read.answer) else { return };
    let (said, without) = (said.to_owned(), conclusion::without(&read.answer, &line));
    read.conclusion = Some(said.clone());
    read.answer = if without.is_empty() { said } else { without };
}
