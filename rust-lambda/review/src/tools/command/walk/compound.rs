//! Loops, choices, groups and functions: what flows into them flows into their commands.

use brush_parser::ast::{Command, CompoundCommand, ForClauseCommand, WhileOrUntilClauseCommand};

use super::*;

/// How many values of a loop are tried.
const VALUES: usize = 16;

/// Names under which a script finds its arguments.
const POSITIONS: [&str; 12] = ["@", "*", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

impl Walk {
    pub(super) fn command(&mut self, command: &Command, input: &Flow) -> Flow {
        match command {
            Command::Simple(simple) => self.simple(simple, input),
            Command::Compound(compound, redirects) => {
                let input = self.redirects(redirects.iter().flat_map(|list| &list.0), input);
                self.compound(compound, &input)
            }
            Command::Function(function) => {
                let name = function.fname.value.clone();
                Rc::make_mut(&mut self.functions).insert(name.clone(), function.body.clone());
                self.within.push(name);
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
            CompoundCommand::BraceGroup(group) => self.list(&group.list, input),
            CompoundCommand::Subshell(shell) => self.list(&shell.list, input),
            CompoundCommand::ForClause(each) => self.each(each, input),
            CompoundCommand::ArithmeticForClause(each) => self.list(&each.body.list, input),
            CompoundCommand::CaseClause(case) => {
                self.words(&case.value.value);
                let mut flow = Flow::default();
                for list in case.cases.iter().filter_map(|item| item.cmd.as_ref()) {
                    flow.join(&self.list(list, input));
                }
                flow
            }
            CompoundCommand::IfClause(clause) => {
                self.list(&clause.condition, input);
                let mut flow = self.list(&clause.then, input);
                for other in clause.elses.iter().flatten() {
                    if let Some(condition) = &other.condition {
                        self.list(condition, input);
                    }
                    flow.join(&self.list(&other.body, input));
                }
                flow
            }
            CompoundCommand::WhileClause(clause) | CompoundCommand::UntilClause(clause) => self.while_so(clause, input),
            CompoundCommand::Coprocess(process) => self.command(&process.body, input),
            CompoundCommand::Arithmetic(_) => Flow::default(),
        }
    }

    /// A loop over values: once with each that is known, and once with one that is not.
    fn each(&mut self, each: &ForClauseCommand, input: &Flow) -> Flow {
        let values: Vec<Arg> = each.values.iter().flatten().flat_map(|value| self.words(&value.value)).collect();
        let mut flow = Flow::default();
        for value in values.iter().filter(|value| !value.unknown).take(VALUES) {
            self.variables.insert(each.variable_name.clone(), value.text.clone());
            flow.join(&self.list(&each.body.list, input));
        }
        if values.is_empty() || values.len() > VALUES || values.iter().any(|value| value.unknown) {
            self.variables.remove(&each.variable_name);
            flow.join(&self.list(&each.body.list, input));
        }
        flow
    }

    fn while_so(&mut self, clause: &WhileOrUntilClauseCommand, input: &Flow) -> Flow {
        self.list(&clause.0, input);
        let condition = clause.0.to_string();
        let unending = ["true", ":"].contains(&condition.trim_end_matches([';', ' ', '\n']));
        if unending && clause.1.list.0.iter().any(|item| matches!(item.1, SeparatorOperator::Async)) {
            self.object("FORK_BOMB", Level::Refuse, "It starts one process after the other and never stops.");
        }
        // `while read line; do …` takes what flows in, a line at a time.
        let name = reads(&condition);
        let Some((name, text)) = name.zip(input.literal.as_deref()) else { return self.list(&clause.1.list, input) };
        let mut flow = Flow::default();
        for line in text.lines().take(VALUES) {
            self.variables.insert(name.to_owned(), line.trim().to_owned());
            flow.join(&self.list(&clause.1.list, &Flow::default()));
        }
        flow
    }

    /// A function that the script has defined, with its arguments.
    pub(super) fn called(&mut self, invocation: &Invocation, input: &Flow) -> Option<Flow> {
        let body = self.functions.get(&invocation.path).cloned()?;
        if self.within.contains(&invocation.path) || self.depth >= DEPTH {
            return None;
        }
        self.within.push(invocation.path.clone());
        self.depth += 1;
        let flow = self.with_arguments(&invocation.args, |walk| walk.compound(&body.0, input));
        self.depth -= 1;
        self.within.pop();
        Some(flow)
    }

    /// Walks something for which `$1`, `$@` and the like have values.
    pub(super) fn with_arguments(&mut self, args: &[Arg], walk: impl FnOnce(&mut Walk) -> Flow) -> Flow {
        let before: Vec<_> = POSITIONS.iter().map(|name| self.variables.remove(*name)).collect();
        if !args.is_empty() && !args.iter().any(|arg| arg.unknown) {
            let all = Arg::joined(args).text;
            self.variables.extend(["@", "*"].map(|name| (name.to_owned(), all.clone())));
            self.variables.extend(args.iter().enumerate().map(|(at, arg)| ((at + 1).to_string(), arg.text.clone())));
        }
        let flow = walk(self);
        for (name, value) in POSITIONS.iter().zip(before) {
            match value {
                Some(value) => self.variables.insert((*name).to_owned(), value),
                None => self.variables.remove(*name),
            };
        }
        flow
    }
}

/// The variable that `read` puts a line into.
fn reads(condition: &str) -> Option<&str> {
    let mut words = condition.trim().trim_end_matches(';').split_whitespace();
    words.find(|word| *word == "read")?;
    words.rfind(|word| !word.starts_with('-') && word.chars().all(|c| c.is_alphanumeric() || c == '_'))
}
