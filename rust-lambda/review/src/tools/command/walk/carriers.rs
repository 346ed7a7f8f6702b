//! Programs that carry the command of another: `find -exec`, and those of the table, behind names and options.

use super::super::carrier::{self, Carrier, Form};
use super::super::invocation::{inner, value_of};
use super::*;

/// How many commands of one program are looked at, where each value makes one.
const COMMANDS_OF_ONE: usize = 16;

impl Walk {
    /// Walks what a program carries; none where it carries nothing.
    pub(super) fn carried(&mut self, invocation: &Invocation, input: &Flow) -> Option<Flow> {
        match invocation.name.as_str() {
            "find" => return self.found(invocation),
            "parallel" => return self.parallel(invocation, input),
            _ => {}
        }
        let mut flow = None;
        for carrier in carrier::of(&invocation.name) {
            let behind = carrier.behind(&invocation.args);
            if behind.unsure {
                let why = "An option that is not known here stands before its subcommand: nobody knows what it runs.";
                self.object("CARRIER_UNREAD", Level::Caution, why);
            }
            for args in behind.readings {
                flow = self.carry(carrier, args, input).or(flow);
            }
        }
        flow
    }

    fn carry(&mut self, carrier: &Carrier, args: &[Arg], input: &Flow) -> Option<Flow> {
        match &carrier.form {
            Form::Option(names) => {
                let script = value_of(args, names, &carrier.options)?;
                Some(self.inner_script(&script, &[], input))
            }
            Form::Program(names) => {
                let program = value_of(args, names, &carrier.options)?;
                let marked = args.iter().position(|arg| arg.text == "--").map_or(args.len(), |at| at + 1);
                let words: Vec<Arg> = std::iter::once(program).chain(args[marked..].iter().cloned()).collect();
                Some(self.invocation(&Invocation::of(&words)?, input))
            }
            Form::Words(before, dashes) => {
                let marked = args.iter().position(|arg| arg.text == "--").filter(|_| *dashes);
                let words = marked.map_or_else(|| carrier.command(args, *before), |at| &args[at + 1..]);
                let entry = value_of(&args[..args.len() - words.len()], &["--entrypoint"], &carrier.options);
                let words: Vec<Arg> = entry.into_iter().chain(words.iter().cloned()).collect();
                let inner = Invocation::of(&words)?;
                Some(self.invocation(&inner, input))
            }
            Form::Text(before) | Form::Input(before) => {
                let words = carrier.command(args, *before);
                if !words.is_empty() {
                    let flow = self.inner_script(&Arg::joined(words), &[], input);
                    // The text has lost its quotes, which whoever wrote it may not have meant.
                    if words.len() > 1 && !self.findings.iter().any(|finding| finding.level == Level::Refuse) {
                        self.try_words(words);
                    }
                    return Some(flow);
                }
                let reads = matches!(carrier.form, Form::Input(_)) && input.any;
                reads.then(|| self.run_input(&Invocation::shell(Arg::default()), input))
            }
        }
    }

    /// `find … -exec PROGRAM {} +`: what it finds are the folders that it looks through.
    fn found(&mut self, invocation: &Invocation) -> Option<Flow> {
        let (args, flags) = (&invocation.args, ["-exec", "-execdir", "-ok", "-okdir"]);
        let starts =
            args.iter().enumerate().filter(|(_, arg)| flags.contains(&arg.text.as_str())).map(|(at, _)| at + 1);
        let folders = rules::searched(invocation);
        let place = folders.first().map_or("", |folder| folder.text.as_str());
        let mut flow = None;
        for start in starts {
            let ends = |arg: &Arg| arg.text == ";" || arg.text == "+";
            let end = args[start..].iter().position(ends).unwrap_or(args.len() - start);
            let Some(mut inner) = Invocation::of(&args[start..start + end]) else { continue };
            inner.args.retain(|arg| arg.text != "{}");
            for arg in inner.args.iter_mut().filter(|arg| arg.text.contains("{}")) {
                arg.text = arg.text.replace("{}", if place.is_empty() { "\"$1\"" } else { place });
            }
            inner.args.extend(folders.iter().cloned());
            inner.fed = true;
            flow = Some(self.invocation(&inner, &Flow::default()));
        }
        flow
    }

    /// `parallel 'rm {}' ::: a b`: the command once with each value.
    fn parallel(&mut self, invocation: &Invocation, input: &Flow) -> Option<Flow> {
        let words =
            inner(&invocation.args, &["-j", "--jobs", "--colsep", "-a", "--arg-file", "-S", "--delay"], 0, false);
        let marked = words.iter().position(|arg| arg.text.starts_with(":::"));
        let (command, values) = marked.map_or((words, &[][..]), |at| (&words[..at], &words[at + 1..]));
        let text = Arg::joined(command);
        let given: Vec<String> = match &input.literal {
            Some(lines) if marked.is_none() => lines.lines().map(str::to_owned).collect(),
            _ => values.iter().map(|value| value.text.clone()).collect(),
        };
        if given.is_empty() {
            let inner = Invocation { fed: true, ..Invocation::of(command)? };
            return Some(self.invocation(&inner, &Flow { literal: None, ..input.clone() }));
        }
        let mut flow = Flow::default();
        for value in given.iter().take(COMMANDS_OF_ONE) {
            // A value is quoted, a command that is one is not.
            let quoted = format!("'{}'", value.replace('\'', "'\\''"));
            let script = match text.text.as_str() {
                "" => value.clone(),
                command if command.contains("{}") => command.replace("{}", &quoted),
                command => format!("{command} {quoted}"),
            };
            flow.join(&self.inner_script(&Arg { text: script, ..text.clone() }, &[], &Flow::default()));
        }
        Some(flow)
    }
}

impl Carrier {
    /// The words of the command behind options and so many names. Options may stand behind the names too, and two dashes.
    fn command<'a>(&self, args: &'a [Arg], names: usize) -> &'a [Arg] {
        let words = inner(args, &self.options, names, false);
        match &self.form {
            Form::Words(_, false) => match words.split_first() {
                Some((first, rest)) if first.text == "--" => rest,
                _ => words,
            },
            _ => inner(words, &self.options, 0, false),
        }
    }
}
