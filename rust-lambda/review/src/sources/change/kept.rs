//! What a resource need not say itself, since something else says it now.

use super::resources::{Resource, of_all_readings};
use super::stateful::plain;
use crate::document::Document;
use crate::kind::Kind;
use crate::objects;
use crate::tree::Node;

/// Keys in plain letters that may go from a resource without loss: settings of a bucket that are resources of their own
/// now, and what a pod says for its containers.
pub fn elsewhere(new: &Resource<'_>, document: &Document) -> Vec<String> {
    if new.kind == "aws_s3_bucket" {
        let all = document.others.iter().chain([document]).flat_map(of_all_readings);
        return all.filter_map(|other| other.kind.strip_prefix("aws_s3_bucket_").map(plain)).collect();
    }
    let inherited =
        |pod: &objects::Pod<'_>| pod.spec.at(&["securityContext", "runAsNonRoot"]).is_some_and(Node::is_true);
    let pods = if document.kind == Kind::Kubernetes { objects::pods(new.whole) } else { Vec::new() };
    if !pods.is_empty() && pods.iter().all(inherited) { vec!["runasnonroot".to_owned()] } else { Vec::new() }
}
