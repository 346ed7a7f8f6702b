use super::{change, file, of_files};

fn plan(rest: &str) -> super::Said {
    of_files(&[file(
        "tfplan.json",
        None,
        &format!(
            "{{\"format_version\": \"1.2\", \"terraform_version\": \"1.9.0\", \"planned_values\": {{}}, \"configuration\": {{}}, {rest}}}"
        ),
    )])
}

fn of_change(change: &str) -> String {
    format!(
        "{{\"address\": \"aws_db_instance.a\", \"mode\": \"managed\", \"type\": \"aws_db_instance\", \"name\": \"a\", \"change\": {change}}}"
    )
}

const DELETES: &str = r#"{"actions": ["delete"], "before": {"engine": "postgres"}, "after": null}"#;

#[test]
fn a_plan_that_is_not_all_there_is_named() {
    for rest in [r#""resource_changes": [], "errored": true"#, r#""resource_changes": [], "complete": false"#] {
        let said = plan(rest);
        assert!(said.loud().is_empty() && said.missed.len() == 1, "{rest}: {said:?}");
    }
    let deferred = format!(
        "\"resource_changes\": [], \"deferred_changes\": [{{\"reason\": \"provider_config_unknown\", \"resource_change\": {}}}]",
        of_change(DELETES)
    );
    let said = plan(&deferred);
    assert_eq!((said.loud(), said.missed.len()), (vec!["DESTROYS_DATA"], 1));
    for rest in [
        r#""resource_changes": []"#,
        r#""resource_changes": [], "errored": false, "complete": true, "deferred_changes": []"#,
    ] {
        assert!(plan(rest).is_silent(), "{rest}");
    }
}

#[test]
fn a_protection_that_a_plan_does_not_know_yet_is_named() {
    let of = |unknown: &str| {
        let change = format!(
            "{{\"actions\": [\"update\"], \"before\": {{\"deletion_protection\": true}}, \"after\": {{}}, \"after_unknown\": {{{unknown}}}}}"
        );
        plan(&format!("\"resource_changes\": [{}]", of_change(&change)))
    };
    assert_eq!(of("\"deletion_protection\": true").missed.len(), 1);
    assert!(of("\"deletion_protection\": false").is_silent() && of("\"arn\": true").is_silent());
}

#[test]
fn a_printed_plan_tells_of_deposed_objects_and_of_its_own_end() {
    let printed = |lines: &str| {
        let text = format!(
            "Terraform will perform the following actions:\n\n{lines}\nPlan: 0 to add, 0 to change, 1 to destroy.\n"
        );
        of_files(&[file("plan.txt", None, &text)])
    };
    let body = "  - resource \"aws_db_instance\" \"a\" {\n    }\n";
    for head in ["aws_db_instance.a will be destroyed", "aws_db_instance.a (deposed object 0123abcd) will be destroyed"]
    {
        assert_eq!(printed(&format!("  # {head}\n{body}")).loud(), ["DESTROYS_DATA"], "{head}");
    }
    let said = printed(
        "  # aws_db_instance.a will no longer be managed by Terraform\n  . resource \"aws_db_instance\" \"a\" {\n    }\n",
    );
    assert!(said.loud().is_empty(), "{said:?}");
    let failed = printed("╷\n│ Error: no such provider\n╵\n");
    assert_eq!(failed.missed.len(), 1, "{failed:?}");
    assert!(change("m.tf", "locals {}\n", "locals {}\n").is_silent());
}
