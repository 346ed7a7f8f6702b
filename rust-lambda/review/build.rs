//! Takes the Guard rules of AWS Control Tower from the npm package that brings them, where it is installed: as a table
//! of lines, less what is written for people. Without it the program is built without the source `guard`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Value, json};

const PACKAGE: &str = "../../node_modules/@cdklabs/cdk-validator-cfnguard";

fn main() {
    println!("cargo:rustc-check-cfg=cfg(control_tower)");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    // What tells that packages were installed anew; a path that is not there would mean a build each time.
    for known in ["../../package-lock.json", "../../node_modules/.package-lock.json", "build.rs"] {
        let path = root.join(known);
        if path.exists() {
            println!("cargo:rerun-if-changed={}", path.display());
        }
    }
    let package = root.join(PACKAGE);
    let Some((version, rules)) = version(&package).zip(rules(&package.join("rules/control-tower"))) else { return };
    let Some(out) = env::var_os("OUT_DIR") else { return };
    if fs::write(Path::new(&out).join("control-tower.jsonl"), rules.join("\n")).is_ok() {
        println!("cargo:rustc-cfg=control_tower");
        println!("cargo:rustc-env=CONTROL_TOWER={version}");
    }
}

fn version(package: &Path) -> Option<String> {
    let text = fs::read_to_string(package.join("package.json")).ok()?;
    Some(serde_json::from_str::<Value>(&text).ok()?["version"].as_str()?.to_owned())
}

/// A line for each rule, by its id: what describes it stands in a file of its own, of the same name.
fn rules(folder: &Path) -> Option<Vec<String>> {
    let mut rules = Vec::new();
    for service in fs::read_dir(folder.join("cfn-guard")).ok()?.flatten() {
        for file in fs::read_dir(service.path()).ok()?.flatten() {
            let name = file.file_name().to_string_lossy().replace(".guard", ".metadata.json");
            let about = folder.join("metadata").join(service.file_name()).join(name);
            let about: Value = serde_json::from_str(&fs::read_to_string(about).ok()?).ok()?;
            let text = fs::read_to_string(file.path()).ok()?;
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
            let part = |key: &str| about[key].clone();
            rules.push(json!({
                "id": part("Id"), "types": part("EvaluatedResourceTypes"), "severity": part("Severity"),
                "name": part("DisplayName"), "why": part("Description"), "fix": part("RemediationMessage"),
                "text": code.join("\n"),
            }));
        }
    }
    rules.sort_by_key(|rule| rule["id"].as_str().unwrap_or_default().to_owned());
    (!rules.is_empty()).then(|| rules.iter().map(Value::to_string).collect())
}
