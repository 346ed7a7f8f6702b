//! A file with the values that others give its variables: a reading for each way in which they do.

use crate::document::Document;
use crate::folder::Sibling;
use crate::given::{self, Given};
use crate::kind::Kind;
use crate::modules;
use crate::template;
use crate::tree::Node;
use crate::variables::Values;

/// How many readings of one file are judged, where its variables are given several values.
const READINGS: usize = 8;

impl Document {
    /// The file with the values of its variables: once for each way in which others give them, and it itself. What it was
    /// has the values that the same ones gave then.
    pub fn in_folder(self, others: &[Sibling]) -> Vec<Document> {
        let former: Vec<Sibling> = others.iter().map(Sibling::earlier).collect();
        let before = self.before.as_deref();
        match self.kind {
            Kind::Terraform => {
                let now = modules::readings(&self.path, &self.blocks, others);
                let then = before.map(|before| modules::readings(&self.path, &before.blocks, &former));
                self.in_readings(paired(now, then.unwrap_or_default(), |one| one.giver.clone()), Document::with_values)
            }
            Kind::CloudFormation => {
                let given = |document: &Document, others: &[Sibling]| {
                    let tree = document.trees.first();
                    tree.map(|tree| given::parameters(&document.path, tree, others)).unwrap_or_default()
                };
                let (now, then) = (given(&self, others), before.map(|before| given(before, &former)));
                self.in_readings(paired(now, then.unwrap_or_default(), giver), Document::with_parameters)
            }
            Kind::Compose => {
                let (now, then) = (given::environment(&self.path, others), given::environment(&self.path, &former));
                self.in_readings(paired(now, then, giver), Document::with_environment)
            }
            _ => vec![self],
        }
    }

    /// One document for each reading that comes to something else.
    fn in_readings<T>(self, mut readings: Vec<T>, with: fn(Document, T) -> Document) -> Vec<Document> {
        if readings.len() < 2 {
            return vec![match readings.pop() {
                Some(only) => with(self, only),
                None => self,
            }];
        }
        let (mut all, mut cut): (Vec<Document>, bool) = (Vec::new(), false);
        for reading in readings {
            let document = with(self.clone(), reading);
            if all.iter().any(|known| known.says_the_same(&document)) {
                continue;
            }
            if all.len() == READINGS {
                cut = true;
                break;
            }
            all.push(document);
        }
        if let Some(first) = all.first_mut() {
            first.cut |= cut;
        }
        all
    }

    fn says_the_same(&self, other: &Document) -> bool {
        let same = |mine: &[Node], theirs: &[Node]| {
            mine.len() == theirs.len() && mine.iter().zip(theirs).all(|(one, other)| one.same(other))
        };
        let bodies = self.blocks.iter().zip(&other.blocks).all(|(one, other)| one.body.same(&other.body));
        let says = bodies && same(&self.readings, &other.readings) && same(&self.trees, &other.trees);
        let before = (self.before.as_deref(), other.before.as_deref());
        says && (before.0.zip(before.1).is_none_or(|(mine, theirs)| mine.says_the_same(theirs)))
    }

    fn with_values(mut self, (values, former): (Values, Values)) -> Document {
        self.blocks = values.put(&self.blocks);
        if let Some(before) = self.before.as_deref_mut() {
            before.blocks = former.put(&before.blocks);
        }
        self.giver.clone_from(&values.giver);
        self.cut = values.cut;
        self.values = values;
        self
    }

    fn with_parameters(mut self, ((giver, given), former): (Given, Given)) -> Document {
        let then = (former.clone(), former);
        self.before = self.before.map(|before| Box::new(before.with_parameters(then)));
        if let (Kind::CloudFormation, Some(tree)) = (self.kind, self.trees.first()) {
            self.readings = template::readings_with(tree, &given);
            self.resources = template::resources(&self.readings);
        }
        self.giver = Some(giver);
        self
    }

    fn with_environment(mut self, ((giver, given), former): (Given, Given)) -> Document {
        let then = (former.clone(), former);
        self.before = self.before.map(|before| Box::new(before.with_environment(then)));
        self.trees = self.trees.iter().map(|tree| given::put(tree, &given)).collect();
        self.giver = Some(giver);
        self
    }
}

/// Each way in which values are given, with what the same giver gave before; one that is new gives what it gives now.
fn paired<T: Clone>(now: Vec<T>, then: Vec<T>, giver: impl Fn(&T) -> Option<String>) -> Vec<(T, T)> {
    let former = |one: &T| then.iter().find(|old| giver(old) == giver(one)).unwrap_or(one).clone();
    now.into_iter().map(|one| (one.clone(), former(&one))).collect()
}

fn giver((giver, _): &Given) -> Option<String> {
    Some(giver.clone())
}
