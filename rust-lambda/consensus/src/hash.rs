//! A fixed hash (FNV-1a, 64 bit): the same text gives the same number on every machine and run.
//! It orders ties and names words; it does not protect anything.

use std::hash::{BuildHasherDefault, Hasher};

/// Hash of several parts; a separator keeps ("ab", "c") apart from ("a", "bc").
pub fn of_parts(parts: &[&str]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes() {
            state = step(state, byte);
        }
        // 0xff never occurs in UTF-8.
        state = step(state, 0xff);
    }
    // FNV leaves the high bits poorly mixed for short inputs.
    state ^= state >> 32;
    state.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Hash of two numbers, well mixed (the finaliser of SplitMix64).
pub fn of_numbers(a: u64, b: u64) -> u64 {
    let mut state = a.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(b.wrapping_mul(0xd1b5_4a32_d192_ed03));
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

/// Builds the hasher of tables of words that are part of the program, where nobody chooses the keys.
pub type Words = BuildHasherDefault<WordHasher>;

/// Hashes words eight bytes a step with one folded multiplication each (as in wyhash, Wang Yi 2019): several times as
/// fast as the hash of the standard library, which is made to withstand chosen keys.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordHasher(u64);

/// Hash of one word by [`WordHasher`].
pub fn of_word(word: &str) -> u64 {
    let mut hasher = WordHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut pieces = bytes.chunks_exact(8);
        for piece in &mut pieces {
            self.mix(piece.try_into().map_or(0, u64::from_be_bytes));
        }
        let rest = pieces.remainder().iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        self.mix(rest | (bytes.len() as u64) << 56);
    }

    // What the standard library writes behind each string: the length tells strings apart.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

impl WordHasher {
    fn mix(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word ^ 0x9e37_79b9_7f4a_7c15) * u128::from(0xa076_1d64_78bd_642f_u64);
        self.0 = (product as u64) ^ (product >> 64) as u64;
    }
}

fn step(state: u64, byte: u8) -> u64 {
    (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::of_parts;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(of_parts(&["ab", "c"]), of_parts(&["a", "bc"]));
        assert_eq!(of_parts(&["ab", "c"]), of_parts(&["ab", "c"]));
    }
}
