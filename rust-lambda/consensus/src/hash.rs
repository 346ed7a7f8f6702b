//! A fixed hash (FNV-1a, 64 bit): the same text gives the same number on every machine and run.
//! It orders ties and names words; it does not protect anything.

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
