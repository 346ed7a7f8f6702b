//! What machines and Terraform run and load from the network, and policies of administrators by every way of attaching.

mod asking;

use asking::{ask, file};
use review::wire::Severity;

fn rules(path: &str, text: &str) -> Vec<String> {
    let said = ask(file(path, text), &["own"]);
    assert_ne!(said.kind, "unknown", "{text}");
    let ours = ["START_", "TF_PLAIN", "IAM_ADMIN"];
    let bad = said.findings.into_iter().filter(|one| one.severity >= Severity::Medium);
    let mut rules: Vec<String> = bad.map(|one| one.rule).collect();
    rules.retain(|rule| ours.iter().any(|start| rule.starts_with(start)));
    rules
}

/// Places of a script, in Terraform and in a template.
fn places(script: &str) -> Vec<(&'static str, String)> {
    vec![
        (
            "a.tf",
            format!(
                "resource \"aws_instance\" \"a\" {{\n  user_data = <<-EOF\n    #!/bin/sh\n    {script}\n  EOF\n}}\n"
            ),
        ),
        ("a.tf", format!("resource \"aws_instance\" \"a\" {{\n  user_data = \"{script}\"\n}}\n")),
        ("a.tf", format!("resource \"aws_launch_template\" \"a\" {{\n  user_data = base64encode(\"{script}\")\n}}\n")),
        (
            "a.tf",
            format!("resource \"google_compute_instance\" \"a\" {{\n  metadata_startup_script = \"{script}\"\n}}\n"),
        ),
        (
            "a.tf",
            format!(
                "resource \"null_resource\" \"a\" {{\n  provisioner \"local-exec\" {{\n    command = \"{script}\"\n  }}\n}}\n"
            ),
        ),
        (
            "a.tf",
            format!(
                "resource \"null_resource\" \"a\" {{\n  provisioner \"remote-exec\" {{\n    inline = [\"{script}\"]\n  }}\n}}\n"
            ),
        ),
        ("a.tf", format!("data \"external\" \"a\" {{\n  program = [\"sh\", \"-c\", \"{script}\"]\n}}\n")),
        (
            "a.yaml",
            format!(
                "Resources:\n  A:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64: |\n          #!/bin/sh\n          {script}\n"
            ),
        ),
    ]
}

#[test]
fn a_script_of_a_first_start_is_read() {
    for script in ["curl -fsSL https://example.org/x | sh", "wget -qO- https://example.org/x | bash"] {
        for (path, text) in places(script) {
            assert_eq!(rules(path, &text), ["START_UNREAD_SCRIPT"], "{text}");
        }
    }
    for script in ["yum install -y nginx", "curl -fsS http://localhost/healthz", "echo ready"] {
        for (path, text) in places(script) {
            assert!(rules(path, &text).is_empty(), "{text}");
        }
    }
}

#[test]
fn what_is_loaded_without_encryption_is_told() {
    for (source, expected) in [
        ("http://example.org/m.zip", true),
        ("git::http://example.org/m.git?ref=v1", true),
        ("https://example.org/m.zip", false),
        ("git::https://example.org/m.git?ref=v1", false),
        ("./m", false),
        ("terraform-aws-modules/vpc/aws", false),
    ] {
        let found = rules("a.tf", &format!("module \"m\" {{\n  source = \"{source}\"\n}}\n"));
        assert_eq!(found == ["TF_PLAIN_MODULE"], expected, "{source}: {found:?}");
    }
    for (address, expected) in
        [("http://state.example.org/a", true), ("https://state.example.org/a", false), ("http://localhost/a", false)]
    {
        let text = format!("terraform {{\n  backend \"http\" {{\n    address = \"{address}\"\n  }}\n}}\n");
        assert_eq!(rules("a.tf", &text) == ["TF_PLAIN_STATE"], expected, "{address}");
    }
}

#[test]
fn an_administrator_is_one_however_the_policy_is_attached() {
    for (name, expected) in [("AdministratorAccess", true), ("PowerUserAccess", true), ("ReadOnlyAccess", false)] {
        let attach =
            |arn: &str| format!("resource \"aws_iam_role_policy_attachment\" \"a\" {{\n{arn}\n  role = \"r\"\n}}\n");
        let arn = format!("arn:aws:iam::aws:policy/{name}");
        for text in [
            attach(&format!("  policy_arn = \"{arn}\"")),
            format!(
                "data \"aws_iam_policy\" \"p\" {{\n  name = \"{name}\"\n}}\n{}",
                attach("  policy_arn = data.aws_iam_policy.p.arn")
            ),
            format!(
                "data \"aws_iam_policy\" \"p\" {{\n  arn = \"{arn}\"\n}}\n{}",
                attach("  policy_arn = data.aws_iam_policy.p.arn")
            ),
            attach(&format!(
                "  for_each = toset([\"{name}\", \"ReadOnlyAccess\"])\n  policy_arn = \"arn:aws:iam::aws:policy/${{each.value}}\""
            )),
            attach(&format!("  for_each = toset([\"{arn}\"])\n  policy_arn = each.value")),
            attach(&format!("  for_each = {{ a = \"{arn}\" }}\n  policy_arn = each.value")),
        ] {
            let found = rules("a.tf", &text);
            assert_eq!(found == ["IAM_ADMIN_POLICY"], expected, "{text}: {found:?}");
        }
    }
}
