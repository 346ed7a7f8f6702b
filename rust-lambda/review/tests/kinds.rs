//! What a file is comes from its structure. A matrix of every kind: under other names, and with the words of every
//! other kind in comments and texts.

mod asking;

use asking::{ask, file};
use review::document::Document;
use review::kind::Kind;

struct Sample {
    kind: Kind,
    name: &'static str,
    text: &'static str,
    /// What begins a comment; none: the language has none.
    comment: &'static str,
    /// A line that holds a text (`@`), and the line behind which it may stand; none: nothing of the kind.
    holds: (&'static str, &'static str),
}

const SAMPLES: &[Sample] = &[
    Sample {
        kind: Kind::CloudFormation,
        name: "stack.yaml",
        text: "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {}\n",
        comment: "# ",
        holds: ("Resources:", "  Text:\n    Type: AWS::SSM::Parameter\n    Properties:\n      Value: |\n@"),
    },
    Sample {
        kind: Kind::CloudFormation,
        name: "stack.json",
        text: "{\n\"Resources\": {\"Topic\": {\"Type\": \"AWS::SNS::Topic\"}}\n}\n",
        comment: "",
        holds: ("{", "\"Description\": \"@\","),
    },
    Sample {
        kind: Kind::Kubernetes,
        name: "app.yaml",
        text: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  b: c\n",
        comment: "# ",
        holds: ("data:", "  text: |\n@"),
    },
    Sample {
        kind: Kind::Compose,
        name: "compose.yaml",
        text: "services:\n  web:\n    image: web:1.2\n",
        comment: "# ",
        holds: ("services:", "  note:\n    image: note:1\n    command: |\n@"),
    },
    Sample {
        kind: Kind::GithubWorkflow,
        name: ".github/workflows/test.yml",
        text: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n",
        comment: "# ",
        holds: ("jobs:", "  note:\n    runs-on: x\n    steps:\n      - run: |\n@"),
    },
    Sample {
        kind: Kind::OpenApi,
        name: "api.yaml",
        text: "openapi: 3.1.0\ninfo:\n  title: a\n  version: \"1\"\npaths: {}\n",
        comment: "# ",
        holds: ("info:", "  description: |\n@"),
    },
    Sample {
        kind: Kind::IamPolicy,
        name: "policy.json",
        text: "{\n\"Version\": \"2012-10-17\",\n\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}]\n}\n",
        comment: "",
        holds: ("{", "\"Id\": \"@\","),
    },
    Sample {
        kind: Kind::TerraformPlan,
        name: "plan.json",
        text: "{\n\"format_version\": \"1.2\",\n\"resource_changes\": [{\"address\": \"a_b.c\", \"type\": \"a_b\", \"change\": {\"actions\": [\"create\"]}}]\n}\n",
        comment: "",
        holds: ("{", "\"note\": \"@\","),
    },
    Sample {
        kind: Kind::TerraformPlan,
        name: "plan.txt",
        text: "Terraform will perform the following actions:\n\n  # a_b.c will be created\n  + resource \"a_b\" \"c\" {\n      + d = \"e\"\n    }\n\nPlan: 1 to add, 0 to change, 0 to destroy.\n",
        comment: "",
        holds: ("  + resource \"a_b\" \"c\" {", "      + text = <<-EOT\n@\n        EOT"),
    },
    Sample {
        kind: Kind::Terraform,
        name: "main.tf",
        text: "resource \"aws_sns_topic\" \"a\" {\n  name = \"a\"\n}\n",
        comment: "# ",
        holds: ("resource \"aws_sns_topic\" \"a\" {", "  text = <<-EOT\n@\n  EOT"),
    },
    Sample {
        kind: Kind::Terraform,
        name: "main.tf.json",
        text: "{\n\"resource\": {\"aws_sns_topic\": {\"a\": {\"name\": \"a\"}}}\n}\n",
        comment: "",
        holds: ("{", "\"//\": \"@\","),
    },
    Sample {
        kind: Kind::Dockerfile,
        name: "Dockerfile",
        text: "ARG V=1\nFROM --platform=linux/amd64 alpine:3.20 AS build\nRUN make \\\n  && make install\nUSER app\n",
        comment: "# ",
        holds: ("USER app", "COPY <<EOT /text\n@\nEOT"),
    },
    Sample {
        kind: Kind::Sql,
        name: "0001.sql",
        text: "CREATE TABLE a (b int);\nUPDATE a SET b = 1 WHERE b = 2;\n",
        comment: "-- ",
        holds: ("CREATE TABLE a (b int);", "INSERT INTO a (b) VALUES ('\n@\n');"),
    },
    Sample {
        kind: Kind::Env,
        name: ".env",
        text: "HOST=a\nexport PORT=1\n",
        comment: "# ",
        holds: ("HOST=a", "TEXT=\"@\""),
    },
    Sample {
        kind: Kind::Lockfile,
        name: "Cargo.lock",
        text: "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\ndependencies = [\n \"b\",\n]\n",
        comment: "# ",
        holds: ("name = \"a\"", "source = \"@\""),
    },
    Sample {
        kind: Kind::Lockfile,
        name: "package-lock.json",
        text: "{\n\"lockfileVersion\": 3,\n\"packages\": {\"\": {}}\n}\n",
        comment: "",
        holds: ("{", "\"name\": \"@\","),
    },
    Sample {
        kind: Kind::Lockfile,
        name: "yarn.lock",
        text: "\"a@^1\":\n  version \"1.0.0\"\n  resolved \"https://example.org/a.tgz#1\"\n",
        comment: "# ",
        holds: ("  version \"1.0.0\"", "  note \"@\""),
    },
];

/// Names that say nothing, or something else.
const NAMES: [&str; 12] = [
    "x.txt",
    "deploy.yml",
    "x",
    "x.conf",
    "x.ini",
    "x.cfg",
    "x.properties",
    "x.md",
    "x.template",
    "infra/x.sh",
    "x.bak",
    "release.hcl",
];

fn kind(name: &str, text: &str) -> Kind {
    Document::read(name, text).kind
}

/// The neutral names under which a sample's language is read: YAML's own extensions make anything YAML.
fn neutral(sample: &Sample) -> impl Iterator<Item = &'static str> {
    let yaml = sample.comment == "# " && kind("x.yaml", sample.text) == sample.kind || sample.text.starts_with('{');
    NAMES.into_iter().filter(move |name| yaml || !(name.ends_with(".yml") || name.ends_with(".template")))
}

#[test]
fn a_kind_is_known_under_any_name() {
    for sample in SAMPLES {
        assert_eq!(kind(sample.name, sample.text), sample.kind, "{}", sample.name);
        for name in neutral(sample) {
            assert_eq!(kind(name, sample.text), sample.kind, "{} named {name}", sample.name);
        }
    }
}

#[test]
fn a_kind_that_is_read_under_a_name_of_another_kind_stays_what_it_is() {
    for sample in SAMPLES {
        for other in SAMPLES {
            let lies = kind(other.name, sample.text);
            let tree = |sample: &Sample| {
                sample.comment == "# " && sample.holds.1.contains("|\n") || sample.text.starts_with('{')
            };
            // Nobody reads it then, and that is said.
            let unread = lies == Kind::Unknown && !tree(sample);
            assert!(
                lies == sample.kind || lies == other.kind || unread,
                "{} named {}: {lies:?}",
                sample.name,
                other.name
            );
            // What is built from can be run, whatever it is called: its own kind comes first.
            if tree(sample) {
                assert_eq!(lies, sample.kind, "{} named {}", sample.name, other.name);
            }
        }
    }
}

#[test]
fn words_of_another_kind_in_comments_decide_nothing() {
    for sample in SAMPLES.iter().filter(|sample| !sample.comment.is_empty()) {
        for other in SAMPLES {
            let comment: String = other.text.lines().map(|line| format!("{}{line}\n", sample.comment)).collect();
            for text in [format!("{comment}{}", sample.text), format!("{}{comment}", sample.text)] {
                for name in neutral(sample).chain([sample.name]) {
                    assert_eq!(
                        kind(name, &text),
                        sample.kind,
                        "{} with a comment of {}, named {name}",
                        sample.name,
                        other.name
                    );
                }
            }
        }
    }
}

#[test]
fn words_of_another_kind_in_texts_decide_nothing() {
    for sample in SAMPLES {
        let (behind, holds) = sample.holds;
        for other in SAMPLES {
            let words = if holds.contains("@\"") {
                serde_json::to_string(other.text).expect("JSON").trim_matches('"').to_owned()
            } else {
                other.text.lines().map(|line| format!("            {line}\n")).collect::<String>().replace('\'', "''")
            };
            let words = words.trim_end_matches('\n');
            let line = holds.replace('@', words);
            let text = sample.text.replacen(behind, &format!("{behind}\n{line}"), 1);
            for name in neutral(sample).chain([sample.name]) {
                assert_eq!(
                    kind(name, &text),
                    sample.kind,
                    "{} with a text of {}, named {name}:\n{text}",
                    sample.name,
                    other.name
                );
            }
        }
    }
}

#[test]
fn keys_of_another_kind_beside_a_deployable_one_hide_nothing() {
    let deployable = [Kind::Kubernetes, Kind::CloudFormation, Kind::GithubWorkflow, Kind::Compose];
    let reports = [Kind::OpenApi, Kind::Lockfile, Kind::TerraformPlan];
    let plan = "format_version: \"1\"\nresource_changes: []\nplanned_values: {}\nconfiguration: {}\n";
    let lock = "lockfileVersion: 9\npackages: {}\n";
    for sample in SAMPLES.iter().filter(|sample| deployable.contains(&sample.kind) && sample.name.contains(".y")) {
        let api = SAMPLES.iter().find(|other| other.kind == Kind::OpenApi).expect("one").text;
        for more in [plan, lock, api] {
            assert!(reports.contains(&kind("x.yaml", more)), "{more}");
            assert_eq!(kind("x.yaml", &format!("{more}{}", sample.text)), sample.kind);
            assert_eq!(
                kind("x.yaml", &format!("{more}---\n{}", sample.text)) == sample.kind,
                sample.kind == Kind::Kubernetes
            );
        }
    }
}

#[test]
fn what_has_the_words_and_not_the_structure_is_of_no_kind() {
    for (name, text) in [
        ("x.txt", "Terraform will perform the following actions:\nrm -rf /\n"),
        ("x.sh", "# Terraform will perform the following actions:\nrm -rf /\n"),
        ("x.sh", "Terraform will perform the following actions:\n  rm -rf /\n  # a_b.c will be created\n"),
        ("x.txt", "FROM the beginning of time\n"),
        ("x.txt", "FROM alpine\nand then some prose\n"),
        ("x.txt", "Select the best, and update the set of rules; then delete nothing from it.\n"),
        ("nginx.conf", "server {\n  listen 80;\n  root /srv;\n}\n"),
        ("my.ini", "[client]\nport=3306\n"),
        ("x.md", "# Services\n\nservices: a list\n"),
        ("x.py", "resource = \"a\"\nkind: str = 'b'\n"),
        ("x.yaml", "resource_changes: []\nformat_version: \"1\"\n"),
        ("x.yaml", "apiVersion: v1\nname: chart\n"),
        ("x.json", "{\"openapi\": \"3.0.0\"}"),
        ("x.txt", "import a\nHOST=b\n"),
    ] {
        assert_eq!(kind(name, text), Kind::Unknown, "{name}: {text}");
        assert!(!ask(file(name, text), &["own", "change"]).missed.is_empty(), "{name} is said not to be reviewed");
    }
}

#[test]
fn a_document_of_another_kind_in_the_same_file_is_said() {
    let text = "apiVersion: v1\nkind: ConfigMap\n---\nservices:\n  a:\n    image: a:1\n---\nx: 1\n---\n";
    let said = ask(file("x.yaml", text), &["own"]);
    assert_eq!(said.kind, "kubernetes");
    let told: Vec<(Option<u32>, &str)> = said.missed.iter().map(|missed| (missed.line, missed.why.as_str())).collect();
    assert_eq!(
        told,
        [(Some(4), "a document of another kind: compose"), (Some(8), "a document of no kind that a source knows"),]
    );
}

#[test]
fn a_file_under_another_name_gives_the_same_findings() {
    let terraform = "resource \"aws_ebs_volume\" \"a\" {\n  encrypted = false\n}\nresource \"aws_security_group\" \"b\" {\n  ingress {\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n";
    let json = r#"{"resource": {"aws_security_group": {"b": {"ingress": [{"cidr_blocks": ["0.0.0.0/0"]}]}}}}"#;
    let compose = "services:\n  a:\n    image: a:1\n    privileged: true\n";
    let template = "Resources:\n  A:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: a\n      SecurityGroupIngress: [{CidrIp: 0.0.0.0/0, IpProtocol: tcp, FromPort: 22, ToPort: 22}]\n";
    for (name, text, rule) in [
        ("main.tf", terraform, "TF_OPEN_PORT"),
        ("main.tf.json", json, "TF_OPEN_PORT"),
        ("compose.yaml", compose, "COMPOSE_PRIVILEGED"),
        ("stack.yaml", template, "CFN_OPEN_PORT"),
        ("Dockerfile", "FROM alpine:3\nRUN curl http://a | sh\nUSER root\n", "DF021"),
        ("a.sql", "DELETE FROM a;\n", "SQL_DELETE_WITHOUT_WHERE"),
    ] {
        let rules = |name: &str| -> Vec<(String, u32)> {
            ask(file(name, text), &[]).findings.into_iter().map(|finding| (finding.rule, finding.line)).collect()
        };
        let own = rules(name);
        assert!(own.iter().any(|(found, _)| found == rule), "{name}: {own:?}");
        assert_eq!(rules("x.txt"), own, "{name} named x.txt");
    }
}
