//! The last resort: what no table knows to run its arguments may run them all the same. Where an argument, or a text in
//! one, would be refused as a command of its own, so is the program that gets it.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::super::invocation::base;
use super::super::rules;
use super::super::{carrier, flow, invocation};
use super::*;

const PLAIN: &str = include_str!("../../../../data/command-plain.txt");

/// How much is tried in one command line: words and texts, those of some length counted several times.
const TRIALS: usize = 1_000;

/// How many words, and how many bytes of a text, count once.
const ONCE: (usize, usize) = (64, 512);

/// How many texts of one argument are tried.
const TEXTS: usize = 8;

/// Findings that only say that a text is no command.
const NO_COMMAND: [&str; 3] = ["UNREADABLE", "TOO_DEEP", "TOO_LONG"];

static PLAIN_PROGRAMS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| PLAIN.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect());

/// What is tried so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trials {
    /// How many.
    made: usize,
    /// How deep trials lie within trials.
    depth: usize,
    /// The words behind a word are tried already.
    within_words: bool,
}

impl Trials {
    /// Whether there were more than are made.
    pub fn is_cut(self) -> bool {
        self.made > TRIALS
    }

    /// Whether one is being made: what is walked then may not happen.
    pub fn is_within(self) -> bool {
        self.depth > 0
    }

    /// The words of a script within are words of their own.
    pub fn enter_script(&mut self) -> bool {
        std::mem::take(&mut self.within_words)
    }

    /// Back from a script.
    pub fn leave_script(&mut self, within_words: bool) {
        self.within_words = within_words;
    }
}

impl Walk {
    /// Tries values whose names say that they are commands, whatever program gets them.
    pub(super) fn named(&mut self, invocation: &Invocation) {
        for text in commands_by_name(invocation) {
            self.try_text(text);
        }
    }

    /// Tries what a program that carries nothing by any table is given.
    pub(super) fn last_resort(&mut self, invocation: &Invocation) {
        if PLAIN_PROGRAMS.contains(invocation.name.as_str()) {
            return;
        }
        if !self.trials.within_words {
            // The subcommand of `docker rm` is no program.
            let operand = invocation.args.iter().position(|arg| !arg.text.starts_with('-') || arg.text == "--");
            let subcommand = operand.filter(|_| carrier::has_subcommands(&invocation.name));
            for (at, arg) in invocation.args.iter().enumerate() {
                if Some(at) != subcommand && speaks(&base(&arg.text)) {
                    self.try_words(&invocation.args[at..]);
                }
            }
        }
        let itself = Arg { text: invocation.path.clone(), ..Arg::default() };
        for arg in std::iter::once(&itself).chain(&invocation.args) {
            for text in texts(&arg.text) {
                self.try_text(text);
            }
        }
    }

    fn try_text(&mut self, text: &str) {
        self.tried(1 + text.len() / ONCE.1, |walk| drop(walk.script(text, &Flow::default())));
    }

    /// Tries words as a program with its arguments.
    pub(super) fn try_words(&mut self, words: &[Arg]) {
        self.tried(1 + words.len() / ONCE.0, |walk| {
            if let Some(inner) = Invocation::of(words) {
                let before = std::mem::replace(&mut walk.trials.within_words, true);
                walk.invocation(&inner, &Flow::default());
                walk.trials.within_words = before;
            }
        });
    }

    /// Walks what may or may not happen: only what would be refused is told, and nothing else stays of it.
    fn tried(&mut self, counted: usize, walk: impl FnOnce(&mut Walk)) {
        self.trials.made += counted;
        if self.trials.is_cut() {
            return;
        }
        let findings = std::mem::take(&mut self.findings);
        let (programs, variables) = (self.programs.len(), self.variables.clone());
        let functions = self.functions.clone();
        self.trials.depth += 1;
        walk(self);
        self.trials.depth -= 1;
        (self.variables, self.functions) = (variables, functions);
        self.programs.truncate(programs);
        let outermost = self.trials.depth == 0;
        let found = std::mem::replace(&mut self.findings, findings);
        for finding in found.into_iter().filter(|finding| finding.level == Level::Refuse) {
            // `make reboot` and `vagrant halt` need not end this machine.
            let level = if finding.rule == "HOST_ENDS" { Level::Caution } else { Level::Refuse };
            if NO_COMMAND.contains(&finding.rule.as_str()) || level == Level::Caution && !outermost {
                continue;
            }
            let told = "An argument would do this as a command of its own:";
            let why = if finding.why.starts_with(told) { finding.why } else { format!("{told} {}", finding.why) };
            self.object(&finding.rule, level, &why);
        }
    }
}

/// Whether a word may be a program of which some rule or table knows what it does.
fn speaks(name: &str) -> bool {
    rules::knows(name)
        || flow::is_interpreter(name)
        || invocation::is_wrapper(name)
        || carrier::of(name).next().is_some()
        || ["eval", "parallel", "exec", "source"].contains(&name)
}

/// Texts in an argument that may be commands: itself, what follows a sign that often stands before one, and what
/// stands in quotes.
fn texts(argument: &str) -> Vec<&str> {
    if !argument.contains(char::is_whitespace) || !argument.split(|c: char| !c.is_alphanumeric()).any(speaks_small) {
        return Vec::new();
    }
    let signs = [':', '+', '!', '%', '\\', '@', '[', '{', '('];
    let mut all = vec![argument.trim_start_matches(signs)];
    all.extend(
        argument.match_indices(['=', ':', '!']).map(|(at, _)| argument[at + 1..].trim_start_matches(['!', ' '])),
    );
    for quote in ['"', '\''] {
        all.extend(argument.split(quote).skip(1).step_by(2));
    }
    all.retain(|text| text.contains(char::is_whitespace));
    all.dedup();
    all.truncate(TEXTS);
    all
}

fn speaks_small(word: &str) -> bool {
    !word.is_empty() && speaks(&word.to_lowercase())
}

/// Values whose names say that they are commands, whatever program they are given: `-o ProxyCommand=…`,
/// `-c core.sshCommand=…`, `alias.x=!…`, and what `sed` executes.
fn commands_by_name(invocation: &Invocation) -> Vec<&str> {
    let mut all = Vec::new();
    let git = invocation.name == "git";
    let configures = git && invocation.args.iter().any(|arg| arg.text == "config");
    for (at, arg) in invocation.args.iter().enumerate() {
        if let Some((name, value)) = arg.text.split_once(['=', ' ']) {
            let name = name.to_lowercase();
            let named =
                ["command", "cmd", "pager", "editor", "action", "askpass"].iter().any(|end| name.ends_with(end));
            let value = value.trim_start();
            let value = value.strip_prefix("exec=").unwrap_or(value);
            all.extend(Some(value).filter(|value| named && value.contains(char::is_whitespace)));
            let set = git && at > 0 && invocation.args[at - 1].text == "-c";
            all.extend(value.strip_prefix('!').filter(|_| set));
        }
        all.extend(arg.text.strip_prefix('!').filter(|_| configures));
        if invocation.name == "sed" {
            all.extend(executed(&arg.text));
        }
    }
    all
}

/// What a program of `sed` executes: `1e rm x`, `/a/e rm x`, `e rm x`.
fn executed(program: &str) -> impl Iterator<Item = &str> {
    program.match_indices("e ").filter_map(|(at, _)| {
        let before = program[..at].chars().next_back();
        before.is_none_or(|c| c.is_ascii_digit() || "$/!,;{\n ".contains(c)).then(|| &program[at + 2..])
    })
}
