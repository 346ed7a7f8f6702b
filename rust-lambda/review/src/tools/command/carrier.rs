//! The table of programs that carry a command of another behind names and options of their own, and how far their own
//! options let it be found.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::invocation::takes_next;
use super::words::Arg;

const TABLE: &str = include_str!("../../../data/command-carriers.txt");
const OPTIONS: &str = include_str!("../../../data/command-options.txt");

/// How many readings of one command are looked at, where options are not known.
const READINGS: usize = 8;

/// How a carried command stands.
pub enum Form {
    /// As words, behind so many names; `true`: behind two dashes, where they are there.
    Words(usize, bool),
    /// As text for a shell, behind so many names.
    Text(usize),
    /// The same, and without a command a shell reads what flows in.
    Input(usize),
    /// As the value of an option.
    Option(Vec<&'static str>),
    /// The program is the value of an option, its arguments stand behind two dashes.
    Program(Vec<&'static str>),
}

/// A row of the table.
pub struct Carrier {
    program: &'static str,
    /// The words that must follow, each one of several.
    words: Vec<Vec<&'static str>>,
    /// Its options that take a value.
    pub options: Vec<&'static str>,
    /// How the command stands.
    pub form: Form,
}

/// The options that stand before a subcommand: those that take a value, and those that take none.
struct Own {
    valued: Vec<&'static str>,
    flags: Vec<&'static str>,
}

static CARRIERS: LazyLock<Vec<Carrier>> = LazyLock::new(|| rows(TABLE).filter_map(carrier).collect());

static OWN: LazyLock<HashMap<&'static str, Own>> = LazyLock::new(|| rows(OPTIONS).filter_map(own).collect());

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn listed(text: &'static str) -> Vec<&'static str> {
    if text == "-" { Vec::new() } else { text.split(',').collect() }
}

fn carrier(line: &'static str) -> Option<Carrier> {
    let [program, words, options, place, form] = line.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let names = || place.trim_end_matches('-').parse::<usize>().ok();
    let form = match (place.strip_prefix('='), form) {
        (Some(options), "program") => Form::Program(options.split(',').collect()),
        (Some(options), _) => Form::Option(options.split(',').collect()),
        (None, "words") => Form::Words(names()?, place.ends_with("--")),
        (None, "text") => Form::Text(names()?),
        (None, "input") => Form::Input(names()?),
        _ => return None,
    };
    let words =
        if words == "-" { Vec::new() } else { words.split('+').map(|word| word.split('|').collect()).collect() };
    Some(Carrier { program, words, options: listed(options), form })
}

fn own(line: &'static str) -> Option<(&'static str, Own)> {
    let [program, valued, flags] = line.split(' ').collect::<Vec<_>>().try_into().ok()?;
    Some((program, Own { valued: listed(valued), flags: listed(flags) }))
}

/// The rows of a program.
pub fn of(program: &str) -> impl Iterator<Item = &'static Carrier> {
    CARRIERS.iter().filter(move |carrier| carrier.program == program)
}

/// Whether a program has subcommands: its first word is none of another program.
pub fn has_subcommands(program: &str) -> bool {
    OWN.contains_key(program)
}

/// What may stand behind the words that must follow.
#[derive(Default)]
pub struct Behind<'a> {
    /// The arguments there, for each way to read the options before them.
    pub readings: Vec<&'a [Arg]>,
    /// An option stands before a word of which nobody knows whether it is its value.
    pub unsure: bool,
}

impl Carrier {
    /// The arguments behind the words that must follow.
    pub fn behind<'a>(&self, args: &'a [Arg]) -> Behind<'a> {
        let mut found = Behind::default();
        self.read(args, &self.words, &mut found, READINGS);
        found
    }

    fn read<'a>(&self, args: &'a [Arg], words: &[Vec<&str>], found: &mut Behind<'a>, left: usize) {
        let Some((word, more)) = words.split_first() else {
            if found.readings.len() < READINGS {
                found.readings.push(args);
            }
            return;
        };
        let mut at = 0;
        while let Some(arg) = args.get(at) {
            let text = arg.text.as_str();
            if !text.starts_with('-') || text.len() == 1 {
                if word.contains(&text) {
                    self.read(&args[at + 1..], more, found, left);
                }
                return;
            }
            let next = args.get(at + 1).filter(|next| !next.text.starts_with('-'));
            match self.takes_next(text) {
                Some(takes) => at += if takes { 2 } else { 1 },
                None if next.is_none() => at += 1,
                None => {
                    found.unsure = true;
                    if left > 0 {
                        self.read(&args[at + 2..], words, found, left / 2);
                    }
                    at += 1;
                }
            }
        }
    }

    /// Whether an option before a word that must follow takes the next word; none where the option is not known.
    fn takes_next(&self, text: &str) -> Option<bool> {
        let own = OWN.get(self.program)?;
        if text == "--" || text.contains('=') || own.flags.contains(&text) {
            return Some(false);
        }
        if takes_next(text, &own.valued) || takes_next(text, &self.options) {
            return Some(true);
        }
        // `-uroot`, `-Dv`: letters that take none, or one with its value in the same word.
        let known = |letter: &str| {
            own.flags.contains(&letter) || own.valued.contains(&letter) || self.options.contains(&letter)
        };
        let mut letters = text.strip_prefix('-')?.chars();
        let first = letters.next().filter(|letter| *letter != '-')?;
        known(&format!("-{first}")).then_some(false)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Every row, as it stands in the table: program, words, options, form.
    pub fn table() -> impl Iterator<Item = (&'static str, Vec<&'static str>, &'static [&'static str], &'static Form)> {
        CARRIERS
            .iter()
            .map(|row| (row.program, row.words.iter().map(|word| word[0]).collect(), row.options.as_slice(), &row.form))
    }

    /// The options that a program takes before its subcommand, those with a value.
    pub fn before(program: &str) -> &'static [&'static str] {
        OWN.get(program).map_or(&[], |own| own.valued.as_slice())
    }

    #[test]
    fn every_row_of_the_tables_is_read() {
        assert_eq!(CARRIERS.len(), rows(TABLE).count());
        assert_eq!(OWN.len(), rows(OPTIONS).count());
    }

    #[test]
    fn every_program_with_subcommands_has_a_row_of_its_own_options_and_no_other() {
        let mut with: Vec<&str> = CARRIERS.iter().filter(|row| !row.words.is_empty()).map(|row| row.program).collect();
        with.sort_unstable();
        with.dedup();
        let mut known: Vec<&str> = OWN.keys().copied().collect();
        known.sort_unstable();
        assert_eq!(with, known);
    }
}
