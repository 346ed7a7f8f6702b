//! Programs that carry the command of another: `find -exec`, and those of the table, behind names and options.

use std::sync::LazyLock;

use super::super::invocation::inner;
use super::*;

const TABLE: &str = include_str!("../../../../data/command-carriers.txt");

/// How many commands of one program are looked at, where each value makes one.
const COMMANDS_OF_ONE: usize = 16;

/// How a carried command stands.
enum Form {
    /// As words, behind so many names; `true`: behind two dashes, where they are there.
    Words(usize, bool),
    /// As text for a shell, behind so many names.
    Text(usize),
    /// The same, and without a command a shell reads what flows in.
    Input(usize),
    /// As the value of an option.
    Option(Vec<&'static str>),
}

struct Carrier {
    program: &'static str,
    /// The words that must follow, each one of several.
    words: Vec<Vec<&'static str>>,
    options: Vec<&'static str>,
    form: Form,
}

static CARRIERS: LazyLock<Vec<Carrier>> =
    LazyLock::new(|| TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(carrier).collect());

fn carrier(line: &'static str) -> Option<Carrier> {
    let [program, words, options, place, form] = line.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let listed = |text: &'static str| if text == "-" { Vec::new() } else { text.split(',').collect() };
    let names = || place.trim_end_matches('-').parse::<usize>().ok();
    let form = match (place.strip_prefix('='), form) {
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

impl Carrier {
    /// The arguments behind the words that must follow.
    fn behind<'a>(&self, args: &'a [Arg]) -> Option<&'a [Arg]> {
        self.words.iter().try_fold(args, |args, word| {
            let (first, rest) = inner(args, &self.options, 0, false).split_first()?;
            word.contains(&first.text.as_str()).then_some(rest)
        })
    }
}

impl Walk {
    /// Walks what a program carries; none where it carries nothing.
    pub(super) fn carried(&mut self, invocation: &Invocation, input: &Flow) -> Option<Flow> {
        match invocation.name.as_str() {
            "find" => return self.found(invocation),
            "parallel" => return self.parallel(invocation, input),
            _ => {}
        }
        let mut flow = None;
        for carrier in CARRIERS.iter().filter(|carrier| carrier.program == invocation.name) {
            if let Some(args) = carrier.behind(&invocation.args) {
                flow = self.carry(carrier, args, input).or(flow);
            }
        }
        flow
    }

    fn carry(&mut self, carrier: &Carrier, args: &[Arg], input: &Flow) -> Option<Flow> {
        match &carrier.form {
            Form::Option(names) => {
                let options = Invocation { args: args.to_vec(), ..Invocation::default() };
                let script = names.iter().find_map(|name| {
                    let joined = args.iter().find_map(|arg| arg.text.strip_prefix(&format!("{name}=")));
                    let joined = joined.map(|text| Arg { text: text.to_owned(), ..Arg::default() });
                    joined.or_else(|| options.value(name).cloned())
                })?;
                Some(self.inner_script(&script, &[], input))
            }
            Form::Words(before, dashes) => {
                let marked = args.iter().position(|arg| arg.text == "--").filter(|_| *dashes);
                let words = marked.map_or_else(|| inner(args, &carrier.options, *before, false), |at| &args[at + 1..]);
                let entry = args.iter().position(|arg| arg.text == "--entrypoint").and_then(|at| args.get(at + 1));
                let entry = entry.cloned().or_else(|| {
                    let text = args.iter().find_map(|arg| arg.text.strip_prefix("--entrypoint="))?;
                    Some(Arg { text: text.to_owned(), ..Arg::default() })
                });
                let words: Vec<Arg> = entry.into_iter().chain(words.iter().cloned()).collect();
                let inner = Invocation::of(&words)?;
                Some(self.invocation(&inner, input))
            }
            Form::Text(before) | Form::Input(before) => {
                let words = inner(args, &carrier.options, *before, false);
                if !words.is_empty() {
                    return Some(self.inner_script(&Arg::joined(words), &[], input));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        assert_eq!(CARRIERS.len(), TABLE.lines().filter(|line| !line.starts_with('#')).count());
    }
}
