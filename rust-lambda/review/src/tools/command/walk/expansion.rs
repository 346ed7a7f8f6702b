//! What words become: values of variables, and what scripts in them write.

use brush_parser::ast::{AssignmentName, AssignmentValue};

use super::super::words::expand;
use super::*;

impl Walk {
    pub(super) fn assign(&mut self, name: &AssignmentName, value: &AssignmentValue, stays: bool) {
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
    pub(super) fn words(&mut self, word: &str) -> Vec<Arg> {
        let mut args = expand(word, &self.variables);
        let mut all = Vec::new();
        for arg in &mut args {
            let scripts = std::mem::take(&mut arg.scripts);
            let mut flow = Flow::default();
            for script in &scripts {
                flow.join(&self.script(script, &Flow::default()));
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

    pub(super) fn hidden_scripts(&mut self, text: &str) {
        for word in text.split_whitespace().filter(|word| word.contains("$(") || word.contains('`')) {
            self.words(word);
        }
    }
}
