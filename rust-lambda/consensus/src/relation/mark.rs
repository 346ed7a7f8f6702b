//! What single words do to a meaning, and what is kept of a word once a language has been asked about it.

/// What a word does to a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It denies.
    Not,
    /// How many or how often: the name of the group.
    Quantity(&'static str),
    /// How binding: the name of the group.
    Modal(&'static str),
    /// One side of a pair of opposites.
    Side(usize, usize),
    /// A number in words.
    Number(usize),
}

/// What a word is in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Place of the language.
    pub language: u8,
    /// Whether it belongs to the grammar and carries no meaning of its own.
    pub grammar: bool,
    /// Whether an entry of several words begins with it.
    pub leads: bool,
    /// What it does to a meaning by itself.
    pub marks: Box<[Mark]>,
}
