//! Where input comes from and output goes to.

use super::super::files::Made;
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
                        if let Some(Made::Written(text)) = self.files.read(word).filter(|_| matches!(kind, Kind::Read))
                        {
                            flow = Flow::literal(text);
                        } else if matches!(kind, Kind::Read) {
                            flow.downloads |= self.files.is_downloaded(word);
                            flow.any = true;
                        }
                    }
                }
                IoRedirect::File(_, Kind::Read, Target::ProcessSubstitution(_, shell)) => {
                    flow = self.list(&shell.list, &Flow::default());
                }
                // What is written into a process is known once the command is walked.
                IoRedirect::File(_, _, Target::ProcessSubstitution(..) | Target::Fd(_)) => {}
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

/// The process that a redirection writes into.
pub(super) fn sink(redirect: &IoRedirect) -> Option<&CompoundList> {
    match redirect {
        IoRedirect::File(_, Kind::Write | Kind::Append | Kind::Clobber, Target::ProcessSubstitution(_, shell)) => {
            Some(&shell.list)
        }
        _ => None,
    }
}

/// The word of a file that a redirection writes to.
pub(super) fn written(redirect: &IoRedirect) -> Option<&str> {
    match redirect {
        IoRedirect::File(_, Kind::Write | Kind::Append | Kind::Clobber, Target::Filename(word)) => Some(&word.value),
        IoRedirect::OutputAndError(word, _) => Some(&word.value),
        _ => None,
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
