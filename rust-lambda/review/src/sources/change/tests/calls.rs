//! What a change of a call does to what stands behind it: modules of Terraform and nested stacks.

use super::super::stateful::{GUARDS, STATEFUL};
use super::{Said, file, of_files};

const CALL: &str = "module \"m\" {\n  source = \"./parts/m\"\n}\n";
const REST: &str = "locals {\n  a = 1\n}\n";

fn built(kind: &str) -> String {
    format!("resource \"{kind}\" \"a\" {{\n  name = \"x\"\n}}\n")
}

/// A change of the caller, beside a module that is as it was.
fn of_call(before: &str, after: &str, module: &str) -> Said {
    of_files(&[file("main.tf", Some(before), after), file("parts/m/main.tf", Some(module), module)])
}

fn with(inner: &str) -> String {
    CALL.replace("}\n", &format!("  {inner}\n}}\n"))
}

/// Changes after which a module builds nothing more.
fn ends() -> Vec<String> {
    vec![REST.to_owned(), with("count = 0"), with("for_each = {}")]
}

#[test]
fn what_holds_data_goes_with_its_module() {
    for kind in STATEFUL.iter().chain(GUARDS).filter(|kind| kind.contains('_')) {
        for after in ends() {
            let said = of_call(CALL, &after, &built(kind));
            assert!(said.alarms(), "{kind} {after}{said:?}");
        }
    }
}

#[test]
fn a_module_that_holds_no_data_may_go() {
    for module in [built("aws_sns_topic"), built("aws_iam_role"), built("aws_security_group"), REST.to_owned()] {
        for after in ends() {
            let said = of_call(CALL, &after, &module);
            assert!(said.is_silent(), "{module}{after}{said:?}");
        }
    }
    for unbuilt in ["count = 0", "for_each = []"] {
        let module = built("aws_db_instance").replace("name = \"x\"", unbuilt);
        assert!(of_call(CALL, REST, &module).is_silent(), "{module}");
    }
}

#[test]
fn what_lies_deeper_is_seen_and_what_is_not_shown_may_be_anything() {
    let middle = "module \"n\" {\n  source = \"../n\"\n}\n";
    let files = |inner: &str| {
        of_files(&[
            file("main.tf", Some(CALL), REST),
            file("parts/m/main.tf", Some(middle), middle),
            file("parts/n/main.tf", Some(inner), inner),
        ])
    };
    assert_eq!(files(&built("aws_db_instance")).loud(), ["DESTROYS_DATA"]);
    assert!(files(&built("aws_sns_topic")).is_silent());
    let round = "module \"n\" {\n  source = \"../m\"\n}\n";
    assert!(files(round).alarms(), "modules that call one another");
    for unseen in ["../elsewhere", "acme/thing/aws", "git::https://git.example/x.git"] {
        assert!(files(&middle.replace("../n", unseen)).alarms(), "{unseen}");
    }
    let deleted =
        of_files(&[file("main.tf", Some(CALL), REST), file("parts/m/main.tf", Some(&built("aws_db_instance")), "")]);
    assert!(deleted.loud().iter().all(|rule| *rule == "DESTROYS_DATA"), "{deleted:?}");
}

#[test]
fn a_module_that_is_taken_apart_loses_what_is_not_moved() {
    let module = built("aws_db_instance") + &built("aws_s3_bucket");
    let moved = |kind: &str| format!("moved {{\n  from = module.m.{kind}.a\n  to   = {kind}.a\n}}\n{}", built(kind));
    let all = moved("aws_db_instance") + &moved("aws_s3_bucket");
    assert!(of_call(CALL, &all, &module).is_silent(), "{:?}", of_call(CALL, &all, &module));
    assert_eq!(of_call(CALL, &moved("aws_db_instance"), &module).loud(), ["DESTROYS_DATA"]);
}

#[test]
fn another_source_destroys_what_it_does_not_build() {
    let other = CALL.replace("parts/m", "parts/o");
    let files = |inner: &str| {
        let known = built("aws_db_instance");
        of_files(&[
            file("main.tf", Some(CALL), &other),
            file("parts/m/main.tf", Some(&known), &known),
            file("parts/o/main.tf", None, inner),
        ])
    };
    assert!(files(&built("aws_db_instance")).is_silent());
    assert_eq!(files(&built("aws_sns_topic")).loud(), ["DESTROYS_DATA"]);
}

/// Arguments of a call, before and after, and the setting that they are put into.
const ARGUMENTS: &[(&str, &str, &str)] =
    &[("deletion_protection", "true", "false"), ("backup_retention_period", "14", "0"), ("multi_az", "true", "false")];

#[test]
fn an_argument_changes_what_the_module_builds() {
    let module = |key: &str, default: &str| {
        format!("variable \"v\" {{\n{default}}}\nresource \"aws_db_instance\" \"a\" {{\n  {key} = var.v\n}}\n")
    };
    for (key, good, bad) in ARGUMENTS {
        let (kept, lost) = (with(&format!("v = {good}")), with(&format!("v = {bad}")));
        let default = format!("  default = {good}\n");
        for (before, after, default) in [(&kept, &lost, ""), (&CALL.to_owned(), &lost, default.as_str())] {
            let said = of_call(before, after, &module(key, default));
            assert!(!said.loud().is_empty(), "{before}→\n{after}{said:?}");
        }
        for (before, after) in [(&lost, &kept), (&kept, &kept), (&lost, &lost), (&kept, &CALL.to_owned())] {
            let said = of_call(before, after, &module(key, &default));
            assert!(said.is_silent(), "{before}→\n{after}{said:?}");
        }
        // A default in the same file, and one that a file of values does away with.
        let (was, is) = (module(key, &default), module(key, &format!("  default = {bad}\n")));
        let given = format!("v = {good}\n");
        let values = |given: &str| file("terraform.tfvars", Some(given), given);
        assert!(!of_files(&[file("main.tf", Some(&was), &is)]).loud().is_empty(), "{key}");
        let said = of_files(&[file("main.tf", Some(&was), &is), values(&given)]);
        assert!(said.is_silent(), "{key} {said:?}");
        let lost = file("terraform.tfvars", Some(&given), &format!("v = {bad}\n"));
        assert!(!of_files(&[file("main.tf", Some(&was), &was), lost]).loud().is_empty(), "{key} by a file of values");
    }
}

fn stack(properties: &str) -> String {
    format!(
        "Resources:\n  T:\n    Type: AWS::SNS::Topic\n  N:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n{properties}"
    )
}

fn nested(kind: &str, policy: &str) -> String {
    format!(
        "Parameters:\n  V: {{Type: String}}\nResources:\n  A:\n    Type: {kind}\n{policy}    Properties:\n      \
         DeletionProtection: !Ref V\n"
    )
}

const HERE: &str = "      TemplateURL: ./parts/n.yaml\n";

#[test]
fn a_nested_stack_takes_with_it_what_it_does_not_keep() {
    let gone = "Resources:\n  T:\n    Type: AWS::SNS::Topic\n";
    let files = |before: &str, inner: &str| {
        of_files(&[file("t.yaml", Some(before), gone), file("parts/n.yaml", Some(inner), inner)])
    };
    let asset =
        stack("      TemplateURL: {'Fn::Sub': 'https://x/y'}\n    Metadata:\n      aws:asset:path: parts/n.yaml\n");
    for before in [stack(HERE), asset] {
        assert_eq!(files(&before, &nested("AWS::RDS::DBInstance", "")).loud(), ["DESTROYS_DATA"], "{before}");
        assert!(files(&before, &nested("AWS::RDS::DBInstance", "    DeletionPolicy: Retain\n")).is_silent());
        assert!(files(&before, &nested("AWS::SNS::Topic", "")).is_silent());
    }
    let unseen = stack("      TemplateURL: https://s3.amazonaws.com/b/n.yaml\n");
    assert!(files(&unseen, &nested("AWS::SNS::Topic", "")).alarms());
}

#[test]
fn a_parameter_of_a_nested_stack_changes_what_it_builds() {
    let given = |value: &str| stack(&format!("{HERE}      Parameters:\n        V: '{value}'\n"));
    let inner = nested("AWS::RDS::DBInstance", "");
    let of = |before: &str, after: &str| {
        of_files(&[file("t.yaml", Some(before), after), file("parts/n.yaml", Some(&inner), &inner)])
    };
    assert_eq!(of(&given("true"), &given("false")).loud(), ["LOSES_DELETION_PROTECTION"]);
    assert!(of(&given("false"), &given("true")).is_silent());
    assert!(of(&given("true"), &given("true")).is_silent());
}
