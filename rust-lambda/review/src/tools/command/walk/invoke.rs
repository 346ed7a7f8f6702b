//! One program: what its rules say, and what it runs in turn.

use super::super::databases;
use super::super::files::Made;
use super::*;

impl Walk {
    /// Judges a program; what it writes.
    pub(super) fn invocation(&mut self, invocation: &Invocation, input: &Flow) -> Flow {
        if !invocation.name.is_empty() && self.programs.len() < COMMANDS {
            self.programs.push(invocation.name.clone());
        }
        if let Some(flow) = self.fed(invocation, input) {
            return flow;
        }
        for objection in rules::objections(invocation) {
            self.objects(objection);
        }
        self.hidden(invocation);
        self.made(invocation, input);
        self.named(invocation);
        if let Some(flow) = self.carried(invocation, input).or_else(|| self.called(invocation, input)) {
            return flow;
        }
        let args = &invocation.args;
        match (invocation.name.as_str(), args.as_slice()) {
            ("eval", args) => {
                let script = Arg::joined(args);
                return self.with_own_arguments(&script, input);
            }
            ("trap", [script, ..]) if !script.text.starts_with('-') => drop(self.script(&script.text, input)),
            ("alias", args) => {
                for (_, script) in args.iter().filter_map(|arg| arg.text.split_once('=')) {
                    self.script(script, &Flow::default());
                }
            }
            ("source" | ".", [file, ..]) if ["/dev/stdin", "/dev/fd/0"].contains(&file.text.as_str()) => {
                return self.run_input(invocation, input);
            }
            ("export" | "declare" | "local" | "readonly" | "typeset", args) => self.exported(args),
            ("awk" | "gawk" | "mawk" | "nawk", _) => self.awk(invocation),
            _ => {}
        }
        match flow::runs(invocation) {
            Some(Runs::Script(script)) => {
                let after = args.iter().position(|arg| *arg == script).map_or(args.len(), |at| at + 2);
                return self.inner_script(&script, args.get(after..).unwrap_or_default(), input);
            }
            Some(Runs::Code(code)) => self.code(&code),
            Some(Runs::Input(_)) if input.any => return self.run_input(invocation, input),
            _ => {}
        }
        self.last_resort(invocation);
        self.statements(invocation, input);
        let mut flow = Flow { any: true, ..Flow::default() };
        if invocation.name == "find" {
            flow.paths = rules::searched(invocation);
        }
        let passes = ["cat", "tee", "less", "more"].contains(&invocation.name.as_str());
        flow.literal = flow::written(invocation).or_else(|| input.literal.clone().filter(|_| passes));
        flow.downloads = input.downloads || flow::downloads(invocation) || args.iter().any(|arg| arg.downloaded);
        flow.decodes = input.decodes || flow::decodes(invocation) || args.iter().any(|arg| arg.decoded);
        flow
    }

    /// `eval`: the words as a script, for which `$1` is what it was.
    fn with_own_arguments(&mut self, script: &Arg, input: &Flow) -> Flow {
        self.unread(script);
        self.script(&script.text, input)
    }

    /// A file that the script itself has made is run: what stands in it, where that is known.
    fn made(&mut self, invocation: &Invocation, input: &Flow) {
        // What is only tried may not happen, and then neither makes a file nor vouches for one.
        if !self.trials.is_within() {
            if Files::checks(invocation) {
                self.files.checked();
            }
            self.files.take(invocation, input);
        }
        match self.files.run(invocation) {
            Some(Made::Downloaded) => {
                let why = "It runs a file that it has just downloaded, and nobody has read it.";
                self.object("DOWNLOADED_SCRIPT", Level::Refuse, why);
            }
            Some(Made::Written(text)) => drop(self.script(&text, &Flow::default())),
            None => {}
        }
    }

    /// Statements that flow into a client of a database, or stand in a file that the script has made.
    fn statements(&mut self, invocation: &Invocation, input: &Flow) {
        if !databases::is_client(&invocation.name) {
            return;
        }
        let files = invocation.args.iter().filter_map(|arg| match self.files.read(arg) {
            Some(Made::Written(text)) => Some(text),
            _ => None,
        });
        let texts: Vec<String> = files.chain(input.literal.clone()).collect();
        for objection in texts.iter().filter_map(|text| databases::statements(text)) {
            self.objects(objection);
        }
        if input.downloads || input.decodes {
            let why = "It hands a database what it downloads or decodes, which nobody has read.";
            self.object("UNSEEN_SCRIPT", Level::Caution, why);
        }
    }

    /// A program that is named by what only a run tells.
    fn hidden(&mut self, invocation: &Invocation) {
        if invocation.hidden {
            let why = "Which program it runs is only known when it runs.";
            self.object("HIDDEN_PROGRAM", Level::Caution, why);
        }
    }

    /// What a program gets from its input as arguments: `xargs`.
    fn fed(&mut self, invocation: &Invocation, input: &Flow) -> Option<Flow> {
        let known = input.literal.is_some() || !input.paths.is_empty();
        if !invocation.fed || !known {
            return None;
        }
        let text = input.literal.as_deref().unwrap_or_default();
        let with = |args: Vec<Arg>| Invocation { args, fed: false, place: None, ..invocation.clone() };
        let Some(sign) = &invocation.place else {
            let words = text.split_whitespace().map(|text| Arg { text: text.to_owned(), ..Arg::default() });
            let args = invocation.args.iter().cloned().chain(words).chain(input.paths.iter().cloned());
            return Some(self.invocation(&with(args.collect()), &Flow::default()));
        };
        let mut flow = Flow::default();
        let found = input.paths.iter().map(|path| path.text.as_str());
        for line in text.lines().chain(found).take(16) {
            let put = |arg: &Arg| Arg { text: arg.text.replace(sign.as_str(), line.trim()), ..arg.clone() };
            let args = invocation.args.iter().map(put).collect();
            flow.join(&self.invocation(&with(args), &Flow::default()));
        }
        Some(flow)
    }

    pub(super) fn inner_script(&mut self, script: &Arg, args: &[Arg], input: &Flow) -> Flow {
        self.unread(script);
        // `bash -c 'x & x'` with its own name starts itself.
        self.with_arguments(args, |walk| walk.script(&script.text, input))
    }

    /// Objects to a script that nobody can have read.
    fn unread(&mut self, script: &Arg) {
        if script.downloaded {
            self.object("PIPED_DOWNLOAD", Level::Refuse, "It runs what it downloads, and nobody has read it.");
        } else if script.decoded {
            self.object("ENCODED_SCRIPT", Level::Refuse, "It runs what an encoding hides.");
        } else if script.unknown && script.text.trim().is_empty() {
            self.object("HIDDEN_SCRIPT", Level::Refuse, "It runs a script that is only known when it runs.");
        }
    }

    /// A shell or another interpreter that runs its input.
    pub(super) fn run_input(&mut self, invocation: &Invocation, input: &Flow) -> Flow {
        self.programs.push(invocation.name.clone());
        let shell = !matches!(flow::runs(invocation), Some(Runs::Input(false)));
        if input.downloads {
            self.object("PIPED_DOWNLOAD", Level::Refuse, "It runs what it downloads, and nobody has read it.");
        } else if input.decodes {
            self.object("ENCODED_SCRIPT", Level::Refuse, "It runs what an encoding hides.");
        } else if let Some(text) = input.literal.as_deref().filter(|_| shell) {
            return self.script(text, &Flow::default());
        } else if let Some(text) = &input.literal {
            self.code(&Arg { text: text.clone(), ..Arg::default() });
        } else {
            self.object("UNSEEN_SCRIPT", Level::Caution, "It runs what another program writes, which nobody has read.");
        }
        Flow { any: true, ..input.clone() }
    }

    /// Code of another language: no parser reads it here.
    fn code(&mut self, code: &Arg) {
        if code.downloaded {
            self.object("PIPED_DOWNLOAD", Level::Refuse, "It runs what it downloads, and nobody has read it.");
        }
        let lower = code.text.to_lowercase();
        let talks =
            ["socket", "fsockopen", "net.connect", "/dev/tcp", "tcpclient"].iter().any(|word| lower.contains(word));
        if talks {
            self.object("REVERSE_SHELL", Level::Refuse, "Code in an argument opens a connection.");
        } else {
            self.object(
                "INLINE_CODE",
                Level::Refuse,
                "Code of another language stands in an argument, and no rule reads it.",
            );
        }
    }

    fn exported(&mut self, args: &[Arg]) {
        for (name, value) in args.iter().filter(|arg| !arg.unknown).filter_map(|arg| arg.text.split_once('=')) {
            self.variables.insert(name.to_owned(), value.to_owned());
        }
    }

    fn awk(&mut self, invocation: &Invocation) {
        let runs = |arg: &Arg| {
            arg.text.contains("system(")
                || arg.text.contains("| \"")
                || arg.text.contains("|\"")
                || arg.text.contains("/inet/")
        };
        if invocation.args.iter().any(runs) {
            self.object("INLINE_CODE", Level::Refuse, "The program of awk starts other programs.");
        }
    }
}
