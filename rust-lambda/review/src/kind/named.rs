//! What a name says. It is believed where the content does not say otherwise.

use super::{Kind, name};

const LOCKS: [&str; 11] = [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "cargo.lock",
    "poetry.lock",
    "uv.lock",
    "pipfile.lock",
    "go.sum",
    "gemfile.lock",
    "composer.lock",
];

/// The kind that a name alone tells. `.conf`, `.ini` and the like tell none: they hold anything.
pub fn kind(path: &str) -> Option<Kind> {
    let name = name(path);
    let docker =
        |word: &str| name == word || name.starts_with(&format!("{word}.")) || name.ends_with(&format!(".{word}"));
    if LOCKS.contains(&name.as_str()) {
        return Some(Kind::Lockfile);
    }
    if docker("dockerfile") || docker("containerfile") {
        return Some(Kind::Dockerfile);
    }
    if name == ".env" || name.starts_with(".env.") || name.ends_with(".env") {
        return Some(Kind::Env);
    }
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("tf" | "tofu" | "tfvars") => Some(Kind::Terraform),
        _ if name.ends_with(".tf.json") || name.ends_with(".tofu.json") => Some(Kind::Terraform),
        Some("sql") => Some(Kind::Sql),
        _ => None,
    }
}
