//! Paths of a machine, by what they mean: nothing is looked up.

/// The path without `.`, `..` and doubled slashes.
pub fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let rooted = path.starts_with('/');
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match (part, parts.last()) {
            ("..", None) if rooted => {}
            ("..", Some(last)) if *last != ".." && *last != "~" => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// Whether a path leads up and up and nowhere down: from wherever it begins, it ends at or near the root.
pub fn is_far_above(path: &str) -> bool {
    // A project lies seldom deeper than this below the root.
    const FAR: usize = 4;
    let normal = normal(path);
    let parts: Vec<&str> = normal.split('/').collect();
    parts.len() >= FAR && parts.iter().all(|part| *part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_what_it_means() {
        for (path, meant) in [
            ("//", "/"),
            ("/./", "/"),
            ("/../", "/"),
            ("/etc/..", "/"),
            ("///etc//", "/etc"),
            ("./a/../b", "b"),
            ("", "."),
        ] {
            assert_eq!(normal(path), meant, "{path}");
        }
        assert!(is_far_above("./../../../..") && !is_far_above("../data") && !is_far_above("/"));
    }
}
