use super::change;

/// A policy with a statement that allows and these others, as a document, and within Terraform and a template.
fn forms(others: &[&str]) -> [(&'static str, String); 4] {
    let allows = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}"#;
    let statements = [&[allows], others].concat().join(",\n");
    let policy = format!("{{\"Version\": \"2012-10-17\",\n\"Statement\": [{statements}]}}");
    let within = |kind: &str, policy: &str| format!("resource \"{kind}\" \"a\" {{\n  policy = {policy}\n}}\n");
    let template = format!(
        "{{\"Resources\": {{\"A\": {{\"Type\": \"AWS::IAM::ManagedPolicy\", \"Properties\": {{\"PolicyDocument\": {policy}}}}}}}}}"
    );
    [
        ("policy.json", policy.clone()),
        ("m.tf", within("aws_iam_policy", &format!("jsonencode({policy})"))),
        ("m.tf", within("aws_iam_policy", &format!("<<EOT\n{policy}\nEOT"))),
        ("t.json", template),
    ]
}

const DENIES: &str =
    r#"{"Sid": "Keep", "Effect": "Deny", "Action": ["s3:DeleteBucket", "s3:PutBucketPolicy"], "Resource": "*"}"#;

#[test]
fn a_statement_that_denies_does_not_go_in_silence() {
    for gone in [
        vec![],
        vec![r#"{"Effect": "Deny", "Action": ["s3:DeleteBucket"], "Resource": "*"}"#],
        vec![
            r#"{"Effect": "Deny", "Action": ["s3:DeleteBucket", "s3:PutBucketPolicy"], "Resource": "arn:aws:s3:::a"}"#,
        ],
        vec![
            r#"{"Effect": "Deny", "Action": ["s3:DeleteBucket", "s3:PutBucketPolicy"], "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}"#,
        ],
        vec![r#"{"Effect": "Allow", "Action": ["s3:DeleteBucket"], "Resource": "*"}"#],
    ] {
        for ((path, before), (_, after)) in forms(&[DENIES]).into_iter().zip(forms(&gone)) {
            let said = change(path, &before, &after);
            assert!(said.loud().contains(&"LOSES_DENIAL"), "{path} {gone:?}: {said:?}");
        }
    }
}

#[test]
fn a_statement_that_denies_as_much_or_more_is_no_loss() {
    for kept in [
        vec![DENIES],
        vec![
            r#"{"Action": ["s3:PutBucketPolicy", "s3:DeleteBucket"], "Sid": "Other", "Resource": ["*"], "Effect": "Deny"}"#,
        ],
        vec![r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#],
        vec![
            r#"{"Effect": "Deny", "Action": ["s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutBucketAcl"], "Resource": "*"}"#,
        ],
    ] {
        for ((path, before), (_, after)) in forms(&[DENIES]).into_iter().zip(forms(&kept)) {
            let said = change(path, &before, &after);
            assert!(said.is_silent(), "{path} {kept:?}: {said:?}");
        }
    }
}

#[test]
fn signs_that_stand_for_anything_are_one_in_every_spelling() {
    let allows = |action: &str| format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "arn:aws:s3:::a"}}"#);
    for action in ["s3:*", "s3:?*", "s3:**", "s3:*?", "*", "?*", "**", "*:*", "*:?*"] {
        for ((path, before), (_, after)) in forms(&[&allows("s3:GetObject")]).into_iter().zip(forms(&[&allows(action)]))
        {
            let said = change(path, &before, &after);
            assert!(said.loud().contains(&"WIDENS_PERMISSION"), "{path} {action}: {said:?}");
        }
    }
    for (was, is) in
        [("s3:*", "s3:?*"), ("s3:?*", "s3:*"), ("s3:*", "s3:Get*"), ("*", "*:*"), ("s3:GetObject", "s3:Get?bject")]
    {
        for ((path, before), (_, after)) in forms(&[&allows(was)]).into_iter().zip(forms(&[&allows(is)])) {
            let said = change(path, &before, &after);
            assert!(said.is_silent(), "{path} {was} → {is}: {said:?}");
        }
    }
}
