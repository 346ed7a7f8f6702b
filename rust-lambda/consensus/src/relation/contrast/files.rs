//! The files of `layers/knowledge/contrast`, one for each language.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

const FILES: [&str; 11] = [
    include_str!("../../../../../layers/knowledge/contrast/en.json"),
    include_str!("../../../../../layers/knowledge/contrast/de.json"),
    include_str!("../../../../../layers/knowledge/contrast/fr.json"),
    include_str!("../../../../../layers/knowledge/contrast/es.json"),
    include_str!("../../../../../layers/knowledge/contrast/it.json"),
    include_str!("../../../../../layers/knowledge/contrast/pt.json"),
    include_str!("../../../../../layers/knowledge/contrast/nl.json"),
    include_str!("../../../../../layers/knowledge/contrast/ru.json"),
    include_str!("../../../../../layers/knowledge/contrast/pl.json"),
    include_str!("../../../../../layers/knowledge/contrast/zh.json"),
    include_str!("../../../../../layers/knowledge/contrast/ja.json"),
];

/// How many languages there are.
pub const COUNT: usize = FILES.len();

/// Place of Japanese among the languages.
pub const JAPANESE: usize = 10;

/// Place of Chinese; from here on languages write no blanks.
pub const CHINESE: usize = 9;

/// One file.
#[derive(Deserialize)]
pub struct File {
    /// Words of the language's own grammar.
    pub words: String,
    /// Verbs that follow a subject.
    pub be: String,
    /// Words before a noun, in a language that writes nouns with a capital.
    #[serde(default)]
    pub nouns: String,
    /// What denies.
    pub not: String,
    /// Syllables that turn a word around.
    pub prefixes: String,
    /// How many or how often, by group.
    pub quantifiers: HashMap<String, String>,
    /// How binding, by group.
    pub modals: HashMap<String, String>,
    /// Pairs of opposites.
    pub opposites: Vec<String>,
    /// Numbers in words, from zero.
    pub numbers: String,
    /// Words that put one thing after another; none in a language without blanks.
    #[serde(default)]
    pub steps: Steps,
    /// Words that tell who does what to whom.
    #[serde(default)]
    pub roles: Roles,
    /// What joins the members of a list.
    pub joins: String,
    /// Stems of what is said of two sides alike.
    #[serde(default)]
    pub mutual: String,
    /// What says that something may be so, was so, or is missing.
    pub doubts: String,
    /// Verbs of the grammar, by the time that they tell.
    #[serde(default)]
    pub tenses: Vec<String>,
    /// Words that mean the same.
    #[serde(default)]
    pub senses: Vec<String>,
    /// Forms of one word that do not begin alike, a row for each word.
    #[serde(default)]
    pub forms: Vec<String>,
    /// What takes something back of a yes or a no before it.
    #[serde(default)]
    pub but: String,
    /// What stands before a reason and nothing else.
    #[serde(default)]
    pub why: String,
    /// Words that stand for what was named before.
    #[serde(default)]
    pub pronouns: String,
    /// What points at one of several.
    #[serde(default)]
    pub pointing: String,
    /// What stands for each of several, whichever it is.
    #[serde(default)]
    pub whichever: String,
    /// What takes away what stands behind it.
    #[serde(default)]
    pub lacking: String,
    /// Words for all of two.
    #[serde(default)]
    pub both: String,
    /// What makes another verb of the verb before it.
    #[serde(default)]
    pub particles: String,
    /// Endings by which forms of one word differ, where a list of them is kept.
    #[serde(default)]
    pub endings: String,
    /// Endings of a word for who does something.
    #[serde(default)]
    pub doers: String,
    /// What stands before a value that something changes to, and before one that it changes by.
    #[serde(default)]
    pub changes: String,
    /// Articles that tell who does something from whom it is done to.
    #[serde(default)]
    pub cased: String,
    /// Whether endings tell that, wherever a word stands.
    #[serde(default)]
    pub free_order: bool,
    /// Letters that lead on, deny or limit, in a language without blanks.
    #[serde(default)]
    pub turning: String,
    /// Words by which a sentence is put otherwise; none in a language without blanks.
    #[serde(default)]
    pub clauses: Clauses,
    yes: String,
    no: String,
}

/// Words by which a sentence is put otherwise.
#[derive(Default, Deserialize)]
pub struct Clauses {
    /// Forms of "be" and "become": they stand between two names of one thing, and before a verb in the passive.
    pub copula: String,
    /// What stands before a reason.
    pub because: String,
    /// What stands before what follows from one.
    pub so: String,
    /// What offers one or another.
    pub or: String,
    /// What stands before an owner; empty where nothing else tells one.
    #[serde(default)]
    pub of: String,
}

/// Words that put one thing after another.
#[derive(Default, Deserialize)]
pub struct Steps {
    /// What stands behind them comes later.
    pub then: String,
    /// What they stand with comes first.
    #[serde(default)]
    pub first: String,
    /// What stands before them comes earlier.
    pub before: String,
    /// What stands before them comes later.
    pub after: String,
}

/// Words that tell who does what to whom.
#[derive(Default, Deserialize)]
pub struct Roles {
    /// Where something goes.
    pub to: String,
    /// Where it comes from.
    pub from: String,
    /// Who does it, in the passive.
    pub by: String,
    /// What something is compared with.
    pub than: String,
    /// What stands behind them is taken out of what is said of the rest.
    pub except: String,
    /// What stands before all, and leaves some out.
    pub nearly: String,
    /// What stands before a noun.
    pub articles: String,
    /// Whether a sentence begins with who does it, whatever is said first.
    #[serde(default)]
    pub subject_first: bool,
}

/// The files of all languages, parsed.
pub fn all() -> &'static [File] {
    static PARSED: OnceLock<Vec<File>> = OnceLock::new();
    // The files are part of the program: a broken one is met by every test.
    PARSED.get_or_init(|| FILES.iter().map(|file| serde_json::from_str(file).expect("a file of contrasts")).collect())
}

/// The ways of all languages to say yes and no, in this order.
pub fn heads() -> impl Iterator<Item = [Vec<String>; 2]> {
    all().iter().map(|file| [list(&file.yes), list(&file.no)])
}

/// Forms of one word that share no stem, a word a line, in every language.
pub fn forms() -> impl Iterator<Item = &'static str> {
    all().iter().flat_map(|file| file.forms.iter()).map(String::as_str)
}

/// What takes something back of a yes or a no before it, in all languages.
pub fn buts() -> &'static [String] {
    static BUTS: OnceLock<Vec<String>> = OnceLock::new();
    BUTS.get_or_init(|| all().iter().flat_map(|file| list(&file.but)).collect())
}

/// The entries of a line of a file.
pub fn list(text: &str) -> Vec<String> {
    text.split_whitespace().map(|word| word.replace('_', " ")).collect()
}
