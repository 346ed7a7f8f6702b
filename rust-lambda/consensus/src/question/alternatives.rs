//! What a question lets its answers choose among: "Is MySQL or PostgreSQL faster?", "Do we ship by air or by sea in May?",
//! "Which is it, a bug, a gap or a wish?" Here stands to which of them a brief answer comes; whether two answers choose
//! differently, [`crate::relation::Candidates`] tells.
//!
//! # Performance
//! One pass over the words of a question that has an "or"; others cost a search for it.

use super::phrase::{self, Said};
use super::table;
use crate::relation;

/// Words of a longer text name alternatives in passing.
const MOST_WORDS: usize = 24;

/// The alternatives of a question.
#[derive(Clone, Debug)]
pub struct Alternatives {
    /// The words of each that carry something, folded.
    each: Vec<Vec<String>>,
}

impl Alternatives {
    /// Those of a question; None where it has none that their words tell apart.
    pub fn of(question: &str) -> Option<Alternatives> {
        let [true, _] = phrase::joins(question) else { return None };
        let said = phrase::words(question);
        let or = (1..said.len().max(1) - 1).rev().find(|at| said[*at].joint() == Some(true))?;
        if said.iter().any(|word| word.words().iter().any(|word| table::is("denial", word))) {
            return None;
        }
        Alternatives::around(&said, or)
    }

    /// All that a question lists: around each "or" and "and".
    pub fn lists(question: &str) -> Vec<Alternatives> {
        let [_, true] = phrase::joins(question) else { return Vec::new() };
        let said = phrase::words(question);
        let joint = |at: &usize| said[*at].joint().is_some();
        (1..said.len().max(1) - 1).filter(joint).filter_map(|at| Alternatives::around(&said, at)).collect()
    }

    fn around(said: &[Said], joint: usize) -> Option<Alternatives> {
        let content = |said: &[Said]| -> Vec<String> {
            said.iter().filter(|word| !word.is_silent()).flat_map(|word| word.words().iter()).cloned().collect()
        };
        let each: Vec<Vec<String>> = phrase::around(said, joint).into_iter().map(content).collect();
        let told = |at: usize| {
            !each[at].is_empty()
                && each.iter().enumerate().all(|(other, words)| other == at || *words != each[at])
                && !each[at].iter().any(|word| table::is("open", word))
        };
        (each.len() > 1 && (0..each.len()).all(told)).then_some(Alternatives { each })
    }

    /// Whether two words belong to different ones of them.
    pub fn oppose(&self, a: &str, b: &str) -> bool {
        self.one_of(a).zip(self.one_of(b)).is_some_and(|(own, other)| own != other)
    }

    /// Whether one of some words tells one of them from the others.
    pub fn are_told(&self, words: &[String]) -> bool {
        words.iter().any(|word| self.one_of(word).is_some())
    }

    fn one_of(&self, word: &str) -> Option<usize> {
        (0..self.each.len()).find(|at| self.own(*at).any(|own| is_one(own, word)))
    }

    /// Whether a word belongs to one of them.
    pub fn hold(&self, word: &str) -> bool {
        self.each.iter().flatten().any(|own| is_one(own, word))
    }

    /// The only one that the words of an answer name; None where they name several, none, or deny one.
    pub fn named(&self, words: &[String]) -> Option<usize> {
        if words.len() > MOST_WORDS || words.iter().any(|word| table::is("denial", word)) {
            return None;
        }
        let named = match self.all_named(words, is_one) {
            // "The sender", "sends it": another form counts where no word itself is said.
            none if none.is_empty() => self.all_named(words, are_forms),
            named => named,
        };
        // "React" is a part of "React Native".
        let sure: Vec<usize> = named.iter().copied().filter(|at| self.own(*at).next().is_some()).collect();
        match (&sure[..], &named[..]) {
            ([only], _) | ([], [only]) => Some(*only),
            _ => None,
        }
    }

    /// All that some words name.
    fn all_named(&self, words: &[String], same: impl Fn(&str, &str) -> bool) -> Vec<usize> {
        let has = |own: &String| words.iter().any(|word| same(own, word));
        let names = |at: &usize| {
            let mut own = self.own(*at).peekable();
            if own.peek().is_some() { own.any(has) } else { self.each[*at].iter().all(has) }
        };
        (0..self.each.len()).filter(names).collect()
    }

    /// The words of the alternative to which an answer comes that says nothing else; `repeats` knows the words of the question.
    pub fn stated(&self, words: &[String], repeats: impl Fn(&str) -> bool) -> Option<String> {
        // Behind what it chooses stands what it prefers that to, or why.
        let end = words.iter().skip(1).position(|word| table::is("reason", word)).map_or(words.len(), |at| at + 1);
        let words = &words[..end];
        let own = &self.each[self.named(words)?];
        let known = |word: &String| {
            own.iter().any(|own| are_forms(own, word))
                || table::is_silent(word)
                || table::is("choosing", word)
                || repeats(word)
        };
        words.iter().all(known).then(|| own.join(" "))
    }

    /// The words that no other alternative has.
    fn own(&self, at: usize) -> impl Iterator<Item = &String> {
        let others = move |word: &str| {
            self.each.iter().enumerate().any(|(other, words)| other != at && words.iter().any(|own| own == word))
        };
        self.each[at].iter().filter(move |word| !others(word))
    }
}

/// Whether two words are forms of one: "rent", "renting"; "keep", "kept".
pub fn are_forms(a: &str, b: &str) -> bool {
    table::are_forms(a, b) || relation::are_forms(a, b)
}

/// Whether two words are one, in one number or the other.
fn is_one(a: &str, b: &str) -> bool {
    a.strip_suffix('s').unwrap_or(a) == b.strip_suffix('s').unwrap_or(b)
}

#[cfg(test)]
mod tests {
    use super::Alternatives;
    use crate::normalise::fold;

    fn named(question: &str, answer: &str) -> Option<String> {
        let alternatives = Alternatives::of(question)?;
        alternatives.named(&fold::tokens(answer)).map(|at| alternatives.each[at].join(" "))
    }

    #[test]
    fn what_a_question_lets_choose_among_is_known() {
        for (question, answer, expected) in [
            ("Is MySQL or PostgreSQL faster for this query?", "PostgreSQL is faster.", "postgresql"),
            ("Does the tenant or the landlord pay for the boiler?", "The landlord pays.", "landlord"),
            ("Do we ship by air or by sea in May?", "We ship by sea in May.", "sea"),
            ("Do we ship by air or sea?", "By sea.", "sea"),
            ("Which is faster for this query, MySQL or PostgreSQL?", "MySQL", "mysql"),
            ("Who is liable for the loss, the carrier or the sender?", "The carrier is liable.", "carrier"),
            ("Should we use MySQL, PostgreSQL or SQLite?", "MySQL", "mysql"),
            ("Should we use MySQL, PostgreSQL or SQLite?", "SQLite it is.", "sqlite"),
            ("Which is it, a bug, a gap or a wish?", "It is a gap.", "gap"),
            ("Did New York or Los Angeles win?", "Los Angeles won.", "los angeles"),
            ("Should we use React or React Native?", "React", "react"),
            ("Should we use React or React Native?", "React Native", "react native"),
            ("Is the red wire or the blue wire live?", "The blue one.", "blue wire"),
            ("Ist der Mieter oder der Vermieter zust\u{e4}ndig?", "Der Vermieter.", "vermieter"),
            ("Est-ce le locataire ou le bailleur qui paie ?", "Le bailleur paie.", "bailleur"),
        ] {
            assert_eq!(named(question, answer).as_deref(), Some(expected), "{question} {answer}");
        }
    }

    #[test]
    fn what_names_several_or_none_chooses_nothing() {
        for (question, answer) in [
            ("Is MySQL or PostgreSQL faster?", "Both are fast."),
            ("Is MySQL or PostgreSQL faster?", "MySQL is faster than PostgreSQL."),
            ("Is MySQL or PostgreSQL faster?", "Not MySQL."),
            ("Should we sign or not?", "Sign."),
            ("Is it two or more?", "Two."),
            ("Is it yes or no?", "Yes."),
            ("What is the capital?", "Paris"),
            ("Or?", "Or"),
            ("or", ""),
        ] {
            assert_eq!(named(question, answer), None, "{question} {answer}");
        }
    }
}
