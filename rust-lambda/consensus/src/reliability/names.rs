//! Names of the sums in a state beside those of the experts. An expert's name holds no space, so none of them is one.
//!
//! ```text
//! "ada"           how often ada was right, and asked, by outcomes and by the plurality of the others
//! "judged ada"    by outcomes alone: how often ada was right, and answered
//! "pair ada bob"  by outcomes alone: how often both said the same, and both answered
//! "foretold sure-87"  by outcomes alone: how often a decided verdict with 87 to 88 % of the weight was right, and decided
//! "foretold 7"    by outcomes alone: how often a verdict foretold at 7/20 to 8/20 was right, and how often there was one
//! "foretold mean-7"  by outcomes alone: the sum of the chances that were foretold there, and how many they were
//! ```

/// Parts of the range of a foretold chance.
pub const FORETOLD: usize = 20;

/// By outcomes alone: right, and answered.
pub fn judged(expert: &str) -> String {
    ["judged ", expert].concat()
}

/// By outcomes alone: both the same, and both answered.
pub fn pair(one: &str, other: &str) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    ["pair ", first, " ", second].concat()
}

/// By outcomes alone: right, and foretold in that part of the range.
pub fn foretold(part: usize) -> String {
    format!("foretold {part}")
}

/// By outcomes alone: the sum of the chances foretold in that part of the range, and how many. Readers that do not know it pass it
/// over.
pub fn foretold_mean(part: usize) -> String {
    format!("foretold mean-{part}")
}

/// By outcomes alone: right, and decided with that part of the weight. Readers that do not know it take it for one more part of
/// what was foretold, which they pass over.
pub fn sure(part: usize) -> String {
    format!("{SURE}{part}")
}

/// Whether a sum tells how sure verdicts were.
pub fn is_sure(name: &str) -> bool {
    name.starts_with(SURE)
}

const SURE: &str = "foretold sure-";

/// Whether sums can be kept of what an expert says beside others.
pub fn can_be_paired(expert: &str) -> bool {
    !expert.is_empty() && !expert.contains(' ')
}

/// Whether a sum is an expert's own.
pub fn is_expert(name: &str) -> bool {
    !name.contains(' ')
}
