//! Variables of Terraform: what the files of one folder give them is put where they are used.

mod telling;

use review::wire::{File, Finding, Severity};
use telling::{file, told};

/// Findings on all files of a request, as the reviewer shares them out.
fn found(files: &[(&str, &str)]) -> Vec<Finding> {
    by(&["own", "posture"], files)
}

fn by(sources: &[&str], files: &[(&str, &str)]) -> Vec<Finding> {
    told(sources, files.iter().map(|(path, text)| file(path, text)).collect()).0
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

const OPEN: &str = "[\"0.0.0.0/0\"]";
const CLOSED: &str = "[\"10.0.0.0/8\"]";

/// Files that give `cidr` a value (`@`) in the module `infra`, which lies beside them.
const GIVERS: &[(&str, &[(&str, &str)])] = &[
    ("a file by hand", &[("infra/prod.tfvars", "cidr = @\n")]),
    ("a file by hand, in JSON", &[("infra/prod.tfvars.json", "{\"cidr\": @}")]),
    ("a file that Terraform reads", &[("infra/terraform.tfvars", "cidr = @\n")]),
    ("one that it reads too", &[("infra/x.auto.tfvars", "cidr = @\n")]),
    ("a folder of environments", &[("infra/env/prod.tfvars", "cidr = @\n")]),
    ("a folder for each environment", &[("infra/env/prod/terraform.tfvars", "cidr = @\n")]),
    ("a folder of environments beside it", &[("env/prod.tfvars", "cidr = @\n")]),
    ("a call", &[("main.tf", "module \"x\" {\n  source = \"./infra\"\n  cidr   = @\n}\n")]),
    ("a call from beside", &[("live/main.tf", "module \"x\" {\n  source = \"../infra/\"\n  cidr   = @\n}\n")]),
    (
        "a call with a variable of its caller",
        &[(
            "main.tf",
            "variable \"c\" {\n  default = @\n}\nmodule \"x\" {\n  source = \"./infra\"\n  cidr = var.c\n}\n",
        )],
    ),
    (
        "a call with what a file gives its caller",
        &[
            (
                "main.tf",
                "variable \"c\" {\n  default = []\n}\nmodule \"x\" {\n  source = \"./infra\"\n  cidr = var.c\n}\n",
            ),
            ("prod.tfvars", "c = @\n"),
        ],
    ),
    (
        "a call of a module that is called",
        &[
            ("live/main.tf", "module \"y\" {\n  source = \"../stack\"\n  c = @\n}\n"),
            ("stack/main.tf", "variable \"c\" {}\nmodule \"x\" {\n  source = \"../infra\"\n  cidr = var.c\n}\n"),
        ],
    ),
];

/// The module, with or without a default.
fn module(default: &str) -> String {
    let variable = if default.is_empty() { String::new() } else { format!("  default = {default}\n") };
    format!("variable \"cidr\" {{\n{variable}}}\n{}", GROUP.replace('@', "var.cidr"))
}

/// Whether the open port is found, and whether anything high is left without a word.
fn of_module(default: &str, givers: &[(&str, String)]) -> (bool, bool) {
    let mut files = vec![file("infra/main.tf", &module(default))];
    files.extend(givers.iter().map(|(path, text)| file(path, text)));
    let (findings, gaps) = told(&["own"], files);
    let open = findings.iter().any(|one| one.rule == "TF_OPEN_PORT" && one.file == "infra/main.tf");
    // Values in JSON are given, and their file is named as one that nobody reads.
    let silent = gaps.iter().all(|gap| gap.path.ends_with(".json"))
        && !findings.iter().any(|one| one.severity >= Severity::High);
    (open, silent)
}

fn with(files: &[(&'static str, &str)], value: &str) -> Vec<(&'static str, String)> {
    files.iter().map(|(path, text)| (*path, text.replace('@', value))).collect()
}

#[test]
fn a_default_counts_only_where_nobody_gives_another_value() {
    assert_eq!(of_module(OPEN, &[]), (true, false));
    assert_eq!(of_module(CLOSED, &[]), (false, true));
    assert!(!of_module("", &[]).1, "a variable without a value is named");
    for (giver, files) in GIVERS {
        for default in ["", OPEN, CLOSED] {
            let (open, silent) = of_module(default, &with(files, OPEN));
            assert!(open && !silent, "{giver} opens over the default {default:?}");
            let (open, silent) = of_module(default, &with(files, CLOSED));
            assert!(!open && silent, "{giver} closes over the default {default:?}");
        }
    }
}

#[test]
fn of_several_values_each_counts() {
    let dev = |value: &str| ("infra/dev.tfvars", format!("cidr = {value}\n"));
    for (giver, files) in GIVERS {
        // What Terraform reads by itself counts below a file that is named.
        if files[0].0.contains("infra/terraform.tfvars") || files[0].0.contains(".auto.") {
            continue;
        }
        for default in ["", OPEN, CLOSED] {
            for (one, other, expected) in [(OPEN, CLOSED, true), (CLOSED, OPEN, true), (CLOSED, CLOSED, false)] {
                let mut files = with(files, one);
                files.push(dev(other));
                let (open, silent) = of_module(default, &files);
                assert_eq!((open, silent), (expected, !expected), "{giver} {one}, dev {other}, default {default:?}");
            }
        }
    }
}

#[test]
fn who_gives_the_value_is_named_where_others_give_another() {
    let files = [
        file("infra/main.tf", &module(CLOSED)),
        file("infra/prod.tfvars", "cidr = [\"0.0.0.0/0\"]\n"),
        file("infra/dev.tfvars", "cidr = [\"10.0.0.0/8\"]\n"),
    ];
    let (findings, _) = told(&["own"], files.to_vec());
    let found = findings.iter().find(|one| one.rule == "TF_OPEN_PORT").expect("found");
    assert!(found.title.ends_with("(with the values of infra/prod.tfvars)"), "{}", found.title);
}

#[test]
fn more_values_than_are_looked_at_are_named() {
    let given: Vec<(String, String)> =
        (0..12).map(|at| (format!("infra/env/{at}.tfvars"), format!("cidr = [\"10.{at}.0.0/16\"]\n"))).collect();
    let mut files = vec![file("infra/main.tf", &module(CLOSED))];
    files.extend(given.iter().map(|(path, text)| file(path, text)));
    let (_, gaps) = told(&["own"], files);
    assert!(gaps.iter().any(|gap| gap.why.contains("more values than are looked at")), "{gaps:?}");
}

#[test]
fn modules_that_call_one_another_come_to_an_end() {
    let call = |to: &str| {
        format!(
            "variable \"c\" {{}}\nmodule \"m\" {{\n  source = \"../{to}\"\n  c = var.c\n}}\n{}",
            GROUP.replace('@', "var.c")
        )
    };
    let files = (0..30).flat_map(|at| (0..30).map(move |to| (at, to)));
    let files = files.map(|(at, to)| file(&format!("m{at}/{to}.tf"), &call(&format!("m{to}")))).take(300).collect();
    let since = std::time::Instant::now();
    assert!(!told(&["own"], files).1.is_empty());
    assert!(since.elapsed().as_secs() < 60, "{:?}", since.elapsed());
}

#[test]
fn a_template_is_judged_with_the_values_of_its_parameters() {
    let template = |default: &str| {
        format!(
            "Parameters:\n  Cidr:\n    Type: String\n    Default: {default}\nResources:\n  G:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: x\n      SecurityGroupIngress:\n        - IpProtocol: tcp\n          FromPort: 22\n          ToPort: 22\n          CidrIp: !Ref Cidr\n"
        )
    };
    let forms = [
        ("parameters.json", "[{\"ParameterKey\": \"Cidr\", \"ParameterValue\": \"@\"}]"),
        ("parameters-prod.json", "{\"Parameters\": {\"Cidr\": \"@\"}}"),
        ("params/prod.json", "[{\"ParameterKey\": \"Cidr\", \"ParameterValue\": \"@\"}]"),
        (
            "samconfig.toml",
            "[default.deploy.parameters]\nparameter_overrides = \"Name=x Cidr=@\"\nregion = \"eu-west-1\"\n",
        ),
        ("samconfig.toml", "[prod.deploy.parameters]\nparameter_overrides = [\n  \"Name=x\",\n  \"Cidr=@\",\n]\n"),
        (
            "samconfig.yaml",
            "prod:\n  deploy:\n    parameters:\n      parameter_overrides:\n        - Cidr=@\n      region: x\n",
        ),
    ];
    let opens = |default: &str, others: &[(&str, String)]| {
        let mut files = vec![file("template.yaml", &template(default))];
        files.extend(others.iter().map(|(path, text)| file(path, text)));
        told(&["own"], files).0.iter().any(|one| one.rule == "CFN_OPEN_PORT")
    };
    assert!(opens("0.0.0.0/0", &[]) && !opens("10.0.0.0/8", &[]));
    for (path, form) in forms {
        let given = |value: &str| (path, form.replace('@', value));
        for default in ["0.0.0.0/0", "10.0.0.0/8"] {
            assert!(opens(default, &[given("0.0.0.0/0")]), "{path} opens over {default}");
            assert!(!opens(default, &[given("10.1.0.0/16")]), "{path} closes over {default}");
            let dev = ("parameters-dev.json", forms[0].1.replace('@', "10.2.0.0/16"));
            assert!(opens(default, &[given("0.0.0.0/0"), dev]), "{path} opens beside another");
        }
    }
}

#[test]
fn a_compose_file_is_judged_with_the_environment_beside_it() {
    let compose = |value: &str| format!("services:\n  web:\n    image: web:1.0.0\n    network_mode: {value}\n");
    let opens = |value: &str, others: &[(&str, &str)]| {
        let mut files = vec![file("compose.yaml", &compose(value))];
        files.extend(others.iter().map(|(path, text)| file(path, text)));
        told(&["own"], files).0.iter().any(|one| one.rule == "COMPOSE_HOST_NAMESPACE")
    };
    let (host, none) = ((".env", "# x\nexport NET=\"host\"\n"), (".env", "NET=none\n"));
    for value in ["${NET:-none}", "${NET-none}", "${NET:?}", "${NET}", "$NET"] {
        assert!(!opens(value, &[]), "{value}");
        assert!(opens(value, &[host]), "{value}");
        assert!(!opens(value, &[none]), "{value}");
        assert!(opens(value, &[none, (".env.prod", "NET=host\n")]), "{value}");
        assert!(!opens(value, &[none, (".env.example", "NET=host\n")]), "{value}");
    }
    assert!(opens("${NET:-host}", &[]) && opens("${NET:-host}", &[(".env", "OTHER=1\n")]));
    assert!(!opens("${NET:-host}", &[none]) && !opens("$$NET", &[host]));
}

/// What of a change of one file alone nobody has judged.
fn gap(path: &str, before: &str, after: &str, others: &[(&str, &str)]) -> bool {
    let mut files = vec![File { before: Some(before.to_owned()), ..file(path, after) }];
    files.extend(others.iter().map(|(path, text)| file(path, text)));
    told(&["own"], files).1.iter().any(|gap| gap.path == path && gap.why.starts_with("gives values"))
}

#[test]
fn a_changed_value_whose_users_are_not_shown_is_named() {
    for (path, form) in [
        ("prod.tfvars", "cidr = @\n"),
        ("terraform.tfvars", "cidr = @\n"),
        ("variables.tf", "variable \"cidr\" {\n  default = @\n}\n"),
        ("locals.tf", "locals {\n  cidr = @\n}\n"),
    ] {
        let of = |value: &str| form.replace('@', value);
        assert!(gap(path, &of(CLOSED), &of(OPEN), &[]), "{path} opens");
        assert!(!gap(path, &of(OPEN), &of(CLOSED), &[]), "{path} closes");
        assert!(!gap(path, &of(OPEN), &format!("\n{}", of(OPEN)), &[]), "{path} moves");
        let word = if path == "locals.tf" { "local.cidr" } else { "var.cidr" };
        let user = GROUP.replace('@', word);
        assert!(!gap(path, &of(CLOSED), &of(OPEN), &[("main.tf", &user)]), "{path} beside its user");
        let far = gap(path, &of(CLOSED), &of(OPEN), &[("other/main.tf", &user)]);
        // Values without a module above may be for one beside.
        assert!(far || path.contains("tfvars"), "{path} far from its user");
    }
}
