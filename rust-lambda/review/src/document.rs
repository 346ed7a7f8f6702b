//! A file, read once for all sources.

use std::rc::Rc;

use crate::called::Within;
use crate::kind::{self, Kind, Language};
use crate::template;
use crate::text::Lines;
use crate::tree::hcl::{self, TopBlock};
use crate::tree::{Key, Node, Unreadable, Value, json, yaml};
use crate::variables::Values;

/// A file with what is known of it.
#[derive(Clone)]
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
    /// What a template may be, its intrinsic functions resolved.
    pub readings: Vec<Node>,
    /// The resources of all readings.
    pub resources: Vec<(Key, Node)>,
    /// What its variables are.
    pub values: Values,
    /// Who gives its variables these values, where several do.
    pub giver: Option<String>,
    /// Others give them other values, which are not looked at.
    pub cut: bool,
    /// Other files of the change, from or to which its resources may have moved.
    pub others: Vec<Document>,
    /// What it calls, as far as that is shown.
    pub within: Rc<Within>,
    /// Where its lines begin.
    pub lines: Lines,
    /// Why it could not be read as what it looks like.
    pub unreadable: Option<Unreadable>,
    /// Documents of it that could not be read, beside others that could.
    pub broken: Vec<Unreadable>,
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
        let named = kind::language(path);
        let mut document = Document {
            path: path.to_owned(),
            text: text.to_owned(),
            kind: Kind::Unknown,
            trees: Vec::new(),
            blocks: Vec::new(),
            readings: Vec::new(),
            resources: Vec::new(),
            values: Values::default(),
            giver: None,
            cut: false,
            others: Vec::new(),
            within: Rc::default(),
            lines: Lines::new(text),
            unreadable: None,
            broken: Vec::new(),
            before: None,
            changed: None,
            allowances: false,
        };
        let looks = kind::looks(text);
        let mut read = document.parse(named.unwrap_or(looks));
        // A name that lies about the language keeps nobody from reading it.
        if read.is_err() && Some(looks) != named && looks != Language::Text && document.parse(looks).is_ok() {
            read = Ok(());
        }
        document.kind = kind::of(path, text, &document.trees, &document.blocks);
        // What only looked like a language, and is of another kind, need not be readable in it.
        document.unreadable = read.err().filter(|_| named.is_some() || document.kind == Kind::Unknown);
        if named.is_none() && kind::keys::kind(&document.trees).is_none() {
            document.broken.clear();
        }
        if document.kind == Kind::Terraform && document.blocks.is_empty() {
            document.blocks = document.trees.iter().flat_map(hcl::from_json).collect();
        }
        if document.kind == Kind::Serverless {
            document.trees = document.trees.iter().map(opened).collect();
            let embedded = document.trees.iter().filter_map(|tree| tree.get("resources"));
            for template in embedded.flat_map(Node::one_or_many).filter(|node| node.get("Resources").is_some()) {
                let readings = template::readings(template);
                document.resources.extend(template::resources(&readings));
                document.readings.extend(readings);
            }
        }
        if let (Kind::CloudFormation, Some(tree)) = (document.kind, document.trees.first()) {
            document.readings = template::readings(tree);
            document.resources = template::resources(&document.readings);
        }
        document
    }

    fn parse(&mut self, language: Language) -> Result<(), Unreadable> {
        match language {
            Language::Yaml => {
                yaml::read_parts(&self.text).map(|(trees, broken)| (self.trees, self.broken) = (trees, broken))
            }
            Language::Json => read_json(&self.text).map(|trees| self.trees = trees),
            Language::Hcl => hcl::read(&self.text).map(|blocks| self.blocks = blocks),
            Language::Text => Ok(()),
        }
    }

    /// Adds what it was before. A deleted file is of the kind that it was: nothing else tells what goes with it.
    pub fn with_before(mut self, before: Option<&str>) -> Document {
        self.before = before.map(|text| Box::new(Document::read(&self.path, text)));
        if let Some(former) = self.before.as_deref().filter(|former| self.is_blank() && !former.is_blank()) {
            self.kind = former.kind;
            self.broken.clear();
            self.unreadable = None;
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

    /// The resources of a template, by their logical ids; one that depends on a condition in each of its forms.
    pub fn template_resources(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.resources.iter().map(|(key, node)| (key.text.as_str(), node))
    }
}

/// A service whose variables are open. In its embedded template the same signs are CloudFormation's.
fn opened(tree: &Node) -> Node {
    let entries = tree.entries().iter().map(|(key, node)| {
        (key.clone(), if key.text == "resources" && !node.is_open() { node.clone() } else { hcl::interpolated(node) })
    });
    Node { value: Value::Map(entries.collect()), line: tree.line, end: tree.end }
}

/// JSON as such; what only YAML allows is read as YAML, since files are named carelessly.
fn read_json(text: &str) -> Result<Vec<Node>, Unreadable> {
    match json::read(text) {
        Ok(node) => Ok(vec![node]),
        Err(why) => yaml::read(text).map_err(|_| why),
    }
}
