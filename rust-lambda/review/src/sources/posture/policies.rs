//! Policies by what they are about. The engine sorts all that it is given anew at every call, and is called for every
//! object and container; so it is only given those that can say something.

use std::collections::{BTreeMap, HashMap};

use rustmaninoff_engine::{Finding, Policy, Status, evaluate, evaluate_graph};
use rustmaninoff_ir::{Edge, Framework, Resource};

const FRAMEWORKS: [Framework; 4] =
    [Framework::Terraform, Framework::CloudFormation, Framework::Kubernetes, Framework::Docker];

/// Policies, sorted once.
pub struct Policies {
    count: usize,
    of: HashMap<Framework, Shelf>,
}

/// The policies for one language.
#[derive(Default)]
struct Shelf {
    /// By type, each list with those for every type.
    by_type: HashMap<String, Vec<Policy>>,
    /// Those for every type.
    every: Vec<Policy>,
    /// Those that look at how resources are connected.
    joined: Vec<Policy>,
}

impl Policies {
    /// Sorts policies.
    pub fn new(policies: &[Policy]) -> Policies {
        let of = |framework: Framework| {
            let shelf = Shelf::new(policies.iter().filter(|policy| policy.framework.is_none_or(|of| of == framework)));
            (framework, shelf)
        };
        Policies { count: policies.len(), of: FRAMEWORKS.map(of).into() }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// What resources fail by themselves.
    pub fn failed(&self, resources: Vec<Resource>) -> Vec<Finding> {
        let mut groups: BTreeMap<(&str, String), Vec<Resource>> = BTreeMap::new();
        for resource in resources {
            groups.entry((resource.framework.as_str(), resource.resource_type.clone())).or_default().push(resource);
        }
        let found = groups.values().flat_map(|group| {
            let policies = group.first().and_then(|first| self.about(first)).unwrap_or_default();
            evaluate(group, policies)
        });
        found.filter(|finding| finding.status == Status::Failed).collect()
    }

    /// What resources fail by their connections.
    pub fn failed_together(&self, resources: &[Resource], edges: &[Edge]) -> Vec<Finding> {
        let shelf = resources.first().and_then(|first| self.of.get(&first.framework));
        let found = shelf.map(|shelf| evaluate_graph(resources, edges, &shelf.joined)).unwrap_or_default();
        found.into_iter().filter(|finding| finding.status == Status::Failed).collect()
    }

    fn about(&self, resource: &Resource) -> Option<&[Policy]> {
        let shelf = self.of.get(&resource.framework)?;
        Some(shelf.by_type.get(&resource.resource_type).unwrap_or(&shelf.every))
    }
}

impl Shelf {
    fn new<'a>(policies: impl Iterator<Item = &'a Policy>) -> Shelf {
        let mut shelf = Shelf::default();
        let (joined, single): (Vec<&Policy>, Vec<&Policy>) =
            policies.partition(|policy| policy.definition.needs_graph());
        shelf.joined = joined.into_iter().cloned().collect();
        for policy in single {
            if policy.resource_types.iter().any(|kind| kind == "*" || kind == "all") {
                shelf.every.push(policy.clone());
                continue;
            }
            for kind in &policy.resource_types {
                shelf.by_type.entry(kind.clone()).or_default().push(policy.clone());
            }
        }
        for policies in shelf.by_type.values_mut() {
            policies.extend(shelf.every.iter().cloned());
        }
        shelf
    }
}
