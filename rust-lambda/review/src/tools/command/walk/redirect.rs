//! Where input comes from and output goes to.

use super::*;

impl Walk {
    /// Objects to what is written where it may not be; what flows in after all redirections.
    pub(super) fn redirects<'a>(&mut self, redirects: impl Iterator<Item = &'a IoRedirect>, input: &Flow) -> Flow {
        let mut flow = input.clone();
        for redirect in redirects {
            match redirect {
                IoRedirect::File(_, kind, Target::Filename(word) | Target::Duplicate(word)) => {
                    let words = self.words(&word.value);
                    for word in &words {
                        self.file(kind, &word.text);
                    }
                }
                IoRedirect::File(_, kind, Target::ProcessSubstitution(_, shell)) => {
                    let written = self.list(&shell.list);
                    if matches!(kind, Kind::Read) {
                        flow = written;
                    }
                }
                IoRedirect::File(_, _, Target::Fd(_)) => {}
                IoRedirect::HereDocument(_, document) => {
                    if document.requires_expansion {
                        self.hidden_scripts(&document.doc.value);
                    }
                    flow = Flow::literal(document.doc.value.clone());
                }
                IoRedirect::HereString(_, word) => {
                    let words = self.words(&word.value);
                    flow = here_string(&words);
                }
                IoRedirect::OutputAndError(word, _) => {
                    let words = self.words(&word.value);
                    for word in &words {
                        self.file(&Kind::Write, &word.text);
                    }
                }
            }
        }
        flow
    }

    fn file(&mut self, kind: &Kind, path: &str) {
        if path.contains("/dev/tcp/") || path.contains("/dev/udp/") {
            let why = "It joins this shell to a machine in the network.";
            self.object("REVERSE_SHELL", Level::Refuse, why);
        }
        if !matches!(kind, Kind::Read | Kind::DuplicateInput)
            && let Some(objection) = rules::written_to(path)
        {
            self.objects(objection);
        }
    }
}

fn here_string(words: &[Arg]) -> Flow {
    let mut flow = Flow::literal(words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "));
    if words.iter().any(|word| word.unknown) {
        flow.literal = None;
    }
    flow.downloads = words.iter().any(|word| word.downloaded);
    flow.decodes = words.iter().any(|word| word.decoded);
    flow
}
