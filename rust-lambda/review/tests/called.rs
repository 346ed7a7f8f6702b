//! Modules and nested stacks that are not shown are named; those that are shown are judged with what they are given.

mod telling;

use review::wire::{File, Finding, NotReviewed, Severity};
use telling::file;

fn changed(path: &str, before: &str, text: &str) -> File {
    File { before: Some(before.to_owned()), ..file(path, text) }
}

/// What our own sources find, and what was not reviewed.
fn told(files: Vec<File>) -> (Vec<Finding>, Vec<NotReviewed>) {
    telling::told(&["own", "change"], files)
}

/// What is said to be not looked into.
fn unseen(files: Vec<File>) -> Vec<String> {
    let gaps = told(files).1.into_iter().map(|gap| gap.why);
    gaps.filter(|why| why.ends_with("it is not looked into")).collect()
}

fn call(source: &str) -> String {
    format!("module \"m\" {{\n  source = \"{source}\"\n}}\n")
}

#[test]
fn a_module_that_is_not_shown_is_named_with_where_it_comes_from() {
    for source in
        ["./parts/m", "../m", "acme/thing/aws", "git::https://git.example/x.git?ref=v1", "app.terraform.io/a/b/c"]
    {
        let named = source.trim_start_matches("./");
        let said = unseen(vec![file("main.tf", &call(source))]);
        assert!(said.len() == 1 && said[0].contains(named), "{source} {said:?}");
    }
    for source in ["terraform-aws-modules/vpc/aws", "registry.terraform.io/terraform-aws-modules/rds/aws"] {
        let (findings, gaps) = told(vec![file("main.tf", &call(source))]);
        assert!(findings.iter().any(|one| one.rule == "MODULE_UNSEEN") && gaps.is_empty(), "{source} {gaps:?}");
    }
    assert!(unseen(vec![file("main.tf", &call("cloudposse/label/null"))]).is_empty());
}

#[test]
fn one_that_is_shown_or_as_it_was_is_not_named() {
    let topic = "resource \"aws_sns_topic\" \"a\" {}\n";
    for (caller, source, module) in [
        ("main.tf", "./parts/m", "parts/m/main.tf"),
        ("live/main.tf", "../parts/m/", "parts/m/x.tf"),
        ("./main.tf", "./parts/m", "./parts/m/main.tf"),
        ("main.tf", "./parts/m", "parts/m/main.tofu"),
    ] {
        assert!(unseen(vec![file(caller, &call(source)), file(module, topic)]).is_empty(), "{caller} {source}");
    }
    let other = format!("{}# more\n", call("./parts/m"));
    assert!(unseen(vec![changed("main.tf", &call("./parts/m"), &other)]).is_empty());
    let with = |argument: &str| call("./parts/m").replace("}\n", &format!("  {argument}\n}}\n"));
    for (before, after, told) in [
        (call("./parts/m"), with("open = true"), 1),
        (with("open = false"), with("open = true"), 1),
        (with("protect = true"), call("./parts/m"), 1),
        (with("cidr = \"10.0.0.0/8\""), with("cidr = \"0.0.0.0/0\""), 1),
        (with("size = 10"), with("size = 20"), 0),
        (with("cidr = \"10.0.0.0/8\""), with("cidr = \"10.1.0.0/16\""), 0),
    ] {
        assert_eq!(unseen(vec![changed("main.tf", &before, &after)]).len(), told, "{before}→\n{after}");
    }
}

/// Of what a change leaves alone the former text is the text.
#[test]
fn a_module_that_is_left_alone_is_looked_into() {
    let module = "variable \"open\" {\n  default = false\n}\nvariable \"kept\" {\n  default = true\n}\nresource \
                  \"aws_db_instance\" \"this\" {\n  publicly_accessible = var.open\n  deletion_protection = var.kept\n}\n";
    let of = |before: &str, after: &str| {
        let (findings, gaps) = told(vec![changed("main.tf", before, after), changed("m/x.tf", module, module)]);
        let deeds = findings.into_iter().filter(|one| one.source == "change" && one.severity >= Severity::High);
        let mut deeds: Vec<String> = deeds.map(|one| format!("{} {}", one.file, one.rule)).collect();
        deeds.sort();
        (deeds.join(", "), gaps.len())
    };
    let with = |argument: &str| call("./m").replace("}\n", &format!("  {argument}\n}}\n"));
    for (before, after, expected) in [
        (call("./m"), with("open = true"), "m/x.tf WIDENS_EXPOSURE"),
        (call("./m"), with("kept = false"), "m/x.tf LOSES_DELETION_PROTECTION"),
        (call("./m"), "# none\n".to_owned(), "main.tf DESTROYS_DATA"),
        (call("./m"), with("other = true"), ""),
        (with("open = true"), call("./m"), ""),
        (with("open = true"), with("open = true # as before"), ""),
        (String::new(), call("./m"), ""),
    ] {
        assert_eq!(of(&before, &after), (expected.to_owned(), 0), "{before}→\n{after}");
    }
}

fn stack(url: &str) -> String {
    format!(
        "Parameters:\n  Free: {{Type: String}}\nResources:\n  N:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      \
         TemplateURL: {url}\n      Parameters:\n        Net: @\n"
    )
}

const NESTED: &str = "Parameters:\n  Net: {Type: String, Default: 10.0.0.0/8}\nResources:\n  G:\n    Type: AWS::EC2::SecurityGroup\n    \
                      Properties:\n      SecurityGroupIngress:\n        - FromPort: 22\n          ToPort: 22\n          CidrIp: !Ref Net\n";

#[test]
fn a_nested_stack_is_judged_with_what_it_is_given_or_named() {
    for url in ["parts/n.yaml", "./parts/n.yaml", "'parts/n.yaml'"] {
        let of = |net: &str| {
            let files = vec![file("t.yaml", &stack(url).replace('@', net)), file("parts/n.yaml", NESTED)];
            let (findings, gaps) = told(files);
            (findings.iter().any(|one| one.rule == "CFN_OPEN_PORT" && one.file == "parts/n.yaml"), gaps)
        };
        assert_eq!(of("0.0.0.0/0"), (true, Vec::new()), "{url}");
        assert_eq!(of("10.1.0.0/16"), (false, Vec::new()), "{url}");
        let (open, gaps) = of("!Ref Free");
        assert!(
            !open && gaps.iter().any(|gap| gap.path == "parts/n.yaml" && gap.why.contains("not understood")),
            "{gaps:?}"
        );
    }
    for url in ["parts/other.yaml", "https://s3.amazonaws.com/b/n.yaml", "!Sub 'https://${Free}/n.yaml'"] {
        let files = vec![file("t.yaml", &stack(url).replace('@', "a")), file("parts/n.yaml", NESTED)];
        assert_eq!(unseen(files).len(), 1, "{url}");
    }
    // What is deployed has the names of its stacks.
    let files = vec![file("shop", &stack("https://s3/n").replace('@', "a")), file("shop-N-1ABC", NESTED)];
    assert!(unseen(files).is_empty());
}
