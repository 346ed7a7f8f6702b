use super::change;

fn table(conditions: &str, condition: &str) -> String {
    format!(
        "Parameters:\n  E: {{Type: String}}\nConditions:\n{conditions}Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n{condition}    Properties: {{BillingMode: PAY_PER_REQUEST}}\n"
    )
}

const PROD: &str = "  Prod: !Equals [!Ref E, prod]\n";
const UNDER: &str = "    Condition: Prod\n";

#[test]
fn a_condition_that_holds_less_often_is_told() {
    let never = "  Prod: !Equals [a, b]\n";
    let always = "  Prod: !Equals [a, a]\n";
    for (before, after) in [
        (table(PROD, ""), table(PROD, UNDER)),
        (table(always, UNDER), table(never, UNDER)),
        (table(always, UNDER), table(PROD, UNDER)),
        (table(PROD, UNDER), table("  Prod: !Not [!Equals [!Ref E, prod]]\n", UNDER)),
        (table(PROD, UNDER), table("  Prod: !Equals [!Ref E, dev]\n", UNDER)),
        (table(PROD, UNDER), table("  Prod: !And [!Equals [!Ref E, prod], !Equals [!Ref F, x]]\n", UNDER)),
        (
            table(PROD, UNDER),
            table("  Prod: !Equals [!Ref E, prod]\n  Other: !Equals [!Ref E, x]\n", "    Condition: Other\n"),
        ),
    ] {
        let said = change("t.yaml", &before, &after);
        assert!(said.alarms(), "{before}→\n{after}{said:?}");
    }
    let guard = |text: String| text.replace("DynamoDB::Table", "CloudTrail::Trail");
    assert!(change("t.yaml", &guard(table(PROD, "")), &guard(table(PROD, UNDER))).alarms());
}

#[test]
fn a_condition_that_holds_as_often_is_not() {
    for (before, after) in [
        (table(PROD, UNDER), table(PROD, UNDER)),
        (table(PROD, UNDER), table(PROD, "")),
        (table(PROD, UNDER), table("  Live: !Equals [prod, !Ref E]\n", "    Condition: Live\n")),
        (table(PROD, UNDER), table("  Prod: !Not [!Not [!Equals [!Ref E, prod]]]\n", UNDER)),
        (table(PROD, UNDER), table("  Prod: !Or [!Equals [!Ref E, x], !Equals [!Ref E, prod]]\n", UNDER)),
        (table(PROD, UNDER), table("  Is: !Equals [!Ref E, prod]\n  Prod: !Condition Is\n", UNDER)),
        (table(PROD, ""), table("  Prod: !Equals [a, a]\n", UNDER)),
    ] {
        let said = change("t.yaml", &before, &after);
        assert!(said.is_silent(), "{before}→\n{after}{said:?}");
    }
}

#[test]
fn a_name_that_a_retained_resource_keeps_is_taken() {
    let table = |id: &str, name: &str| {
        format!(
            "Resources:\n  {id}:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Retain\n    Properties:\n      TableName: {name}\n"
        )
    };
    assert_eq!(change("t.yaml", &table("A", "orders"), &table("B", "orders")).loud(), ["NAME_TAKEN"]);
    assert!(change("t.yaml", &table("A", "orders"), &table("B", "orders-2")).is_silent());
}

/// What a bucket deletes by itself, in three languages.
fn buckets(rules: &[(&str, u32)]) -> [(&'static str, String); 3] {
    let all =
        |one: &dyn Fn(&str, u32) -> String| rules.iter().map(|(prefix, days)| one(prefix, *days)).collect::<String>();
    let terraform = all(&|prefix, days| {
        format!(
            "  rule {{\n    status = \"Enabled\"\n    filter {{\n      prefix = \"{prefix}\"\n    }}\n    expiration {{\n      days = {days}\n    }}\n  }}\n"
        )
    });
    let inline = all(&|prefix, days| {
        format!(
            "  lifecycle_rule {{\n    enabled = true\n    prefix = \"{prefix}\"\n    expiration {{\n      days = {days}\n    }}\n  }}\n"
        )
    });
    let template = all(&|prefix, days| {
        format!("          - {{Status: Enabled, Prefix: \"{prefix}\", ExpirationInDays: {days}}}\n")
    });
    let template = match template.as_str() {
        "" => String::new(),
        rules => format!("      LifecycleConfiguration:\n        Rules:\n{rules}"),
    };
    [
        (
            "m.tf",
            format!(
                "resource \"aws_s3_bucket_lifecycle_configuration\" \"a\" {{\n  bucket = \"data\"\n{terraform}}}\n"
            ),
        ),
        ("m.tf", format!("resource \"aws_s3_bucket\" \"a\" {{\n  bucket = \"data\"\n{inline}}}\n")),
        (
            "t.yaml",
            format!("Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: data\n{template}"),
        ),
    ]
}

type Rules = &'static [(&'static str, u32)];

#[test]
fn a_bucket_that_deletes_more_or_sooner_is_told() {
    let cases: [(Rules, Rules, &[&str]); 10] = [
        (&[], &[("", 30)], &["DELETES_ALL"]),
        (&[("tmp/", 30)], &[("", 30)], &["DELETES_ALL"]),
        (&[("", 30)], &[("", 1)], &["DELETES_SOONER"]),
        (&[("tmp/", 30)], &[("tmp/", 1)], &["DELETES_SOONER"]),
        (&[("tmp/a/", 30)], &[("tmp/", 30)], &["DELETES_SOONER"]),
        (&[("tmp/", 30)], &[("tmp/", 30)], &[]),
        (&[("tmp/", 1)], &[("tmp/", 30)], &[]),
        (&[("", 1)], &[("tmp/", 30)], &[]),
        (&[("tmp/", 30)], &[], &[]),
        (&[], &[("tmp/", 30)], &[]),
    ];
    for (was, is, rules) in cases {
        for ((path, before), (_, after)) in buckets(was).into_iter().zip(buckets(is)) {
            assert_eq!(change(path, &before, &after).loud(), rules, "{path} {was:?} → {is:?}");
        }
    }
    let rule = buckets(&[("", 1)])[0].1.clone();
    let bucket = "resource \"aws_s3_bucket\" \"data\" {\n}\n";
    let named = rule.replace("\"data\"", "aws_s3_bucket.data.id");
    assert_eq!(change("m.tf", bucket, &format!("{bucket}{named}")).loud(), ["DELETES_ALL"]);
    assert!(change("m.tf", "locals {}\n", &format!("{bucket}{named}")).is_silent(), "a bucket that is new is empty");
}

#[test]
fn a_protection_that_only_a_run_knows_is_named() {
    let table =
        |said: &str| format!("resource \"aws_dynamodb_table\" \"a\" {{\n  deletion_protection_enabled = {said}\n}}\n");
    for open in ["var.x", "local.x", "data.a.b.c", "var.env == \"prod\"", "aws_x.y.z"] {
        let said = change("m.tf", &table("true"), &table(open));
        assert!(said.loud().is_empty() && said.missed.len() == 1, "{open}: {said:?}");
        assert!(change("m.tf", &table("false"), &table(open)).is_silent(), "{open}");
        assert!(change("m.tf", &table(open), &table("true")).is_silent(), "{open}");
    }
}
