//! Points on a scale: `4/5` and `4 out of 5` where the options are 1 to 5.

/// What stands between points and the end of the scale.
const OF: [&str; 12] = [
    "/",
    "out of",
    "of",
    "von",
    "sur",
    "de",
    "su",
    "van",
    "\u{438}\u{437}",
    "\u{5206}\u{4e4b}",
    "\u{ff0f}",
    "\u{4e2d}",
];

/// The end of a scale, where all options are whole numbers and there are more than two.
pub fn end(options: &[&str]) -> Option<u32> {
    let points: Option<Vec<u32>> = options.iter().map(|option| option.parse().ok()).collect();
    points.filter(|points| points.len() > 2)?.into_iter().max()
}

/// A text with the points alone where it gives them with the end of the scale.
pub fn bare(text: &str, end: u32) -> String {
    let end = end.to_string();
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let digits = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        let (head, behind) = rest.split_at(at + digits);
        kept.push_str(head);
        rest = behind;
        let after = behind.trim_start_matches(['*', ' ']);
        let of = OF.iter().find_map(|of| after.strip_prefix(of)).map(|after| after.trim_start_matches(['*', ' ']));
        if let Some(after) = of.and_then(|after| after.strip_prefix(end.as_str()))
            && !after.starts_with(|next: char| next.is_alphanumeric())
            && !after
                .strip_prefix(['.', ','])
                .is_some_and(|next| next.starts_with(|digit: char| digit.is_ascii_digit()))
        {
            rest = after;
        }
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::{bare, end};

    #[test]
    fn the_end_of_the_scale_is_left_out() {
        assert_eq!(end(&["1", "2", "3", "4", "5"]), Some(5));
        assert_eq!((end(&["0", "1"]), end(&["a", "b", "c"])), (None, None));
        assert_eq!(bare("4/5", 5), "4");
        assert_eq!(bare("4 / 5, I think", 5), "4, I think");
        assert_eq!(bare("a 4 out of 5.", 5), "a 4.");
        assert_eq!(bare("4/50 and 4/5.5", 5), "4/50 and 4/5.5");
    }
}
