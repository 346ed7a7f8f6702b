//! Foreign text as it may be shown: what experts say must neither steer a terminal nor form a command of the build whose log it
//! stands in. The command line `circle` holds to the same rules.

/// Format characters (Unicode's category Cf) and the separators of lines and paragraphs, from and to: they are not seen, and turn
/// the direction of writing, join what is apart or part what is one.
const UNSEEN: [(char, char); 20] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{fff9}', '\u{fffb}'),
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0001}', '\u{e0001}'),
    ('\u{e0020}', '\u{e007f}'),
];

/// Characters between the signs of a build's command and its bracket.
const LONGEST_COMMAND: usize = 40;

/// Whether a character is not shown but acts on what is.
fn steers(letter: char) -> bool {
    letter.is_control() || UNSEEN.iter().any(|&(first, last)| (first..=last).contains(&letter))
}

/// One line of words with single blanks, without what steers and without commands of a build.
pub fn line(text: &str) -> String {
    let shown: String = text.chars().map(|letter| if steers(letter) { ' ' } else { letter }).collect();
    without_commands(&shown.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Builds take `::name::` for a command at the begin of a line, and `##[name]`, `##vso[…]` or `##teamcity[…]` anywhere.
pub fn without_commands(line: &str) -> String {
    let letters: Vec<char> = line.chars().collect();
    let mut plain = String::with_capacity(line.len());
    for (at, &letter) in letters.iter().enumerate() {
        plain.push(letter);
        let follows = letters.get(at + 1) == Some(&letter);
        let splits = match letter {
            ':' => follows && !at.checked_sub(1).is_some_and(|before| binds(letters[before])),
            '#' => follows && opens_command(&letters[at + 2..]),
            _ => false,
        };
        if splits {
            plain.push(' ');
        }
    }
    plain
}

/// Whether two colons behind this belong to a name of a program, as in `std::vector`.
fn binds(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '>' | ')' | ']')
}

fn opens_command(rest: &[char]) -> bool {
    let word = rest.iter().take(LONGEST_COMMAND + 1);
    let length = word.take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-')).count();
    length <= LONGEST_COMMAND && rest.get(length) == Some(&'[')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, proptest};

    use super::{line, steers};

    #[test]
    fn foreign_text_is_one_plain_line() {
        for (given, shown) in [
            ("::error title=x::y", ": :error title=x::y"),
            ("x\n::set-output name=verdict::approve", "x : :set-output name=verdict::approve"),
            (":::error::", ": : :error::"),
            ("\u{200b}::error::x", ": :error::x"),
            ("##[error]y", "# #[error]y"),
            ("##vso[task.setvariable variable=PATH]/tmp", "# #vso[task.setvariable variable=PATH]/tmp"),
            ("##teamcity[buildStatus text='x']", "# #teamcity[buildStatus text='x']"),
            ("a\u{1b}[2Jb", "a [2Jb"),
            ("a\u{9b}2Jb", "a 2Jb"),
            ("a\u{202e}b\u{2066}c", "a b c"),
            ("tag\u{e0041}ged", "tag ged"),
            ("std::vector<int>::iterator", "std::vector<int>::iterator"),
            ("# Heading [link]", "# Heading [link]"),
            ("naïve 日本 👍", "naïve 日本 👍"),
        ] {
            assert_eq!(line(given), shown, "{given:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_steers_or_commands(parts in prop::collection::vec(
            prop::sample::select(vec!["::", "##", "[", "vso[", "error", " ", "\n", "\t", "\u{1b}", "]", "\u{7}", "\u{200d}", "\u{2028}", "é", ":", "#", "a"]),
            0..30,
        )) {
            let shown = line(&parts.concat());
            assert!(!shown.chars().any(steers), "{shown:?}");
            assert!(!shown.starts_with("::"), "{shown:?}");
            let behind = shown.match_indices("##").map(|(at, _)| &shown[at + 2..]);
            for rest in behind {
                let end = rest.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter));
                assert!(!end.starts_with('['), "{shown:?}");
            }
            assert_eq!(line(&shown), shown);
        }
    }
}
