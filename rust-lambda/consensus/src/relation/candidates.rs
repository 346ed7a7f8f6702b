//! What a question puts up for choice: "Does the tenant or the landlord pay?", "Which is faster, MySQL or PostgreSQL?"
//! Words of the question tell nothing of an answer, but for these: they are what its answers turn on.

use super::contrast::Language;
use super::facing::faced;
use super::leftover::shared::is_form;
use super::mark::{Cue, Mark};
use super::text::Text;
use super::token::{Sort, Token};

/// Words between "or" and what it offers: "or by the".
const MOST_BETWEEN: usize = 3;

/// Longer questions offer in one sentence and ask in another.
const MOST_WORDS: usize = 40;

/// What a question puts up for choice.
pub struct Candidates {
    language: &'static Language,
    /// The word by which each is told from the others.
    words: Vec<Token>,
    /// The other words of the question.
    asked: Vec<Token>,
}

/// A word of the question.
struct Word {
    token: Token,
    /// Whether a comma stands behind it.
    pauses: bool,
}

impl Candidates {
    /// What a question offers by one "or"; None where it offers nothing.
    pub fn of(question: &Text) -> Option<Candidates> {
        let language = question.tokens.language_with(&question.tokens);
        let ors = question.tokens.iter().filter(|token| token.text == language.or).count();
        if ors != 1 || question.tokens.len() > MOST_WORDS || language.is_unspaced() {
            return None;
        }
        let words = words(question.raw);
        let or = words.iter().position(|word| word.token.text == language.or)?;
        let (first, last) = (before(&words, or, language), behind(&words, or, language));
        let last = &last[..last.len().min(first.len())];
        // "Team Blue or Team Red": what both are called tells them not apart.
        let own = |run: &[usize], other: &[usize]| -> Vec<usize> {
            let has = |at: &usize| other.iter().any(|word| is_one(&words[*at].token, &words[*word].token));
            run.iter().copied().filter(|at| !has(at)).collect()
        };
        let mut told = vec![*own(&first, last).last()?, *own(last, &first).first()?];
        told.extend(listed(&words, first[0], language));
        let token = |at: usize| words[at].token.clone();
        let asked = (0..words.len()).filter(|at| !told.contains(at)).map(token).collect();
        Some(Candidates { language, words: told.into_iter().map(token).collect(), asked })
    }

    /// Whether each of two answers names one candidate and no other, and they name two.
    pub fn tell(&self, a: &Text, b: &Text) -> bool {
        let named = self.named(a).zip(self.named(b));
        named.is_some_and(|(own, other)| own != other) && !self.are_turned(a, b)
    }

    /// The one candidate that an answer names; None where it names none or several, or denies something.
    fn named(&self, answer: &Text) -> Option<usize> {
        let tokens = &answer.tokens;
        let denies = |mark: &Mark| matches!(mark, Mark::Not | Mark::Doubt | Mark::Quantity("none"));
        let turned = |token: &Token| self.language.has(token, denies) || self.language.lacks(token);
        if tokens.iter().any(turned) {
            return None;
        }
        let has = |at: &usize| tokens.iter().any(|token| is_one(token, &self.words[*at]));
        let mut named = (0..self.words.len()).filter(has);
        named.next().filter(|_| named.next().is_none())
    }

    /// Whether one of two answers says the opposite of what the other says or the question asks: "A is faster", "B is slower".
    fn are_turned(&self, a: &Text, b: &Text) -> bool {
        let of = |tokens: &[Token]| -> Vec<Mark> {
            let said = tokens.iter().filter(|token| !self.words.iter().any(|word| is_one(token, word)));
            said.flat_map(|token| self.language.marks(std::slice::from_ref(token))).collect()
        };
        let [own, other, asked] = [of(&a.tokens), of(&b.tokens), of(&self.asked)];
        faced(&own, &other) || faced(&own, &asked) || faced(&other, &asked)
    }
}

/// The words of a question.
fn words(question: &str) -> Vec<Word> {
    let bare = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let word = |word: &str| {
        let text = bare(word);
        let named = text.contains(char::is_uppercase);
        let text = if text.chars().skip(1).any(char::is_uppercase) { text } else { text.to_lowercase() };
        let token = Token { named, ..Token::prose(text, Sort::Word, 0) };
        Word { token, pauses: word.ends_with([',', ':', ';']) }
    };
    question.split_whitespace().map(word).filter(|word| !word.token.text.is_empty()).collect()
}

/// The words that carry a meaning right before a place, up to a comma.
fn before(words: &[Word], end: usize, language: &Language) -> Vec<usize> {
    // "A, or B"
    let near = |at: &usize| *at + 1 == end || !words[*at].pauses;
    let mut run: Vec<usize> =
        (0..end).rev().take_while(|at| near(at) && carries(language, &words[*at].token)).collect();
    run.reverse();
    run
}

/// The words that carry a meaning behind a place, up to a comma, without what leads to them.
fn behind(words: &[Word], or: usize, language: &Language) -> Vec<usize> {
    let rest = or + 1..words.len();
    let Some(first) = rest.take(MOST_BETWEEN).find(|at| carries(language, &words[*at].token)) else {
        return Vec::new();
    };
    let row = (first..words.len()).take_while(|at| carries(language, &words[*at].token));
    let stop = (first..words.len()).find(|at| words[*at].pauses).unwrap_or(words.len());
    row.take_while(|at| *at <= stop).collect()
}

/// Names in a row of commas before a candidate: "Redis, Memcached or Hazelcast".
fn listed(words: &[Word], first: usize, language: &Language) -> Vec<usize> {
    // "Which runs the API, Team Blue or Team Red?"
    let article = |at: usize| at > 0 && language.cue(&words[at - 1].token) == Some(Cue::Article);
    let named = |at: usize| words[at].token.named && carries(language, &words[at].token) && !article(at);
    if !named(first) {
        return Vec::new();
    }
    (0..first).rev().take_while(|at| words[*at].pauses && named(*at)).collect()
}

/// Whether a word may be a candidate: "up or down" stand in the grammar, and tell.
fn carries(language: &Language, token: &Token) -> bool {
    language.carries(token) || language.is_particle(token)
}

/// Whether two words are one.
fn is_one(a: &Token, b: &Token) -> bool {
    a.equals(b) || is_form(a, b)
}

#[cfg(test)]
mod tests {
    use super::Candidates;
    use crate::relation::Text;

    fn tell(question: &str, a: &str, b: &str) -> bool {
        Candidates::of(&Text::new(question)).is_some_and(|candidates| {
            let (own, other) = (Text::new(a), Text::new(b));
            let told = candidates.tell(&own, &other);
            assert_eq!(told, candidates.tell(&other, &own), "{question} {a} | {b}");
            told
        })
    }

    /// Two candidates, what stands between them, and what is said of the one.
    const CHOICES: [[&str; 4]; 8] = [
        ["the tenant", "or", "the landlord", "pays for the boiler"],
        ["MySQL", "or", "PostgreSQL", "is faster for this query"],
        ["Anna", "or", "Ben", "is responsible for the audit"],
        ["Team Blue", "or", "Team Red", "runs the API"],
        ["the Vienna office", "or", "the Berlin office", "closes in May"],
        ["by air", "or", "by sea", "is how we ship the parts"],
        ["der Mieter", "oder", "der Vermieter", "zahlt für die Heizung"],
        ["le locataire", "ou", "le bailleur", "paie pour le chauffage"],
    ];

    #[test]
    fn an_answer_that_names_another_candidate_is_another_answer() {
        for [one, or, other, said] in CHOICES {
            for question in [
                format!("{one} {or} {other}?"),
                format!("{one} {or} {other} {said}?"),
                format!("{said}: {one} {or} {other}?"),
                format!("{said}, {one}, {or} {other}?"),
            ] {
                let [first, second] = [one, other].map(|candidate| format!("{candidate} {said}."));
                assert!(tell(&question, &first, &second), "{question} {first} {second}");
                assert!(tell(&question, one, &second), "{question} {one} {second}");
                assert!(!tell(&question, &first, one), "{question} {first} {one}");
                assert!(!tell(&question, &first, said), "{question} {first} {said}");
                assert!(!tell(&question, &first, &format!("{one} {said}, {other} pays.")), "{question}");
            }
        }
    }

    #[test]
    fn who_denies_the_other_candidate_names_none() {
        for [one, or, other, said] in CHOICES.into_iter().filter(|choice| choice[1] == "or") {
            let question = format!("{one} {or} {other}?");
            for denied in [format!("Not {other}."), format!("{other} is out, without doubt never."), said.to_owned()] {
                assert!(!tell(&question, one, &denied), "{question} {one} {denied}");
            }
        }
    }

    #[test]
    fn the_opposite_of_the_other_candidate_is_the_same_answer() {
        let question = "Is MySQL or PostgreSQL faster for this query?";
        assert!(!tell(question, "PostgreSQL is faster.", "MySQL is slower."));
        assert!(tell(question, "PostgreSQL is faster.", "MySQL is faster."));
    }

    #[test]
    fn several_names_in_a_row_are_candidates() {
        let question = "Should we use Redis, Memcached or Hazelcast for sessions?";
        assert!(tell(question, "Redis.", "Use Hazelcast for sessions."));
        assert!(tell(question, "Use Memcached.", "Use Redis."));
        assert!(!tell(question, "Use Memcached.", "Memcached for sessions."));
    }

    #[test]
    fn other_questions_offer_nothing() {
        for question in ["Who pays?", "Is it safe or not?", "Is it 3 or 4?", "", "or", "A or B or C?"] {
            assert!(!tell(question, "The tenant pays.", "The landlord pays."), "{question}");
        }
    }
}
