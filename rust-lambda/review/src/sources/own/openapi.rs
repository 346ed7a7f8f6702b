//! Descriptions of HTTP interfaces: who is asked, how keys travel, what is unbounded.

use std::collections::HashSet;

use super::catalogue as rules;
use crate::document::Document;
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::Node;

const VERBS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Reviews a description.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let Some(api) = document.trees.first() else { return };
    let say: &mut dyn FnMut(&Rule, u32, &str) = &mut |rule, line, about| found.own(rule, (line, line), None, about);
    let schemes = api.at(&["components", "securitySchemes"]).or_else(|| api.get("securityDefinitions"));
    servers(api, say);
    let named = schemes.map(Node::entries).unwrap_or_default();
    let kind = |name: &str| {
        named.iter().find(|(key, _)| key.text == name).and_then(|(_, node)| node.get("type")).and_then(Node::text)
    };
    for (key, scheme) in named {
        if scheme.get("type").and_then(Node::text) == Some("apiKey")
            && scheme.get("in").and_then(Node::text) == Some("query")
        {
            say(&rules::OPENAPI_KEY_IN_URL, scheme.line_of("in"), &key.text);
        }
        let basic = scheme.get("type").and_then(Node::text) == Some("basic")
            || scheme.get("scheme").and_then(Node::text).is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic"))
            || scheme.get("flow").and_then(Node::text) == Some("password")
            || scheme.at(&["flows", "password"]).is_some();
        if basic {
            say(&rules::OPENAPI_BASIC, key.line, &key.text);
        }
    }
    let top = api.get("security").filter(|security| !security.items().is_empty());
    let operations = operations(api);
    let silent = operations.is_empty() || operations.iter().any(|operation| operation.get("security").is_none());
    if top.is_none() && silent {
        say(&rules::OPENAPI_NO_SECURITY, api.entries().first().map_or(1, |(key, _)| key.line), "");
    }
    let keys_alone = |security: &Node, say: &mut dyn FnMut(&Rule, u32, &str)| {
        for requirement in security.items() {
            for (key, _) in requirement.entries().iter().filter(|(key, _)| kind(&key.text) == Some("apiKey")) {
                say(&rules::OPENAPI_API_KEY, key.line, &key.text);
            }
        }
    };
    if let Some(security) = top {
        keys_alone(security, say);
    }
    for operation in operations {
        let Some(security) = operation.get("security") else { continue };
        let open = security.items().is_empty()
            || security.items().iter().any(|item| item.is_map() && item.entries().is_empty());
        if open {
            say(&rules::OPENAPI_OPEN_OPERATION, operation.line_of("security"), "");
        }
        keys_alone(security, say);
    }
    schemas(api, say);
}

fn servers(api: &Node, say: &mut dyn FnMut(&Rule, u32, &str)) {
    let urls = api.get("servers").map(Node::items).unwrap_or_default().iter().filter_map(|server| server.get("url"));
    let schemes = api.get("schemes").map(Node::items).unwrap_or_default().iter();
    for node in urls.chain(schemes) {
        let text = node.text().unwrap_or_default();
        let local = ["http://localhost", "http://127.", "http://[::1]"].iter().any(|local| text.starts_with(local));
        if (text.starts_with("http://") && !local) || text == "http" {
            say(&rules::OPENAPI_PLAIN_HTTP, node.line, text);
        }
    }
}

fn operations(api: &Node) -> Vec<&Node> {
    let paths = api.get("paths").map(Node::entries).unwrap_or_default();
    let all = paths.iter().flat_map(|(_, path)| path.entries());
    all.filter(|(verb, _)| VERBS.contains(&verb.text.as_str())).map(|(_, operation)| operation).collect()
}

/// Objects and values that take anything.
fn schemas(api: &Node, say: &mut dyn FnMut(&Rule, u32, &str)) {
    // A part of a composition has to let the other parts' properties through.
    let mut parts: HashSet<*const Node> = HashSet::new();
    api.walk(&mut |node| {
        for list in ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| node.get(key)) {
            parts.extend(list.items().iter().map(std::ptr::from_ref));
        }
        let part = parts.contains(&std::ptr::from_ref(node));
        let kind = node.get("type").and_then(Node::text);
        let is_schema = |key: &str| node.get(key).is_some();
        let extra = node.get("additionalProperties");
        let composed = ["allOf", "oneOf", "anyOf", "discriminator"].iter().any(|key| is_schema(key));
        if kind == Some("object") && is_schema("properties") && !composed && !part {
            match extra {
                Some(extra) if extra.is_true() => {
                    say(&rules::OPENAPI_ANY_PROPERTY, node.line_of("additionalProperties"), "");
                }
                None => say(&rules::OPENAPI_OPEN_OBJECT, node.line_of("type"), ""),
                _ => {}
            }
        }
        let bound = match kind {
            Some("array") if is_schema("items") => "maxItems",
            Some("string")
                if !["enum", "format", "pattern", "const", "in", "flow"].iter().any(|key| is_schema(key)) =>
            {
                "maxLength"
            }
            Some("integer") if !is_schema("enum") => "maximum",
            _ => return,
        };
        if !is_schema(bound) {
            say(&rules::OPENAPI_UNBOUNDED, node.line_of("type"), bound);
        }
    });
}
