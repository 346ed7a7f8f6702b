//! A file, read once for all sources.

use crate::kind::{self, Kind, Language};
use crate::text::Lines;
use crate::tree::hcl::{self, TopBlock};
use crate::tree::{Node, Unreadable, json, yaml};

/// A file with what is known of it.
pub struct Document {
    /// Its path.
    pub path: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Its documents, where it is YAML or JSON.
    pub trees: Vec<Node>,
    /// Its blocks, where it is HCL.
    pub blocks: Vec<TopBlock>,
    /// Where its lines begin.
    pub lines: Lines,
    /// Why it could not be read as what it looks like.
    pub unreadable: Option<Unreadable>,
    /// What it was before the change.
    pub before: Option<Box<Document>>,
    /// The lines that the change touches.
    pub changed: Option<Vec<(u32, u32)>>,
    /// Whether comments in it may silence rules of a source that knows such comments.
    pub allowances: bool,
}

impl Document {
    /// Reads a file: its language, its tree, its kind.
    pub fn read(path: &str, text: &str) -> Document {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let said = kind::by_text(path, text);
        let mut document = Document {
            path: path.to_owned(),
            text: text.to_owned(),
            kind: said.unwrap_or(Kind::Unknown),
            trees: Vec::new(),
            blocks: Vec::new(),
            lines: Lines::new(text),
            unreadable: None,
            before: None,
            changed: None,
            allowances: false,
        };
        let language = kind::language(path, text);
        let read = match language {
            Language::Yaml => yaml::read(text).map(|trees| document.trees = trees),
            Language::Json => read_json(text).map(|trees| document.trees = trees),
            Language::Hcl => hcl::read(text).map(|blocks| document.blocks = blocks),
            Language::Text => Ok(()),
        };
        document.unreadable = read.err();
        if said.is_none() && language != Language::Text {
            document.kind = document.trees.iter().find_map(|tree| kind::by_keys(path, tree)).unwrap_or(Kind::Unknown);
        }
        document
    }

    /// Adds what it was before. A deleted file is of the kind that it was: nothing else tells what goes with it.
    pub fn with_before(mut self, before: Option<&str>) -> Document {
        self.before = before.map(|text| Box::new(Document::read(&self.path, text)));
        if let Some(former) = self.before.as_deref().filter(|former| !former.is_blank()) {
            if self.is_blank() {
                self.kind = former.kind;
                self.unreadable = None;
            }
        }
        self
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether a change empties or deletes it.
    pub fn is_deleted(&self) -> bool {
        self.is_blank() && self.before.as_deref().is_some_and(|former| !former.is_blank())
    }

    /// How many lines it has, at least one.
    pub fn line_count(&self) -> u32 {
        self.lines.count(&self.text).max(1)
    }

    /// The resources of a template, by their logical ids.
    pub fn template_resources(&self) -> impl Iterator<Item = (&str, &Node)> {
        let resources = self.trees.first().and_then(|tree| tree.get("Resources"));
        resources.map(Node::entries).unwrap_or_default().iter().map(|(key, node)| (key.text.as_str(), node))
    }
}

/// JSON as such; what only YAML allows is read as YAML, since files are named carelessly.
fn read_json(text: &str) -> Result<Vec<Node>, Unreadable> {
    match json::read(text) {
        Ok(node) => Ok(vec![node]),
        Err(why) if text.trim_start().starts_with(['{', '[']) => Err(why),
        Err(_) => yaml::read(text),
    }
}
