//! The walk over the tree of a script, in the order in which it runs.

use brush_parser::ast::{
    AndOr, AndOrList, AssignmentName, AssignmentValue, Command, CommandPrefixOrSuffixItem as Item, CompoundCommand,
    CompoundList, IoFileRedirectKind as Kind, IoFileRedirectTarget as Target, IoRedirect, Pipeline, SeparatorOperator,
    SimpleCommand,
};

use super::flow::{self, Flow, Runs};
use super::invocation::{Invocation, base};
use super::rules::{self, Objection};
use super::words::{Arg, Variables, expand};
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
    /// Functions whose bodies are being walked.
    within: Vec<String>,
    depth: usize,
    left: usize,
    /// What is walked now, as it is told.
    shown: String,
}

impl Walk {
    /// One that knows nothing.
    pub fn new() -> Walk {
        let (findings, programs, within) = (Vec::new(), Vec::new(), Vec::new());
        Walk { findings, programs, variables: Variables::new(), within, depth: 0, left: COMMANDS, shown: String::new() }
    }

    /// Walks a script; what it writes.
    pub fn script(&mut self, text: &str) -> Flow {
        if self.depth >= DEPTH {
            self.object("TOO_DEEP", Level::Refuse, "Scripts lie within scripts, too deep to be followed.");
            return Flow::default();
        }
        match parse(text) {
            Ok(program) => {
                self.depth += 1;
                let shown = self.shown.clone();
                let flow = program.complete_commands.iter().map(|list| self.list(list)).last().unwrap_or_default();
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

    fn list(&mut self, CompoundList(items): &CompoundList) -> Flow {
        let mut flow = Flow::default();
        for item in items {
            let behind = matches!(item.1, SeparatorOperator::Async);
            flow.join(&self.and_or(&item.0, behind));
        }
        flow
    }

    fn and_or(&mut self, list: &AndOrList, behind: bool) -> Flow {
        let mut flow = self.pipeline(&list.first, behind);
        for more in &list.additional {
            let (AndOr::And(pipeline) | AndOr::Or(pipeline)) = more;
            flow.join(&self.pipeline(pipeline, behind));
        }
        flow
    }

    fn pipeline(&mut self, pipeline: &Pipeline, behind: bool) -> Flow {
        let before = std::mem::replace(&mut self.shown, short(&pipeline.to_string()));
        let first = self.programs.len();
        let mut flow = Flow::default();
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

    fn command(&mut self, command: &Command, input: &Flow) -> Flow {
        match command {
            Command::Simple(simple) => self.simple(simple, input),
            Command::Compound(compound, redirects) => {
                let input = self.redirects(redirects.iter().flat_map(|list| &list.0), input);
                self.compound(compound, &input)
            }
            Command::Function(function) => {
                self.within.push(function.fname.value.clone());
                self.compound(&function.body.0, &Flow::default());
                self.within.pop();
                Flow::default()
            }
            Command::ExtendedTest(test, _) => {
                self.hidden_scripts(&test.to_string());
                Flow::default()
            }
        }
    }

    fn compound(&mut self, compound: &CompoundCommand, input: &Flow) -> Flow {
        match compound {
            CompoundCommand::BraceGroup(group) => self.list(&group.list),
            CompoundCommand::Subshell(shell) => self.list(&shell.list),
            CompoundCommand::ForClause(each) => {
                for value in each.values.iter().flatten() {
                    let words = self.words(&value.value);
                    // The last value stands for all: a rule that objects to another is asked below.
                    if let Some(word) = words.iter().find(|word| !word.unknown) {
                        self.variables.insert(each.variable_name.clone(), word.text.clone());
                    }
                }
                self.list(&each.body.list)
            }
            CompoundCommand::ArithmeticForClause(each) => self.list(&each.body.list),
            CompoundCommand::CaseClause(case) => {
                self.words(&case.value.value);
                case.cases
                    .iter()
                    .filter_map(|item| item.cmd.as_ref())
                    .map(|list| self.list(list))
                    .last()
                    .unwrap_or_default()
            }
            CompoundCommand::IfClause(clause) => {
                self.list(&clause.condition);
                let mut flow = self.list(&clause.then);
                for other in clause.elses.iter().flatten() {
                    if let Some(condition) = &other.condition {
                        self.list(condition);
                    }
                    flow.join(&self.list(&other.body));
                }
                flow
            }
            CompoundCommand::WhileClause(clause) | CompoundCommand::UntilClause(clause) => {
                self.list(&clause.0);
                let unending = ["true", ":"].contains(&clause.0.to_string().trim_end_matches([';', ' ', '\n']));
                if unending && clause.1.list.0.iter().any(|item| matches!(item.1, SeparatorOperator::Async)) {
                    self.object("FORK_BOMB", Level::Refuse, "It starts one process after the other and never stops.");
                }
                // `while read line; do …` reads what flows in; nothing of it is run by that.
                let _ = input;
                self.list(&clause.1.list)
            }
            CompoundCommand::Coprocess(process) => self.command(&process.body, input),
            CompoundCommand::Arithmetic(_) => Flow::default(),
        }
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
            items().filter_map(|item| if let Item::IoRedirect(redirect) = item { Some(redirect) } else { None });
        let mut input = self.redirects(redirects, input);
        let mut words: Vec<Arg> = Vec::new();
        let mut flowing = Flow::default();
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
                Item::ProcessSubstitution(_, shell) => {
                    flowing.join(&self.list(&shell.list));
                    words.push(Arg { text: "/dev/fd/63".to_owned(), ..Arg::default() });
                }
                Item::IoRedirect(_) => {}
            }
        }
        let Some(invocation) = Invocation::of(&words) else { return Flow::default() };
        // A script behind `<(…)` is run where a shell is given it as a file.
        if flowing.any && (flow::runs(&invocation).is_some() || ["source", "."].contains(&invocation.name.as_str())) {
            input = flowing;
            return self.run_input(&invocation, &input);
        }
        self.invocation(&invocation, &input)
    }

    fn is_after(&self, command: &SimpleCommand, wanted: &Item) -> bool {
        command.suffix.iter().flat_map(|suffix| &suffix.0).any(|item| std::ptr::eq(item, wanted))
    }

    fn assign(&mut self, name: &AssignmentName, value: &AssignmentValue, stays: bool) {
        let AssignmentName::VariableName(name) = name else { return };
        match value {
            AssignmentValue::Scalar(word) => {
                let words = self.words(&word.value);
                let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
                if stays && !words.iter().any(|word| word.unknown) {
                    self.variables.insert(name.clone(), text);
                } else if stays {
                    self.variables.remove(name);
                }
            }
            AssignmentValue::Array(values) => values.iter().for_each(|(_, word)| {
                self.words(&word.value);
            }),
        }
    }

    /// The arguments of a word; scripts in it are walked, and what they write is put in where it is known.
    fn words(&mut self, word: &str) -> Vec<Arg> {
        let mut args = expand(word, &self.variables);
        let mut all = Vec::new();
        for arg in &mut args {
            let scripts = std::mem::take(&mut arg.scripts);
            let mut flow = Flow::default();
            for script in &scripts {
                flow.join(&self.script(script));
            }
            match flow.literal.take().filter(|_| scripts.len() == 1 && arg.text.is_empty()) {
                Some(text) => {
                    all.extend(text.split_whitespace().map(|text| Arg { text: text.to_owned(), ..Arg::default() }))
                }
                None => {
                    arg.downloaded = flow.downloads;
                    arg.decoded = flow.decodes;
                    all.push(arg.clone());
                }
            }
        }
        all
    }

    fn hidden_scripts(&mut self, text: &str) {
        for word in text.split_whitespace().filter(|word| word.contains("$(") || word.contains('`')) {
            self.words(word);
        }
    }
}

mod invoke;
mod redirect;

/// One line of at most 160 characters.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 160 { line } else { line.chars().take(159).chain(['…']).collect() }
}
