//! Forms of one word that share no stem: "keep", "kept".

use std::collections::HashMap;
use std::sync::LazyLock;

use super::contrast;
use crate::hash::Words;

static FORMS: LazyLock<HashMap<&str, usize, Words>> = LazyLock::new(|| {
    let lines = contrast::forms().enumerate();
    lines.flat_map(|(at, line)| line.split_whitespace().map(move |word| (word, at))).collect()
});

/// Whether two words in small letters are listed as forms of one.
pub fn are_forms(a: &str, b: &str) -> bool {
    FORMS.get(a).is_some_and(|own| FORMS.get(b) == Some(own))
}
