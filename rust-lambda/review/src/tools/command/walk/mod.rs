//! The walk over the tree of a script, in the order in which it runs.

use std::collections::HashMap;
use std::rc::Rc;

use brush_parser::ast::{
    AndOr, AndOrList, CommandPrefixOrSuffixItem as Item, CompoundList, FunctionBody, IoFileRedirectKind as Kind,
    IoFileRedirectTarget as Target, IoRedirect, Pipeline, ProcessSubstitutionKind, SeparatorOperator, SimpleCommand,
};

use self::redirect::{sink, written};
use self::trial::Trials;
use super::files::Files;
use super::flow::{self, Flow, Runs};
use super::invocation::Invocation;
use super::rules::{self, Objection};
use super::words::{Arg, Variables};
use super::{Finding, Level, parse};

/// How deep scripts lie within scripts.
const DEPTH: usize = 12;
/// How many commands are looked at.
const COMMANDS: usize = 4_000;
/// How many findings are told.
const FINDINGS: usize = 100;

/// What is known so far.
pub struct Walk {
    /// Findings so far.
    pub findings: Vec<Finding>,
    /// Programs so far.
    pub programs: Vec<String>,
    variables: Variables,
    /// Functions that the script defines.
    functions: Rc<HashMap<String, FunctionBody>>,
    /// Files that the script has made so far.
    files: Files,
    /// Functions whose bodies are being walked.
    within: Vec<String>,
    depth: usize,
    left: usize,
    trials: Trials,
    /// What is walked now, as it is told.
    shown: String,
}

impl Walk {
    /// One that knows nothing.
    pub fn new() -> Walk {
        Walk {
            findings: Vec::new(),
            programs: Vec::new(),
            variables: Variables::new(),
            functions: Rc::default(),
            files: Files::default(),
            within: Vec::new(),
            depth: 0,
            left: COMMANDS,
            trials: Trials::default(),
            shown: String::new(),
        }
    }

    /// Walks a script into which something flows; what it writes.
    pub fn script(&mut self, text: &str, input: &Flow) -> Flow {
        if self.depth >= DEPTH {
            self.object("TOO_DEEP", Level::Refuse, "Scripts lie within scripts, too deep to be followed.");
            return Flow::default();
        }
        match parse(text) {
            Ok(program) => {
                self.depth += 1;
                let shown = self.shown.clone();
                let words = self.trials.enter_script();
                let flow =
                    program.complete_commands.iter().map(|list| self.list(list, input)).last().unwrap_or_default();
                self.trials.leave_script(words);
                self.shown = shown;
                self.depth -= 1;
                flow
            }
            Err(why) => {
                if self.shown.is_empty() {
                    self.shown = short(text);
                }
                let why = short(&why);
                self.object("UNREADABLE", Level::Refuse, &format!("The shell's grammar does not read it: {why}."));
                Flow::default()
            }
        }
    }

    /// Walks a command line from its beginning.
    pub fn line(&mut self, text: &str) {
        self.script(text, &Flow::default());
        if self.trials.is_cut() {
            self.shown = short(text);
            let why = "It gives programs that are not known here more words that may be commands than are looked at.";
            self.object("CARRIER_UNREAD", Level::Caution, why);
        }
    }

    fn object(&mut self, rule: &str, level: Level, why: &str) {
        let finding = Finding { rule: rule.to_owned(), level, command: self.shown.clone(), why: why.to_owned() };
        if self.findings.len() < FINDINGS
            && !self.findings.iter().any(|told| told.rule == rule && told.command == finding.command)
        {
            self.findings.push(finding);
        }
    }

    fn objects(&mut self, objection: Objection) {
        self.object(&objection.0, objection.1, &objection.2);
    }

    /// Commands one after the other; what flows in is there for each of them.
    fn list(&mut self, CompoundList(items): &CompoundList, input: &Flow) -> Flow {
        let mut flow = Flow::default();
        for item in items {
            let behind = matches!(item.1, SeparatorOperator::Async);
            flow.join(&self.and_or(&item.0, behind, input));
        }
        flow
    }

    fn and_or(&mut self, list: &AndOrList, behind: bool, input: &Flow) -> Flow {
        let mut flow = self.pipeline(&list.first, behind, input);
        for more in &list.additional {
            let (AndOr::And(pipeline) | AndOr::Or(pipeline)) = more;
            flow.join(&self.pipeline(pipeline, behind, input));
        }
        flow
    }

    fn pipeline(&mut self, pipeline: &Pipeline, behind: bool, input: &Flow) -> Flow {
        let before = std::mem::replace(&mut self.shown, short(&pipeline.to_string()));
        let first = self.programs.len();
        let mut flow = input.clone();
        for command in &pipeline.seq {
            let written = self.command(command, &flow);
            flow = written;
        }
        let programs = self.programs[first..].to_vec();
        let itself = programs.iter().filter(|name| self.within.contains(name) || *name == "$0").count();
        if itself > 1 || itself == 1 && behind {
            self.object("FORK_BOMB", Level::Refuse, "It starts itself again and again until the machine stands still.");
        }
        let shell = |name: &String| flow::runs(&Invocation { name: name.clone(), ..Invocation::default() }).is_some();
        if pipeline.seq.len() > 1 && programs.iter().any(|name| flow::speaks(name)) && programs.iter().any(shell) {
            let why = "A program that speaks to the network is joined to one that runs what it is told.";
            self.object("REVERSE_SHELL", Level::Refuse, why);
        }
        self.shown = before;
        flow
    }

    fn simple(&mut self, command: &SimpleCommand, input: &Flow) -> Flow {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            self.object("TOO_LONG", Level::Refuse, "It has more commands than are looked at.");
        }
        if self.left == 0 {
            return Flow::default();
        }
        let items = || {
            command.prefix.iter().flat_map(|prefix| &prefix.0).chain(command.suffix.iter().flat_map(|suffix| &suffix.0))
        };
        let redirects =
            || items().filter_map(|item| if let Item::IoRedirect(redirect) = item { Some(redirect) } else { None });
        let mut input = self.redirects(redirects(), input);
        let mut words: Vec<Arg> = Vec::new();
        let (mut flowing, mut sinks) = (Flow::default(), Vec::new());
        if let Some(name) = &command.word_or_name {
            let named = if name.value == "$0" {
                vec![Arg { text: "$0".to_owned(), ..Arg::default() }]
            } else {
                self.words(&name.value)
            };
            words.extend(named);
        }
        for item in items() {
            match item {
                Item::Word(word) => words.extend(self.words(&word.value)),
                Item::AssignmentWord(assignment, word) => match &command.word_or_name {
                    Some(_) if words.len() > 1 || self.is_after(command, item) => words.extend(self.words(&word.value)),
                    _ => self.assign(&assignment.name, &assignment.value, command.word_or_name.is_none()),
                },
                Item::ProcessSubstitution(kind, shell) => {
                    match kind {
                        ProcessSubstitutionKind::Read => flowing.join(&self.list(&shell.list, &Flow::default())),
                        ProcessSubstitutionKind::Write => sinks.push(&shell.list),
                    }
                    words.push(Arg { text: "/dev/fd/63".to_owned(), ..Arg::default() });
                }
                Item::IoRedirect(_) => {}
            }
        }
        let Some(invocation) = Invocation::of(&words) else { return Flow::default() };
        // A script behind `<(…)` is run where a shell is given it as a file.
        let scripted = flow::runs(&invocation).is_some() || ["source", "."].contains(&invocation.name.as_str());
        let flow = if flowing.any && scripted {
            input = flowing;
            self.run_input(&invocation, &input)
        } else {
            let mut flow = self.invocation(&invocation, &input);
            flow.join(&flowing);
            flow
        };
        sinks.extend(redirects().filter_map(sink));
        for sink in sinks {
            self.list(sink, &flow);
        }
        for word in redirects().filter_map(written) {
            let paths = self.words(word);
            if !self.trials.is_within() {
                paths.iter().for_each(|path| self.files.write(path, &flow));
            }
        }
        flow
    }

    fn is_after(&self, command: &SimpleCommand, wanted: &Item) -> bool {
        command.suffix.iter().flat_map(|suffix| &suffix.0).any(|item| std::ptr::eq(item, wanted))
    }
}

mod carriers;
mod compound;
mod expansion;
mod invoke;
mod redirect;
mod trial;

/// One line of at most 160 characters.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 160 { line } else { line.chars().take(159).chain(['…']).collect() }
}
