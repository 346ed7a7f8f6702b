//! What nobody can know before it runs, where a rule of severity high would read it: named, and not passed over.

mod asking;

use asking::{Said, ask, file};

/// A file with an expression in the place of `@`, the rule that a bad value breaks, and such a value.
const FORMS: &[(&str, &str, &str)] = &[
    (
        "resource \"aws_security_group\" \"a\" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    cidr_blocks = @\n  }\n}\n",
        "TF_OPEN_PORT",
        "[\"0.0.0.0/0\"]",
    ),
    (
        "resource \"aws_security_group_rule\" \"a\" {\n  type = \"ingress\"\n  from_port = 22\n  to_port = 22\n  cidr_blocks = @\n}\n",
        "TF_OPEN_PORT",
        "[\"0.0.0.0/0\"]",
    ),
    ("resource \"aws_db_instance\" \"a\" {\n  storage_encrypted = @\n}\n", "AWS_RDS_ENCRYPTION", "false"),
    (
        "resource \"aws_iam_policy\" \"a\" {\n  policy = @\n}\n",
        "IAM_ALLOWS_ALL",
        "jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"*\", Resource = \"*\" }] })",
    ),
];

fn review(form: &str, value: &str) -> Said {
    ask(file("main.tf", &form.replace('@', value)), &["own"])
}

fn named(said: &Said) -> bool {
    said.missed.iter().any(|missed| missed.why.starts_with("own: not understood") && missed.line.is_some())
}

#[test]
fn a_bad_value_is_found_behind_everything_that_can_be_evaluated() {
    for (form, rule, bad) in FORMS {
        for value in [
            bad.to_string(),
            format!("({bad})"),
            format!("true ? {bad} : null"),
            format!("try({bad})"),
            format!("coalesce(null, {bad})"),
            format!("{{ a = {bad} }}.a"),
            format!("[{bad}][0]"),
            format!("[for one in [{bad}] : one][0]"),
            format!("one([{bad}])"),
            format!("lookup({{ a = {bad} }}, \"a\")"),
            format!("merge({{}}, {{ a = {bad} }})[\"a\"]"),
            format!("sensitive({bad})"),
        ] {
            let said = review(form, &value);
            assert!(said.findings.iter().any(|found| found.rule == *rule), "{rule} {value}: {:?}", said.findings);
            assert!(!named(&said), "{value}: {:?}", said.missed);
        }
    }
}

#[test]
fn what_only_a_run_tells_is_named() {
    for (form, _, bad) in FORMS {
        for value in [
            "var.unknown".to_owned(),
            "var.unknown.part[0]".to_owned(),
            "each.value.part".to_owned(),
            "data.external.a.result.b".to_owned(),
            "local.unknown".to_owned(),
            format!("var.unknown ? {bad} : null"),
            "yamldecode(file(\"a.yaml\"))".to_owned(),
            "base64decode(\"AAAA\")".to_owned(),
            "provider::a::b()".to_owned(),
            format!("element([{bad}, var.unknown], 1)"),
        ] {
            let said = review(form, &value);
            assert!(named(&said), "{form} {value}: {:?} {:?}", said.missed, said.findings);
        }
    }
}

#[test]
fn a_known_value_and_the_name_of_another_resource_are_not_named() {
    for (form, _, bad) in FORMS {
        for value in [bad.to_string(), "aws_x.main.value".to_owned(), "module.a.b".to_owned()] {
            let said = review(form, &value);
            assert!(!named(&said), "{form} {value}: {:?}", said.missed);
        }
    }
    let mild = "resource \"aws_s3_bucket\" \"a\" {\n  bucket = var.name\n  tags = var.tags\n}\n";
    assert!(!named(&review(mild, "")), "no rule of severity high reads these");
}

#[test]
fn a_list_is_named_for_its_unknown_part_and_found_for_its_known_one() {
    let said = review(FORMS[0].0, "concat([\"0.0.0.0/0\"], var.more)");
    assert!(said.findings.iter().any(|found| found.rule == "TF_OPEN_PORT") && named(&said));
}

#[test]
fn a_block_that_a_loop_makes_is_named_by_what_the_loop_gives() {
    let text = "resource \"aws_security_group\" \"a\" {\n  dynamic \"ingress\" {\n    for_each = var.rules\n    content {\n      from_port = 22\n      to_port = 22\n      cidr_blocks = ingress.value.nets\n    }\n  }\n}\n";
    let said = review(text, "");
    assert!(said.missed.iter().any(|missed| missed.line == Some(7)), "{:?}", said.missed);
}

/// A template with a value in the place of `@`, the rule that a bad one breaks, and such a value.
const TEMPLATES: &[(&str, &str, &str)] = &[
    (
        "Parameters:\n  P: {Type: String}\nResources:\n  A:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      StorageEncrypted: @\n",
        "AWS_RDS_ENCRYPTION",
        "false",
    ),
    (
        "Parameters:\n  P: {Type: String}\nResources:\n  A:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      SecurityGroupIngress:\n        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: @}\n",
        "AWS_SG_SSH",
        "0.0.0.0/0",
    ),
];

#[test]
fn what_a_template_is_given_is_named_and_its_own_resources_are_not() {
    for (form, rule, bad) in TEMPLATES {
        let said = |value: &str| ask(file("t.yaml", &form.replace('@', value)), &["own"]);
        let found = said(bad);
        assert!(found.findings.iter().any(|finding| finding.rule == *rule) && !named(&found), "{rule}: {found:?}");
        for open in ["!Ref P", "!Sub '${P}'", "!ImportValue x", "'{{resolve:ssm:/a}}'"] {
            assert!(named(&said(open)), "{rule} {open}: {:?}", said(open));
        }
        for own in ["!GetAtt B.C", "!Ref B", "!Sub '${B}'"] {
            assert!(!named(&said(own)), "{rule} {own}: {:?}", said(own));
        }
        let given = form.replace("{Type: String}", &format!("{{Type: String, Default: '{bad}'}}"));
        let found = ask(file("t.yaml", &given.replace('@', "!Ref P")), &["own"]);
        assert!(found.findings.iter().any(|finding| finding.rule == *rule), "{rule} by default: {found:?}");
    }
}

#[test]
fn rights_of_a_service_that_only_a_run_tells_are_named() {
    let compose = |right: &str| {
        ask(file("compose.yaml", &format!("services:\n  a:\n    image: a:1.2.3\n    {right}\n")), &["own"])
    };
    for right in ["privileged: ${P}", "privileged: ${P:?}", "network_mode: $N", "cap_add: [\"${C}\"]", "pid: ${P}"] {
        assert!(named(&compose(right)), "{right}");
    }
    for right in ["privileged: ${P:-false}", "network_mode: ${N:-bridge}", "image: ${I}", "command: echo $$P"] {
        assert!(!named(&compose(right)), "{right}");
    }
}
