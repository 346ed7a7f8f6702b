//! Variables of Terraform: what the files of one folder give them is put where they are used.

use review::folder::siblings;
use review::panel::{Event, Job, Panel};
use review::wire::{File, Finding};

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned(), ..File::default() }
}

/// Findings on all files of a request, as the reviewer shares them out.
fn found(files: &[(&str, &str)]) -> Vec<Finding> {
    by(&["own", "posture"], files)
}

fn by(sources: &[&str], files: &[(&str, &str)]) -> Vec<Finding> {
    let files: Vec<File> = files.iter().map(|(path, text)| file(path, text)).collect();
    let folders = siblings(&files);
    let mut all = Vec::new();
    let mut panel = Panel::default();
    for (file, folder) in files.into_iter().zip(folders) {
        let sources = sources.iter().map(|source| (*source).to_owned()).collect();
        panel.review(&Job { file, sources, folder, ..Job::default() }, &mut |event| {
            if let Event::Through { findings, .. } = event {
                all.extend(findings);
            }
        });
    }
    all
}

const GROUP: &str = "resource \"aws_security_group\" \"a\" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    cidr_blocks = @\n  }\n}\n";

fn opens(network: &str, others: &[(&str, &str)]) -> bool {
    let main = GROUP.replace('@', network);
    let mut files = vec![("infra/main.tf", main.as_str())];
    files.extend(others);
    let found = found(&files);
    found.iter().any(|one| one.rule == "TF_OPEN_PORT" && one.file == "infra/main.tf" && one.line == 5)
}

const LIST: (&str, &str) = ("infra/variables.tf", "variable \"nets\" {\n  default = [\"0.0.0.0/0\"]\n}\n");
const TEXT: (&str, &str) = ("infra/variables.tf", "variable \"net\" {\n  default = \"10.0.0.0/8\"\n}\n");

#[test]
fn values_are_known_across_the_files_of_a_folder() {
    let given = |name| (name, "net = \"0.0.0.0/0\"\n");
    for (network, others) in [
        ("var.nets", vec![LIST]),
        ("[var.nets[0]]", vec![LIST]),
        ("[var.net]", vec![TEXT, given("infra/terraform.tfvars")]),
        ("[\"${var.net}\"]", vec![TEXT, given("infra/prod.auto.tfvars")]),
        ("[var.net]", vec![given("infra/prod.tfvars")]),
        ("[var.net]", vec![("infra/terraform.tfvars.json", "{\"net\": \"0.0.0.0/0\"}")]),
        ("local.nets", vec![LIST, ("infra/locals.tf", "locals {\n  nets = local.more\n  more = var.nets\n}\n")]),
        ("[\"${local.host}/0\"]", vec![("infra/locals.tf", "locals {\n  host = \"0.0.0.0\"\n}\n")]),
        ("local.of.nets", vec![("infra/locals.tf", "locals {\n  of = { nets = [\"0.0.0.0/0\"] }\n}\n")]),
    ] {
        assert!(opens(network, &others), "{network} {others:?}");
    }
    let main = format!("{}{}", GROUP.replace('@', "var.nets"), LIST.1);
    assert!(found(&[("main.tf", &main)]).iter().any(|one| one.rule == "TF_OPEN_PORT"), "in one file");
}

#[test]
fn the_stronger_value_counts_and_other_folders_do_not() {
    let wide = (TEXT.0, "variable \"net\" {\n  default = \"0.0.0.0/0\"\n}\n");
    let narrow = "net = \"10.0.0.0/8\"\n";
    for (network, others) in [
        ("[var.net]", vec![TEXT]),
        ("[var.net]", vec![wide, ("infra/terraform.tfvars", narrow)]),
        ("[var.net]", vec![wide, ("infra/a.auto.tfvars", narrow), ("infra/terraform.tfvars", "net = \"0.0.0.0/0\"\n")]),
        ("var.nets", vec![("modules/variables.tf", LIST.1)]),
        ("var.nets", vec![("infra/modules/variables.tf", LIST.1)]),
        ("var.nets", vec![("infra/variables.tf", "variable \"nets\" {}\n")]),
        (
            "var.nets",
            vec![("infra/dev.tfvars", "nets = [\"0.0.0.0/0\"]"), ("infra/prod.tfvars", "nets = [\"10.0.0.0/8\"]")],
        ),
        ("local.a", vec![("infra/locals.tf", "locals {\n  a = local.b\n  b = local.a\n}\n")]),
    ] {
        assert!(!opens(network, &others), "{network} {others:?}");
    }
}

#[test]
fn the_engine_of_posture_knows_them_too() {
    let volume = ("infra/main.tf", "resource \"aws_ebs_volume\" \"a\" {\n  encrypted = var.encrypted\n}\n");
    let variable = |value: &str| format!("variable \"encrypted\" {{\n  default = {value}\n}}\n");
    let rules = |value: &str| -> Vec<String> {
        let found = found(&[volume, ("infra/variables.tf", &variable(value))]);
        found.into_iter().filter(|one| one.source == "posture").map(|one| one.rule).collect()
    };
    assert!(rules("false").contains(&"CKV_AWS_3".to_owned()));
    assert!(!rules("true").contains(&"CKV_AWS_3".to_owned()));
}

#[test]
fn values_that_grow_without_end_stay_bounded() {
    let locals: String = (1..40).map(|at| format!("  a{at} = [local.a{0}, local.a{0}]\n", at - 1)).collect();
    let text =
        format!("locals {{\n  a0 = [\"x\"]\n{locals}}}\nresource \"aws_s3_bucket\" \"a\" {{\n  b = local.a39\n}}\n");
    let since = std::time::Instant::now();
    // The engine of posture doubles them on its own; tests/hostile.rs has it ended.
    by(&["own"], &[("main.tf", &text)]);
    assert!(since.elapsed().as_secs() < 20, "{:?}", since.elapsed());
}
