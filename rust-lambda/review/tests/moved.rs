//! A resource that moves to another file is neither destroyed nor new, and what it loses on its way is told.

use review::moved::others;
use review::panel::{Event, Job, Panel};
use review::wire::File;

fn file(path: &str, before: Option<&str>, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned(), before: before.map(str::to_owned), ..File::default() }
}

/// The rules of `change` on all files of a request, with the files.
fn changes(files: Vec<File>) -> Vec<(String, String)> {
    let others = others(&files);
    let (mut all, mut panel) = (Vec::new(), Panel::default());
    for (file, others) in files.into_iter().zip(others) {
        let job = Job { file, sources: vec!["change".to_owned()], others, ..Job::default() };
        panel.review(&job, &mut |event| {
            if let Event::Through { findings, .. } = event {
                all.extend(findings.into_iter().map(|one| (one.rule, one.file)));
            }
        });
    }
    all
}

const TABLE: &str =
    "resource \"aws_dynamodb_table\" \"orders\" {\n  name = \"orders\"\n  deletion_protection_enabled = true\n}\n";
const QUEUE: &str = "resource \"aws_sqs_queue\" \"jobs\" {\n  name = \"jobs\"\n}\n";
const CLAIM: &str = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec: {}\n";
const WALL: &str = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: wall\nspec: {}\n";

#[test]
fn what_moves_to_another_file_is_not_destroyed() {
    let both = format!("{TABLE}{QUEUE}");
    let objects = format!("{CLAIM}---\n{WALL}");
    let list = r#"{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data"}, "spec": {}}]}"#;
    for files in [
        vec![file("a/main.tf", Some(&both), QUEUE), file("a/db.tf", None, TABLE)],
        vec![file("a/main.tf", Some(&both), QUEUE), file("a/db.tf", Some("locals {}\n"), TABLE)],
        vec![file("a/main.tf", Some(&both), ""), file("a/db.tf", None, TABLE), file("a/q.tf", None, QUEUE)],
        vec![file("k/all.yaml", Some(&objects), WALL), file("k/claim.yaml", None, CLAIM)],
        vec![file("k/all.yaml", Some(&objects), CLAIM), file("k/wall.yaml", None, WALL)],
        vec![file("k/all.yaml", Some(&objects), WALL), file("k/claim.json", None, list)],
    ] {
        let told = changes(files.clone());
        assert!(told.is_empty(), "{files:?}: {told:?}");
    }
}

#[test]
fn what_moves_nowhere_is_destroyed_and_what_it_loses_on_its_way_is_told() {
    let both = format!("{TABLE}{QUEUE}");
    let has = |files: Vec<File>, rule: &str, path: &str| {
        let told = changes(files);
        assert!(told.contains(&(rule.to_owned(), path.to_owned())), "{rule} at {path}: {told:?}");
    };
    let from = || file("a/main.tf", Some(&both), QUEUE);
    has(vec![from()], "DESTROYS_DATA", "a/main.tf");
    let comment = "# resource \"aws_dynamodb_table\" \"orders\" {}\n";
    has(vec![from(), file("a/db.tf", None, comment)], "DESTROYS_DATA", "a/main.tf");
    // Another folder is another module.
    has(vec![from(), file("b/db.tf", None, TABLE)], "DESTROYS_DATA", "a/main.tf");
    let objects = format!("{CLAIM}---\n{WALL}");
    let prod = file("prod/all.yaml", Some(&objects), WALL);
    has(vec![prod, file("dev/claim.yaml", None, CLAIM)], "DESTROYS_DATA", "prod/all.yaml");
    let renamed = TABLE.replace("\"orders\" {", "\"other\" {");
    has(vec![from(), file("a/db.tf", None, &renamed)], "DESTROYS_DATA", "a/main.tf");
    let open = TABLE.replace("= true", "= false");
    has(vec![from(), file("a/db.tf", None, &open)], "LOSES_DELETION_PROTECTION", "a/db.tf");
    let named = TABLE.replace("name = \"orders\"", "name = \"others\"");
    has(vec![from(), file("a/db.tf", None, &named)], "MAY_DESTROY_DATA", "a/db.tf");
}
