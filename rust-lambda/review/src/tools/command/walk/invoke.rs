//! One program: what its rules say, and what it runs in turn.

use super::*;

/// Programs that take a command in their arguments, behind names and options of their own.
const CARRIERS: [&str; 11] =
    ["ssh", "docker", "podman", "nerdctl", "kubectl", "oc", "lxc", "su", "script", "vagrant", "machinectl"];

impl Walk {
    /// Judges a program; what it writes.
    pub(super) fn invocation(&mut self, invocation: &Invocation, input: &Flow) -> Flow {
        if !invocation.name.is_empty() && self.programs.len() < COMMANDS {
            self.programs.push(invocation.name.clone());
        }
        for objection in rules::objections(invocation) {
            self.objects(objection);
        }
        self.hidden(invocation);
        self.carried(invocation);
        let args = &invocation.args;
        match (invocation.name.as_str(), args.as_slice()) {
            ("eval", args) => return self.evaluated(args),
            ("trap", [script, ..]) if !script.text.starts_with('-') => drop(self.script(&script.text)),
            ("alias", args) => {
                for (_, script) in args.iter().filter_map(|arg| arg.text.split_once('=')) {
                    self.script(script);
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
            Some(Runs::Script(script)) => return self.inner_script(&script),
            Some(Runs::Code(code)) => self.code(&code),
            Some(Runs::Input(_)) if input.any => return self.run_input(invocation, input),
            _ => {}
        }
        let mut flow = Flow { any: true, ..Flow::default() };
        let passes = ["cat", "tee", "less", "more"].contains(&invocation.name.as_str());
        flow.literal = flow::written(invocation).or_else(|| input.literal.clone().filter(|_| passes));
        flow.downloads = input.downloads || flow::downloads(invocation) || args.iter().any(|arg| arg.downloaded);
        flow.decodes = input.decodes || flow::decodes(invocation) || args.iter().any(|arg| arg.decoded);
        flow
    }

    /// A program that is named by what only a run tells.
    fn hidden(&mut self, invocation: &Invocation) {
        if invocation.hidden {
            let why = "Which program it runs is only known when it runs.";
            self.object("HIDDEN_PROGRAM", Level::Caution, why);
        }
    }

    /// What `find -exec`, `ssh HOST`, `docker run IMAGE` and their like run.
    fn carried(&mut self, invocation: &Invocation) {
        let args = &invocation.args;
        if invocation.name == "find" {
            let flags = ["-exec", "-execdir", "-ok", "-okdir"];
            let starts: Vec<usize> = args
                .iter()
                .enumerate()
                .filter(|(_, arg)| flags.contains(&arg.text.as_str()))
                .map(|(at, _)| at + 1)
                .collect();
            for start in starts {
                let end = args[start..]
                    .iter()
                    .position(|arg| arg.text == ";" || arg.text == "+")
                    .unwrap_or(args.len() - start);
                if let Some(mut inner) = Invocation::of(&args[start..start + end]) {
                    // What it finds stands for the braces: the folders that it looks through.
                    inner.args.retain(|arg| arg.text != "{}");
                    inner.args.extend(rules::searched(invocation));
                    inner.fed = true;
                    self.invocation(&inner, &Flow::default());
                }
            }
        }
        if !CARRIERS.contains(&invocation.name.as_str()) {
            return;
        }
        if let Some(script) = invocation.value("-c").filter(|_| ["su", "script"].contains(&invocation.name.as_str())) {
            self.inner_script(&script.clone());
        }
        if invocation.name == "ssh" {
            let host = invocation.operands().next().and_then(|host| args.iter().position(|arg| arg == host));
            let said: Vec<&str> =
                args[host.map_or(args.len(), |at| at + 1)..].iter().map(|arg| arg.text.as_str()).collect();
            self.script(&said.join(" "));
            return;
        }
        // The first argument that is a shell, a language or a program with rules of its own begins the command.
        let begins = |arg: &Arg| {
            ["rm", "dd", "sudo"].contains(&base(&arg.text).as_str())
                || flow::runs(&Invocation { name: base(&arg.text), ..Invocation::default() }).is_some()
        };
        if let Some(at) = args.iter().position(begins).filter(|at| *at > 0)
            && let Some(inner) = Invocation::of(&args[at..])
        {
            self.invocation(&inner, &Flow::default());
        }
    }

    fn inner_script(&mut self, script: &Arg) -> Flow {
        if script.downloaded {
            self.object("PIPED_DOWNLOAD", Level::Refuse, "It runs what it downloads, and nobody has read it.");
        } else if script.decoded {
            self.object("ENCODED_SCRIPT", Level::Refuse, "It runs what an encoding hides.");
        } else if script.unknown && script.text.trim().is_empty() {
            self.object("HIDDEN_SCRIPT", Level::Refuse, "It runs a script that is only known when it runs.");
        }
        // `bash -c 'x & x'` with its own name starts itself.
        self.script(&script.text)
    }

    fn evaluated(&mut self, args: &[Arg]) -> Flow {
        let text = args.iter().map(|arg| arg.text.as_str()).collect::<Vec<_>>().join(" ");
        let any = |part: fn(&Arg) -> bool| args.iter().any(part);
        let script = Arg {
            unknown: any(|arg| arg.unknown),
            downloaded: any(|arg| arg.downloaded),
            decoded: any(|arg| arg.decoded),
            text,
            ..Arg::default()
        };
        self.inner_script(&script)
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
            return self.script(text);
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
