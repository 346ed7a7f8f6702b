//! Trust in web identities: whom of a provider that many share a role lets in, in every form of a policy.

mod asking;

use asking::{ask, file};

/// The rules about web identities on a trust in one provider under a condition, the same in each form of a policy.
fn rules(provider: &str, condition: Option<(&str, &str, &str)>) -> Vec<String> {
    let arn = if provider.contains("google") || provider.contains("cognito") {
        provider.to_owned()
    } else {
        format!("arn:aws:iam::123456789012:oidc-provider/{provider}")
    };
    let json = |principal: &str| {
        let kept = condition.map_or_else(String::new, |(operator, claim, value)| {
            format!(", \"Condition\": {{\"{operator}\": {{\"{provider}:{claim}\": [\"{value}\"]}}}}")
        });
        format!(
            "{{\"Version\": \"2012-10-17\", \"Statement\": [{{\"Effect\": \"Allow\", \"Action\": \
             \"sts:AssumeRoleWithWebIdentity\", \"Principal\": {{\"Federated\": {principal}}}{kept}}}]}}"
        )
    };
    let policy = json(&format!("\"{arn}\""));
    let block = condition.map_or_else(String::new, |(operator, claim, value)| {
        format!(
            "    condition {{\n      test = \"{operator}\"\n      variable = \"{provider}:{claim}\"\n      values = \
             [\"{value}\"]\n    }}\n"
        )
    });
    let known = format!("resource \"aws_iam_openid_connect_provider\" \"ci\" {{\n  url = \"https://{provider}\"\n}}\n");
    let document = |identity: &str| {
        format!(
            "data \"aws_iam_policy_document\" \"t\" {{\n  statement {{\n    actions = \
             [\"sts:AssumeRoleWithWebIdentity\"]\n    principals {{\n      type = \"Federated\"\n      identifiers = \
             [{identity}]\n    }}\n{block}  }}\n}}\n"
        )
    };
    let role =
        |policy: &str| format!("resource \"aws_iam_role\" \"r\" {{\n  assume_role_policy = jsonencode({policy})\n}}\n");
    let template = |policy: &str| {
        format!(
            "{{\"Resources\": {{\"R\": {{\"Type\": \"AWS::IAM::Role\", \"Properties\": {{\"AssumeRolePolicyDocument\": \
             {policy}}}}}}}}}"
        )
    };
    let forms = [
        ("trust.json", policy.clone()),
        ("main.tf", role(&policy)),
        ("main.tf", known.clone() + &role(&json("aws_iam_openid_connect_provider.ci.arn"))),
        ("main.tf", document(&format!("\"{arn}\""))),
        ("main.tf", known + &document("aws_iam_openid_connect_provider.ci.arn")),
        ("stack.json", template(&policy)),
        ("stack.yaml", template(&policy)),
    ];
    let mut all: Vec<Vec<String>> = Vec::new();
    for (path, text) in &forms {
        let said = ask(file(path, text), &["own"]);
        assert_ne!(said.kind, "unknown", "{text}");
        let mut rules: Vec<String> = said.findings.into_iter().map(|finding| finding.rule).collect();
        rules.retain(|rule| rule.starts_with("IAM_WEB_IDENTITY"));
        rules.dedup();
        all.push(rules);
    }
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{provider} {condition:?}: {all:?}");
    all.remove(0)
}

/// A provider, a claim of one project of one owner, of all that the owner has, and of everybody.
const SUBJECTS: [(&str, &str, &str, &[&str]); 4] = [
    (
        "token.actions.githubusercontent.com",
        "repo:acme/shop:ref:refs/heads/main",
        "repo:acme/*",
        &["*", "repo:*", "repo:acme*", "repo:*/shop:*", "*:environment:prod"],
    ),
    (
        "gitlab.com",
        "project_path:acme/shop:ref_type:branch:ref:main",
        "project_path:acme/*",
        &["*", "project_path:*", "project_path:ac*"],
    ),
    (
        "app.terraform.io",
        "organization:acme:project:shop:workspace:prod:run_phase:apply",
        "organization:acme:*",
        &["*", "organization:*", "organization:ac*:project:x"],
    ),
    ("agent.buildkite.com", "organization:acme:pipeline:shop:ref:refs/heads/main", "organization:acme:*", &["*"]),
];

#[test]
fn everybody_may_take_a_role_that_asks_for_no_owner() {
    for (provider, _, _, open) in SUBJECTS {
        assert_eq!(rules(provider, None), ["IAM_WEB_IDENTITY"], "{provider}");
        assert_eq!(rules(provider, Some(("StringEquals", "aud", "sts.amazonaws.com"))), ["IAM_WEB_IDENTITY"]);
        for value in open {
            for operator in ["StringLike", "StringLikeIfExists", "ForAnyValue:StringLike"] {
                assert_eq!(rules(provider, Some((operator, "sub", value))), ["IAM_WEB_IDENTITY"], "{provider} {value}");
            }
        }
    }
    for provider in ["accounts.google.com", "cognito-identity.amazonaws.com"] {
        assert_eq!(rules(provider, None), ["IAM_WEB_IDENTITY"], "{provider}");
        assert_eq!(rules(provider, Some(("StringLike", "sub", "*"))), ["IAM_WEB_IDENTITY"], "{provider}");
    }
}

#[test]
fn what_excludes_somebody_lets_all_others_in() {
    for (provider, one, _, _) in SUBJECTS {
        assert_eq!(rules(provider, Some(("StringNotEquals", "sub", one))), ["IAM_WEB_IDENTITY"], "{provider}");
        assert_eq!(rules(provider, Some(("StringNotLike", "sub", one))), ["IAM_WEB_IDENTITY"], "{provider}");
    }
}

#[test]
fn all_projects_of_one_owner_are_told_apart_from_everybody() {
    for (provider, _, owner, _) in SUBJECTS {
        assert_eq!(rules(provider, Some(("StringLike", "sub", owner))), ["IAM_WEB_IDENTITY_OWNER"], "{provider}");
    }
    let circle = "oidc.circleci.com/org/7b3e";
    assert_eq!(rules(circle, None), ["IAM_WEB_IDENTITY_OWNER"]);
}

#[test]
fn one_project_is_nobody_else() {
    for (provider, one, _, _) in SUBJECTS {
        for (operator, value) in [
            ("StringEquals", one.to_owned()),
            ("StringEqualsIgnoreCase", one.to_owned()),
            ("StringLike", one.to_owned()),
            ("StringLike", format!("{one}*")),
            ("ForAnyValue:StringEquals", one.to_owned()),
        ] {
            assert!(rules(provider, Some((operator, "sub", &value))).is_empty(), "{provider} {operator} {value}");
        }
    }
    let github = SUBJECTS[0].0;
    assert!(rules(github, Some(("StringLike", "sub", "repo:acme/shop:*"))).is_empty());
    assert!(rules(github, Some(("StringEquals", "repository_id", "4711"))).is_empty());
    assert!(rules("accounts.google.com", Some(("StringEquals", "aud", "app.apps.googleusercontent.com"))).is_empty());
    assert!(rules("cognito-identity.amazonaws.com", Some(("StringEquals", "aud", "eu-west-1:pool"))).is_empty());
    assert!(rules("oidc.circleci.com/org/7b3e", Some(("StringLike", "sub", "org/7b3e/project/9/user/*"))).is_empty());
}

#[test]
fn a_provider_of_ones_own_lets_ones_own_in() {
    for provider in ["gitlab.example.com", "oidc.eks.eu-west-1.amazonaws.com/id/ABC", "idp.example.com"] {
        assert!(rules(provider, None).is_empty(), "{provider}");
    }
}
