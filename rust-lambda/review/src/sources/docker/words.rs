//! Which commands of a Dockerfile a rule is shown: its patterns are compiled anew for each, which costs milliseconds.

use std::borrow::Cow;
use std::collections::HashMap;

use dockerfile_roast::parser::Instruction;

const WORDS: &str = include_str!("../../../data/docker-words.txt");

/// The words of rules, read once.
pub struct Words {
    rules: HashMap<&'static str, Needs>,
}

/// What a rule needs before it can find anything.
struct Needs {
    /// It follows something from one command to the next.
    all: bool,
    /// One command says one of these,
    words: Vec<&'static str>,
    /// and one of these, where there are any.
    besides: Vec<&'static str>,
}

impl Words {
    /// Reads the data that is compiled in.
    pub fn read() -> Words {
        let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
        let rules = lines.filter_map(|line| {
            let mut words = line.split_whitespace();
            let rule = words.next()?;
            let words: Vec<&str> = words.collect();
            let all = words.first() == Some(&"*");
            let mut parts = words[usize::from(all)..].split(|word| *word == "&");
            let mut part = || parts.next().map(<[_]>::to_vec).unwrap_or_default();
            Some((rule, Needs { all, words: part(), besides: part() }))
        });
        Words { rules: rules.collect() }
    }

    /// The instructions that a rule is shown; none where it can find nothing. `said` is what each says, in small letters.
    pub fn shown<'a>(
        &self,
        rule: &str,
        instructions: &'a [Instruction],
        said: &[String],
    ) -> Option<Cow<'a, [Instruction]>> {
        let Some(Needs { all, words, besides }) = self.rules.get(rule) else {
            return Some(Cow::Borrowed(instructions));
        };
        let one = |of: &[&str], said: &str| of.iter().any(|word| occurs(word, said));
        let speaks = |said: &String| one(words, said) && (besides.is_empty() || one(besides, said));
        let commands = || instructions.iter().zip(said).filter(|(instruction, _)| instruction.instruction == "RUN");
        if !commands().any(|(_, said)| speaks(said)) {
            return None;
        }
        if *all || commands().all(|(_, said)| speaks(said)) {
            return Some(Cow::Borrowed(instructions));
        }
        let kept = instructions.iter().zip(said).filter(|(of, said)| of.instruction != "RUN" || speaks(said));
        Some(Cow::Owned(kept.map(|(instruction, _)| instruction.clone()).collect()))
    }
}

/// Whether a word occurs, or one after `=` where a command may begin.
fn occurs(word: &str, said: &str) -> bool {
    let Some(word) = word.strip_prefix('=') else { return said.contains(word) };
    said.match_indices(word).any(|(at, _)| {
        let before = said[..at].chars().next_back();
        let after = said[at + word.len()..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || ";&|()!".contains(c)) && after.is_none_or(char::is_whitespace)
    })
}

/// What an instruction says, as it is written and with its lines joined.
pub fn said(instruction: &Instruction) -> String {
    let Instruction { raw, arguments, command, .. } = instruction;
    format!("{raw}\n{arguments}\n{command}").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dockerfile_roast::parser;
    use dockerfile_roast::rules::all_rules;
    use proptest::prelude::*;

    fn finds_the_same(text: &str) -> Result<(), TestCaseError> {
        let words = Words::read();
        let instructions = parser::parse(text);
        let said: Vec<String> = instructions.iter().map(said).collect();
        for rule in all_rules() {
            let all = (rule.func)(&instructions, text);
            let shown = words.shown(rule.id, &instructions, &said);
            let less = shown.map(|shown| (rule.func)(&shown, text)).unwrap_or_default();
            let places = |found: &[dockerfile_roast::rules::Finding]| -> Vec<_> {
                found.iter().map(|of| (of.line, of.column, of.end_line, of.message.clone())).collect()
            };
            prop_assert_eq!(places(&all), places(&less), "{}: {}", rule.id, text);
        }
        Ok(())
    }

    /// Commands in which each word occurs as a command, an argument and a part of a word.
    fn line() -> impl Strategy<Value = String> {
        let words: Vec<&str> = Words::read().rules.values().flat_map(|needs| needs.words.clone()).collect();
        let words: Vec<&str> = words.into_iter().map(|word| word.trim_start_matches('=')).collect();
        let more = [
            "install x",
            "'a1b2c3d4'",
            "with password 'x'",
            "add x",
            "-y x",
            "https://a.b/x.sh",
            "x.sh",
            "clean all",
            "-c 'a'",
            "777 /a",
            "-o x.sh",
            "mod download",
        ];
        let joints =
            [" ", "! ", " a=(\n b\n)", "(", " then ", " && ", " | ", "; ", "\\\n", " \\\n  ", " | sh ", " > x.sh "];
        let word = prop::sample::select(words);
        let part =
            (word, prop::sample::select(more.to_vec()), prop::sample::select(joints.to_vec()), any::<(bool, bool)>());
        let parts = prop::collection::vec(part, 1..5).prop_map(|parts| {
            let said = parts.into_iter().map(|(word, more, joint, (first, upper))| {
                let word = if upper { word.to_uppercase() } else { word.to_owned() };
                if first { format!("{word}-get {more}{joint}") } else { format!("{word} {more}{joint}") }
            });
            said.collect::<String>()
        });
        let other = prop::sample::select(vec![
            "FROM alpine AS a",
            "FROM a",
            "USER app",
            "COPY --from=a x.sh x.sh",
            "ENV A=b",
            "ADD https://a.b/x.sh x.sh",
        ]);
        prop_oneof![4 => parts.prop_map(|said| format!("RUN {said}")), 1 => other.prop_map(str::to_owned),
            1 => Just("RUN sh x.sh".to_owned())]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_rule_finds_in_what_it_is_shown_what_it_finds_in_all(lines in prop::collection::vec(line(), 1..8)) {
            finds_the_same(&format!("FROM debian:12\n{}\n", lines.join("\n")))?;
        }
    }

    #[test]
    fn no_rule_loses_a_finding_in_the_samples() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        for folder in ["change", "clean", "deploy", "kept"] {
            let files =
                std::fs::read_dir(root.join(folder)).expect("samples").map(|entry| entry.expect("a file").path());
            for path in files.filter(|path| path.to_string_lossy().ends_with("Dockerfile")) {
                finds_the_same(&std::fs::read_to_string(path).expect("text")).expect("the same");
            }
        }
    }
}
