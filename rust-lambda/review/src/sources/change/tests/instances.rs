use super::super::stateful::{GUARDS, STATEFUL};
use super::{change, file, of_files};

fn resource(kind: &str, name: &str, inner: &str) -> String {
    format!("resource \"{kind}\" \"{name}\" {{\n  {inner}\n}}\n")
}

/// Types of Terraform that hold data or guard.
fn kinds() -> impl Iterator<Item = &'static str> {
    STATEFUL.iter().chain(GUARDS).copied().filter(|kind| kind.contains('_'))
}

#[test]
fn what_holds_data_or_guards_goes_in_no_way_without_an_alarm() {
    for kind in kinds() {
        let one = resource(kind, "a", "");
        let moved = |to: &str| format!("moved {{\n  from = {kind}.a\n  to   = {to}\n}}\n");
        for (before, after) in [
            (one.clone(), "\n".to_owned()),
            (one.clone(), resource(kind, "a", "count = 0")),
            (one.clone(), resource(kind, "a", "count = false ? 1 : 0")),
            (one.clone(), resource(kind, "a", "count = var.on ? 1 : 0")),
            (one.clone(), resource(kind, "a", "for_each = {}")),
            (one.clone(), resource(kind, "a", "for_each = toset([])")),
            (resource(kind, "a", "count = 3"), resource(kind, "a", "count = 1")),
            (resource(kind, "a", "count = 3"), one.clone()),
            (resource(kind, "a", "count = var.n"), resource(kind, "a", "count = 0")),
            (resource(kind, "a", "for_each = toset([\"a\", \"b\"])"), resource(kind, "a", "for_each = toset([\"a\"])")),
            (one.clone(), moved(&format!("{kind}.b"))),
            (format!("{one}{}", resource(kind, "b", "")), moved(&format!("{kind}.b")) + &resource(kind, "b", "")),
            (one.clone(), moved("aws_sns_topic.b") + &resource("aws_sns_topic", "b", "")),
        ] {
            let said = change("m.tf", &before, &after);
            assert!(said.alarms(), "{before}→\n{after}{said:?}");
        }
    }
}

#[test]
fn what_goes_on_under_another_address_is_not_lost() {
    for kind in kinds().chain(["aws_foo_unknown", "aws_sns_topic"]) {
        let one = resource(kind, "a", "");
        let moved = |from: &str, to: &str| format!("moved {{\n  from = {kind}.{from}\n  to   = {kind}.{to}\n}}\n");
        let counted = |count: &str| resource(kind, "a", count);
        for (before, after) in [
            (one.clone(), one.clone()),
            (one.clone(), counted("count = 1")),
            (one.clone(), counted("count = true ? 1 : 0")),
            (counted("count = 1"), one.clone()),
            (counted("count = 1"), counted("count = 3")),
            (counted("count = 0"), "\n".to_owned()),
            (counted("count = 0"), counted("count = var.n")),
            (counted("count = var.n"), counted("count = var.n")),
            (counted("count = var.n"), counted("count = 2")),
            (counted("for_each = toset([\"a\"])"), counted("for_each = toset([\"b\", \"a\"])")),
            (one.clone(), moved("a", "b") + &resource(kind, "b", "")),
            (one.clone(), moved("a", "b[0]") + &resource(kind, "b", "count = 1")),
            (one.clone(), moved("a", "a[\\\"x\\\"]").replace('\\', "") + &counted("for_each = toset([\"x\"])")),
            (
                counted("count = 2"),
                moved("a[0]", "a[\"x\"]") + &moved("a[1]", "a[\"y\"]") + &counted("for_each = toset([\"x\", \"y\"])"),
            ),
            (one.clone(), format!("removed {{\n  from = {kind}.a\n  lifecycle {{\n    destroy = false\n  }}\n}}\n")),
        ] {
            let said = change("m.tf", &before, &after);
            assert!(said.is_silent(), "{before}→\n{after}{said:?}");
        }
        let files = [file("m.tf", Some(&one), &resource(kind, "b", "")), file("moved.tf", None, &moved("a", "b"))];
        assert!(of_files(&files).is_silent(), "{kind} moved by another file: {:?}", of_files(&files));
    }
}

const MODULE: &str = "module \"db\" {\n  source = \"./db\"\n}\n";

#[test]
fn a_module_may_hold_data() {
    for after in [
        "\n".to_owned(),
        MODULE.replace("\"db\"", "\"database\""),
        MODULE.replace("}\n", "  count = 0\n}\n"),
        MODULE.replace("}\n", "  count = var.on ? 1 : 0\n}\n"),
        MODULE.replace("}\n", "  for_each = toset([\"a\"])\n}\n"),
        MODULE.replace("}\n", "  providers = { aws = aws.eu }\n}\n"),
    ] {
        assert!(change("m.tf", MODULE, &after).alarms(), "{after}");
    }
    let guarded = MODULE.replace("}\n", "  deletion_protection = true\n}\n");
    assert!(change("m.tf", &guarded, MODULE).alarms());
    let elsewhere = change("m.tf", MODULE, &MODULE.replace("./db", "git::https://git.example/db.git"));
    assert_eq!(elsewhere.loud(), ["CHANGES_MODULE"]);
    let moved = "moved {\n  from = module.db\n  to   = module.database\n}\n";
    for after in [
        MODULE.replace("}\n", "  count = 1\n}\n"),
        MODULE.replace("}\n", "  providers = { aws = aws }\n}\n"),
        MODULE.replace("./db", "../modules/db/"),
        MODULE.replace("\"db\"", "\"database\"") + moved,
    ] {
        let said = change("m.tf", MODULE, &after);
        assert!(said.is_silent(), "{after}{said:?}");
    }
    let files = [file("m.tf", Some(MODULE), "locals {}\n"), file("db.tf", None, MODULE)];
    assert!(of_files(&files).is_silent(), "{:?}", of_files(&files));
    // Taken apart: nobody sees whether all of it is named.
    let apart = "moved {\n  from = module.db.aws_db_instance.a\n  to   = aws_db_instance.a\n}\n";
    let said = change("m.tf", MODULE, &format!("{apart}{}", resource("aws_db_instance", "a", "")));
    assert!(said.loud().is_empty() && said.missed.len() == 1, "{said:?}");
    // What builds nothing that lasts may go.
    let label = MODULE.replace("./db", "cloudposse/label/null");
    assert!(change("m.tf", &label, "\n").is_silent());
}

#[test]
fn what_is_built_anew_is_told() {
    let with = |inner: &str| resource("aws_db_instance", "a", inner);
    let plain = with("engine = \"postgres\"");
    for (before, after) in [
        (with("snapshot_identifier = \"a\""), with("snapshot_identifier = \"b\"")),
        (plain.clone(), with("engine = \"postgres\"\n  snapshot_identifier = \"b\"")),
        (
            plain.clone(),
            with("engine = \"postgres\"\n  lifecycle {\n    replace_triggered_by = [null_resource.x]\n  }"),
        ),
        (plain.clone(), with("engine = \"postgres\"\n  provider = aws.eu")),
        (with("provider = aws.eu"), with("provider = aws.us")),
        (
            format!("provider \"aws\" {{\n  region = \"eu-west-1\"\n}}\n{plain}"),
            format!("provider \"aws\" {{\n  region = \"us-east-1\"\n}}\n{plain}"),
        ),
    ] {
        assert_eq!(change("m.tf", &before, &after).loud(), ["MAY_DESTROY_DATA"], "{after}");
    }
    for (before, after) in [
        (plain.clone(), with("engine = \"postgres\"\n  provider = aws")),
        (with("identifier = \"a\""), with("identifier = \"b\"")),
        (
            format!("provider \"aws\" {{\n  region = \"eu-west-1\"\n}}\n{plain}"),
            format!("provider \"aws\" {{\n  region = \"eu-west-1\"\n  profile = \"x\"\n}}\n{plain}"),
        ),
    ] {
        let said = change("m.tf", &before, &after);
        assert!(said.is_silent(), "{after}{said:?}");
    }
}

#[test]
fn state_that_lies_elsewhere_is_told() {
    let backend =
        |kind: &str, key: &str| format!("terraform {{\n  backend \"{kind}\" {{\n    key = \"{key}\"\n  }}\n}}\n");
    let shared = backend("s3", "a");
    let rules = |after: &str| change("m.tf", &shared, after).loud().join(" ");
    assert_eq!(rules(&backend("s3", "b")), "LEAVES_STATE");
    assert_eq!(rules(&backend("gcs", "a")), "LEAVES_STATE");
    assert_eq!(rules("terraform {\n  cloud {\n    organization = \"x\"\n  }\n}\n"), "LEAVES_STATE");
    assert_eq!(rules(&backend("local", "a")), "LOSES_STATE");
    assert_eq!(rules("terraform {\n  required_version = \"1.9.0\"\n}\n"), "LOSES_STATE");
    let json = r#"{"terraform": {"backend": {"s3": {"key": "KEY"}}}, "resource": {"aws_sns_topic": {"a": {}}}}"#;
    let said = change("m.tf.json", &json.replace("KEY", "a"), &json.replace("KEY", "b"));
    assert_eq!(said.loud(), ["LEAVES_STATE"]);
    for (before, after) in [("terraform {\n}\n", shared.as_str()), (&shared, &shared)] {
        assert!(change("m.tf", before, after).is_silent());
    }
    let files = [file("m.tf", Some(&shared), "locals {}\n"), file("backend.tf", None, &shared)];
    assert!(of_files(&files).is_silent(), "{:?}", of_files(&files));
}

#[test]
fn what_stands_elsewhere_is_made_anew() {
    for (kind, key, was, is) in [
        ("azurerm_mssql_server", "location", "westeurope", "westus"),
        ("azurerm_storage_account", "resource_group_name", "shop", "shop2"),
        ("google_sql_database_instance", "region", "europe-west1", "us-east1"),
        ("google_storage_bucket", "location", "EU", "US"),
        ("google_storage_bucket", "project", "a", "b"),
        ("aws_db_instance", "region", "eu-central-1", "us-east-1"),
    ] {
        let with = |place: &str| resource(kind, "a", &format!("{key} = \"{place}\""));
        assert_eq!(change("m.tf", &with(was), &with(is)).loud(), ["MAY_DESTROY_DATA"], "{kind} {key}");
        assert!(change("m.tf", &with(was), &with(was)).is_silent());
        assert!(change("m.tf", &with(was), &resource(kind, "a", &format!("{key} = var.place"))).is_silent());
    }
    let azure = |place: &str| resource("azurerm_key_vault", "a", &format!("location = \"{place}\""));
    assert!(change("m.tf", &azure("West Europe"), &azure("westeurope")).is_silent());
    let service = |name: &str, region: &str| {
        format!("service: {name}\nprovider:\n  name: aws\n  region: {region}\nfunctions:\n  a:\n    handler: x.y\n")
    };
    for after in [service("a", "us-east-1"), service("b", "eu-central-1")] {
        assert_eq!(
            change("serverless.yml", &service("a", "eu-central-1"), &after).loud(),
            ["MAY_DESTROY_DATA"],
            "{after}"
        );
    }
}
