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
    /// It says that something may be so, was so, or is missing: "perhaps", "used to", "lack of".
    Doubt,
}

/// What a word does to the order and the roles of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// What stands behind it comes later.
    Then,
    /// What stands before it comes earlier.
    Before,
    /// What stands before it comes later.
    After,
    /// Where something goes.
    To,
    /// Where it comes from.
    From,
    /// Who does it, in the passive.
    By,
    /// What something is compared with.
    Than,
    /// What stands behind it is taken out of what is said of the rest.
    Except,
    /// It stands before all, and leaves some out.
    Nearly,
    /// A reason stands behind it.
    Because,
    /// What follows from a reason stands behind it.
    So,
    /// A noun stands behind it.
    Article,
}

/// A unit: what it measures, and how many of the dimension's own it is.
pub type Unit = (String, f64);

/// What a word is in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Place of the language.
    pub language: u8,
    /// Whether it belongs to the grammar and carries no meaning of its own.
    pub grammar: bool,
    /// Whether an entry of two words begins with it.
    pub leads: bool,
    /// What it does to the order and the roles of others.
    pub cue: Option<Cue>,
    /// What it does to a meaning by itself.
    pub marks: Box<[Mark]>,
    /// The time that a verb tells: the place of its group.
    pub tense: Option<u8>,
    /// Whether it says that something comes first.
    pub first: bool,
    /// Whether it joins the members of a list.
    pub joins: bool,
    /// The group of words that mean the same.
    pub sense: Option<u8>,
    /// The word of which it is a form, where its forms do not begin alike.
    pub form: Option<u16>,
}
