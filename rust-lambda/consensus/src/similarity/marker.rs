//! Words that turn an answer around, or stand in place of one.

use std::sync::OnceLock;

use crate::scan;

/// An excuse stands among this many first words.
pub const OPENING: usize = 40;

/// Whether a word, given by its hash, says "not".
#[inline]
pub fn negates(hash: u64) -> bool {
    const WORDS: [&str; 15] = [
        "not", "never", "no", "cannot", "isnt", "wasnt", "dont", "doesnt", "didnt", "cant", "wont", "arent", "werent",
        "hasnt", "havent",
    ];
    static HASHES: OnceLock<[u64; 15]> = OnceLock::new();
    HASHES.get_or_init(|| WORDS.map(scan::hash)).contains(&hash)
}

/// Whether a word excuses the writer from answering.
pub fn refuses(hash: u64) -> bool {
    const WORDS: [&str; 8] =
        ["sorry", "apologize", "apologise", "unfortunately", "unable", "cannot", "cant", "unclear"];
    static HASHES: OnceLock<[u64; 8]> = OnceLock::new();
    HASHES.get_or_init(|| WORDS.map(scan::hash)).contains(&hash)
}
